//! `pair`: brackets that open and close.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::document::Mapped;
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::file::{At, Trust};
use crate::rule::index::Anchors;
use crate::rule::kind::{Gathered, Kind, Whole};
use crate::rule::report::{Finding, Fix, Reporter};
use crate::text::{Text, WordId};

/// The `[pair]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PairTable {
    /// What opens and what closes, one character each.
    pairs: Vec<At<[String; 2]>>,
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
    /// The marks in the order of the pairs, what opens first. The index has them once the rule is compiled.
    #[serde(skip)]
    marks: Vec<WordId>,
}

/// A mark of a pair where it stands.
#[derive(Clone, Copy, Debug)]
struct Mark {
    block: usize,
    span: Mapped,
    pair: usize,
    opens: bool,
    /// It may be the end of a list label or of a face, or code instead, and needs no partner.
    excused: bool,
}

/// Added to the number of a mark that needs no partner.
const EXCUSED: u32 = 1 << 16;

impl Mark {
    /// A mark as it was gathered: its number is twice that of its pair, plus one where it closes.
    fn new(gathered: &Gathered) -> Self {
        let number = gathered.entry & !EXCUSED;
        Self {
            block: gathered.block,
            span: gathered.span,
            pair: number as usize / 2,
            opens: number.is_multiple_of(2),
            excused: gathered.entry & EXCUSED != 0,
        }
    }
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
        let marks = pairs.iter().flat_map(|&(open, close)| [open, close]);
        let marks = marks.map(|mark| compiler.lexicon().mark(mark)).collect();
        let trust = Trust { applicability: table.applicability, class: FixClass::Marks };
        Self { pairs, within_paragraphs: table.within_paragraphs, trust, marks }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        self.marks.iter().zip(0..).for_each(|(&mark, number)| anchors.mark(mark, number));
        anchors.document();
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let Some(token) = text.token(wake.token) else { return };
        let before = text.prose().get(..token.start as usize).unwrap_or_default();
        let excused = is_label(before, text.word(token)) || is_face(before) || is_code(text, wake.token);
        let entry = wake.entry | if excused { EXCUSED } else { 0 };
        reporter.gather(Gathered::new(entry, text, token.span()));
    }

    fn check_document(&self, whole: Whole<'_>, reporter: &mut Reporter<'_>) {
        let mut open: Vec<Mark> = Vec::new();
        let mut single: Vec<Mark> = Vec::new();
        for mark in whole.gathered.iter().map(Mark::new) {
            if mark.opens {
                open.push(mark);
            } else {
                self.close(mark, &mut open, &mut single);
            }
        }
        single.extend(open.into_iter().filter(|mark| !mark.excused));
        single.sort_by_key(|mark| mark.span.span);
        single.into_iter().for_each(|mark| self.report(mark, reporter));
    }

    fn branches(&self) -> Vec<String> {
        self.pairs.iter().map(|(open, close)| format!("{open} {close}")).collect()
    }
}

impl Pair {
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

    fn report(&self, mark: Mark, reporter: &mut Reporter<'_>) {
        let Some(&(open, close)) = self.pairs.get(mark.pair) else { return };
        let (this, partner) = if mark.opens { (open, close) } else { (close, open) };
        let mut finding = Finding::new(mark.span, mark.pair);
        finding.values.push(("partner", partner.to_string()));
        finding.fixes.push(Fix {
            message: format!("remove `{this}`"),
            trust: self.trust,
            edits: vec![(mark.span, String::new())],
        });
        reporter.report(finding);
    }
}

/// Whether a closing bracket may end the label of a list item: `a)`, `1)`, `iv)`.
fn is_label(before: &str, mark: &str) -> bool {
    // A label has four characters at most: no more is looked at, however long the line is.
    let tail = before.char_indices().rev().nth(5).map_or(0, |(at, _)| at);
    let label = before[tail..].rsplit([' ', '\n', '\t', '\u{a0}']).next().unwrap_or_default();
    let counted = label.bytes().all(|b| b.is_ascii_digit()) || label.bytes().all(|b| b"ivxIVX".contains(&b));
    let lettered = label.len() == 1 && label.bytes().all(|b| b.is_ascii_alphabetic());
    mark == ")" && !label.is_empty() && label.len() <= 4 && (counted || lettered)
}

/// Whether a brace stands by itself, as one in code does: `fn main() {`.
fn is_code(text: &Text<'_>, at: usize) -> bool {
    let Some(brace) = text.token(at).filter(|token| token.is('{') || token.is('}')) else { return false };
    let near = text.before(at, 1).is_some_and(|before| text.adjoin(before, brace) && !before.is(','))
        || text.token(at + 1).is_some_and(|after| text.adjoin(brace, after) && !after.is(','));
    !near
}

/// Whether a bracket may be the mouth of a face: `:)`, `;-(`.
fn is_face(before: &str) -> bool {
    let eyes = before.strip_suffix('-').unwrap_or(before);
    eyes.ends_with([':', ';', '='])
}
