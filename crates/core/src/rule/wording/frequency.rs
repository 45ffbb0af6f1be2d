//! How frequent words are: a phrase is looked for where its rarest word stands.

use std::collections::HashMap;

use crate::text::Wordbook;

/// The frequencies of the words of a language, as the list `frequent-words` tells them by its order.
#[derive(Debug, Default)]
pub(crate) struct Frequency(HashMap<String, usize>);

/// About how often a word occurs that is not in the list, in a million words.
const RARE: f64 = 20.0;

impl Frequency {
    /// The frequencies in the language of `book`.
    pub(crate) fn of(book: &Wordbook) -> Self {
        let words = book.lists.get("frequent-words").map(|list| list.words.iter()).into_iter().flatten();
        Self(words.zip(0..).map(|(word, rank)| (word.to_lowercase(), rank)).collect())
    }

    /// About how often a mark occurs in a million words of text.
    pub(super) const fn of_mark(mark: char) -> f64 {
        match mark {
            '.' | ',' => 45_000.0,
            '-' | '"' | '“' | '”' | '\'' | '’' | '(' | ')' | ':' => 5_000.0,
            _ => 500.0,
        }
    }

    /// About how often a word occurs in a million words: the word of rank `n` is about `1/n` as frequent as the first
    /// one. Of words that are not in the list, the longer ones are the rarer ones.
    pub(super) fn of_word(&self, word: &str) -> f64 {
        let word = word.to_lowercase();
        #[expect(clippy::cast_precision_loss, reason = "a rank or a length is a small number")]
        match self.0.get(&word) {
            Some(&rank) => 60_000.0 / (rank as f64 + 1.0),
            None => RARE / (1.0 + word.len() as f64),
        }
    }
}
