//! Parts of speech, looked up sentence by sentence and only where a rule asks.

use std::cell::RefCell;
use std::ops::Range;

use super::tagger::Tag;
use super::{Text, sentence_around};

/// The tags of the sentences of one block that were asked for.
#[derive(Debug, Default)]
pub(super) struct Tags {
    sentences: RefCell<Vec<(Range<usize>, Vec<Tag>)>>,
}

/// How many tokens at the ends of a stretch that is no whole sentence are not trusted.
const MARGIN: usize = 20;

impl Text<'_> {
    /// The part of speech of token `at`; nothing where the language has no tagger. The sentence around it is tagged
    /// once, whoever asks.
    pub fn tag(&self, at: usize) -> Option<Tag> {
        let tagger = self.language.tagger()?;
        let known = |(range, _): &&(Range<usize>, Vec<Tag>)| range.contains(&at);
        if let Some((range, tags)) = self.tags.sentences.borrow().iter().rev().take(8).find(known) {
            return tags.get(at - range.start).copied();
        }
        let mut range = sentence_around(self, at);
        let words: Vec<&str> = self.tokens[range.clone()].iter().map(|&token| self.word(token)).collect();
        let mut tags = Vec::with_capacity(words.len());
        tagger.tag(&words, &mut tags);
        let tag = tags.get(at - range.start).copied();
        if range.len() > 2 * MARGIN + 100 {
            // A stretch without a stop: what is near its end will be tagged with what follows it.
            range.end -= MARGIN;
        }
        self.tags.sentences.borrow_mut().push((range, tags));
        tag
    }
}
