//! `copydesk test`.

use std::path::{Path, PathBuf};

use copydesk_core::diagnostic::{Diagnostic, Severity};
use copydesk_core::rule::{Listed, RuleId};
use copydesk_core::selftest::{self, Failure};
use copydesk_core::source::Source;
use copydesk_core::span::Span;

use super::Outcome;
use super::args::{GlobalArgs, TestArgs};
use super::output::{Output, Terminal, count};
use crate::config::{Configs, nearest, rule_of_file};
use crate::error::Error;
use crate::filter::covers;
use crate::report::render_problem;
use crate::store;
use crate::visible::visible;

/// What is tested: rules by id or category, and rules in files.
#[derive(Default)]
struct Wanted {
    names: Vec<String>,
    files: Vec<RuleFile>,
}

/// A file with a rule.
struct RuleFile {
    path: PathBuf,
    id: RuleId,
    source: Source,
}

pub(super) fn run(global: &GlobalArgs, args: &TestArgs, terminal: &Terminal) -> Result<Outcome, Error> {
    let wanted = Wanted::of(&args.rules)?;
    let mut overrides = global.overrides();
    overrides.rule_files = wanted.files.iter().map(|file| file.path.clone()).collect();
    let settings = Configs::new(overrides).of_folder(Path::new("."))?;
    Terminal::remark(&settings);
    let ids: Vec<String> = settings.rules.ids().into_iter().map(str::to_owned).collect();
    if let Some(unknown) = wanted.names.iter().find(|name| !ids.iter().any(|id| covers(name, id))) {
        let near = nearest(unknown, &ids).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(Error::Message(format!("there is no rule or category `{unknown}`{near}")));
    }
    let mut output = Output::new();
    let (mut tested, mut examples, mut failed) = (0, 0, 0);
    for listed in settings.rules.iter().filter(|listed| wanted.has(listed)) {
        tested += 1;
        examples += listed.about.invalid.len() + listed.about.valid.len();
        let failures = selftest::test(&settings.rules, listed);
        failed += usize::from(!failures.is_empty());
        let file = wanted.files.iter().find(|file| file.holds(&listed));
        for failure in &failures {
            let shown = match file {
                Some(file) => file.shown(failure, terminal),
                None => line(&listed, failure),
            };
            output.write(&shown)?;
        }
    }
    output.flush()?;
    let rules = count(tested, "rule");
    let examples = count(examples, "example");
    Terminal::say(&format!("copydesk: {rules} with {examples} tested, {failed} failed\n"));
    Ok(if failed == 0 { Outcome::Clean } else { Outcome::Findings })
}

impl Wanted {
    /// What the arguments mean: files by their ending, all others are names.
    fn of(args: &[String]) -> Result<Self, Error> {
        let mut wanted = Self::default();
        for arg in args {
            if Path::new(arg).extension().is_some_and(|extension| extension == "toml") {
                wanted.files.push(RuleFile::read(Path::new(arg))?);
            } else {
                wanted.names.push(arg.clone());
            }
        }
        Ok(wanted)
    }

    fn has(&self, listed: &Listed<'_>) -> bool {
        let all = self.names.is_empty() && self.files.is_empty();
        let named = self.names.iter().any(|name| covers(name, &listed.rule.id));
        all || named || self.files.iter().any(|file| file.holds(listed))
    }
}

impl RuleFile {
    fn read(path: &Path) -> Result<Self, Error> {
        let source = Source::decode(store::read(path)?, None).map_err(|error| Error::file(path, error))?;
        let (_, name) = rule_of_file(path)?;
        let id = RuleId::of_path(&name);
        let id =
            id.ok_or_else(|| Error::file(path, format!("`{name}` is no path of a rule: small letters and `-`")))?;
        Ok(Self { path: path.to_owned(), id, source })
    }

    fn holds(&self, listed: &Listed<'_>) -> bool {
        *listed.rule.id == *self.id.id && listed.rule.language == self.id.language
    }

    /// A failure at the very example.
    fn shown(&self, failure: &Failure, terminal: &Terminal) -> String {
        let start = failure.place.unwrap_or_default().min(self.source.len());
        let line = self.source.line_span(self.source.lines().line_of(start));
        let message = failure.verdict.as_str();
        let mut problem =
            Diagnostic::new("failed-example".into(), Severity::Error, Span::new(start, line.end.max(start)), message);
        problem.notes.push(failure.detail.clone());
        render_problem(terminal.out, &self.path.display().to_string(), &self.source, &problem)
    }
}

/// A failure on one line.
fn line(listed: &Listed<'_>, failure: &Failure) -> String {
    format!("{}: {}: {}\n", listed.rule.id, failure.verdict.as_str(), visible(&failure.detail))
}
