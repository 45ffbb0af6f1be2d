//! The text within a paragraph: what of it is prose, and what is markup.

use std::borrow::Cow;

use super::{Pieces, Placed};
use crate::span::Span;

/// Reads what stands at the cursor of a scanner, a character that is no white space. Where it leaves the cursor as it
/// is, the character is prose.
pub(in crate::document) type Syntax = for<'a, 's> fn(&'a mut Scanner<'s>, char);

/// Goes through a text and takes it to pieces. Offsets are bytes of the text.
#[derive(Debug)]
pub(in crate::document) struct Scanner<'s> {
    text: Placed<'s>,
    /// Where it reads.
    at: usize,
    /// Where the prose starts that is not yet a piece.
    kept: usize,
    pub(in crate::document) pieces: Pieces,
    /// Texts that stand here but are read elsewhere: footnotes.
    pub(in crate::document) notes: Vec<Placed<'s>>,
    /// Markup that was announced, the next of it last: where, how long, and what readers see in its place.
    announced: Vec<(usize, usize, &'static str)>,
    /// For each text that was looked for: from where on, and where it was found.
    found: Vec<(&'static str, usize, Option<usize>)>,
}

impl<'s> Scanner<'s> {
    pub(in crate::document) fn new(text: Placed<'s>, pieces: Pieces) -> Self {
        let (notes, announced, found) = (Vec::new(), Vec::new(), Vec::new());
        Self { text, at: 0, kept: 0, pieces, notes, announced, found }
    }

    /// Reads all of it.
    pub(in crate::document) fn run(&mut self, syntax: Syntax) {
        while let Some(c) = self.peek() {
            let at = self.at;
            if self.take_announced() {
                continue;
            }
            if c.is_ascii_whitespace() {
                self.white();
            } else {
                syntax(self, c);
            }
            if self.at == at {
                self.pass(c.len_utf8());
            }
        }
        self.flush();
    }

    pub(in crate::document) fn at(&self) -> usize {
        self.at
    }

    /// The character at the cursor.
    pub(in crate::document) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// What is still to be read.
    pub(in crate::document) fn rest(&self) -> &'s str {
        self.text.text.get(self.at..).unwrap_or_default()
    }

    /// The text from byte `at` on.
    pub(in crate::document) fn from(&self, at: usize) -> &'s str {
        self.text.text.get(at..).unwrap_or_default()
    }

    /// A part of the text.
    pub(in crate::document) fn cut(&self, from: usize, to: usize) -> Placed<'s> {
        self.text.cut(from, to)
    }

    /// The character before the cursor.
    pub(in crate::document) fn before(&self) -> Option<char> {
        self.text.text.get(..self.at).and_then(|text| text.chars().next_back())
    }

    /// The character `len` bytes behind the cursor.
    pub(in crate::document) fn after(&self, len: usize) -> Option<char> {
        self.rest().get(len..).and_then(|text| text.chars().next())
    }

    /// Where `needle` comes next, from byte `from` of the text on. All calls together take linear time as long as
    /// `from` goes forward, however often the answer is of no use.
    pub(in crate::document) fn find(&mut self, needle: &'static str, from: usize) -> Option<usize> {
        let known = self.found.iter().position(|(text, ..)| *text == needle);
        if let Some(&(_, since, found)) = known.and_then(|index| self.found.get(index))
            && since <= from
            && found.is_none_or(|found| from <= found)
        {
            return found;
        }
        let found = self.text.text.get(from..).and_then(|text| text.find(needle)).map(|at| from + at);
        match known.and_then(|index| self.found.get_mut(index)) {
            Some(entry) => *entry = (needle, from, found),
            None => self.found.push((needle, from, found)),
        }
        found
    }

    /// The next `len` bytes are prose.
    pub(in crate::document) fn pass(&mut self, len: usize) {
        self.at = (self.at + len).min(self.text.text.len());
    }

    /// The next `len` bytes are markup that nobody sees.
    pub(in crate::document) fn gone(&mut self, len: usize) {
        self.flush();
        self.skip(len);
    }

    /// The same, and the white space before them goes, too.
    pub(in crate::document) fn gone_with_space(&mut self, len: usize) {
        self.flush();
        self.pieces.unspace(self.text);
        self.skip(len);
    }

    /// The next `len` bytes are no prose, but have a place in it.
    pub(in crate::document) fn opaque(&mut self, len: usize) {
        let span = self.take(len);
        self.pieces.opaque(span);
    }

    /// The next `len` bytes are another way to write `text`.
    pub(in crate::document) fn decoded(&mut self, len: usize, text: impl Into<Cow<'static, str>>) {
        let span = self.take(len);
        self.pieces.decoded(span, text);
    }

    /// The next `len` bytes are a space to whoever reads.
    pub(in crate::document) fn space(&mut self, len: usize) {
        let span = self.take(len);
        self.pieces.space(span);
    }

    /// A mark of emphasis stands here; see [`Pieces::mark`].
    pub(in crate::document) fn mark(&mut self, mark: &'static str, opens: bool, closes: bool) {
        let span = self.take(mark.len());
        self.pieces.mark(span, mark, opens, closes);
    }

    /// Text within markup: `open` bytes before it and `close` bytes behind it go, and it is read on within.
    pub(in crate::document) fn within(&mut self, open: usize, text: usize, close: usize) {
        self.announced.push((self.at + open + text, close, ""));
        self.gone(open);
    }

    /// Text within markup of `len` bytes before and behind it that readers see as two quotation marks.
    pub(in crate::document) fn quoted(&mut self, marks: [&'static str; 2], len: usize, text: usize) {
        self.announced.push((self.at + len + text, len, marks[1]));
        self.decoded(len, marks[0]);
    }

    /// The next `len` bytes are math, and `close` of them are its end. Where a stop stands before that, it ends the
    /// sentence, and so it is seen.
    pub(in crate::document) fn math(&mut self, len: usize, close: usize) {
        let inner = self.rest().get(..len.saturating_sub(close)).unwrap_or_default().trim_end();
        let Some(kept) = inner.strip_suffix('.').filter(|kept| !kept.is_empty()) else { return self.opaque(len) };
        self.opaque(kept.len());
        self.pass(1);
        self.gone(len - kept.len() - 1);
    }

    /// Ends the prose before the cursor.
    pub(in crate::document) fn flush(&mut self) {
        let text = self.text.cut(self.kept, self.at);
        self.pieces.verbatim(text.span());
        self.kept = self.at;
    }

    /// A run of white space is one space; a single blank is as it is.
    pub(in crate::document) fn white(&mut self) {
        let rest = self.rest();
        let len = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
        if len == 1 && rest.starts_with(' ') { self.pass(1) } else { self.space(len) }
    }

    fn take_announced(&mut self) -> bool {
        while let Some(&(at, len, text)) = self.announced.last() {
            if at > self.at {
                return false;
            }
            self.announced.pop();
            if at == self.at && len > 0 {
                if text.is_empty() {
                    self.gone(len);
                } else {
                    self.decoded(len, text);
                }
                return true;
            }
        }
        false
    }

    fn take(&mut self, len: usize) -> Span {
        self.flush();
        let span = self.text.cut(self.at, self.at + len).span();
        self.skip(len);
        span
    }

    fn skip(&mut self, len: usize) {
        self.at = (self.at + len).min(self.text.text.len());
        self.kept = self.at;
    }
}

/// How long the address is that `text` starts with, such as `https://example.org/`; the marks of the sentence at its
/// end do not belong to it.
pub(in crate::document) fn address(text: &str) -> Option<usize> {
    const SCHEMES: [&str; 5] = ["https://", "http://", "ftp://", "mailto:", "irc://"];
    let scheme = SCHEMES.iter().find(|scheme| text.starts_with(**scheme))?;
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '[' | ']' | '"' | '{' | '}' | '|' | '`');
    let run = text.get(..text.find(ends).unwrap_or(text.len()))?;
    let len = run.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*', '_']).len();
    (len > scheme.len()).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Document, OPAQUE};
    use crate::source::Source;

    fn syntax(scanner: &mut Scanner<'_>, c: char) {
        match c {
            '*' => {
                let opens = scanner.after(1).is_some_and(|c| !c.is_whitespace());
                let closes = scanner.before().is_some_and(|c| !c.is_whitespace());
                scanner.mark("*", opens, closes);
            }
            '#' => scanner.opaque(1),
            '[' => {
                if let Some(end) = scanner.find("]", scanner.at()) {
                    scanner.within(1, end - scanner.at() - 1, 1);
                }
            }
            _ => {}
        }
    }

    fn prose(text: &str) -> String {
        let source = Source::new(text.to_owned()).expect("short");
        let mut scanner = Scanner::new(Placed::whole(&source), Pieces::default());
        scanner.run(syntax);
        let block = scanner.pieces.finish(&source, BlockKind::Paragraph);
        let document = Document { source, blocks: block.into_iter().collect(), diagnostics: Vec::new() };
        document.blocks().first().map(|block| document.prose(block).to_owned()).unwrap_or_default()
    }

    #[test]
    fn marks_with_a_partner_are_gone() {
        let cases = [
            ("a *b* c", "a b c"),
            ("a *b c", "a *b c"),
            ("a * b*", "a * b*"),
            ("*a*b *c*", "ab c"),
            ("a  \n b", "a b"),
            (" a [b *c*] d", "a b c d"),
            ("a [] b", "a b"),
            ("a [b", "a [b"),
        ];
        cases.iter().for_each(|(text, expected)| assert_eq!(prose(text), *expected, "{text}"));
        assert_eq!(prose("a # b"), format!("a {OPAQUE} b"));
    }

    #[test]
    fn what_has_no_partner_takes_linear_time() {
        let text = "a *b [ ".repeat(200_000);
        assert_eq!(prose(&text), text.trim_end());
    }

    #[test]
    fn addresses_end_before_the_sentence_does() {
        let cases = [("https://a.b/c). D", Some(13)), ("https:// a", None), ("http://a.b", Some(10)), ("a", None)];
        cases.iter().for_each(|(text, expected)| assert_eq!(address(text), *expected, "{text}"));
    }
}
