//! A configuration file as it is written, and what is wrong with it.

use std::collections::BTreeMap;

use copydesk_core::diagnostic::{Applicability, Diagnostic, FixClass, Severity, Suggestion};
use copydesk_core::document::{FORMATS, Field, Format};
use copydesk_core::rule::{Level, Profile, RuleSet, Terms};
use copydesk_core::source::Encoding;
use copydesk_core::span::Span;
use globset::{Glob, GlobMatcher};
use serde::Deserialize;
use toml::Spanned;

use super::{FileReading, nearest};
use crate::filter::{Levels, covers};

/// What diagnostics about configuration files are filed under.
pub(super) const INVALID_CONFIG: &str = "invalid-config";

/// A configuration file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ConfigFile {
    /// The least severity that makes `check` fail.
    pub(super) fail_on: Option<Severity>,
    /// The language of the texts, with or without a region: `en`, `en-GB`.
    pub(super) language: Option<String>,
    /// What the texts are checked for.
    pub(super) profile: Option<Profile>,
    /// The terms of the house.
    #[serde(default)]
    pub(super) terms: Terms,
    /// Levels of rules by id or category.
    #[serde(default)]
    pub(super) rules: BTreeMap<Spanned<String>, Level>,
    #[serde(default)]
    pub(super) paths: PathsTable,
    /// Settings for the files that a glob matches.
    #[serde(default)]
    pub(super) files: BTreeMap<Spanned<String>, FilesTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PathsTable {
    /// Folders with rules of one's own, relative to the configuration file.
    #[serde(default)]
    pub(super) rules: Vec<Spanned<String>>,
    /// Globs of files that are not checked unless they are named.
    #[serde(default)]
    pub(super) exclude: Vec<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FilesTable {
    #[serde(default)]
    pub(super) rules: BTreeMap<Spanned<String>, Level>,
    /// The format of the files.
    pub(super) format: Option<Spanned<String>>,
    /// The encoding of the files.
    pub(super) encoding: Option<Spanned<String>>,
    /// The fields of files of data that are texts.
    #[serde(default)]
    pub(super) fields: Vec<FieldTable>,
}

/// A field of a file of data.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum FieldTable {
    /// Its path; the text is plain.
    Path(Spanned<String>),
    /// Its path, and the format of the text.
    Formatted { path: String, format: Spanned<String> },
}

/// Collects what is wrong with a configuration file.
pub(super) struct Problems<'a> {
    rules: &'a RuleSet,
    pub(super) ids: Vec<String>,
    pub(super) found: Vec<Diagnostic>,
    /// What is no problem and should be known all the same.
    pub(super) remarks: Vec<String>,
}

impl<'a> Problems<'a> {
    pub(super) fn new(rules: &'a RuleSet) -> Self {
        let ids = rules.ids().into_iter().map(str::to_owned).collect();
        Self { rules, ids, found: Vec::new(), remarks: Vec::new() }
    }

    pub(super) fn levels(&mut self, written: BTreeMap<Spanned<String>, Level>) -> Levels {
        let mut given = Vec::new();
        for (name, level) in written {
            if let Some(now) = self.rules.renamed(name.get_ref()) {
                self.remarks.push(format!("the configuration names `{}`, which is called `{now}` now", name.get_ref()));
                given.push((now.to_owned(), level));
                continue;
            }
            if !self.ids.iter().any(|id| covers(name.get_ref(), id)) {
                self.unknown_rule(&name);
            }
            given.push((name.into_inner(), level));
        }
        Levels { given, ..Levels::default() }
    }

    fn unknown_rule(&mut self, name: &Spanned<String>) {
        let problem = self.problem(name, format!("there is no rule or category `{}`", name.get_ref()));
        let Some(near) = nearest(name.get_ref(), &self.ids) else { return };
        let (text, message) = (format!("\"{near}\""), format!("did you mean `{near}`?"));
        let suggestion =
            Suggestion::replace(self.found[problem].span, text, message, Applicability::Display, FixClass::Free);
        self.found[problem].suggestions.push(suggestion);
    }

    pub(super) fn glob(&mut self, written: &Spanned<String>) -> Option<GlobMatcher> {
        match Glob::new(written.get_ref()) {
            Ok(glob) => Some(glob.compile_matcher()),
            Err(error) => {
                self.problem(written, format!("this is no glob: {}", error.kind()));
                None
            }
        }
    }

    /// How the files are to be read that a glob matches.
    pub(super) fn reading(&mut self, table: &FilesTable) -> FileReading {
        let mut fields = Vec::new();
        for field in &table.fields {
            let (path, format) = match field {
                FieldTable::Path(path) => (path.get_ref().clone(), Some(Format::plain())),
                FieldTable::Formatted { path, format } => (path.clone(), self.format(format)),
            };
            fields.extend(format.map(|format| Field { path, format: format.name }));
        }
        let encoding = table.encoding.as_ref().and_then(|label| {
            let found = Encoding::by_label(label.get_ref());
            if found.is_none() {
                self.problem(label, format!("there is no encoding `{}`", label.get_ref()));
            }
            found
        });
        FileReading { format: table.format.as_ref().and_then(|format| self.format(format)), encoding, fields }
    }

    fn format(&mut self, name: &Spanned<String>) -> Option<&'static Format> {
        let found = Format::by_name(name.get_ref());
        if found.is_none() {
            let known = FORMATS.iter().map(|format| format!("`{}`", format.name)).collect::<Vec<_>>().join(", ");
            self.problem(name, format!("there is no format `{}`; there are {known}", name.get_ref()));
        }
        found
    }

    /// Adds a problem and tells its number.
    fn problem(&mut self, at: &Spanned<String>, message: String) -> usize {
        // A configuration file is a source, which is at most 4 GiB long.
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(byte(at.span().start), byte(at.span().end));
        self.found.push(Diagnostic::new(INVALID_CONFIG.into(), Severity::Error, span, message));
        self.found.len() - 1
    }
}
