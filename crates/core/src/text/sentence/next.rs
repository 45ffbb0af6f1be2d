//! What stands behind the end of a sentence.

use super::marks::{Side, is_dash, is_inner, is_terminator, leading_ellipsis, side};
use crate::text::{Text, Token, TokenKind};

/// What follows a mark that may end a sentence, if it may be the beginning of another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Next {
    /// The first token.
    pub(super) at: usize,
    /// The first word or number, behind marks that open; any other token where there is none.
    pub(super) word: usize,
    /// How that word begins.
    pub(super) case: Case,
    /// An ellipsis stands before the word and belongs to it.
    pub(super) ellipsis: bool,
}

/// What a word begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// A capital.
    Capital,
    /// A small letter.
    Small,
    /// What tells nothing: a figure, a letter of a script without capitals, the small letter of `iPhone`.
    None,
}

impl Next {
    /// How many marks that open are looked at before a word.
    const MARKS: usize = 6;

    /// What begins with token `at`; nothing where no sentence can begin with that token.
    pub(super) fn of(text: &Text<'_>, at: usize) -> Option<Self> {
        let token = text.token(at)?;
        if is_terminator(token) {
            let word = leading_ellipsis(text, at)?;
            return Some(Self { at, word, case: case(text, word), ellipsis: true });
        }
        let hyphen = token.is('-') && text.before(at, 1).is_some_and(|before| text.adjoin(before, token));
        if hyphen || is_inner(token) || side(text, at) == Some(Side::Closing) {
            return None;
        }
        let opens = |&at: &usize| {
            let bullet =
                |token: Token| is_dash(token) || matches!(token.kind(), TokenKind::Mark('•' | '#' | '¿' | '¡'));
            side(text, at) == Some(Side::Opening) || text.token(at).is_some_and(bullet)
        };
        let word = (at..at + Self::MARKS).find(|at| !opens(at)).unwrap_or(at);
        Some(Self { at, word, case: case(text, word), ellipsis: false })
    }

    /// Whether it begins with a dash.
    pub(super) fn is_dash(self, text: &Text<'_>) -> bool {
        text.token(self.at).is_some_and(is_dash)
    }

    /// Whether its first word often begins a sentence, and is hardly the beginning of a name here.
    pub(super) fn opens(self, text: &Text<'_>) -> bool {
        let Some(word) = text.token(self.word) else { return false };
        let (lists, after) = (text.language().sentence_lists(), text.token(self.word + 1));
        let is_in = |set| text.is_in(word, set);
        let initial = word.end - word.start == 1 && after.is_some_and(|dot| dot.is('.') && text.adjoin(word, dot));
        // `U.S. Second Fleet`, `Inc. Will Smith`.
        let small = || after.is_some_and(|after| after.is(',') || case(text, self.word + 1) == Case::Small);
        let name = || is_in(lists.modals) && !small();
        let certain = || is_in(lists.openers) || is_in(lists.function_words) && !name();
        !initial && (certain() || is_in(lists.first_words) && small())
    }

    /// Whether it tells who spoke: a verb of speech is the first word or the second, or stands behind a name.
    pub(super) fn tells_who_spoke(self, text: &Text<'_>) -> bool {
        /// `Chief Inspector Mary Dole said`, `Mr. Harlow asked`.
        const REACH: usize = 5;
        let verbs = text.language().sentence_lists().speech_verbs;
        let is_verb = |at: usize| text.token(at).is_some_and(|token| text.is_in(token, verbs));
        let in_name = |at: usize| case(text, at) == Case::Capital || text.token(at).is_some_and(|token| token.is('.'));
        // `“Any questions?” Write them down` tells nobody to have spoken.
        let first = if self.case == Case::Capital { self.word + 1 } else { self.word };
        let mut places = first..self.word + REACH;
        places.find(|&at| is_verb(at) || at > self.word && !in_name(at)).is_some_and(is_verb)
    }

    /// Whether its first word is in a set.
    pub(super) fn is_in(self, text: &Text<'_>, set: crate::text::SetId) -> bool {
        text.token(self.word).is_some_and(|word| text.is_in(word, set))
    }
}

/// Whether the text begins with a small letter: its writer may do without capitals.
pub(super) fn is_without_capitals(text: &Text<'_>) -> bool {
    let word = text.tokens().iter().take(Next::MARKS).position(|token| token.is_word());
    word.is_some_and(|word| case(text, word) == Case::Small)
}

/// What token `at` begins with.
fn case(text: &Text<'_>, at: usize) -> Case {
    let Some(token) = text.token(at).filter(|token| token.is_word()) else { return Case::None };
    let written = text.word(token);
    match written.chars().next() {
        Some(first) if first.is_uppercase() => Case::Capital,
        Some(first) if first.is_lowercase() => {
            let name = text.is_in(token, text.language().small_letter_names);
            if name || written.chars().any(char::is_uppercase) { Case::None } else { Case::Small }
        }
        _ => Case::None,
    }
}
