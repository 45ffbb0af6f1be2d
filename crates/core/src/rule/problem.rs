//! What is wrong with a TOML file, as diagnostics of that file.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Applicability, Diagnostic, FixClass, Severity, Suggestion};
use crate::source::Source;
use crate::span::Span;

/// A diagnostic for a file that is not the TOML it should be, at the very key. `rule` is what the diagnostic is
/// filed under, such as `invalid-rule`.
pub fn toml_problem(source: &Source, rule: &str, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().map_or(Span::empty(0), |range| place(&range));
    let message = error.message().trim().trim_end_matches('.');
    let (message, expected) = match message.split_once(", expected ") {
        Some((first, rest)) => (first.to_owned(), quoted(rest)),
        None => (message.to_owned(), Vec::new()),
    };
    let mut problem = Diagnostic::new(Arc::from(rule), Severity::Error, on_one_line(source, span), message.clone());
    let unknown = quoted(&message).into_iter().next();
    if let Some(unknown) = unknown
        && !expected.is_empty()
    {
        suggest(&mut problem, unknown, expected.iter().copied(), |known| {
            source.slice(span).replacen(unknown, known, 1)
        });
        problem.notes.push(format!("expected one of {}", list(&expected)));
    } else if let Some((_, rest)) = error.message().split_once(", expected ") {
        problem.notes.push(format!("expected {rest}"));
    }
    problem
}

/// Adds "did you mean" for the known name that is nearest to `unknown`, if one is near. `write` gives what to put in
/// the place of the problem's span.
pub(super) fn suggest<'a>(
    problem: &mut Diagnostic,
    unknown: &str,
    known: impl Iterator<Item = &'a str>,
    write: impl Fn(&str) -> String,
) {
    let Some(near) = nearest(unknown, known) else { return };
    problem.suggestions.push(Suggestion::replace(
        problem.span,
        write(near),
        format!("did you mean `{near}`?"),
        Applicability::Display,
        FixClass::Free,
    ));
}

/// The name that is most like `unknown`, if it is alike enough to be what was meant.
pub fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.filter(|name| is_near(unknown, name));
    near.min_by_key(|name| strsim::damerau_levenshtein(unknown, name))
}

/// Whether `known` is so much like `written` that it may have been meant.
fn is_near(written: &str, known: &str) -> bool {
    strsim::damerau_levenshtein(written, known) <= 1 + written.len().max(known.len()) / 4
}

/// A byte range of a file of less than 4 GiB as a span.
pub(super) fn place(range: &Range<usize>) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(byte(range.start), byte(range.end.max(range.start)))
}

/// The part of a span that lies on its first line: a table that lacks a key is shown by its head.
fn on_one_line(source: &Source, span: Span) -> Span {
    let line = source.line_span(source.lines().line_of(span.start));
    Span::new(span.start, span.end.min(line.end).max(span.start))
}

/// What stands in backticks in a message.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
