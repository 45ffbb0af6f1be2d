//! What stands in a line of reStructuredText.

use super::super::lines::{Scanner, address};

/// Reads the markup at the cursor.
pub(super) fn read(scanner: &mut Scanner<'_>, c: char) {
    match c {
        '\\' => escape(scanner),
        '`' => quoted(scanner, 0),
        '*' => {
            let mark = if scanner.rest().starts_with("**") { "**" } else { "*" };
            scanner.mark(mark, opens(scanner, mark.len()), closes(scanner, mark.len()));
        }
        ':' => role(scanner),
        '|' if opens(scanner, 1) => substitution(scanner),
        '[' if opens(scanner, 1) => reference(scanner),
        '_' => underscore(scanner),
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
    let before = scanner.before().is_none_or(|c| c.is_whitespace() || "'\"([{<-/:“‘„«—–".contains(c));
    let after = scanner.after(len).is_some_and(|c| !c.is_whitespace());
    before && after
}

/// Whether markup of `len` bytes may end here.
fn closes(scanner: &Scanner<'_>, len: usize) -> bool {
    scanner.before().is_some_and(|c| !c.is_whitespace()) && is_end(scanner.after(len))
}

/// Whether the character behind markup lets it end.
fn is_end(after: Option<char>) -> bool {
    after.is_none_or(|c| c.is_whitespace() || "'\")]}>-/\\:.,;!?…”’»—–".contains(c))
}

fn escape(scanner: &mut Scanner<'_>) {
    match scanner.after(1) {
        Some(c) if c.is_whitespace() => scanner.gone(2),
        Some(c) => {
            scanner.gone(1);
            scanner.pass(c.len_utf8());
        }
        None => scanner.gone(1),
    }
}

/// Text between backticks, `role` bytes behind the cursor: code, a link, or a text with a role.
fn quoted(scanner: &mut Scanner<'_>, role: usize) {
    let at = scanner.at() + role;
    if role == 0 && scanner.rest().starts_with("``") {
        let end = scanner.find("``", at + 3).filter(|_| opens(scanner, 2));
        return match end {
            Some(end) => scanner.opaque(end + 2 - at),
            None => scanner.pass(2),
        };
    }
    let Some(end) = scanner.find("`", at + 2).filter(|_| role > 0 || opens(scanner, 1)) else { return };
    let inner = scanner.cut(at + 1, end).text;
    let behind = scanner.from(end + 1);
    let link = if behind.starts_with("__") { 2 } else { usize::from(behind.starts_with('_')) };
    let name = scanner.cut(scanner.at(), at).text;
    let (text, target) = match inner.find('<').filter(|_| inner.ends_with('>')) {
        Some(target) => (inner.get(..target).unwrap_or_default().trim_end(), true),
        None => (inner, false),
    };
    let shown = !text.is_empty() && if role == 0 { link > 0 } else { link == 0 && is_text_role(name, target) };
    if shown {
        scanner.within(role + 1, text.len(), inner.len() - text.len() + 1 + link);
    } else {
        let suffix = if role == 0 && link == 0 { role_len(behind).unwrap_or_default() } else { link };
        scanner.opaque(end + 1 + suffix - scanner.at());
    }
}

/// Whether the text of a role, such as `:emphasis:`, is prose. The text of a reference is where it has a target, too.
fn is_text_role(role: &str, target: bool) -> bool {
    match role.trim_matches(':') {
        "emphasis" | "strong" | "sub" | "sup" | "subscript" | "superscript" | "title" | "title-reference" | "t"
        | "abbr" | "term" | "guilabel" | "dfn" => true,
        "ref" | "doc" | "any" | "numref" | "download" | "std:ref" | "std:doc" => target,
        _ => false,
    }
}

/// How long the name of a role is with its colons, such as `:math:`.
fn role_len(text: &str) -> Option<usize> {
    let fits = |&b: &u8| b.is_ascii_alphanumeric() || b"-_.+:".contains(&b);
    // No role has a longer name.
    let len = text.bytes().take(40).take_while(fits).count();
    let inner = text.get(..len)?.strip_prefix(':')?;
    let name = inner.strip_suffix(':')?;
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(len)
}

fn role(scanner: &mut Scanner<'_>) {
    if !opens(scanner, 1) {
        return;
    }
    let len = role_len(scanner.rest());
    if let Some(len) = len.filter(|&len| scanner.after(len) == Some('`')) {
        quoted(scanner, len);
    }
}

fn substitution(scanner: &mut Scanner<'_>) {
    let at = scanner.at();
    let Some(end) = scanner.find("|", at + 1) else { return };
    let name = scanner.cut(at + 1, end).text;
    if name.is_empty() || name.contains('\n') || name.ends_with(char::is_whitespace) {
        return;
    }
    let behind = scanner.from(end + 1);
    let link = if behind.starts_with("__") { 2 } else { usize::from(behind.starts_with('_')) };
    scanner.opaque(end + 1 + link - at);
}

/// The number of a footnote, or a source that is named in the sentence.
fn reference(scanner: &mut Scanner<'_>) {
    let at = scanner.at();
    let Some(end) = scanner.find("]", at) else { return };
    let label = scanner.cut(at + 1, end).text;
    if !scanner.from(end + 1).starts_with('_') || label.is_empty() || label.contains(char::is_whitespace) {
        return;
    }
    if label.starts_with(['#', '*']) || label.bytes().all(|b| b.is_ascii_digit()) {
        scanner.gone_with_space(end + 2 - at);
    } else {
        scanner.opaque(end + 2 - at);
    }
}

/// The end of a reference of one word, or the beginning of a target.
fn underscore(scanner: &mut Scanner<'_>) {
    if scanner.rest().starts_with("_`") && opens(scanner, 1) {
        let at = scanner.at();
        if let Some(end) = scanner.find("`", at + 2) {
            scanner.within(2, end - at - 2, 1);
        }
        return;
    }
    let len = if scanner.rest().starts_with("__") { 2 } else { 1 };
    let word = scanner.before().is_some_and(char::is_alphanumeric);
    if word && is_end(scanner.after(len)) { scanner.gone(len) } else { scanner.pass(len) }
}
