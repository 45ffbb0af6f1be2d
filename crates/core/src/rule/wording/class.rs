//! Classes of words: parts of speech, and shapes.

use crate::text::{Casing, Tag, Text};

/// A class that a word may belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Noun,
    Singular,
    Plural,
    Proper,
    Verb,
    Base,
    Past,
    Participle,
    Ing,
    ThirdPerson,
    Adjective,
    Adverb,
    Determiner,
    Preposition,
    Pronoun,
    Number,
    Capitalized,
    Small,
    Acronym,
    Possessive,
}

/// The classes by name.
const NAMES: [(&str, Class); 20] = [
    ("noun", Class::Noun),
    ("singular", Class::Singular),
    ("plural", Class::Plural),
    ("proper", Class::Proper),
    ("verb", Class::Verb),
    ("base", Class::Base),
    ("past", Class::Past),
    ("participle", Class::Participle),
    ("ing", Class::Ing),
    ("third-person", Class::ThirdPerson),
    ("adjective", Class::Adjective),
    ("adverb", Class::Adverb),
    ("determiner", Class::Determiner),
    ("preposition", Class::Preposition),
    ("pronoun", Class::Pronoun),
    ("number", Class::Number),
    ("capitalized", Class::Capitalized),
    ("small", Class::Small),
    ("acronym", Class::Acronym),
    ("possessive", Class::Possessive),
];

impl Class {
    /// The class called `name`.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, class)| *class)
    }

    /// Its number, from 1.
    pub(super) fn number(self) -> u32 {
        NAMES.iter().zip(1..).find(|((_, class), _)| *class == self).map_or(0, |(_, number)| number)
    }

    /// The class with the number `number`; zero means none.
    pub(super) fn by_number(number: u32) -> Option<Self> {
        NAMES.get(number.checked_sub(1)? as usize).map(|(_, class)| *class)
    }

    /// The names of all classes.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Whether token `at` belongs to the class.
    pub(super) fn accepts(self, text: &Text<'_>, at: usize) -> bool {
        self.by_shape(text, at).unwrap_or_else(|| text.tag(at).is_some_and(|tag| self.by_tag(tag)))
    }

    /// What the shape of the word says; nothing where only its part of speech can tell.
    fn by_shape(self, text: &Text<'_>, at: usize) -> Option<bool> {
        let token = text.token(at)?;
        let word = text.word(token);
        match self {
            Self::Capitalized => Some(word.starts_with(char::is_uppercase)),
            Self::Small => Some(word.starts_with(char::is_lowercase)),
            Self::Acronym => Some(Casing::of(word) == Casing::Upper && word.chars().count() > 1),
            Self::Possessive => Some(["'s", "’s"].iter().any(|ending| word.ends_with(ending))),
            Self::Number if token.is_number() => Some(true),
            _ => None,
        }
    }

    fn by_tag(self, tag: Tag) -> bool {
        match self {
            Self::Noun => tag.is_noun(),
            Self::Singular => tag.is_noun() && !tag.is_plural(),
            Self::Plural => tag.is_plural(),
            Self::Proper => tag.is_proper(),
            Self::Verb => tag.is_verb(),
            Self::Base => matches!(tag.as_str(), "VB" | "VBP"),
            Self::Past => tag.as_str() == "VBD",
            Self::Participle => tag.as_str() == "VBN",
            Self::Ing => tag.as_str() == "VBG",
            Self::ThirdPerson => tag.as_str() == "VBZ",
            Self::Adjective => tag.is_adjective(),
            Self::Adverb => tag.is_adverb(),
            Self::Determiner => tag.is_determiner(),
            Self::Preposition => tag.is_preposition(),
            Self::Pronoun => tag.is_pronoun(),
            Self::Number => tag.is_number(),
            Self::Capitalized | Self::Small | Self::Acronym | Self::Possessive => false,
        }
    }
}
