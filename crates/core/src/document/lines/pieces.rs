//! The pieces that the prose of a block is made of.

use std::borrow::Cow;

use super::super::prose::ProseBuilder;
use super::super::{Block, BlockKind};
use super::{Placed, offset};
use crate::source::Source;
use crate::span::Span;

/// The pieces of a block as far as they have come. Whether a mark of emphasis is markup shows only where its partner
/// stands, so that nothing is final before the end.
#[derive(Debug, Default)]
pub(in crate::document) struct Pieces {
    list: Vec<(Span, What)>,
    /// The marks that wait for their partners, and where in `list` they stand.
    open: Vec<(&'static str, usize)>,
    /// Whether a piece is prose, or may be.
    prose: bool,
}

#[derive(Debug)]
enum What {
    Verbatim,
    Decoded(Cow<'static, str>),
    Opaque,
    Space,
    Gone,
}

impl Pieces {
    pub(in crate::document) fn verbatim(&mut self, span: Span) {
        let is_mark = self.is_mark_last();
        self.prose |= !span.is_empty();
        match self.list.last_mut() {
            _ if span.is_empty() => {}
            Some((last, What::Verbatim)) if last.end == span.start && !is_mark => {
                *last = last.cover(span);
            }
            _ => self.list.push((span, What::Verbatim)),
        }
    }

    pub(in crate::document) fn decoded(&mut self, span: Span, text: impl Into<Cow<'static, str>>) {
        self.prose = true;
        self.list.push((span, What::Decoded(text.into())));
    }

    pub(in crate::document) fn opaque(&mut self, span: Span) {
        self.list.push((span, What::Opaque));
    }

    pub(in crate::document) fn space(&mut self, span: Span) {
        self.list.push((span, What::Space));
    }

    /// Takes back the white space at the end, as in front of the number of a footnote.
    pub(in crate::document) fn unspace(&mut self, source: Placed<'_>) {
        while let Some((span, what)) = self.list.last_mut() {
            let text = source.slice(*span);
            match what {
                What::Space => drop(self.list.pop()),
                What::Verbatim if text.ends_with(char::is_whitespace) => {
                    span.end = span.start + offset(text.trim_end().len());
                    if !span.is_empty() {
                        return;
                    }
                    self.list.pop();
                }
                _ => return,
            }
        }
    }

    /// A mark that may open emphasis, close it, or both. It is markup where it has a partner, otherwise prose.
    pub(in crate::document) fn mark(&mut self, span: Span, mark: &'static str, opens: bool, closes: bool) {
        let partner = self.open.iter().rposition(|(open, _)| *open == mark);
        let mut what = What::Verbatim;
        if let Some(partner) = partner.filter(|_| closes) {
            if let Some((_, open)) = self.open.get(partner).and_then(|&(_, at)| self.list.get_mut(at)) {
                *open = What::Gone;
                what = What::Gone;
            }
            self.open.truncate(partner);
        } else if opens && partner.is_none() {
            self.open.push((mark, self.list.len()));
        }
        self.list.push((span, what));
    }

    /// Whether nothing has come but spaces and what is no prose.
    pub(in crate::document) fn is_blank(&self) -> bool {
        !self.prose
    }

    /// Whether the prose ends with one of `marks`, but for the white space behind it.
    pub(in crate::document) fn ends_with(&self, source: Placed<'_>, marks: &[char]) -> bool {
        let last = self.list.iter().rev().find(|(_, what)| !matches!(what, What::Space | What::Gone));
        last.is_some_and(|(span, what)| match what {
            What::Decoded(text) => text.ends_with(marks),
            What::Verbatim => source.slice(*span).trim_end().ends_with(marks),
            _ => false,
        })
    }

    /// The block, if it has prose. There are no pieces then.
    pub(in crate::document) fn finish(&mut self, source: &Source, kind: BlockKind) -> Option<Block> {
        let mut prose = ProseBuilder::new(source);
        let mut spaced = true;
        self.open.clear();
        self.prose = false;
        for (span, what) in self.list.drain(..) {
            match what {
                What::Verbatim => {
                    let text = source.slice(span);
                    // Where markup between two spaces is gone, one of them goes, too.
                    let head = if spaced { text.len() - text.trim_start_matches(' ').len() } else { 0 };
                    prose.verbatim(Span::new(span.start + offset(head), span.end));
                    spaced = if head < text.len() { text.ends_with(' ') } else { spaced };
                }
                What::Decoded(text) => {
                    prose.decoded(&text, span);
                    spaced = text.ends_with(' ');
                }
                What::Opaque => {
                    prose.opaque(span);
                    spaced = false;
                }
                What::Space => {
                    prose.space(span);
                    spaced = true;
                }
                What::Gone => {}
            }
        }
        prose.finish(kind)
    }

    /// Whether the last piece is a mark that waits for its partner.
    fn is_mark_last(&self) -> bool {
        self.open.last().is_some_and(|(_, at)| at + 1 == self.list.len())
    }
}
