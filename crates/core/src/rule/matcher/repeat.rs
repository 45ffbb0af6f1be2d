//! `repeat`: a word that stands twice in a row.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::file::{Trust, Written};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Fix, Reporter};
use crate::rule::wording::Wording;
use crate::span::Span;
use crate::text::{SetId, Text, Token, starts_sentence};

/// The `[repeat]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RepeatTable {
    /// What is repeated.
    unit: Unit,
    /// How far removing the second can be trusted.
    applicability: Applicability,
    /// Words that may stand twice.
    #[serde(default)]
    except: Vec<Written>,
    /// Phrases that end in a doubled word and are right.
    #[serde(default)]
    except_phrases: Vec<Written>,
}

/// What may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Unit {
    /// One word, with nothing but white space between.
    Word,
}

/// Doubled words.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Repeat {
    unit: Unit,
    trust: Trust,
    except: SetId,
    function_words: SetId,
    except_phrases: Vec<Wording>,
}

impl Kind for Repeat {
    type Table = RepeatTable;
    const PLACEHOLDERS: &'static [&'static str] = &["word"];

    fn compile(table: RepeatTable, compiler: &mut Compiler<'_>) -> Self {
        let except_phrases = table.except_phrases.iter().flat_map(|phrase| compiler.guard_phrase(phrase)).collect();
        Self {
            unit: table.unit,
            trust: Trust { applicability: table.applicability, class: FixClass::Free },
            except: compiler.set(&table.except),
            function_words: compiler.list("function-words"),
            except_phrases,
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        match self.unit {
            Unit::Word => anchors.doubled(),
        }
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let (Some(first), Some(second)) = (text.before(wake.token, 1), text.token(wake.token)) else { return };
        let word = text.word(second);
        if self.except_phrases.iter().any(|phrase| phrase.ends_at(text, wake.token))
            || text.adjoin(first, second)
            || text.is_in(second, self.except)
            || is_compound(text, wake.token)
            || self.is_name(text, wake.token)
            || is_acronym(text.word(first)) != is_acronym(word)
        {
            return;
        }
        let mut finding = Finding::new(text.source_span(first.span().cover(second.span())), 0);
        finding.values.push(("word", word.to_owned()));
        finding.fixes.push(Fix {
            message: format!("remove the second `{word}`"),
            trust: self.trust,
            edits: vec![(text.source_span(removed(text, first, second)), String::new())],
        });
        reporter.report(finding);
    }

    fn branches(&self) -> Vec<String> {
        vec!["a word twice".to_owned()]
    }
}

impl Repeat {
    /// Whether the two are a name such as `Duran Duran`: both begin with a capital and the first need not.
    fn is_name(&self, text: &Text<'_>, second: usize) -> bool {
        let capital = |token: Option<Token>| {
            token.is_some_and(|token| text.word(token).starts_with(|c: char| c.is_uppercase() || c.is_numeric()))
        };
        let both = capital(text.before(second, 1)) && capital(text.token(second));
        both && !(starts_sentence(text, second - 1)
            && text.token(second).is_some_and(|token| text.is_in(token, self.function_words)))
    }
}

/// What goes with the second word: the white space before it, or, where the line breaks there, that behind it, so
/// that lines keep their length.
fn removed(text: &Text<'_>, first: Token, second: Token) -> Span {
    let gap = Span::new(first.end, second.end);
    if !text.slice(gap).contains('\n') {
        return gap;
    }
    let rest = &text.prose()[second.end as usize..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let tail = u32::try_from(blank).unwrap_or_default();
    if tail == 0 { gap } else { Span::new(second.start, second.end + tail) }
}

/// Whether a word is in capitals: `first FIRST` are two words.
fn is_acronym(word: &str) -> bool {
    word.len() > 1 && !word.contains(char::is_lowercase)
}

/// Whether one of the two is part of a compound or has an apostrophe at its end: `in in-depth`, `a a's`.
fn is_compound(text: &Text<'_>, second: usize) -> bool {
    let glued = |left: Option<Token>, right: Option<Token>| {
        left.zip(right).is_some_and(|(left, right)| {
            let mark = if left.is_word() { right } else { left };
            text.adjoin(left, right) && ['-', '–', '‑', '\'', '’', '.', '/', '_', '@', '&'].iter().any(|&m| mark.is(m))
        })
    };
    let ends_in_stop = |at: usize| text.token(at).is_some_and(|token| token.is('.'));
    glued(text.before(second, 2), text.before(second, 1))
        || (glued(text.token(second), text.token(second + 1))
            && !(ends_in_stop(second + 1) && ends_prose(text, second + 1)))
}

/// Whether white space or nothing follows the mark at token `at`.
fn ends_prose(text: &Text<'_>, at: usize) -> bool {
    text.token(at + 1).is_none_or(|next| text.token(at).is_some_and(|mark| !text.adjoin(mark, next)))
}
