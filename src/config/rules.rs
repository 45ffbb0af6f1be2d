//! The rules that a run uses: the built-in ones, those of folders, those of single files.

use std::fs;
use std::path::{Path, PathBuf};

use copydesk_core::rule::RuleSet;
use copydesk_core::source::Source;

use crate::error::{Error, FaultyFile};

/// The built-in rules with those of a folder.
pub(super) fn with_folder(rules: RuleSet, folder: &Path) -> Result<RuleSet, Error> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    let named = |path: PathBuf| {
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        (path, name)
    };
    with_rules(rules, &paths.into_iter().map(named).collect::<Vec<_>>())
}

/// The rules with that of one file, and with the word lists and the inflection that stand in its folder of rules.
pub(super) fn with_file(rules: RuleSet, path: &Path) -> Result<RuleSet, Error> {
    let (root, name) = rule_of_file(path)?;
    let mut files = Vec::new();
    if let Some((language, _)) = name.split_once('/') {
        let mut lists = Vec::new();
        let folder = root.join(language);
        if folder.join("lists").is_dir() {
            collect(&folder.join("lists"), &mut lists)?;
        }
        lists.extend(Some(folder.join("inflection.toml")).filter(|path| path.is_file()));
        lists.sort();
        files.extend(lists.into_iter().map(|path| {
            let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            (path, name)
        }));
    }
    files.push((path.to_owned(), name));
    with_rules(rules, &files)
}

/// The folder of rules that a rule file stands in, and its path below: `en/style/percent.toml`. A file that stands in
/// no folder of a language and a category is taken for `en/house/<name>.toml`.
pub(crate) fn rule_of_file(path: &Path) -> Result<(PathBuf, String), Error> {
    let full = path.canonicalize().map_err(|error| Error::io(path, &error))?;
    let is_language = |name: &str| name == "any" || name.len() == 2 && name.bytes().all(|b| b.is_ascii_lowercase());
    let ancestors = full.ancestors().skip(2).take(4);
    let mut language =
        ancestors.filter(|folder| folder.file_name().is_some_and(|name| is_language(&name.to_string_lossy())));
    let root = language.next().and_then(Path::parent);
    let name = root.and_then(|root| full.strip_prefix(root).ok()).map(|name| name.to_string_lossy().replace('\\', "/"));
    let alone = || {
        let name = full.file_name().unwrap_or_default().to_string_lossy();
        (full.parent().unwrap_or(Path::new(".")).to_owned(), format!("en/house/{name}"))
    };
    Ok(root.map(Path::to_owned).zip(name).unwrap_or_else(alone))
}

/// The rules with those of files, each with its path below the folder of rules.
fn with_rules(rules: RuleSet, paths: &[(PathBuf, String)]) -> Result<RuleSet, Error> {
    let mut files = Vec::new();
    for (path, name) in paths {
        let bytes = fs::read(path).map_err(|error| Error::io(path, &error))?;
        files.push((name.clone(), Source::decode(bytes, None).map_err(|error| Error::file(path, error))?));
    }
    rules.with_files(&files).map_err(|faulty| {
        let faulty = faulty.into_iter().map(|file| FaultyFile {
            path: paths[file.number].0.clone(),
            source: files[file.number].1.clone(),
            problems: file.problems,
        });
        Error::Files(faulty.collect())
    })
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(|error| Error::io(folder, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| Error::io(folder, &error))?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    Ok(())
}
