//! From the prose of a block back to the bytes of the source.

use crate::span::Span;

/// Maps bytes of prose to bytes of the source.
///
/// Prose is a row of pieces. Most stand in the source as they are; some are decoded, such as `&amp;`, which is one
/// character of prose and five bytes of source, and some hold the place of what is no prose, such as code. A span that
/// cuts into a piece that is not as it stands widens to the whole of it, and says so, because an edit there would change
/// more than was asked for.
#[derive(Clone, Debug)]
pub struct SourceMap {
    /// Where the first byte of prose stands in the source.
    base: u32,
    /// The pieces in order; empty where the prose is one verbatim stretch.
    pieces: Vec<Piece>,
}

/// One stretch of prose that maps to one stretch of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) prose: Span,
    pub(super) source: Span,
    pub(super) how: How,
}

/// How a piece of prose stands in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Byte for byte.
    Verbatim,
    /// Written in another way that means the same, such as `&amp;`.
    Decoded,
    /// It holds the place of something that is no prose, such as code.
    Opaque,
}

/// A span of prose in terms of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The bytes of the source.
    pub span: Span,
    /// How well these bytes are what was asked for.
    pub fit: Fit,
}

/// How well bytes of the source are what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// They are just that.
    Exact,
    /// They begin and end with it, and there is markup between.
    Apart,
    /// They are more: the span was widened to whole pieces, or covers what is no prose.
    Wide,
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

    /// Appends a piece: `prose_len` bytes of prose that come from the bytes `source`. A verbatim piece that follows
    /// another one in the prose and in the source lengthens it.
    pub fn push(&mut self, prose_len: u32, source: Span, how: How) {
        let start = self.pieces.last().map_or(0, |piece| piece.prose.end);
        let prose = Span::new(start, start + prose_len);
        match self.pieces.last_mut() {
            Some(last) if last.how == How::Verbatim && how == How::Verbatim && last.source.end == source.start => {
                last.prose.end = prose.end;
                last.source.end = source.end;
            }
            _ => self.pieces.push(Piece { prose, source, how }),
        }
    }

    /// Where `prose`, bytes of the block's prose, stands in the source.
    pub fn to_source(&self, prose: Span) -> Mapped {
        let Some(last) = self.pieces.len().checked_sub(1) else {
            return Mapped { span: prose.shifted(self.base), fit: Fit::Exact };
        };
        let first = self.pieces.partition_point(|piece| piece.prose.end <= prose.start).min(last);
        let after = self.pieces.partition_point(|piece| piece.prose.start < prose.end).max(first + 1);
        let pieces = &self.pieces[first..after];
        let (head, tail) = (pieces[0], pieces[pieces.len() - 1]);
        let start = match head.how {
            How::Verbatim => head.source.start + (prose.start - head.prose.start),
            _ if prose.start >= head.prose.end => head.source.end,
            _ => head.source.start,
        };
        let end = match tail.how {
            How::Verbatim => tail.source.start + (prose.end - tail.prose.start),
            _ if prose.end <= tail.prose.start => tail.source.start,
            _ => tail.source.end,
        };
        let cut =
            |piece: Piece, at: u32| piece.how != How::Verbatim && at != piece.prose.start && at != piece.prose.end;
        let covers_opaque = !prose.is_empty() && pieces.iter().any(|piece| piece.how == How::Opaque);
        let joined = pieces.windows(2).all(|pair| pair[0].source.end == pair[1].source.start);
        let fit = match () {
            () if covers_opaque || cut(head, prose.start) || cut(tail, prose.end) => Fit::Wide,
            () if joined => Fit::Exact,
            () => Fit::Apart,
        };
        Mapped { span: Span::new(start.min(end), end.max(start)), fit }
    }

    /// The pieces of prose whose sources lie in `source`, cut to it; the map is one of pieces.
    pub(super) fn within(&self, source: Span) -> impl Iterator<Item = Piece> + '_ {
        let first = self.pieces.partition_point(|piece| piece.source.end <= source.start);
        let inside = self.pieces[first..].iter().take_while(move |piece| piece.source.start < source.end);
        inside.map(move |&piece| match piece.how {
            How::Verbatim => {
                let cut = Span::new(piece.source.start.max(source.start), piece.source.end.min(source.end));
                let offset = cut.start - piece.source.start;
                let prose = Span::new(piece.prose.start + offset, piece.prose.start + offset + cut.len());
                Piece { prose, source: cut, ..piece }
            }
            _ => piece,
        })
    }

    /// The byte of prose that stands at byte `at` of the source, or is the next that does.
    pub(super) fn prose_at(&self, at: u32) -> u32 {
        if self.pieces.is_empty() {
            return at.saturating_sub(self.base);
        }
        let next = self.pieces.partition_point(|piece| piece.source.end < at);
        let inside = |piece: &Piece| match piece.how {
            How::Verbatim => piece.prose.start + at.saturating_sub(piece.source.start).min(piece.prose.len()),
            _ if at >= piece.source.end => piece.prose.end,
            _ => piece.prose.start,
        };
        self.pieces.get(next).map_or_else(|| self.pieces.last().map_or(0, |piece| piece.prose.end), inside)
    }

    /// The first byte of the source that belongs to the prose.
    pub fn start(&self) -> u32 {
        self.to_source(Span::empty(0)).span.start
    }

    /// The byte behind the last one of the source that belongs to prose of pieces.
    pub(super) fn end(&self) -> u32 {
        self.pieces.iter().map(|piece| piece.source.end).max().unwrap_or(self.base)
    }

    /// The map of prose whose source is itself the prose of `outer`: from the prose to the source of `outer`.
    pub(super) fn through(&self, outer: &Self, prose_len: u32) -> Self {
        let whole = [Piece {
            prose: Span::new(0, prose_len),
            source: Span::new(0, prose_len).shifted(self.base),
            how: How::Verbatim,
        }];
        let pieces = if self.pieces.is_empty() { &whole[..] } else { &self.pieces };
        let mut map = Self::pieced();
        for piece in pieces {
            if piece.how != How::Verbatim {
                map.push(piece.prose.len(), outer.to_source(piece.source).span, piece.how);
                continue;
            }
            // A stretch that is as it stands in the middle text may be several pieces there.
            for part in outer.parts(piece.source) {
                map.push(part.prose.len(), part.source, part.how);
            }
        }
        map
    }

    /// The pieces of a span of prose, those at its ends cut to it.
    fn parts(&self, prose: Span) -> Vec<Piece> {
        if self.pieces.is_empty() {
            return vec![Piece { prose, source: prose.shifted(self.base), how: How::Verbatim }];
        }
        let first = self.pieces.partition_point(|piece| piece.prose.end <= prose.start);
        let inside = self.pieces[first..].iter().take_while(|piece| piece.prose.start < prose.end);
        let cut = |piece: &Piece| {
            let shown = Span::new(piece.prose.start.max(prose.start), piece.prose.end.min(prose.end));
            let source = match piece.how {
                How::Verbatim => {
                    let start = piece.source.start + (shown.start - piece.prose.start);
                    Span::new(start, start + shown.len())
                }
                _ => piece.source,
            };
            Piece { prose: shown, source, how: piece.how }
        };
        inside.map(cut).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a &amp; b`: one decoded character between two verbatim stretches.
    fn decoded() -> SourceMap {
        let mut map = SourceMap::pieced();
        map.push(2, Span::new(10, 12), How::Verbatim);
        map.push(1, Span::new(12, 17), How::Decoded);
        map.push(2, Span::new(17, 19), How::Verbatim);
        map
    }

    #[test]
    fn verbatim_prose_moves_by_its_base() {
        let mapped = SourceMap::verbatim(7).to_source(Span::new(2, 5));
        assert_eq!(mapped, Mapped { span: Span::new(9, 12), fit: Fit::Exact });
    }

    #[test]
    fn a_decoded_piece_is_taken_whole() {
        assert_eq!(decoded().to_source(Span::new(2, 3)), Mapped { span: Span::new(12, 17), fit: Fit::Exact });
        assert_eq!(decoded().to_source(Span::new(1, 4)), Mapped { span: Span::new(11, 18), fit: Fit::Exact });
    }

    #[test]
    fn a_span_inside_a_decoded_piece_widens_and_says_so() {
        let mut map = SourceMap::pieced();
        map.push(4, Span::new(0, 9), How::Decoded);
        assert_eq!(map.to_source(Span::new(1, 2)), Mapped { span: Span::new(0, 9), fit: Fit::Wide });
    }

    #[test]
    fn a_span_over_markup_is_apart() {
        let mut map = SourceMap::pieced();
        map.push(3, Span::new(0, 3), How::Verbatim);
        map.push(3, Span::new(7, 10), How::Verbatim);
        assert_eq!(map.to_source(Span::new(2, 4)), Mapped { span: Span::new(2, 8), fit: Fit::Apart });
        assert_eq!(map.to_source(Span::new(3, 4)), Mapped { span: Span::new(7, 8), fit: Fit::Exact });
    }

    #[test]
    fn what_holds_a_place_is_never_exact() {
        let mut map = SourceMap::pieced();
        map.push(2, Span::new(0, 2), How::Verbatim);
        map.push(3, Span::new(2, 9), How::Opaque);
        map.push(2, Span::new(9, 11), How::Verbatim);
        assert_eq!(map.to_source(Span::new(1, 6)), Mapped { span: Span::new(1, 10), fit: Fit::Wide });
        assert_eq!(map.to_source(Span::new(5, 7)), Mapped { span: Span::new(9, 11), fit: Fit::Exact });
        assert_eq!(map.to_source(Span::new(0, 2)), Mapped { span: Span::new(0, 2), fit: Fit::Exact });
    }

    #[test]
    fn a_map_goes_through_another() {
        // `<b>"x"</b>` in a JSON string: the prose `"x"`, in the middle text from byte 3 on.
        let mut outer = SourceMap::pieced();
        outer.push(3, Span::new(10, 13), How::Verbatim);
        outer.push(1, Span::new(13, 15), How::Decoded);
        outer.push(1, Span::new(15, 16), How::Verbatim);
        outer.push(1, Span::new(16, 18), How::Decoded);
        outer.push(4, Span::new(18, 22), How::Verbatim);
        let map = SourceMap::verbatim(3).through(&outer, 3);
        assert_eq!(map.to_source(Span::new(1, 2)), Mapped { span: Span::new(15, 16), fit: Fit::Exact });
        assert_eq!(map.to_source(Span::new(0, 3)), Mapped { span: Span::new(13, 18), fit: Fit::Exact });
    }
}
