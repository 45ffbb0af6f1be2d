//! The marks and what stands on both sides of each.

use super::single::{self, Role};
use crate::document::Document;
use crate::span::Span;

/// One quotation mark where it stands.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one plain fact about the place of a mark")]
pub(super) struct Mark {
    /// The number of its block.
    pub(super) block: usize,
    /// Its bytes in the prose of the block.
    pub(super) span: Span,
    pub(super) glyph: Glyph,
    pub(super) left: Side,
    pub(super) right: Side,
    /// How many bytes of white space stand before it and after it.
    pub(super) gap: (u32, u32),
    /// Nothing but white space or a dash stands before it in its block.
    pub(super) leads: bool,
    /// Nothing but marks and white space stands after it in its block.
    pub(super) ends: bool,
    /// The same mark stands right before it.
    pub(super) twin: bool,
    /// It follows a possessive, and the noun follows it: `Korea’s” full`.
    pub(super) splits_possessive: bool,
    /// A full stop, or another mark that ends a sentence, stands before it, with or without a space between.
    pub(super) after_stop: bool,
}

/// What a mark looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    Open,
    Close,
    Straight,
}

/// What stands next to a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Edge,
    Space,
    Letter,
    Digit,
    Stop,
    Ellipsis,
    Dash,
    OpenBracket,
    CloseBracket,
    Quote,
    Equals,
    Other,
}

impl Glyph {
    fn of(c: char) -> Option<Self> {
        match c {
            '“' | '„' => Some(Self::Open),
            '”' => Some(Self::Close),
            '"' => Some(Self::Straight),
            _ => None,
        }
    }
}

impl Side {
    fn of(c: Option<char>) -> Self {
        match c {
            None => Self::Edge,
            Some('“' | '”' | '„' | '"' | '‘' | '’' | '\'') => Self::Quote,
            Some('…') => Self::Ellipsis,
            Some('.' | ',' | '!' | '?' | ';' | ':') => Self::Stop,
            Some('=') => Self::Equals,
            Some('-' | '–' | '—' | '―' | '/') => Self::Dash,
            Some('(' | '[' | '{') => Self::OpenBracket,
            Some(')' | ']' | '}') => Self::CloseBracket,
            Some(c) if c.is_whitespace() => Self::Space,
            Some(c) if c.is_numeric() => Self::Digit,
            Some(c) if c.is_alphabetic() => Self::Letter,
            Some(_) => Self::Other,
        }
    }
}

/// All double quotation marks of the document in order, and the single marks that may be some, with the numbers of their
/// blocks.
pub(super) fn collect(document: &Document) -> (Vec<Mark>, Vec<(usize, Span, Role)>) {
    let (mut marks, mut single) = (Vec::new(), Vec::new());
    for (number, block) in document.blocks().iter().enumerate() {
        let prose = document.prose(block);
        // The straight marks are bytes; the typographic ones begin with the byte 0xE2 in UTF-8.
        for at in memchr::memchr3_iter(b'"', b'\'', 0xe2, prose.as_bytes()) {
            let Some(c) = prose.get(at..).and_then(|rest| rest.chars().next()) else { continue };
            if let Some(glyph) = Glyph::of(c) {
                marks.push(Mark::new(number, prose, at, c, glyph));
            } else if matches!(c, '\'' | '‘' | '’') {
                let (start, end) = (length(&prose[..at]), length(&prose[..at + c.len_utf8()]));
                let role = single::role(c, &prose[..at], &prose[end as usize..]);
                single.extend(role.map(|role| (number, Span::new(start, end), role)));
            }
        }
    }
    (marks, single)
}

impl Mark {
    fn new(block: usize, prose: &str, at: usize, c: char, glyph: Glyph) -> Self {
        let (before, after) = (&prose[..at], &prose[at + c.len_utf8()..]);
        let (head, tail) = (before.trim_end(), after.trim_start());
        let (before, after) = (joined(before, head, |text| text.chars().next_back()), joined(after, tail, first));
        let gap = (length(before) - length(head), length(after) - length(tail));
        let start = length(before);
        Self {
            block,
            span: Span::new(start, start + length(c.encode_utf8(&mut [0; 4]))),
            glyph,
            left: Side::of(before.chars().next_back()),
            right: if after.starts_with("...") { Side::Ellipsis } else { Side::of(first(after)) },
            gap,
            leads: head.chars().rev().take(4).all(|c| matches!(c, '-' | '–' | '—' | '(' | '[' | '‘' | '\'')),
            ends: tail.chars().take(4).all(|c| c.is_ascii_punctuation() || c.is_whitespace()) && tail.len() <= 4,
            twin: before.ends_with(c),
            splits_possessive: splits_possessive(before, after),
            after_stop: head.ends_with(['.', '!', '?', '…']),
        }
    }
}

/// One side of a mark without the narrow space that printers set between it and another mark: `“ ‘No,’ he said`.
fn joined<'a>(side: &'a str, trimmed: &'a str, nearest: fn(&str) -> Option<char>) -> &'a str {
    let narrow = |c: char| matches!(c, '\u{2006}' | '\u{2009}' | '\u{200a}' | '\u{202f}') || !c.is_whitespace();
    let beside_mark = Side::of(nearest(trimmed)) == Side::Quote;
    if beside_mark && nearest(side).is_some_and(narrow) { trimmed } else { side }
}

fn first(text: &str) -> Option<char> {
    text.chars().next()
}

/// Lengths of prose fit into 32 bits because sources are at most 4 GiB long.
fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

fn splits_possessive(before: &str, after: &str) -> bool {
    let possessive = ["’s", "'s", "s’", "s'"].iter().any(|ending| before.ends_with(ending));
    let mut rest = after.chars();
    possessive && rest.next() == Some(' ') && rest.next().is_some_and(char::is_lowercase)
}
