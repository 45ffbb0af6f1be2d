//! Words, numbers and marks.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::span::Span;

/// A word, a number or a mark, in bytes of the prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its first byte.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// What it is called, whatever its case; zero for marks.
    pub key: WordKey,
    /// Word, number or mark.
    pub kind: TokenKind,
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

/// A word by the hash of its small letters, with `’` and `'` the same.
///
/// Equal words have equal keys. Different words have different keys but for one pair in four thousand million, so a
/// matcher compares the letters before it reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct WordKey(pub u32);

impl Token {
    /// Its place in the prose.
    pub const fn span(self) -> Span {
        Span::new(self.start, self.end)
    }

    /// Whether it is the mark `mark`.
    pub fn is(self, mark: char) -> bool {
        self.kind == TokenKind::Mark(mark)
    }

    /// Whether it is a word.
    pub fn is_word(self) -> bool {
        self.kind == TokenKind::Word
    }
}

impl WordKey {
    /// The key of a single word.
    pub fn new(word: &str) -> Self {
        if word.is_ascii() { Self::ascii(word.as_bytes()) } else { Self::folded(word) }
    }

    /// The key of a word of ASCII letters, digits and apostrophes.
    fn ascii(word: &[u8]) -> Self {
        let mut hash = 0;
        let mut chunks = word.chunks_exact(8);
        for chunk in &mut chunks {
            hash = mix(hash, u64::from_le_bytes(chunk.try_into().unwrap_or_default()) | SMALL);
        }
        let mut tail = [0; 8];
        let rest = chunks.remainder();
        tail[..rest.len()].copy_from_slice(rest);
        Self::finish(mix(hash, u64::from_le_bytes(tail) | SMALL), word.len())
    }

    /// The key of a word with other letters; the same as [`Self::ascii`] where all is ASCII after folding.
    fn folded(word: &str) -> Self {
        let fold = |c: char| if c == '’' { '\'' } else { c };
        let small: String = word.chars().flat_map(char::to_lowercase).map(fold).collect();
        Self::ascii(small.as_bytes())
    }

    fn finish(hash: u64, len: usize) -> Self {
        let hash = mix(hash, len as u64);
        let key = (hash >> 32) as u32;
        Self(key)
    }
}

/// Sets the bit that tells small ASCII letters from capitals, in eight bytes at once.
const SMALL: u64 = 0x2020_2020_2020_2020;

const fn mix(hash: u64, chunk: u64) -> u64 {
    (hash.rotate_left(26) ^ chunk).wrapping_mul(0x9e37_79b9_7f4a_7c15)
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

/// Takes prose apart into `tokens`, which is cleared first.
pub fn tokenize(prose: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut scan = Scan { prose, bytes: prose.as_bytes(), at: 0, tokens };
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
    tokens: &'a mut Vec<Token>,
}

impl Scan<'_> {
    fn class(&self, at: usize) -> Option<Class> {
        self.bytes.get(at).map(|&byte| CLASSES[usize::from(byte)])
    }

    fn char(&self, at: usize) -> Option<char> {
        self.prose.get(at..)?.chars().next()
    }

    fn push(&mut self, start: usize, end: usize, key: WordKey, kind: TokenKind) {
        // A source is at most 4 GiB long, and prose is no longer than its source.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.tokens.push(Token { start: place(start), end: place(end), key, kind });
        self.at = end;
    }

    fn mark(&mut self, mark: char) {
        self.push(self.at, self.at + mark.len_utf8(), WordKey::default(), TokenKind::Mark(mark));
    }

    /// A word that begins with an ASCII letter; where another letter turns up in it, it is taken anew with care.
    fn ascii_word(&mut self) {
        let start = self.at;
        let mut end = start + 1;
        loop {
            match self.class(end) {
                Some(Class::Letter | Class::Digit) => end += 1,
                Some(Class::Mark) if self.bytes[end] == b'\'' && self.class(end + 1) == Some(Class::Letter) => end += 2,
                Some(Class::High) if self.char(end).is_some_and(is_word_char) => return self.any_word(start),
                Some(Class::High) if self.is_inner_apostrophe(end) => return self.any_word(start),
                _ => break,
            }
        }
        let key = WordKey::ascii(&self.bytes[start..end]);
        self.push(start, end, key, TokenKind::Word);
    }

    /// A word of any letters. Runs with letters beyond Latin, Greek and Cyrillic are parted as Unicode parts them,
    /// which gives every ideograph a token of its own.
    fn any_word(&mut self, start: usize) {
        let mut end = start;
        let mut beyond = false;
        while let Some(c) = self.char(end) {
            let apostrophe = matches!(c, '\'' | '’') && end > start && self.is_inner_apostrophe(end);
            if !is_word_char(c) && !apostrophe {
                break;
            }
            beyond |= u32::from(c) > 0x052f && c != '’';
            end += c.len_utf8();
        }
        if !beyond {
            return self.push(start, end, WordKey::folded(&self.prose[start..end]), TokenKind::Word);
        }
        for (offset, word) in self.prose[start..end].split_word_bound_indices() {
            let from = start + offset;
            self.push(from, from + word.len(), WordKey::folded(word), TokenKind::Word);
        }
    }

    /// Whether an apostrophe stands at `at` with a letter right after it.
    fn is_inner_apostrophe(&self, at: usize) -> bool {
        matches!(self.char(at), Some(mark @ ('\'' | '’'))
            if self.char(at + mark.len_utf8()).is_some_and(char::is_alphabetic))
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
                // `3rd`, `5G`: a word that begins with a digit.
                Some(Class::Letter) => return self.any_word(start),
                _ => break,
            }
        }
        self.push(start, end, WordKey::ascii(&self.bytes[start..end]), TokenKind::Number);
    }

    fn high(&mut self) {
        match self.char(self.at) {
            Some(c) if c.is_whitespace() => self.at += c.len_utf8(),
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
        tokenize(prose, &mut tokens);
        tokens.iter().map(|token| &prose[token.span().range()]).collect()
    }

    #[test]
    fn words_numbers_and_marks() {
        assert_eq!(words("It’s 10,000 m, isn't it?"), ["It’s", "10,000", "m", ",", "isn't", "it", "?"]);
        assert_eq!(words("weapons. against “x”"), ["weapons", ".", "against", "“", "x", "”"]);
        assert_eq!(words("the 3rd F16 at 9:30."), ["the", "3rd", "F16", "at", "9:30", "."]);
        assert_eq!(words("workers’ hall"), ["workers", "’", "hall"]);
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
