//! The prose of a block, put together piece by piece.

use super::map::{How, SourceMap};
use super::{Block, BlockKind, Prose, Writing};
use crate::source::Source;
use crate::span::Span;

/// Stands in prose where the source has something that is no prose: code, an image, a reference. It is a character that
/// no text may have, and a word of its own to whoever reads the prose, so that no rule sees a hole.
pub const OPAQUE: char = '\u{fdd0}';

/// Collects the prose of a block.
#[derive(Debug)]
pub(super) struct ProseBuilder<'s> {
    source: &'s Source,
    text: String,
    map: SourceMap,
}

impl<'s> ProseBuilder<'s> {
    pub(super) const fn new(source: &'s Source) -> Self {
        Self { source, text: String::new(), map: SourceMap::pieced() }
    }

    /// Prose that stands in the source as it is.
    pub(super) fn verbatim(&mut self, span: Span) {
        self.piece(self.source.slice(span), span, How::Verbatim);
    }

    /// Prose that the source writes in another way, such as `&amp;`. Where both are the same, it is verbatim.
    pub(super) fn decoded(&mut self, text: &str, span: Span) {
        let how = if text == self.source.slice(span) { How::Verbatim } else { How::Decoded };
        self.piece(text, span, how);
    }

    /// Something that is no prose, but has a place in it.
    pub(super) fn opaque(&mut self, span: Span) {
        self.piece(OPAQUE.encode_utf8(&mut [0; 4]), span, How::Opaque);
    }

    /// A space where the source has a break; none at the beginning, and none beside another.
    pub(super) fn space(&mut self, span: Span) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.decoded(" ", span);
        }
    }

    /// The prose so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A space where the source has markup that no repair may touch: the times between two subtitles. None at the
    /// beginning, and none beside another.
    pub(super) fn gap(&mut self, span: Span) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.piece(" ", span, How::Opaque);
        }
    }

    /// Whether no prose has come yet that is more than white space.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The block, if it has prose. The builder is empty then.
    pub(super) fn finish(&mut self, kind: BlockKind) -> Option<Block> {
        let mut text = std::mem::take(&mut self.text);
        text.truncate(text.trim_end().len());
        let map = std::mem::replace(&mut self.map, SourceMap::pieced());
        let letters = |c: char| !c.is_whitespace() && c != OPAQUE;
        text.contains(letters).then_some(Block {
            kind,
            language: None,
            original: None,
            prose: Prose::Built(text),
            map,
            writing: Writing::PLAIN,
        })
    }

    fn piece(&mut self, text: &str, span: Span, how: How) {
        if !text.is_empty() {
            self.text.push_str(text);
            // Prose is no longer than its source, but for decoded pieces, and those are short.
            self.map.push(u32::try_from(text.len()).unwrap_or_default(), span, how);
        }
    }
}
