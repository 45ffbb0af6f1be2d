//! HTML and XHTML: the text of elements, and the attributes that readers get to see or hear.
//!
//! Markup is read as browsers read it, broken markup included. Text in scripts, styles, code and hidden elements is left
//! out; code inside a sentence holds its place.

mod reference;

use std::convert::Infallible;
use std::sync::Arc;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

pub(super) use reference::reference;

use self::reference::decode;
use super::prose::ProseBuilder;
use super::{Block, BlockKind, Field, Format, Parsed, Writing};
use crate::source::Source;
use crate::span::Span;

pub(super) const FORMAT: Format =
    Format { name: "html", extensions: &["html", "htm", "xhtml", "xht"], holds_data: false, looks, parse };

fn looks(text: &str) -> bool {
    let head = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let starts = |tag: &str| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    starts("<!doctype html") || starts("<html") || (starts("<?xml") && head.contains("<html"))
}

fn parse(source: &Source, _: &[Field]) -> Parsed {
    Parsed { blocks: blocks(source, source.span()), diagnostics: Vec::new() }
}

/// The blocks of the HTML at `span`, in the order of the source.
pub(super) fn blocks(source: &Source, span: Span) -> Vec<Block> {
    let text = source.slice(span);
    let strict = text.trim_start().starts_with("<?xml");
    let mut reader = Reader::new(source, span.start, strict);
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, at: html5gum::Span<usize>| -> Option<Infallible> {
            reader.event(&event, at);
            None
        });
    // In XHTML an empty `<script/>` is closed, so that what follows is no script.
    emitter.naively_switch_states(!strict);
    // Reading from memory cannot fail.
    Tokenizer::new_with_emitter(text, emitter).for_each(drop);
    reader.flush();
    let mut blocks = reader.blocks;
    blocks.sort_by_key(|block| block.map.start());
    blocks
}

/// An element that is open.
#[derive(Debug)]
struct Element {
    name: Vec<u8>,
    role: Role,
    /// Whether its text is shown to nobody.
    hidden: bool,
    language: Option<Arc<str>>,
}

/// What an element does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It stands in a line of text.
    Inline,
    /// It is a block of its own.
    Block(Option<BlockKind>),
    /// It is code: no prose, but it has a place in a sentence.
    Code,
    /// It is for machines.
    Skipped,
}

struct Reader<'s> {
    source: &'s Source,
    base: u32,
    strict: bool,
    open: Vec<Element>,
    /// Whether `open` has an element whose text does not count, and how many.
    hidden: usize,
    code: usize,
    prose: ProseBuilder<'s>,
    /// The start tag that is being read.
    tag: Tag,
    blocks: Vec<Block>,
}

/// A start tag as far as it has been read.
#[derive(Debug, Default)]
struct Tag {
    name: Vec<u8>,
    attribute: Vec<u8>,
    hidden: bool,
    language: Option<Arc<str>>,
    /// The attributes that are read: their names and the places of their values.
    texts: Vec<(Vec<u8>, Span)>,
    /// Whether it is `<meta name="description">` or the like.
    describes: bool,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Source, base: u32, strict: bool) -> Self {
        let prose = ProseBuilder::new(source);
        Self {
            source,
            base,
            strict,
            open: Vec::new(),
            hidden: 0,
            code: 0,
            prose,
            tag: Tag::default(),
            blocks: Vec::new(),
        }
    }

    fn span(&self, at: html5gum::Span<usize>) -> Span {
        // A source is at most 4 GiB long.
        let place = |at: usize| self.base + u32::try_from(at).unwrap_or_default();
        Span::new(place(at.start), place(at.end.max(at.start)))
    }

    fn event(&mut self, event: &CallbackEvent<'_>, at: html5gum::Span<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag { name: name.to_ascii_lowercase(), ..Tag::default() }
            }
            CallbackEvent::AttributeName { name } => self.attribute(name),
            CallbackEvent::AttributeValue { value } => self.attribute_value(value, self.span(at)),
            CallbackEvent::CloseStartTag { self_closing } => self.start(*self_closing, self.span(at)),
            CallbackEvent::EndTag { name } => self.end(&name.to_ascii_lowercase()),
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value), self.span(at)),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn attribute(&mut self, name: &[u8]) {
        self.tag.attribute = name.to_ascii_lowercase();
        self.tag.hidden |= self.tag.attribute == b"hidden";
    }

    fn attribute_value(&mut self, value: &[u8], at: Span) {
        let lossy = || String::from_utf8_lossy(value).trim().to_ascii_lowercase();
        match &self.tag.attribute[..] {
            b"lang" | b"xml:lang" => self.tag.language = Some(String::from_utf8_lossy(value).trim().into()),
            b"style" => self.tag.hidden |= lossy().replace(' ', "").contains("display:none"),
            b"name" | b"property" if self.tag.name == b"meta" => {
                self.tag.describes |= matches!(&lossy()[..], "description" | "og:title" | "og:description")
                    || lossy().starts_with("twitter:")
                        && (lossy().ends_with("title") || lossy().ends_with("description"));
            }
            b"alt" | b"title" | b"content" => self.tag.texts.push((self.tag.attribute.clone(), at)),
            _ => {}
        }
    }

    fn start(&mut self, self_closing: bool, at: Span) {
        let tag = std::mem::take(&mut self.tag);
        let role = Role::of(&tag.name);
        self.close_implied(&tag.name);
        match role {
            Role::Block(_) => self.flush(),
            _ if tag.name == b"br" => self.prose.space(at),
            // A picture has a place in its sentence.
            _ if tag.name == b"img" && !self.prose.is_blank() => self.prose.opaque(at),
            Role::Code if self.hidden == 0 && self.code == 0 => self.prose.opaque(at),
            _ => {}
        }
        let hidden = tag.hidden || role == Role::Skipped;
        if self.hidden == 0 && !hidden {
            self.attributes(&tag);
        }
        if is_void(&tag.name) || self_closing && self.strict {
            return;
        }
        let language = tag.language.or_else(|| self.open.last().and_then(|element| element.language.clone()));
        self.hidden += usize::from(hidden);
        self.code += usize::from(role == Role::Code);
        self.open.push(Element { name: tag.name, role, hidden, language });
    }

    /// Makes blocks of the attributes that readers get to see.
    fn attributes(&mut self, tag: &Tag) {
        let language = tag.language.clone().or_else(|| self.language());
        for (name, at) in &tag.texts {
            let kind = match &name[..] {
                b"content" if tag.describes => BlockKind::Metadata,
                b"content" => continue,
                _ => BlockKind::Attribute,
            };
            let mut prose = ProseBuilder::new(self.source);
            decode(&mut prose, self.source.slice(*at), at.start);
            let block = prose.finish(kind);
            self.blocks.extend(block.map(|block| block.written(Writing::ATTRIBUTE).in_language(language.clone())));
        }
    }

    fn end(&mut self, name: &[u8]) {
        // Attributes of an end tag mean nothing.
        self.tag = Tag::default();
        if Role::of(name) != Role::Inline {
            // An end tag without its start still ends a block, as browsers see it.
            if matches!(Role::of(name), Role::Block(_)) {
                self.flush();
            }
        }
        let near = self.open.iter().rev().take(NEAR).position(|element| element.name == name);
        if let Some(back) = near {
            self.pop_to(self.open.len() - 1 - back);
        }
    }

    /// Closes what a start tag closes without saying so: a paragraph another paragraph, an item another item.
    fn close_implied(&mut self, name: &[u8]) {
        let closes: &[&[u8]] = match name {
            b"li" => &[b"li"],
            b"dt" | b"dd" => &[b"dt", b"dd"],
            b"td" | b"th" => &[b"td", b"th"],
            b"tr" => &[b"td", b"th", b"tr"],
            b"option" => &[b"option"],
            _ if matches!(Role::of(name), Role::Block(_)) => &[b"p"],
            _ => return,
        };
        let bound: &[&[u8]] = &[b"ul", b"ol", b"dl", b"table", b"select", b"div", b"blockquote", b"body"];
        let near = self.open.iter().rev().take(NEAR);
        let inside = near.take_while(|element| !bound.contains(&&element.name[..]));
        let last = inside.enumerate().filter(|(_, element)| closes.contains(&&element.name[..])).last();
        if let Some((back, _)) = last {
            self.flush();
            self.pop_to(self.open.len() - 1 - back);
        }
    }

    fn pop_to(&mut self, len: usize) {
        for element in self.open.drain(len..) {
            self.hidden -= usize::from(element.hidden);
            self.code -= usize::from(element.role == Role::Code);
        }
    }

    fn text(&mut self, value: &str, at: Span) {
        if self.hidden > 0 || self.code > 0 {
            return;
        }
        let raw = self.source.slice(at);
        if value == raw && !raw.contains(['\n', '\t']) && !raw.contains("  ") && !raw.starts_with(' ') {
            return self.prose.verbatim(at);
        }
        decode(&mut self.prose, raw, at.start);
    }

    fn language(&self) -> Option<Arc<str>> {
        self.open.last().and_then(|element| element.language.clone())
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        let kind = self.open.iter().rev().take(NEAR).find_map(|element| match element.role {
            Role::Block(kind) => kind,
            _ => None,
        });
        let block = self.prose.finish(kind.unwrap_or(BlockKind::Paragraph));
        let language = self.language();
        self.blocks.extend(block.map(|block| block.written(Writing::XML).in_language(language)));
    }
}

/// How many open elements are looked at: nesting deeper than that is no article.
const NEAR: usize = 64;

impl Role {
    fn of(name: &[u8]) -> Self {
        match name {
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Block(Some(BlockKind::Heading)),
            b"li" | b"dt" | b"dd" => Self::Block(Some(BlockKind::ListItem)),
            b"td" | b"th" => Self::Block(Some(BlockKind::TableCell)),
            b"caption" | b"figcaption" => Self::Block(Some(BlockKind::Caption)),
            b"blockquote" => Self::Block(Some(BlockKind::Quotation)),
            b"title" => Self::Block(Some(BlockKind::Metadata)),
            b"p" | b"div" | b"section" | b"article" | b"aside" | b"header" | b"footer" | b"main" | b"nav" | b"body"
            | b"html" | b"head" | b"ul" | b"ol" | b"dl" | b"table" | b"thead" | b"tbody" | b"tfoot" | b"tr" | b"hr"
            | b"figure" | b"form" | b"fieldset" | b"legend" | b"details" | b"summary" | b"address" | b"hgroup"
            | b"button" | b"option" | b"select" | b"label" | b"dialog" | b"search" | b"center" => Self::Block(None),
            b"code" | b"kbd" | b"samp" | b"var" | b"tt" | b"math" => Self::Code,
            b"script" | b"style" | b"template" | b"noscript" | b"pre" | b"svg" | b"textarea" | b"iframe"
            | b"object" | b"xmp" | b"canvas" => Self::Skipped,
            _ => Self::Inline,
        }
    }
}

/// Whether the text of an element is code.
pub(super) fn is_code(name: &str) -> bool {
    Role::of(name.as_bytes()) == Role::Code
}

fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Document, Format, OPAQUE};
    use crate::source::Source;

    #[track_caller]
    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let html = Format::by_name("html").expect("it is registered");
        let document = Document::parse(Source::new(text.to_owned()).expect("short"), html);
        document.blocks().iter().map(|block| (block.kind, document.prose(block).to_owned())).collect()
    }

    #[test]
    fn elements_are_blocks() {
        let text = "<title>Ferry</title><body><h1>It\n  came</h1><p>One <b>tw</b>o.<p>Three<br>four<ul><li>A<li>B</ul>\
                    <table><tr><td>C<td>D</table><figcaption>E</figcaption>";
        let kinds = [
            (BlockKind::Metadata, "Ferry"),
            (BlockKind::Heading, "It came"),
            (BlockKind::Paragraph, "One two."),
            (BlockKind::Paragraph, "Three four"),
            (BlockKind::ListItem, "A"),
            (BlockKind::ListItem, "B"),
            (BlockKind::TableCell, "C"),
            (BlockKind::TableCell, "D"),
            (BlockKind::Caption, "E"),
        ];
        assert_eq!(blocks(text), kinds.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn what_is_not_shown_is_left_out() {
        assert_eq!(
            blocks("<script>let a = '<p>no</p>';</script><style>p {}</style><p hidden>no</p><p>Yes</p>").len(),
            1
        );
        assert_eq!(blocks("<p style='display: none'>no</p><pre>no</pre><!-- no --><template>no</template>"), []);
        assert_eq!(blocks("<p>Call <code>fn main()</code> now.</p>")[0].1, format!("Call {OPAQUE} now."));
    }

    #[test]
    fn references_are_decoded() {
        assert_eq!(blocks("<p>A&amp;B &lt; C&nbsp;&#8217;D&bogus; &</p>")[0].1, "A&B < C\u{a0}’D&bogus; &");
    }

    #[test]
    fn attributes_are_blocks() {
        let text = "<p>It <img src=x alt=\"a red &amp; old boat\" title='The boat'> came.</p><meta name=description content='News of boats'>";
        let all = blocks(text);
        assert!(all.contains(&(BlockKind::Attribute, "a red & old boat".to_owned())), "{all:?}");
        assert!(all.contains(&(BlockKind::Attribute, "The boat".to_owned())), "{all:?}");
        assert!(all.contains(&(BlockKind::Metadata, "News of boats".to_owned())), "{all:?}");
        assert!(all.contains(&(BlockKind::Paragraph, format!("It {OPAQUE} came."))), "{all:?}");
    }

    #[test]
    fn languages_are_inherited() {
        let html = Format::by_name("html").expect("it is registered");
        let text = "<html lang=en><p>One</p><div lang='fr'><p>Deux</p></div><p>Three</p>";
        let document = Document::parse(Source::new(text.to_owned()).expect("short"), html);
        let languages: Vec<_> = document.blocks().iter().map(crate::document::Block::language).collect();
        assert_eq!(languages, [Some("en"), Some("fr"), Some("en")]);
    }

    #[test]
    fn deep_nesting_takes_linear_time() {
        let deep = "<div><span>".repeat(100_000) + "text";
        assert_eq!(blocks(&deep).len(), 1);
    }
}
