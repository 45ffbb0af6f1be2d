//! The treebank as sentences of words, in its own tokens and in those of copydesk.

use std::fs;

use copydesk_core::text::{Lexicon, Tag, Token, tokenize};

/// A word of the treebank.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The word as written.
    pub(crate) word: String,
    /// Its Penn tag.
    pub(crate) penn: String,
    /// Its universal part of speech.
    pub(crate) universal: String,
}

/// The words of a sentence.
pub(crate) type Sentence = Vec<Entry>;

/// The Penn tag of marks inside words: see `Tag::Hyph`.
const INNER_MARK: &str = "HYPH";

impl Entry {
    /// The number of the tag. A universal part of speech that the tag does not come with gives way to the usual one.
    pub(crate) fn tag(&self) -> Option<u8> {
        let tags = || Tag::ALL.iter().zip(0..).filter(|(tag, _)| tag.as_str() == self.penn);
        let exact = tags().find(|(tag, _)| tag.universal() == self.universal);
        exact.or_else(|| tags().next()).map(|(_, number)| number)
    }
}

/// Reads sentences: a line for a word with form, lemma, universal part of speech and Penn tag between tabs; an empty
/// line ends a sentence.
pub(crate) fn read(path: &str) -> Result<Vec<Sentence>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let sentences = text.split("\n\n").map(|block| block.lines().filter_map(entry).collect());
    Ok(sentences.filter(|sentence: &Sentence| !sentence.is_empty()).collect())
}

fn entry(line: &str) -> Option<Entry> {
    let mut fields = line.split('\t');
    let (word, _, universal, penn) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    Some(Entry { word: word.into(), penn: penn.into(), universal: universal.into() })
}

/// The sentence in the tokens of copydesk: endings that the treebank parts from their word (`do` + `n't`) joined to it
/// again, under the tag of the first part; words with marks in them (`U.S.`, `9/11`) parted, the marks as inner ones.
pub(crate) fn as_tokenized(sentence: &Sentence) -> Sentence {
    let mut joined: Sentence = Vec::with_capacity(sentence.len());
    let mut before: Option<&Entry> = None;
    for entry in sentence {
        match joined.last_mut() {
            Some(last) if before.is_some_and(|before| is_joined(before, entry)) => {
                last.word.push_str(&entry.word.replace('`', "'"));
            }
            _ => joined.push(entry.clone()),
        }
        before = Some(entry);
    }
    joined.iter().flat_map(parted).collect()
}

/// Whether the treebank has parted an ending from the word before it. It does not tell where white space was; these
/// are never words of their own.
fn is_joined(before: &Entry, entry: &Entry) -> bool {
    let ending = entry.word.to_lowercase().replace(['’', '`'], "'");
    let verb = matches!(entry.penn.as_str(), "MD" | "VB" | "VBD" | "VBP" | "VBZ");
    let genitive = entry.penn == "POS" || verb || entry.penn == "PRP";
    let lengthened = matches!(before.word.to_lowercase().as_str(), "gon" | "wan" | "got" | "ought");
    before.word.ends_with(char::is_alphanumeric)
        && match ending.as_str() {
            "n't" | "nt" => true,
            "'s" => genitive,
            "'ll" | "'ve" | "'re" | "'d" | "'m" | "ve" | "re" | "ll" | "d" | "m" => verb,
            "s" => (genitive && entry.penn != "PRP") && entry.word == "s",
            "not" => before.word.eq_ignore_ascii_case("can"),
            "na" | "ta" => lengthened,
            _ => false,
        }
}

/// A word in the tokens of copydesk.
fn parted(entry: &Entry) -> Vec<Entry> {
    let mut tokens: Vec<Token> = Vec::new();
    tokenize(&entry.word, &Lexicon::default(), &mut tokens);
    let has_word = tokens.iter().any(|token| !token.is_mark());
    let pieces = tokens.iter().map(|token| {
        let word = entry.word[token.span().range()].to_owned();
        let is_mark = token.is_mark();
        let (penn, universal) = match word.as_str() {
            "," if has_word => (",", "PUNCT"),
            _ if is_mark && has_word && entry.penn != "NFP" => (INNER_MARK, "PUNCT"),
            // The treebank tags `...` now as a comma, now as a stop.
            "." if !has_word && matches!(entry.penn.as_str(), "," | ":") => (".", "PUNCT"),
            _ => (entry.penn.as_str(), entry.universal.as_str()),
        };
        Entry { word, penn: penn.into(), universal: universal.into() }
    });
    pieces.collect()
}
