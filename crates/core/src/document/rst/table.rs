//! Tables of reStructuredText: drawn grids, and columns below lines of `=`.

use super::super::BlockKind;
use super::super::lines::{Article, Line, Placed};

/// Whether a line is the border of a grid: `+---+---+`.
pub(super) fn is_grid_border(text: &str) -> bool {
    text.len() >= 3 && text.starts_with('+') && text.ends_with('+') && text.bytes().all(|b| b"+-=".contains(&b))
}

/// Whether a line is the border of columns: `====  ====`.
pub(super) fn is_simple_border(text: &str) -> bool {
    text.starts_with("==") && text.contains("= ") && text.bytes().all(|b| b"= ".contains(&b))
}

/// Reads the grid that `lines` begin with, and says how many of them it takes.
pub(super) fn grid<'s>(article: &mut Article<'s>, lines: &[Line<'s>]) -> usize {
    let Some(first) = lines.first() else { return 0 };
    let drawn = |line: &&Line<'s>| line.column == first.column && line.text().starts_with(['+', '|']);
    let len = lines.iter().take_while(drawn).count();
    let mut border = first;
    let mut row: Vec<Line<'s>> = Vec::new();
    for line in lines.iter().take(len).skip(1) {
        if is_grid_border(line.text()) {
            grid_row(article, border, &row);
            row.clear();
            border = line;
        } else {
            row.push(*line);
        }
    }
    if !row.is_empty() || len == 1 {
        article.broken(first.content.span(), "the table that begins here has no border below it");
    }
    len
}

/// The cells of the lines between two borders. A cell ends where all lines have a bar.
fn grid_row<'s>(article: &mut Article<'s>, border: &Line<'s>, row: &[Line<'s>]) {
    let bars = |text: &'s str| text.chars().enumerate().filter(|(_, c)| matches!(c, '|' | '+')).map(|(at, _)| at);
    let mut columns: Vec<usize> = bars(border.text()).collect();
    for line in row {
        let mut own = bars(line.text()).peekable();
        columns.retain(|&column| {
            while own.next_if(|&at| at < column).is_some() {}
            own.peek() == Some(&column)
        });
    }
    let mut cells: Vec<Vec<Placed<'s>>> = vec![Vec::new(); columns.len().saturating_sub(1)];
    for line in row {
        let bytes = bytes_of(line.text(), &columns);
        for (cell, bounds) in cells.iter_mut().zip(bytes.windows(2)) {
            let &[from, to] = bounds else { continue };
            let text = line.content.cut(from + 1, to).trim();
            // A blank line ends a paragraph, and a line drawn within the row ends a cell.
            if text.text.is_empty() || text.text.len() > 2 && text.text.bytes().all(|b| b"+-=".contains(&b)) {
                article.add(BlockKind::TableCell, &std::mem::take(cell));
            } else {
                cell.push(text);
            }
        }
    }
    cells.iter().for_each(|cell| article.add(BlockKind::TableCell, cell));
}

/// The bytes at which the characters number `columns` of a text stand; its length for those behind its end.
fn bytes_of(text: &str, columns: &[usize]) -> Vec<usize> {
    let mut chars = text.char_indices().enumerate().peekable();
    let byte = |&column: &usize| {
        while chars.next_if(|&(number, _)| number < column).is_some() {}
        chars.peek().map_or(text.len(), |&(_, (at, _))| at)
    };
    columns.iter().map(byte).collect()
}

/// Reads the table of columns that `lines` begin with, and says how many of them it takes.
pub(super) fn simple<'s>(article: &mut Article<'s>, lines: &[Line<'s>]) -> usize {
    let Some(first) = lines.first() else { return 0 };
    let Some(len) = simple_len(lines) else {
        article.broken(first.content.span(), "the table that begins here has no border below it");
        return lines.iter().take_while(|line| !line.is_blank()).count();
    };
    let before = |at: usize| first.text().as_bytes().get(at.wrapping_sub(1)).is_none_or(|&b| b == b' ');
    let starts = |&(at, b): &(usize, u8)| b == b'=' && before(at);
    let columns: Vec<usize> = first.text().bytes().enumerate().filter(starts).map(|(at, _)| at).collect();
    let mut row: Vec<Vec<Placed<'s>>> = vec![Vec::new(); columns.len()];
    for line in lines.iter().take(len).skip(1) {
        let ends = line.is_blank() || line.text().bytes().all(|b| b"=- ".contains(&b));
        if ends || line.column == first.column {
            simple_row(article, &mut row);
        }
        if !ends {
            let indent = line.column.saturating_sub(first.column);
            fragments(line, indent, &columns).for_each(|(index, text)| {
                row.get_mut(index).into_iter().for_each(|cell| cell.push(text));
            });
        }
    }
    simple_row(article, &mut row);
    len
}

fn simple_row<'s>(article: &mut Article<'s>, row: &mut [Vec<Placed<'s>>]) {
    for cell in row {
        article.add(BlockKind::TableCell, cell);
        cell.clear();
    }
}

/// How many lines the table has: it ends with its third border, or with its second where a blank line follows.
fn simple_len(lines: &[Line<'_>]) -> Option<usize> {
    let borders = lines.iter().enumerate().skip(1).filter(|(_, line)| is_simple_border(line.text())).take(2);
    let ends = |number: usize| lines.get(number + 1).is_none_or(Line::is_blank);
    let mut last = None;
    for (count, (number, _)) in borders.enumerate() {
        if count == 1 || ends(number) {
            last = Some(number + 1);
            break;
        }
    }
    last
}

/// The parts of a line that stand in the columns. Text that runs over the gap between two columns is one part.
fn fragments<'s>(
    line: &Line<'s>,
    indent: usize,
    columns: &[usize],
) -> impl Iterator<Item = (usize, Placed<'s>)> + use<'s> {
    let content = line.content;
    let own: Vec<usize> = columns.iter().map(|column| column.saturating_sub(indent)).collect();
    let mut cuts: Vec<(usize, usize)> = bytes_of(content.text, &own).into_iter().enumerate().collect();
    cuts.retain(|&(_, at)| at == 0 || content.text.get(..at).is_some_and(|head| head.ends_with(' ')));
    // Of columns that begin at the same byte, the text is in the last.
    let ends: Vec<usize> = cuts.iter().skip(1).map(|&(_, at)| at).chain([content.text.len()]).collect();
    let parts = cuts.into_iter().zip(ends).map(move |((index, from), to)| (index, content.cut(from, to).trim()));
    parts.filter(|(_, text)| !text.text.is_empty())
}
