//! Where sentences begin and end.

mod abbreviation;
mod boundary;
mod marks;
mod next;

use std::ops::Range;

use self::boundary::begins;
use self::marks::{Side, is_terminator, side};
use super::{Text, TokenKind};

/// How many tokens a search for the ends of a sentence goes in each direction, so that text without any stop does
/// not make rules slow. No sentence that a rule has to judge is longer.
const REACH: usize = 200;

/// How many marks that open or close are passed over between a word and the end of a sentence.
const MARKS: usize = 16;

/// The tokens of the sentence that token `index` stands in. A full stop before a small letter ends a sentence where
/// the word behind it can begin one (`It fell. we left`), and not where it is one too many (`weapons. against ships`).
/// Looks at most 200 tokens to either side.
pub fn sentence_around(text: &Text<'_>, index: usize) -> Range<usize> {
    let first = index.saturating_sub(REACH);
    let last = (index + REACH).min(text.tokens().len());
    let start = (first + 1..=index).rev().find(|&at| begins(text, at)).unwrap_or(first);
    let end = (index + 1..last).find(|&at| begins(text, at)).unwrap_or(last);
    start..end
}

/// The tokens of each sentence of a block, in order. Closing marks behind a stop belong to the sentence that it ends,
/// the number of an item to the sentence behind it.
pub fn sentences<'t>(text: &'t Text<'_>) -> impl Iterator<Item = Range<usize>> + 't {
    let mut next = 0;
    std::iter::from_fn(move || {
        let (start, last) = (next, text.tokens().len());
        next = (start + 1..last).find(|&at| begins(text, at)).unwrap_or(last);
        (start < last).then_some(start..next)
    })
}

/// Whether token `index` is the first word of a sentence, or behind a colon: marks that open and dashes may stand
/// before it.
pub fn starts_sentence(text: &Text<'_>, index: usize) -> bool {
    for at in (index.saturating_sub(MARKS)..=index).rev() {
        if begins(text, at) {
            return true;
        }
        let Some(before) = at.checked_sub(1).and_then(|before| text.token(before)) else { return true };
        match before.kind() {
            TokenKind::Mark(':') => return true,
            // A stop that ends nothing may stand at the start: `… and so it ended`.
            TokenKind::Mark(
                '“' | '”' | '"' | '‘' | '’' | '\'' | '(' | ')' | '[' | ']' | '—' | '–' | '-' | '•' | '*' | '.' | '…',
            ) => {}
            _ => return false,
        }
    }
    false
}

/// Whether a sentence ends before token `index`: a stop stands there, a closing mark and a stop, or nothing. A full
/// stop counts that belongs to no abbreviation, whatever follows it.
pub fn ends_sentence(text: &Text<'_>, index: usize) -> bool {
    let closes = |at: &usize| side(text, *at) == Some(Side::Closing);
    let stops = |at: &usize| text.token(*at).is_some_and(is_terminator);
    let reach = index..index + MARKS;
    let stop = reach.clone().find(|at| !closes(at)).unwrap_or(index);
    let Some(mark) = text.token(stop) else { return true };
    if !is_terminator(mark) {
        return false;
    }
    let next = (stop..reach.end).find(|at| !closes(at) && !stops(at)).unwrap_or(reach.end);
    text.token(next).is_none() || begins(text, next) || mark.is('.') && !text.is_abbreviation(stop)
}

impl Text<'_> {
    /// Whether the full stop at token `index` belongs to the word before it: `Inc.`, `J.`, `U.S.`, `No. 5`.
    pub fn is_abbreviation(&self, index: usize) -> bool {
        abbreviation::short(self, index).is_some()
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};
    use crate::source::Source;
    use crate::text::{Language, LexiconBuilder, Quotations, Text, ends_sentence, sentence_around, starts_sentence};

    fn language() -> Language {
        let mut builder = LexiconBuilder::default();
        let (known, before_number) = (builder.set(["inc", "mr"]), builder.set(["no"]));
        let lists = [("abbreviations", known), ("abbreviations-before-number", before_number)];
        let lists = lists.map(|(name, set)| (name.to_owned(), set)).to_vec();
        Language::new(builder.finish().into(), lists)
    }

    /// Looks at `prose` and the place of `word` in it.
    #[track_caller]
    fn with<T>(prose: &str, word: &str, look: impl FnOnce(&Text<'_>, usize) -> T) -> T {
        let document = Document::parse(Source::new(prose.to_owned()).expect("short"), Format::plain());
        let (language, quotations) = (language(), Quotations::of(&document));
        let text = Text::new(&document, 0, &language, "en", &quotations, Vec::new()).expect("one block");
        let at = text.tokens().iter().position(|&token| text.word(token) == word).expect("the word");
        look(&text, at)
    }

    /// The sentence around the word `word`.
    #[track_caller]
    fn sentence(prose: &str, word: &str) -> String {
        with(prose, word, |text, at| {
            let range = sentence_around(text, at);
            assert!(starts_sentence(text, range.start), "{prose}");
            let tokens = &text.tokens()[range];
            prose[tokens[0].start as usize..tokens[tokens.len() - 1].end as usize].to_owned()
        })
    }

    #[test]
    fn stops_of_abbreviations_do_not_end_sentences() {
        for (prose, word, wanted) in [
            ("Rain fell. Acme Inc. said no. It stopped.", "said", "Acme Inc. said no."),
            ("It is No. 5 of ten. No. We left.", "ten", "It is No. 5 of ten."),
            ("The U.S. ship and J. Doe left. Why?", "Doe", "The U.S. ship and J. Doe left."),
            ("It cost 3.50 then! Really.", "then", "It cost 3.50 then!"),
            ("He used weapons. Against them.", "them", "Against them."),
        ] {
            assert_eq!(sentence(prose, word), wanted);
        }
    }

    #[test]
    fn a_sentence_ends_where_a_stop_says_so() {
        for (prose, word, wanted) in [
            ("He left. She did not.", "left", true),
            ("He left", "left", true),
            ("He left (late.) She did not.", "late", true),
            ("He “left”. She did not.", "left", true),
            ("He left. against them.", "left", true),
            ("He left, late.", "left", false),
            ("He left … and came back.", "left", false),
            ("He works for Acme Inc. and Brent.", "Inc", false),
            ("He works for Acme Inc.", "Inc", true),
        ] {
            with(prose, word, |text, at| assert_eq!(ends_sentence(text, at + 1), wanted, "{prose}"));
        }
    }
}
