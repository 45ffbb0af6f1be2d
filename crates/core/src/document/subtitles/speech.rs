//! What is said in cues, as blocks: a sentence may run over several of them.

use std::sync::Arc;

use super::line::Line;
use super::{Dialect, Times};
use crate::document::prose::ProseBuilder;
use crate::document::writing::Writing;
use crate::document::{Block, BlockKind};
use crate::source::Source;
use crate::span::Span;

/// No sentence runs on after a silence of so many milliseconds, unless it goes on with a small letter.
const SILENCE: u64 = 2000;
/// No cue repeats the line before it after so many milliseconds, unless it is said again.
const ROLLED: u64 = 100;
/// No sentence runs over more cues; where there are more, the subtitles have no stops.
const CUES: usize = 12;

/// Puts the lines of cues together.
pub(super) struct Speech<'s> {
    source: &'s Source,
    dialect: Dialect,
    pub(super) language: Option<Arc<str>>,
    prose: ProseBuilder<'s>,
    /// The last line that has been read: what a reader sees of it, and where it ends.
    last: String,
    end: u32,
    /// When the last cue ended, and how many cues the block has.
    seen: u64,
    cues: usize,
    voice: Option<Span>,
    blocks: Vec<Block>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Speech,
    /// It begins with a mark that somebody else speaks.
    Turn,
    Song,
    /// It tells what is heard besides speech.
    Sound,
}

impl<'s> Speech<'s> {
    pub(super) fn new(source: &'s Source, dialect: Dialect) -> Self {
        Self {
            source,
            dialect,
            language: None,
            prose: ProseBuilder::new(source),
            last: String::new(),
            end: 0,
            seen: 0,
            cues: 0,
            voice: None,
            blocks: Vec::new(),
        }
    }

    /// Reads the lines of a cue.
    pub(super) fn cue(&mut self, times: Times, lines: &[Span]) {
        let silence = times.start.saturating_sub(self.seen);
        let mut first = true;
        let mut singing = false;
        for &at in lines {
            let line = Line::read(self.source, at, self.dialect);
            let plain = line.plain.trim();
            // Captions that roll up show a line again that has just been read.
            if plain.is_empty() || first && silence < ROLLED && plain == self.last {
                continue;
            }
            let starts = plain.starts_with(is_note);
            let (role, shown) = if singing || starts { (Role::Song, sung(&line.plain)) } else { role(&line.plain) };
            // A note alone begins a song; one behind a line ends it.
            singing = role == Role::Song && (plain.chars().count() == 1 || !plain.ends_with(is_note));
            self.line(&line, role, shown, first.then_some(silence));
            plain.clone_into(&mut self.last);
            self.end = line.span.end;
            first = false;
        }
        self.seen = times.end;
    }

    /// The blocks of all cues.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.flush(BlockKind::Paragraph);
        self.blocks
    }

    /// Appends a line; `silence` is that before its cue, where it is the first line there.
    fn line(&mut self, line: &Line, role: Role, shown: std::ops::Range<usize>, silence: Option<u64>) {
        let text = line.plain.get(shown.clone()).unwrap_or_default();
        let name = |voice: Option<Span>| voice.map(|at| self.source.slice(at));
        let turns = role != Role::Speech || line.voice.is_some() && name(line.voice) != name(self.voice);
        self.voice = line.voice.or(self.voice);
        let goes_on = match silence {
            None => true,
            Some(silence) => self.cues < CUES && goes_on(&self.last, text, silence),
        };
        if turns || !goes_on {
            self.flush(BlockKind::Paragraph);
        } else {
            let between = Span::new(self.end.min(line.span.start), line.span.start);
            let blank = self.source.slice(between).trim().is_empty();
            if blank && silence.is_none() { self.prose.space(between) } else { self.prose.gap(between) }
        }
        self.cues += usize::from(silence.is_some());
        line.append(&mut self.prose, shown);
        match role {
            Role::Song => self.flush(BlockKind::Quotation),
            Role::Sound => self.flush(BlockKind::Caption),
            Role::Speech | Role::Turn => {}
        }
    }

    fn flush(&mut self, kind: BlockKind) {
        self.cues = 0;
        let writing = if self.dialect == Dialect::Vtt { Writing::XML } else { Writing::PLAIN };
        let block = self.prose.finish(kind);
        let block = block.map(|block| block.written(Writing::escaped(in_a_line).inside(writing)));
        self.blocks.extend(block.map(|block| block.in_language(self.language.clone())));
    }
}

/// What a line is, and which bytes of it are prose.
fn role(plain: &str) -> (Role, std::ops::Range<usize>) {
    let text = plain.trim();
    let start = plain.len() - plain.trim_start().len();
    let whole = start..start + text.len();
    if text.starts_with('[') && text.ends_with(']') || text.starts_with('(') && text.ends_with(')') {
        return (Role::Sound, whole);
    }
    let said = match text.chars().next() {
        Some(dash @ ('-' | '‐' | '–' | '—')) => {
            let said = text.trim_start_matches(dash);
            let one = text.len() - said.len() == dash.len_utf8();
            let said = said.trim_start();
            // `-5 degrees`, and `— and so on`.
            let speaks = |c: char| !c.is_numeric() && (dash != '—' || !c.is_lowercase());
            Some(said).filter(|said| one && said.starts_with(speaks))
        }
        Some('>') => Some(text.trim_start_matches('>')).filter(|said| text.len() - said.len() > 1).map(str::trim_start),
        _ => None,
    };
    match said {
        Some(said) => (Role::Turn, whole.end - said.len()..whole.end),
        None => (Role::Speech, whole),
    }
}

/// The bytes of a line of a song, without its notes.
fn sung(plain: &str) -> std::ops::Range<usize> {
    let edge = |c: char| is_note(c) || c.is_whitespace();
    let end = plain.trim_end_matches(edge).len();
    plain.len() - plain.trim_start_matches(edge).len()..end.max(plain.len() - plain.trim_start_matches(edge).len())
}

fn is_note(c: char) -> bool {
    matches!(c, '♪' | '♫' | '♩' | '♬')
}

/// Whether the sentence of `before` may go on in `after`, after a silence of so many milliseconds.
fn goes_on(before: &str, after: &str, silence: u64) -> bool {
    let small = after.trim_start_matches(['"', '“', '‘', '\'']).starts_with(char::is_lowercase);
    let before = before.trim_end_matches(['"', '”', '’', '\'', ')', '»', ' ']);
    if before.ends_with("...") || before.ends_with(['…', '—', '–', '-']) {
        return small;
    }
    !before.ends_with(['.', '!', '?', ']']) && !before.ends_with(is_note) && (small || silence < SILENCE)
}

/// A repair may not end a line, and may not be taken for a tag or for times.
fn in_a_line(text: &str) -> Option<String> {
    (!text.contains(['\n', '\r', '<', '{', '\\']) && !text.contains("-->")).then(|| text.to_owned())
}
