//! What stands in single quotation marks.
//!
//! A single closing mark looks like an apostrophe, so these marks are read more carefully than double ones: they tell
//! what is quoted, and are never reported as faults.

use crate::document::Document;
use crate::span::Span;

/// Words that begin with an apostrophe, without it and in small letters: `’twas`, `’em`.
const CLIPPED: [&str; 14] =
    ["tis", "twas", "twere", "twill", "em", "til", "till", "cause", "cos", "n", "bout", "round", "neath", "ere"];

/// A single mark where it may open or close a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It opens one.
    Opens,
    /// It closes what is open.
    Closes,
    /// It closes, or is the apostrophe of a plural (`the boats’ crews`) or of a clipped word (`goin’`).
    MayClose,
}

/// What stands between `marks`, the single marks of each block in order, as spans of the source.
pub(super) fn quoted(document: &Document, marks: &[(usize, Span, Role)]) -> Vec<Span> {
    let mut quoted = Vec::new();
    let mut open: Option<usize> = None;
    for marks in marks.chunk_by(|left, right| left.0 == right.0) {
        let Some((number, block)) =
            marks.first().and_then(|&(number, ..)| Some((number, document.blocks().get(number)?)))
        else {
            continue;
        };
        // A paragraph of long speech begins with a mark, and only the last one ends with one.
        let follows = open.is_some_and(|open| open + 1 == number);
        let goes_on = follows && marks.first().is_some_and(|&(_, span, role)| span.start == 0 && role == Role::Opens);
        let (spans, unclosed) = pairs(marks, goes_on);
        open = unclosed.filter(|&at| at == 0 || goes_on).map(|_| number);
        // Prose is no longer than its source, which is at most 4 GiB long.
        let end = u32::try_from(document.prose(block).len()).unwrap_or(u32::MAX);
        let rest = unclosed.filter(|&at| at == 0).map(|at| Span::new(at, end));
        quoted.extend(spans.into_iter().chain(rest).map(|span| block.map().to_source(span).span));
    }
    quoted
}

/// The spans between marks that open and marks that close, and where a quotation begins that nothing closes.
fn pairs(marks: &[(usize, Span, Role)], goes_on: bool) -> (Vec<Span>, Option<u32>) {
    let mut spans = Vec::new();
    let mut open: Option<Span> = None;
    let mut closed: Option<Span> = None;
    let mut finish = |open: &mut Option<Span>, closed: &mut Option<Span>| match (open.take(), closed.take()) {
        (Some(start), Some(end)) => {
            spans.push(Span::new(start.end, end.start));
            None
        }
        (start, _) => start,
    };
    for &(_, span, role) in marks {
        match role {
            Role::Opens => {
                finish(&mut open, &mut closed);
                open = Some(span);
            }
            Role::Closes if open.is_some() => {
                closed = Some(span);
                finish(&mut open, &mut closed);
            }
            // The last of several that may close is the likeliest.
            Role::MayClose if open.is_some() => closed = Some(span),
            Role::Closes | Role::MayClose => {}
        }
    }
    let unclosed = finish(&mut open, &mut closed).map(|span| if goes_on { 0 } else { span.start });
    (spans, unclosed)
}

/// What a single mark between two texts may be; nothing where it is an apostrophe.
pub(super) fn role(mark: char, before: &str, after: &str) -> Option<Role> {
    let (left, right) = (before.chars().next_back(), after.chars().next());
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if word(left) && word(right) {
        return None;
    }
    let outside = left.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '“' | '"' | '/'));
    if mark != '’'
        && outside
        && right.is_some_and(|c| c.is_alphanumeric() || matches!(c, '“' | '"' | '…' | '(' | '[' | '.'))
    {
        return (!is_clipped(after)).then_some(Role::Opens);
    }
    let ends = right.is_none_or(|c| !c.is_alphanumeric());
    if mark == '‘' || !ends {
        return None;
    }
    match left? {
        '.' | ',' | '!' | '?' | '…' | '—' | '–' | ')' | ']' | '”' | '"' => Some(Role::Closes),
        // `5'`: a foot or a minute.
        c if c.is_numeric() && mark == '\'' => None,
        's' | 'S' | 'n' | 'o' => Some(Role::MayClose),
        c if c.is_alphanumeric() => Some(Role::Closes),
        _ => None,
    }
}

/// Whether a word behind a mark is one that begins with an apostrophe, or a decade: `’90s`.
fn is_clipped(after: &str) -> bool {
    let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
    let word = &after[..end];
    let digits = word.trim_end_matches('s');
    let decade = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    decade || CLIPPED.iter().any(|clipped| clipped.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};
    use crate::source::Source;
    use crate::text::quotation::mark::collect;

    /// What is quoted in a text.
    fn quoted(text: &str) -> Vec<&str> {
        let document = Document::parse(Source::new(text.to_owned()).expect("short"), Format::plain());
        super::quoted(&document, &collect(&document).1).into_iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn single_marks_quote() {
        for (text, wanted) in [
            ("‘We’ll go,’ she said, ‘when the boys’ boat is in.’", vec!["We’ll go,", "when the boys’ boat is in."]),
            ("He called it 'a small thing' and left.", vec!["a small thing"]),
            ("The term 'boats' means 'the boats' crews' here.", vec!["boats", "the boats' crews"]),
            ("“He said ‘no’ to us,” she said.", vec!["no"]),
            ("It was the boats’ fault, and the crew’s.", vec![]),
            ("Rock ’n’ roll of the ’90s, ’twas fine; he is 5'10 tall.", vec![]),
            ("'Twas late in '68, and they were goin' home.", vec![]),
            ("He's the boys' friend, isn't he?", vec![]),
            (
                "‘One day was long.\n\n‘The next was longer,’ he said.",
                vec!["‘One day was long.", "The next was longer,"],
            ),
        ] {
            assert_eq!(quoted(text), wanted, "{text}");
        }
    }
}
