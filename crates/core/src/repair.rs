//! Repairing a text until nothing is left to repair.

use crate::diagnostic::{Applicability, Diagnostic};
use crate::document::{Document, Reading};
use crate::fix::Plan;
use crate::lint::lint;
use crate::rule::RuleSet;
use crate::source::Source;

/// How often a text is linted and repaired at most. Real texts need two or three rounds.
const MOST_ROUNDS: usize = 20;

/// A text that was repaired.
#[derive(Debug)]
pub struct Repaired {
    /// The text after all repairs.
    pub document: Document,
    /// What is found in it.
    pub remaining: Vec<Diagnostic>,
    /// What was repaired, round by round, with the places that it had in its round.
    pub repaired: Vec<Diagnostic>,
    /// What was not repaired although it could have been, with its place in `document`, and why.
    pub declined: Vec<(Diagnostic, Declined)>,
}

/// Why a repair was not applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declined {
    /// It would have changed more than its class allows.
    BrokenPromise,
    /// It would have brought a new finding.
    NewFinding,
    /// The text was still changing after the last round.
    TooManyRounds,
}

/// Applies to `source` every first suggestion of at least `least`, lints the result, and goes on until nothing
/// changes. A repair that brings a finding which was not there before is dropped. Findings to which `counts` says no
/// are as if they had not been made.
pub fn repair<'a>(
    source: Source,
    reading: impl Into<Reading<'a>>,
    language: &str,
    rules: &RuleSet,
    least: Applicability,
    counts: impl Fn(&Diagnostic) -> bool,
) -> Repaired {
    let look = |document: &Document| {
        let mut found = lint(document, language, rules);
        found.retain(&counts);
        found
    };
    let reading = reading.into();
    let mut document = Document::parse(source, reading);
    let mut found = look(&document);
    let (mut repaired, mut declined): (Vec<Diagnostic>, Vec<(Diagnostic, Declined)>) = (Vec::new(), Vec::new());
    for round in 0..=MOST_ROUNDS {
        let known = |one: &Diagnostic| declined.iter().any(|(other, _)| same(other, one) && other.span == one.span);
        let skip = |number: usize| known(&found[number]);
        let plan = Plan::new(document.source(), &found, least, skip);
        declined.extend(plan.refused.iter().map(|&number| (found[number].clone(), Declined::BrokenPromise)));
        if plan.edits.is_empty() {
            break;
        }
        if round == MOST_ROUNDS {
            declined.extend(plan.repaired.iter().map(|&number| (found[number].clone(), Declined::TooManyRounds)));
            break;
        }
        let Some(next) = document.source().with_text(plan.apply(document.source())).ok() else { break };
        let next = Document::parse(next, reading);
        let after = look(&next);
        let culprits = culprits(&plan, &found, &after);
        if culprits.is_empty() {
            repaired.extend(plan.repaired.iter().map(|&number| found[number].clone()));
            declined.iter_mut().for_each(|(diagnostic, _)| diagnostic.span = plan.moved(diagnostic.span));
            (document, found) = (next, after);
        } else {
            declined.extend(culprits.iter().map(|&number| (found[number].clone(), Declined::NewFinding)));
        }
    }
    Repaired { document, remaining: found, repaired, declined }
}

/// The planned repairs next to which a finding stands afterwards that was not there before.
fn culprits(plan: &Plan, before: &[Diagnostic], after: &[Diagnostic]) -> Vec<usize> {
    let count = |all: &[Diagnostic], one: &Diagnostic| all.iter().filter(|other| same(other, one)).count();
    let new: Vec<&Diagnostic> = after.iter().filter(|found| count(after, found) > count(before, found)).collect();
    if new.is_empty() {
        return Vec::new();
    }
    let nearest = |finding: &Diagnostic| {
        let distance = |number: &usize| plan.moved(before[*number].span).start.abs_diff(finding.span.start);
        plan.repaired.iter().copied().min_by_key(distance)
    };
    let mut culprits: Vec<usize> = new.into_iter().filter_map(nearest).collect();
    culprits.sort_unstable();
    culprits.dedup();
    culprits
}

/// Whether two findings, perhaps of two rounds, say the same.
fn same(left: &Diagnostic, right: &Diagnostic) -> bool {
    left.rule == right.rule && left.message == right.message
}
