//! `pattern`: a regular expression, in time linear in the text.

mod literal;

use std::sync::OnceLock;

use regex_automata::Input;
use regex_automata::meta::Regex;
use regex_automata::util::captures::Captures;
use serde::{Deserialize, Serialize};

use self::literal::{required, whole_word};
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
use crate::text::{Text, WordId};

/// The `[pattern]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The longest match, in bytes, if there is such a thing.
    longest: Option<usize>,
    /// Built when the rule is first woken.
    #[serde(skip)]
    regex: OnceLock<Option<Regex>>,
    /// Where it wants to be woken.
    #[serde(skip)]
    wanted: Wanted,
}

/// What every match contains.
#[derive(Debug)]
enum Wanted {
    /// One of these words and marks.
    Tokens(Vec<WordId>),
    /// One of these texts.
    Literals(Vec<String>),
}

impl Default for Wanted {
    fn default() -> Self {
        Self::Literals(Vec::new())
    }
}

/// The longest match that is looked for around the word or mark by which it is found. A longer one is looked for in
/// the whole paragraph, once.
const NEAR: usize = 400;

impl Kind for Pattern {
    type Table = PatternTable;

    fn compile(table: PatternTable, compiler: &mut Compiler<'_>) -> Self {
        let range = table.regex.span();
        let source = with_ascii_edges(table.regex.get_ref());
        let regex = Regex::new(&source);
        if let Err(error) = &regex {
            // The last line of the error says what is wrong; the lines before it draw the expression again.
            let text = error.syntax_error().map_or_else(|| error.to_string(), ToString::to_string);
            let last = text.lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned();
            compiler.problem(&range, format!("this is no regular expression: {last}"));
        }
        let groups: Vec<String> = regex.iter().flat_map(names).map(|(_, name)| name.to_owned()).collect();
        let known = || groups.iter().map(String::as_str);
        let replace: Vec<Template> =
            table.replace.iter().flat_map(OneOrMore::as_slice).map(|text| Template::new(text)).collect();
        if let Some(span) = &table.span
            && regex.is_ok()
            && !groups.contains(span.get_ref())
        {
            compiler.unknown(&span.span(), "group", span.get_ref(), known());
        }
        for name in replace.iter().flat_map(Template::names).filter(|&name| known().all(|group| group != name)) {
            if name != "match" {
                compiler.unknown(&range, "group", name, known());
            }
        }
        let (literals, longest) = required(&source, compiler);
        if regex.is_ok() && literals.is_empty() {
            compiler
                .problem(&range, "this has no text that every match contains, so it would have to be tried everywhere");
        }
        Self {
            span: table.span.map(Written::into_inner).unwrap_or_default(),
            replace,
            trust: Trust { applicability: table.applicability, class: table.class.unwrap_or(FixClass::Free) },
            guard: Guard::compile(table.guard, compiler),
            longest: longest.filter(|&longest| longest <= NEAR),
            wanted: wanted(&literals, compiler),
            regex: OnceLock::new(),
            source,
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        let entry = if self.longest.is_some() { 0 } else { ONCE };
        match &self.wanted {
            Wanted::Tokens(ids) => ids.iter().for_each(|&id| anchors.word(id, entry)),
            Wanted::Literals(texts) => texts.iter().for_each(|text| anchors.literal(text)),
        }
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        // The expression was built once when the rule was compiled, so it is sound.
        let Some(regex) = self.regex.get_or_init(|| Regex::new(&self.source).ok()) else { return };
        let input = Input::new(text.prose());
        let input = match (self.longest, text.token(wake.token)) {
            (Some(longest), Some(token)) if wake.entry != ONCE => {
                let from = (token.end as usize).saturating_sub(longest);
                let to = text.prose().len().min(token.start as usize + longest);
                input.range(text.prose().floor_char_boundary(from)..text.prose().ceil_char_boundary(to))
            }
            _ => input,
        };
        // Whether there is a match is told much faster than where its groups are.
        if regex.is_match(input.clone()) {
            regex.captures_iter(input).for_each(|captures| self.found(regex, &captures, text, reporter));
        }
    }

    fn branches(&self) -> Vec<String> {
        vec![self.source.clone()]
    }
}

/// Where an expression is to be tried, every match of which contains one of `literals`. Words and marks are found by
/// the index, which costs nothing where they do not occur.
fn wanted(literals: &[String], compiler: &mut Compiler<'_>) -> Wanted {
    let token = |literal: &String| {
        let mark = |c: &char| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control() && *c != '\'' && *c != '’';
        match (whole_word(literal), literal.chars().find(mark)) {
            (Some(word), _) => Some(compiler.lexicon().word(word)),
            (None, Some(mark)) => Some(compiler.lexicon().mark(mark)),
            (None, None) => None,
        }
    };
    match literals.iter().map(token).collect() {
        Some(ids) => Wanted::Tokens(ids),
        None => Wanted::Literals(literals.iter().map(|text| text.trim_matches(literal::EDGE).to_owned()).collect()),
    }
}

/// The groups of an expression that have names, with their numbers.
fn names(regex: &Regex) -> impl Iterator<Item = (usize, &str)> {
    let groups = regex.group_info().pattern_names(regex_automata::PatternID::ZERO);
    groups.enumerate().filter_map(|(number, name)| Some((number, name?)))
}

impl Pattern {
    fn found(&self, regex: &Regex, captures: &Captures, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let Some(underlined) = captures.get_group_by_name(&self.span).or(captures.get_group(0)) else { return };
        // Prose is no longer than its source, and sources are at most 4 GiB long.
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(byte(underlined.start), byte(underlined.end));
        if !reporter.admits(&self.guard, text, text.token_at(span.start), text.token_at(span.end)) {
            return;
        }
        let slice = |range: regex_automata::Span| text.prose().get(range.range()).unwrap_or_default();
        let mut values: Vec<(&str, &str)> = vec![("match", slice(underlined))];
        let groups = names(regex).filter_map(|(number, name)| Some((name, slice(captures.get_group(number)?))));
        values.extend(groups);
        let mut finding = Finding::new(text.source_span(span), 0);
        finding.offer(text, span, self.trust, self.replace.iter().map(|template| template.render(&values)));
        reporter.report(finding);
    }
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

#[cfg(test)]
mod tests {
    use super::with_ascii_edges;

    #[test]
    fn edges_are_those_of_ascii() {
        assert_eq!(with_ascii_edges(r"\bx\\b\s"), r"(?-u:\b)x\\b\s");
    }
}
