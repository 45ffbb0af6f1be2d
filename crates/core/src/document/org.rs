//! Org: headings, paragraphs, lists, tables and blocks.

mod inline;
mod marker;

use super::lines::{Article, Line};
use super::{BlockKind, Field, Format, Parsed, Writing};
use crate::source::Source;

pub(super) const FORMAT: Format = Format { name: "org", extensions: &["org"], holds_data: false, looks, parse };

/// How repairs are written. Org has no escapes, so that no mark may come in where it would be one.
const WRITING: Writing = Writing::escaped(|text| {
    let marks = |c: char| "*/_+=~^".contains(c);
    let safe = !text.contains(['\n', '[', ']', '{', '}', '|', '<', '>', '\\', '$', '@', '#']);
    let inner = !text.starts_with(marks) && !text.ends_with(marks) && !text.contains("--") && !text.contains("...");
    let beside =
        |pair: &[char]| pair.iter().any(|&c| marks(c)) && !pair.iter().all(|&c| marks(c) || c.is_alphanumeric());
    let apart = !text.chars().collect::<Vec<_>>().windows(2).any(beside);
    (safe && inner && apart).then(|| text.to_owned())
});

fn looks(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
    lines.next().and_then(marker::keyword).is_some_and(|(name, _)| !name.is_empty())
}

fn parse(source: &Source, _: &[Field]) -> Parsed {
    let article = Article::new(source, FORMAT.name, WRITING, inline::read);
    let (open, item, todo) = (Vec::new(), None, Vec::new());
    let mut reader = Reader { article, lines: Line::all(source), at: 0, open, item, todo };
    reader.run();
    reader.close_all();
    reader.article.finish()
}

struct Reader<'s> {
    article: Article<'s>,
    lines: Vec<Line<'s>>,
    /// The line that is read next.
    at: usize,
    /// The blocks that the line stands in, the innermost last.
    open: Vec<Container<'s>>,
    /// The column of the mark of the item that the line may belong to.
    item: Option<usize>,
    /// The states of tasks that the file defines.
    todo: Vec<&'s str>,
}

/// A block of other blocks.
#[derive(Clone, Copy, Debug)]
struct Container<'s> {
    line: Line<'s>,
    name: &'s str,
    kind: BlockKind,
}

/// How many open blocks are looked at: nesting deeper than that is no article.
const NEAR: usize = 64;

impl<'s> Reader<'s> {
    fn run(&mut self) {
        while let Some(line) = self.line() {
            if line.is_blank() {
                self.at += 1;
                continue;
            }
            let item = marker::item(&line);
            if self.item.is_some_and(|column| line.column <= column) && item.is_none() {
                self.item = None;
            }
            if marker::level(&line) > 0 {
                self.heading(&line);
            } else if let Some((name, value)) = marker::keyword(line.text()) {
                self.keyword(&line, name, line.behind(line.text().len() - value.len()));
            } else if let Some(len) = item {
                self.item(&line, len);
            } else if line.text().starts_with('|') {
                self.row(&line);
            } else if !self.machine(&line) {
                self.paragraph(&line);
            }
        }
    }

    fn line(&self) -> Option<Line<'s>> {
        self.lines.get(self.at).copied()
    }

    fn heading(&mut self, line: &Line<'s>) {
        self.close_all();
        self.item = None;
        self.at += 1;
        let level = marker::level(line);
        let heading = marker::heading(&line.behind(level), &self.todo);
        if heading.shown {
            return self.article.lines(BlockKind::Heading, &[heading.title]);
        }
        // A part that is commented out goes to the next one on its level.
        while self.line().is_some_and(|line| !(1..=level).contains(&marker::level(&line))) {
            self.at += 1;
        }
    }

    fn keyword(&mut self, line: &Line<'s>, name: &'s str, value: Line<'s>) {
        self.at += 1;
        let known = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        if let Some(block) = strip_ignoring_case(name, "begin_") {
            return self.block(line, block);
        }
        if let Some(block) = strip_ignoring_case(name, "end_") {
            return self.end(line, block);
        }
        match () {
            () if known(&["begin"]) => self.skip_to("#+end:", line),
            () if known(&["title", "subtitle", "description"]) => self.article.lines(BlockKind::Metadata, &[value]),
            () if known(&["caption"]) || strip_ignoring_case(name, "caption[").is_some() => {
                self.article.lines(BlockKind::Caption, &[value]);
            }
            () if known(&["language"]) => {
                self.article.language = value.text().split_whitespace().next().map(Into::into);
            }
            () if known(&["todo", "seq_todo", "typ_todo"]) => {
                let words = value.text().split_whitespace().take(NEAR);
                self.todo.extend(words.map(|word| word.split('(').next().unwrap_or_default()));
            }
            () => {}
        }
    }

    fn block(&mut self, line: &Line<'s>, name: &'s str) {
        match &name.to_ascii_lowercase()[..] {
            name @ ("src" | "example" | "export" | "comment" | "html" | "latex" | "ascii" | "equation"
            | "lstlisting") => {
                self.skip_to(&format!("#+end_{name}"), line);
            }
            other => {
                let outer = self.kind();
                let kind = if matches!(other, "quote" | "verse") { BlockKind::Quotation } else { outer };
                self.open.push(Container { line: *line, name, kind });
            }
        }
    }

    fn end(&mut self, line: &Line<'s>, name: &str) {
        let near = self.open.iter().rev().take(NEAR).position(|open| open.name.eq_ignore_ascii_case(name));
        match near {
            Some(back) => self.open.truncate(self.open.len() - 1 - back),
            None => self
                .article
                .broken(line.content.span(), format!("the block `{}` ends here, but has no beginning", short(name))),
        }
    }

    /// Leaves out the lines up to one that reads `end`; at most to the next heading, which code cannot have.
    fn skip_to(&mut self, end: &str, opening: &Line<'s>) {
        while let Some(line) = self.line().filter(|line| marker::level(line) == 0) {
            self.at += 1;
            if line.text().eq_ignore_ascii_case(end) {
                return;
            }
        }
        let opened = opening.text().split_whitespace().next().unwrap_or_default();
        self.article.broken(opening.content.span(), format!("what `{}` opens has no `{}`", short(opened), short(end)));
    }

    fn close_all(&mut self) {
        for container in std::mem::take(&mut self.open) {
            let message = format!("the block `{}` is not ended", short(container.name));
            self.article.broken(container.line.content.span(), message);
        }
    }

    fn kind(&self) -> BlockKind {
        self.open.last().map_or(BlockKind::Paragraph, |container| container.kind)
    }

    fn item(&mut self, line: &Line<'s>, len: usize) {
        self.item = Some(line.column);
        let mut first = line.behind(len);
        if let Some((term, len)) = marker::term(first.text()) {
            self.article.lines(BlockKind::ListItem, &[first.with(first.content.cut(0, term))]);
            first = first.behind(len);
        }
        self.text(BlockKind::ListItem, first, line.column + 1);
    }

    fn row(&mut self, line: &Line<'s>) {
        self.at += 1;
        if line.text().starts_with("|-") {
            return;
        }
        let mut rest = line.content.from(1);
        while !rest.text.is_empty() {
            let (cell, next) = rest.parted("|").unwrap_or((rest, rest.from(rest.text.len())));
            let cell = cell.trim();
            // How wide a column is, and how it is set.
            let set = cell.text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
            if !set.is_some_and(|set| set.bytes().all(|b| b.is_ascii_digit() || b"lcr".contains(&b))) {
                self.article.add(BlockKind::TableCell, &[cell]);
            }
            rest = next;
        }
    }

    /// A line, or some, for machines: a drawer, a date, a comment, an environment of LaTeX.
    fn machine(&mut self, line: &Line<'s>) -> bool {
        if let Some(name) = marker::environment(line.text()) {
            self.at += 1;
            if !line.text().contains("\\end{") {
                self.skip_to(&format!("\\end{{{name}}}"), line);
            }
        } else if marker::is_drawer(line.text()) {
            self.at += 1;
            if !line.text().eq_ignore_ascii_case(":end:") {
                self.skip_to(":end:", line);
            }
        } else if marker::is_machine(line.text()) {
            self.at += 1;
        } else {
            return false;
        }
        true
    }

    fn paragraph(&mut self, line: &Line<'s>) {
        if let Some(label) = marker::footnote(line) {
            return self.text(BlockKind::Footnote, line.behind(label), 0);
        }
        let kind =
            if self.item.is_some() && self.kind() == BlockKind::Paragraph { BlockKind::ListItem } else { self.kind() };
        let column = self.item.map_or(0, |column| column + 1);
        self.text(kind, *line, column);
    }

    /// A block of the line that is read and of those that its text goes on in.
    fn text(&mut self, kind: BlockKind, first: Line<'s>, column: usize) {
        let mut lines = vec![unbroken(first)];
        self.at += 1;
        while let Some(line) = self.line().filter(|line| line.column >= column && !marker::ends_text(line)) {
            lines.push(unbroken(line));
            self.at += 1;
        }
        self.article.lines(kind, &lines);
    }
}

/// The line without the mark that breaks it.
fn unbroken(line: Line<'_>) -> Line<'_> {
    line.content.strip_end("\\\\").map_or(line, |kept| line.with(kept.trim()))
}

fn strip_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    if head.eq_ignore_ascii_case(prefix) { text.get(prefix.len()..) } else { None }
}

/// A name as a message shows it.
fn short(name: &str) -> String {
    name.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
