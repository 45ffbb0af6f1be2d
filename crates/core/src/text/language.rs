//! What is known of a language: for reading texts, and for compiling rules.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::inflection::Inflections;
use super::lexicon::{Lexicon, SetId};
use super::tagger::Tagger;

/// A language as texts are read in it.
#[derive(Clone, Debug, Default)]
pub struct Language {
    lexicon: Arc<Lexicon>,
    /// The word lists by name.
    lists: Vec<(String, SetId)>,
    /// The lists by which sentences are told apart.
    sentences: SentenceLists,
    /// Names that begin with a small letter even at the start of a sentence.
    pub(crate) small_letter_names: SetId,
    model: Model,
}

/// The tagger, made of its bytes when it is first asked for.
#[derive(Clone, Debug, Default)]
struct Model {
    bytes: &'static [u8],
    tagger: OnceLock<Option<Arc<Tagger>>>,
}

/// Word lists by which sentences are told apart; abbreviations stand in them without their stops.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SentenceLists {
    /// Words written with a full stop.
    pub(super) abbreviations: SetId,
    /// The same, where with other capitals they are words.
    pub(super) abbreviations_as_written: SetId,
    /// Abbreviations when a number follows.
    pub(super) before_number: SetId,
    /// Abbreviations that something always follows.
    pub(super) never_last: SetId,
    /// Abbreviations that a sentence often ends with.
    pub(super) often_last: SetId,
    /// Words with a capital that follow a time of day in the same sentence.
    pub(super) after_time: SetId,
    /// Names that end with an exclamation or question mark.
    pub(super) marked_names: SetId,
    /// Words that most likely begin a sentence, even with a small letter.
    pub(super) openers: SetId,
    /// Words that can hardly begin a sentence.
    pub(super) continuers: SetId,
    /// Words that often begin a sentence.
    pub(super) first_words: SetId,
    /// Verb forms that tell who spoke.
    pub(super) speech_verbs: SetId,
    pub(super) function_words: SetId,
    pub(super) determiners: SetId,
    pub(super) prepositions: SetId,
    pub(super) conjunctions: SetId,
    pub(super) modals: SetId,
    pub(super) months: SetId,
    pub(super) weekdays: SetId,
}

impl SentenceLists {
    /// The lists that `get` finds by their names.
    fn new(get: impl Fn(&str) -> SetId) -> Self {
        Self {
            abbreviations: get("abbreviations"),
            abbreviations_as_written: get("abbreviations-as-written"),
            before_number: get("abbreviations-before-number"),
            never_last: get("abbreviations-never-last"),
            often_last: get("abbreviations-often-last"),
            after_time: get("words-after-time"),
            marked_names: get("names-with-mark"),
            openers: get("sentence-openers"),
            continuers: get("sentence-continuers"),
            first_words: get("first-words"),
            speech_verbs: get("speech-verbs"),
            function_words: get("function-words"),
            determiners: get("determiners"),
            prepositions: get("prepositions"),
            conjunctions: get("conjunctions"),
            modals: get("modals"),
            months: get("months"),
            weekdays: get("weekdays"),
        }
    }
}

impl Language {
    /// A language whose words are those of `lexicon`, with its word lists by their names.
    pub(crate) fn new(lexicon: Arc<Lexicon>, lists: Vec<(String, SetId)>) -> Self {
        let get = |wanted: &str| lists.iter().find(|(name, _)| name == wanted).map(|(_, set)| *set).unwrap_or_default();
        Self {
            sentences: SentenceLists::new(get),
            small_letter_names: get("small-letter-names"),
            model: Model::default(),
            lexicon,
            lists,
        }
    }

    /// The lists by which sentences are told apart.
    pub(super) const fn sentence_lists(&self) -> &SentenceLists {
        &self.sentences
    }

    /// The word lists by name.
    pub(crate) fn lists(&self) -> &[(String, SetId)] {
        &self.lists
    }

    /// Gives the language the model of its tagger, as [`Tagger::stored`] takes it.
    pub(crate) fn set_model(&mut self, bytes: &'static [u8]) {
        self.model = Model { bytes, tagger: OnceLock::new() };
    }

    /// The model that it was given.
    pub(crate) const fn model(&self) -> &'static [u8] {
        self.model.bytes
    }

    /// The tagger of the language, if it has one.
    pub fn tagger(&self) -> Option<&Tagger> {
        let Model { bytes, tagger } = &self.model;
        tagger.get_or_init(|| Tagger::stored(bytes).map(Arc::new)).as_deref()
    }

    /// The words that texts are taken apart into.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }
}

/// The word lists and the inflection of a language, as rules are compiled with them. The lists stand in
/// `rules/<language>/lists/`, the inflection in `rules/<language>/inflection.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Wordbook {
    /// The lists by name.
    pub lists: BTreeMap<String, List>,
    /// How words change their form.
    pub inflections: Inflections,
}

/// A list of words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The words, in the order in which they are written.
    pub words: Vec<String>,
    /// Whether capitals matter.
    pub case: bool,
    /// The set that they are in the lexicon.
    pub(crate) set: SetId,
}

impl List {
    /// The list of `words`; with `case`, capitals matter.
    pub fn new(words: Vec<String>, case: bool) -> Self {
        Self { words, case, set: SetId::default() }
    }
}
