//! Full stops that belong to the word before them.

use crate::text::{Casing, Text, Token};

/// What a full stop says that belongs to the word before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Short {
    /// The sentence goes on: `Mr.`, `e.g.`, `No. 5`.
    GoesOn,
    /// The sentence may end here, where what follows looks like the beginning of one: `Inc.`, `U.S.`, `J.`
    MayEnd,
    /// The sentence ends here, unless what follows belongs to it by its nature: `5 p.m. Monday`, `etc.`
    OftenEnds,
}

/// What the full stop at token `stop` says of the word before it; nothing where it does not belong to that word.
pub(super) fn short(text: &Text<'_>, stop: usize) -> Option<Short> {
    let (mark, word) = (text.token(stop).filter(|mark| mark.is('.'))?, text.before(stop, 1)?);
    if !word.is_word() || word.is_opaque() {
        return None;
    }
    if let Some(first) = dotted(text, stop - 1) {
        return Some(of_dotted(text, first, stop - 1));
    }
    if !text.adjoin(word, mark) {
        return None;
    }
    let lists = text.language().sentence_lists();
    let is_in = |set| text.is_in(word, set);
    if is_in(lists.never_last) || is_in(lists.before_number) && number_follows(text, stop, is_in(lists.abbreviations)) {
        return Some(Short::GoesOn);
    }
    if is_in(lists.often_last) && is_in(lists.abbreviations) {
        return Some(Short::OftenEnds);
    }
    let known = is_in(lists.abbreviations) || is_in(lists.abbreviations_as_written);
    (known || is_initial(text, stop - 1)).then_some(Short::MayEnd)
}

/// Whether the number, letter or Roman numeral at token `at` tells which item of an enumeration follows: it stands
/// where a sentence begins, with a full stop behind it.
pub(super) fn is_label(text: &Text<'_>, at: usize) -> bool {
    let Some(token) = text.token(at) else { return false };
    let written = text.word(token);
    let label = if token.is_number() {
        written.split('.').all(|part| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
    } else {
        is_letter(written) || written.len() <= 5 && written.bytes().all(|byte| b"ivx".contains(&byte))
    };
    label
        && text.before(at, 1).is_none_or(|before| {
            let ends = before.is('.') && short(text, at - 1).is_none() || before.is('!') || before.is('?');
            // A score stands behind a colon, too: only the first item is known there.
            let list = before.is('•') || before.is(':') && ["1", "a", "A", "i", "I"].contains(&written);
            (ends || list) && !text.adjoin(before, token)
        })
}

/// Whether the full stop at token `stop` makes the number before it an ordinal, as many languages write them, and
/// what it counts follows: `3. May`, `the 3. Division`.
pub(super) fn is_ordinal(text: &Text<'_>, stop: usize, opens: impl FnOnce() -> bool) -> bool {
    let (Some(number), Some(next)) = (text.before(stop, 1), text.token(stop + 1)) else { return false };
    let lists = text.language().sentence_lists();
    let small = number.is_number() && text.word(number).len() <= 2;
    let counted = || text.before(stop, 2).is_some_and(|word| text.is_in(word, lists.determiners)) && !opens();
    small && (text.is_in(next, lists.months) || counted())
}

/// The first of the words with stops and no white space between them that token `last` is the last of: `U.S`, `Ph.D`.
fn dotted(text: &Text<'_>, last: usize) -> Option<usize> {
    /// No abbreviation has more parts.
    const PARTS: usize = 6;
    let letters = |token: Token| text.word(token).chars().count();
    let mut first = last;
    for _ in 0..PARTS {
        let (Some(word), Some(dot), Some(part)) = (text.token(first), text.before(first, 1), text.before(first, 2))
        else {
            break;
        };
        let one = dot.is('.') && text.adjoin(dot, word) && text.adjoin(part, dot) && part.is_word();
        let short = letters(part) == 1 && letters(word) <= 4 || letters(part) == 2 && letters(word) == 1;
        if !one || !short || part.is_opaque() {
            break;
        }
        first -= 2;
    }
    (first < last).then_some(first)
}

/// What the stop behind the words with stops from token `first` to token `last` says.
fn of_dotted(text: &Text<'_>, first: usize, last: usize) -> Short {
    let word: String = text.tokens()[first..=last].iter().step_by(2).map(|&part| text.word(part)).collect();
    let (lists, lexicon) = (text.language().sentence_lists(), text.language().lexicon());
    let id = lexicon.id(&word);
    if lexicon.contains(lists.never_last, id, &word) {
        Short::GoesOn
    } else if lexicon.contains(lists.often_last, id, &word) {
        Short::OftenEnds
    } else {
        Short::MayEnd
    }
}

/// Whether token `at` is one letter that stands for a name: `J.`
fn is_initial(text: &Text<'_>, at: usize) -> bool {
    let Some(token) = text.token(at) else { return false };
    match text.word(token) {
        "a" => false,
        // `He got an A.`
        "A" => {
            let determiners = text.language().sentence_lists().determiners;
            text.before(at, 1).is_none_or(|before| !text.is_in(before, determiners))
        }
        written => is_letter(written),
    }
}

fn is_letter(written: &str) -> bool {
    let mut letters = written.chars();
    letters.next().is_some_and(|letter| letter.is_lowercase() || letter.is_uppercase()) && letters.next().is_none()
}

/// Whether a number stands behind the stop, or a Roman one where `roman`.
fn number_follows(text: &Text<'_>, stop: usize, roman: bool) -> bool {
    let Some(next) = text.token(stop + 1) else { return false };
    let written = text.word(next);
    let numeral = || written.len() <= 5 && Casing::of(written) != Casing::Small && written.bytes().all(is_roman);
    written.starts_with(|c: char| c.is_ascii_digit()) || roman && next.is_word() && numeral()
}

const fn is_roman(byte: u8) -> bool {
    matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C')
}
