//! The part of a line that is worth showing.
//!
//! A paragraph is often one line of a thousand characters, and a scraped page one of a million. What is shown is the
//! places that matter with some words around them, and `…` for what is left out.

use copydesk_core::source::Source;
use copydesk_core::span::Span;
use unicode_segmentation::GraphemeCursor;

use crate::visible::push_visible;

/// What stands for text that is left out.
const GAP: &str = "…";
/// How many characters of a long stretch are shown at each of its ends.
const ENDS: usize = 24;

/// A line as it is shown, with a map of the places that matter.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The text, hidden characters named.
    pub(super) text: String,
    /// Bytes of the source with the bytes of `text` that show them, in order.
    places: Vec<(u32, usize)>,
}

impl Excerpt {
    /// The bytes of the excerpt that show `span`. The ends of `span` are among those that the excerpt was made for.
    pub(super) fn range(&self, span: Span) -> std::ops::Range<usize> {
        let find = |at: u32| {
            let next = self.places.partition_point(|(source, _)| *source < at);
            self.places.get(next).map_or(self.text.len(), |(_, shown)| *shown)
        };
        let start = find(span.start);
        start..find(span.end).max(start)
    }

    /// Whether the start and the end of `span` are shown in this excerpt.
    pub(super) fn knows(&self, span: Span) -> (bool, bool) {
        let has = |at: u32| self.places.iter().any(|(source, _)| *source == at);
        (has(span.start), has(span.end))
    }

    /// The parts of line `line` (from 0) around `spans`, in about `width` columns.
    pub(super) fn new(source: &Source, line: usize, spans: &[Span], width: usize) -> Self {
        let bounds = source.line_span(line);
        let bounds = Span::new(if bounds.start == 0 { source.bom_len() } else { bounds.start }, bounds.end);
        let clip = |at: u32| at.clamp(bounds.start, bounds.end);
        let spans: Vec<Span> = spans.iter().map(|span| Span::new(clip(span.start), clip(span.end))).collect();
        let kept =
            if fits(source.slice(bounds), width) { vec![bounds] } else { windows(source, bounds, &spans, width) };
        let mut excerpt = Self { text: String::new(), places: Vec::new() };
        let mut shown_to = bounds.start;
        for window in kept {
            if window.start > shown_to {
                excerpt.text.push_str(GAP);
            }
            excerpt.push(source, window, &spans);
            shown_to = window.end;
        }
        if shown_to < bounds.end {
            excerpt.text.push_str(GAP);
        }
        excerpt
    }

    fn push(&mut self, source: &Source, window: Span, spans: &[Span]) {
        let text = source.slice(window);
        for (offset, c) in text.char_indices() {
            self.mark(window.start + u32::try_from(offset).unwrap_or_default(), spans);
            push_visible(&mut self.text, c);
        }
        self.mark(window.end, spans);
    }

    fn mark(&mut self, at: u32, spans: &[Span]) {
        if spans.iter().any(|span| span.start == at || span.end == at) && self.places.last().is_none_or(|p| p.0 != at) {
            self.places.push((at, self.text.len()));
        }
    }
}

/// Whether a text has at most `width` characters; looks no further than that.
fn fits(text: &str, width: usize) -> bool {
    text.chars().nth(width).is_none()
}

/// What to keep of a line that is too long: the spans, or the ends of long ones, with room around them.
fn windows(source: &Source, bounds: Span, spans: &[Span], width: usize) -> Vec<Span> {
    let mut cores: Vec<Span> = Vec::new();
    for &span in spans {
        if fits(source.slice(span), 2 * ENDS + width / 4) {
            cores.push(span);
        } else {
            cores.push(Span::new(span.start, forward(source, span.start, span.end, ENDS)));
            cores.push(Span::new(backward(source, span.end, span.start, ENDS), span.end));
        }
    }
    cores.sort_unstable();
    cores.dedup();
    // The most room around each that still fits; a line that ends early on one side leaves more for the other.
    let length = |kept: &[Span]| kept.iter().map(|&span| source.slice(span).chars().count() + 2).sum::<usize>();
    let (mut least, mut most) = (6, width.max(7));
    while least + 1 < most {
        let room = usize::midpoint(least, most);
        if length(&around(source, bounds, &cores, room)) <= width { least = room } else { most = room }
    }
    around(source, bounds, &cores, least)
}

/// The cores with up to `room` characters on both sides, cut between words; what meets becomes one.
fn around(source: &Source, bounds: Span, cores: &[Span], room: usize) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::new();
    for core in cores {
        let start = word_start(source, backward(source, core.start, bounds.start, room), core.start);
        let end = word_end(source, forward(source, core.end, bounds.end, room), core.end);
        match kept.last_mut() {
            Some(last) if start <= last.end + 2 => last.end = last.end.max(end),
            _ => kept.push(Span::new(start, end)),
        }
    }
    kept
}

/// `count` characters on from `at`, at most `limit`.
fn forward(source: &Source, at: u32, limit: u32, count: usize) -> u32 {
    let text = source.slice(Span::new(at, limit));
    text.char_indices().nth(count).map_or(limit, |(offset, _)| at + u32::try_from(offset).unwrap_or_default())
}

/// `count` characters back from `at`, at least `limit`.
fn backward(source: &Source, at: u32, limit: u32, count: usize) -> u32 {
    let text = source.slice(Span::new(limit, at));
    let back = count.checked_sub(1).and_then(|nth| text.char_indices().rev().nth(nth));
    if count == 0 { at } else { back.map_or(limit, |(offset, _)| limit + u32::try_from(offset).unwrap_or_default()) }
}

/// The start of the first whole word from `at` on; where none is near, the next place between two characters as a
/// reader sees them.
fn word_start(source: &Source, at: u32, limit: u32) -> u32 {
    let before = source.slice(Span::new(0, at));
    if before.is_empty() || before.ends_with(char::is_whitespace) {
        return at;
    }
    let text = source.slice(Span::new(at, limit));
    match text.char_indices().take(14).find(|(_, c)| c.is_whitespace()) {
        Some((offset, space)) => at + u32::try_from(offset + space.len_utf8()).unwrap_or_default(),
        None => grapheme(source, at, limit),
    }
}

/// The end of the last whole word up to `at`, not before `limit`.
fn word_end(source: &Source, at: u32, limit: u32) -> u32 {
    let after = source.slice(Span::new(at, source.len()));
    if after.is_empty() || after.starts_with(char::is_whitespace) {
        return at;
    }
    let text = source.slice(Span::new(limit, at));
    match text.char_indices().rev().take(14).find(|(_, c)| c.is_whitespace()) {
        Some((offset, _)) => limit + u32::try_from(offset).unwrap_or_default(),
        None => grapheme(source, at, source.len()),
    }
}

/// The next boundary of a grapheme cluster from `at` on, so that no letter is parted from its accent.
fn grapheme(source: &Source, at: u32, limit: u32) -> u32 {
    let text = source.text();
    let mut cursor = GraphemeCursor::new(at as usize, text.len(), true);
    if cursor.is_boundary(text, 0).unwrap_or(true) {
        return at;
    }
    let next = cursor.next_boundary(text, 0).ok().flatten();
    next.and_then(|next| u32::try_from(next).ok()).unwrap_or(limit).min(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shown(line: &str, spans: &[(u32, u32)], width: usize) -> (String, Vec<String>) {
        let source = Source::new(line.to_owned()).expect("short");
        let spans: Vec<Span> = spans.iter().map(|&(start, end)| Span::new(start, end)).collect();
        let excerpt = Excerpt::new(&source, 0, &spans, width);
        let marked = spans.iter().map(|&span| excerpt.text[excerpt.range(span)].to_owned()).collect();
        (excerpt.text, marked)
    }

    #[test]
    fn short_lines_are_shown_whole() {
        assert_eq!(shown("Rain fell. .", &[(9, 12)], 40), ("Rain fell. .".to_owned(), vec![". .".to_owned()]));
    }

    #[test]
    fn long_lines_are_cut_between_words() {
        let line = format!("{}the boats. left{}", "many words ".repeat(20), " and more words".repeat(20));
        let at = u32::try_from(line.find(". left").unwrap()).unwrap();
        let (text, marked) = shown(&line, &[(at, at + 1)], 40);
        assert_eq!(text, "…words the boats. left and more…");
        assert_eq!(marked, ["."]);
    }

    #[test]
    fn far_places_of_one_line_are_shown_together() {
        let line = format!("“the island’s” {}end. “", "very long ".repeat(30));
        let len = u32::try_from(line.len()).unwrap();
        let (text, marked) = shown(&line, &[(len - 4, len), (0, 20)], 60);
        assert_eq!(text, "“the island’s” very long very long…long very long end. “");
        assert_eq!(marked, [" “", "“the island’s”"]);
    }

    #[test]
    fn hidden_characters_are_named_and_mapped() {
        let (text, marked) = shown("inter\u{200b}national", &[(5, 8)], 40);
        assert_eq!((text.as_str(), marked[0].as_str()), ("inter⟨U+200B⟩national", "⟨U+200B⟩"));
    }
}
