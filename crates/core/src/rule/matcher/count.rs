//! `count`: too many of something, or too few: words in a sentence, the same phrase in a paragraph.

use serde::{Deserialize, Serialize};

use crate::document::BlockKind;
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::file::Written;
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::{Gathered, Kind, Whole};
use crate::rule::report::{Finding, Reporter};
use crate::rule::unit::Unit;
use crate::rule::wording::Wording;
use crate::span::Span;
use crate::text::{Text, sentences};

/// The `[count]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CountTable {
    /// What is counted: `words` or `sentences`. Not together with `phrases`.
    of: Option<Counted>,
    /// Phrases that are counted, all together.
    #[serde(default)]
    phrases: Vec<Written>,
    /// In which stretch of text they are counted.
    within: Unit,
    /// The most that there may be.
    most: usize,
    /// Where a phrase, or a sentence or paragraph, does not count.
    guard: Option<GuardTable>,
}

/// What can be counted everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Counted {
    /// Words and numbers.
    Words,
    /// Sentences.
    Sentences,
}

/// A number of things that is too high.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Count {
    of: Option<Counted>,
    within: Unit,
    most: usize,
    guard: Guard,
    /// Each way of writing a phrase. The index has them once the rule is compiled.
    #[serde(skip)]
    wordings: Vec<Wording>,
}

impl Kind for Count {
    type Table = CountTable;
    const PLACEHOLDERS: &'static [&'static str] = &["count", "most", "within"];

    fn compile(table: CountTable, compiler: &mut Compiler<'_>) -> Self {
        match (table.of, table.phrases.first()) {
            (None, None) => drop(compiler.problem(&(0..0), "`[count]` needs `of` or `phrases`")),
            (Some(_), Some(phrase)) => {
                compiler.problem(&phrase.span(), "`of` counts already; a rule counts the one or the other");
            }
            _ => {}
        }
        if table.of == Some(Counted::Sentences) && table.within == Unit::Sentence {
            compiler.problem(&(0..0), "a sentence is one sentence: `within` is `paragraph` or `document` here");
        }
        Self {
            of: table.of,
            within: table.within,
            most: table.most,
            guard: Guard::compile(table.guard, compiler),
            wordings: table.phrases.iter().flat_map(|phrase| compiler.phrase(phrase)).collect(),
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        self.wordings.iter().for_each(|wording| anchors.phrase(wording, 0));
        if self.of.is_some() {
            anchors.block(0);
        }
        anchors.document();
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        match (wake.found, self.of) {
            (Some(found), _) if reporter.admits(&self.guard, text, found.first, found.end) => {
                let place = Gathered::new(1, text, found.span(text));
                reporter.gather(Gathered { sentence: self.within.sentence(text, found.first), ..place });
            }
            (None, Some(counted)) if text.kind() != BlockKind::Heading => self.count(counted, text, reporter),
            _ => {}
        }
    }

    fn check_document(&self, whole: Whole<'_>, reporter: &mut Reporter<'_>) {
        let same = |left: &Gathered, right: &Gathered| self.within.same(left, right);
        for stretch in whole.gathered.chunk_by(same) {
            let count: usize = stretch.iter().map(|place| place.entry as usize).sum();
            // A phrase is reported where it is one too many; a sentence or paragraph as a whole.
            let at = if self.of.is_some() { stretch.first() } else { stretch.get(self.most) };
            if let Some(place) = at.filter(|_| count > self.most) {
                let mut finding = Finding::new(place.span, 0);
                finding.values.extend([
                    ("count", count.to_string()),
                    ("most", self.most.to_string()),
                    ("within", self.within.as_str().to_owned()),
                ]);
                reporter.report(finding);
            }
        }
    }

    fn branches(&self) -> Vec<String> {
        vec!["too many".to_owned()]
    }
}

impl Count {
    /// Counts what there is in each sentence of a block, and keeps the sentence, or for larger stretches the block.
    fn count(&self, counted: Counted, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let all = || std::iter::once(0..text.tokens().len());
        let stretches: Vec<_> = if self.within == Unit::Sentence { sentences(text).collect() } else { all().collect() };
        for stretch in stretches {
            let Some([first, .., last] | [first @ last]) = text.tokens().get(stretch.clone()) else { continue };
            let count = match counted {
                Counted::Words => text.tokens()[stretch.clone()].iter().filter(|token| !token.is_mark()).count(),
                Counted::Sentences => sentences(text).count(),
            };
            if reporter.admits(&self.guard, text, stretch.start, stretch.end) {
                let entry = u32::try_from(count).unwrap_or(u32::MAX);
                let place = Gathered::new(entry, text, Span::new(first.start, last.end));
                reporter.gather(Gathered { sentence: first.start, ..place });
            }
        }
    }
}
