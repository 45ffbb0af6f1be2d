//! `copydesk check`.

use copydesk_core::diagnostic::Diagnostic;
use copydesk_core::document::Document;
use copydesk_core::lint::lint;

use super::Outcome;
use super::args::{CheckArgs, GlobalArgs};
use super::input::{Input, inputs};
use super::output::{Output, Terminal, summary_line};
use crate::error::Error;
use crate::pipeline::ordered;
use crate::report::{Checked, FORMATS, Report, Summary};

/// One file, checked and written out.
struct Written {
    text: String,
    diagnostics: Vec<Diagnostic>,
    fails: bool,
}

pub(super) fn run(global: &GlobalArgs, args: &CheckArgs, terminal: &Terminal) -> Result<Outcome, Error> {
    let inputs = inputs(global, &args.paths, args.stdin_filename.as_deref());
    let Some(format) = FORMATS.iter().find(|format| format.name == args.format) else {
        return Err(Error::Message(format!("there is no format `{}`", args.format)));
    };
    let report = (format.new)(terminal.out);
    let mut output = Output::new();
    let (mut summary, mut fails, mut begun) = (Summary::default(), false, false);
    output.write(&report.start())?;
    ordered(
        inputs.into_iter(),
        |input| input.and_then(|input| check(&input, report.as_ref())),
        |checked, more| {
            match checked {
                Ok(written) => {
                    summary.count(&written.diagnostics);
                    fails |= written.fails;
                    if !written.text.is_empty() {
                        output.write(if begun { report.between() } else { "" })?;
                        output.write(&written.text)?;
                        begun = true;
                    }
                }
                Err(error) => {
                    summary.failed += 1;
                    terminal.complain(&error);
                }
            }
            if more { Ok(()) } else { output.flush() }
        },
    )?;
    output.write(&report.end(&summary))?;
    output.flush()?;
    if format.for_people && summary.files > 0 {
        Terminal::say(&summary_line(&summary));
    }
    Ok(match (summary.failed, fails) {
        (1.., _) => Outcome::Trouble,
        (0, true) => Outcome::Findings,
        (0, false) => Outcome::Clean,
    })
}

fn check(input: &Input, report: &dyn Report) -> Result<Written, Error> {
    let settings = &input.settings;
    let document = Document::parse(input.read()?, input.format());
    let mut diagnostics = lint(&document, &settings.language, &settings.rules);
    settings.levels(&input.path).apply(&mut diagnostics);
    let fails = diagnostics.iter().any(|diagnostic| diagnostic.severity >= settings.fail_on);
    let checked = Checked { path: input.name(), source: document.into_source(), diagnostics };
    Ok(Written { text: report.file(&checked), diagnostics: checked.diagnostics, fails })
}
