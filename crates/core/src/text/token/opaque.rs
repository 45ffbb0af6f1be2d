//! What stands in a text like a word but has no letters for rules to read: addresses, file names, handles, placeholders.
//!
//! Each is known by a mark in it, and looked at only where such a mark stands. What is found is as long as it certainly
//! is; a mark behind it belongs to the sentence.

use std::ops::Range;

/// No address or name that is looked at is longer, in bytes, to either side of its mark.
const REACH: usize = 256;

/// Endings of addresses that are no words of English, in small letters as people write them.
const DOMAINS: [&str; 44] = [
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "dev", "app", "ai", "co", "uk", "de", "fr",
    "jp", "eu", "cn", "ru", "br", "au", "ca", "ch", "nl", "se", "dk", "fi", "pl", "es", "pt", "kr", "tw", "hk", "nz",
    "ie", "za", "mx", "tv", "fm", "gg", "xyz", "cat",
];

/// Endings of the names of files.
const EXTENSIONS: [&str; 74] = [
    "txt", "md", "rst", "tex", "adoc", "html", "htm", "xhtml", "xml", "css", "scss", "js", "mjs", "ts", "tsx", "jsx",
    "json", "jsonl", "yaml", "yml", "toml", "ini", "cfg", "conf", "csv", "tsv", "sql", "db", "rs", "py", "rb", "go",
    "c", "h", "cc", "cpp", "hpp", "java", "kt", "swift", "php", "sh", "bat", "ps1", "exe", "dll", "so", "zip", "gz",
    "tar", "tgz", "jar", "deb", "rpm", "dmg", "iso", "pdf", "doc", "docx", "odt", "xls", "xlsx", "ppt", "pptx", "epub",
    "srt", "vtt", "png", "jpg", "jpeg", "gif", "svg", "mp3", "mp4",
];

/// The bytes of the opaque word that the mark at byte `at` belongs to, if it belongs to one. `from` is the first byte that
/// may be part of it.
pub(super) fn around(prose: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let bytes = prose.as_bytes();
    let (before, after) = (at.checked_sub(1).filter(|&b| b >= from).map(|b| bytes[b]), bytes.get(at + 1).copied());
    let letter = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let found = match bytes[at] {
        b':' if after == Some(b'/') && letter(before) => address(prose, from, at),
        b'.' if letter(after) && (letter(before) || before.is_some_and(|b| matches!(b, b'_' | b'-' | b')'))) => {
            dotted(prose, from, at)
        }
        b'@' if letter(before) && letter(after) => mail(prose, from, at),
        b'@' if !letter(before) && after.is_some_and(|byte| byte.is_ascii_alphabetic()) => name(prose, at, before),
        b'#' if !letter(before) && after.is_some_and(|byte| byte.is_ascii_alphabetic()) => name(prose, at, before),
        b'_' if letter(before) && letter(after) => Some(identifier(prose, from, at)),
        b'/' | b'~' if !letter(before) && before.is_none_or(|b| matches!(b, b' ' | b'\n' | b'(' | b'"' | b'.')) => {
            path(prose, from, at)
        }
        b'{' => braces(prose, from, at),
        b'%' if !letter(before) => format_code(prose, at),
        _ => None,
    };
    found.filter(|found| found.start <= at && at < found.end)
}

fn run_back(prose: &str, from: usize, at: usize, part: impl Fn(u8) -> bool) -> usize {
    let bytes = prose.as_bytes();
    let first = from.max(at.saturating_sub(REACH));
    (first..at).rev().take_while(|&b| part(bytes[b])).last().unwrap_or(at)
}

fn run_on(prose: &str, at: usize, part: impl Fn(u8) -> bool) -> usize {
    let tail = prose.as_bytes()[at..].iter().take(REACH);
    at + tail.take_while(|&&byte| part(byte)).count()
}

const fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Whatever may stand in an address behind its host.
const fn in_address(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^')
}

/// `end` without the marks before it that belong to the sentence, and without a bracket that is not opened in it.
fn trimmed(prose: &str, start: usize, end: usize) -> usize {
    let mut end = end;
    while let Some(last) = prose.get(start..end).and_then(|text| text.chars().next_back()) {
        let text = &prose[start..end];
        let unopened =
            |open: char, close: char| last == close && text.matches(open).count() < text.matches(close).count();
        let mark = matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '”' | '…' | '—' | '*' | '_');
        if !mark && !unopened('(', ')') && !unopened('[', ']') {
            break;
        }
        end -= last.len_utf8();
    }
    end
}

/// `https://example.org/a?b`, from the colon.
fn address(prose: &str, from: usize, at: usize) -> Option<Range<usize>> {
    if !prose[at..].starts_with("://") {
        return None;
    }
    let start = run_back(prose, from, at, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    let end = trimmed(prose, start, run_on(prose, at, in_address));
    (start < at && end > at + 3).then_some(start..end)
}

/// `www.example.org`, `example.org/a`, `src/main.rs`, from a dot.
fn dotted(prose: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let start = run_back(prose, from, at, |byte| in_name(byte) || matches!(byte, b'.' | b'/'));
    let host_end = trimmed(prose, at, run_on(prose, at, |byte| in_name(byte) || byte == b'.'));
    let last = prose[at..host_end].rsplit('.').next()?;
    if EXTENSIONS.contains(&last) {
        return Some(start..host_end);
    }
    let host = run_back(prose, from, at, |byte| in_name(byte) || byte == b'.');
    if !DOMAINS.contains(&last) && !prose[host..].starts_with("www.") {
        return None;
    }
    let goes_on = prose[host_end..].starts_with('/') || prose[host_end..].starts_with(':');
    let end = if goes_on { trimmed(prose, host, run_on(prose, host_end, in_address)) } else { host_end };
    Some(host..end.max(host_end))
}

/// `somebody@example.org`, from the mark.
fn mail(prose: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let start = run_back(prose, from, at, |byte| in_name(byte) || matches!(byte, b'.' | b'+' | b'%'));
    let end = trimmed(prose, at, run_on(prose, at + 1, |byte| in_name(byte) || byte == b'.'));
    let host = prose.get(at + 1..end)?;
    (start < at && host.contains('.')).then_some(start..end)
}

/// `@somebody`, `#subject`, from the mark.
fn name(prose: &str, at: usize, before: Option<u8>) -> Option<Range<usize>> {
    let alone = before.is_none_or(|byte| !matches!(byte, b'&' | b'/' | b'@' | b'#'));
    let end = trimmed(prose, at, run_on(prose, at + 1, |byte| in_name(byte) || byte == b'.'));
    (alone && end > at + 1).then_some(at..end)
}

/// `a_name_in_code`, from a `_`.
fn identifier(prose: &str, from: usize, at: usize) -> Range<usize> {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let end = run_on(prose, at, word);
    let call = if prose[end..].starts_with("()") { 2 } else { 0 };
    run_back(prose, from, at, word)..end + call
}

/// `/usr/bin`, `./a`, `~/a.txt`, from the first mark.
fn path(prose: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let start = run_back(prose, from, at, |byte| byte == b'.');
    let part = |byte: u8| in_name(byte) || matches!(byte, b'.' | b'/' | b':' | b'~' | b'@');
    let end = trimmed(prose, start, run_on(prose, at, part));
    let text = prose.get(start..end)?;
    let letters = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    let parts = text.bytes().filter(|&byte| byte == b'/').count();
    let deep = parts > 1 || parts == 1 && (text.starts_with('.') || text.starts_with('~'));
    (letters && deep).then_some(start..end)
}

/// `{name}`, `${name}`, `{{ a.b }}`, `{% if a %}`, from the brace.
fn braces(prose: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let rest = prose.get(at..)?;
    let line =
        rest.char_indices().take_while(|&(at, c)| at < REACH && c != '\n').last().map(|(at, c)| at + c.len_utf8())?;
    let rest = &rest[..line];
    let start = if prose[from..at].ends_with(['$', '#']) { at - 1 } else { at };
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        if let Some(inside) = rest.strip_prefix(open) {
            return inside.find(close).map(|end| start..at + open.len() + end + close.len());
        }
    }
    let end = rest.find('}')?;
    let name = &rest[1..end];
    let part = |byte: u8| in_name(byte) || matches!(byte, b'.' | b':' | b'$' | b'%' | b'[' | b']');
    (name.len() <= 40 && name.bytes().all(part)).then_some(start..at + end + 1)
}

/// `%s`, `%1$d`, `%(name)s`, from the percent sign.
fn format_code(prose: &str, at: usize) -> Option<Range<usize>> {
    let rest = prose.as_bytes().get(at + 1..)?;
    let head = if *rest.first()? == b'(' {
        rest.iter().take(REACH).position(|&byte| byte == b')')? + 1
    } else {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits > 0 && rest.get(digits) == Some(&b'$') { digits + 1 } else { 0 }
    };
    let code = rest.get(head).is_some_and(|byte| b"sdifuxXc@".contains(byte));
    let ends = rest.get(head + 1).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    (code && ends).then_some(at..at + head + 2)
}
