//! A source as blocks of prose.
//!
//! One file a format: it says where the prose is and which bytes of the source each piece of prose came from. A new
//! format is one module and one line in [`FORMATS`]. `prose` puts blocks together, `map` leads back from them,
//! `writing` says how a repair is written in a format.

mod asciidoc;
mod csv;
mod data;
mod html;
mod json;
mod latex;
mod lines;
mod map;
mod markdown;
mod message;
mod office;
mod org;
mod plain;
mod po;
mod prose;
mod readable;
mod rst;
mod segment;
mod subtitles;
mod tmx;
mod toml;
mod typst;
mod writing;
mod xliff;
mod xml;
mod yaml;

use std::sync::Arc;

pub use map::{Fit, How, Mapped, SourceMap};
pub use prose::OPAQUE;
pub use writing::Writing;

use crate::diagnostic::{Diagnostic, Edit};
use crate::source::Source;
use crate::span::Span;

/// Every format that copydesk reads.
pub const FORMATS: &[Format] = &[
    plain::FORMAT,
    html::FORMAT,
    office::DOCX,
    office::ODT,
    subtitles::SRT,
    subtitles::VTT,
    po::FORMAT,
    xliff::FORMAT,
    tmx::FORMAT,
    asciidoc::FORMAT,
    latex::FORMAT,
    org::FORMAT,
    rst::FORMAT,
    typst::FORMAT,
    json::LINES,
    json::FORMAT,
    yaml::FORMAT,
    toml::FORMAT,
    csv::FORMAT,
    csv::TABS,
    // Much looks like it, so it comes last.
    markdown::FORMAT,
];

/// A way to write articles down.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// The file name extensions that mean it, in small letters and without the dot.
    pub extensions: &'static [&'static str],
    /// Whether files of it hold data, of which fields may be texts. Those in a folder are read only where fields are named.
    pub holds_data: bool,
    /// Whether a text without a telling name looks like it.
    looks: fn(&str) -> bool,
    parse: fn(&Source, &[Field]) -> Parsed,
}

/// Where in a file of data a text stands, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its names from the outermost on; those of lists are left out: `items.title` is the title of each item.
    pub path: String,
    /// The format that the text is written in.
    pub format: &'static str,
}

/// How a source is read: its format and, where that holds data, the fields that are texts.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The format.
    pub format: &'static Format,
    /// The fields to read; where there are none, a format of data reads all that look like prose.
    pub fields: &'a [Field],
}

impl From<&'static Format> for Reading<'_> {
    fn from(format: &'static Format) -> Self {
        Self { format, fields: &[] }
    }
}

/// What a format finds in a source. Parsing cannot fail: what is broken is left out and reported.
#[derive(Debug, Default)]
struct Parsed {
    blocks: Vec<Block>,
    diagnostics: Vec<Diagnostic>,
}

/// A source and the prose in it.
#[derive(Debug)]
pub struct Document {
    source: Source,
    blocks: Vec<Block>,
    diagnostics: Vec<Diagnostic>,
}

/// One paragraph, heading, list item or the like.
#[derive(Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    language: Option<Arc<str>>,
    /// The text that it translates.
    original: Option<String>,
    prose: Prose,
    map: SourceMap,
    writing: Writing,
}

/// What a block is, so that rules can be meant for some kinds and not for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A headline or the title of a section.
    Heading,
    /// One item of a list.
    ListItem,
    /// One cell of a table.
    TableCell,
    /// A paragraph of what somebody else wrote.
    Quotation,
    /// What stands below a picture or a table.
    Caption,
    /// A field about the text: its title, its summary.
    Metadata,
    /// An attribute that readers get to see or hear: the text of a picture.
    Attribute,
    /// A footnote.
    Footnote,
}

#[derive(Debug)]
enum Prose {
    /// The prose stands in the source as it is.
    Verbatim(Span),
    /// It is made of pieces.
    Built(String),
}

impl Format {
    /// The format called `name`.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// The format that a file name extension means, whatever its case.
    pub fn by_extension(extension: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.extensions.iter().any(|known| known.eq_ignore_ascii_case(extension)))
    }

    /// The format that a text looks like: the first one that knows it, otherwise plain text.
    pub fn by_content(text: &str) -> &'static Self {
        FORMATS.iter().find(|format| (format.looks)(text)).unwrap_or(Self::plain())
    }

    /// Plain text, the format of everything that says no other.
    pub const fn plain() -> &'static Self {
        const PLAIN: &Format = &plain::FORMAT;
        PLAIN
    }
}

impl Document {
    /// Reads `source` as a format.
    pub fn parse<'a>(source: Source, reading: impl Into<Reading<'a>>) -> Self {
        let Reading { format, fields } = reading.into();
        let Parsed { blocks, diagnostics } = (format.parse)(&source, fields);
        Self { source, blocks, diagnostics }
    }

    /// The source that it was parsed from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Gives the source back.
    pub fn into_source(self) -> Source {
        self.source
    }

    /// The blocks in the order of the source.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// What the parser found wrong with the markup.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The text of a block as a reader sees it.
    pub fn prose<'a>(&'a self, block: &'a Block) -> &'a str {
        match &block.prose {
            Prose::Verbatim(span) => self.source.slice(*span),
            Prose::Built(text) => text,
        }
    }

    /// The edits by which `text` comes in the place of what a span of prose was mapped to, written as the format writes
    /// it; nothing where the source cannot be edited there.
    pub fn edits(&self, place: Mapped, text: &str) -> Option<Vec<Edit>> {
        if place.fit == Fit::Wide || text.contains(OPAQUE) {
            return None;
        }
        let writing = self.block_at(place.span).map_or(Writing::PLAIN, |block| block.writing);
        let text = writing.write(text)?;
        if place.fit == Fit::Exact {
            return Some(vec![Edit { span: place.span, text }]);
        }
        // The first piece takes the text, and the others lose theirs.
        let block = self.block_at(place.span).filter(|block| block.writing.in_runs)?;
        let mut edits: Vec<Edit> = Vec::new();
        for piece in block.map.within(place.span) {
            let text = if edits.is_empty() { text.clone() } else { String::new() };
            edits.push(Edit { span: piece.source, text });
        }
        Some(edits)
    }

    /// The innermost block that `span` stands in. A block may lie inside another: the text of a picture in its paragraph.
    fn block_at(&self, span: Span) -> Option<&Block> {
        self.blocks.get(self.block_number_at(span)?)
    }

    fn block_number_at(&self, span: Span) -> Option<usize> {
        let after = self.blocks.partition_point(|block| block.map.start() <= span.start);
        let before = self.blocks.get(..after)?;
        let back = before.iter().rev().take(NESTED).position(|block| block.span().end >= span.end)?;
        Some(after - 1 - back)
    }
}

/// How many blocks a block may have in it.
const NESTED: usize = 64;

impl BlockKind {
    /// Its name in rule files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading => "heading",
            Self::ListItem => "list-item",
            Self::TableCell => "table-cell",
            Self::Quotation => "quotation",
            Self::Caption => "caption",
            Self::Metadata => "metadata",
            Self::Attribute => "attribute",
            Self::Footnote => "footnote",
        }
    }
}

impl Block {
    /// From the first to the last byte of the source that belongs to its prose.
    pub fn span(&self) -> Span {
        match &self.prose {
            Prose::Verbatim(span) => *span,
            Prose::Built(_) => Span::new(self.map.start(), self.map.end()),
        }
    }

    /// A block whose prose is the bytes of `span` as they are.
    fn verbatim(kind: BlockKind, span: Span) -> Self {
        let map = SourceMap::verbatim(span.start);
        Self { kind, language: None, original: None, prose: Prose::Verbatim(span), map, writing: Writing::PLAIN }
    }

    /// The block, written as `writing` says.
    fn written(self, writing: Writing) -> Self {
        Self { writing, ..self }
    }

    /// The block in a language, where the format says in which.
    fn in_language(self, language: Option<Arc<str>>) -> Self {
        Self { language, ..self }
    }

    /// The code of the language that it is in, such as `fr` or `en-GB`, where the format says so.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The block as the translation of `original`, a text as a reader sees it.
    fn translating(self, original: Option<String>) -> Self {
        Self { original, ..self }
    }

    /// The text that it translates as a reader sees it, where the format keeps both side by side.
    pub fn original(&self) -> Option<&str> {
        self.original.as_deref()
    }

    /// Where the bytes of its prose stand in the source.
    pub fn map(&self) -> &SourceMap {
        &self.map
    }
}
