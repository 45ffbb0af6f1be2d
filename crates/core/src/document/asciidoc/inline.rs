//! What stands in a line of AsciiDoc.

use super::super::html;
use super::super::lines::{Scanner, address};

/// Reads the markup at the cursor.
pub(super) fn read(scanner: &mut Scanner<'_>, c: char) {
    match c {
        '\\' => escape(scanner),
        '*' => mark(scanner, "*", "**"),
        '_' => mark(scanner, "_", "__"),
        '#' => mark(scanner, "#", "##"),
        '^' => scanner.mark("^", is_text(scanner.after(1)), is_text(scanner.before())),
        '~' => scanner.mark("~", is_text(scanner.after(1)), is_text(scanner.before())),
        '`' => backtick(scanner),
        '+' => passthrough(scanner),
        '$' => between(scanner, "$$"),
        '"' | '\'' => quote(scanner, c),
        '{' => attribute(scanner),
        '<' => reference(scanner),
        '[' => bracket(scanner),
        '(' => index(scanner),
        '&' => character(scanner),
        '-' => dash(scanner),
        '.' if scanner.rest().starts_with("...") => scanner.decoded(3, "…"),
        _ if c.is_ascii_lowercase() && !is_word(scanner.before()) => named(scanner),
        _ => {}
    }
}

fn is_text(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_whitespace())
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// Whether a mark within words may begin here.
fn opens(scanner: &Scanner<'_>) -> bool {
    !is_word(scanner.before()) && !scanner.before().is_some_and(|c| ";:}".contains(c)) && is_text(scanner.after(1))
}

fn escape(scanner: &mut Scanner<'_>) {
    let rest = scanner.from(scanner.at() + 1);
    let marks = rest.starts_with(|c: char| "*_`#^~+{}[<&.'\"|-(\\".contains(c));
    if marks || macro_of(rest).is_some() || address(rest).is_some() {
        scanner.gone(1);
        scanner.pass(1);
    }
}

/// One mark stands around words, two stand anywhere.
fn mark(scanner: &mut Scanner<'_>, one: &'static str, two: &'static str) {
    let before = is_text(scanner.before());
    if scanner.rest().starts_with(two) {
        scanner.mark(two, is_text(scanner.after(2)), before);
    } else {
        scanner.mark(one, opens(scanner), before && !is_word(scanner.after(1)));
    }
}

fn backtick(scanner: &mut Scanner<'_>) {
    let at = scanner.at();
    if scanner.rest().starts_with("`'") && is_word(scanner.before()) {
        return scanner.decoded(2, "’");
    }
    if scanner.rest().starts_with("``") {
        return between(scanner, "``");
    }
    match scanner.find("`", at + 1).filter(|_| opens(scanner)) {
        Some(end) => scanner.opaque(end + 1 - at),
        None => scanner.pass(1),
    }
}

/// Code between two of the same marks.
fn between(scanner: &mut Scanner<'_>, mark: &'static str) {
    let at = scanner.at();
    if !scanner.rest().starts_with(mark) {
        return;
    }
    match scanner.find(mark, at + mark.len() + 1) {
        Some(end) => scanner.opaque(end + mark.len() - at),
        None => scanner.pass(mark.len()),
    }
}

/// Text that is as it is: no markup, and often no prose.
fn passthrough(scanner: &mut Scanner<'_>) {
    if scanner.rest().starts_with("+++") {
        between(scanner, "+++");
    } else if scanner.rest().starts_with("++") && !is_word(scanner.before()) {
        between(scanner, "++");
    } else if opens(scanner) {
        between(scanner, "+");
    }
}

/// Quotation marks that are written as two characters, and the apostrophe.
fn quote(scanner: &mut Scanner<'_>, c: char) {
    let (at, behind) = (scanner.at(), scanner.after(1));
    let (end, marks) = if c == '"' { ("`\"", ["“", "”"]) } else { ("`'", ["‘", "’"]) };
    if behind == Some('`') {
        if let Some(end) = scanner.find(end, at + 3) {
            scanner.quoted(marks, 2, end - at - 2);
        }
    } else if c == '\'' && is_word(scanner.before()) && behind.is_some_and(char::is_alphabetic) {
        scanner.decoded(1, "’");
    }
}

/// A placeholder, such as `{version}`, and the characters that have names.
fn attribute(scanner: &mut Scanner<'_>) {
    let fits = |b: &u8| b.is_ascii_alphanumeric() || b"-_:!".contains(b);
    let len = scanner.rest().bytes().skip(1).take(100).take_while(fits).count();
    if len == 0 || scanner.after(1 + len) != Some('}') {
        return;
    }
    let text = match scanner.cut(scanner.at() + 1, scanner.at() + 1 + len).text {
        "empty" | "blank" | "zwsp" | "wj" => return scanner.gone(2 + len),
        "nbsp" => "\u{a0}",
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "apos" => "'",
        "quot" => "\"",
        "ldquo" => "“",
        "rdquo" => "”",
        "lsquo" => "‘",
        "rsquo" => "’",
        "deg" => "°",
        "plus" => "+",
        "asterisk" => "*",
        "tilde" => "~",
        "caret" => "^",
        "startsb" => "[",
        "endsb" => "]",
        "vbar" => "|",
        _ => return scanner.opaque(2 + len),
    };
    scanner.decoded(2 + len, text);
}

/// `<<target,text>>`
fn reference(scanner: &mut Scanner<'_>) {
    let at = scanner.at();
    if !scanner.rest().starts_with("<<") {
        // An address between angle brackets.
        if let Some(len) = address(scanner.from(at + 1)).filter(|len| scanner.after(1 + len) == Some('>')) {
            scanner.opaque(len + 2);
        }
        return;
    }
    let Some(end) = scanner.find(">>", at + 2) else { return };
    let inner = scanner.cut(at + 2, end).text;
    match inner.find(',').filter(|comma| inner.len() > comma + 1) {
        Some(comma) => scanner.within(comma + 3, inner.len() - comma - 1, 2),
        None => scanner.opaque(inner.len() + 4),
    }
}

/// An anchor, or what is said about the marked text that follows.
fn bracket(scanner: &mut Scanner<'_>) {
    let at = scanner.at();
    if scanner.rest().starts_with("[[") {
        if let Some(end) = scanner.find("]]", at + 2) {
            scanner.gone(end + 2 - at);
        }
        return;
    }
    let Some(end) = scanner.find("]", at) else { return };
    let inner = scanner.cut(at + 1, end).text;
    let marked = scanner.from(end + 1).starts_with(['#', '*', '_', '`', '+', '^', '~']);
    if marked && !inner.is_empty() && !inner.contains(['\n', ' ']) {
        scanner.gone(end + 1 - at);
    }
}

/// A term of the index: `((shown))` and `(((not shown)))`.
fn index(scanner: &mut Scanner<'_>) {
    let at = scanner.at();
    if scanner.rest().starts_with("(((") {
        if let Some(end) = scanner.find(")))", at + 3) {
            scanner.gone_with_space(end + 3 - at);
        }
    } else if scanner.rest().starts_with("((")
        && let Some(end) = scanner.find("))", at + 2)
    {
        scanner.within(2, end - at - 2, 2);
    }
}

/// A character reference, such as `&amp;`.
fn character(scanner: &mut Scanner<'_>) {
    let fits = |b: &u8| b.is_ascii_alphanumeric() || *b == b'#';
    let len = scanner.rest().bytes().skip(1).take(12).take_while(fits).count();
    if len > 1 && scanner.after(1 + len) == Some(';') {
        let raw = scanner.cut(scanner.at(), scanner.at() + len + 2).text;
        scanner.decoded(raw.len(), html::reference(raw));
    }
}

fn dash(scanner: &mut Scanner<'_>) {
    let rest = scanner.rest();
    let len = rest.bytes().take_while(|&b| b == b'-').count();
    let (before, after) = (scanner.before(), scanner.after(2));
    let alone = before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace);
    if len == 2 && (alone || is_word(before) && is_word(after)) { scanner.decoded(2, "—") } else { scanner.pass(len) }
}

/// What a macro does to the text between its brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Macro {
    /// It is the text of a link.
    Link,
    /// It is a text of its own.
    Note,
    /// It is no prose, but has a place in it.
    Opaque,
    /// It is not seen.
    Gone,
}

/// The macro that a text begins with, and how long its name is.
fn macro_of(text: &str) -> Option<(Macro, usize)> {
    const MACROS: [(&str, Macro); 18] = [
        ("link:", Macro::Link),
        ("xref:", Macro::Link),
        ("mailto:", Macro::Link),
        ("indexterm2:", Macro::Link),
        ("footnote:", Macro::Note),
        ("footnoteref:", Macro::Gone),
        ("indexterm:", Macro::Gone),
        ("anchor:", Macro::Gone),
        ("image:", Macro::Opaque),
        ("icon:", Macro::Opaque),
        ("kbd:", Macro::Opaque),
        ("btn:", Macro::Opaque),
        ("menu:", Macro::Opaque),
        ("stem:", Macro::Opaque),
        ("latexmath:", Macro::Opaque),
        ("asciimath:", Macro::Opaque),
        ("pass:", Macro::Opaque),
        ("cite:", Macro::Opaque),
    ];
    MACROS.iter().find(|(name, _)| text.starts_with(name)).map(|(name, known)| (*known, name.len()))
}

/// No target of a macro is longer.
const MAX_TARGET: usize = 2000;

/// A macro, or an address with or without a text.
fn named(scanner: &mut Scanner<'_>) {
    let (at, rest) = (scanner.at(), scanner.rest());
    let (known, open) = if let Some((known, name)) = macro_of(rest) {
        let target = |b: &u8| !b.is_ascii_whitespace() && *b != b'[';
        (known, name + rest.bytes().skip(name).take(MAX_TARGET).take_while(target).count())
    } else if let Some(len) = address(rest) {
        if scanner.after(len) != Some('[') {
            return scanner.opaque(len);
        }
        (Macro::Link, len)
    } else {
        return;
    };
    if scanner.after(open) != Some('[') {
        return;
    }
    let Some(end) = closing(scanner, at + open) else { return };
    let len = end + 1 - at;
    match known {
        Macro::Link => link(scanner, open + 1, end),
        Macro::Note => {
            let note = scanner.cut(at + open + 1, end);
            scanner.notes.push(note);
            scanner.gone_with_space(len);
        }
        Macro::Opaque => scanner.opaque(len),
        Macro::Gone => scanner.gone_with_space(len),
    }
}

/// The first bracket from `at` on that closes and has no backslash before it.
fn closing(scanner: &mut Scanner<'_>, at: usize) -> Option<usize> {
    let mut end = scanner.find("]", at)?;
    while scanner.cut(end.saturating_sub(1), end).text == "\\" {
        end = scanner.find("]", end + 1)?;
    }
    Some(end)
}

/// The text of a link, `open` bytes behind the cursor, without attributes and quotation marks around it.
fn link(scanner: &mut Scanner<'_>, open: usize, end: usize) {
    let from = scanner.at() + open;
    let inner = scanner.cut(from, end).text;
    let quoted = inner.strip_prefix('"').and_then(|inner| inner.find('"'));
    let (skipped, len) = match quoted {
        Some(len) => (1, len),
        None if inner.contains('=') => (0, inner.find(',').unwrap_or(inner.len())),
        None => (0, inner.strip_suffix('^').unwrap_or(inner).len()),
    };
    let shown = scanner.cut(from + skipped, from + skipped + len).text;
    if shown.trim().is_empty() || quoted.is_none() && shown.contains('=') {
        scanner.opaque(end + 1 - scanner.at());
    } else {
        scanner.within(open + skipped, len, end + 1 - from - skipped - len);
    }
}
