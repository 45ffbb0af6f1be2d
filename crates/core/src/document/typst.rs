//! Typst: markup with code in it, and content with markup in that.

mod code;
mod inline;
mod names;

use super::lines::{Article, Pieces, Placed, Scanner};
use super::{BlockKind, Field, Format, Parsed, Writing};
use crate::source::Source;
use crate::span::Span;
use code::Code;
use names::Call;

pub(super) const FORMAT: Format = Format { name: "typst", extensions: &["typ"], holds_data: false, looks, parse };

/// How repairs are written: what would be a mark of Typst gets a backslash.
const WRITING: Writing = Writing::escaped(escape);

fn escape(text: &str) -> Option<String> {
    if text.contains('\n') || text.contains("//") || text.contains("/*") || text.contains("--") || text.contains("...")
    {
        return None;
    }
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '$' | '#' | '@' | '<' | '~' | '[' | ']') {
            written.push('\\');
        }
        written.push(if c == '\u{a0}' { '~' } else { c });
    }
    Some(written)
}

fn looks(text: &str) -> bool {
    let starts = ["#set ", "#import \"", "#show: ", "#let ", "#show "];
    text.trim_start_matches('\u{feff}').lines().take(50).any(|line| starts.iter().any(|start| line.starts_with(start)))
}

fn parse(source: &Source, _: &[Field]) -> Parsed {
    // What stands in a line is read by the reader, because content may go over lines and blocks.
    let article = Article::new(source, FORMAT.name, WRITING, |_, _| {});
    let scanner = Scanner::new(Placed::whole(source), Pieces::default());
    let state = State::new(BlockKind::Paragraph);
    let mut reader = Reader { source, article, scanner, frames: Vec::new(), hidden: 0, state };
    reader.run();
    reader.article.finish()
}

struct Reader<'s> {
    source: &'s Source,
    article: Article<'s>,
    scanner: Scanner<'s>,
    /// What the cursor stands in, the innermost last.
    frames: Vec<Frame<'s>>,
    /// How many of the frames hold what is not shown.
    hidden: usize,
    state: State,
}

/// The block that is being read.
#[derive(Clone, Copy, Debug)]
struct State {
    /// What a block is here that is nothing special.
    base: BlockKind,
    kind: BlockKind,
    /// The column of the mark of the item that is being read.
    item: Option<usize>,
    /// Whether the term of an item is being read.
    term: bool,
}

#[derive(Debug)]
enum Frame<'s> {
    /// Brackets that are text.
    Brackets,
    Content(Content),
    Code(Code<'s>),
}

/// Content between brackets.
#[derive(Debug)]
struct Content {
    opened: usize,
    /// The block around it, where it is a block of its own.
    outer: Option<Box<(Pieces, State)>>,
    /// The call that it belongs to, where it stands behind its name.
    call: Option<Call>,
    hidden: bool,
}

impl State {
    const fn new(kind: BlockKind) -> Self {
        Self { base: kind, kind, item: None, term: false }
    }
}

impl<'s> Reader<'s> {
    fn run(&mut self) {
        self.line_start(0);
        while let Some(c) = self.scanner.peek() {
            let at = self.scanner.at();
            let depth = self.frames.len();
            match self.frames.last() {
                Some(Frame::Code(_)) => self.code(c),
                _ => self.markup(c),
            }
            if self.scanner.at() == at && self.frames.len() == depth {
                self.scanner.pass(c.len_utf8());
            }
        }
        while let Some(frame) = self.frames.pop() {
            self.unclosed(frame);
        }
        self.flush();
    }

    /// What is open at the end of the file ends there.
    fn unclosed(&mut self, frame: Frame<'s>) {
        let (opened, mark) = match &frame {
            Frame::Content(content) => (content.opened, "["),
            Frame::Code(code) => match code.mark() {
                Some(mark) => (code.opened, mark),
                None => return self.leave(code),
            },
            Frame::Brackets => return,
        };
        self.article.broken(self.scanner.cut(opened, opened + 1).span(), format!("`{mark}` is not closed"));
        match frame {
            Frame::Content(content) => self.restore(content),
            Frame::Code(code) => self.leave(&code),
            Frame::Brackets => {}
        }
    }

    fn leave(&mut self, code: &Code<'s>) {
        self.hidden -= usize::from(code.hidden);
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        self.scanner.flush();
        let block = self.scanner.pieces.finish(self.source, self.state.kind);
        if self.hidden == 0 {
            self.article.push(block);
        }
        if self.state.item.is_none() {
            self.state.kind = self.state.base;
        }
        self.state.term = false;
    }

    /// Goes back to the block around content that is a block of its own.
    fn restore(&mut self, content: Content) {
        if let Some(outer) = content.outer {
            self.flush();
            (self.scanner.pieces, self.state) = *outer;
        }
        self.hidden -= usize::from(content.hidden);
    }

    /// Opens the content at the cursor, in a block of its own where it is of a kind.
    fn content(&mut self, kind: Option<BlockKind>, call: Option<Call>) {
        let opened = self.scanner.at();
        self.scanner.gone(1);
        let outer = kind.map(|kind| {
            let pieces = std::mem::take(&mut self.scanner.pieces);
            Box::new((pieces, std::mem::replace(&mut self.state, State::new(kind))))
        });
        let hidden = call == Some(Call::Gone);
        self.hidden += usize::from(hidden);
        self.frames.push(Frame::Content(Content { opened, outer, call, hidden }));
        if kind.is_some() {
            self.line_start(0);
        }
    }

    fn markup(&mut self, c: char) {
        let scanner = &mut self.scanner;
        let (before, after) = (scanner.before(), scanner.after(1));
        let in_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        match c {
            _ if c.is_ascii_whitespace() => self.white(),
            '#' => self.hash(),
            ']' => self.bracket(),
            '[' => {
                self.frames.push(Frame::Brackets);
                self.scanner.pass(1);
            }
            '*' => scanner.mark("*", !in_word, !in_word),
            '_' => scanner.mark("_", !in_word, !in_word),
            '`' => self.raw(),
            '$' => self.math(),
            '/' if matches!(after, Some('/' | '*')) => self.comment(),
            ':' if self.state.term => {
                self.flush();
                self.scanner.gone(1);
            }
            '\\' => inline::escaped(scanner),
            '<' => inline::label(scanner),
            '@' => inline::reference(scanner),
            '~' => scanner.decoded(1, "\u{a0}"),
            '-' => inline::dashes(scanner),
            '.' if scanner.rest().starts_with("...") => scanner.decoded(3, "…"),
            'h' if !before.is_some_and(char::is_alphanumeric) => {
                if let Some(len) = super::lines::address(scanner.rest()) {
                    scanner.opaque(len);
                }
            }
            _ => {}
        }
    }

    /// A bracket that closes: content, or a pair of brackets in the text.
    fn bracket(&mut self) {
        match self.frames.pop() {
            Some(Frame::Content(content)) => {
                let call = content.call;
                let follows = self.scanner.after(1) == Some('[') && call.is_some();
                let own = content.outer.is_some();
                self.restore_at_bracket(content, follows);
                match call.filter(|_| follows) {
                    Some(call) => self.content(own.then(|| call.kind()), Some(call)),
                    None => self.after_call(),
                }
            }
            Some(Frame::Brackets) | None => self.scanner.pass(1),
            Some(code) => self.frames.push(code),
        }
    }

    fn restore_at_bracket(&mut self, content: Content, follows: bool) {
        if content.outer.is_some() {
            self.restore(content);
            self.scanner.gone(1);
        } else if follows {
            // Two contents that follow each other are no word.
            self.scanner.space(1);
        } else {
            self.scanner.gone(1);
        }
    }

    /// White space: a blank line ends a paragraph, and a line break an item where the next line is not indented.
    fn white(&mut self) {
        let rest = self.scanner.rest();
        let len = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
        let run = rest.get(..len).unwrap_or_default();
        let Some(column) = run.rfind('\n').map(|at| len - at - 1) else { return self.scanner.white() };
        let outside = self.state.item.is_some_and(|item| column <= item);
        if run.matches('\n').count() > 1 || outside || self.state.kind == BlockKind::Heading {
            self.flush();
        }
        if outside {
            self.state.item = None;
            self.state.kind = self.state.base;
        }
        self.scanner.space(len);
        self.line_start(column);
    }

    /// What a line may begin with: the marks of headings and items.
    fn line_start(&mut self, column: usize) {
        let rest = self.scanner.rest();
        let equals = rest.bytes().take_while(|&b| b == b'=').count();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let spaced = |len: usize| self.scanner.after(len).is_none_or(char::is_whitespace);
        let (len, item) = match () {
            () if equals > 0 && spaced(equals) => (equals, false),
            () if rest.starts_with(['-', '+', '/']) && spaced(1) => (1, true),
            () if digits > 0 && rest.get(digits..).is_some_and(|rest| rest.starts_with('.')) && spaced(digits + 1) => {
                (digits + 1, true)
            }
            () => return,
        };
        self.flush();
        self.state.item = item.then_some(column);
        let (kind, special) = (self.state.base, if item { BlockKind::ListItem } else { BlockKind::Heading });
        self.state.kind = if kind == BlockKind::Paragraph { special } else { kind };
        self.state.term = rest.starts_with('/');
        self.scanner.gone(len);
    }

    /// Code between backticks. Three and more of them may stand around many lines.
    fn raw(&mut self) {
        let at = self.scanner.at();
        let ticks = self.scanner.rest().bytes().take_while(|&b| b == b'`').count();
        let end = match ticks {
            1 => self.scanner.find("`", at + 1).map(|end| end + 1),
            2 => return self.scanner.gone(2),
            _ => self.raw_end(at + ticks, ticks),
        };
        let Some(end) = end else { return self.lost("the code that begins here is not closed") };
        let lines = ticks > 2 && self.scanner.cut(at, end).text.contains('\n');
        if lines && self.at_start() {
            self.scanner.gone(end - at);
        } else {
            self.scanner.opaque(end - at);
        }
    }

    /// Whether no prose of the block has come yet.
    fn at_start(&mut self) -> bool {
        self.scanner.flush();
        self.scanner.pieces.is_blank()
    }

    /// Behind the next `ticks` backticks from `from` on.
    fn raw_end(&mut self, mut from: usize, ticks: usize) -> Option<usize> {
        loop {
            let found = self.scanner.find("```", from)?;
            let len = self.scanner.from(found).bytes().take_while(|&b| b == b'`').count();
            if len >= ticks {
                return Some(found + ticks);
            }
            from = found + len;
        }
    }

    fn math(&mut self) {
        let at = self.scanner.at();
        let mut end = self.scanner.find("$", at + 1);
        while let Some(found) = end.filter(|&found| self.scanner.cut(found - 1, found).text == "\\") {
            end = self.scanner.find("$", found + 1);
        }
        match end {
            Some(end) => self.scanner.math(end + 1 - at, 1),
            None => self.lost("the math that begins here is not closed"),
        }
    }

    /// A comment to the end of the line, or one in marks that may stand within each other.
    fn comment(&mut self) {
        let rest = self.scanner.rest();
        if rest.starts_with("//") {
            return self.scanner.gone(rest.find('\n').unwrap_or(rest.len()));
        }
        let (bytes, mut depth, mut at) = (rest.as_bytes(), 0, 0);
        while let Some(pair) = bytes.get(at..at + 2) {
            match pair {
                b"/*" => depth += 1,
                b"*/" if depth == 1 => return self.scanner.gone(at + 2),
                b"*/" => depth -= 1,
                _ => {
                    at += 1;
                    continue;
                }
            }
            at += 2;
        }
        self.lost("the comment that begins here is not closed");
    }

    /// What is not closed goes to the end of the file.
    fn lost(&mut self, message: &str) {
        let start = self.scanner.cut(self.scanner.at(), self.scanner.at()).span().start;
        self.article.broken(Span::new(start, start + 1), message);
        let len = self.scanner.rest().len();
        self.scanner.gone(len);
    }
}

#[cfg(test)]
mod tests;
