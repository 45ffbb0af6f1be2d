//! What formats of lines share: texts that know their place, lines, and an article as it is put together from them.
//!
//! Such a format finds out which lines are a paragraph, a heading or an item, and hands them over; what stands within
//! them is read by one function a format, its [`Syntax`].

mod pieces;
mod scan;
#[cfg(test)]
pub(super) mod testing;

use std::sync::Arc;

pub(super) use pieces::Pieces;
pub(super) use scan::{Scanner, Syntax, address};

use super::{Block, BlockKind, Parsed, Writing};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;
use crate::span::Span;

/// A stretch of the source that knows where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'s> {
    pub(super) text: &'s str,
    /// The byte of the source that it starts at.
    pub(super) at: u32,
}

/// One line without the white space around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'s> {
    /// The column that its text stands in, from 0.
    pub(super) column: usize,
    pub(super) content: Placed<'s>,
}

/// An article of which the blocks come one after the other.
pub(super) struct Article<'s> {
    source: &'s Source,
    /// The rule that reports what is broken.
    rule: Arc<str>,
    writing: Writing,
    syntax: Syntax,
    /// The language of all of it, where the article tells it.
    pub(super) language: Option<Arc<str>>,
    blocks: Vec<Block>,
    diagnostics: Vec<Diagnostic>,
}

/// A length or an offset within a source, of which all are at most 4 GiB.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or_default()
}

impl<'s> Placed<'s> {
    pub(super) fn of(source: &'s Source, span: Span) -> Self {
        Self { text: source.slice(span), at: span.start }
    }

    /// The whole source without a byte order mark.
    pub(super) fn whole(source: &'s Source) -> Self {
        Self::of(source, Span::new(source.bom_len(), source.len()))
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.at, self.at + offset(self.text.len()))
    }

    /// What of it stands at `span` of the source.
    pub(super) fn slice(self, span: Span) -> &'s str {
        let from = |at: u32| at.checked_sub(self.at).map_or(usize::MAX, |at| at as usize);
        self.text.get(from(span.start)..from(span.end)).unwrap_or_default()
    }

    /// The bytes of it from `from` up to and without `to`; nothing where these are no characters of it.
    pub(super) fn cut(self, from: usize, to: usize) -> Self {
        let text = self.text.get(from..to).unwrap_or_default();
        Self { text, at: self.at + offset(from.min(self.text.len())) }
    }

    /// What follows its first `from` bytes.
    pub(super) fn from(self, from: usize) -> Self {
        self.cut(from, self.text.len())
    }

    pub(super) fn trim(self) -> Self {
        let head = self.text.len() - self.text.trim_start().len();
        self.cut(head, head + self.text.trim().len())
    }

    pub(super) fn strip(self, prefix: &str) -> Option<Self> {
        self.text.starts_with(prefix).then(|| self.from(prefix.len()))
    }

    pub(super) fn strip_end(self, suffix: &str) -> Option<Self> {
        self.text.strip_suffix(suffix).map(|kept| self.cut(0, kept.len()))
    }

    /// What stands before and behind the first `mark`.
    pub(super) fn parted(self, mark: &str) -> Option<(Self, Self)> {
        let at = self.text.find(mark)?;
        Some((self.cut(0, at), self.from(at + mark.len())))
    }
}

impl<'s> Line<'s> {
    /// All lines of a source.
    pub(super) fn all(source: &'s Source) -> Vec<Self> {
        let bom = source.bom_len();
        let read = |number: usize| {
            let span = source.line_span(number);
            let start = if number == 0 { bom.min(span.end) } else { span.start };
            Self::read(Placed::of(source, Span::new(start, span.end)))
        };
        (0..source.lines().len()).map(read).collect()
    }

    /// A line and the white space around it.
    pub(super) fn read(line: Placed<'s>) -> Self {
        let content = line.trim();
        let head = line.cut(0, line.text.len() - line.text.trim_start().len());
        let column = head.text.chars().fold(0, |at, c| if c == '\t' { (at / 8 + 1) * 8 } else { at + 1 });
        Self { column, content }
    }

    pub(super) fn text(&self) -> &'s str {
        self.content.text
    }

    pub(super) fn is_blank(&self) -> bool {
        self.content.text.is_empty()
    }

    /// The line without its first `len` bytes and the white space behind them, as if it began there.
    pub(super) fn behind(&self, len: usize) -> Self {
        let head = self.content.cut(0, len).text;
        let rest = Self::read(self.content.from(len));
        Self { column: self.column + head.chars().count() + rest.column, content: rest.content }
    }

    /// The line with another content.
    pub(super) fn with(&self, content: Placed<'s>) -> Self {
        Self { content, ..*self }
    }
}

impl<'s> Article<'s> {
    /// An article in the format `name`, written as `writing` says.
    pub(super) fn new(source: &'s Source, name: &str, writing: Writing, syntax: Syntax) -> Self {
        let rule = format!("invalid-{name}").into();
        Self { source, rule, writing, syntax, language: None, blocks: Vec::new(), diagnostics: Vec::new() }
    }

    /// Adds a block of lines.
    pub(super) fn lines(&mut self, kind: BlockKind, lines: &[Line<'s>]) {
        let mut stretches: Vec<Placed<'s>> = Vec::new();
        for line in lines.iter().filter(|line| !line.is_blank()) {
            let span = line.content.span();
            match stretches.last_mut() {
                // Lines that follow each other are one stretch, so that what is marked up may go over their end.
                Some(last) if self.adjoin(last.span(), span) => {
                    *last = Placed::of(self.source, last.span().cover(span));
                }
                _ => stretches.push(line.content),
            }
        }
        self.add(kind, &stretches);
    }

    /// Adds a block of stretches that have a space between them.
    pub(super) fn add(&mut self, kind: BlockKind, stretches: &[Placed<'s>]) {
        let notes = self.block(kind, stretches);
        for note in notes {
            // A note within a note is left out, so that nesting takes no time.
            self.block(BlockKind::Footnote, &[note]);
        }
    }

    /// Adds a block that stands ready.
    pub(super) fn push(&mut self, block: Option<Block>) {
        self.blocks.extend(block.map(|block| block.written(self.writing)));
    }

    /// Reports that the source is broken at `span`.
    pub(super) fn broken(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(self.rule.clone(), Severity::Error, span, message));
    }

    /// Whether no block has come yet.
    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// All of it, in the order of the source.
    pub(super) fn finish(self) -> Parsed {
        let Self { language, blocks, diagnostics, .. } = self;
        let in_language = |block: Block| {
            let language = block.language.clone().or_else(|| language.clone());
            block.in_language(language)
        };
        let mut blocks: Vec<Block> = blocks.into_iter().map(in_language).collect();
        blocks.sort_by_key(|block| block.map.start());
        Parsed { blocks, diagnostics }
    }

    /// Adds a block, and gives back the notes that stand in it.
    fn block(&mut self, kind: BlockKind, stretches: &[Placed<'s>]) -> Vec<Placed<'s>> {
        let mut pieces = Pieces::default();
        let mut notes = Vec::new();
        let mut before: Option<Span> = None;
        for stretch in stretches {
            let span = stretch.span();
            if let Some(before) = before {
                pieces.space(Span::new(before.end, span.start.max(before.end)));
            }
            before = Some(span);
            let mut scanner = Scanner::new(*stretch, pieces);
            scanner.run(self.syntax);
            notes.append(&mut scanner.notes);
            pieces = scanner.pieces;
        }
        self.push(pieces.finish(self.source, kind));
        notes
    }

    /// Whether nothing but white space stands between the two.
    fn adjoin(&self, before: Span, after: Span) -> bool {
        before.end <= after.start && self.source.slice(Span::new(before.end, after.start)).trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_columns_and_places() {
        let source = Source::new("\u{feff}one\r\n\t two \n".to_owned()).expect("short");
        let lines: Vec<_> =
            Line::all(&source).iter().map(|line| (line.column, line.text(), line.content.span())).collect();
        assert_eq!(lines[0], (0, "one", Span::new(3, 6)));
        assert_eq!(lines[1], (9, "two", Span::new(10, 13)));
        assert_eq!(lines[2], (0, "", Span::new(15, 15)));
    }

    #[test]
    fn what_stands_behind_a_marker_has_its_own_column() {
        let source = Source::new("  -  an item".to_owned()).expect("short");
        let item = Line::all(&source)[0].behind(1);
        assert_eq!((item.column, item.text(), item.content.span()), (5, "an item", Span::new(5, 12)));
    }

    #[test]
    fn cuts_stay_within_the_text() {
        let text = Placed { text: "aé", at: 4 };
        assert_eq!(text.cut(1, 3).text, "é");
        assert_eq!(text.cut(2, 3).text, "");
        assert_eq!(text.cut(7, 9).span(), Span::new(7, 7));
        assert_eq!(text.parted("é").map(|(head, tail)| (head.text, tail.at)), Some(("a", 7)));
    }
}
