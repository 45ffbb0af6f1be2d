//! YAML: the scalars that are values, in all documents of a stream.
//!
//! The events of a parser say where scalars stand; [`scalar`] decodes them, and the parser has the last word on what they
//! mean. Behind a fault reading goes on with the next document.

mod scalar;

use std::borrow::Cow;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Tag};

use self::scalar::Scalar;
use super::data::{Texts, span};
use super::{Field, Format, Parsed};
use crate::source::Source;
use crate::span::Span;

pub(super) const FORMAT: Format = Format { name: "yaml", extensions: &["yaml", "yml"], holds_data: true, looks, parse };

/// After so many broken documents the rest of a stream is left out.
const MOST_BROKEN: usize = 100;

fn looks(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let Some(body) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return text.starts_with("%YAML ");
    };
    // Front matter ends in another such line, and prose follows.
    let mut lines = body.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let is_entry = |line: &str| {
        let key = line.split(": ").next().unwrap_or_default().trim_end_matches(':');
        line.starts_with("- ") || key.len() < line.len() && !key.contains(char::is_whitespace)
    };
    lines.next().is_some_and(is_entry) && !lines.any(|line| line.trim_end() == "---")
}

fn parse(source: &Source, fields: &[Field]) -> Parsed {
    let mut texts = Texts::new(source, fields, "invalid-yaml");
    let mut start = source.bom_len();
    let zero = memchr::memchr(0, source.text().as_bytes());
    let end = zero.map_or(source.len(), |zero| span(zero, zero).start);
    for _ in 0..MOST_BROKEN {
        let part = Span::new(start, end);
        let Err((at, error)) = Reader::new(source, part, &mut texts).read() else { break };
        let shown = source.slice(Span::new(at, end)).chars().next().map_or(0, char::len_utf8);
        let way_out = "A text in which `: ` or ` #` stands needs quotes, and lines of a text are indented alike.";
        texts.fault(span(at as usize, at as usize + shown), error, way_out);
        match source.slice(Span::new(at, end)).find("\n---") {
            Some(next) => start = at + span(next, next).start + 1,
            None => break,
        }
    }
    if let Some(zero) = zero {
        texts.fault(span(zero, zero + 1), "a zero byte ends what is read", "Take it out.");
    }
    texts.finish()
}

/// A list or a mapping that is open.
#[derive(Clone, Copy, Debug)]
struct Frame {
    next: Next,
    /// Whether the last name of the path is one of its keys.
    is_named: bool,
    is_empty: bool,
}

/// What the next node of a list or a mapping is; while it is open itself, what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Item,
    Key,
    Value,
}

/// Reads the documents of a stream up to the first fault.
struct Reader<'s, 't> {
    source: &'s Source,
    part: Span,
    marks: Marks<'s>,
    frames: Vec<Frame>,
    /// The keys of the mappings that are open, from the outermost on.
    path: Vec<Cow<'s, str>>,
    /// How many frames are open around a key that is a list or a mapping, whose texts are not read.
    key_in: Option<usize>,
    /// How many frames are open around the outermost brackets.
    flow_in: Option<usize>,
    texts: &'t mut Texts<'s>,
}

impl<'s, 't> Reader<'s, 't> {
    fn new(source: &'s Source, part: Span, texts: &'t mut Texts<'s>) -> Self {
        let marks = Marks::new(source.slice(part));
        let (frames, path) = (Vec::new(), Vec::new());
        Self { source, part, marks, frames, path, key_in: None, flow_in: None, texts }
    }

    /// Reads to the end, or to a fault: its place and what it is.
    fn read(mut self) -> Result<(), (u32, String)> {
        let mut parser = Parser::new_from_str(self.source.slice(self.part));
        let fault = |reader: &Self, error: &ScanError| (reader.place(*error.marker()), error.info().to_owned());
        while let Some(next) = parser.next_event() {
            let (event, at) = next.map_err(|error| fault(&self, &error))?;
            let at = Span::new(self.place(at.start), self.place(at.end).max(self.place(at.start)));
            self.event(event, at);
        }
        Ok(())
    }

    /// The byte of the source at a mark.
    fn place(&self, mark: Marker) -> u32 {
        (self.part.start + self.marks.byte(mark.index())).min(self.part.end)
    }

    fn event(&mut self, event: Event<'s>, at: Span) {
        match event {
            Event::Scalar(text, ..) if self.expects_key() => self.name(text),
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.as_deref();
                self.value(&text, at, style, (anchor > 0 || tag.is_some(), tag));
                self.after_node();
            }
            Event::Alias(_) if self.expects_key() => self.name(Cow::Borrowed("")),
            Event::Alias(_) => {
                // Its text is read where it is written, but the field is there.
                let _ = self.texts.choose(&self.path);
                self.after_node();
            }
            Event::SequenceStart(..) => self.open(Next::Item, at),
            Event::MappingStart(..) => self.open(Next::Key, at),
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
    }

    fn expects_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.next == Next::Key)
    }

    /// Takes a key.
    fn name(&mut self, name: Cow<'s, str>) {
        if let Some(frame) = self.frames.last_mut() {
            if frame.is_named {
                self.path.pop();
            }
            self.path.push(name);
            (frame.next, frame.is_named, frame.is_empty) = (Next::Value, true, false);
        }
    }

    /// Takes note that the node of a key, or the item of a list, has ended.
    fn after_node(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.is_empty = false;
            if frame.next == Next::Value {
                frame.next = Next::Key;
            }
        }
    }

    fn open(&mut self, next: Next, at: Span) {
        let depth = self.frames.len();
        if self.expects_key() {
            self.key_in.get_or_insert(depth);
        }
        if self.source.slice(at).ends_with(['[', '{']) {
            self.flow_in.get_or_insert(depth);
        }
        self.frames.push(Frame { next, is_named: false, is_empty: true });
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.is_named {
            self.path.pop();
        }
        let depth = self.frames.len();
        self.key_in = self.key_in.filter(|&outside| outside < depth);
        self.flow_in = self.flow_in.filter(|&outside| outside < depth);
        if self.expects_key() {
            return self.name(Cow::Borrowed(""));
        }
        if frame.is_empty && frame.next == Next::Item && self.key_in.is_none() {
            // An empty list is a value of its field.
            let _ = self.texts.choose(&self.path);
        }
        self.after_node();
    }

    /// Takes a scalar that is a value; `properties` are whether an anchor or a tag stands before it, and the tag.
    fn value(&mut self, text: &str, at: Span, style: ScalarStyle, properties: (bool, Option<&Tag>)) {
        if self.key_in.is_some() {
            return;
        }
        let Some(choice) = self.texts.choose(&self.path) else { return };
        let (has_properties, tag) = properties;
        let is_text = tag.is_none_or(|tag| !tag.is_yaml_core_schema() || tag.suffix == "str");
        if text.trim().is_empty() || !is_text {
            return;
        }
        let scalar = Scalar { source: self.source, at, style, has_properties, is_flow: self.flow_in.is_some() };
        let (value, writing) = scalar.decode(text);
        let name = self.path.last().map_or("", |name| name);
        self.texts.add(choice, name, value, writing);
    }
}

/// From characters, in which the parser counts, to bytes.
struct Marks<'s> {
    text: &'s str,
    /// The byte of each character whose number is a multiple of [`STEP`]; empty where all characters are one byte.
    steps: Vec<u32>,
}

/// Small enough to count on from one, large enough to need little memory.
const STEP: usize = 64;

impl<'s> Marks<'s> {
    fn new(text: &'s str) -> Self {
        let all = || text.char_indices().step_by(STEP).map(|(at, _)| span(at, at).start).collect();
        Self { text, steps: if text.is_ascii() { Vec::new() } else { all() } }
    }

    fn byte(&self, character: usize) -> u32 {
        if self.steps.is_empty() {
            return span(character, character).start;
        }
        let Some(&step) = self.steps.get(character / STEP) else { return span(self.text.len(), self.text.len()).start };
        let rest = self.text.get(step as usize..).unwrap_or_default();
        let more = rest.char_indices().nth(character % STEP).map_or(rest.len(), |(at, _)| at);
        step + span(more, more).start
    }
}

#[cfg(test)]
mod tests {
    use crate::document::data::testing::{faults, prose, read};
    use crate::document::{BlockKind, Format};

    #[track_caller]
    fn all(text: &str) -> Vec<String> {
        prose("yaml", &[], text)
    }

    #[test]
    fn values_are_read_and_keys_are_not() {
        let text = "\u{feff}# No comment is read.\nno key is read: The ferry sailed.\nlist:\n- It came back.\n- n: 1\n  \
                    deep: {a: [One two three, 'Four five six'], ? [no key here, no key there] : Seven eight nine}\n\
                    ? - not this one\n: But this one.\n";
        let read = [
            "The ferry sailed.",
            "It came back.",
            "One two three",
            "Four five six",
            "Seven eight nine",
            "But this one.",
        ];
        assert_eq!(all(text), read);
        assert_eq!(faults("yaml", &[], text), []);
    }

    #[test]
    fn fields_are_found_in_lists_and_under_any_name() {
        let text = "items:\n- title: A\n- title: B\n  x: {title: C}\ntitle: D\ntags: [E, F]\nsame: &d G\nother: *d\n---\ntitle: H\n";
        for (path, found) in [
            ("items.title", &["A", "B"][..]),
            ("title", &["D", "H"]),
            ("items.*.title", &["C"]),
            ("tags", &["E", "F"]),
            ("other", &[]),
        ] {
            assert_eq!(prose("yaml", &[(path, "plain")], text), found, "{path}");
            assert_eq!(faults("yaml", &[(path, "plain")], text), []);
        }
    }

    #[test]
    fn tags_say_what_is_a_text() {
        let text = "a: !!str One two three.\nb: !!binary Four five six\nc: !own &x \"Seven eight nine.\"\nd: &y !t\n  Ten one two.";
        assert_eq!(all(text), ["One two three.", "Seven eight nine.", "Ten one two."]);
    }

    #[test]
    fn names_say_what_a_value_is() {
        let document = read("yaml", &[], "title: The ferry sails\nbody: |\n  It sails again.\n\n  - Item of it\n");
        let kinds: Vec<_> = document.blocks().iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [BlockKind::Metadata, BlockKind::Paragraph, BlockKind::ListItem]);
    }

    #[test]
    fn what_is_broken_is_reported_and_the_next_document_is_read() {
        let text = "é: One two three.\nb: Four: five six\n---\nc: Seven eight nine.\n---\n\"\n---\nd: Ten one two.\n";
        assert_eq!(all(text), ["One two three.", "Seven eight nine.", "Ten one two."]);
        let found = faults("yaml", &[], text);
        assert_eq!(found.iter().map(|fault| &fault.1[..]).collect::<Vec<_>>(), [":", "\""], "{found:?}");
        let zero = faults("yaml", &[], "a: One two\0 three\nb: Four five six.");
        assert_eq!(zero, [("a zero byte ends what is read".to_owned(), "\0".to_owned())]);
    }

    #[test]
    fn texts_are_told_by_their_looks() {
        for (text, format) in [
            ("%YAML 1.2\n---\na: b", "yaml"),
            ("---\ntitle: The ferry\n", "yaml"),
            ("---\n- The ferry\n", "yaml"),
            ("---\ntitle: The ferry\n---\nIt sailed.", "markdown"),
            ("---\nThe ferry: it sailed.\n", "plain"),
        ] {
            assert_eq!(Format::by_content(text).name, format, "{text}");
        }
    }

    #[test]
    fn deep_nesting_takes_linear_time() {
        for deep in ["- ".repeat(100_000), "[".repeat(100_000), "{a: ".repeat(100_000), "? ".repeat(100_000)] {
            assert!(all(&format!("{deep}One two three.")).len() < 2);
        }
    }
}
