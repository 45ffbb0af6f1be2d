//! The bytes of one file as read, and where its lines are.

mod encoding;

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

pub use encoding::Encoding;

use crate::span::Span;

/// The byte order mark, which some editors put in front of UTF-8.
pub const BOM: char = '\u{feff}';

/// The text of one file as it stands on disk (a byte order mark included), with its line index.
///
/// It is kept in UTF-8. Where the file has another encoding, its bytes are counted with [`Source::on_disk`].
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    lines: LineIndex,
    encoding: Encoding,
}

/// Why bytes could not be taken as text. Offsets are bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The file has zero bytes among its first and is no text.
    Binary {
        /// Where the first zero byte stands.
        at: usize,
    },
    /// The bytes are not UTF-8.
    NotUtf8 {
        /// Where the first wrong byte stands.
        at: usize,
        /// The wrong byte.
        byte: u8,
        /// Its line, from 1.
        line: usize,
    },
    /// The bytes are not text of the encoding.
    NotEncoded(Encoding),
    /// The file is longer than a [`Span`] can address (4 GiB).
    TooLong,
}

impl Source {
    /// Takes the bytes of a file as text in `encoding`, or else in the encoding that they are in: UTF-8, UTF-16, or a
    /// legacy code page that the file declares or looks like.
    ///
    /// # Errors
    /// Where the bytes are no text of that encoding, with the place of the first that is wrong in UTF-8.
    pub fn decode(bytes: Vec<u8>, encoding: Option<Encoding>) -> Result<Self, DecodeError> {
        // Nearly all files are UTF-8, and need not be looked at twice.
        let head = &bytes[..bytes.len().min(8192)];
        let bytes = if encoding.is_none() && memchr::memchr(0, head).is_none() {
            match String::from_utf8(bytes) {
                Ok(text) => return Self::new(text),
                Err(error) => error.into_bytes(),
            }
        } else {
            bytes
        };
        let found = encoding.or_else(|| Encoding::of(&bytes));
        let is_utf16 = found.is_some_and(|found| found.name().starts_with("UTF-16"));
        if let Some(at) = bytes.iter().take(8192).position(|&byte| byte == 0)
            && !is_utf16
        {
            return Err(DecodeError::Binary { at });
        }
        let Some(found) = found.filter(|found| *found != Encoding::UTF_8) else { return Self::utf8(bytes) };
        let text = found.decode(bytes).ok_or(DecodeError::NotEncoded(found))?;
        Ok(Self { encoding: found, ..Self::new(text)? })
    }

    fn utf8(bytes: Vec<u8>) -> Result<Self, DecodeError> {
        match String::from_utf8(bytes) {
            Ok(text) => Self::new(text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let bytes = error.as_bytes();
                let line = 1 + bytes.iter().take(at).filter(|&&byte| byte == b'\n').count();
                Err(DecodeError::NotUtf8 { at, byte: bytes.get(at).copied().unwrap_or_default(), line })
            }
        }
    }

    /// Takes text that is already decoded.
    ///
    /// # Errors
    /// Where the text is longer than 4 GiB.
    pub fn new(text: String) -> Result<Self, DecodeError> {
        if u32::try_from(text.len()).is_err() {
            return Err(DecodeError::TooLong);
        }
        let lines = LineIndex::new(&text);
        Ok(Self { text, lines, encoding: Encoding::UTF_8 })
    }

    /// Another text in the encoding of this one.
    ///
    /// # Errors
    /// Where it is longer than 4 GiB.
    pub fn with_text(&self, text: String) -> Result<Self, DecodeError> {
        Ok(Self { encoding: self.encoding, ..Self::new(text)? })
    }

    /// How its characters are written in the file.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// The first character that the encoding does not have; it can only have come in by an edit.
    pub fn encode(&self) -> Result<Cow<'_, [u8]>, char> {
        self.encoding.encode(&self.text)
    }

    /// Where byte `at` of the text stands in the file.
    pub fn on_disk(&self, at: u32) -> u32 {
        if self.encoding == Encoding::UTF_8 {
            return at;
        }
        let before = self.encoding.len_before(self.slice(Span::new(0, at)));
        u32::try_from(before).unwrap_or(u32::MAX)
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text at `span`; empty where the span does not lie on characters of the source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// How many bytes it has.
    pub fn len(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Whether it has no byte.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The whole source as a span.
    pub fn span(&self) -> Span {
        Span::new(0, self.len())
    }

    /// How many bytes a byte order mark takes at the start: 3 or 0.
    pub fn bom_len(&self) -> u32 {
        if self.text.starts_with(BOM) { 3 } else { 0 }
    }

    /// Where its lines are.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Line and column of a byte, both from 1; the column counts characters (Unicode scalar values), and a byte
    /// order mark does not count.
    pub fn position(&self, byte: u32) -> Position {
        let line = self.lines.line_of(byte);
        let mut start = self.lines.start_of(line);
        if start == 0 {
            start = self.bom_len().min(byte);
        }
        let before = self.lines.characters(&self.text, Span::new(start, byte.max(start)));
        Position { line: line + 1, column: before + 1 }
    }

    /// The byte at a position, as [`Source::position`] tells it; nothing where there is no such line or column. The
    /// column behind the last character of a line is the end of the line.
    pub fn byte_at(&self, position: Position) -> Option<u32> {
        let line = position.line.checked_sub(1).filter(|&line| line < self.lines.len())?;
        let mut span = self.line_span(line);
        if span.start == 0 {
            span.start = self.bom_len().min(span.end);
        }
        let text = self.slice(span);
        let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let at = starts.nth(position.column.checked_sub(1)?)?;
        Some(span.start + u32::try_from(at).unwrap_or_default())
    }

    /// The bytes of line `line` (from 0) without its line break.
    pub fn line_span(&self, line: usize) -> Span {
        let start = self.lines.start_of(line);
        let end = if line + 1 < self.lines.len() { self.lines.start_of(line + 1) } else { self.len() };
        let text = self.slice(Span::new(start, end));
        let kept = text.strip_suffix('\n').map_or(text, |t| t.strip_suffix('\r').unwrap_or(t));
        Span::new(start, start + u32::try_from(kept.len()).unwrap_or_default())
    }
}

/// A place as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Where each line begins.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// How many characters begin before every [`STRIDE`]th byte; counted when a long line first asks.
    characters: OnceLock<Vec<u32>>,
}

/// How many bytes are counted at most to tell a column.
const STRIDE: usize = 4096;

impl LineIndex {
    /// The index of a text of at most 4 GiB. A line ends after `\n`; `\r\n` counts as one break.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX)));
        Self { starts, characters: OnceLock::new() }
    }

    /// How many characters begin in a span of `text`, the text that this is the index of.
    fn characters(&self, text: &str, span: Span) -> usize {
        let bytes = text.as_bytes();
        let count = |bytes: &[u8]| bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        if (span.len() as usize) < STRIDE {
            return count(bytes.get(span.range()).unwrap_or_default());
        }
        let counts = self.characters.get_or_init(|| {
            let mut sum = 0;
            let add = |chunk: &[u8]| {
                let before = sum;
                sum += u32::try_from(count(chunk)).unwrap_or_default();
                before
            };
            bytes.chunks(STRIDE).map(add).collect()
        });
        let before = |at: u32| {
            let chunk = at as usize / STRIDE;
            let counted = counts.get(chunk).copied().unwrap_or_default() as usize;
            counted + count(bytes.get(chunk * STRIDE..at as usize).unwrap_or_default())
        };
        before(span.end) - before(span.start)
    }

    /// How many lines there are; a text that ends in a line break has an empty last one.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: every text has a first line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line (from 0) that a byte stands in.
    pub fn line_of(&self, byte: u32) -> usize {
        self.starts.partition_point(|&start| start <= byte).saturating_sub(1)
    }

    /// The first byte of line `line` (from 0).
    pub fn start_of(&self, line: usize) -> u32 {
        self.starts.get(line).copied().unwrap_or_default()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary { at } => write!(f, "this is no text: a zero byte stands at byte {at}"),
            Self::NotUtf8 { at, byte, line } => {
                write!(
                    f,
                    "this is not UTF-8: byte 0x{byte:02X} at byte {at} (line {line}); `--encoding` tells what it is"
                )
            }
            Self::NotEncoded(encoding) => {
                write!(f, "this is no text in {}; `--encoding` tells which it is", encoding.name())
            }
            Self::TooLong => write!(f, "this is longer than 4 GiB"),
        }
    }
}

impl std::error::Error for DecodeError {}
