//! `explain`, `rules` and `test`: what the program says about its rules.

use std::collections::BTreeSet;

use copydesk_core::rule::Listed;

use crate::support::{Desk, assert_has, assert_said};

/// How many examples a rule has.
fn examples_of(listed: Listed<'_>) -> usize {
    listed.about.invalid.len() + listed.about.valid.len()
}

#[test]
fn explain_shows_what_a_rule_finds_and_why() {
    let said = Desk::with(&[]).run(&["explain", "punctuation/doubled-stop"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert!(
        said.out.starts_with("error[punctuation/doubled-stop]: doubled full stop\n\nThe second stop is a leftover")
    );
    let example = "    The boats left the northern harbour. .\n                                       ^^^\n    \
                   The boats left the northern harbour.\n";
    let silence = "[rules]\n    \"punctuation/doubled-stop\" = \"off\"\n";
    let valid = "Left alone\n    She waited ... and waited.";
    assert_has(&said.out, &[example, valid, "Kind      phrase\n", "MQM       linguistic-conventions/", silence]);
    assert!(said.out.lines().all(|line| line.chars().count() <= 120), "{}", said.out);
}

#[test]
fn explain_begins_with_the_severity_and_the_summary() {
    let (desk, rules) = (Desk::with(&[]), copydesk_builtin::rules());
    for id in ["punctuation/stray-stop", "quotation/unclosed-quotation", "repetition/doubled-word"] {
        let Listed { rule, about, .. } = rules.iter().find(|listed| &*listed.rule.id == id).unwrap();
        let said = desk.run(&["explain", id]);
        let head = format!("{}[{id}]: {}\n\n", rule.severity.as_str(), about.summary);
        assert!(said.status == 0 && said.out.starts_with(&head), "{id}: {said:#?}");
    }
}

#[test]
fn explain_of_an_unknown_rule_offers_the_nearest() {
    let desk = Desk::with(&[]);
    for (name, near) in [
        ("punctuation/doubled-stops", "; did you mean `punctuation/doubled-stop`?"),
        ("quotation/unopened-quotatio", "; did you mean `quotation/unopened-quotation`?"),
        ("qqqqqqqqqqqqqqqqqqqqqqqq", ""),
    ] {
        assert_said(&desk.run(&["explain", name]), 2, "", &format!("copydesk: there is no rule `{name}`{near}\n"));
    }
}

#[test]
fn rules_lists_every_rule_once() {
    let said = Desk::with(&[]).run(&["rules"]);
    let known = copydesk_builtin::rules();
    let row = |line: &str| {
        let (id, rest) = line.split_once(' ').unwrap();
        let (severity, summary) = rest.trim_start().split_once(' ').unwrap();
        (id.to_owned(), severity.to_owned(), summary.trim_start().trim_end_matches(" (opt-in)").to_owned())
    };
    let listed: Vec<_> = said.out.lines().map(row).collect();
    let wanted: Vec<_> = known
        .iter()
        .map(|Listed { rule, about, .. }| {
            (rule.id.to_string(), rule.severity.as_str().to_owned(), about.summary.clone())
        })
        .collect();
    assert_eq!(listed, wanted);
    assert_eq!(listed.iter().map(|(id, ..)| id).collect::<BTreeSet<_>>().len(), listed.len());
    let opt_in = known.iter().filter(|listed| !listed.rule.default).count();
    assert_eq!(said.err, format!("copydesk: {} rules, {opt_in} of them opt-in\n", listed.len()));
    assert_eq!(said.status, 0);
}

#[test]
fn test_passes_for_all_built_in_rules() {
    let rules = copydesk_builtin::rules();
    let examples: usize = rules.iter().map(examples_of).sum();
    let err = format!("copydesk: {} rules with {examples} examples tested, 0 failed\n", rules.iter().count());
    assert_said(&Desk::with(&[]).run(&["test"]), 0, "", &err);
}

#[test]
fn test_runs_what_it_is_told_to() {
    let desk = Desk::with(&[]);
    let rules = copydesk_builtin::rules();
    let examples = |id: &str| -> usize { rules.iter().filter(|listed| &*listed.rule.id == id).map(examples_of).sum() };
    let one = format!("copydesk: 1 rule with {} examples tested, 0 failed\n", examples("repetition/doubled-word"));
    assert_said(&desk.run(&["test", "repetition/doubled-word"]), 0, "", &one);
    let quotation: Vec<_> = rules.ids().into_iter().filter(|id| id.starts_with("quotation/")).collect();
    let number: usize = quotation.iter().map(|id| examples(id)).sum();
    let all = format!("copydesk: {} rules with {number} examples tested, 0 failed\n", quotation.len());
    assert_said(&desk.run(&["test", "quotation"]), 0, "", &all);
    let unknown = "copydesk: there is no rule or category `quotatio`; did you mean `quotation`?\n";
    assert_said(&desk.run(&["test", "quotatio"]), 2, "", unknown);
}
