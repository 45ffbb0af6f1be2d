//! Every format: its sample has nothing wrong in it, prose leads back to its bytes, and a planted fault is repaired in its
//! place and nowhere else.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use copydesk_core::diagnostic::{Applicability, Severity};
use copydesk_core::document::{Document, FORMATS, Fit, Format};
use copydesk_core::lint::lint;
use copydesk_core::repair::repair;
use copydesk_core::rule::RuleSet;
use copydesk_core::source::Source;
use copydesk_core::span::Span;

use crate::support::Desk;

/// Formats of the parts of packages, which have no files of their own.
const PARTS: [&str; 2] = ["docx", "odt"];

fn samples() -> Vec<(&'static Format, PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let extension = path.extension().unwrap().to_str().unwrap();
        let format = Format::by_extension(extension).unwrap_or_else(|| panic!("no format reads {}", path.display()));
        let text = fs::read_to_string(&path).unwrap();
        found.push((format, path, text));
    }
    found.sort_by(|left, right| left.1.cmp(&right.1));
    let plain = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles/clean-curly.txt");
    found.extend(fs::read_to_string(&plain).ok().map(|text| (Format::plain(), plain, text)));
    found
}

fn parse(text: &str, format: &'static Format) -> Document {
    Document::parse(Source::new(text.to_owned()).unwrap(), format)
}

/// Words of the prose of a document in small letters, with their bytes in it: names may stand twice.
fn words(document: &Document) -> Vec<(usize, Span)> {
    let mut words = Vec::new();
    for (number, block) in document.blocks().iter().enumerate() {
        let prose = document.prose(block);
        let mut from = 0;
        for word in prose.split(|c: char| !c.is_alphabetic()) {
            let at = u32::try_from(from).unwrap();
            if word.len() > 3 && word.starts_with(char::is_lowercase) {
                words.push((number, Span::new(at, at + u32::try_from(word.len()).unwrap())));
            }
            let end = from + word.len();
            from = end + prose[end..].chars().next().map_or(0, char::len_utf8);
        }
    }
    words
}

#[test]
fn every_format_has_a_sample_that_is_sound() {
    let samples = samples();
    for format in FORMATS.iter().filter(|format| !PARTS.contains(&format.name)) {
        assert!(samples.iter().any(|(known, ..)| known.name == format.name), "`{}` has no sample", format.name);
    }
    let rules = copydesk_builtin::rules();
    for (format, path, text) in samples {
        let document = parse(&text, format);
        assert!(document.blocks().len() >= 5, "{}", path.display());
        let mut found = lint(&document, "en", &rules);
        found.retain(|found| found.severity > Severity::Note);
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
}

#[test]
fn prose_leads_back_to_its_bytes() {
    for (format, path, text) in samples() {
        let document = parse(&text, format);
        for block in document.blocks() {
            let prose = document.prose(block);
            for (at, c) in prose.char_indices() {
                let span = Span::new(u32::try_from(at).unwrap(), u32::try_from(at + c.len_utf8()).unwrap());
                let place = block.map().to_source(span);
                let there = document.source().slice(place.span);
                // Letters stand in the source as they are, but for those that an escape writes.
                let decoded = !c.is_alphanumeric() || there.contains(['&', '\\']);
                let same = there == c.to_string() || place.fit == Fit::Wide || decoded;
                assert!(same && !there.is_empty(), "{}: {c:?} of {prose:?} is {there:?}", path.display());
            }
        }
    }
}

#[test]
fn a_planted_fault_is_repaired_byte_for_byte() {
    let rules = copydesk_builtin::rules();
    for (format, path, text) in samples() {
        let document = parse(&text, format);
        let (mut planted, mut repaired) = (0, 0);
        for (number, word) in words(&document).into_iter().step_by(3) {
            let block = &document.blocks()[number];
            let place = block.map().to_source(word);
            if place.fit != Fit::Exact || block.language().is_some_and(|language| !language.starts_with("en")) {
                continue;
            }
            planted += 1;
            repaired += usize::from(plant(&rules, format, &text, place.span, &path));
        }
        assert!(planted >= 5 && repaired * 4 >= planted * 3, "{}: {repaired} of {planted}", path.display());
    }
}

/// Doubles the word at `word`, and tells whether it is repaired; what is repaired must be the text as it was.
fn plant(rules: &RuleSet, format: &'static Format, text: &str, word: Span, path: &Path) -> bool {
    let (head, tail) = text.split_at(word.end as usize);
    let faulty = format!("{head} {}{tail}", &text[word.range()]);
    let doubled = |found: &copydesk_core::diagnostic::Diagnostic| &*found.rule == "repetition/doubled-word";
    let source = Source::new(faulty.clone()).unwrap();
    let after = repair(source, format, "en", rules, Applicability::Unsafe, doubled).document.into_source();
    assert!(after.text() == text || after.text() == faulty, "{}: {}", path.display(), difference(text, after.text()));
    after.text() == text
}

/// Where two texts begin to differ.
fn difference(left: &str, right: &str) -> String {
    let at = left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count();
    let near = |text: &str| {
        String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(30)..(at + 30).min(text.len())]).into_owned()
    };
    format!("{:?} is {:?}", near(left), near(right))
}

#[test]
fn packages_of_an_office_program_are_repaired_and_nothing_else_in_them_changes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/office");
    for (name, part) in [
        ("ferry.docx", "word/document.xml"),
        ("ferry.odt", "content.xml"),
        ("ferry.epub", "OEBPS/sections/section0001.xhtml"),
    ] {
        let desk = Desk::with(&[]);
        let old = fs::read(folder.join(name)).unwrap();
        desk.write(name, old.clone());
        let said = desk.run(&["check", "--format", "json", name]);
        assert!(said.out.contains(&format!("\"part\":\"{part}\"")), "{}", said.out);
        assert_eq!(desk.run(&["fix", "--unsafe-fixes", name]).status, 0);
        let new = fs::read(desk.path(name)).unwrap();
        assert_eq!(names(&old), names(&new));
        for other in names(&old).iter().filter(|other| *other != part) {
            assert_eq!(read(&old, other), read(&new, other), "{other}");
        }
        let text = String::from_utf8(read(&new, part)).unwrap();
        for (fixed, faulty) in
            [("The old ferry", "The the"), ("in Gothenburg. He", "Gothenburg.."), ("a long time", "along time")]
        {
            assert!(text.contains(fixed) && !text.contains(faulty), "{name}: {fixed}");
        }
        assert_eq!(desk.run(&["check", name]).status, 0, "{name}");
    }
}

fn names(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.file_names().map(|name| name.unwrap().into_owned()).collect()
}

fn read(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut part).unwrap();
    part
}
