//! Making an index of what rules wait for.

use std::borrow::Cow;

use super::{HEAD, Index, OF_SET, OWNER, Sleeper, Tables, pair};
use crate::rule::wording::{Neighbour, Wording};
use crate::text::{Lexicon, SetId, WordId};

/// Collects what rules wait for.
#[derive(Debug)]
pub(crate) struct IndexBuilder {
    index: Index,
}

/// Takes the anchors of one rule.
#[derive(Debug)]
pub(crate) struct Anchors<'a> {
    rule: u32,
    index: &'a mut Index,
}

/// One word and what waits for it.
#[derive(Debug, Default, Clone)]
struct List {
    sleepers: Vec<[u32; 2]>,
    phrases: Vec<u32>,
}

impl IndexBuilder {
    /// A builder that begins with what `index` has.
    pub(crate) fn extending(index: &Index) -> Self {
        Self { index: index.clone() }
    }

    /// Takes the anchors of rule `rule`.
    pub(crate) fn rule(&mut self, rule: u32) -> Anchors<'_> {
        Anchors { rule, index: &mut self.index }
    }

    /// The index for texts whose words have the numbers of `lexicon`.
    pub(crate) fn finish(self, lexicon: &Lexicon) -> Index {
        let mut index = self.index;
        let mut lists = vec![List::default(); lexicon.len()];
        for &[rule, entry, asked] in index.asked.as_chunks().0 {
            let one = [asked];
            let words = if asked & OF_SET == 0 { &one[..] } else { lexicon.members(SetId(asked & !OF_SET)) };
            words.iter().for_each(|&word| lists[word as usize].sleepers.push([rule, entry]));
        }
        let mut at = 0;
        while at < index.code.len() {
            let place = number(at);
            let (_, code) = index.tables().phrase(place);
            for word in code.anchors(|set| lexicon.members(set)) {
                lists[word as usize].phrases.push(place);
            }
            at += OWNER + code.size();
        }
        // The list at zero is that of words for which nothing waits.
        let mut out = Out { lists: vec![0; HEAD], pairs: Vec::new() };
        let mut first = Vec::with_capacity(lists.len());
        for (list, word) in lists.into_iter().zip(0..) {
            first.push(if list.is_empty() { 0 } else { list.write(word, index.tables(), lexicon, &mut out) });
        }
        index.first = Cow::Owned(first);
        index.lists = Cow::Owned(out.lists);
        index.pairs = Cow::Owned(bits(&out.pairs));
        index
    }
}

/// Tables that are being written.
struct Out {
    lists: Vec<u32>,
    /// Hashes of the pairs of words that phrases wait for.
    pairs: Vec<u32>,
}

/// A set of hashes as bits; one in sixteen is set or fewer.
fn bits(hashes: &[u32]) -> Vec<u32> {
    let mut bits = vec![0; (hashes.len() / 2).next_power_of_two()];
    for hash in hashes {
        let bit = *hash as usize & (32 * bits.len() - 1);
        bits[bit / 32] |= 1 << (bit % 32);
    }
    bits
}

impl List {
    fn is_empty(&self) -> bool {
        self.sleepers.is_empty() && self.phrases.is_empty()
    }

    /// Writes what waits for `word`, and tells what stands for it in the table of words.
    fn write(mut self, word: u32, index: Tables<'_>, lexicon: &Lexicon, out: &mut Out) -> u32 {
        self.sleepers.sort_unstable();
        self.sleepers.dedup();
        let (mut plain, mut next, mut previous) = (Vec::new(), Vec::new(), Vec::new());
        for place in self.phrases {
            match index.phrase(place).1.neighbour(|set| lexicon.members(set)) {
                Some(Neighbour::Next(words)) => next.extend(words.into_iter().map(|right| [right, place])),
                Some(Neighbour::Previous(words)) => previous.extend(words.into_iter().map(|left| [left, place])),
                None => plain.push(place),
            }
        }
        next.sort_unstable();
        previous.sort_unstable();
        out.pairs.extend(next.iter().map(|&[right, _]| pair(word, right)));
        out.pairs.extend(previous.iter().map(|&[left, _]| pair(left, word)));
        let at = number(out.lists.len());
        let alone = !self.sleepers.is_empty() || !plain.is_empty();
        let lengths = [self.sleepers.len(), plain.len(), next.len(), previous.len()];
        out.lists.extend(lengths.map(number));
        out.lists.extend(self.sleepers.concat());
        out.lists.extend(plain);
        out.lists.extend(next.concat());
        out.lists.extend(previous.concat());
        2 * at + u32::from(alone)
    }
}

impl Anchors<'_> {
    const fn sleeper(&self, entry: u32) -> [u32; 2] {
        [self.rule, entry]
    }

    /// Where a whole phrase stands.
    pub(crate) fn phrase(&mut self, wording: &Wording, entry: u32) {
        let owner = self.sleeper(entry);
        let code = self.index.code.to_mut();
        code.extend(owner);
        code.extend(wording.numbers());
    }

    /// At each place of a word.
    pub(crate) fn word(&mut self, word: WordId, entry: u32) {
        self.index.asked.to_mut().extend([self.rule, entry, word.0]);
    }

    /// At each mark; it is a number like that of a word.
    pub(crate) fn mark(&mut self, mark: WordId, entry: u32) {
        self.word(mark, entry);
    }

    /// At each word of a set.
    pub(crate) fn set(&mut self, set: SetId, entry: u32) {
        self.index.asked.to_mut().extend([self.rule, entry, set.0 | OF_SET]);
    }

    /// At each word that is the same as the word before it.
    pub(crate) fn doubled(&mut self) {
        let sleeper = self.sleeper(0);
        self.index.doubled.to_mut().extend(sleeper);
    }

    /// At each word with letters beyond ASCII.
    pub(crate) fn beyond_ascii(&mut self) {
        let sleeper = self.sleeper(0);
        self.index.beyond_ascii.to_mut().extend(sleeper);
    }

    /// At each word that begins with a digit.
    pub(crate) fn digit_word(&mut self) {
        let sleeper = self.sleeper(0);
        self.index.digit_words.to_mut().extend(sleeper);
    }

    /// Once in each block that has `literal`, whatever the case of its ASCII letters.
    pub(crate) fn literal(&mut self, literal: &str) {
        let sleeper = Sleeper { rule: self.rule, entry: super::ONCE };
        self.index.literals.push((literal.to_owned(), sleeper));
    }

    /// Once in each block.
    pub(crate) fn block(&mut self, entry: u32) {
        let sleeper = self.sleeper(entry);
        self.index.blocks.to_mut().extend(sleeper);
    }

    /// Once in each document.
    pub(crate) fn document(&mut self) {
        let sleeper = self.sleeper(0);
        self.index.documents.to_mut().extend(sleeper);
    }
}

/// Places in tables are far below 2^31.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
