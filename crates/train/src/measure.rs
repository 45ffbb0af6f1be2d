//! How often the tagger is right, and how fast it is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::time::Instant;

use copydesk_core::text::{Lexicon, Tag, Tagger, Token, TokenKind, tokenize};

use crate::corpus::{Sentence, as_tokenized, read};

/// Counts of right tags among words.
#[derive(Default)]
struct Share {
    total: usize,
    penn: usize,
    universal: usize,
}

impl Share {
    fn add(&mut self, penn: bool, universal: bool) {
        self.total += 1;
        self.penn += usize::from(penn);
        self.universal += usize::from(universal);
    }

    fn print(&self, name: &str) {
        let percent = |count: usize| 100.0 * count as f64 / self.total.max(1) as f64;
        println!(
            "  {name:<22} {:>6} tokens   Penn {:6.2} %   universal {:6.2} %",
            self.total,
            percent(self.penn),
            percent(self.universal)
        );
    }
}

/// A word that must be told after another: what rules rely on most.
struct Pattern {
    name: &'static str,
    before: fn(&str) -> bool,
    wanted: fn(&str) -> bool,
    /// How often it stands in the treebank, and how often the tagger gives the word a tag of the wanted kind there.
    found: (usize, usize),
    /// How often the tagger sees it, and how often the word is of the wanted kind in the treebank then.
    right: (usize, usize),
}

impl Pattern {
    fn all() -> [Self; 3] {
        let noun = |tag: &str| tag.starts_with("NN");
        [
            Self::new("a noun after an adjective", |tag| tag.starts_with("JJ"), noun),
            Self::new("a verb after `to`", |tag| tag == "TO", |tag| tag == "VB"),
            Self::new("a plural after a number", |tag| tag == "CD", |tag| matches!(tag, "NNS" | "NNPS")),
        ]
    }

    fn new(name: &'static str, before: fn(&str) -> bool, wanted: fn(&str) -> bool) -> Self {
        Self { name, before, wanted, found: (0, 0), right: (0, 0) }
    }

    /// Looks at two neighbouring words: their tags in the treebank, and the tags that the tagger gives them.
    fn look(&mut self, truth: [&str; 2], guess: [&str; 2]) {
        let seen = |[before, word]: [&str; 2]| (self.before)(before) && (self.wanted)(word);
        let (is_there, is_seen) = (seen(truth), seen(guess));
        self.found.0 += usize::from(is_there);
        self.found.1 += usize::from(is_there && (self.wanted)(guess[1]));
        self.right.0 += usize::from(is_seen);
        self.right.1 += usize::from(is_seen && (self.wanted)(truth[1]));
    }

    fn print(&self) {
        let percent = |(total, part): (usize, usize)| 100.0 * part as f64 / total.max(1) as f64;
        let (found, right) = (percent(self.found), percent(self.right));
        println!("  {}: {found:.2} % of {} found, {right:.2} % of {} right", self.name, self.found.0, self.right.0);
    }
}

/// Reads a model.
pub(crate) fn load(path: &str) -> Result<Tagger, String> {
    let bytes = fs::read(path).map_err(|error| format!("{path}: {error}"))?;
    Tagger::from_bytes(&bytes).ok_or_else(|| format!("{path}: no model, or a damaged one"))
}

/// Prints how much of a treebank the model gets right, in the treebank's own tokens and in those of copydesk.
/// Unknown are the words that the treebank `known` does not have in any case.
pub(crate) fn measure(path: &str, model: &str, known: Option<&str>) -> Result<(), String> {
    let tagger = load(model)?;
    let sentences = read(path)?;
    let known: Vec<Sentence> = known.map(read).transpose()?.unwrap_or_default();
    let tokenized: Vec<Sentence> = sentences.iter().map(as_tokenized).collect();
    let known_tokenized: Vec<Sentence> = known.iter().map(as_tokenized).collect();
    println!("{path}, tokens of the treebank:");
    compare(&tagger, &sentences, &known);
    println!("{path}, tokens of copydesk:");
    compare(&tagger, &tokenized, &known_tokenized);
    Ok(())
}

fn compare(tagger: &Tagger, sentences: &[Sentence], known: &[Sentence]) {
    let known: HashSet<String> = known.iter().flatten().map(|entry| entry.word.to_lowercase()).collect();
    let [mut all, mut words, mut unknown] = [Share::default(), Share::default(), Share::default()];
    let mut patterns = Pattern::all();
    let mut mistakes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut tags = Vec::new();
    for sentence in sentences {
        let forms: Vec<&str> = sentence.iter().map(|entry| entry.word.as_str()).collect();
        tagger.tag(&forms, &mut tags);
        for (entries, tags) in sentence.windows(2).zip(tags.windows(2)) {
            for pattern in &mut patterns {
                pattern.look([&entries[0].penn, &entries[1].penn], [tags[0].as_str(), tags[1].as_str()]);
            }
        }
        for (entry, tag) in sentence.iter().zip(&tags) {
            let (penn, universal) = (tag.as_str() == entry.penn, tag.universal() == entry.universal);
            all.add(penn, universal);
            if entry.word.contains(char::is_alphanumeric) {
                words.add(penn, universal);
            }
            if !known.is_empty() && !known.contains(&entry.word.to_lowercase()) {
                unknown.add(penn, universal);
            }
            if !penn {
                *mistakes.entry((&entry.penn, tag.as_str())).or_default() += 1;
            }
        }
    }
    all.print("words and marks");
    words.print("words and numbers");
    unknown.print("not in training text");
    patterns.iter().for_each(Pattern::print);
    print_mistakes(mistakes);
}

/// Prints which tags were most often taken for which others.
fn print_mistakes(mistakes: BTreeMap<(&str, &str), usize>) {
    let mut mistakes: Vec<_> = mistakes.into_iter().collect();
    mistakes.sort_by_key(|&(_, count)| Reverse(count));
    let mistakes = mistakes.iter().take(16).map(|((right, wrong), count)| format!("{right} as {wrong} {count}"));
    println!("  mistakes: {}", mistakes.collect::<Vec<_>>().join(", "));
}

/// Prints how fast texts are tagged, a line as a paragraph, by one thread: the tagger alone, and with the tokenizer.
pub(crate) fn speed(paths: &[&str], model: &str) -> Result<(), String> {
    let start = Instant::now();
    let tagger = load(model)?;
    println!("model loaded in {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    let mut text = String::new();
    for path in paths {
        text.push_str(&fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?);
    }
    let mut rounds: Vec<(f64, f64, usize)> = (0..9).map(|_| round(&tagger, &text)).collect();
    rounds.sort_by(|one, other| one.0.total_cmp(&other.0));
    // Whatever else the machine does can only make a round slower, so the fastest tells the most.
    let (tagging, both, count) = rounds[0];
    let size = text.len() as f64 / 1e6;
    println!(
        "{size:.2} MB, {count} tokens: tagging {:.1} MB/s ({:.0} ns a token), with the tokenizer {:.1} MB/s",
        size / tagging,
        tagging * 1e9 / count as f64,
        size / both
    );
    Ok(())
}

/// Seconds for tagging, seconds for taking apart and tagging, and how many tokens there were.
fn round(tagger: &Tagger, text: &str) -> (f64, f64, usize) {
    let lexicon = Lexicon::default();
    let start = Instant::now();
    let (mut tagging, mut count) = (0.0, 0);
    let (mut tokens, mut words, mut tags): (Vec<Token>, Vec<&str>, Vec<Tag>) = Default::default();
    let mut found = Vec::new();
    for line in text.lines() {
        tokenize(line, &lexicon, &mut tokens);
        words.clear();
        words.extend(tokens.iter().map(|token| &line[token.span().range()]));
        let is_end = |token: &Token| matches!(token.kind(), TokenKind::Mark('.' | '!' | '?' | '…'));
        let begun = Instant::now();
        let mut from = 0;
        for sentence in tokens.split_inclusive(is_end) {
            tagger.tag(&words[from..from + sentence.len()], &mut tags);
            from += sentence.len();
            found.extend(tags.last().copied());
        }
        tagging += begun.elapsed().as_secs_f64();
        count += tokens.len();
    }
    std::hint::black_box(found);
    (tagging, start.elapsed().as_secs_f64(), count)
}
