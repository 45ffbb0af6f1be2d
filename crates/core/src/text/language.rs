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
    /// Words written with a full stop that does not end a sentence, without that stop.
    pub(crate) abbreviations: SetId,
    /// Words of that kind when a number follows.
    pub(crate) abbreviations_before_number: SetId,
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

impl Language {
    /// A language whose words are those of `lexicon`, with its word lists by their names.
    pub(crate) fn new(lexicon: Arc<Lexicon>, lists: Vec<(String, SetId)>) -> Self {
        let get = |wanted| lists.iter().find(|(name, _)| name == wanted).map(|(_, set)| *set).unwrap_or_default();
        Self {
            abbreviations: get("abbreviations"),
            abbreviations_before_number: get("abbreviations-before-number"),
            small_letter_names: get("small-letter-names"),
            model: Model::default(),
            lexicon,
            lists,
        }
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
