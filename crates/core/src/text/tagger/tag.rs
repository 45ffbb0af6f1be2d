//! The names of the parts of speech, and sets of them.

/// Lists every tag with its Penn name and its universal name.
macro_rules! tags {
    ($($(#[$doc:meta])+ $name:ident $penn:literal $universal:literal,)+) => {
        /// The part of speech of a word, by the Penn Treebank as the English Web Treebank extends it.
        ///
        /// Where the universal part of speech does not follow from the Penn tag (`have` in `have gone` and in `have
        /// time` is `VBP`), the Penn tag has two variants: the model tells them apart from the context.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Tag { $($(#[$doc])+ $name,)+ }

        impl Tag {
            /// Every tag, in the order in which models number them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The Penn tag: `NN`, `VBZ`, `-LRB-`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $penn,)+ }
            }

            /// The part of speech in Universal Dependencies: `NOUN`, `SCONJ`, `PUNCT`.
            pub const fn universal(self) -> &'static str {
                match self { $(Self::$name => $universal,)+ }
            }
        }
    };
}

tags! {
    /// A noun in the singular: `house`.
    Nn "NN" "NOUN",
    /// A noun in the plural: `houses`.
    Nns "NNS" "NOUN",
    /// A name in the singular: `Korea`.
    Nnp "NNP" "PROPN",
    /// A name in the plural: `Americans`.
    Nnps "NNPS" "PROPN",
    /// `someone`, `nothing`, `everybody`.
    NnPronoun "NN" "PRON",
    /// An adjective as a part of a name: `North` in `North Korea`.
    NnpAdjective "NNP" "ADJ",
    /// A verb in its base form: `go` in `to go`, `must go`.
    Vb "VB" "VERB",
    /// A verb in the present tense that is not in the third person singular: `they go`.
    Vbp "VBP" "VERB",
    /// A verb in the third person singular: `she goes`.
    Vbz "VBZ" "VERB",
    /// A verb in the past tense: `went`.
    Vbd "VBD" "VERB",
    /// A past participle: `gone`.
    Vbn "VBN" "VERB",
    /// A gerund or present participle: `going`.
    Vbg "VBG" "VERB",
    /// A helping verb in its base form: `be` in `will be seen`.
    VbAuxiliary "VB" "AUX",
    /// A helping verb in the present tense: `are`, `have`, `do`.
    VbpAuxiliary "VBP" "AUX",
    /// A helping verb in the third person singular: `is`, `has`, `does`.
    VbzAuxiliary "VBZ" "AUX",
    /// A helping verb in the past tense: `was`, `had`, `did`.
    VbdAuxiliary "VBD" "AUX",
    /// A helping verb as past participle: `been`.
    VbnAuxiliary "VBN" "AUX",
    /// A helping verb as present participle: `being`.
    VbgAuxiliary "VBG" "AUX",
    /// A modal verb: `can`, `should`.
    Md "MD" "AUX",
    /// An adjective: `large`.
    Jj "JJ" "ADJ",
    /// A comparative: `larger`.
    Jjr "JJR" "ADJ",
    /// A superlative: `largest`.
    Jjs "JJS" "ADJ",
    /// An adverb: `quickly`.
    Rb "RB" "ADV",
    /// A comparative of an adverb: `sooner`.
    Rbr "RBR" "ADV",
    /// A superlative of an adverb: `most`.
    Rbs "RBS" "ADV",
    /// `not`, `n't`.
    RbNot "RB" "PART",
    /// A preposition: `of`.
    In "IN" "ADP",
    /// A conjunction that begins a subordinate clause: `because`, `that`.
    InSubordinating "IN" "SCONJ",
    /// `to` before a verb.
    To "TO" "PART",
    /// A particle that belongs to a verb: `up` in `give up`.
    Rp "RP" "ADP",
    /// A determiner: `the`, `a`, `this` in `this house`.
    Dt "DT" "DET",
    /// A determiner that stands alone: `this` in `this is`.
    DtPronoun "DT" "PRON",
    /// A word before a determiner: `all` in `all the houses`.
    Pdt "PDT" "DET",
    /// A relative pronoun: `which`, `that`.
    Wdt "WDT" "PRON",
    /// A question word before a noun: `which` in `which house`.
    WdtDeterminer "WDT" "DET",
    /// `who`, `what`.
    Wp "WP" "PRON",
    /// `whose`.
    WpPossessive "WP$" "PRON",
    /// `where`, `when`, `how`.
    Wrb "WRB" "ADV",
    /// A personal pronoun: `she`, `them`.
    Prp "PRP" "PRON",
    /// A possessive pronoun: `her`, `their`.
    PrpPossessive "PRP$" "PRON",
    /// `there` in `there is`.
    Ex "EX" "PRON",
    /// The ending of a genitive as a word of its own.
    Pos "POS" "PART",
    /// `and`, `or`, `but`.
    Cc "CC" "CCONJ",
    /// A number, in digits or letters.
    Cd "CD" "NUM",
    /// An interjection: `yes`, `please`.
    Uh "UH" "INTJ",
    /// The number or letter of an item in a list.
    Ls "LS" "NUM",
    /// A foreign word.
    Fw "FW" "NOUN",
    /// A part of a word that was written in parts by mistake.
    Gw "GW" "X",
    /// A prefix or suffix that stands alone: `pre` in `pre - war`.
    Afx "AFX" "X",
    /// An electronic address.
    Add "ADD" "PROPN",
    /// A symbol.
    Sym "SYM" "SYM",
    /// A sign of a currency.
    Dollar "$" "SYM",
    /// Superfluous punctuation.
    Nfp "NFP" "PUNCT",
    /// An emoticon.
    NfpSymbol "NFP" "SYM",
    /// `.`, `!` and `?`.
    Stop "." "PUNCT",
    /// A comma.
    Comma "," "PUNCT",
    /// A colon, semicolon or dash.
    Colon ":" "PUNCT",
    /// A mark that opens a quotation.
    Open "``" "PUNCT",
    /// A mark that closes a quotation.
    Close "''" "PUNCT",
    /// A mark that opens a bracket.
    OpenBracket "-LRB-" "PUNCT",
    /// A mark that closes a bracket.
    CloseBracket "-RRB-" "PUNCT",
    /// A mark inside a word: a hyphen, the full stop of an abbreviation, the slash of `9/11`.
    Hyph "HYPH" "PUNCT",
}

impl Tag {
    /// The tag with this number in a model.
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// A set of parts of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagSet(u64);

impl TagSet {
    /// All of them.
    pub const ALL: Self = Self(u64::MAX);
    /// None of them.
    pub const NONE: Self = Self::of(&[]);
    /// Nouns and names in the singular; `someone` is a pronoun.
    pub const SINGULAR: Self = Self::of(&[Tag::Nn, Tag::Nnp]);
    /// Nouns and names in the plural.
    pub const PLURAL: Self = Self::of(&[Tag::Nns, Tag::Nnps]);
    /// Nouns and names.
    pub const NOUN: Self = Self::SINGULAR.or(Self::PLURAL);
    /// Names, and adjectives that are part of one.
    pub const PROPER: Self = Self::of(&[Tag::Nnp, Tag::Nnps, Tag::NnpAdjective]);
    /// Verbs in the base form, and all forms of the present that are written like it.
    pub const BASE: Self = Self::of(&[Tag::Vb, Tag::Vbp, Tag::VbAuxiliary, Tag::VbpAuxiliary]);
    /// Verbs in the third person singular.
    pub const THIRD_PERSON: Self = Self::of(&[Tag::Vbz, Tag::VbzAuxiliary]);
    /// Verbs in the past tense.
    pub const PAST: Self = Self::of(&[Tag::Vbd, Tag::VbdAuxiliary]);
    /// Past participles.
    pub const PARTICIPLE: Self = Self::of(&[Tag::Vbn, Tag::VbnAuxiliary]);
    /// Gerunds and present participles.
    pub const ING: Self = Self::of(&[Tag::Vbg, Tag::VbgAuxiliary]);
    /// Verbs in any form, helping and modal verbs included.
    pub const VERB: Self =
        Self::BASE.or(Self::THIRD_PERSON).or(Self::PAST).or(Self::PARTICIPLE).or(Self::ING).or(Self::of(&[Tag::Md]));
    /// Adjectives in any degree.
    pub const ADJECTIVE: Self = Self::of(&[Tag::Jj, Tag::Jjr, Tag::Jjs, Tag::NnpAdjective]);
    /// Adverbs in any degree, `not` and `where` included.
    pub const ADVERB: Self = Self::of(&[Tag::Rb, Tag::Rbr, Tag::Rbs, Tag::RbNot, Tag::Wrb]);
    /// Determiners before a noun or instead of one.
    pub const DETERMINER: Self = Self::of(&[Tag::Dt, Tag::DtPronoun, Tag::Pdt, Tag::WdtDeterminer]);
    /// Prepositions; `to` before a verb, conjunctions and particles are none.
    pub const PREPOSITION: Self = Self::of(&[Tag::In]);
    /// Pronouns: personal, possessive, relative, indefinite, and determiners that stand alone.
    pub const PRONOUN: Self = Self::of(&[
        Tag::Prp,
        Tag::PrpPossessive,
        Tag::NnPronoun,
        Tag::DtPronoun,
        Tag::Wdt,
        Tag::Wp,
        Tag::WpPossessive,
        Tag::Ex,
    ]);
    /// Numbers.
    pub const NUMBER: Self = Self::of(&[Tag::Cd]);

    /// The set of these tags.
    pub const fn of(tags: &[Tag]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < tags.len() {
            bits |= 1 << tags[at] as u64;
            at += 1;
        }
        Self(bits)
    }

    /// The set whose bits are these, the lowest for the first tag.
    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// What is in one set or the other.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a tag is in the set.
    pub const fn contains(self, tag: Tag) -> bool {
        self.0 & 1 << tag as u64 != 0
    }

    /// Whether the sets have a tag in common.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}
