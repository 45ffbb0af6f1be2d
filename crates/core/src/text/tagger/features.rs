//! What the model looks at to choose the tag of a word.

use super::lexicon::{DIRECT, Lexicon, hash_of, mix};

/// All that is known of a word apart from its neighbours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// The word in small letters, each digit a zero.
    pub(crate) small: u32,
    /// Its last four bytes, the last one lowest; zero before the first.
    ending: u32,
    /// Its first three bytes.
    beginning: u32,
    /// Its letters and digits as runs: `Xx`, `0-x`.
    shape: u32,
    /// What it can be; numbers from [`RARE`] for words that the training text had seldom or not at all.
    pub(crate) class: u32,
    /// Small letters, one capital in front, all capitals, or anything else.
    case: u32,
    /// The number of the only tag that it can have.
    pub(crate) direct: Option<u8>,
}

/// The least class of a word that is no frequent one.
pub(crate) const RARE: u32 = 1 << 16;

/// The place before the first word and behind the last.
pub(crate) const NO_WORD: Word =
    Word { small: 1, ending: 1, beginning: 1, shape: 1, class: 0xffff_ffff, case: 7, direct: None };

/// The tag before the first word.
pub(crate) const NO_TAG: u8 = 63;

/// How many features a word has.
pub(crate) const FEATURES: usize = 41;

/// A word among its neighbours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    /// Two words before, the word in question, two words behind.
    pub(crate) words: [Word; 5],
    /// The tags of the two words before, the nearest first.
    pub(crate) tags: [u8; 2],
    /// Whether the sentence has more capitals than small letters, so that capitals tell nothing.
    pub(crate) shouting: bool,
}

impl Word {
    /// Looks at a word; `buffer` is reused for its small letters.
    pub(crate) fn new(word: &str, lexicon: &Lexicon, buffer: &mut Vec<u8>) -> Self {
        let looks = fold(word, buffer);
        let small = hash_of(buffer);
        let case = looks.case();
        let class = lexicon.class(small, case != 0);
        let direct = class.filter(|&class| class >= DIRECT).and_then(|class| u8::try_from(class - DIRECT).ok());
        let len = buffer.len();
        let mut ending = [0; 4];
        let last = len.min(4);
        ending[4 - last..].copy_from_slice(&buffer[len - last..]);
        let ending = u32::from_be_bytes(ending);
        let class = class.map_or_else(|| rare_class(lexicon, buffer, small, case), u32::from);
        let mut beginning = [0; 4];
        let first = len.min(3);
        beginning[..first].copy_from_slice(&buffer[..first]);
        let beginning = u32::from_le_bytes(beginning);
        Self { small, ending, beginning, shape: looks.shape, class, case, direct }
    }
}

/// The class of a word that the training text did not have or had seldom.
fn rare_class(lexicon: &Lexicon, word: &mut Vec<u8>, small: u32, case: u32) -> u32 {
    let kinds = lexicon.kinds(word, small);
    if kinds != 0 {
        return RARE | u32::from(kinds) | u32::from(case != 0) << 20;
    }
    let ending = if case == 0 && word.len() > 4 { &word[word.len() - 2..] } else { &[] };
    0x8000_0000 | case << 16 | ending.iter().fold(0, |all, &byte| all << 8 | u32::from(byte))
}

/// What a word looks like.
#[derive(Default)]
pub(crate) struct Looks {
    shape: u32,
    capitals: usize,
    length: usize,
    capital_first: bool,
}

impl Looks {
    fn add(&mut self, kind: u32) {
        // A shape holds the first eight runs; all that comes later is like the last of them.
        if self.shape & 0xf != kind && self.shape < 1 << 28 {
            self.shape = self.shape << 4 | kind;
        }
        if kind == CAPITAL {
            self.capital_first |= self.length == 0;
            self.capitals += 1;
        }
        self.length += 1;
    }

    /// Small letters 0, one capital in front 1, all capitals 2, anything else 3.
    pub(crate) fn case(&self) -> u32 {
        match (self.capital_first, self.capitals) {
            (false, 0) => 0,
            (true, 1) => 1,
            (true, capitals) if capitals + 1 >= self.length => 2,
            (true, _) => 1,
            (false, _) => 3,
        }
    }
}

const CAPITAL: u32 = 1;
const SMALL: u32 = 2;
const DIGIT: u32 = 3;
const OTHER: u32 = 4;

/// Puts the small letters of a word into `small`, with zeros for digits and straight marks for curly ones.
pub(crate) fn fold(word: &str, small: &mut Vec<u8>) -> Looks {
    small.clear();
    let mut looks = Looks::default();
    for &byte in word.as_bytes() {
        let (kind, folded) = match byte {
            b'a'..=b'z' => (SMALL, byte),
            b'A'..=b'Z' => (CAPITAL, byte | 0x20),
            b'0'..=b'9' => (DIGIT, b'0'),
            0x80.. => return fold_any(word, small),
            b'`' => (OTHER, b'\''),
            _ => (OTHER | u32::from(byte & 0x7) << 1 & 0xf, byte),
        };
        small.push(folded);
        looks.add(kind);
    }
    looks
}

/// The same for words that are not all ASCII.
fn fold_any(word: &str, small: &mut Vec<u8>) -> Looks {
    small.clear();
    let mut looks = Looks::default();
    for c in word.chars() {
        let kind = match c {
            _ if c.is_uppercase() => CAPITAL,
            _ if c.is_alphabetic() => SMALL,
            _ if c.is_numeric() => DIGIT,
            _ => OTHER,
        };
        looks.add(kind);
        let folded = match c {
            '‘' | '’' | '`' => '\'',
            '“' | '”' => '"',
            '–' | '—' => '-',
            _ if c.is_numeric() => '0',
            _ => c,
        };
        for c in folded.to_lowercase() {
            small.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    looks
}

/// Two numbers as one feature value.
const fn two(first: u32, second: u32) -> u64 {
    (first as u64) << 32 | second as u64
}

/// Three numbers as one feature value.
const fn three(first: u32, second: u32, third: u32) -> u64 {
    mix(two(first, second), third as u64)
}

impl Context {
    /// The hashes of all features.
    pub(crate) fn features(&self) -> [u32; FEATURES] {
        let mut number = 0;
        self.values().map(|value| {
            number += 1;
            let hash = mix(value ^ value >> 29, number);
            (mix(hash ^ hash >> 32, number) >> 32) as u32
        })
    }

    #[rustfmt::skip]
    fn values(&self) -> [u64; FEATURES] {
        let [before, last, word, next, after] = self.words;
        let [tag, earlier] = self.tags.map(u32::from);
        let first = u32::from(last.class == NO_WORD.class);
        let case = word.case << 2 | first << 1 | u32::from(self.shouting);
        let [two_letters, three_letters] = [word.ending & 0xffff, word.ending & 0xff_ffff];
        let tags = tag << 8 | earlier;
        [
            u64::from(word.small), two(word.small, case), two(word.small, tag), three(word.small, tag, earlier),
            u64::from(word.ending & 0xff), u64::from(two_letters), u64::from(three_letters), u64::from(word.ending),
            two(three_letters, tag), two(two_letters, tag),
            two(two_letters, case), two(three_letters, case),
            u64::from(word.beginning & 0xff), u64::from(word.beginning & 0xffff), u64::from(word.beginning),
            two(word.shape, first), two(case, tag), u64::from(tag), u64::from(tags), 0,
            u64::from(before.small), u64::from(last.small), u64::from(next.small), u64::from(after.small),
            u64::from(next.ending & 0xff_ffff), u64::from(next.ending & 0xffff), u64::from(last.ending & 0xff_ffff),
            u64::from(next.class), two(next.class, tag), two(next.class, word.small), two(next.class, after.class),
            u64::from(word.class), two(word.class, tag), two(word.class, tags),
            two(word.class, case), two(word.class, two_letters), two(word.class, next.class),
            two(last.small, word.small), two(word.small, next.small),
            two(last.small, earlier), two(word.case << 8 | last.case << 4 | next.case, next.shape),
        ]
    }
}

/// Whether a sentence has more capitals than small letters.
pub(crate) fn is_shouting(words: &[&str]) -> bool {
    let (mut capitals, mut small) = (0_usize, 0_usize);
    for byte in words.iter().flat_map(|word| word.bytes()) {
        capitals += usize::from(byte.is_ascii_uppercase());
        small += usize::from(byte.is_ascii_lowercase());
    }
    capitals > small && capitals > 3
}
