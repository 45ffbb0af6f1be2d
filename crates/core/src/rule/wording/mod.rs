//! The phrase language: how rules write down runs of words.
//!
//! | written | matches |
//! |---|---|
//! | `in order to` | these words in any case, with any white space between them |
//! | `make~`, `@verbs~past` | the word in any inflection (make, makes, made, making), or in the one that is named |
//! | `(as|so) long as` | one of the alternatives |
//! | `all [of] the` | with or without what is in brackets |
//! | `@months` | a word of the list |
//! | `#` | a number in digits |
//! | `*` | any word |
//! | `..3` | up to three words, any or none |
//! | `:noun` | a word of that class: a part of speech (`:noun`, `:plural`, `:verb`) or a shape (`:capitalized`) |
//! | `lead:noun` | the word where it is of that class |
//! | `!not`, `!(a\|b)`, `!:noun` | a word, but not this |
//! | `well-known`, `however,` | marks, just where they stand |
//! | `\\(`, `\\.\\.` | a mark that has a meaning of its own without the `\\` |
//! | `they <was> there` | as without the brackets; only what is in them is underlined and replaced |
//! | `^there` | at the start of a sentence |
//! | `over$` | at the end of a sentence |
//!
//! A phrase is compiled into numbers ([`code`]), so that thousands of them can be read where they stand in the program.

mod beside;
mod class;
mod code;
mod frequency;
mod parse;
mod rewording;
mod way;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::{LexiconBuilder, List, Text, Wordbook};

pub(crate) use beside::Beside;
pub(crate) use code::{Code, Match, Neighbour};
pub(crate) use frequency::Frequency;
pub(crate) use rewording::Rewording;

/// One way of writing a phrase: a run of tokens to look for, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wording(Vec<u32>);

/// What is wrong with a phrase.
#[derive(Debug)]
pub(crate) struct Flaw {
    /// One line that says it.
    pub(crate) message: String,
    /// A name that is not known, and those that are.
    pub(crate) unknown: Option<(String, Vec<String>)>,
}

impl Flaw {
    /// There is no `what` called `name`; those of `known` there are.
    pub(super) fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let known = known.map(str::to_owned).collect();
        Self { message: format!("there is no {what} `{name}`"), unknown: Some((name.to_owned(), known)) }
    }
}

impl<T: Into<String>> From<T> for Flaw {
    fn from(message: T) -> Self {
        Self { message: message.into(), unknown: None }
    }
}

/// What phrases may name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    /// The lists and the inflection of the language.
    pub(crate) book: &'a Wordbook,
    /// The lists of the rule itself.
    pub(crate) own: &'a BTreeMap<String, List>,
}

impl<'a> Names<'a> {
    /// The list called `name`.
    pub(crate) fn list(self, name: &str) -> Option<&'a List> {
        self.own.get(name).or_else(|| self.book.lists.get(name))
    }

    /// The names of all lists.
    pub(crate) fn lists(self) -> impl Iterator<Item = &'a str> {
        self.own.keys().chain(self.book.lists.keys()).map(String::as_str)
    }
}

/// What phrases are compiled with.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    /// What they may name.
    pub(crate) names: Names<'a>,
    /// How frequent its words are.
    pub(crate) frequency: &'a Frequency,
    /// The numbers of words.
    pub(crate) lexicon: &'a mut LexiconBuilder,
}

impl Wording {
    /// All the ways in which `phrase` may be written, for a rule that is woken by its words.
    ///
    /// # Errors
    /// What is wrong with the phrase.
    pub(crate) fn parse(phrase: &str, words: &mut Words<'_>) -> Result<Vec<Self>, Flaw> {
        let ways = parse::parse(phrase, words.names)?.ways;
        let anchored = |way: way::Way<'_>| {
            let anchor = way.rarest(words.frequency);
            let anchor = anchor.ok_or("a phrase needs a word, a list or a mark by which it can be found")?;
            Ok(way.encode(anchor, words))
        };
        ways.into_iter().map(anchored).collect()
    }

    /// As [`Wording::parse`], for a phrase that is only held against given places and needs no word to be found by.
    ///
    /// # Errors
    /// What is wrong with the phrase.
    pub(crate) fn parse_guard(phrase: &str, words: &mut Words<'_>) -> Result<Vec<Self>, Flaw> {
        Ok(parse::parse(phrase, words.names)?.ways.into_iter().map(|way| way.encode(0, words)).collect())
    }

    /// The numbers that it is made of.
    pub(crate) fn numbers(&self) -> &[u32] {
        &self.0
    }

    /// The phrase that the numbers are.
    pub(crate) fn code(&self) -> Code<'_> {
        Code::new(&self.0)
    }

    /// Whether it matches so that token `at` is its last.
    pub(crate) fn ends_at(&self, text: &Text<'_>, at: usize) -> bool {
        let first = (at + 1).checked_sub(self.code().len());
        first.is_some_and(|first| self.code().match_from(text, first).is_some())
    }

    /// Whether it matches so that token `at` is its first.
    pub(crate) fn begins_at(&self, text: &Text<'_>, at: usize) -> bool {
        self.code().match_from(text, at).is_some()
    }

    /// Whether it matches somewhere so that all tokens from `first` up to `end` are part of it.
    pub(crate) fn covers(&self, text: &Text<'_>, first: usize, end: usize) -> bool {
        let earliest = end.saturating_sub(self.code().len());
        (earliest..=first).any(|from| self.code().match_from(text, from).is_some())
    }
}
