//! `date`: dates that are no dates: a weekday that the day was not, a day that the month does not have.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::file::{Trust, Written};
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Reporter};
use crate::text::{Casing, SetId, Text, Token};

/// The `[date]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct DateTable {
    /// What is reported.
    fault: DateFault,
    /// The names of the weekdays, from Monday on, each with its short forms.
    weekdays: [Vec<Written>; 7],
    /// The names of the months, from January on, each with its short forms.
    months: [Vec<Written>; 12],
    /// How far the right weekday can be trusted.
    applicability: Applicability,
    /// Where a date is not reported.
    guard: Option<GuardTable>,
}

/// What can be wrong with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum DateFault {
    /// The day was another day of the week.
    Weekday,
    /// The month does not have that day.
    Day,
}

/// Dates.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Date {
    fault: DateFault,
    weekdays: [SetId; 7],
    /// The full names of the weekdays.
    names: [String; 7],
    months: [SetId; 12],
    trust: Trust,
    guard: Guard,
}

/// A date as far as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    day: u32,
    /// From 1.
    month: u32,
    year: Option<u32>,
    /// The token of the day.
    at: usize,
    /// The token behind the last one of the date.
    end: usize,
}

impl Kind for Date {
    type Table = DateTable;
    const PLACEHOLDERS: &'static [&'static str] = &["weekday", "day", "days"];

    fn compile(table: DateTable, compiler: &mut Compiler<'_>) -> Self {
        let class = FixClass::Word;
        Self {
            fault: table.fault,
            names: table.weekdays.each_ref().map(|names| names.first().map_or("", |name| name.get_ref()).to_owned()),
            weekdays: table.weekdays.map(|names| compiler.set(&names)),
            months: table.months.map(|names| compiler.set(&names)),
            trust: Trust { applicability: table.applicability, class },
            guard: Guard::compile(table.guard, compiler),
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        match self.fault {
            DateFault::Weekday => self.weekdays.iter().for_each(|&names| anchors.set(names, 0)),
            DateFault::Day => self.months.iter().for_each(|&names| anchors.set(names, 0)),
        }
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        match self.fault {
            DateFault::Weekday => self.weekday(wake.token, text, reporter),
            DateFault::Day => self.day(wake.token, text, reporter),
        }
    }

    fn branches(&self) -> Vec<String> {
        vec!["a date that is none".to_owned()]
    }
}

impl Date {
    /// Holds the weekday at token `at` against the date beside it.
    fn weekday(&self, at: usize, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let Some(token) = text.token(at) else { return };
        let Some(written) = self.weekdays.iter().position(|&names| text.is_in(token, names)) else { return };
        let Some(date) = self.date_behind(at, text).or_else(|| self.date_before(at, text)) else { return };
        let Some(right) = date.year.and_then(|year| weekday(year, date.month, date.day)) else { return };
        if right == written || !reporter.admits(&self.guard, text, at, at + 1) {
            return;
        }
        let name = Casing::of(text.word(token)).apply(&self.names[right]);
        let mut finding = Finding::new(text.source_span(token.span()), 0);
        finding.values.push(("weekday", name.clone()));
        finding.offer(text, token.span(), self.trust, [name]);
        reporter.report(finding);
    }

    /// Holds the day beside the month at token `at` against the length of the month.
    fn day(&self, at: usize, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        // The month comes first, or behind the day, or behind `of`.
        let mut starts = (0..=2).filter_map(|back| at.checked_sub(back));
        let Some(date) = starts.find_map(|start| self.date_at(start, text)) else { return };
        let days = days_in(date.year, date.month);
        let Some(token) = text.token(date.at).filter(|_| date.day > days && date.day < 100) else { return };
        if !reporter.admits(&self.guard, text, date.at, date.at + 1) {
            return;
        }
        let mut finding = Finding::new(text.source_span(token.span()), 0);
        finding.values.extend([("day", date.day.to_string()), ("days", days.to_string())]);
        reporter.report(finding);
    }

    /// The date behind the weekday at token `at`: `Monday, 24 November 2026`, `Monday (Nov. 24, 2026)`.
    fn date_behind(&self, at: usize, text: &Text<'_>) -> Option<Found> {
        let between = |token: Token| token.is(',') || token.is('(') || token.is('.') || is_word(text, token, "the");
        let start = (at + 1..).take(4).find(|&at| text.token(at).is_none_or(|token| !between(token)))?;
        self.date_at(start, text)
    }

    /// The date before the weekday at token `at`: `24 November 2026 (Monday)`, `November 24, 2026, a Monday`.
    fn date_before(&self, at: usize, text: &Text<'_>) -> Option<Found> {
        let between = |token: Token| token.is(',') || token.is('(') || is_word(text, token, "a");
        let end = (0..at).rev().take(3).find(|&at| text.token(at).is_some_and(|token| !between(token)))? + 1;
        // A comma between them alone may be that of a list: `on May 1, 2020, Friday and Saturday were …`.
        let marked = (end..at).any(|at| text.token(at).is_some_and(|token| token.is('(') || is_word(text, token, "a")));
        let starts = (end.saturating_sub(6)..end).filter_map(|start| self.date_at(start, text));
        starts.filter(|date| marked && date.end == end).last()
    }

    /// The date that begins at token `start`, day or month first.
    fn date_at(&self, start: usize, text: &Text<'_>) -> Option<Found> {
        let month = |at: usize| {
            let token = text.token(at)?;
            self.months.iter().zip(1..).find(|(names, _)| text.is_in(token, **names)).map(|(_, month)| month)
        };
        let skip = |at: usize, mark: char| if text.token(at).is_some_and(|token| token.is(mark)) { at + 1 } else { at };
        let (day, month, at, end) = if let Some(month) = month(start) {
            let at = skip(start + 1, '.');
            (day(text, at)?, month, at, at + 1)
        } else {
            let after = start + 1;
            let of = text.token(after).is_some_and(|token| is_word(text, token, "of"));
            let at = after + usize::from(of);
            (day(text, start)?, month(at)?, start, skip(at + 1, '.'))
        };
        let year = |at: usize| year(text, at).map(|year| (Some(year), at + 1));
        let (year, end) = year(skip(end, ',')).unwrap_or((None, end));
        Some(Found { day, month, year, at, end })
    }
}

fn is_word(text: &Text<'_>, token: Token, word: &str) -> bool {
    text.word(token).eq_ignore_ascii_case(word)
}

/// The day that token `at` is: `24`, `24th`.
fn day(text: &Text<'_>, at: usize) -> Option<u32> {
    let word = text.word(text.token(at)?);
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, ending) = word.split_at(digits);
    let is_day = ending.is_empty() || ["st", "nd", "rd", "th"].contains(&ending);
    digits.parse().ok().filter(|&day| is_day && (1..=99).contains(&day))
}

/// The year that token `at` is. Before 1752 English dates are those of another calendar.
fn year(text: &Text<'_>, at: usize) -> Option<u32> {
    let token = text.token(at)?;
    let word = text.word(token);
    (token.is_number() && word.len() == 4).then(|| word.parse().ok())?.filter(|year| (1753..2200).contains(year))
}

/// The day of the week, from 0 for Monday; nothing for a day that there was not.
fn weekday(year: u32, month: u32, day: u32) -> Option<usize> {
    // Of the days before a date, all but the last 7 are counted in whole weeks.
    let before = |month: u32| (1..month).map(|month| days_in(Some(year), month)).sum::<u32>();
    let last = year.checked_sub(1)?;
    let days = 365 * last + last / 4 - last / 100 + last / 400 + before(month) + day - 1;
    (1..=days_in(Some(year), month)).contains(&day).then_some(days as usize % 7)
}

/// How many days a month has; February has 29 where the year is not known.
fn days_in(year: Option<u32>, month: u32) -> u32 {
    let leap =
        year.is_none_or(|year| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)));
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{days_in, weekday};

    #[test]
    fn days_of_the_week() {
        for (date, wanted) in [
            ((2026, 11, 24), Some(1)),
            ((2000, 2, 29), Some(1)),
            ((1900, 2, 29), None),
            ((1969, 7, 20), Some(6)),
            ((2024, 4, 31), None),
        ] {
            assert_eq!(weekday(date.0, date.1, date.2), wanted, "{date:?}");
        }
        assert_eq!((days_in(None, 2), days_in(Some(2023), 2), days_in(Some(2023), 12)), (29, 28, 31));
    }
}
