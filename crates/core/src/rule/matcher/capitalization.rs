//! `capitalization`: words that are written with capitals, and are not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::Wake;
use crate::rule::compile::{Compiler, number};
use crate::rule::file::{Trust, Written};
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Reporter};
use crate::text::{Text, WordId};

/// The `[capitalization]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CapitalizationTable {
    /// The words as they should be written. Words that are all small letters in a list get a capital at their start.
    words: Vec<Written>,
    /// How far the capitals can be trusted.
    applicability: Applicability,
    /// Where a word is not to be reported.
    guard: Option<GuardTable>,
}

/// Words with their capitals.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Capitalization {
    words: Vec<(WordId, String)>,
    trust: Trust,
    guard: Guard,
}

impl Kind for Capitalization {
    type Table = CapitalizationTable;
    const PLACEHOLDERS: &'static [&'static str] = &["word"];

    fn compile(table: CapitalizationTable, compiler: &mut Compiler<'_>) -> Self {
        let (list, _) = compiler.words(&table.words);
        let written = |word: &str| {
            if word.chars().any(char::is_uppercase) {
                word.to_owned()
            } else {
                crate::text::Casing::Capitalized.apply(word)
            }
        };
        let words: BTreeMap<WordId, String> =
            list.iter().map(|word| (compiler.lexicon().word(word), written(word))).collect();
        Self {
            words: words.into_iter().collect(),
            trust: Trust { applicability: table.applicability, class: FixClass::Case },
            guard: Guard::compile(table.guard, compiler),
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        for (at, (word, _)) in self.words.iter().enumerate() {
            anchors.word(*word, number(at));
        }
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let (Some(token), Some((_, wanted))) = (text.token(wake.token), self.words.get(wake.entry as usize)) else {
            return;
        };
        let written = text.word(token);
        let shouted = written.chars().all(|c| !c.is_lowercase());
        let glued =
            |other: Option<crate::text::Token>| other.is_some_and(|o| text.adjoin(token, o) || text.adjoin(o, token));
        let in_code = [text.before(wake.token, 1), text.token(wake.token + 1)].into_iter().any(|other| {
            glued(other) && other.is_some_and(|o| ['_', '/', '@', '-', '=', '#'].iter().any(|&mark| o.is(mark)))
        });
        if written == wanted || shouted || in_code || !reporter.admits(&self.guard, text, wake.token, wake.token + 1) {
            return;
        }
        let mut finding = Finding::new(text.source_span(token.span()), 0);
        finding.values.push(("word", wanted.clone()));
        finding.offer(text, token.span(), self.trust, [wanted.clone()]);
        reporter.report(finding);
    }

    fn branches(&self) -> Vec<String> {
        vec!["a word without its capitals".to_owned()]
    }
}
