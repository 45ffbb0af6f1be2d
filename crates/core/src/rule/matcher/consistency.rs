//! `consistency`: one thing that a text writes in two ways: `Kyiv` and `Kiev`, `colour` and `center`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::Wake;
use crate::rule::compile::{Compiler, number};
use crate::rule::file::{At, Trust, Written};
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::{Gathered, Kind, Whole};
use crate::rule::report::{Finding, Fix, Reporter};
use crate::rule::wording::{Rewording, Wording};
use crate::text::Text;

/// The `[consistency]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ConsistencyTable {
    /// Things, each with the ways to write it, as phrases. Without `ways`, each row is judged by itself.
    rows: Vec<At<Vec<Written>>>,
    /// What the columns of the rows are, such as `American` and `British`: all rows together must be of one column.
    #[serde(default)]
    ways: Vec<String>,
    /// How far the other way of writing can be trusted.
    applicability: Applicability,
    /// What the other way of writing promises not to change.
    class: Option<FixClass>,
    /// Where a way of writing does not count.
    guard: Option<GuardTable>,
}

/// Ways to write the same.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Consistency {
    /// For each row, each way of writing it as a replacement of the others.
    rows: Vec<Vec<Rewording>>,
    ways: Vec<String>,
    trust: Trust,
    guard: Guard,
    /// The rows as written, and each way of writing a phrase with its number: 256 times the row, and the column.
    #[serde(skip)]
    phrases: Vec<String>,
    #[serde(skip)]
    wordings: Vec<(Wording, u32)>,
}

/// How many ways of writing a row may have.
const COLUMNS: u32 = 256;

impl Kind for Consistency {
    type Table = ConsistencyTable;
    const PLACEHOLDERS: &'static [&'static str] = &["other", "way", "other-way", "count", "other-count"];

    fn compile(table: ConsistencyTable, compiler: &mut Compiler<'_>) -> Self {
        let (mut rows, mut phrases, mut wordings) = (Vec::new(), Vec::new(), Vec::new());
        for row in &table.rows {
            let columns = row.get_ref();
            if columns.len() < 2 || !table.ways.is_empty() && columns.len() != table.ways.len() {
                let wanted = if table.ways.is_empty() { "two ways or more" } else { "a way for each of `ways`" };
                compiler.problem(&row.span(), format!("a row has {wanted}"));
            }
            for (phrase, column) in columns.iter().zip(0..) {
                let ways = compiler.phrase(phrase);
                wordings.extend(ways.into_iter().map(|way| (way, number(rows.len()) * COLUMNS + column)));
            }
            let rewording = |phrase: &Written| compiler.rewording(phrase.get_ref(), &phrase.span(), phrase.get_ref());
            rows.push(columns.iter().filter_map(rewording).collect());
            phrases.push(columns.iter().map(|phrase| phrase.get_ref().as_str()).collect::<Vec<_>>().join(" / "));
        }
        Self {
            rows,
            ways: table.ways,
            trust: Trust { applicability: table.applicability, class: table.class.unwrap_or(FixClass::Free) },
            guard: Guard::compile(table.guard, compiler),
            phrases,
            wordings,
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        self.wordings.iter().for_each(|(wording, entry)| anchors.phrase(wording, *entry));
        anchors.document();
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let Some(found) = wake.found else { return };
        let Some(row) = self.rows.get((wake.entry / COLUMNS) as usize) else { return };
        if !reporter.admits(&self.guard, text, found.first, found.end) {
            return;
        }
        let span = found.span(text);
        // What would stand here in each of the ways.
        let write = |way: &Rewording| way.write(text, &found).into_iter().next();
        let texts = row.iter().map(|way| write(way).unwrap_or_default()).collect();
        reporter.gather(Gathered { texts, ..Gathered::new(wake.entry, text, span) });
    }

    fn check_document(&self, whole: Whole<'_>, reporter: &mut Reporter<'_>) {
        if !self.ways.is_empty() {
            return self.judge(&whole.gathered.iter().collect::<Vec<_>>(), whole, reporter);
        }
        let mut rows: Vec<&Gathered> = whole.gathered.iter().collect();
        rows.sort_by_key(|place| (place.entry / COLUMNS, place.span.span));
        for row in rows.chunk_by(|left, right| left.entry / COLUMNS == right.entry / COLUMNS) {
            self.judge(row, whole, reporter);
        }
    }

    fn branches(&self) -> Vec<String> {
        self.phrases.clone()
    }
}

impl Consistency {
    /// Reports the places that are not written in the way in which most of them are; of two ways that are used as
    /// often, the one that is used first holds.
    fn judge(&self, places: &[&Gathered], whole: Whole<'_>, reporter: &mut Reporter<'_>) {
        let mut tally = Tally::default();
        places.iter().for_each(|place| tally.add(place));
        let Some(usual) = tally.usual() else { return };
        for place in places.iter().filter(|place| column(place) != usual) {
            let Some(other) = tally.example(row(place), usual) else { continue };
            self.report(place, other, [tally.count(column(place)), tally.count(usual)], whole, reporter);
        }
    }

    fn report(
        &self,
        place: &Gathered,
        other: &Gathered,
        counts: [usize; 2],
        whole: Whole<'_>,
        reporter: &mut Reporter<'_>,
    ) {
        let (column, usual) = (column(place), column(other));
        let mut finding = Finding::new(place.span, row(place));
        let elsewhere = whole.document.source().slice(other.span.span);
        finding.values.extend([
            ("other", elsewhere.to_owned()),
            ("way", self.ways.get(column).cloned().unwrap_or_default()),
            ("other-way", self.ways.get(usual).cloned().unwrap_or_default()),
            ("count", counts[0].to_string()),
            ("other-count", counts[1].to_string()),
        ]);
        finding.labels.push((other.span.span, format!("`{elsewhere}` stands here")));
        if let Some(text) = place.texts.get(usual).filter(|text| !text.is_empty()) {
            let message = format!("write `{text}`");
            finding.fixes.push(Fix { message, trust: self.trust, edits: vec![(place.span, text.clone())] });
        }
        reporter.report(finding);
    }
}

/// The way in which a place is written.
const fn column(place: &Gathered) -> usize {
    (place.entry % COLUMNS) as usize
}

/// The thing that is written there.
const fn row(place: &Gathered) -> usize {
    (place.entry / COLUMNS) as usize
}

/// How often each way is used, and where first, of all things and of each.
#[derive(Default)]
struct Tally<'a> {
    ways: BTreeMap<usize, (usize, &'a Gathered)>,
    first: HashMap<(usize, usize), &'a Gathered>,
}

impl<'a> Tally<'a> {
    /// Takes in a place; they come in the order of the text.
    fn add(&mut self, place: &'a Gathered) {
        self.ways.entry(column(place)).or_insert((0, place)).0 += 1;
        self.first.entry((row(place), column(place))).or_insert(place);
    }

    fn count(&self, column: usize) -> usize {
        self.ways.get(&column).map_or(0, |&(count, _)| count)
    }

    /// The way that most places are written in; of two that are used as often, the one that is used first.
    fn usual(&self) -> Option<usize> {
        let rank = |(_, (count, first)): &(&usize, &(usize, &Gathered))| (*count, Reverse(first.span.span));
        self.ways.iter().max_by_key(rank).map(|(&column, _)| column)
    }

    /// A place that is written in the way `column`, best one where the same thing stands.
    fn example(&self, row: usize, column: usize) -> Option<&'a Gathered> {
        let same = self.first.get(&(row, column)).copied();
        same.or_else(|| self.ways.get(&column).map(|&(_, first)| first))
    }
}
