//! Rule files and list files as they are written.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Applicability, FixClass};

/// A value with its place in the file, so that what is wrong with it can be shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub(crate) struct At<T>(Spanned<T>)
where
    Spanned<T>: for<'a> Deserialize<'a>;

/// A text with its place in the file.
pub(crate) type Written = At<String>;

impl<T> At<T>
where
    Spanned<T>: for<'a> Deserialize<'a>,
{
    /// The bytes of the file that hold it, quotation marks included.
    pub(crate) fn span(&self) -> Range<usize> {
        self.0.span()
    }

    /// The value.
    pub(crate) fn get_ref(&self) -> &T {
        self.0.get_ref()
    }

    /// The value, without its place.
    pub(crate) fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

/// In a schema, the place is no part of the value.
#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for At<T>
where
    Spanned<T>: for<'a> Deserialize<'a>,
{
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}

/// Writes the struct of a rule file with one optional table for each kind. All keys stand in one struct, because
/// that is what makes unknown keys errors everywhere.
macro_rules! rule_file {
    ($($(#[$doc:meta])+ $name:literal $field:ident $kind:ident),*) => {
        /// One rule. Exactly one table says what to look for; its name is the kind of the rule.
        #[derive(Debug, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub(crate) struct RuleFile {
            /// What the rule finds, in a few words.
            pub(crate) summary: crate::rule::file::Written,
            /// What a finding says: one line that names the fault, with `{placeholders}`.
            pub(crate) message: crate::rule::file::Written,
            /// What is said right at the underlined text.
            pub(crate) label: Option<crate::rule::file::Written>,
            /// Sentences that stand below a finding.
            #[serde(default)]
            pub(crate) notes: Vec<crate::rule::file::Written>,
            /// How much a finding matters.
            pub(crate) severity: crate::diagnostic::Severity,
            /// The MQM category that an editor would file a finding under.
            pub(crate) mqm: crate::rule::file::Written,
            /// Why what it finds is a fault.
            pub(crate) why: String,
            /// Whether the rule runs unless it is switched off.
            pub(crate) default: Option<bool>,
            /// The levels that the rule has in profiles.
            #[serde(default)]
            pub(crate) profiles: crate::rule::level::Profiles,
            /// Where what it says can be looked up.
            #[serde(default)]
            pub(crate) sources: Vec<String>,
            /// The version in which the rule came.
            pub(crate) since: Option<String>,
            /// The ids that the rule had before. Settings that name one of them mean this rule.
            #[serde(default)]
            pub(crate) renamed_from: Vec<crate::rule::file::Written>,
            /// Word lists that only this rule uses, by their names: a phrase names one with `@name`. An entry is a word,
            /// `word~` for a word in any inflection, or `@list` for all words of a list.
            #[serde(default)]
            pub(crate) lists: std::collections::BTreeMap<String, Vec<crate::rule::file::Written>>,
            /// Texts that prove the rule.
            pub(crate) examples: crate::rule::file::ExamplesTable,
            $(
                $(#[$doc])+
                #[serde(rename = $name)]
                pub(crate) $field: Option<<super::matcher::$field::$kind as Kind>::Table>,
            )*
        }
    };
}
pub(crate) use rule_file;

/// The examples of a rule.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ExamplesTable {
    /// Texts with a finding at each `<<found|repair>>`.
    pub(crate) invalid: Vec<At<ExampleEntry>>,
    /// Texts without a finding.
    pub(crate) valid: Vec<Written>,
}

/// An example: a text, or a text with the whole of its repair.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(crate) enum ExampleEntry {
    /// `"He left <<in order to|to>> rest."`
    Text(String),
    /// `{ text = "…", fixed = "…" }`, for repairs that change more than what is underlined.
    Whole(WholeExample),
}

/// An example with the whole repaired text.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct WholeExample {
    pub(crate) text: String,
    pub(crate) fixed: String,
}

/// How far the repairs of a rule can be trusted and what they promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Trust {
    pub(crate) applicability: Applicability,
    pub(crate) class: FixClass,
}

/// A list file as it is written.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ListFile {
    /// What the words have in common. Read so that every list says what it is.
    #[serde(rename = "summary")]
    pub(crate) _summary: String,
    /// Whether capitals matter.
    #[serde(default)]
    pub(crate) case: bool,
    /// The words.
    pub(crate) words: Vec<Written>,
}

/// One text or several.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(crate) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    pub(crate) fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::More(more) => more,
        }
    }
}
