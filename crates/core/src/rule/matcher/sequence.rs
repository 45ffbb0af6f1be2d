//! `sequence`: frames of words, parts of speech, gaps and alternatives. The language is that of `phrase`; the name
//! tells readers that the rule is about grammar, not about a fixed run of words.

use serde::{Deserialize, Serialize};

use super::phrase::{Phrase, PhraseTable};
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::Reporter;
use crate::text::Text;

/// Frames to look for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Sequence(Phrase);

impl Kind for Sequence {
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
