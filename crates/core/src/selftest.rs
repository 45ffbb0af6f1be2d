//! Runs the examples that stand in the rules.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Format};
use crate::lint::lint_for_test;
use crate::rule::{Example, Expected, Listed, Rule, RuleSet};
use crate::source::Source;
use crate::span::Span;

/// What is wrong with one rule, as its own examples show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Where in the rule file the example begins, in bytes; nothing where the rule as a whole is meant.
    pub place: Option<u32>,
    /// What is wrong.
    pub verdict: Verdict,
    /// The example, and what was found in it, for people.
    pub detail: String,
}

/// What an example can show to be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It reports something in a valid example, or more in an invalid one than is marked.
    Noisy,
    /// It reports less than is marked.
    Missing,
    /// It reports something, but not at the marked bytes.
    WrongSpan,
    /// Its first suggestions make another text.
    WrongRepair,
    /// After its repair there still is something to report.
    NotRepaired,
    /// A repair changes more than its class promises.
    BrokenPromise,
    /// Another rule reports something in a valid example.
    OtherRule,
    /// A part of the rule that no invalid example shows.
    Unshown,
    /// It lacks valid or invalid examples.
    NoExample,
}

impl Verdict {
    /// What it means, in one line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Noisy => "found where it should not be",
            Self::Missing => "not found",
            Self::WrongSpan => "found at the wrong place",
            Self::WrongRepair => "repaired to another text",
            Self::NotRepaired => "still found after the repair",
            Self::BrokenPromise => "the repair changes more than its class promises",
            Self::OtherRule => "another rule fires on a valid example",
            Self::Unshown => "not shown by any invalid example",
            Self::NoExample => "lacks an example",
        }
    }
}

/// Runs the examples of one of the rules of `rules`.
pub fn test(rules: &RuleSet, listed: Listed<'_>) -> Vec<Failure> {
    let Listed { number, rule, about } = listed;
    let mut tester = Tester { rules, rule, number, shown: BTreeSet::new(), failures: Vec::new() };
    if about.invalid.is_empty() || about.valid.is_empty() {
        tester.fail(None, Verdict::NoExample, "a rule needs at least one valid and one invalid example");
    }
    about.invalid.iter().for_each(|example| tester.invalid(example));
    about.valid.iter().for_each(|example| tester.valid(example));
    for (branch, name) in about.branches.iter().enumerate() {
        if !tester.shown.contains(&branch) {
            tester.fail(None, Verdict::Unshown, format!("`{name}`"));
        }
    }
    tester.failures
}

struct Tester<'a> {
    rules: &'a RuleSet,
    rule: &'a Rule,
    number: u32,
    shown: BTreeSet<usize>,
    failures: Vec<Failure>,
}

impl Tester<'_> {
    fn fail(&mut self, example: Option<&Example>, verdict: Verdict, detail: impl Into<String>) {
        self.failures.push(Failure { place: example.map(|example| example.place), verdict, detail: detail.into() });
    }

    fn language(&self) -> &str {
        if self.rule.language == "any" { "en" } else { &self.rule.language }
    }

    fn document(text: &str) -> Option<Document> {
        // An example is part of a rule file, which is a source itself and so not too long for one.
        Source::new(text.to_owned()).ok().map(|source| Document::parse(source, Format::plain()))
    }

    fn invalid(&mut self, example: &Example) {
        let Some(document) = Self::document(&example.text) else { return };
        let (found, hits) = lint_for_test(&document, self.language(), self.rules, self.number);
        self.shown.extend(hits);
        let own: Vec<Diagnostic> = found.into_iter().filter(|found| found.rule == self.rule.id).collect();
        let spans: Vec<Span> = own.iter().map(|found| found.span).collect();
        let wanted: Vec<Span> = example.expected.iter().map(Expected::span).collect();
        if spans != wanted {
            let verdict = match spans.len().cmp(&wanted.len()) {
                std::cmp::Ordering::Less => Verdict::Missing,
                std::cmp::Ordering::Equal => Verdict::WrongSpan,
                std::cmp::Ordering::Greater => Verdict::Noisy,
            };
            return self.fail(Some(example), verdict, shown(&example.text, &own));
        }
        for (found, expected) in own.iter().zip(&example.expected) {
            self.suggestions(example, found, expected, document.source());
        }
        if let Some(fixed) = &example.fixed {
            self.repair(example, fixed, &own, document.source());
        }
    }

    fn suggestions(&mut self, example: &Example, found: &Diagnostic, expected: &Expected, source: &Source) {
        if found.suggestions.iter().any(|suggestion| !suggestion.keeps_promise(source)) {
            self.fail(Some(example), Verdict::BrokenPromise, shown(&example.text, std::slice::from_ref(found)));
        }
        for (rank, other) in expected.others.iter().enumerate() {
            let written = found.suggestions.get(rank + 1).and_then(|suggestion| suggestion.edits.first());
            if written.is_none_or(|edit| edit.text != *other) {
                let text = written.map_or("nothing", |edit| edit.text.as_str());
                let detail = format!("suggestion {} is `{text}`, not `{other}`", rank + 2);
                self.fail(Some(example), Verdict::WrongRepair, detail);
            }
        }
    }

    fn repair(&mut self, example: &Example, fixed: &str, own: &[Diagnostic], source: &Source) {
        let mut edits: Vec<_> =
            own.iter().filter_map(|d| d.suggestions.first()).flat_map(|s| s.edits.clone()).collect();
        edits.sort();
        let plan = crate::fix::Plan { edits, ..Default::default() };
        let text = plan.apply(source);
        if text != fixed {
            return self.fail(Some(example), Verdict::WrongRepair, format!("`{text}` instead of `{fixed}`"));
        }
        let Some(after) = Self::document(&text) else { return };
        let (found, _) = lint_for_test(&after, self.language(), self.rules, self.number);
        let left: Vec<Diagnostic> = found.into_iter().filter(|found| found.rule == self.rule.id).collect();
        if !left.is_empty() {
            self.fail(Some(example), Verdict::NotRepaired, shown(&text, &left));
        }
    }

    fn valid(&mut self, example: &Example) {
        let Some(document) = Self::document(&example.text) else { return };
        let (found, _) = lint_for_test(&document, self.language(), self.rules, self.number);
        let (own, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| found.rule == self.rule.id);
        if !own.is_empty() {
            self.fail(Some(example), Verdict::Noisy, shown(&example.text, &own));
        }
        if !others.is_empty() {
            let names: BTreeSet<&str> = others.iter().map(|found| &*found.rule).collect();
            let names = names.into_iter().collect::<Vec<_>>().join(", ");
            self.fail(Some(example), Verdict::OtherRule, format!("{names}: {}", shown(&example.text, &others)));
        }
    }
}

/// The text with what was found marked as examples mark it.
fn shown(text: &str, found: &[Diagnostic]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for diagnostic in found {
        let range = diagnostic.span.range();
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            out.push_str("<<");
            out.push_str(&text[range.clone()]);
            out.push_str(">>");
            at = range.end;
        }
    }
    out.push_str(&text[at..]);
    if found.is_empty() { format!("nothing in `{text}`") } else { format!("`{out}`") }
}
