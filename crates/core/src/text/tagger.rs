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

pub use tag::Tag;

use features::{Context, NO_TAG, NO_WORD, Word, is_shouting};
use lexicon::Lexicon;
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
const MAGIC: &[u8] = b"cdpos\x00\x001";

/// What the stored form begins with.
const STORED: &[u8] = b"cdpos stored 1";

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
        let lexicon = Lexicon { frequent, dictionary, classes: reader.table()?, kinds: reader.table()? };
        Some(Self { lexicon, weights: Weights::stored(&mut reader)? })
    }

    /// Tags the words and marks of one sentence, as [`tokenize`](super::tokenize) parts them. `out` is cleared first
    /// and then has a tag for each.
    pub fn tag(&self, words: &[&str], out: &mut Vec<Tag>) {
        out.clear();
        let mut buffer = Vec::with_capacity(32);
        let mut look = |at: usize| words.get(at).map_or(NO_WORD, |word| Word::new(word, &self.lexicon, &mut buffer));
        let mut context = Context {
            words: [NO_WORD, NO_WORD, NO_WORD, look(0), look(1)],
            tags: [NO_TAG; 2],
            shouting: is_shouting(words),
        };
        for at in 0..words.len() {
            context.words.rotate_left(1);
            context.words[4] = look(at + 2);
            let number = context.words[2]
                .direct
                .unwrap_or_else(|| self.weights.scores(&context.features()).best(Tag::ALL.len()));
            context.tags = [number, context.tags[0]];
            out.push(Tag::from_number(number).unwrap_or(Tag::Nn));
        }
    }
}

#[cfg(test)]
mod tests;
