//! reStructuredText: sections, paragraphs, lists, fields, directives and tables, told apart by how far they are indented.

mod inline;
mod marker;
mod table;

use super::lines::{Article, Line};
use super::{BlockKind, Field, Format, Parsed, Writing};
use crate::source::Source;
use marker::{Directive, is_rule};

pub(super) const FORMAT: Format = Format { name: "rst", extensions: &["rst", "rest"], holds_data: false, looks, parse };

/// How repairs are written: what would be a mark of reStructuredText gets a backslash.
const WRITING: Writing = Writing::escaped(escape);

fn escape(text: &str) -> Option<String> {
    if text.contains('\n') {
        return None;
    }
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '`' | '|' | '_') {
            written.push('\\');
        }
        written.push(c);
    }
    Some(written)
}

/// Markdown knows underlined titles, too, but no directives.
fn looks(text: &str) -> bool {
    let directive = |line: &str| {
        let name = line.strip_prefix(".. ").and_then(|rest| rest.split_once("::")).map(|(name, _)| name);
        name.is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b"-:".contains(&b)))
    };
    text.lines().take(200).any(directive)
}

fn parse(source: &Source, _: &[Field]) -> Parsed {
    let article = Article::new(source, FORMAT.name, WRITING, inline::read);
    let mut reader = Reader { article, lines: Line::all(source), at: 0, open: Vec::new(), at_head: true };
    reader.run();
    reader.article.finish()
}

struct Reader<'s> {
    article: Article<'s>,
    lines: Vec<Line<'s>>,
    /// The line that is read next.
    at: usize,
    /// What the line stands in, the innermost last.
    open: Vec<Context>,
    /// Whether nothing but titles and fields has come.
    at_head: bool,
}

/// Something of which the text is indented.
#[derive(Clone, Copy, Debug)]
struct Context {
    column: usize,
    kind: BlockKind,
    /// Whether only its first paragraph is of that kind.
    once: bool,
}

impl<'s> Reader<'s> {
    fn run(&mut self) {
        while let Some(line) = self.line(0) {
            if line.is_blank() {
                self.at += 1;
                continue;
            }
            self.enter(&line);
            let known = self.explicit(&line)
                || self.heading(&line)
                || self.table(&line)
                || self.line_block(&line)
                || self.field(&line)
                || self.item(&line)
                || self.term(&line);
            if !known {
                self.paragraph(&line);
            }
        }
    }

    /// The line `ahead` lines from here.
    fn line(&self, ahead: usize) -> Option<Line<'s>> {
        self.lines.get(self.at + ahead).copied()
    }

    /// Leaves what the line is not in. What is indented for no other reason is a quotation.
    fn enter(&mut self, line: &Line<'s>) {
        while self.open.last().is_some_and(|context| context.column > line.column) {
            self.open.pop();
        }
        if line.column > self.open.last().map_or(0, |context| context.column) {
            let kind = if self.kind() == BlockKind::TableCell { BlockKind::TableCell } else { BlockKind::Quotation };
            self.open.push(Context { column: line.column, kind, once: false });
        }
    }

    fn kind(&self) -> BlockKind {
        self.open.last().map_or(BlockKind::Paragraph, |context| context.kind)
    }

    /// Leaves out the line and all that is indented more than it.
    fn skip(&mut self, column: usize) {
        self.at += 1;
        while self.line(0).is_some_and(|line| line.is_blank() || line.column > column) {
            self.at += 1;
        }
    }

    /// Goes on with `rest`, the text of the line behind a marker, as the first line of what the marker opens.
    fn open(&mut self, line: &Line<'s>, rest: Line<'s>, kind: BlockKind, once: bool) {
        let next = self.lines.iter().skip(self.at + 1).find(|line| !line.is_blank());
        let column = match next.filter(|next| next.column > line.column) {
            Some(next) => next.column,
            None => line.column + 3,
        };
        self.open.push(Context { column, kind, once });
        self.replace(Line { column, ..rest });
    }

    fn replace(&mut self, rest: Line<'s>) {
        if rest.is_blank() {
            self.at += 1;
        } else if let Some(line) = self.lines.get_mut(self.at) {
            *line = rest;
        }
    }

    /// A directive, a footnote, a target, a substitution, a comment: all that begins with two dots.
    fn explicit(&mut self, line: &Line<'s>) -> bool {
        if line.text().starts_with("__ ") || line.text() == "__" {
            self.skip(line.column);
            return true;
        }
        if line.text() != ".." && !line.text().starts_with(".. ") {
            return false;
        }
        let rest = line.behind(2);
        if rest.is_blank() && self.line(1).is_none_or(|next| next.is_blank()) {
            self.at += 1;
        } else if let Some(label) = marker::footnote(rest.text()) {
            self.open(line, rest.behind(label), BlockKind::Footnote, false);
        } else if let Some(name) = marker::directive(rest.text()) {
            self.directive(line, name, rest.behind(name.len() + 2));
        } else {
            self.skip(line.column);
        }
        true
    }

    fn directive(&mut self, line: &Line<'s>, name: &str, argument: Line<'s>) {
        match Directive::of(name) {
            Directive::Skipped => {
                self.at += 1;
                self.options(line.column);
                self.at -= 1;
                self.skip(line.column);
            }
            Directive::Text(kind) if !argument.is_blank() => self.open(line, argument, kind, false),
            Directive::Text(kind) => self.body(line, kind, false),
            Directive::Titled(title, kind) => {
                self.article.lines(title, &[argument]);
                self.body(line, kind, false);
            }
            Directive::Object => self.body(line, BlockKind::Paragraph, false),
            Directive::Figure => self.body(line, BlockKind::Caption, true),
        }
        self.at_head &= matches!(name, "meta" | "contents" | "highlight");
    }

    fn body(&mut self, line: &Line<'s>, kind: BlockKind, once: bool) {
        self.at += 1;
        self.options(line.column);
        self.at -= 1;
        self.open(line, line.with(line.content.cut(0, 0)), kind, once);
    }

    /// The options of a directive, of which readers see the text of a picture, and fields about the text.
    fn options(&mut self, column: usize) {
        while let Some(line) = self.line(0).filter(|line| line.column > column) {
            let Some((name, value)) = marker::field(&line) else { return };
            match name {
                "alt" => self.article.lines(BlockKind::Attribute, &[value]),
                _ if marker::describes(name) => self.article.lines(BlockKind::Metadata, &[value]),
                _ => {}
            }
            self.at += 1;
        }
    }

    fn heading(&mut self, line: &Line<'s>) -> bool {
        let next = self.line(1).filter(|next| !next.is_blank());
        if !is_rule(line.text()) {
            let titled = next.is_some_and(|next| {
                let long_enough = next.text().len() >= line.text().chars().count().min(4);
                is_rule(next.text()) && long_enough && next.column == line.column
            });
            if titled && self.open.is_empty() {
                self.article.lines(BlockKind::Heading, &[*line]);
                self.at += 2;
            }
            return titled && self.open.is_empty();
        }
        let Some(title) = next else {
            // A line between two paragraphs.
            self.at += usize::from(line.text().len() >= 4);
            return line.text().len() >= 4;
        };
        if self.line(2).is_some_and(|below| below.text() == line.text()) {
            self.article.lines(BlockKind::Heading, &[title]);
            self.at += 3;
            return true;
        }
        if line.text().len() >= 4 {
            let message = format!("the title below `{}` has no such line below it", shortened(line.text()));
            self.article.broken(line.content.span(), message);
            self.at += 1;
        }
        line.text().len() >= 4
    }

    fn table(&mut self, line: &Line<'s>) -> bool {
        let grid = table::is_grid_border(line.text());
        if !grid && !table::is_simple_border(line.text()) {
            return false;
        }
        let rest = self.lines.get(self.at..).unwrap_or_default();
        let len = if grid { table::grid(&mut self.article, rest) } else { table::simple(&mut self.article, rest) };
        self.at += len.max(1);
        self.at_head = false;
        true
    }

    /// Lines of verse: each begins with a bar, and what goes on is indented.
    fn line_block(&mut self, line: &Line<'s>) -> bool {
        if line.text() != "|" && !line.text().starts_with("| ") {
            return false;
        }
        let mut lines = vec![line.behind(1)];
        self.at += 1;
        while let Some(next) = self.line(0).filter(|next| !next.is_blank() && next.column > line.column) {
            lines.push(next);
            self.at += 1;
        }
        self.article.lines(self.kind(), &lines);
        true
    }

    fn field(&mut self, line: &Line<'s>) -> bool {
        let Some((name, value)) = marker::field(line) else { return false };
        if !self.at_head || !self.open.is_empty() {
            self.open(line, value, BlockKind::ListItem, false);
        } else if marker::describes(name) {
            self.open(line, value, BlockKind::Metadata, false);
        } else {
            self.skip(line.column);
        }
        true
    }

    fn item(&mut self, line: &Line<'s>) -> bool {
        let kind = if self.kind() == BlockKind::TableCell { BlockKind::TableCell } else { BlockKind::ListItem };
        if let Some(option) = marker::option(line.text()) {
            self.open(line, line.behind(option), kind, false);
            return true;
        }
        let next = self.line(1);
        let goes_on = next.is_none_or(|next| {
            next.is_blank() || next.column > line.column || marker::enumerator(next.text()).is_some()
        });
        let marker = marker::bullet(line.text()).or_else(|| marker::enumerator(line.text()).filter(|_| goes_on));
        let Some(marker) = marker else { return false };
        let rest = line.behind(marker);
        if rest.is_blank() {
            self.open(line, rest, kind, false);
        } else {
            self.open.push(Context { column: rest.column, kind, once: false });
            self.replace(rest);
        }
        self.at_head = false;
        true
    }

    /// A term with its definition below it.
    fn term(&mut self, line: &Line<'s>) -> bool {
        let Some(next) = self.line(1).filter(|next| !next.is_blank() && next.column > line.column) else {
            return false;
        };
        if line.text().ends_with("::") {
            return false;
        }
        let term = line.content.parted(" : ").map_or(line.content, |(term, _)| term);
        self.article.lines(BlockKind::ListItem, &[line.with(term)]);
        self.open.push(Context { column: next.column, kind: BlockKind::ListItem, once: false });
        self.at += 1;
        self.at_head = false;
        true
    }

    fn paragraph(&mut self, first: &Line<'s>) {
        if first.text().starts_with(">>> ") {
            return self.skip_run(">>>", true);
        }
        let mut lines = vec![*first];
        self.at += 1;
        while let Some(line) = self.line(0).filter(|line| !line.is_blank() && line.column >= first.column) {
            lines.push(line);
            self.at += 1;
        }
        let literal = lines.last().and_then(|line| line.content.strip_end("::"));
        if let (Some(kept), Some(last)) = (literal, lines.last_mut()) {
            // `so::` reads `so:`, and `so ::` reads `so`.
            let colon = !kept.text.is_empty() && !kept.text.ends_with(char::is_whitespace);
            last.content = last.content.cut(0, kept.text.len() + usize::from(colon)).trim();
        }
        let kind = self.kind();
        if let (BlockKind::Quotation, Some(line)) = (kind, lines.first_mut()) {
            // Who said it stands behind a dash.
            line.content.text.starts_with("-- ").then(|| *line = line.behind(2));
        }
        self.article.lines(kind, &lines);
        self.at_head &= kind == BlockKind::Metadata;
        if let Some(context) = self.open.last_mut().filter(|context| context.once) {
            context.kind = BlockKind::Paragraph;
        }
        if literal.is_some() {
            self.skip_literal(first.column);
        }
    }

    /// Leaves out what follows two colons: what is indented more, or lines that begin with the same mark.
    fn skip_literal(&mut self, column: usize) {
        while self.line(0).is_some_and(|line| line.is_blank()) {
            self.at += 1;
        }
        let Some(line) = self.line(0) else { return };
        if line.column > column {
            return self.skip(column);
        }
        let mark = line.text().chars().next().filter(char::is_ascii_punctuation);
        if mark.is_some_and(|mark| mark != '.' && line.column == column) {
            self.skip_run(line.text().get(..1).unwrap_or_default(), false);
        }
    }

    /// Leaves out the lines up to a blank one, or as long as they begin with `mark`.
    fn skip_run(&mut self, mark: &str, all: bool) {
        while self.line(0).is_some_and(|line| !line.is_blank() && (all || line.text().starts_with(mark))) {
            self.at += 1;
        }
    }
}

fn shortened(rule: &str) -> &str {
    rule.get(..8).unwrap_or(rule)
}

#[cfg(test)]
mod tests;
