//! A folder to try the program in, and what it said there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// A text with nothing to find in it.
pub(crate) const CLEAN: &str = "The boats left the harbour at noon.\n";
/// A text with a doubled stop at bytes 14 to 17, line 1, column 15, whose repair is safe.
pub(crate) const STOPS: &str = "The boats left. . Nobody waved.\n";
/// [`STOPS`], repaired.
pub(crate) const ONE_STOP: &str = "The boats left. Nobody waved.\n";
/// A text with a doubled word at bytes 12 to 19, line 1, column 13, whose repair is safe.
pub(crate) const TWICE: &str = "They met in the the harbour.\n";
/// [`TWICE`], repaired.
pub(crate) const ONCE: &str = "They met in the harbour.\n";
/// A text with a quotation that is never closed, at byte 0, whose repair is unsafe.
pub(crate) const OPEN: &str = "“We shall stay until the last boat has gone, she said.\n";
/// [`OPEN`], repaired.
pub(crate) const CLOSED: &str = "“We shall stay until the last boat has gone, she said.”\n";

/// What `--format concise` says of [`STOPS`], behind the path.
pub(crate) const STOPS_LINE: &str = ":1:15: error[punctuation/doubled-stop]: two full stops where one is enough\n";
/// What `--format concise` says of [`TWICE`], behind the path.
pub(crate) const TWICE_LINE: &str = ":1:13: error[repetition/doubled-word]: `the` stands twice\n";

/// Variables that change how output looks; a test sets those that it is about.
const OF_THE_TERMINAL: [&str; 7] = ["CI", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "NO_COLOR", "TERM", "COLORTERM"];

/// No command takes longer than this, by far; a test that hangs ends here.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A folder of one's own, in which the program runs.
pub(crate) struct Desk {
    folder: TempDir,
}

/// What a command said and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    /// A folder with these files, by their paths.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let desk = Self { folder: tempfile::Builder::new().prefix("copydesk-test-").tempdir().unwrap() };
        for (name, text) in files {
            desk.write(name, text);
        }
        desk
    }

    /// Writes a file, and the folders that its path names.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Where a file is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The names in the folder, hidden ones included: what a command leaves behind.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs the program with nothing on its standard input.
    #[track_caller]
    pub(crate) fn run(&self, args: &[&str]) -> Said {
        self.run_on("", args)
    }

    /// Runs the program with `input` on its standard input.
    #[track_caller]
    pub(crate) fn run_on(&self, input: impl Into<Vec<u8>>, args: &[&str]) -> Said {
        self.run_in(&[], input, args)
    }

    /// Runs the program with `variables` in its environment.
    #[track_caller]
    pub(crate) fn run_in(&self, variables: &[(&str, &str)], input: impl Into<Vec<u8>>, args: &[&str]) -> Said {
        let mut command = assert_cmd::Command::from_std(self.command(args));
        command.envs(variables.iter().copied()).timeout(PATIENCE).write_stdin(input);
        Said::of(&command.output().unwrap())
    }

    /// Starts the program with pipes on all sides.
    pub(crate) fn start(&self, args: &[&str]) -> std::process::Child {
        self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// The program, knowing nothing of the terminal and the home folder of who runs the tests.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        let nowhere = self.path("no-home");
        command.args(args).current_dir(self.folder.path()).env("HOME", &nowhere).env("XDG_CONFIG_HOME", &nowhere);
        for name in OF_THE_TERMINAL {
            command.env_remove(name);
        }
        command
    }
}

impl Said {
    #[track_caller]
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let status = output.status.code().unwrap_or_else(|| panic!("it did not end by itself: {output:?}"));
        Self { status, out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// The rules of a concise report, in its order.
    pub(crate) fn rules(&self) -> Vec<&str> {
        self.out.lines().map(|line| line.split(['[', ']']).nth(1).unwrap()).collect()
    }
}

/// Compares what a command said, all at once, so that a failure shows everything.
#[track_caller]
pub(crate) fn assert_said(said: &Said, status: i32, out: &str, err: &str) {
    let wanted = Said { status, out: out.to_owned(), err: err.to_owned() };
    assert_eq!(*said, wanted);
}

/// Fails where one of `parts` is not in `text`.
#[track_caller]
pub(crate) fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

/// Where the repository is.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
