//! How English words change their form.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// One form of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// `make`, `city`, `good`.
    Base,
    /// `makes`.
    ThirdPerson,
    /// `cities`.
    Plural,
    /// `made`, `took`.
    Past,
    /// `made`, `taken`.
    Participle,
    /// `making`.
    Ing,
    /// `better`.
    Comparative,
    /// `best`.
    Superlative,
}

impl Form {
    /// Every form, the lemma first.
    pub const ALL: [Self; 8] = [
        Self::Base,
        Self::ThirdPerson,
        Self::Plural,
        Self::Past,
        Self::Participle,
        Self::Ing,
        Self::Comparative,
        Self::Superlative,
    ];

    /// What it is called: `third-person`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::ThirdPerson => "third-person",
            Self::Plural => "plural",
            Self::Past => "past",
            Self::Participle => "participle",
            Self::Ing => "ing",
            Self::Comparative => "comparative",
            Self::Superlative => "superlative",
        }
    }

    /// The form called `name`.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}

/// The words of a language whose forms do not follow the rules. The data stand in `rules/<language>/inflection.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Inflections {
    verbs: BTreeMap<String, Vec<(Form, String)>>,
    nouns: BTreeMap<String, String>,
    adjectives: BTreeMap<String, [String; 2]>,
    doubling: BTreeSet<String>,
    uncountable: BTreeSet<String>,
    graded: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    verbs: BTreeMap<String, VerbEntry>,
    #[serde(default)]
    doubling: Words,
    #[serde(default)]
    nouns: BTreeMap<String, String>,
    #[serde(default)]
    nouns_uncountable: Words,
    #[serde(default)]
    adjectives: BTreeMap<String, [String; 2]>,
    #[serde(default)]
    adjectives_regular: Words,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    #[serde(alias = "verbs")]
    words: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum VerbEntry {
    Pair([String; 2]),
    Forms(VerbForms),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct VerbForms {
    s: Option<String>,
    past: Option<OneOrMore>,
    participle: Option<OneOrMore>,
    ing: Option<String>,
    #[serde(default)]
    base_also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::More(more) => more,
        }
    }
}

impl VerbEntry {
    fn into_forms(self) -> Vec<(Form, String)> {
        let forms = match self {
            Self::Pair([past, participle]) => return vec![(Form::Past, past), (Form::Participle, participle)],
            Self::Forms(forms) => forms,
        };
        let some = |form, words: Option<OneOrMore>| {
            words.map(OneOrMore::into_vec).unwrap_or_default().into_iter().map(move |word| (form, word))
        };
        let mut all: Vec<_> = forms.base_also.into_iter().map(|word| (Form::Base, word)).collect();
        all.extend(some(Form::ThirdPerson, forms.s.map(OneOrMore::One)));
        all.extend(some(Form::Past, forms.past));
        all.extend(some(Form::Participle, forms.participle));
        all.extend(some(Form::Ing, forms.ing.map(OneOrMore::One)));
        all
    }
}

impl Inflections {
    /// Reads the data of a language.
    ///
    /// # Errors
    /// Where the text is not TOML of the form that `rules/en/inflection.toml` has.
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        Ok(Self {
            verbs: file.verbs.into_iter().map(|(lemma, entry)| (lemma, entry.into_forms())).collect(),
            nouns: file.nouns,
            adjectives: file.adjectives,
            doubling: file.doubling.words,
            uncountable: file.nouns_uncountable.words,
            graded: file.adjectives_regular.words,
        })
    }

    /// Every form of `lemma`, whatever part of speech it may be: a form that nobody writes does no harm in a search.
    /// The lemma itself comes first.
    pub fn forms(&self, lemma: &str) -> Vec<(Form, String)> {
        let mut forms = vec![(Form::Base, lemma.to_owned())];
        for form in Form::ALL {
            for word in self.inflect(lemma, form) {
                if !forms.contains(&(form, word.clone())) {
                    forms.push((form, word));
                }
            }
        }
        forms
    }

    /// How `lemma` is written in `form`; several ways where several are right, none where there is no such form.
    pub fn inflect(&self, lemma: &str, form: Form) -> Vec<String> {
        let irregular: Vec<String> = self.irregular(lemma, form).map(str::to_owned).collect();
        if form == Form::Base {
            return std::iter::once(lemma.to_owned()).chain(irregular).collect();
        }
        if !irregular.is_empty() {
            return irregular;
        }
        let regular = match form {
            Form::Base => None,
            Form::Plural if self.uncountable.contains(lemma) => None,
            Form::ThirdPerson | Form::Plural => Some(with_s(lemma)),
            Form::Past | Form::Participle => Some(self.with_ed(lemma)),
            Form::Ing => Some(self.with_ing(lemma)),
            Form::Comparative => self.graded.contains(lemma).then(|| self.with_ed(lemma)).map(|ed| swap_d(&ed, "r")),
            Form::Superlative => self.graded.contains(lemma).then(|| self.with_ed(lemma)).map(|ed| swap_d(&ed, "st")),
        };
        regular.into_iter().collect()
    }

    fn irregular(&self, lemma: &str, form: Form) -> impl Iterator<Item = &str> {
        let verbs = self.verbs.get(lemma).into_iter().flatten().filter(move |(of, _)| *of == form);
        let graded = match form {
            Form::Comparative => Some(0),
            Form::Superlative => Some(1),
            _ => None,
        };
        let adjective = self.adjectives.get(lemma).zip(graded).map(|(forms, at)| forms[at].as_str());
        let noun = self.nouns.get(lemma).filter(|_| form == Form::Plural).map(String::as_str);
        verbs.map(|(_, word)| word.as_str()).chain(adjective).chain(noun)
    }

    fn with_ed(&self, lemma: &str) -> String {
        if lemma.ends_with('e') {
            format!("{lemma}d")
        } else if let Some(stem) = consonant_y(lemma) {
            format!("{stem}ied")
        } else {
            self.doubled(lemma) + "ed"
        }
    }

    fn with_ing(&self, lemma: &str) -> String {
        if let Some(stem) = lemma.strip_suffix("ie") {
            format!("{stem}ying")
        } else if lemma.ends_with('e') && !lemma.ends_with("ee") && !lemma.ends_with("oe") && !lemma.ends_with("ye") {
            format!("{}ing", &lemma[..lemma.len() - 1])
        } else {
            self.doubled(lemma) + "ing"
        }
    }

    /// The lemma with its last consonant doubled where an ending asks for it.
    fn doubled(&self, lemma: &str) -> String {
        let bytes = lemma.as_bytes();
        let [.., before, vowel, last] = bytes else { return lemma.to_owned() };
        // The `u` of `qu` is no vowel of its own: `quit`, `quitting`.
        let with_qu = lemma.contains("qu");
        let closed = (!is_vowel(*before) || with_qu && *before == b'u')
            && is_vowel(*vowel)
            && !is_vowel(*last)
            && !matches!(last, b'w' | b'x' | b'y');
        let vowels = bytes.iter().filter(|&&byte| is_vowel(byte)).count() - usize::from(with_qu);
        if self.doubling.contains(lemma) || closed && vowels == 1 {
            format!("{lemma}{}", char::from(*last))
        } else {
            lemma.to_owned()
        }
    }
}

/// `tall` + `ed` is spelled as `tall` + `er` is.
fn swap_d(ed: &str, ending: &str) -> String {
    format!("{}{ending}", ed.strip_suffix('d').unwrap_or(ed))
}

fn with_s(lemma: &str) -> String {
    if let Some(stem) = consonant_y(lemma) {
        format!("{stem}ies")
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|ending| lemma.ends_with(ending)) {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

/// The lemma without its `y` where a consonant stands before it.
fn consonant_y(lemma: &str) -> Option<&str> {
    let stem = lemma.strip_suffix('y')?;
    stem.bytes().next_back().is_some_and(|byte| !is_vowel(byte)).then_some(stem)
}

const fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inflections() -> Inflections {
        let data = r#"
            [verbs]
            make = ["made", "made"]
            take = ["took", "taken"]
            be = { s = "is", past = ["was", "were"], participle = "been", ing = "being", base-also = ["am", "are"] }
            [doubling]
            verbs = ["refer"]
            [nouns]
            man = "men"
            [nouns-uncountable]
            words = ["advice"]
            [adjectives]
            good = ["better", "best"]
            [adjectives-regular]
            words = ["big", "easy", "late"]
        "#;
        Inflections::from_toml(data).expect("sound data")
    }

    #[test]
    fn forms_follow_the_rules_or_the_data() {
        use Form::{Comparative, Ing, Participle, Past, Plural, Superlative, ThirdPerson};
        let table = [
            ("decide", Past, "decided"),
            ("decide", Ing, "deciding"),
            ("carry", ThirdPerson, "carries"),
            ("carry", Past, "carried"),
            ("play", Past, "played"),
            ("stop", Ing, "stopping"),
            ("visit", Ing, "visiting"),
            ("refer", Past, "referred"),
            ("see", Ing, "seeing"),
            ("lie", Ing, "lying"),
            ("fix", Past, "fixed"),
            ("quit", Ing, "quitting"),
            ("take", Past, "took"),
            ("take", Participle, "taken"),
            ("man", Plural, "men"),
            ("church", Plural, "churches"),
            ("good", Comparative, "better"),
            ("big", Comparative, "bigger"),
            ("easy", Superlative, "easiest"),
            ("late", Superlative, "latest"),
        ];
        for (lemma, form, wanted) in table {
            assert_eq!(inflections().inflect(lemma, form), [wanted], "{lemma} {form:?}");
        }
        assert_eq!(inflections().inflect("be", Past), ["was", "were"]);
        assert!(inflections().inflect("advice", Plural).is_empty());
        assert!(inflections().inflect("beautiful", Comparative).is_empty());
    }
}
