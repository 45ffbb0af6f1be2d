//! One way of writing a phrase, item by item, and how it becomes numbers.

use super::class::Class;
use super::code::{Head, Item as Coded, Op};
use super::{Flaw, Frequency, Wording, Words};
use crate::text::{Form, Inflections, List};

/// How many tokens a phrase may be long.
const MOST_ITEMS: usize = 64;

/// One way of writing a phrase.
#[derive(Debug)]
pub(super) struct Way<'a> {
    pub(super) items: Vec<Item<'a>>,
    /// The items that are underlined and replaced, where these are not all.
    pub(super) focus: Option<(usize, usize)>,
    /// Whether the white space before and behind these items is, too.
    pub(super) gaps: (bool, bool),
    pub(super) begins: bool,
    pub(super) ends: bool,
}

/// One step of a phrase: an item, or a mark that says something about the whole.
#[derive(Clone, Debug)]
pub(super) enum Step<'a> {
    Item(Item<'a>),
    /// `<`, and whether the white space behind it is underlined, too.
    FocusStart(bool),
    /// `>`, and whether the white space before it is underlined, too.
    FocusEnd(bool),
}

/// What one token must be.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    /// The number of its term in the phrase as written, from 1.
    pub(super) term: u32,
    /// Nothing stands between it and the item before.
    pub(super) glued: bool,
    /// It must be a word that `what` does not accept.
    pub(super) negated: bool,
    pub(super) what: What<'a>,
    pub(super) class: Option<Class>,
}

#[derive(Clone, Debug)]
pub(super) enum What<'a> {
    Word(String),
    /// Forms of one word or of several. One spelling may be several forms, as `put` is.
    Forms(Vec<Inflected>),
    List(&'a List),
    Number,
    Mark(char),
    Any,
    OneOf(Vec<What<'a>>),
}

/// A form of a word.
#[derive(Clone, Debug)]
pub(super) struct Inflected {
    pub(super) lemma: String,
    pub(super) form: Form,
    pub(super) word: String,
}

impl<'a> Way<'a> {
    /// The way that a run of steps stands for.
    pub(super) fn new(run: Vec<Step<'a>>, begins: bool, ends: bool) -> Result<Self, Flaw> {
        let (mut items, mut from, mut to) = (Vec::new(), None, None);
        for step in run {
            match step {
                Step::Item(item) => items.push(item),
                Step::FocusStart(gap) => from = Some((items.len(), gap)),
                Step::FocusEnd(gap) => to = Some((items.len(), gap)),
            }
        }
        match items.len() {
            0 => return Err("this stands for no word at all".into()),
            1..=MOST_ITEMS => {}
            _ => return Err(format!("a phrase has at most {MOST_ITEMS} words and marks").into()),
        }
        let split = items
            .windows(2)
            .any(|pair| matches!(pair, [before, after] if after.glued && before.is_word() && after.is_word()));
        if split {
            return Err("no text has two words with neither a mark nor white space between them".into());
        }
        let (focus, gaps) = match (from, to) {
            (None, None) => (None, (false, false)),
            // White space belongs to a word before or behind it that is part of the phrase.
            (Some((from, before)), Some((to, behind))) if from < to => {
                (Some((from, to)), (before && from > 0, behind && to < items.len()))
            }
            _ => return Err("`<` and `>` come together, with words between them".into()),
        };
        Ok(Self { items, focus, gaps, begins, ends })
    }

    /// The item that is likely the rarest in a text.
    pub(super) fn rarest(&self, frequency: &Frequency) -> Option<usize> {
        let findable = self.items.iter().enumerate().filter(|(_, item)| !item.negated);
        let rated = findable.filter_map(|(at, item)| Some((at, item.what.frequency(frequency)?)));
        rated.min_by(|left, right| left.1.total_cmp(&right.1)).map(|(at, _)| at)
    }

    /// The way in numbers, to be found by the item `anchor`.
    pub(super) fn encode(self, anchor: usize, words: &mut Words<'_>) -> Wording {
        let focus = self.focus.unwrap_or((0, self.items.len()));
        let head = Head { anchor, focus, gaps: self.gaps, begins: self.begins, ends: self.ends };
        let mut code = head.encode(self.items.len()).to_vec();
        for item in self.items {
            code.extend(item.coded(words).encode());
        }
        Wording(code)
    }
}

impl<'a> Item<'a> {
    pub(super) const fn new(what: What<'a>) -> Self {
        Self { term: 0, glued: false, negated: false, what, class: None }
    }

    /// Whether it can be nothing but a word.
    const fn is_word(&self) -> bool {
        matches!(self.what, What::Word(_) | What::Forms(_) | What::List(_) | What::OneOf(_))
    }

    fn coded(self, words: &mut Words<'_>) -> Coded {
        let (op, operand) = self.what.coded(words);
        let Self { term, glued, negated, class, .. } = self;
        Coded { op, glued, negated, class, term, operand }
    }
}

impl What<'_> {
    fn coded(self, words: &mut Words<'_>) -> (Op, u32) {
        match &self {
            Self::Word(word) => (Op::Word, words.lexicon.word(word).0),
            Self::Mark(mark) => (Op::Word, words.lexicon.mark(*mark).0),
            Self::List(list) => (Op::Set, list.set.0),
            Self::Forms(_) | Self::OneOf(_) => {
                let forms = self.words().into_iter().map(|(word, of)| (word, of.map(|of| of.form)));
                (Op::Set, words.lexicon.form_set(forms).0)
            }
            Self::Number => (Op::Number, 0),
            Self::Any => (Op::Any, 0),
        }
    }

    /// The words that it stands for, each with what it is of another.
    pub(super) fn words(&self) -> Vec<(&str, Option<&Inflected>)> {
        match self {
            Self::Word(word) => vec![(word, None)],
            Self::Forms(forms) => forms.iter().map(|of| (of.word.as_str(), Some(of))).collect(),
            Self::List(list) => list.words.iter().map(|word| (word.as_str(), None)).collect(),
            Self::OneOf(all) => all.iter().flat_map(Self::words).collect(),
            Self::Number | Self::Mark(_) | Self::Any => Vec::new(),
        }
    }

    /// The forms of the words that it stands for, or only those called `form`.
    pub(super) fn inflected(&self, form: Option<Form>, inflections: &Inflections) -> Self {
        let words = self.words();
        let forms = words.into_iter().flat_map(|(lemma, _)| {
            let forms = inflections.forms(lemma).into_iter().filter(move |(of, _)| form.is_none_or(|form| form == *of));
            forms.map(move |(form, word)| Inflected { lemma: lemma.to_owned(), form, word })
        });
        Self::Forms(forms.collect())
    }

    /// Whether it can be one of several words that stand in one place: capitals matter in none of its words.
    pub(super) const fn is_choice(&self) -> bool {
        matches!(self, Self::Word(_) | Self::Forms(_) | Self::OneOf(_) | Self::List(List { case: false, .. }))
    }

    /// How often all its words together occur in a million words; nothing where it does not stand for certain words.
    fn frequency(&self, of: &Frequency) -> Option<f64> {
        if let Self::Mark(mark) = self {
            return Some(Frequency::of_mark(*mark));
        }
        let words = self.words();
        (!words.is_empty()).then(|| words.iter().map(|(word, _)| of.of_word(word)).sum())
    }
}

impl Step<'_> {
    /// Whether a word can be anything but this.
    pub(super) const fn can_be_negated(&self) -> bool {
        matches!(self, Self::Item(item) if !matches!(item.what, What::Mark(_)))
    }

    /// Whether it is a word or one of several, in the form that is written.
    pub(super) fn is_word(&self) -> bool {
        let Self::Item(item) = self else { return false };
        item.what.is_choice() && item.what.words().iter().all(|(_, of)| of.is_none())
    }
}
