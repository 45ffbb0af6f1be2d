//! From a phrase as written to the runs of tokens that it stands for.

use super::class::Class;
use super::code::{Head, Item as Coded, Op};
use super::{Flaw, Frequency, Names, Wording, Words};
use crate::text::{Form, Inflections, Lexicon, List, Token, TokenKind, tokenize};

/// How many ways of writing one phrase may stand for.
const MOST_WAYS: usize = 64;

/// How many tokens a phrase may be long.
const MOST_ITEMS: usize = 64;

/// One way of writing a phrase.
#[derive(Debug)]
pub(super) struct Way<'a> {
    items: Vec<Item<'a>>,
    /// The items that are underlined and replaced, where these are not all.
    focus: Option<(usize, usize)>,
    /// Whether the white space before and behind these items is, too.
    gaps: (bool, bool),
    begins: bool,
    ends: bool,
}

/// One step of a phrase: an item, or a mark that says something about the whole.
#[derive(Clone, Debug)]
enum Step<'a> {
    Item(Item<'a>),
    /// `<`, and whether the white space behind it is underlined, too.
    FocusStart(bool),
    /// `>`, and whether the white space before it is underlined, too.
    FocusEnd(bool),
}

/// What one token must be.
#[derive(Clone, Debug)]
struct Item<'a> {
    /// The number of its term in the phrase as written, from 1.
    term: u32,
    /// Nothing stands between it and the item before.
    glued: bool,
    /// It must be a word that `what` does not accept.
    negated: bool,
    what: What<'a>,
    class: Option<Class>,
}

#[derive(Clone, Debug)]
enum What<'a> {
    Word(String),
    /// Forms of one word or of several. One spelling may be several forms, as `put` is.
    Forms(Vec<Inflected>),
    List(&'a List),
    Number,
    Mark(char),
    Any,
    OneOf(Vec<What<'a>>),
}

/// A form of a word.
#[derive(Clone, Debug)]
struct Inflected {
    lemma: String,
    form: Form,
    word: String,
}

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
    let ways = runs.into_iter().map(|run| way(run, begins, ends)).collect::<Result<_, _>>()?;
    Ok(Parsed { ways, terms: parser.term })
}

fn way(run: Vec<Step<'_>>, begins: bool, ends: bool) -> Result<Way<'_>, Flaw> {
    let (mut items, mut from, mut to) = (Vec::new(), None, None);
    for step in run {
        match step {
            Step::Item(item) => items.push(item),
            Step::FocusStart(gap) => from = Some((items.len(), gap)),
            Step::FocusEnd(gap) => to = Some((items.len(), gap)),
        }
    }
    match items.len() {
        0 => return Err("this stands for no word at all".into()),
        1..=MOST_ITEMS => {}
        _ => return Err(format!("a phrase has at most {MOST_ITEMS} words and marks").into()),
    }
    let (focus, gaps) = match (from, to) {
        (None, None) => (None, (false, false)),
        // White space belongs to a word before or behind it that is part of the phrase.
        (Some((from, before)), Some((to, behind))) if from < to => {
            (Some((from, to)), (before && from > 0, behind && to < items.len()))
        }
        _ => return Err("`<` and `>` come together, with words between them".into()),
    };
    Ok(Way { items, focus, gaps, begins, ends })
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

impl Way<'_> {
    /// The item that is likely the rarest in a text.
    pub(super) fn rarest(&self, frequency: &Frequency) -> Option<usize> {
        let findable = self.items.iter().enumerate().filter(|(_, item)| !item.negated);
        let rated = findable.filter_map(|(at, item)| Some((at, item.what.frequency(frequency)?)));
        rated.min_by(|left, right| left.1.total_cmp(&right.1)).map(|(at, _)| at)
    }

    /// The way in numbers, to be found by the item `anchor`.
    pub(super) fn encode(self, anchor: usize, words: &mut Words<'_>) -> Wording {
        let focus = self.focus.unwrap_or((0, self.items.len()));
        let head = Head { anchor, focus, gaps: self.gaps, begins: self.begins, ends: self.ends };
        let mut code = head.encode(self.items.len()).to_vec();
        for item in self.items {
            code.extend(item.coded(words).encode());
        }
        Wording(code)
    }
}

impl Item<'_> {
    fn coded(self, words: &mut Words<'_>) -> Coded {
        let (op, operand) = self.what.coded(words);
        let Self { term, glued, negated, class, .. } = self;
        Coded { op, glued, negated, class, term, operand }
    }
}

impl What<'_> {
    fn coded(self, words: &mut Words<'_>) -> (Op, u32) {
        match &self {
            Self::Word(word) => (Op::Word, words.lexicon.word(word).0),
            Self::Mark(mark) => (Op::Word, words.lexicon.mark(*mark).0),
            Self::List(list) => (Op::Set, list.set.0),
            Self::Forms(_) | Self::OneOf(_) => {
                let forms = self.words().into_iter().map(|(word, of)| (word, of.map(|of| of.form)));
                (Op::Set, words.lexicon.form_set(forms).0)
            }
            Self::Number => (Op::Number, 0),
            Self::Any => (Op::Any, 0),
        }
    }

    /// The words that it stands for, each with what it is of another.
    fn words(&self) -> Vec<(&str, Option<&Inflected>)> {
        match self {
            Self::Word(word) => vec![(word, None)],
            Self::Forms(forms) => forms.iter().map(|of| (of.word.as_str(), Some(of))).collect(),
            Self::List(list) => list.words.iter().map(|word| (word.as_str(), None)).collect(),
            Self::OneOf(all) => all.iter().flat_map(Self::words).collect(),
            Self::Number | Self::Mark(_) | Self::Any => Vec::new(),
        }
    }

    /// The forms of the words that it stands for, or only those called `form`.
    fn inflected(&self, form: Option<Form>, inflections: &Inflections) -> Self {
        let words = self.words();
        let forms = words.into_iter().flat_map(|(lemma, _)| {
            let forms = inflections.forms(lemma).into_iter().filter(move |(of, _)| form.is_none_or(|form| form == *of));
            forms.map(move |(form, word)| Inflected { lemma: lemma.to_owned(), form, word })
        });
        Self::Forms(forms.collect())
    }

    /// Whether it can be one of several words that stand in one place: capitals matter in none of its words.
    const fn is_choice(&self) -> bool {
        matches!(self, Self::Word(_) | Self::Forms(_) | Self::OneOf(_) | Self::List(List { case: false, .. }))
    }

    /// How often all its words together occur in a million words; nothing where it does not stand for certain words.
    fn frequency(&self, of: &Frequency) -> Option<f64> {
        if let Self::Mark(mark) = self {
            return Some(Frequency::of_mark(*mark));
        }
        let words = self.words();
        (!words.is_empty()).then(|| words.iter().map(|(word, _)| of.of_word(word)).sum())
    }
}

impl Step<'_> {
    /// Whether a word can be anything but this.
    const fn can_be_negated(&self) -> bool {
        matches!(self, Self::Item(item) if !matches!(item.what, What::Mark(_)))
    }

    /// Whether it is a word or one of several, in the form that is written.
    fn is_word(&self) -> bool {
        let Self::Item(item) = self else { return false };
        item.what.is_choice() && item.what.words().iter().all(|(_, of)| of.is_none())
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
        Ok(Some((0..=most).map(|words| vec![Step::Item(item(What::Any)); words]).collect()))
    }

    /// A word, a list, a class or marks, up to white space or a character with a meaning of its own.
    fn piece(&mut self) -> Result<Vec<Step<'a>>, Flaw> {
        if self.names_class() {
            return Ok(vec![Step::Item(item(What::Any))]);
        }
        if let Some(escaped) = self.rest.strip_prefix('\\').and_then(|rest| rest.chars().next()) {
            self.rest = &self.rest[1 + escaped.len_utf8()..];
            return Ok(vec![Step::Item(item(What::Mark(escaped)))]);
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
                Some(name) => vec![Step::Item(item(What::List(self.list(name)?)))],
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
                return Err("`~` follows a word, a list, or a group of them".into());
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
        return Err("`~` follows a word, a list, or a group of them".into());
    }
    let step = |(number, token): (usize, &Token)| {
        let what = match token.kind() {
            TokenKind::Mark('#') => What::Number,
            TokenKind::Mark('*') => What::Any,
            TokenKind::Mark(mark) => What::Mark(mark),
            TokenKind::Word | TokenKind::Number => What::Word(text[token.span().range()].to_owned()),
        };
        Step::Item(Item { glued: number > 0, ..item(what) })
    };
    Ok(tokens.iter().enumerate().map(step).collect())
}

/// Lets the first item of a run follow the item before without white space, where `glued`.
fn glue_first(run: &mut [Step<'_>], glued: bool) {
    if let Some(Step::Item(item)) = run.iter_mut().find(|step| matches!(step, Step::Item(_))) {
        item.glued |= glued;
    }
}

const fn item(what: What<'_>) -> Item<'_> {
    Item { term: 0, glued: false, negated: false, what, class: None }
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
            longer.insert(0, vec![Step::Item(item(choice))]);
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
            ("like~past-on", vec!["liked +- +on"]),
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
