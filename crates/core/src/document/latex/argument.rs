//! The commands of LaTeX and their arguments.

use super::super::BlockKind;
use super::super::lines::offset;
use super::{Action, Environment, Group, Kind, Reader, Token, action, letters};
use crate::span::Span;

impl<'s> Reader<'s> {
    pub(super) fn token(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    /// The token at `at`; an empty one behind the last.
    pub(super) fn token_or_none(&self, at: usize) -> Token {
        let end = self.text.span().end;
        self.token(at).unwrap_or(Token { kind: Kind::Text, span: Span::empty(end), partner: None })
    }

    pub(super) fn kind_at(&self, at: usize) -> Option<Kind> {
        self.token(at).map(|token| token.kind)
    }

    /// The name of the command at `at`.
    pub(super) fn name(&self, at: usize) -> &'s str {
        let text = self.text.slice(self.token_or_none(at).span);
        let name = text.strip_prefix('\\').unwrap_or(text);
        name.strip_suffix('*').filter(|name| !name.is_empty()).unwrap_or(name)
    }

    /// The text between two tokens.
    pub(super) fn between(&self, open: usize, close: usize) -> &'s str {
        let start = self.token_or_none(open).span;
        let start = if self.kind_at(open) == Some(Kind::Open) { start.end } else { start.start };
        self.text.slice(Span::new(start, self.token_or_none(close).span.start.max(start)))
    }

    /// Behind white space within a paragraph, from `at` on.
    fn behind_space(&self, at: usize) -> usize {
        let white = |token: &&Token| matches!(token.kind, Kind::Space | Kind::Comment);
        at + self.tokens.iter().skip(at).take_while(white).count()
    }

    /// The tokens around the argument in braces that comes next.
    pub(super) fn required(&self, at: usize) -> Option<(usize, usize)> {
        let open = self.behind_space(at);
        let token = self.token(open).filter(|token| token.kind == Kind::Open)?;
        Some((open, token.partner()?))
    }

    /// Behind the arguments in brackets that come next.
    pub(super) fn behind_options(&self, mut at: usize) -> usize {
        while let Some(close) = self.token(at).filter(|token| token.kind == Kind::OpenOption).and_then(Token::partner) {
            at = close + 1;
        }
        at
    }

    /// Behind all arguments that stand at `at` without white space between them.
    pub(super) fn behind_arguments(&self, mut at: usize) -> usize {
        while let Some(token) = self.token(at) {
            at = match (token.kind, token.partner()) {
                (Kind::Open | Kind::OpenOption, Some(close)) => close + 1,
                (Kind::Raw, _) => at + 1,
                _ => break,
            };
        }
        at
    }

    /// Behind `count` arguments in braces.
    fn behind_required(&self, mut at: usize, count: usize) -> usize {
        for _ in 0..count {
            at = self.behind_options(at);
            at = match self.required(at) {
                Some((_, close)) => close + 1,
                None if self.kind_at(at) == Some(Kind::Raw) => at + 1,
                None => return at,
            };
        }
        self.behind_options(at)
    }

    /// The bytes of the tokens from `from` up to and without `to`.
    fn bytes(&self, from: usize, to: usize) -> Span {
        let span = self.token_or_none(from).span;
        let last = self.token_or_none(to.saturating_sub(1).max(from)).span;
        span.cover(last)
    }

    pub(super) fn command(&mut self, at: usize) {
        let span = self.token_or_none(at).span;
        match action(self.name(at)) {
            Action::Opaque => {
                self.at = self.behind_arguments(at + 1);
                self.pieces.opaque(self.bytes(at, self.at));
            }
            Action::Text(skipped) => self.at = self.behind_required(at + 1, skipped),
            Action::Quote => {
                if let Some((open, close)) = self.required(self.behind_options(at + 1)) {
                    self.pieces.decoded(self.bytes(at, open + 1), "“");
                    self.groups.push(Group { close, outer: None });
                    self.at = open + 1;
                }
            }
            Action::Block(kind, skipped) => self.own(kind, at, skipped),
            Action::Note => {
                self.pieces.unspace(self.text);
                self.own(BlockKind::Footnote, at, 0);
            }
            Action::Item => self.item(at),
            Action::Gone => self.gone(at),
            Action::Quiet => self.at = self.behind_word(at),
            Action::Decoded(text) => {
                self.at = self.behind_word(at);
                self.pieces.decoded(self.bytes(at, self.at), text);
            }
            Action::Accent => self.accent(at),
            Action::Line => {
                self.at = self.behind_options(at + 1);
                if self.in_table() { self.flush() } else { self.pieces.space(span) }
            }
            Action::Paragraph => self.flush(),
            Action::Math(end) => self.math(at, end),
        }
    }

    /// An argument that is a block of its own. A title ends the paragraph before it.
    fn own(&mut self, kind: BlockKind, at: usize, skipped: usize) {
        if kind != BlockKind::Footnote {
            self.flush();
        }
        self.at = self.behind_required(at + 1, skipped);
        if let Some(argument) = self.required(self.at) {
            self.block(kind, argument);
        }
    }

    fn item(&mut self, at: usize) {
        self.flush();
        if self.open.last().is_some_and(|open| open.what == Environment::List) {
            self.kind = BlockKind::ListItem;
        }
        let label = self.behind_space(at + 1);
        let close = self.token(label).filter(|token| token.kind == Kind::OpenOption).and_then(Token::partner);
        if let Some(close) = close {
            self.block(BlockKind::ListItem, (label, close));
        }
    }

    /// What nobody sees goes with its arguments; a definition has a name before them.
    fn gone(&mut self, at: usize) {
        self.pieces.unspace(self.text);
        self.at = self.behind_word(at);
        if matches!(self.name(at), "def" | "gdef" | "edef" | "let") {
            let ends = |token: &Token| matches!(token.kind, Kind::Open | Kind::Paragraph);
            let name = self.tokens.iter().skip(self.at).take(40).position(ends);
            self.at += name.unwrap_or(2);
        } else if self.at > at + 1 && !matches!(self.kind_at(self.at), Some(Kind::Open | Kind::OpenOption)) {
            // The space belongs to the text where no argument follows.
            self.at = at + 1;
        }
        self.at = self.behind_arguments(self.at);
        if self.name(at) == "renewcommand" || self.name(at).starts_with("new") {
            // The name may stand without braces.
            let named = self.kind_at(self.at) == Some(Kind::Command) && self.at == at + 1;
            self.at = self.behind_arguments(self.at + usize::from(named));
        }
    }

    /// Behind the command at `at` and what only ends its name: white space, or a pair of braces.
    fn behind_word(&self, at: usize) -> usize {
        let word = self.name(at).bytes().all(|b| b.is_ascii_alphabetic());
        match self.kind_at(at + 1) {
            Some(Kind::Space) if word => at + 2,
            Some(Kind::Open) if word && self.kind_at(at + 2) == Some(Kind::Close) => at + 3,
            _ => at + 1,
        }
    }

    /// A letter with a mark: `\'e`, `\'{e}`, `\c c`, `\'\i`.
    fn accent(&mut self, at: usize) {
        let accent = self.name(at);
        let word = accent.bytes().all(|b| b.is_ascii_alphabetic());
        let mut base = if word { self.behind_space(at + 1) } else { at + 1 };
        let braced = self.kind_at(base) == Some(Kind::Open);
        base += usize::from(braced);
        let text = self.text.slice(self.token_or_none(base).span);
        let letter = match self.kind_at(base) {
            Some(Kind::Command) if text == "\\i" => Some('ı'),
            Some(Kind::Command) if text == "\\j" => Some('ȷ'),
            Some(Kind::Text) => text.chars().next(),
            _ => None,
        };
        let Some((letter, with)) = letter.and_then(|c| Some((c, letters::accented(accent, c)?))) else {
            self.at = self.behind_arguments(at + 1);
            return self.pieces.opaque(self.bytes(at, self.at));
        };
        let start = self.token_or_none(at).span.start;
        let taken = if self.kind_at(base) == Some(Kind::Text) { letter.len_utf8() } else { text.len() };
        let mut end = self.token_or_none(base).span.start + offset(taken);
        self.at = base + 1;
        if taken < text.len() {
            // What follows the letter is text as before.
            self.tokens.get_mut(base).into_iter().for_each(|token| token.span.start = end);
            self.at = base;
        } else if braced && self.kind_at(base + 1) == Some(Kind::Close) {
            end = self.token_or_none(base + 1).span.end;
            self.at = base + 2;
        }
        self.pieces.decoded(Span::new(start, end), with);
    }

    /// Math from `at` on that `end` closes in the same paragraph. Where nothing does, the paragraph is left out.
    pub(super) fn math(&mut self, at: usize, end: &str) {
        let mut close = at + 1;
        while let Some(token) = self.token(close).filter(|_| close < self.end) {
            let closes = matches!(token.kind, Kind::Math | Kind::Command) && self.text.slice(token.span) == end;
            if closes {
                self.formula(at, at + 1, close);
                self.at = close + 1;
                return;
            }
            if matches!(token.kind, Kind::Paragraph | Kind::End) {
                break;
            }
            close = match token.kind {
                Kind::Open => token.partner().unwrap_or(close) + 1,
                _ => close + 1,
            };
        }
        self.broken(at, "the math that begins here is not closed");
        // The end of an argument is not passed over.
        let group = self.groups.last().map_or(self.end, |group| group.close);
        self.at = close.min(group).min(self.end);
    }

    /// The formula of the tokens from `at` to `close`, of which the text begins at `inner`. Where a stop stands at its
    /// end, it ends the sentence, and so it is seen.
    pub(super) fn formula(&mut self, at: usize, inner: usize, close: usize) {
        let whole = self.bytes(at, close + 1);
        let start = self.token_or_none(inner).span.start;
        let text = self.text.slice(Span::new(start, self.token_or_none(close).span.start.max(start))).trim_end();
        let shown = text.len() - text.trim_start().len();
        if let Some(kept) = text.strip_suffix('.').filter(|kept| kept.len() > shown) {
            let stop = start + offset(kept.len());
            self.pieces.opaque(Span::new(whole.start, stop));
            self.pieces.verbatim(Span::new(stop, stop + 1));
        } else if self.text.slice(whole).starts_with("\\(") || self.kind_at(at) == Some(Kind::Math) {
            self.pieces.opaque(whole);
        } else {
            self.interrupted(whole);
        }
    }
}
