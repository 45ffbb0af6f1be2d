//! Texts that every match of a regular expression contains: it is tried only where one of them stands.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use crate::rule::compile::Compiler;

/// Texts of which every match of `pattern` contains at least one, with [`EDGE`] where a word begins or ends, and the
/// length of the longest match in bytes. No texts where there is no such set.
pub(super) fn required(pattern: &str, compiler: &Compiler<'_>) -> (Vec<String>, Option<usize>) {
    let grammar =
        compiler.book().lists.get("function-words").map(|list| list.words.iter().map(String::as_str).collect());
    literals(pattern, &grammar.unwrap_or_default())
}

/// Words of grammar, which stand nearly everywhere.
type Grammar<'a> = BTreeSet<&'a str>;

fn literals(pattern: &str, grammar: &Grammar<'_>) -> (Vec<String>, Option<usize>) {
    let Ok(hir) = regex_syntax::parse(pattern) else { return (Vec::new(), None) };
    (set(&hir, grammar).unwrap_or_default(), hir.properties().maximum_len())
}

fn set(hir: &Hir, grammar: &Grammar<'_>) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(class) => one_letter(class).map(|letter| vec![letter.to_string()]).or_else(|| few_marks(class)),
        HirKind::Capture(capture) => set(&capture.sub, grammar),
        HirKind::Repetition(repetition) if repetition.min > 0 => set(&repetition.sub, grammar),
        HirKind::Concat(parts) => best(joined(parts, grammar), grammar),
        HirKind::Alternation(parts) => {
            let sets = parts.iter().map(|part| set(part, grammar)).collect::<Option<Vec<_>>>();
            sets.map(|sets| sets.concat())
        }
        _ => None,
    }
}

/// What stands in a literal where the expression says that a word begins or ends.
pub(super) const EDGE: char = '\0';

/// A word in a literal that has an edge or a space on both of its sides; of several, the longest.
pub(super) fn whole_word(literal: &str) -> Option<&str> {
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
fn joined(parts: &[Hir], grammar: &Grammar<'_>) -> Vec<Vec<String>> {
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
                sets.extend(set(part, grammar).map(|set| with_edges(parts, part, set)));
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
fn best(sets: Vec<Vec<String>>, grammar: &Grammar<'_>) -> Option<Vec<String>> {
    let rare = |literal: &String| whole_word(literal).is_some_and(|word| !grammar.contains(word));
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
    use super::{Grammar, whole_word};

    fn literals(pattern: &str) -> Vec<String> {
        super::literals(pattern, &Grammar::new()).0
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
    fn whole_words_are_told_from_parts() {
        assert_eq!(whole_word("\0row\0"), Some("row"));
        assert_eq!(whole_word(" above "), Some("above"));
        assert_eq!(whole_word("row\0"), None);
        assert_eq!(literals(r"\b(?:rows?|disputes?) x"), ["row", "dispute"]);
        assert_eq!(literals(r"\b(?<odd>(?<one>coast guard)s)\b"), ["coast guard"]);
    }
}
