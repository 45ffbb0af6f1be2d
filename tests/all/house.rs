//! What a house makes of the rules: terms, lists, profiles, rules of its own, and what it is told about them.

use crate::support::{Desk, assert_has, assert_said};

/// A rule of a house, with the keys of its head that a test is about.
fn rule(more: &str) -> String {
    format!(
        "summary = \"`utilize` for `use`\"\nmessage = \"say `{{replacement}}`\"\nseverity = \"warning\"\n\
         mqm = \"style/organizational-style\"\nwhy = \"The short word will do.\"\n{more}\n\
         [phrase]\napplicability = \"unsafe\"\n[phrase.replace]\n\"utilize~\" = \"use~\"\n\
         [examples]\ninvalid = [\"They <<utilized|used>> it.\"]\nvalid = [\"They used it.\"]\n"
    )
}

const HOUSE: &str = "[paths]\nrules = [\"house\"]\n";

/// The findings on one line each, without the path.
fn concise(desk: &Desk, args: &[&str]) -> Vec<String> {
    let said = desk.run(&[&["check", "--format", "concise", "a.txt"], args].concat());
    assert!(said.status < 2, "{said:#?}");
    said.out.lines().map(|line| line.trim_start_matches("a.txt:").to_owned()).collect()
}

#[test]
fn accepted_terms_silence_every_rule_in_their_place() {
    let text = "The the band The The played. They met in the the hall of The The.\n";
    let desk = Desk::with(&[("a.txt", text), ("copydesk.toml", "[terms]\naccept = [\"the the:capitalized\"]\n")]);
    let twice = "1:42: error[repetition/doubled-word]: `the` stands twice";
    assert_eq!(concise(&desk, &[]), ["1:1: error[repetition/doubled-word]: `the` stands twice", twice]);
    assert_eq!(concise(&desk, &["--isolated"]).len(), 2, "a name in capitals is left alone by the rule itself");
    desk.write("copydesk.toml", "[terms]\naccept = [\"in the the hall\", \"the the band\"]\n");
    assert_eq!(concise(&desk, &[]), Vec::<String>::new());
}

#[test]
fn rejected_terms_are_reported_with_what_to_write() {
    let config = "[terms.reject]\n\"Kiev\" = \"Kyiv\"\n\"utilize~\" = [\"use~\", \"employ~\"]\n";
    let desk = Desk::with(&[("a.txt", "They utilized a map of Kiev.\n"), ("copydesk.toml", config)]);
    assert_eq!(
        concise(&desk, &[]),
        [
            "1:6: warning[terms/rejected]: the house does not write `utilized`",
            "1:24: warning[terms/rejected]: the house does not write `Kiev`"
        ]
    );
    let said = desk.run(&["fix", "--unsafe-fixes", "a.txt"]);
    assert_eq!((said.status, desk.read("a.txt").as_str()), (0, "They used a map of Kyiv.\n"), "{said:#?}");
    desk.write("copydesk.toml", "[terms.reject]\n\"(a\" = \"b\"\n");
    let said = desk.run(&["check", "a.txt"]);
    assert_eq!(said.status, 2);
    assert_has(&said.err, &["`)` is missing", "copydesk.toml:2:1"]);
}

#[test]
fn a_profile_gives_rules_other_levels() {
    let levels = "default = false\n[profiles]\ntranslation = \"error\"\nstrict = \"on\"\n";
    let desk = Desk::with(&[
        ("a.txt", "They utilized it.\n"),
        ("copydesk.toml", HOUSE),
        ("house/en/house/utilize.toml", &rule(levels)),
    ]);
    let found = |severity: &str| vec![format!("1:6: {severity}[house/utilize]: say `used`")];
    assert_eq!(concise(&desk, &[]), Vec::<String>::new());
    assert_eq!(concise(&desk, &["--profile", "translation"]), found("error"));
    assert_eq!(concise(&desk, &["--profile", "strict"]), found("warning"));
    assert_eq!(concise(&desk, &["--profile", "docs"]), Vec::<String>::new());
    desk.write("copydesk.toml", format!("profile = \"translation\"\n{HOUSE}[rules]\n\"house/utilize\" = \"note\"\n"));
    assert_eq!(concise(&desk, &[]), found("note"), "settings go before the profile");
    assert_eq!(concise(&desk, &["--profile", "docs"]), found("note"));
}

#[test]
fn old_ids_mean_the_rule_and_say_so() {
    let config = format!("{HOUSE}[rules]\n\"house/utilise\" = \"error\"\n");
    let desk = Desk::with(&[
        ("a.txt", "They utilized it.\n"),
        ("copydesk.toml", &config),
        ("house/en/house/utilize.toml", &rule("renamed-from = [\"house/utilise\"]")),
    ]);
    let said = desk.run(&["check", "--format", "concise", "a.txt"]);
    assert_eq!(said.out, "a.txt:1:6: error[house/utilize]: say `used`\n");
    assert_has(
        &said.err,
        &["copydesk: the configuration names `house/utilise`, which is called `house/utilize` now\n"],
    );
    let said = desk.run(&["check", "--format", "concise", "--select", "house/utilise", "a.txt"]);
    assert_eq!(said.out, "a.txt:1:6: error[house/utilize]: say `used`\n");
    assert_has(&said.err, &["copydesk: `house/utilise` is called `house/utilize` now\n"]);
    assert_has(&desk.run(&["explain", "house/utilise"]).out, &["[house/utilize]"]);
}

#[test]
fn a_list_of_the_house_changes_the_rules_that_name_it() {
    let list = "summary = \"words that may stand twice\"\nwords = [\"the\"]\n";
    let desk = Desk::with(&[("a.txt", "They met in the the hall.\n"), ("copydesk.toml", HOUSE)]);
    desk.write("house/en/lists/unused.toml", list);
    assert_eq!(concise(&desk, &[]).len(), 1);
    desk.write("house/en/lists/doubled-words.toml", list);
    assert_eq!(concise(&desk, &[]), Vec::<String>::new());
}

#[test]
fn a_rule_file_is_tested_by_its_name_with_the_example_shown() {
    let wrong = rule("").replace("They used it.", "They utilize it.");
    let desk = Desk::with(&[("utilize.toml", &wrong), ("house/en/style/utilize.toml", &rule(""))]);
    let summary = "copydesk: 1 rule with 2 examples tested, 0 failed\n";
    assert_said(&desk.run(&["test", "house/en/style/utilize.toml"]), 0, "", summary);
    let said = desk.run(&["test", "utilize.toml"]);
    assert_eq!((said.status, said.err.as_str()), (1, "copydesk: 1 rule with 2 examples tested, 1 failed\n"));
    assert_has(
        &said.out,
        &["error[failed-example]: found where it should not be", "utilize.toml:13:10", "`They <<utilize>> it.`"],
    );
    let said = desk.run(&["test", "missing.toml"]);
    assert_eq!(said.status, 2);
    assert_has(&said.err, &["missing.toml: there is no such file"]);
}

#[test]
fn explain_at_tells_who_looks_at_a_place_and_who_is_held_back() {
    let guarded = rule("").replace("[phrase.replace]", "[phrase.guard]\nunless-before = [\"it\"]\n[phrase.replace]");
    let config = format!("{HOUSE}[rules]\nrepetition = \"off\"\n[terms]\naccept = [\"in in the hall\"]\n");
    let text = "They utilized it in the the hall. . They stood in in the hall.\n";
    let desk = Desk::with(&[
        ("a.txt", text),
        ("copydesk.toml", &config),
        ("house/en/house/utilize.toml", &guarded.replace("They <<utilized|used>> it", "They <<utilized|used>> that")),
    ]);
    let at = |place: &str| desk.run(&["explain", "--at", place]);
    let held = "house/utilize sees `utilized` and is held back: unless-before = \"it\"\n";
    assert_said(&at("a.txt:1:8"), 0, held, "");
    assert_said(&at("a.txt:1:22"), 0, "repetition/doubled-word is off here; it would say: `the` stands twice\n", "");
    assert_has(&at("a.txt:1:34").out, &["error[punctuation/doubled-stop]", "a.txt:1:33"]);
    let accepted =
        "repetition/doubled-word (which is off) sees `in in` and is held back: a term that the house accepts\n";
    assert_said(&at("a.txt:1:49"), 0, accepted, "");
    assert_said(&at("a.txt:1:3"), 0, "no rule has anything to say about this place\n", "");
    assert_said(&at("a.txt:9:1"), 2, "", "copydesk: a.txt: there is no line 9 with a column 1\n");
}

#[test]
fn timing_says_what_each_rule_took() {
    let desk = Desk::with(&[("a.txt", "They met in the the hall. . It was late.\n")]);
    let said = desk.run(&["check", "--timing", "--format", "concise", "a.txt"]);
    assert_eq!(said.out.lines().count(), 2, "the report is as it is without the flag");
    let row = said.err.lines().find(|line| line.ends_with("  repetition/doubled-word")).expect("a row for the rule");
    let [.., places, findings, _] = row.split_whitespace().collect::<Vec<_>>()[..] else { panic!("{row}") };
    assert_eq!((places, findings), ("1", "1"));
}

#[test]
fn init_writes_a_beginning_that_works_and_overwrites_nothing() {
    let desk = Desk::with(&[("a.txt", "They utilized it.\n")]);
    let said = desk.run(&["init"]);
    assert_eq!(said.status, 0, "{said:#?}");
    assert_eq!(
        concise(&desk, &[]),
        ["1:6: note[house/first-rule]: say `used`"].map(|line| line.replace("say", "`utilized`: say"))
    );
    assert_said(&desk.run(&["test", "house"]), 0, "", "copydesk: 1 rule with 2 examples tested, 0 failed\n");
    assert_eq!(desk.read("house-rules/rule.schema.json"), desk.run(&["schema", "rule"]).out);
    desk.write("copydesk.toml", "fail-on = \"error\"\n");
    let refused = "this is there already; nothing was written\n";
    let said = desk.run(&["init"]);
    assert!(said.status == 2 && said.err.ends_with(refused), "{said:#?}");
    assert_eq!(desk.read("copydesk.toml"), "fail-on = \"error\"\n");
    let said = desk.run(&["init", "texts/of/may"]);
    assert_eq!(said.status, 0, "{said:#?}");
    assert!(desk.path("texts/of/may/copydesk.toml").is_file());
}

#[test]
fn a_rule_of_a_region_runs_where_the_language_has_it() {
    let guarded = rule("").replace("[phrase.replace]", "[phrase.guard]\nlocale = [\"en-GB\"]\n[phrase.replace]");
    let desk = Desk::with(&[("a.txt", "They utilized it.\n"), ("copydesk.toml", HOUSE)]);
    desk.write("house/en/house/utilize.toml", guarded);
    let found = ["1:6: warning[house/utilize]: say `used`"];
    assert_eq!(concise(&desk, &[]), Vec::<String>::new());
    assert_eq!(concise(&desk, &["--lang", "en-US"]), Vec::<String>::new());
    assert_eq!(concise(&desk, &["--lang", "en-GB"]), found);
    desk.write("copydesk.toml", format!("language = \"en-GB\"\n{HOUSE}"));
    assert_eq!(concise(&desk, &[]), found);
}
