//! From the treebank to the bytes of a model.

use std::fs;

use crate::arrange::{arranged, write};
use crate::corpus::{Entry, Sentence, as_tokenized, read};
use crate::measure;
use crate::perceptron::{Example, Perceptron, ROW};
use crate::shared::lexicon::Lexicon;
use crate::shared::table::checksum;
use crate::words;

/// How often the whole training text is gone through.
const PASSES: u64 = 7;

/// How many runs choose the features.
const FIRST_RUNS: u64 = 2;

/// How many runs find the weights.
const LAST_RUNS: u64 = 5;

/// What the bytes of a model begin with; the same as in the core.
const MAGIC: &[u8] = b"cdpos\x00\x002";

/// Settings of a training run.
pub(crate) struct Settings<'a> {
    /// The treebank to learn from.
    pub(crate) train: &'a str,
    /// The treebank to watch progress on.
    pub(crate) dev: &'a str,
    /// The folder of the `WordNet` files.
    pub(crate) wordnet: Option<&'a str>,
    /// Where the model goes.
    pub(crate) out: &'a str,
    /// How many weights the model keeps.
    pub(crate) weights: usize,
}

/// Trains a model and writes it.
///
/// The perceptron learns twice: once with all features that the text has; then the weights that have grown largest are
/// chosen, and a second one learns with those alone, so that they make up for what was left out.
pub(crate) fn train(settings: &Settings<'_>) -> Result<(), String> {
    let sentences = read(settings.train)?;
    let tokenized: Vec<Sentence> = sentences.iter().map(as_tokenized).collect();
    let both: Vec<&Sentence> = tokenized.iter().chain(&sentences).collect();
    let lexicon = words::lexicon(&both, settings.wordnet)?;
    // A sentence that is the same in both forms counts once.
    let changed = sentences.iter().zip(&tokenized).filter(|(before, after)| before.len() != after.len());
    let texts: Vec<&Sentence> = tokenized.iter().chain(changed.map(|(before, _)| before)).collect();
    let examples: Vec<Example> = texts.iter().filter_map(|sentence| example(sentence, &lexicon)).collect();

    let mut full = Perceptron::new(&examples)?;
    println!("{} sentences, {} features", examples.len(), full.hashes.len());
    let weights = learned(&mut full, &examples, FIRST_RUNS);
    let (hashes, allowed) = chosen(&full.hashes, &weights, settings.weights);
    drop((full, weights));
    let mut small = Perceptron::with(hashes, allowed)?;
    let weights = learned(&mut small, &examples, LAST_RUNS);
    let bytes = bytes(&lexicon, &small.hashes, &weights)?;
    fs::write(settings.out, &bytes).map_err(|error| format!("{}: {error}", settings.out))?;
    println!("{}: {} bytes", settings.out, bytes.len());
    measure::measure(settings.dev, settings.out, Some(settings.train))
}

fn example(sentence: &Sentence, lexicon: &Lexicon) -> Option<Example> {
    let words: Vec<&str> = sentence.iter().map(|entry| entry.word.as_str()).collect();
    let tags: Option<Vec<u8>> = sentence.iter().map(Entry::tag).collect();
    Some(Example::new(&words, tags?, lexicon))
}

/// The weights that a perceptron learns in several runs that take the sentences in different orders, added up. One run
/// alone depends much on the order.
fn learned(perceptron: &mut Perceptron, examples: &[Example], runs: u64) -> Vec<f32> {
    let mut weights = vec![0.0; perceptron.hashes.len() * ROW];
    for run in 1..=runs {
        perceptron.forget();
        for pass in 1..=PASSES {
            let wrong = perceptron.pass(examples, run << 8 | pass);
            println!("run {run} of {runs}, pass {pass}: {:.2} % wrong", wrong * 100.0);
        }
        perceptron.add_averaged(&mut weights);
    }
    weights
}

/// The features that keep any weight, and which of their weights they keep.
fn chosen(hashes: &[u32], weights: &[f32], keep: usize) -> (Vec<u32>, Vec<bool>) {
    let mut sizes: Vec<f32> = weights.iter().map(|weight| weight.abs()).collect();
    let kept = keep.min(sizes.len() - 1);
    let (_, &mut least, _) = sizes.select_nth_unstable_by(kept, |one, other| other.total_cmp(one));
    let mut chosen = Vec::new();
    let mut allowed = Vec::new();
    for (&hash, row) in hashes.iter().zip(weights.chunks_exact(ROW)) {
        if row.iter().any(|weight| weight.abs() > least) {
            chosen.push(hash);
            allowed.extend(row.iter().map(|weight| weight.abs() > least));
        }
    }
    println!("{} features keep a weight above {least}", chosen.len());
    (chosen, allowed)
}

/// The model as the core reads it.
fn bytes(lexicon: &Lexicon, hashes: &[u32], weights: &[f32]) -> Result<Vec<u8>, String> {
    let scale = scale(weights);
    let rows = weights.chunks_exact(ROW).map(|row| rounded(row, scale));
    let (hashes, rows): (Vec<u32>, Vec<_>) = hashes.iter().zip(rows).filter(|(_, row)| !row.is_empty()).unzip();
    let (features, slots) = arranged(&hashes)?;
    let rows: Vec<&[[u8; 2]]> = slots.iter().map(|number| number.map_or(&[][..], |number| &rows[number])).collect();
    println!("{} features, {} weights", hashes.len(), rows.iter().map(|row| row.len()).sum::<usize>());

    let mut body = Vec::new();
    write(&lexicon.frequent, &mut body);
    body.extend(lexicon.classes.iter().flat_map(|class| class.to_le_bytes()));
    body.extend(u32::try_from(lexicon.possible.len()).unwrap_or(u32::MAX).to_le_bytes());
    body.extend(lexicon.possible.iter().flat_map(|bits| bits.to_le_bytes()));
    write(&lexicon.dictionary, &mut body);
    body.extend(lexicon.kinds.iter());
    write(&features, &mut body);
    body.extend(rows.iter().map(|row| u8::try_from(row.len()).unwrap_or(u8::MAX)));
    body.extend(rows.iter().copied().flatten().flatten());
    Ok([MAGIC, &checksum(&body).to_le_bytes(), &body].concat())
}

/// The weights of a feature that are not zero as bytes, and behind each the number of its tag.
#[expect(clippy::cast_possible_truncation, reason = "the conversion keeps to the limits of the type")]
fn rounded(row: &[f32], scale: f32) -> Vec<[u8; 2]> {
    let byte = |weight: f32| ((weight * scale).round() as i8).cast_unsigned();
    row.iter().zip(0..).map(|(&weight, tag)| [byte(weight), tag]).filter(|&[weight, _]| weight != 0).collect()
}

/// What weights are multiplied by to fill a byte. One weight in two thousand is larger than that and is cut, which
/// leaves finer steps for all others.
fn scale(weights: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = weights.iter().map(|weight| weight.abs()).filter(|&size| size > 0.0).collect();
    sizes.sort_unstable_by(f32::total_cmp);
    let limit = sizes.get(sizes.len() - sizes.len() / 2000 - 1).copied().unwrap_or(1.0);
    127.0 / limit
}
