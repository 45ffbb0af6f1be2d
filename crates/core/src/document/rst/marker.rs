//! How a line of reStructuredText begins.

use super::super::BlockKind;
use super::super::lines::Line;

/// What a directive does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Directive {
    /// It is for machines, or it is not known.
    Skipped,
    /// All of it is text, from the line of its name on.
    Text(BlockKind),
    /// A title or a caption, and text.
    Titled(BlockKind, BlockKind),
    /// A name, and text.
    Object,
    /// A picture, its caption, and text.
    Figure,
}

impl Directive {
    pub(super) fn of(name: &str) -> Self {
        match name {
            "note" | "warning" | "tip" | "important" | "caution" | "danger" | "error" | "hint" | "attention"
            | "seealso" | "todo" | "compound" | "centered" | "line-block" => Self::Text(BlockKind::Paragraph),
            "epigraph" | "pull-quote" | "highlights" => Self::Text(BlockKind::Quotation),
            "admonition" | "topic" | "sidebar" | "rubric" | "card" | "grid-item-card" | "dropdown" | "tab-item" => {
                Self::Titled(BlockKind::Heading, BlockKind::Paragraph)
            }
            "table" | "list-table" => Self::Titled(BlockKind::Caption, BlockKind::TableCell),
            "figure" => Self::Figure,
            "container" | "class" | "only" | "versionadded" | "versionchanged" | "deprecated" | "glossary"
            | "hlist" | "role" | "header" | "footer" | "grid" | "grid-item" | "tab-set" | "function" | "method"
            | "attribute" | "option" | "envvar" | "describe" | "object" | "program" | "confval" => Self::Object,
            // Domains of Sphinx, such as `py:class`, describe things.
            _ if name.contains(':') => Self::Object,
            _ => Self::Skipped,
        }
    }
}

/// The name of the directive that `text`, which stands behind two dots, is.
pub(super) fn directive(text: &str) -> Option<&str> {
    let at = text.find("::")?;
    let name = text.get(..at)?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | ':');
    let ends = text.get(at + 2..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' '));
    (ends && !name.is_empty() && name.chars().all(fits)).then_some(name)
}

/// How long the label of a footnote is, such as `[1]`.
pub(super) fn footnote(text: &str) -> Option<usize> {
    let end = text.strip_prefix('[')?.find(']')? + 2;
    let label = text.get(1..end - 1)?;
    (!label.is_empty() && !label.contains(char::is_whitespace)).then_some(end)
}

/// The name and the value of a field, such as `:author: Anna`.
pub(super) fn field<'s>(line: &Line<'s>) -> Option<(&'s str, Line<'s>)> {
    let rest = line.text().strip_prefix(':')?;
    let ends =
        |&(at, _): &(usize, &str)| rest.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let (at, _) = rest.match_indices(':').find(ends)?;
    let name = rest.get(..at).filter(|name| !name.is_empty() && !name.starts_with(' ') && !name.contains('`'))?;
    Some((name, line.behind(at + 2)))
}

/// Whether a field says what the text is about.
pub(super) fn describes(name: &str) -> bool {
    let name = name.split_whitespace().next().unwrap_or_default();
    ["title", "subtitle", "description", "summary", "abstract", "subject"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// How long the mark of a list item is.
pub(super) fn bullet(text: &str) -> Option<usize> {
    let mark = text.chars().next().filter(|c| matches!(c, '-' | '*' | '+' | '•' | '‣' | '⁃'))?;
    let rest = text.get(mark.len_utf8()..)?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some(mark.len_utf8())
}

/// How long the number of a list item is: `3.`, `(a)`, `#.`, `iv)`.
pub(super) fn enumerator(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let len = inner.find(['.', ')'])?;
    let number = inner.get(..len)?;
    let digits = number.bytes().all(|b| b.is_ascii_digit()) && number.len() <= 4;
    let roman = number.bytes().all(|b| b"ivxlcIVXLC".contains(&b)) && number.len() <= 6;
    let letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_alphabetic());
    let parted = inner.len() < text.len() && inner.get(len..)?.starts_with('.');
    let rest = inner.get(len + 1..)?;
    let known = !number.is_empty() && (digits || roman || letter || number == "#");
    (known && !parted && (rest.is_empty() || rest.starts_with(' '))).then_some(text.len() - rest.len())
}

/// How long the options are that a text explains, such as `-v, --verbose`.
pub(super) fn option(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('-')?;
    rest.starts_with(|c: char| c == '-' || c.is_ascii_alphanumeric()).then_some(())?;
    text.find("  ")
}

/// Whether a line consists of one mark, as those that stand above and below titles do.
pub(super) fn is_rule(text: &str) -> bool {
    let mark = text.bytes().next().filter(u8::is_ascii_punctuation);
    text.len() >= 2
        && text != "::"
        && text != ".."
        && text != "--"
        && mark.is_some_and(|mark| text.bytes().all(|b| b == mark))
}
