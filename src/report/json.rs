//! JSON for programs: the findings of `check --format json` and of `batch`.

use copydesk_core::diagnostic::{Annotation, Diagnostic, Edit, Suggestion};
use copydesk_core::source::Source;
use copydesk_core::span::Span;
use serde::Serialize;

use super::{Checked, Report, ReportFormat, Summary};

pub(super) const FORMAT: ReportFormat = ReportFormat {
    name: "json",
    help: "one object with all files, for programs",
    for_people: false,
    in_bytes: true,
    new: |_| Box::new(Json),
};

/// The version of the form; it changes when a program that reads it would have to.
const VERSION: u32 = 1;

/// A finding as JSON. Offsets are bytes, the end exclusive; lines and columns count from 1, columns in characters.
#[derive(Debug, Serialize)]
pub struct JsonDiagnostic<'a> {
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a str>,
    start: u32,
    end: u32,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    notes: &'a [String],
    labels: Vec<JsonLabel<'a>>,
    suggestions: Vec<JsonSuggestion<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonLabel<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonSuggestion<'a> {
    message: &'a str,
    applicability: &'static str,
    edits: Vec<JsonLabel<'a>>,
}

#[derive(Serialize)]
struct JsonFile<'a> {
    path: &'a str,
    diagnostics: Vec<JsonDiagnostic<'a>>,
}

impl<'a> JsonDiagnostic<'a> {
    /// A finding in `source`, which is a part of a package where that has a name.
    pub fn new(source: &Source, diagnostic: &'a Diagnostic, part: Option<&'a str>) -> Self {
        let start = source.position(diagnostic.span.start);
        let end = source.position(diagnostic.span.end);
        Self {
            rule: &diagnostic.rule,
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            part,
            start: source.on_disk(diagnostic.span.start),
            end: source.on_disk(diagnostic.span.end),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            label: diagnostic.label.as_deref(),
            notes: &diagnostic.notes,
            labels: diagnostic.labels.iter().map(|label| JsonLabel::of_annotation(source, label)).collect(),
            suggestions: diagnostic
                .suggestions
                .iter()
                .map(|suggestion| JsonSuggestion::new(source, suggestion))
                .collect(),
        }
    }
}

impl<'a> JsonLabel<'a> {
    fn new(source: &Source, span: Span, text: &'a str) -> Self {
        Self { start: source.on_disk(span.start), end: source.on_disk(span.end), text }
    }

    fn of_annotation(source: &Source, annotation: &'a Annotation) -> Self {
        Self::new(source, annotation.span, &annotation.text)
    }

    fn of_edit(source: &Source, edit: &'a Edit) -> Self {
        Self::new(source, edit.span, &edit.text)
    }
}

impl<'a> JsonSuggestion<'a> {
    fn new(source: &Source, suggestion: &'a Suggestion) -> Self {
        Self {
            message: &suggestion.message,
            applicability: suggestion.applicability.as_str(),
            edits: suggestion.edits.iter().map(|edit| JsonLabel::of_edit(source, edit)).collect(),
        }
    }
}

#[derive(Debug)]
struct Json;

impl Report for Json {
    fn start(&self) -> String {
        format!("{{\"version\":{VERSION},\"files\":[")
    }

    fn file(&self, checked: &Checked) -> String {
        let found = checked.texts.iter().flat_map(|text| text.diagnostics.iter().map(move |found| (text, found)));
        let diagnostics =
            found.map(|(text, found)| JsonDiagnostic::new(&text.source, found, text.part.as_deref())).collect();
        to_json(&JsonFile { path: &checked.path, diagnostics })
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn end(&self, summary: &Summary) -> String {
        format!("],\"summary\":{}}}\n", to_json(summary))
    }
}

/// A value as JSON on one line.
pub fn to_json<T: Serialize>(value: &T) -> String {
    // Strings and numbers can always be written; only maps with keys that are no strings could fail.
    serde_json::to_string(value).unwrap_or_default()
}

/// A value as JSON with indentation and a last newline, for people and their editors.
pub fn to_pretty_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
