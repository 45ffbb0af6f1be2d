//! The fields of front matter that readers get to see, and the language.
//!
//! Only `key: value` and `key = value` on the outermost level are read, in the forms that people write by hand: plain,
//! in quotation marks, folded, and on several lines.

use std::sync::Arc;

use crate::document::prose::ProseBuilder;
use crate::document::{Block, BlockKind, Writing};
use crate::source::Source;
use crate::span::Span;

/// What front matter tells.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) blocks: Vec<Block>,
    pub(super) language: Option<Arc<str>>,
}

/// The fields with prose.
const PROSE: [&str; 12] = [
    "title",
    "subtitle",
    "headline",
    "summary",
    "description",
    "excerpt",
    "deck",
    "dek",
    "lede",
    "lead",
    "caption",
    "abstract",
];

/// Reads the front matter at `span`, the lines around it included.
pub(super) fn read(source: &Source, span: Span) -> FrontMatter {
    let mut found = FrontMatter::default();
    let lines = source.lines();
    let (first, last) = (lines.line_of(span.start) + 1, lines.line_of(span.end.saturating_sub(1).max(span.start)));
    let mut number = first;
    while number < last {
        let line = source.line_span(number);
        let text = source.slice(line);
        number += 1;
        let Some((key, at)) = key_of(text) else { continue };
        // The lines that belong to the value are indented.
        let mut end = number;
        while end < last && source.slice(source.line_span(end)).starts_with([' ', '\t']) {
            end += 1;
        }
        let value = Span::new(line.start + at, source.line_span(end - 1).end);
        match key.to_ascii_lowercase().as_str() {
            "lang" | "language" | "locale" => {
                let code = source.slice(value).trim().trim_matches(['"', '\'']);
                found.language = (!code.is_empty()).then(|| code.into());
            }
            key if PROSE.contains(&key) => found.blocks.extend(block(source, value)),
            _ => {}
        }
        number = end;
    }
    found
}

/// The key of a line, and where its value begins.
fn key_of(line: &str) -> Option<(&str, u32)> {
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')?;
    let key = &line[..end];
    let rest = line[end..].trim_start();
    let value = rest.strip_prefix([':', '='])?;
    let at = line.len() - value.trim_start().len();
    (!key.is_empty()).then_some((key, u32::try_from(at).ok()?))
}

/// The block of a value.
fn block(source: &Source, value: Span) -> Option<Block> {
    let text = source.slice(value);
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let mut prose = ProseBuilder::new(source);
    let (inner, writing) = if let Some(mark) = quote {
        let inner = text[1..].rfind(mark).map_or("", |end| &text[1..=end]);
        let start = value.start + 1;
        let end = start + u32::try_from(inner.len()).ok()?;
        (Span::new(start, end), Writing::escaped(if mark == '"' { double_quoted } else { single_quoted }))
    } else {
        let head = text.len() - text.trim_start_matches(['>', '|', '-', '+']).len();
        let folded = head > 0 && text[head..].starts_with('\n');
        let start = if folded { value.start + u32::try_from(head).ok()? } else { value.start };
        (Span::new(start, value.end), Writing::escaped(if folded { line } else { plain }))
    };
    pieces(&mut prose, source, inner, quote);
    prose.finish(BlockKind::Metadata).map(|block| block.written(writing))
}

/// Appends a value: escapes are decoded, and a line break with its indentation is a space.
fn pieces(prose: &mut ProseBuilder<'_>, source: &Source, span: Span, quote: Option<char>) {
    let text = source.slice(span);
    let place = |from: usize, to: usize| {
        let byte = |at: usize| span.start + u32::try_from(at).unwrap_or_default();
        Span::new(byte(from), byte(to))
    };
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let next = rest.chars().nth(1);
        let end = if rest.starts_with(char::is_whitespace) {
            let end = at + rest.len() - rest.trim_start().len();
            prose.space(place(at, end));
            end
        } else if let ('\\', Some('"'), Some(c @ ('"' | '\\'))) | ('\'', Some('\''), Some(c @ '\'')) =
            (rest.chars().next().unwrap_or_default(), quote, next)
        {
            prose.decoded(c.encode_utf8(&mut [0; 4]), place(at, at + 2));
            at + 2
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let end = at
                + first
                + rest[first..]
                    .find(|c: char| c.is_whitespace() || c == '\\' || c == '\'')
                    .unwrap_or(rest.len() - first);
            prose.verbatim(place(at, end));
            end
        };
        at = end;
    }
}

fn double_quoted(text: &str) -> Option<String> {
    (!text.contains('\n')).then(|| text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn single_quoted(text: &str) -> Option<String> {
    (!text.contains('\n')).then(|| text.replace('\'', "''"))
}

/// What could be read as syntax is not written into a plain value.
fn plain(text: &str) -> Option<String> {
    let safe = !text.contains(['\n', '"', '\'', '#', '[', ']', '{', '}', '&', '*', '|', '>', '%', '@', '`'])
        && !text.contains(": ")
        && !text.ends_with(':');
    safe.then(|| text.to_owned())
}

fn line(text: &str) -> Option<String> {
    (!text.contains('\n')).then(|| text.to_owned())
}
