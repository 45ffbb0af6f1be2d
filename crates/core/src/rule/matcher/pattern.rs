//! `pattern`: a regular expression, in time linear in the text.

use std::sync::OnceLock;

use regex::{Captures, Regex};
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::compile::Compiler;
use crate::rule::file::{OneOrMore, Trust, Written};
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Reporter};
use crate::rule::template::Template;
use crate::rule::{ONCE, Wake};
use crate::span::Span;
use crate::text::{Language, Text, WordKey, WordList};

/// The `[pattern]` table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PatternTable {
    /// The regular expression. It is matched against one paragraph at a time.
    regex: Written,
    /// The named group that is underlined and replaced; the whole match if there is none.
    span: Option<Written>,
    /// What may be written instead, the best first; `{group}` is what a group matched.
    replace: Option<OneOrMore>,
    /// How far the replacements can be trusted.
    applicability: Applicability,
    /// What the replacements promise not to change.
    class: Option<FixClass>,
    /// What must not stand beside the match.
    guard: Option<GuardTable>,
}

/// A regular expression to look for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Pattern {
    source: String,
    span: String,
    replace: Vec<Template>,
    trust: Trust,
    guard: Guard,
    /// Texts of which a match has at least one, whatever the case of their ASCII letters, with [`EDGE`] where a word
    /// begins or ends.
    literals: Vec<String>,
    /// Sets of words of which a match has one each, not far from where it was found. They are held against the words
    /// around before the expression itself is: most places are ruled out by them.
    company: Vec<Vec<WordKey>>,
    /// Built when a text first has one of the literals.
    #[serde(skip)]
    regex: OnceLock<Option<Regex>>,
}

impl Kind for Pattern {
    type Table = PatternTable;

    fn compile(table: PatternTable, compiler: &mut Compiler<'_>) -> Self {
        let range = table.regex.span();
        let source = with_ascii_edges(table.regex.get_ref());
        let regex = Regex::new(&source);
        if let Err(error) = &regex {
            // The last line of the error says what is wrong; the lines before it draw the expression again.
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned();
            compiler.problem(&range, format!("this is no regular expression: {last}"));
        }
        let groups: Vec<&str> = regex.iter().flat_map(|regex| regex.capture_names().flatten()).collect();
        let replace: Vec<Template> =
            table.replace.map(OneOrMore::into_vec).unwrap_or_default().iter().map(|text| Template::new(text)).collect();
        if let Some(span) = &table.span
            && regex.is_ok()
            && !groups.contains(&span.get_ref().as_str())
        {
            compiler.unknown(&span.span(), "group", span.get_ref(), groups.iter().copied());
        }
        let literals = literals(&source, compiler.language());
        let company = company(&source, &literals);
        if regex.is_ok() && literals.is_empty() {
            compiler
                .problem(&range, "this has no text that every match contains, so it would have to be tried everywhere");
        }
        for name in replace.iter().flat_map(Template::names).filter(|name| !groups.contains(name) && *name != "match") {
            compiler.unknown(&range, "group", name, groups.iter().copied());
        }
        Self {
            span: table.span.map(Written::into_inner).unwrap_or_default(),
            replace,
            trust: Trust { applicability: table.applicability, class: table.class.unwrap_or(FixClass::Free) },
            guard: Guard::compile(table.guard, compiler),
            literals,
            company,
            regex: OnceLock::new(),
            source,
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        // A whole word is found by the index of words, which costs nothing where the word does not occur.
        let words: Option<Vec<&str>> = self.literals.iter().map(|literal| whole_word(literal)).collect();
        match words {
            Some(words) if self.company.is_empty() => {
                words.iter().for_each(|word| anchors.word_once(WordKey::new(word)));
            }
            Some(words) => words.iter().for_each(|word| anchors.word(WordKey::new(word), 0)),
            None => self.literals.iter().for_each(|literal| anchors.literal(literal.trim_matches(EDGE))),
        }
    }

    fn check(&self, wake: Wake, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        if wake.entry != ONCE && !self.has_company(text, wake.token) {
            return;
        }
        // The expression was built once when the rule was compiled, so it is sound.
        let Some(regex) = self.regex.get_or_init(|| Regex::new(&self.source).ok()) else { return };
        // Whether there is a match is told much faster than where its groups are.
        if !regex.is_match(text.prose()) {
            return;
        }
        for captures in regex.captures_iter(text.prose()) {
            self.found(regex, &captures, text, reporter);
        }
    }

    fn branches(&self) -> Vec<String> {
        vec![self.source.clone()]
    }
}

/// How many tokens to either side the company of a match is looked for.
const NEAR: usize = 64;
/// The longest match, in bytes, whose words are all that near: a word and the space before it take two bytes or more.
const MOST_BYTES: usize = 2 * NEAR;

impl Pattern {
    /// Whether each set of company has a word near token `at`.
    fn has_company(&self, text: &Text<'_>, at: usize) -> bool {
        let near = &text.tokens()[at.saturating_sub(NEAR)..(at + NEAR + 1).min(text.tokens().len())];
        let has = |set: &Vec<WordKey>| near.iter().any(|token| set.binary_search(&token.key).is_ok());
        self.company.iter().all(has)
    }

    fn found(&self, regex: &Regex, captures: &Captures<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let whole = captures.get(0);
        let Some(underlined) = captures.name(&self.span).or(whole) else { return };
        // Prose is no longer than its source, and sources are at most 4 GiB long.
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(byte(underlined.start()), byte(underlined.end()));
        if !self.guard.allows(text, text.token_at(span.start), text.token_at(span.end)) {
            return;
        }
        let mut values: Vec<(&str, &str)> = vec![("match", underlined.as_str())];
        values.extend(regex.capture_names().flatten().filter_map(|name| Some((name, captures.name(name)?.as_str()))));
        let mut finding = Finding::new(text.source_span(span), 0);
        finding.offer(text, span, self.trust, self.replace.iter().map(|template| template.render(&values)));
        reporter.report(finding);
    }
}

/// The sets of whole words that every match of `pattern` has one of each, besides the one that it is found by.
fn company(pattern: &str, found_by: &[String]) -> Vec<Vec<WordKey>> {
    let Ok(hir) = regex_syntax::parse(pattern) else { return Vec::new() };
    let HirKind::Concat(parts) = hir.kind() else { return Vec::new() };
    if hir.properties().maximum_len().is_none_or(|longest| longest > MOST_BYTES) {
        return Vec::new();
    }
    let sets = joined(parts, None).into_iter().filter(|set| set != found_by);
    let keys = |set: Vec<String>| {
        let words = set.iter().map(|literal| whole_word(literal).map(WordKey::new));
        let mut keys = words.collect::<Option<Vec<_>>>()?;
        keys.sort_unstable();
        Some(keys)
    };
    sets.filter_map(keys).collect()
}

/// The expression with `\b` meaning the edge of a run of ASCII letters, digits and `_`. With the edges of Unicode, one
/// curly quotation mark in a paragraph would keep the fast engines from reading it, and the speed falls by a factor of
/// ten.
fn with_ascii_edges(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('b') => out.push_str(r"(?-u:\b)"),
                Some(escaped) => out.extend([c, escaped]),
                None => out.push(c),
            },
            (c, false) => out.push(c),
        }
    }
    out
}

/// Texts of which every match of `pattern` contains at least one; empty where there is no such set.
fn literals(pattern: &str, language: &Language) -> Vec<String> {
    let grammar = language.list("function-words");
    regex_syntax::parse(pattern).ok().and_then(|hir| required(&hir, grammar)).unwrap_or_default()
}

fn required(hir: &Hir, grammar: Option<&WordList>) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(class) => one_letter(class).map(|letter| vec![letter.to_string()]).or_else(|| few_marks(class)),
        HirKind::Capture(capture) => required(&capture.sub, grammar),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub, grammar),
        HirKind::Concat(parts) => best(joined(parts, grammar), grammar),
        HirKind::Alternation(parts) => {
            let sets = parts.iter().map(|part| required(part, grammar)).collect::<Option<Vec<_>>>();
            sets.map(|sets| sets.concat())
        }
        _ => None,
    }
}

/// What stands in a literal where the expression says that a word begins or ends.
const EDGE: char = '\0';

/// A word in a literal that has an edge or a space on both of its sides; of several, the longest.
fn whole_word(literal: &str) -> Option<&str> {
    let between = |c: char| c == EDGE || c == ' ';
    let parts: Vec<&str> = literal.split(between).collect();
    let inner = parts.get(1..parts.len().checked_sub(1)?)?;
    let is_word = |part: &&&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    inner.iter().filter(is_word).max_by_key(|part| part.len()).copied()
}

/// Whether a part of an expression only says that a word begins or ends here, or is white space.
fn is_edge(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Look(look) => matches!(
            look,
            Look::WordAscii
                | Look::WordUnicode
                | Look::WordStartUnicode
                | Look::WordEndUnicode
                | Look::Start
                | Look::End
        ),
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().flat_map(|range| range.start()..=range.end()).all(char::is_whitespace)
        }
        HirKind::Repetition(repetition) => repetition.min > 0 && is_edge(&repetition.sub),
        HirKind::Capture(capture) => is_edge(&capture.sub),
        _ => false,
    }
}

/// What each part of a sequence requires, with neighbouring letters joined to words.
fn joined(parts: &[Hir], grammar: Option<&WordList>) -> Vec<Vec<String>> {
    let mut sets: Vec<Vec<String>> = Vec::new();
    let mut run = String::new();
    for part in parts {
        match part.kind() {
            HirKind::Literal(literal) => run.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(class) if one_letter(class).is_some() => run.extend(one_letter(class)),
            _ if is_edge(part) => {
                run.push(EDGE);
                sets.push(vec![std::mem::take(&mut run)]);
                run.push(EDGE);
            }
            _ => {
                sets.push(vec![std::mem::take(&mut run)]);
                sets.extend(required(part, grammar).map(|set| with_edges(parts, part, set)));
            }
        }
    }
    sets.push(vec![run]);
    sets.retain(|set| set.iter().all(|literal| !literal.trim_matches(EDGE).is_empty()));
    sets
}

/// The alternatives of a part with an edge on the sides where one stands in the sequence around it.
fn with_edges(parts: &[Hir], part: &Hir, set: Vec<String>) -> Vec<String> {
    let whole = matches!(part.kind(), HirKind::Alternation(_) | HirKind::Capture(_));
    let Some(at) = parts.iter().position(|other| std::ptr::eq(other, part)).filter(|_| whole) else { return set };
    let edge = |at: Option<usize>| if at.and_then(|at| parts.get(at)).is_some_and(is_edge) { "\0" } else { "" };
    let (before, after) = (edge(at.checked_sub(1)), edge(Some(at + 1)));
    // An alternative that is more than its literal has its own parts between the literal and the edge.
    let plain = alternatives_are_literals(part);
    set.into_iter().map(|literal| if plain { format!("{before}{literal}{after}") } else { literal }).collect()
}

/// Whether each alternative of a group is one text, so that what it requires is the whole of it.
fn alternatives_are_literals(hir: &Hir) -> bool {
    let letter = |hir: &Hir| match hir.kind() {
        HirKind::Literal(_) => true,
        HirKind::Class(class) => one_letter(class).is_some(),
        _ => false,
    };
    match hir.kind() {
        HirKind::Capture(capture) => alternatives_are_literals(&capture.sub),
        HirKind::Alternation(parts) => parts.iter().all(alternatives_are_literals),
        HirKind::Concat(parts) => parts.iter().all(letter),
        _ => letter(hir),
    }
}

/// The set that occurs most rarely: of whole words rather than of parts, without words of grammar, and its shortest
/// text the longest.
fn best(sets: Vec<Vec<String>>, grammar: Option<&WordList>) -> Option<Vec<String>> {
    let rare =
        |literal: &String| whole_word(literal).is_some_and(|word| grammar.is_none_or(|list| !list.contains(word)));
    sets.into_iter().max_by_key(|set| {
        let shortest = set.iter().map(|literal| weight(literal.trim_matches(EDGE))).min().unwrap_or_default();
        let (rare, whole) = (set.iter().all(rare), set.iter().all(|literal| whole_word(literal).is_some()));
        (rare || shortest > 5, whole, shortest, std::cmp::Reverse(set.len()))
    })
}

/// How rare a text is, by its length; single marks but the commonest are as rare as short words.
fn weight(literal: &str) -> usize {
    let mark = |c: char| !c.is_alphanumeric() && !" .,'’-\"".contains(c);
    if literal.chars().count() == 1 && literal.chars().all(mark) { 4 } else { literal.len() }
}

/// The characters of a class of a few marks.
fn few_marks(class: &Class) -> Option<Vec<String>> {
    let Class::Unicode(class) = class else { return None };
    let chars: Vec<char> = class.iter().flat_map(|range| range.start()..=range.end()).take(9).collect();
    let marks = chars.iter().all(|c| !c.is_alphanumeric() && !c.is_whitespace());
    (marks && !chars.is_empty() && chars.len() < 9).then(|| chars.iter().map(char::to_string).collect())
}

/// The small letter of a class that is one ASCII letter in both cases, as `(?i)` makes them.
fn one_letter(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let mut letters = class.iter().flat_map(|range| range.start()..=range.end());
    let first = letters.next()?;
    // `k` and `s` have a third form in Unicode, which no article uses as such.
    let same = |c: char| c.eq_ignore_ascii_case(&first) || matches!(c, '\u{212a}' | '\u{17f}');
    (first.is_ascii_alphabetic() && letters.take(3).all(same)).then(|| first.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{whole_word, with_ascii_edges};

    fn literals(pattern: &str) -> Vec<String> {
        super::literals(pattern, &crate::text::Language::default())
    }

    #[test]
    fn every_match_has_a_literal() {
        assert_eq!(literals(r"\b(?i:situation)s? above [A-Z]"), [" above "]);
        assert_eq!(literals(r"\b(?:row|dispute)\s+above"), ["\0row\0", "\0dispute\0"]);
        assert_eq!(literals(r"x(?:ab|cd)+y*"), ["ab", "cd"]);
        assert_eq!(literals(r"\.[ \t]*\."), ["."]);
        assert!(literals(r"[a-z]+\s*").is_empty() && literals(r"a?").is_empty());
    }

    #[test]
    fn the_third_form_of_k_and_s_is_no_obstacle() {
        assert_eq!(literals(r"(?i)risk"), ["risk"]);
    }

    #[test]
    fn edges_are_those_of_ascii() {
        assert_eq!(with_ascii_edges(r"\bx\\b\s"), r"(?-u:\b)x\\b\s");
    }

    #[test]
    fn whole_words_are_told_from_parts() {
        assert_eq!(whole_word("\0row\0"), Some("row"));
        assert_eq!(whole_word(" above "), Some("above"));
        assert_eq!(whole_word("row\0"), None);
        assert_eq!(literals(r"\b(?:rows?|disputes?) x"), ["row", "dispute"]);
        assert_eq!(literals(r"\b(?<odd>(?<one>coast guard)s)\b"), ["coast guard"]);
    }
}
