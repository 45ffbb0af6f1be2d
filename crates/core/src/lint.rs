//! From a document and rules to diagnostics.

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::rule::{ONCE, Reporter, RuleSet, Wake};
use crate::text::{Language, Quotations, Text, Token, TokenKind};

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
        Self { document, language, rules, quotations, out, looked: vec![0; rules.len()], active, tested }
    }

    fn run(mut self) -> Vec<Diagnostic> {
        let unknown = Language::default();
        let language = self.rules.languages().get(self.language).unwrap_or(&unknown);
        let quotations = std::mem::take(&mut self.quotations);
        let mut buffer = Vec::new();
        for number in 0..self.document.blocks().len() {
            let Some(text) = Text::new(self.document, number, language, &quotations, buffer) else { break };
            self.block(&text, &quotations);
            buffer = text.into_buffer();
        }
        for sleeper in self.rules.index().documents() {
            self.wake(sleeper.rule, &quotations, |rule, reporter| {
                rule.matcher().check_document(self.document, &quotations, reporter);
            });
        }
        tidy(self.out)
    }

    fn block(&mut self, text: &Text<'_>, quotations: &Quotations) {
        let index = self.rules.index();
        let mut before: Option<Token> = None;
        for (at, &token) in text.tokens().iter().enumerate() {
            match token.kind {
                TokenKind::Word | TokenKind::Number => {
                    for sleeper in index.word(token.key) {
                        self.check(sleeper.rule, Wake { token: at, entry: sleeper.entry }, text, quotations);
                    }
                    if token.is_word() && before.is_some_and(|before| before.key == token.key && before.is_word()) {
                        for sleeper in index.doubled() {
                            self.check(sleeper.rule, Wake { token: at, entry: sleeper.entry }, text, quotations);
                        }
                    }
                }
                TokenKind::Mark(mark) => {
                    for sleeper in index.mark(mark) {
                        self.check(sleeper.rule, Wake { token: at, entry: sleeper.entry }, text, quotations);
                    }
                }
            }
            before = Some(token);
        }
        for sleeper in index.blocks() {
            self.check(sleeper.rule, Wake { token: 0, entry: sleeper.entry }, text, quotations);
        }
        self.literals(text, quotations);
    }

    /// Wakes the rules that wait for a literal which the block has.
    fn literals(&mut self, text: &Text<'_>, quotations: &Quotations) {
        let Some(literals) = self.rules.literals(self.tested.is_some()) else { return };
        for sleeper in literals.woken(text.prose()) {
            self.check(sleeper.rule, Wake { token: 0, entry: sleeper.entry }, text, quotations);
        }
    }

    fn check(&mut self, rule: u32, wake: Wake, text: &Text<'_>, quotations: &Quotations) {
        if !self.active.get(rule as usize).is_some_and(|runs| *runs) {
            return;
        }
        if wake.entry == ONCE
            && let Some(looked) = self.looked.get_mut(rule as usize)
        {
            let block = text.number() + 1;
            if std::mem::replace(looked, block) == block {
                return;
            }
        }
        self.wake(rule, quotations, |rule, reporter| rule.matcher().check(wake, text, reporter));
    }

    fn wake(&mut self, number: u32, quotations: &Quotations, act: impl FnOnce(&crate::rule::Rule, &mut Reporter<'_>)) {
        let tested = self.tested.as_mut().filter(|(tested, _)| *tested == number);
        let hits = tested.map(|(_, hits)| &mut **hits);
        if self.active.get(number as usize).is_some_and(|runs| *runs)
            && let Some(rule) = self.rules.get(number)
        {
            act(rule, &mut Reporter::new(rule, self.document, quotations, &mut self.out, hits));
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
