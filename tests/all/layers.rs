//! Which module uses which: the arrows of `docs/architecture.md`, kept as data.
//!
//! A new arrow is a decision. It is written into the table here and into the page, with a reason. A row whose arrow
//! is gone must go, too, so that nobody takes for allowed what only once was.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::root;

/// A module and what it may use.
type Row = (&'static str, &'static [&'static str]);

/// `crates/core/src`: module to module.
const CORE: &[Row] = &[
    ("span", &[]),
    ("packed", &[]),
    ("source", &["span"]),
    ("diagnostic", &["span"]),
    ("document", &["diagnostic", "source", "span"]),
    ("text", &["document", "packed", "span"]),
    ("rule", &["diagnostic", "document", "packed", "source", "span", "text"]),
    ("lint", &["diagnostic", "document", "rule", "source", "text"]),
    ("fix", &["diagnostic", "source", "span"]),
    ("repair", &["diagnostic", "document", "fix", "lint", "rule", "source"]),
    ("selftest", &["diagnostic", "document", "fix", "lint", "rule", "source", "span"]),
];

/// `src`: module to module.
const FRONT: &[Row] = &[
    ("visible", &[]),
    ("error", &["visible"]),
    ("filter", &[]),
    ("pipeline", &[]),
    ("report", &["visible"]),
    ("store", &["error"]),
    ("package", &[]),
    ("walk", &["error", "package"]),
    ("config", &["error", "filter"]),
    ("cli", &["config", "error", "filter", "package", "pipeline", "report", "store", "visible", "walk"]),
];

/// `src`: module to module of `copydesk_core`.
const FRONT_TO_CORE: &[Row] = &[
    ("error", &["diagnostic", "source"]),
    ("filter", &["diagnostic", "rule"]),
    ("report", &["diagnostic", "source", "span"]),
    ("package", &["document", "source"]),
    ("walk", &["document"]),
    ("config", &["diagnostic", "document", "rule", "source", "span"]),
    ("cli", &["diagnostic", "document", "lint", "repair", "rule", "selftest", "source", "span"]),
];

/// `src`: module to what it takes from `copydesk_builtin`.
const FRONT_TO_BUILTIN: &[Row] = &[("config", &["rules"])];

/// Parts of the standard library that would make the core depend on more than its input.
const OUTSIDE: [&str; 7] = ["env", "fs", "io", "net", "process", "thread", "time"];

/// Macros that print.
const PRINTING: [&str; 5] = ["println!", "print!", "eprintln!", "eprint!", "dbg!"];

#[test]
fn core_modules_use_what_the_table_says() {
    assert_arrows(&root().join("crates/core/src"), "crate", CORE);
}

#[test]
fn front_end_modules_use_what_the_table_says() {
    assert_arrows(&root().join("src"), "crate", FRONT);
}

#[test]
fn front_end_modules_use_of_the_other_crates_what_the_table_says() {
    assert_arrows(&root().join("src"), "copydesk_core", FRONT_TO_CORE);
    assert_arrows(&root().join("src"), "copydesk_builtin", FRONT_TO_BUILTIN);
}

#[test]
fn core_knows_nothing_but_its_input() {
    let mut found = Vec::new();
    for (path, code) in files(&root().join("crates/core/src")) {
        let outside = used(&code, "std", usize::MAX).into_iter().filter(|part| OUTSIDE.contains(&part.as_str()));
        let printing = PRINTING.iter().filter(|name| code.contains(*name)).map(|name| (*name).to_owned());
        found.extend(outside.map(|part| format!("std::{part}")).chain(printing).map(|what| (path.clone(), what)));
    }
    assert!(found.is_empty(), "the core is a function of its input, but uses {found:?}");
}

/// Compares the arrows from the modules below `folder` into the crate `root` with `table`, in both directions.
#[track_caller]
fn assert_arrows(folder: &Path, root: &str, table: &[Row]) {
    let row = |(from, to): &Row| to.iter().map(|to| ((*from).to_owned(), (*to).to_owned())).collect::<Vec<_>>();
    let allowed: BTreeSet<_> = table.iter().flat_map(row).collect();
    let drawn = arrows(folder, root);
    let forbidden: Vec<_> = drawn.difference(&allowed).collect();
    let stale: Vec<_> = allowed.difference(&drawn).collect();
    assert!(forbidden.is_empty(), "these arrows are not in the table: {forbidden:?}");
    assert!(stale.is_empty(), "the table has arrows that no module draws any more: {stale:?}");
}

/// The arrows between top-level modules: from the modules below `folder` to those of the crate `root`.
fn arrows(folder: &Path, root: &str) -> BTreeSet<(String, String)> {
    let mut arrows = BTreeSet::new();
    for (path, code) in files(folder) {
        let (from, depth) = module(path.strip_prefix(folder).unwrap());
        let to = used(&code, root, depth);
        arrows.extend(to.into_iter().filter(|to| *to != from).map(|to| (from.clone(), to)));
    }
    arrows
}

/// Every Rust file below `folder` with its code, in the order of their paths.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let code = without_tests(code(&fs::read_to_string(&path).unwrap()));
                found.push((path, code));
            }
        }
    }
    assert!(found.len() > 5, "the sources are there");
    found.sort();
    found
}

/// The top-level module that a file belongs to, and how deep in the tree of modules the file stands.
fn module(path: &Path) -> (String, usize) {
    let path = path.with_extension("");
    let parts: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).filter(|part| *part != "mod").collect();
    (parts[0].to_owned(), parts.len())
}

/// The first parts of all paths in `code` that begin with `root`, in `use` and elsewhere. For the crate itself, a
/// path with so many `super` that it leaves the top-level module counts, too.
fn used(code: &str, root: &str, depth: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut prefixes = vec![format!("{root}::")];
    if root == "crate" {
        prefixes.push("super::".repeat(depth));
    }
    for prefix in prefixes {
        for (at, _) in code.match_indices(&prefix) {
            let before = code[..at].chars().next_back().is_some_and(|c| is_word(c) || c == ':' || c == '$');
            if !before {
                found.extend(first_parts(&code[at + prefix.len()..]));
            }
        }
    }
    found
}

/// The first part of a path, or of each path in braces.
fn first_parts(tree: &str) -> Vec<String> {
    match tree.trim_start().strip_prefix('{') {
        None => vec![word(tree)],
        Some(inside) => entries(inside).into_iter().map(word).filter(|part| !part.is_empty()).collect(),
    }
}

/// What stands between the commas of a list that a brace closes; commas in inner braces do not count.
fn entries(list: &str) -> Vec<&str> {
    let (mut entries, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' => {
                entries.push(&list[start..at]);
                break;
            }
            ',' if depth == 0 => {
                entries.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    entries
}

/// The word that `text` begins with.
fn word(text: &str) -> String {
    text.trim_start().chars().take_while(|&c| is_word(c)).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A Rust file without comments, strings and characters, in which anything may be written.
fn code(text: &str) -> String {
    let (mut code, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let in_word = code.chars().next_back().is_some_and(is_word);
        let skipped = no_code(rest, in_word);
        if skipped == 0 {
            code.push(c);
        } else {
            code.push(' ');
        }
        rest = &rest[skipped.max(c.len_utf8())..];
    }
    code
}

/// How many bytes of a comment, a string or a character `rest` begins with. `in_word` says that a word ends there, so
/// that an `r` is none of a raw string.
fn no_code(rest: &str, in_word: bool) -> usize {
    if rest.starts_with("//") {
        rest.find('\n').unwrap_or(rest.len())
    } else if rest.starts_with("/*") {
        block_comment(rest)
    } else if let Some(inside) = rest.strip_prefix('"') {
        1 + quoted(inside, '"')
    } else if rest.starts_with('r') && !in_word {
        raw_string(rest)
    } else if rest.starts_with('\'') {
        character(rest)
    } else {
        0
    }
}

/// The bytes of a comment that may hold others.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        match here {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The bytes up to and with the `end` that no backslash stands before.
fn quoted(rest: &str, end: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == end => return at + end.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// The bytes of a string such as `r#"…"#`; none where `rest` begins with no such string.
fn raw_string(rest: &str) -> usize {
    let hashes = rest[1..].bytes().take_while(|&byte| byte == b'#').count();
    if rest.as_bytes().get(1 + hashes) != Some(&b'"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let inside = 2 + hashes;
    rest[inside..].find(&end).map_or(rest.len(), |at| inside + at + end.len())
}

/// The bytes of a character such as `'"'`; none where a lifetime is meant.
fn character(rest: &str) -> usize {
    let mut inside = rest[1..].chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), _) => 1 + quoted(&rest[1..], '\''),
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 0,
    }
}

/// Code without the items that are compiled for tests only.
fn without_tests(mut code: String) -> String {
    while let Some(start) = code.find("#[cfg(test)]") {
        let end = item_end(&code[start..]);
        code.replace_range(start..start + end, "");
    }
    code
}

/// Where the item at the start of `code` ends: with a semicolon, or with the brace that closes its first one.
fn item_end(code: &str) -> usize {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

#[test]
fn the_reader_of_sources_sees_every_arrow_and_no_other() {
    for (source, depth, wanted) in [
        ("use crate::span::Span;", 1, "span"),
        ("use crate::{\n    fix,\n    rule::{self, Rule, file::{Written}},\n    text,\n};", 1, "fix rule text"),
        ("pub(crate) use crate::source as s; fn f(x: &crate::text::Token) {}", 1, "source text"),
        ("pub(in crate::rule) fn f() -> Vec<crate::lint::L> { crate::fix::plan() }", 1, "fix lint rule"),
        ("use super::store; use super::Own;", 1, "Own store"),
        ("use super::own; use super::super::walk::{self};", 2, "walk"),
        ("use other_crate::a; use ::b::crate_c; macro_rules! m { () => { $crate::d } }", 1, ""),
        ("// use crate::a;\n/* crate::b /* crate::c */ crate::d */ use crate::e;", 1, "e"),
        ("const A: &str = \"crate::a \\\" crate::b\"; use crate::c;", 1, "c"),
        ("const A: &str = r#\"crate::a \" crate::b\"#; const B: char = '\"'; use crate::c;", 1, "c"),
        ("fn f<'a>(x: &'a str) { if x == '\\'' { crate::b::g() } }", 1, "b"),
        ("use crate::a;\n#[cfg(test)]\nmod tests {\n    use crate::b;\n    fn f() { {} }\n}\nuse crate::c;", 1, "a c"),
        ("#[cfg(test)]\nuse crate::b;\nuse crate::c;", 1, "c"),
    ] {
        let found: Vec<String> = used(&without_tests(code(source)), "crate", depth).into_iter().collect();
        assert_eq!(found.join(" "), wanted, "{source}");
    }
}
