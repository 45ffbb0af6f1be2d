//! How findings are written out. One file a format; a new one is that file and one line in [`FORMATS`].

mod concise;
mod excerpt;
mod human;
pub mod json;

use copydesk_core::diagnostic::{Diagnostic, Severity};
use copydesk_core::source::Source;

pub use human::render_problem;

/// One file after linting.
#[derive(Debug)]
pub struct Checked {
    /// How the file is called in reports.
    pub path: String,
    /// Its text, or those of a package.
    pub texts: Vec<CheckedText>,
}

/// One text after linting.
#[derive(Debug)]
pub struct CheckedText {
    /// The part of a package that it is.
    pub part: Option<String>,
    /// The text.
    pub source: Source,
    /// What was found, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// How a text is called: by the file, and by its part where the file has several texts.
    pub fn name(&self, text: &CheckedText) -> String {
        match &text.part {
            Some(part) if self.texts.len() > 1 => format!("{}/{part}", self.path),
            _ => self.path.clone(),
        }
    }

    /// Everything that was found.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.texts.iter().flat_map(|text| &text.diagnostics)
    }
}

/// Counts over all files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Files that were checked.
    pub files: usize,
    /// Files that could not be read.
    pub failed: usize,
    /// Findings of each severity.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are notes.
    pub notes: usize,
    /// Findings that `copydesk fix` repairs.
    pub fixable: usize,
}

impl Summary {
    /// Counts the findings of one more file.
    pub fn count<'a>(&mut self, diagnostics: impl IntoIterator<Item = &'a Diagnostic>) {
        self.files += 1;
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
            let first = diagnostic.suggestions.first();
            let safe = copydesk_core::diagnostic::Applicability::Safe;
            self.fixable += usize::from(first.is_some_and(|suggestion| suggestion.applicability == safe));
        }
    }

    /// Findings of any severity.
    pub const fn findings(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// What a report may depend on besides the findings.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether to use colour.
    pub color: bool,
    /// How many columns a line has.
    pub width: usize,
}

/// A way to write findings out. The parts are written in this order: start, files with `between` between them, end.
pub trait Report: Send + Sync {
    /// What stands before the first file.
    fn start(&self) -> String {
        String::new()
    }

    /// The findings of one file. Where this is empty, the file leaves no trace.
    fn file(&self, checked: &Checked) -> String;

    /// What stands between two files that left a trace.
    fn between(&self) -> &'static str {
        ""
    }

    /// What stands behind the last file.
    fn end(&self, _summary: &Summary) -> String {
        String::new()
    }
}

/// A format by the name that the command line knows.
#[derive(Clone, Copy)]
pub struct ReportFormat {
    /// Its name.
    pub name: &'static str,
    /// One line for the help text.
    pub help: &'static str,
    /// Whether it is meant for people, who want a summary besides.
    pub for_people: bool,
    /// Whether it tells places in bytes of the file. Others show the text of a package as people read it.
    pub in_bytes: bool,
    /// Makes a report of this format.
    pub new: fn(Style) -> Box<dyn Report>,
}

/// Every format.
pub const FORMATS: &[ReportFormat] = &[human::FORMAT, concise::FORMAT, json::FORMAT];
