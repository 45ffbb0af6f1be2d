//! From the cheapest reading to what is wrong and how to mend it.

use super::Quotations;
use super::mark::{Glyph, Mark, Side};
use super::reading::{Reading, Role, is_spaced, is_turned};
use crate::document::{Document, Mapped};
use crate::span::Span;

/// What is wrong with a quotation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// It looks the wrong way: an opening mark that closes, or the reverse.
    Turned,
    /// White space parts it from its quotation.
    Spaced,
    /// The same mark stands twice.
    Doubled,
    /// It opens a quotation that nothing closes.
    Unclosed,
    /// It closes a quotation that nothing opened.
    Unopened,
    /// It closes the quotation too early; the true end is marked further on.
    Misplaced,
    /// It belongs to no quotation.
    Stray,
    /// It opens a quotation of nothing.
    Empty,
}

/// One fault. Spans are bytes of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The mark at fault, with the white space that is wrong beside it.
    pub span: Span,
    /// The place that explains the fault: its partner, or the quotation that ends too early.
    pub partner: Option<Span>,
    /// Repairs, the best first.
    pub repairs: Vec<Repair>,
    /// Whether all the other ways to read the marks cost clearly more.
    pub sure: bool,
}

/// One way to mend a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What it does, in the imperative.
    pub message: &'static str,
    /// What is put in the place of which bytes of the source.
    pub edits: Vec<(Mapped, &'static str)>,
}

/// A reading is sure when every other one costs at least this much more.
const SURE: u32 = 2;

/// All faults, and what stands in quotation marks.
pub(super) fn find(document: &Document, marks: &[Mark], reading: &Reading) -> Quotations {
    let mut finder = Finder { document, marks, reading, open: Vec::new(), cut: None, found: Quotations::default() };
    for at in 0..marks.len() {
        finder.visit(at);
    }
    finder.found.faults.sort_by_key(|fault| fault.span);
    finder.found.quoted.sort_unstable();
    finder.found
}

struct Finder<'a> {
    document: &'a Document,
    marks: &'a [Mark],
    reading: &'a Reading,
    /// The marks that opened what is open.
    open: Vec<usize>,
    /// A closing mark inside the open quotation that is one too many.
    cut: Option<usize>,
    found: Quotations,
}

impl Finder<'_> {
    fn visit(&mut self, at: usize) {
        let role = self.reading.roles[at];
        match role {
            Role::Prime => {}
            Role::Superfluous => self.superfluous(at),
            Role::Open | Role::OpenInner | Role::Reopen | Role::Continue => {
                if role == Role::Reopen
                    && let Some(opener) = self.open.pop()
                {
                    self.unclosed(opener);
                }
                self.looks(at, None);
                if role != Role::Continue {
                    self.open.push(at);
                }
            }
            Role::Close => self.close(at),
            Role::CloseUnopened => self.unopened(at),
        }
        if self.reading.left_open[at] {
            while let Some(opener) = self.open.pop() {
                self.unclosed(opener);
            }
            self.cut = None;
        }
    }

    fn close(&mut self, at: usize) {
        let opener = self.open.pop();
        if self.open.is_empty()
            && let Some(opener) = opener
        {
            self.found.quoted.push(Span::new(self.place(self.marks[opener]).end, self.place(self.marks[at]).start));
        }
        if let Some(cut) = self.cut.take() {
            return self.misplaced(opener, cut, at);
        }
        if let Some(opener) = opener
            && self.is_empty_pair(opener, at)
        {
            return self.empty(opener, at);
        }
        self.looks(at, opener);
    }

    /// Whether nothing stands between two marks, other than in code (`alt=""`).
    fn is_empty_pair(&self, opener: usize, closer: usize) -> bool {
        let (open, close) = (self.marks[opener], self.marks[closer]);
        open.left != Side::Equals && open.block == close.block && open.span.end + open.gap.1 == close.span.start
    }

    fn superfluous(&mut self, at: usize) {
        let mark = self.marks[at];
        if mark.twin {
            let twin = self.place(Mark { span: Span::new(mark.span.start - mark.span.len(), mark.span.start), ..mark });
            let span = twin.cover(self.place(mark));
            let remove = Repair { message: "remove one of the two", edits: vec![(self.mapped(mark), "")] };
            return self.report(at, FaultKind::Doubled, span, None, vec![remove]);
        }
        if !self.open.is_empty() && self.cut.is_none() && mark.splits_possessive {
            self.cut = Some(at);
            return;
        }
        let opener = self.open.last().map(|&opener| self.place(self.marks[opener]));
        let (spaced, remove) = self.with_gap(mark);
        let turn = Repair { message: "close a quotation here", edits: vec![(spaced, glyph(mark, Role::Close))] };
        let remove = Repair { message: "remove the mark", edits: vec![(remove, "")] };
        self.report(at, FaultKind::Stray, spaced.span, opener, vec![remove, turn]);
    }

    /// A mark that is in its place but looks the wrong way, or stands off from its quotation.
    fn looks(&mut self, at: usize, partner: Option<usize>) {
        let (mark, role) = (self.marks[at], self.reading.roles[at]);
        let spaced = is_spaced(&mark, role);
        let partner = partner.map(|partner| self.place(self.marks[partner]));
        if is_turned(&mark, role) {
            let message = if role == Role::Close { "close the quotation" } else { "open the quotation" };
            let place = if spaced { self.beside(mark, role) } else { self.mapped(mark) };
            let turn = Repair { message, edits: vec![(place, glyph(mark, role))] };
            self.report(at, FaultKind::Turned, place.span, partner, vec![turn]);
        } else if spaced {
            let place = self.beside(mark, role);
            let gap = if role == Role::Close {
                Span::new(mark.span.start - mark.gap.0, mark.span.start)
            } else {
                Span::new(mark.span.end, mark.span.end + mark.gap.1)
            };
            let gap = self.mapped(Mark { span: gap, ..mark });
            let close_up = Repair { message: "remove the space", edits: vec![(gap, "")] };
            self.report(at, FaultKind::Spaced, place.span, partner, vec![close_up]);
        }
    }

    fn misplaced(&mut self, opener: Option<usize>, cut: usize, at: usize) {
        let (mark, early) = (self.marks[at], self.marks[cut]);
        let role = self.reading.roles[at];
        let place = if is_spaced(&mark, role) { self.beside(mark, role) } else { self.mapped(mark) };
        let start = opener.map_or(early, |opener| self.marks[opener]);
        let quoted = self.place(start).cover(self.place(early));
        let mut edits = vec![(self.mapped(early), "")];
        if is_turned(&mark, role) || is_spaced(&mark, role) {
            edits.push((place, glyph(mark, role)));
        }
        let repair = Repair { message: "move the closing mark to the end of the quotation", edits };
        self.report(at, FaultKind::Misplaced, place.span, Some(quoted), vec![repair]);
        if let Some(fault) = self.found.faults.last_mut() {
            fault.sure &= self.reading.margins[cut] >= SURE;
        }
    }

    fn unclosed(&mut self, opener: usize) {
        let mark = self.marks[opener];
        let block = &self.document.blocks()[mark.block];
        let end = u32::try_from(self.document.prose(block).len()).unwrap_or(u32::MAX);
        let end = block.map().to_source(Span::empty(end));
        self.found.quoted.push(Span::new(self.place(mark).end, end.span.start));
        let close = if mark.glyph == Glyph::Straight { "\"" } else { "”" };
        let repairs = vec![
            Repair { message: "close the quotation at the end of the paragraph", edits: vec![(end, close)] },
            Repair { message: "remove the mark", edits: vec![(self.mapped(mark), "")] },
        ];
        self.report(opener, FaultKind::Unclosed, self.place(mark), None, repairs);
    }

    fn unopened(&mut self, at: usize) {
        let mark = self.marks[at];
        let (spaced, remove) = self.with_gap(mark);
        let remove = Repair { message: "remove the mark", edits: vec![(remove, "")] };
        self.report(at, FaultKind::Unopened, spaced.span, None, vec![remove]);
    }

    fn empty(&mut self, opener: usize, closer: usize) {
        let (open, close) = (self.place(self.marks[opener]), self.place(self.marks[closer]));
        let span = open.cover(close);
        let (first, last) = (self.marks[opener], self.marks[closer]);
        let after = if first.gap.0 > 0 { last.gap.1 } else { 0 };
        let whole = self.mapped(Mark { span: Span::new(first.span.start, last.span.end + after), ..first });
        let remove = Repair { message: "remove both marks", edits: vec![(whole, "")] };
        self.report(closer, FaultKind::Empty, span, None, vec![remove]);
    }

    fn report(&mut self, at: usize, kind: FaultKind, span: Span, partner: Option<Span>, repairs: Vec<Repair>) {
        let sure = self.reading.margins[at] >= SURE;
        self.found.faults.push(Fault { kind, span, partner, repairs, sure });
    }

    /// Where a mark stands in the source.
    fn place(&self, mark: Mark) -> Span {
        self.mapped(mark).span
    }

    fn mapped(&self, mark: Mark) -> Mapped {
        self.document.blocks()[mark.block].map().to_source(mark.span)
    }

    /// The mark with the white space between it and its quotation.
    fn beside(&self, mark: Mark, role: Role) -> Mapped {
        let span = if matches!(role, Role::Close | Role::CloseUnopened) {
            Span::new(mark.span.start - mark.gap.0, mark.span.end)
        } else {
            Span::new(mark.span.start, mark.span.end + mark.gap.1)
        };
        self.mapped(Mark { span, ..mark })
    }

    /// A mark that should go: what to underline, and what to remove with it so that no doubled space is left.
    fn with_gap(&self, mark: Mark) -> (Mapped, Mapped) {
        let alone = mark.gap.0 > 0 && (mark.gap.1 > 0 || mark.ends);
        let start = if alone { mark.span.start - mark.gap.0 } else { mark.span.start };
        let whole = self.mapped(Mark { span: Span::new(start, mark.span.end), ..mark });
        (if alone { whole } else { self.mapped(mark) }, whole)
    }
}

/// What the mark should look like in a role.
fn glyph(mark: Mark, role: Role) -> &'static str {
    match (mark.glyph, role) {
        (Glyph::Straight, _) => "\"",
        (_, Role::Close | Role::CloseUnopened) => "”",
        _ => "“",
    }
}
