//! Classes of words: parts of speech, and shapes.

use crate::text::{Casing, TagSet, Text};

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
    Ordinal,
    Year,
    Hour,
    Minute,
    Hundreds,
    Opaque,
}

/// The classes by name.
const NAMES: [(&str, Class); 26] = [
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
    ("ordinal", Class::Ordinal),
    ("year", Class::Year),
    ("hour", Class::Hour),
    ("minute", Class::Minute),
    ("hundreds", Class::Hundreds),
    ("opaque", Class::Opaque),
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
        self.by_shape(text, at).unwrap_or_else(|| text.is_one_of(at, self.tags()))
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
            Self::Ordinal => Some(is_ordinal(word)),
            Self::Year => Some(token.is_number() && word.len() == 4 && in_digits(word, 1000..2100)),
            Self::Hour => Some(token.is_number() && word.len() <= 2 && in_digits(word, 0..25)),
            Self::Minute => Some(token.is_number() && word.len() == 2 && in_digits(word, 0..60)),
            Self::Hundreds => Some(token.is_number() && word.len() == 3 && in_digits(word, 0..1000)),
            Self::Opaque => Some(token.is_opaque()),
            Self::Number if token.is_number() => Some(true),
            _ => None,
        }
    }

    /// The parts of speech that belong to it; none where the shape of a word tells.
    const fn tags(self) -> TagSet {
        match self {
            Self::Noun => TagSet::NOUN,
            Self::Singular => TagSet::SINGULAR,
            Self::Plural => TagSet::PLURAL,
            Self::Proper => TagSet::PROPER,
            Self::Verb => TagSet::VERB,
            Self::Base => TagSet::BASE,
            Self::Past => TagSet::PAST,
            Self::Participle => TagSet::PARTICIPLE,
            Self::Ing => TagSet::ING,
            Self::ThirdPerson => TagSet::THIRD_PERSON,
            Self::Adjective => TagSet::ADJECTIVE,
            Self::Adverb => TagSet::ADVERB,
            Self::Determiner => TagSet::DETERMINER,
            Self::Preposition => TagSet::PREPOSITION,
            Self::Pronoun => TagSet::PRONOUN,
            Self::Number => TagSet::NUMBER,
            Self::Capitalized
            | Self::Small
            | Self::Acronym
            | Self::Possessive
            | Self::Ordinal
            | Self::Year
            | Self::Hour
            | Self::Minute
            | Self::Hundreds
            | Self::Opaque => TagSet::NONE,
        }
    }
}

/// Whether a word is a number with the ending of an ordinal, the right one or not: `21st`.
fn is_ordinal(word: &str) -> bool {
    let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
    ending.len() < word.len() && ["st", "nd", "rd", "th"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether a number is written in digits alone and lies in a range.
fn in_digits(word: &str, range: std::ops::Range<u32>) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit()) && word.parse().is_ok_and(|number| range.contains(&number))
}
