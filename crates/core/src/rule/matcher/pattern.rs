//! `pattern`: a regular expression, in time linear in the text.

use std::sync::OnceLock;

use regex::{Captures, Regex};
use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::file::{OneOrMore, Trust, Written};
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Reporter};
use crate::rule::template::Template;
use crate::span::Span;
use crate::text::Text;

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
    /// Texts of which a match has at least one, whatever the case of their ASCII letters.
    literals: Vec<String>,
    /// Built when a text first has one of the literals.
    #[serde(skip)]
    regex: OnceLock<Option<Regex>>,
}

impl Kind for Pattern {
    type Table = PatternTable;

    fn compile(table: PatternTable, compiler: &mut Compiler<'_>) -> Self {
        let range = table.regex.span();
        let source = table.regex.into_inner();
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
        let literals = literals(&source);
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
            regex: OnceLock::new(),
            source,
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        self.literals.iter().for_each(|literal| anchors.literal(literal));
    }

    fn check(&self, _: Wake, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        // The expression was built once when the rule was compiled, so it is sound.
        let Some(regex) = self.regex.get_or_init(|| Regex::new(&self.source).ok()) else { return };
        for captures in regex.captures_iter(text.prose()) {
            self.found(regex, &captures, text, reporter);
        }
    }

    fn branches(&self) -> Vec<String> {
        vec![self.source.clone()]
    }
}

impl Pattern {
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

/// Texts of which every match of `pattern` contains at least one; empty where there is no such set.
fn literals(pattern: &str) -> Vec<String> {
    regex_syntax::parse(pattern).ok().and_then(|hir| required(&hir)).unwrap_or_default()
}

fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(class) => one_letter(class).map(|letter| vec![letter.to_string()]),
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(parts) => best(joined(parts)),
        HirKind::Alternation(parts) => parts.iter().map(required).collect::<Option<Vec<_>>>().map(|sets| sets.concat()),
        _ => None,
    }
}

/// What each part of a sequence requires, with neighbouring letters joined to words.
fn joined(parts: &[Hir]) -> Vec<Vec<String>> {
    let mut sets: Vec<Vec<String>> = Vec::new();
    let mut run = String::new();
    for part in parts {
        match part.kind() {
            HirKind::Literal(literal) => run.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(class) if one_letter(class).is_some() => run.extend(one_letter(class)),
            _ => {
                sets.push(vec![std::mem::take(&mut run)]);
                sets.extend(required(part));
            }
        }
    }
    sets.push(vec![run]);
    sets.retain(|set| set.iter().all(|literal| !literal.is_empty()));
    sets
}

/// The set whose shortest text is the longest: the one that occurs most rarely.
fn best(sets: Vec<Vec<String>>) -> Option<Vec<String>> {
    sets.into_iter().max_by_key(|set| (set.iter().map(String::len).min(), std::cmp::Reverse(set.len())))
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
    use super::literals;

    #[test]
    fn every_match_has_a_literal() {
        assert_eq!(literals(r"\b(?i:situation)s? above [A-Z]"), ["situation"]);
        assert_eq!(literals(r"x(?:ab|cd)+y*"), ["ab", "cd"]);
        assert_eq!(literals(r"\.[ \t]*\."), ["."]);
        assert!(literals(r"[a-z]+\s*").is_empty() && literals(r"a?").is_empty());
    }

    #[test]
    fn the_third_form_of_k_and_s_is_no_obstacle() {
        assert_eq!(literals(r"(?i)risk"), ["risk"]);
    }
}
