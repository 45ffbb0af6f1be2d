//! PO, the catalogs of gettext: the translation of each message, with the message beside it.
//!
//! Entries that are marked as fuzzy are read; those that are obsolete are comments. What is not translated is no prose.

use std::sync::Arc;

use super::message::{self, MESSAGE, Token};
use super::prose::ProseBuilder;
use super::writing::Writing;
use super::{Block, BlockKind, Field, Format, Parsed, segment};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;
use crate::span::Span;

pub(super) const FORMAT: Format = Format { name: "po", extensions: &["po", "pot"], holds_data: false, looks, parse };

fn looks(text: &str) -> bool {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let mut lines = lines.skip_while(|line| line.is_empty() || line.starts_with('#')).take(1);
    lines.any(|line| {
        ["msgid", "msgctxt"]
            .iter()
            .any(|key| line.strip_prefix(key).is_some_and(|text| text.trim_start().starts_with('"')))
    })
}

fn parse(source: &Source, _: &[Field]) -> Parsed {
    let mut catalog =
        Catalog { source, language: None, entry: Entry::default(), blocks: Vec::new(), diagnostics: Vec::new() };
    for number in 0..source.lines().len() {
        let line = source.line_span(number);
        catalog.line(Span::new(if number == 0 { source.bom_len().min(line.end) } else { line.start }, line.end));
    }
    catalog.close();
    Parsed { blocks: catalog.blocks, diagnostics: catalog.diagnostics }
}

struct Catalog<'s> {
    source: &'s Source,
    language: Option<Arc<str>>,
    entry: Entry,
    blocks: Vec<Block>,
    diagnostics: Vec<Diagnostic>,
}

/// A message and its translations, as far as they have been read. A text is the places of its strings.
#[derive(Debug, Default)]
struct Entry {
    key: Option<Key>,
    in_context: bool,
    message: Vec<Span>,
    plural: Vec<Span>,
    translations: Vec<(Key, Vec<Span>)>,
    broken: bool,
}

/// What a string belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Context,
    Message,
    Plural,
    /// The translation for one.
    Translation,
    /// The translation for other numbers.
    Others,
}

impl Catalog<'_> {
    fn line(&mut self, line: Span) {
        let line = trimmed(self.source, line);
        let text = self.source.slice(line);
        if text.is_empty() || text.starts_with('#') {
            if self.entry.broken || !self.entry.translations.is_empty() {
                self.close();
            }
            return;
        }
        if text.starts_with('"') {
            return match self.entry.key {
                Some(_) => self.string(line),
                None => self.fault(line, "a text stands here without a keyword such as `msgstr`"),
            };
        }
        let keyword = text.split(|c: char| c.is_whitespace() || c == '"').next().unwrap_or_default();
        let Some(key) = Key::of(keyword) else {
            return self
                .fault(line, "this line must be a comment, or begin with a keyword such as `msgid` or `msgstr`");
        };
        if matches!(key, Key::Context | Key::Message) && (self.entry.broken || !self.entry.translations.is_empty()) {
            self.close();
        }
        self.entry.key = Some(key);
        match key {
            Key::Context => self.entry.in_context = true,
            Key::Translation | Key::Others => self.entry.translations.push((key, Vec::new())),
            Key::Message | Key::Plural => {}
        }
        self.string(trimmed(self.source, Span::new(line.start + len(keyword), line.end)));
    }

    /// Takes the string at `at`, with its quotation marks.
    fn string(&mut self, at: Span) {
        let text = self.source.slice(at);
        let Some(inner) = text.strip_prefix('"') else {
            return self.fault(at, "the text must stand between quotation marks");
        };
        let mut escaped = false;
        let close = inner.find(|c| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        match close {
            None => self.fault(at, "the text is not closed; a `\"` is missing at the end of the line"),
            Some(close) if close + 1 < inner.len() => {
                self.fault(at, "a `\"` inside a text must be written `\\\"`, and nothing may stand behind the text");
            }
            Some(_) => {
                let inner = Span::new(at.start + 1, at.end - 1);
                match self.entry.key {
                    Some(Key::Message) => self.entry.message.push(inner),
                    Some(Key::Plural) => self.entry.plural.push(inner),
                    Some(Key::Translation | Key::Others) => {
                        self.entry.translations.last_mut().into_iter().for_each(|(_, spans)| spans.push(inner));
                    }
                    Some(Key::Context) | None => {}
                }
            }
        }
    }

    /// Reports what is wrong with an entry, once.
    fn fault(&mut self, at: Span, message: &str) {
        if !self.entry.broken {
            let mut fault = Diagnostic::new("invalid-po".into(), Severity::Error, at, message);
            fault.notes.push("The entry is not read before this is repaired.".to_owned());
            self.diagnostics.push(fault);
        }
        self.entry.broken = true;
    }

    /// Ends an entry.
    fn close(&mut self) {
        let entry = std::mem::take(&mut self.entry);
        if entry.broken {
            return;
        }
        let raw = |spans: &[Span]| spans.iter().map(|&span| self.source.slice(span)).collect::<String>();
        let is_header = !entry.in_context && entry.message.iter().all(|span| span.is_empty());
        if is_header {
            let header: String = entry.translations.first().map(|(_, spans)| raw(spans)).unwrap_or_default();
            let code = header.split("\\n").find_map(|line| line.trim().strip_prefix("Language:"));
            self.language = code.and_then(message::language);
            return;
        }
        for (key, spans) in &entry.translations {
            let message = if *key == Key::Others && !entry.plural.is_empty() { &entry.plural } else { &entry.message };
            let mark = access_mark(&raw(message), &raw(spans));
            let originals = paragraphs(self.source, message, mark);
            let blocks = paragraphs(self.source, spans, mark);
            let aligned = originals.len() == blocks.len();
            let whole = segment::text(&originals);
            for (index, block) in blocks.into_iter().enumerate() {
                let same = originals.get(index).filter(|_| aligned);
                let original = same.and_then(|block| segment::text(std::slice::from_ref(block)));
                let block = block.in_language(self.language.clone());
                self.blocks.push(block.translating(original.or_else(|| whole.clone())));
            }
        }
    }
}

impl Key {
    fn of(keyword: &str) -> Option<Self> {
        match keyword {
            "msgctxt" => Some(Self::Context),
            "msgid" => Some(Self::Message),
            "msgid_plural" => Some(Self::Plural),
            "msgstr" | "msgstr[0]" => Some(Self::Translation),
            _ => {
                let number = keyword.strip_prefix("msgstr[")?.strip_suffix(']')?;
                (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(Self::Others)
            }
        }
    }
}

/// The paragraphs of a text, which stands in the strings at `spans`. `mark` marks a key and is no prose.
fn paragraphs(source: &Source, spans: &[Span], mark: Option<char>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut prose = ProseBuilder::new(source);
    // Where there is markup, it matters what stands inside.
    let mut marked = false;
    for span in spans {
        let mut start = span.start;
        for (token, bytes) in message::tokens(source.slice(*span), true) {
            let at = Span::new(start, start + u32::try_from(bytes).unwrap_or_default());
            start = at.end;
            marked |= token == Token::Gone;
            match token {
                Token::Text => stretch(&mut prose, source, at, mark),
                Token::Escape => match source.slice(at) {
                    "\\n" => blocks.extend(block(&mut prose, marked)),
                    "\\t" | "\\r" | "\\v" | "\\f" => prose.gap(at),
                    "\\\"" => prose.decoded("\"", at),
                    "\\\\" => prose.decoded("\\", at),
                    _ => prose.opaque(at),
                },
                _ => message::append_token(&mut prose, token, at),
            }
        }
    }
    blocks.extend(block(&mut prose, marked));
    blocks
}

fn block(prose: &mut ProseBuilder<'_>, marked: bool) -> Option<Block> {
    const STRING: Writing = Writing::escaped(quoted);
    let block = prose.finish(BlockKind::Paragraph)?;
    let kind = message::kind(&segment::text(std::slice::from_ref(&block)).unwrap_or_default());
    // It does not matter in which of its strings a letter stands.
    let writing = MESSAGE.inside(STRING);
    Some(Block { kind, ..block }.written(if marked { writing } else { writing.runs() }))
}

/// Appends text that stands as it is.
fn stretch(prose: &mut ProseBuilder<'_>, source: &Source, at: Span, mark: Option<char>) {
    let text = source.slice(at);
    let shown = if prose.is_blank() { text.trim_start() } else { text };
    let at = Span::new(at.end - len(shown), at.end);
    match mark.and_then(|mark| access_key(shown, mark)).and_then(|place| shown.split_at_checked(place)) {
        Some((before, _)) => {
            let place = at.start + len(before);
            prose.verbatim(Span::new(at.start, place));
            prose.verbatim(Span::new(place + 1, at.end));
        }
        None => prose.verbatim(at),
    }
}

/// What marks the access key of a label, as in `_File` or `&File`, where the message and its translation have just one.
fn access_mark(message: &str, translation: &str) -> Option<char> {
    let single = |text: &str, mark| text.matches(mark).count() == 1 && access_key(text, mark).is_some();
    ['_', '&'].into_iter().find(|&mark| single(message, mark) && single(translation, mark))
}

/// Where `mark` stands before a letter at the beginning of a word, or anywhere in a short label.
fn access_key(text: &str, mark: char) -> Option<usize> {
    let at = text.find(mark)?;
    let before = text.get(..at)?.chars().next_back();
    let letter = text.get(at + 1..)?.starts_with(char::is_alphanumeric);
    let short = text.split_whitespace().count() <= 3 && before.is_some_and(char::is_lowercase);
    (letter && (short || !before.is_some_and(char::is_alphanumeric))).then_some(at)
}

fn trimmed(source: &Source, at: Span) -> Span {
    let text = source.slice(at);
    let start = at.end - len(text.trim_start());
    Span::new(start, start + len(text.trim()))
}

fn quoted(text: &str) -> Option<String> {
    (!text.contains(char::is_control)).then(|| text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::document::{Block, Document, Format, OPAQUE};
    use crate::source::Source;
    use crate::span::Span;

    #[track_caller]
    fn document(text: &str) -> Document {
        let po = Format::by_name("po").expect("it is registered");
        Document::parse(Source::new(text.to_owned()).expect("short"), po)
    }

    #[track_caller]
    fn texts(text: &str) -> Vec<(String, String)> {
        let document = document(text);
        assert_eq!(document.diagnostics(), []);
        let pair = |block: &Block| (document.prose(block).to_owned(), block.original().unwrap_or_default().to_owned());
        document.blocks().iter().map(pair).collect()
    }

    const HEADER: &str =
        "# Ferry\nmsgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: ferry\\n\"\n\"Language: de_AT\\n\"\n\n";

    #[test]
    fn translations_are_read_with_their_messages() {
        let entries = "#, fuzzy\n#| msgid \"no\"\nmsgctxt \"no\"\nmsgid \"The ferry\"\nmsgstr \"Die \"\n  \"Fähre\"\n\
                       #~ msgid \"no\"\n#~ msgstr \"no\"\nmsgid \"Empty\"\nmsgstr \"\"\n\n\
                       msgid \"%d boat\"\nmsgid_plural \"%d boats\"\nmsgstr[0] \"%d Boot\"\nmsgstr[1] \"%d Boote\"\n";
        let one = |text: &str| text.replace("%d", &OPAQUE.to_string());
        let found = [
            ("Die Fähre".to_owned(), "The ferry".to_owned()),
            (one("%d Boot"), one("%d boat")),
            (one("%d Boote"), one("%d boats")),
        ];
        assert_eq!(texts(&format!("\u{feff}{HEADER}{entries}")), found);
        let document = document(&format!("{HEADER}{entries}"));
        assert!(document.blocks().iter().all(|block| block.language() == Some("de-AT")));
    }

    #[test]
    fn strings_are_decoded() {
        let table = [
            (r#"Say \"no\" \\ 50%%\x41"#, vec!["Say \"no\" \\ 50%￼"]),
            (r"One.\nTwo.\n\n  Three.\t4", vec!["One.", "Two.", "Three. 4"]),
            (r"%(name)s has {n} <b>new</b> <x y> mail &amp; %1$s", vec!["￼ has ￼ new ￼ mail ￼ ￼"]),
            ("_Save as", vec!["Save as"]),
            ("Sa&ve", vec!["Save"]),
            ("%s", vec![]),
        ];
        for (text, prose) in table {
            let found = texts(&format!("msgid \"{text}\"\nmsgstr \"{text}\"\n"));
            let prose: Vec<_> = prose.iter().map(|text| text.replace('￼', &OPAQUE.to_string())).collect();
            assert_eq!(found, prose.iter().map(|text| (text.clone(), text.clone())).collect::<Vec<_>>(), "{text}");
        }
        let apart = texts("msgid \"a_b\"\nmsgstr \"Set the big max_size to 0.\\nOr not.\"\n");
        assert_eq!(apart[0], ("Set the big max_size to 0.".to_owned(), "a_b".to_owned()));
    }

    #[test]
    fn repairs_are_escaped_and_go_over_lines() {
        let table = [
            ("msgstr \"The the ferry\"", "The the", "A \"new\"", Some("msgstr \"A \\\"new\\\" ferry\"")),
            ("msgstr \"The \"\n\"the ferry\"", "The the", "The", Some("msgstr \"The\"\n\" ferry\"")),
            ("msgstr \"The <b>the</b> ferry\"", "The the", "The", None),
            ("msgstr \"The ferry\"", "The", "One\nTwo", None),
            ("msgstr \"The ferry\"", "The", "100%", None),
        ];
        for (text, old, new, repaired) in table {
            let document = document(&format!("msgid \"x\"\n{text}\n"));
            let block = &document.blocks()[0];
            let start = u32::try_from(document.prose(block).find(old).expect(text)).expect("short");
            let place = block.map().to_source(Span::new(start, start + u32::try_from(old.len()).expect("short")));
            let after = document.edits(place, new).map(|edits| {
                let mut source = document.source().text().to_owned();
                edits.iter().rev().for_each(|edit| source.replace_range(edit.span.range(), &edit.text));
                source
            });
            assert_eq!(after, repaired.map(|text| format!("msgid \"x\"\n{text}\n")), "{text}");
        }
    }

    #[test]
    fn broken_entries_are_reported_and_left_out() {
        let good = "\n\nmsgid \"a\"\nmsgstr \"It came.\"\n";
        let table = [
            ("msgid \"b\"\nmsgstr \"It left.", "\"It left."),
            ("msgid \"b\"\nmsgstr \"It \"left\".\"", "\"It \"left\".\""),
            ("msgid \"b\"\nmsgstr It left.\n\"no\"", "It left."),
            ("\"It left.\"", "\"It left.\""),
            ("msgid \"b\"\nmsgtsr \"It left.\"", "msgtsr \"It left.\""),
            ("msgid \"b\"\nmsgstr[] \"It left.\"", "msgstr[] \"It left.\""),
        ];
        for (entry, place) in table {
            let document = document(&format!("{entry}{good}"));
            let [fault] = document.diagnostics() else { panic!("{entry}") };
            assert_eq!((document.source().slice(fault.span), document.blocks().len()), (place, 1), "{entry}");
        }
    }

    #[test]
    fn it_looks_like_a_catalog() {
        assert_eq!(Format::by_content(HEADER).name, "po");
        assert_eq!(Format::by_content("# Notes\n\nmsgid is a keyword.\n").name, "markdown");
    }
}
