//! `copydesk batch`: JSON Lines in, JSON Lines out.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::BufRead as _;
use std::path::Path;

use copydesk_core::diagnostic::Applicability;
use copydesk_core::document::{Document, Field, Format, Reading};
use copydesk_core::lint::lint;
use copydesk_core::repair::repair;
use copydesk_core::rule::Level;
use copydesk_core::source::Source;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Outcome;
use super::args::{BatchArgs, GlobalArgs};
use super::explain::settings;
use super::output::Output;
use crate::config::Settings;
use crate::error::Error;
use crate::filter::Levels;
use crate::pipeline::{ordered, processors};
use crate::report::json::{JsonDiagnostic, to_json};

/// The answer to one line.
struct Answer {
    text: String,
    outcome: Outcome,
}

#[derive(Serialize)]
struct Found<'a> {
    id: &'a RawValue,
    diagnostics: Vec<JsonDiagnostic<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<String>,
}

#[derive(Serialize)]
struct Refused {
    line: usize,
    error: String,
}

/// What is the same for all lines.
struct Job<'a> {
    settings: &'a Settings,
    levels: Levels,
    format: &'static Format,
    fields: Vec<Field>,
    id_field: &'a str,
    text_field: &'a str,
    fix: Option<Applicability>,
}

pub(super) fn run(global: &GlobalArgs, args: &BatchArgs) -> Result<Outcome, Error> {
    let settings = settings(global)?;
    let job = Job {
        levels: settings.levels(Path::new("<stdin>")),
        settings: &settings,
        fields: global.fields.clone(),
        format: Format::by_name(&args.format).unwrap_or(Format::plain()),
        id_field: &args.id_field,
        text_field: &args.text_field,
        fix: match (args.fix, args.unsafe_fixes) {
            (true, _) => Some(Applicability::Safe),
            (_, true) => Some(Applicability::Unsafe),
            _ => None,
        },
    };
    let mut output = Output::new();
    let mut worst = Outcome::Clean;
    ordered(
        Lines { next: 1 },
        processors().max(2),
        |line| line.map(|(number, bytes)| job.answer(number, &bytes)),
        |answer, more| {
            let answer = answer?;
            worst = if worst.status() >= answer.outcome.status() { worst } else { answer.outcome };
            let written = output.write(&answer.text).and_then(|()| if more { Ok(()) } else { output.flush() });
            if matches!(written, Err(Error::ClosedPipe)) {
                // The reader is gone, and the thread that waits for input cannot be told: the input may never end.
                std::process::exit(0);
            }
            written
        },
    )?;
    output.flush()?;
    Ok(worst)
}

/// The lines of the standard input with their numbers, from 1.
struct Lines {
    next: usize,
}

impl Iterator for Lines {
    type Item = Result<(usize, Vec<u8>), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        let number = self.next;
        self.next += 1;
        match std::io::stdin().lock().read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(Ok((number, line))),
            Err(error) => Some(Err(Error::io(Path::new("<stdin>"), &error))),
        }
    }
}

impl Job<'_> {
    fn answer(&self, number: usize, line: &[u8]) -> Answer {
        match self.lint(line) {
            Ok(answer) => answer,
            Err(error) => {
                let text = to_json(&Refused { line: number, error }) + "\n";
                Answer { text, outcome: Outcome::Trouble }
            }
        }
    }

    fn lint(&self, line: &[u8]) -> Result<Answer, String> {
        let line = std::str::from_utf8(line).map_err(|error| format!("this is not UTF-8: {error}"))?;
        let fields: HashMap<Cow<'_, str>, &RawValue> =
            serde_json::from_str(line).map_err(|error| format!("this is no JSON object: {error}"))?;
        let field = |name: &str| fields.get(name).copied().ok_or_else(|| format!("there is no field `{name}`"));
        let id = field(self.id_field)?;
        if !id.get().starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
            return Err(format!("the field `{}` is neither a string nor a number", self.id_field));
        }
        let text: String = serde_json::from_str(field(self.text_field)?.get())
            .map_err(|_| format!("the field `{}` is no string", self.text_field))?;
        let source = Source::new(text).map_err(|error| error.to_string())?;
        Ok(self.found(id, source))
    }

    fn found(&self, id: &RawValue, source: Source) -> Answer {
        let (language, rules) = (&self.settings.language, &self.settings.rules);
        let reading = Reading { format: self.format, fields: &self.fields };
        let document = Document::parse(source, reading);
        let mut diagnostics = lint(&document, language, rules);
        self.levels.apply(&mut diagnostics);
        let source = document.into_source();
        let fixed = self.fix.map(|least| {
            if diagnostics.is_empty() {
                return source.text().to_owned();
            }
            let repaired = repair(source.clone(), reading, language, rules, least, |diagnostic| {
                self.levels.of(&diagnostic.rule) != Some(Level::Off)
            });
            repaired.document.source().text().to_owned()
        });
        let fails = diagnostics.iter().any(|diagnostic| diagnostic.severity >= self.settings.fail_on);
        let diagnostics = diagnostics.iter().map(|diagnostic| JsonDiagnostic::new(&source, diagnostic, None)).collect();
        let text = to_json(&Found { id, diagnostics, fixed }) + "\n";
        Answer { text, outcome: if fails { Outcome::Findings } else { Outcome::Clean } }
    }
}
