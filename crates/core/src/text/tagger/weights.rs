//! The weights of features, and the scores that they add up to.

use std::borrow::Cow;

use super::features::FEATURES;
use super::table::{Bytes, Table};
use crate::packed::{Reader, Writer};

/// A number for each tag, and some to spare.
const ROW: usize = 64;

/// How many weights an entry has room for; a feature with more of them gets a row.
const FEW: usize = 4;

/// Marks an entry that is the number of a row.
const IS_ROW: u64 = 1 << 63;

/// The weights of all features.
///
/// Most of the time of a tagger goes by here, and most of that would be spent on branches that turn out otherwise than
/// the processor expected. So look-ups do not branch on what they find, and entries are all of one size.
#[derive(Debug, Default)]
pub(crate) struct Weights {
    table: Table,
    /// For each feature the number of a row with [`IS_ROW`] set, or four pairs, each the number of a tag in the upper
    /// byte and its weight in the lower.
    entries: Cow<'static, [u64]>,
    /// Rows of [`ROW`] weights, one for every tag.
    rows: Cow<'static, [u8]>,
}

impl Weights {
    /// Reads the table of the features, how many weights each has, and all weights; nothing where they are damaged.
    pub(crate) fn read(bytes: &mut Bytes<'_>, tags: usize) -> Option<Self> {
        let table = Table::read(bytes)?;
        let lens = bytes.take(table.len())?;
        let total = lens.iter().map(|&len| usize::from(len)).sum();
        let all = bytes.pairs(total)?;
        if all.iter().any(|pair| usize::from(pair >> 8) >= tags.min(ROW)) {
            return None;
        }
        let mut entries = Vec::with_capacity(lens.len());
        let mut rows = Vec::new();
        let mut rest = all.as_slice();
        for &len in lens {
            let (pairs, others) = rest.split_at_checked(usize::from(len))?;
            rest = others;
            entries.push(if pairs.len() > FEW { row(pairs, &mut rows) } else { few(pairs, entries.len()) });
        }
        Some(Self { table, entries: entries.into(), rows: rows.into() })
    }

    /// Reads what [`Weights::store`] wrote.
    pub(super) fn stored(reader: &mut Reader) -> Option<Self> {
        let table = Table { shifts: reader.table()?, prints: reader.table()? };
        Some(Self { table, entries: reader.table()?, rows: reader.table()? })
    }

    /// Writes the weights so that they can be read in place.
    pub(super) fn store(&self, writer: &mut Writer) {
        writer.table(&self.table.shifts);
        writer.table(&self.table.prints);
        writer.table(&self.entries);
        writer.table(&self.rows);
    }

    /// The scores of all tags by these features.
    pub(crate) fn scores(&self, features: &[u32; FEATURES]) -> Scores {
        let (mut few, mut rows) = ([0; FEATURES], [0; FEATURES]);
        let (mut few_len, mut rows_len) = (0, 0);
        for &hash in features {
            let (slot, known) = self.table.look(hash);
            let entry = self.entries.get(slot).copied().unwrap_or_default();
            few[few_len] = entry;
            rows[rows_len] = entry;
            few_len += usize::from(known) * usize::from(entry < IS_ROW);
            rows_len += usize::from(known) * usize::from(entry >= IS_ROW);
        }
        let mut scores = Scores([0; ROW]);
        for &entry in &rows[..rows_len] {
            let Some(row) = self.rows.as_chunks::<ROW>().0.get((entry & !IS_ROW) as usize) else { continue };
            for (score, &weight) in scores.0.iter_mut().zip(row) {
                *score += i16::from(weight.cast_signed());
            }
        }
        for &entry in &few[..few_len] {
            for [weight, tag] in entry.to_le_bytes().as_chunks().0 {
                scores.0[usize::from(*tag) % ROW] += i16::from(weight.cast_signed());
            }
        }
        scores
    }
}

/// Adds a row of weights, and tells the entry that stands for it.
fn row(pairs: &[u16], rows: &mut Vec<u8>) -> u64 {
    let mut row = [0; ROW];
    for pair in pairs {
        let [weight, tag] = pair.to_le_bytes();
        row[usize::from(tag) % ROW] = weight;
    }
    rows.extend(row);
    IS_ROW | (rows.len() / ROW - 1) as u64
}

/// The entry of a few weights, entry number `number`. What is left over adds nothing to one tag or another: if it were
/// always the same tag, each addition would wait for the one before.
fn few(pairs: &[u16], number: usize) -> u64 {
    let filler = |place: usize| ((number * FEW + place) % ROW) << 8;
    let pair = |place: usize| pairs.get(place).map_or(filler(place) as u64, |&pair| u64::from(pair));
    (0..FEW).rev().fold(0, |entry, place| entry << 16 | pair(place))
}

/// The score of each tag. A word has so few features that their weights, a byte each, cannot add up to more than two
/// bytes hold.
#[derive(Debug)]
pub(crate) struct Scores([i16; ROW]);

impl Scores {
    /// The number of the tag with the highest score, the first of several, among `tags`.
    pub(crate) fn best(&self, tags: usize) -> u8 {
        let scores = &self.0[..tags.min(ROW)];
        let highest = scores.iter().copied().max().unwrap_or_default();
        let number = scores.iter().position(|&score| score == highest).unwrap_or_default();
        u8::try_from(number).unwrap_or_default()
    }
}
