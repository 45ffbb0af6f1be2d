//! Repairing a text until nothing is left to repair.

use crate::diagnostic::{Applicability, Diagnostic};
use crate::document::{Document, Format};
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
    /// What was not repaired although it could have been, and why.
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
/// changes. A repair that brings a finding which was not there before is dropped. Where `chosen` says no to a
/// diagnostic, it is left alone.
pub fn repair(
    source: Source,
    format: &Format,
    language: &str,
    rules: &RuleSet,
    least: Applicability,
    chosen: impl Fn(&Diagnostic, &Source) -> bool,
) -> Repaired {
    let mut document = Document::parse(source, format);
    let mut found = lint(&document, language, rules);
    let (mut repaired, mut declined): (Vec<Diagnostic>, Vec<(Diagnostic, Declined)>) = (Vec::new(), Vec::new());
    for round in 0..=MOST_ROUNDS {
        let known = |diagnostic: &Diagnostic| declined.iter().any(|(other, _)| same(other, diagnostic));
        let skip = |number: usize| known(&found[number]) || !chosen(&found[number], document.source());
        let plan = Plan::new(document.source(), &found, least, skip);
        declined.extend(plan.refused.iter().map(|&number| (found[number].clone(), Declined::BrokenPromise)));
        if plan.edits.is_empty() {
            break;
        }
        if round == MOST_ROUNDS {
            declined.extend(plan.repaired.iter().map(|&number| (found[number].clone(), Declined::TooManyRounds)));
            break;
        }
        let Some(next) = Source::new(plan.apply(document.source())).ok() else { break };
        let next = Document::parse(next, format);
        let after = lint(&next, language, rules);
        let culprits = culprits(&plan, &found, &after);
        if culprits.is_empty() {
            repaired.extend(plan.repaired.iter().map(|&number| found[number].clone()));
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
        let distance = |number: &usize| {
            let place = moved(plan, before[*number].span.start);
            place.abs_diff(i64::from(finding.span.start))
        };
        plan.repaired.iter().copied().min_by_key(distance)
    };
    let mut culprits: Vec<usize> = new.into_iter().filter_map(nearest).collect();
    culprits.sort_unstable();
    culprits.dedup();
    culprits
}

/// Where a byte of the text before the edits stands after them.
fn moved(plan: &Plan, at: u32) -> i64 {
    let earlier = plan.edits.iter().take_while(|edit| edit.span.end <= at);
    let shift: i64 =
        earlier.map(|edit| i64::try_from(edit.text.len()).unwrap_or(i64::MAX) - i64::from(edit.span.len())).sum();
    i64::from(at) + shift
}

/// Whether two findings, perhaps of two rounds, say the same.
fn same(left: &Diagnostic, right: &Diagnostic) -> bool {
    left.rule == right.rule && left.message == right.message
}
