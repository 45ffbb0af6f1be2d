//! One finding for one fault, in order.

use std::cmp::Reverse;

use crate::diagnostic::{Diagnostic, Edit};
use crate::source::Source;

/// Sorts, and leaves of one rule's findings that lie in one another only the longest.
pub(super) fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| {
        let longest_first = |d: &Diagnostic| (d.span.start, Reverse(d.span.end));
        (&a.rule, longest_first(a), &a.message).cmp(&(&b.rule, longest_first(b), &b.message))
    });
    diagnostics.dedup_by(|inner, outer| inner.rule == outer.rule && outer.span.contains(inner.span));
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    diagnostics
}

/// Leaves of the findings of different rules in one place that would be repaired alike only the most severe, of
/// several the first by its id.
pub(super) fn once(diagnostics: Vec<Diagnostic>, source: &Source) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for found in diagnostics {
        // They come in the order of their beginnings: only the last ones can reach as far as this one.
        let near = kept.iter_mut().rev().take(NEAR).find(|other| {
            other.rule != found.rule && other.span.overlaps(found.span) && repaired_alike(other, &found, source)
        });
        match near {
            Some(other) if (Reverse(other.severity), &other.rule) > (Reverse(found.severity), &found.rule) => {
                *other = found;
            }
            Some(_) => {}
            None => kept.push(found),
        }
    }
    kept.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    kept
}

/// How many findings before one are compared with it.
const NEAR: usize = 8;

/// Whether the first suggestions of both make the same text.
fn repaired_alike(left: &Diagnostic, right: &Diagnostic, source: &Source) -> bool {
    let (Some(left), Some(right)) = (left.suggestions.first(), right.suggestions.first()) else { return false };
    left.edits.len() == right.edits.len()
        && left.edits.iter().zip(&right.edits).all(|(left, right)| core(left, source) == core(right, source))
}

/// What an edit changes, without what it leaves at its ends: where it begins, what goes, what comes.
fn core<'a>(edit: &'a Edit, source: &'a Source) -> (usize, &'a str, &'a str) {
    let (old, new) = (source.slice(edit.span), edit.text.as_str());
    let same = |left: &mut dyn Iterator<Item = char>, right: &mut dyn Iterator<Item = char>| -> usize {
        left.zip(right).take_while(|(left, right)| left == right).map(|(c, _)| c.len_utf8()).sum()
    };
    let before = same(&mut old.chars(), &mut new.chars());
    let (old, new) = (&old[before..], &new[before..]);
    let behind = same(&mut old.chars().rev(), &mut new.chars().rev());
    (edit.span.start as usize + before, &old[..old.len() - behind], &new[..new.len() - behind])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Applicability, FixClass, Severity, Suggestion};
    use crate::span::Span;

    fn found(rule: &str, severity: Severity, at: (u32, u32), text: &str) -> Diagnostic {
        let span = Span::new(at.0, at.1);
        let edits = vec![Edit { span, text: text.to_owned() }];
        let class = FixClass::Free;
        let suggestion = Suggestion { message: String::new(), applicability: Applicability::Safe, class, edits };
        Diagnostic { suggestions: vec![suggestion], ..Diagnostic::new(rule.into(), severity, span, "x") }
    }

    #[test]
    fn one_fault_is_reported_once() {
        let source = Source::new("She came tot he end.".to_owned()).expect("short");
        let left = |all: Vec<Diagnostic>| {
            once(sorted(all), &source).iter().map(|found| found.rule.to_string()).collect::<Vec<_>>()
        };
        let wide = || found("b/wide", Severity::Error, (4, 15), "came to the");
        let narrow = || found("a/narrow", Severity::Error, (9, 15), "to the");
        let note = || found("a/a-note", Severity::Note, (9, 15), "to the");
        let other = || found("c/other", Severity::Error, (9, 15), "to that");
        assert_eq!(left(vec![wide(), narrow()]), ["a/narrow"]);
        assert_eq!(left(vec![wide(), note()]), ["b/wide"], "the most severe");
        assert_eq!(left(vec![narrow(), other()]), ["a/narrow", "c/other"], "another repair is another finding");
        assert_eq!(left(vec![narrow(), found("b/far", Severity::Error, (15, 15), "!")]), ["a/narrow", "b/far"]);
    }
}
