//! Named guards: what must not stand beside a match.

use serde::{Deserialize, Serialize};

use super::compile::Compiler;
use super::file::Written;
use crate::text::{Text, WordList};

/// The guard keys of a kind table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct GuardTable {
    /// No finding where one of these words comes next.
    #[serde(default)]
    unless_before: Vec<Written>,
    /// No finding where one of these words comes just before.
    #[serde(default)]
    unless_after: Vec<Written>,
}

/// What must not stand beside a match.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Guard {
    before: WordList,
    after: WordList,
}

impl Guard {
    pub(crate) fn compile(table: Option<GuardTable>, compiler: &mut Compiler<'_>) -> Self {
        let GuardTable { unless_before, unless_after } = table.unwrap_or_default();
        Self { before: compiler.words(&unless_before), after: compiler.words(&unless_after) }
    }

    /// Whether the tokens from `first` up to and without `end` may be reported.
    pub(crate) fn allows(&self, text: &Text<'_>, first: usize, end: usize) -> bool {
        let is_in = |list: &WordList, token: Option<crate::text::Token>| {
            token.is_some_and(|token| token.is_word() && list.contains_key(token.key, text.word(token)))
        };
        !is_in(&self.before, text.token(end)) && !is_in(&self.after, text.before(first, 1))
    }
}
