//! The names of the parts of speech.

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

    /// A noun or name, singular or plural; `someone` is a pronoun.
    pub const fn is_noun(self) -> bool {
        matches!(self, Self::Nn | Self::Nns | Self::Nnp | Self::Nnps)
    }

    /// A noun or name in the plural.
    pub const fn is_plural(self) -> bool {
        matches!(self, Self::Nns | Self::Nnps)
    }

    /// A name, or an adjective that is part of one.
    pub const fn is_proper(self) -> bool {
        matches!(self, Self::Nnp | Self::Nnps | Self::NnpAdjective)
    }

    /// A verb in any form, helping and modal verbs included.
    pub const fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbp | Self::Vbz | Self::Vbd | Self::Vbn | Self::Vbg) || self.is_auxiliary()
    }

    /// A helping or modal verb: `have` in `have gone`, `be`, `can`.
    pub const fn is_auxiliary(self) -> bool {
        matches!(
            self,
            Self::VbAuxiliary
                | Self::VbpAuxiliary
                | Self::VbzAuxiliary
                | Self::VbdAuxiliary
                | Self::VbnAuxiliary
                | Self::VbgAuxiliary
                | Self::Md
        )
    }

    /// An adjective in any degree.
    pub const fn is_adjective(self) -> bool {
        matches!(self, Self::Jj | Self::Jjr | Self::Jjs | Self::NnpAdjective)
    }

    /// An adverb in any degree, `not` and `where` included.
    pub const fn is_adverb(self) -> bool {
        matches!(self, Self::Rb | Self::Rbr | Self::Rbs | Self::RbNot | Self::Wrb)
    }

    /// A determiner before a noun or instead of one.
    pub const fn is_determiner(self) -> bool {
        matches!(self, Self::Dt | Self::DtPronoun | Self::Pdt | Self::WdtDeterminer)
    }

    /// A preposition; `to` before a verb, conjunctions and particles are none.
    pub const fn is_preposition(self) -> bool {
        matches!(self, Self::In)
    }

    /// A pronoun: personal, possessive, relative, indefinite, or a determiner that stands alone.
    pub const fn is_pronoun(self) -> bool {
        matches!(
            self,
            Self::Prp
                | Self::PrpPossessive
                | Self::NnPronoun
                | Self::DtPronoun
                | Self::Wdt
                | Self::Wp
                | Self::WpPossessive
                | Self::Ex
        )
    }

    /// A number.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Cd)
    }
}
