//! `collocation`: a word that takes few partners, and what stands in the partner's place.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::file::{Trust, Written};
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Reporter};
use crate::span::Span;
use crate::text::{Form, SetId, Text, Token};

/// The `[collocation]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CollocationTable {
    /// The words that take few partners; `word~` for any inflection.
    node: Vec<Written>,
    /// Where the partner stands: `noun right within 3`, `preposition right`, `word right`, `word left`.
    slot: Written,
    /// The partners that are right, in any number. One of them anywhere in the slot is enough.
    #[serde(default)]
    expect: Vec<Written>,
    /// Where given, only these partners are reported.
    #[serde(default)]
    odd: Vec<Written>,
    /// What may be meant, the likeliest first.
    #[serde(default)]
    suggest: Vec<String>,
    /// What must not stand beside the two.
    guard: Option<GuardTable>,
}

/// A word and its partners.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Collocation {
    nodes: SetId,
    slot: Slot,
    expect: SetId,
    odd: SetId,
    /// Whether only odd partners are reported.
    only_odd: bool,
    function_words: SetId,
    prepositions: SetId,
    /// Each suggestion as one and as many.
    suggest: Vec<(String, String)>,
    guard: Guard,
    /// The first node, as written.
    #[serde(skip)]
    branch: String,
}

/// Where the partner stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Slot {
    /// The last word of the run of content words behind the node, at most so many words away.
    NounRight(usize),
    /// The preposition right behind the node.
    PrepositionRight,
    /// The word right behind the node.
    WordRight,
    /// The word right before the node.
    WordLeft,
}

const SLOTS: [&str; 4] = ["noun right within 3", "preposition right", "word right", "word left"];

impl Slot {
    fn parse(text: &str) -> Option<Self> {
        match text.split_whitespace().collect::<Vec<_>>()[..] {
            ["noun", "right", "within", words] => {
                Some(Self::NounRight(words.parse().ok().filter(|&n| n > 0 && n < 10)?))
            }
            ["preposition", "right"] => Some(Self::PrepositionRight),
            ["word", "right"] => Some(Self::WordRight),
            ["word", "left"] => Some(Self::WordLeft),
            _ => None,
        }
    }
}

impl Kind for Collocation {
    type Table = CollocationTable;
    const PLACEHOLDERS: &'static [&'static str] = &["node", "found"];

    fn compile(table: CollocationTable, compiler: &mut Compiler<'_>) -> Self {
        let slot = Slot::parse(table.slot.get_ref()).unwrap_or_else(|| {
            compiler.unknown(&table.slot.span(), "slot", table.slot.get_ref(), SLOTS.into_iter());
            Slot::WordRight
        });
        let inflections = &compiler.book().inflections;
        let plural = |noun: &String| inflections.inflect(noun, Form::Plural).into_iter().next().unwrap_or(noun.clone());
        let suggest = table.suggest.iter().map(|noun| (noun.clone(), plural(noun))).collect();
        let (expect, _) = compiler.words(&table.expect);
        let many =
            expect.iter().flat_map(|word| inflections.inflect(word, Form::Plural).into_iter().chain([word.clone()]));
        let many: Vec<String> = many.collect();
        Self {
            branch: table.node.first().map_or_else(String::new, |node| node.get_ref().clone()),
            nodes: compiler.set(&table.node),
            slot,
            expect: compiler.lexicon().set(many.iter().map(String::as_str)),
            odd: compiler.set(&table.odd),
            only_odd: !table.odd.is_empty(),
            function_words: compiler.list("function-words"),
            prepositions: compiler.list("prepositions"),
            suggest,
            guard: Guard::compile(table.guard, compiler),
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        anchors.set(self.nodes, 0);
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let Some(node) = text.token(wake.token) else { return };
        let Some(partner) = self.odd_partner(text, wake.token) else { return };
        let Some(found) = text.token(partner) else { return };
        let (first, last) = (wake.token.min(partner), wake.token.max(partner));
        if !reporter.admits(&self.guard, text, first, last + 1) {
            return;
        }
        let word = text.word(found);
        let span = if self.slot == Slot::PrepositionRight { found.span() } else { node.span().cover(found.span()) };
        let mut finding = Finding::new(text.source_span(span), 0);
        finding.values.extend([("node", text.word(node).to_owned()), ("found", word.to_owned())]);
        let head = text.slice(Span::new(span.start, found.start));
        let tail = text.slice(Span::new(found.end, span.end));
        let many = self.slot != Slot::PrepositionRight && is_many(word);
        let written = self.suggest.iter().map(|(one, more)| format!("{head}{}{tail}", if many { more } else { one }));
        finding.offer(text, span, Trust { applicability: Applicability::Unsafe, class: FixClass::Free }, written);
        finding
            .fixes
            .iter_mut()
            .zip(&self.suggest)
            .for_each(|(fix, _)| fix.message = fix.message.replacen("write", "did you mean", 1) + "?");
        reporter.report(finding);
    }

    fn branches(&self) -> Vec<String> {
        vec![self.branch.clone()]
    }
}

impl Collocation {
    /// The token in the partner's place, where it is none that is expected.
    fn odd_partner(&self, text: &Text<'_>, node: usize) -> Option<usize> {
        let is_in = |set: SetId, at: usize| text.token(at).is_some_and(|token| text.is_in(token, set));
        let partner = match self.slot {
            Slot::NounRight(within) => {
                let run = (node + 1..text.tokens().len())
                    .take_while(|&at| is_content(text, at) && !is_in(self.function_words, at))
                    .take(within + 1);
                let run: Vec<usize> = run.collect();
                if run.len() > within || run.iter().any(|&at| is_in(self.expect, at)) {
                    return None;
                }
                *run.last()?
            }
            Slot::PrepositionRight => Some(node + 1).filter(|&at| is_in(self.prepositions, at))?,
            Slot::WordRight => Some(node + 1).filter(|&at| is_content(text, at))?,
            Slot::WordLeft => node.checked_sub(1).filter(|&at| is_content(text, at) && is_content(text, node))?,
        };
        let odd = if self.only_odd { is_in(self.odd, partner) } else { !is_in(self.expect, partner) };
        let named = text.token(partner).is_some_and(|token| text.word(token).starts_with(char::is_uppercase));
        (odd && !named).then_some(partner)
    }
}

/// Whether token `at` is a word with nothing but white space between it and the word before.
fn is_content(text: &Text<'_>, at: usize) -> bool {
    let apart = |token: Token| text.before(at, 1).is_none_or(|before| !text.adjoin(before, token));
    text.token(at).is_some_and(|token| token.is_word() && apart(token))
}

/// Whether an English noun looks like a plural.
fn is_many(noun: &str) -> bool {
    noun.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| noun.ends_with(ending))
}
