//! Subtitles as `SubRip` and `WebVTT` write them: what is said in the cues, without their times and numbers.

mod line;
mod speech;

use std::sync::Arc;

use speech::Speech;

use super::{Field, Format, Parsed, message};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;
use crate::span::Span;

pub(super) const SRT: Format =
    Format { name: "srt", extensions: &["srt"], holds_data: false, looks: looks_like_srt, parse: parse_srt };
pub(super) const VTT: Format =
    Format { name: "vtt", extensions: &["vtt"], holds_data: false, looks: looks_like_vtt, parse: parse_vtt };

/// Which of the two is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Srt,
    Vtt,
}

/// When a cue is seen, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Times {
    start: u64,
    end: u64,
}

fn looks_like_srt(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).skip_while(|line| line.is_empty());
    lines.next().is_some_and(is_number) && lines.next().is_some_and(|line| times(line).is_some())
}

fn looks_like_vtt(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    head.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

fn parse_srt(source: &Source, _: &[Field]) -> Parsed {
    parse(source, Dialect::Srt)
}

fn parse_vtt(source: &Source, _: &[Field]) -> Parsed {
    parse(source, Dialect::Vtt)
}

fn parse(source: &Source, dialect: Dialect) -> Parsed {
    let mut track = Track { source, dialect, speech: Speech::new(source, dialect), diagnostics: Vec::new() };
    let mut group = Vec::new();
    for number in 0..source.lines().len() {
        let mut line = source.line_span(number);
        line.start = if number == 0 { source.bom_len().min(line.end) } else { line.start };
        let text = source.slice(line);
        // A line of WebVTT that has a space in it ends no cue.
        if text.is_empty() || dialect == Dialect::Srt && text.trim().is_empty() {
            track.group(&std::mem::take(&mut group));
        } else {
            group.push(line);
        }
    }
    track.group(&group);
    if dialect == Dialect::Vtt && !looks_like_vtt(source.text()) {
        let first = source.line_span(0);
        track.fault(Span::new(source.bom_len().min(first.end), first.end), "the first line must be `WEBVTT`");
    }
    Parsed { blocks: track.speech.finish(), diagnostics: track.diagnostics }
}

struct Track<'s> {
    source: &'s Source,
    dialect: Dialect,
    speech: Speech<'s>,
    diagnostics: Vec<Diagnostic>,
}

impl Track<'_> {
    /// Reads the lines between two blank ones.
    fn group(&mut self, lines: &[Span]) {
        let Some(&first) = lines.first() else { return };
        let source = self.source;
        let text = |line: Span| source.slice(line).trim();
        let head = text(first);
        if self.dialect == Dialect::Vtt && self.is_no_cue(head, first, lines) {
            return;
        }
        let has_arrow = |line: &Span| text(*line).contains("-->");
        let Some(mut next) = lines.iter().take(2).position(has_arrow) else {
            let example = if self.dialect == Dialect::Srt { "00:00:01,000" } else { "00:00:01.000" };
            return self
                .fault(first, &format!("a cue has no times; a line such as `{example} --> {example}` is missing"));
        };
        while let Some(&at) = lines.get(next) {
            // Where no blank line parts two cues, times do.
            let is_next = |line: &Span| times(text(*line)).is_some();
            let rest = lines.get(next + 1..).unwrap_or_default();
            let end = rest.iter().position(is_next).unwrap_or(rest.len());
            let (said, others) = rest.split_at(end);
            let numbered = !others.is_empty() && said.last().is_some_and(|line| is_number(text(*line)));
            let said = said.get(..said.len() - usize::from(numbered)).unwrap_or_default();
            match times(text(at)) {
                Some(seen) if seen.end >= seen.start => self.speech.cue(seen, said),
                Some(_) => self.fault(at, "a cue ends before it begins; its times may be the wrong way round"),
                None => self.fault(at, "the times of a cue must be written as `00:00:01,000 --> 00:00:04,000`"),
            }
            next += 1 + end;
        }
    }

    /// Whether lines of `WebVTT` are its header, a comment, or about looks.
    fn is_no_cue(&mut self, head: &str, first: Span, lines: &[Span]) -> bool {
        if first.start == self.source.bom_len() && looks_like_vtt(self.source.text()) {
            let texts = lines.iter().map(|line| self.source.slice(*line));
            let language = texts.filter_map(|line| line.strip_prefix("Language:")).find_map(message::language);
            self.speech.language = language;
            return true;
        }
        let word = head.split_whitespace().next().unwrap_or_default();
        word == "NOTE" || head == "STYLE" || head == "REGION"
    }

    fn fault(&mut self, at: Span, message: &str) {
        let rule: Arc<str> = if self.dialect == Dialect::Srt { "invalid-srt" } else { "invalid-vtt" }.into();
        self.diagnostics.push(Diagnostic::new(rule, Severity::Error, at, message));
    }
}

/// The times in a line such as `00:00:01,000 --> 00:00:04,000`; settings may stand behind them.
fn times(line: &str) -> Option<Times> {
    let (start, rest) = line.split_once("-->")?;
    Some(Times { start: time(start.trim())?, end: time(rest.split_whitespace().next()?)? })
}

/// A time in milliseconds. Hours and fractions may be missing, as players have it.
fn time(text: &str) -> Option<u64> {
    let number = |digits: &str| digits.parse().ok().filter(|_| is_number(digits) && digits.len() <= 9);
    let (whole, fraction) = text.split_once([',', '.']).unwrap_or((text, "000"));
    let fraction =
        number(fraction).filter(|_| fraction.len() <= 3)? * 10_u64.pow(3 - u32::try_from(fraction.len()).ok()?);
    let mut parts = whole.rsplit(':').map(number);
    let (seconds, minutes, hours) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    parts.next().is_none().then_some(((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::document::{Block, BlockKind, Document, Format, OPAQUE};
    use crate::source::Source;
    use crate::span::Span;

    #[track_caller]
    fn document(format: &str, text: &str) -> Document {
        let format = Format::by_name(format).expect("it is registered");
        Document::parse(Source::new(text.to_owned()).expect("short"), format)
    }

    /// The blocks of cues of `format` that come one second after another.
    #[track_caller]
    fn said(format: &str, cues: &[&str]) -> Vec<String> {
        let cue = |(n, text): (usize, &&str)| format!("{0}\n00:00:{0:02}.000 --> 00:00:{0:02}.500\n{text}\n\n", n + 1);
        let head = if format == "vtt" { "WEBVTT\n\n" } else { "" };
        let document = document(format, &format!("{head}{}", cues.iter().enumerate().map(cue).collect::<String>()));
        assert_eq!(document.diagnostics(), []);
        document.blocks().iter().map(|block| document.prose(block).to_owned()).collect()
    }

    #[test]
    fn sentences_run_over_cues() {
        let table: &[(&[&str], &[&str])] = &[
            (&["The ferry", "came in."], &["The ferry came in."]),
            (&["The ferry of", "Varn\ncame in."], &["The ferry of Varn came in."]),
            (&["It came.", "it left."], &["It came.", "it left."]),
            (&["It came...", "and it left.", "Late..."], &["It came... and it left.", "Late..."]),
            (&["It came...", "It left."], &["It came...", "It left."]),
            (&["“It came,” he said", "- Did it?\n- It did."], &["“It came,” he said", "Did it?", "It did."]),
            (&["It was", "-5 degrees"], &["It was -5 degrees"]),
            (&["It came", "[A horn sounds]", "late."], &["It came", "[A horn sounds]", "late."]),
            (&["♪ Row the boat\nalong ♪", "Who sings?"], &["Row the boat", "along", "Who sings?"]),
            (&["<i>One", "two</i> <font color=\"red\">three</font>."], &["One two three."]),
            (&["{\\an8}Up here.\\NAnd <3."], &["Up here. And <3."]),
            (&[">> And now?", ">> Wait"], &["And now?", "Wait"]),
        ];
        for (cues, blocks) in table {
            assert_eq!(said("srt", cues), *blocks, "{cues:?}");
        }
        let far = "1\n00:00:01,000 --> 00:00:02,000\nThe end\n\n2\n00:00:04,000 --> 00:00:05,000\nWritten by Ann";
        assert_eq!(document("srt", far).blocks().len(), 2);
        let texts: Vec<_> = (0..30).map(|n| format!("Without stop {n}")).collect();
        assert_eq!(said("srt", &texts.iter().map(String::as_str).collect::<Vec<_>>()).len(), 3);
    }

    #[test]
    fn web_subtitles_have_tags_and_references() {
        let table: &[(&[&str], &[&str])] = &[
            (&["<v Ann>The ferry", "<v Bo>and the <c.red>pier</c>."], &["The ferry", "and the pier."]),
            (&["<v Ann>The ferry", "<v Ann>came."], &["The ferry came."]),
            (&["<00:00:01.000>Q&amp;A &lt; 5&nbsp;km&lrm; &nope; A & B"], &["Q&A < 5\u{a0}km\u{200e} \u{fdd0} A & B"]),
        ];
        for (cues, blocks) in table {
            assert_eq!(said("vtt", cues), *blocks, "{cues:?}");
        }
    }

    #[test]
    fn what_is_not_said_is_left_out() {
        let text = "\u{feff}WEBVTT - The ferry\nLanguage: en-GB\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\nNOTE no\nno\n\n\
                    intro\n01:02.000 --> 01:03.000 line:0\nIt came.\n\n01:03.000 --> 01:04.000\nIt came.\n \nIt left.";
        let document = document("vtt", text);
        assert_eq!(document.diagnostics(), []);
        let said: Vec<_> = document.blocks().iter().map(|block| document.prose(block)).collect();
        // A line that rolls up is read once.
        assert_eq!(said, ["It came.", "It left."]);
        assert!(document.blocks().iter().all(|block| block.language() == Some("en-GB")));
    }

    #[test]
    fn blocks_have_kinds() {
        let text = "1\n00:00:01,000 --> 00:00:02,000\nIt came.\n♪ Row ♪\n(A horn sounds)\n";
        let kinds: Vec<_> = document("srt", text).blocks().iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [BlockKind::Paragraph, BlockKind::Quotation, BlockKind::Caption]);
    }

    #[test]
    fn broken_cues_are_reported_and_left_out() {
        let good = "7\r\n00:00:09,000 --> 00:00:10,000\r\nIt came.\r\n\r\n";
        let table = [
            ("1\n00:00:01,000 -> 00:00:02,000\nno\n\n", "1"),
            ("1\n00:00:xx,000 --> 00:00:02,000\nno\n\n", "00:00:xx,000 --> 00:00:02,000"),
            ("1\n00:00:05,000 --> 00:00:02,000\nno\n\n", "00:00:05,000 --> 00:00:02,000"),
            ("-->\n\n", "-->"),
            ("no\n\n", "no"),
        ];
        for (cue, place) in table {
            let document = document("srt", &format!("{cue}{good}"));
            let [fault] = document.diagnostics() else { panic!("{cue}: {:?}", document.diagnostics()) };
            assert_eq!((document.source().slice(fault.span), document.blocks().len()), (place, 1), "{cue}");
        }
        // Where a blank line is missing, nothing is lost.
        let document = document("srt", &format!("1\n00:00:01,000 --> 00:00:02,000\nIt left.\n{good}"));
        assert_eq!((document.diagnostics().len(), document.blocks().len()), (0, 2));
        assert_eq!(self::document("vtt", "00:01.000 --> 00:02.000\nIt came.").diagnostics().len(), 1);
    }

    #[test]
    fn repairs_keep_times_and_tags() {
        let edit = |format: &str, text: &str, old: &str, new: &str| {
            let document = document(format, text);
            let block: &Block = &document.blocks()[0];
            let start = u32::try_from(document.prose(block).find(old).expect(text)).expect("short");
            let place = block.map().to_source(Span::new(start, start + u32::try_from(old.len()).expect("short")));
            let edits = document.edits(place, new)?;
            Some((document.source().slice(edits[0].span).to_owned(), edits[0].text.clone()))
        };
        let pair = |old: &str, new: &str| Some((old.to_owned(), new.to_owned()));
        let srt = "1\n00:00:01,000 --> 00:00:02,000\nThe <i>the</i>\nold old\n\n2\n00:00:02,500 --> 00:00:03,000\nold ferry.\n";
        assert_eq!(edit("srt", srt, "The the", "The"), None);
        assert_eq!(edit("srt", srt, "old old old", "old"), None);
        assert_eq!(edit("srt", srt, "old old", "old"), pair("old old", "old"));
        assert_eq!(edit("srt", srt, "ferry", "<b>"), None);
        assert_eq!(edit("srt", srt, "ferry", "a\nb"), None);
        let vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nQ &amp; A\nor B.";
        assert_eq!(edit("vtt", vtt, "& A or", "& A, or"), pair("&amp; A\nor", "&amp; A, or"));
    }

    #[test]
    fn they_look_like_what_they_are() {
        assert_eq!(Format::by_content("\u{feff}1\r\n00:00:01,000 --> 00:00:02,000\r\nHi\r\n").name, "srt");
        assert_eq!(Format::by_content("WEBVTT\n\n").name, "vtt");
        assert_eq!(Format::by_content("1\nOne\n").name, "plain");
    }

    #[test]
    fn nothing_takes_long() {
        for text in ["<a", "{\\", "&", "-", "♪\n", "-->\n", "1\n00:01 --> 00:02\n"] {
            drop(document("srt", &format!("1\n00:01 --> 00:02\n{}", text.repeat(100_000))));
            drop(document("vtt", &format!("WEBVTT\n\n00:01 --> 00:02\n{}{OPAQUE}", text.repeat(100_000))));
        }
    }
}
