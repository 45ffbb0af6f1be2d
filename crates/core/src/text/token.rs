//! Words, numbers and marks.

mod key;
mod opaque;

use unicode_segmentation::UnicodeSegmentation as _;

pub use key::WordKey;

use self::key::{SMALL, finish, mix};
use super::lexicon::{Finder, Lexicon, WordId};
use crate::document::OPAQUE;
use crate::span::Span;

/// A word, a number or a mark, in bytes of the prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its first byte.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// The [`WordKey`] of a word or number, the character of a mark.
    key: u32,
    /// Which of the three it is, in the upper two bits; [`BEYOND_ASCII`], [`DIGIT_FIRST`] and [`OPAQUE_WORD`]; its number in the lexicon in the lower bits.
    word: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A run of letters, with digits and apostrophes inside: `it's`, `F16`, `naïve`.
    Word,
    /// A run of digits, with points, commas and colons between digits: `10,000`, `3.5`, `9:30`.
    Number,
    /// One character that is neither: punctuation, symbol, invisible character.
    Mark(char),
}

const WORD: u32 = 0;
const NUMBER: u32 = 1 << 30;
const MARK: u32 = 2 << 30;
const KIND: u32 = 3 << 30;
/// Marks a word with letters beyond ASCII.
const BEYOND_ASCII: u32 = 1 << 29;
/// Marks a word that begins with a digit.
const DIGIT_FIRST: u32 = 1 << 28;
/// Marks what is no word of the language but stands for one: code, an address.
const OPAQUE_WORD: u32 = 1 << 27;
/// The bits that hold the number of a word in the lexicon.
const ID: u32 = OPAQUE_WORD - 1;

impl Token {
    /// Its place in the prose.
    pub const fn span(self) -> Span {
        Span::new(self.start, self.end)
    }

    /// Word, number or mark.
    pub fn kind(self) -> TokenKind {
        match self.word & KIND {
            WORD => TokenKind::Word,
            NUMBER => TokenKind::Number,
            _ => TokenKind::Mark(char::from_u32(self.key).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }

    /// Its number in the lexicon.
    pub const fn id(self) -> WordId {
        WordId(self.word & ID)
    }

    /// What it is called, whatever its case; that of a mark means nothing.
    pub const fn key(self) -> WordKey {
        WordKey(self.key)
    }

    /// Whether it is the mark `mark`.
    pub const fn is(self, mark: char) -> bool {
        self.is_mark() && self.key == mark as u32
    }

    /// Whether it is a word.
    pub const fn is_word(self) -> bool {
        self.word & KIND == WORD
    }

    /// Whether it is a number.
    pub const fn is_number(self) -> bool {
        self.word & KIND == NUMBER
    }

    /// Whether it is a word with letters beyond ASCII; the curly apostrophe is no letter.
    pub(crate) const fn is_beyond_ascii(self) -> bool {
        self.word & BEYOND_ASCII != 0
    }

    /// Whether it is a word that begins with a digit: `3rd`, `5G`.
    pub(crate) const fn begins_with_digit(self) -> bool {
        self.word & DIGIT_FIRST != 0
    }

    /// Whether it stands in the place of a word and has no letters that a rule may read: code, an address.
    pub const fn is_opaque(self) -> bool {
        self.word & OPAQUE_WORD != 0
    }

    /// Whether it is a word with letters beyond ASCII, or one that begins with a digit.
    #[inline]
    pub(crate) const fn is_special(self) -> bool {
        self.word & (BEYOND_ASCII | DIGIT_FIRST) != 0
    }

    /// Whether it is a mark.
    pub const fn is_mark(self) -> bool {
        self.word & KIND == MARK
    }
}

/// How many of eight bytes, from the first on, are ASCII letters and digits.
const fn run_of_letters(bytes: u64) -> u32 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    /// The upper bit of each byte that lies in a range; the upper bits of `bytes` must not be set.
    const fn within(bytes: u64, first: u8, last: u8) -> u64 {
        (bytes + (0x80 - first as u64) * ONES) & !(bytes + (0x7f - last as u64) * ONES) & HIGH
    }
    let low = bytes & !HIGH;
    let letters = within(low | SMALL, b'a', b'z') | within(low, b'0', b'9');
    let others = !letters & HIGH | bytes & HIGH;
    others.trailing_zeros() / 8
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Space,
    Mark,
    /// Not ASCII.
    High,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Mark; 256];
    let mut byte = 0_u8;
    loop {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => Class::Space,
            0x80.. => Class::High,
            _ => Class::Mark,
        };
        if byte == u8::MAX {
            break classes;
        }
        byte += 1;
    }
};

/// Takes prose apart into `tokens`, which is cleared first; words get the numbers that they have in `lexicon`.
pub fn tokenize(prose: &str, lexicon: &Lexicon, tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut scan = Scan { prose, bytes: prose.as_bytes(), at: 0, finder: lexicon.finder(), tokens };
    while let Some(class) = scan.class(scan.at) {
        match class {
            Class::Space => scan.at += 1,
            Class::Mark => scan.mark(char::from(scan.bytes[scan.at])),
            Class::Letter => scan.ascii_word(),
            Class::Digit => scan.number(),
            Class::High => scan.high(),
        }
    }
}

struct Scan<'a> {
    prose: &'a str,
    bytes: &'a [u8],
    at: usize,
    finder: Finder<'a>,
    tokens: &'a mut Vec<Token>,
}

impl Scan<'_> {
    fn class(&self, at: usize) -> Option<Class> {
        self.bytes.get(at).map(|&byte| CLASSES[usize::from(byte)])
    }

    fn char(&self, at: usize) -> Option<char> {
        self.prose.get(at..)?.chars().next()
    }

    fn push(&mut self, start: usize, end: usize, key: u32, word: u32) {
        // A source is at most 4 GiB long, and prose is no longer than its source.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.tokens.push(Token { start: place(start), end: place(end), key, word });
        self.at = end;
    }

    #[inline]
    fn mark(&mut self, mark: char) {
        let glued = || self.bytes.get(self.at + 1).is_some_and(|next| !next.is_ascii_whitespace());
        if matches!(mark, '.' | ':' | '/' | '@' | '#' | '_' | '{' | '%' | '~') && glued() && self.opaque() {
            return;
        }
        let id = self.finder.mark(mark);
        self.push(self.at, self.at + mark.len_utf8(), u32::from(mark), MARK | id.0);
    }

    /// Takes what the mark that comes next belongs to as one word that rules do not look into, if it is that.
    #[cold]
    fn opaque(&mut self) -> bool {
        // Nothing reaches over white space or into another opaque word.
        let last = self.tokens.last().filter(|last| last.is_opaque()).map_or(0, |last| last.end as usize);
        let Some(found) = opaque::around(self.prose, last, self.at) else { return false };
        while self.tokens.last().is_some_and(|token| token.start as usize >= found.start) {
            self.tokens.pop();
        }
        self.push(found.start, found.end, 0, WORD | OPAQUE_WORD);
        true
    }

    fn word(&mut self, start: usize, end: usize, key: WordKey, kind: u32) {
        let id = self.finder.word(key, &self.prose[start..end]);
        self.push(start, end, key.0, kind | id.0);
    }

    /// A word that begins with an ASCII letter; where an apostrophe or another letter turns up in it, it is taken anew
    /// with care.
    fn ascii_word(&mut self) {
        let start = self.at;
        let (mut end, mut hash) = (start, 0);
        // The capitals among the letters so far, as bits; those of the first two letters alone.
        let (mut capitals, mut first) = (0, None);
        loop {
            let Some(chunk) = self.bytes.get(end..).and_then(<[u8]>::first_chunk) else {
                return self.any_word(start);
            };
            let chunk = u64::from_le_bytes(*chunk);
            let run = run_of_letters(chunk);
            end += run as usize;
            let letters = 1_u64.checked_shl(8 * run).map_or(u64::MAX, |beyond| beyond - 1);
            let here = !chunk & SMALL & letters;
            first = first.or(Some(here & 0xffff));
            capitals |= here;
            if run == 8 {
                hash = mix(hash, chunk | SMALL);
                continue;
            }
            let next = chunk >> (8 * run) & 0xff;
            if next == u64::from(b'\'') || next >= 0x80 {
                return self.any_word(start);
            }
            let tail = chunk & ((1 << (8 * run)) - 1);
            let key = finish(mix(hash, tail | SMALL), (end - start) as u64);
            // `camelCase` is a name in code; `iPhone` and `eBay` are names.
            if capitals != 0 && first == Some(0) {
                return self.push(start, end, 0, WORD | OPAQUE_WORD);
            }
            return self.word(start, end, key, WORD);
        }
    }

    /// A word of any letters. Runs with letters beyond Latin, Greek and Cyrillic are parted as Unicode parts them,
    /// which gives every ideograph a token of its own.
    fn any_word(&mut self, start: usize) {
        let mut end = start;
        let digit_first = self.bytes[start].is_ascii_digit();
        let (mut kind, mut unusual) = (if digit_first { WORD | DIGIT_FIRST } else { WORD }, false);
        while let Some(&byte) = self.bytes.get(end) {
            if byte.is_ascii_alphanumeric() {
                end += 1;
                continue;
            }
            let Some(c) = self.char(end) else { break };
            let apostrophe = matches!(c, '\'' | '’') && end > start && self.is_inner_apostrophe(end, c);
            if !apostrophe && (c.is_ascii() || !is_word_char(c)) {
                break;
            }
            kind |= if apostrophe { 0 } else { BEYOND_ASCII };
            unusual |= u32::from(c) > 0x052f && c != '’';
            end += c.len_utf8();
        }
        let word = &self.prose[start..end];
        if !unusual {
            return self.word(start, end, WordKey::new(word), kind);
        }
        for (offset, word) in word.split_word_bound_indices() {
            let from = start + offset;
            self.word(from, from + word.len(), WordKey::new(word), kind);
        }
    }

    /// Whether the apostrophe at `at` has a letter right after it.
    fn is_inner_apostrophe(&self, at: usize, mark: char) -> bool {
        self.char(at + mark.len_utf8()).is_some_and(char::is_alphabetic)
    }

    fn number(&mut self) {
        let start = self.at;
        let mut end = start + 1;
        loop {
            match self.class(end) {
                Some(Class::Digit) => end += 1,
                Some(Class::Mark)
                    if matches!(self.bytes[end], b'.' | b',' | b':') && self.class(end + 1) == Some(Class::Digit) =>
                {
                    end += 2;
                }
                // `3rd`, `5G`: a word that begins with a digit. In `9:30am` and `3.5km` the letters are one of their own.
                Some(Class::Letter) if self.bytes[start..end].iter().all(u8::is_ascii_digit) => {
                    return self.any_word(start);
                }
                _ => break,
            }
        }
        self.word(start, end, WordKey::new(&self.prose[start..end]), NUMBER);
    }

    fn high(&mut self) {
        match self.char(self.at) {
            Some(c) if c.is_whitespace() => self.at += c.len_utf8(),
            Some(OPAQUE) => self.push(self.at, self.at + OPAQUE.len_utf8(), 0, WORD | OPAQUE_WORD),
            Some(c) if is_word_char(c) => self.any_word(self.at),
            Some(c) => self.mark(c),
            // `at` always stands on a character; were it not so, going on by a byte ends the loop all the same.
            None => self.at += 1,
        }
    }
}

/// Letters, digits and the marks that combine with them.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(u32::from(c), 0x0300..=0x036f | 0x1ab0..=0x1aff | 0x20d0..=0x20f0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn words(prose: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(prose, &Lexicon::default(), &mut tokens);
        tokens.iter().map(|token| &prose[token.span().range()]).collect()
    }

    #[test]
    fn words_numbers_and_marks() {
        assert_eq!(words("It’s 10,000 m, isn't it?"), ["It’s", "10,000", "m", ",", "isn't", "it", "?"]);
        assert_eq!(words("weapons. against “x”"), ["weapons", ".", "against", "“", "x", "”"]);
        assert_eq!(words("the 3rd F16 at 9:30am."), ["the", "3rd", "F16", "at", "9:30", "am", "."]);
        assert_eq!(words("workers’ hall"), ["workers", "’", "hall"]);
    }

    /// The opaque words of a text.
    fn opaque(prose: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(prose, &Lexicon::default(), &mut tokens);
        tokens.iter().filter(|token| token.is_opaque()).map(|token| &prose[token.span().range()]).collect()
    }

    #[test]
    fn addresses_and_names_are_words_that_nobody_looks_into() {
        for (prose, wanted) in [
            (
                "See https://example.org/a(b)?c=d, or (www.example.com).",
                vec!["https://example.org/a(b)?c=d", "www.example.com"],
            ),
            ("Write to jo.doe@example.co.uk. Or @jo_doe, #news!", vec!["jo.doe@example.co.uk", "@jo_doe", "#news"]),
            ("Open src/main.rs, ~/notes.txt or /usr/bin.", vec!["src/main.rs", "~/notes.txt", "/usr/bin"]),
            (
                "Call a_long_name() with {name}, {{ x.y }}, %s and %(n)d.",
                vec!["a_long_name()", "{name}", "{{ x.y }}", "%s", "%(n)d"],
            ),
            ("Visit example.com/a. The end.", vec!["example.com/a"]),
            ("It is either/or, and 5 km/h; 50%; item #1; a.m. in the U.S. or v1.2.", vec![]),
            ("They used weapons.against ships. No.The end.So it is.", vec![]),
            ("Set atLeast on an iPhone or McDonald, NASA; isInternationalName", vec!["atLeast"]),
            ("Set isInternationalName on macOS x now.", vec!["isInternationalName", "macOS"]),
            ("He set {1, 2 and 3} and A: B/C at 10:30.", vec![]),
        ] {
            assert_eq!(opaque(prose), wanted, "{prose}");
        }
    }

    #[test]
    fn letters_beyond_ascii() {
        assert_eq!(words("naïve Zoë cafe\u{301}s\u{a0}Łódź"), ["naïve", "Zoë", "cafe\u{301}s", "Łódź"]);
        assert_eq!(words("a 防衛 b🙂"), ["a", "防", "衛", "b", "🙂"]);
    }

    #[test]
    fn keys_ignore_case_and_the_kind_of_apostrophe() {
        assert_eq!(WordKey::new("Don’t"), WordKey::new("don't"));
        assert_eq!(WordKey::new("INTERNATIONAL"), WordKey::new("international"));
        assert_eq!(WordKey::new("Élan"), WordKey::new("élan"));
        assert_ne!(WordKey::new("abcdefgh"), WordKey::new("abcdefg"));
    }
}
