//! Articles with what is to be found in them, exact to the byte.
//!
//! `fixtures/articles/NAME.txt` has its findings in `NAME.expected`, one a line. `UPDATE=1 cargo test fixtures`
//! writes the files anew; the change is then read like any other.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use copydesk_core::diagnostic::{Applicability, Diagnostic, Severity};
use copydesk_core::document::{Document, Format};
use copydesk_core::lint::lint;
use copydesk_core::repair::repair;
use copydesk_core::source::Source;

/// Every article, by name.
pub(crate) fn articles() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    found.sort();
    assert!(found.len() >= 8, "the articles are there");
    found
}

/// What the built-in rules find in a plain English text.
pub(crate) fn lint_plain(text: &str) -> Vec<Diagnostic> {
    let document = Document::parse(Source::new(text.to_owned()).unwrap(), Format::plain());
    lint(&document, "en", &copydesk_builtin::rules())
}

/// Compares `found` with the file `path`, or writes it there where `UPDATE` is set.
fn check_file(path: &Path, found: &str, name: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, found).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(found, expected, "{name}: if this is right, run with UPDATE=1 and read the change");
}

#[test]
fn each_article_has_its_findings_and_no_other() {
    for (name, path) in articles() {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut found = String::new();
        for diagnostic in lint_plain(&text) {
            let (severity, rule, span) = (diagnostic.severity.as_str(), &diagnostic.rule, diagnostic.span);
            writeln!(found, "{severity}[{rule}] {span} {:?}", &text[span.range()]).unwrap();
        }
        check_file(&path.with_extension("expected"), &found, &name);
    }
}

#[test]
fn faultless_articles_have_no_error_and_no_warning() {
    let clean = articles().into_iter().filter(|(name, _)| name.starts_with("clean") || name == "speech");
    let mut seen = 0;
    for (name, path) in clean {
        let found = lint_plain(&std::fs::read_to_string(path).unwrap());
        let alarms: Vec<_> = found.iter().filter(|d| d.severity > Severity::Note).collect();
        assert!(alarms.is_empty(), "{name}: {alarms:#?}");
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[test]
fn each_article_is_repaired_as_written_beside_it() {
    for (name, path) in articles() {
        let source = Source::new(std::fs::read_to_string(&path).unwrap()).unwrap();
        let before = source.text().to_owned();
        let format = Format::plain();
        let rules = copydesk_builtin::rules();
        let repaired = repair(source, format, "en", &rules, Applicability::Safe, |_| true);
        assert!(repaired.declined.is_empty(), "{name}: {:#?}", repaired.declined);
        let after = repaired.document.into_source();
        let diff = similar::TextDiff::from_lines(before.as_str(), after.text());
        check_file(&path.with_extension("diff"), &diff.unified_diff().context_radius(0).to_string(), &name);
        let again = repair(after.clone(), format, "en", &rules, Applicability::Safe, |_| true);
        assert_eq!(again.document.source().text(), after.text(), "{name}: a second run changes nothing");
    }
}
