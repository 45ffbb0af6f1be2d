//! From a document and rules to diagnostics.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::rule::{Gathered, ONCE, Reporter, Rule, RuleSet, Sleeper, Wake, Whole};
use crate::text::{Quotations, Text, Token, WordId};

/// Everything that the rules of `rules` find in `document`, a text in `language` (a code such as `en`), in the order
/// of the source, together with what the parser of the format reported.
pub fn lint(document: &Document, language: &str, rules: &RuleSet) -> Vec<Diagnostic> {
    Lint::new(document, language, rules, None).run()
}

/// As [`lint`], with rule number `tested` running even where it is off; tells, too, which of its branches reported.
pub(crate) fn lint_for_test(
    document: &Document,
    language: &str,
    rules: &RuleSet,
    tested: u32,
) -> (Vec<Diagnostic>, Vec<usize>) {
    let mut hits = Vec::new();
    let diagnostics = Lint::new(document, language, rules, Some((tested, &mut hits))).run();
    (diagnostics, hits)
}

struct Lint<'a> {
    document: &'a Document,
    language: &'a str,
    rules: &'a RuleSet,
    quotations: Quotations,
    out: Vec<Diagnostic>,
    /// By rule: whether it runs on this text.
    active: Vec<bool>,
    /// By rule: the places that it keeps until the document has been read.
    gathered: BTreeMap<u32, Vec<Gathered>>,
    /// By rule: the number of the last block that it looked at as a whole, plus one.
    looked: Vec<usize>,
    /// The rule that is tested, and which of its branches reported.
    tested: Option<(u32, &'a mut Vec<usize>)>,
}

impl<'a> Lint<'a> {
    fn new(
        document: &'a Document,
        language: &'a str,
        rules: &'a RuleSet,
        tested: Option<(u32, &'a mut Vec<usize>)>,
    ) -> Self {
        let quotations = Quotations::of(document);
        let out = document.diagnostics().to_vec();
        let mut active = rules.active(language);
        if let Some(runs) = tested.as_ref().and_then(|(number, _)| active.get_mut(*number as usize)) {
            *runs = true;
        }
        Self {
            document,
            language,
            rules,
            quotations,
            out,
            gathered: BTreeMap::new(),
            looked: vec![0; rules.len()],
            active,
            tested,
        }
    }

    fn run(mut self) -> Vec<Diagnostic> {
        let language = self.rules.language(self.language);
        let quotations = std::mem::take(&mut self.quotations);
        let mut buffer = Vec::new();
        for number in 0..self.document.blocks().len() {
            let Some(text) = Text::new(self.document, number, language, &quotations, buffer) else { break };
            self.block(&text, &quotations);
            buffer = text.into_buffer();
        }
        for sleeper in self.rules.index().documents() {
            let gathered = self.gathered.remove(&sleeper.rule).unwrap_or_default();
            let whole = Whole { quotations: &quotations, gathered: &gathered };
            self.wake(sleeper.rule, &quotations, |rule, reporter| rule.matcher().check_document(whole, reporter));
        }
        tidy(self.out)
    }

    /// Wakes the rules that wait for something in a block.
    fn block(&mut self, text: &Text<'_>, quotations: &Quotations) {
        let index = self.rules.index();
        let tables = index.tables();
        let mut before: Option<Token> = None;
        for (at, &token) in text.tokens().iter().enumerate() {
            if tables.waits_for(token.id()) {
                tables.sleepers(token.id()).for_each(|sleeper| self.check(sleeper, at, text, quotations));
                tables.phrases(token.id()).iter().for_each(|&place| self.phrase(place, at, text, quotations));
            }
            if let Some(before) = before {
                if tables.waits_for_pair(before.id(), token.id()) {
                    self.pair(before.id(), token.id(), at, text, quotations);
                }
                if before.key() == token.key() && before.is_word() && token.is_word() {
                    index.doubled().for_each(|sleeper| self.check(sleeper, at, text, quotations));
                }
            }
            if token.is_special() {
                let (numbers, words) = (index.numbers(), index.beyond_ascii());
                numbers.filter(|_| token.is_number()).for_each(|sleeper| self.check(sleeper, at, text, quotations));
                words.filter(|_| token.is_beyond_ascii()).for_each(|sleeper| self.check(sleeper, at, text, quotations));
            }
            before = Some(token);
        }
        index.blocks().for_each(|sleeper| self.check(sleeper, 0, text, quotations));
        if let Some(literals) = self.rules.literals(self.tested.is_some()) {
            literals.woken(text.prose()).for_each(|sleeper| self.check(sleeper, 0, text, quotations));
        }
    }

    /// Wakes the rules of the phrases that may stand where token `at` is `right` and the one before it is `left`.
    #[inline(never)]
    fn pair(&mut self, left: WordId, right: WordId, at: usize, text: &Text<'_>, quotations: &Quotations) {
        let tables = self.rules.index().tables();
        tables.phrases_before(left, right).for_each(|place| self.phrase(place, at - 1, text, quotations));
        tables.phrases_behind(left, right).for_each(|place| self.phrase(place, at, text, quotations));
    }

    /// Wakes the rule of the phrase at `place` in the index if the phrase stands where token `at` is its anchor.
    fn phrase(&mut self, place: u32, at: usize, text: &Text<'_>, quotations: &Quotations) {
        let (owner, code) = self.rules.index().tables().phrase(place);
        if self.runs(owner.rule)
            && let Some(found) = code.match_at(text, at)
        {
            let wake = Wake { token: at, entry: owner.entry, found: Some(found) };
            self.wake(owner.rule, quotations, |rule, reporter| rule.matcher().check(wake, text, reporter));
        }
    }

    fn check(&mut self, sleeper: Sleeper, token: usize, text: &Text<'_>, quotations: &Quotations) {
        if !self.runs(sleeper.rule) || sleeper.entry == ONCE && self.has_looked(sleeper.rule, text.number()) {
            return;
        }
        let wake = Wake { token, entry: sleeper.entry, found: None };
        self.wake(sleeper.rule, quotations, |rule, reporter| rule.matcher().check(wake, text, reporter));
    }

    fn runs(&self, rule: u32) -> bool {
        self.active.get(rule as usize).is_some_and(|runs| *runs)
    }

    /// Whether a rule has looked at a block as a whole before; from now on it has.
    fn has_looked(&mut self, rule: u32, block: usize) -> bool {
        let last = self.looked.get_mut(rule as usize);
        last.is_some_and(|last| std::mem::replace(last, block + 1) == block + 1)
    }

    fn wake(&mut self, number: u32, quotations: &Quotations, act: impl FnOnce(&Rule, &mut Reporter<'_>)) {
        let tested = self.tested.as_mut().filter(|(tested, _)| *tested == number);
        let hits = tested.map(|(_, hits)| &mut **hits);
        if self.active.get(number as usize).is_some_and(|runs| *runs)
            && let Some(rule) = self.rules.get(number)
        {
            let gathered = self.gathered.entry(number).or_default();
            act(rule, &mut Reporter::new(rule, self.document, quotations, &mut self.out, gathered, hits));
        }
    }
}

/// Sorts, and leaves of one rule's findings that lie in one another only the longest.
fn tidy(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| {
        let longest_first = |d: &Diagnostic| (d.span.start, std::cmp::Reverse(d.span.end));
        (&a.rule, longest_first(a), &a.message).cmp(&(&b.rule, longest_first(b), &b.message))
    });
    diagnostics.dedup_by(|inner, outer| inner.rule == outer.rule && outer.span.contains(inner.span));
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    diagnostics
}
