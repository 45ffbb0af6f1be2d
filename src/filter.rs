//! Which findings count, and how much: the levels that settings give to rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use copydesk_core::diagnostic::{Diagnostic, Severity};
use copydesk_core::rule::Level;

/// What settings say of rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Levels {
    /// Levels by rule id, or by category (the first part of an id), in the order in which they were written.
    pub(crate) given: Vec<(String, Level)>,
    /// The severities that rules have in the profile of the settings, by id.
    pub(crate) in_profile: Arc<BTreeMap<String, Severity>>,
}

impl Levels {
    /// What holds for the rule `id`: a level for the id itself before one for its category; of two that are as
    /// precise, the later one.
    pub(crate) fn of(&self, id: &str) -> Option<Level> {
        let fitting = self.given.iter().filter(|(name, _)| covers(name, id));
        fitting.max_by_key(|(name, _)| name.len()).map(|(_, level)| *level)
    }

    /// Takes back what is switched off.
    pub(crate) fn switch_on(&mut self) {
        for (_, level) in self.given.iter_mut().filter(|(_, level)| *level == Level::Off) {
            *level = Level::On;
        }
    }

    /// Sets the severities of `diagnostics`, and leaves those out whose rules are off.
    pub(crate) fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        if self.given.is_empty() && self.in_profile.is_empty() {
            return;
        }
        diagnostics.retain_mut(|diagnostic| {
            let level = self.of(&diagnostic.rule);
            let in_profile = || self.in_profile.get(&*diagnostic.rule).copied();
            let severity = level.and_then(Level::severity).or_else(in_profile);
            diagnostic.severity = severity.unwrap_or(diagnostic.severity);
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
        let given = vec![("punctuation/stray-stop".to_owned(), Level::Error), ("punctuation".to_owned(), Level::Off)];
        let levels = Levels { given, ..Levels::default() };
        assert_eq!(levels.of("punctuation/stray-stop"), Some(Level::Error));
        assert_eq!(levels.of("punctuation/doubled-stop"), Some(Level::Off));
        assert_eq!(levels.of("punctuational/x"), None);
    }
}
