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
    /// No finding where the match is part of one of these phrases.
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
    sentence_start: Option<bool>,
    quotation: Option<bool>,
    heading: Option<bool>,
}

impl Guard {
    pub(crate) fn compile(table: Option<GuardTable>, compiler: &mut Compiler<'_>) -> Self {
        let table = table.unwrap_or_default();
        let mut phrases = |written: &[Written]| written.iter().flat_map(|one| compiler.guard_phrase(one)).collect();
        Self {
            before: phrases(&table.unless_before),
            after: phrases(&table.unless_after),
            within: phrases(&table.unless_in),
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
        let inside = self.within.iter().any(|phrase| phrase.covers(text, first, end));
        let excused = follows || precedes || inside;
        !excused
            && as_wanted(self.sentence_start, &|| starts_sentence(text, first))
            && as_wanted(self.heading, &|| text.kind() == BlockKind::Heading)
            && as_wanted(self.quotation, &quoted)
    }
}
