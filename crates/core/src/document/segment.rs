//! One segment of a translation in XML, as XLIFF and TMX write it: text with codes in it.

use super::message::{self, MESSAGE, Token};
use super::prose::ProseBuilder;
use super::writing::Writing;
use super::xml::{Event, MIXED, Reader, Tag, Text};
use super::{Block, Prose};
use crate::source::Source;
use crate::span::Span;

/// Reads the element whose start tag was the last event, up to its end. Blank lines part blocks. What is not closed gives
/// nothing.
pub(super) fn read(reader: &mut Reader<'_>, source: &Source) -> Vec<Block> {
    let outside = reader.depth().saturating_sub(1);
    let mut segment =
        Segment { source, prose: ProseBuilder::new(source), run: Vec::new(), sections: false, blocks: Vec::new() };
    while reader.depth() > outside {
        match reader.next() {
            Some((Event::Text(text), at)) => segment.run.push((text, at)),
            Some((Event::Start(tag), at)) => {
                segment.text();
                segment.code(&tag, at, reader);
            }
            Some((Event::End(_), _)) => segment.text(),
            None => return Vec::new(),
        }
    }
    segment.text();
    segment.flush();
    segment.blocks
}

/// The text of blocks as a reader sees it.
pub(super) fn text(blocks: &[Block]) -> Option<String> {
    let built = |block: &Block| match &block.prose {
        Prose::Built(text) => text.clone(),
        Prose::Verbatim(_) => String::new(),
    };
    let texts: Vec<String> = blocks.iter().map(built).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

struct Segment<'s> {
    source: &'s Source,
    prose: ProseBuilder<'s>,
    /// Text without a tag in it.
    run: Vec<(Text, Span)>,
    /// Whether a part of the text stands in a section.
    sections: bool,
    blocks: Vec<Block>,
}

/// What an element in a segment does to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    /// Its text is text.
    Kept,
    /// It is a sentence of its own.
    Sentence,
    /// It is one end of markup around a word, and has code in it.
    Gone,
    /// It ends a line.
    Break,
    /// It has a place in the sentence.
    Opaque,
}

impl Segment<'_> {
    fn code(&mut self, tag: &Tag<'_>, at: Span, reader: &mut Reader<'_>) {
        let code = Code::of(tag);
        match code {
            Code::Kept => return,
            Code::Sentence => return self.prose.gap(Span::empty(at.start)),
            Code::Gone | Code::Break | Code::Opaque => reader.skip_element(),
        }
        let whole = Span::new(at.start, reader.place());
        match code {
            Code::Break => self.prose.gap(whole),
            Code::Opaque => self.prose.opaque(whole),
            _ => {}
        }
    }

    /// Appends the text that has been collected.
    fn text(&mut self) {
        let run = std::mem::take(&mut self.run);
        let mut read = 0;
        for (index, &(text, at)) in run.iter().enumerate().filter(|(_, (_, at))| !at.is_empty()) {
            let at = Span::new(at.start.max(read).min(at.end), at.end);
            if at.is_empty() {
                continue;
            }
            let behind = run.get(index + 1..).unwrap_or_default();
            if let Some((token, tag)) = self.tag(text, at, behind) {
                message::append_token(&mut self.prose, token, tag);
                read = tag.end;
                continue;
            }
            match text {
                Text::Verbatim | Text::Section => {
                    self.sections |= text == Text::Section;
                    self.stretch(at);
                }
                _ => text.append(&mut self.prose, self.source, at),
            }
        }
    }

    /// The tag that stands in the text as `&lt;b&gt;`, where `text` is its first character.
    fn tag(&self, text: Text, at: Span, behind: &[(Text, Span)]) -> Option<(Token, Span)> {
        let &[(Text::Verbatim, name), ..] = behind else { return None };
        if text != Text::Decoded('<') {
            return None;
        }
        let end = behind.iter().take(32).find_map(|&(text, at)| match text {
            Text::Decoded('>') => Some(at.end),
            Text::Verbatim => self.source.slice(at).find('>').map(|close| at.start + len_of(close + 1)),
            _ => None,
        })?;
        let name = self.source.slice(name).split('>').next().unwrap_or_default();
        let (token, _) = message::tag(&format!("<{name}>"))?;
        Some((token, Span::new(at.start, end)))
    }

    /// Appends text that stands as it is. A run of white space with a line break in it is one space.
    fn stretch(&mut self, at: Span) {
        let (mut rest, mut start) = (self.source.slice(at), at.start);
        while let Some(line) = rest.find(['\n', '\r', '\t']) {
            let (text, behind) = rest.split_at(line);
            let kept = text.trim_end_matches(' ');
            let next = behind.trim_start_matches([' ', '\n', '\r', '\t']);
            let break_start = start + len(kept);
            let break_end = start + len(rest) - len(next);
            message::append(&mut self.prose, self.source, Span::new(start, break_start));
            let blank = Span::new(break_start, break_end);
            if self.source.slice(blank).matches('\n').count() > 1 {
                self.flush();
            } else {
                self.prose.space(blank);
            }
            (rest, start) = (next, break_end);
        }
        // Space at the beginning is not seen.
        let text = if self.prose.is_blank() { rest.trim_start_matches(' ') } else { rest };
        message::append(&mut self.prose, self.source, Span::new(start + len(rest) - len(text), at.end));
    }

    /// Ends a block.
    fn flush(&mut self) {
        let outer = if self.sections { MIXED } else { Writing::XML };
        let Some(block) = self.prose.finish(super::BlockKind::Paragraph) else { return };
        let kind = text(std::slice::from_ref(&block)).map_or(block.kind, |text| message::kind(&text));
        self.blocks.push(Block { kind, ..block }.written(MESSAGE.inside(outer)));
    }
}

impl Code {
    fn of(tag: &Tag<'_>) -> Self {
        let value = |name| tag.value(name).unwrap_or_default();
        match tag.name.local {
            "mrk" if value("mtype") == "seg" => Self::Sentence,
            "bx" | "ex" | "sc" | "ec" | "bpt" | "ept" | "sm" | "em" => Self::Gone,
            "x" | "ph" if value("ctype") == "lb" || value("type") == "lb" || value("subType") == "xlf:lb" => {
                Self::Break
            }
            // Angular has the two ends of an element as codes of their own.
            "x" | "ph" if value("id").starts_with("START_") || value("id").starts_with("CLOSE_") => Self::Gone,
            "x" | "ph" | "it" | "ut" | "cp" | "sub" => Self::Opaque,
            _ => Self::Kept,
        }
    }
}

fn len(text: &str) -> u32 {
    len_of(text.len())
}

fn len_of(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or_default()
}
