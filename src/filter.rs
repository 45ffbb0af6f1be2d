//! Which findings count, and how much: the levels that settings give to rules.

use copydesk_core::diagnostic::{Diagnostic, Severity};
use serde::Deserialize;

/// What settings can say of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    /// It does not run.
    Off,
    /// It runs, with the severity that it has.
    On,
    /// It runs, and its findings are notes.
    Note,
    /// It runs, and its findings are warnings.
    Warning,
    /// It runs, and its findings are errors.
    Error,
}

impl Level {
    const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off | Self::On => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// Levels by rule id, or by category (the first part of an id), in the order in which they were written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Levels(pub(crate) Vec<(String, Level)>);

impl Levels {
    /// What holds for the rule `id`: a level for the id itself before one for its category; of two that are as
    /// precise, the later one.
    pub(crate) fn of(&self, id: &str) -> Option<Level> {
        let fitting = self.0.iter().filter(|(name, _)| covers(name, id));
        fitting.max_by_key(|(name, _)| name.len()).map(|(_, level)| *level)
    }

    /// Takes back what is switched off.
    pub(crate) fn switch_on(&mut self) {
        for (_, level) in self.0.iter_mut().filter(|(_, level)| *level == Level::Off) {
            *level = Level::On;
        }
    }

    /// Sets the severities of `diagnostics`, and leaves those out whose rules are off.
    pub(crate) fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        if self.0.is_empty() {
            return;
        }
        diagnostics.retain_mut(|diagnostic| {
            let level = self.of(&diagnostic.rule);
            diagnostic.severity = level.and_then(Level::severity).unwrap_or(diagnostic.severity);
            level != Some(Level::Off)
        });
    }
}

/// Whether `name`, an id or a category, means the rule `id`.
pub(crate) fn covers(name: &str, id: &str) -> bool {
    id.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_go_before_categories() {
        let levels =
            Levels(vec![("punctuation/stray-stop".to_owned(), Level::Error), ("punctuation".to_owned(), Level::Off)]);
        assert_eq!(levels.of("punctuation/stray-stop"), Some(Level::Error));
        assert_eq!(levels.of("punctuation/doubled-stop"), Some(Level::Off));
        assert_eq!(levels.of("punctuational/x"), None);
    }
}
