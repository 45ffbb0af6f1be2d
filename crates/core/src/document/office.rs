//! The parts of word processors' files that hold text: `WordprocessingML` (DOCX) and `OpenDocument` (ODT).
//!
//! Prose stands in runs, often cut in the middle of a word. The runs of a paragraph are one text here, and a repair rewrites
//! the text of the runs that it touches and nothing else.

use std::sync::Arc;

use super::prose::ProseBuilder;
use super::xml::{Event, Reader, Tag, Text};
use super::{Block, BlockKind, Field, Format, Parsed, Writing};
use crate::source::Source;
use crate::span::Span;

/// The main part of a DOCX file, and its headers, footers and notes.
pub(super) const DOCX: Format =
    Format { name: "docx", extensions: &[], holds_data: false, looks: |_| false, parse: docx };

/// The content of an ODT file.
pub(super) const ODT: Format = Format { name: "odt", extensions: &[], holds_data: false, looks: |_| false, parse: odt };

fn docx(source: &Source, _: &[Field]) -> Parsed {
    read(source, "invalid-docx", Body::wordprocessing)
}

fn odt(source: &Source, _: &[Field]) -> Parsed {
    read(source, "invalid-odt", Body::open_document)
}

/// What a tag means for what is being read.
enum Step {
    /// A paragraph begins.
    Paragraph(BlockKind),
    /// All paragraphs in it are of a kind.
    Inside(BlockKind),
    /// It holds text that counts.
    Text,
    /// It is a space.
    Space,
    /// It is a character.
    Character(&'static str),
    /// It is no prose, but has a place in a sentence.
    Opaque,
    /// Nothing in it is read.
    Skip,
    /// Something about the paragraph or the run.
    Says(Said),
    /// What is in it is read as if it were not there.
    Through,
}

/// What is said of a paragraph or of a run of text.
enum Said {
    Kind(BlockKind),
    Code,
    CodeRun,
    Language(Arc<str>),
}

/// A paragraph that is being read; a note or a text box may stand in another.
struct Paragraph<'s> {
    prose: ProseBuilder<'s>,
    kind: BlockKind,
    /// Its text is code.
    code: bool,
    /// The languages of its runs: none yet, one, or several.
    language: Option<Arc<str>>,
    mixed: bool,
    depth: usize,
}

/// What is known of the place that is being read.
struct Body<'s> {
    source: &'s Source,
    paragraphs: Vec<Paragraph<'s>>,
    /// The kinds of what paragraphs stand in, with the depths of those elements.
    inside: Vec<(BlockKind, usize)>,
    /// The depth of the element whose text counts; in `OpenDocument` that of every paragraph does.
    text: Option<usize>,
    run: Run,
    blocks: Vec<Block>,
}

/// What is known of a run of text.
#[derive(Default)]
struct Run {
    code: bool,
    language: Option<Arc<str>>,
}

fn read(source: &Source, rule: &'static str, step: fn(&Tag<'_>) -> Step) -> Parsed {
    let mut reader = Reader::new(source, rule);
    let mut body = Body {
        source,
        paragraphs: Vec::new(),
        inside: Vec::new(),
        text: None,
        run: Run::default(),
        blocks: Vec::new(),
    };
    while let Some((event, at)) = reader.next() {
        match event {
            Event::Start(tag) => {
                let from = at.start;
                match step(&tag) {
                    Step::Skip => reader.skip_element(),
                    Step::Opaque => {
                        reader.skip_element();
                        body.opaque(Span::new(from, reader.place()));
                    }
                    step => body.start(step, &tag, at, reader.depth()),
                }
            }
            Event::End(_) => body.end(reader.depth() + 1),
            Event::Text(text) => body.text(text, at),
        }
    }
    while !body.paragraphs.is_empty() {
        body.finish();
    }
    let Body { mut blocks, .. } = body;
    blocks.sort_by_key(|block| block.map.start());
    Parsed { blocks, diagnostics: reader.fault().into_iter().collect() }
}

impl Body<'_> {
    fn wordprocessing(tag: &Tag<'_>) -> Step {
        match tag.name.local {
            "p" if tag.name.prefix != "a" => Step::Paragraph(BlockKind::Paragraph),
            "tc" => Step::Inside(BlockKind::TableCell),
            "footnote" | "endnote" => Step::Inside(BlockKind::Footnote),
            "t" => Step::Text,
            "tab" | "br" | "cr" => Step::Space,
            "noBreakHyphen" => Step::Character("\u{2011}"),
            "pStyle" => style(tag).map_or(Step::Through, Step::Says),
            "numPr" => Step::Says(Said::Kind(BlockKind::ListItem)),
            "rStyle" if is_code(tag) => Step::Says(Said::CodeRun),
            "lang" => tag.value("val").map_or(Step::Through, |code| Step::Says(Said::Language(Arc::from(&*code)))),
            "oMath" | "oMathPara" => Step::Opaque,
            // What was deleted, codes of fields, and pictures; what stands in place of something newer.
            "del" | "moveFrom" | "instrText" | "drawing" | "pict" | "object" | "Fallback" | "sectPr" | "rPrChange"
            | "pPrChange" | "comment" => Step::Skip,
            _ => Step::Through,
        }
    }

    fn open_document(tag: &Tag<'_>) -> Step {
        match (tag.name.prefix, tag.name.local) {
            ("text", "h") => Step::Paragraph(BlockKind::Heading),
            ("text", "p") => match tag.value("style-name").as_deref() {
                Some("Title" | "Subtitle") => Step::Paragraph(BlockKind::Heading),
                Some("Quotations") => Step::Paragraph(BlockKind::Quotation),
                Some("Preformatted_20_Text") => Step::Skip,
                _ => Step::Paragraph(BlockKind::Paragraph),
            },
            ("text", "list-item" | "list-header") => Step::Inside(BlockKind::ListItem),
            ("table", "table-cell") => Step::Inside(BlockKind::TableCell),
            ("text", "note-body") => Step::Inside(BlockKind::Footnote),
            ("text", "s" | "tab" | "line-break") => Step::Space,
            ("draw", "object") | ("math", "math") => Step::Opaque,
            ("text", "span") if tag.value("style-name").as_deref() == Some("Source_20_Text") => Step::Opaque,
            ("office", "annotation" | "annotation-end" | "scripts" | "font-face-decls" | "automatic-styles")
            | ("text", "tracked-changes" | "note-citation" | "sequence-decls" | "soft-page-break")
            | ("svg", _)
            | ("draw", "image") => Step::Skip,
            _ => Step::Through,
        }
    }

    fn start(&mut self, step: Step, tag: &Tag<'_>, at: Span, depth: usize) {
        match step {
            Step::Paragraph(own) => {
                let kind =
                    self.inside.last().map_or(own, |&(kind, _)| if own == BlockKind::Heading { own } else { kind });
                // In `OpenDocument` all text of a paragraph counts.
                if tag.name.prefix == "text" {
                    self.text = Some(depth);
                }
                let prose = ProseBuilder::new(self.source);
                self.paragraphs.push(Paragraph { prose, kind, code: false, language: None, mixed: false, depth });
            }
            Step::Inside(kind) => self.inside.push((kind, depth)),
            Step::Text => self.text = Some(depth),
            Step::Space => self.with(|paragraph| paragraph.prose.space(at)),
            Step::Character(text) => self.with(|paragraph| paragraph.prose.decoded(text, at)),
            Step::Says(Said::Kind(kind)) => self.with(|paragraph| {
                // A heading in a list is a heading.
                if paragraph.kind == BlockKind::Paragraph {
                    paragraph.kind = kind;
                }
            }),
            Step::Says(Said::Code) => self.with(|paragraph| paragraph.code = true),
            Step::Says(Said::CodeRun) => self.run.code = true,
            Step::Says(Said::Language(code)) => self.run.language = Some(code),
            Step::Through if tag.name.local == "r" => self.run = Run::default(),
            Step::Opaque | Step::Skip | Step::Through => {}
        }
    }

    /// An element of so great a depth ends.
    fn end(&mut self, depth: usize) {
        if self.paragraphs.last().is_some_and(|paragraph| paragraph.depth == depth) {
            self.finish();
            // The paragraph around it, if there is one, goes on.
            self.text = self.paragraphs.last().map(|paragraph| paragraph.depth).filter(|_| self.text == Some(depth));
        } else if self.text == Some(depth) {
            self.text = None;
        }
        while self.inside.last().is_some_and(|&(_, inside)| inside >= depth) {
            self.inside.pop();
        }
    }

    fn text(&mut self, text: Text, at: Span) {
        if self.text.is_none() {
            return;
        }
        let (source, run) = (self.source, std::mem::take(&mut self.run));
        self.with(|paragraph| {
            if run.language.is_some() && paragraph.language.is_some() && run.language != paragraph.language {
                paragraph.mixed = true;
            }
            paragraph.language = paragraph.language.take().or_else(|| run.language.clone());
            match text {
                _ if run.code => paragraph.prose.opaque(at),
                Text::Verbatim if paragraph.depth > 0 && !source.slice(at).contains(['\n', '\t']) => {
                    paragraph.prose.verbatim(at);
                }
                _ => text.append(&mut paragraph.prose, source, at),
            }
        });
        self.run = run;
    }

    fn opaque(&mut self, at: Span) {
        self.with(|paragraph| paragraph.prose.opaque(at));
    }

    fn with(&mut self, act: impl FnOnce(&mut Paragraph<'_>)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            act(paragraph);
        }
    }

    fn finish(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        if paragraph.code {
            return;
        }
        let language = paragraph.language.take().filter(|_| !paragraph.mixed);
        let block = paragraph.prose.finish(paragraph.kind);
        self.blocks.extend(block.map(|block| block.written(Writing::XML.runs()).in_language(language)));
    }
}

/// What the style of a paragraph says of it.
fn style(tag: &Tag<'_>) -> Option<Said> {
    let name = tag.value("val")?.to_ascii_lowercase();
    let begins = |start: &str| name.starts_with(start);
    if begins("heading") || begins("title") || begins("subtitle") {
        Some(Said::Kind(BlockKind::Heading))
    } else if begins("caption") {
        Some(Said::Kind(BlockKind::Caption))
    } else if begins("quote") || begins("intensequote") {
        Some(Said::Kind(BlockKind::Quotation))
    } else if begins("list") {
        Some(Said::Kind(BlockKind::ListItem))
    } else {
        is_code(tag).then_some(Said::Code)
    }
}

fn is_code(tag: &Tag<'_>) -> bool {
    tag.value("val").is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        ["code", "sourcetext", "preformatted", "verbatim"].iter().any(|part| name.contains(part))
    })
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Document, Fit, Format, OPAQUE};
    use crate::source::Source;
    use crate::span::Span;

    #[track_caller]
    fn parse(format: &str, text: &str) -> Document {
        let document =
            Document::parse(Source::new(text.to_owned()).expect("short"), Format::by_name(format).expect("known"));
        assert!(document.diagnostics().is_empty(), "{:?}", document.diagnostics());
        document
    }

    fn blocks(document: &Document) -> Vec<(BlockKind, &str)> {
        document.blocks().iter().map(|block| (block.kind, document.prose(block))).collect()
    }

    #[test]
    fn runs_are_one_text() {
        let text = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>The fer</w:t></w:r>\
                    <w:r><w:rPr><w:b/></w:rPr><w:t>ry</w:t></w:r></w:p><w:p><w:r><w:t xml:space='preserve'>Q&amp;A </w:t>\
                    </w:r><w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:ins><w:r><w:t>yes</w:t></w:r></w:ins>\
                    <w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:br/><w:t>ok</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p>\
                    <w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
        let document = parse("docx", text);
        let wanted =
            [(BlockKind::Heading, "The ferry"), (BlockKind::Paragraph, "Q&A yes ok"), (BlockKind::TableCell, "cell")];
        assert_eq!(blocks(&document), wanted);
        let place = document.blocks()[0].map().to_source(Span::new(4, 9));
        assert_eq!(place.fit, Fit::Apart);
        let edits = document.edits(place, "b&at").expect("runs can be rewritten");
        let edits: Vec<_> = edits.iter().map(|edit| (&text[edit.span.range()], edit.text.as_str())).collect();
        assert_eq!(edits, [("fer", "b&amp;at"), ("ry", "")]);
    }

    #[test]
    fn styles_say_what_a_paragraph_is() {
        let p = |style: &str, run: &str| {
            format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r>{run}<w:t>Text</w:t></w:r></w:p>")
        };
        let lang = "<w:rPr><w:lang w:val='fr-FR'/></w:rPr>";
        let code = "<w:rPr><w:rStyle w:val='SourceCode'/></w:rPr>";
        let text =
            format!("<w:body>{}{}{}{}</w:body>", p("Caption", ""), p("Code", ""), p("Quote", lang), p("Normal", code));
        let document = parse("docx", &text);
        assert_eq!(blocks(&document), [(BlockKind::Caption, "Text"), (BlockKind::Quotation, "Text")]);
        assert_eq!(document.blocks()[1].language(), Some("fr-FR"));
    }

    #[test]
    fn open_document_text() {
        let text = "<office:text><text:h>The <text:span>fer</text:span>ry</text:h><text:p>It<text:s/>came<text:note>\
                    <text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body>\
                    </text:note> late.<text:line-break/>So <text:span text:style-name='Source_20_Text'>x</text:span> it is.\
                    </text:p><text:list><text:list-item><text:p>One</text:p></text:list-item></text:list></office:text>";
        let document = parse("odt", text);
        let so = format!("It came late. So {OPAQUE} it is.");
        let wanted = [
            (BlockKind::Heading, "The ferry"),
            (BlockKind::Paragraph, so.as_str()),
            (BlockKind::Footnote, "A note."),
            (BlockKind::ListItem, "One"),
        ];
        assert_eq!(blocks(&document), wanted);
    }
}
