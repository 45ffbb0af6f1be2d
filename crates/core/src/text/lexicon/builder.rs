//! Making a lexicon, or one that has more than another.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::{Filter, Lexicon, SHARED, SetId, SetKind, WordId, folded};
use crate::text::inflection::Form;
use crate::text::token::WordKey;

/// Collects words and sets of words.
#[derive(Debug)]
pub(crate) struct LexiconBuilder {
    ids: HashMap<Box<str>, u32>,
    keys: Vec<(WordKey, u32)>,
    marks: BTreeMap<char, u32>,
    spans: Vec<u32>,
    letters: Vec<u8>,
    sets: Vec<[u32; 3]>,
    members: Vec<u32>,
    /// The sets without a name, by what they hold, so that none is stored twice.
    known: HashMap<(SetKindNumber, Vec<(u32, u32)>), SetId>,
}

type SetKindNumber = u32;

impl Default for LexiconBuilder {
    fn default() -> Self {
        // The number zero means no word, and the set zero is empty.
        let mut builder = Self {
            ids: HashMap::new(),
            keys: Vec::new(),
            marks: BTreeMap::new(),
            spans: vec![0],
            letters: Vec::new(),
            sets: Vec::new(),
            members: Vec::new(),
            known: HashMap::new(),
        };
        builder.spelling("");
        builder.add(SetKind::Plain, &[]);
        builder
    }
}

impl LexiconBuilder {
    /// A builder that begins with the words and sets of `lexicon`, under the numbers that they have.
    pub(crate) fn extending(lexicon: &Lexicon) -> Self {
        let mut builder = Self {
            ids: HashMap::new(),
            keys: Vec::new(),
            marks: BTreeMap::new(),
            spans: lexicon.spans.to_vec(),
            letters: lexicon.letters.to_vec(),
            sets: lexicon.sets.as_chunks().0.to_vec(),
            members: lexicon.members.to_vec(),
            known: HashMap::new(),
        };
        for &[key, id] in lexicon.slots.as_chunks().0 {
            let id = id & !SHARED;
            if id != 0 {
                builder.keys.push((WordKey(key), id));
                builder.ids.insert(lexicon.spelling(id).into(), id);
            }
        }
        let marks = lexicon.marks.as_chunks().0.iter();
        builder.marks = marks.filter_map(|&[mark, id]| Some((char::from_u32(mark)?, id))).collect();
        builder
    }

    /// The number of a word, a new one where it has none.
    pub(crate) fn word(&mut self, word: &str) -> WordId {
        let small: String = folded(word).collect();
        if let Some(&id) = self.ids.get(small.as_str()) {
            return WordId(id);
        }
        let id = self.spelling(&small);
        self.keys.push((WordKey::new(&small), id));
        self.ids.insert(small.into(), id);
        WordId(id)
    }

    /// The number of a mark, a new one where it has none.
    pub(crate) fn mark(&mut self, mark: char) -> WordId {
        if let Some(&id) = self.marks.get(&mark) {
            return WordId(id);
        }
        let id = self.spelling(mark.encode_utf8(&mut [0; 4]));
        self.marks.insert(mark, id);
        WordId(id)
    }

    /// Gives a spelling a number.
    fn spelling(&mut self, letters: &str) -> u32 {
        let id = number(self.spans.len() - 1);
        self.letters.extend_from_slice(letters.as_bytes());
        self.spans.push(number(self.letters.len()));
        id
    }

    /// The set of `words`, whatever their case.
    pub(crate) fn set<'w>(&mut self, words: impl IntoIterator<Item = &'w str>) -> SetId {
        let words = words.into_iter().map(|word| (self.word(word).0, 0)).collect();
        self.shared(SetKind::Plain, words)
    }

    /// The set of `words` with their capitals.
    pub(crate) fn exact_set<'w>(&mut self, words: impl IntoIterator<Item = &'w str>) -> SetId {
        let words = words.into_iter().map(|word| (self.word(word).0, self.spelling(word))).collect();
        self.shared(SetKind::Exact, words)
    }

    /// The set of `words`, each with the form that it is, if it is one; a word that is several forms stands in it
    /// several times.
    pub(crate) fn form_set<'w>(&mut self, words: impl IntoIterator<Item = (&'w str, Option<Form>)>) -> SetId {
        let bits = |form: Option<Form>| form.map_or(0, |form| 1 << form as u32);
        let words: Vec<_> = words.into_iter().map(|(word, form)| (self.word(word).0, bits(form))).collect();
        let kind = if words.iter().all(|(_, forms)| *forms == 0) { SetKind::Plain } else { SetKind::Forms };
        self.shared(kind, words)
    }

    /// The set of `words`, each with how another form of it is written: of several the first.
    pub(crate) fn spelling_set<'w>(&mut self, words: impl IntoIterator<Item = (&'w str, String)>) -> SetId {
        let mut spellings: BTreeMap<u32, u32> = BTreeMap::new();
        for (word, other) in words {
            let small = folded(&other).eq(other.chars());
            let other = if small { self.word(&other).0 } else { self.spelling(&other) };
            let word = self.word(word).0;
            spellings.entry(word).or_insert(other);
        }
        self.shared(SetKind::Spellings, spellings.into_iter().collect())
    }

    /// A set of its own for `words`, whatever others hold: it has a name, and may be given other words later.
    pub(crate) fn named_set<'w>(&mut self, words: impl IntoIterator<Item = &'w str>, case: bool) -> SetId {
        let (kind, words) = self.listed(words, case);
        self.add(kind, &words)
    }

    /// Gives a set other words; whatever refers to it finds them there.
    pub(crate) fn replace_set<'w>(&mut self, set: SetId, words: impl IntoIterator<Item = &'w str>, case: bool) {
        let (kind, words) = self.listed(words, case);
        let new = self.add(kind, &words);
        if let (Some(header), true) = (self.sets.pop(), new.0 as usize == self.sets.len())
            && let Some(old) = self.sets.get_mut(set.0 as usize)
        {
            *old = header;
        }
    }

    fn listed<'w>(&mut self, words: impl IntoIterator<Item = &'w str>, case: bool) -> (SetKind, Vec<(u32, u32)>) {
        let words = words.into_iter();
        let entry = |word: &str| (self.word(word).0, if case { self.spelling(word) } else { 0 });
        let mut words: Vec<(u32, u32)> = words.map(entry).collect();
        words.sort_unstable();
        words.dedup_by_key(|(word, _)| *word);
        (if case { SetKind::Exact } else { SetKind::Plain }, words)
    }

    fn shared(&mut self, kind: SetKind, mut words: Vec<(u32, u32)>) -> SetId {
        words.sort_unstable();
        words.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same && kind == SetKind::Forms {
                first.1 |= later.1;
            }
            same
        });
        let content = (kind as u32, words);
        if let Some(&set) = self.known.get(&content) {
            return set;
        }
        let set = self.add(kind, &content.1);
        self.known.insert(content, set);
        set
    }

    fn add(&mut self, kind: SetKind, words: &[(u32, u32)]) -> SetId {
        let set = SetId(number(self.sets.len()));
        self.sets.push([number(self.members.len()), number(words.len()), kind as u32]);
        let numbers: Vec<u32> = words.iter().map(|(word, _)| *word).collect();
        self.members.extend(Filter::of(&numbers));
        self.members.extend(numbers);
        if kind != SetKind::Plain {
            self.members.extend(words.iter().map(|(_, about)| about));
        }
        set
    }

    /// The lexicon.
    pub(crate) fn finish(self) -> Lexicon {
        let marks: Vec<u32> = self.marks.iter().flat_map(|(&mark, &id)| [u32::from(mark), id]).collect();
        Lexicon {
            slots: Cow::Owned(slots(self.keys)),
            ascii: super::ascii(&marks),
            marks: Cow::Owned(marks),
            spans: Cow::Owned(self.spans),
            letters: Cow::Owned(self.letters),
            sets: Cow::Owned(self.sets.concat()),
            members: Cow::Owned(self.members),
        }
    }
}

/// The table by which words are found, at most half full, so that a look-up that finds nothing ends at its first or
/// second slot.
fn slots(mut keys: Vec<(WordKey, u32)>) -> Vec<u32> {
    keys.sort_unstable();
    let size = (2 * keys.len()).next_power_of_two().max(2);
    let mut slots = vec![[0, 0]; size];
    for (number, &(key, id)) in keys.iter().enumerate() {
        let same = |other: Option<&(WordKey, u32)>| other.is_some_and(|(other, _)| *other == key);
        let shared = same(keys.get(number + 1)) || number.checked_sub(1).is_some_and(|before| same(keys.get(before)));
        let mut at = key.0 as usize & (size - 1);
        while slots[at][1] != 0 {
            at = (at + 1) & (size - 1);
        }
        slots[at] = [key.0, if shared { id | SHARED } else { id }];
    }
    slots.concat()
}

/// The numbers of words, letters and sets are far below 2^31.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Gives two words the key of the first, as a collision of hashes would.
#[cfg(test)]
pub(super) fn with_the_same_key(builder: &mut LexiconBuilder, one: &str, other: &str) -> (WordId, WordId) {
    let ids = (builder.word(one), builder.word(other));
    let key = WordKey::new(one);
    builder.keys.iter_mut().for_each(|(known, _)| *known = key);
    ids
}
