//! Which rules to wake where.
//!
//! One pass over the words and marks of a text finds the places where some rule may have something to say. A rule
//! that waits for a word that does not occur costs nothing, however many such rules there are. Phrases are compared
//! with the text right here, in numbers; a rule is woken only where a whole phrase of it stands.

mod build;

use serde::{Deserialize, Serialize};

use super::wording::{Code, Match};
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
    /// By the number of a word or mark: where in `lists` its list begins, times two, plus one where something in it
    /// waits for the word alone; zero where nothing waits for it.
    first: Numbers,
    /// Lists, each made of a [`Head`], sleepers, places in `code`, and pairs of a neighbour and a place in `code`.
    lists: Numbers,
    /// A bit for each pair of words side by side that some phrase may wait for, by a hash of their numbers.
    pairs: Numbers,
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

/// What a list begins with: how many sleepers, places, and pairs for the word behind and the word before there are.
const HEAD: usize = 4;

/// The tables that a pass over a text reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tables<'a> {
    first: &'a [u32],
    lists: &'a [u32],
    pairs: &'a [u32],
    code: &'a [u32],
}

/// What waits for one word or mark.
#[derive(Clone, Copy, Debug)]
struct List<'a> {
    sleepers: &'a [[u32; 2]],
    phrases: &'a [u32],
    /// Phrases that need a certain token behind the word: its number, and a place in `code`, ordered by the number.
    next: &'a [[u32; 2]],
    /// The same for the token before it.
    previous: &'a [[u32; 2]],
}

impl Index {
    /// Reads the tables that [`Index::write`] wrote.
    pub(crate) fn read(reader: &mut Reader) -> Option<Self> {
        let mut numbers = || reader.table();
        let mut index = Self {
            first: numbers()?,
            lists: numbers()?,
            pairs: numbers()?,
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
        for numbers in [&self.first, &self.lists, &self.pairs, &self.code, &self.asked] {
            writer.table(numbers);
        }
        let by_kind = [&self.doubled, &self.beyond_ascii, &self.digit_words];
        by_kind.into_iter().chain([&self.blocks, &self.documents]).for_each(|numbers| writer.table(numbers));
        writer.table::<u8>(&postcard::to_stdvec(&self.literals)?);
        Ok(())
    }

    /// The tables that a pass over a text reads.
    pub(crate) fn tables(&self) -> Tables<'_> {
        Tables { first: &self.first, lists: &self.lists, pairs: &self.pairs, code: &self.code }
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
    /// Whether something waits for a word or mark by itself.
    #[inline]
    pub(crate) fn waits_for(self, id: WordId) -> bool {
        self.first.get(id.0 as usize).is_some_and(|first| first & 1 != 0)
    }

    /// Whether some phrase may wait for two words side by side. A few pairs for which none does are let through.
    #[inline]
    pub(crate) fn waits_for_pair(self, left: WordId, right: WordId) -> bool {
        let bit = pair(left.0, right.0) as usize & (32 * self.pairs.len()).wrapping_sub(1);
        self.pairs.get(bit / 32).is_some_and(|bits| bits >> (bit % 32) & 1 != 0)
    }

    /// The rules that wait for a word alone.
    pub(crate) fn sleepers(self, id: WordId) -> impl Iterator<Item = Sleeper> + 'a {
        self.list(id).sleepers.iter().map(|&[rule, entry]| Sleeper { rule, entry })
    }

    /// The places in `code` of the phrases that may stand wherever a word does.
    pub(crate) fn phrases(self, id: WordId) -> &'a [u32] {
        self.list(id).phrases
    }

    /// The places in `code` of the phrases that may stand where `right` stands behind their anchor `left`.
    pub(crate) fn phrases_before(self, left: WordId, right: WordId) -> impl Iterator<Item = u32> + 'a {
        beside(self.list(left).next, right)
    }

    /// The places in `code` of the phrases that may stand where `left` stands before their anchor `right`.
    pub(crate) fn phrases_behind(self, left: WordId, right: WordId) -> impl Iterator<Item = u32> + 'a {
        beside(self.list(right).previous, left)
    }

    fn list(self, id: WordId) -> List<'a> {
        const NONE: List<'_> = List { sleepers: &[], phrases: &[], next: &[], previous: &[] };
        let at = self.first.get(id.0 as usize).map_or(0, |first| first / 2);
        self.list_at(at as usize).unwrap_or(NONE)
    }

    fn list_at(self, at: usize) -> Option<List<'a>> {
        let (head, rest) = self.lists.get(at..)?.split_first_chunk::<HEAD>()?;
        let [sleepers, phrases, next, previous] = head.map(|count| count as usize);
        let (sleepers, rest) = rest.split_at_checked(2 * sleepers)?;
        let (phrases, rest) = rest.split_at_checked(phrases)?;
        let (next, rest) = rest.split_at_checked(2 * next)?;
        let previous = rest.get(..2 * previous)?;
        Some(List {
            sleepers: sleepers.as_chunks().0,
            phrases,
            next: next.as_chunks().0,
            previous: previous.as_chunks().0,
        })
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

/// A hash of the numbers of two words.
const fn pair(left: u32, right: u32) -> u32 {
    let both = (left as u64) << 32 | right as u64;
    ((both ^ both >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

fn sleepers(numbers: &[u32]) -> impl Iterator<Item = Sleeper> + '_ {
    numbers.as_chunks().0.iter().map(|&[rule, entry]| Sleeper { rule, entry })
}

/// The places of the pairs whose neighbour is `id`.
fn beside(pairs: &[[u32; 2]], id: WordId) -> impl Iterator<Item = u32> + '_ {
    let first = pairs.partition_point(|&[neighbour, _]| neighbour < id.0);
    let same = pairs[first..].iter().take_while(move |&&[neighbour, _]| neighbour == id.0);
    same.map(|&[_, place]| place)
}
