//! The phrase language: how rules write down runs of words.
//!
//! | written | matches |
//! |---|---|
//! | `in order to` | these words in any case, with any white space between them |
//! | `make~` | the word in any inflection: make, makes, made, making |
//! | `(as|so) long as` | one of the alternatives |
//! | `all [of] the` | with or without what is in brackets |
//! | `@months` | a word of the list |
//! | `#` | a number in digits |
//! | `*` | any word |
//! | `..3` | up to three words, any or none |
//! | `:noun` | a word of that class: a part of speech (`:noun`, `:plural`, `:verb`, `:VBD`) or a shape (`:capitalized`) |
//! | `lead:noun` | the word where it is of that class |
//! | `!not`, `!(a\|b)`, `!:noun` | a word, but not this |
//! | `well-known`, `however,` | marks, just where they stand |
//! | `they <was> there` | as without the brackets; only what is in them is underlined and replaced |
//! | `^there` | at the start of a sentence |
//! | `over$` | at the end of a sentence |

mod class;
mod parse;
mod rewording;

use serde::{Deserialize, Serialize};

use self::class::Class;
use super::index::Anchors;
use crate::span::Span;
use crate::text::{
    Form, Language, Text, Token, TokenKind, WordKey, WordList, ends_sentence, same_word, starts_sentence,
};

pub(crate) use rewording::Rewording;

/// A run of tokens to look for.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Wording {
    items: Vec<Item>,
    /// The item by which it is found: the one that is likely the rarest.
    anchor: usize,
    /// The items that are underlined and replaced, where these are not all.
    focus: Option<(usize, usize)>,
    /// It begins a sentence.
    begins: bool,
    /// It ends a sentence.
    ends: bool,
}

/// What one token must be.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Item {
    /// The number of its term in the phrase as written, from 1.
    term: u32,
    /// Nothing stands between it and the item before.
    glued: bool,
    /// It must be a word that `what` does not accept.
    negated: bool,
    what: What,
    class: Option<Class>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum What {
    Word(WordKey, Box<str>),
    /// A word in any inflection. One spelling may be several forms, as `put` is.
    Forms(Vec<(WordKey, Box<str>, Form)>),
    List(WordList),
    Number,
    Mark(char),
    Any,
    OneOf(Vec<What>),
}

/// What is wrong with a phrase.
#[derive(Debug)]
pub(crate) struct Flaw {
    /// One line that says it.
    pub(crate) message: String,
    /// A name that is not known, and those that are.
    pub(crate) unknown: Option<(String, Vec<String>)>,
}

impl Flaw {
    fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let known = known.map(str::to_owned).collect();
        Self { message: format!("there is no {what} `{name}`"), unknown: Some((name.to_owned(), known)) }
    }
}

impl<T: Into<String>> From<T> for Flaw {
    fn from(message: T) -> Self {
        Self { message: message.into(), unknown: None }
    }
}

/// Where a wording was found, in tokens.
#[derive(Debug)]
pub(crate) struct Match {
    /// The first token.
    pub(crate) first: usize,
    /// The token after the last one.
    pub(crate) end: usize,
    /// The tokens that are underlined: the first, and the one after the last.
    pub(crate) focus: (usize, usize),
    /// What the first inflected word may be.
    pub(crate) forms: Vec<Form>,
}

impl Wording {
    /// All the ways in which `phrase` may be written, for a rule that is woken by its words.
    ///
    /// # Errors
    /// What is wrong with the phrase.
    pub(crate) fn parse(phrase: &str, language: &Language) -> Result<Vec<Self>, Flaw> {
        let mut ways = parse::ways(phrase, language)?;
        for way in &mut ways {
            way.anchor = way
                .rarest(language)
                .ok_or_else(|| Flaw::from("a phrase needs a word or a list by which it can be found"))?;
        }
        Ok(ways)
    }

    /// As [`Wording::parse`], for a phrase that is only held against given places and needs no word to be found by.
    ///
    /// # Errors
    /// What is wrong with the phrase.
    pub(crate) fn parse_guard(phrase: &str, language: &Language) -> Result<Vec<Self>, Flaw> {
        parse::ways(phrase, language)
    }

    /// Wakes `entry` at each word by which this may be found.
    pub(crate) fn anchors(&self, anchors: &mut Anchors<'_>, entry: u32) {
        if let Some(item) = self.items.get(self.anchor) {
            item.what.anchors(anchors, entry);
        }
    }

    /// The match whose anchor is token `at`, if there is one.
    pub(crate) fn match_at(&self, text: &Text<'_>, at: usize) -> Option<Match> {
        self.match_from(text, at.checked_sub(self.anchor)?)
    }

    /// Whether it matches so that token `at` is its last.
    pub(crate) fn ends_at(&self, text: &Text<'_>, at: usize) -> bool {
        let first = (at + 1).checked_sub(self.items.len());
        first.is_some_and(|first| self.match_from(text, first).is_some())
    }

    /// Whether it matches so that token `at` is its first.
    pub(crate) fn begins_at(&self, text: &Text<'_>, at: usize) -> bool {
        self.match_from(text, at).is_some()
    }

    /// Whether it matches somewhere so that all tokens from `first` up to `end` are part of it.
    pub(crate) fn covers(&self, text: &Text<'_>, first: usize, end: usize) -> bool {
        let earliest = end.saturating_sub(self.items.len());
        (earliest..=first).any(|from| self.match_from(text, from).is_some())
    }

    fn match_from(&self, text: &Text<'_>, first: usize) -> Option<Match> {
        let end = first + self.items.len();
        let tokens = text.tokens().get(first..end)?;
        let mut forms = Vec::new();
        for (number, (item, &token)) in self.items.iter().zip(tokens).enumerate() {
            let glued = number > 0 && text.adjoin(tokens[number - 1], token);
            let apart = number == 0 || glued == item.glued;
            (apart && item.accepts(text, token, &mut forms)).then_some(())?;
        }
        // Parts of speech come last: they are looked up only where everything else fits.
        let classes =
            self.items.iter().enumerate().filter_map(|(at, item)| Some((at, item.class?, item.what_is_any())));
        for (at, class, alone) in classes {
            let fits = class.accepts(text, first + at);
            let wanted = !(alone && self.items[at].negated);
            (fits == wanted).then_some(())?;
        }
        let placed = (!self.begins || starts_sentence(text, first)) && (!self.ends || ends_sentence(text, end));
        let focus = self.focus.map_or((first, end), |(from, to)| (first + from, first + to));
        placed.then_some(Match { first, end, focus, forms })
    }

    /// The item that is likely the rarest in a text: words of grammar are frequent, long words are rare.
    fn rarest(&self, language: &Language) -> Option<usize> {
        let findable = (0..self.items.len()).filter(|&at| !self.items[at].negated && self.items[at].what.has_words());
        findable.max_by_key(|&at| self.items[at].what.rarity(language))
    }

    /// The text that the terms of a match stand for: `{1}` is the first term of the phrase.
    pub(crate) fn term<'t>(&self, text: &Text<'t>, found: &Match, term: u32) -> &'t str {
        let places: Vec<usize> = (0..self.items.len()).filter(|&at| self.items[at].term == term).collect();
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return "" };
        let token = |at: usize| text.tokens()[found.first + at];
        text.slice(Span::new(token(*first).start, token(*last).end))
    }
}

impl Item {
    /// Whether it may be `token`, parts of speech aside. An inflected word tells its forms in `forms` if none has
    /// before it.
    fn accepts(&self, text: &Text<'_>, token: Token, forms: &mut Vec<Form>) -> bool {
        if !self.negated {
            return self.what.accepts(text, token, forms);
        }
        let word = !matches!(token.kind, TokenKind::Mark(_));
        word && (self.what_is_any() || !self.what.accepts(text, token, &mut Vec::new()))
    }

    const fn what_is_any(&self) -> bool {
        matches!(self.what, What::Any)
    }
}

impl What {
    fn accepts(&self, text: &Text<'_>, token: Token, forms: &mut Vec<Form>) -> bool {
        let written = || text.word(token);
        match self {
            Self::Word(key, word) => *key == token.key && same_word(word, written()),
            Self::Forms(all) => {
                let fitting = all.iter().filter(|(key, word, _)| *key == token.key && same_word(word, written()));
                let found: Vec<Form> = fitting.map(|(.., form)| *form).collect();
                let any = !found.is_empty();
                if forms.is_empty() {
                    *forms = found;
                }
                any
            }
            Self::List(list) => token.is_word() && list.contains_key(token.key, written()),
            Self::Number => token.kind == TokenKind::Number,
            Self::Mark(mark) => token.is(*mark),
            Self::Any => !matches!(token.kind, TokenKind::Mark(_)),
            Self::OneOf(all) => all.iter().any(|one| one.accepts(text, token, forms)),
        }
    }

    /// Whether all that it accepts can be looked up in the index of words.
    fn has_words(&self) -> bool {
        match self {
            Self::Word(..) | Self::Forms(_) => true,
            Self::List(list) => !list.is_empty(),
            Self::OneOf(all) => all.iter().all(Self::has_words),
            Self::Number | Self::Mark(_) | Self::Any => false,
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>, entry: u32) {
        match self {
            Self::Word(key, _) => anchors.word(*key, entry),
            Self::Forms(forms) => forms.iter().for_each(|(key, ..)| anchors.word(*key, entry)),
            Self::List(list) => list.words().for_each(|word| anchors.word(WordKey::new(word), entry)),
            Self::OneOf(all) => all.iter().for_each(|one| one.anchors(anchors, entry)),
            Self::Number | Self::Mark(_) | Self::Any => {}
        }
    }

    fn rarity(&self, language: &Language) -> (bool, usize) {
        let grammar = language.list("function-words");
        let rare = |word: &str| grammar.is_none_or(|list| !list.contains(word));
        match self {
            Self::Word(_, word) => (rare(word), word.len()),
            Self::Forms(forms) => {
                (forms.iter().all(|(_, word, _)| rare(word)), forms.first().map_or(0, |form| form.1.len()))
            }
            // A choice is as frequent as its most frequent word.
            Self::OneOf(all) => all.iter().map(|one| one.rarity(language)).min().unwrap_or_default(),
            Self::List(_) => (true, 1),
            Self::Number | Self::Mark(_) | Self::Any => (false, 0),
        }
    }
}
