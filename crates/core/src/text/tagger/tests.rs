use super::{Tag, TagSet, Tagger};
use crate::text::{Lexicon, tokenize};

const MODEL: &[u8] = include_bytes!("../../../../../models/en-tagger.bin");

fn tagger() -> Tagger {
    Tagger::from_bytes(MODEL).expect("the model is sound")
}

/// The words and tags of a sentence; `~` before a word is left out.
fn tagged(tagger: &Tagger, sentence: &str) -> Vec<(String, Tag)> {
    let sentence = sentence.replace('~', "");
    let mut tokens = Vec::new();
    tokenize(&sentence, &Lexicon::default(), &mut tokens);
    let words: Vec<&str> = tokens.iter().map(|token| &sentence[token.span().range()]).collect();
    let mut tags = Vec::new();
    tagger.tag(&words, &mut tags);
    assert_eq!(words.len(), tags.len());
    words.into_iter().map(str::to_owned).zip(tags).collect()
}

/// Holds that the word behind `~` is tagged as wanted in every sentence.
#[track_caller]
fn all_are(wanted: impl Fn(Tag) -> bool, sentences: &[&str]) {
    let tagger = tagger();
    let mut wrong = Vec::new();
    for sentence in sentences {
        let mut tokens = Vec::new();
        let before = sentence.find('~').expect("a word is marked");
        tokenize(&sentence[..before], &Lexicon::default(), &mut tokens);
        let tags = tagged(&tagger, sentence);
        if !wanted(tags[tokens.len()].1) {
            wrong.push(tags.iter().map(|(word, tag)| format!("{word}/{}", tag.as_str())).collect::<Vec<_>>().join(" "));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_noun_after_an_adjective() {
    let sentences = [
        "They bought a large ~house near the river.",
        "A strong ~increase in exports surprised the bank.",
        "The new ~plan was rejected by parliament.",
        "He gave a short ~answer and left.",
        "The ministry announced a major ~change.",
        "It was a long ~walk to the station.",
        "She has a deep ~love of music.",
        "The final ~report will appear in May.",
        "This is an important ~step towards peace.",
        "A quick ~look at the figures shows why.",
        "The two countries have a common ~interest in trade.",
        "An early ~start would help everyone.",
        "The government needs a clear ~signal from Brussels.",
        "The old ~bridge collapsed last night.",
    ];
    all_are(|tag| TagSet::NOUN.contains(tag), &sentences);
}

#[test]
fn a_verb_after_to() {
    let sentences = [
        "They want to ~increase the price.",
        "He decided to ~plan the trip himself.",
        "The company hopes to ~report a profit.",
        "It is hard to ~answer that question.",
        "She tried to ~change the subject.",
        "We need to ~look at the numbers again.",
        "The army refused to ~march on the capital.",
        "Nobody was able to ~stop the fire.",
        "The aim is to ~strengthen defence cooperation.",
        "To ~win, they must score twice.",
        "He was forced to ~sell his shares.",
        "The minister promised to ~finance the project.",
        "They agreed to ~jointly develop a missile.",
        "I would like to ~thank you all.",
    ];
    all_are(|tag| matches!(tag, Tag::Vb | Tag::VbAuxiliary | Tag::Rb), &sentences);
}

#[test]
fn a_plural_after_a_number() {
    let sentences = [
        "Three ~ships left the harbour.",
        "The plan costs 20 million ~dollars.",
        "He waited for two ~hours.",
        "About 500 ~people were injured.",
        "The fund has 12 ~members.",
        "She bought six ~apples and a melon.",
        "In the past ten ~years much has changed.",
        "The court heard 14 ~witnesses.",
        "Five ~attacks were reported on Monday.",
        "The dam is 90 ~metres high.",
        "Both sides lost 3,000 ~soldiers.",
        "The team scored four ~goals.",
        "Nearly 40 ~percentages were computed and nine ~tests failed.",
        "There are eight ~changes to the text.",
    ];
    all_are(|tag| TagSet::PLURAL.contains(tag), &sentences);
}

#[test]
fn universal_tags_tell_helping_verbs_and_conjunctions() {
    let tagger = tagger();
    let universal = |sentence: &str, word: &str| {
        let tags = tagged(&tagger, sentence);
        tags.into_iter().find(|(other, _)| other == word).map(|(_, tag)| tag.universal())
    };
    assert_eq!(universal("They have seen it.", "have"), Some("AUX"));
    assert_eq!(universal("They have a house.", "have"), Some("VERB"));
    assert_eq!(universal("He said that it was late.", "that"), Some("SCONJ"));
    assert_eq!(universal("He walked after the meeting.", "after"), Some("ADP"));
    assert_eq!(universal("I don’t know Korea’s plans.", "don’t"), Some("AUX"));
    assert_eq!(universal("I don’t know Korea’s plans.", "Korea’s"), Some("PROPN"));
}

#[test]
fn sets_of_tags() {
    let tags = tagged(&tagger(), "The 3 old dogs quickly ran past her house in Korea.");
    let wanted = [
        TagSet::DETERMINER,
        TagSet::NUMBER,
        TagSet::ADJECTIVE,
        TagSet::PLURAL,
        TagSet::ADVERB,
        TagSet::PAST,
        TagSet::PREPOSITION,
        TagSet::PRONOUN,
        TagSet::SINGULAR,
        TagSet::PREPOSITION,
        TagSet::PROPER,
    ];
    for ((word, tag), set) in tags.iter().zip(wanted) {
        assert!(set.contains(*tag) && !TagSet::NONE.contains(*tag), "{word}");
    }
    assert!(TagSet::NOUN.contains(Tag::Nns) && TagSet::VERB.meets(TagSet::PAST) && !TagSet::PLURAL.meets(TagSet::VERB));
}

#[test]
fn some_things_a_word_cannot_be() {
    let tagger = tagger();
    assert!(!tagger.possible("The").meets(TagSet::NOUN));
    assert!(!tagger.possible("house").meets(TagSet::PAST) && tagger.possible("house").meets(TagSet::SINGULAR));
    assert!(tagger.possible("said").meets(TagSet::PAST) && tagger.possible("said").meets(TagSet::PARTICIPLE));
    assert_eq!(tagger.possible("xqzzt"), TagSet::ALL);
}

#[test]
fn a_sentence_may_be_tagged_piece_by_piece() {
    let tagger = tagger();
    let words = ["The", "old", "boats", "had", "left", "Oslo", "before", "noon", "."];
    let (mut whole, mut parts) = (Vec::new(), Vec::new());
    tagger.tag(&words, &mut whole);
    for end in [1, 2, 2, 5, 20] {
        tagger.tag_until(&words, end, &mut parts);
        assert_eq!(parts.len(), end.min(words.len()));
    }
    assert_eq!(parts, whole);
}

#[test]
fn odd_input_gets_a_tag_for_every_word() {
    let tagger = tagger();
    let mut tags = vec![Tag::Nn];
    tagger.tag(&[], &mut tags);
    assert!(tags.is_empty());
    let long = "abcé".repeat(100_000);
    for word in ["house", "the", "", "🙂", "👩‍👩‍👧", "\u{0}", "İstanbul", "ß", "ﬁ", "防", "---", "’", long.as_str()]
    {
        tagger.tag(&[word], &mut tags);
        assert_eq!(tags.len(), 1);
        tagger.tag(&vec![word; if word.len() > 100 { 10 } else { 10_000 }], &mut tags);
        assert!(tags.len() >= 10);
    }
}

#[test]
fn broken_words_leave_their_neighbours_alone() {
    let tagger = tagger();
    for broken in ["xqzzt", "teh", "🙂", "�", "d3v1c3", "INTERNAZIONAL", "œuvre"] {
        let tags = tagged(&tagger, &format!("They want to sell the {broken} , and the three ships left the harbour."));
        let find = |word: &str| tags.iter().find(|(other, _)| other == word).map(|&(_, tag)| tag);
        assert_eq!(find("sell"), Some(Tag::Vb), "{broken}");
        assert_eq!(find("ships"), Some(Tag::Nns), "{broken}");
        assert_eq!(find("left"), Some(Tag::Vbd), "{broken}");
        assert_eq!(find("harbour"), Some(Tag::Nn), "{broken}");
    }
}

#[test]
fn damaged_models_are_none() {
    assert!(Tagger::from_bytes(&[]).is_none());
    for len in (0..MODEL.len()).step_by(9973) {
        assert!(Tagger::from_bytes(&MODEL[..len]).is_none(), "{len}");
    }
    for at in (0..MODEL.len()).step_by(49_999) {
        let mut damaged = MODEL.to_vec();
        damaged[at] ^= 0x41;
        assert!(Tagger::from_bytes(&damaged).is_none(), "{at}");
    }
    // A right checksum over wrong contents, as a careless change of the trainer would write it.
    let mut at = super::MAGIC.len() + 4;
    while at < MODEL.len() {
        let mut damaged = MODEL.to_vec();
        damaged[at] ^= 0xff;
        let sum = super::checksum(&damaged[super::MAGIC.len() + 4..]);
        damaged[super::MAGIC.len()..super::MAGIC.len() + 4].copy_from_slice(&sum.to_le_bytes());
        if let Some(tagger) = Tagger::from_bytes(&damaged) {
            let _ = tagged(&tagger, "The 3 old dogs quickly ran past her house in Korea.");
        }
        at += if at < 64 { 1 } else { 99_991 };
    }
}

#[test]
fn the_stored_form_tags_alike() {
    let (model, stored) = (tagger(), Tagger::stored(tagger().to_stored().leak()).expect("whole"));
    let words = ["The", "old", "boats", "had", "left", "Oslo", "before", "noon", "."];
    let tags = |tagger: &Tagger| {
        let mut tags = Vec::new();
        tagger.tag(&words, &mut tags);
        tags
    };
    assert_eq!(tags(&model), tags(&stored));
    assert!(Tagger::stored(b"something else").is_none());
}
