//! From a document and rules to diagnostics.

mod tidy;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::rule::{
    ACCEPTED, Beside, Gathered, Held, ONCE, Reporter, Rule, RuleSet, Sink, Sleeper, Waiting, Wake, Whole,
};
use crate::text::{Language, Quotations, Text, Token, WordId};

/// Everything that the rules of `rules` find in `document`, a text in `language` (a code such as `en` or `en-GB`), in
/// the order of the source, together with what the parser of the format reported. Where several rules would repair one
/// fault alike, only one of them reports it.
pub fn lint(document: &Document, language: &str, rules: &RuleSet) -> Vec<Diagnostic> {
    tidy::once(Lint::new(document, language, rules, Nobody).run().0, document.source())
}

/// Somebody who is told when a rule begins and ends to look at a place of a text, such as a stop watch.
pub trait Observer {
    /// Rule number `rule` begins to look at a place.
    fn begin(&mut self, rule: u32);
    /// The rule that began last has looked; `reported` findings came of it.
    fn end(&mut self, rule: u32, reported: usize);
}

/// Nobody is told.
struct Nobody;

impl Observer for Nobody {
    #[inline]
    fn begin(&mut self, _: u32) {}
    #[inline]
    fn end(&mut self, _: u32, _: usize) {}
}

/// As [`lint`], with an observer that is told what each rule does.
pub fn lint_observed(
    document: &Document,
    language: &str,
    rules: &RuleSet,
    observer: &mut impl Observer,
) -> Vec<Diagnostic> {
    tidy::once(Lint::new(document, language, rules, Told(observer)).run().0, document.source())
}

struct Told<'a, O>(&'a mut O);

impl<O: Observer> Observer for Told<'_, O> {
    fn begin(&mut self, rule: u32) {
        self.0.begin(rule);
    }
    fn end(&mut self, rule: u32, reported: usize) {
        self.0.end(rule, reported);
    }
}

/// What all rules make of a document, those that are off included: what they find, and what is held back by a guard
/// or by the terms of the house, in the order of the source.
pub fn trace(document: &Document, language: &str, rules: &RuleSet) -> (Vec<Diagnostic>, Vec<Held>) {
    let mut lint = Lint::new(document, language, rules, Nobody);
    Arc::make_mut(&mut lint.active).fill(true);
    lint.sink.held = Some(Vec::new());
    let (found, mut held) = lint.run();
    held.sort_by(|a, b| (a.span, &a.rule, &a.guard).cmp(&(b.span, &b.rule, &b.guard)));
    held.dedup();
    (found, held)
}

/// As [`lint`], with rule number `tested` running even where it is off; tells, too, which of its branches reported.
pub(crate) fn lint_for_test(
    document: &Document,
    language: &str,
    rules: &RuleSet,
    tested: u32,
) -> (Vec<Diagnostic>, Vec<usize>) {
    let mut hits = Vec::new();
    let mut lint = Lint::new(document, language, rules, Nobody);
    if let Some(runs) = Arc::make_mut(&mut lint.active).get_mut(tested as usize) {
        *runs = true;
    }
    lint.tested = Some((tested, &mut hits));
    let diagnostics = lint.run().0;
    (diagnostics, hits)
}

struct Lint<'a, O> {
    document: &'a Document,
    locale: &'a str,
    rules: &'a RuleSet,
    observer: O,
    sink: Sink,
    /// By rule: whether it runs on this text.
    active: Arc<Vec<bool>>,
    /// The number of the last block that a rule looked at as a whole.
    looked: BTreeMap<u32, usize>,
    /// The rule that is tested, and which of its branches reported.
    tested: Option<(u32, &'a mut Vec<usize>)>,
}

/// One block and what is known about the text around it.
#[derive(Clone, Copy)]
struct Place<'a> {
    text: &'a Text<'a>,
    quotations: &'a Quotations,
}

impl<'a, O: Observer> Lint<'a, O> {
    fn new(document: &'a Document, locale: &'a str, rules: &'a RuleSet, observer: O) -> Self {
        Self {
            document,
            locale,
            rules,
            observer,
            sink: Sink { out: document.diagnostics().to_vec(), ..Sink::default() },
            active: rules.active(locale),
            looked: BTreeMap::new(),
            tested: None,
        }
    }

    fn run(mut self) -> (Vec<Diagnostic>, Vec<Held>) {
        let language = self.rules.language(self.locale);
        let quotations = Quotations::of(self.document);
        let mut buffer = Vec::new();
        for (number, block) in self.document.blocks().iter().enumerate() {
            let locale = block.language().unwrap_or(self.locale);
            let text = Text::new(self.document, number, self.rules.language(locale), locale, &quotations, buffer);
            let Some(text) = text else { break };
            let usual = (locale != self.locale).then(|| std::mem::replace(&mut self.active, self.rules.active(locale)));
            self.block(Place { text: &text, quotations: &quotations });
            self.active = usual.unwrap_or(self.active);
            buffer = text.into_buffer();
        }
        self.documents(language, &quotations);
        let Sink { mut out, held, accepted, .. } = self.sink;
        let mut held = held.unwrap_or_default();
        for found in out.extract_if(.., |found| accepted.iter().any(|place| place.contains(found.span))) {
            held.push(Held { rule: found.rule, span: found.span, guard: "a term that the house accepts".to_owned() });
        }
        (tidy::sorted(out), held)
    }

    /// Wakes the rules that look at the whole document.
    fn documents(&mut self, language: &Language, quotations: &Quotations) {
        let mut places: BTreeMap<u32, Vec<Gathered>> = BTreeMap::new();
        for (rule, place) in std::mem::take(&mut self.sink.gathered) {
            places.entry(rule).or_default().push(place);
        }
        for Sleeper { rule, .. } in self.rules.index().documents() {
            let gathered = places.remove(&rule).unwrap_or_default();
            let (document, locale) = (self.document, self.locale);
            let whole = Whole { document, language, locale, quotations, gathered: &gathered };
            self.wake(rule, quotations, |rule, reporter| rule.matcher().check_document(whole, reporter));
        }
    }

    /// Wakes the rules that wait for something in a block.
    fn block(&mut self, place: Place<'_>) {
        let index = self.rules.index();
        let tables = index.tables();
        let mut before: Option<(Token, Waiting)> = None;
        for (at, &token) in place.text.tokens().iter().enumerate() {
            let waiting = tables.waiting(token.id());
            if waiting.alone() {
                tables.sleepers(waiting).for_each(|sleeper| self.check(sleeper, at, place));
                let beside = Beside::of(place.text, at);
                tables.phrases(waiting, beside).for_each(|phrase| self.phrase(phrase, at, place));
            }
            if let Some((before, wakes)) = before {
                if wakes.with(waiting) && tables.waits_for_pair(before.id(), token.id()) {
                    self.pair(before.id(), token.id(), at, place);
                }
                if before.key() == token.key() && before.is_word() && token.is_word() && !token.is_opaque() {
                    index.doubled().for_each(|sleeper| self.check(sleeper, at, place));
                }
            }
            if token.is_special() {
                self.special(token, at, place);
            }
            before = Some((token, waiting));
        }
        index.blocks().for_each(|sleeper| self.check(sleeper, 0, place));
        if let Some(literals) = self.rules.literals(self.tested.is_some() || self.sink.held.is_some()) {
            literals.woken(place.text.prose()).for_each(|sleeper| self.check(sleeper, 0, place));
        }
    }

    /// Wakes the rules of the phrases that may stand where token `at` is `right` and the one before it is `left`.
    #[inline(never)]
    fn pair(&mut self, left: WordId, right: WordId, at: usize, place: Place<'_>) {
        let tables = self.rules.index().tables();
        for (phrase, second) in tables.phrases_of_pair(left, right) {
            self.phrase(phrase, if second { at } else { at - 1 }, place);
        }
    }

    /// Wakes the rules that wait for tokens of a kind.
    fn special(&mut self, token: Token, at: usize, place: Place<'_>) {
        let index = self.rules.index();
        if token.is_beyond_ascii() {
            index.beyond_ascii().for_each(|sleeper| self.check(sleeper, at, place));
        }
        if token.begins_with_digit() {
            index.digit_words().for_each(|sleeper| self.check(sleeper, at, place));
        }
    }

    /// Wakes the rule of a phrase of the index if the phrase stands where token `at` is its anchor.
    fn phrase(&mut self, phrase: u32, at: usize, place: Place<'_>) {
        let (owner, code) = self.rules.index().tables().phrase(phrase);
        if owner.rule == ACCEPTED {
            let found = code.match_at(place.text, at).map(|found| found.span(place.text));
            self.sink.accepted.extend(found.map(|span| place.text.source_span(span).span));
        }
        if !self.runs(owner.rule) {
            return;
        }
        self.observer.begin(owner.rule);
        let found = code.match_at(place.text, at);
        self.observer.end(owner.rule, 0);
        if found.is_some() {
            let wake = Wake { token: at, entry: owner.entry, found };
            self.wake(owner.rule, place.quotations, |rule, reporter| rule.matcher().check(wake, place.text, reporter));
        }
    }

    fn check(&mut self, sleeper: Sleeper, token: usize, place: Place<'_>) {
        if !self.runs(sleeper.rule) || sleeper.entry == ONCE && self.has_looked(sleeper.rule, place.text.number()) {
            return;
        }
        let wake = Wake { token, entry: sleeper.entry, found: None };
        self.wake(sleeper.rule, place.quotations, |rule, reporter| rule.matcher().check(wake, place.text, reporter));
    }

    fn runs(&self, rule: u32) -> bool {
        self.active.get(rule as usize).is_some_and(|runs| *runs)
    }

    /// Whether a rule has looked at a block as a whole before; from now on it has.
    fn has_looked(&mut self, rule: u32, block: usize) -> bool {
        self.looked.insert(rule, block) == Some(block)
    }

    fn wake(&mut self, number: u32, quotations: &Quotations, act: impl FnOnce(&Rule, &mut Reporter<'_>)) {
        if !self.runs(number) {
            return;
        }
        let Some(rule) = self.rules.get(number) else { return };
        let tested = self.tested.as_mut().filter(|(tested, _)| *tested == number);
        let hits = tested.map(|(_, hits)| &mut **hits);
        let before = self.sink.out.len();
        self.observer.begin(number);
        act(rule, &mut Reporter::new((number, rule), self.document, quotations, &mut self.sink, hits));
        self.observer.end(number, self.sink.out.len() - before);
    }
}
