//! The averaged perceptron.

use crate::arrange::arranged;
use crate::shared::features::{Context, FEATURES, NO_TAG, NO_WORD, RARE, Word, is_shouting};
use crate::shared::lexicon::Lexicon;
use crate::shared::table::Table;

/// A sentence made ready: what is known of its words, and the numbers of their tags.
pub(crate) struct Example {
    words: Vec<Word>,
    tags: Vec<u8>,
    shouting: bool,
}

/// How many weights a feature has: one for each tag, rounded up.
pub(crate) const ROW: usize = 64;

/// By how much the right tag must win in training. A tagger that is right by chance goes on learning.
const MARGIN: f32 = 10.0;

/// Of a hundred rare words so many are hidden in training.
const HIDDEN: u64 = 15;

/// Weights while they are learned.
pub(crate) struct Perceptron {
    /// The features, in the order of their hashes.
    pub(crate) hashes: Vec<u32>,
    table: Table,
    /// The number of the feature in each slot of the table.
    slots: Vec<Option<usize>>,
    /// Which weights may be other than zero; all where it is empty.
    allowed: Vec<bool>,
    weights: Vec<f32>,
    /// Each change times the step it was made at: what the average takes.
    sums: Vec<f32>,
    step: f32,
}

impl Example {
    /// Makes a sentence ready.
    pub(crate) fn new(words: &[&str], tags: Vec<u8>, lexicon: &Lexicon) -> Self {
        let mut buffer = Vec::new();
        let shouting = is_shouting(words);
        Self { words: words.iter().map(|word| Word::new(word, lexicon, &mut buffer)).collect(), tags, shouting }
    }

    /// The sentence with some of its rare words hidden, which depends on `seed` alone. Of a hidden word the tagger sees
    /// no more than of one that it never met: its ending, its shape, what the dictionary says. So it learns to make do
    /// with that.
    fn hidden(&self, seed: u64) -> Self {
        let mut words = self.words.clone();
        let mut random = Random::new(seed);
        for word in words.iter_mut().filter(|word| word.class >= RARE) {
            let number = random.next();
            if number % 100 < HIDDEN {
                // No feature has the hash of a word that there is not.
                word.small = u32::try_from(number >> 21).unwrap_or(u32::MAX);
            }
        }
        Self { words, tags: self.tags.clone(), shouting: self.shouting }
    }

    fn context(&self, at: usize, tags: [u8; 2]) -> Context {
        let word = |at: Option<usize>| at.and_then(|at| self.words.get(at)).copied().unwrap_or(NO_WORD);
        let words = [at.checked_sub(2), at.checked_sub(1), Some(at), Some(at + 1), Some(at + 2)].map(word);
        Context { words, tags, shouting: self.shouting }
    }
}

impl Perceptron {
    /// A perceptron that knows nothing, with all features that the examples have.
    pub(crate) fn new(examples: &[Example]) -> Result<Self, String> {
        let mut hashes = Vec::new();
        for example in examples {
            let mut tags = [NO_TAG; 2];
            for (at, &tag) in example.tags.iter().enumerate() {
                if example.words[at].direct.is_none() {
                    hashes.extend(example.context(at, tags).features());
                }
                tags = [tag, tags[0]];
            }
        }
        hashes.sort_unstable();
        hashes.dedup();
        Self::with(hashes, Vec::new())
    }

    /// A perceptron that knows nothing, with these features; `allowed` says which weights it may use.
    pub(crate) fn with(hashes: Vec<u32>, allowed: Vec<bool>) -> Result<Self, String> {
        let (table, slots) = arranged(&hashes)?;
        let size = hashes.len() * ROW;
        Ok(Self { hashes, table, slots, allowed, weights: vec![0.0; size], sums: vec![0.0; size], step: 1.0 })
    }

    /// Goes through all examples once, in an order that depends on `seed`; gives back the share of words that were
    /// wrong.
    pub(crate) fn pass(&mut self, examples: &[Example], seed: u64) -> f64 {
        let (mut wrong, mut total) = (0_u32, 0_u32);
        for number in shuffled(examples.len(), seed) {
            let example = &examples[number].hidden(seed << 32 | number as u64);
            let mut tags = [NO_TAG; 2];
            for (at, &right) in example.tags.iter().enumerate() {
                let guess = match example.words[at].direct {
                    Some(tag) => tag,
                    None => self.learn(&example.context(at, tags), right),
                };
                wrong += u32::from(guess != right);
                total += 1;
                tags = [guess, tags[0]];
            }
        }
        f64::from(wrong) / f64::from(total.max(1))
    }

    /// Guesses a tag and moves the weights where the right one did not win clearly.
    fn learn(&mut self, context: &Context, right: u8) -> u8 {
        let mut rows = [usize::MAX; FEATURES];
        let mut scores = [0.0; ROW];
        for (row, hash) in rows.iter_mut().zip(context.features()) {
            let Some(feature) = self.table.find(hash).and_then(|slot| self.slots[slot]) else { continue };
            *row = feature * ROW;
            for (score, weight) in scores.iter_mut().zip(&self.weights[*row..*row + ROW]) {
                *score += weight;
            }
        }
        let guess = best(&scores);
        scores[usize::from(right)] -= MARGIN;
        let rival = best(&scores);
        if rival != right {
            for row in rows.into_iter().filter(|&row| row != usize::MAX) {
                self.change(row + usize::from(right), 1.0);
                self.change(row + usize::from(rival), -1.0);
            }
        }
        self.step += 1.0;
        guess
    }

    fn change(&mut self, weight: usize, by: f32) {
        if self.allowed.is_empty() || self.allowed[weight] {
            self.weights[weight] += by;
            self.sums[weight] += by * self.step;
        }
    }

    /// Adds the weights, averaged over all steps, to `sums`.
    pub(crate) fn add_averaged(&self, sums: &mut [f32]) {
        for ((sum, weight), later) in sums.iter_mut().zip(&self.weights).zip(&self.sums) {
            *sum += weight - later / self.step;
        }
    }

    /// Forgets all that was learned.
    pub(crate) fn forget(&mut self) {
        self.weights.fill(0.0);
        self.sums.fill(0.0);
        self.step = 1.0;
    }
}

fn best(scores: &[f32; ROW]) -> u8 {
    let (mut best, mut number) = (f32::MIN, 0);
    for (&score, tag) in scores.iter().zip(0..) {
        if score > best {
            (best, number) = (score, tag);
        }
    }
    number
}

/// The numbers below `len` in an order that depends on `seed` alone.
fn shuffled(len: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut random = Random::new(seed);
    for last in (1..len).rev() {
        let other = usize::try_from(random.next() % (last as u64 + 1)).unwrap_or_default();
        order.swap(last, other);
    }
    order
}

/// Numbers that look like chance and are the same in every run.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }
}
