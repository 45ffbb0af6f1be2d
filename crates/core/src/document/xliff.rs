//! XLIFF 1.2 and 2.x: the target of each unit, with its source beside it.
//!
//! Proposals for other texts, notes, and what is not to be translated or is not translated yet are left out.

use std::sync::Arc;

use super::xml::{Event, Reader, Tag};
use super::{Block, Field, Format, Parsed, message, segment};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;

pub(super) const FORMAT: Format =
    Format { name: "xliff", extensions: &["xlf", "xliff"], holds_data: false, looks, parse };

const RULE: &str = "invalid-xliff";

fn looks(text: &str) -> bool {
    begins_with_element(text, "xliff")
}

/// Whether `text` is XML whose outermost element has the local name `name`, as far as its first lines tell.
pub(super) fn begins_with_element(text: &str, name: &str) -> bool {
    let mut rest = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    for _ in 0..16 {
        let Some(tag) = rest.strip_prefix('<') else { return false };
        let behind = match tag.chars().next() {
            Some('?') => tag.split_once("?>"),
            Some('!') if tag.starts_with("!--") => tag.split_once("-->"),
            Some('!') => tag.split_once('>'),
            _ => {
                let found = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
                return found == name || found.split_once(':').is_some_and(|(_, local)| local == name);
            }
        };
        let Some((_, behind)) = behind else { return false };
        rest = behind.trim_start();
    }
    false
}

fn parse(source: &Source, _: &[Field]) -> Parsed {
    let mut reader = Reader::new(source, RULE);
    let mut file = File::new(source);
    let mut stranger = None;
    while let Some((event, at)) = reader.next() {
        let Event::Start(tag) = event else { continue };
        if reader.depth() == 1 && tag.name.local != "xliff" {
            stranger = Some(at);
            break;
        }
        file.start(&tag, &mut reader);
    }
    let stranger = stranger.map(|at| {
        Diagnostic::new(RULE.into(), Severity::Error, at, "this is no XLIFF: the outermost element must be `xliff`")
    });
    Parsed { blocks: file.blocks, diagnostics: reader.fault().into_iter().chain(stranger).collect() }
}

struct File<'s> {
    source: &'s Source,
    /// The language of all files, as XLIFF 2 tells it.
    whole: Option<Arc<str>>,
    language: Option<Arc<str>>,
    /// What the unit that is being read translates.
    original: Option<String>,
    /// Whether the segment that is being read waits for its translator.
    waits: bool,
    blocks: Vec<Block>,
}

impl<'s> File<'s> {
    const fn new(source: &'s Source) -> Self {
        Self { source, whole: None, language: None, original: None, waits: false, blocks: Vec::new() }
    }

    fn start(&mut self, tag: &Tag<'_>, reader: &mut Reader<'_>) {
        let language = |name| tag.value(name).and_then(|code| message::language(&code));
        match tag.name.local {
            _ if tag.value("translate").is_some_and(|value| value == "no") => reader.skip_element(),
            "header" | "note" | "notes" | "seg-source" | "alt-trans" | "prop-group" | "metadata" | "matches"
            | "glossary" | "changeTrack" | "originalData" | "skeleton" | "bin-unit" => reader.skip_element(),
            "xliff" => self.whole = language("trgLang"),
            "file" => self.language = language("target-language").or_else(|| self.whole.clone()),
            "trans-unit" | "segment" | "ignorable" => {
                self.original = None;
                self.waits = false;
            }
            "source" => self.original = segment::text(&segment::read(reader, self.source)),
            "target" if waits(tag) => reader.skip_element(),
            "target" => {
                let language = language("lang").or_else(|| self.language.clone());
                let blocks = segment::read(reader, self.source).into_iter();
                let original = &self.original;
                let block = |block: Block| block.in_language(language.clone()).translating(original.clone());
                self.blocks.extend(blocks.map(block));
            }
            _ => {}
        }
    }
}

/// Whether a target holds the place of a translation that is to come.
fn waits(tag: &Tag<'_>) -> bool {
    tag.value("state").is_some_and(|state| matches!(&state[..], "new" | "needs-translation"))
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Fit, Format, OPAQUE};
    use crate::source::Source;
    use crate::span::Span;

    #[track_caller]
    fn document(text: &str) -> Document {
        let xliff = Format::by_name("xliff").expect("it is registered");
        Document::parse(Source::new(text.to_owned()).expect("short"), xliff)
    }

    /// The targets in a file with the language `en-GB`: their language, text and source.
    #[track_caller]
    fn targets(units: &str) -> Vec<(String, String, String)> {
        let text = format!(
            "<?xml version='1.0'?><xliff version='1.2'><file source-language='de' target-language='en-GB'><body>{units}\
             </body></file></xliff>"
        );
        let document = document(&text);
        assert_eq!(document.diagnostics(), []);
        let side = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let tell = |block| {
            (side(crate::document::Block::language(block)), document.prose(block).to_owned(), side(block.original()))
        };
        document.blocks().iter().map(tell).collect()
    }

    fn target(text: &str) -> String {
        let found = targets(&format!("<trans-unit id='1'><source>Alt</source><target>{text}</target></trans-unit>"));
        found.into_iter().map(|(_, text, _)| text).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn targets_are_read_with_their_sources() {
        let units = "<group><trans-unit id='1'><source>Die <g id='1'>Fähre</g> kam.</source><seg-source>no</seg-source>\
                     <target xml:lang='en-US'>The <g id='1'>ferry</g> came.</target><note>no</note>\
                     <alt-trans><source>no</source><target>no</target></alt-trans></trans-unit></group>\
                     <trans-unit id='2'><source>Ja</source><target/></trans-unit>\
                     <trans-unit id='3' translate='no'><source>no</source><target>no</target></trans-unit>\
                     <trans-unit id='4'><source>no</source><target state='needs-translation'>no</target></trans-unit>\
                     <trans-unit id='5'><target state='final'>It left.</target></trans-unit>";
        let found = [("en-US", "The ferry came.", "Die Fähre kam."), ("en-GB", "It left.", "")];
        assert_eq!(targets(units), found.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    }

    #[test]
    fn version_two_has_segments() {
        let text = "<xliff version='2.0' srcLang='de' trgLang='fr'><file id='f'><unit id='1'><notes><note>no</note></notes>\
                    <segment><source>Ein <pc id='1'>Boot</pc>.</source><target>Un <pc id='1'>bateau</pc><ph id='2'/>.\
                    </target></segment><ignorable><source> </source><target> </target></ignorable>\
                    <segment><source>Zwei.</source><target>Deux.</target></segment></unit></file></xliff>";
        let document = document(text);
        let found: Vec<_> = document.blocks().iter().map(|b| (b.language(), document.prose(b), b.original())).collect();
        let first = format!("Un bateau{OPAQUE}.");
        assert_eq!(found, [(Some("fr"), &first[..], Some("Ein Boot.")), (Some("fr"), "Deux.", Some("Zwei."))]);
    }

    #[test]
    fn codes_are_no_prose() {
        let table = [
            ("a <x id='1'/> b <ph id='2'>&lt;i/&gt;</ph> c<it id='3'>x</it>", "a ￼ b ￼ c￼"),
            ("a <bpt id='1'>&lt;b&gt;</bpt>b<ept id='1'>&lt;/b&gt;</ept><bx id='2'/> c<ex id='2'/>", "a b c"),
            ("one<x id='1' ctype='lb'/>two", "one two"),
            ("a <x id='START_LINK'/>b<x id='CLOSE_LINK'/>", "a b"),
            ("Q&amp;A &#8217; &own; %d {n} 5%%", "Q&A ’ ￼ ￼ ￼ 5%"),
            ("&lt;b class=&quot;x&quot;&gt;A&lt;/b> 1 &lt; 2 &gt; 1", "A 1 < 2 > 1"),
            ("<![CDATA[<b>A</b> & B]]>", "A & B"),
            ("<mrk mtype='seg' mid='0'>One.</mrk><mrk mtype='seg' mid='1'>Two.</mrk>", "One. Two."),
            ("\n   One\n   two. \n", "One two."),
            ("One.\n\nTwo.", "One.|Two."),
        ];
        for (text, prose) in table {
            assert_eq!(target(text), prose.replace('￼', &OPAQUE.to_string()), "{text}");
        }
    }

    #[test]
    fn repairs_are_escaped() {
        let table = [
            ("A &amp; B.", "&", "& and", Some("&amp; and")),
            ("A <![CDATA[& B]]>.", "B", "C", Some("C")),
            ("A <![CDATA[& B]]>.", "B", "<", None),
            ("The ferry.", "ferry", "%s", None),
            ("The {x} ferry.", "The \u{fdd0}", "A", None),
        ];
        for (text, old, new, written) in table {
            let document = document(&format!(
                "<xliff><file><unit><segment><target>{text}</target></segment></unit></file></xliff>"
            ));
            let block = &document.blocks()[0];
            let start = u32::try_from(document.prose(block).find(old).expect(text)).expect("short");
            let span = Span::new(start, start + u32::try_from(old.len()).expect("short"));
            let edits = document.edits(block.map().to_source(span), new);
            assert_eq!(edits.map(|edits| edits[0].text.clone()).as_deref(), written, "{text}");
        }
    }

    #[test]
    fn spans_are_exact() {
        let text =
            "<xliff><file><unit><segment><target>Süd &amp; <g>Nord</g>see.</target></segment></unit></file></xliff>";
        let document = document(text);
        let block = &document.blocks()[0];
        let prose = document.prose(block);
        for (part, raw, fit) in
            [("Süd", "Süd", Fit::Exact), ("&", "&amp;", Fit::Exact), ("Nordsee", "Nord</g>see", Fit::Apart)]
        {
            let start = u32::try_from(prose.find(part).expect(part)).expect("short");
            let mapped = block.map().to_source(Span::new(start, start + u32::try_from(part.len()).expect("short")));
            assert_eq!((document.source().slice(mapped.span), mapped.fit), (raw, fit), "{part}");
        }
    }

    #[test]
    fn what_is_broken_is_reported() {
        let unit = "<trans-unit><target>It came.</target></trans-unit>";
        let table = [
            (format!("<xliff><file>{unit}<trans-unit><target>It <b>left.</target></xliff>"), 1, "</target>"),
            (format!("<xliff><file>{unit}"), 1, "file"),
            ("<html><target>No.</target></html>".to_owned(), 0, "<html>"),
            ("It came.".to_owned(), 0, ""),
        ];
        for (text, blocks, place) in table {
            let document = document(&text);
            let [fault] = document.diagnostics() else { panic!("{text}") };
            assert_eq!((document.blocks().len(), document.source().slice(fault.span)), (blocks, place), "{text}");
        }
    }

    #[test]
    fn nesting_and_entities_do_no_harm() {
        let deep = format!(
            "<xliff><file><unit><target>It came.{}{}</target></unit></file></xliff>",
            "<g>".repeat(500_000),
            "</g>".repeat(500_000)
        );
        assert_eq!(document(&deep).blocks().len(), 1);
        let marks = format!("<xliff><target>{}It came.</target></xliff>", "&lt;a".repeat(200_000));
        assert_eq!(document(&marks).blocks().len(), 1);
    }

    #[test]
    fn it_looks_like_xliff() {
        assert_eq!(
            Format::by_content("\u{feff}<?xml version='1.0'?>\n<!-- x -->\n<xliff version='1.2'>").name,
            "xliff"
        );
        assert_eq!(Format::by_content("<?xml version='1.0'?><!DOCTYPE tmx SYSTEM 'x'><tmx>").name, "tmx");
        assert_ne!(Format::by_content("The <xliff> element.").name, "xliff");
    }
}
