//! What a line of AsciiDoc is.

use super::super::BlockKind;
use super::super::lines::{Line, Placed};

/// What opens and closes a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delimiter {
    /// It holds other blocks, and makes them something.
    Blocks(Option<BlockKind>),
    /// It holds code, or what else is no prose.
    Skipped,
    /// The same, as Markdown has it: the end is shorter than the beginning.
    Fence,
    Table,
}

/// What attributes say about the next block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Skipped,
    Quotation,
}

pub(super) fn delimiter(text: &str) -> Option<Delimiter> {
    let first = text.bytes().next()?;
    if text == "--" {
        return Some(Delimiter::Blocks(None));
    }
    if let Some(language) = text.strip_prefix("```") {
        let fits = !language.contains([' ', '`']);
        return fits.then_some(Delimiter::Fence);
    }
    if matches!(text.strip_prefix(['|', ',', ':', '!']), Some(rest) if rest.len() >= 3 && rest.bytes().all(|b| b == b'='))
    {
        return Some(if first == b'|' || first == b'!' { Delimiter::Table } else { Delimiter::Skipped });
    }
    if text.len() < 4 || text.bytes().any(|b| b != first) {
        return None;
    }
    match first {
        b'=' | b'*' => Some(Delimiter::Blocks(None)),
        b'_' => Some(Delimiter::Blocks(Some(BlockKind::Quotation))),
        b'-' | b'.' | b'+' | b'/' => Some(Delimiter::Skipped),
        _ => None,
    }
}

/// The name and the value of an attribute of the document.
pub(super) fn entry(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.strip_prefix(':')?.split_once(':')?;
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '!');
    let ends = value.is_empty() || value.starts_with(' ');
    (ends && !name.is_empty() && name.chars().all(fits)).then(|| (name, value.trim_start()))
}

/// What a line of attributes, such as `[source,rust]`, says; [`Style::Plain`] where it says nothing of the kind.
pub(super) fn attributes(text: &str) -> Option<Style> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    if inner.starts_with('[') {
        return inner.ends_with(']').then_some(Style::Plain);
    }
    let fits = |c: char| c.is_alphanumeric() || ".#%\"',{_".contains(c);
    if !(inner.is_empty() || inner.starts_with(fits)) || inner.contains(['[', ']']) && !inner.contains('"') {
        return None;
    }
    if inner.contains("format=") || inner.contains("separator=") {
        return Some(Style::Skipped);
    }
    Some(match inner.split([',', '.', '#', '%']).next().unwrap_or_default().trim() {
        "source" | "listing" | "literal" | "pass" | "stem" | "latexmath" | "asciimath" | "comment" | "plantuml"
        | "mermaid" | "graphviz" | "ditaa" | "vega" | "bibliography" => Style::Skipped,
        "quote" | "verse" => Style::Quotation,
        _ => Style::Plain,
    })
}

/// Whether a line is a comment of one line.
pub(super) fn is_comment(text: &str) -> bool {
    text.starts_with("//") && !text.starts_with("///")
}

/// Whether a line is an instruction to the converter, a rule, or a mark between two blocks.
pub(super) fn is_directive(text: &str) -> bool {
    let names = ["include::", "ifdef::", "ifndef::", "ifeval::", "endif::"];
    names.iter().any(|name| text.starts_with(name)) && text.ends_with(']')
        || matches!(text, "'''" | "<<<" | "---" | "***" | "- - -" | "* * *" | "+")
}

/// The title of a section.
pub(super) fn title<'s>(line: &Line<'s>) -> Option<Line<'s>> {
    let text = line.text();
    let mark = text.chars().next().filter(|c| matches!(c, '=' | '#'))?;
    let level = text.len() - text.trim_start_matches(mark).len();
    if level > 6 || line.column > 0 || !text.get(level..)?.starts_with(' ') {
        return None;
    }
    let title = line.behind(level);
    let closed = text.get(text.len() - level..).filter(|end| end.bytes().all(|b| b == mark as u8));
    let closed = closed.and_then(|end| title.content.strip_end(end)).filter(|kept| kept.text.ends_with(' '));
    Some(closed.map_or(title, |kept| title.with(kept.trim())))
}

/// Whether a line makes a title of the one above it.
pub(super) fn underlines(title: &str, text: &str) -> bool {
    let Some(mark) = text.bytes().next().filter(|b| b"=-~^+".contains(b)) else { return false };
    let len = title.chars().count();
    text.len() > 2
        && text.bytes().all(|b| b == mark)
        && text.len().abs_diff(len) <= 1
        && title.chars().any(char::is_alphanumeric)
}

/// The name of a macro that stands alone in its line, and what stands between its brackets.
pub(super) fn block_macro<'s>(line: &Line<'s>) -> Option<(&'s str, Placed<'s>)> {
    let (name, rest) = line.content.parted("::")?;
    let rest = rest.strip_end("]")?;
    let (target, attributes) = rest.parted("[")?;
    let named = !name.text.is_empty() && name.text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    (named && !target.text.contains(' ')).then_some((name.text, attributes))
}

/// The first of attributes where it has no name, or the text of one that is called `alt`.
pub(super) fn first_of(attributes: Placed<'_>) -> Option<Placed<'_>> {
    let named = attributes.parted("alt=\"").map(|(_, rest)| rest);
    let quoted = named.or_else(|| attributes.strip("\""));
    let text = match quoted {
        Some(rest) => rest.parted("\"")?.0,
        None => attributes.parted(",").map_or(attributes, |(text, _)| text),
    };
    (quoted.is_some() || !text.text.contains('=')).then(|| text.trim())
}

/// How long the mark of a list item is, with the box that may be checked.
pub(super) fn item(text: &str) -> Option<usize> {
    let word = text.get(..text.find([' ', '\t'])?)?;
    let all = |mark: char| word.len() <= 5 && word.chars().all(|c| c == mark);
    let number = |label: &str| {
        label.bytes().all(|b| b.is_ascii_digit()) || label.len() == 1 && label.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let roman = |label: &str| label.bytes().all(|b| b"ivx".contains(&b));
    let callout = |label: &str| label == "." || label.bytes().all(|b| b.is_ascii_digit());
    let known = all('*') || all('.') || matches!(word, "-" | "•");
    let known = known || word.strip_suffix('.').is_some_and(|label| !label.is_empty() && number(label));
    let known = known || word.strip_suffix(')').is_some_and(|label| !label.is_empty() && roman(label));
    let inner = word.strip_prefix('<').and_then(|word| word.strip_suffix('>'));
    let known = known || inner.is_some_and(|label| !label.is_empty() && callout(label));
    let rest = text.get(word.len()..)?.trim_start();
    let boxed = ["[ ] ", "[x] ", "[*] "].iter().any(|mark| rest.starts_with(mark));
    known.then(|| text.len() - rest.len() + if boxed { 3 } else { 0 })
}

/// How long the term is that a line begins to explain, and how long it is with its mark.
pub(super) fn term(text: &str) -> Option<(usize, usize)> {
    let marks = ["::", ";;"].iter().filter_map(|mark| text.find(mark)).min()?;
    let term = text.get(..marks)?.trim_end();
    let rest = text.get(marks..)?;
    let mark = rest.len() - rest.trim_start_matches([':', ';']).len();
    let ends = rest.get(mark..)?.is_empty() || rest.get(mark..)?.starts_with([' ', '\t']);
    (!term.is_empty() && mark <= 4 && ends).then_some((term.len(), marks + mark))
}

/// How long the label of a note is, such as `NOTE:`.
pub(super) fn admonition(text: &str) -> usize {
    let labels = ["NOTE: ", "TIP: ", "IMPORTANT: ", "WARNING: ", "CAUTION: "];
    labels.iter().find(|label| text.starts_with(**label)).map_or(0, |label| label.len())
}
