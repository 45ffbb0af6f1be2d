//! A source as blocks of prose.
//!
//! One file a format: it says where the prose is and which bytes of the source each piece of prose came from. A new
//! format is one module and one line in [`FORMATS`].

mod map;
mod plain;

pub use map::{Mapped, SourceMap};

use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::span::Span;

/// Every format that copydesk reads.
pub const FORMATS: &[Format] = &[plain::FORMAT];

/// A way to write articles down.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// The file name extensions that mean it, in small letters and without the dot.
    pub extensions: &'static [&'static str],
    parse: fn(&Source) -> Parsed,
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
    prose: Prose,
    map: SourceMap,
}

/// What a block is, so that rules can be meant for some kinds and not for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A headline or the title of a section.
    Heading,
    /// One item of a list.
    ListItem,
}

#[derive(Debug)]
enum Prose {
    /// The prose stands in the source as it is.
    Verbatim(Span),
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

    /// Plain text, the format of everything that says no other.
    pub const fn plain() -> &'static Self {
        const PLAIN: &Format = &plain::FORMAT;
        PLAIN
    }
}

impl Document {
    /// Reads `source` as `format`.
    pub fn parse(source: Source, format: &Format) -> Self {
        let Parsed { blocks, diagnostics } = (format.parse)(&source);
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
    pub fn prose(&self, block: &Block) -> &str {
        match block.prose {
            Prose::Verbatim(span) => self.source.slice(span),
        }
    }
}

impl Block {
    /// A block whose prose is the bytes of `span` as they are.
    fn verbatim(kind: BlockKind, span: Span) -> Self {
        Self { kind, prose: Prose::Verbatim(span), map: SourceMap::verbatim(span.start) }
    }

    /// Where the bytes of its prose stand in the source.
    pub fn map(&self) -> &SourceMap {
        &self.map
    }
}
