//! From a rule file to a rule.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::example::Example;
use super::file::{At, ExampleEntry, ExamplesTable, ListFile, Written};
use super::kind::{KINDS, Matcher, RuleFile};
use super::problem::{place, suggest, toml_problem};
use super::template::Template;
use super::wording::{Flaw, Names, Rewording, Wording, Words};
use super::{About, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;
use crate::text::{Lexicon, LexiconBuilder, List, SetId, Wordbook, tokenize};

/// What diagnostics about rule files are filed under.
const INVALID_RULE: &str = "invalid-rule";

/// Which rule a file holds: its language and its id, from its path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleId {
    /// The first folder: `en`, or `any` for rules that hold for every language.
    pub language: String,
    /// The rest without `.toml`: `punctuation/stray-stop`.
    pub id: String,
}

impl RuleId {
    /// The rule of the file `path`, relative to a folder of rules, with `/` between its parts.
    /// Nothing where the path is not `<language>/<category>/…/<name>.toml`.
    pub fn of_path(path: &str) -> Option<Self> {
        let (language, id) = path.strip_suffix(".toml")?.split_once('/')?;
        Self::is_id(id).then(|| Self { language: language.to_owned(), id: id.to_owned() })
    }

    /// Whether a text can be the id of a rule.
    fn is_id(id: &str) -> bool {
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '/';
        id.contains('/') && id.chars().all(kebab)
    }
}

/// Compiles the rule file of `compiler`, to which what is wrong with the file goes; nothing where it is no rule at all.
pub(super) fn compile_rule(id: &RuleId, compiler: &mut Compiler<'_>) -> Option<(Rule, About)> {
    let source = compiler.source;
    match toml::from_str::<RuleFile>(source.text()) {
        Ok(mut file) => {
            let own = compiler.own_lists(std::mem::take(&mut file.lists));
            let mut with_lists = compiler.with(&own);
            let rule = compile_file(id, file, &mut with_lists);
            let problems = with_lists.into_problems();
            compiler.problems.extend(problems);
            rule
        }
        Err(error) => {
            compiler.problems.push(toml_problem(source, INVALID_RULE, &error));
            None
        }
    }
}

fn compile_file(id: &RuleId, mut file: RuleFile, compiler: &mut Compiler<'_>) -> Option<(Rule, About)> {
    let matchers = file.matchers(compiler);
    let matcher = compiler.only_one(matchers)?;
    let (invalid, valid) = compiler.examples(&file.examples);
    for text in [Some(&file.message), file.label.as_ref()].into_iter().flatten().chain(&file.notes) {
        compiler.placeholders(text, matcher.placeholders());
    }
    compiler.mqm(&file.mqm);
    for old in file.renamed_from.iter().filter(|old| !RuleId::is_id(old.get_ref())) {
        compiler.problem(&old.span(), "this is no id of a rule: `<category>/<name>`");
    }
    let about = About {
        summary: file.summary.into_inner(),
        mqm: file.mqm.into_inner(),
        why: file.why,
        profiles: file.profiles,
        sources: file.sources,
        since: file.since,
        renamed_from: file.renamed_from.into_iter().map(Written::into_inner).collect(),
        invalid,
        valid,
        branches: matcher.branches(),
    };
    let rule = Rule {
        id: Arc::from(id.id.as_str()),
        language: id.language.clone(),
        severity: file.severity,
        default: file.default.unwrap_or(true),
        message: Template::new(file.message.get_ref()),
        label: file.label.map(|label| Template::new(label.get_ref())),
        notes: file.notes.iter().map(|note| Template::new(note.get_ref())).collect(),
        matcher,
    };
    Some((rule, about))
}

/// Reads the list file `source`.
///
/// # Errors
/// What is wrong with the file, as diagnostics of the file.
pub(super) fn compile_list(source: &Source) -> Result<List, Vec<Diagnostic>> {
    let file: ListFile =
        toml::from_str(source.text()).map_err(|error| vec![toml_problem(source, "invalid-list", &error)])?;
    let several = file.words.iter().filter(|word| !is_one_word(word.get_ref()));
    let problems: Vec<Diagnostic> =
        several.map(|word| not_one_word("invalid-list", word.get_ref(), &word.span())).collect();
    if problems.is_empty() {
        Ok(List::new(file.words.into_iter().map(Written::into_inner).collect(), file.case))
    } else {
        Err(problems)
    }
}

/// Whether an entry of a list can be met in a text, where each token is compared by itself.
fn is_one_word(entry: &str) -> bool {
    let mut tokens = Vec::new();
    tokenize(entry, &Lexicon::default(), &mut tokens);
    tokens.len() == 1
}

fn not_one_word(id: &str, word: &str, range: &Range<usize>) -> Diagnostic {
    let message = format!("`{word}` is not one word, so no word of a text is ever equal to it");
    Diagnostic::new(Arc::from(id), Severity::Error, place(range), message)
}

/// What the compilation of one rule needs, and what it finds wrong.
#[derive(Debug)]
pub(crate) struct Compiler<'a> {
    source: &'a Source,
    words: Words<'a>,
    problems: Vec<Diagnostic>,
}

/// The dimensions of the MQM error typology.
const MQM: [&str; 7] = [
    "accuracy",
    "audience-appropriateness",
    "design-and-markup",
    "linguistic-conventions",
    "locale-conventions",
    "style",
    "terminology",
];

impl<'a> Compiler<'a> {
    /// A compiler for the file `source`.
    pub(super) fn new(source: &'a Source, words: Words<'a>) -> Self {
        Self { source, words, problems: Vec::new() }
    }

    /// A compiler that knows these lists, too, for the same file.
    fn with<'b>(&'b mut self, own: &'b BTreeMap<String, List>) -> Compiler<'b> {
        let Words { names, frequency, lexicon } = &mut self.words;
        let names = Names { book: names.book, own };
        Compiler { source: self.source, words: Words { names, frequency, lexicon }, problems: Vec::new() }
    }

    /// The lists that a rule file has for itself.
    fn own_lists(&mut self, lists: BTreeMap<String, Vec<Written>>) -> BTreeMap<String, List> {
        let mut own = BTreeMap::new();
        for (name, entries) in lists {
            if let (Some(_), Some(first)) = (self.words.names.list(&name), entries.first()) {
                self.problem(&first.span(), format!("there is a list `{name}` for all rules"));
            }
            let (words, case) = self.words(&entries);
            for entry in &entries {
                let word = entry.get_ref().trim_end_matches('~');
                if !word.starts_with('@') && !is_one_word(word) {
                    self.problems.push(not_one_word(INVALID_RULE, word, &entry.span()));
                }
            }
            let set = self.lexicon().set(words.iter().map(String::as_str));
            own.insert(name, List { set, ..List::new(words, case) });
        }
        own
    }

    /// What is wrong with the file.
    pub(super) fn into_problems(self) -> Vec<Diagnostic> {
        self.problems
    }

    /// The lists and the inflection of the language that the rule is compiled for.
    pub(crate) fn book(&self) -> &'a Wordbook {
        self.words.names.book
    }

    /// The numbers of words and sets.
    pub(crate) fn lexicon(&mut self) -> &mut LexiconBuilder {
        self.words.lexicon
    }

    /// Reports a fault of the rule at `range`, bytes of the rule file.
    pub(crate) fn problem(&mut self, range: &Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        let problem = Diagnostic::new(Arc::from(INVALID_RULE), Severity::Error, place(range), message);
        self.problems.push(problem);
        let last = self.problems.len() - 1;
        &mut self.problems[last]
    }

    /// Reports that `name` is none of `known`.
    pub(crate) fn unknown<'k>(
        &mut self,
        range: &Range<usize>,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'k str>,
    ) {
        let source = self.source;
        let problem = self.problem(range, format!("unknown {what} `{name}`"));
        let written = source.slice(problem.span);
        suggest(problem, name, known, |near| written.replacen(name, near, 1));
    }

    /// The words that a key names: words, `word~` for a word in any inflection, `@name` for a list; and whether capitals
    /// matter in them.
    pub(crate) fn words(&mut self, written: &[Written]) -> (Vec<String>, bool) {
        let names = self.words.names;
        let mut words: Vec<String> = Vec::new();
        let mut case = !written.is_empty();
        for entry in written {
            let text = entry.get_ref();
            if let Some(name) = text.strip_prefix('@') {
                if let Some(list) = names.list(name) {
                    words.extend(list.words.iter().cloned());
                    case &= list.case;
                    continue;
                }
                self.unknown(&entry.span(), "list", name, names.lists());
            } else if let Some(lemma) = text.strip_suffix('~') {
                words.extend(names.book.inflections.forms(lemma).into_iter().map(|(_, word)| word));
            } else {
                words.push(text.clone());
            }
            case = false;
        }
        (words, case)
    }

    /// The words of [`Compiler::words`] as a set. One list alone is the very set of that list, so that a house which
    /// gives the list other words changes the rule, too.
    pub(crate) fn set(&mut self, written: &[Written]) -> SetId {
        let alone = written.first().filter(|_| written.len() == 1).and_then(|one| one.get_ref().strip_prefix('@'));
        if let Some(list) = alone.and_then(|name| self.words.names.list(name)) {
            return list.set;
        }
        let (words, case) = self.words(written);
        let words = words.iter().map(String::as_str);
        if case { self.lexicon().exact_set(words) } else { self.lexicon().set(words) }
    }

    /// The list called `name`, which the program itself reads; empty where the language has none.
    pub(crate) fn list(&self, name: &str) -> SetId {
        self.book().lists.get(name).map(|list| list.set).unwrap_or_default()
    }

    /// All the ways of a phrase that is looked for; none where it has a fault, which is reported.
    pub(crate) fn phrase(&mut self, written: &Written) -> Vec<Wording> {
        let ways = Wording::parse(written.get_ref(), &mut self.words);
        self.sound(&written.span(), ways)
    }

    /// What `text`, which stands at `range` of the rule file, writes in the place of `phrase`; nothing where it has a
    /// fault, which is reported.
    pub(crate) fn rewording(&mut self, text: &str, range: &Range<usize>, phrase: &str) -> Option<Rewording> {
        Rewording::parse(text, phrase, &mut self.words).map_err(|flaw| self.flaw(range, flaw)).ok()
    }

    /// All the ways of a phrase that is held against given places.
    pub(crate) fn guard_phrase(&mut self, written: &Written) -> Vec<Wording> {
        self.guard_part(written.get_ref(), &written.span())
    }

    /// The same for a part of a phrase that stands at `range` of the rule file.
    pub(crate) fn guard_part(&mut self, part: &str, range: &Range<usize>) -> Vec<Wording> {
        let ways = Wording::parse_guard(part, &mut self.words);
        self.sound(range, ways)
    }

    fn sound(&mut self, range: &Range<usize>, ways: Result<Vec<Wording>, Flaw>) -> Vec<Wording> {
        ways.unwrap_or_else(|flaw| {
            self.flaw(range, flaw);
            Vec::new()
        })
    }

    /// Reports what is wrong with a text of a language of its own, such as a phrase.
    pub(crate) fn flaw(&mut self, range: &Range<usize>, flaw: Flaw) {
        let source = self.source;
        let problem = self.problem(range, flaw.message);
        if let Some((name, known)) = flaw.unknown {
            let text = source.slice(problem.span);
            suggest(problem, &name, known.iter().map(String::as_str), |near| text.replacen(&name, near, 1));
        }
    }

    fn only_one(&mut self, mut matchers: Vec<Matcher>) -> Option<Matcher> {
        match matchers.len() {
            1 => matchers.pop(),
            0 => {
                let kinds: Vec<_> = KINDS.iter().map(|kind| format!("`[{kind}]`")).collect();
                self.problem(&(0..0), "a rule needs a table that says what to look for")
                    .notes
                    .push(format!("expected one of {}", kinds.join(", ")));
                None
            }
            _ => {
                let names: Vec<_> = matchers.iter().map(|matcher| format!("`[{}]`", matcher.kind())).collect();
                self.problem(&(0..0), format!("a rule has one kind, and this has {}", names.join(" and ")))
                    .notes
                    .push("put each into a file of its own".to_owned());
                None
            }
        }
    }

    fn placeholders(&mut self, written: &Written, of_kind: &[&'static str]) {
        let known = || ["match", "replacement"].into_iter().chain(of_kind.iter().copied());
        for name in Template::new(written.get_ref()).names() {
            if !known().any(|known| known == name) {
                self.unknown(&written.span(), "placeholder", name, known());
            }
        }
    }

    fn mqm(&mut self, written: &Written) {
        let category = written.get_ref();
        let dimension = category.split('/').next().unwrap_or_default();
        if !MQM.contains(&dimension) {
            self.unknown(&written.span(), "MQM dimension", dimension, MQM.into_iter());
        }
    }

    fn examples(&mut self, table: &ExamplesTable) -> (Vec<Example>, Vec<Example>) {
        let invalid = table.invalid.iter().filter_map(|entry| self.invalid_example(entry)).collect::<Vec<_>>();
        let valid = table.valid.iter().map(|entry| Example::valid(entry.get_ref().clone(), place(&entry.span()).start));
        (invalid, valid.collect())
    }

    fn invalid_example(&mut self, entry: &At<ExampleEntry>) -> Option<Example> {
        let (text, whole) = match entry.get_ref() {
            ExampleEntry::Text(text) => (text, None),
            ExampleEntry::Whole(example) => (&example.text, Some(example.fixed.clone())),
        };
        match Example::invalid(text, place(&entry.span()).start) {
            Ok(example) => Some(Example { fixed: whole.or(example.fixed), ..example }),
            Err(message) => {
                self.problem(&entry.span(), message);
                None
            }
        }
    }
}

/// The number of a branch or an entry, of which a rule has far fewer than 2^32.
pub(crate) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Tables whose keys are phrases keep the order of the alphabet.
pub(crate) type ByPhrase<T> = BTreeMap<Written, T>;
