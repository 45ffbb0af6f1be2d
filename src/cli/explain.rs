//! `copydesk explain` and `copydesk rules`.

use std::path::Path;
use std::sync::Arc;

use anstyle::{AnsiColor, Style as Ansi};
use copydesk_core::diagnostic::Severity;
use copydesk_core::rule::{About, Example, Listed, Rule};

use super::args::{ExplainArgs, GlobalArgs};
use super::output::{Output, Terminal, count};
use super::{Outcome, at};
use crate::config::{Configs, Settings, nearest};
use crate::error::Error;
use crate::visible::visible;

/// The settings of the current folder.
pub(super) fn settings(global: &GlobalArgs) -> Result<Arc<Settings>, Error> {
    let settings = Configs::new(global.overrides()).of_folder(Path::new("."))?;
    Terminal::remark(&settings);
    Ok(settings)
}

pub(super) fn explain(global: &GlobalArgs, args: &ExplainArgs, terminal: &Terminal) -> Result<Outcome, Error> {
    if let Some(at) = &args.at {
        return at::run(global, at, terminal);
    }
    let Some(id) = &args.rule else { return Err(Error::Message("which rule?".to_owned())) };
    let settings = settings(global)?;
    let id = settings.rules.renamed(id).unwrap_or(id);
    let found: Vec<Listed<'_>> = settings.rules.iter().filter(|listed| *listed.rule.id == *id).collect();
    if found.is_empty() {
        let ids: Vec<String> = settings.rules.ids().into_iter().map(str::to_owned).collect();
        let near = nearest(id, &ids).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(Error::Message(format!("there is no rule `{id}`{near}")));
    }
    let mut output = Output::new();
    for Listed { rule, about, .. } in found {
        output.write(&page(rule, about, &Paint(terminal.out.color), terminal.out.width.min(80)))?;
    }
    output.flush()?;
    Ok(Outcome::Clean)
}

pub(super) fn rules(global: &GlobalArgs, terminal: &Terminal) -> Result<Outcome, Error> {
    let settings = settings(global)?;
    let paint = Paint(terminal.out.color);
    let widest = settings.rules.ids().into_iter().map(str::len).max().unwrap_or_default();
    let mut output = Output::new();
    let (mut total, mut opt_in) = (0, 0);
    for Listed { rule, about, .. } in settings.rules.iter() {
        total += 1;
        opt_in += usize::from(!rule.default);
        let severity = format!("{:7}", rule.severity.as_str());
        let severity = paint.severity(rule.severity, &severity);
        let off = if rule.default { "" } else { " (opt-in)" };
        output.write(&format!("{:widest$}  {severity}  {}{off}\n", rule.id, flat(&about.summary)))?;
    }
    output.flush()?;
    Terminal::say(&format!("copydesk: {}, {opt_in} of them opt-in\n", count(total, "rule")));
    Ok(Outcome::Clean)
}

/// Colours, where they are wanted.
struct Paint(bool);

impl Paint {
    fn with(&self, style: Ansi, text: &str) -> String {
        if self.0 { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.with(Ansi::new().bold(), text)
    }

    fn color(&self, color: AnsiColor, text: &str) -> String {
        self.with(color.on_default().bold(), text)
    }

    fn severity(&self, severity: Severity, text: &str) -> String {
        let color = match severity {
            Severity::Error => AnsiColor::BrightRed,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::BrightGreen,
        };
        self.color(color, text)
    }
}

/// The page of a rule.
fn page(rule: &Rule, about: &About, paint: &Paint, width: usize) -> String {
    let severity = paint.severity(rule.severity, rule.severity.as_str());
    let mut page = format!("{severity}[{}]: {}\n\n", paint.bold(&rule.id), flat(&about.summary));
    page.push_str(&wrapped(&visible(&about.why), width));
    page.push_str(&format!("\n{}\n", paint.bold("Found")));
    for example in &about.invalid {
        page.push_str(&invalid(example, paint));
    }
    page.push_str(&format!("\n{}\n", paint.bold("Left alone")));
    for example in &about.valid {
        page.push_str(&format!("    {}\n", flat(&example.text)));
    }
    let default = if rule.default { "on" } else { "off; switch it on in [rules]" };
    let facts = [
        ("Kind", rule.kind().to_owned()),
        ("Language", rule.language.clone()),
        ("MQM", about.mqm.clone()),
        ("Default", default.to_owned()),
        ("Sources", about.sources.join(", ")),
    ];
    page.push('\n');
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        page.push_str(&format!("{} {fact}\n", paint.bold(&format!("{name:9}"))));
    }
    page.push_str(&format!("\nTo silence it:\n\n    [rules]\n    \"{}\" = \"off\"\n", rule.id));
    page
}

/// An example with what is found in it underlined, or in colour, and its repair below.
fn invalid(example: &Example, paint: &Paint) -> String {
    let (mut marked, mut line, mut at) = (String::new(), String::new(), 0);
    for expected in &example.expected {
        let range = expected.span().range();
        let (before, found) = (flat(&example.text[at..range.start]), flat(&example.text[range.clone()]));
        line.push_str(&" ".repeat(before.chars().count()));
        line.push_str(&"^".repeat(found.chars().count().max(1)));
        marked.push_str(&before);
        marked.push_str(&paint.color(AnsiColor::BrightRed, &found));
        at = range.end;
    }
    marked.push_str(&flat(&example.text[at..]));
    let mut text = format!("    {marked}\n    {}\n", paint.color(AnsiColor::BrightRed, &line));
    if let Some(fixed) = &example.fixed {
        text.push_str(&format!("    {}\n", paint.color(AnsiColor::BrightGreen, &flat(fixed))));
    }
    text
}

/// Text on one line, with its line breaks shown.
fn flat(text: &str) -> String {
    visible(text).replace('\n', "↵")
}

/// A paragraph in lines of at most `width` columns.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if lines[last].is_empty() {
            lines[last].push_str(word);
        } else if lines[last].chars().count() + 1 + word.chars().count() <= width {
            lines[last] = format!("{} {word}", lines[last]);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n") + "\n"
}
