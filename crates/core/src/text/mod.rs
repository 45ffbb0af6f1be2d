//! Prose as words and marks, sentences and quotations: what a rule looks at.
//!
//! Every position in this module is in bytes of one block's prose; [`Text::source_span`] leads back to the source.

mod casing;
mod inflection;
mod language;
mod lexicon;
mod quotation;
mod sentence;
mod tagger;
mod tags;
mod token;

pub use casing::Casing;
pub use inflection::{Form, Inflections};
pub use language::{Language, List, Wordbook};
pub(crate) use lexicon::LexiconBuilder;
pub use lexicon::{Forms, Lexicon, SetId, WordId};
pub use quotation::{Fault, FaultKind, Quotations, Repair};
pub use sentence::{ends_sentence, sentence_around, sentences, starts_sentence};
pub use tagger::{Tag, TagSet, Tagger};
pub use token::{Token, TokenKind, WordKey, tokenize};

use crate::document::{Block, BlockKind, Document, Mapped};
use crate::span::Span;

/// One block of a document, taken apart.
#[derive(Debug)]
pub struct Text<'a> {
    document: &'a Document,
    block: &'a Block,
    number: usize,
    prose: &'a str,
    language: &'a Language,
    locale: &'a str,
    quotations: &'a Quotations,
    tokens: Vec<Token>,
    tags: tags::Tags,
}

impl<'a> Text<'a> {
    /// Takes block `number` of a document apart, a text in `language`, of which `locale` is the code, with or without a
    /// region (`en`, `en-GB`). `buffer` is reused for the tokens, so that a document of many blocks
    /// needs the memory of its longest one; [`Text::into_buffer`] gives it back.
    ///
    /// Returns nothing where the document has no such block.
    pub fn new(
        document: &'a Document,
        number: usize,
        language: &'a Language,
        locale: &'a str,
        quotations: &'a Quotations,
        mut buffer: Vec<Token>,
    ) -> Option<Self> {
        let block = document.blocks().get(number)?;
        let prose = document.prose(block);
        tokenize(prose, language.lexicon(), &mut buffer);
        let tags = tags::Tags::default();
        Some(Self { document, block, number, prose, language, locale, quotations, tokens: buffer, tags })
    }

    /// The memory of the tokens, to be used again.
    pub fn into_buffer(self) -> Vec<Token> {
        self.tokens
    }

    /// The whole prose of the block.
    pub fn prose(&self) -> &'a str {
        self.prose
    }

    /// What kind of block it is.
    pub fn kind(&self) -> BlockKind {
        self.block.kind
    }

    /// What is known of the language that the block is written in.
    pub fn language(&self) -> &'a Language {
        self.language
    }

    /// The code of the language with that of the region, if it is known: `en`, `en-GB`.
    pub fn locale(&self) -> &'a str {
        self.locale
    }

    /// The byte behind the last one of the prose.
    pub fn end(&self) -> u32 {
        // Prose is no longer than its source, and sources are at most 4 GiB long.
        u32::try_from(self.prose.len()).unwrap_or(u32::MAX)
    }

    /// The words, numbers and marks in order; between two of them stands white space or nothing.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Token `index`, if there is one.
    pub fn token(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    /// The token `by` places before token `index`.
    pub fn before(&self, index: usize, by: usize) -> Option<Token> {
        self.token(index.checked_sub(by)?)
    }

    /// The prose at `span`.
    pub fn slice(&self, span: Span) -> &'a str {
        self.prose.get(span.range()).unwrap_or_default()
    }

    /// A token as written; one character that is no letter where it is [opaque](Token::is_opaque).
    pub fn word(&self, token: Token) -> &'a str {
        const HIDDEN: &str = "\u{fdd0}";
        if token.is_opaque() { HIDDEN } else { self.slice(token.span()) }
    }

    /// Whether a token is a word of a set.
    pub(crate) fn is_in(&self, token: Token, set: SetId) -> bool {
        let (lexicon, word) = (self.language.lexicon(), self.word(token));
        lexicon.contains(set, token.id(), word) && lexicon.is(token.id(), word)
    }

    /// Whether nothing, not even white space, stands between two neighbouring tokens.
    pub fn adjoin(&self, left: Token, right: Token) -> bool {
        left.end == right.start
    }

    /// The first token that starts at byte `at` of the prose or later.
    pub fn token_at(&self, at: u32) -> usize {
        self.tokens.partition_point(|token| token.start < at)
    }

    /// Where a span of prose stands in the source.
    pub fn source_span(&self, span: Span) -> Mapped {
        self.block.map().to_source(span)
    }

    /// Whether a span of the source lies in a quotation, the marks not counted.
    pub fn is_quoted(&self, source: Span) -> bool {
        self.quotations.contains(source)
    }

    /// The document that the block belongs to.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// The number of the block in its document, from 0.
    pub fn number(&self) -> usize {
        self.number
    }
}
