//! Where sentences begin, case by case.
//!
//! In `fixtures/sentences.txt` each line is a text. ` ‖ ` stands where a sentence begins behind white space, `‖` where
//! it begins without any. Lines that begin with `# ` are headings. What is known to be wrong stands there, too, as it
//! would be right, and counts.

use copydesk_core::document::{Document, Format};
use copydesk_core::source::Source;
use copydesk_core::text::{Language, Quotations, Text, sentence_around, sentences, starts_sentence};

use crate::support::root;

/// The mark before a sentence.
const BOUNDARY: char = '‖';

/// The cases, with the mark.
fn cases() -> Vec<String> {
    let all = std::fs::read_to_string(root().join("fixtures/sentences.txt")).unwrap();
    all.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// Looks at `prose`, a text of one block.
fn with_text<T>(prose: &str, language: &Language, look: impl FnOnce(&Text<'_>) -> T) -> T {
    let document = Document::parse(Source::new(prose.to_owned()).unwrap(), Format::plain());
    let quotations = Quotations::of(&document);
    let text = Text::new(&document, 0, language, "en", &quotations, Vec::new()).unwrap();
    assert_eq!(text.prose(), prose, "a case is one block");
    look(&text)
}

/// `prose` with the mark before every sentence but the first.
fn marked(text: &Text<'_>) -> String {
    let (mut marked, mut done) = (String::new(), 0);
    for sentence in sentences(text).skip(1) {
        let start = text.tokens()[sentence.start].start as usize;
        let before = &text.prose()[done..start];
        marked.push_str(before);
        marked.push(BOUNDARY);
        if before.ends_with(' ') {
            marked.push(' ');
        }
        done = start;
    }
    marked + &text.prose()[done..]
}

#[test]
fn sentences_begin_where_they_should() {
    let rules = copydesk_builtin::rules();
    let (mut cases, mut right, mut wrong) = (0, 0, Vec::new());
    for case in self::cases() {
        let prose = case.replace(" ‖ ", " ").replace(BOUNDARY, "");
        let found = with_text(&prose, rules.language("en"), marked);
        cases += 1;
        if found == case {
            right += 1;
        } else {
            wrong.push(format!("wanted {case}\nfound  {found}"));
        }
    }
    assert!(cases >= 320, "the cases are there");
    assert!(right * 1000 >= cases * 988, "{right} of {cases}\n{}", wrong.join("\n"));
}

#[test]
fn all_ways_to_ask_for_a_sentence_agree() {
    let rules = copydesk_builtin::rules();
    for case in cases() {
        let prose = case.replace(" ‖ ", " ").replace(BOUNDARY, "");
        with_text(&prose, rules.language("en"), |text| {
            let mut next = 0;
            for sentence in sentences(text) {
                assert_eq!(sentence.start, next, "sentences leave nothing out: {case}");
                assert!(starts_sentence(text, sentence.start), "{case}");
                for at in sentence.clone() {
                    assert_eq!(sentence_around(text, at), sentence, "{case}");
                }
                next = sentence.end;
            }
            assert_eq!(next, text.tokens().len(), "{case}");
        });
    }
}
