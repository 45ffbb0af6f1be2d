//! Files that are archives of several texts: DOCX, ODT, EPUB.
//!
//! A package is opened into its parts, of which some are texts. Writing one back copies all other parts as they are, the
//! compressed bytes included.

use std::fmt;
use std::io::{Cursor, Read as _, Write as _};

use copydesk_core::document::Format;
use copydesk_core::source::{DecodeError, Source};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A kind of package, by the extension of its files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PackageKind {
    /// Its name.
    pub(crate) name: &'static str,
    /// The file name extensions that mean it, in small letters and without the dot.
    pub(crate) extensions: &'static [&'static str],
    /// The format of its texts.
    format: &'static str,
    /// The names of the parts that are texts, in the order in which they are read.
    texts: fn(&[String], ReadPart<'_>) -> Vec<String>,
}

/// Gives the text of a part by its name, if it is there and is one.
type ReadPart<'a> = &'a mut dyn FnMut(&str) -> Option<String>;

/// Every kind of package.
pub(crate) const KINDS: &[PackageKind] = &[
    PackageKind { name: "docx", extensions: &["docx", "docm", "dotx"], format: "docx", texts: docx_texts },
    PackageKind { name: "odt", extensions: &["odt", "ott"], format: "odt", texts: odt_texts },
    PackageKind { name: "epub", extensions: &["epub"], format: "html", texts: epub_texts },
];

/// No part that is a text may unpack to more bytes.
const LARGEST_PART: u64 = 256 << 20;

/// No package may have more parts.
const MOST_PARTS: usize = 65_536;

/// An archive and the texts in it.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    bytes: Vec<u8>,
    parts: Vec<Part>,
}

/// One text of a package.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Its name in the archive.
    pub(crate) name: String,
    /// Its text.
    pub(crate) source: Source,
    /// The format of the text.
    pub(crate) format: &'static Format,
}

/// Why a package could not be read or written.
#[derive(Debug)]
pub(crate) enum PackageError {
    /// It is no archive, or a broken one.
    Archive(ZipError),
    /// It has none of the parts in which its kind keeps its text.
    NoText(&'static str),
    /// A part unpacks to more bytes than a text can have, or there are too many parts.
    TooLarge(String),
    /// A part is no text.
    Part(String, DecodeError),
    /// A part has a character that its encoding lacks.
    Unwritable(String, char),
}

impl PackageKind {
    /// The kind that a file name extension means, whatever its case.
    pub(crate) fn by_extension(extension: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.extensions.iter().any(|known| known.eq_ignore_ascii_case(extension)))
    }
}

impl Package {
    /// Opens an archive. Nothing is unpacked but the parts that are texts, and those only up to a bound.
    ///
    /// # Errors
    /// Where it is no archive of its kind, or a part of it is no text.
    pub(crate) fn open(bytes: Vec<u8>, kind: &PackageKind) -> Result<Self, PackageError> {
        Self::open_up_to(bytes, kind, LARGEST_PART)
    }

    fn open_up_to(bytes: Vec<u8>, kind: &PackageKind, largest: u64) -> Result<Self, PackageError> {
        let mut archive = ZipArchive::new(Cursor::new(&bytes[..])).map_err(PackageError::Archive)?;
        if archive.len() > MOST_PARTS {
            return Err(PackageError::TooLarge(format!("{} parts", archive.len())));
        }
        let names: Vec<String> = names(&archive);
        let mut read =
            |name: &str| unpack(&mut archive, name, largest).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let texts = (kind.texts)(&names, &mut read);
        if texts.is_empty() {
            return Err(PackageError::NoText(kind.name));
        }
        let format = Format::by_name(kind.format).unwrap_or(Format::plain());
        let mut parts = Vec::new();
        for name in texts {
            let bytes = unpack(&mut archive, &name, largest)?;
            let source = Source::decode(bytes, None).map_err(|error| PackageError::Part(name.clone(), error))?;
            parts.push(Part { name, source, format });
        }
        Ok(Self { bytes, parts })
    }

    /// The texts, in the order in which they are read.
    pub(crate) fn into_parts(self) -> Vec<Part> {
        self.parts
    }

    /// The bytes of the archive.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The archive with other texts in the place of the parts of those names. All else is copied as it is.
    ///
    /// # Errors
    /// Where the archive cannot be read again, or an encoding lacks a character.
    pub(crate) fn with_texts(&self, texts: &[(&str, &Source)]) -> Result<Vec<u8>, PackageError> {
        let mut archive = ZipArchive::new(Cursor::new(&self.bytes[..])).map_err(PackageError::Archive)?;
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len())));
        writer.set_raw_comment(archive.comment().into()).map_err(PackageError::Archive)?;
        for number in 0..archive.len() {
            let entry = archive.by_index_raw(number).map_err(PackageError::Archive)?;
            let is_this = |name: &str| entry.name().is_ok_and(|known| known == name);
            let Some((name, source)) = texts.iter().find(|(name, _)| is_this(name)) else {
                writer.raw_copy_file(entry).map_err(PackageError::Archive)?;
                continue;
            };
            let mut options = SimpleFileOptions::default().compression_method(entry.compression());
            if let Some(time) = entry.last_modified() {
                options = options.last_modified_time(time);
            }
            if let Some(mode) = entry.unix_mode() {
                options = options.unix_permissions(mode);
            }
            let bytes = source.encode().map_err(|missing| PackageError::Unwritable((*name).to_owned(), missing))?;
            writer.start_file(*name, options).map_err(PackageError::Archive)?;
            writer.write_all(&bytes).map_err(|error| PackageError::Archive(error.into()))?;
        }
        writer.finish().map(Cursor::into_inner).map_err(PackageError::Archive)
    }
}

/// The names of the parts, but for those that are no text.
fn names(archive: &ZipArchive<Cursor<&[u8]>>) -> Vec<String> {
    archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect()
}

fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, largest: u64) -> Result<Vec<u8>, PackageError> {
    let entry = archive.by_name(name).map_err(PackageError::Archive)?;
    let mut bytes = Vec::new();
    // What the archive says of the size is not believed.
    entry.take(largest + 1).read_to_end(&mut bytes).map_err(|error| PackageError::Archive(error.into()))?;
    if bytes.len() as u64 > largest {
        return Err(PackageError::TooLarge(format!("the part `{name}`")));
    }
    Ok(bytes)
}

fn docx_texts(names: &[String], _: ReadPart<'_>) -> Vec<String> {
    let wanted = ["word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes"];
    let rank = |name: &str| {
        let stem = name.strip_suffix(".xml")?;
        let kind = wanted.iter().position(|wanted| {
            stem.strip_prefix(wanted).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        })?;
        Some((kind, name.len(), name.to_owned()))
    };
    let mut found: Vec<_> = names.iter().filter_map(|name| rank(name)).collect();
    found.sort();
    found.into_iter().map(|(_, _, name)| name).collect()
}

fn odt_texts(names: &[String], _: ReadPart<'_>) -> Vec<String> {
    names.iter().filter(|name| *name == "content.xml").cloned().collect()
}

/// The chapters in the order of the spine; where that cannot be read, by name.
fn epub_texts(names: &[String], read: ReadPart<'_>) -> Vec<String> {
    let is_chapter = |name: &&String| [".xhtml", ".html", ".htm"].iter().any(|end| name.to_lowercase().ends_with(end));
    let mut chapters: Vec<String> = names.iter().filter(is_chapter).cloned().collect();
    chapters.sort();
    let order: Vec<String> = names
        .iter()
        .find(|name| name.to_lowercase().ends_with(".opf"))
        .and_then(|name| Some((name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned(), read(name)?)))
        .map(|(folder, opf)| spine(&folder, &opf))
        .unwrap_or_default();
    let place = |name: &String| order.iter().position(|known| known == name).unwrap_or(order.len());
    chapters.sort_by_key(place);
    chapters
}

/// The paths of the chapters that a package document lists, in the order of its spine.
fn spine(folder: &str, opf: &str) -> Vec<String> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let tags = |name: &'static str| opf.split('<').filter(move |tag| tag.starts_with(name));
    let items: Vec<_> =
        tags("item ").filter_map(|tag| Some((attribute(tag, "id")?, attribute(tag, "href")?))).collect();
    let path = |href: &str| if folder.is_empty() { href.to_owned() } else { format!("{folder}/{href}") };
    tags("itemref ")
        .filter_map(|tag| attribute(tag, "idref"))
        .filter_map(|id| items.iter().find(|(known, _)| *known == id).map(|(_, href)| path(href)))
        .collect()
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Archive(error) => write!(f, "this archive cannot be read: {error}"),
            Self::NoText(kind) => write!(f, "this archive has no text of a {kind} file"),
            Self::TooLarge(what) => write!(f, "this archive is refused: {what} would be too large"),
            Self::Part(name, error) => write!(f, "the part `{name}` of this archive cannot be read: {error}"),
            Self::Unwritable(name, missing) => {
                write!(f, "the part `{name}` cannot hold `{missing}` in its encoding; nothing was changed")
            }
        }
    }
}

impl std::error::Error for PackageError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a new file");
            writer.write_all(text.as_bytes()).expect("memory");
        }
        writer.finish().expect("memory").into_inner()
    }

    fn epub() -> PackageKind {
        *PackageKind::by_extension("EPUB").expect("it is registered")
    }

    #[test]
    fn chapters_come_in_the_order_of_the_spine() {
        let opf = "<manifest><item id=\"a\" href=\"z.xhtml\"/><item id=\"b\" href=\"a.xhtml\"/></manifest>\
                   <spine><itemref idref=\"a\"/><itemref idref=\"b\"/></spine>";
        let bytes = archive(&[
            ("mimetype", "application/epub+zip"),
            ("o/c.opf", opf),
            ("o/a.xhtml", "<p>B</p>"),
            ("o/z.xhtml", "<p>A</p>"),
        ]);
        let package = Package::open(bytes, &epub()).expect("sound");
        let names: Vec<_> = package.clone().into_parts().into_iter().map(|part| part.name).collect();
        assert_eq!(names, ["o/z.xhtml", "o/a.xhtml"]);
    }

    #[test]
    fn only_what_changed_changes() {
        let bytes = archive(&[("mimetype", "application/epub+zip"), ("a.xhtml", "<p>Old</p>"), ("b.css", "p {}")]);
        let package = Package::open(bytes, &epub()).expect("sound");
        let new = Source::new("<p>New</p>".to_owned()).expect("short");
        let changed = package.with_texts(&[("a.xhtml", &new)]).expect("sound");
        let mut again = ZipArchive::new(Cursor::new(&changed[..])).expect("sound");
        assert_eq!(names(&again), ["mimetype", "a.xhtml", "b.css"]);
        assert_eq!(unpack(&mut again, "a.xhtml", 99).expect("sound"), b"<p>New</p>");
        assert_eq!(unpack(&mut again, "b.css", 99).expect("sound"), b"p {}");
        assert_eq!(package.with_texts(&[]).expect("sound"), package.bytes(), "nothing else is touched");
    }

    #[test]
    fn what_is_no_package_is_refused() {
        let error = |bytes: Vec<u8>| Package::open(bytes, &epub()).expect_err("no package").to_string();
        assert!(error(b"no archive".to_vec()).contains("cannot be read"));
        assert!(error(archive(&[("a.txt", "text")])).contains("no text of a epub"));
    }

    #[test]
    fn a_part_that_unpacks_to_gigabytes_is_refused() {
        let bytes = archive(&[("a.xhtml", &" ".repeat(1 << 20))]);
        assert!(bytes.len() < 5000);
        let error = Package::open_up_to(bytes, &epub(), 1 << 19).expect_err("too large").to_string();
        assert_eq!(error, "this archive is refused: the part `a.xhtml` would be too large");
    }
}
