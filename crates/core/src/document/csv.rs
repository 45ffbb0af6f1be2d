//! CSV and TSV: the cells below the header, each named by its column.
//!
//! Cells are parted by commas, semicolons or tabs, whichever the header has; the first row is always the header.

use super::data::{Choice, Decoder, Texts, span};
use super::{Field, Format, Parsed, Writing};
use crate::source::Source;
use crate::span::Span;

// Prose has commas, too, so that no text looks like CSV.
pub(super) const FORMAT: Format =
    Format { name: "csv", extensions: &["csv"], holds_data: true, looks: |_| false, parse };

/// The same, parted by tabs.
pub(super) const TABS: Format =
    Format { name: "tsv", extensions: &["tsv"], holds_data: true, looks: |_| false, parse: parse_tabs };

fn parse(source: &Source, fields: &[Field]) -> Parsed {
    let start = source.bom_len() as usize;
    let delimiter = delimiter(source.text().get(start..).unwrap_or_default());
    read(source, fields, delimiter)
}

fn parse_tabs(source: &Source, fields: &[Field]) -> Parsed {
    read(source, fields, b'\t')
}

/// What parts the cells of the header: tabs, if it has any, and otherwise the more frequent mark. Names have
/// commas rather than semicolons.
fn delimiter(text: &str) -> u8 {
    let (mut is_quoted, mut commas, mut semicolons) = (false, 0, 0);
    for byte in text.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'\n' => break,
            b'\t' => return b'\t',
            b',' => commas += 1,
            b';' => semicolons += 1,
            _ => {}
        }
    }
    if semicolons > 0 && semicolons >= commas { b';' } else { b',' }
}

fn read(source: &Source, fields: &[Field], delimiter: u8) -> Parsed {
    let mut texts = Texts::new(source, fields, "invalid-csv");
    let mut cells = Cells { source, at: source.bom_len() as usize, delimiter };
    let mut columns: Vec<(String, Option<Choice>)> = Vec::new();
    let (mut row, mut column) = (0, 0);
    while let Some((cell, is_last)) = cells.next(&mut texts) {
        if row == 0 {
            let name = cell.map_or_else(String::new, |cell| cell.decode(source).finish().text().trim().to_owned());
            let choice = texts.choose(&[&name]).or_else(|| texts.choose(&[number(column)]));
            columns.push((name, choice));
        } else if let Some(cell) = cell {
            let known = columns.get(column);
            // A row may be longer than the header.
            let choice = known.map_or_else(|| texts.choose(&[number(column)]), |(_, choice)| *choice);
            if let Some(choice) = choice {
                let name = known.map_or("", |(name, _)| name);
                texts.add(choice, name, cell.decode(source).finish(), cell.writing(delimiter));
            }
        }
        (row, column) = if is_last { (row + 1, 0) } else { (row, column + 1) };
    }
    texts.finish()
}

/// How people count columns: from 1.
fn number(column: usize) -> String {
    (column + 1).to_string()
}

/// A cell.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// What stands in it, without its quotes.
    inner: Span,
    is_quoted: bool,
}

impl Cell {
    fn decode(self, source: &Source) -> Decoder<'_> {
        let mut decoder = Decoder::new(source, self.inner);
        while !decoder.rest().is_empty() {
            let rest = decoder.rest();
            match memchr::memchr(b'"', rest.as_bytes()).filter(|_| self.is_quoted) {
                Some(0) => decoder.means("\"", 2.min(rest.len())),
                Some(quote) => decoder.as_is(quote),
                None => decoder.as_is(rest.len()),
            }
        }
        decoder
    }

    fn writing(self, delimiter: u8) -> Writing {
        Writing::escaped(match delimiter {
            _ if self.is_quoted => quoted,
            b'\t' => bare::<'\t'>,
            b';' => bare::<';'>,
            _ => bare::<','>,
        })
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the other cells cannot hold everything")]
fn quoted(text: &str) -> Option<String> {
    Some(text.replace('"', "\"\""))
}

fn bare<const DELIMITER: char>(text: &str) -> Option<String> {
    (!text.contains(['"', '\n', '\r', DELIMITER])).then(|| text.to_owned())
}

/// Goes from cell to cell.
struct Cells<'s> {
    source: &'s Source,
    at: usize,
    delimiter: u8,
}

impl Cells<'_> {
    /// The next cell, if it is right, and whether it is the last one of its row.
    fn next(&mut self, texts: &mut Texts<'_>) -> Option<(Option<Cell>, bool)> {
        let source = self.source;
        let rest = source.text().as_bytes().get(self.at..).filter(|rest| !rest.is_empty())?;
        let cell = if rest.starts_with(b"\"") { self.quoted(rest, texts) } else { Some(self.bare(rest)) };
        let rest = source.text().as_bytes().get(self.at..).unwrap_or_default();
        let is_last = rest.first() != Some(&self.delimiter);
        self.at += if rest.starts_with(b"\r\n") { 2 } else { usize::from(!rest.is_empty()) };
        Some((cell, is_last))
    }

    /// How many of the bytes `rest` come before the end of their cell, if no quotes stand around it.
    fn len(&self, rest: &[u8]) -> usize {
        let end = memchr::memchr2(self.delimiter, b'\n', rest).unwrap_or(rest.len());
        let ends_row = rest.get(end) != Some(&self.delimiter);
        if ends_row && rest.get(..end).is_some_and(|cell| cell.ends_with(b"\r")) { end - 1 } else { end }
    }

    fn bare(&mut self, rest: &[u8]) -> Cell {
        let start = self.at;
        self.at += self.len(rest);
        Cell { inner: span(start, self.at), is_quoted: false }
    }

    fn quoted(&mut self, rest: &[u8], texts: &mut Texts<'_>) -> Option<Cell> {
        let start = self.at;
        let mut end = 1;
        loop {
            let Some(quote) = memchr::memchr(b'"', rest.get(end..).unwrap_or_default()).map(|at| end + at) else {
                let way_out = "Close it with a double quote; inside a cell write two.";
                texts.fault(span(start, start + 1), "the quote is never closed", way_out);
                self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                return None;
            };
            if rest.get(quote + 1) != Some(&b'"') {
                end = quote;
                break;
            }
            end = quote + 2;
        }
        self.at = start + end + 1;
        let after = rest.get(end + 1..).unwrap_or_default();
        let junk = self.len(after);
        if junk == 0 {
            return Some(Cell { inner: span(start + 1, start + end), is_quoted: true });
        }
        let way_out = "Inside a cell a double quote is written twice.";
        texts.fault(span(start + end, start + end + 1), "text follows the closing quote", way_out);
        self.at += junk;
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::document::BlockKind;
    use crate::document::data::testing::{Chance, faults, prose, read, repaired};

    #[track_caller]
    fn all(text: &str) -> Vec<String> {
        prose("csv", &[], text)
    }

    #[test]
    fn cells_are_read_and_the_header_is_not() {
        for (text, read) in [
            (
                "no header is read,b\nOne two three.,4\r\n\"Five, \"\"six\"\"\r\nand seven.\",\n",
                &["One two three.", "Five, \"six\"", "and seven."][..],
            ),
            (
                "\u{feff}a;b, c\nOne two, three.;Four five six.;Seven eight nine.",
                &["One two, three.", "Four five six.", "Seven eight nine."],
            ),
            ("a, b\tc; d; e\nOne; two, three.\tFour five six.\n\n", &["One; two, three.", "Four five six."]),
            ("\"a;;\",b\nOne two three.,x", &["One two three."]),
            ("a\r\nOne two \"three\".\r\nFour five six.\r", &["One two \"three\".", "Four five six."]),
            ("", &[]),
        ] {
            assert_eq!(all(text), read, "{text:?}");
            assert_eq!(faults("csv", &[], text), [], "{text:?}");
        }
        assert_eq!(prose("tsv", &[], "a,b\nOne, two three.\tFour five six."), ["One, two three.", "Four five six."]);
    }

    #[test]
    fn columns_are_named_by_the_header_or_numbered() {
        let text = "id,\"The \"\"title\"\"\", body \nA,B,C,D\nE,F,G\n";
        for (path, found) in [
            ("The \"title\"", &["B", "F"][..]),
            ("body", &["C", "G"]),
            ("1", &["A", "E"]),
            ("4", &["D"]),
            ("*", &["A", "B", "C", "D", "E", "F", "G"]),
        ] {
            assert_eq!(prose("csv", &[(path, "plain")], text), found, "{path}");
            assert_eq!(faults("csv", &[(path, "plain")], text), [], "{path}");
        }
        let document = read("csv", &[], "headline\nThe ferry sails again");
        assert_eq!(document.blocks()[0].kind, BlockKind::Metadata);
    }

    #[test]
    fn what_is_broken_is_reported_and_the_rest_is_read() {
        for (text, message, read) in [
            ("a,b\n\"One two three.,\nFour five six.,x", "the quote is never closed", &["Four five six."][..]),
            ("a,b\n\"One\" two three.,Four five six.\nx", "text follows the closing quote", &["Four five six."]),
        ] {
            assert_eq!(faults("csv", &[], text), [(message.to_owned(), "\"".to_owned())], "{text}");
            assert_eq!(all(text), read, "{text}");
        }
        for text in ["\"\n", "\"\"a", "\"a\"b,", "a,\"\"\"\n", ","] {
            assert_eq!(all(&text.repeat(100_000)), [""; 0], "{text}");
        }
    }

    #[test]
    fn every_cell_comes_back_as_it_was() {
        let mut chance = Chance(0x2545_f491_4f6c_dd1d);
        for _ in 0..300 {
            let text = chance.text(&["\"quoted\"", "a,b", "c;d", "é", "😀", "tab\tbed", "\"\"", "word"]);
            let bare = chance.text(&["a \"b\"", "it's", "é", "word"]);
            for (delimiter, repairs) in
                [(',', ["a, b", "a; b\tc"]), (';', ["a; b", "a, b\tc"]), ('\t', ["a\tb", "a, b; c"])]
            {
                let row = [bare.clone(), format!("\"{}\"", text.replace('"', "\"\"")), bare.replace("ferry", "boat")];
                let source = format!("x{delimiter}y{delimiter}z\r\n{}\r\n", row.join(&delimiter.to_string()));
                let document = read("csv", &[], &source);
                let after = |from: &str, to: &str| repaired(&document, from, to).map(|text| prose("csv", &[], &text));
                let rest = bare.replace("ferry", "boat");
                assert_eq!(prose("csv", &[], &source), [&bare[..], &text, &rest], "{source}");
                assert_eq!(after("boat", repairs[0]), None);
                assert_eq!(after("boat", "\"x\""), None);
                let free = rest.replace("boat", repairs[1]);
                assert_eq!(after("boat", repairs[1]), Some(vec![bare.clone(), text.clone(), free]), "{source}");
                let (quoted, new) = (&text[4..], "the \"new\", ");
                assert_eq!(
                    after(quoted, new),
                    Some(vec![bare.clone(), format!("The {}", new.trim_end()), rest]),
                    "{source}"
                );
            }
        }
    }
}
