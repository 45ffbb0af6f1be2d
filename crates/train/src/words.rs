//! The lexicon of a model: frequent words from the treebank, a dictionary from `WordNet`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::arrange::arranged;
use crate::corpus::Sentence;
use crate::shared::features::fold;
use crate::shared::lexicon::{DIRECT, Lexicon, hash_of, kind, with_capital};
use crate::shared::table::Table;

/// How often a word must occur for the treebank to know all that it can be.
const FREQUENT: u32 = 45;

/// Of so many occurrences of a word one in a tag counts for what the word can be.
const SELDOM: u32 = 20;

/// Of so many occurrences of a word one may be in another tag, and the word still counts as always the same.
const NEVER: u32 = 100;

/// Words longer than this are left out of the dictionary: hardly any occurs, and their endings tell enough.
const LONGEST: usize = 15;

/// The lexicon of these sentences and of the `WordNet` files in a folder.
pub(crate) fn lexicon(sentences: &[&Sentence], wordnet: Option<&str>) -> Result<Lexicon, String> {
    let (classes, possible) = classes(sentences);
    let dictionary = match wordnet {
        Some(folder) => dictionary(Path::new(folder))?,
        None => BTreeMap::new(),
    };
    let (frequent, classes) = slots(&classes)?;
    let (dictionary, kinds) = slots(&dictionary)?;
    Ok(Lexicon { frequent, classes: classes.into(), possible: possible.into(), dictionary, kinds: kinds.into() })
}

/// A table of hashes and the value of each slot.
fn slots<T: Copy + Default>(values: &BTreeMap<u32, T>) -> Result<(Table, Vec<T>), String> {
    let (hashes, values): (Vec<u32>, Vec<T>) = values.iter().unzip();
    let (table, slots) = arranged(&hashes)?;
    Ok((table, slots.iter().map(|number| number.map_or_else(T::default, |number| values[number])).collect()))
}

/// The hash of the small letters of a word, and whether it has a capital.
fn word_hash(word: &str) -> (u32, bool) {
    let mut small = Vec::new();
    let looks = fold(word, &mut small);
    (hash_of(&small), looks.case() != 0)
}

/// The classes of the frequent words, by the hash of the word, and for each class the tags that its words can have.
fn classes(sentences: &[&Sentence]) -> (BTreeMap<u32, u16>, Vec<u64>) {
    let mut counts: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    let mut capitals: BTreeMap<u32, u32> = BTreeMap::new();
    for entry in sentences.iter().copied().flatten() {
        if let Some(tag) = entry.tag() {
            let (hash, capital) = word_hash(&entry.word);
            *capitals.entry(hash).or_default() += u32::from(capital);
            *counts.entry(hash).or_default().entry(tag).or_default() += 1;
        }
    }
    let is_capital = |hash: u32, total: u32| capitals.get(&hash).is_some_and(|&count| count * 10 > total * 7);
    let mut numbers: BTreeMap<(u8, Vec<u8>), u16> = BTreeMap::new();
    let mut classes = BTreeMap::new();
    let mut possible: Vec<u64> = Vec::new();
    for (hash, tags) in counts {
        let total: u32 = tags.values().sum();
        let Some((&usual, &most)) = tags.iter().max_by_key(|&(_, count)| count) else { continue };
        if total < FREQUENT {
            continue;
        }
        let class = if (total - most) * NEVER <= total {
            DIRECT | u16::from(usual)
        } else {
            let often = |share| tags.iter().filter(move |&(_, &count)| count * share >= total).map(|(&tag, _)| tag);
            let next = u16::try_from(numbers.len()).unwrap_or(DIRECT - 1);
            let class = *numbers.entry((usual, often(SELDOM).collect())).or_insert(next);
            possible.resize(numbers.len(), 0);
            if let Some(bits) = possible.get_mut(usize::from(class)) {
                *bits |= often(NEVER).fold(0, |bits, tag| bits | 1 << tag);
            }
            class
        };
        classes.insert(if is_capital(hash, total) { with_capital(hash) } else { hash }, class);
    }
    (classes, possible)
}

/// What the words of `WordNet` can be, by the hash of the word.
fn dictionary(folder: &Path) -> Result<BTreeMap<u32, u8>, String> {
    let mut kinds: BTreeMap<u32, u8> = BTreeMap::new();
    let mut add = |word: &str, kind: u8| {
        let letters = word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'\'');
        if letters && (2..=LONGEST).contains(&word.len()) {
            *kinds.entry(word_hash(word).0).or_default() |= kind;
        }
    };
    let parts = [
        ("noun", kind::NOUN, kind::NAME, kind::PLURAL),
        ("verb", kind::VERB, kind::VERB, kind::PAST),
        ("adj", kind::ADJECTIVE, kind::NAME_ADJECTIVE, 0),
        ("adv", kind::ADVERB, kind::ADVERB, 0),
    ];
    for (part, small, capital, irregular) in parts {
        let read = |name: String| fs::read_to_string(folder.join(&name)).map_err(|error| format!("{name}: {error}"));
        for line in read(format!("data.{part}"))?.lines().filter(|line| !line.starts_with(' ')) {
            for word in synonyms(line) {
                add(word, if word.starts_with(char::is_uppercase) { capital } else { small });
            }
        }
        for line in read(format!("{part}.exc"))?.lines() {
            let form = line.split(' ').next().unwrap_or_default();
            // The list of exceptions has the regular `-ing` and `-s` of some verbs too.
            if irregular != 0 && !form.ends_with("ing") && (irregular != kind::PAST || !form.ends_with('s')) {
                add(form, irregular);
            }
        }
    }
    Ok(kinds)
}

/// The words of a line of a `WordNet` data file: the fourth field says how many there are, in hexadecimal; then come a
/// word and a number in turn. `(a)` and the like behind an adjective say where it may stand.
fn synonyms(line: &str) -> impl Iterator<Item = &str> {
    let mut fields = line.split(' ').skip(3);
    let count = fields.next().and_then(|count| usize::from_str_radix(count, 16).ok()).unwrap_or_default();
    fields.step_by(2).take(count).map(|word| word.split('(').next().unwrap_or_default())
}
