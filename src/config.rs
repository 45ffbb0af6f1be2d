//! Settings: `copydesk.toml` or `.copydesk.toml`, the nearest one upwards from the file that is linted.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk_core::diagnostic::{Applicability, Diagnostic, FixClass, Severity, Suggestion};
use copydesk_core::rule::{RuleSet, toml_problem};
use copydesk_core::source::Source;
use copydesk_core::span::Span;
use globset::{Glob, GlobMatcher};
use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, FaultyFile};
use crate::filter::{Level, Levels, covers};

/// The names of a configuration file, the first that is there holds.
const NAMES: [&str; 2] = ["copydesk.toml", ".copydesk.toml"];
/// What diagnostics about configuration files are filed under.
const INVALID_CONFIG: &str = "invalid-config";

/// A configuration file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ConfigFile {
    /// The least severity that makes `check` fail.
    fail_on: Option<Severity>,
    /// The language of the texts.
    language: Option<String>,
    /// Levels of rules by id or category.
    #[serde(default)]
    rules: BTreeMap<Spanned<String>, Level>,
    #[serde(default)]
    paths: PathsTable,
    /// Settings for the files that a glob matches.
    #[serde(default)]
    files: BTreeMap<Spanned<String>, FilesTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PathsTable {
    /// Folders with rules of one's own, relative to the configuration file.
    #[serde(default)]
    rules: Vec<Spanned<String>>,
    /// Globs of files that are not checked unless they are named.
    #[serde(default)]
    exclude: Vec<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FilesTable {
    #[serde(default)]
    rules: BTreeMap<Spanned<String>, Level>,
}

/// Settings, ready to use, with the rules that hold under them.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The folder of the configuration file; paths in globs are relative to it.
    pub(crate) root: Option<PathBuf>,
    pub(crate) fail_on: Severity,
    pub(crate) language: String,
    pub(crate) rules: RuleSet,
    levels: Levels,
    exclude: Vec<GlobMatcher>,
    /// In alphabetical order of the globs; of two that match, the later one holds.
    files: Vec<(GlobMatcher, Levels)>,
    /// Rules that run only because the settings of some files switch them on.
    only_in_files: Vec<String>,
}

/// What the command line says about settings; it goes before configuration files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    /// The configuration file to use for all files.
    pub(crate) config: Option<PathBuf>,
    /// Use no configuration file.
    pub(crate) isolated: bool,
    pub(crate) fail_on: Option<Severity>,
    pub(crate) language: Option<String>,
    /// Run only these ids and categories; `ALL` means every rule, those that are opt-in included.
    pub(crate) select: Vec<String>,
    /// Do not run these ids and categories.
    pub(crate) ignore: Vec<String>,
}

impl Settings {
    /// The levels of rules in a file.
    pub(crate) fn levels(&self, path: &Path) -> Levels {
        let path = self.relative(path);
        let mut levels = self.levels.clone();
        for (_, more) in self.files.iter().filter(|(glob, _)| glob.is_match(&path)) {
            levels.0.retain(|(name, _)| !more.0.iter().any(|(other, _)| covers(other, name)));
            levels.0.extend(more.0.iter().cloned());
        }
        for id in &self.only_in_files {
            if levels.of(id).is_none() {
                levels.0.push((id.clone(), Level::Off));
            }
        }
        levels
    }

    /// Whether a file is left out unless it is named.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        let path = self.relative(path);
        self.exclude.iter().any(|glob| glob.is_match(&path))
    }

    fn relative(&self, path: &Path) -> PathBuf {
        let full = match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => {
                let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                folder.canonicalize().map_or_else(|_| path.to_owned(), |folder| folder.join(name))
            }
            _ => path.to_owned(),
        };
        self.root.as_deref().and_then(|root| full.strip_prefix(root).ok()).map_or(full.clone(), Path::to_owned)
    }
}

/// Finds and keeps the settings of files.
#[derive(Debug)]
pub(crate) struct Configs {
    overrides: Overrides,
    by_folder: HashMap<PathBuf, Arc<Settings>>,
    by_file: HashMap<Option<PathBuf>, Arc<Settings>>,
}

impl Configs {
    pub(crate) fn new(overrides: Overrides) -> Self {
        Self { overrides, by_folder: HashMap::new(), by_file: HashMap::new() }
    }

    /// The settings for the file `path`.
    ///
    /// # Errors
    /// As [`Configs::of_folder`].
    pub(crate) fn of_file(&mut self, path: &Path) -> Result<Arc<Settings>, Error> {
        match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => self.of_folder(folder),
            _ => self.of_folder(Path::new(".")),
        }
    }

    /// The settings for a file in `folder`.
    ///
    /// # Errors
    /// Where the configuration file, or a rule that it names, has a fault.
    pub(crate) fn of_folder(&mut self, folder: &Path) -> Result<Arc<Settings>, Error> {
        // A folder that is not there can still have settings: those of the folders above its name.
        let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder));
        let folder = folder.map_err(|error| Error::Message(format!("cannot tell which folder this is: {error}")))?;
        if let Some(settings) = self.by_folder.get(&folder) {
            return Ok(settings.clone());
        }
        let file = match &self.overrides {
            Overrides { isolated: true, .. } => None,
            Overrides { config: Some(path), .. } => {
                Some(std::path::absolute(path).map_err(|error| Error::io(path, &error))?)
            }
            _ => folder.ancestors().flat_map(|up| NAMES.map(|name| up.join(name))).find(|path| path.is_file()),
        };
        let settings = if let Some(settings) = self.by_file.get(&file) {
            settings.clone()
        } else {
            let loaded = Arc::new(load(file.as_deref(), &self.overrides)?);
            // Settings live as long as the process; taking thousands of strings apart at its end would be a fifth of
            // the time that one article takes.
            std::mem::forget(loaded.clone());
            loaded
        };
        self.by_file.insert(file, settings.clone());
        self.by_folder.insert(folder, settings.clone());
        Ok(settings)
    }
}

fn load(path: Option<&Path>, overrides: &Overrides) -> Result<Settings, Error> {
    let Some(path) = path else { return settle(None, ConfigFile::default(), overrides) };
    let bytes = fs::read(path).map_err(|error| Error::io(path, &error))?;
    let source = Source::decode(bytes).map_err(|error| Error::file(path, error))?;
    let file = toml::from_str(source.text()).map_err(|error| {
        let problems = vec![toml_problem(&source, INVALID_CONFIG, &error)];
        Error::Files(vec![FaultyFile { path: path.to_owned(), source: source.clone(), problems }])
    })?;
    settle(Some((path, source)), file, overrides)
}

/// Checks what a configuration file says and puts the command line before it.
fn settle(origin: Option<(&Path, Source)>, file: ConfigFile, overrides: &Overrides) -> Result<Settings, Error> {
    let root = origin.as_ref().and_then(|(path, _)| path.parent()).map(Path::to_owned);
    let mut rules = copydesk_builtin::rules();
    for folder in &file.paths.rules {
        let path = root.clone().unwrap_or_default().join(folder.get_ref());
        rules = with_folder(rules, &path)?;
    }
    let mut problems = Problems { ids: rules.ids().into_iter().map(str::to_owned).collect(), found: Vec::new() };
    let levels = problems.levels(file.rules);
    let exclude = file.paths.exclude.iter().filter_map(|glob| problems.glob(glob)).collect();
    let files = file
        .files
        .into_iter()
        .filter_map(|(glob, table)| Some((problems.glob(&glob)?, problems.levels(table.rules))))
        .collect::<Vec<_>>();
    if let Some((path, source)) = origin
        && !problems.found.is_empty()
    {
        let found = problems.found;
        return Err(Error::Files(vec![FaultyFile { path: path.to_owned(), source, problems: found }]));
    }
    let language = overrides.language.clone().or(file.language).unwrap_or_else(|| "en".to_owned());
    if !rules.languages().any(|known| known == language) {
        let known = rules.languages().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        return Err(Error::Message(format!("there are no rules for the language `{language}`, only for {known}")));
    }
    let mut settings = Settings {
        root,
        fail_on: overrides.fail_on.or(file.fail_on).unwrap_or(Severity::Warning),
        language,
        rules,
        levels,
        exclude,
        files,
        only_in_files: Vec::new(),
    };
    settings.choose(overrides, &problems.ids)?;
    Ok(settings)
}

impl Settings {
    /// Switches rules on and off: what runs somewhere must run; what is off in some files is left out there later.
    fn choose(&mut self, overrides: &Overrides, ids: &[String]) -> Result<(), Error> {
        for name in overrides.select.iter().chain(&overrides.ignore) {
            if name != "ALL" && !ids.iter().any(|id| covers(name, id)) {
                let near = nearest(name, ids).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                return Err(Error::Message(format!("there is no rule or category `{name}`{near}")));
            }
        }
        if !overrides.select.is_empty() {
            // The command line goes first: what it selects runs, whatever the files say.
            self.levels.switch_on();
            self.files.iter_mut().for_each(|(_, levels)| levels.switch_on());
        }
        let named = |names: &[String], id: &str| names.iter().any(|name| name == "ALL" || covers(name, id));
        let on = |levels: &Levels, id: &str| levels.of(id).map(|level| level != Level::Off);
        let by_default: Vec<String> = self.rules.on_by_default().into_iter().map(str::to_owned).collect();
        let mut only_in_files = Vec::new();
        for id in ids {
            let everywhere = on(&self.levels, id).unwrap_or_else(|| by_default.binary_search(id).is_ok());
            if overrides.select.is_empty()
                && !everywhere
                && self.files.iter().any(|(_, levels)| on(levels, id) == Some(true))
            {
                only_in_files.push(id.clone());
            }
        }
        self.rules.enable(|id| {
            if named(&overrides.ignore, id) {
                Some(false)
            } else if !overrides.select.is_empty() {
                Some(named(&overrides.select, id))
            } else if only_in_files.iter().any(|only| only == id) {
                Some(true)
            } else {
                on(&self.levels, id)
            }
        });
        self.only_in_files = only_in_files;
        Ok(())
    }
}

/// The built-in rules with those of a folder.
fn with_folder(rules: RuleSet, folder: &Path) -> Result<RuleSet, Error> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in &paths {
        let bytes = fs::read(path).map_err(|error| Error::io(path, &error))?;
        let source = Source::decode(bytes).map_err(|error| Error::file(path, error))?;
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        files.push((name, source));
    }
    rules.with_files(&files).map_err(|faulty| {
        let faulty = faulty.into_iter().map(|file| FaultyFile {
            path: paths[file.number].clone(),
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

/// Collects what is wrong with a configuration file.
struct Problems {
    ids: Vec<String>,
    found: Vec<Diagnostic>,
}

impl Problems {
    fn levels(&mut self, written: BTreeMap<Spanned<String>, Level>) -> Levels {
        let mut levels = Vec::new();
        for (name, level) in written {
            if !self.ids.iter().any(|id| covers(name.get_ref(), id)) {
                self.unknown_rule(&name);
            }
            levels.push((name.into_inner(), level));
        }
        Levels(levels)
    }

    fn unknown_rule(&mut self, name: &Spanned<String>) {
        let problem = self.problem(name, format!("there is no rule or category `{}`", name.get_ref()));
        let Some(near) = nearest(name.get_ref(), &self.ids) else { return };
        let (text, message) = (format!("\"{near}\""), format!("did you mean `{near}`?"));
        let suggestion =
            Suggestion::replace(self.found[problem].span, text, message, Applicability::Display, FixClass::Free);
        self.found[problem].suggestions.push(suggestion);
    }

    fn glob(&mut self, written: &Spanned<String>) -> Option<GlobMatcher> {
        match Glob::new(written.get_ref()) {
            Ok(glob) => Some(glob.compile_matcher()),
            Err(error) => {
                self.problem(written, format!("this is no glob: {}", error.kind()));
                None
            }
        }
    }

    /// Adds a problem and tells its number.
    fn problem(&mut self, at: &Spanned<String>, message: String) -> usize {
        // A configuration file is a source, which is at most 4 GiB long.
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(byte(at.span().start), byte(at.span().end));
        self.found.push(Diagnostic::new(INVALID_CONFIG.into(), Severity::Error, span, message));
        self.found.len() - 1
    }
}

/// The id or category that is most like `name`.
pub(crate) fn nearest<'a>(name: &str, ids: &'a [String]) -> Option<&'a str> {
    let categories = ids.iter().filter_map(|id| id.split_once('/')).map(|(category, _)| category);
    copydesk_core::rule::nearest(name, ids.iter().map(String::as_str).chain(categories))
}
