//! `copydesk fix`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use copydesk_core::diagnostic::{Applicability, Diagnostic};
use copydesk_core::document::{Document, Reading};
use copydesk_core::repair::{Declined, Repaired, repair};
use copydesk_core::rule::Level;
use copydesk_core::source::Source;
use similar::TextDiff;

use super::Outcome;
use super::args::{FixArgs, GlobalArgs};
use super::input::{Content, Input, Readable, inputs};
use super::output::{Output, Terminal, count};
use crate::error::Error;
use crate::pipeline::{ordered, processors};
use crate::store;
use crate::visible::visible;

/// One file, repaired.
struct Fixed {
    input: Input,
    texts: Vec<FixedText>,
    /// The bytes of the file after all repairs, where they are others than before.
    bytes: Option<Vec<u8>>,
    /// The bytes as they were, of the standard input only.
    stdin: Option<Vec<u8>>,
}

/// One text of a file, repaired.
struct FixedText {
    part: Option<String>,
    before: Document,
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
    let (content, reading) = input.read()?;
    let settings = input.settings.clone();
    let levels = settings.levels(&input.path);
    let counts = |diagnostic: &Diagnostic| levels.of(&diagnostic.rule) != Some(Level::Off);
    let mut texts = Vec::new();
    for Readable { part, source, format } in content.clone().into_texts(&input.path, &reading) {
        let read_as = Reading { format, fields: &reading.fields };
        let before = Document::parse(source.clone(), read_as);
        let mut repaired = repair(source, read_as, &settings.language, &settings.rules, least, counts);
        levels.apply(&mut repaired.remaining);
        texts.push(FixedText { part, before, repaired });
    }
    let old = content.bytes(&input.path)?;
    let bytes =
        if texts.iter().any(FixedText::changed) { Some(content.with_texts(&input.path, &texts)?) } else { None };
    if let Some(new) = &bytes
        && !only_show
        && !input.is_stdin()
    {
        let root = settings.root.clone().unwrap_or_else(|| Path::new(".").to_owned());
        store::replace(&input.path, &root, &old, new)?;
    }
    let stdin = input.is_stdin().then(|| old.into_owned());
    Ok(Fixed { input, texts, bytes, stdin })
}

impl Content {
    /// The bytes of the file.
    fn bytes(&self, path: &Path) -> Result<Cow<'_, [u8]>, Error> {
        match self {
            Self::Text(source) => source.encode().map_err(|missing| unwritable(path, missing)),
            Self::Package(package) => Ok(Cow::Borrowed(package.bytes())),
        }
    }

    /// The bytes of the file with its texts as they were repaired.
    fn with_texts(&self, path: &Path, texts: &[FixedText]) -> Result<Vec<u8>, Error> {
        match self {
            Self::Text(_) => {
                let Some(text) = texts.first() else { return Ok(Vec::new()) };
                text.after().encode().map(Cow::into_owned).map_err(|missing| unwritable(path, missing))
            }
            Self::Package(package) => {
                let changed = texts.iter().filter(|text| text.changed());
                let named: Vec<_> = changed.filter_map(|text| Some((text.part.as_deref()?, text.after()))).collect();
                package.with_texts(&named).map_err(|error| Error::file(path, error))
            }
        }
    }
}

fn unwritable(path: &Path, missing: char) -> Error {
    Error::file(path, format!("a repair needs `{missing}`, which the encoding of the file lacks; nothing was changed"))
}

impl FixedText {
    fn after(&self) -> &Source {
        self.repaired.document.source()
    }

    fn changed(&self) -> bool {
        self.before.source().text() != self.after().text()
    }
}

impl Fixed {
    /// Whether something at or above the failing level is left.
    fn fails(&self) -> bool {
        let mut remaining = self.texts.iter().flat_map(|text| &text.repaired.remaining);
        remaining.any(|diagnostic| diagnostic.severity >= self.input.settings.fail_on)
    }

    fn tell(&self, diff: bool, output: &mut Output, terminal: &Terminal) -> Result<(), Error> {
        for (diagnostic, why) in self.texts.iter().flat_map(|text| &text.repaired.declined) {
            Terminal::say(&format!("copydesk: {}: {}\n", visible(&self.input.name()), declined(diagnostic, *why)));
        }
        if diff {
            self.texts.iter().try_for_each(|text| output.write(&self.diff(text, terminal.out.color)))
        } else if let Some(before) = &self.stdin {
            output.write_bytes(self.bytes.as_ref().unwrap_or(before))
        } else {
            Ok(())
        }
    }

    /// The change of a text as a unified diff; empty where there is none.
    fn diff(&self, text: &FixedText, color: bool) -> String {
        let mut name = self.input.name();
        let (before, after) = match &text.part {
            // The markup of a package is for machines.
            Some(part) => {
                name = format!("{name}/{part}");
                (text.before.as_read(Vec::new()).0, text.repaired.document.as_read(Vec::new()).0)
            }
            None => (text.before.source().clone(), text.after().clone()),
        };
        let diff = TextDiff::from_lines(before.text(), after.text());
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
        self.changed += usize::from(fixed.bytes.is_some());
        for text in &fixed.texts {
            self.remaining += text.repaired.remaining.len();
            for diagnostic in &text.repaired.repaired {
                *self.repaired.entry(diagnostic.rule.to_string()).or_default() += 1;
            }
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
