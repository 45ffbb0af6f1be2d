//! From a phrase as written to the runs of tokens that it stands for.

use super::class::Class;
use super::way::{Item, Step, Way, What};
use super::{Flaw, Names};
use crate::text::{Form, Lexicon, List, Token, TokenKind, tokenize};

/// How many ways of writing one phrase may stand for.
const MOST_WAYS: usize = 64;

const NO_WORD: &str = "`~` follows a word, a list, or a group of them";

/// A phrase, taken apart.
#[derive(Debug)]
pub(super) struct Parsed<'a> {
    /// All runs that it stands for.
    pub(super) ways: Vec<Way<'a>>,
    /// How many terms it has.
    pub(super) terms: u32,
}

/// Takes a phrase apart.
pub(super) fn parse<'a>(phrase: &str, names: Names<'a>) -> Result<Parsed<'a>, Flaw> {
    let trimmed = phrase.trim();
    let inner = trimmed.strip_prefix('^').unwrap_or(trimmed);
    let ends = inner.ends_with('$') && !inner.ends_with("\\$");
    let inner = if ends { &inner[..inner.len() - 1] } else { inner };
    let begins = trimmed.starts_with('^');
    let mut parser = Parser { rest: inner, names, term: 0 };
    let runs = parser.sequence()?;
    if let Some(mark) = parser.rest.chars().next() {
        return Err(format!("`{mark}` has nothing that it belongs to").into());
    }
    let ways = runs.into_iter().map(|run| Way::new(run, begins, ends)).collect::<Result<_, _>>()?;
    Ok(Parsed { ways, terms: parser.term })
}

impl Parsed<'_> {
    /// The words of a term that are forms of others, each with the word that it is a form of.
    pub(super) fn inflected(&self, term: u32) -> impl Iterator<Item = (&str, &str)> {
        let items = self.ways.iter().flat_map(|way| &way.items).filter(move |item| item.term == term);
        items.flat_map(|item| item.what.words()).filter_map(|(word, of)| Some((word, of?.lemma.as_str())))
    }

    /// The words of each alternative of a term, if it has several of one word each.
    pub(super) fn alternatives(&self, term: u32) -> Option<Vec<Vec<&str>>> {
        let mut items = self.ways.iter().flat_map(|way| &way.items).filter(|item| item.term == term);
        let choice = items.next().map(|item| &item.what)?;
        let What::OneOf(all) = choice else { return None };
        Some(all.iter().map(|what| what.words().into_iter().map(|(word, _)| word).collect()).collect())
    }
}

struct Parser<'p, 'a> {
    rest: &'p str,
    names: Names<'a>,
    term: u32,
}

type Runs<'a> = Vec<Vec<Step<'a>>>;

impl<'a> Parser<'_, 'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn eat(&mut self, mark: char) -> bool {
        let found = self.rest.strip_prefix(mark);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// Terms up to the end of the phrase or of the group.
    fn sequence(&mut self) -> Result<Runs<'a>, Flaw> {
        let mut runs: Runs<'a> = vec![Vec::new()];
        // Whether nothing stands between the last item and what comes; `<` and `>` do not count.
        let mut glued = false;
        loop {
            let before = self.rest.len();
            self.rest = self.rest.trim_start();
            let space = before > self.rest.len();
            glued &= !space;
            let steps = match self.peek() {
                None | Some(')' | ']' | '|') => return Ok(runs),
                Some('<') if self.eat('<') => {
                    let gap = !space && self.rest.starts_with(char::is_whitespace);
                    vec![vec![Step::FocusStart(gap)]]
                }
                Some('>') if self.eat('>') => {
                    let gap = space && !self.rest.starts_with(char::is_whitespace);
                    vec![vec![Step::FocusEnd(gap)]]
                }
                Some('[') if self.eat('[') => {
                    let mut optional = self.alternatives(']')?;
                    optional.iter_mut().for_each(|run| glue_first(run, glued));
                    optional.insert(0, Vec::new());
                    glued = true;
                    optional
                }
                Some(_) => {
                    let term = self.term(glued)?;
                    glued = true;
                    term
                }
            };
            runs = product(&runs, &steps)?;
        }
    }

    /// What stands between the opening bracket, which is read already, and `close`.
    fn alternatives(&mut self, close: char) -> Result<Runs<'a>, Flaw> {
        let mut all = self.sequence()?;
        while self.eat('|') {
            all.extend(self.sequence()?);
        }
        if self.eat(close) { Ok(all) } else { Err(format!("`{close}` is missing").into()) }
    }

    fn term(&mut self, glued: bool) -> Result<Runs<'a>, Flaw> {
        self.term += 1;
        let term = self.term;
        let negated = self.eat('!');
        let group = self.peek() == Some('(');
        let mut runs = if self.eat('(') {
            let group = self.alternatives(')')?;
            // Alternatives count as one term, whatever they are made of.
            self.term = term;
            let mut group = joined(group);
            if self.peek() == Some('~') && group.iter().any(|run| run.len() != 1) {
                return Err(NO_WORD.into());
            }
            self.inflect(&mut group)?;
            group
        } else if let Some(gap) = self.gap()? {
            gap
        } else {
            vec![self.piece()?]
        };
        let class = self.class()?;
        if negated && !matches!(&runs[..], [run] if run.iter().all(Step::can_be_negated)) {
            return Err("`!` goes with a single word, a list, a class, or a group of single words".into());
        }
        for run in &mut runs {
            if group && class.is_some() && run.len() != 1 {
                return Err("`:class` goes with a group of single words".into());
            }
            for step in run.iter_mut() {
                if let Step::Item(item) = step {
                    item.term = term;
                    item.negated |= negated;
                }
            }
            // A class is that of the word right before it.
            if let Some(Step::Item(last)) = run.last_mut() {
                last.class = class.or(last.class);
            }
            glue_first(run, glued);
        }
        Ok(runs)
    }

    /// `..3`: so many words or fewer.
    fn gap(&mut self) -> Result<Option<Runs<'a>>, Flaw> {
        let Some(digits) = self.rest.strip_prefix("..") else { return Ok(None) };
        let length = digits.chars().take_while(char::is_ascii_digit).count();
        let most: usize = digits[..length].parse().map_err(|_| "`..` is followed by a number: `..3`")?;
        if !(1..=9).contains(&most) {
            return Err("a gap has 1 to 9 words".into());
        }
        self.rest = &digits[length..];
        Ok(Some((0..=most).map(|words| vec![Step::Item(Item::new(What::Any)); words]).collect()))
    }

    /// A word, a list, a class or marks, up to white space or a character with a meaning of its own.
    fn piece(&mut self) -> Result<Vec<Step<'a>>, Flaw> {
        if self.names_class() {
            return Ok(vec![Step::Item(Item::new(What::Any))]);
        }
        if let Some(escaped) = self.rest.strip_prefix('\\').and_then(|rest| rest.chars().next()) {
            self.rest = &self.rest[1 + escaped.len_utf8()..];
            return Ok(vec![Step::Item(Item::new(What::Mark(escaped)))]);
        }
        if self.peek() == Some('~') {
            return Err(NO_WORD.into());
        }
        let special = |c: char| c.is_whitespace() || "()[]|<>:!\\~".contains(c);
        let mut steps: Vec<Step<'a>> = Vec::new();
        loop {
            // At least one character is taken, so that every step gets on with the phrase.
            let first = self.peek().map_or(0, char::len_utf8);
            let length = self.rest[first..].find(special).map_or(self.rest.len(), |at| first + at);
            let (part, rest) = self.rest.split_at(length);
            self.rest = rest;
            let mut items = match part.strip_prefix('@') {
                Some(name) => vec![Step::Item(Item::new(What::List(self.list(name)?)))],
                None => items(part)?,
            };
            glue_first(&mut items, !steps.is_empty());
            steps.extend(items);
            let mut runs = vec![steps];
            let inflected = self.inflect(&mut runs)?;
            steps = runs.pop().unwrap_or_default();
            if !inflected || self.peek().is_none_or(special) {
                return Ok(steps);
            }
        }
    }

    fn list(&self, name: &str) -> Result<&'a List, Flaw> {
        self.names.list(name).ok_or_else(|| Flaw::unknown("list", name, self.names.lists()))
    }

    /// `~` behind words that stand for one another, and the name of a form behind it; whether it is there.
    fn inflect(&mut self, runs: &mut Runs<'a>) -> Result<bool, Flaw> {
        if !self.eat('~') {
            return Ok(false);
        }
        let length = self.rest.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(length);
        let form = if name.starts_with(|c: char| c.is_ascii_lowercase()) {
            self.rest = rest;
            let names = Form::ALL.iter().map(|form| form.name());
            Some(Form::by_name(name).ok_or_else(|| Flaw::unknown("form", name, names))?)
        } else {
            None
        };
        for run in runs {
            let Some(Step::Item(Item { what, .. })) = run.last_mut().filter(|last| last.is_word()) else {
                return Err(NO_WORD.into());
            };
            *what = what.inflected(form, &self.names.book.inflections);
        }
        Ok(true)
    }

    /// Whether the name of a class comes next. A colon with no letter behind it is a mark of the phrase.
    fn names_class(&self) -> bool {
        self.rest.strip_prefix(':').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
    }

    /// `:name` behind a term.
    fn class(&mut self) -> Result<Option<Class>, Flaw> {
        if !self.names_class() {
            return Ok(None);
        }
        let name = &self.rest[1..];
        let length = name.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(name.len());
        let (name, rest) = name.split_at(length);
        self.rest = rest;
        Class::by_name(name).map(Some).ok_or_else(|| Flaw::unknown("class", name, Class::names()))
    }
}

/// The tokens of a text, each glued to the one before.
fn items<'a>(text: &str) -> Result<Vec<Step<'a>>, Flaw> {
    let mut tokens = Vec::new();
    tokenize(text, &Lexicon::default(), &mut tokens);
    if text == "~" {
        return Err(NO_WORD.into());
    }
    let step = |(number, token): (usize, &Token)| {
        let what = match token.kind() {
            TokenKind::Mark('#') => What::Number,
            TokenKind::Mark('*') => What::Any,
            TokenKind::Mark(mark) => What::Mark(mark),
            TokenKind::Word | TokenKind::Number => What::Word(text[token.span().range()].to_owned()),
        };
        Step::Item(Item { glued: number > 0, ..Item::new(what) })
    };
    Ok(tokens.iter().enumerate().map(step).collect())
}

/// Lets the first item of a run follow the item before without white space, where `glued`.
fn glue_first(run: &mut [Step<'_>], glued: bool) {
    if let Some(Step::Item(item)) = run.iter_mut().find(|step| matches!(step, Step::Item(_))) {
        item.glued |= glued;
    }
}

/// What an alternative stands for if it is one plain word.
fn plain<'a>(run: &[Step<'a>]) -> Option<What<'a>> {
    match run {
        [Step::Item(Item { glued: false, negated: false, class: None, what, .. })] if what.is_choice() => {
            Some(what.clone())
        }
        _ => None,
    }
}

/// Alternatives of one plain word each become one item, which keeps the number of ways small; others stay ways of their
/// own.
fn joined(runs: Runs<'_>) -> Runs<'_> {
    let (single, mut longer): (Runs<'_>, Runs<'_>) = runs.into_iter().partition(|run| plain(run).is_some());
    match single.len() {
        0 => {}
        1 => longer.extend(single),
        _ => {
            let choice = What::OneOf(single.iter().filter_map(|run| plain(run)).collect());
            longer.insert(0, vec![Step::Item(Item::new(choice))]);
        }
    }
    longer
}

fn product<'a>(runs: &Runs<'a>, steps: &Runs<'a>) -> Result<Runs<'a>, Flaw> {
    let ways = runs.len() * steps.len();
    if ways > MOST_WAYS {
        return Err(format!("this stands for {ways} ways of writing or more; {MOST_WAYS} are the most").into());
    }
    let joined = |run: &Vec<Step<'a>>, step: &Vec<Step<'a>>| {
        let mut run = run.clone();
        run.extend(step.iter().cloned());
        run
    };
    Ok(runs.iter().flat_map(|run| steps.iter().map(move |step| joined(run, step))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ways of a phrase, written out.
    fn written(phrase: &str) -> Result<Vec<String>, Flaw> {
        let show = |item: &Item<'_>| {
            let what = match &item.what {
                What::Word(word) => word.clone(),
                What::Forms(forms) => forms.iter().map(|of| of.word.as_str()).collect::<Vec<_>>().join("/"),
                What::Mark(mark) => mark.to_string(),
                What::OneOf(all) => format!("{}-of", all.len()),
                other => format!("{other:?}"),
            };
            format!("{}{}{what}", if item.glued { "+" } else { "" }, if item.negated { "!" } else { "" })
        };
        let line = |way: Way<'_>| way.items.iter().map(show).collect::<Vec<_>>().join(" ");
        let (book, own) = Default::default();
        parse(phrase, Names { book: &book, own: &own }).map(|parsed| parsed.ways.into_iter().map(line).collect())
    }

    #[test]
    fn groups_expand() {
        for (phrase, ways) in [
            ("(as|so) long", vec!["2-of long"]),
            ("all [of] the", vec!["all the", "all of the"]),
            ("a (b [c]|d)", vec!["a 2-of", "a b c"]),
            ("well-known, then", vec!["well +- +known +, then"]),
            ("like~ a !(b|c)", vec!["like/likes/likes/liked/liked/liking a !2-of"]),
            ("like~ing up", vec!["liking up"]),
            ("(like|dare)~past", vec!["liked/dared"]),
            ("like~past, so", vec!["liked +, so"]),
            ("x ..2 y", vec!["x y", "x Any y", "x Any Any y"]),
            ("# * x", vec!["Number Any x"]),
            ("read more:", vec!["read more +:"]),
            ("of <on the> sea", vec!["of on the sea"]),
            ("then[,] we", vec!["then we", "then +, we"]),
            (r"so\.\.", vec!["so +. +."]),
            (r"\( a", vec!["( a"]),
        ] {
            assert_eq!(written(phrase).unwrap(), ways, "{phrase}");
        }
    }

    #[test]
    fn faults_are_named() {
        for (phrase, problem) in [
            ("(a", "`)` is missing"),
            ("a)", "`)` has nothing that it belongs to"),
            ("a|b", "`|` has nothing that it belongs to"),
            ("~a", "`~` follows a word"),
            ("a ~", "`~` follows a word"),
            ("a~~", "`~` follows a word"),
            ("(a|b c)~", "`~` follows a word"),
            ("a~pats", "there is no form `pats`"),
            ("like~past-on", "there is no form `past-on`"),
            ("@nothing", "there is no list `nothing`"),
            ("a:nuon", "there is no class `nuon`"),
            ("a ..x", "`..` is followed by a number"),
            ("<a", "`<` and `>` come together"),
            ("!(a b|c)", "goes with a single word"),
            ("!(a|-)", "goes with a single word"),
            ("!-", "goes with a single word"),
            ("[a] [b] [c] [d] [e] [f] [g]", "64 are the most"),
            ("", "no word at all"),
        ] {
            let error = written(phrase).unwrap_err().message;
            assert!(error.contains(problem), "{phrase}: {error}");
        }
    }
}
