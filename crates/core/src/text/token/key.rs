//! Words by number, whatever their case.

use crate::text::lexicon::folded;

/// A word by the hash of its small letters, with `’` and `'` the same.
///
/// Equal words have equal keys. Different words have different keys but for one pair in four thousand million.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct WordKey(pub u32);

impl WordKey {
    /// The key of a single word.
    pub fn new(word: &str) -> Self {
        let mut hasher = Hasher::default();
        if word.is_ascii() {
            word.bytes().for_each(|byte| hasher.push(byte));
        } else {
            for c in folded(word) {
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| hasher.push(byte));
            }
        }
        hasher.finish()
    }
}

/// Takes the bytes of a word one by one.
#[derive(Default)]
struct Hasher {
    hash: u64,
    chunk: u64,
    len: u64,
}

impl Hasher {
    fn push(&mut self, byte: u8) {
        self.chunk |= u64::from(byte) << (8 * (self.len % 8));
        self.len += 1;
        if self.len.is_multiple_of(8) {
            self.hash = mix(self.hash, self.chunk | SMALL);
            self.chunk = 0;
        }
    }

    fn finish(self) -> WordKey {
        finish(mix(self.hash, self.chunk | SMALL), self.len)
    }
}

pub(super) fn finish(hash: u64, len: u64) -> WordKey {
    WordKey((mix(hash, len) >> 32) as u32)
}

/// Sets the bit that tells small ASCII letters from capitals, in eight bytes at once.
pub(super) const SMALL: u64 = 0x2020_2020_2020_2020;

pub(super) const fn mix(hash: u64, chunk: u64) -> u64 {
    (hash.rotate_left(26) ^ chunk).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
