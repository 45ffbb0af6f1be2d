//! Where sentences begin and end.

use std::ops::Range;

use super::{Text, TokenKind};

/// How many tokens a search for the ends of a sentence goes in each direction, so that text without any stop does
/// not make rules slow. No sentence that a rule has to judge is longer.
const REACH: usize = 200;

/// The tokens of the sentence that token `index` stands in. A stop before a small letter ends a sentence here: what
/// follows it is judged by itself. Looks at most 200 tokens to either side.
pub fn sentence_around(text: &Text<'_>, index: usize) -> Range<usize> {
    let first = index.saturating_sub(REACH);
    let last = (index + REACH).min(text.tokens().len());
    let start = (first..index).rev().find(|&at| is_stop(text, at)).map_or(first, |stop| stop + 1);
    let end = (index..last).find(|&at| is_stop(text, at)).map_or(last, |stop| stop + 1);
    start..end
}

/// The tokens of each sentence of a block, in order. Closing marks behind a stop belong to the sentence that it ends.
pub fn sentences<'t>(text: &'t Text<'_>) -> impl Iterator<Item = Range<usize>> + 't {
    let mut next = 0;
    std::iter::from_fn(move || {
        let start = next;
        let last = text.tokens().len();
        let stop = (start..last).find(|&at| is_stop(text, at)).map_or(last, |stop| stop + 1);
        let closes = |&at: &usize| {
            let closing = |token: super::Token| {
                matches!(token.kind(), TokenKind::Mark('”' | '"' | '’' | '\'' | ')' | ']' | '.' | '!' | '?' | '…'))
            };
            text.token(at).is_some_and(closing)
                && text.before(at, 1).zip(text.token(at)).is_some_and(|(left, right)| text.adjoin(left, right))
        };
        next = (stop..last).find(|at| !closes(at)).unwrap_or(last);
        (start < last).then_some(start..next)
    })
}

/// Whether token `index` is the first word of a sentence: the first of its block, or behind a stop and any closing
/// marks.
pub fn starts_sentence(text: &Text<'_>, index: usize) -> bool {
    let mut at = index;
    while let Some(before) = at.checked_sub(1) {
        let Some(token) = text.token(before) else { return true };
        match token.kind() {
            TokenKind::Mark('.' | '!' | '?' | '…' | ':') => return is_stop(text, before) || !token.is('.'),
            TokenKind::Mark(
                '“' | '”' | '"' | '‘' | '’' | '\'' | '(' | ')' | '[' | ']' | '—' | '–' | '-' | '•' | '*',
            ) => {
                at = before;
            }
            _ => return false,
        }
    }
    true
}

/// Whether a sentence ends before token `index`: a stop stands there, a closing mark and a stop, or nothing.
pub fn ends_sentence(text: &Text<'_>, index: usize) -> bool {
    let mut at = index;
    while let Some(token) = text.token(at) {
        match token.kind() {
            TokenKind::Mark('.' | '!' | '?' | '…') => return true,
            TokenKind::Mark('”' | '"' | '’' | '\'' | ')' | ']') => at += 1,
            _ => return false,
        }
    }
    true
}

/// Whether token `index` is a mark that ends a sentence: `!`, `?`, `…`, or a full stop with white space or the end
/// behind it that belongs to no abbreviation, initial or number.
pub(super) fn is_stop(text: &Text<'_>, index: usize) -> bool {
    let Some(mark) = text.token(index) else { return false };
    match mark.kind() {
        TokenKind::Mark('!' | '?' | '…') => true,
        TokenKind::Mark('.') => {
            let next = text.token(index + 1);
            let inside = next.is_some_and(|next| text.adjoin(mark, next) && !next.is_mark());
            !inside && !text.is_abbreviation(index)
        }
        _ => false,
    }
}

impl Text<'_> {
    /// Whether the full stop at token `index` belongs to the word before it: `Inc.`, `J.`, `U.S.`, `No. 5`.
    pub fn is_abbreviation(&self, index: usize) -> bool {
        let (Some(stop), Some(word)) = (self.token(index), self.before(index, 1)) else { return false };
        if !word.is_word() || !self.adjoin(word, stop) {
            return false;
        }
        let written = self.word(word);
        let initial = written.chars().count() == 1 && !matches!(written, "a" | "A");
        // `U.S.`: the word before it ends in a stop, too, without white space between.
        let dotted = self.before(index, 2).is_some_and(|dot| dot.is('.') && self.adjoin(dot, word));
        let language = self.language();
        let known = || self.is_in(word, language.abbreviations);
        let before_number = || {
            let next = self.token(index + 1);
            next.is_some_and(|next| self.word(next).starts_with(|c: char| c.is_ascii_digit()))
                && self.is_in(word, language.abbreviations_before_number)
        };
        initial || dotted || known() || before_number()
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};
    use crate::source::Source;
    use crate::text::{Language, LexiconBuilder, Quotations, Text, sentence_around, starts_sentence};

    fn language() -> Language {
        let mut builder = LexiconBuilder::default();
        let (known, before_number) = (builder.set(["inc", "mr"]), builder.set(["no"]));
        let lists = [("abbreviations", known), ("abbreviations-before-number", before_number)];
        let lists = lists.map(|(name, set)| (name.to_owned(), set)).to_vec();
        Language::new(builder.finish().into(), lists)
    }

    /// The sentence around the word `word`.
    #[track_caller]
    fn sentence(prose: &str, word: &str) -> String {
        let document = Document::parse(Source::new(prose.to_owned()).expect("short"), Format::plain());
        let (language, quotations) = (language(), Quotations::of(&document));
        let text = Text::new(&document, 0, &language, "en", &quotations, Vec::new()).expect("one block");
        let at = text.tokens().iter().position(|&token| text.word(token) == word).expect("the word");
        let range = sentence_around(&text, at);
        assert!(starts_sentence(&text, range.start), "{prose}");
        let tokens = &text.tokens()[range];
        prose[tokens[0].start as usize..tokens[tokens.len() - 1].end as usize].to_owned()
    }

    #[test]
    fn stops_of_abbreviations_do_not_end_sentences() {
        for (prose, word, wanted) in [
            ("Rain fell. Acme Inc. said no. It stopped.", "said", "Acme Inc. said no."),
            ("It is No. 5 of ten. No. We left.", "ten", "It is No. 5 of ten."),
            ("The U.S. ship and J. Doe left. Why?", "Doe", "The U.S. ship and J. Doe left."),
            ("It cost 3.50 then! Really.", "then", "It cost 3.50 then!"),
            ("He used weapons. against them.", "them", "against them."),
        ] {
            assert_eq!(sentence(prose, word), wanted);
        }
    }
}
