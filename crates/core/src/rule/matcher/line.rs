//! `line`: whole lines that do not belong to the text, such as the furniture of a web page.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::document::Mapped;
use crate::rule::Wake;
use crate::rule::compile::{Compiler, number};
use crate::rule::file::{Trust, Written};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Fix, Reporter};
use crate::rule::wording::Wording;
use crate::source::Source;
use crate::span::Span;
use crate::text::Text;

/// The `[line]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LineTable {
    /// Phrases that make up the whole line but for marks at its ends.
    #[serde(default)]
    equals: Vec<Written>,
    /// Phrases that the line begins with.
    #[serde(default)]
    starts_with: Vec<Written>,
    /// The most words that a line with such a beginning has; a longer one is a sentence.
    #[serde(default = "a_dozen")]
    max_words: usize,
    /// How far removing the line can be trusted.
    applicability: Applicability,
}

const fn a_dozen() -> usize {
    12
}

/// Lines to look for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    /// For each phrase, whether it makes up the whole line.
    whole: Vec<bool>,
    max_words: usize,
    trust: Trust,
    /// The phrases, and each way of writing one with its number. The index has them once the rule is compiled.
    #[serde(skip)]
    phrases: Vec<String>,
    #[serde(skip)]
    wordings: Vec<(Wording, u32)>,
}

impl Kind for Line {
    type Table = LineTable;

    fn compile(table: LineTable, compiler: &mut Compiler<'_>) -> Self {
        let (mut phrases, mut whole, mut wordings) = (Vec::new(), Vec::new(), Vec::new());
        for (written, is_whole) in [(table.equals, true), (table.starts_with, false)] {
            for phrase in written {
                let ways = compiler.phrase(&phrase);
                wordings.extend(ways.into_iter().map(|way| (way, number(phrases.len()))));
                phrases.push(phrase.into_inner());
                whole.push(is_whole);
            }
        }
        let trust = Trust { applicability: table.applicability, class: FixClass::Free };
        Self { whole, max_words: table.max_words, trust, phrases, wordings }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        for (wording, entry) in &self.wordings {
            anchors.phrase(wording, *entry);
        }
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let Some(found) = wake.found else { return };
        let Some(&whole) = self.whole.get(wake.entry as usize) else { return };
        let line = line_around(text, text.tokens()[found.first].start);
        let first = text.token_at(line.start);
        let end = text.token_at(line.end);
        let only_marks = |from: usize, to: usize| {
            text.tokens().get(from..to).is_some_and(|tokens| tokens.iter().all(|token| token.is_mark()))
        };
        let words = text.tokens()[first..end].iter().filter(|token| !token.is_mark()).count();
        let fits = if whole { only_marks(found.end, end) } else { words <= self.max_words };
        if !fits || !only_marks(first, found.first) || found.end > end {
            return;
        }
        let mapped = text.source_span(line);
        let mut finding = Finding::new(mapped, wake.entry as usize);
        let removed = Mapped { span: with_break(text.document().source(), mapped.span), ..mapped };
        finding.fixes.push(Fix {
            message: "remove the line".to_owned(),
            trust: self.trust,
            edits: vec![(removed, String::new())],
        });
        reporter.report(finding);
    }

    fn branches(&self) -> Vec<String> {
        self.phrases.clone()
    }
}

/// The line of the block's prose that byte `at` stands in, without the white space around it.
fn line_around(text: &Text<'_>, at: u32) -> Span {
    let (before, after) = text.prose().split_at(at as usize);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = at as usize + after.find('\n').unwrap_or(after.len());
    let line = &text.prose()[start..end];
    let start = start + (line.len() - line.trim_start().len());
    let length = line.trim().len();
    // Prose is no longer than its source, and sources are at most 4 GiB long.
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(byte(start), byte(start + length))
}

/// The line with the white space before it, so that no empty paragraph is left; at the start of the source, with the
/// white space behind it.
fn with_break(source: &Source, line: Span) -> Span {
    let (before, after) = (&source.text()[..line.start as usize], &source.text()[line.end as usize..]);
    let kept = before.trim_end().len().max(source.bom_len() as usize);
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    if kept > source.bom_len() as usize {
        Span::new(byte(kept), line.end)
    } else {
        Span::new(byte(kept), line.end + byte(after.len() - after.trim_start().len()))
    }
}
