//! The tokens of LaTeX, and which of them belong together.

use super::super::lines::{Placed, offset};
use super::names;
use crate::span::Span;

/// One token. The text of a paragraph is one, with the single blanks in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// The bytes of the source.
    pub(super) span: Span,
    /// The number of the token that closes what it opens, or opens what it closes.
    pub(super) partner: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Space,
    /// A blank line.
    Paragraph,
    /// `\name`, `\name*`, `\%`.
    Command,
    /// `\begin{name}`
    Begin,
    /// `\end{name}`
    End,
    Open,
    Close,
    OpenOption,
    CloseOption,
    /// `$` and `$$`
    Math,
    /// A comment with the end of its line, which is no space.
    Comment,
    Tie,
    Cell,
    /// A quotation mark or a dash of more than one character, or one that looks different when it is set.
    Mark,
    /// Code within a line, with its command.
    Code,
    /// The argument of a command that is read as it is: an address.
    Raw,
    /// Code between `\begin{verbatim}` and its end.
    Verbatim,
    /// Such code without its end.
    Unclosed,
}

impl Token {
    /// The number of its partner.
    pub(super) fn partner(self) -> Option<usize> {
        self.partner.map(|at| at as usize)
    }
}

/// The tokens of a text.
pub(super) fn tokens(text: Placed<'_>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.text.chars().next() {
        let raw = tokens.last().is_some_and(|last| takes_raw(text.slice(last.span), *last));
        let (kind, len) = if raw && c == '{' { raw_argument(rest.text) } else { next(rest.text, c) };
        let len = len.clamp(c.len_utf8(), rest.text.len());
        tokens.push(Token { kind, span: rest.cut(0, len).span(), partner: None });
        rest = rest.from(len);
    }
    pair(text, &mut tokens);
    tokens
}

fn next(text: &str, c: char) -> (Kind, usize) {
    let doubled = |mark: char| text.len() - text.trim_start_matches(mark).len();
    match c {
        '\\' => command(text),
        '%' => (Kind::Comment, comment(text)),
        '{' => (Kind::Open, 1),
        '}' => (Kind::Close, 1),
        '[' => (Kind::OpenOption, 1),
        ']' => (Kind::CloseOption, 1),
        '~' => (Kind::Tie, 1),
        '&' => (Kind::Cell, 1),
        '$' => (Kind::Math, doubled('$').min(2)),
        '`' | '\'' => (Kind::Mark, doubled(c).min(2)),
        '"' if text.starts_with("\"`") || text.starts_with("\"'") => (Kind::Mark, 2),
        '-' if text.starts_with("--") => (Kind::Mark, doubled('-').min(3)),
        _ if c.is_ascii_whitespace() => {
            let len = text.len() - text.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
            let lines = text.bytes().take(len).filter(|&b| b == b'\n').count();
            (if lines > 1 { Kind::Paragraph } else { Kind::Space }, len)
        }
        _ => (Kind::Text, run(text)),
    }
}

/// How long the text is that nothing interrupts.
fn run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |(at, &b): (usize, &u8)| match b {
        b'\\' | b'%' | b'{' | b'}' | b'[' | b']' | b'~' | b'&' | b'$' | b'`' | b'\'' | b'"' => at > 0,
        b'-' => bytes.get(at + 1) == Some(&b'-'),
        b' ' => bytes.get(at + 1).is_none_or(|next| next.is_ascii_whitespace() || b"%\\".contains(next)),
        _ => b.is_ascii_whitespace(),
    };
    bytes.iter().enumerate().position(ends).unwrap_or(text.len())
}

fn command(text: &str) -> (Kind, usize) {
    let name = text.bytes().skip(1).take_while(u8::is_ascii_alphabetic).count();
    if name == 0 {
        let len = text.chars().nth(1).map_or(0, char::len_utf8);
        return (Kind::Command, 1 + len);
    }
    let (word, behind) = (text.get(1..=name).unwrap_or_default(), text.get(1 + name..).unwrap_or_default());
    match word {
        "verb" | "lstinline" | "mintinline" => {
            if let Some(len) = code(word, behind) {
                return (Kind::Code, 1 + name + len);
            }
        }
        "begin" | "end" => {
            let inner = behind.strip_prefix('{').unwrap_or_default();
            let environment = head(inner, 80).split_once('}').map_or("", |(name, _)| name);
            if names::is_environment(environment) {
                let len = 1 + name + environment.len() + 2;
                let kind = if word == "begin" { Kind::Begin } else { Kind::End };
                return if kind == Kind::Begin && names::is_verbatim(environment) {
                    verbatim(environment, text, len)
                } else {
                    (kind, len)
                };
            }
        }
        _ => {}
    }
    (Kind::Command, 1 + name + usize::from(behind.starts_with('*')))
}

/// Code whose beginning is `len` bytes long.
fn verbatim(name: &str, text: &str, len: usize) -> (Kind, usize) {
    let end = format!("\\end{{{name}}}");
    match text.get(len..).and_then(|rest| rest.find(&end)) {
        Some(at) => (Kind::Verbatim, len + at + end.len()),
        None => (Kind::Unclosed, text.len()),
    }
}

/// No code within a line and no address is longer, in bytes.
const MAX_RAW: usize = 4000;

/// The text up to `len` bytes, and not beyond the end of the line.
fn head(text: &str, len: usize) -> &str {
    let ends = |&(at, c): &(usize, char)| at >= len || c == '\n';
    let end = text.char_indices().find(ends).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

/// How long the code is behind `\verb`, `\lstinline` or `\mintinline`, which end with their lines.
fn code(command: &str, behind: &str) -> Option<usize> {
    behind.chars().next().filter(|c| !c.is_whitespace())?;
    let line = head(behind, MAX_RAW);
    let mut rest = line;
    match command {
        "verb" => rest = rest.strip_prefix('*').unwrap_or(rest),
        "lstinline" if rest.starts_with('[') => rest = rest.split_once(']')?.1,
        "mintinline" => rest = rest.split_once('}')?.1,
        _ => {}
    }
    let open = rest.chars().next().filter(|c| !c.is_whitespace() && !c.is_alphanumeric())?;
    let close = if open == '{' && command != "verb" { '}' } else { open };
    let inner = rest.get(open.len_utf8()..)?;
    let end = inner.find(close)?;
    Some(line.len() - inner.len() + end + close.len_utf8())
}

/// Whether the argument of a command is read as it is, so that a percent sign in it is no comment.
fn takes_raw(text: &str, token: Token) -> bool {
    token.kind == Kind::Command && matches!(text, "\\url" | "\\href" | "\\path" | "\\nolinkurl")
}

fn raw_argument(text: &str) -> (Kind, usize) {
    let mut depth = 0;
    let end = head(text, MAX_RAW).bytes().position(|b| {
        depth += i32::from(b == b'{') - i32::from(b == b'}');
        depth == 0
    });
    end.map_or((Kind::Open, 1), |end| (Kind::Raw, end + 1))
}

/// How long a comment is. The end of its line belongs to it, but for one before a blank line.
fn comment(text: &str) -> usize {
    let line = text.find('\n').unwrap_or(text.len());
    let behind = text.get(line + 1..).unwrap_or_default();
    let indent = behind.len() - behind.trim_start_matches([' ', '\t', '\r']).len();
    let blank = behind.get(indent..).is_some_and(|rest| rest.starts_with('\n'));
    if blank { line } else { line + 1 + indent }
}

/// Finds out which tokens belong together: braces, brackets within a paragraph, beginnings and ends.
fn pair(text: Placed<'_>, tokens: &mut [Token]) {
    let mut open: Vec<usize> = Vec::new();
    let mut braces = 0;
    let mut begun: Vec<(usize, &str)> = Vec::new();
    for at in 0..tokens.len() {
        let Some(token) = tokens.get(at).copied() else { return };
        let kind_of = |at: usize| tokens.get(at).map(|token| token.kind);
        let partner = match token.kind {
            Kind::Open | Kind::OpenOption => {
                braces += usize::from(token.kind == Kind::Open);
                open.push(at);
                None
            }
            Kind::Close if braces > 0 => {
                braces -= 1;
                while open.pop_if(|&mut at| kind_of(at) == Some(Kind::OpenOption)).is_some() {}
                open.pop()
            }
            Kind::CloseOption => open.pop_if(|&mut at| kind_of(at) == Some(Kind::OpenOption)),
            Kind::Paragraph => {
                while open.pop_if(|&mut at| kind_of(at) == Some(Kind::OpenOption)).is_some() {}
                None
            }
            Kind::Begin => {
                begun.push((at, environment(text, token)));
                None
            }
            Kind::End => {
                let name = environment(text, token);
                let near = begun.iter().rev().take(NEAR).position(|(_, begun)| *begun == name);
                near.and_then(|back| begun.drain(begun.len() - 1 - back..).next()).map(|(at, _)| at)
            }
            _ => None,
        };
        if let Some(partner) = partner {
            tokens.get_mut(partner).into_iter().for_each(|token| token.partner = Some(offset(at)));
            tokens.get_mut(at).into_iter().for_each(|token| token.partner = Some(offset(partner)));
        }
    }
}

/// How many open environments are looked at: nesting deeper than that is no article.
const NEAR: usize = 64;

/// The name of the environment that a token begins or ends.
pub(super) fn environment(text: Placed<'_>, token: Token) -> &str {
    let inner = text.slice(token.span).split_once('{').map_or("", |(_, inner)| inner);
    inner.strip_suffix('}').unwrap_or(inner)
}
