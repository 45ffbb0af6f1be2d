//! Whether a sentence begins at a place: what stands before it, weighed against what follows.

use super::abbreviation::{Short, is_label, is_ordinal, short};
use super::marks::{Side, is_terminator, leading_ellipsis, opening, side};
use super::next::{Case, Next, is_without_capitals};
use crate::text::{Text, Token};

/// How many tokens the end of a sentence may have: stops, and what closes behind them.
const REACH: usize = 12;

/// Whether a sentence begins at token `at` because another one ends before it. Looks a few tokens to either side, and
/// to the opening mark of a quotation or bracket.
pub(super) fn begins(text: &Text<'_>, at: usize) -> bool {
    let Some(end) = End::before(text, at) else { return false };
    Next::of(text, at).is_some_and(|next| end.parts(text, next))
}

/// The marks that may end a sentence, and what closes behind them.
#[derive(Clone, Copy, Debug)]
struct End {
    /// The first of the stops.
    first: usize,
    /// The token behind the last of them.
    last: usize,
    force: Force,
    /// The outermost mark that closes behind them.
    closing: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Force {
    /// A full stop, or two.
    Stop,
    /// An exclamation or question mark, with or without others.
    Cry,
    Ellipsis,
}

impl End {
    /// What stands right before token `at`, if there is a stop and something before the stop.
    fn before(text: &Text<'_>, at: usize) -> Option<Self> {
        let floor = at.saturating_sub(REACH);
        let (mut last, mut closing) = (at, None);
        while last > floor && !text.token(last - 1).is_some_and(is_terminator) {
            if let Some(reference) = reference(text, last - 1) {
                last = reference;
            } else if side(text, last - 1) == Some(Side::Closing) {
                last -= 1;
                closing = closing.or(Some(last));
            } else {
                return None;
            }
        }
        let stops = (floor..last).rev().take_while(|&at| text.token(at).is_some_and(is_terminator));
        let first = stops.last()?;
        let before = first.checked_sub(1)?;
        let force = Force::of(text.tokens().get(first..last)?);
        (side(text, before) != Some(Side::Opening)).then_some(Self { first, last, force, closing })
    }

    /// Whether a sentence ends here and `next` begins another.
    fn parts(self, text: &Text<'_>, next: Next) -> bool {
        if next.ellipsis {
            return true;
        }
        let glued =
            text.before(next.at, 1).zip(text.token(next.at)).is_some_and(|(left, right)| text.adjoin(left, right));
        if glued && !self.lacks_space(text, next) {
            return false;
        }
        match self.force {
            Force::Ellipsis => next.case != Case::Small,
            Force::Cry => self.parts_after_cry(text, next),
            Force::Stop => self.parts_after_stop(text, next),
        }
    }

    /// Whether two sentences stand here with no space between them: `the end.The next`. Names in code look like that,
    /// too, so that the second one has to begin with a word that often does.
    fn lacks_space(self, text: &Text<'_>, next: Next) -> bool {
        let Some((before, word)) = text.before(self.first, 1).zip(text.token(next.word)) else { return false };
        let belongs = |at: usize| leading_ellipsis(text, at) == Some(next.at);
        if next.case != Case::Capital || (self.first..self.last).any(belongs) {
            return false;
        }
        if self.closing.is_some() || next.word > next.at {
            return true;
        }
        let written = text.word(word);
        let small = written.chars().skip(1).all(char::is_lowercase);
        let alone = text.token(next.word + 1).is_none_or(|after| !text.adjoin(word, after) || after.is(','));
        let sound = before.is_number()
            || side(text, self.first - 1).is_some()
            || text.word(before).chars().count() > 1 && text.word(before).chars().all(char::is_lowercase)
            || text.token(self.first).is_some_and(|stop| !text.adjoin(before, stop));
        let lists = text.language().sentence_lists();
        small && alone && sound && (next.is_in(text, lists.first_words) || next.is_in(text, lists.function_words))
    }

    /// Whether the sentence ends with its full stop.
    fn parts_after_stop(self, text: &Text<'_>, next: Next) -> bool {
        let single = self.last - self.first == 1;
        let is_ordinal = || next.case == Case::Capital && is_ordinal(text, self.first, || next.opens(text));
        if single && (is_label(text, self.first - 1) || is_ordinal()) {
            return false;
        }
        let short = short(text, self.first);
        match (short, next.case) {
            (Some(_), Case::Small) => false,
            (Some(short), _) if single => next.case == Case::Capital && may_follow(text, short, next),
            (_, Case::Capital) => true,
            (_, Case::Small) => self.closing.is_none() && self.parts_before_small(text, next),
            (_, Case::None) => !self.is_spaced_point(text, next),
        }
    }

    /// Whether a small letter begins a sentence behind a full stop, or the stop is one too many.
    fn parts_before_small(self, text: &Text<'_>, next: Next) -> bool {
        let lists = text.language().sentence_lists();
        let is_in = |set| next.is_in(text, set);
        if is_in(lists.continuers) {
            return false;
        }
        if is_without_capitals(text) || is_in(lists.openers) {
            return true;
        }
        let number = text.before(self.first, 1).is_some_and(Token::is_number);
        !number && !is_in(lists.prepositions) && !is_in(lists.conjunctions)
    }

    /// Whether the point stands between two figures with white space on both sides.
    fn is_spaced_point(self, text: &Text<'_>, next: Next) -> bool {
        let Some((before, point)) = text.before(self.first, 1).zip(text.token(self.first)) else { return false };
        before.is_number() && !text.adjoin(before, point) && text.token(next.at).is_some_and(Token::is_number)
    }

    /// Whether the sentence ends with its exclamation or question mark.
    fn parts_after_cry(self, text: &Text<'_>, next: Next) -> bool {
        let lists = text.language().sentence_lists();
        let name = |name: Token| self.last - self.first == 1 && text.is_in(name, lists.marked_names);
        if text.before(self.first, 1).is_some_and(name) {
            return next.case == Case::Capital && next.opens(text);
        }
        match (next.case, self.closing) {
            (Case::None, _) | (Case::Capital, None) => true,
            (Case::Small, Some(_)) => false,
            (Case::Small, None) => {
                let opens = next.is_in(text, lists.openers) || is_without_capitals(text);
                opens && !next.is_in(text, lists.continuers) && !next.tells_who_spoke(text)
            }
            (Case::Capital, Some(closing)) => next.opens(text) || !is_inside(text, closing, next),
        }
    }
}

impl Force {
    fn of(stops: &[Token]) -> Self {
        if stops.iter().any(|mark| ['!', '?', '！', '？'].iter().any(|&cry| mark.is(cry))) {
            Self::Cry
        } else if stops.len() > 2 || stops.iter().any(|mark| mark.is('…')) {
            Self::Ellipsis
        } else {
            Self::Stop
        }
    }
}

/// Whether what the mark at `closing` closes is a part of a sentence that a capital goes on with:
/// `“Why?” Harris asked`, `“Oklahoma!” Monday`, `(really?) Agnes`.
fn is_inside(text: &Text<'_>, closing: usize, next: Next) -> bool {
    let lists = text.language().sentence_lists();
    let bracket = text.token(closing).is_some_and(|mark| mark.is(')') || mark.is(']'));
    let open = opening(text, closing, if bracket { 40 } else { REACH });
    let before = open.and_then(|open| text.before(open, 1));
    if bracket {
        return before.is_some_and(|before| !is_terminator(before));
    }
    let capital = |token: &Token| token.is_mark() || text.word(*token).starts_with(char::is_uppercase);
    let is_title = |open: usize| text.tokens()[open..closing].iter().all(capital);
    let title = before.is_some_and(|word| word.is_word() && !text.is_in(word, lists.speech_verbs))
        && open.is_some_and(is_title);
    title || next.tells_who_spoke(text)
}

/// Whether a sentence that begins with the capital of `next` may follow an abbreviation.
fn may_follow(text: &Text<'_>, short: Short, next: Next) -> bool {
    let lists = text.language().sentence_lists();
    let joined = [lists.after_time, lists.weekdays, lists.months];
    !next.is_dash(text)
        && match short {
            Short::GoesOn => false,
            Short::MayEnd => next.opens(text),
            Short::OftenEnds => !joined.iter().any(|&set| next.is_in(text, set)),
        }
}

/// The first token of a reference to a note that ends with token `at`, with no space before it: `[3]`, `¹`.
fn reference(text: &Text<'_>, at: usize) -> Option<usize> {
    let token = text.token(at)?;
    let first = if token.is(']') {
        let number = text.before(at, 1).is_some_and(|number| number.is_number() || text.word(number).len() == 1);
        at.checked_sub(2).filter(|&open| number && text.tokens()[open].is('['))?
    } else {
        let raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
        (token.is_word() && token.is_beyond_ascii() && text.word(token).chars().all(raised)).then_some(at)?
    };
    let glued = text.before(first, 1).zip(text.token(first)).is_some_and(|(left, right)| text.adjoin(left, right));
    glued.then_some(first)
}
