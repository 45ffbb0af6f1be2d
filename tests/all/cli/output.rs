//! What is written, where, and in which order.

use std::fmt::Write as _;
use std::io::Read as _;

use serde_json::{Value, json};

use crate::support::{CLEAN, Desk, OPEN, STOPS, STOPS_LINE, TWICE, TWICE_LINE, assert_has, assert_said};

#[test]
fn findings_go_to_the_standard_output_and_the_summary_to_the_standard_error() {
    let desk = Desk::with(&[("a.txt", STOPS), ("b.txt", CLEAN), ("c.txt", OPEN)]);
    for (args, status, out, err) in [
        (&["b.txt"][..], 0, String::new(), "copydesk: nothing found in 1 file\n"),
        (
            &["a.txt", "b.txt"],
            1,
            format!("a.txt{STOPS_LINE}"),
            "copydesk: 1 error in 2 files; 1 of them can be repaired with `copydesk fix`\n",
        ),
        (
            &["c.txt"],
            1,
            "c.txt:1:1: error[quotation/unclosed-quotation]: this quotation is never closed\n".to_owned(),
            "copydesk: 1 error in 1 file\n",
        ),
    ] {
        assert_said(&desk.run(&[&["check", "--format", "concise"], args].concat()), status, &out, err);
    }
}

#[test]
fn a_finding_is_shown_the_way_rustc_shows_an_error() {
    let desk = Desk::with(&[("a.txt", STOPS)]);
    let said = desk.run(&["check", "a.txt"]);
    let shown = "\
error[punctuation/doubled-stop]: two full stops where one is enough
 --> a.txt:1:15
  |
1 | The boats left. . Nobody waved.
  |               ^^^
  |
help: write `.`
  |
1 - The boats left. . Nobody waved.
1 + The boats left. Nobody waved.
  |

";
    assert_eq!(said.out, shown);
}

/// The finding in [`STOPS`] as JSON, `shift` bytes further.
fn stops(shift: u32) -> Value {
    json!({
        "rule": "punctuation/doubled-stop", "severity": "error", "message": "two full stops where one is enough",
        "start": 14 + shift, "end": 17 + shift, "line": 1, "column": 15, "end_line": 1, "end_column": 18,
        "notes": [], "labels": [],
        "suggestions": [{"message": "write `.`", "applicability": "safe",
                         "edits": [{"start": 14 + shift, "end": 17 + shift, "text": "."}]}],
    })
}

/// The finding in [`OPEN`] as JSON.
fn open() -> Value {
    let end = u32::try_from(OPEN.trim_end().len()).unwrap();
    json!({
        "rule": "quotation/unclosed-quotation", "severity": "error", "message": "this quotation is never closed",
        "label": "opens here",
        "start": 0, "end": 3, "line": 1, "column": 1, "end_line": 1, "end_column": 2, "notes": [], "labels": [],
        "suggestions": [
            {"message": "close the quotation at the end of the paragraph", "applicability": "unsafe",
             "edits": [{"start": end, "end": end, "text": "”"}]},
            {"message": "remove the mark", "applicability": "unsafe", "edits": [{"start": 0, "end": 3, "text": ""}]},
        ],
    })
}

#[test]
fn json_has_every_field_and_bytes_of_the_file() {
    let desk = Desk::with(&[("bom.txt", &format!("\u{feff}{STOPS}")), ("clean.txt", CLEAN), ("open.txt", OPEN)]);
    let said = desk.run(&["check", "--format", "json", "bom.txt", "clean.txt", "missing.txt", "open.txt"]);
    assert_eq!(said.status, 2);
    let wanted = json!({
        "version": 1,
        "files": [
            {"path": "bom.txt", "diagnostics": [stops(3)]},
            {"path": "clean.txt", "diagnostics": []},
            {"path": "open.txt", "diagnostics": [open()]},
        ],
        "summary": {"files": 3, "failed": 1, "errors": 2, "warnings": 0, "notes": 0, "fixable": 1},
    });
    assert_eq!(serde_json::from_str::<Value>(&said.out).unwrap(), wanted);
    assert_eq!(said.err, "copydesk: missing.txt: there is no such file or folder\n", "programs need no summary");
}

#[test]
fn json_is_whole_where_there_is_nothing_to_say() {
    let desk = Desk::with(&[("sub/x.zip", "")]);
    let said = desk.run(&["check", "--format", "json", "sub"]);
    let summary = json!({"files": 0, "failed": 0, "errors": 0, "warnings": 0, "notes": 0, "fixable": 0});
    let wanted = json!({"version": 1, "files": [], "summary": summary});
    assert_eq!(serde_json::from_str::<Value>(&said.out).unwrap(), wanted);
    assert_eq!(said.status, 0);
}

#[test]
fn the_order_is_that_of_the_paths_whatever_the_threads_do() {
    let desk = Desk::with(&[]);
    let mut wanted = String::new();
    for number in 0..100 {
        // Files of very different lengths are done in another order than they were begun in.
        let filler = CLEAN.repeat(if number % 7 == 0 { 300 } else { 1 });
        desk.write(&format!("{number:03}.txt"), format!("{STOPS}\n{filler}"));
        writeln!(wanted, "{number:03}.txt{}", STOPS_LINE.trim_end()).unwrap();
    }
    let concise = || desk.run(&["check", "--format", "concise", "--select", "punctuation/doubled-stop", "."]);
    let first = concise();
    assert_eq!(first.out, wanted);
    assert_eq!(concise(), first);
    for format in ["human", "json"] {
        let run = || desk.run(&["check", "--format", format, "--select", "punctuation/doubled-stop"]);
        assert_eq!(run(), run(), "{format}");
    }
}

#[test]
fn files_come_in_the_order_in_which_they_are_named() {
    let desk = Desk::with(&[("a.txt", STOPS), ("b.txt", TWICE), ("sub/a.txt", TWICE), ("sub/b.txt", STOPS)]);
    let said = desk.run(&["check", "--format", "concise", "sub", "b.txt", "a.txt"]);
    assert_eq!(said.out, format!("sub/a.txt{TWICE_LINE}sub/b.txt{STOPS_LINE}b.txt{TWICE_LINE}a.txt{STOPS_LINE}"));
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let desk = Desk::with(&[("many.txt", &format!("{STOPS}\n").repeat(4000))]);
    for args in [
        &["check", "--select", "punctuation/doubled-stop", "--format", "concise", "many.txt"][..],
        &["check", "--select", "punctuation/doubled-stop", "--format", "json", "many.txt"],
        &["fix", "--select", "punctuation/doubled-stop", "--diff", "many.txt"],
        &["rules"],
        &["explain", "punctuation/stray-stop"],
        &["--help"],
    ] {
        let mut child = desk.start(args);
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0; 10]).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        // A command whose whole output fits into a pipe has ended before the reader went, and may say so.
        let quiet = err.is_empty() || args == ["rules"];
        assert!(quiet && output.status.code() == Some(0), "{args:?}: {:?} {err}", output.status);
    }
}

#[test]
fn a_finding_that_ends_on_another_line_says_so() {
    let desk =
        Desk::with(&[("a.txt", "They have told the council that they met in the\nthe old harbour of the town.\n")]);
    let said = desk.run(&["check", "--format", "json", "--select", "repetition/doubled-word", "a.txt"]);
    let found = &serde_json::from_str::<Value>(&said.out).unwrap()["files"][0]["diagnostics"][0];
    let place = ["start", "end", "line", "column", "end_line", "end_column"].map(|key| found[key].as_u64().unwrap());
    assert_eq!(place, [44, 51, 1, 45, 2, 4]);
    assert_has(&desk.run(&["check", "--select", "repetition/doubled-word", "a.txt"]).out, &["a.txt:1:45\n"]);
}
