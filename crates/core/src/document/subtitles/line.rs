//! One line of a cue: its text and its tags.

use super::Dialect;
use crate::document::prose::ProseBuilder;
use crate::document::xml::{self, Text};
use crate::source::Source;
use crate::span::Span;

/// A line of a cue, read.
#[derive(Debug)]
pub(super) struct Line {
    /// What a reader sees of it.
    pub(super) plain: String,
    /// Who speaks, where a tag tells it.
    pub(super) voice: Option<Span>,
    /// Where its text begins and ends in the source.
    pub(super) span: Span,
    pieces: Vec<(Piece, Span)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Text,
    Char(char),
    Break,
    Opaque,
}

impl Line {
    pub(super) fn read(source: &Source, at: Span, dialect: Dialect) -> Self {
        let mut line = Self { plain: String::new(), voice: None, span: Span::empty(at.start), pieces: Vec::new() };
        let mut start = at.start;
        let mut rest = source.slice(at);
        while let Some(first) = rest.chars().next() {
            let (piece, bytes) = mark(rest, first, dialect).unwrap_or_else(|| {
                let behind = first.len_utf8();
                let text = rest.get(behind..).and_then(|text| text.find(['<', '{', '&', '\\']));
                (Some(Piece::Text), text.map_or(rest.len(), |at| behind + at))
            });
            let (raw, behind) = rest.split_at_checked(bytes).unwrap_or((rest, ""));
            let piece_at = Span::new(start, start + u32::try_from(raw.len()).unwrap_or_default());
            if dialect == Dialect::Vtt
                && raw.starts_with("<v")
                && raw.get(2..).is_some_and(|r| r.starts_with([' ', '.', '\t']))
            {
                line.voice = Some(piece_at);
            }
            if let Some(piece) = piece {
                line.push(piece, raw, piece_at);
            }
            (rest, start) = (behind, piece_at.end);
        }
        line
    }

    fn push(&mut self, piece: Piece, raw: &str, at: Span) {
        match piece {
            Piece::Text => self.plain.push_str(raw),
            Piece::Char(c) => self.plain.push(c),
            Piece::Break => self.plain.push(' '),
            Piece::Opaque => self.plain.push(crate::document::OPAQUE),
        }
        self.span = if self.pieces.is_empty() { at } else { self.span.cover(at) };
        self.pieces.push((piece, at));
    }

    /// Appends the bytes `shown` of what a reader sees.
    pub(super) fn append(&self, prose: &mut ProseBuilder<'_>, shown: std::ops::Range<usize>) {
        let mut place = 0;
        for &(piece, at) in &self.pieces {
            let bytes = match piece {
                Piece::Text => at.len() as usize,
                Piece::Char(c) => c.len_utf8(),
                Piece::Break => 1,
                Piece::Opaque => crate::document::OPAQUE.len_utf8(),
            };
            let (start, end) = (place.max(shown.start), (place + bytes).min(shown.end));
            if start < end {
                match piece {
                    Piece::Text => {
                        let byte = |byte: usize| at.start + u32::try_from(byte - place).unwrap_or_default();
                        prose.verbatim(Span::new(byte(start), byte(end)));
                    }
                    Piece::Char(c) => prose.decoded(c.encode_utf8(&mut [0; 4]), at),
                    Piece::Break => prose.gap(at),
                    Piece::Opaque => prose.opaque(at),
                }
            }
            place += bytes;
        }
    }
}

/// What `text` begins with that is not as it stands, and how many bytes it has: a piece, or a tag that vanishes.
fn mark(text: &str, first: char, dialect: Dialect) -> Option<(Option<Piece>, usize)> {
    match first {
        '<' => {
            let begins = |c: char| c.is_ascii_alphabetic() || c == '/' || dialect == Dialect::Vtt && c.is_ascii_digit();
            let end = text.get(1..).filter(|tag| tag.starts_with(begins))?.find(['<', '>'])? + 1;
            let tag = text.get(..=end).filter(|tag| tag.ends_with('>'))?;
            let is_break = matches!(&tag.to_ascii_lowercase()[..], "<br>" | "<br/>" | "<br />");
            Some((is_break.then_some(Piece::Break), tag.len()))
        }
        '{' => {
            let inner = text.get(1..)?;
            let end = inner.find(['{', '}']).filter(|&end| inner.as_bytes().get(end) == Some(&b'}'))?;
            let code = inner.get(..end)?;
            let switch = matches!(code.strip_prefix('/').unwrap_or(code), "b" | "i" | "u" | "s");
            let is_code = switch || code.starts_with('\\') || code.as_bytes().get(1) == Some(&b':');
            is_code.then_some((None, end + 2))
        }
        '\\' => ["\\N", "\\n", "\\h"].iter().any(|code| text.starts_with(code)).then_some((Some(Piece::Break), 2)),
        '&' if dialect == Dialect::Vtt => {
            let end = text.bytes().take(32).position(|byte| byte == b';')? + 1;
            let raw = text.get(..end)?;
            let piece = match raw {
                "&nbsp;" => Piece::Char('\u{a0}'),
                "&lrm;" => Piece::Char('\u{200e}'),
                "&rlm;" => Piece::Char('\u{200f}'),
                _ => match xml::reference(raw)? {
                    Text::Decoded(c) => Piece::Char(c),
                    _ => Piece::Opaque,
                },
            };
            Some((Some(piece), end))
        }
        _ => None,
    }
}
