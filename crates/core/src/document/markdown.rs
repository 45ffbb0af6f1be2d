//! Markdown: `CommonMark` with the extensions of GitHub, footnotes, front matter, MDX, shortcodes and directives.

mod front_matter;
mod hole;

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use self::hole::Holes;
use super::prose::ProseBuilder;
use super::{Block, BlockKind, Field, Format, Parsed, html};
use crate::source::Source;
use crate::span::Span;

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    extensions: &["md", "markdown", "mdown", "mkd", "mdx"],
    holds_data: false,
    looks,
    parse,
};

/// A text without a telling name is Markdown if it begins with front matter or a heading in Markdown.
fn looks(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let fence = |mark: &str| {
        let rest = text.strip_prefix(mark).and_then(|rest| rest.strip_prefix('\n'));
        rest.is_some_and(|rest| rest.lines().take(50).any(|line| line == mark))
    };
    let heading = text.strip_prefix("# ").is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    fence("---") || fence("+++") || heading
}

fn parse(source: &Source, _: &[Field]) -> Parsed {
    // A byte order mark would hide front matter.
    let base = source.bom_len();
    let text = hole::without_directives(source, base);
    let mut reader = Reader::new(source, base);
    for (event, range) in Parser::new_ext(&text, options()).into_offset_iter() {
        reader.event(event, &range);
    }
    reader.flush();
    let Reader { mut blocks, language, .. } = reader;
    if language.is_some() {
        for block in blocks.iter_mut().filter(|block| block.language.is_none()) {
            block.language.clone_from(&language);
        }
    }
    blocks.sort_by_key(|block| block.map.start());
    Parsed { blocks, diagnostics: Vec::new() }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// The kinds of blocks that are open, and the prose of the innermost.
struct Reader<'s> {
    source: &'s Source,
    base: u32,
    holes: Holes,
    containers: Vec<BlockKind>,
    prose: ProseBuilder<'s>,
    /// The text of the picture that is being read, and how many pictures are open.
    picture: ProseBuilder<'s>,
    pictures: usize,
    /// What is being read is no prose: code, front matter.
    skipped: bool,
    /// The element of inline HTML whose text is code, and where it began.
    code: Option<(String, u32)>,
    language: Option<Arc<str>>,
    blocks: Vec<Block>,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Source, base: u32) -> Self {
        Self {
            source,
            base,
            holes: Holes::of(source),
            containers: Vec::new(),
            prose: ProseBuilder::new(source),
            picture: ProseBuilder::new(source),
            pictures: 0,
            skipped: false,
            code: None,
            language: None,
            blocks: Vec::new(),
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        // A source is at most 4 GiB long.
        let place = |at: usize| self.base + u32::try_from(at).unwrap_or_default();
        Span::new(place(range.start), place(range.end))
    }

    fn event(&mut self, event: Event<'_>, range: &Range<usize>) {
        let span = self.span(range);
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, span),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.opaque(span),
            Event::SoftBreak => self.text("\n", span),
            Event::HardBreak => self.builder().space(span),
            Event::InlineHtml(tag) => self.inline_html(&tag, span),
            Event::Html(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            Event::Rule => self.flush(),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        let kind = match tag {
            Tag::Heading { .. } => BlockKind::Heading,
            Tag::Item | Tag::DefinitionListDefinition | Tag::DefinitionListTitle => BlockKind::ListItem,
            Tag::TableCell => BlockKind::TableCell,
            Tag::BlockQuote(_) => BlockKind::Quotation,
            Tag::FootnoteDefinition(_) => BlockKind::Footnote,
            Tag::Paragraph => self.containers.last().copied().unwrap_or(BlockKind::Paragraph),
            Tag::Image { .. } => return self.pictures += 1,
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                self.opaque(span);
                self.skipped = true;
                return;
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.skipped = true;
                return;
            }
            Tag::HtmlBlock => {
                self.flush();
                self.blocks.extend(html::blocks(self.source, span));
                return;
            }
            Tag::MetadataBlock(_) => {
                let front = front_matter::read(self.source, span);
                self.blocks.extend(front.blocks);
                self.language = front.language;
                self.skipped = true;
                return;
            }
            _ => return,
        };
        self.flush();
        self.containers.push(kind);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.end_picture(),
            TagEnd::Link | TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.skipped = false,
            TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::DefinitionListDefinition
            | TagEnd::DefinitionListTitle
            | TagEnd::TableCell
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::Paragraph => {
                self.flush();
                self.containers.pop();
            }
            _ => {}
        }
    }

    fn builder(&mut self) -> &mut ProseBuilder<'s> {
        if self.pictures > 0 { &mut self.picture } else { &mut self.prose }
    }

    /// The text of a picture is a block of its own and holds a place in its sentence.
    fn end_picture(&mut self) {
        self.pictures = self.pictures.saturating_sub(1);
        if self.pictures == 0
            && let Some(block) = self.picture.finish(BlockKind::Attribute)
        {
            let place = block.map.to_source(Span::empty(0)).span;
            self.blocks.push(block);
            self.prose.opaque(place);
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if self.skipped || self.code.is_some() {
            return;
        }
        if self.source.slice(span) != text {
            if text == "\n" {
                self.builder().space(span);
            } else {
                self.builder().decoded(text, span);
            }
            return;
        }
        let mut rest = span;
        for hole in self.holes.within(span) {
            self.builder().verbatim(Span::new(rest.start, hole.start.max(rest.start)));
            // A hole that markup cuts into several texts holds its place once.
            if hole.start >= span.start {
                self.builder().opaque(hole);
            }
            rest.start = hole.end.clamp(rest.start, rest.end);
        }
        self.builder().verbatim(rest);
    }

    fn opaque(&mut self, span: Span) {
        if !self.skipped && self.code.is_none() && self.holes.within(span).is_empty() {
            self.builder().opaque(span);
        }
    }

    fn inline_html(&mut self, tag: &str, span: Span) {
        if !self.holes.within(span).is_empty() {
            return;
        }
        let name = tag.trim_start_matches(['<', '/']);
        let name: String =
            name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let closes = tag.starts_with("</");
        if let Some((open, start)) = &self.code {
            let place = Span::new(*start, span.end);
            if *open == name && closes {
                self.code = None;
                self.builder().opaque(place);
            }
        } else if name == "br" {
            self.builder().space(span);
        } else if html::is_code(&name) && !closes && !tag.ends_with("/>") {
            self.code = Some((name, span.start));
        }
    }

    fn flush(&mut self) {
        self.code = None;
        let kind = self.containers.last().copied().unwrap_or(BlockKind::Paragraph);
        let is_code = hole::is_module_line(self.prose.text());
        let block = self.prose.finish(kind);
        self.blocks.extend(block.filter(|_| !is_code));
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Document, Format, OPAQUE};
    use crate::source::Source;

    #[track_caller]
    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let markdown = Format::by_name("markdown").expect("it is registered");
        let document = Document::parse(Source::new(text.to_owned()).expect("short"), markdown);
        document.blocks().iter().map(|block| (block.kind, document.prose(block).to_owned())).collect()
    }

    #[track_caller]
    fn check(text: &str, wanted: &[(BlockKind, &str)]) {
        let wanted: Vec<_> =
            wanted.iter().map(|(kind, text)| (*kind, text.replace('□', &OPAQUE.to_string()))).collect();
        assert_eq!(blocks(text), wanted, "{text}");
    }

    #[test]
    fn blocks_of_all_kinds() {
        check(
            "# The *ferry* {#id}\n\nIt **ca**me.\nLate.\n",
            &[(BlockKind::Heading, "The ferry"), (BlockKind::Paragraph, "It came.\nLate.")],
        );
        check(
            "- One\n- [x] Two\n\n  three\n\n> Four\n> five\n",
            &[
                (BlockKind::ListItem, "One"),
                (BlockKind::ListItem, "Two"),
                (BlockKind::ListItem, "three"),
                (BlockKind::Quotation, "Four\nfive"),
            ],
        );
        check(
            "| A | B |\n|---|---|\n| c | d |\n\nSo[^1].\n\n[^1]: A note.\n",
            &[
                (BlockKind::TableCell, "A"),
                (BlockKind::TableCell, "B"),
                (BlockKind::TableCell, "c"),
                (BlockKind::TableCell, "d"),
                (BlockKind::Paragraph, "So."),
                (BlockKind::Footnote, "A note."),
            ],
        );
    }

    #[test]
    fn what_is_no_prose_holds_its_place() {
        check("Call `fn main()` and $x^2$ now.", &[(BlockKind::Paragraph, "Call □ and □ now.")]);
        check(
            "See <https://example.org> or [the page](https://example.org).",
            &[(BlockKind::Paragraph, "See □ or the page.")],
        );
        check("Press <kbd>Ctrl</kbd> twice.<br>Then wait.", &[(BlockKind::Paragraph, "Press □ twice. Then wait.")]);
        check(
            "Look ![a red boat](x.png) here.",
            &[(BlockKind::Paragraph, "Look □ here."), (BlockKind::Attribute, "a red boat")],
        );
        check("```\nlet x = 1;\n```\n\n    code\n\nText.", &[(BlockKind::Paragraph, "Text.")]);
        check("A \\* B &amp; C", &[(BlockKind::Paragraph, "A * B & C")]);
    }

    #[test]
    fn shortcodes_directives_and_modules_are_holes() {
        check(
            "It {{< ref \"x.md\" >}} came {% if a %}late{% endif %}.",
            &[(BlockKind::Paragraph, "It □ came □late□.")],
        );
        check(":::note Title\nMind the gap.\n:::\n", &[(BlockKind::Paragraph, "Mind the gap.")]);
        check(
            "import Chart from './chart'\n\nThe <Chart data={x} /> and {value} rose.\n",
            &[(BlockKind::Paragraph, "The  and □ rose.")],
        );
    }

    #[test]
    fn front_matter_has_prose() {
        let text = "---\ntitle: \"The \\\"old\\\" ferry\"\nslug: the-ferry\nlang: en-GB\nsummary: It came\n  back late.\n---\n\nText.\n";
        check(
            text,
            &[
                (BlockKind::Metadata, "The \"old\" ferry"),
                (BlockKind::Metadata, "It came back late."),
                (BlockKind::Paragraph, "Text."),
            ],
        );
        let markdown = Format::by_name("markdown").expect("it is registered");
        let document = Document::parse(Source::new(text.to_owned()).expect("short"), markdown);
        assert!(document.blocks().iter().all(|block| block.language() == Some("en-GB")));
    }

    #[test]
    fn html_blocks_are_read_as_html() {
        check(
            "<div>\n<p>One <code>x</code> two.</p>\n</div>\n\nThree.\n",
            &[(BlockKind::Paragraph, "One □ two."), (BlockKind::Paragraph, "Three.")],
        );
    }
}
