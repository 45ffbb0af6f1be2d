//! `copydesk fix`.

use std::collections::BTreeMap;
use std::path::Path;

use copydesk_core::diagnostic::{Applicability, Diagnostic};
use copydesk_core::repair::{Declined, Repaired, repair};
use copydesk_core::rule::Level;
use similar::TextDiff;

use super::Outcome;
use super::args::{FixArgs, GlobalArgs};
use super::input::{Input, inputs};
use super::output::{Output, Terminal, count};
use crate::error::Error;
use crate::pipeline::{ordered, processors};
use crate::store;
use crate::visible::visible;

/// One text, repaired.
struct Fixed {
    input: Input,
    before: String,
    repaired: Repaired,
}

/// What happened over all files.
#[derive(Default)]
struct Tally {
    files: usize,
    changed: usize,
    failed: usize,
    remaining: usize,
    repaired: BTreeMap<String, usize>,
}

pub(super) fn run(global: &GlobalArgs, args: &FixArgs, terminal: &Terminal) -> Result<Outcome, Error> {
    let inputs = inputs(global, &args.paths, args.stdin_filename.as_deref());
    let least = if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let mut output = Output::new();
    let (mut tally, mut fails) = (Tally::default(), false);
    let threads = processors().min(inputs.len());
    ordered(
        inputs.into_iter(),
        threads,
        |input| input.and_then(|input| fix(input, least, args.diff)),
        |fixed, _| {
            match fixed {
                Ok(fixed) => {
                    fails |= fixed.fails();
                    fixed.tell(args.diff, &mut output, terminal)?;
                    tally.count(&fixed);
                }
                Err(error) => {
                    tally.failed += 1;
                    terminal.complain(&error);
                }
            }
            output.flush()
        },
    )?;
    Terminal::say(&tally.summary(args.diff));
    Ok(match () {
        () if tally.failed > 0 => Outcome::Trouble,
        () if args.diff && tally.changed > 0 => Outcome::Findings,
        () if !args.diff && fails => Outcome::Findings,
        () => Outcome::Clean,
    })
}

/// Repairs one text and, where it stands in a file, writes it back.
fn fix(input: Input, least: Applicability, only_show: bool) -> Result<Fixed, Error> {
    let source = input.read()?;
    let before = source.text().to_owned();
    let settings = &input.settings;
    let levels = settings.levels(&input.path);
    let counts = |diagnostic: &Diagnostic| levels.of(&diagnostic.rule) != Some(Level::Off);
    let mut repaired = repair(source, input.format(), &settings.language, &settings.rules, least, counts);
    levels.apply(&mut repaired.remaining);
    let fixed = Fixed { input, before, repaired };
    if fixed.changed() && !only_show && !fixed.input.is_stdin() {
        let root = fixed.input.settings.root.clone().unwrap_or_else(|| Path::new(".").to_owned());
        store::replace(&fixed.input.path, &root, &fixed.before, fixed.after())?;
    }
    Ok(fixed)
}

impl Fixed {
    fn after(&self) -> &str {
        self.repaired.document.source().text()
    }

    fn changed(&self) -> bool {
        self.before != self.after()
    }

    /// Whether something at or above the failing level is left.
    fn fails(&self) -> bool {
        self.repaired.remaining.iter().any(|diagnostic| diagnostic.severity >= self.input.settings.fail_on)
    }

    fn tell(&self, diff: bool, output: &mut Output, terminal: &Terminal) -> Result<(), Error> {
        for (diagnostic, why) in &self.repaired.declined {
            Terminal::say(&format!("copydesk: {}: {}\n", visible(&self.input.name()), declined(diagnostic, *why)));
        }
        if diff {
            output.write(&self.diff(terminal.out.color))
        } else if self.input.is_stdin() {
            output.write(self.after())
        } else {
            Ok(())
        }
    }

    /// The change as a unified diff; empty where there is none.
    fn diff(&self, color: bool) -> String {
        let name = self.input.name();
        let diff = TextDiff::from_lines(self.before.as_str(), self.after());
        let text = diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string();
        if !color {
            return text;
        }
        let paint = |line: &str| match line.as_bytes().first() {
            Some(b'+') => format!("\u{1b}[32m{}\u{1b}[0m\n", visible(line)),
            Some(b'-') => format!("\u{1b}[31m{}\u{1b}[0m\n", visible(line)),
            Some(b'@') => format!("\u{1b}[36m{}\u{1b}[0m\n", visible(line)),
            _ => format!("{}\n", visible(line)),
        };
        text.lines().map(paint).collect()
    }
}

fn declined(diagnostic: &Diagnostic, why: Declined) -> String {
    let why = match why {
        Declined::BrokenPromise => "its repair would change more than its class allows; please report this rule",
        Declined::NewFinding => "its repair would bring a new finding",
        Declined::TooManyRounds => "the text was still changing after many rounds",
    };
    format!("not repaired: {} ({}): {why}", visible(&diagnostic.message), diagnostic.rule)
}

impl Tally {
    fn count(&mut self, fixed: &Fixed) {
        self.files += 1;
        self.changed += usize::from(fixed.changed());
        self.remaining += fixed.repaired.remaining.len();
        for diagnostic in &fixed.repaired.repaired {
            *self.repaired.entry(diagnostic.rule.to_string()).or_default() += 1;
        }
    }

    fn summary(&self, only_shown: bool) -> String {
        let total: usize = self.repaired.values().sum();
        let did = if only_shown { "would repair" } else { "repaired" };
        let mut text = format!(
            "copydesk: {did} {} in {} of {}; {} left\n",
            count(total, "finding"),
            self.changed,
            count(self.files, "file"),
            count(self.remaining, "finding"),
        );
        for (rule, number) in &self.repaired {
            text.push_str(&format!("  {number:>4}  {rule}\n"));
        }
        text
    }
}
