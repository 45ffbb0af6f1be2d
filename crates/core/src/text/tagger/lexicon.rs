//! What is known of a word before its neighbours are looked at.

use std::borrow::Cow;

use super::table::{Bytes, Table};

/// The words of the training text that are frequent, and a dictionary for the others.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// Words that occurred often enough to know all that they can be.
    pub(crate) frequent: Table,
    /// For each of them its class: [`DIRECT`] and the number of its only tag, or a number that it shares with the
    /// words that can be the same.
    pub(crate) classes: Cow<'static, [u16]>,
    /// For each class that words share what they can be, a bit for each tag.
    pub(crate) possible: Cow<'static, [u64]>,
    /// The lemmas of the dictionary and their irregular forms.
    pub(crate) dictionary: Table,
    /// For each of them what it can be, as bits.
    pub(crate) kinds: Cow<'static, [u8]>,
}

/// Marks the class of a word that is always the same part of speech.
pub(crate) const DIRECT: u16 = 0x8000;

/// What the dictionary says of a word, a bit for each. The first eight are of the word itself, the others of a word that
/// it may be a form of.
pub(crate) mod kind {
    /// It can be a noun.
    pub(crate) const NOUN: u8 = 1;
    /// It can be a verb in its base form.
    pub(crate) const VERB: u8 = 1 << 1;
    /// It can be an adjective.
    pub(crate) const ADJECTIVE: u8 = 1 << 2;
    /// It can be an adverb.
    pub(crate) const ADVERB: u8 = 1 << 3;
    /// It is a name.
    pub(crate) const NAME: u8 = 1 << 4;
    /// It is an adjective with a capital: `Syrian`.
    pub(crate) const NAME_ADJECTIVE: u8 = 1 << 5;
    /// It is an irregular past form.
    pub(crate) const PAST: u8 = 1 << 6;
    /// It is an irregular plural.
    pub(crate) const PLURAL: u8 = 1 << 7;
    /// A noun with `-s`.
    pub(crate) const WITH_S: u16 = 1 << 8;
    /// A verb with `-s`.
    pub(crate) const THIRD_PERSON: u16 = 1 << 9;
    /// A verb with `-ed`.
    pub(crate) const WITH_ED: u16 = 1 << 10;
    /// A verb with `-ing`.
    pub(crate) const WITH_ING: u16 = 1 << 11;
    /// An adjective with `-er`.
    pub(crate) const COMPARATIVE: u16 = 1 << 12;
    /// An adjective with `-est`.
    pub(crate) const SUPERLATIVE: u16 = 1 << 13;
}

/// Endings: what is cut off, what is put in its place, what the stem must be, and what the word then can be.
const ENDINGS: [(&[u8], &[u8], u8, u16); 15] = [
    (b"s", b"", kind::NOUN, kind::WITH_S),
    (b"s", b"", kind::VERB, kind::THIRD_PERSON),
    (b"es", b"", kind::NOUN, kind::WITH_S),
    (b"es", b"", kind::VERB, kind::THIRD_PERSON),
    (b"ies", b"y", kind::NOUN, kind::WITH_S),
    (b"ies", b"y", kind::VERB, kind::THIRD_PERSON),
    (b"ed", b"", kind::VERB, kind::WITH_ED),
    (b"ed", b"e", kind::VERB, kind::WITH_ED),
    (b"ied", b"y", kind::VERB, kind::WITH_ED),
    (b"ing", b"", kind::VERB, kind::WITH_ING),
    (b"ing", b"e", kind::VERB, kind::WITH_ING),
    (b"er", b"", kind::ADJECTIVE, kind::COMPARATIVE),
    (b"er", b"e", kind::ADJECTIVE, kind::COMPARATIVE),
    (b"est", b"", kind::ADJECTIVE, kind::SUPERLATIVE),
    (b"est", b"e", kind::ADJECTIVE, kind::SUPERLATIVE),
];

impl Lexicon {
    /// Reads what the trainer has written; nothing where it is damaged.
    pub(crate) fn read(bytes: &mut Bytes<'_>, tags: usize) -> Option<Self> {
        let frequent = Table::read(bytes)?;
        let classes: Cow<'static, [u16]> = bytes.pairs(frequent.len())?.into();
        let possible = bytes.number()? as usize;
        let possible: Cow<'static, [u64]> = bytes.longs(possible)?.into();
        let dictionary = Table::read(bytes)?;
        let kinds = bytes.take(dictionary.len())?.to_vec().into();
        let sound = |&class: &u16| usize::from(class & !DIRECT) < if class < DIRECT { possible.len() } else { tags };
        let sound = classes.iter().all(sound);
        sound.then_some(Self { frequent, classes, possible, dictionary, kinds })
    }

    /// The class of a frequent word. Words that mostly have a capital are frequent only with one: `march` is no month.
    pub(crate) fn class(&self, hash: u32, capital: bool) -> Option<u16> {
        let find = |hash: u32| self.classes.get(self.frequent.find(hash)?).copied();
        find(hash).or_else(|| if capital { find(with_capital(hash)) } else { None })
    }

    /// All that a word in small letters can be by the dictionary, as bits; zero where it knows nothing of it. The
    /// word is left as it was.
    pub(crate) fn kinds(&self, word: &mut Vec<u8>, hash: u32) -> u16 {
        let mut kinds = u16::from(self.lemma(hash));
        if !matches!(word.last(), Some(b's' | b'd' | b'g' | b'r' | b't')) {
            return kinds;
        }
        for (ending, instead, needed, gained) in ENDINGS {
            if kinds & gained != 0 || word.len() < ending.len() + 2 || !word.ends_with(ending) {
                continue;
            }
            let stem = word.len() - ending.len();
            word.truncate(stem);
            word.extend_from_slice(instead);
            let mut found = self.lemma(hash_of(word));
            word.truncate(stem);
            // `planned`, `bigger`: the last letter of the stem is doubled.
            if found & needed == 0 && instead.is_empty() && word[stem - 1] == word[stem - 2] {
                found = self.lemma(hash_of(&word[..stem - 1]));
            }
            word.extend_from_slice(ending);
            if found & needed != 0 {
                kinds |= gained;
            }
        }
        kinds
    }

    fn lemma(&self, hash: u32) -> u8 {
        self.dictionary.find(hash).and_then(|at| self.kinds.get(at)).copied().unwrap_or_default()
    }
}

/// The hash of a word in small letters.
pub(crate) fn hash_of(word: &[u8]) -> u32 {
    let mut hash = word.len() as u64;
    let mut chunks = word.chunks_exact(8);
    for chunk in &mut chunks {
        hash = mix(hash, u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
    }
    let mut tail = [0; 8];
    let rest = chunks.remainder();
    tail[..rest.len()].copy_from_slice(rest);
    (mix(mix(hash, u64::from_le_bytes(tail)), 0) >> 32) as u32
}

/// The hash of a word that mostly has a capital, from that of its small letters.
pub(crate) const fn with_capital(hash: u32) -> u32 {
    !hash
}

/// Adds a number to a hash.
pub(crate) const fn mix(hash: u64, number: u64) -> u64 {
    (hash.rotate_left(26) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
