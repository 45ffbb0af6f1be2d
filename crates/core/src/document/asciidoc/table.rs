//! The cells of a table of AsciiDoc.

use super::super::BlockKind;
use super::super::lines::{Article, Line};
use super::marker;

/// Reads the lines between the borders of a table. A cell begins at a bar, wherever that stands.
pub(super) fn read<'s>(article: &mut Article<'s>, lines: &[Line<'s>]) {
    let mut cell: Vec<Line<'s>> = Vec::new();
    // What stands before the first bar belongs to no cell.
    let mut shown = false;
    for line in lines.iter().filter(|line| !marker::is_comment(line.text())) {
        let mut from = 0;
        let text = line.text();
        for (bar, _) in text.match_indices('|') {
            if bar > 0 && text.as_bytes().get(bar - 1) == Some(&b'\\') {
                continue;
            }
            let before = line.content.cut(from, bar);
            let spec = spec(before.text);
            cell.push(Line::read(before.cut(0, before.text.len() - spec)));
            close(article, &mut cell, shown);
            shown = !before.text.ends_with(['l', 'm']) || spec == 0;
            from = bar + 1;
        }
        cell.push(Line::read(line.content.from(from)));
    }
    close(article, &mut cell, shown);
}

/// Ends a cell. Its paragraphs and its items are blocks of their own.
fn close<'s>(article: &mut Article<'s>, cell: &mut Vec<Line<'s>>, shown: bool) {
    let lines = std::mem::take(cell);
    let mut block: Vec<Line<'s>> = Vec::new();
    for line in lines.into_iter().filter(|_| shown) {
        let item = marker::item(line.text());
        if line.is_blank() || item.is_some() || line.text() == "+" {
            article.lines(BlockKind::TableCell, &block);
            block.clear();
        }
        if line.text() != "+" {
            block.push(line.behind(item.unwrap_or_default()));
        }
    }
    article.lines(BlockKind::TableCell, &block);
}

/// How long the end of `text` is that says how the next cell is set, such as `2+^.>s`.
fn spec(text: &str) -> usize {
    let word = text.get(text.rfind(char::is_whitespace).map_or(0, |at| at + 1)..).unwrap_or_default();
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let rest = if rest.len() < word.len() { rest.strip_prefix(['*', '+']).unwrap_or("?") } else { rest };
    let rest = rest.trim_start_matches(['<', '^', '>', '.']);
    let style = rest.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or(rest);
    // An alignment below the line, such as `.^`, has a dot without a count.
    let aligned =
        !word.is_empty() && word.trim_end_matches(|c: char| c.is_ascii_lowercase()).chars().all(|c| ".<^>".contains(c));
    if style.is_empty() || aligned && word.trim_start_matches(['.', '<', '^', '>']).len() <= 1 { word.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specs_of_cells_are_told_from_words() {
        let cases = [("word", 0), ("b 2+", 2), ("a", 1), ("word 2+^.>s", 6), ("3", 0), (".^", 2), ("x 12", 0), ("", 0)];
        cases.iter().for_each(|(text, expected)| assert_eq!(spec(text), *expected, "{text}"));
    }
}
