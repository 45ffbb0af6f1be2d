//! Which rules to wake where.
//!
//! One pass over the words and marks of a text finds the places where some rule may have something to say. A rule
//! that waits for a word that does not occur costs nothing, however many such rules there are. Phrases are compared
//! with the text right here, in numbers; a rule is woken only where a whole phrase of it stands.

mod build;

use serde::{Deserialize, Serialize};

use super::wording::{Beside, Code, Match};
use crate::packed::{Numbers, Reader, Writer};
use crate::text::WordId;

pub(crate) use build::{Anchors, IndexBuilder};

/// Why a rule is called, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wake<'a> {
    /// The token that woke it; zero where the block as a whole did.
    pub(crate) token: usize,
    /// The number that the rule gave with its anchor, such as which of its phrases.
    pub(crate) entry: u32,
    /// Where its phrase stands, if it waits for one.
    pub(crate) found: Option<Match<'a>>,
}

/// A rule to be woken, with the number that it gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Sleeper {
    pub(crate) rule: u32,
    pub(crate) entry: u32,
}

/// Stands in the place of a rule for phrases in which no rule finds anything.
pub(crate) const ACCEPTED: u32 = u32::MAX - 1;

/// The entry of rules that look at the whole block when they are woken.
pub(crate) const ONCE: u32 = u32::MAX;

/// The places in which rules want to be woken. All sleepers are pairs of the number of a rule and of an entry.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// By the number of a word or mark: where in `lists` its list begins, or zero where nothing waits for it alone,
    /// times four; plus [`LEFT`] and [`RIGHT`] where some pair begins or ends with it.
    first: Numbers,
    /// Lists, each made of [`HEAD`] counts, sleepers, and places in `code` with what is needed beside the word.
    lists: Numbers,
    /// A few bits for each pair of words side by side that some phrase waits for, by a hash of their numbers: for nearly
    /// all pairs of a text this small table says that nothing does.
    filter: Numbers,
    /// Open addressing: for each of these pairs the upper half of its hash, and where in `places` its list begins.
    pairs: Numbers,
    /// Lists, each made of a length and of places in `code`, times two, plus one where the anchor is the second word.
    /// The first list is empty.
    places: Numbers,
    /// Phrases: the rule, the entry, and the numbers of the phrase, one behind the other.
    code: Numbers,
    /// What was asked for by words and sets, as the rules gave it, so that an index can be built anew with more rules:
    /// rule, entry, and a word, or a set with [`OF_SET`] added.
    asked: Numbers,
    /// At the second of two equal words.
    doubled: Numbers,
    /// At each word with letters beyond ASCII.
    beyond_ascii: Numbers,
    /// At each word that begins with a digit.
    digit_words: Numbers,
    /// Once in every block.
    blocks: Numbers,
    /// Once in every document.
    documents: Numbers,
    /// Once in a block that has the text, whatever the case of its ASCII letters.
    literals: Vec<(String, Sleeper)>,
}

/// Tells a set from a word in `asked`.
const OF_SET: u32 = 1 << 31;

/// How many numbers stand in front of the numbers of a phrase in `code`.
const OWNER: usize = 2;

/// What a list begins with: how many sleepers and places there are.
const HEAD: usize = 2;

/// Marks words with which a pair begins that some phrase waits for.
const LEFT: u32 = 1;

/// Marks words with which such a pair ends.
const RIGHT: u32 = 2;

/// What the number of a list is multiplied by to leave room for these marks.
const SIDES: u32 = 4;

/// What waits for a word or mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting(u32);

impl Waiting {
    /// Whether something waits for it alone.
    #[inline]
    pub(crate) const fn alone(self) -> bool {
        self.0 >= SIDES
    }

    /// Whether something may wait for it with the word `behind` it.
    #[inline]
    pub(crate) const fn with(self, behind: Self) -> bool {
        self.0 & LEFT != 0 && behind.0 & RIGHT != 0
    }
}

/// The tables that a pass over a text reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tables<'a> {
    first: &'a [u32],
    lists: &'a [u32],
    filter: &'a [[u32; 2]],
    pairs: &'a [[u32; 2]],
    places: &'a [u32],
    code: &'a [u32],
}

/// What waits for one word or mark.
#[derive(Clone, Copy, Debug)]
struct List<'a> {
    sleepers: &'a [[u32; 2]],
    /// Places in `code`, and what each phrase needs beside the word, as the bits of [`Beside`].
    phrases: &'a [[u32; 2]],
}

impl Index {
    /// Reads the tables that [`Index::write`] wrote.
    pub(crate) fn read(reader: &mut Reader) -> Option<Self> {
        let mut numbers = || reader.table();
        let mut index = Self {
            first: numbers()?,
            lists: numbers()?,
            filter: numbers()?,
            pairs: numbers()?,
            places: numbers()?,
            code: numbers()?,
            asked: numbers()?,
            doubled: numbers()?,
            beyond_ascii: numbers()?,
            digit_words: numbers()?,
            blocks: numbers()?,
            documents: numbers()?,
            literals: Vec::new(),
        };
        index.literals = postcard::from_bytes(reader.bytes()?).ok()?;
        Some(index)
    }

    /// Writes all tables.
    ///
    /// # Errors
    /// Where a text cannot be stored, which does not happen.
    pub(crate) fn write(&self, writer: &mut Writer) -> Result<(), postcard::Error> {
        for numbers in [&self.first, &self.lists, &self.filter, &self.pairs, &self.places, &self.code, &self.asked] {
            writer.table(numbers);
        }
        let by_kind = [&self.doubled, &self.beyond_ascii, &self.digit_words];
        by_kind.into_iter().chain([&self.blocks, &self.documents]).for_each(|numbers| writer.table(numbers));
        writer.table::<u8>(&postcard::to_stdvec(&self.literals)?);
        Ok(())
    }

    /// The tables that a pass over a text reads.
    pub(crate) fn tables(&self) -> Tables<'_> {
        Tables {
            first: &self.first,
            lists: &self.lists,
            filter: self.filter.as_chunks().0,
            pairs: self.pairs.as_chunks().0,
            places: &self.places,
            code: &self.code,
        }
    }

    /// The rules that wait for doubled words.
    pub(crate) fn doubled(&self) -> impl Iterator<Item = Sleeper> + '_ {
        sleepers(&self.doubled)
    }

    /// The rules that wait for words with letters beyond ASCII.
    pub(crate) fn beyond_ascii(&self) -> impl Iterator<Item = Sleeper> + '_ {
        sleepers(&self.beyond_ascii)
    }

    /// The rules that wait for words that begin with a digit.
    pub(crate) fn digit_words(&self) -> impl Iterator<Item = Sleeper> + '_ {
        sleepers(&self.digit_words)
    }

    /// The rules that look at every block.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = Sleeper> + '_ {
        sleepers(&self.blocks)
    }

    /// The rules that look at whole documents.
    pub(crate) fn documents(&self) -> impl Iterator<Item = Sleeper> + '_ {
        sleepers(&self.documents)
    }

    /// The rules that wait for texts.
    pub(crate) fn literals(&self) -> &[(String, Sleeper)] {
        &self.literals
    }
}

impl<'a> Tables<'a> {
    /// What waits for a word or mark, before its list is looked at.
    #[inline]
    pub(crate) fn waiting(self, id: WordId) -> Waiting {
        Waiting(self.first.get(id.0 as usize).copied().unwrap_or_default())
    }

    /// Whether some phrase may wait for two words side by side. A few pairs for which none does are let through.
    #[inline]
    pub(crate) fn waits_for_pair(self, left: WordId, right: WordId) -> bool {
        let (block, bits) = Pair::new(left, right).noted(self.filter.len());
        self.filter.get(block).is_some_and(|noted| (bits[0] & !noted[0]) | (bits[1] & !noted[1]) == 0)
    }

    /// The places in `code` of the phrases that may stand where `left` and `right` stand side by side, and whether the
    /// anchor is the second of them.
    pub(crate) fn phrases_of_pair(self, left: WordId, right: WordId) -> impl Iterator<Item = (u32, bool)> + 'a {
        let slot = Pair::new(left, right).slot(self.pairs);
        let at = self.pairs.get(slot).map_or(0, |&[_, at]| at);
        list_at(self.places, at).iter().map(|&place| (place / 2, place & 1 != 0))
    }

    /// The rules that wait for a word alone.
    pub(crate) fn sleepers(self, waiting: Waiting) -> impl Iterator<Item = Sleeper> + 'a {
        self.list(waiting).sleepers.iter().map(|&[rule, entry]| Sleeper { rule, entry })
    }

    /// The places in `code` of the phrases that may stand where a word does, as far as `beside` tells.
    pub(crate) fn phrases(self, waiting: Waiting, beside: Beside) -> impl Iterator<Item = u32> + 'a {
        let fit = self.list(waiting).phrases.iter().filter(move |&&[_, needed]| beside.has(needed));
        fit.map(|&[place, _]| place)
    }

    fn list(self, waiting: Waiting) -> List<'a> {
        self.list_at((waiting.0 / SIDES) as usize).unwrap_or(List { sleepers: &[], phrases: &[] })
    }

    fn list_at(self, at: usize) -> Option<List<'a>> {
        let (head, rest) = self.lists.get(at..)?.split_first_chunk::<HEAD>()?;
        let [sleepers, phrases] = head.map(|count| count as usize);
        let (sleepers, rest) = rest.split_at_checked(2 * sleepers)?;
        let phrases = rest.get(..2 * phrases)?;
        Some(List { sleepers: sleepers.as_chunks().0, phrases: phrases.as_chunks().0 })
    }

    /// The phrase at a place in `code`, with the rule that it belongs to and the entry that it is of it.
    #[inline]
    pub(crate) fn phrase(self, at: u32) -> (Sleeper, Code<'a>) {
        let phrase = self.code.get(at as usize..).unwrap_or_default();
        let Some((&[rule, entry], code)) = phrase.split_first_chunk::<OWNER>() else {
            return (Sleeper { rule: u32::MAX, entry: 0 }, Code::new(&[]));
        };
        (Sleeper { rule, entry }, Code::new(code))
    }
}

/// Two words side by side, as a hash of their numbers.
#[derive(Clone, Copy)]
struct Pair(u64);

#[expect(clippy::cast_possible_truncation, reason = "any bits of a hash will do")]
impl Pair {
    #[inline]
    const fn new(left: WordId, right: WordId) -> Self {
        let both = (left.0 as u64) << 32 | right.0 as u64;
        Self((both ^ both >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// In which of `blocks`, a power of two, it is noted, and by which bits of it.
    #[inline]
    const fn noted(self, blocks: usize) -> (usize, [u32; 2]) {
        let bits = [1 << (self.0 >> 59) | 1 << (self.0 >> 54 & 31), 1 << (self.0 >> 49 & 31)];
        (self.0 as usize >> 17 & blocks.wrapping_sub(1), bits)
    }

    /// The half of the hash by which it is known among those that share a slot.
    const fn upper(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The number of the slot in which it is, or of the free one where it would be. Some slots are always free.
    fn slot(self, slots: &[[u32; 2]]) -> usize {
        let mask = slots.len().wrapping_sub(1);
        let mut at = self.0 as usize & mask;
        while slots.get(at).is_some_and(|&[upper, list]| list != 0 && upper != self.upper()) {
            at = (at + 1) & mask;
        }
        at
    }
}

/// The list that begins at `at` with its length.
fn list_at(places: &[u32], at: u32) -> &[u32] {
    let list = places.get(at as usize..).and_then(<[u32]>::split_first);
    list.and_then(|(&count, places)| places.get(..count as usize)).unwrap_or_default()
}

fn sleepers(numbers: &[u32]) -> impl Iterator<Item = Sleeper> + '_ {
    numbers.as_chunks().0.iter().map(|&[rule, entry]| Sleeper { rule, entry })
}
