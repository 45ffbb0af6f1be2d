//! Pieces of text in XML: names, attributes, references to characters.

use std::borrow::Cow;

use crate::document::OPAQUE;
use crate::document::prose::ProseBuilder;
use crate::document::writing::Writing;
use crate::source::Source;
use crate::span::Span;

/// How repairs are written in a block whose text may stand in a section `<![CDATA[…]]>`, in which nothing is escaped, as
/// well as outside: what would be written in two ways is not written.
pub(in crate::document) const MIXED: Writing = Writing::escaped(bare);

/// How a piece of text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Text {
    /// As it is.
    Verbatim,
    /// As it is, in a section in which nothing is escaped. The span is that of the text, without the marks around it.
    Section,
    /// By a reference, such as `&amp;` or `&#8217;`.
    Decoded(char),
    /// By the name of an entity that is not expanded.
    Opaque,
}

/// The name of an element or an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) struct Name<'s> {
    /// What stands before the colon; empty where there is none.
    pub(in crate::document) prefix: &'s str,
    pub(in crate::document) local: &'s str,
}

/// An attribute of a start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) struct Attribute<'s> {
    pub(in crate::document) name: Name<'s>,
    /// The value as it is written.
    pub(super) raw: &'s str,
    /// Where the value stands, without the quotation marks.
    pub(in crate::document) span: Span,
}

impl<'s> Name<'s> {
    pub(super) fn of(text: &'s str) -> Self {
        let (prefix, local) = text.split_once(':').unwrap_or(("", text));
        Self { prefix, local }
    }
}

impl<'s> Attribute<'s> {
    /// The value with its references decoded.
    pub(in crate::document) fn value(&self) -> Cow<'s, str> {
        if !self.raw.contains('&') {
            return Cow::Borrowed(self.raw);
        }
        let piece = |(text, at): (Text, Span)| match text {
            Text::Decoded(c) => c.to_string(),
            Text::Opaque => OPAQUE.to_string(),
            Text::Verbatim | Text::Section => {
                let from = (at.start - self.span.start) as usize;
                self.raw.get(from..from + at.len() as usize).unwrap_or_default().to_owned()
            }
        };
        Cow::Owned(self.pieces().map(piece).collect())
    }

    /// The value in pieces.
    pub(in crate::document) fn pieces(&self) -> impl Iterator<Item = (Text, Span)> + use<'s> {
        pieces(self.raw, self.span.start)
    }
}

impl Text {
    /// Appends it to prose, where it stands at `at`. A run of white space is one space.
    pub(in crate::document) fn append(self, prose: &mut ProseBuilder<'_>, source: &Source, at: Span) {
        match self {
            Self::Decoded(c) if WHITE.contains(&c) => prose.space(at),
            Self::Decoded(c) => prose.decoded(c.encode_utf8(&mut [0; 4]), at),
            Self::Opaque => prose.opaque(at),
            Self::Verbatim | Self::Section => {
                let (mut rest, mut place) = (source.slice(at), at.start);
                while !rest.is_empty() {
                    let blank = rest.starts_with(WHITE);
                    let len = rest.find(|c| WHITE.contains(&c) != blank).unwrap_or(rest.len());
                    let run = Span::new(place, place + offset(len));
                    if blank {
                        prose.space(run);
                    } else {
                        prose.verbatim(run);
                    }
                    (rest, place) = (&rest[len..], run.end);
                }
            }
        }
    }
}

/// What is white space to XML.
const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];

/// `raw`, which begins at byte `base` of the source, in stretches and references.
fn pieces(raw: &str, base: u32) -> impl Iterator<Item = (Text, Span)> + use<'_> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = raw.get(at..).filter(|rest| !rest.is_empty())?;
        let end = rest.strip_prefix('&').and_then(|name| name.find([';', '&'])).map(|end| end + 2);
        let (text, len) = match end.and_then(|end| Some((reference(rest.get(..end)?)?, end))) {
            Some(reference) => reference,
            // The first character is no reference, even if it looks like one.
            None => (Text::Verbatim, rest.char_indices().skip(1).find(|&(_, c)| c == '&').map_or(rest.len(), |c| c.0)),
        };
        let start = base + offset(at);
        at += len;
        Some((text, Span::new(start, start + offset(len))))
    })
}

/// What a reference such as `&amp;` means; nothing where it is none.
pub(in crate::document) fn reference(raw: &str) -> Option<Text> {
    let name = raw.strip_prefix('&')?.strip_suffix(';')?;
    let code = |digits: &str, radix: u32| {
        let digits = Some(digits).filter(|digits| digits.chars().all(|c| c.is_digit(radix)))?;
        // What means no character holds a place.
        let c = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        Some(c.filter(|&c| c != OPAQUE && (!c.is_control() || WHITE.contains(&c))).map_or(Text::Opaque, Text::Decoded))
    };
    match name {
        "amp" => Some(Text::Decoded('&')),
        "lt" => Some(Text::Decoded('<')),
        "gt" => Some(Text::Decoded('>')),
        "quot" => Some(Text::Decoded('"')),
        "apos" => Some(Text::Decoded('\'')),
        _ => match name.strip_prefix('#') {
            Some(hexadecimal) if hexadecimal.starts_with('x') => code(&hexadecimal[1..], 16),
            Some(decimal) => code(decimal, 10),
            None => {
                let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
                (!name.is_empty() && name.chars().all(is_name)).then_some(Text::Opaque)
            }
        },
    }
}

/// The attributes in `raw`, the rest of a tag from byte `base` of the source on; nothing where they are broken.
pub(super) fn attributes(raw: &str, base: u32) -> Option<Vec<Attribute<'_>>> {
    let mut attributes = Vec::new();
    let mut rest = raw.trim_start();
    while !matches!(rest, "" | ">" | "/>") {
        let (name, value) = rest.split_once('=')?;
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, behind) = value[1..].split_once(quote)?;
        let name = name.trim_end();
        if name.is_empty() || name.contains(WHITE) {
            return None;
        }
        let start = base + offset(raw.len() - behind.len() - 1 - value.len());
        let span = Span::new(start, start + offset(value.len()));
        attributes.push(Attribute { name: Name::of(name), raw: value, span });
        rest = behind.trim_start();
    }
    Some(attributes)
}

fn bare(text: &str) -> Option<String> {
    (!text.contains(['&', '<', '>'])).then(|| text.to_owned())
}

/// A source is at most 4 GiB long.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::document::xml::{Event, Reader};
    use crate::source::Source;

    #[test]
    fn values_are_decoded_in_pieces() {
        let source = Source::new("<a b='x &amp; &c; &d &é;&'/>".to_owned()).expect("short");
        let (event, _) = Reader::new(&source, "invalid-xml").next().expect("a tag");
        let Event::Start(tag) = event else { panic!("{event:?}") };
        assert_eq!(tag.value("b").as_deref(), Some("x & \u{fdd0} &d \u{fdd0}&"));
        let pieces: Vec<_> = tag.attributes[0].pieces().map(|(_, at)| source.slice(at)).collect();
        assert_eq!(pieces, ["x ", "&amp;", " ", "&c;", " ", "&d ", "&é;", "&"]);
    }
}
