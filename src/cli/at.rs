//! `copydesk explain --at FILE:LINE:COLUMN`: which rules look at a place, and what they say or why they are silent.

use std::path::{Path, PathBuf};

use copydesk_core::diagnostic::Diagnostic;
use copydesk_core::document::{Document, Reading};
use copydesk_core::lint::trace;
use copydesk_core::rule::{Held, Level};
use copydesk_core::source::{Position, Source};

use super::Outcome;
use super::args::GlobalArgs;
use super::input::{Content, Readable};
use super::output::{Output, Terminal};
use crate::config::{Configs, Settings};
use crate::error::Error;
use crate::report::render_problem;
use crate::store;
use crate::visible::visible;

/// A place as it is written on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    path: PathBuf,
    position: Position,
}

impl std::str::FromStr for At {
    type Err = &'static str;

    /// Reads `FILE:LINE` or `FILE:LINE:COLUMN`; a colon may stand in the name of the file.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.parse::<usize>().ok().filter(|&number| number > 0);
        let (rest, last) = text.rsplit_once(':').ok_or("a place is FILE:LINE:COLUMN")?;
        let last = number(last).ok_or("a line or column is a number from 1")?;
        let is_line = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (path, line, column) = match rest.rsplit_once(':').filter(|(_, line)| is_line(line)) {
            Some((path, line)) => (path, number(line).ok_or("a line is a number from 1")?, last),
            None => (rest, last, 1),
        };
        Ok(Self { path: path.into(), position: Position { line, column } })
    }
}

pub(super) fn run(global: &GlobalArgs, at: &At, terminal: &Terminal) -> Result<Outcome, Error> {
    let settings = Configs::new(global.overrides()).of_file(&at.path)?;
    Terminal::remark(&settings);
    let reading = settings.reading(&at.path);
    let content = Content::new(store::read(&at.path)?, &at.path, &reading)?;
    let Some(Readable { part: None, source, format }) = content.into_texts(&at.path, &reading).pop() else {
        return Err(Error::file(&at.path, "a place in an archive has no line and column; unpack it first"));
    };
    let Some(byte) = source.byte_at(at.position) else {
        let Position { line, column } = at.position;
        return Err(Error::file(&at.path, format!("there is no line {line} with a column {column}")));
    };
    let document = Document::parse(source, Reading { format, fields: &reading.fields });
    let (mut found, mut held) = trace(&document, &settings.language, &settings.rules);
    found.retain(|found| found.span.start <= byte && byte <= found.span.end);
    held.retain(|held| held.span.start <= byte && byte <= held.span.end);
    let mut output = Output::new();
    if found.is_empty() && held.is_empty() {
        output.write("no rule has anything to say about this place\n")?;
    }
    let about = About { path: &at.path, settings: &settings, source: document.source(), terminal };
    for found in &found {
        output.write(&about.finding(found))?;
    }
    for held in &held {
        output.write(&about.held(held))?;
    }
    output.flush()?;
    Ok(Outcome::Clean)
}

struct About<'a> {
    path: &'a Path,
    settings: &'a Settings,
    source: &'a Source,
    terminal: &'a Terminal,
}

impl About<'_> {
    /// The finding, or why it is not reported.
    fn finding(&self, found: &Diagnostic) -> String {
        let off = self.settings.levels(self.path).of(&found.rule) == Some(Level::Off);
        if off || !self.settings.rules.is_on(&found.rule) {
            let message = visible(&found.message);
            return format!("{} is off here; it would say: {message}\n", found.rule);
        }
        let mut shown = vec![found.clone()];
        self.settings.levels(self.path).apply(&mut shown);
        let path = self.path.display().to_string();
        shown.iter().map(|found| render_problem(self.terminal.out, &path, self.source, found)).collect()
    }

    fn held(&self, held: &Held) -> String {
        let text = visible(self.source.slice(held.span)).replace('\n', " ");
        let off = if self.settings.rules.is_on(&held.rule) { "" } else { " (which is off)" };
        format!("{}{off} sees `{text}` and is held back: {}\n", held.rule, visible(&held.guard))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_from_the_end() {
        let at = |text: &str| text.parse::<At>();
        let place = |path: &str, line, column| Ok(At { path: path.into(), position: Position { line, column } });
        assert_eq!(at("a.txt:3:14"), place("a.txt", 3, 14));
        assert_eq!(at("a.txt:3"), place("a.txt", 3, 1));
        assert_eq!(at("c:d.txt:3:1"), place("c:d.txt", 3, 1));
        assert!(at("a.txt").is_err() && at("a.txt:0:1").is_err() && at("a.txt:x").is_err());
    }
}
