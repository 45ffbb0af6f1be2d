//! All words that rules and lists mention, each with a number, and sets of them.
//!
//! A text is compared with thousands of phrases by comparing numbers. The tables are laid out so that those of the
//! built-in rules are read where they stand in the program.

mod builder;

use std::borrow::Cow;

pub(crate) use builder::LexiconBuilder;

use super::inflection::Form;
use super::token::WordKey;
use crate::packed::{Bytes, Numbers, Reader, Writer};

/// The number of a word in a [`Lexicon`]; zero for words that it does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct WordId(pub(crate) u32);

/// The number of a set of words in a [`Lexicon`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct SetId(pub(crate) u32);

/// Words and sets of words.
///
/// Words are the same whatever their case and the kind of their apostrophe. They are found by their [`WordKey`]. A word
/// of a text that has the key of another word, one in a hundred thousand, is taken for that word: whoever reports
/// something compares the letters first (`Lexicon::is`).
#[derive(Clone, Debug)]
pub struct Lexicon {
    /// Open addressing: pairs of the key of a word and its number.
    slots: Numbers,
    /// Marks that some rule waits for or writes, as pairs of character and number, ordered by character.
    marks: Numbers,
    /// The numbers of the marks of ASCII, by character.
    ascii: Box<[u32; 128]>,
    /// Where each spelling begins in `letters`; one entry more than there are spellings.
    spans: Numbers,
    letters: Bytes,
    /// For each set where it begins in `members`, how many words it has, and its [`SetKind`].
    sets: Numbers,
    /// For each set a [`Filter`], its words in order, and, for some kinds of sets, something about each word.
    members: Numbers,
}

/// A set of words.
struct Set<'a> {
    filter: Filter<'a>,
    words: &'a [u32],
    /// Where in `members` something is said about the first word.
    about: usize,
    kind: SetKind,
}

/// Bits by which nearly all words are told that are not in a set, if it has many: eight or more for each word of the
/// set.
#[derive(Clone, Copy)]
struct Filter<'a>(&'a [u32]);

impl Filter<'_> {
    /// Sets with fewer words have none.
    const FEWEST: usize = 8;

    /// How many numbers the bits for so many words take.
    const fn size(words: usize) -> usize {
        if words < Self::FEWEST { 0 } else { words.div_ceil(4).next_power_of_two() }
    }

    /// The filter of these words.
    fn of(words: &[u32]) -> Vec<u32> {
        let mut filter = vec![0; Self::size(words.len())];
        for &word in words {
            let (number, bit) = Self::place(word, filter.len());
            if let Some(bits) = filter.get_mut(number) {
                *bits |= bit;
            }
        }
        filter
    }

    /// The number in which the bit of a word is, and the bit.
    const fn place(word: u32, size: usize) -> (usize, u32) {
        let hash = word.wrapping_mul(0x9e37_79b1);
        (hash as usize >> 12 & size.wrapping_sub(1), 1 << (hash >> 27))
    }

    fn may_have(self, id: WordId) -> bool {
        let (number, bit) = Self::place(id.0, self.0.len());
        self.0.get(number).is_none_or(|bits| bits & bit != 0)
    }
}

/// What a set says of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SetKind {
    /// Nothing.
    Plain,
    /// How they are written, capitals included.
    Exact,
    /// Which forms of another word they are.
    Forms,
    /// How another form of the same word is written.
    Spellings,
}

/// The forms that a word may be, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forms(u32);

impl Forms {
    /// Whether `form` is among them.
    pub fn contains(self, form: Form) -> bool {
        self.0 & 1 << form as u32 != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Form> for Forms {
    fn from_iter<T: IntoIterator<Item = Form>>(forms: T) -> Self {
        Self(forms.into_iter().fold(0, |bits, form| bits | 1 << form as u32))
    }
}

/// Marks the number of a word whose key another word of the lexicon shares.
const SHARED: u32 = 1 << 31;

impl Default for Lexicon {
    fn default() -> Self {
        LexiconBuilder::default().finish()
    }
}

impl Lexicon {
    /// Reads the tables that [`Lexicon::write`] wrote.
    pub(crate) fn read(reader: &mut Reader) -> Option<Self> {
        let (slots, marks, spans) = (reader.table()?, reader.table()?, reader.table()?);
        let letters = Cow::Borrowed(reader.bytes()?);
        Some(Self {
            slots,
            ascii: ascii(&marks),
            marks,
            spans,
            letters,
            sets: reader.table()?,
            members: reader.table()?,
        })
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.table(&self.slots);
        writer.table(&self.marks);
        writer.table(&self.spans);
        writer.table::<u8>(&self.letters);
        writer.table(&self.sets);
        writer.table(&self.members);
    }

    /// How many numbers are taken, by words and by spellings of them.
    pub(crate) fn len(&self) -> usize {
        self.spans.len().saturating_sub(1)
    }

    /// The number of a word; zero where the lexicon does not have it.
    pub fn id(&self, word: &str) -> WordId {
        self.finder().word(WordKey::new(word), word)
    }

    /// The spelling with the number `id`, in small letters.
    pub(crate) fn spelling(&self, id: u32) -> &str {
        std::str::from_utf8(self.letters(id)).unwrap_or_default()
    }

    fn letters(&self, id: u32) -> &[u8] {
        let at = |id: usize| self.spans.get(id).map_or(0, |&at| at as usize);
        self.letters.get(at(id as usize)..at(id as usize + 1)).unwrap_or_default()
    }

    /// Whether `written` is the word `id`, letter by letter, whatever its case.
    pub(crate) fn is(&self, id: WordId, written: &str) -> bool {
        let spelling = self.letters(id.0);
        // Nearly all are the same byte by byte, capitals of ASCII aside.
        spelling.eq_ignore_ascii_case(written.as_bytes()) || same_word(self.spelling(id.0), written)
    }

    /// Whether a word is in a set. For a set in which capitals matter `written` must be as it says.
    pub(crate) fn contains(&self, set: SetId, id: WordId, written: &str) -> bool {
        let Some((at, kind)) = self.find(set, id) else { return false };
        match kind {
            SetKind::Plain | SetKind::Forms | SetKind::Spellings => true,
            SetKind::Exact => self.members.get(at).is_some_and(|&spelling| self.spelling(spelling) == written),
        }
    }

    /// The forms that a word of a set of forms may be; none where it is not in the set.
    pub(crate) fn forms(&self, set: SetId, id: WordId) -> Forms {
        match self.find(set, id) {
            Some((at, SetKind::Forms)) => Forms(self.members.get(at).copied().unwrap_or_default()),
            _ => Forms::default(),
        }
    }

    /// How another form of a word of a set of spellings is written.
    pub(crate) fn other(&self, set: SetId, id: WordId) -> Option<&str> {
        let (at, kind) = self.find(set, id)?;
        let spelling = self.members.get(at).filter(|_| kind == SetKind::Spellings)?;
        Some(self.spelling(*spelling))
    }

    /// Where in `members` something is said about a word of a set, and the kind of the set.
    fn find(&self, set: SetId, id: WordId) -> Option<(usize, SetKind)> {
        let set = self.set(set);
        if id.0 == 0 || !set.filter.may_have(id) {
            return None;
        }
        let place = if set.filter.0.is_empty() {
            set.words.iter().position(|&word| word == id.0)?
        } else {
            set.words.binary_search(&id.0).ok()?
        };
        Some((set.about + place, set.kind))
    }

    fn set(&self, set: SetId) -> Set<'_> {
        const NONE: Set<'_> = Set { filter: Filter(&[]), words: &[], about: 0, kind: SetKind::Plain };
        let number = 3 * set.0 as usize;
        let Some(&[start, len, kind]) = self.sets.get(number..number + 3) else { return NONE };
        let kind = match kind {
            1 => SetKind::Exact,
            2 => SetKind::Forms,
            3 => SetKind::Spellings,
            _ => SetKind::Plain,
        };
        let (start, len) = (start as usize, len as usize);
        let words = start + Filter::size(len);
        let Some((filter, words)) = self.members.get(start..words).zip(self.members.get(words..words + len)) else {
            return NONE;
        };
        Set { filter: Filter(filter), words, about: start + filter.len() + len, kind }
    }

    /// The words of a set, in order.
    pub(crate) fn members(&self, set: SetId) -> &[u32] {
        self.set(set).words
    }

    /// The tables by which words of a text are found.
    pub(crate) fn finder(&self) -> Finder<'_> {
        Finder { lexicon: self, slots: self.slots.as_chunks().0, marks: self.marks.as_chunks().0 }
    }
}

/// Finds the numbers of words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Finder<'a> {
    lexicon: &'a Lexicon,
    slots: &'a [[u32; 2]],
    marks: &'a [[u32; 2]],
}

impl Finder<'_> {
    /// The number of a word by its key.
    #[inline]
    pub(crate) fn word(&self, key: WordKey, written: &str) -> WordId {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key.0 as usize & mask;
        loop {
            match self.slots.get(at) {
                Some(&[known, id]) if known == key.0 && id != 0 => {
                    if id & SHARED == 0 {
                        return WordId(id);
                    }
                    // Another word has the same key: the letters decide.
                    let id = WordId(id & !SHARED);
                    if self.lexicon.is(id, written) {
                        return id;
                    }
                }
                Some(&[_, id]) if id != 0 => {}
                _ => return WordId(0),
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a mark.
    #[inline]
    pub(crate) fn mark(&self, mark: char) -> WordId {
        if let Some(&id) = self.lexicon.ascii.get(mark as usize) {
            return WordId(id);
        }
        let found = self.marks.binary_search_by_key(&u32::from(mark), |&[mark, _]| mark);
        found.ok().and_then(|at| self.marks.get(at)).map_or(WordId(0), |&[_, id]| WordId(id))
    }
}

/// The numbers of the marks of ASCII among `marks`.
fn ascii(marks: &[u32]) -> Box<[u32; 128]> {
    let mut ascii = Box::new([0; 128]);
    for &[mark, id] in marks.as_chunks().0 {
        if let Some(slot) = ascii.get_mut(mark as usize) {
            *slot = id;
        }
    }
    ascii
}

/// Whether two words are the same but for case and the kind of apostrophe.
pub(crate) fn same_word(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    folded(left).eq(folded(right))
}

/// The characters of a word in small letters, with a straight apostrophe.
pub(super) fn folded(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_numbers_whatever_their_case() {
        let mut builder = LexiconBuilder::default();
        let id = builder.word("Don’t");
        assert_eq!(builder.word("don't"), id);
        let lexicon = builder.finish();
        assert_eq!((lexicon.id("DON'T"), lexicon.id("doe")), (id, WordId(0)));
        assert_eq!(lexicon.spelling(id.0), "don't");
    }

    #[test]
    fn sets_know_their_words() {
        let mut builder = LexiconBuilder::default();
        let set = builder.set(["may", "June"]);
        assert_eq!(builder.set(["june", "may", "may"]), set, "sets of the same words are one");
        let exact = builder.exact_set(["iPhone"]);
        let lexicon = builder.finish();
        let has = |set, word: &str| lexicon.contains(set, lexicon.id(word), word);
        assert!(has(set, "June") && has(set, "MAY") && !has(set, "July") && !has(set, "iPhone"));
        assert!(has(exact, "iPhone") && !has(exact, "Iphone"));
    }

    #[test]
    fn words_with_the_same_key_are_told_apart() {
        let mut builder = LexiconBuilder::default();
        let (one, other) = builder::with_the_same_key(&mut builder, "alpha", "beta");
        let lexicon = builder.finish();
        let key = WordKey::new("alpha");
        assert_eq!(lexicon.finder().word(key, "Alpha"), one);
        assert_eq!(lexicon.finder().word(key, "beta"), other);
        assert_eq!(lexicon.finder().word(key, "gamma"), WordId(0));
    }

    #[test]
    fn a_lexicon_is_read_as_it_was_written() {
        let mut builder = LexiconBuilder::default();
        let forms = builder.form_set([("sheep", Some(Form::Plural)), ("sheep", Some(Form::Base))]);
        let mark = builder.mark('…');
        let lexicon = builder.finish();
        let mut writer = Writer::default();
        lexicon.write(&mut writer);
        let again = Lexicon::read(&mut Reader(writer.into_bytes().leak())).expect("whole");
        assert_eq!(again.finder().mark('…'), mark);
        let found = again.forms(forms, again.id("Sheep"));
        assert!(found.contains(Form::Plural) && found.contains(Form::Base) && !found.contains(Form::Past));
    }
}
