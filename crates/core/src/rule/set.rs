//! Rules together, with their index: built from files, or loaded as it was built before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Rule;
use super::compile::{RuleId, compile_list, compile_rule};
use super::index::{Index, Sleeper};
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::text::{Inflections, Language};

/// The rules that a run uses.
#[derive(Debug, Default)]
pub struct RuleSet {
    languages: BTreeMap<String, Language>,
    rules: Vec<Slot>,
    index: Index,
    /// Finds the literals of the index; built when a text is first looked at.
    literals: OnceLock<Option<Literals>>,
    /// The same for all rules, for tests of rules that are off.
    all_literals: OnceLock<Option<Literals>>,
}

/// One rule and whether it runs.
#[derive(Debug)]
struct Slot {
    id: String,
    language: String,
    enabled: bool,
    /// The rule as it was stored, until it is first needed.
    stored: Bytes,
    rule: OnceLock<Option<Box<Rule>>>,
}

/// What a folder of rules holds: rules, and what was wrong with files.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The rules that are sound.
    pub rules: Vec<Rule>,
    /// The languages with their lists.
    pub languages: BTreeMap<String, Language>,
    /// Each faulty file, by its number in the input, with what is wrong.
    pub problems: Vec<(usize, Vec<Diagnostic>)>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    languages: BTreeMap<String, Language>,
    /// Language, id, whether it runs by default, and the rule itself.
    rules: Vec<(String, String, bool, Bytes)>,
    index: Index,
}

impl Loaded {
    /// Compiles the files of a folder of rules: paths relative to it, with `/` between their parts, and contents.
    /// `base` holds the languages that are there already.
    ///
    /// Files whose paths name no rule, list or inflection are reported as faulty.
    pub fn from_files(files: &[(String, Source)], base: &BTreeMap<String, Language>) -> Self {
        let mut loaded = Self { languages: base.clone(), ..Self::default() };
        loaded.read_languages(files);
        for (number, (path, source)) in files.iter().enumerate() {
            if is_language_data(path) {
                continue;
            }
            let Some(id) = RuleId::of_path(path) else {
                loaded.problems.push((number, vec![misplaced(source)]));
                continue;
            };
            // Rules for every language use the lists of English where they name any.
            let name = if id.language == "any" { "en" } else { &id.language };
            let empty = Language::default();
            match compile_rule(source, &id, loaded.languages.get(name).unwrap_or(&empty)) {
                Ok(rule) => loaded.rules.push(rule),
                Err(problems) => loaded.problems.push((number, problems)),
            }
        }
        loaded.rules.sort_by(|a, b| (&a.id, &a.language).cmp(&(&b.id, &b.language)));
        loaded
    }

    fn read_languages(&mut self, files: &[(String, Source)]) {
        let mut lists: BTreeMap<String, BTreeMap<_, _>> = BTreeMap::new();
        let mut inflections: BTreeMap<String, Inflections> = BTreeMap::new();
        for (number, (path, source)) in files.iter().enumerate().filter(|(_, (path, _))| is_language_data(path)) {
            let (language, rest) = path.split_once('/').unwrap_or_default();
            if let Some(name) = rest.strip_prefix("lists/") {
                match compile_list(source) {
                    Ok(list) => {
                        let name = name.trim_end_matches(".toml").to_owned();
                        lists.entry(language.to_owned()).or_default().insert(name, list);
                    }
                    Err(problems) => self.problems.push((number, problems)),
                }
            } else {
                match Inflections::from_toml(source.text()) {
                    Ok(found) => drop(inflections.insert(language.to_owned(), found)),
                    Err(error) => {
                        let problem = super::problem::toml_problem(source, "invalid-inflection", &error);
                        self.problems.push((number, vec![problem]));
                    }
                }
            }
        }
        let names: BTreeSet<String> = lists.keys().chain(inflections.keys()).cloned().collect();
        for name in names {
            let known = self.languages.remove(&name).unwrap_or_default();
            let lists = lists.remove(&name).unwrap_or_default();
            self.languages.insert(name.clone(), known.extended(lists, inflections.remove(&name)));
        }
    }
}

/// Whether a path is that of a word list or of the inflection of a language.
fn is_language_data(path: &str) -> bool {
    path.split_once('/').is_some_and(|(_, rest)| rest.starts_with("lists/") || rest == "inflection.toml")
}

fn misplaced(source: &Source) -> Diagnostic {
    let mut problem = Diagnostic::new(
        "invalid-rule".into(),
        crate::diagnostic::Severity::Error,
        source.line_span(0),
        "the path of this file names no rule",
    );
    problem
        .notes
        .push("a rule is `<language>/<category>/<name>.toml`, all in small letters, digits and `-`".to_owned());
    problem
        .notes
        .push("`<language>` is a code such as `en`, or `any` for rules that hold for every language".to_owned());
    problem
}

impl RuleSet {
    /// A set of rules. Of two rules with the same id and language the later one holds, which is how a house overrides
    /// a built-in rule.
    pub fn new(languages: BTreeMap<String, Language>, rules: impl IntoIterator<Item = Rule>) -> Self {
        let mut set = Self { languages, ..Self::default() };
        set.extend(rules);
        set
    }

    /// Adds rules and builds the index anew.
    fn extend(&mut self, rules: impl IntoIterator<Item = Rule>) {
        for rule in rules {
            let slot = Slot {
                id: rule.id.to_string(),
                language: rule.language.clone(),
                enabled: rule.default,
                stored: Bytes::default(),
                rule: OnceLock::from(Some(Box::new(rule))),
            };
            match self.rules.iter_mut().find(|known| known.id == slot.id && known.language == slot.language) {
                Some(known) => *known = slot,
                None => self.rules.push(slot),
            }
        }
        self.rules.sort_by(|a, b| (&a.id, &a.language).cmp(&(&b.id, &b.language)));
        let rules: Vec<&Slot> = self.rules.iter().collect();
        self.index = Index::build(rules.iter(), |slot, anchors| {
            if let Some(rule) = slot.rule() {
                rule.matcher().anchors(anchors);
            }
        });
        self.literals = OnceLock::new();
        self.all_literals = OnceLock::new();
    }

    /// This set with the rules and lists of `loaded` added.
    #[must_use]
    pub fn with(mut self, loaded: Loaded) -> Self {
        self.languages = loaded.languages;
        self.extend(loaded.rules);
        self
    }

    /// The set as bytes, to be loaded without building it anew.
    ///
    /// # Errors
    /// Where a value cannot be stored, which no rule of a kind that exists brings about.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        let rules = self.rules.iter().filter_map(|slot| Some((slot, slot.rule()?)));
        let rules = rules.map(|(slot, rule)| {
            Ok((slot.language.clone(), slot.id.clone(), slot.enabled, Bytes(postcard::to_stdvec(rule)?)))
        });
        let rules = rules.collect::<Result<_, postcard::Error>>()?;
        postcard::to_stdvec(&StoredRef { languages: &self.languages, rules, index: &self.index })
    }

    /// Loads a set from the bytes that [`RuleSet::to_bytes`] gave. Rules are read when they are first needed.
    ///
    /// # Errors
    /// Where the bytes are those of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, postcard::Error> {
        let stored: Stored = postcard::from_bytes(bytes)?;
        let slot = |(language, id, enabled, stored)| Slot { id, language, enabled, stored, rule: OnceLock::new() };
        Ok(Self {
            languages: stored.languages,
            rules: stored.rules.into_iter().map(slot).collect(),
            index: stored.index,
            literals: OnceLock::new(),
            all_literals: OnceLock::new(),
        })
    }

    /// Gives the language `code` the model of its tagger, as [`crate::text::Tagger::from_bytes`] takes it.
    pub fn set_model(&mut self, code: &str, model: &'static [u8]) {
        if let Some(language) = self.languages.get_mut(code) {
            language.set_model(model);
        }
    }

    /// The languages with their lists.
    pub fn languages(&self) -> &BTreeMap<String, Language> {
        &self.languages
    }

    /// All rules, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter_map(Slot::rule)
    }

    /// The ids of all rules, in alphabetical order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|slot| slot.id.as_str())
    }

    /// The rules with the id `id`, one a language.
    pub fn by_id<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(move |slot| slot.id == id).filter_map(Slot::rule)
    }

    /// Switches each rule on or off as `choose` says; `None` leaves it as it is.
    pub fn enable(&mut self, choose: impl Fn(&str) -> Option<bool>) {
        for slot in &mut self.rules {
            slot.enabled = choose(&slot.id).unwrap_or(slot.enabled);
        }
        self.literals = OnceLock::new();
    }

    /// How many rules there are.
    pub(crate) fn len(&self) -> usize {
        self.rules.len()
    }

    /// Rule `number`.
    pub(crate) fn get(&self, number: u32) -> Option<&Rule> {
        self.rules.get(number as usize).and_then(Slot::rule)
    }

    /// For each rule, whether it runs on texts in `language`.
    pub(crate) fn active(&self, language: &str) -> Vec<bool> {
        let active = |slot: &Slot| slot.enabled && (slot.language == "any" || slot.language == language);
        self.rules.iter().map(active).collect()
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// Finds the literals that rules wait for: those that run, or all where `tested`.
    pub(crate) fn literals(&self, tested: bool) -> Option<&Literals> {
        let cell = if tested { &self.all_literals } else { &self.literals };
        cell.get_or_init(|| self.find_literals(tested)).as_ref()
    }

    fn find_literals(&self, tested: bool) -> Option<Literals> {
        let runs = |sleeper: &Sleeper| tested || self.rules.get(sleeper.rule as usize).is_some_and(|slot| slot.enabled);
        let awaited: Vec<_> = self.index.literals().iter().filter(|(_, sleeper)| runs(sleeper)).collect();
        let finder = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(awaited.iter().map(|(literal, _)| literal))
            .ok()
            .filter(|_| !awaited.is_empty())?;
        Some(Literals { finder, sleepers: awaited.into_iter().map(|(_, sleeper)| *sleeper).collect() })
    }
}

/// An automaton for all literals together.
#[derive(Debug)]
pub(crate) struct Literals {
    finder: AhoCorasick,
    /// The rule that waits for each literal.
    sleepers: Vec<Sleeper>,
}

impl Literals {
    /// The rules that wait for something which `prose` has, each as often as it is there.
    pub(crate) fn woken<'a>(&'a self, prose: &'a str) -> impl Iterator<Item = Sleeper> + 'a {
        self.finder.find_overlapping_iter(prose).map(|found| self.sleepers[found.pattern().as_usize()])
    }
}

/// Bytes that are read in one piece, not one by one.
#[derive(Debug, Default)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'de [u8]>::deserialize(deserializer).map(|bytes| Self(bytes.to_vec()))
    }
}

#[derive(Serialize)]
struct StoredRef<'a> {
    languages: &'a BTreeMap<String, Language>,
    rules: Vec<(String, String, bool, Bytes)>,
    index: &'a Index,
}

impl Slot {
    /// The rule; nothing only where the stored bytes are damaged, which loading the set would have shown.
    fn rule(&self) -> Option<&Rule> {
        self.rule.get_or_init(|| postcard::from_bytes(&self.stored.0).ok()).as_deref()
    }
}
