//! Trains and measures the part-of-speech tagger of copydesk.
//!
//! Training reads the treebank and, from `/usr/share/wordnet` unless told otherwise, the data files of `WordNet` 3.0
//! (Debian's package `wordnet-base`). The same sources give the same model to the byte. Only training needs them.

#![expect(clippy::print_stdout, reason = "what it measures is all that this program has to say")]
#![expect(clippy::cast_precision_loss, reason = "counts of words are far below what a float holds")]

mod arrange;
mod corpus;
mod measure;
mod model;
mod perceptron;
mod shared;
mod words;

use std::env;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
copydesk-train train TRAIN.tsv DEV.tsv --out MODEL [--wordnet FOLDER] [--weights NUMBER]
copydesk-train measure TEST.tsv --model MODEL [--known TRAIN.tsv]
copydesk-train speed FILE... [--model MODEL]";

/// How many weights a model keeps unless told otherwise: with these it stays below a million bytes.
const WEIGHTS: usize = 185_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let mut plain = Vec::new();
    let mut options = Vec::new();
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument.strip_prefix("--") {
            Some(name) => options.push((name, rest.next().ok_or(USAGE)?)),
            None => plain.push(argument),
        }
    }
    let option = |name: &str| options.iter().find(|(other, _)| *other == name).map(|&(_, value)| value);
    let model = option("model").unwrap_or("models/en-tagger.bin");
    match plain.as_slice() {
        ["train", train, dev] => model::train(&model::Settings {
            train,
            dev,
            wordnet: option("wordnet").or(Some("/usr/share/wordnet")),
            out: option("out").ok_or(USAGE)?,
            weights: option("weights").map_or(Ok(WEIGHTS), |number| number.parse().map_err(|_| USAGE.to_owned()))?,
        }),
        ["measure", test] => {
            let beside = test.replace("-test.", "-train.").replace("-dev.", "-train.");
            let known = option("known").or_else(|| Path::new(&beside).exists().then_some(beside.as_str()));
            measure::measure(test, model, known)
        }
        ["speed", files @ ..] if !files.is_empty() => measure::speed(files, model),
        _ => Err(USAGE.to_owned()),
    }
}
