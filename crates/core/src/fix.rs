//! Which edits to apply, and applying them.

use crate::diagnostic::{Applicability, Diagnostic, Edit, FixClass, Suggestion};
use crate::source::Source;
use crate::span::Span;

/// Edits that can be applied together.
#[derive(Debug, Default)]
pub struct Plan {
    /// Edits in the order of the source; no two of them meet.
    pub edits: Vec<Edit>,
    /// The diagnostics that are repaired, by their number in the input.
    pub repaired: Vec<usize>,
    /// The diagnostics whose repair broke the promise of its class, by their number: a fault of the rule. Their
    /// repairs are left out.
    pub refused: Vec<usize>,
}

impl Plan {
    /// Picks, for each diagnostic, its first suggestion of at least `least`. Where two suggestions meet, the one of
    /// the more severe diagnostic goes first, then the more trustworthy, then the earlier one; the other waits until
    /// the text is linted again. `skip` leaves diagnostics out by their number.
    pub fn new(
        source: &Source,
        diagnostics: &[Diagnostic],
        least: Applicability,
        skip: impl Fn(usize) -> bool,
    ) -> Self {
        let mut candidates: Vec<(usize, &Diagnostic, &Suggestion)> = diagnostics
            .iter()
            .enumerate()
            .filter(|&(number, _)| !skip(number))
            .filter_map(|(number, diagnostic)| {
                let first = diagnostic.suggestions.first()?;
                (first.applicability >= least.max(Applicability::Unsafe)).then_some((number, diagnostic, first))
            })
            .collect();
        candidates.sort_by_key(|(number, diagnostic, suggestion)| {
            (std::cmp::Reverse((diagnostic.severity, suggestion.applicability)), *number)
        });
        let mut plan = Self::default();
        let mut taken: Vec<Edit> = Vec::new();
        for (number, _, suggestion) in candidates {
            if !suggestion.keeps_promise(source) {
                plan.refused.push(number);
            } else if !suggestion.edits.iter().any(|edit| taken.iter().any(|other| edit.span.touches(other.span))) {
                taken.extend(suggestion.edits.iter().cloned());
                plan.repaired.push(number);
            }
        }
        taken.sort();
        plan.edits = taken;
        plan.repaired.sort_unstable();
        plan
    }

    /// Where a span of the text before the edits stands after them; a span that an edit changed stands about there.
    pub fn moved(&self, span: Span) -> Span {
        let shift = |at: u32| {
            let earlier = self.edits.iter().take_while(|edit| edit.span.end <= at);
            earlier.fold(i64::from(at), |at, edit| {
                at - i64::from(edit.span.len()) + i64::try_from(edit.text.len()).unwrap_or_default()
            })
        };
        let byte = |at: i64| u32::try_from(at.max(0)).unwrap_or(u32::MAX);
        let start = byte(shift(span.start));
        Span::new(start, byte(shift(span.end)).max(start))
    }

    /// The text of `source` after the edits.
    pub fn apply(&self, source: &Source) -> String {
        apply(source.text(), &self.edits)
    }
}

impl Suggestion {
    /// Whether every edit changes no more than the class of the suggestion allows, and the edits do not overlap.
    pub fn keeps_promise(&self, source: &Source) -> bool {
        let kept = |edit: &Edit| FixClass::of(source.slice(edit.span), &edit.text) <= self.class;
        let apart = self.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
        apart && self.edits.iter().all(kept)
    }

    /// The text of `source` after this suggestion alone.
    pub fn apply(&self, source: &Source) -> String {
        apply(source.text(), &self.edits)
    }
}

/// `text` with `edits`, which are in order and do not overlap.
fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.span.start as usize).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Severity;

    fn diagnostic(severity: Severity, span: Span, text: &str, class: FixClass) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(Arc::from("a/b"), severity, span, "m");
        diagnostic.suggestions.push(Suggestion::replace(span, text, "s", Applicability::Safe, class));
        diagnostic
    }

    fn planned(text: &str, diagnostics: &[Diagnostic]) -> (String, Plan) {
        let source = Source::new(text.to_owned()).expect("short");
        let plan = Plan::new(&source, diagnostics, Applicability::Safe, |_| false);
        (plan.apply(&source), plan)
    }

    #[test]
    fn edits_that_meet_wait_for_the_next_round() {
        let first = diagnostic(Severity::Warning, Span::new(0, 2), "x", FixClass::Free);
        let second = diagnostic(Severity::Error, Span::new(2, 4), "y", FixClass::Free);
        let (text, plan) = planned("aabb", &[first, second]);
        assert_eq!((text.as_str(), plan.repaired), ("aay", vec![1]));
    }

    #[test]
    fn a_repair_that_breaks_its_promise_is_refused() {
        let wrong = diagnostic(Severity::Error, Span::new(0, 2), "b.", FixClass::Marks);
        let right = diagnostic(Severity::Error, Span::new(3, 4), "", FixClass::Marks);
        let (text, plan) = planned("a. .b", &[wrong, right]);
        assert_eq!((text.as_str(), plan.refused), ("a. b", vec![0]));
    }

    #[test]
    fn classes_are_what_they_say() {
        for (before, after, class) in [
            (". .", ".", FixClass::Marks),
            ("we", "We", FixClass::Case),
            ("above", "over", FixClass::Word),
            ("in order to", "to", FixClass::Free),
            ("10,000", "10.000", FixClass::Marks),
        ] {
            assert_eq!(FixClass::of(before, after), class, "{before} → {after}");
        }
    }
}
