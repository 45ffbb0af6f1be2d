//! LaTeX: what stands in the document, without commands, math, code and tables of numbers.

mod argument;
mod letters;
mod names;
mod token;

use super::lines::{Article, Pieces, Placed, offset};
use super::{BlockKind, Field, Format, Parsed, Writing};
use crate::source::Source;
use crate::span::Span;
use names::{Action, Environment, action};
use token::{Kind, Token};

pub(super) const FORMAT: Format =
    Format { name: "latex", extensions: &["tex", "latex", "ltx"], holds_data: false, looks, parse };

/// How repairs are written: marks that mean something to LaTeX are escaped, and those that it has its own way to write
/// are written in that.
const WRITING: Writing = Writing::escaped(escape);

fn escape(text: &str) -> Option<String> {
    if text.contains('\n') {
        return None;
    }
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => written.extend(['\\', c]),
            '~' => written.push_str("\\textasciitilde{}"),
            '^' => written.push_str("\\textasciicircum{}"),
            '\\' => written.push_str("\\textbackslash{}"),
            '\u{a0}' => written.push('~'),
            '\u{202f}' => written.push_str("\\,"),
            '“' => written.push_str("``"),
            '”' => written.push_str("''"),
            '‘' => written.push('`'),
            '’' => written.push('\''),
            '–' => written.push_str("--"),
            '—' => written.push_str("---"),
            _ => written.push(c),
        }
    }
    Some(written)
}

fn looks(text: &str) -> bool {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_start).take(100);
    let starts = ["\\documentclass", "\\documentstyle", "\\begin{document}"];
    lines.filter(|line| !line.starts_with('%')).any(|line| starts.iter().any(|start| line.starts_with(start)))
}

fn parse(source: &Source, _: &[Field]) -> Parsed {
    let text = Placed::whole(source);
    let article = Article::new(source, FORMAT.name, WRITING, |_, _| {});
    let (groups, open, kind) = (Vec::new(), Vec::new(), BlockKind::Paragraph);
    let (tokens, pieces) = (token::tokens(text), Pieces::default());
    let mut reader = Reader { source, text, article, tokens, at: 0, end: 0, pieces, groups, open, kind };
    reader.document();
    reader.article.finish()
}

struct Reader<'s> {
    source: &'s Source,
    text: Placed<'s>,
    article: Article<'s>,
    tokens: Vec<Token>,
    /// The number of the token that is read next, and of the one that is read no more.
    at: usize,
    end: usize,
    pieces: Pieces,
    /// The arguments that end in some special way, the innermost last.
    groups: Vec<Group>,
    open: Vec<Open>,
    /// What a block is here.
    kind: BlockKind,
}

/// An argument that is being read.
#[derive(Debug)]
struct Group {
    /// The number of the token that ends it.
    close: usize,
    /// The block around it, where it is a block of its own; otherwise it is a quotation within its sentence.
    outer: Option<Box<(Pieces, BlockKind)>>,
}

/// An environment that is being read.
#[derive(Clone, Copy, Debug)]
struct Open {
    begin: usize,
    what: Environment,
    /// What a block is around it.
    outer: BlockKind,
}

impl Reader<'_> {
    /// Reads the document, or all where nothing says that it is one, and the title that stands before it.
    fn document(&mut self) {
        let is =
            |token: &Token, kind: Kind, name: &str| token.kind == kind && token::environment(self.text, *token) == name;
        let begin = self.tokens.iter().position(|token| is(token, Kind::Begin, "document"));
        let body = begin.map_or(0, |begin| begin + 1);
        let end = self.tokens.iter().skip(body).position(|token| is(token, Kind::End, "document"));
        self.preamble(if begin.is_some() { body } else { self.tokens.len() }, begin.is_some());
        if let Some(begin) = begin.filter(|_| end.is_none()) {
            self.broken(begin, "`\\begin{document}` has no `\\end{document}`");
        }
        self.read(body, end.map_or(self.tokens.len(), |end| body + end));
    }

    /// Looks for the language of the document, and for the title where that stands outside it.
    fn preamble(&mut self, end: usize, titles: bool) {
        for at in 0..end {
            let argument = self.required(self.behind_options(at + 1));
            let Some((open, close)) = argument.filter(|_| self.kind_at(at) == Some(Kind::Command)) else { continue };
            let language = match self.name(at) {
                "usepackage" if self.between(open, close) == "babel" => self.between(at + 1, open),
                "setdefaultlanguage" | "setmainlanguage" => self.between(open, close),
                "title" | "subtitle" if titles => {
                    self.kind = BlockKind::Heading;
                    self.read(open + 1, close);
                    self.kind = BlockKind::Paragraph;
                    continue;
                }
                _ => continue,
            };
            // The last of several is the main one, where none says that it is.
            let main = language.split(',').find_map(|name| name.trim_matches(['[', ']', ' ']).strip_prefix("main="));
            let last = language.rsplit(',').next().unwrap_or_default().trim_matches(['[', ']', ' ']);
            self.article.language = names::language(main.unwrap_or(last)).map(Into::into);
        }
    }

    /// Reads the tokens from `from` up to and without `end`.
    fn read(&mut self, from: usize, end: usize) {
        (self.at, self.end) = (from, end);
        while let Some(token) = self.token(self.at).filter(|_| self.at < self.end) {
            let at = self.at;
            self.at += 1;
            if let Some(group) = self.groups.pop_if(|group| group.close <= at) {
                self.close(group, token.span);
            } else {
                self.step(at, token);
            }
        }
        while let Some(group) = self.groups.pop() {
            let span = Span::empty(self.token(end).map_or(self.text.span().end, |token| token.span.start));
            self.close(group, span);
        }
        self.open.clear();
        self.flush();
    }

    fn step(&mut self, at: usize, token: Token) {
        let span = token.span;
        match token.kind {
            Kind::Space => self.pieces.space(span),
            Kind::Paragraph => self.flush(),
            Kind::Command => self.command(at),
            Kind::Begin => self.begin(at),
            Kind::End => self.finish(at),
            Kind::Open if token.partner.is_none() => self.broken(at, "`{` is not closed"),
            Kind::Close if token.partner.is_none() => self.broken(at, "`}` closes nothing"),
            Kind::Open | Kind::Close | Kind::Comment | Kind::Raw => {}
            Kind::Math => self.math(at, self.text.slice(span)),
            Kind::Tie => self.pieces.decoded(span, "\u{a0}"),
            Kind::Cell if self.in_table() => self.flush(),
            Kind::Cell | Kind::Text | Kind::OpenOption | Kind::CloseOption => self.pieces.verbatim(span),
            Kind::Mark => self.pieces.decoded(span, mark(self.text.slice(span))),
            Kind::Code => self.pieces.opaque(span),
            Kind::Verbatim => self.interrupted(span),
            Kind::Unclosed => self.broken(at, "the code that begins here has no `\\end`"),
        }
    }

    fn flush(&mut self) {
        let block = self.pieces.finish(self.source, self.kind);
        self.article.push(block);
    }

    fn in_table(&self) -> bool {
        self.open.last().is_some_and(|open| open.what == Environment::Table)
    }

    /// Something that stands between two lines of text: the sentence goes on behind it, or it has ended before.
    fn interrupted(&mut self, span: Span) {
        if self.pieces.ends_with(self.text, &['.', ':', '!', '?', ';']) {
            self.flush();
        } else if !self.pieces.is_blank() {
            self.pieces.opaque(span);
        }
    }

    fn close(&mut self, group: Group, span: Span) {
        match group.outer {
            Some(outer) => {
                self.flush();
                (self.pieces, self.kind) = *outer;
            }
            None => self.pieces.decoded(span, "”"),
        }
    }

    /// Reads the argument between two tokens as a block of its own.
    fn block(&mut self, kind: BlockKind, (open, close): (usize, usize)) {
        let outer = (std::mem::take(&mut self.pieces), std::mem::replace(&mut self.kind, kind));
        self.groups.push(Group { close, outer: Some(Box::new(outer)) });
        self.at = open + 1;
    }

    fn begin(&mut self, at: usize) {
        let Some(end) = self.token(at).and_then(Token::partner) else {
            let name = token::environment(self.text, self.token_or_none(at));
            return self.broken(at, &format!("`\\begin{{{name}}}` has no `\\end{{{name}}}`"));
        };
        let what = names::environment(token::environment(self.text, self.token_or_none(at)));
        match what {
            Environment::Math => {
                self.formula(at, at + 1, end);
                self.at = end + 1;
            }
            Environment::Skipped => {
                self.flush();
                self.at = end + 1;
            }
            _ => {
                self.flush();
                self.open.push(Open { begin: at, what, outer: self.kind });
                let kind = self.kind;
                self.kind = match what {
                    Environment::Quotation => BlockKind::Quotation,
                    Environment::Table => BlockKind::TableCell,
                    _ => kind,
                };
                self.at = self.behind_options(self.at);
                if what == Environment::Titled {
                    if let Some(title) = self.required(self.at) {
                        self.block(BlockKind::Heading, title);
                    }
                } else {
                    self.at = self.behind_arguments(self.at);
                }
            }
        }
    }

    fn finish(&mut self, at: usize) {
        let Some(begin) = self.token(at).and_then(Token::partner) else {
            let name = token::environment(self.text, self.token_or_none(at));
            return self.broken(at, &format!("`\\end{{{name}}}` has no `\\begin{{{name}}}`"));
        };
        self.flush();
        while let Some(open) = self.open.pop_if(|open| open.begin >= begin) {
            self.kind = open.outer;
        }
    }

    /// Reports what is broken at a token.
    fn broken(&mut self, at: usize, message: &str) {
        let span = self.token_or_none(at).span;
        let line = self.text.slice(span).find('\n').map_or(span.len(), offset);
        self.article.broken(Span::new(span.start, span.start + line), message);
    }
}

/// What a mark looks like when it is set.
fn mark(text: &str) -> &'static str {
    match text {
        "``" | "\"'" => "“",
        "''" => "”",
        "\"`" => "„",
        "`" => "‘",
        "'" => "’",
        "--" => "–",
        _ => "—",
    }
}

#[cfg(test)]
mod tests;
