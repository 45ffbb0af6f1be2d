//! Parts of speech of English words.
//!
//! The tagger reads a sentence once from left to right and gives each word the tag with the highest score. Frequent
//! words that are always the same part of speech are looked up; for the others the score is a sum of weights of
//! features (the word, its ending, its neighbours, what a dictionary says of them, the tags before it: see
//! [`features`]), learned by an averaged perceptron.
//!
//! `crates/train` makes the model from the train part of the Universal Dependencies English Web Treebank and from
//! `WordNet`, and measures it. The treebank parts words otherwise than [`tokenize`](super::tokenize) does, so the model
//! learns its sentences in both forms and is measured on both: in the treebank's own tokens, and in those of this
//! crate, where `don't` has the tag of `do`, `Korea's` that of `Korea`, the parts of `U.S.` that of the whole, and the
//! marks inside it are [`Tag::Hyph`].

mod features;
mod lexicon;
mod table;
mod tag;
mod weights;

pub use tag::{Tag, TagSet};

use features::{Context, NO_TAG, NO_WORD, Word, fold, is_shouting};
use lexicon::{DIRECT, Lexicon, hash_of, kind};
use table::{Bytes, Table, checksum};
use weights::Weights;

use crate::packed::{Reader, Writer};

/// A model that tells the parts of speech of the words of a sentence.
#[derive(Debug)]
pub struct Tagger {
    lexicon: Lexicon,
    weights: Weights,
}

/// What the bytes of a model begin with; the digit is the version of the format.
const MAGIC: &[u8] = b"cdpos\x00\x002";

/// What the stored form begins with.
const STORED: &[u8] = b"cdpos stored 2";

impl Tagger {
    /// Reads a model; nothing where the bytes are none or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes.strip_prefix(MAGIC)?);
        if bytes.number()? != checksum(bytes.0) {
            return None;
        }
        let lexicon = Lexicon::read(&mut bytes, Tag::ALL.len())?;
        let weights = Weights::read(&mut bytes, Tag::ALL.len())?;
        bytes.0.is_empty().then_some(Self { lexicon, weights })
    }

    /// The model in a form that [`Tagger::stored`] reads in place: a third larger, and there at once.
    pub fn to_stored(&self) -> Vec<u8> {
        let Self { lexicon, weights } = self;
        let mut writer = Writer::default();
        writer.table(STORED);
        for table in [&lexicon.frequent, &lexicon.dictionary] {
            writer.table(&table.shifts);
            writer.table(&table.prints);
        }
        writer.table(&lexicon.classes);
        writer.table(&lexicon.possible);
        writer.table(&lexicon.kinds);
        weights.store(&mut writer);
        writer.into_bytes()
    }

    /// Reads the bytes that [`Tagger::to_stored`] gave, in place where they begin at a multiple of eight in memory;
    /// nothing where they are those of another version.
    pub fn stored(bytes: &'static [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        if reader.bytes()? != STORED {
            return None;
        }
        let frequent = Table { shifts: reader.table()?, prints: reader.table()? };
        let dictionary = Table { shifts: reader.table()?, prints: reader.table()? };
        let (classes, possible, kinds) = (reader.table()?, reader.table()?, reader.table()?);
        let lexicon = Lexicon { frequent, classes, possible, dictionary, kinds };
        Some(Self { lexicon, weights: Weights::stored(&mut reader)? })
    }

    /// Tags the words and marks of one sentence, as [`tokenize`](super::tokenize) parts them. `out` is cleared first
    /// and then has a tag for each.
    pub fn tag(&self, words: &[&str], out: &mut Vec<Tag>) {
        out.clear();
        self.tag_until(words, words.len(), out);
    }

    /// Tags the words of a sentence from the first that has no tag in `tags` up to the one before `end`.
    pub fn tag_until(&self, words: &[&str], end: usize, tags: &mut Vec<Tag>) {
        let (start, end) = (tags.len(), end.min(words.len()));
        if start >= end {
            return;
        }
        let mut buffer = Vec::with_capacity(32);
        let mut look = |at: Option<usize>| {
            at.and_then(|at| words.get(at)).map_or(NO_WORD, |word| Word::new(word, &self.lexicon, &mut buffer))
        };
        let tag_before = |by: usize| start.checked_sub(by).and_then(|at| tags.get(at)).map_or(NO_TAG, |&tag| tag as u8);
        let mut context = Context {
            words: [
                NO_WORD,
                look(start.checked_sub(2)),
                look(start.checked_sub(1)),
                look(Some(start)),
                look(Some(start + 1)),
            ],
            tags: [tag_before(1), tag_before(2)],
            shouting: is_shouting(words),
        };
        for at in start..end {
            context.words.rotate_left(1);
            context.words[4] = look(Some(at + 2));
            let number = context.words[2]
                .direct
                .unwrap_or_else(|| self.weights.scores(&context.features()).best(Tag::ALL.len()));
            context.tags = [number, context.tags[0]];
            tags.push(Tag::from_number(number).unwrap_or(Tag::Nn));
        }
    }

    /// What a word can be, in any sentence. Of names and of words that are in no dictionary nothing is ruled out.
    pub fn possible(&self, word: &str) -> TagSet {
        let mut small = Vec::with_capacity(32);
        let looks = fold(word, &mut small);
        let hash = hash_of(&small);
        match self.lexicon.class(hash, looks.case() != 0) {
            None if looks.case() != 0 => TagSet::ALL,
            None => possible_by_dictionary(self.lexicon.kinds(&mut small, hash)),
            Some(class) if class < DIRECT => {
                self.lexicon.possible.get(usize::from(class)).map_or(TagSet::ALL, |&bits| TagSet::from_bits(bits))
            }
            Some(class) => TagSet::from_bits(1 << (class - DIRECT)),
        }
    }
}

/// What a word in small letters can be by what the dictionary says of it.
fn possible_by_dictionary(kinds: u16) -> TagSet {
    const MODIFIER: TagSet = TagSet::ADJECTIVE.or(TagSet::ADVERB);
    const PAST: TagSet = TagSet::PAST.or(TagSet::PARTICIPLE).or(TagSet::ADJECTIVE);
    const BY_KIND: [(u16, TagSet); 10] = [
        (kind::NOUN as u16, TagSet::SINGULAR),
        (kind::VERB as u16, TagSet::BASE),
        (kind::NAME as u16 | kind::NAME_ADJECTIVE as u16, TagSet::NOUN.or(TagSet::ADJECTIVE)),
        (kind::ADJECTIVE as u16 | kind::ADVERB as u16, MODIFIER),
        (kind::PAST as u16 | kind::WITH_ED, PAST),
        (kind::PLURAL as u16 | kind::WITH_S, TagSet::PLURAL),
        (kind::THIRD_PERSON, TagSet::THIRD_PERSON),
        (kind::WITH_ING, TagSet::ING.or(TagSet::SINGULAR).or(TagSet::ADJECTIVE)),
        (kind::COMPARATIVE, MODIFIER),
        (kind::SUPERLATIVE, MODIFIER),
    ];
    if kinds == 0 {
        return TagSet::ALL;
    }
    let sets = BY_KIND.iter().filter(|(kind, _)| kinds & kind != 0);
    sets.fold(TagSet::NONE, |all, (_, set)| all.or(*set))
}

#[cfg(test)]
mod tests;
