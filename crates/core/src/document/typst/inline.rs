//! What stands in a line of Typst and reaches no further.

use super::super::lines::Scanner;

pub(super) fn escaped(scanner: &mut Scanner<'_>) {
    let rest = scanner.from(scanner.at() + 1);
    let code = rest.strip_prefix("u{").and_then(|rest| rest.get(..rest.bytes().take(9).position(|b| b == b'}')?));
    if let Some(hex) = code {
        let text = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
        return match text {
            Some(c) => scanner.decoded(hex.len() + 4, c.to_string()),
            None => scanner.opaque(hex.len() + 4),
        };
    }
    scanner.gone(1);
    if let Some(c) = scanner.peek().filter(|c| !c.is_whitespace()) {
        scanner.pass(c.len_utf8());
    }
}

/// How many bytes of `text` may be the name of a label.
fn label_len(text: &str) -> usize {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

pub(super) fn label(scanner: &mut Scanner<'_>) {
    let len = label_len(scanner.from(scanner.at() + 1));
    if len > 0 && scanner.after(1 + len) == Some('>') {
        scanner.gone_with_space(len + 2);
    } else {
        scanner.pass(1 + len);
    }
}

pub(super) fn reference(scanner: &mut Scanner<'_>) {
    let at = scanner.at();
    let name = scanner.from(at + 1);
    let len = name.get(..label_len(name)).unwrap_or_default().trim_end_matches(['.', ':']).len();
    if len == 0 {
        return;
    }
    let supplement = if scanner.after(1 + len) == Some('[') { scanner.find("]", at + len) } else { None };
    scanner.opaque(supplement.map_or(1 + len, |end| end + 1 - at));
}

pub(super) fn dashes(scanner: &mut Scanner<'_>) {
    let rest = scanner.rest();
    if rest.starts_with("---") {
        scanner.decoded(3, "—");
    } else if rest.starts_with("--") {
        scanner.decoded(2, "–");
    } else if rest.starts_with("-?") {
        scanner.gone(2);
    }
}
