//! What is known of a language, as data: word lists by name, and how words are inflected.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::inflection::Inflections;
use super::tagger::Tagger;
use super::token::WordKey;

/// The word lists and the inflection of one language. The lists stand in `rules/<language>/lists/`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Language {
    /// Words written with a full stop that does not end a sentence, without that stop.
    pub abbreviations: WordList,
    /// Words of that kind when a number follows.
    pub abbreviations_before_number: WordList,
    /// Names that begin with a small letter even at the start of a sentence.
    pub small_letter_names: WordList,
    /// All other lists by name.
    lists: BTreeMap<String, WordList>,
    /// How words change their form.
    pub inflections: Inflections,
    #[serde(skip)]
    model: Model,
}

/// The tagger, made of its bytes when it is first asked for.
#[derive(Clone, Debug, Default)]
struct Model {
    bytes: &'static [u8],
    tagger: OnceLock<Option<Arc<Tagger>>>,
}

/// A set of words and short phrases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordList {
    /// Sorted by key; several entries may share one.
    entries: Vec<(WordKey, Box<str>)>,
    /// Whether case matters.
    case: bool,
}

impl WordList {
    /// A list of `words`; with `case`, capitals matter.
    pub fn new(words: impl IntoIterator<Item = impl Into<Box<str>>>, case: bool) -> Self {
        let mut entries: Vec<(WordKey, Box<str>)> =
            words.into_iter().map(Into::into).map(|word| (WordKey::new(&word), word)).collect();
        entries.sort_unstable();
        entries.dedup();
        Self { entries, case }
    }

    /// Whether `word` is in the list.
    pub fn contains(&self, word: &str) -> bool {
        self.contains_key(WordKey::new(word), word)
    }

    /// Whether `word`, whose key is known already, is in the list.
    pub fn contains_key(&self, key: WordKey, word: &str) -> bool {
        let first = self.entries.partition_point(|(known, _)| *known < key);
        let mut same = self.entries[first..].iter().take_while(|(known, _)| *known == key);
        same.any(|(_, entry)| if self.case { **entry == *word } else { same_word(entry, word) })
    }

    /// The words, in no order that means anything.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(_, word)| &**word)
    }

    /// Whether capitals matter in it.
    pub const fn minds_case(&self) -> bool {
        self.case
    }

    /// Whether it has no word.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Whether two words are the same but for case and the kind of apostrophe.
pub(crate) fn same_word(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    let fold = |c: char| if c == '’' { '\'' } else { c };
    left.chars().map(fold).flat_map(char::to_lowercase).eq(right.chars().map(fold).flat_map(char::to_lowercase))
}

impl Language {
    /// A language of the given lists, some of which the text layer itself needs.
    pub fn new(lists: BTreeMap<String, WordList>, inflections: Inflections) -> Self {
        let get = |name: &str| lists.get(name).cloned().unwrap_or_default();
        Self {
            abbreviations: get("abbreviations"),
            abbreviations_before_number: get("abbreviations-before-number"),
            small_letter_names: get("small-letter-names"),
            lists,
            inflections,
            model: Model::default(),
        }
    }

    /// Gives the language the model of its tagger, as [`Tagger::from_bytes`] takes it.
    pub fn set_model(&mut self, bytes: &'static [u8]) {
        self.model = Model { bytes, tagger: OnceLock::new() };
    }

    /// The tagger of the language, if it has one.
    pub fn tagger(&self) -> Option<&Tagger> {
        let Model { bytes, tagger } = &self.model;
        tagger.get_or_init(|| Tagger::from_bytes(bytes).map(Arc::new)).as_deref()
    }

    /// This language with more lists, which take the place of lists with the same names, and with other inflections
    /// where there are any.
    #[must_use]
    pub fn extended(mut self, lists: BTreeMap<String, WordList>, inflections: Option<Inflections>) -> Self {
        self.lists.extend(lists);
        let model = self.model;
        Self { model, ..Self::new(self.lists, inflections.unwrap_or(self.inflections)) }
    }

    /// The list called `name`.
    pub fn list(&self, name: &str) -> Option<&WordList> {
        self.lists.get(name)
    }

    /// The names of all lists, in alphabetical order.
    pub fn list_names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_know_words_whatever_their_case() {
        let list = WordList::new(["don't", "inc"], false);
        assert!(list.contains("Don’t") && list.contains("INC") && !list.contains("increase"));
        let names = WordList::new(["iPhone"], true);
        assert!(names.contains("iPhone") && !names.contains("iphone"));
    }
}
