//! `stray-stop`: a full stop before a small letter, which is either one too many (`use weapons. against ships`) or
//! stands before a sentence that lost its capital (`the whole team. we had`).
//!
//! What follows decides. Some words cannot begin a sentence, others hardly go on with one; between them, a run of
//! words without a finite verb is no sentence, and neither is one that ends in `the`.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::file::{Trust, Written};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Fix, Reporter};
use crate::text::{Casing, SetId, Text, Token, TokenKind, WordId, sentence_around};

/// The `[stray-stop]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct StrayStopTable {
    /// Which of the two this rule reports.
    fault: StopFault,
    /// How far the first repair can be trusted when the words around speak clearly; `unsafe` at most otherwise.
    applicability: Applicability,
    /// Words that can hardly begin a sentence.
    continuers: Vec<Written>,
    /// Words that begin a sentence less often than they go on with one.
    leaning: Vec<Written>,
    /// Words that hardly go on with a sentence.
    openers: Vec<Written>,
    /// Words that begin a sentence more often than they go on with one.
    half_openers: Vec<Written>,
    /// Prepositions that often begin a sentence, with a comma behind what belongs to them: `In 1998, …`.
    introducers: Vec<Written>,
    /// Words that cannot end a sentence.
    danglers: Vec<Written>,
    /// Words that are nearly always finite verbs.
    verbs: Vec<Written>,
}

/// What is wrong where a full stop stands before a small letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum StopFault {
    /// The stop stands inside a sentence.
    Stop,
    /// The next sentence begins with a small letter.
    Capital,
}

/// Full stops before small letters.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StrayStop {
    fault: StopFault,
    applicability: Applicability,
    continuers: SetId,
    leaning: SetId,
    openers: SetId,
    half_openers: SetId,
    introducers: SetId,
    danglers: SetId,
    verbs: SetId,
    subjects: SetId,
    stop: WordId,
}

/// The weight from which on one of the two readings is taken for certain.
const CERTAIN: i32 = 3;

impl Kind for StrayStop {
    type Table = StrayStopTable;
    const PLACEHOLDERS: &'static [&'static str] = &["before", "after"];

    fn compile(table: StrayStopTable, compiler: &mut Compiler<'_>) -> Self {
        Self {
            fault: table.fault,
            applicability: table.applicability,
            continuers: compiler.set(&table.continuers),
            leaning: compiler.set(&table.leaning),
            openers: compiler.set(&table.openers),
            half_openers: compiler.set(&table.half_openers),
            introducers: compiler.set(&table.introducers),
            danglers: compiler.set(&table.danglers),
            verbs: compiler.set(&table.verbs),
            subjects: compiler.list("subject-pronouns"),
            stop: compiler.lexicon().mark('.'),
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        anchors.mark(self.stop, 0);
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let Some((before, stop, after)) = broken(text, wake.token) else { return };
        let weight = self.weigh(text, wake.token, before, after);
        let fault = if weight > 0 { StopFault::Stop } else { StopFault::Capital };
        if fault != self.fault {
            return;
        }
        let most = if weight.abs() >= CERTAIN { Applicability::Safe } else { Applicability::Unsafe };
        let trust = |class| Trust { applicability: self.applicability.min(most), class };
        let written = text.word(after);
        let drop = Fix {
            message: "remove the stop".to_owned(),
            trust: trust(FixClass::Marks),
            edits: vec![(text.source_span(stop.span()), String::new())],
        };
        let capital = Casing::Capitalized.apply(written);
        let capitalize = Fix {
            message: format!("begin a sentence with `{capital}`"),
            trust: trust(FixClass::Case),
            edits: vec![(text.source_span(after.span()), capital)],
        };
        let underlined = if fault == StopFault::Stop { stop } else { after };
        let mut finding = Finding::new(text.source_span(underlined.span()), 0);
        finding.values.extend([("before", text.word(before).to_owned()), ("after", written.to_owned())]);
        finding.fixes = if fault == StopFault::Stop { vec![drop, capitalize] } else { vec![capitalize, drop] };
        if let Some(second) = finding.fixes.get_mut(1) {
            second.trust.applicability = second.trust.applicability.min(Applicability::Unsafe);
        }
        reporter.report(finding);
    }

    fn branches(&self) -> Vec<String> {
        vec!["a full stop before a small letter".to_owned()]
    }
}

impl StrayStop {
    /// Above zero where the stop is one too many, below where the capital is missing.
    fn weigh(&self, text: &Text<'_>, stop: usize, before: Token, after: Token) -> i32 {
        let is_in = |set: SetId, token: Token| text.is_in(token, set);
        if is_in(self.continuers, after) || is_in(self.danglers, before) {
            return 4;
        }
        if is_in(self.openers, after) {
            return -4;
        }
        let left = &text.tokens()[sentence_around(text, stop).start..stop];
        let right = &text.tokens()[stop + 1..sentence_around(text, stop + 1).end];
        let mut weight = if self.may_have_verb(text, left) { 0 } else { 4 };
        weight += if self.may_have_verb(text, right) { -1 } else { 3 };
        weight += if is_in(self.leaning, after) { 3 } else { 0 };
        weight -= if is_in(self.half_openers, after) { 3 } else { 0 };
        // A past form is a verb that lost its subject: it stands before the stop.
        weight += if is_past(text, after) { 2 } else { 0 };
        weight - if self.introduces(text, right) { 4 } else { 0 }
    }

    /// Whether a run of words may hold a finite verb: one of the list, a past form, or a pronoun that is a subject.
    fn may_have_verb(&self, text: &Text<'_>, tokens: &[Token]) -> bool {
        tokens
            .iter()
            .filter(|token| token.is_word())
            .any(|&token| text.is_in(token, self.verbs) || is_past(text, token) || text.is_in(token, self.subjects))
    }

    /// Whether the run of words begins with a phrase that introduces a sentence: a preposition and what belongs to it,
    /// without a verb, then a comma and a sentence.
    fn introduces(&self, text: &Text<'_>, right: &[Token]) -> bool {
        let preposition = |token: &Token| text.is_in(*token, self.introducers);
        let Some(comma) = right.iter().position(|token| token.is(',')) else { return false };
        let (phrase, rest) = right.split_at(comma);
        let joined = rest.get(1).is_some_and(|token| ["and", "or", "but"].contains(&text.word(*token)));
        phrase.first().is_some_and(preposition)
            && !joined
            && !self.may_have_verb(text, phrase)
            && self.may_have_verb(text, rest)
    }
}

/// Whether a word looks like a past form.
fn is_past(text: &Text<'_>, token: Token) -> bool {
    token.is_word() && text.word(token).len() > 4 && text.word(token).ends_with("ed")
}

/// The word before a full stop, the stop, and the word after it, where the two words are such that the stop or the
/// small letter must be wrong.
fn broken(text: &Text<'_>, at: usize) -> Option<(Token, Token, Token)> {
    let (before, stop, after) = (text.before(at, 1)?, text.token(at)?, text.token(at + 1)?);
    // Most stops stand before a capital.
    if text.word(after).starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let (left, right) = (text.word(before), text.word(after));
    let words = before.is_word() && after.is_word() && left.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let apart = text.adjoin(before, stop) && !text.adjoin(stop, after);
    let small = right.starts_with(char::is_lowercase) && !right.chars().any(|c| c.is_uppercase() || c.is_numeric());
    let named = text.is_in(after, text.language().small_letter_names);
    let sound = words && apart && small && !named && !text.is_abbreviation(at) && !is_label_or_code(text, at + 1);
    sound.then_some((before, stop, after))
}

/// Whether a word is the label of a list item (`a)`), or part of an address, a path or code (`example.com`, `f(x)`).
fn is_label_or_code(text: &Text<'_>, at: usize) -> bool {
    let Some((word, next)) = text.token(at).zip(text.token(at + 1)) else { return false };
    let glued = text.adjoin(word, next);
    let single = text.word(word).chars().count() == 1;
    let inner = text.token(at + 2).is_some_and(|third| text.adjoin(next, third) && third.is_word());
    glued
        && match next.kind() {
            TokenKind::Mark(')') => single,
            TokenKind::Mark('.') => single || inner,
            TokenKind::Mark('/' | '@' | '_' | '(' | '=' | '<' | '\\' | '[') => true,
            TokenKind::Mark(':') => text.token(at + 2).is_some_and(|third| text.adjoin(next, third)),
            _ => false,
        }
}
