//! TMX, memories of translations: each text of a unit that is not its source.

use std::sync::Arc;

use super::xliff::begins_with_element;
use super::xml::{Event, Reader, Tag};
use super::{Block, Field, Format, Parsed, message, segment};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;

pub(super) const FORMAT: Format = Format { name: "tmx", extensions: &["tmx"], holds_data: false, looks, parse };

const RULE: &str = "invalid-tmx";

fn looks(text: &str) -> bool {
    begins_with_element(text, "tmx")
}

fn parse(source: &Source, _: &[Field]) -> Parsed {
    let mut reader = Reader::new(source, RULE);
    let mut memory = Memory { source, from: String::new(), unit: Unit::default(), blocks: Vec::new() };
    let mut stranger = None;
    while let Some((event, at)) = reader.next() {
        match event {
            Event::Start(tag) if reader.depth() == 1 && tag.name.local != "tmx" => {
                stranger = Some(at);
                break;
            }
            Event::Start(tag) => memory.start(&tag, &mut reader),
            Event::End(name) if name.local == "tu" => memory.close(),
            _ => {}
        }
    }
    // A unit that is not closed has been read as far as it goes.
    memory.close();
    let stranger = stranger.map(|at| {
        Diagnostic::new(RULE.into(), Severity::Error, at, "this is no TMX: the outermost element must be `tmx`")
    });
    Parsed { blocks: memory.blocks, diagnostics: reader.fault().into_iter().chain(stranger).collect() }
}

struct Memory<'s> {
    source: &'s Source,
    /// The language that the memory translates from.
    from: String,
    unit: Unit,
    blocks: Vec<Block>,
}

/// A text in several languages.
#[derive(Debug, Default)]
struct Unit {
    from: Option<String>,
    /// The language of the text that is being read.
    language: Option<Arc<str>>,
    texts: Vec<(Option<Arc<str>>, Vec<Block>)>,
}

impl Memory<'_> {
    fn start(&mut self, tag: &Tag<'_>, reader: &mut Reader<'_>) {
        let value = |name| tag.value(name).map(std::borrow::Cow::into_owned);
        match tag.name.local {
            "header" => {
                self.from = value("srclang").unwrap_or_default();
                reader.skip_element();
            }
            "note" | "prop" => reader.skip_element(),
            "tu" => self.unit = Unit { from: value("srclang"), ..Unit::default() },
            "tuv" => self.unit.language = value("lang").and_then(|code| message::language(&code)),
            "seg" => self.unit.texts.push((self.unit.language.clone(), segment::read(reader, self.source))),
            _ => {}
        }
    }

    /// Ends a unit: its source is known now, wherever it stood.
    fn close(&mut self) {
        let unit = std::mem::take(&mut self.unit);
        let from = message::language(unit.from.as_ref().unwrap_or(&self.from)).unwrap_or_default();
        let original = unit.source(&from);
        let text = original.and_then(|index| unit.texts.get(index)).and_then(|(_, blocks)| segment::text(blocks));
        for (index, (language, blocks)) in unit.texts.into_iter().enumerate() {
            if Some(index) != original {
                let block = |block: Block| block.in_language(language.clone()).translating(text.clone());
                self.blocks.extend(blocks.into_iter().map(block));
            }
        }
    }
}

impl Unit {
    /// Which of the texts is in the language `from`: `en` is `en-GB` as well where there is no `en`.
    fn source(&self, from: &str) -> Option<usize> {
        let position =
            |is: &dyn Fn(&str) -> bool| self.texts.iter().position(|(code, _)| code.as_deref().is_some_and(is));
        let narrower = |code: &str| code.split('-').next().is_some_and(|code| code.eq_ignore_ascii_case(from));
        position(&|code| code.eq_ignore_ascii_case(from)).or_else(|| position(&narrower))
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};
    use crate::source::Source;

    /// The language, text and source of each block, and how many faults there are.
    #[track_caller]
    fn read(text: &str) -> (Vec<String>, usize) {
        let tmx = Format::by_name("tmx").expect("it is registered");
        let document = Document::parse(Source::new(text.to_owned()).expect("short"), tmx);
        let tell = |block: &crate::document::Block| {
            format!("{:?} {} {:?}", block.language(), document.prose(block), block.original())
        };
        (document.blocks().iter().map(tell).collect(), document.diagnostics().len())
    }

    #[test]
    fn texts_that_are_not_the_source_are_read() {
        let unit = "<note>no</note><prop type='x'>no</prop><tuv xml:lang='fr'><seg>Le <hi>bac</hi>.</seg></tuv>\
                    <tuv xml:lang='EN-gb'><seg>The <bpt i='1'>&lt;b></bpt>ferry<ept i='1'>&lt;/b></ept>.</seg></tuv>\
                    <tuv lang='de'><seg>Die <hi>Fähre</hi>.</seg></tuv>";
        let (fr, en, de) = ("Some(\"fr\") Le bac.", "Some(\"EN-gb\") The ferry.", "Some(\"de\") Die Fähre.");
        let from_en = "Some(\"The ferry.\")";
        let table = [
            ("en-GB", "", vec![format!("{fr} {from_en}"), format!("{de} {from_en}")]),
            ("en", "", vec![format!("{fr} {from_en}"), format!("{de} {from_en}")]),
            ("*all*", "", vec![format!("{fr} None"), format!("{en} None"), format!("{de} None")]),
            ("en", "srclang='*all*'", vec![format!("{fr} None"), format!("{en} None"), format!("{de} None")]),
        ];
        for (from, of_unit, found) in table {
            let text = format!(
                "<tmx version='1.4'><header srclang='{from}'><note>no</note></header><body><tu {of_unit}>{unit}</tu></body></tmx>"
            );
            assert_eq!(read(&text), (found, 0), "{from}");
        }
    }

    #[test]
    fn what_is_broken_is_reported() {
        let unit = "<tu><tuv xml:lang='fr'><seg>Oui.</seg></tuv>";
        assert_eq!(read(&format!("<tmx><body>{unit}<tuv><seg>x")), (vec!["Some(\"fr\") Oui. None".to_owned()], 1));
        assert_eq!(read("<tm/>"), (vec![], 1));
        assert_eq!(read(&format!("<tmx>{unit}</body>")).1, 1);
    }
}
