//! The command line: what goes in, what comes out where, and how it ends.

mod explain;
mod files;
mod fix;
mod output;
mod terminal;

use crate::support::{CLEAN, Desk, OPEN, STOPS, STOPS_LINE, TWICE, assert_has, assert_said};

/// Levels for `--config`, one file a level.
const LEVELS: [(&str, &str); 3] = [
    ("note.toml", "[rules]\npunctuation = \"note\"\n"),
    ("warning.toml", "[rules]\npunctuation = \"warning\"\n"),
    ("error.toml", "[rules]\npunctuation = \"error\"\n"),
];

#[test]
fn exit_status_of_check() {
    let desk = Desk::with(&[("clean.txt", CLEAN), ("stops.txt", STOPS), ("empty.txt", ""), ("blank.txt", "\n\n")]);
    for (args, status) in [
        (&["check", "clean.txt"][..], 0),
        (&["clean.txt"], 0),
        (&["check", "empty.txt"], 0),
        (&["check", "blank.txt"], 0),
        (&["check", "--select", "quotation", "stops.txt"], 0),
        (&["check", "stops.txt"], 1),
        (&["stops.txt"], 1),
        (&["check", "stops.txt", "clean.txt"], 1),
        (&["check"], 1),
        (&[], 1),
        (&["check", "missing.txt"], 2),
        (&["check", "missing.txt", "stops.txt"], 2),
        (&["check", "--no-such-flag"], 2),
        (&["check", "--format", "no-such-format", "stops.txt"], 2),
        (&["check", "--fail-on", "fatal", "stops.txt"], 2),
        (&["check", "--config", "missing.toml", "stops.txt"], 2),
        (&["check", "--config", "a.toml", "--isolated", "stops.txt"], 2),
        (&["check", "--select", "no-such-rule", "stops.txt"], 2),
        (&["check", "--ignore", "no-such-rule", "stops.txt"], 2),
        (&["check", "--", "--no-such-file"], 2),
        (&["--help"], 0),
        (&["check", "--help"], 0),
        (&["--version"], 0),
    ] {
        let said = desk.run(args);
        assert_eq!(said.status, status, "{args:?}: {said:#?}");
    }
}

#[test]
fn what_fails_is_decided_by_fail_on() {
    let desk = Desk::with(&LEVELS);
    desk.write("stops.txt", STOPS);
    for (level, statuses) in [("note.toml", [0, 0, 1]), ("warning.toml", [0, 1, 1]), ("error.toml", [1, 1, 1])] {
        for (fail_on, status) in ["error", "warning", "note"].into_iter().zip(statuses) {
            let said = desk.run(&["check", "--config", level, "--fail-on", fail_on, "stops.txt"]);
            assert_eq!(said.status, status, "{level}, --fail-on {fail_on}: {said:#?}");
            assert_has(&said.out, &["two full stops"]);
        }
    }
}

#[test]
fn without_fail_on_warnings_fail_and_notes_do_not() {
    let desk = Desk::with(&LEVELS);
    desk.write("stops.txt", STOPS);
    for (level, status) in [("note.toml", 0), ("warning.toml", 1), ("error.toml", 1)] {
        assert_eq!(desk.run(&["check", "--config", level, "stops.txt"]).status, status, "{level}");
    }
}

#[test]
fn select_and_ignore_choose_rules() {
    let desk = Desk::with(&[("all.txt", &format!("{STOPS}\n{TWICE}\n{OPEN}"))]);
    let (stops, twice, open) = ("punctuation/doubled-stop", "repetition/doubled-word", "quotation/unclosed-quotation");
    for (args, rules) in [
        (&[][..], &[stops, twice, open][..]),
        (&["--select", stops], &[stops]),
        (&["--select", "punctuation"], &[stops]),
        (&["--select", "punctuation,repetition"], &[stops, twice]),
        (&["--select", "punctuation", "--select", open], &[stops, open]),
        (&["--select", "ALL"], &[stops, twice, open]),
        (&["--select", "ALL", "--ignore", "quotation"], &[stops, twice]),
        (&["--ignore", stops], &[twice, open]),
        (&["--ignore", "repetition,quotation"], &[stops]),
        (&["--select", stops, "--ignore", "punctuation"], &[]),
        (&["--ignore", "ALL"], &[]),
    ] {
        let said = desk.run(&[&["check", "--format", "concise", "all.txt"], args].concat());
        assert_eq!(said.rules(), rules, "{args:?}");
        assert_eq!(said.status, i32::from(!rules.is_empty()), "{args:?}");
    }
}

#[test]
fn an_unknown_rule_is_told_once_with_the_nearest_name() {
    let desk = Desk::with(&[("a.txt", STOPS), ("b.txt", STOPS)]);
    for (name, near) in [
        ("punctuation/doubled-stops", "; did you mean `punctuation/doubled-stop`?"),
        ("quotation/unopened-quotatio", "; did you mean `quotation/unopened-quotation`?"),
        ("repetitio", "; did you mean `repetition`?"),
        ("zzzzzzzz", ""),
    ] {
        let err = format!("copydesk: there is no rule or category `{name}`{near}\n");
        assert_said(&desk.run(&["check", "--select", name, "."]), 2, "", &err);
        assert_said(&desk.run(&["check", "--ignore", name, "a.txt"]), 2, "", &err);
    }
}

#[test]
fn a_wrong_command_line_is_explained_on_the_standard_error() {
    let desk = Desk::with(&[]);
    for (args, parts) in [
        (&["check", "--fail-no", "error"][..], &["--fail-no", "--fail-on"][..]),
        (&["check", "--format", "jso"], &["jso", "json", "concise", "human"]),
        (&["batch", "--fix", "--unsafe-fixes"], &["--fix", "--unsafe-fixes"]),
        (&["explain"], &["RULE"]),
    ] {
        let said = desk.run(args);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{args:?}");
        assert_has(&said.err, parts);
    }
}

#[test]
fn the_standard_input_goes_by_the_name_that_it_is_given() {
    let desk = Desk::with(&[]);
    for (args, name) in [
        (&["check", "-"][..], "<stdin>"),
        (&["-"], "<stdin>"),
        (&["check", "-", "--stdin-filename", "news/today.txt"], "news/today.txt"),
        (&["check", "-", "--stdin-filename", "today"], "today"),
        (&["check", "-", "--stdin-filename", "/no/such/folder/today.txt"], "/no/such/folder/today.txt"),
    ] {
        let said = desk.run_on(STOPS, &[args, &["--format", "concise"]].concat());
        let err = "copydesk: 1 error in 1 file; 1 of them can be repaired with `copydesk fix`\n";
        assert_said(&said, 1, &format!("{name}{STOPS_LINE}"), err);
    }
    let said = desk.run_on(b"One \xe2\x80".to_vec(), &["check", "-"]);
    assert_said(
        &said,
        2,
        "",
        "copydesk: <stdin>: this is not UTF-8: byte 0xE2 at byte 4 (line 1); `--encoding` tells what it is\n",
    );
}
