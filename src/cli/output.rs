//! Writing: findings to the standard output, everything else to the standard error.

use std::io::{self, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};

use crate::config::Settings;
use crate::error::Error;
use crate::report::{Style, Summary, render_problem};
use crate::visible::visible;

/// The widest excerpt, however wide the terminal is: beyond, the eye loses the line.
const WIDEST: usize = 160;
/// The width where no terminal tells its own.
const UNKNOWN: usize = 100;

/// What is known of the terminal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    /// How to write to the standard output.
    pub(super) out: Style,
    /// How to write to the standard error.
    pub(super) err: Style,
}

impl Terminal {
    pub(super) fn new() -> Self {
        let width = width();
        let color = |choice| choice != ColorChoice::Never;
        let out = Style { color: color(AutoStream::choice(&io::stdout())), width };
        let err = Style { color: color(AutoStream::choice(&io::stderr())), width };
        Self { out, err }
    }

    /// Says on the standard error what went wrong.
    pub(super) fn complain(&self, error: &Error) {
        let text = match error {
            Error::ClosedPipe => return,
            Error::Message(message) => format!("{} {}\n", self.bold_red("copydesk:"), visible(message)),
            Error::Files(files) => {
                let render = |file: &crate::error::FaultyFile| {
                    let path = file.path.display().to_string();
                    let problems = file.problems.iter();
                    problems.map(|problem| render_problem(self.err, &path, &file.source, problem)).collect::<String>()
                };
                files.iter().map(render).collect()
            }
        };
        Self::say(&text);
    }

    /// Says something on the standard error. Where that is closed, there is nobody left to tell.
    pub(super) fn say(text: &str) {
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// Says what settings want to be known.
    pub(super) fn remark(settings: &Settings) {
        settings.remarks.iter().for_each(|remark| Self::say(&format!("copydesk: {}\n", visible(remark))));
    }

    fn bold_red(&self, text: &str) -> String {
        if self.err.color { format!("\u{1b}[1m\u{1b}[91m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|&columns| columns > 0);
    let measured = || {
        let size = if io::stdout().is_terminal() { terminal_size::terminal_size_of(io::stdout()) } else { None };
        size.map(|(terminal_size::Width(columns), _)| usize::from(columns))
    };
    told.or_else(measured).unwrap_or(UNKNOWN).min(WIDEST)
}

/// The standard output with a buffer; a pipe that nobody reads becomes [`Error::ClosedPipe`].
pub(super) struct Output(io::BufWriter<io::Stdout>);

impl Output {
    pub(super) fn new() -> Self {
        Self(io::BufWriter::with_capacity(1 << 16, io::stdout()))
    }

    pub(super) fn write(&mut self, text: &str) -> Result<(), Error> {
        self.write_bytes(text.as_bytes())
    }

    pub(super) fn write_bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.0.write_all(bytes).map_err(|error| Error::output(&error))
    }

    pub(super) fn flush(&mut self) -> Result<(), Error> {
        self.0.flush().map_err(|error| Error::output(&error))
    }
}

/// The closing line for people: how many findings there are, and how many `fix` repairs.
pub(super) fn summary_line(summary: &Summary) -> String {
    let files = count(summary.files, "file");
    if summary.findings() == 0 {
        return format!("copydesk: nothing found in {files}\n");
    }
    let kinds = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")];
    let kinds: Vec<String> = kinds.iter().filter(|(n, _)| *n > 0).map(|&(n, what)| count(n, what)).collect();
    let fixable = match summary.fixable {
        0 => String::new(),
        1 => "; 1 of them can be repaired with `copydesk fix`".to_owned(),
        n => format!("; {n} of them can be repaired with `copydesk fix`"),
    };
    format!("copydesk: {} in {files}{fixable}\n", kinds.join(", "))
}

/// `1 file`, `2 files`.
pub(super) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
