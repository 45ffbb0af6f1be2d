//! Colour, and what no text may do to a terminal.

use crate::support::{CLEAN, Desk, STOPS, STOPS_LINE, assert_has};

const ESCAPE: char = '\u{1b}';

#[test]
fn color_is_used_where_it_is_wanted() {
    let desk = Desk::with(&[("a.txt", STOPS)]);
    for (variables, args, colored) in [
        (&[][..], &[][..], false),
        (&[("NO_COLOR", "1")], &[], false),
        (&[("CLICOLOR", "0")], &[], false),
        (&[("CLICOLOR", "1")], &[], false),
        (&[("CI", "true")], &[], false),
        (&[("TERM", "dumb")], &[], false),
        (&[("TERM", "xterm-256color")], &[], false),
        (&[("CLICOLOR_FORCE", "1")], &[], true),
        (&[("CLICOLOR_FORCE", "")], &[], false),
        (&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")], &[], true),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[], false),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], &[], true),
        (&[], &["--color", "always"], true),
        (&[("NO_COLOR", "1"), ("TERM", "dumb")], &["--color", "always"], true),
        (&[("CLICOLOR_FORCE", "1")], &["--color", "never"], false),
        (&[("CLICOLOR_FORCE", "1")], &["--color", "auto"], true),
    ] {
        let args = [&["check", "a.txt"], args].concat();
        let said = desk.run_in(variables, "", &args);
        assert_eq!(said.out.contains(ESCAPE), colored, "{variables:?} {args:?}");
    }
}

#[test]
fn color_changes_nothing_but_color() {
    let desk = Desk::with(&[("a.txt", STOPS)]);
    for args in [
        &["check", "a.txt"][..],
        &["check", "--format", "concise", "a.txt"],
        &["fix", "--diff", "a.txt"],
        &["explain", "punctuation/stray-stop"],
        &["rules"],
    ] {
        let plain = desk.run(&[args, &["--color", "never"]].concat());
        let colored = desk.run(&[args, &["--color", "always"]].concat());
        assert_eq!(anstream::adapter::strip_str(&colored.out).to_string(), plain.out, "{args:?}");
        assert!(!plain.out.contains(ESCAPE) && !plain.err.contains(ESCAPE), "{args:?}");
    }
}

#[test]
fn forms_for_programs_have_no_color() {
    let desk = Desk::with(&[("a.txt", STOPS)]);
    for args in [&["check", "--format", "json", "--color", "always", "a.txt"][..], &["batch", "--color", "always"]] {
        let said = desk.run_on("{\"id\": 1, \"text\": \"Rain fell. .\"}\n", args);
        assert!(said.status == 1 && !said.out.contains(ESCAPE), "{said:#?}");
    }
}

/// Characters that a terminal obeys: the start of a command, the same in one character, a bell, and marks that turn
/// the direction of writing.
const COMMANDS: [char; 6] = [ESCAPE, '\u{9b}', '\u{7}', '\u{202e}', '\u{2066}', '\u{200f}'];

/// Text with all [`COMMANDS`].
fn commands() -> String {
    COMMANDS.map(|command| format!("{command}[31m")).concat()
}

#[track_caller]
fn assert_harmless(text: &str) {
    assert!(!text.contains(COMMANDS), "{text:?}");
}

#[test]
fn text_cannot_command_the_terminal() {
    let desk = Desk::with(&[("a.txt", &format!("The{} boats left. . Nobody{} waved.\n", commands(), commands()))]);
    for format in ["human", "concise"] {
        let said = desk.run(&["check", "--select", "punctuation/doubled-stop", "--format", format, "a.txt"]);
        assert_eq!(said.status, 1);
        assert_harmless(&said.out);
        assert_harmless(&said.err);
    }
    let said = desk.run(&["check", "--select", "punctuation/doubled-stop", "a.txt"]);
    assert_has(&said.out, &["⟨U+001B⟩[31m", "⟨U+009B⟩", "⟨U+202E⟩"]);
}

#[test]
fn a_finding_cannot_command_the_terminal_with_what_it_found() {
    let word = format!("har{}bour", '\u{202e}');
    let desk = Desk::with(&[("a.txt", &format!("They met in the {word} {word}. .\n"))]);
    for format in ["human", "concise"] {
        let said = desk.run(&["check", "--format", format, "a.txt"]);
        assert_eq!(said.status, 1);
        assert_harmless(&said.out);
    }
}

/// A rule that someone else wrote, with marks in everything that is shown of it.
const RULE: &str = r#"summary = "worn-out\u202e praise"
message = "`{match}`\u001b[31m is worn out"
severity = "warning"
mqm = "style/unidiomatic"
why = "It was read\u001b[31m too often."

[phrase]
applicability = "safe"
[phrase.replace]
"splendid" = "fine"

[examples]
invalid = ["It was a <<splendid|fine>>\u202e day.\u0007"]
valid = ["It was a splendour\u009b of a day."]
"#;

#[test]
fn a_rule_cannot_command_the_terminal() {
    let desk = Desk::with(&[("copydesk.toml", "[paths]\nrules = [\"house\"]\n"), ("a.txt", "A splendid day.\n")]);
    desk.write("house/en/praise/splendid.toml", RULE);
    for args in [
        &["check", "a.txt"][..],
        &["check", "--format", "concise", "a.txt"],
        &["explain", "praise/splendid"],
        &["rules"],
        &["test", "praise"],
    ] {
        let said = desk.run(args);
        assert!(said.status < 2, "{said:#?}");
        assert_harmless(&said.out);
        assert_harmless(&said.err);
    }
}

#[cfg(unix)]
#[test]
fn a_file_name_cannot_command_the_terminal() {
    let commands = commands();
    let (text, binary, other) = (format!("{commands}.txt"), format!("{commands}-no-text.txt"), format!("x.{commands}"));
    let desk = Desk::with(&[(&text, STOPS), (&binary, "a\0b"), (&other, CLEAN)]);
    let missing = format!("{commands}-missing");
    for args in [
        &["check", "."][..],
        &["check", "--format", "concise", "."],
        &["check", &text, &binary, &missing],
        &["fix", "--diff", "--color", "always", &binary],
        &["fix", &binary, &missing],
    ] {
        let said = desk.run(args);
        assert_harmless(&anstream::adapter::strip_str(&said.out).to_string());
        assert_harmless(&anstream::adapter::strip_str(&said.err).to_string());
        assert!(!said.out.contains("\u{1b}[31m") && !said.err.contains("\u{1b}[31m"), "{said:#?}");
    }
}

#[cfg(unix)]
#[test]
fn a_line_break_in_a_file_name_cannot_forge_a_line() {
    let name = "a\nerror[forged]: b.txt";
    let desk = Desk::with(&[(name, STOPS)]);
    for format in ["human", "concise"] {
        let said = desk.run(&["check", "--format", format, name]);
        assert_eq!(said.status, 1);
        let forged = said.out.lines().find(|line| line.starts_with("error[forged]"));
        assert_eq!(forged, None, "{format}");
    }
    let said = desk.run(&["check", "b\ncopydesk: forged"]);
    assert_eq!((said.status, said.err.lines().count()), (2, 1), "{}", said.err);
}

#[test]
fn a_concise_line_has_the_path_as_it_is() {
    let name = "two  spaces.txt";
    let desk = Desk::with(&[(name, STOPS)]);
    assert_eq!(desk.run(&["check", "--format", "concise", name]).out, format!("{name}{STOPS_LINE}"));
}
