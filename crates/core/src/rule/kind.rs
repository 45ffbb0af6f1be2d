//! Every kind of rule. A new kind is one module under `matcher` and one line here.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::compile::Compiler;
use super::index::{Anchors, Wake};
use super::matcher::{
    acronym::Acronym, article::Article, capitalization::Capitalization, character::Character, collocation::Collocation,
    conditional::Conditional, consistency::Consistency, count::Count, date::Date, line::Line, metric::Metric,
    ordinal::Ordinal, pair::Pair, pattern::Pattern, phrase::Phrase, quotation_marks::QuotationMarks, repeat::Repeat,
    sequence::Sequence, spelling::Spelling, stray_stop::StrayStop,
};
use super::report::Reporter;
use crate::document::{Document, Mapped};
use crate::span::Span;
use crate::text::{Language, Quotations, Text};

/// What a kind of rule can do. A value of the type is one rule, ready to run.
pub(crate) trait Kind: Sized {
    /// The table of the rule file.
    type Table: DeserializeOwned;

    /// The names that a message may use in braces, besides `match` and `replacement`.
    const PLACEHOLDERS: &'static [&'static str] = &[];

    /// Checks the table. What is wrong with it goes to `compiler`; the value returned then is thrown away.
    fn compile(table: Self::Table, compiler: &mut Compiler<'_>) -> Self;

    /// Where in a text it wants to be woken.
    fn anchors(&self, anchors: &mut Anchors<'_>);

    /// Looks at one place of a block and reports what is wrong there.
    fn check(&self, _wake: Wake<'_>, _text: &Text<'_>, _reporter: &mut Reporter<'_>) {}

    /// Looks at a whole document, and at what [`Kind::check`] gathered in it, and reports what is wrong.
    fn check_document(&self, _whole: Whole<'_>, _reporter: &mut Reporter<'_>) {}

    /// What it looks for, one entry a branch, as written.
    fn branches(&self) -> Vec<String>;
}

/// A document that has been read, block by block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whole<'a> {
    /// The document.
    pub(crate) document: &'a Document,
    /// The language that it is written in.
    pub(crate) language: &'a Language,
    /// The code of the language with that of the region, such as `en-GB`.
    pub(crate) locale: &'a str,
    /// Its quotation marks.
    pub(crate) quotations: &'a Quotations,
    /// What the rule gathered, in the order of the document.
    pub(crate) gathered: &'a [Gathered],
}

/// A place that a rule keeps until it has seen the whole document.
#[derive(Clone, Debug)]
pub(crate) struct Gathered {
    /// A number that means something to the rule.
    pub(crate) entry: u32,
    /// The number of the block.
    pub(crate) block: usize,
    /// The first byte of the sentence, in the prose of the block; zero where sentences mean nothing to the rule.
    pub(crate) sentence: u32,
    /// The place in the source.
    pub(crate) span: Mapped,
    /// Texts that mean something to the rule.
    pub(crate) texts: Vec<String>,
}

impl Gathered {
    /// A place of the prose of `text`.
    pub(crate) fn new(entry: u32, text: &Text<'_>, span: Span) -> Self {
        let (block, span) = (text.number(), text.source_span(span));
        Self { entry, block, sentence: 0, span, texts: Vec::new() }
    }
}

/// The tables of one rule file of which exactly one must be there, and the enum of what they compile to.
macro_rules! kinds {
    ($($(#[$doc:meta])+ $name:literal $field:ident $kind:ident,)*) => {
        /// The kinds of rules by the names of their tables.
        pub(crate) const KINDS: &[&str] = &[$($name),*];

        super::file::rule_file! { $($(#[$doc])+ $name $field $kind),* }

        /// The part of a rule that finds.
        #[derive(Debug, Serialize, Deserialize)]
        pub(crate) enum Matcher {
            $($kind($kind),)*
        }

        impl Matcher {
            pub(super) fn kind(&self) -> &'static str {
                match self { $(Self::$kind(_) => $name,)* }
            }

            pub(super) fn placeholders(&self) -> &'static [&'static str] {
                match self { $(Self::$kind(_) => $kind::PLACEHOLDERS,)* }
            }

            pub(super) fn anchors(&self, anchors: &mut Anchors<'_>) {
                match self { $(Self::$kind(kind) => kind.anchors(anchors),)* }
            }

            pub(crate) fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
                match self { $(Self::$kind(kind) => kind.check(wake, text, reporter),)* }
            }

            pub(crate) fn check_document(&self, whole: Whole<'_>, reporter: &mut Reporter<'_>) {
                match self { $(Self::$kind(kind) => kind.check_document(whole, reporter),)* }
            }

            pub(super) fn branches(&self) -> Vec<String> {
                match self { $(Self::$kind(kind) => kind.branches(),)* }
            }
        }

        impl RuleFile {
            /// The kind tables that are there, compiled; a sound file has exactly one.
            pub(super) fn matchers(&mut self, compiler: &mut Compiler<'_>) -> Vec<Matcher> {
                let mut matchers = Vec::new();
                $(if let Some(table) = self.$field.take() {
                    matchers.push(Matcher::$kind($kind::compile(table, compiler)));
                })*
                matchers
            }
        }
    };
}

kinds! {
    /// Letters that stand for a name, explained too late or twice.
    "acronym" acronym Acronym,
    /// `a` and `an` before the wrong sound.
    "article" article Article,
    /// Words without their capitals.
    "capitalization" capitalization Capitalization,
    /// Characters that do not belong.
    "character" character Character,
    /// A word beside a partner that it does not take.
    "collocation" collocation Collocation,
    /// What stands in a text only together with something else.
    "conditional" conditional Conditional,
    /// One thing that a text writes in two ways.
    "consistency" consistency Consistency,
    /// Too many of something: words in a sentence, a phrase in a paragraph.
    "count" count Count,
    /// Dates that are none.
    "date" date Date,
    /// Whole lines that do not belong to the text.
    "line" line Line,
    /// A figure worked out from the whole text.
    "metric" metric Metric,
    /// A number with the ending of another.
    "ordinal" ordinal Ordinal,
    /// Brackets without a partner.
    "pair" pair Pair,
    /// A regular expression.
    "pattern" pattern Pattern,
    /// Runs of words and marks, with what to write instead.
    "phrase" phrase Phrase,
    /// One fault of quotation marks.
    "quotation-marks" quotation_marks QuotationMarks,
    /// A word that stands twice in a row.
    "repeat" repeat Repeat,
    /// Frames of words, classes and gaps. The keys are those of `phrase`.
    "sequence" sequence Sequence,
    /// Words that are never right. The keys are those of `phrase`.
    "spelling" spelling Spelling,
    /// A full stop before a small letter.
    "stray-stop" stray_stop StrayStop,
}
