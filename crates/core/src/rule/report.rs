//! From what a matcher found to a diagnostic.

use std::sync::Arc;

use super::Rule;
use super::file::Trust;
use super::guard::Guard;
use super::kind::Gathered;
use super::template::Template;
use crate::diagnostic::{Annotation, Applicability, Diagnostic, Edit, FixClass, Suggestion};
use crate::document::{Document, Mapped, OPAQUE};
use crate::span::Span;
use crate::text::{Quotations, Text, Token};

/// What comes of linting a document.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    /// The findings so far.
    pub(crate) out: Vec<Diagnostic>,
    /// Places that rules keep until the document has been read, with the numbers of those rules.
    pub(crate) gathered: Vec<(u32, Gathered)>,
    /// What guards held back, where that is asked for.
    pub(crate) held: Option<Vec<Held>>,
    /// Places in which no rule finds anything.
    pub(crate) accepted: Vec<Span>,
}

/// A place that a rule would have reported, had a guard not held it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The id of the rule.
    pub rule: Arc<str>,
    /// The bytes of the source that it looked at.
    pub span: Span,
    /// The guard, as it stands in the rule file: `unless-before = "of"`.
    pub guard: String,
}

/// Takes the findings of one rule and makes diagnostics of them.
pub(crate) struct Reporter<'a> {
    rule: &'a Rule,
    number: u32,
    quotations: &'a Quotations,
    document: &'a Document,
    sink: &'a mut Sink,
    hits: Option<&'a mut Vec<usize>>,
}

/// What a matcher found. Spans are bytes of the source.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) span: Mapped,
    /// Which of its branches found it.
    pub(crate) branch: usize,
    /// What the placeholders of the message stand for, besides `match` and `replacement`.
    pub(crate) values: Vec<(&'static str, String)>,
    pub(crate) labels: Vec<(Span, String)>,
    pub(crate) fixes: Vec<Fix>,
}

/// A repair of a finding.
#[derive(Debug)]
pub(crate) struct Fix {
    pub(crate) message: String,
    pub(crate) trust: Trust,
    pub(crate) edits: Vec<(Mapped, String)>,
}

impl Finding {
    /// A finding without values, labels and repairs.
    pub(crate) fn new(span: Mapped, branch: usize) -> Self {
        Self { span, branch, values: Vec::new(), labels: Vec::new(), fixes: Vec::new() }
    }

    /// Offers `texts`, the best first, in the place of `span`, a part of the prose of `text`. Their apostrophes are curly
    /// where those of the block are.
    pub(crate) fn offer(&mut self, text: &Text<'_>, span: Span, trust: Trust, texts: impl IntoIterator<Item = String>) {
        let mapped = text.source_span(span);
        for replacement in texts {
            let straight = replacement.contains('\'') && text.prose().contains('’') && !text.prose().contains('\'');
            let replacement = if straight { replacement.replace('\'', "’") } else { replacement };
            let message = if replacement.is_empty() {
                match text.slice(span).trim() {
                    "" => "remove the space".to_owned(),
                    found => format!("remove `{found}`"),
                }
            } else {
                format!("write `{replacement}`")
            };
            self.fixes.push(Fix { message, trust, edits: vec![(mapped, replacement)] });
        }
    }
}

impl<'a> Reporter<'a> {
    pub(crate) fn new(
        (number, rule): (u32, &'a Rule),
        document: &'a Document,
        quotations: &'a Quotations,
        sink: &'a mut Sink,
        hits: Option<&'a mut Vec<usize>>,
    ) -> Self {
        Self { rule, number, quotations, document, sink, hits }
    }

    /// Whether a guard lets the tokens from `first` up to and without `end` be reported.
    pub(crate) fn admits(&mut self, guard: &Guard, text: &Text<'_>, first: usize, end: usize) -> bool {
        let Err(refusal) = guard.admit(text, first, end) else { return true };
        if let Some(held) = &mut self.sink.held {
            let token = |at: usize| text.token(at).map_or(Span::empty(text.end()), Token::span);
            let span = token(first).cover(text.before(end, 1).map_or(token(first), Token::span));
            let (rule, span) = (self.rule.id.clone(), text.source_span(span).span);
            held.push(Held { rule, span, guard: refusal.to_string() });
        }
        false
    }

    /// Keeps a place until the whole document has been read.
    pub(crate) fn gather(&mut self, place: Gathered) {
        self.sink.gathered.push((self.number, place));
    }

    /// Turns a finding into a diagnostic.
    pub(crate) fn report(&mut self, finding: Finding) {
        if let Some(hits) = &mut self.hits {
            hits.push(finding.branch);
        }
        let span = finding.span.span;
        let found = self.document.source().slice(span).to_owned();
        let replacement =
            finding.fixes.first().and_then(|fix| fix.edits.first()).map_or("", |(_, text)| text).to_owned();
        let mut values: Vec<(&str, &str)> = vec![("match", &found), ("replacement", &replacement)];
        values.extend(finding.values.iter().map(|(name, value)| (*name, value.as_str())));
        let render = |template: &Template| template.render(&values);
        let rule = self.rule;
        self.sink.out.push(Diagnostic {
            rule: rule.id.clone(),
            severity: rule.severity,
            message: render(&rule.message),
            span,
            label: rule.label.as_ref().map(render),
            labels: finding.labels.into_iter().map(|(span, text)| Annotation { span, text }).collect(),
            notes: rule.notes.iter().map(render).collect(),
            suggestions: finding.fixes.into_iter().map(|fix| self.suggestion(fix)).collect(),
        });
    }

    fn suggestion(&self, fix: Fix) -> Suggestion {
        let written: Option<Vec<Vec<Edit>>> =
            fix.edits.iter().map(|(place, text)| self.document.edits(*place, text)).collect();
        // A quotation is somebody's words: there, only marks may change without being asked.
        let quoted = fix.trust.class > FixClass::Marks
            && fix.edits.iter().any(|(mapped, _)| self.quotations.contains(mapped.span));
        let most = match (&written, quoted) {
            (None, _) => Applicability::Display,
            (Some(_), true) => Applicability::Unsafe,
            (Some(_), false) => Applicability::Safe,
        };
        // What cannot be written there is shown as it would read.
        let shown = |(place, text): (Mapped, String)| Edit { span: place.span, text: text.replace(OPAQUE, "…") };
        let edits = match written {
            Some(edits) => edits.into_iter().flatten().collect(),
            None => fix.edits.into_iter().map(shown).collect(),
        };
        Suggestion {
            message: fix.message,
            applicability: fix.trust.applicability.min(most),
            class: fix.trust.class,
            edits,
        }
    }
}
