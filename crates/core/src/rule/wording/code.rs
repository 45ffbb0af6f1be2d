//! Phrases in numbers, and where they match.
//!
//! Two numbers are the head, and two more stand for each item:
//!
//! | number | bits | |
//! |---|---|---|
//! | first | 0–7 | how many items there are |
//! | | 8–15 | the item by which the phrase is found |
//! | | 16–23 | the first item that is underlined |
//! | | 24–31 | the item behind the last one that is underlined |
//! | second | 0 | it begins a sentence |
//! | | 1 | it ends a sentence |
//! | | 2 | the white space before the items that are underlined is, too |
//! | | 3 | the white space behind them is, too |
//! | of an item | 0–3 | what it is, see [`Op`] |
//! | | 4 | nothing stands between it and the item before |
//! | | 5 | it must be a word that is not this |
//! | | 8–15 | its class, counted from 1, or zero |
//! | | 16–31 | the number of its term in the phrase as written, from 1 |
//! | behind it | 0–31 | the number of its word or set in the lexicon |

use super::beside::Beside;
use super::class::Class;
use crate::span::Span;
use crate::text::{Forms, Lexicon, SetId, Text, Token, WordId, ends_sentence, starts_sentence};

/// A phrase in numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code<'a> {
    head: [u32; 2],
    items: &'a [[u32; 2]],
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    /// A word or a mark, by its number.
    Word,
    /// A word of a set.
    Set,
    /// A number in digits.
    Number,
    /// Any word or number.
    Any,
}

/// One item of a phrase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) op: Op,
    pub(super) glued: bool,
    pub(super) negated: bool,
    pub(super) class: Option<Class>,
    pub(super) term: u32,
    pub(super) operand: u32,
}

/// What a phrase says about its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    pub(super) anchor: usize,
    pub(super) focus: (usize, usize),
    pub(super) gaps: (bool, bool),
    pub(super) begins: bool,
    pub(super) ends: bool,
}

/// Where a phrase was found, in tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match<'a> {
    /// The first token.
    pub(crate) first: usize,
    /// The token after the last one.
    pub(crate) end: usize,
    /// The tokens that are underlined: the first, and the one after the last.
    pub(crate) focus: (usize, usize),
    /// What the first inflected word may be.
    pub(crate) forms: Forms,
    code: Code<'a>,
}

/// The side of the anchor on which an item with few words stands, and those words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Neighbour {
    /// Right behind it.
    Next(Vec<u32>),
    /// Right before it.
    Previous(Vec<u32>),
}

/// For how many pairs of words a phrase may wait: more would take more room than they save time.
const MOST_PAIRS: usize = 8192;

/// How many numbers the head has.
const HEAD: usize = 2;

impl Op {
    const ALL: [Self; 4] = [Self::Word, Self::Set, Self::Number, Self::Any];
}

impl Item {
    pub(super) fn encode(self) -> [u32; 2] {
        let class = self.class.map_or(0, Class::number);
        let bits = self.op as u32 | u32::from(self.glued) << 4 | u32::from(self.negated) << 5;
        [bits | class << 8 | self.term << 16, self.operand]
    }

    fn decode([bits, operand]: [u32; 2]) -> Self {
        Self {
            op: Op::ALL[(bits & 3) as usize],
            glued: bits & 1 << 4 != 0,
            negated: bits & 1 << 5 != 0,
            class: Class::by_number(bits >> 8 & 0xff),
            term: bits >> 16,
            operand,
        }
    }

    /// Whether it may be `token`, classes aside.
    #[inline]
    fn accepts(self, text: &Text<'_>, token: Token) -> bool {
        if self.negated {
            return !token.is_mark() && (self.op == Op::Any || !(self.is(text, token) && self.is_spelled(text, token)));
        }
        self.is(text, token)
    }

    #[inline]
    fn is(self, text: &Text<'_>, token: Token) -> bool {
        match self.op {
            Op::Word => token.id() == WordId(self.operand),
            Op::Set => text.language().lexicon().contains(SetId(self.operand), token.id(), text.word(token)),
            Op::Number => token.is_number(),
            Op::Any => !token.is_mark(),
        }
    }

    /// Whether the token has the very letters of the word whose number it has.
    fn is_spelled(self, text: &Text<'_>, token: Token) -> bool {
        let named = matches!(self.op, Op::Word | Op::Set) && !token.is_mark();
        !named || text.language().lexicon().is(token.id(), text.word(token))
    }
}

impl Head {
    pub(super) fn encode(self, items: usize) -> [u32; HEAD] {
        let byte = |at: usize| u32::try_from(at).unwrap_or_default() & 0xff;
        let (from, to) = self.focus;
        let places = byte(items) | byte(self.anchor) << 8 | byte(from) << 16 | byte(to) << 24;
        let gaps = u32::from(self.gaps.0) << 2 | u32::from(self.gaps.1) << 3;
        [places, u32::from(self.begins) | u32::from(self.ends) << 1 | gaps]
    }
}

impl<'a> Code<'a> {
    /// The phrase whose numbers begin where `code` does.
    #[inline]
    pub(crate) fn new(code: &'a [u32]) -> Self {
        let Some((head, rest)) = code.split_first_chunk::<HEAD>() else { return Self { head: [0; HEAD], items: &[] } };
        let items = rest.as_chunks().0;
        Self { head: *head, items: items.get(..(head[0] & 0xff) as usize).unwrap_or(items) }
    }

    /// How many tokens it is long.
    pub(crate) const fn len(self) -> usize {
        self.items.len()
    }

    /// How many numbers it is long.
    pub(crate) const fn size(self) -> usize {
        HEAD + 2 * self.items.len()
    }

    fn item(self, at: usize) -> Option<Item> {
        self.items.get(at).copied().map(Item::decode)
    }

    fn anchor(self) -> usize {
        (self.head[0] >> 8 & 0xff) as usize
    }

    /// The numbers of the words at which it may be found. `members` gives the words of a set.
    pub(crate) fn anchors<'m>(self, members: impl Fn(SetId) -> &'m [u32]) -> Vec<u32> {
        self.item(self.anchor()).and_then(|item| item.words(members)).unwrap_or_default()
    }

    /// What must stand beside the anchor, as far as it can be told in bits.
    pub(crate) fn needed(self) -> Beside {
        let items: Vec<Item> = self.items.iter().copied().map(Item::decode).collect();
        Beside::needed(&items, self.anchor(), self.head[1] & 1 != 0, self.head[1] & 2 != 0)
    }

    /// An item next to the anchor that stands for few words, if there is one.
    pub(crate) fn neighbour<'m>(self, members: impl Fn(SetId) -> &'m [u32]) -> Option<Neighbour> {
        let anchors = self.item(self.anchor())?.words(&members)?.len();
        let words = |at: Option<usize>| {
            let item = self.item(at?).filter(|item| !item.negated)?;
            item.words(&members).filter(|words| words.len() * anchors <= MOST_PAIRS)
        };
        let (next, previous) = (words(self.anchor().checked_add(1)), words(self.anchor().checked_sub(1)));
        match (next, previous) {
            (Some(next), Some(previous)) if previous.len() < next.len() => Some(Neighbour::Previous(previous)),
            (Some(next), _) => Some(Neighbour::Next(next)),
            (None, previous) => previous.map(Neighbour::Previous),
        }
    }

    /// The match whose anchor is token `at`, if there is one.
    #[inline]
    pub(crate) fn match_at(self, text: &Text<'_>, at: usize) -> Option<Match<'a>> {
        self.match_from(text, at.checked_sub(self.anchor())?)
    }

    /// The match whose first token is `first`, if there is one.
    pub(crate) fn match_from(self, text: &Text<'_>, first: usize) -> Option<Match<'a>> {
        let end = first + self.items.len();
        let tokens = text.tokens().get(first..end)?;
        let mut before: Option<Token> = None;
        for (&item, &token) in self.items.iter().zip(tokens) {
            let item = Item::decode(item);
            let apart = before.is_none_or(|before| text.adjoin(before, token) == item.glued);
            if !apart || !item.accepts(text, token) {
                return None;
            }
            before = Some(token);
        }
        // Numbers alone may be those of other words. Parts of speech come last: they are looked up only where
        // everything else fits.
        let items = || self.items.iter().copied().map(Item::decode);
        let spelled = items().zip(tokens).all(|(item, &token)| item.negated || item.is_spelled(text, token));
        let classes = || items().enumerate().filter_map(|(at, item)| Some((at, item, item.class?)));
        let fits = |(at, item, class): (usize, Item, Class)| {
            class.accepts(text, first + at) != (item.op == Op::Any && item.negated)
        };
        let begins = self.head[1] & 1 == 0 || starts_sentence(text, first);
        let ends = self.head[1] & 2 == 0 || ends_sentence(text, end);
        (spelled && begins && ends && classes().all(fits)).then(|| Match {
            first,
            end,
            focus: self.focus(first),
            forms: self.forms(text.language().lexicon(), tokens),
            code: self,
        })
    }

    fn focus(self, first: usize) -> (usize, usize) {
        let at = |shift: u32| first + (self.head[0] >> shift & 0xff) as usize;
        (at(16), at(24))
    }

    /// The forms of the first inflected word.
    fn forms(self, lexicon: &Lexicon, tokens: &[Token]) -> Forms {
        let sets = self.items.iter().copied().map(Item::decode).zip(tokens).filter(|(item, _)| item.op == Op::Set);
        let mut forms = sets.map(|(item, token)| lexicon.forms(SetId(item.operand), token.id()));
        forms.find(|forms| !forms.is_empty()).unwrap_or_default()
    }
}

impl Item {
    /// The numbers of the words that it stands for; nothing where it does not stand for certain words.
    fn words<'m>(self, members: impl Fn(SetId) -> &'m [u32]) -> Option<Vec<u32>> {
        match self.op {
            Op::Word => Some(vec![self.operand]),
            Op::Set => Some(members(SetId(self.operand)).to_vec()),
            Op::Number | Op::Any => None,
        }
    }
}

impl Match<'_> {
    /// What is underlined, in bytes of the prose.
    pub(crate) fn span(&self, text: &Text<'_>) -> Span {
        let (first, end) = self.focus;
        let gap = |bit: u32| self.code.head[1] & 1 << bit != 0;
        let start = |at: usize| text.token(at).map_or(text.end(), |token| token.start);
        let finish = |at: usize| text.before(at, 1).map_or(0, |token| token.end);
        let from = if gap(2) { finish(first) } else { start(first) };
        Span::new(from, if gap(3) { start(end) } else { finish(end) })
    }

    /// How a word of a term is written in another form, of which `set` knows the spellings.
    pub(crate) fn other(&self, text: &Text<'_>, term: u32, set: SetId) -> Option<String> {
        let lexicon = text.language().lexicon();
        let of_term = |at: &usize| self.code.item(*at).is_some_and(|item| item.term == term);
        let mut tokens = (0..self.code.len()).filter(of_term).filter_map(|at| text.token(self.first + at));
        tokens.find_map(|token| lexicon.other(set, token.id())).map(str::to_owned)
    }

    /// The text that a term of the phrase stands for: 1 is the first term.
    pub(crate) fn term<'t>(&self, text: &Text<'t>, term: u32) -> &'t str {
        let of_term = |at: &usize| self.code.item(*at).is_some_and(|item| item.term == term);
        let places: Vec<usize> = (0..self.code.len()).filter(of_term).collect();
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return "" };
        let token = |at: usize| text.tokens()[self.first + at];
        text.slice(Span::new(token(*first).start, token(*last).end))
    }
}
