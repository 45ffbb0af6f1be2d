//! XML: elements, their attributes and their text, each with the bytes that it stands in.
//!
//! No format of its own, but what the formats on XML read with. References to characters are decoded; an entity of a
//! document type is never expanded, so that one that stands for a billion others does nothing. Where a source stops to
//! be XML, reading ends, and [`Reader::fault`] says where and why.

mod pieces;

use std::borrow::Cow;

use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::Event as Raw;

pub(super) use pieces::{Attribute, MIXED, Name, Text, reference};
use pieces::{attributes, offset};

use crate::diagnostic::{Annotation, Diagnostic, Severity};
use crate::source::Source;
use crate::span::Span;

/// What is read next, with the bytes of the source that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event<'s> {
    /// A start tag. An element without content has an end, too; its span is empty.
    Start(Tag<'s>),
    /// An end tag.
    End(Name<'s>),
    /// A piece of text.
    Text(Text),
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'s> {
    pub(super) name: Name<'s>,
    pub(super) attributes: Vec<Attribute<'s>>,
}

/// Reads XML, event by event.
pub(super) struct Reader<'s> {
    source: &'s Source,
    raw: quick_xml::Reader<&'s [u8]>,
    rule: &'static str,
    /// The first byte of the source that is read.
    base: u32,
    /// The start tags of the elements that are open.
    open: Vec<Span>,
    /// Whether an element has been read.
    begun: bool,
    done: bool,
    fault: Option<Diagnostic>,
}

impl<'s> Reader<'s> {
    /// Reads the whole of `source`; what is no XML is reported as `rule`.
    pub(super) fn new(source: &'s Source, rule: &'static str) -> Self {
        let base = source.bom_len();
        let text = source.slice(Span::new(base, source.len()));
        let mut raw = quick_xml::Reader::from_reader(text.as_bytes());
        raw.config_mut().expand_empty_elements = true;
        Self { source, raw, rule, base, open: Vec::new(), begun: false, done: false, fault: None }
    }

    /// What ended the reading before the end of the source.
    pub(super) fn fault(self) -> Option<Diagnostic> {
        self.fault
    }

    /// How many elements are open. After a start tag, its own counts.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Leaves out what follows up to the end of the element whose start tag was the last event, its end tag included.
    pub(super) fn skip_element(&mut self) {
        let outside = self.depth().saturating_sub(1);
        while self.depth() > outside && self.next().is_some() {}
    }

    /// The first byte of the source that has not been read.
    pub(super) fn place(&self) -> u32 {
        self.base + offset(usize::try_from(self.raw.buffer_position()).unwrap_or_default())
    }

    /// The event that a raw one is, if it is one that matters.
    fn event(&mut self, raw: &Raw<'_>, at: Span) -> Option<(Event<'s>, Span)> {
        let event = match raw {
            Raw::Start(start) => Event::Start(self.tag(start.name().as_ref().len(), at)?),
            Raw::End(_) => Event::End(Name::of(self.source.slice(self.open.pop()?))),
            Raw::Text(_) if !at.is_empty() => Event::Text(Text::Verbatim),
            Raw::CData(_) => {
                let inner = Span::new(at.start + 9, at.end.saturating_sub(3).max(at.start + 9));
                return Some((Event::Text(Text::Section), inner));
            }
            Raw::GeneralRef(_) => {
                let Some(text) = reference(self.source.slice(at)) else {
                    self.stop(Span::new(at.start, at.start + 1), BARE, None);
                    return None;
                };
                Event::Text(text)
            }
            _ => return None,
        };
        Some((event, at))
    }

    /// The start tag at `at`, whose name has `name_len` bytes.
    fn tag(&mut self, name_len: usize, at: Span) -> Option<Tag<'s>> {
        let name = Span::new(at.start + 1, at.start + 1 + offset(name_len));
        let text = self.source.slice(name);
        if !text.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            self.stop(Span::new(at.start, at.start + 1), "a `<` that begins no tag must be written `&lt;`", None);
            return None;
        }
        let rest = Span::new(name.end, at.end);
        let Some(attributes) = attributes(self.source.slice(rest), rest.start) else {
            self.stop(at, "each attribute needs a value between quotation marks", None);
            return None;
        };
        self.open.push(name);
        self.begun = true;
        Some(Tag { name: Name::of(text), attributes })
    }

    /// Ends the reading because of a fault.
    fn stop(&mut self, at: Span, message: impl Into<String>, label: Option<Annotation>) {
        self.done = true;
        let mut fault = Diagnostic::new(self.rule.into(), Severity::Error, at, message);
        fault.labels.extend(label);
        fault.notes.push("What follows is not read before this is repaired.".to_owned());
        self.fault = Some(fault);
    }

    /// Ends the reading at the end of the source.
    fn end(&mut self) {
        self.done = true;
        if let Some(&name) = self.open.last() {
            let message =
                format!("the element `{0}` is not closed; `</{0}>` is missing", short(self.source.slice(name)));
            self.stop(name, message, None);
        } else if !self.begun {
            self.stop(Span::empty(self.base), "this is no XML: it has no element", None);
        }
    }

    /// Ends the reading because of what the reader found.
    fn error(&mut self, error: &Error) {
        let start = self.base + offset(usize::try_from(self.raw.error_position()).unwrap_or_default());
        let rest = self.source.slice(Span::new(start, self.source.len()));
        let tag = rest.find(['>', '\n', '\r']).map_or(rest.len(), |at| at + usize::from(rest[at..].starts_with('>')));
        let at = Span::new(start, start + offset(tag));
        let begin = Span::new(start, start + offset(rest.len().min(1)));
        let opened = self.open.last().map(|&name| Annotation { span: name, text: "this is open".to_owned() });
        let (at, message, label): (_, Cow<'_, str>, _) = match error {
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let (found, expected) = (short(found), short(expected));
                let message = format!("`</{found}>` stands where `</{expected}>` must close `{expected}`");
                (at, message.into(), opened)
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
                (at, format!("`</{}>` closes nothing that is open", short(found)).into(), None)
            }
            Error::IllFormed(IllFormedError::UnclosedReference) => (begin, BARE.into(), None),
            Error::Syntax(error) => (at, unclosed(*error).into(), None),
            _ => (at, format!("this is no XML: {error}").into(), None),
        };
        self.stop(at, message, label);
    }
}

const BARE: &str = "a `&` that begins no reference must be written `&amp;`";

/// A name as it is told: it may be broken, and as long as the source.
fn short(name: &str) -> &str {
    let name = name.split_whitespace().next().unwrap_or_default();
    name.char_indices().nth(40).map_or(name, |(end, _)| name.get(..end).unwrap_or(name))
}

const fn unclosed(error: SyntaxError) -> &'static str {
    match error {
        SyntaxError::InvalidBangMarkup => "`<!` begins neither a comment nor a section",
        SyntaxError::UnclosedPI => "a processing instruction has no `?>` that closes it",
        SyntaxError::UnclosedXmlDecl => "the XML declaration has no `?>` that closes it",
        SyntaxError::UnclosedComment => "a comment has no `-->` that closes it",
        SyntaxError::UnclosedDoctype => "the document type has no `>` that closes it",
        SyntaxError::UnclosedCData => "a section has no `]]>` that closes it",
        SyntaxError::UnclosedTag => "a tag has no `>` that closes it",
        SyntaxError::UnclosedSingleQuotedAttributeValue | SyntaxError::UnclosedDoubleQuotedAttributeValue => {
            "the value of an attribute has no quotation mark that closes it"
        }
    }
}

impl<'s> Iterator for Reader<'s> {
    type Item = (Event<'s>, Span);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let start = self.place();
            match self.raw.read_event() {
                Ok(Raw::Eof) => self.end(),
                Ok(raw) => {
                    let event = self.event(&raw, Span::new(start, self.place()));
                    if event.is_some() {
                        return event;
                    }
                }
                Err(error) => self.error(&error),
            }
        }
        None
    }
}

impl<'s> Tag<'s> {
    /// The attribute called `name`, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'s>> {
        self.attributes.iter().find(|attribute| attribute.name.local == name)
    }

    /// The value of the attribute called `name`, whatever its prefix.
    pub(super) fn value(&self, name: &str) -> Option<Cow<'s, str>> {
        self.attribute(name).map(Attribute::value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Option<Diagnostic>) {
        let source = Source::new(text.to_owned()).expect("short");
        let mut reader = Reader::new(&source, "invalid-xml");
        let mut events = Vec::new();
        for (event, at) in reader.by_ref() {
            let raw = source.slice(at);
            events.push(match event {
                Event::Start(tag) => {
                    let list: Vec<_> =
                        tag.attributes.iter().map(|a| format!(" {}={}", a.name.local, a.value())).collect();
                    tag.attributes.iter().for_each(|a| assert_eq!(source.slice(a.span), a.raw));
                    format!("<{}{}>", tag.name.local, list.concat())
                }
                Event::End(name) => format!("</{}>", name.local),
                Event::Text(Text::Decoded(c)) => format!("{raw}={c}"),
                Event::Text(Text::Opaque) => format!("{raw}=?"),
                Event::Text(_) => raw.to_owned(),
            });
        }
        (events, reader.fault())
    }

    #[test]
    fn events_have_their_bytes() {
        let text = "\u{feff}<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>\n<w:a b='1 &amp; 2' c = \"é>\"><!-- no -->x \
                    &lt;&b;&#x2019;&#0;<d/><![CDATA[<e>]]></w:a >";
        let events =
            ["\n", "<a b=1 & 2 c=é>>", "x ", "&lt;=<", "&b;=?", "&#x2019;=’", "&#0;=?", "<d>", "</d>", "<e>", "</a>"];
        assert_eq!(read(text), (events.map(str::to_owned).to_vec(), None));
    }

    #[test]
    fn what_is_no_xml_is_reported_in_its_place() {
        let table = [
            ("<a><b>x</a>", "</a>", "`</a>` stands where `</b>` must close `b`"),
            ("<a>x", "a", "the element `a` is not closed; `</a>` is missing"),
            ("<a/></b>", "</b>", "`</b>` closes nothing that is open"),
            ("<a>Q & A</a>", "&", BARE),
            ("<a>Q & A; x</a>", "&", BARE),
            ("<a>1 < 2 > 1</a>", "<", "a `<` that begins no tag must be written `&lt;`"),
            ("<a b=c>x</a>", "<a b=c>", "each attribute needs a value between quotation marks"),
            ("<a b='c>x</a>", "<a b='c>", "the value of an attribute has no quotation mark that closes it"),
            ("<a><!-- x\n</a>", "<!-- x", "a comment has no `-->` that closes it"),
            ("<a><![CDATA[x</a>", "<![CDATA[x</a>", "a section has no `]]>` that closes it"),
            ("<a><b", "<b", "a tag has no `>` that closes it"),
            ("It came.", "", "this is no XML: it has no element"),
        ];
        for (text, place, message) in table {
            let fault = read(text).1.expect(text);
            assert_eq!((&text[fault.span.range()], &fault.message[..]), (place, message), "{text}");
        }
        assert_eq!(read("<a>one<b/>two</c>").0, ["<a>", "one", "<b>", "</b>", "two"]);
        // Whatever it is cut to, nothing panics.
        let whole = "<?xml version='1.0'?><!DOCTYPE a><a b='c'>x&lt;é<!-- d --><![CDATA[e]]><?f g?></a>";
        whole.char_indices().for_each(|(at, _)| drop(read(&whole[..at])));
    }

    #[test]
    fn elements_are_skipped_whole() {
        let source = Source::new("<a><b><b/>x</b><c/>y</a>".to_owned()).expect("short");
        let mut reader = Reader::new(&source, "invalid-xml");
        let mut text = String::new();
        while let Some((event, at)) = reader.next() {
            match event {
                Event::Start(tag) if tag.name.local != "a" => reader.skip_element(),
                Event::Text(_) => text.push_str(source.slice(at)),
                _ => {}
            }
        }
        assert_eq!((&text[..], reader.depth()), ("y", 0));
    }

    #[test]
    fn deep_nesting_and_bombs_take_linear_time() {
        let deep = "<a>".repeat(1_000_000);
        assert!(read(&deep).1.expect("not closed").message.contains("not closed"));
        let bomb = format!("<!DOCTYPE a [<!ENTITY b \"{}\">]><a>{}</a>", "&c;".repeat(1000), "&b;".repeat(1_000_000));
        assert_eq!(read(&bomb).0.len(), 1_000_002);
        let (quotes, ampersands) = ("a='' ".repeat(300_000), "&".repeat(300_000));
        assert!(read(&format!("<a {quotes} b='{ampersands}'/>")).1.is_none());
    }
}
