//! `spelling`: words that are never right, each with what is meant.

use serde::{Deserialize, Serialize};

use super::phrase::{Phrase, PhraseTable};
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::Reporter;
use crate::text::Text;

/// Wrong spellings. The keys are those of `phrase`; a name of its own keeps words that are never right apart from
/// phrases that are only seldom right.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Spelling(Phrase);

impl Kind for Spelling {
    type Table = PhraseTable;

    fn compile(table: PhraseTable, compiler: &mut Compiler<'_>) -> Self {
        Self(Phrase::compile(table, compiler))
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        self.0.anchors(anchors);
    }

    fn check(&self, wake: Wake, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        self.0.check(wake, text, reporter);
    }

    fn branches(&self) -> Vec<String> {
        self.0.branches()
    }
}
