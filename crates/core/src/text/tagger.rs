//! stub
/// x
#[derive(Clone, Copy, Debug)]
pub enum Tag {
    /// x
    X,
}
impl Tag {
    /// x
    pub fn as_str(self) -> &'static str {
        "X"
    }
    /// x
    pub fn is_noun(self) -> bool {
        false
    }
    /// x
    pub fn is_plural(self) -> bool {
        false
    }
    /// x
    pub fn is_proper(self) -> bool {
        false
    }
    /// x
    pub fn is_verb(self) -> bool {
        false
    }
    /// x
    pub fn is_adjective(self) -> bool {
        false
    }
    /// x
    pub fn is_adverb(self) -> bool {
        false
    }
    /// x
    pub fn is_determiner(self) -> bool {
        false
    }
    /// x
    pub fn is_preposition(self) -> bool {
        false
    }
    /// x
    pub fn is_pronoun(self) -> bool {
        false
    }
    /// x
    pub fn is_number(self) -> bool {
        false
    }
}
/// x
#[derive(Debug)]
pub struct Tagger;
impl Tagger {
    /// x
    pub fn from_bytes(_: &[u8]) -> Option<Self> {
        None
    }
    /// x
    pub fn tag(&self, _: &[&str], _: &mut Vec<Tag>) {}
}
