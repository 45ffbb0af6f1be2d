//! Settings: what they change, where they are found, and what is said of those that are wrong.

use crate::support::{CLEAN, Desk, ONE_STOP, OPEN, STOPS, STOPS_LINE, TWICE, TWICE_LINE, assert_has};

/// The rules with their severities that a run on `all.txt` reports, such as `error punctuation/doubled-stop`.
fn reported(config: &str, args: &[&str]) -> Vec<String> {
    let desk = Desk::with(&[("copydesk.toml", config), ("all.txt", &format!("{STOPS}\n{TWICE}\n{OPEN}"))]);
    let said = desk.run(&[&["check", "--format", "concise", "all.txt"], args].concat());
    let finding = |line: &str| {
        let (severity, rest) = line.split_once(": ").unwrap().1.split_once('[').unwrap();
        format!("{severity} {}", rest.split_once(']').unwrap().0)
    };
    assert!(said.status < 2, "{said:#?}");
    said.out.lines().map(finding).collect()
}

#[test]
fn levels_hold_for_ids_and_categories() {
    let (stops, twice, open) =
        ("error punctuation/doubled-stop", "error repetition/doubled-word", "error quotation/unclosed-quotation");
    for (rules, args, wanted) in [
        ("", &[][..], &[stops, twice, open][..]),
        ("\"punctuation/doubled-stop\" = \"off\"", &[], &[twice, open]),
        ("punctuation = \"off\"", &[], &[twice, open]),
        ("punctuation = \"warning\"", &[], &["warning punctuation/doubled-stop", twice, open]),
        ("punctuation = \"note\"\nquotation = \"off\"", &[], &["note punctuation/doubled-stop", twice]),
        ("punctuation = \"off\"\n\"punctuation/doubled-stop\" = \"on\"", &[], &[stops, twice, open]),
        (
            "\"punctuation/doubled-stop\" = \"note\"\npunctuation = \"off\"",
            &[],
            &["note punctuation/doubled-stop", twice, open],
        ),
        ("punctuation = \"note\"", &["--select", "punctuation"], &["note punctuation/doubled-stop"]),
        ("punctuation = \"note\"", &["--ignore", "punctuation"], &[twice, open]),
        ("punctuation = \"off\"", &["--isolated"], &[stops, twice, open]),
    ] {
        assert_eq!(reported(&format!("[rules]\n{rules}\n"), args), wanted, "{rules} {args:?}");
    }
}

#[test]
fn fail_on_holds_unless_the_command_line_says_otherwise() {
    let desk = Desk::with(&[("stops.txt", STOPS)]);
    for (fail_on, level, args, status) in [
        ("error", "warning", &[][..], 0),
        ("error", "error", &[], 1),
        ("note", "note", &[], 1),
        ("note", "note", &["--fail-on", "warning"], 0),
        ("error", "note", &["--fail-on", "note"], 1),
    ] {
        desk.write("copydesk.toml", format!("fail-on = \"{fail_on}\"\n[rules]\npunctuation = \"{level}\"\n"));
        let said = desk.run(&[&["check", "stops.txt"], args].concat());
        assert_eq!(said.status, status, "{fail_on} {level} {args:?}");
    }
}

#[test]
fn levels_of_files_go_before_levels_of_all() {
    let config = "[rules]\nrepetition = \"off\"\n\"punctuation/doubled-stop\" = \"note\"\n\
                  [files.\"drafts/*\".rules]\npunctuation = \"off\"\nrepetition = \"warning\"\n\
                  [files.\"*.raw.txt\"]\nrules = { \"punctuation/doubled-stop\" = \"error\" }\n";
    let both = format!("{STOPS}\n{TWICE}");
    let desk = Desk::with(&[("copydesk.toml", config)]);
    let names = ["a.txt", "a.raw.txt", "drafts/a.txt", "drafts/deep/a.txt", "not-drafts/a.txt"];
    for name in names {
        desk.write(name, &both);
    }
    let stops = |severity: &str| STOPS_LINE.replace("error", severity);
    let twice = TWICE_LINE.replace(":1:13: error", ":3:13: warning");
    let wanted = [
        ("a.raw.txt", stops("error")),
        ("a.txt", stops("note")),
        ("drafts/a.txt", twice.clone()),
        ("drafts/deep/a.txt", twice),
        ("not-drafts/a.txt", stops("note")),
    ]
    .map(|(name, line)| name.to_owned() + &line);
    for args in [&["."][..], &["a.raw.txt", "./a.txt", "drafts", "not-drafts/a.txt"]] {
        assert_eq!(desk.run(&[&["check", "--format", "concise"], args].concat()).out, wanted.concat(), "{args:?}");
    }
    let said = desk.run_on(both.as_str(), &["check", "--format", "concise", "-", "--stdin-filename", "drafts/new.txt"]);
    assert_eq!(said.rules(), ["repetition/doubled-word"]);
}

#[test]
fn fix_leaves_alone_what_is_off_for_the_file() {
    let config = "[files.\"drafts/*\".rules]\npunctuation = \"off\"\n";
    let desk = Desk::with(&[("copydesk.toml", config), ("a.txt", STOPS), ("drafts/a.txt", STOPS)]);
    assert_eq!(desk.run(&["fix", "."]).status, 0);
    assert_eq!([desk.read("a.txt"), desk.read("drafts/a.txt")], [ONE_STOP, STOPS]);
}

#[test]
fn excluded_files_are_left_out_of_folders() {
    let desk = Desk::with(&[("copydesk.toml", "[paths]\nexclude = [\"archive/*\", \"**/*.raw.txt\"]\n")]);
    for name in ["a.txt", "a.raw.txt", "archive/b.txt", "archive/old/c.txt", "sub/d.raw.txt", "sub/archive/e.txt"] {
        desk.write(name, STOPS);
    }
    let all = format!("a.txt{STOPS_LINE}sub/archive/e.txt{STOPS_LINE}");
    for args in [&[][..], &["."], &["a.txt", "archive", "sub"]] {
        assert_eq!(desk.run(&[&["check", "--format", "concise"], args].concat()).out, all, "{args:?}");
    }
    let absolute = desk.path("archive");
    assert_eq!(desk.run(&["check", "--format", "concise", absolute.to_str().unwrap()]).out, "");
}

#[test]
fn the_nearest_file_upwards_wins_alone() {
    let desk = Desk::with(&[
        ("copydesk.toml", "[rules]\npunctuation = \"note\"\nrepetition = \"off\"\n"),
        ("near/copydesk.toml", "[rules]\npunctuation = \"warning\"\n"),
        ("near/.copydesk.toml", "[rules]\npunctuation = \"off\"\n"),
        ("hidden/.copydesk.toml", "[rules]\npunctuation = \"off\"\n"),
        ("other.toml", "[rules]\npunctuation = \"off\"\n"),
    ]);
    for name in ["a.txt", "sub/deep/a.txt", "near/deep/a.txt", "hidden/a.txt"] {
        desk.write(name, format!("{STOPS}\n{TWICE}"));
    }
    let (stops, twice) = ("punctuation/doubled-stop", "repetition/doubled-word");
    for (args, severity, rules) in [
        (&["a.txt"][..], "note", &[stops][..]),
        (&["sub/deep/a.txt"], "note", &[stops]),
        (&["near/deep/a.txt"], "warning", &[stops, twice]),
        (&["near"], "warning", &[stops, twice]),
        (&["hidden/a.txt"], "error", &[twice]),
        (&["--config", "other.toml", "near/deep/a.txt"], "error", &[twice]),
        (&["--isolated", "near/deep/a.txt"], "error", &[stops, twice]),
        (&["--isolated", "."], "error", &[stops, twice, stops, twice, stops, twice, stops, twice]),
    ] {
        let said = desk.run(&[&["check", "--format", "concise"], args].concat());
        assert_eq!(said.rules(), rules, "{args:?}");
        assert!(said.out.contains(&format!(": {severity}[{}", rules[0])), "{args:?}: {}", said.out);
    }
    let said = desk.run_on(STOPS, &["check", "--format", "concise", "-", "--stdin-filename", "near/new.txt"]);
    assert_eq!(said.out, format!("near/new.txt{}", STOPS_LINE.replace("error", "warning")));
}

/// What is said of a configuration file or a house rule with a fault, for `a.txt` beside it.
#[track_caller]
fn assert_faulty(desk: &Desk, place: &str, parts: &[&str]) {
    desk.write("a.txt", STOPS);
    for command in ["check", "fix"] {
        let said = desk.run(&[command, "a.txt"]);
        assert_eq!((said.status, said.out.as_str(), desk.read("a.txt").as_str()), (2, "", STOPS), "{said:#?}");
        assert_has(&said.err, &[place]);
        assert_has(&said.err, parts);
    }
}

#[test]
fn a_wrong_configuration_file_is_shown_at_the_very_key() {
    for (config, place, parts) in [
        (
            "failon = \"error\"\n",
            "copydesk.toml:1:1\n",
            &["error[invalid-config]: unknown field `failon`", "1 | failon = \"error\"", "did you mean `fail-on`?"][..],
        ),
        ("\n[path]\nrules = []\n", "copydesk.toml:2:2\n", &["unknown field `path`", "did you mean `paths`?"]),
        ("[paths]\nexcludes = []\n", "copydesk.toml:2:1\n", &["unknown field `excludes`", "did you mean `exclude`?"]),
        ("[files.\"*\"]\nrule = {}\n", "copydesk.toml:2:1\n", &["unknown field `rule`", "did you mean `rules`?"]),
        (
            "[rules]\n# é\n\"punctuation/doubled-stops\" = \"off\"\n",
            "copydesk.toml:3:1\n",
            &["there is no rule or category `punctuation/doubled-stops`", "did you mean `punctuation/doubled-stop`?"],
        ),
        (
            "[rules]\nrepetitio = \"off\"\n",
            "copydesk.toml:2:1\n",
            &["there is no rule or category `repetitio`", "2 | repetitio = \"off\"", "did you mean `repetition`?"],
        ),
        (
            "[files.\"*\".rules]\n\"quotation/unopened-quotatio\" = \"off\"\n",
            "copydesk.toml:2:1\n",
            &["did you mean `quotation/unopened-quotation`?"],
        ),
        (
            "[rules]\nrepetition = \"of\"\n",
            "copydesk.toml:2:14\n",
            &["unknown variant `of`", "2 | repetition = \"of\"", "did you mean `off`?", "`warning`"],
        ),
        ("[rules]\nrepetition = true\n", "copydesk.toml:2:14\n", &["error[invalid-config]", "2 | repetition = true"]),
        ("fail-on = \"fatal\"\n", "copydesk.toml:1:11\n", &["unknown variant `fatal`", "`note`, `warning`, `error`"]),
        ("[paths]\nexclude = [\"a{b\"]\n", "copydesk.toml:2:12\n", &["this is no glob", "2 | exclude = [\"a{b\"]"]),
        ("[files.\"a[\".rules]\n", "copydesk.toml:1:8\n", &["this is no glob"]),
        ("[rules\n", "copydesk.toml:1:7\n", &["error[invalid-config]", "1 | [rules"]),
    ] {
        assert_faulty(&Desk::with(&[("copydesk.toml", config)]), place, parts);
    }
}

#[test]
fn a_wrong_configuration_file_is_told_once_and_other_folders_are_checked() {
    let desk = Desk::with(&[("bad/copydesk.toml", "failon = 1\n")]);
    for name in ["bad/a.txt", "bad/b.txt", "good/c.txt"] {
        desk.write(name, STOPS);
    }
    let said = desk.run(&["check", "--format", "concise", "."]);
    assert_eq!((said.status, said.out), (2, format!("good/c.txt{STOPS_LINE}")));
    assert_eq!(said.err.matches("unknown field `failon`").count(), 1, "{}", said.err);
}

#[test]
fn a_missing_file_or_folder_of_the_settings_is_told_once() {
    let desk = Desk::with(&[("a.txt", STOPS), ("b.txt", STOPS), ("rules.toml", "[paths]\nrules = [\"no-house\"]\n")]);
    for (config, path) in [("missing.toml", "missing.toml"), ("rules.toml", "no-house")] {
        let said = desk.run(&["check", "--config", config, "."]);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{config}");
        let told = format!("{path}: there is no such file or folder\n");
        assert_eq!(said.err.matches(&told).count(), 1, "{config}: {}", said.err);
    }
}

/// A house rule that finds `splendid`.
const SPLENDID: &str = r#"summary = "worn-out praise"
message = "`{match}` is worn out"
severity = "warning"
mqm = "style/unidiomatic"
why = "It was read too often."

[phrase]
applicability = "safe"
[phrase.replace]
"splendid" = "fine"

[examples]
invalid = ["It was a <<splendid|fine>> day."]
valid = ["It was a splendour of a day."]
"#;

/// A desk with one house rule.
fn house(path: &str, rule: &str) -> Desk {
    Desk::with(&[("copydesk.toml", "[paths]\nrules = [\"house\"]\n"), (path, rule)])
}

#[test]
fn a_house_rule_is_a_rule_like_any_other() {
    let desk = house("house/en/praise/splendid.toml", SPLENDID);
    desk.write("sub/a.txt", "It was a Splendid day in the the harbour.\n");
    let found = "a.txt:1:10: warning[praise/splendid]: `Splendid` is worn out\n";
    let said = desk.run(&["check", "--format", "concise", "sub/a.txt"]);
    assert_eq!(said.out, format!("sub/{found}sub/a.txt:1:26: error[repetition/doubled-word]: `the` stands twice\n"));
    let said = desk.run(&["check", "--format", "concise", "--select", "praise", "sub"]);
    assert_eq!((said.status, said.out), (1, format!("sub/{found}")));
    assert_eq!(desk.run(&["check", "--format", "concise", "--isolated", "--select", "praise", "sub"]).status, 2);
    assert_eq!(desk.run(&["fix", "sub/a.txt"]).status, 0);
    assert_eq!(desk.read("sub/a.txt"), "It was a Fine day in the harbour.\n");
    assert_has(&desk.run(&["rules"]).out, &["praise/splendid", "worn-out praise"]);
    assert_has(&desk.run(&["explain", "praise/splendid"]).out, &["warning[praise/splendid]: worn-out praise\n"]);
    assert_eq!(desk.run(&["test", "praise/splendid"]).err, "copydesk: 1 rule with 2 examples tested, 0 failed\n");
}

#[test]
fn a_house_rule_that_does_not_keep_its_word_fails_its_test() {
    for (from, to, verdict) in [
        ("<<splendid|fine>> day", "<<fine|good>> day", "not found"),
        ("<<splendid|fine>> day", "splendid <<day>>", "found at the wrong place"),
        ("<<splendid|fine>>", "<<splendid|good>>", "repaired to another text"),
        ("splendour", "splendid", "found where it should not be"),
    ] {
        let desk = house("house/en/praise/splendid.toml", &SPLENDID.replace(from, to));
        let said = desk.run(&["test", "praise"]);
        assert!(said.status == 1 && said.out.starts_with(&format!("praise/splendid: {verdict}: ")), "{said:#?}");
        assert_eq!(said.err, "copydesk: 1 rule with 2 examples tested, 1 failed\n");
    }
}

#[test]
fn a_house_rule_takes_the_place_of_a_built_in_rule() {
    let desk = house("house/en/repetition/doubled-word.toml", SPLENDID);
    desk.write("a.txt", format!("A splendid day.\n\n{TWICE}\n{STOPS}"));
    let said = desk.run(&["check", "--format", "concise", "a.txt"]);
    let stops = STOPS_LINE.replace(":1:", ":5:");
    assert_eq!(said.out, format!("a.txt:1:3: warning[repetition/doubled-word]: `splendid` is worn out\na.txt{stops}"));
    assert_eq!(desk.run(&["rules"]).out.matches("repetition/doubled-word").count(), 1);
}

#[test]
fn a_house_rule_uses_lists_of_the_house_and_of_the_language() {
    let rule = SPLENDID.replace("\"splendid\" = \"fine\"", "\"@praise @months\" = []");
    let rule = rule.replace("<<splendid|fine>> day", "<<glorious May>> day").replace("splendour", "glorious mess");
    let desk = house("house/en/praise/splendid.toml", &rule);
    desk.write("house/en/lists/praise.toml", "summary = \"praise\"\nwords = [\"glorious\", \"splendid\"]\n");
    desk.write("a.txt", "It was a splendid June, and a glorious mess.\n");
    let said = desk.run(&["check", "--format", "concise", "--select", "praise", "a.txt"]);
    assert_eq!(said.out, "a.txt:1:10: warning[praise/splendid]: `splendid June` is worn out\n");
    assert_eq!(desk.run(&["test", "praise"]).status, 0);
}

#[test]
fn a_faulty_house_rule_is_shown_at_the_very_key() {
    let pattern = |regex: &str| format!("[pattern]\nregex = '{regex}'\napplicability = \"display\"\n\n[examples]");
    let (head, _) = SPLENDID.split_once("[phrase]").unwrap();
    let (_, examples) = SPLENDID.split_once("[examples]").unwrap();
    let no_kind = format!("{head}[examples]{examples}");
    let place = |at: &str| format!("house/en/praise/splendid.toml:{at}\n");
    for (rule, at, parts) in [
        (
            SPLENDID.replace("summary", "sumary"),
            "1:1",
            &["error[invalid-rule]: unknown field `sumary`", "1 | sumary = ", "did you mean `summary`?"][..],
        ),
        (
            SPLENDID.replace("[phrase]\n", "[phrase]\nclas = \"word\"\n"),
            "8:1",
            &["unknown field `clas`", "did you mean `class`?"],
        ),
        (
            SPLENDID.replace("{match}", "{mach}"),
            "2:11",
            &["unknown placeholder `mach`", "2 | message = ", "did you mean `match`?"],
        ),
        (
            no_kind.replace("[examples]", &pattern("splen(did")),
            "8:9",
            &["no regular expression", "8 | regex = 'splen(did'"],
        ),
        (no_kind.replace("[examples]", &pattern("[a-z]+")), "8:9", &["no text that every match contains"]),
        (
            SPLENDID.replace("[examples]", &pattern("splendid")),
            "1:1",
            &["a rule has one kind, and this has `[pattern]` and `[phrase]`"],
        ),
        (no_kind, "1:1", &["a rule needs a table that says what to look for", "`[phrase]`"]),
        (SPLENDID.replace("style/", "stile/"), "4:7", &["unknown MQM dimension `stile`", "did you mean `style`?"]),
        (SPLENDID.replace("\"warning\"", "\"warn\""), "3:12", &["unknown variant `warn`", "`warning`"]),
        (SPLENDID.replace("why = \"It was read too often.\"\n", ""), "1:1", &["missing field `why`"]),
        (SPLENDID.replace("|fine>>", "|fine"), "13:12", &["13 | invalid = "]),
    ] {
        assert_faulty(&house("house/en/praise/splendid.toml", &rule), &place(at), parts);
    }
}

#[test]
fn an_unknown_list_is_shown_with_the_nearest_name() {
    let guard = "[phrase.guard]\nunless-after = [\"@month\"]\n[phrase.replace]";
    let collocation =
        "[collocation]\nnode = [\"splendid\"]\nslot = \"noun right within 3\"\nexpect = [\"@month\"]\n\n[examples]";
    let (head, _) = SPLENDID.split_once("[phrase]").unwrap();
    let (_, examples) = SPLENDID.split_once("[examples]").unwrap();
    for (rule, at) in [
        (SPLENDID.replace("\"splendid\" =", "\"@month\" ="), "10:1"),
        (SPLENDID.replace("[phrase.replace]", guard), "10:17"),
        (format!("{head}{collocation}{examples}"), "10:11"),
    ] {
        let place = format!("house/en/praise/splendid.toml:{at}\n");
        let parts = ["error[invalid-rule]: ", "list `month`", "did you mean `months`?"];
        assert_faulty(&house("house/en/praise/splendid.toml", &rule), &place, &parts);
    }
}

#[test]
fn a_house_rule_in_the_wrong_place_is_shown() {
    for path in ["house/splendid.toml", "house/en/splendid.toml", "house/en/Praise/splendid.toml"] {
        let desk = house(path, SPLENDID);
        assert_faulty(
            &desk,
            &format!("{path}:1:1\n"),
            &["the path of this file names no rule", "<language>/<category>/"],
        );
    }
}

#[test]
fn all_faulty_house_rules_are_shown_together() {
    let desk = house("house/en/praise/splendid.toml", &SPLENDID.replace("{match}", "{mach}"));
    desk.write("house/en/praise/again.toml", SPLENDID.replace("summary", "sumary"));
    assert_faulty(&desk, "again.toml:1:1\n", &["splendid.toml:2:11\n"]);
    desk.write("sub/a.txt", CLEAN);
    for args in [&["rules"][..], &["explain", "punctuation/stray-stop"], &["test"], &["batch"]] {
        let said = desk.run(args);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{args:?}");
        assert_has(&said.err, &["again.toml:1:1\n", "splendid.toml:2:11\n"]);
    }
}
