//! What other tools put into Markdown: shortcodes, template tags, expressions, directives.

use std::borrow::Cow;

use crate::source::Source;
use crate::span::Span;

/// The holes of a source, in order.
#[derive(Debug)]
pub(super) struct Holes(Vec<Span>);

/// No tag of a template is longer, in bytes.
const LONGEST: usize = 2000;

/// How template tags and expressions begin and end; the longest beginnings come first.
const TAGS: [(&str, &str); 5] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("{:", "}"), ("{", "}")];

impl Holes {
    pub(super) fn of(source: &Source) -> Self {
        let text = source.text();
        let mut holes: Vec<Span> = Vec::new();
        for at in memchr::memchr_iter(b'{', text.as_bytes()) {
            let inside = holes.last().is_some_and(|hole| at < hole.end as usize);
            if let Some(end) = tag_end(text, at).filter(|_| !inside) {
                holes.push(span(at, end));
            }
        }
        Self(holes)
    }

    /// The holes that share a byte with `span`.
    pub(super) fn within(&self, span: Span) -> Vec<Span> {
        let first = self.0.partition_point(|hole| hole.end <= span.start);
        self.0[first..].iter().take_while(|hole| hole.start < span.end).copied().collect()
    }
}

/// The byte behind the tag that begins at byte `at`, if one does.
fn tag_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let (open, close) = TAGS.into_iter().find(|(open, _)| rest.starts_with(open))?;
    let inside = &rest[open.len()..];
    let limit = inside.char_indices().map(|(at, _)| at).take_while(|&at| at <= LONGEST).last().unwrap_or_default();
    let paragraph = inside[..limit].find("\n\n").unwrap_or(limit);
    let end = inside.get(..(paragraph + close.len()).min(inside.len())).unwrap_or(&inside[..paragraph]).find(close)?;
    // `{like this}` may be a writer's bracket; an expression has no spaces but around operators.
    let words = open == "{" && inside[..end].trim().contains(' ');
    (!words).then(|| at + open.len() + end + close.len())
}

/// The text from byte `base` on, with blanks in the place of lines that begin or end a directive: `:::note`, `:::`.
pub(super) fn without_directives(source: &Source, base: u32) -> Cow<'_, str> {
    let text = source.slice(Span::new(base, source.len()));
    if !text.contains(":::") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_inclusive('\n').map(blanked).collect())
}

/// A line as it is, or, where it is one of a directive, with as many blanks as it has bytes.
fn blanked(line: &str) -> String {
    if !line.trim_start().starts_with(":::") {
        return line.to_owned();
    }
    line.chars().map(|c| if matches!(c, '\n' | '\r') { c.to_string() } else { " ".repeat(c.len_utf8()) }).collect()
}

/// Whether a paragraph is a line of a program in MDX: an import or an export.
pub(super) fn is_module_line(text: &str) -> bool {
    let import = text.starts_with("import ")
        && (text.contains(" from '") || text.contains(" from \"") || text.starts_with("import '"));
    let export = ["const ", "default ", "function ", "let ", "{"]
        .iter()
        .any(|what| text.strip_prefix("export ").is_some_and(|rest| rest.starts_with(what)));
    import || export && text.contains(['=', '(', '{', ';'])
}

fn span(start: usize, end: usize) -> Span {
    // A source is at most 4 GiB long.
    let place = |at: usize| u32::try_from(at).unwrap_or_default();
    Span::new(place(start), place(end))
}
