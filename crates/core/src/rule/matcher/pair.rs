//! `pair`: brackets that open and close.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::diagnostic::{Applicability, FixClass};
use crate::document::{Block, Document};
use crate::rule::compile::Compiler;
use crate::rule::file::Trust;
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Fix, Reporter};
use crate::span::Span;
use crate::text::Quotations;

/// The `[pair]` table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PairTable {
    /// What opens and what closes, one character each.
    pairs: Vec<Spanned<[String; 2]>>,
    /// How many paragraphs a pair may span.
    within_paragraphs: usize,
    /// How far removing a mark without a partner can be trusted.
    applicability: Applicability,
}

/// Pairs of marks.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Pair {
    pairs: Vec<(char, char)>,
    within_paragraphs: usize,
    trust: Trust,
}

/// A mark of a pair where it stands.
#[derive(Clone, Copy, Debug)]
struct Mark {
    block: usize,
    at: u32,
    pair: usize,
    opens: bool,
    /// It may be the end of a list label or of a face instead, and needs no partner.
    excused: bool,
}

impl Kind for Pair {
    type Table = PairTable;
    const PLACEHOLDERS: &'static [&'static str] = &["partner"];

    fn compile(table: PairTable, compiler: &mut Compiler<'_>) -> Self {
        let mut pairs = Vec::new();
        for pair in &table.pairs {
            let chars = pair.get_ref().each_ref().map(|mark| {
                let mut chars = mark.chars();
                chars.next().filter(|_| chars.next().is_none())
            });
            match chars {
                [Some(open), Some(close)] if open != close => pairs.push((open, close)),
                _ => {
                    compiler.problem(&pair.span(), "a pair is two different characters: `[\"(\", \")\"]`");
                }
            }
        }
        let trust = Trust { applicability: table.applicability, class: FixClass::Marks };
        Self { pairs, within_paragraphs: table.within_paragraphs, trust }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        anchors.document();
    }

    fn check_document(&self, document: &Document, _: &Quotations, reporter: &mut Reporter<'_>) {
        let mut open: Vec<Mark> = Vec::new();
        let mut single: Vec<Mark> = Vec::new();
        for mark in self.marks(document) {
            if mark.opens {
                open.push(mark);
            } else {
                self.close(mark, &mut open, &mut single);
            }
        }
        single.extend(open.into_iter().filter(|mark| !mark.excused));
        single.sort_by_key(|mark| (mark.block, mark.at));
        for mark in single {
            self.report(document, mark, reporter);
        }
    }

    fn branches(&self) -> Vec<String> {
        self.pairs.iter().map(|(open, close)| format!("{open} {close}")).collect()
    }
}

impl Pair {
    /// The marks of all pairs in the order of the document.
    fn marks(&self, document: &Document) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (block, content) in document.blocks().iter().enumerate() {
            let prose = document.prose(content);
            for (at, c) in self.candidates(prose) {
                let found = self.pairs.iter().position(|&(open, close)| c == open || c == close);
                if let Some(pair) = found {
                    let excused = is_label(&prose[..at], c) || is_face(&prose[..at]);
                    // Prose is no longer than its source, and sources are at most 4 GiB long.
                    let at = u32::try_from(at).unwrap_or(u32::MAX);
                    marks.push(Mark { block, at, pair, opens: c == self.pairs[pair].0, excused });
                }
            }
        }
        marks
    }

    /// The characters of `prose` that may be marks of a pair: those of ASCII are found by their bytes, without taking
    /// the text apart.
    fn candidates<'p>(&self, prose: &'p str) -> impl Iterator<Item = (usize, char)> + 'p {
        let mut wanted = [false; 256];
        for mark in self.pairs.iter().flat_map(|&(open, close)| [open, close]) {
            let mut bytes = [0; 4];
            wanted[usize::from(mark.encode_utf8(&mut bytes).as_bytes()[0])] = true;
        }
        let starts = prose.bytes().enumerate().filter(move |&(_, byte)| wanted[usize::from(byte)]);
        starts.filter_map(|(at, _)| Some((at, prose.get(at..)?.chars().next()?)))
    }

    /// Finds the partner of a closing mark: the last open one of its pair, if it is not too far. What was opened
    /// after the partner and never closed stays single.
    fn close(&self, mark: Mark, open: &mut Vec<Mark>, single: &mut Vec<Mark>) {
        let reach = |partner: &Mark| mark.block - partner.block < self.within_paragraphs;
        let near = open.iter().rev().take(8).take_while(|partner| reach(partner)).position(|p| p.pair == mark.pair);
        match near {
            Some(back) => {
                let partner = open.len() - 1 - back;
                single.extend(open.drain(partner + 1..));
                open.pop();
            }
            None if mark.excused => {}
            None => single.push(mark),
        }
    }

    fn report(&self, document: &Document, mark: Mark, reporter: &mut Reporter<'_>) {
        let block: &Block = &document.blocks()[mark.block];
        let (open, close) = self.pairs[mark.pair];
        let (this, partner) = if mark.opens { (open, close) } else { (close, open) };
        let width = u32::try_from(this.len_utf8()).unwrap_or_default();
        let span = block.map().to_source(Span::new(mark.at, mark.at + width));
        let mut finding = Finding::new(span, mark.pair);
        finding.values.push(("partner", partner.to_string()));
        finding.fixes.push(Fix {
            message: format!("remove `{this}`"),
            trust: self.trust,
            edits: vec![(span, String::new())],
        });
        reporter.report(finding);
    }
}

/// Whether a closing bracket may end the label of a list item: `a)`, `1)`, `iv)`.
fn is_label(before: &str, c: char) -> bool {
    let label = before.rsplit([' ', '\n', '\t', '\u{a0}']).next().unwrap_or_default();
    let counted = label.bytes().all(|b| b.is_ascii_digit()) || label.bytes().all(|b| b"ivxIVX".contains(&b));
    let lettered = label.len() == 1 && label.bytes().all(|b| b.is_ascii_alphabetic());
    c == ')' && !label.is_empty() && label.len() <= 4 && (counted || lettered)
}

/// Whether a bracket may be the mouth of a face: `:)`, `;-(`.
fn is_face(before: &str) -> bool {
    let eyes = before.strip_suffix('-').unwrap_or(before);
    eyes.ends_with([':', ';', '='])
}
