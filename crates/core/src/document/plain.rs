//! Plain text: paragraphs between blank lines, hard-wrapped lines joined, one paragraph a line where lines are long.

use super::prose::ProseBuilder;
use super::{Block, BlockKind, Field, Format, Parsed};
use crate::source::Source;
use crate::span::Span;

pub(super) const FORMAT: Format =
    Format { name: "plain", extensions: &["txt", "text"], holds_data: false, looks: |_| false, parse };

/// No line of hard-wrapped text is longer (in bytes, so that CJK and accents have room).
const WRAPPED_AT_MOST: u32 = 160;
/// No hard-wrapped text is narrower: shorter lines are verse, lists and addresses.
const WRAPPED_AT_LEAST: u32 = 40;

fn parse(source: &Source, _: &[Field]) -> Parsed {
    let mut blocks = Vec::new();
    let mut chunk: Vec<Span> = Vec::new();
    let mut quoted = false;
    for number in 0..source.lines().len() {
        let line = trimmed(source, source.line_span(number));
        let text = unquoted(source, line);
        let is_quoted = text != line;
        if text.is_empty() || is_separator(source.slice(text)) || is_quoted != quoted {
            close(source, &mut chunk, quoted, &mut blocks);
        }
        quoted = is_quoted;
        if !text.is_empty() && !is_separator(source.slice(text)) {
            chunk.push(text);
        }
    }
    close(source, &mut chunk, quoted, &mut blocks);
    Parsed { blocks, diagnostics: Vec::new() }
}

/// The line without the white space around it, and without a byte order mark.
fn trimmed(source: &Source, line: Span) -> Span {
    let line = Span::new(if line.start == 0 { source.bom_len().min(line.end) } else { line.start }, line.end);
    let text = source.slice(line);
    let head = text.len() - text.trim_start().len();
    let kept = text.trim().len();
    let start = line.start + u32::try_from(head).unwrap_or_default();
    Span::new(start, start + u32::try_from(kept).unwrap_or_default())
}

/// A line without the marks by which mail shows that somebody else wrote it: `> text`, `>> text`.
fn unquoted(source: &Source, line: Span) -> Span {
    let text = source.slice(line);
    let rest = text.trim_start_matches(['>', ' ']);
    // `>` alone, or `> 5`, may be a mark of its own.
    let marked = text.starts_with("> ") || text.starts_with(">>") || text == ">";
    let from = if marked { text.len() - rest.len() } else { 0 };
    Span::new(line.start + u32::try_from(from).unwrap_or_default(), line.end)
}

/// Whether a line only parts what is before it from what is behind it: `* * *`, `-----`.
fn is_separator(text: &str) -> bool {
    let is_part = |c: char| c.is_whitespace() || matches!(c, '*' | '-' | '–' | '—' | '_' | '=' | '~' | '#' | '•');
    // The first letter of a line of text tells.
    text.chars().all(is_part) && text.chars().filter(|c| !c.is_whitespace()).count() >= 3
}

/// Ends a run of lines without a blank one between them; `quoted` lines are those of a mail that is answered.
fn close(source: &Source, chunk: &mut Vec<Span>, quoted: bool, blocks: &mut Vec<Block>) {
    let lines = std::mem::take(chunk);
    let widest = lines.iter().map(|line| line.len()).max().unwrap_or_default();
    let mut start = 0;
    for next in 1..=lines.len() {
        if next < lines.len() && goes_on(source, lines[next - 1], lines[next], widest) {
            continue;
        }
        let span = lines[start].cover(lines[next - 1]);
        let alone = lines.len() == 1;
        if quoted {
            blocks.extend(quotation(source, &lines[start..next]));
        } else {
            blocks.push(Block::verbatim(kind(source.slice(span), alone && blocks.is_empty()), span));
        }
        start = next;
    }
}

/// The lines of a quoted mail, without their marks.
fn quotation(source: &Source, lines: &[Span]) -> Option<Block> {
    let mut prose = ProseBuilder::new(source);
    let mut last: Option<Span> = None;
    for &line in lines {
        if let Some(last) = last {
            prose.space(Span::new(last.end, line.start));
        }
        prose.verbatim(line);
        last = Some(line);
    }
    prose.finish(BlockKind::Quotation)
}

/// Whether the sentence of `line` may run on in `next`: both stand in a column of wrapped text, and the first is
/// about as wide as the column.
fn goes_on(source: &Source, line: Span, next: Span, widest: u32) -> bool {
    let first_word = source.slice(next).split_whitespace().next().unwrap_or_default();
    let filled = (line.len() + u32::try_from(first_word.len()).unwrap_or_default()) * 10 >= widest * 8;
    (WRAPPED_AT_LEAST..=WRAPPED_AT_MOST).contains(&widest) && filled && !is_list_label(first_word)
}

fn kind(text: &str, first: bool) -> BlockKind {
    let first_word = text.split_whitespace().next().unwrap_or_default();
    let ends_open = !text.ends_with(['.', '!', '?', ':', ';', ',', '…', '”', '"', '’', ')']);
    if is_list_label(first_word) {
        BlockKind::ListItem
    } else if ends_open && (first || text.len() <= 60) {
        BlockKind::Heading
    } else {
        BlockKind::Paragraph
    }
}

/// Whether a first word marks an item of a list: a bullet, `3.`, `3)`, `(a)`.
fn is_list_label(word: &str) -> bool {
    if matches!(word, "-" | "*" | "+" | "•" | "–" | "—" | "·") {
        return true;
    }
    let inner = word.strip_prefix('(').unwrap_or(word);
    inner.strip_suffix([')', '.']).is_some_and(|label| {
        let digits = label.bytes().all(|byte| byte.is_ascii_digit());
        !label.is_empty() && label.len() <= 3 && (digits || label.len() == 1 && label.is_ascii() && word.ends_with(')'))
    })
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Document, Format};
    use crate::source::Source;

    #[track_caller]
    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let document = Document::parse(Source::new(text.to_owned()).expect("short"), Format::plain());
        document.blocks().iter().map(|block| (block.kind, document.prose(block).to_owned())).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(
            blocks("\u{feff}Ferry returns\r\n\r\nIt came back.\r\n \r\nLate.\r\n"),
            [
                (BlockKind::Heading, "Ferry returns".to_owned()),
                (BlockKind::Paragraph, "It came back.".to_owned()),
                (BlockKind::Paragraph, "Late.".to_owned()),
            ]
        );
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "The harbour master said that the ferry would not\nsail before the storm had gone past the island of\nHven.";
        assert_eq!(blocks(text), [(BlockKind::Paragraph, text.to_owned())]);
    }

    #[test]
    fn short_lines_and_list_items_stand_alone() {
        assert_eq!(blocks("Roses are red,\nviolets are blue.").len(), 2);
        let list =
            "1) The first of the items is as wide as the column.\n2) The second of the items is just as wide, too.";
        assert_eq!(blocks(list).iter().map(|block| block.0).collect::<Vec<_>>(), [BlockKind::ListItem; 2]);
    }

    #[test]
    fn quoted_mail_and_separators() {
        let text = "We shall come.\n\n> The ferry is late today, because the storm of the night\n> has not gone past.\n>\n> So wait.\n* * *\nThe end.";
        assert_eq!(
            blocks(text),
            [
                (BlockKind::Paragraph, "We shall come.".to_owned()),
                (
                    BlockKind::Quotation,
                    "The ferry is late today, because the storm of the night has not gone past.".to_owned()
                ),
                (BlockKind::Quotation, "So wait.".to_owned()),
                (BlockKind::Paragraph, "The end.".to_owned()),
            ]
        );
    }

    #[test]
    fn one_paragraph_a_line_where_lines_are_long() {
        let long = "word ".repeat(60);
        assert_eq!(blocks(&format!("{long}\n{long}")).len(), 2);
    }
}
