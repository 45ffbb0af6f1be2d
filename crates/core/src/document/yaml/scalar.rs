//! The scalars of YAML, in all five ways in which they are written.

use saphyr_parser::ScalarStyle;

use crate::document::Writing;
use crate::document::data::{Decoder, hexadecimal, span};
use crate::document::prose::ProseBuilder;
use crate::source::Source;
use crate::span::Span;

/// A scalar that is not decoded yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scalar<'s> {
    pub(super) source: &'s Source,
    /// Where it stands, with the anchor and the tag before it. A block begins at its first line.
    pub(super) at: Span,
    pub(super) style: ScalarStyle,
    /// Whether it has an anchor or a tag.
    pub(super) has_properties: bool,
    /// Whether it stands between brackets.
    pub(super) is_flow: bool,
}

impl<'s> Scalar<'s> {
    /// Its prose, and how repairs are written in it; `text` is what it means.
    pub(super) fn decode(self, text: &str) -> (ProseBuilder<'s>, Writing) {
        let raw = self.source.slice(self.at);
        let start = if self.has_properties { past_properties(raw) } else { 0 };
        let at = Span::new(self.at.start + span(start, start).start, self.at.end);
        let (decoder, writing) = match self.style {
            ScalarStyle::Plain => (flow(Decoder::new(self.source, at), None), plain_writing(text, self.is_flow)),
            ScalarStyle::SingleQuoted => (flow(self.inside(at), Some('\'')), Writing::escaped(single)),
            ScalarStyle::DoubleQuoted => (flow(self.inside(at), Some('"')), Writing::escaped(double)),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let (lines, indent) = self.lines(at);
                let folded = self.style == ScalarStyle::Folded;
                (block(Decoder::new(self.source, lines), indent, folded), Writing::escaped(in_line))
            }
        };
        decoder.checked(text, self.at, writing)
    }

    /// What stands between the quotes of a scalar.
    fn inside(self, at: Span) -> Decoder<'s> {
        let raw = self.source.slice(at);
        let quote = raw.as_bytes().first().copied().unwrap_or_default();
        let bytes = raw.as_bytes();
        let mut end = 1;
        while let Some(next) = memchr::memchr2(quote, b'\\', bytes.get(end..).unwrap_or_default()) {
            let found = end + next;
            let is_pair = quote == b'\'' && bytes.get(found + 1) == Some(&b'\'');
            match bytes.get(found) {
                Some(b'\\') if quote == b'\'' => end = found + 1,
                Some(b'\\') => end = found + 2,
                _ if is_pair => end = found + 2,
                _ => return Decoder::new(self.source, Span::new(at.start + 1, at.start + span(found, found).start)),
            }
        }
        Decoder::new(self.source, Span::empty(at.start))
    }

    /// The lines of a block from the first that is not blank, without its indentation, and how many spaces that has.
    fn lines(self, at: Span) -> (Span, usize) {
        let mut start = at.start as usize;
        if self.has_properties {
            // The header is still to come.
            let raw = self.source.slice(at);
            let header = raw.find(['\n', '\r']).map_or(raw.len(), |end| end + 1);
            let body = raw.get(header..).unwrap_or_default();
            start += header + (body.len() - body.trim_start_matches([' ', '\n', '\r']).len());
        }
        let before = self.source.text().get(..start).unwrap_or_default();
        let indent = before.bytes().rev().take_while(|&byte| byte == b' ').count();
        (Span::new(span(start, start).start, at.end.max(span(start, start).start)), indent)
    }
}

/// How long the anchor and the tag before a scalar are, with what parts them from it.
fn past_properties(raw: &str) -> usize {
    let mut rest = raw;
    while rest.starts_with(['&', '!', '#']) {
        let stop = |c: char| if rest.starts_with('#') { matches!(c, '\n' | '\r') } else { c.is_ascii_whitespace() };
        let end = rest.find(stop).unwrap_or(rest.len());
        rest = rest.get(end..).unwrap_or_default().trim_start_matches([' ', '\t', '\r', '\n']);
    }
    raw.len() - rest.len()
}

const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

/// Decodes a scalar whose lines are folded: plain, or between quotes.
fn flow(mut decoder: Decoder<'_>, quote: Option<char>) -> Decoder<'_> {
    let special = |c: char| BLANK.contains(&c) || c == '\'' && quote == Some('\'') || c == '\\' && quote == Some('"');
    while let Some(first) = decoder.rest().chars().next() {
        let rest = decoder.rest();
        match first {
            '\'' if quote == Some('\'') => decoder.means("'", 2.min(rest.len())),
            '\\' if quote == Some('"') && !is_continuation(rest) => match escape(rest) {
                Some((c, len)) => decoder.means_char(c, len),
                // The parser has read it, so that this does not happen.
                None => decoder.as_is(1),
            },
            _ if special(first) => blanks(&mut decoder, quote == Some('"')),
            _ => decoder.as_is(rest.find(special).unwrap_or(rest.len())),
        }
    }
    decoder
}

/// Decodes blanks, line breaks, and a backslash that hides one.
fn blanks(decoder: &mut Decoder<'_>, has_escapes: bool) {
    let rest = decoder.rest();
    let len = |text: &str| text.len() - text.trim_start_matches(BLANK).len();
    let run = len(rest);
    let (white, after) = rest.split_at(run);
    if has_escapes && is_continuation(after) {
        let end = run + 1 + len(after.get(1..).unwrap_or_default());
        let hidden = breaks(rest.get(run..end).unwrap_or_default()).saturating_sub(1);
        let shown = if breaks(white) > 0 { folded(breaks(white)) } else { white.to_owned() };
        return decoder.means(&(shown + &"\n".repeat(hidden)), end);
    }
    match breaks(white) {
        0 => decoder.as_is(run),
        number => decoder.means(&folded(number), run),
    }
}

/// Whether a backslash stands here that hides the end of its line.
fn is_continuation(rest: &str) -> bool {
    rest.strip_prefix('\\').is_some_and(|rest| rest.starts_with(['\n', '\r']))
}

/// How many line breaks are in white space.
fn breaks(white: &str) -> usize {
    white.matches(['\n', '\r']).count() - white.matches("\r\n").count()
}

/// What a number of line breaks means between lines that are folded.
fn folded(breaks: usize) -> String {
    if breaks == 1 { " ".to_owned() } else { "\n".repeat(breaks.saturating_sub(1)) }
}

/// What the escape at the start of `rest` means, and how long it is.
fn escape(rest: &str) -> Option<(char, usize)> {
    let letter = rest.chars().nth(1)?;
    let c = match letter {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        ' ' | '"' | '/' | '\\' => letter,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' => return Some((hexadecimal(rest, 2)?, 4)),
        'u' => return Some((hexadecimal(rest, 4)?, 6)),
        'U' => return Some((hexadecimal(rest, 8)?, 10)),
        _ => return None,
    };
    Some((c, 2))
}

/// Decodes a block from the first character of its first line on.
fn block(mut decoder: Decoder<'_>, indent: usize, is_folded: bool) -> Decoder<'_> {
    loop {
        let rest = decoder.rest();
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        decoder.as_is(line);
        let gaps = gaps(decoder.rest(), indent);
        let len: usize = gaps.iter().sum();
        let next = decoder.rest().get(len..).unwrap_or_default();
        if next.is_empty() {
            return decoder;
        }
        // Lines that are indented further keep their breaks.
        let is_deeper = rest.starts_with([' ', '\t']) || next.starts_with([' ', '\t']);
        if is_folded && !is_deeper {
            decoder.means(&folded(gaps.len()), len);
        } else {
            gaps.into_iter().for_each(|len| decoder.means("\n", len));
        }
    }
}

/// The lengths of the line breaks at the start of `rest`, each with the indentation behind it.
fn gaps(rest: &str, indent: usize) -> Vec<usize> {
    let (mut gaps, mut at) = (Vec::new(), 0);
    while let Some(rest) = rest.get(at..).filter(|rest| rest.starts_with(['\n', '\r'])) {
        let line_break = if rest.starts_with("\r\n") { 2 } else { 1 };
        let spaces = rest.bytes().skip(line_break).take(indent).take_while(|&byte| byte == b' ').count();
        gaps.push(line_break + spaces);
        at += line_break + spaces;
    }
    gaps
}

/// Characters that begin something else than a plain scalar.
const INDICATORS: [char; 16] = ['"', '\'', '[', ']', '{', '}', '&', '*', '!', '|', '>', '%', '@', '`', '#', ':'];

/// How repairs are written in the plain scalar `text`.
fn plain_writing(text: &str, is_flow: bool) -> Writing {
    // Where such a character is at hand, taking out what stands around it could give it a meaning.
    let is_fragile = text.contains([':', '#'])
        || text.split_whitespace().any(|word| word.starts_with(INDICATORS) || matches!(word, "-" | "?"));
    Writing::escaped(match (is_flow, is_fragile) {
        (false, false) => plain::<false, false>,
        (false, true) => plain::<false, true>,
        (true, false) => plain::<true, false>,
        (true, true) => plain::<true, true>,
    })
}

fn plain<const FLOW: bool, const FRAGILE: bool>(text: &str) -> Option<String> {
    let starts_word = text.starts_with(INDICATORS) || text.contains(" #") || text.contains("\t#");
    let is_mapping = text.contains(": ") || text.contains(":\t") || text.ends_with(':');
    let is_item = matches!(text.trim_end(), "-" | "?") || text.starts_with("- ") || text.starts_with("? ");
    let is_bracket = FLOW && text.contains([',', '[', ']', '{', '}']);
    let touches_others = FRAGILE && (text.is_empty() || text != text.trim());
    if starts_word || is_mapping || is_item || is_bracket || touches_others { None } else { in_line(text) }
}

fn single(text: &str) -> Option<String> {
    Some(in_line(text)?.replace('\'', "''"))
}

/// As it is, where it has no line break and nothing that must be escaped.
fn in_line(text: &str) -> Option<String> {
    let is_odd = |c: char| c.is_control() && c != '\t' || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    (!text.contains(is_odd)).then(|| text.to_owned())
}

#[expect(clippy::unnecessary_wraps, reason = "the other scalars cannot hold everything")]
fn double(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            _ if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                written.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            _ => written.push(c),
        }
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use crate::document::data::testing::{Chance, faults, prose, read, repaired};

    #[test]
    fn lines_are_folded_as_the_parser_does() {
        for (source, text) in [
            ("One two\n  three\n\n  four.", "One two three\nfour."),
            ("'One ''two''\n\n  three '", "One 'two'\nthree"),
            ("\"One  \n  two \\\n  three\\\n  four \\\n\n  five\\  six\"", "One two threefour \nfive  six"),
            ("|\n  One\n  two\n\n    three\n  four", "One\ntwo\n\n  three\nfour"),
            (">\r\n  One\r\n  two\r\n\r\n  three\r\n", "One two\nthree"),
            (">-\n  One\n    two\n\n   three\n  four\n  five\n\n", "One\n  two\n\n three\nfour five"),
            ("|2\n   One\n  two\n", "One\ntwo"),
            (">+ # no\n\n\n  One\n   \n  two\n \n# no\n", "One\n \ntwo"),
            ("&x |\n  One\n  two\n", "One\ntwo"),
            ("!t >-  \n\n    One\n    two", "One two"),
            ("!!str &x # no\n  'One\n  two'", "One two"),
            ("\"\\x41\\u00e9\\U0001F600\\_\\N\\L\\P\\e\\/\\\t\"", "Aé😀\u{a0}\u{85}\u{2028}\u{2029}\u{1b}/\t"),
        ] {
            let source = format!("n: 1\nbody: {source}\n");
            let value = read("yaml", &[("body", "plain")], &source);
            let shown: Vec<_> = value.blocks().iter().map(|block| value.prose(block)).collect();
            let lines = |text: &str| {
                text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>()
            };
            assert_eq!(shown.iter().flat_map(|text| lines(text)).collect::<Vec<_>>(), lines(text), "{source}");
            let word = shown[0].split_whitespace().next().expect("it has words");
            assert!(repaired(&value, word, "x").is_some(), "read as one piece: {source}");
        }
    }

    #[test]
    fn a_plain_scalar_stays_one() {
        for (scalar, from, to, written) in [
            ("The ferry sailed.", "ferry", "boat, the 'best',", true),
            ("The ferry sailed.", "ferry", "boat: the best", false),
            ("The ferry sailed.", "ferry", "boat #2", false),
            ("The ferry sailed at 10.30.", ".30", ":30", false),
            ("The ferry sailed at 10.30.", "10.30", "10:30", true),
            ("The ferry sailed.", "ferry", "boat:", false),
            ("The ferry sailed.", "The", "\"The", false),
            ("The ferry sailed.", "The", "- The", false),
            ("The old ferry sailed.", "The ", "", true),
            ("The \"ferry\" sailed.", "The ", "", false),
            ("The ferry took a#1 sail.", "took a", "took ", false),
            ("The ferry sailed.", " sailed", "\nsailed", false),
            ("[The ferry sailed.]", "ferry", "boat, it", false),
            ("{a: The ferry sailed}", "ferry", "boats", true),
        ] {
            let source = format!("body: {scalar}\n");
            let document = read("yaml", &[], &source);
            let repaired = repaired(&document, from, to);
            assert_eq!(repaired.is_some(), written, "{scalar} {to}");
            if let Some(repaired) = repaired {
                let before = document.prose(&document.blocks()[0]);
                assert_eq!(prose("yaml", &[], &repaired), [before.replacen(from, to, 1)]);
            }
        }
    }

    #[test]
    fn every_scalar_comes_back_as_it_was() {
        let mut chance = Chance(0x2545_f491_4f6c_dd1d);
        let simple = ["\"quoted\"", "'tis", "back\\slash", "é", "😀", "word", "a:b", "c#", "- d"];
        let words = [&simple[..], &["tab\tbed", "\u{1}", "\u{a0}", "a: b", "# c"]].concat();
        let lines = |text: &str| text.replace(" word", "\n\n  word").replace(" é", "   \r\n   é");
        for _ in 0..300 {
            let (text, flat) = (chance.text(&words), chance.text(&simple));
            let double = lines(&doubled(&text, &mut chance)).replace("ferry", "\\\n  ferry");
            assert_comes_back(&text, &format!("\"{double}\""));
            assert_comes_back(&flat, &format!("'{}'", lines(&flat.replace('\'', "''"))));
            for (before, after) in [("", ""), ("|\n  ", ""), (">-\n  ", "\n\n"), ("&x >\n  ", "\n\n")] {
                assert_comes_back(&flat, &format!("{before}{}{after}", lines(&flat)));
            }
        }
    }

    /// The scalar `value` means `text`, and still does but for a repair after one.
    #[track_caller]
    fn assert_comes_back(text: &str, value: &str) {
        // HTML reads white space as one does.
        let fields = [("body", "html")];
        let body = |source: &str| squeezed(&prose("yaml", &fields, source).concat());
        let source = format!("é: 1\nbody: {value}\nlast: x\n");
        let document = read("yaml", &fields, &source);
        assert_eq!(body(&source), squeezed(text), "{source}");
        assert_eq!(faults("yaml", &fields, &source), [], "{source}");
        for repair in ["left", "a \"new\"", "it's", "a \\ b", "\u{1}", "a: b"] {
            let Some(repaired) = repaired(&document, "sailed", repair) else {
                let is_plain = !value.starts_with(['\'', '|', '>', '&']);
                assert!(
                    !value.starts_with('"') && (repair == "\u{1}" || repair == "a: b" && is_plain),
                    "{source} {repair}"
                );
                continue;
            };
            assert_eq!(body(&repaired), squeezed(&text.replace("sailed", repair)), "{source} {repair}");
            assert_eq!(faults("yaml", &fields, &repaired), [], "{repaired}");
        }
    }

    fn squeezed(text: &str) -> String {
        text.split_whitespace().collect()
    }

    /// A text between double quotes, each character in one of the ways in which it may be written.
    fn doubled(text: &str, chance: &mut Chance) -> String {
        let mut written = String::new();
        for c in text.chars() {
            match (chance.below(6), c) {
                (_, 'w' | 'é' | ' ' | 'f') => written.push(c),
                (0, _) => written += &format!("\\U{:08x}", u32::from(c)),
                (1, _) if u32::from(c) < 0x1_0000 => written += &format!("\\u{:04X}", u32::from(c)),
                (2, _) if u32::from(c) < 0x100 => written += &format!("\\x{:02x}", u32::from(c)),
                (_, '"' | '\\') => written.extend(['\\', c]),
                (_, '\u{1}') => written += "\\u0001",
                _ => written.push(c),
            }
        }
        written
    }
}
