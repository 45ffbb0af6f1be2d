//! The documents say what is true: their rules pass their own examples, their tables are those of the code.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use copydesk_core::rule::{RuleSet, list_schema, rule_schema};
use copydesk_core::selftest;
use copydesk_core::source::Source;
use serde_json::Value;

use crate::support::root;

/// What a fragment of a rule leaves out.
const HEAD: &str = "summary = \"an example\"\nmessage = \"found `{match}`\"\nseverity = \"note\"\n\
                    mqm = \"style/unidiomatic\"\nwhy = \"It is an example.\"\n";

/// The pieces of TOML in a document, each with the number of its first line.
fn pieces(document: &str) -> Vec<(usize, String)> {
    let mut pieces: Vec<(usize, String)> = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (line, number) in document.lines().zip(1..) {
        match (&mut open, line.trim()) {
            (None, "```toml") => open = Some((number + 1, String::new())),
            (Some(_), "```") => pieces.extend(open.take()),
            (Some((_, text)), _) => *text += &format!("{line}\n"),
            _ => {}
        }
    }
    pieces
}

/// The path and the text of the rule file, list or inflection that a piece of TOML is; nothing for other TOML.
fn rule_file(piece: &str, number: usize) -> Option<(String, String)> {
    let first = piece.lines().next()?.strip_prefix("# ")?;
    if let Some(path) = first.strip_prefix("rules/").or_else(|| first.strip_prefix("house-rules/")) {
        return Some((path.to_owned(), piece.to_owned()));
    }
    // A fragment that names no kind is a part of a rule that says nothing by itself.
    let kind = first.strip_prefix("fragment ")?;
    let table = format!("[{kind}]\napplicability = \"unsafe\"\n");
    Some((format!("en/fragment/line-{number}.toml"), format!("{HEAD}{table}{piece}")))
}

/// Compiles the rules of a document, each by itself on top of the built-in ones, and runs their examples.
fn run(document: &Path) -> (usize, Vec<String>) {
    let text = fs::read_to_string(document).unwrap();
    let (mut rules, mut wrong) = (0, Vec::new());
    for (number, piece) in pieces(&text) {
        let Some((path, file)) = rule_file(&piece, number) else { continue };
        rules += 1;
        let place = format!("{}:{number}", document.display());
        match copydesk_builtin::rules().with_files(&[(path.clone(), Source::new(file).unwrap())]) {
            Ok(set) => wrong.extend(failures(&set, &path).iter().map(|failure| format!("{place}: {failure}"))),
            Err(faulty) => wrong.push(format!("{place}: {}", faulty[0].problems[0].message)),
        }
    }
    (rules, wrong)
}

fn failures(rules: &RuleSet, path: &str) -> Vec<String> {
    let (language, id) = path.trim_end_matches(".toml").split_once('/').unwrap();
    let of_file = rules.iter().filter(|listed| *listed.rule.id == *id && listed.rule.language == language);
    let failures = of_file.flat_map(|listed| selftest::test(rules, listed));
    failures.map(|failure| format!("{}: {}", failure.verdict.as_str(), failure.detail)).collect()
}

#[test]
fn the_rules_in_the_documents_pass_their_own_examples() {
    for (name, least) in [("README.md", 1), ("docs/rules.md", 20), ("docs/phrase-language.md", 18)] {
        let (rules, wrong) = run(&root().join(name));
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(rules >= least, "{name} has {rules} rules, which cannot be all");
    }
}

#[test]
fn the_schemas_are_those_of_the_code() {
    for (name, schema) in [("rule", rule_schema()), ("list", list_schema())] {
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        assert_written(&format!("docs/schema/{name}.schema.json"), &text);
    }
}

#[test]
fn the_reference_of_keys_is_that_of_the_code() {
    let schema: Value = serde_json::to_value(rule_schema()).unwrap();
    let list: Value = serde_json::to_value(list_schema()).unwrap();
    assert_written("docs/rule-keys.md", &reference(&schema, &list));
}

/// Compares a generated file with what stands in the repository, or writes it where `UPDATE` is set.
fn assert_written(name: &str, text: &str) {
    let path = root().join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "{name} is stale: `UPDATE=1 cargo test docs` writes it anew");
}

/// The page of all keys.
fn reference(schema: &Value, list: &Value) -> String {
    let mut page = "# Keys of rule files\n\n\
        This page is made from the documentation of the code; `UPDATE=1 cargo test docs` writes it anew. \
        [Writing rules](rules.md) explains the kinds with examples, [the phrase language](phrase-language.md) what may \
        stand in a phrase. `copydesk schema rule` prints the same as a JSON Schema.\n\n"
        .to_owned();
    page += "## A rule\n\n";
    page += &table(schema);
    let mut named: BTreeMap<&str, &Value> = BTreeMap::new();
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        named.insert(name, definition);
    }
    let kinds = schema["properties"].as_object().unwrap().iter().filter_map(|(key, value)| {
        let name = value["$ref"].as_str()?.rsplit('/').next()?;
        name.ends_with("Table").then_some((key.as_str(), name))
    });
    let mut told = Vec::new();
    for (key, name) in kinds {
        page += &format!("## `[{key}]`\n\n{}\n\n", schema["properties"][key]["description"].as_str().unwrap());
        if told.contains(&name) {
            page += "The keys are those of `[phrase]`.\n\n";
            continue;
        }
        told.push(name);
        page += &table(named[name]);
    }
    for (name, definition) in &named {
        if told.contains(name) {
            continue;
        }
        let description = definition["description"].as_str().unwrap_or_default();
        page += &format!("## {name}\n\n{}\n\n", flat(description));
        page += &if definition["properties"].is_object() { table(definition) } else { values(definition) };
    }
    page += "## A word list\n\n";
    page += &table(list);
    page.trim_end().to_owned() + "\n"
}

/// The keys of a table, each with what it holds.
fn table(schema: &Value) -> String {
    let empty = Vec::new();
    let required: Vec<&str> =
        schema["required"].as_array().unwrap_or(&empty).iter().filter_map(Value::as_str).collect();
    let mut rows = "| key | holds | | meaning |\n|---|---|---|---|\n".to_owned();
    for (key, value) in schema["properties"].as_object().unwrap() {
        let needed = if required.contains(&key.as_str()) { "required" } else { "optional" };
        let description = flat(value["description"].as_str().unwrap_or_default());
        rows += &format!("| `{key}` | {} | {needed} | {description} |\n", holds(value));
    }
    rows + "\n"
}

/// The values of a choice.
fn values(schema: &Value) -> String {
    let choices = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
    let mut rows = "| value | meaning |\n|---|---|\n".to_owned();
    for choice in choices.map(Vec::as_slice).unwrap_or_default() {
        let description = flat(choice["description"].as_str().unwrap_or_default());
        let value = choice["const"].as_str().map_or_else(|| holds(choice), |name| format!("`\"{name}\"`"));
        rows += &format!("| {value} | {description} |\n");
    }
    rows + "\n"
}

/// What a value is.
fn holds(value: &Value) -> String {
    if let Some(name) = value["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let anchor = name.to_lowercase();
        return format!("[{name}](#{anchor})");
    }
    match value["type"].as_str() {
        Some("array") => {
            format!("list of {}", if value["items"].is_object() { holds(&value["items"]) } else { "values".to_owned() })
        }
        Some("object") if value["additionalProperties"].is_object() => {
            format!("table of {}", holds(&value["additionalProperties"]))
        }
        Some("object") => "table".to_owned(),
        Some("string") => "text".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("integer" | "number") => "number".to_owned(),
        _ => "value".to_owned(),
    }
}

/// A description on one line, without what would end a cell of a table.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
