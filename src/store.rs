//! Reading files and writing them back so that nothing is ever lost.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Component, Path, PathBuf};

use crate::error::Error;

/// Reads a file.
///
/// # Errors
/// Where it cannot be read.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::io(path, &error))
}

/// Reads the standard input; `name` is what errors call it.
///
/// # Errors
/// Where it cannot be read.
pub(crate) fn read_stdin(name: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::io(name, &error))?;
    Ok(bytes)
}

/// Writes a file that is not there yet, with the folders that its path names.
///
/// # Errors
/// Where it is there already, or cannot be written.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |error: &std::io::Error| Error::io(path, error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    let mut file = File::create_new(path).map_err(|error| failed(&error))?;
    file.write_all(text.as_bytes()).map_err(|error| failed(&error))
}

/// Puts `new` in the place of `old` in the file `path`. The new bytes are written to a file beside it, flushed to the
/// disk, given the same mode, and renamed, so that at every moment the file is either the old or the new one. A
/// symbolic link is followed if its target lies in `root`.
///
/// # Errors
/// Where the file no longer holds `old`, a link leads out of `root`, or writing fails; the file is untouched then.
pub(crate) fn replace(path: &Path, root: &Path, old: &[u8], new: &[u8]) -> Result<(), Error> {
    let target = target(path, root)?;
    let failed = |error: &std::io::Error| Error::io(path, error);
    let folder = target.parent().ok_or_else(|| Error::file(path, "it stands in no folder"))?;
    let mode = fs::metadata(&target).map_err(|error| failed(&error))?.permissions();
    if mode.readonly() {
        return Err(Error::file(path, "the file is read-only; nothing was changed"));
    }
    let mut beside =
        tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder).map_err(|error| failed(&error))?;
    beside.write_all(new).map_err(|error| failed(&error))?;
    beside.as_file().set_permissions(mode).map_err(|error| failed(&error))?;
    beside.as_file().sync_all().map_err(|error| failed(&error))?;
    let now = fs::read(&target).map_err(|error| failed(&error))?;
    if now != old {
        return Err(Error::file(path, "the file changed while it was checked; nothing was changed, run again"));
    }
    beside.persist(&target).map_err(|error| failed(&error.error))?;
    // The rename itself reaches the disk with the folder; not every file system can do that, and none needs it for
    // the file to be whole.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// The file that `path` leads to. A path without links leads where it says; one with links must end in `root`.
fn target(path: &Path, root: &Path) -> Result<PathBuf, Error> {
    let target = path.canonicalize().map_err(|error| Error::io(path, &error))?;
    if plain(path).is_some_and(|plain| plain == target) {
        return Ok(target);
    }
    let root = root.canonicalize().map_err(|error| Error::io(root, &error))?;
    if target.starts_with(&root) {
        Ok(target)
    } else {
        let problem =
            format!("the link leads to {}, outside {}; nothing was changed", target.display(), root.display());
        Err(Error::file(path, problem))
    }
}

/// The absolute path without `.` and `..`, taken by its words alone.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    // The current folder itself may be reached through links; that is the user's own affair.
    let full = if path.is_absolute() { path.to_owned() } else { Path::new(".").canonicalize().ok()?.join(path) };
    for part in full.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    Some(plain)
}
