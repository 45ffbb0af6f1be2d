//! JSON and JSON Lines: the strings that are values.
//!
//! What is broken is reported, and reading goes on behind it, so that one comma too many costs no text.

mod reader;
mod string;

use self::reader::Reader;
use super::data::Texts;
use super::{Field, Format, Parsed};
use crate::source::Source;
use crate::span::Span;

pub(super) const FORMAT: Format = Format { name: "json", extensions: &["json"], holds_data: true, looks, parse };

/// One value a line.
pub(super) const LINES: Format = Format {
    name: "jsonl",
    extensions: &["jsonl", "ndjson"],
    holds_data: true,
    looks: looks_lines,
    parse: parse_lines,
};

const RULE: &str = "invalid-json";

fn looks(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}').trim_start();
    let inside = |open: char| head.strip_prefix(open).map(str::trim_start);
    inside('{').is_some_and(|rest| rest.starts_with(['"', '}']))
        || inside('[').is_some_and(|rest| rest.starts_with(['"', '{']) && text.trim_end().ends_with(']'))
}

fn looks_lines(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty());
    let is_object = |line: &str| looks(line) && line.trim_end().ends_with('}');
    lines.next().is_some_and(is_object) && lines.next().is_some_and(is_object)
}

fn parse(source: &Source, fields: &[Field]) -> Parsed {
    let mut texts = Texts::new(source, fields, RULE);
    Reader::new(source, Span::new(source.bom_len(), source.len()), &mut texts).read();
    texts.finish()
}

fn parse_lines(source: &Source, fields: &[Field]) -> Parsed {
    let mut texts = Texts::new(source, fields, RULE);
    for number in 0..source.lines().len() {
        let line = source.line_span(number);
        let start = if number == 0 { source.bom_len() } else { line.start };
        Reader::new(source, Span::new(start, line.end.max(start)), &mut texts).read();
    }
    texts.finish()
}

#[cfg(test)]
mod tests {
    use crate::document::Format;
    use crate::document::data::testing::{faults, prose};

    /// The prose of all values that look like it.
    #[track_caller]
    fn all(text: &str) -> Vec<String> {
        prose("json", &[], text)
    }

    #[test]
    fn values_are_read_and_keys_are_not() {
        let text = "{\"No key is read\": \"The ferry sailed.\", \"n\": [1, -2.5e3, true, null, \"It came back at noon.\"], \
                    \"id\": \"x\", \"deep\": {\"a\": {}, \"b\": [[], [\"One more of them.\"]]}}";
        assert_eq!(all(text), ["The ferry sailed.", "It came back at noon.", "One more of them."]);
        assert_eq!(faults("json", &[], text), []);
        assert_eq!(all("\u{feff} \"Only one string here.\" "), ["Only one string here."]);
        assert_eq!(all(" "), [""; 0]);
    }

    #[test]
    fn fields_are_found_in_lists_and_under_any_name() {
        let text = r#"{"items": [{"title": "A"}, {"title": "B", "x": {"title": "C"}}], "title": "D", "t\u0061gs": ["E", "F"]}"#;
        for (path, found) in
            [("items.title", &["A", "B"][..]), ("title", &["D"]), ("items.*.title", &["C"]), ("tags", &["E", "F"])]
        {
            assert_eq!(prose("json", &[(path, "plain")], text), found, "{path}");
        }
    }

    #[test]
    fn what_is_broken_is_reported_and_the_rest_is_read() {
        for (text, message, at, read) in [
            (r#"{"a": "One two three.",}"#, "`}` follows where something is missing", "}", 1),
            (r#"["One two three." "Four five six."]"#, "a comma is missing", "", 2),
            (r#"{"a" "One two three."}"#, "the colon behind a key is missing", "", 1),
            (r#"{"a": One, "b": "Two three four."}"#, "`One` is no value", "One", 1),
            (r#"{"a": 'x', "b": "Two three four."}"#, "`'x'` is no value", "'x'", 1),
            ("[\"One two\n, \"Three four five.\"]", "the string does not end in its line", "\"", 1),
            ("[\"One two\\\n, \"Three four five.\"]", "the string does not end in its line", "\"", 1),
            (r#"["One two three.""#, "`[` is never closed", "[", 1),
            (r#"{"a": ["One two three."}"#, "`}` does not stand where it may close", "}", 1),
            (r#"["One two three."]]"#, "`]` closes nothing", "]", 1),
            (r#"["One two three."] ["Four five six."]"#, "something follows the value", "[", 2),
            (r#"{"a": "One two \x three.", "b": "Four five six."}"#, r"`\\x` is no escape", r"\x", 2),
            (r#"["One two \ud83d three."]"#, r"`\\ud83d` is no escape", r"\ud83d", 1),
            ("{// One \"two three four.\n\"a\": \"Four five six.\"}", "JSON has no comments", "//", 1),
            ("[/* One \"two three.*/ \"Four five six.\"]", "JSON has no comments", "/*", 1),
            (r#"{a: "One two three.", b: "Four five six."}"#, "a key stands without quotes", "a", 2),
            (r#"{"Not this one", "b": "Four five six."}"#, "a value is missing before the comma", ",", 1),
            (r#"{"a": , "Not this one": "Four five six."}"#, "a value is missing before the comma", ",", 1),
            (r#"["One two three.",, "Four five six."]"#, "a value is missing before the comma", ",", 2),
            (r#"["One two three." ? "Four five six."]"#, "a comma is missing", "", 2),
            ("{: \"Four five six.\"}", "`:` is not expected here", ":", 0),
        ] {
            let found = faults("json", &[], text);
            assert_eq!(found.first(), Some(&(message.to_owned(), at.to_owned())), "{text}: {found:?}");
            assert_eq!(all(text).len(), read, "{text}");
        }
    }

    #[test]
    fn a_bad_line_does_not_stop_the_others() {
        let text = "\u{feff}{\"a\": \"One two three.\"}\n\n{\"a\": \"Four\r\n{\"a\": \"Five six seven.\"}\n[\"Eight nine ten.\"";
        assert_eq!(prose("jsonl", &[], text), ["One two three.", "Five six seven.", "Eight nine ten."]);
        assert_eq!(faults("jsonl", &[], text).len(), 2);
        assert_eq!(prose("jsonl", &[("a", "plain")], text), ["One two three.", "Five six seven."]);
    }

    #[test]
    fn texts_are_told_by_their_looks() {
        for (text, format) in [
            ("{\n  \"a\": 1}", "json"),
            ("[{\"a\": 1}]", "json"),
            ("{\"a\": 1}\n{\"a\": 2}\n", "jsonl"),
            ("[\"A\" is a letter.]: it is not JSON", "plain"),
        ] {
            assert_eq!(Format::by_content(text).name, format, "{text}");
        }
    }

    #[test]
    fn deep_nesting_takes_linear_time() {
        let deep = |open: &str| open.repeat(1_000_000) + "\"One two three.\"";
        assert_eq!(all(&deep("[")).len(), 1);
        assert_eq!(all(&deep("{\"a\":")).len(), 1);
        assert_eq!(all(&"]".repeat(1_000_000)), [""; 0]);
        assert_eq!(faults("json", &[], &"[\"\n".repeat(100_000)).len(), 1);
    }
}
