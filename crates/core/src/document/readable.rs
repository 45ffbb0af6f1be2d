//! A document as people read it: its prose without markup, one block a line.

use super::{Block, Document};
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::span::Span;

impl Document {
    /// The prose of all blocks, each on a line of its own, and findings moved there from the source. Where the source is
    /// for machines only, such as the XML of a word processor, this is what to show.
    pub fn as_read(&self, mut diagnostics: Vec<Diagnostic>) -> (Source, Vec<Diagnostic>) {
        let mut text = String::new();
        let mut starts = Vec::new();
        for block in self.blocks() {
            // The prose of a source of at most 4 GiB is no longer.
            starts.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
            let line = self.prose(block).replace(['\n', '\r', '\u{2028}', '\u{2029}'], " ");
            text.push_str(&line.replace(super::OPAQUE, "…"));
            text.push('\n');
        }
        let moved = |span: Span| self.read_at(&starts, span);
        for found in &mut diagnostics {
            found.span = moved(found.span);
            found.labels.iter_mut().for_each(|label| label.span = moved(label.span));
            let edits = found.suggestions.iter_mut().flat_map(|suggestion| &mut suggestion.edits);
            edits.for_each(|edit| edit.span = moved(edit.span));
        }
        diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        // Text of at most 4 GiB can always be a source.
        (Source::new(text).unwrap_or_else(|_| self.source().clone()), diagnostics)
    }

    /// Where a span of the source stands among the lines that begin at `starts`.
    fn read_at(&self, starts: &[u32], span: Span) -> Span {
        let number = self.block_number_at(span).unwrap_or_default();
        let (Some(block), Some(start)) = (self.blocks().get(number), starts.get(number)) else { return Span::empty(0) };
        block.read_at(span).shifted(*start)
    }
}

impl Block {
    /// Where a span of the source stands in the prose.
    fn read_at(&self, span: Span) -> Span {
        let mut pieces = self.map.within(span).peekable();
        match (pieces.peek().copied(), pieces.last()) {
            (Some(first), Some(last)) => Span::new(first.prose.start, last.prose.end),
            // An empty span, or one in markup: the place where the next piece begins.
            _ => Span::empty(self.map.prose_at(span.start)),
        }
    }
}
