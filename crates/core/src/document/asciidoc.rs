//! AsciiDoc: sections, paragraphs, lists, delimited blocks and tables.

mod inline;
mod marker;
mod table;

use super::lines::{Article, Line};
use super::{BlockKind, Field, Format, Parsed, Writing};
use crate::source::Source;
use marker::{Delimiter, Style};

pub(super) const FORMAT: Format =
    Format { name: "asciidoc", extensions: &["adoc", "asciidoc", "asc"], holds_data: false, looks, parse };

/// How repairs are written. What a backslash does depends on what stands around it, so that no mark may come in.
const WRITING: Writing = Writing::escaped(|text| {
    let safe = !text.contains(['\n', '*', '_', '`', '#', '^', '~', '+', '{', '}', '[', ']', '<', '|', '\\']);
    (safe && !text.contains("--") && !text.contains("((")).then(|| text.to_owned())
});

/// Typst has titles that look the same, but no attributes.
fn looks(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().skip_while(|line| line.trim().is_empty()).take(200);
    let title = |line: &str| line.starts_with("= ");
    let attribute = |line: &str| marker::entry(line).is_some() || line.starts_with("[source") || line == "----";
    lines.next().is_some_and(|line| title(line) || marker::entry(line).is_some() && lines.clone().any(title))
        && lines.any(attribute)
}

fn parse(source: &Source, _: &[Field]) -> Parsed {
    let article = Article::new(source, FORMAT.name, WRITING, inline::read);
    let (open, style, header) = (Vec::new(), Style::Plain, false);
    let mut reader = Reader { article, lines: Line::all(source), at: 0, open, style, header };
    reader.run();
    for container in std::mem::take(&mut reader.open) {
        reader.unclosed(&container.line);
    }
    reader.article.finish()
}

struct Reader<'s> {
    article: Article<'s>,
    lines: Vec<Line<'s>>,
    /// The line that is read next.
    at: usize,
    /// The delimited blocks that the line stands in, the innermost last.
    open: Vec<Container<'s>>,
    /// What a line of attributes says about the next block.
    style: Style,
    /// Whether authors and dates may follow.
    header: bool,
}

/// A delimited block of other blocks.
#[derive(Clone, Copy, Debug)]
struct Container<'s> {
    line: Line<'s>,
    kind: BlockKind,
}

/// How many open blocks are looked at: nesting deeper than that is no article.
const NEAR: usize = 64;

impl<'s> Reader<'s> {
    fn run(&mut self) {
        while let Some(line) = self.line(0) {
            if line.is_blank() {
                self.header = false;
                self.at += 1;
                continue;
            }
            let known = self.machine(&line)
                || self.delimited(&line)
                || self.heading(&line)
                || self.picture(&line)
                || self.skipped(&line)
                || self.item(&line);
            if !known {
                self.paragraph(&line);
            }
        }
    }

    /// The line `ahead` lines from here.
    fn line(&self, ahead: usize) -> Option<Line<'s>> {
        self.lines.get(self.at + ahead).copied()
    }

    fn kind(&self) -> BlockKind {
        match self.style {
            Style::Quotation => BlockKind::Quotation,
            _ => self.open.last().map_or(BlockKind::Paragraph, |container| container.kind),
        }
    }

    /// A line that is for machines: a comment, an attribute, a condition.
    fn machine(&mut self, line: &Line<'s>) -> bool {
        if let Some((name, value)) = marker::entry(line.text()) {
            self.entry(name, line.behind(line.text().len() - value.len()));
        } else if let Some(style) = marker::attributes(line.text()) {
            self.style = if style == Style::Plain { self.style } else { style };
        } else if !(marker::is_comment(line.text()) || marker::is_directive(line.text()) || self.header) {
            return false;
        }
        self.at += 1;
        true
    }

    /// An attribute of the document, such as `:description: News of boats`.
    fn entry(&mut self, name: &str, value: Line<'s>) {
        let mut lines = vec![value];
        while let Some(kept) = lines.last().and_then(|line| line.content.strip_end(" \\")) {
            self.at += 1;
            lines.last_mut().into_iter().for_each(|line| line.content = kept.trim());
            lines.extend(self.line(0));
            if self.line(0).is_none_or(|line| line.is_blank()) {
                break;
            }
        }
        match name {
            "description" | "title" | "doctitle" | "summary" => self.article.lines(BlockKind::Metadata, &lines),
            "lang" => self.article.language = Some(value.text().into()),
            _ => {}
        }
    }

    fn delimited(&mut self, line: &Line<'s>) -> bool {
        let Some(delimiter) = marker::delimiter(line.text()) else { return false };
        let style = std::mem::replace(&mut self.style, Style::Plain);
        let end = if delimiter == Delimiter::Fence { "```" } else { line.text() };
        let near = self.open.iter().rev().take(NEAR).position(|container| container.line.text() == line.text());
        if let Some(back) = near {
            self.open.truncate(self.open.len() - 1 - back);
            self.at += 1;
            return true;
        }
        match delimiter {
            Delimiter::Blocks(own) if style != Style::Skipped => {
                let outer = self.open.last().map_or(BlockKind::Paragraph, |container| container.kind);
                let kind = if style == Style::Quotation { BlockKind::Quotation } else { own.unwrap_or(outer) };
                self.open.push(Container { line: *line, kind });
                self.at += 1;
            }
            Delimiter::Table if style != Style::Skipped => {
                let rows = self.until(line, end);
                let rows = self.lines.get(rows).unwrap_or_default();
                table::read(&mut self.article, rows);
            }
            _ => drop(self.until(line, end)),
        }
        true
    }

    /// Goes behind the line `end`, and gives the lines before it. Where there is none, they are left out.
    fn until(&mut self, line: &Line<'s>, end: &str) -> std::ops::Range<usize> {
        let from = self.at + 1;
        let len = self.lines.iter().skip(from).position(|line| line.text() == end);
        if len.is_none() {
            self.unclosed(line);
        }
        self.at = len.map_or(self.lines.len(), |len| from + len + 1);
        len.map_or(0..0, |len| from..from + len)
    }

    fn unclosed(&mut self, line: &Line<'s>) {
        let text = line.text().get(..8).unwrap_or(line.text());
        self.article.broken(line.content.span(), format!("the block that `{text}` opens is not closed"));
    }

    fn heading(&mut self, line: &Line<'s>) -> bool {
        if let Some(title) = marker::title(line) {
            self.header = self.article.is_empty() && line.text().starts_with("= ");
            self.article.lines(BlockKind::Heading, &[title]);
            self.style = Style::Plain;
        } else if let Some(caption) = line.text().strip_prefix('.').filter(|rest| !rest.starts_with(['.', ' '])) {
            self.article.lines(BlockKind::Caption, &[line.behind(line.text().len() - caption.len())]);
        } else if self.line(1).is_some_and(|next| marker::underlines(line.text(), next.text())) {
            self.article.lines(BlockKind::Heading, &[*line]);
            self.at += 1;
        } else {
            return false;
        }
        self.at += 1;
        true
    }

    /// A macro that stands alone in its line, of which readers see the text of a picture.
    fn picture(&mut self, line: &Line<'s>) -> bool {
        let Some((name, attributes)) = marker::block_macro(line) else { return false };
        if matches!(name, "image" | "video" | "audio")
            && let Some(text) = marker::first_of(attributes)
        {
            self.article.add(BlockKind::Attribute, &[text]);
        }
        self.style = Style::Plain;
        self.at += 1;
        true
    }

    /// A paragraph that is code: it says so, or it is indented.
    fn skipped(&mut self, line: &Line<'s>) -> bool {
        let indented = line.column > 0 && marker::item(line.text()).is_none();
        if self.style != Style::Skipped && !indented {
            return false;
        }
        while self.line(0).is_some_and(|line| !line.is_blank() && line.text() != "+") {
            self.at += 1;
        }
        self.style = Style::Plain;
        true
    }

    fn item(&mut self, line: &Line<'s>) -> bool {
        let rest = if let Some(len) = marker::item(line.text()) {
            line.behind(len)
        } else if let Some((term, len)) = marker::term(line.text()) {
            self.article.add(BlockKind::ListItem, &[line.content.cut(0, term)]);
            line.behind(len)
        } else {
            return false;
        };
        self.at += 1;
        self.style = Style::Plain;
        let mut lines = vec![unbroken(rest)];
        // Where the term stands alone, its definition may stand behind a blank line.
        while rest.is_blank() && self.line(0).is_some_and(|line| line.is_blank()) {
            self.at += 1;
        }
        while let Some(next) = self.line(0).filter(|next| !ends_text(next)) {
            if marker::item(next.text()).is_some() || marker::term(next.text()).is_some() {
                break;
            }
            lines.push(unbroken(next));
            self.at += 1;
        }
        self.article.lines(BlockKind::ListItem, &lines);
        true
    }

    fn paragraph(&mut self, first: &Line<'s>) {
        let mut lines = vec![unbroken(first.behind(marker::admonition(first.text())))];
        self.at += 1;
        while let Some(line) = self.line(0).filter(|line| !ends_text(line)) {
            if !marker::is_comment(line.text()) {
                lines.push(unbroken(line));
            }
            self.at += 1;
        }
        let kind = self.kind();
        if let Some(line) = lines.last_mut().filter(|line| line.text().starts_with("-- ")) {
            // Who said it stands behind a dash.
            *line = line.behind(2);
        }
        self.article.lines(kind, &lines);
        self.style = Style::Plain;
    }
}

/// The line without the mark that breaks it.
fn unbroken(line: Line<'_>) -> Line<'_> {
    line.content.strip_end(" +").map_or(line, |kept| line.with(kept.trim()))
}

/// Whether the text of a paragraph cannot go on in a line.
fn ends_text(line: &Line<'_>) -> bool {
    line.is_blank()
        || line.text() == "+"
        || marker::delimiter(line.text()).is_some()
        || marker::attributes(line.text()).is_some()
        || marker::is_directive(line.text())
}

#[cfg(test)]
mod tests;
