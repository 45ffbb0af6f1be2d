//! A reader of JSON that goes on behind what is broken.

use std::borrow::Cow;

use super::string::{Part, Pieces, STRING, unescape};
use crate::document::data::{Choice, Texts, span};
use crate::document::prose::ProseBuilder;
use crate::source::Source;
use crate::span::Span;

/// White space between tokens.
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// An object or a list that is open.
#[derive(Clone, Copy, Debug)]
struct Frame {
    /// Where it begins.
    at: usize,
    is_object: bool,
    /// Whether the last name of the path is one of its keys.
    is_named: bool,
}

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    Done,
}

/// Reads one value and what is in it.
pub(super) struct Reader<'s, 't> {
    source: &'s Source,
    /// The source up to the end of the value.
    text: &'s str,
    at: usize,
    frames: Vec<Frame>,
    /// The keys of the objects that are open, from the outermost on.
    path: Vec<Cow<'s, str>>,
    /// Whether a fault was reported and nothing right has come since.
    is_quiet: bool,
    texts: &'t mut Texts<'s>,
}

impl<'s, 't> Reader<'s, 't> {
    /// A reader of the value that stands at `value`.
    pub(super) fn new(source: &'s Source, value: Span, texts: &'t mut Texts<'s>) -> Self {
        let text = source.slice(Span::new(0, value.end));
        let (frames, path) = (Vec::new(), Vec::new());
        Self { source, text, at: value.start as usize, frames, path, is_quiet: false, texts }
    }

    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads to the end.
    pub(super) fn read(mut self) {
        let mut state = State::Value;
        while let Some(next) = self.next() {
            state = self.step(state, next);
        }
        if let Some(open) = self.frames.last() {
            let (at, mark) = (open.at, if open.is_object { '}' } else { ']' });
            let message = format!("`{}` is never closed", self.text.get(at..=at).unwrap_or_default());
            self.fault(at, at + 1, message, format!("Close it with `{mark}`."));
        }
    }

    /// The first character of the next token.
    fn next(&mut self) -> Option<char> {
        loop {
            self.at = self.text.len() - self.rest().trim_start_matches(SPACE).len();
            let rest = self.rest();
            let comment = match rest.get(..2) {
                Some("//") => rest.find('\n').unwrap_or(rest.len()),
                Some("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
                _ => return rest.chars().next(),
            };
            self.fault(self.at, self.at + 2, "JSON has no comments", "Take the comment out.");
            self.at += comment;
        }
    }

    fn step(&mut self, state: State, next: char) -> State {
        let in_object = self.frames.last().map(|frame| frame.is_object);
        match (state, next) {
            (State::Value | State::ValueOrEnd, '{' | '[') => self.open(next == '{'),
            (State::Value | State::ValueOrEnd, '"') => {
                let string = self.string();
                self.value(string)
            }
            (State::Value | State::ValueOrEnd, c) if is_bare(c) => self.bare(),
            (State::Key | State::KeyOrEnd, '"') => self.key(),
            (State::Colon, ':') => self.past(State::Value),
            (State::CommaOrEnd, ',') => {
                self.is_quiet = false;
                self.after_comma()
            }
            (State::ValueOrEnd | State::CommaOrEnd, ']') if in_object == Some(false) => {
                if state == State::ValueOrEnd {
                    // An empty list is a value of its field.
                    let _ = self.texts.choose(&self.path);
                }
                self.close()
            }
            (State::KeyOrEnd | State::CommaOrEnd, '}') if in_object == Some(true) => self.close(),
            _ => self.recover(state, next),
        }
    }

    /// Reports that `next` cannot stand here, and makes the best of it.
    fn recover(&mut self, state: State, next: char) -> State {
        let (at, end) = (self.at, self.at + next.len_utf8());
        match (state, next) {
            (_, '}' | ']') => self.close_anyway(state, next),
            (State::CommaOrEnd, c) if c == '"' || c == '{' || c == '[' || is_bare(c) => {
                self.fault(at, at, "a comma is missing", "Put a comma before it.");
                self.member()
            }
            (State::Key | State::KeyOrEnd, c) if is_bare(c) => {
                let key = self.word();
                self.fault(at, at + key.len(), "a key stands without quotes", "Put double quotes around it.");
                self.at += key.len();
                self.name(Cow::Borrowed(key))
            }
            (State::Colon | State::Value, ',') => {
                self.fault(at, end, "a value is missing before the comma", "Write it, or take out the comma.");
                self.after_comma()
            }
            (State::Colon, _) => {
                self.fault(at, at, "the colon behind a key is missing", "Put a colon before it.");
                State::Value
            }
            (State::Done, _) => {
                self.fault(at, end, "something follows the value", "Write one value, or one a line as JSON Lines.");
                self.frames.clear();
                self.path.clear();
                if matches!(next, '"' | '{' | '[') { State::Value } else { self.skip(state) }
            }
            _ => {
                let message = format!("`{}` is not expected here", next.escape_debug());
                self.fault(
                    at,
                    end,
                    message,
                    "Strings and keys stand in double quotes, one value beside another behind a comma.",
                );
                self.skip(state)
            }
        }
    }

    /// Takes a bracket that cannot stand here for the one that should.
    fn close_anyway(&mut self, state: State, bracket: char) -> State {
        let (message, way_out) = match state {
            _ if self.frames.is_empty() => ("closes nothing", "Take it out."),
            State::Key | State::Value => ("follows where something is missing", "Write it, or take out the comma."),
            _ => ("does not stand where it may close", "Look for its partner."),
        };
        self.fault(self.at, self.at + 1, format!("`{bracket}` {message}"), way_out);
        self.close()
    }

    /// Goes past a character, and past all of the word that it begins.
    fn skip(&mut self, state: State) -> State {
        self.at += self.word().len().max(self.rest().chars().next().map_or(0, char::len_utf8));
        state
    }

    fn past(&mut self, state: State) -> State {
        self.at += 1;
        state
    }

    /// What comes next in the innermost object or list.
    fn member(&self) -> State {
        if self.frames.last().is_some_and(|frame| frame.is_object) { State::Key } else { State::Value }
    }

    fn after_comma(&mut self) -> State {
        self.past(self.member())
    }

    /// The word that begins here.
    fn word(&self) -> &'s str {
        let rest = self.rest();
        rest.find(|c| !is_bare(c)).map_or(rest, |end| rest.split_at(end).0)
    }

    fn fault(&mut self, start: usize, end: usize, message: impl Into<String>, way_out: impl Into<String>) {
        if !self.is_quiet {
            self.texts.fault(span(start, end), message, way_out);
        }
        self.is_quiet = true;
    }

    fn open(&mut self, is_object: bool) -> State {
        self.frames.push(Frame { at: self.at, is_object, is_named: false });
        self.past(if is_object { State::KeyOrEnd } else { State::ValueOrEnd })
    }

    fn close(&mut self) -> State {
        if self.frames.pop().is_some_and(|frame| frame.is_named) {
            self.path.pop();
        }
        self.at += 1;
        self.after_value()
    }

    fn after_value(&self) -> State {
        if self.frames.is_empty() { State::Done } else { State::CommaOrEnd }
    }

    fn key(&mut self) -> State {
        let Some(inner) = self.string() else { return State::Colon };
        self.name(unescape(self.source.slice(inner)))
    }

    fn name(&mut self, name: Cow<'s, str>) -> State {
        if let Some(frame) = self.frames.last_mut() {
            if frame.is_named {
                self.path.pop();
            }
            frame.is_named = true;
            self.path.push(name);
        }
        State::Colon
    }

    /// A number, or one of the three words.
    fn bare(&mut self) -> State {
        let word = self.word();
        let is_number = || word.starts_with(|c: char| c == '-' || c.is_ascii_digit()) && word.parse::<f64>().is_ok();
        if !matches!(word, "true" | "false" | "null") && !is_number() {
            let message = format!("`{}` is no value", word.chars().take(40).collect::<String>());
            self.fault(self.at, self.at + word.len(), message, "A text stands in double quotes.");
        }
        self.at += word.len();
        let _ = self.texts.choose(&self.path);
        self.after_value()
    }

    /// A string that is a value: what stands between its quotes.
    fn value(&mut self, string: Option<Span>) -> State {
        let choice = self.texts.choose(&self.path);
        if let (Some(inner), Some(choice)) = (string, choice) {
            self.add(inner, choice);
        }
        self.after_value()
    }

    fn add(&mut self, inner: Span, choice: Choice) {
        let mut value = ProseBuilder::new(self.source);
        for (piece, part) in Pieces::of(self.source.slice(inner)) {
            let at = piece.shifted(inner.start);
            match part {
                Part::AsIs => value.verbatim(at),
                Part::Escaped(c) => value.decoded(c.encode_utf8(&mut [0; 4]), at),
                Part::Broken => {
                    value.opaque(at);
                    let message = format!("`{}` is no escape", self.source.slice(at).escape_debug());
                    self.texts.fault(at, message, "A backslash is written `\\\\`, any character as it is.");
                }
            }
        }
        let name = self.path.last().map_or("", |name| name);
        self.texts.add(choice, name, value, STRING);
    }

    /// Goes past a string; what stands between its quotes, or nothing where it does not end in its line.
    fn string(&mut self) -> Option<Span> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut at = start;
        loop {
            match memchr::memchr3(b'"', b'\\', b'\n', bytes.get(at..).unwrap_or_default()).map(|next| at + next) {
                Some(end) if bytes.get(end) == Some(&b'"') => {
                    self.at = end + 1;
                    return Some(span(start, end));
                }
                // Only a quote that an escape hides matters here.
                Some(escape) if bytes.get(escape) == Some(&b'\\') && bytes.get(escape + 1) != Some(&b'\n') => {
                    at = escape + 2;
                }
                end => {
                    self.fault(
                        start - 1,
                        start,
                        "the string does not end in its line",
                        "Close it with a double quote.",
                    );
                    self.at = end.map_or(self.text.len(), |end| end + usize::from(bytes.get(end) == Some(&b'\\')));
                    return None;
                }
            }
        }
    }
}

/// Whether a character belongs to a word without quotes.
fn is_bare(c: char) -> bool {
    !SPACE.contains(&c) && !matches!(c, '{' | '}' | '[' | ']' | ',' | ':' | '"')
}
