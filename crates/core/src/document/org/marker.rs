//! What a line of Org is.

use super::super::lines::Line;

/// What a heading says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heading<'s> {
    pub(super) title: Line<'s>,
    /// Whether it and what follows are part of the article.
    pub(super) shown: bool,
}

/// The states of tasks that many files use without defining them.
const STATES: [&str; 16] = [
    "TODO",
    "DONE",
    "NEXT",
    "WAITING",
    "WAIT",
    "HOLD",
    "STARTED",
    "IN-PROGRESS",
    "INPROGRESS",
    "PROJ",
    "STRT",
    "KILL",
    "CANCELLED",
    "CANCELED",
    "SOMEDAY",
    "DELEGATED",
];

/// How many stars a heading has; 0 where the line is none.
pub(super) fn level(line: &Line<'_>) -> usize {
    let stars = line.text().bytes().take_while(|&b| b == b'*').count();
    if line.column == 0 && line.text().get(stars..).is_some_and(|rest| rest.starts_with(' ')) { stars } else { 0 }
}

/// The title of a heading without its state, priority and tags.
pub(super) fn heading<'s>(line: &Line<'s>, states: &[&str]) -> Heading<'s> {
    let word = |line: &Line<'s>| line.text().split_whitespace().next().unwrap_or_default();
    let mut title = *line;
    let first = word(&title);
    if STATES.contains(&first) || !first.is_empty() && first != "|" && states.contains(&first) {
        title = title.behind(first.len());
    }
    if matches!(word(&title).as_bytes(), [b'[', b'#', .., b']']) {
        title = title.behind(word(&title).len());
    }
    let comment = word(&title) == "COMMENT";
    let from = title.text().rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let tags = title.text().get(from..).unwrap_or_default();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '#' | '%' | ':');
    let tagged = tags.len() > 2 && tags.starts_with(':') && tags.ends_with(':') && tags.chars().all(fits);
    let hidden = tagged && tags.split(':').any(|tag| tag == "noexport");
    if tagged {
        title = title.with(title.content.cut(0, from).trim());
    }
    Heading { title, shown: !comment && !hidden }
}

/// The name and the value of `#+name: value`, `#+begin_name value`, `#+name`.
pub(super) fn keyword(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("#+")?;
    // The name of a caption may have a short form of it in brackets.
    let open = rest
        .find('[')
        .filter(|&open| rest.get(..open).is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphabetic())));
    let from = open.map_or(0, |open| rest.find("]:").filter(|&close| close > open).unwrap_or_default());
    let len = rest.get(from..)?.find([':', ' ', '\t']).map_or(rest.len(), |at| from + at);
    let name = rest.get(..len)?;
    let value = rest.get(len..)?;
    let known = !name.is_empty() && (value.starts_with(':') || strip(name, "begin_") || strip(name, "end_"));
    known.then(|| (name, value.strip_prefix(':').unwrap_or(value)))
}

fn strip(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// How long the mark of a list item is, with its counter and its box.
pub(super) fn item(line: &Line<'_>) -> Option<usize> {
    let text = line.text();
    let word = text.split([' ', '\t']).next()?;
    let bullet = matches!(word, "-" | "+") || word == "*" && line.column > 0;
    let label = word.strip_suffix(['.', ')']);
    let number = label.is_some_and(|label| {
        let digits = label.len() <= 4 && label.bytes().all(|b| b.is_ascii_digit());
        !label.is_empty()
            && (digits || label.len() == 1 && label.bytes().all(|b| b.is_ascii_alphabetic() && word.ends_with(')')))
    });
    if !bullet && !number {
        return None;
    }
    let mut rest = text.get(word.len()..)?.trim_start();
    if let Some(counter) = rest.strip_prefix("[@") {
        rest = counter.split_once(']').map_or(rest, |(_, rest)| rest.trim_start());
    }
    let boxed = ["[ ]", "[X]", "[x]", "[-]"].iter().find_map(|mark| rest.strip_prefix(mark));
    Some(text.len() - boxed.unwrap_or(rest).len())
}

/// How long the term is that an item explains, and how long it is with its mark.
pub(super) fn term(text: &str) -> Option<(usize, usize)> {
    let at = text.find(" ::")?;
    let rest = text.get(at + 3..)?;
    (rest.is_empty() || rest.starts_with(' ')).then_some((at, at + 3))
}

/// How long the label of a footnote is that the line explains.
pub(super) fn footnote(line: &Line<'_>) -> Option<usize> {
    let label = line.text().strip_prefix("[fn:")?;
    let len = label.find(']')?;
    let simple = label.get(..len)?.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    (line.column == 0 && simple && len > 0).then_some(len + 5)
}

/// The name of the environment of LaTeX that begins here.
pub(super) fn environment(text: &str) -> Option<&str> {
    text.strip_prefix("\\begin{")?.split_once('}').map(|(name, _)| name)
}

/// Whether a line begins or ends a drawer: `:PROPERTIES:`.
pub(super) fn is_drawer(text: &str) -> bool {
    let name = text.strip_prefix(':').and_then(|text| text.strip_suffix(':'));
    name.is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)))
}

/// Whether a line is for machines: a comment, a date, an example, a rule.
pub(super) fn is_machine(text: &str) -> bool {
    let dates = ["SCHEDULED:", "DEADLINE:", "CLOSED:", "CLOCK:", "%%("];
    matches!(text, "#" | ":")
        || text.starts_with("# ")
        || text.starts_with(": ")
        || text.starts_with("#+")
        || dates.iter().any(|date| text.starts_with(date))
        || text.len() >= 5 && text.bytes().all(|b| b == b'-')
}

/// Whether the text of a paragraph cannot go on in a line.
pub(super) fn ends_text(line: &Line<'_>) -> bool {
    let text = line.text();
    text.is_empty()
        || level(line) > 0
        || item(line).is_some()
        || text.starts_with('|')
        || is_machine(text)
        || is_drawer(text)
        || environment(text).is_some()
        || footnote(line).is_some()
}
