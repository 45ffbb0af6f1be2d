//! Named guards: where a match is not to be reported.

use serde::{Deserialize, Serialize};

use super::compile::Compiler;
use super::file::Written;
use super::wording::Wording;
use crate::document::BlockKind;
use crate::span::Span;
use crate::text::{Text, starts_sentence};

/// The guard keys of a kind table.
#[derive(Debug, Default, Deserialize)]
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
}

/// Where a match is not to be reported.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Guard {
    before: Vec<Wording>,
    after: Vec<Wording>,
    within: Vec<Wording>,
    around: Vec<Around>,
    sentence_start: Option<bool>,
    quotation: Option<bool>,
    heading: Option<bool>,
}

/// A phrase with a place for the match in it: what stands on both sides. An empty side is none.
#[derive(Debug, Serialize, Deserialize)]
struct Around {
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

impl Guard {
    pub(crate) fn compile(table: Option<GuardTable>, compiler: &mut Compiler<'_>) -> Self {
        let table = table.unwrap_or_default();
        let (around, within): (Vec<&Written>, Vec<&Written>) =
            table.unless_in.iter().partition(|phrase| phrase.get_ref().contains(MATCH));
        let around = around.into_iter().filter_map(|phrase| Around::compile(phrase, compiler)).collect();
        let within = within.into_iter().flat_map(|phrase| compiler.guard_phrase(phrase)).collect();
        let mut phrases = |written: &[Written]| written.iter().flat_map(|one| compiler.guard_phrase(one)).collect();
        Self {
            around,
            within,
            before: phrases(&table.unless_before),
            after: phrases(&table.unless_after),
            sentence_start: table.sentence_start,
            quotation: table.quotation,
            heading: table.heading,
        }
    }

    /// Whether the tokens from `first` up to and without `end` may be reported.
    pub(crate) fn allows(&self, text: &Text<'_>, first: usize, end: usize) -> bool {
        let as_wanted = |wanted: Option<bool>, is: &dyn Fn() -> bool| wanted.is_none_or(|wanted| wanted == is());
        let quoted = || {
            let (Some(from), Some(to)) = (text.token(first), text.before(end, 1)) else { return false };
            text.is_quoted(text.source_span(Span::new(from.start, to.end.max(from.start))).span)
        };
        let follows = self.before.iter().any(|phrase| phrase.begins_at(text, end));
        let precedes = first > 0 && self.after.iter().any(|phrase| phrase.ends_at(text, first - 1));
        let inside = self.within.iter().any(|phrase| phrase.covers(text, first, end))
            || self.around.iter().any(|phrase| phrase.holds(text, first, end));
        let excused = follows || precedes || inside;
        !excused
            && as_wanted(self.sentence_start, &|| starts_sentence(text, first))
            && as_wanted(self.heading, &|| text.kind() == BlockKind::Heading)
            && as_wanted(self.quotation, &quoted)
    }
}
