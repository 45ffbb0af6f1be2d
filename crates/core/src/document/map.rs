//! From the prose of a block back to the bytes of the source.

use crate::span::Span;

/// Maps bytes of prose to bytes of the source.
///
/// Prose is a row of pieces. Most stand in the source as they are; some are decoded, such as `&amp;`, which is one
/// character of prose and five bytes of source. A span that cuts into a decoded piece widens to the whole of it, and
/// says so, because an edit there would change more than was asked for.
#[derive(Clone, Debug)]
pub struct SourceMap {
    /// Where the first byte of prose stands in the source.
    base: u32,
    /// The pieces after which the distance between prose and source changes; empty where the prose is one verbatim
    /// stretch.
    pieces: Vec<Piece>,
}

/// One stretch of prose that maps to one stretch of source.
#[derive(Clone, Copy, Debug)]
struct Piece {
    prose: Span,
    source: Span,
    verbatim: bool,
}

/// A span of prose in terms of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The bytes of the source.
    pub span: Span,
    /// Whether these bytes are just what was asked for. Where not, the span was widened to whole decoded pieces, or
    /// covers markup between two pieces, and an edit of it can only be shown.
    pub exact: bool,
}

impl SourceMap {
    /// The map of prose that stands in the source as it is, from byte `base` on.
    pub const fn verbatim(base: u32) -> Self {
        Self { base, pieces: Vec::new() }
    }

    /// The map of prose made of pieces, appended in order with [`SourceMap::push`].
    pub const fn pieced() -> Self {
        Self { base: 0, pieces: Vec::new() }
    }

    /// Appends a piece: `prose_len` bytes of prose that come from the bytes `source`, as they are where `verbatim`.
    pub fn push(&mut self, prose_len: u32, source: Span, verbatim: bool) {
        let start = self.pieces.last().map_or(0, |piece| piece.prose.end);
        self.pieces.push(Piece { prose: Span::new(start, start + prose_len), source, verbatim });
    }

    /// Where `prose`, bytes of the block's prose, stands in the source.
    pub fn to_source(&self, prose: Span) -> Mapped {
        if self.pieces.is_empty() {
            return Mapped { span: prose.shifted(self.base), exact: true };
        }
        let first = self.pieces.partition_point(|piece| piece.prose.end <= prose.start).min(self.pieces.len() - 1);
        let after = self.pieces.partition_point(|piece| piece.prose.start < prose.end).max(first + 1);
        let pieces = &self.pieces[first..after];
        let (head, tail) = (pieces[0], pieces[pieces.len() - 1]);
        let start =
            if head.verbatim { head.source.start + (prose.start - head.prose.start) } else { head.source.start };
        let end = if tail.verbatim { tail.source.start + (prose.end - tail.prose.start) } else { tail.source.end };
        let joined = pieces.windows(2).all(|pair| pair[0].source.end == pair[1].source.start);
        let cut = |piece: Piece, at: u32| !piece.verbatim && at != piece.prose.start && at != piece.prose.end;
        let exact = joined && !cut(head, prose.start) && !cut(tail, prose.end);
        Mapped { span: Span::new(start.min(end), end.max(start)), exact }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a &amp; b`: one decoded character between two verbatim stretches.
    fn decoded() -> SourceMap {
        let mut map = SourceMap::pieced();
        map.push(2, Span::new(10, 12), true);
        map.push(1, Span::new(12, 17), false);
        map.push(2, Span::new(17, 19), true);
        map
    }

    #[test]
    fn verbatim_prose_moves_by_its_base() {
        let mapped = SourceMap::verbatim(7).to_source(Span::new(2, 5));
        assert_eq!(mapped, Mapped { span: Span::new(9, 12), exact: true });
    }

    #[test]
    fn a_decoded_piece_is_taken_whole() {
        assert_eq!(decoded().to_source(Span::new(2, 3)), Mapped { span: Span::new(12, 17), exact: true });
        assert_eq!(decoded().to_source(Span::new(1, 4)), Mapped { span: Span::new(11, 18), exact: true });
    }

    #[test]
    fn a_span_inside_a_decoded_piece_widens_and_says_so() {
        let mut map = SourceMap::pieced();
        map.push(4, Span::new(0, 9), false);
        assert_eq!(map.to_source(Span::new(1, 2)), Mapped { span: Span::new(0, 9), exact: false });
    }

    #[test]
    fn a_span_over_markup_is_not_exact() {
        let mut map = SourceMap::pieced();
        map.push(3, Span::new(0, 3), true);
        map.push(3, Span::new(7, 10), true);
        assert_eq!(map.to_source(Span::new(2, 4)), Mapped { span: Span::new(2, 8), exact: false });
        assert_eq!(map.to_source(Span::new(3, 4)), Mapped { span: Span::new(7, 8), exact: true });
    }
}
