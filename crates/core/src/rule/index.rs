//! Which rules to wake where.
//!
//! One pass over the words and marks of a text finds the places where some rule may have something to say. A rule
//! that waits for a word that does not occur costs nothing, however many such rules there are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::WordKey;

/// Why a rule is called, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wake {
    /// The token that woke it; zero where the block as a whole did.
    pub(crate) token: usize,
    /// The number that the rule gave with its anchor, such as which of its phrases.
    pub(crate) entry: u32,
}

/// A rule to be woken, with the number that it gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Sleeper {
    pub(crate) rule: u32,
    pub(crate) entry: u32,
}

/// The places in which rules want to be woken.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Index {
    /// Open addressing over `1 << bits` slots: the key of a word and where its sleepers begin in `sleepers`.
    slots: Vec<(WordKey, u32)>,
    /// Runs of sleepers, each ended by [`END`].
    sleepers: Vec<Sleeper>,
    /// By mark.
    marks: BTreeMap<char, Vec<Sleeper>>,
    /// At the second of two equal words.
    doubled: Vec<Sleeper>,
    /// Once in a block that has the text, whatever the case of its ASCII letters.
    literals: Vec<(String, Sleeper)>,
    /// Once in every block.
    blocks: Vec<Sleeper>,
    /// Once in every document.
    documents: Vec<Sleeper>,
}

/// The entry of rules that look at the whole block when they are woken.
pub(crate) const ONCE: u32 = u32::MAX;

const END: Sleeper = Sleeper { rule: u32::MAX, entry: 0 };
const EMPTY: u32 = u32::MAX;

/// Collects the anchors of one rule.
#[derive(Debug)]
pub(crate) struct Anchors<'a> {
    rule: u32,
    words: &'a mut Vec<(WordKey, Sleeper)>,
    index: &'a mut Index,
}

impl Anchors<'_> {
    const fn sleeper(&self, entry: u32) -> Sleeper {
        Sleeper { rule: self.rule, entry }
    }

    /// At each word with this key.
    pub(crate) fn word(&mut self, key: WordKey, entry: u32) {
        self.words.push((key, self.sleeper(entry)));
    }

    /// Once in each block that has a word with this key.
    pub(crate) fn word_once(&mut self, key: WordKey) {
        self.words.push((key, self.sleeper(ONCE)));
    }

    /// At each mark `mark`.
    pub(crate) fn mark(&mut self, mark: char, entry: u32) {
        let sleeper = self.sleeper(entry);
        self.index.marks.entry(mark).or_default().push(sleeper);
    }

    /// At each word that is the same as the word before it.
    pub(crate) fn doubled(&mut self) {
        let sleeper = self.sleeper(0);
        self.index.doubled.push(sleeper);
    }

    /// Once in each block that has `literal`, whatever the case of its ASCII letters. A single letter or a common mark
    /// stands in nearly every block, so looking for it would cost more than it saves: it wakes the rule in all.
    pub(crate) fn literal(&mut self, literal: &str) {
        let sleeper = self.sleeper(ONCE);
        let common = matches!(literal.as_bytes(), [b] if b.is_ascii_alphanumeric() || b" .,'".contains(b));
        if common {
            self.index.blocks.push(sleeper);
        } else {
            self.index.literals.push((literal.to_owned(), sleeper));
        }
    }

    /// Once in each document.
    pub(crate) fn document(&mut self) {
        let sleeper = self.sleeper(0);
        self.index.documents.push(sleeper);
    }
}

impl Index {
    /// Builds the index by asking each rule, in order, for its anchors.
    pub(crate) fn build<'r, R: 'r>(rules: impl Iterator<Item = &'r R>, anchor: impl Fn(&R, &mut Anchors<'_>)) -> Self {
        let mut index = Self::default();
        let mut words = Vec::new();
        for (rule, number) in rules.zip(0..) {
            anchor(rule, &mut Anchors { rule: number, words: &mut words, index: &mut index });
        }
        words.sort_unstable();
        words.dedup();
        index.fill(&words);
        index
    }

    fn fill(&mut self, words: &[(WordKey, Sleeper)]) {
        let distinct = words.chunk_by(|a, b| a.0 == b.0);
        // At most half full, so that a look-up that finds nothing ends at its first or second slot.
        let size = (2 * distinct.clone().count()).next_power_of_two().max(2);
        self.slots = vec![(WordKey(0), EMPTY); size];
        for run in distinct {
            let mut at = self.home(run[0].0);
            while self.slots[at].1 != EMPTY {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = (run[0].0, u32::try_from(self.sleepers.len()).unwrap_or(EMPTY - 1));
            self.sleepers.extend(run.iter().map(|(_, sleeper)| *sleeper));
            self.sleepers.push(END);
        }
    }

    fn home(&self, key: WordKey) -> usize {
        key.0 as usize & (self.slots.len() - 1)
    }

    /// The rules that wait for a word.
    #[inline]
    pub(crate) fn word(&self, key: WordKey) -> impl Iterator<Item = Sleeper> + '_ {
        let mut at = self.home(key);
        let found = loop {
            match self.slots[at] {
                (_, EMPTY) => break &[][..],
                (known, first) if known == key => break &self.sleepers[first as usize..],
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        };
        found.iter().copied().take_while(|&sleeper| sleeper != END)
    }

    /// The rules that wait for a mark.
    pub(crate) fn mark(&self, mark: char) -> &[Sleeper] {
        self.marks.get(&mark).map_or(&[], Vec::as_slice)
    }

    /// The rules that wait for doubled words.
    pub(crate) fn doubled(&self) -> &[Sleeper] {
        &self.doubled
    }

    /// The rules that look at every block.
    pub(crate) fn blocks(&self) -> &[Sleeper] {
        &self.blocks
    }

    /// The rules that wait for texts.
    pub(crate) fn literals(&self) -> &[(String, Sleeper)] {
        &self.literals
    }

    /// The rules that look at whole documents.
    pub(crate) fn documents(&self) -> &[Sleeper] {
        &self.documents
    }
}
