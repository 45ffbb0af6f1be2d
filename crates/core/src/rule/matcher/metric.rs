//! `metric`: a figure worked out from the whole text, such as how easy it is to read.

mod formula;

use serde::{Deserialize, Serialize};

use self::formula::Formula;
use crate::document::{BlockKind, Mapped};
use crate::rule::compile::Compiler;
use crate::rule::file::Written;
use crate::rule::index::Anchors;
use crate::rule::kind::{Kind, Whole};
use crate::rule::report::{Finding, Reporter};
use crate::span::Span;
use crate::text::{Text, Token, sentences};

/// The `[metric]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MetricTable {
    /// How the figure is worked out: numbers, `+`, `-`, `*`, `/`, `sqrt(…)`, brackets, and what is counted.
    formula: Written,
    /// The least figure that is right.
    least: Option<f64>,
    /// The highest figure that is right.
    most: Option<f64>,
    /// How many words a text must have for the figure to mean something.
    #[serde(default)]
    min_words: usize,
}

/// A figure and its limits.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Metric {
    formula: Formula,
    least: Option<f64>,
    most: Option<f64>,
    min_words: usize,
}

/// What is counted in running text; headings do not count.
const COUNTS: [&str; 8] = [
    "words",
    "sentences",
    "paragraphs",
    // Letters and digits.
    "characters",
    "syllables",
    // Words of more than six letters.
    "long-words",
    // Words of three syllables or more.
    "polysyllables",
    // Words of one syllable.
    "monosyllables",
];

impl Kind for Metric {
    type Table = MetricTable;
    const PLACEHOLDERS: &'static [&'static str] = &["value", "least", "most"];

    fn compile(table: MetricTable, compiler: &mut Compiler<'_>) -> Self {
        let formula = Formula::parse(table.formula.get_ref(), &COUNTS).unwrap_or_else(|flaw| {
            compiler.flaw(&table.formula.span(), flaw);
            Formula::default()
        });
        if table.least.is_none() && table.most.is_none() {
            compiler.problem(&table.formula.span(), "a figure needs a limit: `least` or `most`");
        }
        Self { formula, least: table.least, most: table.most, min_words: table.min_words }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        anchors.document();
    }

    fn check_document(&self, whole: Whole<'_>, reporter: &mut Reporter<'_>) {
        let Some((counts, first)) = count(whole) else { return };
        let value = self.formula.value(&counts);
        #[expect(clippy::cast_precision_loss, reason = "a number of words is far below 2^52")]
        let enough = counts[0] >= self.min_words as f64;
        let low = self.least.is_some_and(|least| value < least);
        let high = self.most.is_some_and(|most| value > most);
        if !enough || !value.is_finite() || !low && !high {
            return;
        }
        let written = |limit: Option<f64>| limit.map(|limit| limit.to_string()).unwrap_or_default();
        let mut finding = Finding::new(first, 0);
        finding.values.extend([
            ("value", format!("{value:.1}")),
            ("least", written(self.least)),
            ("most", written(self.most)),
        ]);
        reporter.report(finding);
    }

    fn branches(&self) -> Vec<String> {
        vec!["the figure".to_owned()]
    }
}

/// What there is in the text, in the order of [`COUNTS`], and its first sentence; nothing where there is none.
fn count(whole: Whole<'_>) -> Option<([f64; COUNTS.len()], Mapped)> {
    let mut counts = [0_usize; COUNTS.len()];
    let mut first = None;
    let mut buffer = Vec::new();
    for (number, block) in whole.document.blocks().iter().enumerate() {
        if block.kind == BlockKind::Heading {
            continue;
        }
        let text = Text::new(whole.document, number, whole.language, whole.locale, whole.quotations, buffer)?;
        add(&mut counts, &text);
        if first.is_none() {
            let sentence = sentences(&text).next().and_then(|range| text.tokens().get(range));
            if let Some([start, .., end] | [start @ end]) = sentence {
                first = Some(text.source_span(Span::new(start.start, end.end)));
            }
        }
        buffer = text.into_buffer();
    }
    #[expect(clippy::cast_precision_loss, reason = "what is counted in a text is far below 2^52")]
    let counts = counts.map(|count| count as f64);
    first.map(|first| (counts, first))
}

fn add(counts: &mut [usize; COUNTS.len()], text: &Text<'_>) {
    let [words, sentence_count, paragraphs, characters, all_syllables, long, many, one] = counts;
    *sentence_count += sentences(text).count();
    *paragraphs += 1;
    for &token in text.tokens().iter().filter(|token| !token.is_mark()) {
        let letters = text.word(token).chars().filter(|c| c.is_alphanumeric()).count();
        let syllables = syllables(text, token);
        *words += 1;
        *characters += letters;
        *all_syllables += syllables;
        *long += usize::from(letters > 6);
        *many += usize::from(syllables >= 3);
        *one += usize::from(syllables == 1);
    }
}

/// About how many syllables a word has: the runs of vowels in it, without a silent `e` or `ed` at its end.
fn syllables(text: &Text<'_>, token: Token) -> usize {
    let word = text.word(token).to_lowercase();
    let vowel = |c: char| "aeiouyáéíóúàèìòùâêîôûäëïöü".contains(c);
    let (mut runs, mut in_run) = (0_usize, false);
    for c in word.chars() {
        runs += usize::from(vowel(c) && !in_run);
        in_run = vowel(c);
    }
    let silent = ["es", "ed", "e"].iter().any(|ending| {
        let stem = word.strip_suffix(ending).filter(|stem| !stem.is_empty());
        stem.is_some_and(|stem| {
            let spoken = match *ending {
                "ed" => stem.ends_with(['t', 'd']),
                "es" => stem.ends_with(['s', 'z', 'x', 'c', 'g', 'h']),
                _ => stem.ends_with('l') && !stem.trim_end_matches('l').ends_with(vowel),
            };
            !spoken && !stem.ends_with(vowel)
        })
    });
    (runs - usize::from(silent && runs > 1)).max(1)
}
