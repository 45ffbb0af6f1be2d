//! Named guards: where a match is not to be reported.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::compile::Compiler;
use super::file::Written;
use super::wording::Wording;
use crate::document::BlockKind;
use crate::span::Span;
use crate::text::{Text, starts_sentence};

/// The guard keys of a kind table.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct GuardTable {
    /// No finding where one of these phrases comes next.
    #[serde(default)]
    unless_before: Vec<Written>,
    /// No finding where one of these phrases comes just before.
    #[serde(default)]
    unless_after: Vec<Written>,
    /// No finding where the match is part of one of these phrases, or, with `{}` in them, stands in that place.
    #[serde(default)]
    unless_in: Vec<Written>,
    /// Only at the start of a sentence (`true`), or only elsewhere (`false`).
    sentence_start: Option<bool>,
    /// Only in quotations (`true`), or only outside (`false`).
    quotation: Option<bool>,
    /// Only in headings (`true`), or only elsewhere (`false`).
    heading: Option<bool>,
    /// Only in blocks of these kinds, such as `paragraph` or `table-cell`.
    #[serde(default)]
    blocks: Vec<BlockKind>,
    /// Only where the match begins with a capital (`true`), or only where it does not (`false`).
    capitalized: Option<bool>,
    /// Only in texts in one of these locales, such as `en-GB`.
    #[serde(default)]
    locale: Vec<String>,
}

/// Where a match is not to be reported.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Guard {
    before: Vec<Phrase>,
    after: Vec<Phrase>,
    within: Vec<Phrase>,
    around: Vec<Around>,
    sentence_start: Option<bool>,
    quotation: Option<bool>,
    heading: Option<bool>,
    blocks: Vec<BlockKind>,
    capitalized: Option<bool>,
    locale: Vec<String>,
}

/// A phrase of a guard: as it is written, and the ways in which it matches.
#[derive(Debug, Serialize, Deserialize)]
struct Phrase {
    written: String,
    ways: Vec<Wording>,
}

/// The guard that held a match back, as it stands in the rule file.
#[derive(Debug)]
pub(crate) struct Refusal<'a> {
    key: &'static str,
    value: Value<'a>,
}

#[derive(Debug)]
enum Value<'a> {
    Phrase(&'a str),
    Wanted(bool),
    Locales(&'a [String]),
    Blocks(&'a [BlockKind]),
}

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Value::Phrase(phrase) => write!(f, "{} = {phrase:?}", self.key),
            Value::Wanted(wanted) => write!(f, "{} = {wanted}", self.key),
            Value::Locales(locales) => write!(f, "{} = {locales:?}", self.key),
            Value::Blocks(blocks) => {
                let names: Vec<_> = blocks.iter().map(|kind| kind.as_str()).collect();
                write!(f, "{} = {names:?}", self.key)
            }
        }
    }
}

/// A phrase with a place for the match in it: what stands on both sides. An empty side is none.
#[derive(Debug, Serialize, Deserialize)]
struct Around {
    written: String,
    before: Vec<Wording>,
    after: Vec<Wording>,
    /// Whether nothing stands between the match and what is before it.
    glued_before: bool,
    /// Whether nothing stands between the match and what is behind it.
    glued_after: bool,
}

/// What stands for the match in a phrase of `unless-in`.
const MATCH: &str = "{}";

impl Around {
    fn compile(written: &Written, compiler: &mut Compiler<'_>) -> Option<Self> {
        let (before, after) = written.get_ref().split_once(MATCH)?;
        let mut side = |phrase: &str| match phrase.trim() {
            "" => Vec::new(),
            phrase => compiler.guard_part(phrase, &written.span()),
        };
        Some(Self {
            written: written.get_ref().clone(),
            before: side(before),
            after: side(after),
            glued_before: !before.is_empty() && before.trim_end() == before,
            glued_after: !after.is_empty() && after.trim_start() == after,
        })
    }

    /// Whether the tokens from `first` up to and without `end` stand in the place of the match.
    fn holds(&self, text: &Text<'_>, first: usize, end: usize) -> bool {
        let adjoin = |right: usize| {
            text.before(right, 1).zip(text.token(right)).is_some_and(|(left, right)| text.adjoin(left, right))
        };
        let before = || first > 0 && self.before.iter().any(|phrase| phrase.ends_at(text, first - 1));
        let after = || self.after.iter().any(|phrase| phrase.begins_at(text, end));
        (self.before.is_empty() || adjoin(first) == self.glued_before && before())
            && (self.after.is_empty() || adjoin(end) == self.glued_after && after())
    }
}

impl Phrase {
    fn compile(written: &Written, compiler: &mut Compiler<'_>) -> Self {
        Self { written: written.get_ref().clone(), ways: compiler.guard_phrase(written) }
    }

    fn is_any(&self, matches: impl Fn(&Wording) -> bool) -> bool {
        self.ways.iter().any(matches)
    }
}

impl Guard {
    pub(crate) fn compile(table: Option<GuardTable>, compiler: &mut Compiler<'_>) -> Self {
        let table = table.unwrap_or_default();
        let (around, within): (Vec<&Written>, Vec<&Written>) =
            table.unless_in.iter().partition(|phrase| phrase.get_ref().contains(MATCH));
        let around = around.into_iter().filter_map(|phrase| Around::compile(phrase, compiler)).collect();
        let within = within.into_iter().map(|phrase| Phrase::compile(phrase, compiler)).collect();
        let mut phrases = |written: &[Written]| written.iter().map(|one| Phrase::compile(one, compiler)).collect();
        Self {
            around,
            within,
            before: phrases(&table.unless_before),
            after: phrases(&table.unless_after),
            sentence_start: table.sentence_start,
            quotation: table.quotation,
            heading: table.heading,
            blocks: table.blocks,
            capitalized: table.capitalized,
            locale: table.locale,
        }
    }

    /// Lets the tokens from `first` up to and without `end` be reported.
    ///
    /// # Errors
    /// The guard that does not.
    pub(crate) fn admit(&self, text: &Text<'_>, first: usize, end: usize) -> Result<(), Refusal<'_>> {
        let refused = self.by_phrase(text, first, end).or_else(|| self.by_place(text, first, end));
        refused.map_or(Ok(()), Err)
    }

    fn by_phrase(&self, text: &Text<'_>, first: usize, end: usize) -> Option<Refusal<'_>> {
        let refusal = |key, written| Refusal { key, value: Value::Phrase(written) };
        let follows = || self.before.iter().find(|phrase| phrase.is_any(|way| way.begins_at(text, end)));
        let ends_before = |way: &Wording| first.checked_sub(1).is_some_and(|last| way.ends_at(text, last));
        let precedes = || self.after.iter().find(|phrase| phrase.is_any(ends_before));
        let inside = || self.within.iter().find(|phrase| phrase.is_any(|way| way.covers(text, first, end)));
        let around = || self.around.iter().find(|around| around.holds(text, first, end));
        let found = follows().map(|phrase| refusal("unless-before", &phrase.written));
        let found = found.or_else(|| precedes().map(|phrase| refusal("unless-after", &phrase.written)));
        let found = found.or_else(|| inside().map(|phrase| refusal("unless-in", &phrase.written)));
        found.or_else(|| around().map(|around| refusal("unless-in", &around.written)))
    }

    fn by_place(&self, text: &Text<'_>, first: usize, end: usize) -> Option<Refusal<'_>> {
        let other = |key, wanted: Option<bool>, is: &dyn Fn() -> bool| {
            let wanted = wanted.filter(|&wanted| wanted != is())?;
            Some(Refusal { key, value: Value::Wanted(wanted) })
        };
        let quoted = || {
            let (Some(from), Some(to)) = (text.token(first), text.before(end, 1)) else { return false };
            text.is_quoted(text.source_span(Span::new(from.start, to.end.max(from.start))).span)
        };
        let elsewhere = !self.locale.is_empty() && !self.locale.iter().any(|locale| locale == text.locale());
        None.or_else(|| elsewhere.then_some(Refusal { key: "locale", value: Value::Locales(&self.locale) }))
            .or_else(|| other("sentence-start", self.sentence_start, &|| starts_sentence(text, first)))
            .or_else(|| other("capitalized", self.capitalized, &|| capital(text, first)))
            .or_else(|| {
                let wrong = !self.blocks.is_empty() && !self.blocks.contains(&text.kind());
                wrong.then_some(Refusal { key: "blocks", value: Value::Blocks(&self.blocks) })
            })
            .or_else(|| other("heading", self.heading, &|| text.kind() == BlockKind::Heading))
            .or_else(|| other("quotation", self.quotation, &quoted))
    }
}

/// Whether token `at` begins with a capital.
fn capital(text: &Text<'_>, at: usize) -> bool {
    text.token(at).is_some_and(|token| text.word(token).starts_with(char::is_uppercase))
}
