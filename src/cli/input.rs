//! The texts that a command works on, each with the settings that hold for it.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk_core::document::Format;
use copydesk_core::source::{Encoding, Source};

use super::args::GlobalArgs;
use super::output::{Terminal, count};
use crate::config::{Configs, FileReading, Settings};
use crate::error::Error;
use crate::package::{Package, PackageKind, Part};
use crate::store;
use crate::visible::visible_name;
use crate::walk::{self, PassedOver};

/// A text to be read.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) path: PathBuf,
    pub(super) settings: Arc<Settings>,
    stdin: bool,
}

/// What an input holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// One text.
    Text(Source),
    /// An archive of texts.
    Package(Package),
}

/// A text of an input, ready to be parsed.
#[derive(Debug)]
pub(super) struct Readable {
    /// The part of a package that it is.
    pub(super) part: Option<String>,
    pub(super) source: Source,
    pub(super) format: &'static Format,
}

impl Content {
    /// Takes bytes as what their name and the settings say.
    pub(super) fn new(bytes: Vec<u8>, path: &Path, reading: &FileReading) -> Result<Self, Error> {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let kind = PackageKind::by_extension(&extension).filter(|_| reading.format.is_none());
        match kind {
            Some(kind) => Package::open(bytes, kind).map(Self::Package).map_err(|error| Error::file(path, error)),
            None => Source::decode(bytes, reading.encoding).map(Self::Text).map_err(|error| Error::file(path, error)),
        }
    }

    /// The texts.
    pub(super) fn into_texts(self, path: &Path, reading: &FileReading) -> Vec<Readable> {
        match self {
            Self::Text(source) => {
                let format = reading.format.unwrap_or_else(|| format_of(path, &source));
                vec![Readable { part: None, source, format }]
            }
            Self::Package(package) => {
                let readable =
                    |part: Part| Readable { part: Some(part.name), source: part.source, format: part.format };
                package.into_parts().into_iter().map(readable).collect()
            }
        }
    }
}

impl Input {
    /// Reads the file or the standard input.
    pub(super) fn read(&self) -> Result<(Content, FileReading), Error> {
        let bytes = if self.stdin { store::read_stdin(&self.path)? } else { store::read(&self.path)? };
        let reading = self.settings.reading(&self.path);
        let content = Content::new(bytes, &self.path, &reading)?;
        if let Content::Text(source) = &content
            && source.encoding() != Encoding::UTF_8
            && reading.encoding.is_none()
        {
            let name = visible_name(&self.name());
            Terminal::say(&format!("copydesk: {name}: read as {}\n", source.encoding().name()));
        }
        Ok((content, reading))
    }

    /// Whether it comes from the standard input.
    pub(super) const fn is_stdin(&self) -> bool {
        self.stdin
    }

    /// How reports call it.
    pub(super) fn name(&self) -> String {
        self.path.display().to_string()
    }
}

/// The format that the name of a file means; where that has no extension, the one that the text looks like.
fn format_of(path: &Path, source: &Source) -> &'static Format {
    match path.extension() {
        Some(extension) => Format::by_extension(&extension.to_string_lossy()).unwrap_or(Format::plain()),
        None => Format::by_content(source.text()),
    }
}

/// The texts that the paths of a command mean, in order; a path or a configuration that cannot be read is an error in
/// its place. Tells on the standard error which files were passed over.
pub(super) fn inputs(global: &GlobalArgs, paths: &[PathBuf], stdin_name: Option<&Path>) -> Vec<Result<Input, Error>> {
    let mut configs = Configs::new(global.overrides());
    let mut passed = PassedOver::default();
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut inputs = Vec::new();
    let mut seen = HashSet::new();
    // Files of data of which no field is named.
    let mut data: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let path = stdin_name.unwrap_or(Path::new("<stdin>")).to_owned();
            let settings = configs.of_file(&path);
            inputs.push(settings.map(|settings| Input { path, settings, stdin: true }));
            continue;
        }
        if path.is_dir()
            && let Err(error) = configs.of_folder(path)
        {
            // Told here, because the folder may hold no text that would bring it up.
            inputs.push(Err(error));
        }
        for found in walk::files(std::slice::from_ref(path), &mut passed) {
            let input = found.and_then(|found| {
                let path = found.path.strip_prefix(".").unwrap_or(&found.path).to_owned();
                let (real, settings) = configs.place(&found.path)?;
                // A file that is named may be a link; a walk passes links over.
                let real = if found.named { real.canonicalize().unwrap_or(real) } else { real };
                if !seen.insert(real) {
                    return Ok(None);
                }
                let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
                let is_data = Format::by_extension(&extension).is_some_and(|format| format.holds_data);
                if is_data && !found.named && settings.reading(&found.path).fields.is_empty() {
                    *data.entry(extension).or_default() += 1;
                    return Ok(None);
                }
                let excluded = !found.named && settings.excludes(&found.path);
                Ok((!excluded).then_some(Input { path, settings, stdin: false }))
            });
            inputs.extend(input.transpose());
        }
    }
    data.into_iter().for_each(|(extension, number)| *passed.extensions.entry(extension).or_default() += number);
    tell_passed_over(&passed);
    configs.all().for_each(Terminal::remark);
    without_repeated_errors(inputs)
}

/// A faulty configuration is an error of every file under it; telling it once is enough.
fn without_repeated_errors(inputs: Vec<Result<Input, Error>>) -> Vec<Result<Input, Error>> {
    let mut told = HashSet::new();
    let is_new =
        |input: &Result<Input, Error>| input.as_ref().err().is_none_or(|error| told.insert(format!("{error:?}")));
    inputs.into_iter().filter(is_new).collect()
}

fn tell_passed_over(passed: &PassedOver) {
    if passed.extensions.is_empty() {
        return;
    }
    let kind = |(extension, number): (&String, &usize)| match extension.as_str() {
        "" => format!("{number} without extension"),
        _ => format!("{number} .{}", visible_name(extension)),
    };
    let kinds = passed.extensions.iter().map(kind).collect::<Vec<_>>().join(", ");
    let files = count(passed.extensions.values().sum(), "file");
    Terminal::say(&format!("copydesk: {files} of other formats not checked ({kinds}); a file that is named is\n"));
}
