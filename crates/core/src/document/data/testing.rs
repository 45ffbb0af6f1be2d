//! What the tests of the formats of data ask of a document.

use crate::document::{Document, Field, Format, How, Reading};
use crate::source::Source;
use crate::span::Span;

/// The document, after a look at its maps: what is verbatim stands in the source.
#[track_caller]
pub(in crate::document) fn read(format: &str, fields: &[(&str, &'static str)], text: &str) -> Document {
    let field = |&(path, format): &(&str, &'static str)| Field { path: path.to_owned(), format };
    let fields: Vec<Field> = fields.iter().map(field).collect();
    let format = Format::by_name(format).expect("it is registered");
    let source = Source::new(text.to_owned()).expect("short");
    let document = Document::parse(source, Reading { format, fields: &fields });
    let source = document.source();
    for block in document.blocks() {
        let prose = document.prose(block);
        let mut at = 0;
        for piece in block.map().within(source.span()) {
            let shown = prose.get(piece.prose.range());
            assert!(piece.source.start >= at, "pieces stand in order: {text:?} {:?}", block.map());
            at = piece.source.end;
            if let (How::Verbatim, Some(shown)) = (piece.how, shown) {
                assert_eq!(shown, source.slice(piece.source), "{text:?}");
            }
        }
    }
    document
}

/// The prose of each block.
#[track_caller]
pub(in crate::document) fn prose(format: &str, fields: &[(&str, &'static str)], text: &str) -> Vec<String> {
    let document = read(format, fields, text);
    document.blocks().iter().map(|block| document.prose(block).to_owned()).collect()
}

/// The messages and the places of what is wrong.
#[track_caller]
pub(in crate::document) fn faults(format: &str, fields: &[(&str, &'static str)], text: &str) -> Vec<(String, String)> {
    let document = read(format, fields, text);
    let said = |at: Span| document.source().slice(at).to_owned();
    document.diagnostics().iter().map(|fault| (fault.message.clone(), said(fault.span))).collect()
}

/// The source after a repair of the first block that has `from`: `to` comes in its place. Nothing where it cannot.
#[track_caller]
pub(in crate::document) fn repaired(document: &Document, from: &str, to: &str) -> Option<String> {
    let found = |block| document.prose(block).find(from).map(|at| (block, at));
    let (block, at) = document.blocks().iter().find_map(found).expect("the text has it");
    let place = block.map().to_source(super::span(at, at + from.len()));
    let mut text = document.source().text().to_owned();
    for edit in document.edits(place, to)?.into_iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    Some(text)
}

/// Numbers that look like chance and are the same in each run.
pub(in crate::document) struct Chance(pub(in crate::document) u64);

impl Chance {
    pub(in crate::document) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).expect("it is below `end`")
    }

    /// A text of words of which some are odd.
    pub(in crate::document) fn text(&mut self, words: &[&str]) -> String {
        let len = 3 + self.below(9);
        let words: Vec<&str> = (0..len).map(|_| words[self.below(words.len())]).collect();
        format!("The ferry {} sailed.", words.join(" "))
    }
}
