//! The way rustc shows an error: the place, what is wrong, and the repair.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Message, Origin, Patch, Renderer, Snippet};
use copydesk_core::diagnostic::{Diagnostic, Severity, Suggestion};
use copydesk_core::source::Source;
use copydesk_core::span::Span;

use super::excerpt::Excerpt;
use super::{Checked, CheckedText, Report, ReportFormat, Style};
use crate::visible::{one_line, visible, visible_name};

pub(super) const FORMAT: ReportFormat = ReportFormat {
    name: "human",
    help: "the text around each finding, with labels and repairs",
    for_people: true,
    in_bytes: false,
    new: |style| Box::new(Human(style)),
};

#[derive(Debug)]
struct Human(Style);

/// Lines that are no further apart are shown in one piece.
const NEAR: usize = 3;
/// The renderer cuts nothing: excerpts fit already.
const UNCUT: usize = 100_000;
/// The narrowest excerpt that still says something.
const NARROWEST: usize = 40;

impl Report for Human {
    fn file(&self, checked: &Checked) -> String {
        let text = |text: &CheckedText| -> String {
            let name = checked.name(text);
            text.diagnostics.iter().map(|diagnostic| self.render(&name, &text.source, diagnostic)).collect()
        };
        checked.texts.iter().map(text).collect()
    }
}

/// A diagnostic of a rule file or a configuration file.
pub fn render_problem(style: Style, path: &str, source: &Source, problem: &Diagnostic) -> String {
    Human(style).render(path, source, problem)
}

/// A span with its label; the primary one is marked.
type Annotated = (Span, Option<String>, bool);

/// Some lines of the source that are shown together.
struct Piece {
    first_line: usize,
    lines: Vec<Excerpt>,
    annotations: Vec<Annotated>,
}

impl Human {
    fn render(&self, path: &str, source: &Source, diagnostic: &Diagnostic) -> String {
        let path = visible_name(path);
        let (message, rule) = (one_line(&diagnostic.message), &*diagnostic.rule);
        let at = source.position(diagnostic.span.start);
        let level = level(diagnostic.severity);
        let pieces = self.pieces(source, diagnostic);
        let mut group = Group::with_title(level.primary_title(message.as_str()).id(rule))
            .element(Origin::path(path.as_str()).line(at.line).char_column(at.column));
        let texts: Vec<String> = pieces.iter().map(Piece::text).collect();
        for (piece, text) in pieces.iter().zip(&texts) {
            group = group.element(piece.snippet(text));
        }
        let notes: Vec<_> = diagnostic.notes.iter().map(|note| one_line(note)).collect();
        group = group.elements(notes.iter().map(|note| Element::from(Level::NOTE.message(note.as_str()))));
        let others = others(diagnostic);
        let help = diagnostic.suggestions.first().map(|first| Help::new(self, source, diagnostic, first));
        let shown = help.as_ref().is_some_and(Help::has_patch);
        let words: Vec<Message<'_>> = help
            .iter()
            .filter(|_| !shown)
            .map(|help| Level::HELP.message(help.message.as_str()))
            .chain(others.iter().filter(|_| !shown).map(|others| Level::HELP.message(others.as_str())))
            .collect();
        group = group.elements(words);
        let mut groups = vec![group];
        if let Some(help) = help.as_ref().filter(|_| shown) {
            groups.push(help.group(others.as_deref()));
        }
        let renderer = if self.0.color { Renderer::styled() } else { Renderer::plain() };
        without_empty_origins(&renderer.term_width(UNCUT).render(&groups))
    }

    /// How many columns an excerpt may have beside the line numbers.
    fn room(&self, source: &Source) -> usize {
        let gutter = source.lines().len().to_string().len() + 3;
        self.0.width.saturating_sub(gutter + 2).max(NARROWEST)
    }

    /// The places of a diagnostic, the primary one first, neighbours together.
    fn pieces(&self, source: &Source, diagnostic: &Diagnostic) -> Vec<Piece> {
        let label = |text: &String| one_line(text);
        let mut all = vec![(diagnostic.span, diagnostic.label.as_ref().map(label), true)];
        all.extend(diagnostic.labels.iter().map(|other| (other.span, Some(label(&other.text)), false)));
        let mut pieces: Vec<(usize, usize, Vec<Annotated>)> = Vec::new();
        for annotation in all {
            let (first, last) = lines(source, annotation.0);
            match pieces.iter_mut().find(|(from, to, _)| first <= *to + NEAR && *from <= last + NEAR) {
                Some((from, to, annotations)) => {
                    (*from, *to) = ((*from).min(first), (*to).max(last));
                    annotations.push(annotation);
                }
                None => pieces.push((first, last, vec![annotation])),
            }
        }
        let room = self.room(source);
        pieces
            .into_iter()
            .map(|(first, last, annotations)| Piece::new(source, first, last, annotations, room))
            .collect()
    }
}

impl Piece {
    fn new(source: &Source, first_line: usize, last: usize, annotations: Vec<Annotated>, room: usize) -> Self {
        let spans: Vec<Span> = annotations.iter().map(|(span, ..)| *span).collect();
        let excerpt = |line, width| {
            let bounds = source.line_span(line);
            let here: Vec<Span> = spans.iter().copied().filter(|span| span.touches(bounds)).collect();
            Excerpt::new(source, line, &here, width)
        };
        let with_width = |width| (first_line..=last).map(|line| excerpt(line, width)).collect();
        let mut piece = Self { first_line, lines: with_width(room), annotations };
        // A label stands to the right of its span; a narrower excerpt moves the span to the left.
        let mut width = room;
        while piece.widest_label() > room && width > NARROWEST / 2 {
            width -= 4;
            piece.lines = with_width(width);
        }
        piece
    }

    /// The column in which the label ends that reaches furthest to the right.
    fn widest_label(&self) -> usize {
        let text = self.text();
        let end = |(span, label, _): &Annotated| {
            let before = &text[..self.range(*span).end];
            let column = before.chars().rev().take_while(|&c| c != '\n').count();
            label.as_ref().map_or(0, |label| column + 1 + label.chars().count())
        };
        self.annotations.iter().map(end).max().unwrap_or_default()
    }

    fn text(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    fn snippet<'a>(&'a self, text: &'a str) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let mut snippet = Snippet::source(text).line_start(self.first_line + 1);
        for (span, label, primary) in &self.annotations {
            let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet = snippet.annotation(kind.span(self.range(*span)).label(label.as_deref()));
        }
        snippet
    }

    /// Where a span of the source stands in the text of the piece.
    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let mut before = 0;
        let mut found: Option<std::ops::Range<usize>> = None;
        for line in &self.lines {
            let range = line.range(span);
            let knows = line.knows(span);
            if knows.0 {
                found = Some(before + range.start..before + range.end);
            }
            if knows.1 {
                found = Some(found.map_or(before + range.start, |found| found.start)..before + range.end);
            }
            before += line.text.len() + 1;
        }
        found.unwrap_or(0..0)
    }
}

/// The first suggestion: in words, and as a patch where it stays on one line.
struct Help {
    message: String,
    line: usize,
    excerpt: Option<Excerpt>,
    edits: Vec<(Span, String)>,
}

impl Help {
    fn new(human: &Human, source: &Source, diagnostic: &Diagnostic, first: &Suggestion) -> Self {
        let message = one_line(&first.message);
        let edits: Vec<(Span, String)> =
            first.edits.iter().map(|edit| (edit.span, visible(&edit.text).into_owned())).collect();
        let line = lines(source, diagnostic.span).0;
        let bounds = source.line_span(line);
        let on_line = |(span, text): &(Span, String)| bounds.contains(*span) && !text.contains('\n');
        let patched = !edits.is_empty() && edits.iter().all(on_line);
        let spans: Vec<Span> = edits.iter().map(|(span, _)| *span).collect();
        let excerpt = patched.then(|| Excerpt::new(source, line, &spans, human.room(source)));
        Self { message, line, excerpt, edits }
    }

    /// Line breaks that come or go are better told than drawn.
    fn has_patch(&self) -> bool {
        self.excerpt.is_some()
    }

    fn group<'a>(&'a self, others: Option<&'a str>) -> Group<'a> {
        let mut group = Group::with_title(Level::HELP.secondary_title(self.message.as_str()));
        if let Some(excerpt) = &self.excerpt {
            let patches = self.edits.iter().map(|(span, text)| Patch::new(excerpt.range(*span), text.as_str()));
            group = group.element(Snippet::source(&excerpt.text).line_start(self.line + 1).patches(patches));
        }
        group.elements(others.map(|others| Level::HELP.message(others)))
    }
}

/// The suggestions after the first, in one line.
fn others(diagnostic: &Diagnostic) -> Option<String> {
    let rest = diagnostic.suggestions.get(1..).filter(|rest| !rest.is_empty())?;
    let say = |suggestion: &Suggestion| {
        let message = one_line(&suggestion.message);
        let short = message.strip_prefix("did you mean ").or_else(|| message.strip_prefix("write "));
        short.unwrap_or(&message).trim_end_matches('?').to_owned()
    };
    Some(format!("or {}", rest.iter().map(say).collect::<Vec<_>>().join(", or ")))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The first and the last line (from 0) that a span touches.
fn lines(source: &Source, span: Span) -> (usize, usize) {
    let last = if span.is_empty() { span.start } else { span.end - 1 };
    (source.lines().line_of(span.start), source.lines().line_of(last))
}

/// The rendering without the lines that hold nothing but the mark of an origin: the renderer draws one for each
/// snippet that has no path, and the true path stands above already.
fn without_empty_origins(rendered: &str) -> String {
    let mut out: String =
        rendered.lines().filter(|line| plain(line).trim() != ":::").flat_map(|line| [line, "\n"]).collect();
    out.push('\n');
    out
}

/// A line without colour.
fn plain(line: &str) -> String {
    anstream::adapter::strip_str(line).to_string()
}
