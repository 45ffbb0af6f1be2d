//! `copydesk check`.

use std::collections::BTreeMap;
use std::sync::Arc;

use copydesk_core::document::{Document, Reading};
use copydesk_core::lint::{lint, lint_observed};

use super::Outcome;
use super::args::{CheckArgs, GlobalArgs};
use super::input::{Input, Readable, inputs};
use super::output::{Output, Terminal, summary_line};
use super::timing::Stopwatch;
use crate::config::Settings;
use crate::error::Error;
use crate::pipeline::{ordered, processors};
use crate::report::{Checked, CheckedText, FORMATS, Report, ReportFormat, Summary};

/// One file, checked and written out.
struct Written {
    text: String,
    checked: Checked,
    fails: bool,
    /// What each rule took, where that is asked for, with the settings that say which rules there are.
    timing: Option<(Stopwatch, Arc<Settings>)>,
}

pub(super) fn run(global: &GlobalArgs, args: &CheckArgs, terminal: &Terminal) -> Result<Outcome, Error> {
    let inputs = inputs(global, &args.paths, args.stdin_filename.as_deref());
    let Some(format) = FORMATS.iter().find(|format| format.name == args.format) else {
        return Err(Error::Message(format!("there is no format `{}`", args.format)));
    };
    let report = (format.new)(terminal.out);
    let mut output = Output::new();
    let (mut summary, mut fails, mut begun) = (Summary::default(), false, false);
    // Files with settings of their own have rules of their own.
    let mut timing: BTreeMap<*const Settings, (Arc<Settings>, Stopwatch)> = BTreeMap::new();
    output.write(&report.start())?;
    let threads = processors().min(inputs.len());
    ordered(
        inputs.into_iter(),
        threads,
        |input| input.and_then(|input| check(&input, format, report.as_ref(), args.timing)),
        |checked, more| {
            match checked {
                Ok(written) => {
                    summary.count(written.checked.diagnostics());
                    fails |= written.fails;
                    if let Some((watch, settings)) = written.timing {
                        let (_, sum) = timing.entry(Arc::as_ptr(&settings)).or_insert((settings, Stopwatch::default()));
                        sum.add(&watch);
                    }
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
    timing.values().for_each(|(settings, watch)| Terminal::say(&watch.table(&settings.rules)));
    Ok(match (summary.failed, fails) {
        (1.., _) => Outcome::Trouble,
        (0, true) => Outcome::Findings,
        (0, false) => Outcome::Clean,
    })
}

fn check(input: &Input, format: &ReportFormat, report: &dyn Report, timed: bool) -> Result<Written, Error> {
    let settings = &input.settings;
    let (content, reading) = input.read()?;
    let mut watch = Stopwatch::default();
    let levels = settings.levels(&input.path);
    let mut checked = Checked { path: input.name(), texts: Vec::new() };
    for Readable { part, source, format: read_as } in content.into_texts(&input.path, &reading) {
        let document = Document::parse(source, Reading { format: read_as, fields: &reading.fields });
        let mut diagnostics = if timed {
            lint_observed(&document, &settings.language, &settings.rules, &mut watch)
        } else {
            lint(&document, &settings.language, &settings.rules)
        };
        levels.apply(&mut diagnostics);
        let (source, diagnostics) = if part.is_some() && !format.in_bytes {
            document.as_read(diagnostics)
        } else {
            (document.into_source(), diagnostics)
        };
        checked.texts.push(CheckedText { part, source, diagnostics });
    }
    let fails = checked.diagnostics().any(|diagnostic| diagnostic.severity >= settings.fail_on);
    let timing = timed.then(|| (watch, settings.clone()));
    Ok(Written { text: report.file(&checked), checked, fails, timing })
}
