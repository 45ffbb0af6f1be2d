//! Building a set from rule files, or adding them to one.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use super::{RuleSet, Slot, Stored};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::compile::{RuleId, compile_list, compile_rule};
use crate::rule::index::IndexBuilder;
use crate::rule::problem::toml_problem;
use crate::rule::wording::{Frequency, Words};
use crate::source::Source;
use crate::text::{Inflections, Language, LexiconBuilder, List, Wordbook};

/// A file of a folder of rules that has faults.
#[derive(Clone, Debug)]
pub struct FaultyFile {
    /// Its number among the files that were given.
    pub number: usize,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
}

/// What the files of a folder are compiled into.
struct Build {
    lexicon: LexiconBuilder,
    books: BTreeMap<String, Wordbook>,
    frequencies: HashMap<String, Frequency>,
    faulty: Vec<FaultyFile>,
}

impl RuleSet {
    /// This set with the rules, lists and inflections of a folder: paths relative to it, with `/` between their parts,
    /// and contents. A rule takes the place of one with the same id and language, a list that of one with the same
    /// name and language.
    ///
    /// # Errors
    /// The files that are wrong, or whose paths name no rule, list or inflection.
    pub fn with_files(self, files: &[(String, Source)]) -> Result<Self, Vec<FaultyFile>> {
        let mut build = Build {
            lexicon: LexiconBuilder::extending(&self.lexicon),
            books: self.books.get().cloned().unwrap_or_default(),
            frequencies: HashMap::new(),
            faulty: Vec::new(),
        };
        build.read_books(files);
        let (mut index, mut rules) = (IndexBuilder::extending(&self.index), self.rules);
        for (number, (path, source)) in files.iter().enumerate().filter(|(_, (path, _))| !is_of_language(path)) {
            if let Some(slot) = build.rule(number, path, source) {
                let same = |other: &&mut Slot| other.id == slot.id && other.language == slot.language;
                rules.iter_mut().filter(same).for_each(|other| other.replaced = true);
                if let Some(rule) = slot.rule.get() {
                    rule.matcher().anchors(&mut index.rule(super::number(rules.len())));
                }
                rules.push(slot);
            }
        }
        if !build.faulty.is_empty() {
            return Err(build.faulty);
        }
        let lexicon = Arc::new(build.lexicon.finish());
        let index = index.finish(&lexicon);
        let models: BTreeMap<&str, _> =
            self.languages.iter().map(|(code, known)| (code.as_str(), known.model())).collect();
        let language = |(code, book): (&String, &Wordbook)| {
            let lists = book.lists.iter().map(|(name, list)| (name.clone(), list.set)).collect();
            let mut language = Language::new(lexicon.clone(), lists);
            language.set_model(models.get(code.as_str()).copied().unwrap_or_default());
            (code.clone(), language)
        };
        Ok(Self {
            languages: build.books.iter().map(language).collect(),
            other: Language::new(lexicon.clone(), Vec::new()),
            books: Stored::value(build.books),
            lexicon,
            rules,
            index,
            literals: OnceLock::new(),
            all_literals: OnceLock::new(),
        })
    }
}

impl Build {
    /// Reads the lists and inflections among `files`.
    fn read_books(&mut self, files: &[(String, Source)]) {
        for (number, (path, source)) in files.iter().enumerate().filter(|(_, (path, _))| is_of_language(path)) {
            let (language, rest) = path.split_once('/').unwrap_or_default();
            let read = match rest.strip_prefix("lists/") {
                Some(name) => {
                    let name = name.trim_end_matches(".toml");
                    compile_list(source).map(|list| self.add_list(language, name, list))
                }
                None => Inflections::from_toml(source.text())
                    .map(|inflections| self.book(language).inflections = inflections)
                    .map_err(|error| vec![toml_problem(source, "invalid-inflection", &error)]),
            };
            if let Err(problems) = read {
                self.faulty.push(FaultyFile { number, problems });
            }
        }
    }

    fn book(&mut self, language: &str) -> &mut Wordbook {
        self.books.entry(language.to_owned()).or_default()
    }

    /// Adds a list. One that is there already gets the new words, so that rules which were compiled with it see them.
    fn add_list(&mut self, language: &str, name: &str, list: List) {
        let words = list.words.iter().map(String::as_str);
        let known = self.books.get(language).and_then(|book| book.lists.get(name)).map(|list| list.set);
        let set = match known {
            Some(set) => {
                self.lexicon.replace_set(set, words, list.case);
                set
            }
            None => self.lexicon.named_set(words, list.case),
        };
        self.book(language).lists.insert(name.to_owned(), List { set, ..list });
    }

    /// Compiles the rule file `source`.
    fn rule(&mut self, number: usize, path: &str, source: &Source) -> Option<Slot> {
        let Some(id) = RuleId::of_path(path) else {
            self.faulty.push(FaultyFile { number, problems: vec![misplaced(source)] });
            return None;
        };
        // Rules for every language use the lists of English where they name any.
        let name = if id.language == "any" { "en" } else { &id.language };
        let empty = Wordbook::default();
        let book = self.books.get(name).unwrap_or(&empty);
        let frequency = self.frequencies.entry(name.to_owned()).or_insert_with(|| Frequency::of(book));
        match compile_rule(source, &id, Words { book, frequency, lexicon: &mut self.lexicon }) {
            Ok((rule, about)) => Some(Slot {
                id: rule.id.clone(),
                language: id.language.into(),
                default: rule.default,
                enabled: rule.default,
                replaced: false,
                rule: Stored::value(Box::new(rule)),
                about: Stored::value(Box::new(about)),
            }),
            Err(problems) => {
                self.faulty.push(FaultyFile { number, problems });
                None
            }
        }
    }
}

/// Whether a path is that of a word list or of the inflection of a language.
fn is_of_language(path: &str) -> bool {
    path.split_once('/').is_some_and(|(_, rest)| rest.starts_with("lists/") || rest == "inflection.toml")
}

fn misplaced(source: &Source) -> Diagnostic {
    let message = "the path of this file names no rule";
    let mut problem = Diagnostic::new("invalid-rule".into(), Severity::Error, source.line_span(0), message);
    problem
        .notes
        .push("a rule is `<language>/<category>/<name>.toml`, all in small letters, digits and `-`".to_owned());
    problem
        .notes
        .push("`<language>` is a code such as `en`, or `any` for rules that hold for every language".to_owned());
    problem
}
