//! From the bytes of a file to text and back, exact to the byte.

use std::borrow::Cow;
use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use super::BOM;

/// How characters are written as bytes in a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    code: &'static encoding_rs::Encoding,
    /// Whether UTF-16 begins with a byte order mark. That of UTF-8 is part of the text.
    marked: bool,
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Encoding {
    /// UTF-8, with or without a byte order mark.
    pub const UTF_8: Self = Self { code: UTF_8, marked: false };

    /// The encoding that a label such as `latin1` or `shift_jis` means on the web.
    pub fn by_label(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(|code| Self { code, marked: false })
    }

    /// What it is called.
    pub fn name(&self) -> &'static str {
        self.code.name()
    }

    /// The encoding that bytes are in: what a byte order mark says, UTF-8 if they are that, what XML or HTML declare,
    /// and otherwise the one that they look most like; nothing where they look like broken UTF-8.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xfe, ..] => return Some(Self { code: UTF_16LE, marked: true }),
            [0xfe, 0xff, ..] => return Some(Self { code: UTF_16BE, marked: true }),
            _ => {}
        }
        if let Some(code) = unmarked_utf16(bytes) {
            return Some(Self { code, marked: false });
        }
        if std::str::from_utf8(bytes).is_ok() {
            return Some(Self::UTF_8);
        }
        if let Some(declared) = declared(bytes).filter(|declared| declared.code != UTF_8) {
            return Some(declared);
        }
        if bytes.starts_with(BOM.encode_utf8(&mut [0; 4]).as_bytes()) || is_mostly_utf8(bytes) {
            return None;
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        Some(Self { code: detector.guess(None, Utf8Detection::Deny), marked: false })
    }

    /// The text that bytes mean; nothing where a byte means none, or where the text could not be written back just so.
    pub(super) fn decode(self, bytes: Vec<u8>) -> Option<String> {
        if self.code == UTF_8 {
            return String::from_utf8(bytes).ok();
        }
        let body = bytes.get(if self.marked { 2 } else { 0 }..)?;
        let text = self.code.decode_without_bom_handling_and_without_replacement(body)?.into_owned();
        (self.encode(&text).ok()?.as_ref() == bytes).then_some(text)
    }

    /// The bytes of a text.
    ///
    /// # Errors
    /// The first character that the encoding does not have.
    pub(super) fn encode(self, text: &str) -> Result<Cow<'_, [u8]>, char> {
        if self.code == UTF_8 {
            return Ok(Cow::Borrowed(text.as_bytes()));
        }
        if self.code == UTF_16LE || self.code == UTF_16BE {
            return Ok(Cow::Owned(self.utf16(text)));
        }
        let (bytes, _, lost) = self.code.encode(text);
        if lost {
            let missing = |c: &char| self.code.encode(c.encode_utf8(&mut [0; 4])).2;
            return Err(text.chars().find(missing).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        Ok(bytes)
    }

    fn utf16(self, text: &str) -> Vec<u8> {
        let mark = self.marked.then_some(0xfeff);
        let units = mark.into_iter().chain(text.encode_utf16());
        let big = self.code == UTF_16BE;
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    /// How many bytes of the file come before the end of `text`, the beginning of its text.
    pub(super) fn len_before(self, text: &str) -> usize {
        self.encode(text).map_or(text.len(), |bytes| bytes.len())
    }
}

/// UTF-16 without a byte order mark: every second byte of Latin text is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    match () {
        () if half < 4 => None,
        () if odd * 10 > half * 7 && even * 10 < half => Some(UTF_16LE),
        () if even * 10 > half * 7 && odd * 10 < half => Some(UTF_16BE),
        () => None,
    }
}

/// What the first bytes of XML or HTML say of their encoding.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    if !head.trim_start_matches(BOM).trim_start().starts_with('<') {
        return None;
    }
    let label = ["encoding=", "charset="].iter().find_map(|key| head.split_once(key)).map(|(_, rest)| rest)?;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(label.len());
    Encoding::by_label(&label[..end])
}

/// Whether most of the bytes beyond ASCII make sound UTF-8, so that the others are damage.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    // A file that was cut off in the middle of a character.
    if std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none()) {
        return true;
    }
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    sound > broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_back_as_they_were() {
        let text = "Zoë’s “café” cost 5 €. 日本";
        for (label, text) in [
            ("windows-1252", "Zoë’s “café” cost 5 €, and more."),
            ("windows-1251", "Паром вернулся в гавань поздно вечером."),
            ("shift_jis", "フェリーは夕方に港へ戻った。"),
            ("gbk", "渡船傍晚回到了港口。"),
            ("utf-8", text),
        ] {
            let encoding = Encoding::by_label(label).expect("it is known");
            let bytes = encoding.encode(text).expect("it has all of these").into_owned();
            assert_eq!(Encoding::of(&bytes).map(|found| found.name()), Some(encoding.name()), "{label}");
            assert_eq!(encoding.decode(bytes).as_deref(), Some(text));
        }
        for (code, marked) in [(UTF_16LE, true), (UTF_16BE, true), (UTF_16LE, false), (UTF_16BE, false)] {
            let encoding = Encoding { code, marked };
            let text = "The ferry came back late, said Zoë.";
            let bytes = encoding.encode(text).expect("it has all").into_owned();
            assert_eq!(Encoding::of(&bytes), Some(encoding));
            assert_eq!(encoding.decode(bytes).as_deref(), Some(text));
        }
    }

    #[test]
    fn damage_is_no_encoding() {
        let mut bytes = "Zoë’s “café” cost 5 €".as_bytes().to_vec();
        bytes.push(0xff);
        assert_eq!(Encoding::of(&bytes), None);
        assert_eq!(
            Encoding::of(b"<?xml version='1.0' encoding='ISO-8859-2'?><p>\xb1</p>").map(|e| e.name()),
            Some("ISO-8859-2")
        );
    }

    #[test]
    fn what_an_encoding_lacks_is_named() {
        let latin = Encoding::by_label("windows-1252").expect("it is known");
        assert_eq!(latin.encode("a 日").err(), Some('日'));
    }
}
