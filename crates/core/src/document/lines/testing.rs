//! What the tests of the formats share.

use super::offset;
use crate::document::{BlockKind, Document, Format, OPAQUE};
use crate::source::Source;
use crate::span::Span;

/// A text in the format called `name`.
#[track_caller]
pub(in crate::document) fn document(name: &str, text: &str) -> Document {
    let format = Format::by_name(name).expect("it is registered");
    Document::parse(Source::new(text.to_owned()).expect("short"), format)
}

/// The kinds of its blocks and their prose.
#[track_caller]
pub(in crate::document) fn blocks(name: &str, text: &str) -> Vec<(BlockKind, String)> {
    let document = document(name, text);
    document.blocks().iter().map(|block| (block.kind, document.prose(block).to_owned())).collect()
}

/// The prose of all blocks in one line, `#` for what is opaque.
#[track_caller]
pub(in crate::document) fn prose(name: &str, text: &str) -> String {
    let shown = |(_, text): (BlockKind, String)| text.replace(OPAQUE, "#");
    blocks(name, text).into_iter().map(shown).collect::<Vec<_>>().join(" / ")
}

/// Asserts what is seen of each text.
#[track_caller]
pub(in crate::document) fn assert_prose(name: &str, cases: &[(&str, &str)]) {
    cases.iter().for_each(|(text, expected)| assert_eq!(prose(name, text), *expected, "{text}"));
}

/// What the source has for a text of the prose, and how `repair` is written there.
#[track_caller]
pub(in crate::document) fn repaired(document: &Document, text: &str, repair: &str) -> (String, Option<String>) {
    let found = document.blocks().iter().find_map(|block| Some((block, document.prose(block).find(text)?)));
    let (block, at) = found.expect("it is there");
    let mapped = block.map().to_source(Span::new(offset(at), offset(at + text.len())));
    let edits = document.edits(mapped, repair);
    let written = edits.and_then(|edits| edits.first().map(|edit| edit.text.clone()));
    (document.source().slice(mapped.span).to_owned(), written)
}

/// Asserts that the one thing that is broken is reported at its place, and what is seen of each text.
#[track_caller]
pub(in crate::document) fn assert_broken(name: &str, cases: &[(&str, u32, &str)]) {
    for (text, at, expected) in cases {
        let document = document(name, text);
        let [diagnostic] = document.diagnostics() else { panic!("{text}: {:?}", document.diagnostics()) };
        assert_eq!((&*diagnostic.rule, diagnostic.span.start), (&*format!("invalid-{name}"), *at), "{text}");
        assert_eq!(prose(name, text), *expected, "{text}");
    }
}

/// Reads many mixtures of `parts` and asserts that each place in the prose has one in the source.
#[track_caller]
pub(in crate::document) fn assert_survives(name: &str, parts: &[&str]) {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    for _ in 0..4_000 {
        let mut text = String::new();
        for _ in 0..=random(24) {
            text.push_str(parts[random(parts.len())]);
        }
        let document = document(name, &text);
        let mut before = 0;
        for block in document.blocks() {
            let prose = document.prose(block);
            assert!(block.map().start() >= before, "blocks are out of order in {text:?}");
            before = block.map().start();
            for (at, c) in prose.char_indices() {
                let span = Span::new(offset(at), offset(at + c.len_utf8()));
                let mapped = block.map().to_source(span).span;
                let source = text.get(mapped.range()).unwrap_or_else(|| panic!("{mapped} is no place in {text:?}"));
                assert!(!c.is_alphanumeric() || !source.is_empty(), "{c} comes from nowhere in {text:?}");
            }
        }
    }
}
