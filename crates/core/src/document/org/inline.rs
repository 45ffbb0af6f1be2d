//! What stands in a line of Org.

use super::super::lines::{Scanner, address};

/// Reads the markup at the cursor.
pub(super) fn read(scanner: &mut Scanner<'_>, c: char) {
    match c {
        '*' => mark(scanner, "*"),
        '/' => mark(scanner, "/"),
        '_' => underscore(scanner),
        '+' => mark(scanner, "+"),
        '^' => raised(scanner),
        '=' => code(scanner, "="),
        '~' => code(scanner, "~"),
        '[' => bracket(scanner),
        '<' => angle(scanner),
        '\\' => backslash(scanner),
        '$' => math(scanner),
        '{' if scanner.rest().starts_with("{{{") => through(scanner, 3, "}}}"),
        '@' if scanner.rest().starts_with("@@") => {
            let at = scanner.at();
            if let Some(end) = scanner.find("@@", at + 2) {
                scanner.gone(end + 2 - at);
            }
        }
        '-' => dashes(scanner),
        '.' if scanner.rest().starts_with("...") => scanner.decoded(3, "…"),
        's' if scanner.rest().starts_with("src_") && opens(scanner, 1) => through(scanner, 4, "}"),
        'h' | 'f' | 'm' | 'i' if !scanner.before().is_some_and(char::is_alphanumeric) => {
            if let Some(len) = address(scanner.rest()) {
                scanner.opaque(len);
            }
        }
        _ => {}
    }
}

/// Whether markup of `len` bytes may begin here.
fn opens(scanner: &Scanner<'_>, len: usize) -> bool {
    let before = scanner.before().is_none_or(|c| c.is_whitespace() || "-('\"{*/_+“‘„«—–".contains(c));
    before && scanner.after(len).is_some_and(|c| !c.is_whitespace())
}

/// Whether markup may end before `after`.
fn is_end(after: Option<char>) -> bool {
    after.is_none_or(|c| c.is_whitespace() || "-.,;:!?'\")}]\\[*/_+…”’»—–".contains(c))
}

fn mark(scanner: &mut Scanner<'_>, mark: &'static str) {
    let closes = scanner.before().is_some_and(|c| !c.is_whitespace()) && is_end(scanner.after(1));
    scanner.mark(mark, opens(scanner, 1), closes);
}

/// An underline, or what stands below the line: `x_{1}`.
fn underscore(scanner: &mut Scanner<'_>) {
    if scanner.rest().starts_with("_{") { raised(scanner) } else { mark(scanner, "_") }
}

fn raised(scanner: &mut Scanner<'_>) {
    let at = scanner.at();
    if scanner.after(1) == Some('{')
        && scanner.before().is_some_and(|c| !c.is_whitespace())
        && let Some(end) = scanner.find("}", at + 2)
    {
        scanner.within(2, end - at - 2, 1);
    }
}

/// All up to `end`, at least `open` bytes, has a place in the sentence.
fn through(scanner: &mut Scanner<'_>, open: usize, end: &'static str) {
    let at = scanner.at();
    if let Some(found) = scanner.find(end, at + open) {
        scanner.opaque(found + end.len() - at);
    }
}

fn code(scanner: &mut Scanner<'_>, mark: &'static str) {
    let at = scanner.at();
    if !opens(scanner, 1) {
        return;
    }
    let mut from = at + 2;
    // Code that has the mark in it many times is not looked for.
    for _ in 0..8 {
        let Some(end) = scanner.find(mark, from) else { return };
        let before = scanner.cut(from - 1, end).text.ends_with(|c: char| !c.is_whitespace());
        if before && is_end(scanner.from(end + 1).chars().next()) {
            return scanner.opaque(end + 1 - at);
        }
        from = end + 1;
    }
}

/// A link, a footnote, a citation, a date, a count.
fn bracket(scanner: &mut Scanner<'_>) {
    let (at, rest) = (scanner.at(), scanner.rest());
    if rest.starts_with("[[") {
        return link(scanner);
    }
    if rest.starts_with("[fn:") {
        return footnote(scanner);
    }
    let Some(end) = scanner.find("]", at) else { return };
    let inner = scanner.cut(at + 1, end).text;
    let count = inner.trim_matches(|c: char| c.is_ascii_digit());
    if rest.starts_with("[cite") && inner.contains('@') || is_date(inner) {
        scanner.opaque(end + 1 - at);
    } else if matches!(count, "/" | "%") {
        scanner.gone_with_space(end + 1 - at);
    }
}

/// `[[target][text]]`
fn link(scanner: &mut Scanner<'_>) {
    let at = scanner.at();
    let Some(end) = scanner.find("]]", at + 2) else { return };
    let inner = scanner.cut(at + 2, end).text;
    match inner.find("][").and_then(|target| Some((target, inner.get(target + 2..)?))) {
        Some((target, text)) if !text.trim().is_empty() && address(text) != Some(text.len()) => {
            scanner.within(target + 4, text.len(), 2);
        }
        _ => scanner.opaque(end + 2 - at),
    }
}

/// No footnote within a paragraph is longer.
const MAX_NOTE: usize = 3000;

/// A reference to a footnote, or a footnote that stands in the paragraph.
fn footnote(scanner: &mut Scanner<'_>) {
    let (at, rest) = (scanner.at(), scanner.rest());
    let mut depth = 0;
    let mut brackets = rest.bytes().take(MAX_NOTE).enumerate().filter(|(_, b)| matches!(b, b'[' | b']'));
    let end = brackets.find(|(_, b)| {
        depth = if *b == b'[' { depth + 1 } else { depth - 1 };
        depth == 0
    });
    let Some((end, _)) = end else { return };
    let text = rest.get(4..end).unwrap_or_default();
    if let Some(label) = text.find(':') {
        let note = scanner.cut(at + 4 + label + 1, at + end);
        scanner.notes.push(note);
    }
    scanner.gone_with_space(end + 1);
}

/// A date, a target, an address.
fn angle(scanner: &mut Scanner<'_>) {
    let at = scanner.at();
    if scanner.rest().starts_with("<<<") {
        if let Some(end) = scanner.find(">>>", at + 3) {
            scanner.within(3, end - at - 3, 3);
        }
    } else if scanner.rest().starts_with("<<") {
        if let Some(end) = scanner.find(">>", at + 2) {
            scanner.gone(end + 2 - at);
        }
    } else if let Some(end) = scanner.find(">", at) {
        let inner = scanner.cut(at + 1, end).text;
        if is_date(inner) || address(inner) == Some(inner.len()) {
            scanner.opaque(end + 1 - at);
        }
    }
}

/// Whether a text is a date as Org writes it: `2024-05-01 Wed`.
fn is_date(text: &str) -> bool {
    let digits =
        |from: usize, to: usize| text.as_bytes().get(from..to).is_some_and(|b| b.iter().all(u8::is_ascii_digit));
    digits(0, 4) && digits(5, 7) && digits(8, 10) && text.as_bytes().get(4) == Some(&b'-') && !text.contains('\n')
}

/// A character that has a name, math, or a break of the line.
fn backslash(scanner: &mut Scanner<'_>) {
    let rest = scanner.rest();
    if rest.starts_with("\\(") {
        return through(scanner, 2, "\\)");
    }
    if rest.starts_with("\\[") {
        return through(scanner, 2, "\\]");
    }
    if rest.starts_with("\\\\") {
        return scanner.gone(2);
    }
    let len = rest.bytes().skip(1).take_while(u8::is_ascii_alphabetic).count();
    let name = rest.get(1..=len).unwrap_or_default();
    let braces = if rest.get(1 + len..).is_some_and(|rest| rest.starts_with("{}")) { 2 } else { 0 };
    let text = match name {
        "" => return,
        "nbsp" => "\u{a0}",
        "ndash" => "–",
        "mdash" => "—",
        "dots" | "hellip" | "ldots" => "…",
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "ldquo" => "“",
        "rdquo" => "”",
        "lsquo" => "‘",
        "rsquo" => "’",
        "laquo" => "«",
        "raquo" => "»",
        "deg" => "°",
        "euro" => "€",
        "szlig" => "ß",
        "shy" => return scanner.gone(1 + len + braces),
        _ => return scanner.opaque(1 + len + braces),
    };
    scanner.decoded(1 + len + braces, text);
}

fn math(scanner: &mut Scanner<'_>) {
    let at = scanner.at();
    if scanner.rest().starts_with("$$") {
        return through(scanner, 3, "$$");
    }
    let Some(end) = scanner.find("$", at + 2).filter(|_| scanner.after(1).is_some_and(|c| !c.is_whitespace())) else {
        return;
    };
    let closes = scanner.cut(at + 1, end).text.ends_with(|c: char| !c.is_whitespace() && !".,?;\"".contains(c));
    if closes && is_end(scanner.from(end + 1).chars().next()) {
        scanner.opaque(end + 1 - at);
    }
}

fn dashes(scanner: &mut Scanner<'_>) {
    match scanner.rest().bytes().take_while(|&b| b == b'-').count() {
        2 => scanner.decoded(2, "–"),
        3 => scanner.decoded(3, "—"),
        len => scanner.pass(len),
    }
}
