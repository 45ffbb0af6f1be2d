//! Settings: `copydesk.toml` or `.copydesk.toml`, the nearest one upwards from the file that is linted.

mod file;
mod rules;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk_core::diagnostic::Severity;
use copydesk_core::document::{Field, Format};
use copydesk_core::rule::{Level, Profile, RuleSet, toml_problem, without_region};
use copydesk_core::source::{Encoding, Source};
use globset::GlobMatcher;

use self::file::{ConfigFile, INVALID_CONFIG, Problems};
use self::rules::{with_file, with_folder};
use crate::error::{Error, FaultyFile};
use crate::filter::{Levels, covers};

pub(crate) use rules::rule_of_file;

/// The names of a configuration file, the first that is there holds.
const NAMES: [&str; 2] = ["copydesk.toml", ".copydesk.toml"];

/// Settings, ready to use, with the rules that hold under them.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The folder of the configuration file; paths in globs are relative to it.
    pub(crate) root: Option<PathBuf>,
    pub(crate) fail_on: Severity,
    pub(crate) language: String,
    pub(crate) rules: RuleSet,
    /// What the settings themselves want to be told, such as that a rule has another name now.
    pub(crate) remarks: Vec<String>,
    levels: Levels,
    exclude: Vec<GlobMatcher>,
    /// In alphabetical order of the globs; of two that match, the later one holds.
    files: Vec<(GlobMatcher, Levels)>,
    /// How files are read, in the same order; what the command line says comes last.
    readings: Vec<(Option<GlobMatcher>, FileReading)>,
    /// Rules that run only because the settings of some files switch them on.
    only_in_files: Vec<String>,
}

/// How a file is read, as far as settings say it.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileReading {
    pub(crate) format: Option<&'static Format>,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) fields: Vec<Field>,
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
    pub(crate) profile: Option<Profile>,
    /// How all files are read.
    pub(crate) reading: FileReading,
    /// Files with a rule each that are added to the rules.
    pub(crate) rule_files: Vec<PathBuf>,
    /// Run only these ids and categories; `ALL` means every rule, those that are opt-in included.
    pub(crate) select: Vec<String>,
    /// Do not run these ids and categories.
    pub(crate) ignore: Vec<String>,
}

impl Settings {
    /// The levels of rules in a file.
    pub(crate) fn levels(&self, path: &Path) -> Levels {
        let mut levels = self.levels.clone();
        if self.files.is_empty() {
            return levels;
        }
        let path = self.relative(path);
        for (_, more) in self.files.iter().filter(|(glob, _)| glob.is_match(&path)) {
            levels.given.retain(|(name, _)| !more.given.iter().any(|(other, _)| covers(other, name)));
            levels.given.extend(more.given.iter().cloned());
        }
        for id in &self.only_in_files {
            if levels.of(id).is_none() {
                levels.given.push((id.clone(), Level::Off));
            }
        }
        levels
    }

    /// How a file is to be read.
    pub(crate) fn reading(&self, path: &Path) -> FileReading {
        let mut reading = FileReading::default();
        let path = if self.readings.len() > 1 { self.relative(path) } else { path.to_owned() };
        let holds = |glob: &Option<GlobMatcher>| glob.as_ref().is_none_or(|glob| glob.is_match(&path));
        for (_, more) in self.readings.iter().filter(|(glob, _)| holds(glob)) {
            reading.format = more.format.or(reading.format);
            reading.encoding = more.encoding.or(reading.encoding);
            if !more.fields.is_empty() {
                reading.fields.clone_from(&more.fields);
            }
        }
        reading
    }

    /// Whether a file is left out unless it is named.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        !self.exclude.is_empty() && {
            let path = self.relative(path);
            self.exclude.iter().any(|glob| glob.is_match(&path))
        }
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
    /// By folder as it is named: its real path, and its settings.
    by_name: HashMap<PathBuf, (PathBuf, Arc<Settings>)>,
    by_folder: HashMap<PathBuf, Arc<Settings>>,
    by_file: BTreeMap<Option<PathBuf>, Arc<Settings>>,
}

impl Configs {
    pub(crate) fn new(overrides: Overrides) -> Self {
        Self { overrides, by_name: HashMap::new(), by_folder: HashMap::new(), by_file: BTreeMap::new() }
    }

    /// All settings that were found so far.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Settings> {
        self.by_file.values().map(|settings| &**settings)
    }

    /// The settings for the file `path`.
    ///
    /// # Errors
    /// As [`Configs::of_folder`].
    pub(crate) fn of_file(&mut self, path: &Path) -> Result<Arc<Settings>, Error> {
        self.place(path).map(|(_, settings)| settings)
    }

    /// The real path of the file `path`, links in the names of its folders resolved, and the settings for it.
    ///
    /// # Errors
    /// As [`Configs::of_folder`].
    pub(crate) fn place(&mut self, path: &Path) -> Result<(PathBuf, Arc<Settings>), Error> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default();
        if let Some((real, settings)) = self.by_name.get(folder) {
            return Ok((real.join(name), settings.clone()));
        }
        let settings = self.of_folder(folder)?;
        let real = real(folder)?;
        self.by_name.insert(folder.to_owned(), (real.clone(), settings.clone()));
        Ok((real.join(name), settings))
    }

    /// The settings for a file in `folder`.
    ///
    /// # Errors
    /// Where the configuration file, or a rule that it names, has a fault.
    pub(crate) fn of_folder(&mut self, folder: &Path) -> Result<Arc<Settings>, Error> {
        let folder = real(folder)?;
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

/// The real path of a folder. A folder that is not there can still have settings: those of the folders above its name.
fn real(folder: &Path) -> Result<PathBuf, Error> {
    let real = folder.canonicalize().or_else(|_| std::path::absolute(folder));
    real.map_err(|error| Error::Message(format!("cannot tell which folder this is: {error}")))
}

fn load(path: Option<&Path>, overrides: &Overrides) -> Result<Settings, Error> {
    let Some(path) = path else { return settle(None, ConfigFile::default(), overrides) };
    let bytes = fs::read(path).map_err(|error| Error::io(path, &error))?;
    let source = Source::decode(bytes, None).map_err(|error| Error::file(path, error))?;
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
    for file in &overrides.rule_files {
        rules = with_file(rules, file)?;
    }
    let language = overrides.language.clone().or(file.language).unwrap_or_else(|| "en".to_owned());
    if let Some((path, source)) = &origin {
        rules = rules.with_terms(file.terms, &language, source).map_err(|problems| {
            Error::Files(vec![FaultyFile { path: path.to_path_buf(), source: source.clone(), problems }])
        })?;
    }
    let mut problems = Problems::new(&rules);
    let mut levels = problems.levels(file.rules);
    let exclude = file.paths.exclude.iter().filter_map(|glob| problems.glob(glob)).collect();
    let (mut files, mut readings) = (Vec::new(), Vec::new());
    for (glob, table) in file.files {
        let Some(glob) = problems.glob(&glob) else { continue };
        readings.push((Some(glob.clone()), problems.reading(&table)));
        files.push((glob, problems.levels(table.rules)));
    }
    readings.push((None, overrides.reading.clone()));
    if let Some((path, source)) = origin
        && !problems.found.is_empty()
    {
        let found = problems.found;
        return Err(Error::Files(vec![FaultyFile { path: path.to_owned(), source, problems: found }]));
    }
    if !rules.languages().any(|known| known == without_region(&language)) {
        let known = rules.languages().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        return Err(Error::Message(format!("there are no rules for the language `{language}`, only for {known}")));
    }
    let profile = overrides.profile.or(file.profile);
    let in_profile =
        rules.levels(profile).into_iter().filter_map(|(id, level)| Some((id.to_owned(), level.severity()?)));
    levels.in_profile = Arc::new(in_profile.collect());
    let Problems { ids, remarks, .. } = problems;
    let mut settings = Settings {
        root,
        remarks,
        fail_on: overrides.fail_on.or(file.fail_on).unwrap_or(Severity::Warning),
        language,
        rules,
        levels,
        exclude,
        files,
        readings,
        only_in_files: Vec::new(),
    };
    settings.choose(overrides, profile, &ids)?;
    Ok(settings)
}

impl Settings {
    /// Switches rules on and off: what runs somewhere must run; what is off in some files is left out there later.
    fn choose(&mut self, overrides: &Overrides, profile: Option<Profile>, ids: &[String]) -> Result<(), Error> {
        let mut overrides = overrides.clone();
        for name in overrides.select.iter_mut().chain(&mut overrides.ignore) {
            if let Some(now) = self.rules.renamed(name) {
                self.remarks.push(format!("`{name}` is called `{now}` now"));
                now.clone_into(name);
            }
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
        let by_itself: BTreeMap<String, bool> =
            self.rules.levels(profile).into_iter().map(|(id, level)| (id.to_owned(), level != Level::Off)).collect();
        let mut only_in_files = Vec::new();
        for id in ids {
            let everywhere = on(&self.levels, id).or_else(|| by_itself.get(id).copied()).unwrap_or_default();
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
                on(&self.levels, id).or_else(|| by_itself.get(id).copied())
            }
        });
        self.only_in_files = only_in_files;
        Ok(())
    }
}

/// The id or category that is most like `name`.
pub(crate) fn nearest<'a>(name: &str, ids: &'a [String]) -> Option<&'a str> {
    let categories = ids.iter().filter_map(|id| id.split_once('/')).map(|(category, _)| category);
    copydesk_core::rule::nearest(name, ids.iter().map(String::as_str).chain(categories))
}
