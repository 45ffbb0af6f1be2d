//! `conditional`: what stands in a text only together with something else: `on the one hand` with `on the other hand`.

use serde::{Deserialize, Serialize};

use crate::rule::Wake;
use crate::rule::compile::{Compiler, number};
use crate::rule::file::Written;
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::{Gathered, Kind, Whole};
use crate::rule::report::{Finding, Reporter};
use crate::rule::unit::Unit;
use crate::rule::wording::Wording;
use crate::text::Text;

/// The `[conditional]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ConditionalTable {
    /// Phrases that stand only together with one of `needs`. They are what is reported.
    when: Vec<Written>,
    /// Phrases of which one must be there, too.
    needs: Vec<Written>,
    /// Where it must be: in the same sentence, the same paragraph, or the document.
    within: Unit,
    /// On which side of the first it must be.
    #[serde(default)]
    side: Side,
    /// Where `when` is not reported.
    guard: Option<GuardTable>,
}

/// On which side of a phrase another one stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Side {
    /// On either.
    #[default]
    Any,
    /// Before it.
    Before,
    /// Behind it.
    After,
}

/// Phrases that need others.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Conditional {
    within: Unit,
    side: Side,
    guard: Guard,
    /// The first of the phrases that are needed, as written.
    needs: String,
    /// The phrases of `when`, and each way of writing one with its number. Those that are needed have [`NEEDED`].
    #[serde(skip)]
    phrases: Vec<String>,
    #[serde(skip)]
    wordings: Vec<(Wording, u32)>,
}

/// The number of all phrases that are needed.
const NEEDED: u32 = u32::MAX - 1;

impl Kind for Conditional {
    type Table = ConditionalTable;
    const PLACEHOLDERS: &'static [&'static str] = &["needs"];

    fn compile(table: ConditionalTable, compiler: &mut Compiler<'_>) -> Self {
        let mut wordings = Vec::new();
        for (phrase, at) in table.when.iter().zip(0..) {
            wordings.extend(compiler.phrase(phrase).into_iter().map(|way| (way, number(at))));
        }
        for phrase in &table.needs {
            wordings.extend(compiler.phrase(phrase).into_iter().map(|way| (way, NEEDED)));
        }
        Self {
            within: table.within,
            side: table.side,
            guard: Guard::compile(table.guard, compiler),
            needs: table.needs.first().map_or_else(String::new, |phrase| phrase.get_ref().clone()),
            phrases: table.when.into_iter().map(Written::into_inner).collect(),
            wordings,
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        self.wordings.iter().for_each(|(wording, entry)| anchors.phrase(wording, *entry));
        anchors.document();
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let Some(found) = wake.found else { return };
        if wake.entry == NEEDED || reporter.admits(&self.guard, text, found.first, found.end) {
            let place = Gathered::new(wake.entry, text, found.span(text));
            reporter.gather(Gathered { sentence: self.within.sentence(text, found.first), ..place });
        }
    }

    fn check_document(&self, whole: Whole<'_>, reporter: &mut Reporter<'_>) {
        let (needed, conditions): (Vec<&Gathered>, Vec<&Gathered>) =
            whole.gathered.iter().partition(|place| place.entry == NEEDED);
        for condition in conditions {
            let serves = |other: &&&Gathered| {
                let on_side = match self.side {
                    Side::Any => true,
                    Side::Before => other.span.span.end <= condition.span.span.start,
                    Side::After => other.span.span.start >= condition.span.span.end,
                };
                on_side && self.within.same(condition, other)
            };
            if !needed.iter().any(|other| serves(&other)) {
                let mut finding = Finding::new(condition.span, condition.entry as usize);
                finding.values.push(("needs", self.needs.clone()));
                reporter.report(finding);
            }
        }
    }

    fn branches(&self) -> Vec<String> {
        self.phrases.clone()
    }
}
