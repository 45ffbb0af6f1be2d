//! Which files to look at.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use copydesk_core::document::Format;
use ignore::WalkBuilder;

use crate::error::Error;
use crate::package::PackageKind;

/// The file in which patterns for files to leave out may stand, besides `.gitignore` and `.ignore`.
const IGNORE_FILE: &str = ".copydeskignore";

/// One file to look at.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    /// Whether the user named it, in which case nothing excludes it.
    pub(crate) named: bool,
}

/// What a walk passed over, to be told at its end.
#[derive(Debug, Default)]
pub(crate) struct PassedOver {
    /// How many files with each extension are of no format that is read.
    pub(crate) extensions: BTreeMap<String, usize>,
}

/// The files that `paths` mean, in the order of `paths` and by name within a folder: files as they are, folders with
/// all files in them whose extension is that of a format and that no ignore file excludes.
pub(crate) fn files(paths: &[PathBuf], passed: &mut PassedOver) -> Vec<Result<Found, Error>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            folder(path, passed, &mut found);
        } else {
            match path.symlink_metadata().and_then(|_| path.metadata()) {
                Ok(_) => found.push(Ok(Found { path: path.clone(), named: true })),
                Err(error) => found.push(Err(Error::io(path, &error))),
            }
        }
    }
    found
}

fn folder(root: &Path, passed: &mut PassedOver, found: &mut Vec<Result<Found, Error>>) {
    let walk = WalkBuilder::new(root)
        .require_git(false)
        .add_custom_ignore_filename(IGNORE_FILE)
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let extension = entry.path().extension().unwrap_or_default().to_string_lossy().to_lowercase();
                if Format::by_extension(&extension).is_some() || PackageKind::by_extension(&extension).is_some() {
                    found.push(Ok(Found { path: entry.into_path(), named: false }));
                } else {
                    *passed.extensions.entry(extension).or_default() += 1;
                }
            }
            Ok(_) => {}
            Err(error) => found.push(Err(Error::Message(error.to_string()))),
        }
    }
}
