//! The phrase language: how rules write down runs of words.
//!
//! | written | matches |
//! |---|---|
//! | `in order to` | these words in any case, with any white space between them |
//! | `make~` | the word in any inflection: make, makes, made, making |
//! | `(as|so) long as` | one of the alternatives |
//! | `all [of] the` | with or without what is in brackets |
//! | `@months` | a word of the list |
//! | `#` | a number |
//! | `well-known`, `however,` | marks, just where they stand |

use serde::{Deserialize, Serialize};

use super::index::Anchors;
use crate::text::{Form, Language, Text, Token, TokenKind, WordKey, WordList, same_word, tokenize};

/// How many ways of writing one phrase may stand for.
const MOST_WAYS: usize = 64;

/// A run of tokens to look for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Wording {
    items: Vec<Item>,
    /// The item by which it is found: the one that is likely the rarest.
    anchor: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct Item {
    /// Nothing stands between it and the item before.
    glued: bool,
    what: What,
}

#[derive(Debug, Serialize, Deserialize)]
enum What {
    Word(WordKey, Box<str>),
    /// A word in any inflection. One spelling may be several forms, as `put` is.
    Forms(Vec<(WordKey, Box<str>, Form)>),
    List(WordList),
    Number,
    Mark(char),
}

/// Where a wording was found, in tokens.
#[derive(Debug)]
pub(crate) struct Match {
    /// The first token.
    pub(crate) first: usize,
    /// The token after the last one.
    pub(crate) end: usize,
    /// What the first inflected word may be.
    pub(crate) forms: Vec<Form>,
}

impl Wording {
    /// All the ways in which `phrase` may be written.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the phrase.
    pub(crate) fn parse(phrase: &str, language: &Language) -> Result<Vec<Self>, String> {
        let ways = expand(phrase)?;
        if ways.len() > MOST_WAYS {
            return Err(format!("this stands for {} ways of writing; {MOST_WAYS} are the most", ways.len()));
        }
        ways.iter().map(|way| Self::of_pieces(way, language)).collect()
    }

    fn of_pieces(way: &str, language: &Language) -> Result<Self, String> {
        let mut items = Vec::new();
        for piece in way.split_whitespace() {
            items.extend(items_of(piece, language)?);
        }
        let anchor = (0..items.len())
            .filter(|&at| !matches!(items[at].what, What::Number | What::Mark(_)))
            .max_by_key(|&at| rarity(&items[at].what, language))
            .ok_or("a phrase needs at least one word")?;
        Ok(Self { items, anchor })
    }

    /// Wakes `entry` at each word by which this may be found.
    pub(crate) fn anchors(&self, anchors: &mut Anchors<'_>, entry: u32) {
        match &self.items[self.anchor].what {
            What::Word(key, _) => anchors.word(*key, entry),
            What::Forms(forms) => forms.iter().for_each(|(key, ..)| anchors.word(*key, entry)),
            What::List(list) => list.words().for_each(|word| anchors.word(WordKey::new(word), entry)),
            What::Number | What::Mark(_) => {}
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

    fn match_from(&self, text: &Text<'_>, first: usize) -> Option<Match> {
        let end = first + self.items.len();
        let tokens = text.tokens().get(first..end)?;
        let mut forms = Vec::new();
        for (number, (item, &token)) in self.items.iter().zip(tokens).enumerate() {
            let glued = number > 0 && text.adjoin(tokens[number - 1], token);
            if number > 0 && glued != item.glued {
                return None;
            }
            item.what.accepts(text, token, &mut forms).then_some(())?;
        }
        Some(Match { first, end, forms })
    }
}

impl What {
    /// Whether it may be `token`. An inflected word tells its forms in `forms` if none has before it.
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
        }
    }
}

/// The items of a piece without white space.
fn items_of(piece: &str, language: &Language) -> Result<Vec<Item>, String> {
    if let Some(name) = piece.strip_prefix('@') {
        let list = language.list(name).ok_or_else(|| format!("there is no list `{name}`"))?;
        return Ok(vec![Item { glued: false, what: What::List(list.clone()) }]);
    }
    let mut tokens = Vec::new();
    tokenize(piece, &mut tokens);
    let mut items: Vec<Item> = Vec::new();
    for token in tokens {
        let written = &piece[token.span().range()];
        let what = match (token.kind, items.last_mut()) {
            (TokenKind::Mark('~'), Some(Item { what, .. })) => {
                let What::Word(_, word) = what else { return Err("`~` follows a word".to_owned()) };
                *what = forms_of(word, language);
                continue;
            }
            (TokenKind::Mark('#'), _) => What::Number,
            (TokenKind::Mark(mark), _) => What::Mark(mark),
            (TokenKind::Word | TokenKind::Number, _) => What::Word(token.key, written.into()),
        };
        items.push(Item { glued: !items.is_empty(), what });
    }
    Ok(items)
}

fn forms_of(lemma: &str, language: &Language) -> What {
    let forms = language.inflections.forms(lemma);
    What::Forms(forms.into_iter().map(|(form, word)| (WordKey::new(&word), word.into(), form)).collect())
}

/// How rarely a word is likely to occur: words of grammar are frequent, long words are rare.
fn rarity(what: &What, language: &Language) -> (bool, usize) {
    let grammar = language.list("function-words");
    let rare = |word: &str| grammar.is_none_or(|list| !list.contains(word));
    match what {
        What::Word(_, word) => (rare(word), word.len()),
        What::Forms(forms) => {
            (forms.iter().all(|(_, word, _)| rare(word)), forms.first().map_or(0, |form| form.1.len()))
        }
        What::List(_) | What::Number | What::Mark(_) => (false, 0),
    }
}

/// `(a|b) [c] d` as `a d`, `a c d`, `b d`, `b c d`.
fn expand(phrase: &str) -> Result<Vec<String>, String> {
    let Some(open) = phrase.find(['(', '[']) else {
        return match phrase.find([')', ']', '|']) {
            Some(at) => Err(format!("`{}` has nothing that it belongs to", &phrase[at..=at])),
            None => Ok(vec![phrase.to_owned()]),
        };
    };
    let (before, inner, after) = group(phrase, open)?;
    let mut alternatives = if phrase[open..].starts_with('[') { vec![String::new()] } else { Vec::new() };
    for part in split_outside_groups(inner) {
        alternatives.extend(expand(part)?);
    }
    let mut ways = Vec::new();
    for rest in expand(after)? {
        for alternative in &alternatives {
            ways.push(format!("{before}{alternative}{rest}"));
        }
        // Longer products are refused by the caller; this keeps them from being built first.
        if ways.len() > MOST_WAYS {
            break;
        }
    }
    Ok(ways)
}

/// What stands before, in and after the group that opens at `open`.
fn group(phrase: &str, open: usize) -> Result<(&str, &str, &str), String> {
    let mut depth = 0;
    for (at, c) in phrase[open..].char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let close = open + at;
            return Ok((&phrase[..open], &phrase[open + 1..close], &phrase[close + 1..]));
        }
    }
    Err(format!("`{}` is never closed", &phrase[open..=open]))
}

fn split_outside_groups(text: &str) -> Vec<&str> {
    let mut depth = 0;
    let bars = text.char_indices().filter(|&(_, c)| {
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        c == '|' && depth == 0
    });
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in bars {
        parts.push(&text[start..at]);
        start = at + 1;
    }
    parts.push(&text[start..]);
    parts
}

/// The replacement of a phrase, in which `word~` takes the form over that was found.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Rewording(Vec<(Option<Form>, String)>);

impl Rewording {
    /// Prepares `text` for every form that may be found.
    pub(crate) fn new(text: &str, language: &Language) -> Self {
        if !text.contains('~') {
            return Self(vec![(None, text.to_owned())]);
        }
        let forms = [
            Form::Base,
            Form::ThirdPerson,
            Form::Plural,
            Form::Past,
            Form::Participle,
            Form::Ing,
            Form::Comparative,
            Form::Superlative,
        ];
        let write = |form: Form| {
            let words = text.split(' ').map(|word| match word.strip_suffix('~') {
                Some(lemma) => language.inflections.inflect(lemma, form).into_iter().next(),
                None => Some(word.to_owned()),
            });
            words.collect::<Option<Vec<_>>>().map(|words| (Some(form), words.join(" ")))
        };
        Self(forms.into_iter().filter_map(write).collect())
    }

    /// The replacements of a match whose inflected word has one of `forms`.
    pub(crate) fn write(&self, forms: &[Form]) -> Vec<&str> {
        let mut written: Vec<&str> = Vec::new();
        for (form, text) in &self.0 {
            if form.is_none_or(|form| forms.contains(&form)) && !written.contains(&text.as_str()) {
                written.push(text);
            }
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_expand() {
        let expanded = |phrase| expand(phrase).map(|ways| ways.iter().map(|way| squeeze(way)).collect::<Vec<_>>());
        assert_eq!(expanded("(as|so) long").unwrap(), ["as long", "so long"]);
        assert_eq!(expanded("all [of] the").unwrap(), ["all the", "all of the"]);
        assert_eq!(expanded("a (b [c]|d)").unwrap(), ["a b", "a b c", "a d"]);
        assert!(expanded("(a").is_err() && expanded("a)").is_err() && expanded("a|b").is_err());
    }

    fn squeeze(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn too_many_ways_are_refused() {
        let error = Wording::parse("(a|b|c|d|e) (a|b|c|d|e) (a|b|c|d|e)", &Language::default()).unwrap_err();
        assert!(error.contains("are the most"), "{error}");
    }

    #[test]
    fn replacements_take_the_form_over() {
        let reworded = Rewording::new("decide~ on", &Language::default());
        assert_eq!(reworded.write(&[Form::Past, Form::Participle]), ["decided on"]);
        assert_eq!(reworded.write(&[Form::Ing]), ["deciding on"]);
        assert_eq!(Rewording::new("to", &Language::default()).write(&[]), ["to"]);
    }
}
