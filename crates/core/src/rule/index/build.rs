//! Making an index of what rules wait for.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{HEAD, Index, LEFT, OF_SET, OWNER, Pair, RIGHT, SIDES, Sleeper, Tables, list_at};
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
        // The lists at zero are those of words and pairs for which nothing waits.
        let mut out = Out { lists: vec![0; HEAD], pairs: Vec::new() };
        let mut first = Vec::with_capacity(lists.len());
        for (list, word) in lists.into_iter().zip(0..) {
            first.push(SIDES * list.write(WordId(word), index.tables(), lexicon, &mut out));
        }
        for &(left, right, _) in &out.pairs {
            first[left.0 as usize] |= LEFT;
            first[right.0 as usize] |= RIGHT;
        }
        index.first = Cow::Owned(first);
        index.lists = Cow::Owned(out.lists);
        index.set_pairs(out.pairs);
        index
    }
}

/// Tables that are being written.
struct Out {
    lists: Vec<u32>,
    /// The pairs of words that phrases wait for, each with what stands in `places` for the phrase.
    pairs: Vec<(WordId, WordId, u32)>,
}

impl Index {
    /// Lays out what waits for pairs of words. Pairs for which the same phrases wait, such as all of two sets, share
    /// their list.
    fn set_pairs(&mut self, mut pairs: Vec<(WordId, WordId, u32)>) {
        pairs.sort_unstable();
        pairs.dedup();
        let same = |one: &(WordId, WordId, u32), other: &(WordId, WordId, u32)| (one.0, one.1) == (other.0, other.1);
        let count = pairs.chunk_by(same).count();
        let mut filter = vec![[0; 2]; (count / 6).next_power_of_two()];
        let mut slots = vec![[0; 2]; (count + count / 2).next_power_of_two()];
        let mut places = vec![0];
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        for of_pair in pairs.chunk_by(same) {
            let Some(&(left, right, _)) = of_pair.first() else { continue };
            let pair = Pair::new(left, right);
            let slot = pair.slot(&slots);
            let mut list: Vec<u32> = of_pair.iter().map(|&(_, _, place)| place).collect();
            // A slot that is taken belongs to another pair that looks the same. They share the list of both.
            list.extend(list_at(&places, slots[slot][1]));
            let at = *known.entry(list).or_insert_with_key(|list| {
                let at = number(places.len());
                places.push(number(list.len()));
                places.extend(list);
                at
            });
            slots[slot] = [pair.upper(), at];
            let (block, bits) = pair.noted(filter.len());
            filter[block] = [filter[block][0] | bits[0], filter[block][1] | bits[1]];
        }
        self.filter = Cow::Owned(filter.concat());
        self.pairs = Cow::Owned(slots.concat());
        self.places = Cow::Owned(places);
    }
}

impl List {
    /// Writes what waits for `word`, and tells what stands for it in the table of words.
    fn write(mut self, word: WordId, index: Tables<'_>, lexicon: &Lexicon, out: &mut Out) -> u32 {
        self.sleepers.sort_unstable();
        self.sleepers.dedup();
        let mut alone = Vec::new();
        for place in self.phrases {
            let code = index.phrase(place).1;
            match code.neighbour(|set| lexicon.members(set)) {
                Some(Neighbour::Next(words)) => {
                    out.pairs.extend(words.into_iter().map(|right| (word, WordId(right), 2 * place)));
                }
                Some(Neighbour::Previous(words)) => {
                    out.pairs.extend(words.into_iter().map(|left| (WordId(left), word, 2 * place + 1)));
                }
                None => alone.push([place, code.needed().bits()]),
            }
        }
        if self.sleepers.is_empty() && alone.is_empty() {
            return 0;
        }
        let at = number(out.lists.len());
        out.lists.extend([self.sleepers.len(), alone.len()].map(number));
        out.lists.extend(self.sleepers.concat());
        out.lists.extend(alone.concat());
        at
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
