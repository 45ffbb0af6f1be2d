//! What holds for every text, tried on articles that were damaged at random (with a fixed seed).

use copydesk_core::diagnostic::{Applicability, Diagnostic, FixClass};
use copydesk_core::document::{Document, Fit, Format};
use copydesk_core::repair::repair;
use copydesk_core::rule::RuleSet;
use copydesk_core::source::Source;
use copydesk_core::span::Span;

use crate::fixtures::{articles, lint_plain};

/// What is thrown into the texts: marks, letters of several scripts, characters that are invisible, wide or join
/// others, line breaks of all kinds.
const DEBRIS: [&str; 28] = [
    ".",
    " .",
    "..",
    ",",
    "“",
    "”",
    "\"",
    "’",
    "(",
    ")",
    "[",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "é",
    "e\u{301}",
    "防衛",
    "🙂",
    "👩‍🚀",
    "\u{200b}",
    "\u{feff}",
    "\u{202e}",
    "\u{a0}",
    "the ",
    "Comments are closed.",
];

/// A small generator of numbers that look random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
    }
}

/// Articles, each with some damage, `rounds` times over.
fn damaged(rounds: usize) -> Vec<String> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut texts = Vec::new();
    for (_, path) in articles() {
        let text = std::fs::read_to_string(path).unwrap();
        for _ in 0..rounds {
            let mut chars: Vec<char> = text.chars().collect();
            for _ in 0..12 {
                let at = dice.below(chars.len());
                if dice.below(3) == 0 {
                    chars.remove(at);
                } else {
                    chars.splice(at..at, DEBRIS[dice.below(DEBRIS.len())].chars());
                }
            }
            texts.push(chars.into_iter().collect());
        }
    }
    texts
}

fn fix(text: &str, rules: &RuleSet, least: Applicability) -> copydesk_core::repair::Repaired {
    repair(Source::new(text.to_owned()).unwrap(), Format::plain(), "en", rules, least, |_| true)
}

#[test]
fn spans_lie_on_characters_of_the_source_and_edits_do_not_overlap() {
    for text in damaged(15) {
        for Diagnostic { span, labels, suggestions, rule, .. } in lint_plain(&text) {
            let places = labels.iter().map(|label| label.span).chain([span]);
            let edits = suggestions.iter().flat_map(|suggestion| &suggestion.edits).map(|edit| edit.span);
            for place in places.chain(edits) {
                assert!(text.get(place.range()).is_some(), "{rule} {place} in {text:?}");
            }
            for suggestion in &suggestions {
                let apart = suggestion.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
                assert!(apart, "{rule} in {text:?}");
            }
        }
    }
}

#[test]
fn fixing_twice_changes_nothing_the_second_time() {
    let rules = copydesk_builtin::rules();
    for text in damaged(8) {
        for least in [Applicability::Safe, Applicability::Unsafe] {
            let once = fix(&text, &rules, least);
            let twice = fix(once.document.source().text(), &rules, least);
            assert_eq!(twice.document.source().text(), once.document.source().text(), "{least:?} {text:?}");
        }
    }
}

#[test]
fn no_repair_breaks_the_promise_of_its_class() {
    let rules = copydesk_builtin::rules();
    for text in damaged(8) {
        let source = Source::new(text.clone()).unwrap();
        for diagnostic in lint_plain(&text) {
            for suggestion in &diagnostic.suggestions {
                assert!(suggestion.keeps_promise(&source), "{diagnostic:?} in {text:?}");
            }
        }
        let fixed = fix(&text, &rules, Applicability::Safe);
        assert!(fixed.repaired.iter().all(|done| done.suggestions[0].applicability == Applicability::Safe));
    }
}

#[test]
fn in_quotations_only_marks_are_changed() {
    let text = "He said “they met in the the harbour. .” Then in the the harbour he left.";
    let fixed = fix(text, &copydesk_builtin::rules(), Applicability::Safe);
    assert_eq!(fixed.document.source().text(), "He said “they met in the the harbour.” Then in the harbour he left.");
    let quoted: Vec<_> = fixed.remaining.iter().map(|left| (&*left.rule, left.suggestions[0].class)).collect();
    assert_eq!(quoted, [("repetition/doubled-word", FixClass::Free)]);
}

#[test]
fn a_finding_is_where_it_stands_whatever_stands_before_it() {
    for before in ["", "\u{feff}", "Tab\there.\r\n\r\n", "e\u{301}a\u{300} 👩‍🚀 防衛.\n\n"] {
        let text = format!("{before}Rain fell on the harbour. .");
        let found = lint_plain(&text);
        let at = u32::try_from(text.len() - 3).unwrap();
        let stops: Vec<Span> =
            found.iter().filter(|d| &*d.rule == "punctuation/doubled-stop").map(|d| d.span).collect();
        assert_eq!(stops, [Span::new(at, at + 3)], "{text:?}");
    }
}

#[test]
fn prose_maps_to_the_bytes_it_came_from() {
    for text in damaged(3) {
        let document = Document::parse(Source::new(text.clone()).unwrap(), Format::plain());
        let mut end = 0;
        for block in document.blocks() {
            let prose = document.prose(block);
            let whole = block.map().to_source(Span::new(0, u32::try_from(prose.len()).unwrap()));
            assert!(whole.fit == Fit::Exact && whole.span.start >= end, "blocks follow one another");
            assert_eq!(&text[whole.span.range()], prose);
            end = whole.span.end;
        }
    }
}

#[test]
fn output_depends_on_input_alone() {
    for text in damaged(2) {
        assert_eq!(lint_plain(&text), lint_plain(&text));
    }
}
