//! Quotation marks of a whole document, read together.
//!
//! Single marks, which may be apostrophes, only tell what is quoted (`single`). Every double mark may be read in several ways: as opening or closing, as it looks or turned round, as one too many, as an
//! inch sign. Each reading has a price, and so has a partner that is missing. The cheapest way to read all marks from
//! the first to the last is found by dynamic programming over how many quotations are open (none, one, one in
//! another); what it had to pay for are the faults. The time is linear in the number of marks.
//!
//! The price of the cheapest way in which one mark is read differently tells how sure its reading is.

mod fault;
mod mark;
mod reading;
mod single;

pub use fault::{Fault, FaultKind, Repair};

use crate::document::{Block, BlockKind, Document};
use crate::span::Span;

/// The quotation marks of a document, read.
#[derive(Debug, Default)]
pub struct Quotations {
    faults: Vec<Fault>,
    /// What stands between the marks, in bytes of the source, ordered and without overlap.
    quoted: Vec<Span>,
}

impl Quotations {
    /// Reads the quotation marks of a document.
    pub fn of(document: &Document) -> Self {
        let (marks, single) = mark::collect(document);
        let mut quotations = Self::default();
        if !marks.is_empty() {
            quotations = fault::find(document, &marks, &reading::cheapest(&marks));
        }
        quotations.add(single::quoted(document, &single));
        // A paragraph that a format calls a quotation is one without marks, too.
        let whole = document.blocks().iter().filter(|block| block.kind == BlockKind::Quotation);
        quotations.add(whole.map(Block::span).collect());
        quotations
    }

    /// Adds more that is quoted.
    fn add(&mut self, more: Vec<Span>) {
        if more.is_empty() {
            return;
        }
        self.quoted.extend(more);
        self.quoted.sort_unstable();
        self.quoted.dedup_by(|next, before| {
            let joined = next.start <= before.end;
            if joined {
                before.end = before.end.max(next.end);
            }
            joined
        });
    }

    /// What is wrong with the marks, in the order of the source.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Whether a span of the source lies in a quotation, the marks not counted.
    pub fn contains(&self, span: Span) -> bool {
        let next = self.quoted.partition_point(|quoted| quoted.end < span.end);
        self.quoted.get(next).is_some_and(|quoted| quoted.contains(span))
    }
}
