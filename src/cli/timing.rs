//! `check --timing`: what each rule costs.

use std::time::{Duration, Instant};

use copydesk_core::lint::Observer;
use copydesk_core::rule::RuleSet;

/// How many rules are listed.
const LISTED: usize = 25;

/// Stops the time that each rule takes.
#[derive(Debug, Default)]
pub(super) struct Stopwatch {
    begun: Option<Instant>,
    rules: Vec<Cost>,
}

/// What one rule has cost.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    places: u64,
    findings: u64,
    time: Duration,
}

impl Observer for Stopwatch {
    fn begin(&mut self, _: u32) {
        self.begun = Some(Instant::now());
    }

    fn end(&mut self, rule: u32, reported: usize) {
        let time = self.begun.take().map(|begun| begun.elapsed()).unwrap_or_default();
        let rule = rule as usize;
        if self.rules.len() <= rule {
            self.rules.resize(rule + 1, Cost::default());
        }
        self.rules[rule].add(Cost { places: 1, findings: reported as u64, time });
    }
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.places += other.places;
        self.findings += other.findings;
        self.time += other.time;
    }
}

impl Stopwatch {
    /// Adds what another watch, with the same rules, has stopped.
    pub(super) fn add(&mut self, other: &Self) {
        self.rules.resize(self.rules.len().max(other.rules.len()), Cost::default());
        self.rules.iter_mut().zip(&other.rules).for_each(|(cost, other)| cost.add(*other));
    }

    /// A table of the rules that took longest. The watch itself takes time at each place, so that a rule with many
    /// places looks dearer than it is.
    pub(super) fn table(&self, rules: &RuleSet) -> String {
        let all: Duration = self.rules.iter().map(|cost| cost.time).sum();
        let mut costs: Vec<(&str, Cost)> = self
            .rules
            .iter()
            .zip(0..)
            .filter(|(cost, _)| cost.places > 0)
            .filter_map(|(cost, number)| Some((rules.id(number)?, *cost)))
            .collect();
        costs.sort_by_key(|(id, cost)| (std::cmp::Reverse(cost.time), *id));
        let mut table = format!(
            "copydesk: {} rules looked at a place; they took {:.3} s\n{:>10} {:>6} {:>10} {:>9}  rule\n",
            costs.len(),
            all.as_secs_f64(),
            "ms",
            "%",
            "places",
            "findings"
        );
        for (id, cost) in costs.iter().take(LISTED) {
            let share = 100.0 * cost.time.as_secs_f64() / all.as_secs_f64().max(f64::MIN_POSITIVE);
            let time = 1000.0 * cost.time.as_secs_f64();
            table.push_str(&format!("{time:10.3} {share:6.1} {:10} {:9}  {id}\n", cost.places, cost.findings));
        }
        if costs.len() > LISTED {
            table.push_str(&format!("and {} more\n", costs.len() - LISTED));
        }
        table
    }
}
