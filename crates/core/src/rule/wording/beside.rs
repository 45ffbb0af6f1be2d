//! What stands right beside a place, in a few bits.

use super::code::{Item, Op};
use crate::text::{Text, Token};

/// What stands right before a token and right behind it, or what a phrase needs there beside its anchor.
///
/// Most places where a phrase might stand are ruled out by this alone: a phrase for `so ,` by the comma that stands
/// close to its word, one for `# units` by a word that is no number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Beside(u32);

/// One side; the bits of the other stand [`NEXT`] places higher.
mod side {
    /// A word or a number.
    pub(super) const WORD: u32 = 1;
    /// A number.
    pub(super) const NUMBER: u32 = 1 << 1;
    /// A mark, or nothing.
    pub(super) const EDGE: u32 = 1 << 2;
    /// Something without white space between.
    pub(super) const CLOSE: u32 = 1 << 3;
    /// Something behind white space.
    pub(super) const APART: u32 = 1 << 4;
}

const NEXT: u32 = 8;

impl Beside {
    /// What stands beside token `at`.
    pub(crate) fn of(text: &Text<'_>, at: usize) -> Self {
        let Some(token) = text.token(at) else { return Self::default() };
        let (previous, next) = (text.before(at, 1), text.token(at + 1));
        let before = neighbour(previous, previous.is_some_and(|previous| text.adjoin(previous, token)));
        let behind = neighbour(next, next.is_some_and(|next| text.adjoin(token, next)));
        Self(before | behind << NEXT)
    }

    /// What a phrase needs whose anchor is `items[anchor]`. `begins` and `ends` say that it fills its sentence to the
    /// beginning and to the end.
    pub(super) fn needed(items: &[Item], anchor: usize, begins: bool, ends: bool) -> Self {
        let glue = |item: Item| if item.glued { side::CLOSE } else { side::APART };
        let (previous, next) = (anchor.checked_sub(1).and_then(|at| items.get(at)), items.get(anchor + 1));
        let before = match previous {
            Some(item) => items.get(anchor).map_or(0, |anchor| glue(*anchor)) | kind(*item),
            None if begins => side::EDGE,
            None => 0,
        };
        let behind = match next {
            Some(item) => glue(*item) | kind(*item),
            None if ends => side::EDGE,
            None => 0,
        };
        Self(before | behind << NEXT)
    }

    /// Its bits.
    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// Whether all that `needed`, the bits of another, asks for is here.
    #[inline]
    pub(crate) const fn has(self, needed: u32) -> bool {
        needed & !self.0 == 0
    }
}

fn neighbour(token: Option<Token>, close: bool) -> u32 {
    let Some(token) = token else { return side::EDGE };
    let kind = if token.is_mark() {
        side::EDGE
    } else if token.is_number() {
        side::WORD | side::NUMBER
    } else {
        side::WORD
    };
    kind | if close { side::CLOSE } else { side::APART }
}

/// What an item says of the kind of its token.
fn kind(item: Item) -> u32 {
    match item.op {
        _ if item.negated => side::WORD,
        Op::Any => side::WORD,
        Op::Number => side::NUMBER,
        Op::Word | Op::Set => 0,
    }
}
