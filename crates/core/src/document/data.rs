//! What the formats of data have in common: which values are texts, and how the blocks of a text come out of its value.
//!
//! A reader of such a format decodes a value into prose with a map, and hands it to [`Texts`]. There the format of the
//! text parses it, and what comes out is mapped back through the value to the source.

#[cfg(test)]
pub(super) mod testing;

use super::map::SourceMap;
use super::prose::ProseBuilder;
use super::{Block, BlockKind, Field, Format, Parsed, Prose, Writing};
use crate::diagnostic::{Annotation, Diagnostic, Severity};
use crate::source::Source;
use crate::span::Span;

/// No more faults of one file are reported: a file that is broken throughout says nothing new after that.
const MOST_FAULTS: usize = 100;

/// Collects the texts of a file.
#[derive(Debug)]
pub(super) struct Texts<'s> {
    source: &'s Source,
    /// The fields to read, and whether each has been found.
    fields: Vec<(&'s Field, bool)>,
    /// The id under which faults of the file are reported.
    rule: &'static str,
    parsed: Parsed,
}

/// How a value is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    format: &'static Format,
    /// Whether nobody named the field, so that the value is read only if it looks like prose.
    guessed: bool,
}

impl<'s> Texts<'s> {
    pub(super) fn new(source: &'s Source, fields: &'s [Field], rule: &'static str) -> Self {
        Self { source, fields: fields.iter().map(|field| (field, false)).collect(), rule, parsed: Parsed::default() }
    }

    /// How the value at `path`, the names from the outermost on, is read; nothing where it is not.
    pub(super) fn choose(&mut self, path: &[impl AsRef<str>]) -> Option<Choice> {
        if self.fields.is_empty() {
            return Some(Choice { format: Format::plain(), guessed: true });
        }
        let (field, found) = self.fields.iter_mut().find(|(field, _)| matches(&field.path, path))?;
        *found = true;
        Some(Choice { format: Format::by_name(field.format).unwrap_or(Format::plain()), guessed: false })
    }

    /// Takes a value, decoded, whose innermost name is `name` and in which repairs are written as `writing` says.
    pub(super) fn add(&mut self, choice: Choice, name: &str, mut value: ProseBuilder<'_>, writing: Writing) {
        let kind = kind_of(name);
        let Some(Block { prose: Prose::Built(text), map, .. }) = value.finish(kind) else { return };
        if choice.guessed && !looks_like_prose(&text) {
            return;
        }
        // No value is longer than its source, but for the escapes of some characters, and a source has an end.
        let Ok(inner) = Source::new(text) else { return };
        let Parsed { blocks, diagnostics } = (choice.format.parse)(&inner, &[]);
        self.parsed.blocks.extend(blocks.into_iter().map(|block| nested(block, &inner, &map, writing, kind)));
        self.parsed.diagnostics.extend(diagnostics.into_iter().map(|diagnostic| mapped(diagnostic, &map)));
    }

    /// Reports a fault of the file at `span`, and how to mend it: a sentence.
    pub(super) fn fault(&mut self, span: Span, message: impl Into<String>, way_out: impl Into<String>) {
        if self.parsed.diagnostics.len() < MOST_FAULTS {
            let mut diagnostic = Diagnostic::new(self.rule.into(), Severity::Error, span, message);
            diagnostic.notes.push(way_out.into());
            self.parsed.diagnostics.push(diagnostic);
        }
    }

    /// What was found, in the order of the source.
    pub(super) fn finish(self) -> Parsed {
        let Parsed { mut blocks, mut diagnostics } = self.parsed;
        blocks.sort_by_key(|block| block.map.start());
        diagnostics.sort_by(|left, right| left.sort_key().cmp(&right.sort_key()));
        let start = Span::empty(self.source.bom_len());
        for (field, _) in self.fields.iter().filter(|(_, found)| !found) {
            let message = format!("no value stands at the field `{}`", field.path);
            let mut missing = Diagnostic::new("missing-field".into(), Severity::Warning, start, message);
            missing.notes.push(
                "A field is called by its names from the outermost on, without those of lists, as in `items.title`; \
                 `*` stands for any name."
                    .to_owned(),
            );
            diagnostics.push(missing);
        }
        Parsed { blocks, diagnostics }
    }
}

/// Decodes a value from its first byte to its last.
#[derive(Debug)]
pub(super) struct Decoder<'s> {
    source: &'s Source,
    prose: ProseBuilder<'s>,
    at: usize,
    end: usize,
}

impl<'s> Decoder<'s> {
    pub(super) fn new(source: &'s Source, value: Span) -> Self {
        Self { source, prose: ProseBuilder::new(source), at: value.start as usize, end: value.end as usize }
    }

    /// What is still to be decoded.
    pub(super) fn rest(&self) -> &'s str {
        self.source.text().get(self.at..self.end).unwrap_or_default()
    }

    /// The next `len` bytes stand as they are.
    pub(super) fn as_is(&mut self, len: usize) {
        self.prose.verbatim(span(self.at, self.at + len));
        self.at += len;
    }

    /// The next `len` bytes mean `text`.
    pub(super) fn means(&mut self, text: &str, len: usize) {
        self.prose.decoded(text, span(self.at, self.at + len));
        self.at += len;
    }

    /// The next `len` bytes, an escape, mean a character.
    pub(super) fn means_char(&mut self, c: char, len: usize) {
        self.means(c.encode_utf8(&mut [0; 4]), len);
    }

    /// The value, where it is the text that another reader made of it. Otherwise that text as a whole, so that it is
    /// read, but repaired nowhere.
    pub(super) fn checked(self, text: &str, value: Span, writing: Writing) -> (ProseBuilder<'s>, Writing) {
        if self.prose.text().trim() == text.trim() {
            return (self.prose, writing);
        }
        let mut whole = ProseBuilder::new(self.source);
        whole.decoded(text, value);
        (whole, Writing::escaped(|_| None))
    }

    pub(super) fn finish(self) -> ProseBuilder<'s> {
        self.prose
    }
}

/// The character that the `digits` hexadecimal digits after the first two bytes of `rest` stand for, as in `\u00e9`.
pub(super) fn hexadecimal(rest: &str, digits: usize) -> Option<char> {
    let code = rest.get(2..2 + digits)?;
    let all = code.bytes().all(|byte| byte.is_ascii_hexdigit());
    all.then(|| u32::from_str_radix(code, 16).ok()).flatten().and_then(char::from_u32)
}

/// A span of a source, from offsets within its text.
pub(super) fn span(start: usize, end: usize) -> Span {
    // A source is at most 4 GiB long.
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(byte(start), byte(end.max(start)))
}

/// Whether `pattern` names the value at `path`. A name may have dots itself, and `*` is any name.
fn matches(pattern: &str, path: &[impl AsRef<str>]) -> bool {
    let mut rest = Some(pattern);
    for name in path {
        let after = |name: &str| {
            let after = rest?.strip_prefix(name)?;
            if after.is_empty() { Some(None) } else { after.strip_prefix('.').map(Some) }
        };
        match after(name.as_ref()).or_else(|| after("*")) {
            Some(left) => rest = left,
            None => return false,
        }
    }
    rest.is_none()
}

/// What a value is by its name.
fn kind_of(name: &str) -> BlockKind {
    let name = name.to_lowercase();
    let is = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    match () {
        () if is(&["title", "headline", "summary", "description", "abstract", "excerpt", "teaser", "kicker"]) => {
            BlockKind::Metadata
        }
        () if is(&["caption"]) => BlockKind::Caption,
        () if is(&["alt", "alttext", "alt_text"]) => BlockKind::Attribute,
        () => BlockKind::Paragraph,
    }
}

/// Whether a text is prose, as far as one can tell without reading it: three words with letters, and no place.
fn looks_like_prose(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
    let several = words.next().is_some();
    // The names of folders may have spaces.
    let is_rooted = first.contains("://") || first.starts_with(['/', '~', '.', '\\']) || first.contains(":\\");
    let is_place = is_rooted && last.contains(['/', '\\']);
    several && !is_place && text.chars().any(char::is_alphabetic)
}

/// A block of the text of a value as a block of the source.
fn nested(block: Block, inner: &Source, outer: &SourceMap, writing: Writing, kind: BlockKind) -> Block {
    let text = match block.prose {
        Prose::Verbatim(span) => inner.slice(span).to_owned(),
        Prose::Built(text) => text,
    };
    let map = block.map.through(outer, u32::try_from(text.len()).unwrap_or_default());
    let kind = match block.kind {
        // The first line of a text is its heading only where the text is more than a field.
        BlockKind::Paragraph | BlockKind::Heading if kind != BlockKind::Paragraph => kind,
        inner => inner,
    };
    let writing = block.writing.inside(writing);
    Block { kind, prose: Prose::Built(text), map, writing, language: block.language, original: block.original }
}

/// What is wrong with the text of a value, said of the source. Its repairs know nothing of how the value is written.
fn mapped(diagnostic: Diagnostic, outer: &SourceMap) -> Diagnostic {
    let place = |span: Span| outer.to_source(span).span;
    let label = |label: Annotation| Annotation { span: place(label.span), ..label };
    let labels = diagnostic.labels.into_iter().map(label).collect();
    Diagnostic { span: place(diagnostic.span), labels, suggestions: Vec::new(), ..diagnostic }
}

#[cfg(test)]
mod tests {
    use super::testing::{Chance, faults, prose, read, repaired};
    use super::*;

    #[test]
    fn paths_name_values() {
        for (pattern, path, named) in [
            ("body", &["body"][..], true),
            ("body", &["items", "body"], false),
            ("body", &["bodywork"], false),
            ("items.title", &["items", "title"], true),
            ("items.title", &["items"], false),
            ("items", &["items", "title"], false),
            ("*.title", &["x", "title"], true),
            ("*", &["x", "title"], false),
            ("items.*", &["items", "title"], true),
            ("og.title", &["og.title"], true),
            ("a.og.title.b", &["a", "og.title", "b"], true),
            ("", &[], false),
            ("", &[""], true),
        ] {
            assert_eq!(matches(pattern, path), named, "{pattern} {path:?}");
        }
    }

    #[test]
    fn prose_is_told_from_what_machines_read() {
        for (text, prose) in [
            ("The ferry sailed.", true),
            ("The ferry", false),
            ("1 2 3 4", false),
            ("https://example.org/a-b-c", false),
            ("https://example.org/ has the timetable", true),
            ("/srv/My Old Harbour/photos/ferry.jpg", false),
            ("C:\\My Old Harbour\\ferry.jpg", false),
            ("... and the ferry sailed", true),
            ("", false),
        ] {
            assert_eq!(looks_like_prose(text), prose, "{text}");
        }
    }

    #[test]
    fn names_say_what_a_value_is() {
        for (name, kind) in [
            ("title", BlockKind::Metadata),
            ("metaDescription", BlockKind::Metadata),
            ("og:title", BlockKind::Metadata),
            ("body", BlockKind::Paragraph),
            ("caption", BlockKind::Caption),
        ] {
            assert_eq!(kind_of(name), kind, "{name}");
        }
    }

    #[test]
    fn a_field_is_read_in_its_format() {
        let text = r#"{"title": "Ferry", "body": "<h2>It \"came\"</h2><p>Q&amp;A at the <i>pier<\/i>.</p>", "no": "It was not read."}"#;
        let fields = [("body", "html"), ("title", "plain")];
        assert_eq!(prose("json", &fields, text), ["Ferry", "It \"came\"", "Q&A at the pier."]);
        let document = read("json", &fields, text);
        let kinds: Vec<_> = document.blocks().iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [BlockKind::Metadata, BlockKind::Heading, BlockKind::Paragraph]);
        assert_eq!(repaired(&document, "Q&A", "\"R&D\""), Some(text.replace("Q&amp;A", "\\\"R&amp;D\\\"")));
    }

    #[test]
    fn a_field_that_is_missing_is_reported() {
        let said = [("no value stands at the field `b`".to_owned(), String::new())];
        for (format, text) in
            [("json", "{\"a\": []}"), ("jsonl", "{\"a\": 1}\n"), ("yaml", "a: x"), ("toml", "a = 1"), ("csv", "a\nx")]
        {
            assert_eq!(faults(format, &[("a", "plain")], text), [], "{format}");
            assert_eq!(faults(format, &[("b", "plain"), ("*", "plain")], text), said, "{format}");
        }
    }

    /// What the formats give a meaning to.
    const TOKENS: &str = "\"¦'¦\\¦\n¦\r\n¦\r¦ ¦\t¦One two three.¦é😀¦: ¦:¦- ¦? ¦#¦ # ¦[¦]¦{¦}¦,¦|¦>¦|2¦>-¦&x ¦*x¦!t ¦!!str ¦\n---\n¦%¦@¦=¦\
                          [[¦]]¦\"\"\"¦'''¦\\u00e9¦\\ud83d¦\\x41¦key¦a.b¦1¦true¦\0¦\u{feff}¦\u{2028}¦;";

    #[test]
    fn nothing_is_too_broken() {
        let tokens: Vec<&str> = TOKENS.split('¦').collect();
        let mut chance = Chance(0x2545_f491_4f6c_dd1d);
        for _ in 0..5000 {
            let len = 1 + chance.below(30);
            let text: String = (0..len).map(|_| tokens[chance.below(tokens.len())]).collect();
            for format in ["json", "jsonl", "yaml", "toml", "csv", "tsv"] {
                let document = read(format, &[], &text);
                let on_characters = |fault: &Diagnostic| text.get(fault.span.range()).is_some();
                assert!(document.diagnostics().iter().all(on_characters), "{format} {text:?}");
                read(format, &[("key", "html"), ("1", "plain")], &text);
            }
        }
    }
}
