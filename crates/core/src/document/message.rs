//! Messages of programs and what stands in them besides prose: placeholders such as `%s` and `{name}`, and tags.

use std::sync::Arc;

use super::BlockKind;
use super::prose::ProseBuilder;
use super::writing::Writing;
use crate::source::Source;
use crate::span::Span;

/// How repairs are written in a message: what could be taken for a placeholder is not written.
pub(super) const MESSAGE: Writing = Writing::escaped(without_placeholder);

/// What a message is: a label, or sentences.
pub(super) fn kind(text: &str) -> BlockKind {
    let ends_open = !text.ends_with(['.', '!', '?', ':', ';', ',', '…', '”', '"', '’', ')']);
    if ends_open && text.len() <= 60 { BlockKind::Heading } else { BlockKind::Paragraph }
}

/// The code of a language, from how translators write it: `de_AT.UTF-8@euro` is `de-AT`.
pub(super) fn language(code: &str) -> Option<Arc<str>> {
    let code = code.trim().split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    (!code.is_empty()).then(|| code.into())
}

/// What stands in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Prose.
    Text,
    /// No prose, but it has a place in a sentence: a placeholder, a tag of the program's own.
    Opaque,
    /// Markup of a letter or a word, such as `<b>`.
    Gone,
    /// Markup that ends a line, such as `<br>`.
    Break,
    /// A percent sign that is written twice.
    Percent,
    /// A backslash and the character after it.
    Escape,
}

/// The tokens of `raw` with how many bytes each has. Backslashes begin escapes where `escapes` says so.
pub(super) fn tokens(raw: &str, escapes: bool) -> impl Iterator<Item = (Token, usize)> + use<'_> {
    let mut rest = raw;
    let special = move |c: char| matches!(c, '%' | '{' | '<' | '&' | '$') || escapes && c == '\\';
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (token, len) = token(rest, first).filter(|_| special(first)).unwrap_or_else(|| {
            let behind = first.len_utf8();
            let text = rest.get(behind..).and_then(|text| text.find(special)).map_or(rest.len(), |at| behind + at);
            (Token::Text, text)
        });
        rest = rest.get(len..).unwrap_or_default();
        Some((token, len))
    })
}

/// Appends a message that stands at `span` as it is.
pub(super) fn append(prose: &mut ProseBuilder<'_>, source: &Source, span: Span) {
    let mut start = span.start;
    for (token, len) in tokens(source.slice(span), false) {
        let at = Span::new(start, start + u32::try_from(len).unwrap_or_default());
        start = at.end;
        append_token(prose, token, at);
    }
}

/// Appends a token that stands at `at`.
pub(super) fn append_token(prose: &mut ProseBuilder<'_>, token: Token, at: Span) {
    match token {
        Token::Text => prose.verbatim(at),
        Token::Opaque | Token::Escape => prose.opaque(at),
        Token::Gone => {}
        Token::Break => prose.gap(at),
        Token::Percent => prose.decoded("%", at),
    }
}

/// The tag that `text` begins with, and how many bytes it has.
pub(super) fn tag(text: &str) -> Option<(Token, usize)> {
    let inner = text.strip_prefix('<')?;
    let end = inner.bytes().take(LONG).position(|byte| matches!(byte, b'<' | b'>'))?;
    let inner = inner.get(..end).filter(|_| text.as_bytes().get(end + 1) == Some(&b'>'))?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let name = name.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default();
    let token = match &name.to_ascii_lowercase()[..] {
        "a" | "abbr" | "b" | "big" | "cite" | "em" | "font" | "i" | "mark" | "q" | "s" | "small" | "span"
        | "strong" | "sub" | "sup" | "u" => Token::Gone,
        "br" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" | "li" | "ol" | "p" | "ul" => Token::Break,
        _ => Token::Opaque,
    };
    Some((token, end + 2))
}

/// No placeholder and no tag is longer.
const LONG: usize = 1000;

fn token(text: &str, first: char) -> Option<(Token, usize)> {
    match first {
        '\\' => Some((Token::Escape, escape(text))),
        '<' => tag(text),
        '&' => entity(text).map(|len| (Token::Opaque, len)),
        '{' => braces(text).map(|len| (Token::Opaque, len)),
        '$' => braces(text.get(1..)?).map(|len| (Token::Opaque, 1 + len)),
        '%' if text.starts_with("%%") => Some((Token::Percent, 2)),
        '%' => conversion(text).map(|len| (Token::Opaque, len)),
        _ => None,
    }
}

/// How many bytes an escape has: `\n`, `\x2d`, `\033`.
fn escape(text: &str) -> usize {
    let behind = text.get(1..).unwrap_or_default();
    let digits = |text: &str, radix, most| text.chars().take(most).take_while(|c| c.is_digit(radix)).count();
    match behind.strip_prefix('x') {
        Some(code) => 2 + digits(code, 16, 2),
        None => 1 + digits(behind, 8, 3).max(behind.chars().next().map_or(0, char::len_utf8)),
    }
}

/// `{name}`, with braces inside: `{count, plural, one {# boat} other {# boats}}`.
fn braces(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(LONG) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return (at > 0).then_some(at + 1);
        }
    }
    None
}

/// `&amp;`, which is no prose where nobody says whether it will be decoded.
fn entity(text: &str) -> Option<usize> {
    let name = text.strip_prefix('&')?;
    let len = name.bytes().take(32).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#')?;
    (len > 1 && name.as_bytes().get(len) == Some(&b';')).then_some(len + 2)
}

/// `%s`, `%-5.2f`, `%1$d`, `%(name)s`, `%{name}`, `%1`. A space is no flag here, because `100% sure` is prose.
fn conversion(text: &str) -> Option<usize> {
    let mut rest = text.strip_prefix('%')?;
    if rest.starts_with('{') {
        return braces(rest).map(|len| 1 + len);
    }
    for (open, close) in [(b'(', b')'), (b'<', b'>')] {
        if rest.as_bytes().first() == Some(&open) {
            let end = rest.bytes().take(64).position(|byte| byte == close || byte.is_ascii_whitespace())?;
            rest = rest.get(end + 1..).filter(|_| rest.as_bytes().get(end) == Some(&close))?;
        }
    }
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // Qt has numbers alone, and an `L` before them.
    let number = rest.strip_prefix('L').unwrap_or(rest);
    let numbered = number.get(digits(number)..).filter(|behind| behind.len() < number.len());
    let rest = numbered.and_then(|behind| behind.strip_prefix('$')).unwrap_or(rest);
    let rest = rest.trim_start_matches(['-', '+', '0', '#', '\'']);
    let rest = rest.strip_prefix('*').or_else(|| rest.get(digits(rest)..))?;
    let rest = rest.strip_prefix('.').map_or(rest, |precision| precision.get(digits(precision)..).unwrap_or(precision));
    let rest = rest.trim_start_matches(['h', 'l', 'L', 'q', 'j', 'z', 't']);
    let conversion = |c: char| "diouxXeEfFgGaAcCsSpn@".contains(c);
    rest.strip_prefix(conversion).or(numbered).map(|behind| text.len() - behind.len())
}

fn without_placeholder(text: &str) -> Option<String> {
    (!text.contains(['%', '{', '}'])).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Token::{Break, Escape, Gone, Percent, Text};
    use super::*;

    #[test]
    fn placeholders_are_told_from_prose() {
        let whole = [
            "%s",
            "%d",
            "%-5.2f",
            "%1$s",
            "%(name)s",
            "%lu",
            "%@",
            "%1",
            "%L2",
            "%n",
            "%{name}",
            "%<n>d",
            "{}",
            "{name}",
            "{n, plural, one {# boat} other {# boats}}",
            "${name}",
            "{{name}}",
            "&nbsp;",
            "&#8217;",
            "<file>",
            "<pier@example.org>",
        ];
        for text in whole {
            assert_eq!(tokens(text, true).collect::<Vec<_>>(), [(Token::Opaque, text.len())], "{text}");
        }
        for text in ["100% sure", "100%", "a % b", "A & B", "R&D", "{open", "a < b", "<3", "1 <- 2", "$5", "%é"] {
            assert!(tokens(text, true).all(|(token, _)| token == Text), "{text}");
        }
    }

    #[test]
    fn tags_are_markup() {
        let text = "<b>A</b>\\n<br/>50%% <a href=\\\"x\\\">é</a>";
        let tokens: Vec<_> = tokens(text, true).map(|token| token.0).collect();
        assert_eq!(tokens, [Gone, Text, Gone, Escape, Break, Text, Percent, Text, Gone, Text, Gone]);
    }

    #[test]
    fn codes_of_languages_are_written_in_one_way() {
        let table = [("de_AT.UTF-8@euro", Some("de-AT")), ("fr", Some("fr")), (" ", None), ("sr@latin", Some("sr"))];
        table.iter().for_each(|(code, known)| assert_eq!(language(code).as_deref(), *known));
    }

    #[test]
    fn what_is_never_closed_takes_linear_time() {
        for mark in ["{", "<a", "%(a", "&a", "${", "%", "\\"] {
            assert!(tokens(&mark.repeat(100_000), true).count() > 0);
        }
    }
}
