//! What can go wrong outside the text: the one error type of the command line.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use copydesk_core::diagnostic::Diagnostic;
use copydesk_core::source::Source;

use crate::visible::visible_name;

/// Why a command, or a part of its work, could not be done.
#[derive(Debug)]
pub(crate) enum Error {
    /// Something that one sentence says.
    Message(String),
    /// Rule files or configuration files with faults.
    Files(Vec<FaultyFile>),
    /// Nobody reads the output any more.
    ClosedPipe,
}

/// A rule file or a configuration file, and what is wrong with it.
#[derive(Debug)]
pub(crate) struct FaultyFile {
    pub(crate) path: PathBuf,
    pub(crate) source: Source,
    pub(crate) problems: Vec<Diagnostic>,
}

impl Error {
    /// A sentence about a file.
    pub(crate) fn file(path: &Path, problem: impl fmt::Display) -> Self {
        Self::Message(format!("{}: {problem}", visible_name(&path.display().to_string())))
    }

    /// What happened while reading or writing `path`, in the words that people use for it.
    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
        let problem = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            _ => error.to_string(),
        };
        Self::file(path, problem)
    }

    /// An error while writing to the standard output.
    pub(crate) fn output(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Message(format!("cannot write the output: {error}")),
        }
    }
}
