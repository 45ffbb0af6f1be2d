//! Text of HTML: references to characters, and white space.

use std::convert::Infallible;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use crate::document::prose::ProseBuilder;
use crate::span::Span;

/// Appends the text of `raw`, which stands at byte `base` of the source: character references are decoded, and each run
/// of white space is one space.
pub(super) fn decode(prose: &mut ProseBuilder<'_>, raw: &str, base: u32) {
    let place = |from: usize, to: usize| {
        let byte = |at: usize| base + u32::try_from(at).unwrap_or_default();
        Span::new(byte(from), byte(to))
    };
    let mut at = 0;
    while let Some(c) = raw[at..].chars().next() {
        let rest = &raw[at..];
        let end = match c {
            '&' => {
                let name = rest[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(rest.len() - 1);
                let end = at + 1 + name + usize::from(rest[1 + name..].starts_with(';'));
                prose.decoded(&reference(&raw[at..end]), place(at, end));
                end
            }
            ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                let end =
                    at + rest.find(|c: char| !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')).unwrap_or(rest.len());
                prose.space(place(at, end));
                end
            }
            _ => {
                let special = |c: char| matches!(c, '&' | ' ' | '\t' | '\n' | '\r' | '\u{c}');
                let mut end = at + rest.find(special).unwrap_or(rest.len());
                // Single spaces between words belong to the same piece.
                while raw[end..].starts_with(' ') && raw[end + 1..].starts_with(|c: char| !special(c)) {
                    end += 1 + raw[end + 1..].find(special).unwrap_or(raw.len() - end - 1);
                }
                prose.verbatim(place(at, end));
                end
            }
        };
        at = end;
    }
}

/// What a character reference such as `&amp;` means; itself where it means nothing.
pub(in crate::document) fn reference(raw: &str) -> String {
    let mut text = String::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<Infallible> {
        if let CallbackEvent::String { value } = event {
            text.push_str(&String::from_utf8_lossy(value));
        }
        None
    });
    Tokenizer::new_with_emitter(raw, emitter).for_each(drop);
    text
}
