//! Parts of speech, looked up sentence by sentence and only where a rule asks.

use std::cell::RefCell;
use std::ops::Range;

use super::tagger::{Tag, TagSet};
use super::{Text, sentence_around};

/// The sentences of one block that were asked for.
#[derive(Debug, Default)]
pub(super) struct Tags {
    sentences: RefCell<Vec<Sentence>>,
}

/// A sentence, tagged as far as somebody asked.
#[derive(Debug)]
struct Sentence {
    tokens: Range<usize>,
    /// How many of its tags are to be trusted.
    trusted: usize,
    tags: Vec<Tag>,
}

/// How many tokens at the end of a stretch that is no whole sentence are not trusted.
const MARGIN: usize = 20;

/// Among how many of the sentences that were asked for last a word is looked for.
const RECENT: usize = 8;

impl Text<'_> {
    /// Whether token `at` is one of these parts of speech; never where the language has no tagger. Words that cannot be
    /// are told at once; for the others the sentence up to them is tagged, once, whoever asks.
    pub fn is_one_of(&self, at: usize, tags: TagSet) -> bool {
        let (Some(tagger), Some(token)) = (self.language.tagger(), self.token(at)) else { return false };
        tagger.possible(self.word(token)).meets(tags) && self.tag(at).is_some_and(|tag| tags.contains(tag))
    }

    /// The part of speech of token `at`; nothing where the language has no tagger.
    fn tag(&self, at: usize) -> Option<Tag> {
        let tagger = self.language.tagger()?;
        let mut sentences = self.tags.sentences.borrow_mut();
        let recent = sentences.len().saturating_sub(RECENT);
        let known = sentences.iter().skip(recent).position(|sentence| sentence.place(at).is_some());
        let number = known.map_or(sentences.len(), |known| recent + known);
        if known.is_none() {
            sentences.push(Sentence::new(sentence_around(self, at)));
        }
        let sentence = sentences.get_mut(number)?;
        let place = at.checked_sub(sentence.tokens.start)?;
        if place >= sentence.tags.len() {
            let tokens = self.tokens.get(sentence.tokens.clone())?;
            let words: Vec<&str> = tokens.iter().map(|&token| self.word(token)).collect();
            tagger.tag_until(&words, place + 1, &mut sentence.tags);
        }
        sentence.tags.get(place).copied()
    }
}

impl Sentence {
    fn new(tokens: Range<usize>) -> Self {
        // In a stretch without a stop, what is near its end will be tagged with what follows it.
        let margin = if tokens.len() > 2 * MARGIN + 100 { MARGIN } else { 0 };
        Self { trusted: tokens.len() - margin, tokens, tags: Vec::new() }
    }

    /// Which of its tokens token `at` is.
    fn place(&self, at: usize) -> Option<usize> {
        at.checked_sub(self.tokens.start).filter(|&place| place < self.trusted)
    }
}
