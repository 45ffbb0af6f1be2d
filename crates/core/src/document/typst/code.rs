//! The code of Typst, as far as one must read it to find the content in it.

use super::super::BlockKind;
use super::names::{Call, content_kind, describes};
use super::{Frame, Reader};

/// Code that is being read: a statement, or what stands between parentheses or braces.
#[derive(Debug)]
pub(super) struct Code<'s> {
    pub(super) opened: usize,
    close: Close,
    /// The function of which these are the arguments.
    function: &'s str,
    /// The name of the argument.
    key: &'s str,
    /// The name that was read last, and where it ends.
    name: (&'s str, usize),
    pub(super) hidden: bool,
    /// The call of which these are the arguments, where it stands in markup.
    call: Option<Call>,
}

/// What ends code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Close {
    /// The end of the line.
    Statement,
    Parenthesis,
    Brace,
}

impl Code<'_> {
    /// What opened it, where it was opened by a mark.
    pub(super) const fn mark(&self) -> Option<&'static str> {
        match self.close {
            Close::Statement => None,
            Close::Parenthesis => Some("("),
            Close::Brace => Some("{"),
        }
    }
}

impl<'s> Reader<'s> {
    /// `#` in markup: a statement, a call, a value.
    pub(super) fn hash(&mut self) {
        let at = self.scanner.at();
        let name = self.path(at + 1);
        match name {
            "" => self.expression(),
            "let" | "set" | "import" | "include" => self.statement(name, true),
            // A rule for all of the document may be given its title.
            "show" => self.statement(name, !self.scanner.from(at + 5).starts_with(':')),
            "if" | "for" | "while" | "context" | "return" => self.statement(name, false),
            "else" | "none" | "auto" | "true" | "false" | "break" | "continue" => self.scanner.gone(1 + name.len()),
            _ => self.call(name),
        }
    }

    /// `#(…)`, `#{…}`, `#"…"`, `#1`; a mark that is nothing of it is text.
    fn expression(&mut self) {
        let close = match self.scanner.after(1) {
            Some('(') => Close::Parenthesis,
            Some('{') => Close::Brace,
            Some('[') => {
                self.scanner.gone(1);
                return self.content(None, None);
            }
            Some(c) if c.is_ascii_digit() || c == '"' => {
                self.scanner.opaque(1);
                if c == '"' {
                    self.string();
                } else {
                    let len = self.scanner.rest().bytes().take_while(u8::is_ascii_alphanumeric).count();
                    self.scanner.gone(len);
                }
                return;
            }
            _ => return,
        };
        if self.at_start() {
            self.scanner.gone(1);
        } else {
            self.scanner.opaque(1);
        }
        self.open(close, "", false, None);
    }

    fn statement(&mut self, name: &'s str, hidden: bool) {
        self.scanner.gone(1 + name.len());
        self.hidden += usize::from(hidden);
        let opened = self.scanner.at();
        let close = Close::Statement;
        self.frames.push(Frame::Code(Code {
            opened,
            close,
            function: name,
            key: "",
            name: ("", 0),
            hidden,
            call: None,
        }));
    }

    /// A name in markup: of a function that is called, or of a value.
    fn call(&mut self, name: &'s str) {
        let next = self.scanner.after(1 + name.len());
        if !matches!(next, Some('(' | '[')) {
            self.scanner.opaque(1 + name.len());
            return self.after_call();
        }
        let call = Call::of(name, self.at_start());
        match call {
            Call::Block(_) => {
                self.flush();
                self.scanner.gone(1 + name.len());
            }
            Call::Note => self.scanner.gone_with_space(1 + name.len()),
            Call::Inline | Call::Break | Call::Gone => self.scanner.gone(1 + name.len()),
        }
        if next == Some('(') {
            self.open(Close::Parenthesis, name, call == Call::Gone, Some(call));
        } else {
            self.call_content(call);
        }
    }

    /// The content behind the name or the arguments of a call.
    fn call_content(&mut self, call: Call) {
        let own = call != Call::Inline;
        self.content(own.then(|| call.kind()), Some(call));
    }

    /// Behind a call: a semicolon ends it, and so does not stand in the text.
    pub(super) fn after_call(&mut self) {
        if self.scanner.peek() == Some(';') && !matches!(self.frames.last(), Some(Frame::Code(_))) {
            self.scanner.gone(1);
        }
    }

    /// Opens parentheses or braces at the cursor.
    fn open(&mut self, close: Close, function: &'s str, hidden: bool, call: Option<Call>) {
        let opened = self.scanner.at();
        self.scanner.gone(1);
        self.hidden += usize::from(hidden);
        self.frames.push(Frame::Code(Code { opened, close, function, key: "", name: ("", 0), hidden, call }));
    }

    pub(super) fn code(&mut self, c: char) {
        let at = self.scanner.at();
        let Some(Frame::Code(code)) = self.frames.last_mut() else { return };
        let (function, key, statement) = (code.function, code.key, code.close == Close::Statement);
        // A name stands before the parentheses that belong to it.
        let called = if code.name.1 == at { code.name.0 } else { "" };
        match c {
            '\n' | ';' | ']' if statement => self.end_statement(c),
            '(' => self.open(Close::Parenthesis, called, false, None),
            '{' => self.open(Close::Brace, "", false, None),
            ')' => self.close(Close::Parenthesis),
            '}' => self.close(Close::Brace),
            '[' => self.content(Some(content_kind(function, key, called)), None),
            ':' => {
                code.key = code.name.0;
                self.scanner.gone(1);
            }
            ',' => {
                code.key = "";
                self.scanner.gone(1);
            }
            '"' => self.text_or_string(),
            '`' => self.code_skipped(Self::raw),
            '$' => self.code_skipped(Self::math),
            '/' if matches!(self.scanner.after(1), Some('/' | '*')) => self.comment(),
            _ if c.is_alphabetic() || c == '_' => self.name(at),
            _ => self.scanner.gone(c.len_utf8()),
        }
    }

    /// Code or math within code takes no place in a sentence.
    fn code_skipped(&mut self, read: fn(&mut Self)) {
        let outer = std::mem::take(&mut self.scanner.pieces);
        read(self);
        self.scanner.flush();
        self.scanner.pieces = outer;
    }

    fn name(&mut self, at: usize) {
        let name = self.path(at);
        self.scanner.gone(name.len().max(1));
        let end = self.scanner.at();
        if let Some(Frame::Code(code)) = self.frames.last_mut() {
            code.name = (name, end);
        }
    }

    fn end_statement(&mut self, c: char) {
        if let Some(Frame::Code(code)) = self.frames.pop() {
            self.leave(&code);
        }
        if c == ';' {
            self.scanner.gone(1);
        }
    }

    /// A parenthesis or a brace that closes. A statement within it ends there, too.
    fn close(&mut self, close: Close) {
        let mut open = self.frames.iter().rev().map_while(|frame| match frame {
            Frame::Code(code) => Some(code.close),
            _ => None,
        });
        let depth = match (open.next(), open.next()) {
            (Some(top), _) if top == close => 1,
            (Some(Close::Statement), Some(outer)) if outer == close => 2,
            _ => return self.scanner.gone(1),
        };
        let mut call = None;
        for _ in 0..depth {
            if let Some(Frame::Code(code)) = self.frames.pop() {
                self.leave(&code);
                call = code.call;
            }
        }
        match call {
            Some(call) => self.called(call),
            None => self.scanner.gone(1),
        }
    }

    /// The end of the arguments of a call in markup: content may follow, or another call.
    fn called(&mut self, call: Call) {
        let next = self.scanner.after(1);
        let method = if next == Some('.') { self.path(self.scanner.at() + 2) } else { "" };
        if next == Some('[') {
            self.scanner.gone(1);
            return self.call_content(call);
        }
        if !method.is_empty() && self.scanner.after(2 + method.len()) == Some('(') {
            self.scanner.gone(2 + method.len());
            return self.open(Close::Parenthesis, method, call == Call::Gone, Some(call));
        }
        match call {
            // The value of the call has a place in the sentence.
            Call::Inline => self.scanner.opaque(1),
            Call::Break => self.scanner.space(1),
            _ => self.scanner.gone(1),
        }
        self.after_call();
    }

    /// A string. Some of those that say something about the document are texts.
    fn text_or_string(&mut self) {
        let at = self.scanner.at();
        let Some(Frame::Code(code)) = self.frames.last() else { return };
        let (function, key) = (code.function, code.key);
        self.string();
        let text = self.scanner.cut(at + 1, self.scanner.at().saturating_sub(1));
        if function == "document" && describes(key) && !text.text.contains('\\') {
            self.article.add(BlockKind::Metadata, &[text]);
        } else if function == "text" && key == "lang" && self.is_set() {
            self.article.language = Some(text.text.into());
        }
    }

    /// Whether the code is that of a rule for all that follows.
    fn is_set(&self) -> bool {
        let outer = self.frames.len().checked_sub(2).and_then(|at| self.frames.get(at));
        matches!(outer, Some(Frame::Code(code)) if code.function == "set") && self.frames.len() == 2
    }

    fn string(&mut self) {
        let at = self.scanner.at();
        let rest = self.scanner.from(at + 1);
        let mut escaped = false;
        let end = rest.bytes().position(|b| {
            let ends = b == b'"' && !escaped;
            escaped = b == b'\\' && !escaped;
            ends
        });
        match end {
            Some(end) => self.scanner.gone(end + 2),
            None => self.lost("the string that begins here is not closed"),
        }
    }

    /// The name that stands at byte `at`, with the names of its parts: `table.cell`.
    fn path(&self, at: usize) -> &'s str {
        let text = self.scanner.from(at);
        let mut len = 0;
        loop {
            let part = text.get(len..).unwrap_or_default();
            let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
            let end = part.find(|c| !fits(c)).unwrap_or(part.len());
            let named = part.starts_with(|c: char| c.is_alphabetic() || c == '_');
            if !named {
                // The dot before it is the end of a sentence.
                return text.get(..len.saturating_sub(1)).unwrap_or_default();
            }
            len += end;
            if !text.get(len..).is_some_and(|rest| rest.starts_with('.')) {
                return text.get(..len).unwrap_or_default();
            }
            len += 1;
        }
    }
}
