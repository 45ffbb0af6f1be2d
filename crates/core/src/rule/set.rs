//! Rules together, with their index: built from files, or loaded as they were built before.

mod build;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

use super::index::{Index, Sleeper};
use super::{About, Level, Profile, Profiles, Rule};
use crate::packed::{Numbers, Reader, Writer};
use crate::text::{Language, Lexicon, SetId, Wordbook};

pub use build::{FaultyFile, Terms};

/// The rules that a run uses.
#[derive(Debug, Default)]
pub struct RuleSet {
    lexicon: Arc<Lexicon>,
    /// By code. Each has its word lists by name, which matchers and the text layer look up.
    languages: BTreeMap<String, Language>,
    /// A language of which nothing is known but the words of rules for every language.
    other: Language,
    /// What rules are compiled with, read when rules are added.
    books: Stored<BTreeMap<String, Wordbook>>,
    rules: Vec<Slot>,
    /// The ids that rules had before, each with the one that it has now.
    renamed: BTreeMap<String, String>,
    index: Index,
    /// For each language, whether each rule runs on texts in it; worked out when a text is first looked at.
    running: OnceLock<BTreeMap<String, Arc<Vec<bool>>>>,
    /// Finds the literals of the index; built when a text is first looked at.
    literals: OnceLock<Option<Literals>>,
    /// The same for all rules, for tests of rules that are off.
    all_literals: OnceLock<Option<Literals>>,
}

/// A rule of a set, with all that is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// Its number in the set.
    pub number: u32,
    /// The rule.
    pub rule: &'a Rule,
    /// What is told of it, and what proves it.
    pub about: &'a About,
}

/// One rule and whether it runs.
#[derive(Debug)]
struct Slot {
    id: Arc<str>,
    language: Arc<str>,
    default: bool,
    profiles: Profiles,
    enabled: bool,
    /// Another rule has taken its place.
    replaced: bool,
    rule: Stored<Box<Rule>>,
    about: Stored<Box<About>>,
}

/// A value that is read from its bytes when it is first needed.
#[derive(Debug, Default)]
struct Stored<T> {
    bytes: &'static [u8],
    value: OnceLock<Option<T>>,
}

impl<T: serde::de::DeserializeOwned> Stored<T> {
    const fn bytes(bytes: &'static [u8]) -> Self {
        Self { bytes, value: OnceLock::new() }
    }

    fn value(value: T) -> Self {
        Self { bytes: &[], value: OnceLock::from(Some(value)) }
    }

    /// The value; nothing only where the bytes are damaged.
    fn get(&self) -> Option<&T> {
        self.value.get_or_init(|| postcard::from_bytes(self.bytes).ok()).as_ref()
    }
}

/// What the bytes of a rule set begin with; the last one is the version of the form.
const MAGIC: &[u8] = b"copydesk rules 2";

/// How many numbers tell of one rule: where its id and its language stand among the letters, whether it runs by
/// default and in profiles, and where the rule and what is told of it stand among the bytes.
const RECORD: usize = 9;

impl RuleSet {
    /// The set as bytes, to be loaded without building it anew.
    ///
    /// # Errors
    /// Where a value cannot be stored, which no rule of a kind that exists brings about.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        let mut writer = Writer::default();
        writer.table::<u8>(MAGIC);
        self.lexicon.write(&mut writer);
        self.index.write(&mut writer)?;
        let books = self.books.get().map(postcard::to_stdvec).transpose()?.unwrap_or_default();
        writer.table::<u8>(&books);
        let (mut records, mut letters, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
        let put = |into: &mut Vec<u8>, what: &[u8]| {
            let place = [number(into.len()), number(what.len())];
            into.extend_from_slice(what);
            place
        };
        for slot in &self.rules {
            let (Some(rule), Some(about)) = (slot.rule.get(), slot.about.get()) else { continue };
            records.extend(put(&mut letters, slot.id.as_bytes()));
            records.extend(put(&mut letters, slot.language.as_bytes()));
            records.push(u32::from(slot.default) | slot.profiles.packed() << 1);
            records.extend(put(&mut bytes, &postcard::to_stdvec(rule)?));
            records.extend(put(&mut bytes, &postcard::to_stdvec(about)?));
        }
        writer.table(&records);
        writer.table::<u8>(&letters);
        writer.table::<u8>(&bytes);
        let names = self.languages.iter().map(|(code, language)| (code, language.lists()));
        writer.table::<u8>(&postcard::to_stdvec(&names.collect::<BTreeMap<_, _>>())?);
        writer.table::<u8>(&postcard::to_stdvec(&self.renamed)?);
        Ok(writer.into_bytes())
    }

    /// Loads a set from the bytes that [`RuleSet::to_bytes`] gave. They are read where they stand, which is fastest
    /// where they begin at a multiple of four in memory; rules are read when they are first needed.
    ///
    /// Returns nothing where the bytes are those of another version, or damaged.
    pub fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        if reader.bytes()? != MAGIC {
            return None;
        }
        let lexicon = Arc::new(Lexicon::read(&mut reader)?);
        let index = Index::read(&mut reader)?;
        let books = Stored::bytes(reader.bytes()?);
        let (records, letters, bytes) = (reader.table()?, reader.bytes()?, reader.bytes()?);
        let rules = slots(&records, letters, bytes)?;
        let lists: BTreeMap<String, Vec<(String, SetId)>> = postcard::from_bytes(reader.bytes()?).ok()?;
        let renamed = postcard::from_bytes(reader.bytes()?).ok()?;
        let language = |lists| Language::new(lexicon.clone(), lists);
        let languages = lists.into_iter().map(|(code, lists)| (code, language(lists))).collect();
        let other = language(Vec::new());
        Some(Self { lexicon, languages, other, books, rules, renamed, index, ..Self::default() })
    }

    /// Gives the language `code` the model of its tagger, as [`crate::text::Tagger::stored`] takes it.
    pub fn set_model(&mut self, code: &str, model: &'static [u8]) {
        if let Some(language) = self.languages.get_mut(code) {
            language.set_model(model);
        }
    }

    /// The language `code`, with or without a region (`en`, `en-GB`); one of which nothing is known where there are no
    /// lists of it.
    pub fn language(&self, code: &str) -> &Language {
        self.languages.get(without_region(code)).unwrap_or(&self.other)
    }

    /// The codes of the languages that there are lists of.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// All rules, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = Listed<'_>> {
        let with_number = self.rules.iter().zip(0..).filter(|(slot, _)| !slot.replaced);
        let mut rules: Vec<_> = with_number.collect();
        rules.sort_by(|a, b| (&a.0.id, &a.0.language).cmp(&(&b.0.id, &b.0.language)));
        rules
            .into_iter()
            .filter_map(|(slot, number)| Some(Listed { number, rule: slot.rule.get()?, about: slot.about.get()? }))
    }

    /// The ids of all rules, in alphabetical order.
    pub fn ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.rules.iter().filter(|slot| !slot.replaced).map(|slot| &*slot.id).collect();
        ids.sort_unstable();
        ids
    }

    /// The level that each rule has by itself under `profile`, by its id, in alphabetical order.
    pub fn levels(&self, profile: Option<Profile>) -> Vec<(&str, Level)> {
        let level = |slot: &Slot| {
            let by_default = if slot.default { Level::On } else { Level::Off };
            profile.and_then(|profile| slot.profiles.level(profile)).unwrap_or(by_default)
        };
        let listed = self.rules.iter().filter(|slot| !slot.replaced);
        let mut levels: Vec<(&str, Level)> = listed.map(|slot| (&*slot.id, level(slot))).collect();
        levels.sort_by_key(|(id, _)| *id);
        levels
    }

    /// The id that a rule has now which had `old` before.
    pub fn renamed(&self, old: &str) -> Option<&str> {
        self.renamed.get(old).map(String::as_str)
    }

    /// The id of rule `number`.
    pub fn id(&self, number: u32) -> Option<&str> {
        self.rules.get(number as usize).map(|slot| &*slot.id)
    }

    /// Whether rule `id` runs as things stand.
    pub fn is_on(&self, id: &str) -> bool {
        self.rules.iter().any(|slot| slot.enabled && !slot.replaced && *slot.id == *id)
    }

    /// Switches each rule on or off as `choose` says; `None` leaves it as it is.
    pub fn enable(&mut self, choose: impl Fn(&str) -> Option<bool>) {
        for slot in &mut self.rules {
            slot.enabled = choose(&slot.id).unwrap_or(slot.enabled);
        }
        self.running = OnceLock::new();
        self.literals = OnceLock::new();
    }

    /// Rule `number`.
    pub(crate) fn get(&self, number: u32) -> Option<&Rule> {
        self.rules.get(number as usize).and_then(|slot| slot.rule.get()).map(|rule| &**rule)
    }

    /// For each rule, whether it runs on texts in `language`, a code with or without a region.
    pub(crate) fn active(&self, language: &str) -> Arc<Vec<bool>> {
        let language = without_region(language);
        let runs = |slot: &Slot, language: &str| {
            slot.enabled && !slot.replaced && (&*slot.language == "any" || *slot.language == *language)
        };
        let active = |language: &str| Arc::new(self.rules.iter().map(|slot| runs(slot, language)).collect());
        let of_all = || self.languages.keys().map(|code| (code.clone(), active(code))).collect();
        let known: &BTreeMap<String, Arc<Vec<bool>>> = self.running.get_or_init(of_all);
        known.get(language).cloned().unwrap_or_else(|| active(language))
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
            .build(awaited.iter().map(|(literal, _)| literal))
            .ok()
            .filter(|_| !awaited.is_empty())?;
        Some(Literals { finder, sleepers: awaited.into_iter().map(|(_, sleeper)| *sleeper).collect() })
    }
}

/// The code of a language without that of a region: `en` of `en-GB`.
pub fn without_region(locale: &str) -> &str {
    locale.split('-').next().unwrap_or_default()
}

/// The slots of stored rules.
fn slots(records: &Numbers, letters: &'static [u8], bytes: &'static [u8]) -> Option<Vec<Slot>> {
    let part = |of: &'static [u8], start: u32, len: u32| of.get(start as usize..)?.get(..len as usize);
    let text = |start, len| std::str::from_utf8(part(letters, start, len)?).ok();
    let slot = |record: &[u32; RECORD]| {
        let &[id, id_len, language, language_len, default, rule, rule_len, about, about_len] = record;
        Some(Slot {
            id: text(id, id_len)?.into(),
            language: text(language, language_len)?.into(),
            default: default & 1 != 0,
            profiles: Profiles::unpacked(default >> 1),
            enabled: default & 1 != 0,
            replaced: false,
            rule: Stored::bytes(part(bytes, rule, rule_len)?),
            about: Stored::bytes(part(bytes, about, about_len)?),
        })
    };
    records.as_chunks().0.iter().map(slot).collect()
}

/// Lengths of stored tables are far below 2^32.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
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
