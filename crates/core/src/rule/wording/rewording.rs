//! What to write in the place of a phrase.

use serde::{Deserialize, Serialize};

use super::parse::{self, Parsed};
use super::{Flaw, Match, Words};
use crate::text::{Casing, Form, SetId, Text};

/// The replacement of a phrase.
///
/// | written | stands for |
/// |---|---|
/// | `{2}` | the second term as it is in the text |
/// | `{2~past}` | the word there in another form |
/// | `{2\|is\|has}` | this for the first of its alternatives, that for the second |
/// | `{2:small}` | the term in small letters |
/// | `decide~` | the word in the form of the first inflected word of the phrase |
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Rewording(Vec<Part>);

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Part {
    Text(String),
    /// A term of the phrase, counted from 1.
    Term {
        term: u32,
        case: Case,
    },
    /// The other form of a word of a term, by a set that knows how it is written.
    Other {
        term: u32,
        set: SetId,
    },
    /// A word in the form that was found, of these.
    Taken(Vec<(Form, String)>),
}

/// How a term is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Case {
    AsFound,
    Small,
    Capitalized,
}

impl Rewording {
    /// Reads the replacement `text` of `phrase`.
    ///
    /// # Errors
    /// What is wrong with either.
    pub(crate) fn parse(text: &str, phrase: &str, words: &mut Words<'_>) -> Result<Self, Flaw> {
        let (mut parts, mut rest) = (Vec::new(), text);
        // Terms begin with their number; other braces are text.
        while let Some((before, name, after)) = braces(rest) {
            plain(before, phrase, words, &mut parts)?;
            if name.starts_with(|c: char| c.is_ascii_digit()) {
                let parsed = parse::parse(phrase, words.names)?;
                parts.push(term(name, &parsed, words)?);
            } else {
                push(&format!("{{{name}}}"), &mut parts);
            }
            rest = after;
        }
        plain(rest, phrase, words, &mut parts)?;
        Ok(Self(parts))
    }

    /// The replacements of what was found, written as it is written: in small letters, with a capital, all in capitals.
    pub(crate) fn write(&self, text: &Text<'_>, found: &Match<'_>) -> Vec<String> {
        let casing = Casing::of(text.slice(found.span(text)));
        // What says how it begins itself does not take that over.
        let own = matches!(self.0.first(), Some(Part::Term { case: Case::Small | Case::Capitalized, .. }));
        let written = self.forms(text, found).into_iter();
        written.map(|written| if own { written } else { casing.apply(&written) }).collect()
    }

    fn forms(&self, text: &Text<'_>, found: &Match<'_>) -> Vec<String> {
        let taken = self.0.iter().any(|part| matches!(part, Part::Taken(_)));
        if !taken {
            return self.in_form(None, text, found).into_iter().collect();
        }
        let mut written: Vec<String> = Vec::new();
        for form in Form::ALL.into_iter().filter(|form| found.forms.contains(*form)) {
            if let Some(word) = self.in_form(Some(form), text, found)
                && !written.contains(&word)
            {
                written.push(word);
            }
        }
        written
    }

    /// The replacement where `form` was found; nothing where a word has no such form.
    fn in_form(&self, form: Option<Form>, text: &Text<'_>, found: &Match<'_>) -> Option<String> {
        let mut out = String::new();
        // Where an optional term is not there, its space goes, too.
        let mut gone = false;
        for part in &self.0 {
            let piece = match part {
                Part::Text(text) => text.clone(),
                Part::Term { term, case } => case.apply(found.term(text, *term)),
                Part::Other { term, set } => found.other(text, *term, *set)?,
                Part::Taken(forms) => forms.iter().find(|(of, _)| Some(*of) == form)?.1.clone(),
            };
            let spaced = gone && (out.is_empty() || out.ends_with(' '));
            out.push_str(if spaced { piece.strip_prefix(' ').unwrap_or(&piece) } else { &piece });
            gone = piece.is_empty();
        }
        if gone && out.ends_with(' ') {
            out.pop();
        }
        Some(out)
    }
}

impl Case {
    fn by_name(name: &str) -> Option<Self> {
        match name {
            "small" => Some(Self::Small),
            "capitalized" => Some(Self::Capitalized),
            _ => None,
        }
    }

    fn apply(self, text: &str) -> String {
        match self {
            Self::AsFound => text.to_owned(),
            Self::Small => text.to_lowercase(),
            Self::Capitalized => Casing::Capitalized.apply(text),
        }
    }
}

fn push(text: &str, parts: &mut Vec<Part>) {
    match parts.last_mut() {
        Some(Part::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => parts.push(Part::Text(text.to_owned())),
    }
}

/// The text before the first braces, what is in them, and the text behind them.
fn braces(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Reads a text without terms; `word~` in it takes over the form that was found.
fn plain(text: &str, phrase: &str, words: &Words<'_>, parts: &mut Vec<Part>) -> Result<(), Flaw> {
    for (number, word) in text.split(' ').enumerate() {
        if number > 0 {
            push(" ", parts);
        }
        match word.strip_suffix('~') {
            Some(lemma) if phrase.contains('~') => {
                parts.push(Part::Taken(words.names.book.inflections.forms(lemma)));
            }
            Some(_) => return Err("the replacement has `~`, but no word here whose form it could take".into()),
            None => push(word, parts),
        }
    }
    Ok(())
}

/// Reads what stands between the braces.
fn term(name: &str, phrase: &Parsed<'_>, words: &mut Words<'_>) -> Result<Part, Flaw> {
    let digits = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
    let (number, how) = name.split_at(digits);
    let known = number.parse().ok().filter(|term| (1..=phrase.terms).contains(term));
    let Some(term) = known else {
        return Err(format!("there is no term {number}: the phrase has {}", phrase.terms).into());
    };
    if let Some(form) = how.strip_prefix('~') {
        let names = Form::ALL.iter().map(|form| form.name());
        let form = Form::by_name(form).ok_or_else(|| Flaw::unknown("form", form, names))?;
        let inflect = |lemma: &str| words.names.book.inflections.inflect(lemma, form).into_iter().next();
        let others: Vec<_> = phrase.inflected(term).filter_map(|(word, lemma)| Some((word, inflect(lemma)?))).collect();
        if others.is_empty() {
            return Err(format!("`{{{name}}}` needs a `~` in term {term}, which says of what word it is a form").into());
        }
        return Ok(Part::Other { term, set: words.lexicon.spelling_set(others) });
    }
    if let Some(others) = how.strip_prefix('|') {
        let others: Vec<&str> = others.split('|').collect();
        let Some(alternatives) = phrase.alternatives(term).filter(|all| all.len() == others.len()) else {
            let message = format!("`{{{name}}}` needs {} alternatives of one word in term {term}", others.len());
            return Err(message.into());
        };
        let pairs = alternatives.iter().zip(others);
        let pairs = pairs.flat_map(|(words, other)| words.iter().map(|word| (*word, other.to_owned())));
        return Ok(Part::Other { term, set: words.lexicon.spelling_set(pairs) });
    }
    let case = match how.strip_prefix(':') {
        Some(case) => Case::by_name(case)
            .ok_or_else(|| Flaw::unknown("way to write", case, ["small", "capitalized"].into_iter()))?,
        None if how.is_empty() => Case::AsFound,
        None => return Err(format!("`{{{name}}}` is none of `{{1}}`, `{{1~past}}`, `{{1:small}}`").into()),
    };
    Ok(Part::Term { term, case })
}
