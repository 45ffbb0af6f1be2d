//! Every built-in rule proves itself.

use copydesk_core::rule::{Listed, RuleSet};
use copydesk_core::selftest;

#[test]
fn every_rule_passes_its_own_examples() {
    let rules = copydesk_builtin::rules();
    let mut failures = Vec::new();
    for listed in rules.iter() {
        for failure in selftest::test(&rules, listed) {
            failures.push(format!("{}: {}: {}", listed.rule.id, failure.verdict.as_str(), failure.detail));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_file_is_built_in() {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| if path.is_dir() { count(&path) } else { usize::from(is_rule(&path)) }).sum()
    }
    fn is_rule(path: &std::path::Path) -> bool {
        !path.parent().unwrap().ends_with("lists") && path.file_name().unwrap() != "inflection.toml"
    }
    let written = count(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"));
    assert_eq!(copydesk_builtin::rules().iter().count(), written);
}

#[test]
fn a_set_survives_being_stored() {
    let rules = copydesk_builtin::rules();
    let again = RuleSet::from_bytes(rules.to_bytes().unwrap().leak()).unwrap();
    assert_eq!(rules.ids(), again.ids());
    assert_eq!(again.to_bytes().unwrap(), rules.to_bytes().unwrap());
}

#[test]
fn every_rule_says_what_and_why_in_plain_form() {
    for Listed { rule, about, .. } in copydesk_builtin::rules().iter() {
        assert!(!about.summary.ends_with('.'), "{}: a summary has no full stop", rule.id);
        assert!(about.why.trim_end().ends_with(['.', '!', '?']), "{}: `why` is made of sentences", rule.id);
        assert!(rule.id.contains('/'), "{}: a rule has a category", rule.id);
    }
}
