//! What a rule has to say about a place in a source.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// One report: where, what, why, and how it could be repaired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The id of the rule that reports, such as `punctuation/stray-stop`.
    pub rule: Arc<str>,
    /// How much it matters.
    pub severity: Severity,
    /// One line without a full stop that names the fault.
    pub message: String,
    /// The bytes of the source that are at fault.
    pub span: Span,
    /// What is said at the primary span, where it adds to the message.
    pub label: Option<String>,
    /// Other places that explain the fault, such as the partner of a bracket.
    pub labels: Vec<Annotation>,
    /// Sentences that explain.
    pub notes: Vec<String>,
    /// Repairs, the best first. Each is complete by itself.
    pub suggestions: Vec<Suggestion>,
}

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A matter of taste or a hint.
    Note,
    /// Likely wrong; a human should look.
    Warning,
    /// Wrong.
    Error,
}

/// A secondary place with what it has to do with the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The bytes of the source.
    pub span: Span,
    /// A short phrase.
    pub text: String,
}

/// One way to repair a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it does, in the imperative: "drop the stop".
    pub message: String,
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// What its edits promise not to touch; checked whenever they are applied.
    pub class: FixClass,
    /// Edits in the order of the source that do not overlap.
    pub edits: Vec<Edit>,
}

/// The replacement of one stretch of the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The bytes of the source that go.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// How far a suggestion can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Only shown: the program never applies it.
    Display,
    /// Probably what the writer meant; applied on demand.
    Unsafe,
    /// What the writer meant; applied unattended.
    Safe,
}

/// What an edit promises not to change, the strictest promise first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FixClass {
    /// Letters and digits stay as they are; marks and spaces may change.
    Marks,
    /// Letters stay the same but for their case.
    Case,
    /// One word is put in the place of one word.
    Word,
    /// No promise.
    Free,
}

impl Severity {
    /// The name as it stands in rules, settings and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Applicability {
    /// The name as it stands in rules and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Display => "display",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

impl FixClass {
    /// The strictest class that replacing `before` by `after` keeps to.
    pub fn of(before: &str, after: &str) -> Self {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let (old, new) = (letters(before), letters(after));
        if old == new {
            Self::Marks
        } else if old.to_lowercase() == new.to_lowercase() {
            Self::Case
        } else if differ_in_one_word(before, after) {
            Self::Word
        } else {
            Self::Free
        }
    }

    /// The name as it stands in rules and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Marks => "marks",
            Self::Case => "case",
            Self::Word => "word",
            Self::Free => "free",
        }
    }
}

/// Whether the two differ in one word and in nothing else: `coast guards`, `coast guard`.
fn differ_in_one_word(before: &str, after: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (words(before), words(after));
    let plain = |word: &String| word.chars().all(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'));
    let changed: Vec<_> = old.iter().zip(&new).filter(|(old, new)| old != new).collect();
    old.len() == new.len() && matches!(changed[..], [(old, new)] if plain(old) && plain(new))
}

impl Suggestion {
    /// A suggestion of one edit.
    pub fn replace(
        span: Span,
        text: impl Into<String>,
        message: impl Into<String>,
        applicability: Applicability,
        class: FixClass,
    ) -> Self {
        let edits = vec![Edit { span, text: text.into() }];
        Self { message: message.into(), applicability, class, edits }
    }

    /// The stretch of the source from its first edit to its last.
    pub fn span(&self) -> Option<Span> {
        self.edits.iter().map(|edit| edit.span).reduce(Span::cover)
    }
}

impl Diagnostic {
    /// A diagnostic with nothing but its message.
    pub fn new(rule: Arc<str>, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            message: message.into(),
            span,
            label: None,
            labels: Vec::new(),
            notes: Vec::new(),
            suggestions: Vec::new(),
        }
    }

    /// The order of reports: by place, then rule, then message.
    pub fn sort_key(&self) -> (Span, &str, &str) {
        (self.span, &self.rule, &self.message)
    }
}
