//! The inside of a JSON string.

use std::borrow::Cow;

use crate::document::Writing;
use crate::document::data::span;
use crate::span::Span;

/// How a repair is written in a string.
pub(super) const STRING: Writing = Writing::escaped(escape);

#[expect(clippy::unnecessary_wraps, reason = "other formats cannot write everything")]
fn escape(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            '\0'..' ' => written.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => written.push(c),
        }
    }
    Some(written)
}

/// What a string means.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    for (place, part) in Pieces::of(raw) {
        match part {
            Part::AsIs => text.push_str(raw.get(place.range()).unwrap_or_default()),
            Part::Escaped(c) => text.push(c),
            Part::Broken => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
    Cow::Owned(text)
}

/// The pieces of a string, with their places in it.
pub(super) struct Pieces<'s> {
    raw: &'s str,
    at: usize,
}

/// One piece of a string.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    AsIs,
    Escaped(char),
    /// An escape that means nothing, or half a character.
    Broken,
}

impl<'s> Pieces<'s> {
    pub(super) fn of(raw: &'s str) -> Self {
        Self { raw, at: 0 }
    }
}

impl Iterator for Pieces<'_> {
    type Item = (Span, Part);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.raw.get(self.at..).filter(|rest| !rest.is_empty())?;
        let (len, part) = if rest.starts_with('\\') {
            unescaped(rest)
        } else {
            (memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len()), Part::AsIs)
        };
        let piece = span(self.at, self.at + len);
        self.at += len;
        Some((piece, part))
    }
}

/// What the escape at the start of `rest` means, and how long it is.
fn unescaped(rest: &str) -> (usize, Part) {
    let Some(letter) = rest.chars().nth(1) else { return (rest.len(), Part::Broken) };
    let c = match letter {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        '"' | '\\' | '/' => letter,
        'u' => return unescaped_code(rest),
        _ => return (1 + letter.len_utf8(), Part::Broken),
    };
    (2, Part::Escaped(c))
}

/// The same for `\u`: four digits, or two times four where the character needs them.
fn unescaped_code(rest: &str) -> (usize, Part) {
    let unit = |at: usize| {
        let digits = rest.get(at..at + 6)?.strip_prefix("\\u")?;
        let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        all.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
    };
    let Some(first) = unit(0) else { return (2, Part::Broken) };
    match char::decode_utf16([Some(first), unit(6)].into_iter().flatten()).next() {
        Some(Ok(c)) => (if c.len_utf16() == 2 { 12 } else { 6 }, Part::Escaped(c)),
        _ => (6, Part::Broken),
    }
}

#[cfg(test)]
mod tests {
    use crate::document::data::testing::{Chance, faults, prose, read, repaired};

    #[test]
    fn every_string_comes_back_as_it_was() {
        let mut chance = Chance(0x2545_f491_4f6c_dd1d);
        for _ in 0..300 {
            let text = chance.text(&[
                "\"quoted\"",
                "back\\slash",
                "tab\tbed",
                "é",
                "😀",
                "𝄞clef",
                "a/b",
                "\u{1}",
                "word",
                "\u{a0}",
            ]);
            let source = format!("{{\"n\": 1, \"body\": \"{}\"}}", escaped(&text, &mut chance));
            let document = read("json", &[("body", "plain")], &source);
            assert_eq!(document.prose(&document.blocks()[0]), text, "{source}");
            let repair = "a \"new\"\n\\ one";
            let repaired = repaired(&document, "sailed", repair).expect("a string can hold everything");
            assert_eq!(faults("json", &[], &repaired), []);
            assert_eq!(
                prose("json", &[("body", "plain")], &repaired).concat().replace('\n', ""),
                text.replace("sailed", repair).replace('\n', "")
            );
        }
    }

    /// A text as a string, each character in one of the ways in which it may be written.
    fn escaped(text: &str, chance: &mut Chance) -> String {
        let mut written = String::new();
        for c in text.chars() {
            let must = matches!(c, '"' | '\\') || c < ' ';
            match (chance.below(4), c) {
                (0, _) => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| written += &format!("\\u{unit:04X}")),
                (_, '\t') => written += "\\t",
                (_, '"' | '\\' | '/') => written.extend(['\\', c]),
                _ if must => written += &format!("\\u{:04x}", u32::from(c)),
                _ => written.push(c),
            }
        }
        written
    }
}
