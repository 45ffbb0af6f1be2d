//! TOML: the strings that are values.
//!
//! A parser says where they stand, and has the last word on what they mean. What it cannot read is blotted out, so that
//! the rest is read.

use std::ops::Range;

use toml_edit::{Array, ArrayOfTables, Document, InlineTable, Item, Table, Value};

use super::data::{Decoder, Texts, hexadecimal, span};
use super::{Field, Format, Parsed, Writing};
use crate::source::Source;
use crate::span::Span;

pub(super) const FORMAT: Format = Format { name: "toml", extensions: &["toml"], holds_data: true, looks, parse };

/// How many faults of a file are passed over; each takes another reading.
const MOST_BROKEN: usize = 8;

fn looks(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let Some(first) = lines.find(|line| !line.is_empty() && !line.starts_with('#')) else { return false };
    let is_key = |key: &str| {
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
    };
    let is_value = |value: &str| {
        value.starts_with(['"', '\'', '[', '{', '-'])
            || value.starts_with(|c: char| c.is_ascii_digit())
            || matches!(value, "true" | "false")
    };
    let header =
        first.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).map(|rest| rest.trim_matches(['[', ']']));
    // A label in brackets may stand in prose, and so may a formula; after a label comes an entry.
    let is_entry =
        |line: &str| line.split_once('=').is_some_and(|(key, value)| is_key(key.trim()) && is_value(value.trim()));
    match header {
        Some(name) => is_key(name.trim()) && lines.find(|line| !line.is_empty()).is_some_and(is_entry),
        None => is_entry(first),
    }
}

fn parse(source: &Source, fields: &[Field]) -> Parsed {
    let mut texts = Texts::new(source, fields, "invalid-toml");
    // The parser passes over a byte order mark, but its places do not count it the same way everywhere.
    let mut text = source.text().to_owned();
    text.replace_range(..source.bom_len() as usize, &" ".repeat(source.bom_len() as usize));
    for _ in 0..MOST_BROKEN {
        let fault = match Document::parse(&text[..]) {
            Ok(document) => {
                read(source, document.as_table(), &mut texts);
                break;
            }
            Err(fault) => fault,
        };
        let at = fault.span().unwrap_or(0..0);
        let message = fault.message().lines().collect::<Vec<_>>().join(", ");
        texts.fault(span(at.start, at.end), message, "The lines at fault are passed over, and the others are read.");
        let lines = lines_at_fault(&text, &at);
        if text.get(lines.clone()).is_none_or(|lines| lines.trim().is_empty()) {
            break;
        }
        text.replace_range(lines.clone(), &" ".repeat(lines.len()));
    }
    texts.finish()
}

/// The lines that a fault makes unreadable. Behind the broken header of a table no key is where it seems to be.
fn lines_at_fault(text: &str, fault: &Range<usize>) -> Range<usize> {
    let start = text.get(..fault.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let rest = |at: usize| text.get(at..).unwrap_or_default();
    let line_end = |at: usize| rest(at).find('\n').map_or(text.len(), |end| at + end);
    // The line break itself may be what was not expected.
    let last = if rest(fault.start).starts_with('\n') { fault.start } else { fault.end.max(start) };
    let end = line_end(last);
    if !rest(start).trim_start().starts_with('[') {
        return start..end;
    }
    start..rest(end).find("\n[").map_or(text.len(), |next| end + next)
}

/// A value or a table that is still to be read.
enum Node<'d> {
    Value(&'d Value),
    Table(&'d Table),
    Tables(&'d ArrayOfTables),
}

/// Reads a table and what is in it. Tables are nested as deep as keys are long, so that no call stack would do.
fn read<'d>(source: &Source, root: &'d Table, texts: &mut Texts<'_>) {
    let mut path: Vec<&'d str> = Vec::new();
    let mut open: Vec<(usize, Option<&'d str>, Node<'d>)> = vec![(0, None, Node::Table(root))];
    while let Some((depth, name, node)) = open.pop() {
        path.truncate(depth);
        path.extend(name);
        let depth = path.len();
        match node {
            Node::Table(table) => {
                open.extend(table.iter().filter_map(|(key, item)| Some((depth, Some(key), of(item)?))));
            }
            Node::Tables(tables) => open.extend(tables.iter().map(|table| (depth, None, Node::Table(table)))),
            Node::Value(Value::InlineTable(table)) => {
                open.extend(entries(table).map(|(key, value)| (depth, key, value)));
            }
            Node::Value(Value::Array(list)) if !list.is_empty() => {
                open.extend(items(list).map(|value| (depth, None, value)));
            }
            Node::Value(value) => {
                let Some(choice) = texts.choose(&path) else { continue };
                if let (Value::String(string), Some(at)) = (value, value.span()) {
                    let at = span(at.start, at.end);
                    let (prose, writing) = decode(source, at, string.value());
                    texts.add(choice, path.last().copied().unwrap_or_default(), prose, writing);
                }
            }
        }
    }
}

fn of(item: &Item) -> Option<Node<'_>> {
    match item {
        Item::None => None,
        Item::Value(value) => Some(Node::Value(value)),
        Item::Table(table) => Some(Node::Table(table)),
        Item::ArrayOfTables(tables) => Some(Node::Tables(tables)),
    }
}

fn entries(table: &InlineTable) -> impl Iterator<Item = (Option<&str>, Node<'_>)> {
    table.iter().map(|(key, value)| (Some(key), Node::Value(value)))
}

fn items(list: &Array) -> impl Iterator<Item = Node<'_>> {
    list.iter().map(Node::Value)
}

/// The prose of the string at `at`, quotes included, and how repairs are written in it; `text` is what it means.
fn decode<'s>(source: &'s Source, at: Span, text: &str) -> (super::prose::ProseBuilder<'s>, Writing) {
    let raw = source.slice(at);
    let (quotes, has_escapes, writing) = match () {
        () if raw.starts_with("\"\"\"") => (3, true, Writing::escaped(basic)),
        () if raw.starts_with("'''") => (3, false, Writing::escaped(literal_lines)),
        () if raw.starts_with('"') => (1, true, Writing::escaped(basic)),
        () => (1, false, Writing::escaped(literal)),
    };
    let inner = raw.get(quotes..).unwrap_or_default();
    // A line break at the start of several lines does not count.
    let head = if quotes == 3 { inner.len() - past_break(inner).len() } else { 0 };
    let start = at.start + span(quotes + head, quotes + head).start;
    let end = at.end.saturating_sub(span(quotes, quotes).start).max(start);
    let mut decoder = Decoder::new(source, Span::new(start, end));
    while !decoder.rest().is_empty() {
        next(&mut decoder, has_escapes);
    }
    decoder.checked(text, at, writing)
}

fn past_break(text: &str) -> &str {
    text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n')).unwrap_or(text)
}

const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

/// Decodes the next piece of a string.
fn next(decoder: &mut Decoder<'_>, has_escapes: bool) {
    let rest = decoder.rest();
    let escape = if has_escapes { memchr::memchr(b'\\', rest.as_bytes()) } else { None };
    let Some(escape) = escape else { return decoder.as_is(rest.len()) };
    let (before, after) = rest.split_at(escape);
    // A backslash at the end of a line hides the white space behind it. What it hides belongs to a space before it, so
    // that the map has no gap.
    let hidden = after.get(1..).map_or(0, |after| after.len() - after.trim_start_matches(BLANK).len());
    if hidden > 0 {
        let space = usize::from(before.ends_with(' '));
        decoder.as_is(escape - space);
        return decoder.means(if space > 0 { " " } else { "" }, space + 1 + hidden);
    }
    decoder.as_is(escape);
    match unescaped(after) {
        Some((c, len)) => decoder.means_char(c, len),
        // The parser has read it, so that this does not happen.
        None => decoder.as_is(1),
    }
}

/// What the escape at the start of `rest` means, and how long it is.
fn unescaped(rest: &str) -> Option<(char, usize)> {
    let letter = rest.chars().nth(1)?;
    let c = match letter {
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        '"' | '\\' => letter,
        'x' => return Some((hexadecimal(rest, 2)?, 4)),
        'u' => return Some((hexadecimal(rest, 4)?, 6)),
        'U' => return Some((hexadecimal(rest, 8)?, 10)),
        _ => return None,
    };
    Some((c, 2))
}

#[expect(clippy::unnecessary_wraps, reason = "the other strings cannot hold everything")]
fn basic(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            '\0'..' ' | '\u{7f}' => written.push_str(&format!("\\u{:04X}", u32::from(c))),
            _ => written.push(c),
        }
    }
    Some(written)
}

fn literal(text: &str) -> Option<String> {
    (!text.contains(|c: char| c == '\'' || c.is_ascii_control() && c != '\t')).then(|| text.to_owned())
}

/// In three quotes one may stand alone, but two of them could become three beside another.
fn literal_lines(text: &str) -> Option<String> {
    let is_odd = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n');
    let is_quoted = text.starts_with('\'') || text.ends_with('\'') || text.contains("''");
    (!is_quoted && !text.contains(is_odd)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::document::Format;
    use crate::document::data::testing::{Chance, faults, prose, read, repaired};

    #[track_caller]
    fn all(text: &str) -> Vec<String> {
        prose("toml", &[], text)
    }

    #[test]
    fn values_are_read_and_keys_are_not() {
        let text = "\u{feff}# No comment is read.\n\"no key is read\" = 'The ferry sailed.'\n[a.b]\nn = 1\nd = 2020-01-01\n\
                    list = [ { t = \"It came back.\", u = [[\"One two three.\"]] } ]\n[[c]]\nx.y = 'Four five six.'\n[a]\nz = 'Seven eight nine.'";
        let read = ["The ferry sailed.", "It came back.", "One two three.", "Four five six.", "Seven eight nine."];
        assert_eq!(all(text), read);
        assert_eq!(faults("toml", &[], text), []);
    }

    #[test]
    fn fields_are_found_in_lists_and_under_any_name() {
        let text = "title = 'D'\ntags = ['E', 'F']\nnone = []\n[[items]]\ntitle = 'A'\n[[items]]\ntitle = 'B'\nx = {title = 'C'}\n";
        for (path, found) in [
            ("items.title", &["A", "B"][..]),
            ("title", &["D"]),
            ("items.*.title", &["C"]),
            ("tags", &["E", "F"]),
            ("none", &[]),
        ] {
            assert_eq!(prose("toml", &[(path, "plain")], text), found, "{path}");
            assert_eq!(faults("toml", &[(path, "plain")], text), []);
        }
    }

    #[test]
    fn what_is_broken_is_reported_and_the_rest_is_read() {
        for (text, at, read) in [
            ("é = 'One two three.'\nb = 'Four five six.'", "é", &["Four five six."][..]),
            ("a = One two three\nb = 'Four five six.'", "One two three", &["Four five six."]),
            ("a = 'One two three\nb = 'Four five six.'", "", &["Four five six."]),
            ("a = 'One two three.'\na = 'Four five six.'", "a", &["One two three."]),
            (
                "a = 'One two three.'\n[b\nc = 'Four five six.'\n[d]\ne = 'Seven eight nine.'",
                "",
                &["One two three.", "Seven eight nine."],
            ),
            ("a = 'One two three.'\nb = \"Four \\x five.\"", "", &["One two three."]),
        ] {
            let found = faults("toml", &[], text);
            assert_eq!(found.first().map(|fault| &fault.1[..]), Some(at), "{text}: {found:?}");
            assert_eq!(all(text), read, "{text}");
        }
        assert!(faults("toml", &[], &"a = 'x\n".repeat(100)).len() < 10);
    }

    #[test]
    fn texts_are_told_by_their_looks() {
        for (text, format) in [
            ("# A comment\ntitle = \"The ferry\"\n", "toml"),
            ("[ferry.times]\n\nfirst = 8\n", "toml"),
            ("[1] A note\n", "plain"),
            ("[1]\nThe ferry\n", "plain"),
            ("a = b\n", "plain"),
            ("The speed = 12 knots.\n", "plain"),
        ] {
            assert_eq!(Format::by_content(text).name, format, "{text}");
        }
    }

    #[test]
    fn deep_nesting_does_no_harm() {
        let keys = format!("{} = ", ["a"; 79].join("."));
        for deep in ["[".repeat(100_000), "{a = ".repeat(100_000), format!("{keys}{{").repeat(78)] {
            assert!(faults("toml", &[], &format!("a = {deep}'One two three.'")).len() <= 8);
        }
        let mut tables = String::new();
        (0..100_000).for_each(|number| tables += &format!("[t{number}.a]\nx = 'One two three.'\n"));
        assert_eq!(all(&tables).len(), 100_000);
    }

    #[test]
    fn every_string_comes_back_as_it_was() {
        let mut chance = Chance(0x2545_f491_4f6c_dd1d);
        let simple = ["\"quoted\"", "back\\slash", "tab\tbed", "é", "word", "\u{a0}"];
        let words = [&simple[..], &["'tis", "😀", "new\nline", "\n\nnew", "\u{1}"]].concat();
        for _ in 0..300 {
            let (text, flat) = (chance.text(&words), chance.text(&simple));
            let basic = basic(&text, &mut chance);
            let hidden = basic.replace("word", "\\\n\n  word").replace('é', "\\  \r\n \té");
            assert_comes_back(&text, &format!("\"{}\"", basic.replace('\n', "\\n")));
            assert_comes_back(&text, &format!("\"\"\"\n{hidden}\"\"\""));
            assert_comes_back(&text, &format!("\"\"\"{}\"\"\"", basic.replace('\n', "\r\n")));
            assert_comes_back(&flat, &format!("'{flat}'"));
            assert_comes_back(&flat, &format!("'''\r\n{flat}'''"));
        }
    }

    /// The string `value` means `text`, and still does but for a repair after one.
    #[track_caller]
    fn assert_comes_back(text: &str, value: &str) {
        // HTML reads white space as one does.
        let fields = [("body", "html")];
        let source = format!("n = 1\nbody = {value}\n");
        let document = read("toml", &fields, &source);
        assert_eq!(squeezed(document.prose(&document.blocks()[0])), squeezed(text), "{source}");
        for repair in ["left", "a \"new\"", "it's", "a \\ b", "\u{1}"] {
            let Some(repaired) = repaired(&document, "sailed", repair) else {
                let is_literal = value.starts_with('\'');
                assert!(
                    is_literal && (repair == "\u{1}" || repair == "it's" && !value.starts_with("'''")),
                    "{source} {repair}"
                );
                continue;
            };
            let after = prose("toml", &fields, &repaired).concat();
            assert_eq!(squeezed(&after), squeezed(&text.replace("sailed", repair)), "{source} {repair}");
            assert_eq!(faults("toml", &[], &repaired), []);
        }
    }

    fn squeezed(text: &str) -> String {
        text.split_whitespace().collect()
    }

    /// A text between double quotes, each character in one of the ways in which it may be written.
    fn basic(text: &str, chance: &mut Chance) -> String {
        let mut written = String::new();
        for c in text.chars() {
            match (chance.below(6), c) {
                (_, 'w' | '\n' | 'é') => written.push(c),
                (0, _) => written += &format!("\\U{:08x}", u32::from(c)),
                (1, _) if u32::from(c) < 0x1_0000 => written += &format!("\\u{:04X}", u32::from(c)),
                (2, _) if u32::from(c) < 0x100 => written += &format!("\\x{:02x}", u32::from(c)),
                (_, '"' | '\\') => written.extend(['\\', c]),
                (_, '\u{1}') => written += "\\u0001",
                _ => written.push(c),
            }
        }
        written
    }
}
