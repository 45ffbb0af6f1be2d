//! Building a set from rule files, or adding them to one.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::{RuleSet, Slot, Stored};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::compile::{ByPhrase, Compiler, RuleId, compile_list, compile_rule};
use crate::rule::file::{At, OneOrMore, Written};
use crate::rule::index::{ACCEPTED, IndexBuilder};
use crate::rule::kind::{Kind as _, Matcher};
use crate::rule::matcher::phrase::{Phrase, PhraseTable};
use crate::rule::problem::toml_problem;
use crate::rule::template::Template;
use crate::rule::wording::{Frequency, Names, Words};
use crate::rule::{About, Rule};
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

/// The terms of a house: what it writes whatever rules say, and what it does not write.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Terms {
    /// Phrases in which no rule finds anything.
    #[serde(default)]
    pub(crate) accept: Vec<Written>,
    /// Phrases that are reported, each with what to write instead, the best first.
    #[serde(default)]
    pub(crate) reject: ByPhrase<At<OneOrMore>>,
}

/// Where a rule stands among the others, by its id and language.
type Places = HashMap<(Arc<str>, Arc<str>), usize>;

/// The rule that reports the terms which a house rejects.
const REJECTED: &str = "terms/rejected";

impl RuleSet {
    /// This set with the rules, lists and inflections of a folder: paths relative to it, with `/` between their parts,
    /// and contents. A rule takes the place of one with the same id and language, a list that of one with the same
    /// name and language.
    ///
    /// # Errors
    /// The files that are wrong, or whose paths name no rule, list or inflection.
    pub fn with_files(self, files: &[(String, Source)]) -> Result<Self, Vec<FaultyFile>> {
        let mut build = Build::extending(&self);
        build.read_books(files);
        let (mut index, mut this) = (IndexBuilder::extending(&self.index), self);
        let mut places = this.places();
        for (number, (path, source)) in files.iter().enumerate().filter(|(_, (path, _))| !is_of_language(path)) {
            if let Some(slot) = build.rule(number, path, source) {
                this.add(slot, &mut places, &mut index);
            }
        }
        if build.faulty.is_empty() { Ok(this.built(build, index)) } else { Err(build.faulty) }
    }

    /// This set with the terms of a house, phrases in `language` that stand in the file `source`.
    ///
    /// # Errors
    /// What is wrong with the phrases, as diagnostics of the file.
    pub fn with_terms(self, terms: Terms, language: &str, source: &Source) -> Result<Self, Vec<Diagnostic>> {
        if terms.accept.is_empty() && terms.reject.is_empty() {
            return Ok(self);
        }
        let mut build = Build::extending(&self);
        let (mut index, mut this) = (IndexBuilder::extending(&self.index), self);
        let language = super::without_region(language);
        let rule = build.compiler(language, source, |compiler| {
            let accepted: Vec<_> = terms.accept.iter().flat_map(|phrase| compiler.phrase(phrase)).collect();
            accepted.iter().for_each(|wording| index.rule(ACCEPTED).phrase(wording, 0));
            rejected(terms.reject, language, compiler)
        })?;
        let mut places = this.places();
        this.add(Slot::new(rule.0, rule.1), &mut places, &mut index);
        Ok(this.built(build, index))
    }

    /// Where the rules are that no other has replaced.
    fn places(&self) -> Places {
        let there = self.rules.iter().enumerate().filter(|(_, slot)| !slot.replaced);
        there.map(|(place, slot)| ((slot.id.clone(), slot.language.clone()), place)).collect()
    }

    /// Adds a rule, which takes the place of one with the same id and language.
    fn add(&mut self, slot: Slot, places: &mut Places, index: &mut IndexBuilder) {
        let before = places.insert((slot.id.clone(), slot.language.clone()), self.rules.len());
        if let Some(before) = before.and_then(|before| self.rules.get_mut(before)) {
            before.replaced = true;
        }
        if let (Some(rule), Some(about)) = (slot.rule.get(), slot.about.get()) {
            rule.matcher().anchors(&mut index.rule(super::number(self.rules.len())));
            self.renamed.extend(about.renamed_from.iter().map(|old| (old.clone(), slot.id.to_string())));
        }
        self.rules.push(slot);
    }

    /// This set with the words of `build` and the index of all rules.
    fn built(self, build: Build, index: IndexBuilder) -> Self {
        let lexicon = Arc::new(build.lexicon.finish());
        let models = self.languages.iter().map(|(code, known)| (code.as_str(), known.model()));
        let models: BTreeMap<&str, _> = models.collect();
        let language = |(code, book): (&String, &Wordbook)| {
            let lists = book.lists.iter().map(|(name, list)| (name.clone(), list.set)).collect();
            let mut language = Language::new(lexicon.clone(), lists);
            language.set_model(models.get(code.as_str()).copied().unwrap_or_default());
            (code.clone(), language)
        };
        Self {
            languages: build.books.iter().map(language).collect(),
            other: Language::new(lexicon.clone(), Vec::new()),
            index: index.finish(&lexicon),
            books: Stored::value(build.books),
            lexicon,
            rules: self.rules,
            renamed: self.renamed,
            running: OnceLock::new(),
            literals: OnceLock::new(),
            all_literals: OnceLock::new(),
        }
    }
}

/// The rule that reports rejected terms.
fn rejected(phrases: ByPhrase<At<OneOrMore>>, language: &str, compiler: &mut Compiler<'_>) -> (Rule, About) {
    let matcher = Matcher::Phrase(Phrase::compile(PhraseTable::plain(phrases), compiler));
    let about = About {
        summary: "term that the house does not use".to_owned(),
        mqm: "terminology/inconsistent-with-terminology-resource".to_owned(),
        why: "The settings reject it.".to_owned(),
        branches: matcher.branches(),
        ..About::default()
    };
    let rule = Rule {
        id: REJECTED.into(),
        language: language.to_owned(),
        severity: Severity::Warning,
        default: true,
        message: Template::new("the house does not write `{match}`"),
        label: None,
        notes: Vec::new(),
        matcher,
    };
    (rule, about)
}

impl Slot {
    fn new(rule: Rule, about: About) -> Self {
        Self {
            id: rule.id.clone(),
            language: rule.language.as_str().into(),
            default: rule.default,
            profiles: about.profiles,
            enabled: rule.default,
            replaced: false,
            rule: Stored::value(Box::new(rule)),
            about: Stored::value(Box::new(about)),
        }
    }
}

impl Build {
    fn extending(rules: &RuleSet) -> Self {
        Self {
            lexicon: LexiconBuilder::extending(&rules.lexicon),
            books: rules.books.get().cloned().unwrap_or_default(),
            frequencies: HashMap::new(),
            faulty: Vec::new(),
        }
    }

    /// Does `work` with a compiler for the file `source` and the words of `language`.
    ///
    /// # Errors
    /// What the compiler found wrong.
    fn compiler<T>(
        &mut self,
        language: &str,
        source: &Source,
        work: impl FnOnce(&mut Compiler<'_>) -> T,
    ) -> Result<T, Vec<Diagnostic>> {
        // Rules for every language use the lists of English where they name any.
        let name = if language == "any" { "en" } else { language };
        let empty = Wordbook::default();
        let book = self.books.get(name).unwrap_or(&empty);
        let frequency = self.frequencies.entry(name.to_owned()).or_insert_with(|| Frequency::of(book));
        let names = Names { book, own: &BTreeMap::new() };
        let mut compiler = Compiler::new(source, Words { names, frequency, lexicon: &mut self.lexicon });
        let done = work(&mut compiler);
        let problems = compiler.into_problems();
        if problems.is_empty() { Ok(done) } else { Err(problems) }
    }

    /// Reads the lists and inflections among `files`.
    fn read_books(&mut self, files: &[(String, Source)]) {
        let mut books: Vec<_> = files.iter().enumerate().filter(|(_, (path, _))| is_of_language(path)).collect();
        // The commonest words get the lowest numbers: what is known of them lies side by side in memory.
        books.sort_by_key(|(_, (path, _))| !path.ends_with("/lists/frequent-words.toml"));
        for (number, (path, source)) in books {
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
        let compiled = match RuleId::of_path(path) {
            Some(id) => self.compiler(&id.language, source, |compiler| compile_rule(&id, compiler)),
            None => Err(vec![misplaced(source)]),
        };
        match compiled {
            Ok(Some((rule, about))) => Some(Slot::new(rule, about)),
            Ok(None) => None,
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
