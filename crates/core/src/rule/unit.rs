//! Stretches of text that rules look at as a whole.

use serde::{Deserialize, Serialize};

use super::kind::Gathered;
use crate::text::{Text, sentence_around};

/// A stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Unit {
    /// A sentence.
    Sentence,
    /// A paragraph, heading or list item.
    Paragraph,
    /// The whole document.
    Document,
}

impl Unit {
    /// What tells the sentence of token `at` from others in its block; zero where sentences mean nothing.
    pub(crate) fn sentence(self, text: &Text<'_>, at: usize) -> u32 {
        match self {
            Self::Sentence => text.token(sentence_around(text, at).start).map_or(0, |token| token.start),
            Self::Paragraph | Self::Document => 0,
        }
    }

    /// Whether two places lie in the same stretch.
    pub(crate) fn same(self, left: &Gathered, right: &Gathered) -> bool {
        match self {
            Self::Sentence => (left.block, left.sentence) == (right.block, right.sentence),
            Self::Paragraph => left.block == right.block,
            Self::Document => true,
        }
    }

    /// What it is called.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Document => "document",
        }
    }
}
