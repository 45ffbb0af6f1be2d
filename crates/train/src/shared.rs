//! The files of the tagger that training and tagging have to agree on to the bit: the core keeps them to itself, so
//! that they are no part of its interface, and the trainer compiles them a second time.

#[path = "../../core/src/text/tagger/features.rs"]
pub(crate) mod features;
#[path = "../../core/src/text/tagger/lexicon.rs"]
#[expect(dead_code, reason = "the trainer writes the lexicon and never reads it")]
pub(crate) mod lexicon;
#[path = "../../core/src/text/tagger/table.rs"]
pub(crate) mod table;
