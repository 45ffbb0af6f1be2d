//! `batch`: JSON Lines in, JSON Lines out, as the contract with programs says.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{CLEAN, CLOSED, Desk, ONCE, ONE_STOP, OPEN, PATIENCE, STOPS, Said, TWICE, assert_said};

/// One line of input.
fn line(id: impl Into<Value>, text: &str) -> String {
    format!("{}\n", json!({"id": id.into(), "text": text}))
}

/// The answers of a run, line by line.
fn answers(said: &Said) -> Vec<Value> {
    said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The only finding in the answer to `text`.
fn finding(text: &str, args: &[&str]) -> Value {
    let said = Desk::with(&[]).run_on(line(1, text), &[&["batch"], args].concat());
    let found = answers(&said)[0]["diagnostics"].as_array().unwrap().clone();
    assert_eq!(found.len(), 1, "{text:?}: {found:#?}");
    found[0].clone()
}

#[test]
fn an_answer_has_every_field_of_the_contract() {
    let text = "He promised “the island’s” long and costly rebuilding for good. “";
    let said = Desk::with(&[]).run_on(line("7", text), &["batch", "--fix"]);
    let wanted = json!({
        "id": "7",
        "diagnostics": [{
            "rule": "quotation/misplaced-closing-mark", "severity": "error",
            "message": "this quotation closes too early", "label": "this mark is left over at its true end",
            "start": 69, "end": 73, "line": 1, "column": 64, "end_line": 1, "end_column": 66,
            "notes": [],
            "labels": [{"start": 12, "end": 32, "text": "closes too early, between a possessive and its noun"}],
            "suggestions": [{
                "message": "move the closing mark to the end of the quotation", "applicability": "safe",
                "edits": [{"start": 29, "end": 32, "text": ""}, {"start": 69, "end": 73, "text": "”"}],
            }],
        }],
        "fixed": "He promised “the island’s long and costly rebuilding for good.”",
    });
    assert_eq!(answers(&said), [wanted]);
    assert_eq!((said.status, said.err.as_str()), (1, ""));
}

#[test]
fn the_status_is_that_of_check() {
    let desk = Desk::with(&[("note.toml", "[rules]\npunctuation = \"note\"\n")]);
    for (input, args, status) in [
        (String::new(), &[][..], 0),
        (line(1, CLEAN), &[], 0),
        (line(1, CLEAN) + &line(2, STOPS), &[], 1),
        (line(1, STOPS) + &line(2, CLEAN), &[], 1),
        (line(1, STOPS) + "no object\n", &[], 2),
        ("no object\n".to_owned() + &line(1, STOPS), &[], 2),
        (line(1, STOPS), &["--select", "quotation"], 0),
        (line(1, STOPS), &["--config", "note.toml"], 0),
        (line(1, STOPS), &["--config", "note.toml", "--fail-on", "note"], 1),
    ] {
        let said = desk.run_on(input.as_str(), &[&["batch"], args].concat());
        assert_eq!((said.status, said.err.as_str()), (status, ""), "{args:?} on {input}");
        assert_eq!(said.out.lines().count(), input.lines().count());
    }
}

#[test]
fn ids_come_back_as_they_were_written() {
    let desk = Desk::with(&[]);
    let ids = [
        "1",
        "0",
        "-7",
        "1.50",
        "1e3",
        "123456789012345678901234567890",
        "\"7\"",
        "\"\"",
        "\"a b\"",
        "\"\\u00e9\"",
        "\"é 🙂\"",
        "\"say \\\"no\\\"\"",
        "\"\\n\"",
    ];
    let input = ids.map(|id| format!("{{\"id\": {id}, \"text\": \"Rain fell.\"}}\n")).concat();
    let wanted = ids.map(|id| format!("{{\"id\":{id},\"diagnostics\":[]}}\n")).concat();
    assert_said(&desk.run_on(input, &["batch"]), 0, &wanted, "");
}

#[test]
fn fields_go_by_the_names_that_they_are_given_and_others_are_ignored() {
    let desk = Desk::with(&[]);
    let wanted = "{\"id\":\"k\",\"diagnostics\":[]}\n";
    for (input, args) in [
        (
            r#"{"key": "k", "body": "Rain fell.", "id": 1, "text": 2}"#,
            &["--id-field", "key", "--text-field", "body"][..],
        ),
        (r#"{"text": "Rain fell.", "more": {"deep": [1, null]}, "id": "k"}"#, &[]),
        (r#" {"id":"k","te\u0078t":"Rain fell."} "#, &[]),
        ("{\"id\": \"k\", \"text\": \"Rain fell.\"}\r", &[]),
        (r#"{"id": "k", "text": ""}"#, &[]),
    ] {
        assert_said(&desk.run_on(input, &[&["batch"], args].concat()), 0, wanted, "");
    }
}

#[test]
fn a_bad_line_is_answered_in_its_place() {
    let desk = Desk::with(&[]);
    for (bad, part) in [
        (&b"no object"[..], "no JSON object"),
        (b"", "no JSON object"),
        (b"[1, 2]", "no JSON object"),
        (b"{\"id\": 1, \"text\": \"cut", "no JSON object"),
        (b"{\"id\": 1, \"text\": \"a\"} {}", "no JSON object"),
        (b"{\"text\": \"a\"}", "no field `id`"),
        (b"{\"id\": 1}", "no field `text`"),
        (b"{\"id\": null, \"text\": \"a\"}", "`id` is neither a string nor a number"),
        (b"{\"id\": true, \"text\": \"a\"}", "`id` is neither a string nor a number"),
        (b"{\"id\": [1], \"text\": \"a\"}", "`id` is neither a string nor a number"),
        (b"{\"id\": 1, \"text\": 5}", "`text` is no string"),
        (b"{\"id\": 1, \"text\": null}", "`text` is no string"),
        (b"{\"id\": 1, \"text\": \"\xff\"}", "not UTF-8"),
    ] {
        let input = [line(1, STOPS).as_bytes(), bad, b"\n", line(3, CLEAN).as_bytes()].concat();
        let said = desk.run_on(input, &["batch"]);
        let answers = answers(&said);
        let shown = String::from_utf8_lossy(bad);
        assert_eq!((said.status, answers.len(), said.err.as_str()), (2, 3, ""), "{shown}");
        assert_eq!([&answers[0]["id"], &answers[2]["id"]], [1, 3], "{shown}");
        assert_eq!(answers[0]["diagnostics"][0]["rule"], "punctuation/doubled-stop");
        assert_eq!(answers[1]["line"], 2, "{shown}");
        assert!(answers[1]["error"].as_str().unwrap().contains(part), "{shown}: {}", answers[1]);
        assert_eq!(answers[1].as_object().unwrap().len(), 2, "{shown}");
    }
}

#[test]
fn answers_come_in_the_order_of_the_lines() {
    let filler = CLEAN.repeat(200);
    let text = |number: usize| match number % 10 {
        0 => format!("{filler}\n{STOPS}"),
        1 => TWICE.to_owned(),
        _ => CLEAN.to_owned(),
    };
    let input: String = (0..2000).map(|number| line(number, &text(number))).collect();
    let desk = Desk::with(&[]);
    let select = "punctuation/doubled-stop,repetition/doubled-word";
    let said = desk.run_on(input.as_str(), &["batch", "--select", select]);
    for (number, answer) in answers(&said).iter().enumerate() {
        let rules: Vec<_> =
            answer["diagnostics"].as_array().unwrap().iter().map(|found| found["rule"].as_str().unwrap()).collect();
        let wanted: &[&str] = match number % 10 {
            0 => &["punctuation/doubled-stop"],
            1 => &["repetition/doubled-word"],
            _ => &[],
        };
        assert_eq!((&answer["id"], rules.as_slice()), (&json!(number), wanted), "line {}", number + 1);
    }
    assert_eq!(said.out.lines().count(), 2000);
    assert_eq!(desk.run_on(input, &["batch", "--select", select]), said);
}

#[test]
fn fixed_is_there_where_it_is_asked_for_and_nowhere_else() {
    let texts = [CLEAN, STOPS, OPEN, TWICE, ""];
    let input: String = texts.iter().zip(0..).map(|(text, id)| line(id, text)).collect();
    for (args, fixed) in [
        (&["batch"][..], [None; 5]),
        (&["batch", "--fix"], [CLEAN, ONE_STOP, OPEN, ONCE, ""].map(Some)),
        (&["batch", "--unsafe-fixes"], [CLEAN, ONE_STOP, CLOSED, ONCE, ""].map(Some)),
        (&["batch", "--fix", "--select", "repetition"], [CLEAN, STOPS, OPEN, ONCE, ""].map(Some)),
    ] {
        let said = Desk::with(&[]).run_on(input.as_str(), args);
        let answers = answers(&said);
        let found: Vec<_> =
            answers.iter().map(|answer| answer.get("fixed").map(|text| text.as_str().unwrap())).collect();
        assert_eq!(found, fixed, "{args:?}");
    }
}

#[test]
fn fixed_leaves_alone_what_is_switched_off() {
    // A rule that runs for some files is off for the others, the texts of `batch` among them.
    let levels = "[rules]\n\"punctuation/doubled-stop\" = \"off\"\n\
                  [files.\"drafts/*\".rules]\n\"punctuation/doubled-stop\" = \"on\"\n";
    let desk = Desk::with(&[("copydesk.toml", levels)]);
    let said = desk.run_on(line(1, &format!("{STOPS}{TWICE}")), &["batch", "--fix"]);
    let answer = &answers(&said)[0];
    assert_eq!(answer["diagnostics"].as_array().unwrap().len(), 1);
    assert_eq!(answer["fixed"], format!("{STOPS}{ONCE}"));
}

#[test]
fn spans_are_bytes_and_columns_are_characters() {
    for (before, line, column) in [
        ("", 1, 1),
        ("Rain fell. ", 1, 12),
        ("🙂 ", 1, 3),
        ("👩‍🚀 ", 1, 5),
        ("Cafe\u{301} life. ", 1, 13),
        ("防衛。 ", 1, 5),
        ("\u{feff}", 1, 1),
        ("Rain fell.\n\n🙂 ", 3, 3),
        ("Rain fell.\r\n\r\n", 3, 1),
        ("\u{feff}Rain fell.\n\n", 3, 1),
    ] {
        let text = format!("{before}The boats left. . Nobody waved.");
        let found = finding(&text, &["--select", "punctuation/doubled-stop"]);
        let (start, end) = (found["start"].as_u64().unwrap(), found["end"].as_u64().unwrap());
        assert_eq!((start, end), (before.len() as u64 + 14, before.len() as u64 + 17), "{text:?}");
        let place = ["line", "column", "end_line", "end_column"].map(|key| found[key].as_u64().unwrap());
        assert_eq!(place, [line, column + 14, line, column + 17], "{text:?}");
        assert_eq!(found["suggestions"][0]["edits"], json!([{"start": start, "end": end, "text": "."}]), "{text:?}");
    }
}

#[test]
fn diagnostics_are_sorted_by_place() {
    let text = format!("{OPEN}\n{TWICE}\n{STOPS}\n{TWICE}");
    let said = Desk::with(&[]).run_on(line(1, &text), &["batch"]);
    let answers = answers(&said);
    let found = answers[0]["diagnostics"].as_array().unwrap();
    let rules: Vec<_> = found.iter().map(|found| found["rule"].as_str().unwrap()).collect();
    let twice = "repetition/doubled-word";
    assert_eq!(rules, ["quotation/unclosed-quotation", twice, "punctuation/doubled-stop", twice]);
    assert!(found.is_sorted_by_key(|found| found["start"].as_u64()));
}

#[test]
fn each_answer_comes_before_the_next_line_is_asked() {
    let desk = Desk::with(&[]);
    let mut child = desk.start(&["batch"]);
    let (mut input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let (sender, lines) = mpsc::channel();
    let reader = std::thread::spawn(move || output.lines().for_each(|line| sender.send(line.unwrap()).unwrap()));
    for number in 0..5 {
        input.write_all(line(number, CLEAN).as_bytes()).unwrap();
        let answer = lines.recv_timeout(PATIENCE).expect("the answer comes while the input is open");
        assert_eq!(answer, format!("{{\"id\":{number},\"diagnostics\":[]}}"));
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    reader.join().unwrap();
}

#[test]
fn a_closed_pipe_ends_it_quietly_though_the_input_never_ends() {
    let desk = Desk::with(&[]);
    let mut child = desk.start(&["batch"]);
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    input.write_all(line(1, STOPS).as_bytes()).unwrap();
    output.read_line(&mut String::new()).unwrap();
    drop(output);
    // A line after the reader went brings it up, perhaps not the very first: while other tests start programs, these
    // hold a copy of the pipe for a moment. The input stays open all the time.
    let begun = Instant::now();
    let status = loop {
        assert!(begun.elapsed() < PATIENCE, "it ends though the input is open");
        let _ = input.write_all(line(2, STOPS).as_bytes());
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((status.code(), err.as_str()), (Some(0), ""));
}
