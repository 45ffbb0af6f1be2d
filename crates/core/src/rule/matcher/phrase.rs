//! `phrase`: runs of words, each with what to write in its place.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::Wake;
use crate::rule::compile::{ByPhrase, Compiler, number};
use crate::rule::file::{At, OneOrMore, Trust};
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Reporter};
use crate::rule::wording::{Rewording, Wording};
use crate::text::Text;

/// The `[phrase]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PhraseTable {
    /// How far the replacements can be trusted.
    applicability: Applicability,
    /// What the replacements promise not to change.
    class: Option<FixClass>,
    /// What must not stand beside the phrase.
    guard: Option<GuardTable>,
    /// Phrases with their replacements, the best first; an empty list where nothing can be offered.
    replace: ByPhrase<At<OneOrMore>>,
}

impl PhraseTable {
    /// A table of phrases that are looked for everywhere; replacements are for people to choose.
    pub(crate) fn plain(replace: ByPhrase<At<OneOrMore>>) -> Self {
        Self { applicability: Applicability::Unsafe, class: None, guard: None, replace }
    }
}

/// Phrases to look for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Phrase {
    trust: Trust,
    guard: Guard,
    /// What may be written in the place of each phrase.
    replacements: Vec<Vec<Rewording>>,
    /// The phrases, and each way of writing one with its number. The index has them once the rule is compiled.
    #[serde(skip)]
    phrases: Vec<String>,
    #[serde(skip)]
    wordings: Vec<(Wording, u32)>,
}

/// The terms of a phrase that a message may name.
const TERMS: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "9"];

impl Kind for Phrase {
    type Table = PhraseTable;
    const PLACEHOLDERS: &'static [&'static str] = TERMS;

    fn compile(table: PhraseTable, compiler: &mut Compiler<'_>) -> Self {
        let trust = Trust { applicability: table.applicability, class: table.class.unwrap_or(FixClass::Free) };
        let guard = Guard::compile(table.guard, compiler);
        let (mut phrases, mut replacements, mut wordings) = (Vec::new(), Vec::new(), Vec::new());
        for (phrase, written) in table.replace {
            let ways = compiler.phrase(&phrase);
            if !ways.is_empty() {
                let texts = written.get_ref().as_slice();
                let rewording = |text: &String| compiler.rewording(text, &written.span(), phrase.get_ref());
                replacements.push(texts.iter().filter_map(rewording).collect());
            }
            wordings.extend(ways.into_iter().map(|way| (way, number(phrases.len()))));
            phrases.push(phrase.into_inner());
        }
        Self { trust, guard, replacements, phrases, wordings }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        for (wording, entry) in &self.wordings {
            anchors.phrase(wording, *entry);
        }
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let Some(found) = wake.found else { return };
        let Some(replacements) = self.replacements.get(wake.entry as usize) else { return };
        if !reporter.admits(&self.guard, text, found.first, found.end) {
            return;
        }
        let span = found.span(text);
        let written = replacements.iter().flat_map(|replacement| replacement.write(text, &found));
        let mut finding = Finding::new(text.source_span(span), wake.entry as usize);
        let terms = TERMS.iter().zip(1..).map(|(&name, term)| (name, found.term(text, term).to_owned()));
        finding.values = terms.filter(|(_, text)| !text.is_empty()).collect();
        finding.offer(text, span, self.trust, written);
        reporter.report(finding);
    }

    fn branches(&self) -> Vec<String> {
        self.phrases.clone()
    }
}

/// A kind with the keys and the ways of `phrase` under a name of its own, which tells readers what the rule is about.
macro_rules! like_phrase {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, serde::Serialize, serde::Deserialize)]
        pub(crate) struct $name($crate::rule::matcher::phrase::Phrase);

        impl $crate::rule::kind::Kind for $name {
            type Table = $crate::rule::matcher::phrase::PhraseTable;
            const PLACEHOLDERS: &'static [&'static str] = $crate::rule::matcher::phrase::Phrase::PLACEHOLDERS;

            fn compile(table: Self::Table, compiler: &mut $crate::rule::compile::Compiler<'_>) -> Self {
                Self($crate::rule::matcher::phrase::Phrase::compile(table, compiler))
            }

            fn anchors(&self, anchors: &mut $crate::rule::index::Anchors<'_>) {
                self.0.anchors(anchors);
            }

            fn check(
                &self,
                wake: $crate::rule::Wake<'_>,
                text: &$crate::text::Text<'_>,
                reporter: &mut $crate::rule::Reporter<'_>,
            ) {
                self.0.check(wake, text, reporter);
            }

            fn branches(&self) -> Vec<String> {
                self.0.branches()
            }
        }
    };
}
pub(super) use like_phrase;
