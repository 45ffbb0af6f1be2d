//! `article`: `a` before a vowel that is heard, `an` before a consonant that is heard.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::file::{Trust, Written};
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Reporter};
use crate::text::{Casing, SetId, Text, Token, WordId, starts_sentence};

/// The `[article]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ArticleTable {
    /// Beginnings of words that sound like a vowel although they begin with a consonant: `hour`.
    vowel_sound: Vec<String>,
    /// Beginnings of words that sound like a consonant although they begin with a vowel: `euro`, `uni`.
    consonant_sound: Vec<String>,
    /// Words that take either, or before which `a` is no article.
    except: Vec<Written>,
    /// How far the other article can be trusted.
    applicability: Applicability,
    /// Where an article is not to be reported.
    guard: Option<GuardTable>,
}

/// Articles and sounds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Article {
    vowel_sound: Beginnings,
    consonant_sound: Beginnings,
    except: SetId,
    /// `a` and `an`.
    articles: [WordId; 2],
    trust: Trust,
    guard: Guard,
}

impl Kind for Article {
    type Table = ArticleTable;
    const PLACEHOLDERS: &'static [&'static str] = &["next"];

    fn compile(table: ArticleTable, compiler: &mut Compiler<'_>) -> Self {
        Self {
            vowel_sound: Beginnings::new(table.vowel_sound),
            consonant_sound: Beginnings::new(table.consonant_sound),
            except: compiler.set(&table.except),
            articles: ["a", "an"].map(|article| compiler.lexicon().word(article)),
            trust: Trust { applicability: table.applicability, class: FixClass::Word },
            guard: Guard::compile(table.guard, compiler),
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        self.articles.iter().zip(0..).for_each(|(&article, entry)| anchors.word(article, entry));
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let (Some(article), Some(next)) = (text.token(wake.token), text.token(wake.token + 1)) else { return };
        let (written, word) = (text.word(article), text.word(next));
        let has_an = wake.entry == 1;
        let glued = text.adjoin(article, next)
            || text.before(wake.token, 1).is_some_and(|b| text.adjoin(b, article) && b.is('-'));
        // A capital `A` inside a sentence is a letter or part of a name: `vitamin A is`, `Plan A`.
        let letter = written.starts_with('A') && !starts_sentence(text, wake.token);
        let wants_an = self.vowel_heard(text, next);
        if glued || letter || wants_an.is_none_or(|wants| wants == has_an) || text.is_in(next, self.except) {
            return;
        }
        if !reporter.admits(&self.guard, text, wake.token, wake.token + 1) {
            return;
        }
        let right = Casing::of(written).apply(if has_an { "a" } else { "an" });
        let right = if written == "AN" {
            "A".to_owned()
        } else if written == "A" {
            "An".to_owned()
        } else {
            right
        };
        let mut finding = Finding::new(text.source_span(article.span()), usize::from(has_an));
        finding.values.push(("next", word.to_owned()));
        finding.offer(text, article.span(), self.trust, [right]);
        reporter.report(finding);
    }

    fn branches(&self) -> Vec<String> {
        vec!["`a` before a vowel".to_owned(), "`an` before a consonant".to_owned()]
    }
}

impl Article {
    /// Whether the word begins with a vowel to the ear; nothing where that cannot be told.
    fn vowel_heard(&self, text: &Text<'_>, token: Token) -> Option<bool> {
        let word = text.word(token);
        if token.is_number() {
            return number_begins_with_vowel(word);
        }
        let first = word.bytes().next().filter(u8::is_ascii_alphabetic)?.to_ascii_lowercase();
        if !token.is_word() || !word.is_ascii() {
            return None;
        }
        // `fn`, `Rc`, `d`: code and fragments, spoken in ways that cannot be told.
        let vowel = |byte: u8| b"aeiouy".contains(&byte.to_ascii_lowercase());
        let small = word.bytes().any(|byte| byte.is_ascii_lowercase());
        if small && !word.bytes().any(vowel) {
            return None;
        }
        if word.len() == 1 || !small || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return spelled_out(word);
        }
        // The longest known beginning decides: `uni` before `unin`, which does not.
        match (self.vowel_sound.longest(word), self.consonant_sound.longest(word)) {
            (None, None) => Some(matches!(first, b'a' | b'e' | b'i' | b'o' | b'u')),
            (vowel, consonant) => Some(vowel > consonant),
        }
    }
}

/// Beginnings of words.
#[derive(Debug, Serialize, Deserialize)]
struct Beginnings {
    /// The first letters of all of them, as bits.
    initials: u32,
    all: Vec<String>,
}

impl Beginnings {
    fn new(all: Vec<String>) -> Self {
        let initials = all.iter().filter_map(|start| start.bytes().next());
        Self { initials: initials.map(bit).fold(0, |bits, bit| bits | bit), all }
    }

    /// How long the longest of them is with which a word begins, if there is one.
    fn longest(&self, word: &str) -> Option<usize> {
        if self.initials & bit(word.bytes().next()?) == 0 {
            return None;
        }
        let begins = |start: &&String| word.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
        self.all.iter().filter(begins).map(String::len).max()
    }
}

/// The bit of a letter, whatever its case.
const fn bit(letter: u8) -> u32 {
    1 << (letter & 31)
}

/// Acronyms: only those are certain whose first letter sounds the same whether they are spelled out or spoken.
fn spelled_out(word: &str) -> Option<bool> {
    let vowels = word.chars().filter(|c| "AEIOUaeiou".contains(*c)).count();
    match word.chars().next()?.to_ascii_uppercase() {
        'A' | 'E' | 'I' | 'O' => Some(true),
        'B' | 'C' | 'D' | 'G' | 'J' | 'K' | 'P' | 'Q' | 'T' | 'V' | 'W' | 'Y' | 'Z' => Some(false),
        // Without a vowel it can only be spelled out: MRI has one, but `MP3`, `FBI` and `NGO` begin alike.
        'F' | 'L' | 'M' | 'N' | 'R' | 'S' | 'X' | 'H' if vowels == 0 => Some(true),
        _ => None,
    }
}

/// `8`, `11`, `18`, `80`–`89`, `8,000`, `11,000`: an; `1`, `1,100`: a.
fn number_begins_with_vowel(number: &str) -> Option<bool> {
    let head: String = number.chars().take_while(char::is_ascii_digit).collect();
    let whole = number.split(['.', ':']).next().unwrap_or_default();
    let groups = whole.split(',').count();
    if head.starts_with('8') {
        return Some(true);
    }
    // A year such as 1100 or 1800 is spoken in pairs, a plain number is not.
    match head.as_str() {
        "11" | "18" => Some(groups <= 2),
        _ if head.len() == 4 && (head.starts_with("11") || head.starts_with("18")) => None,
        "" => None,
        _ => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::{number_begins_with_vowel, spelled_out};

    #[test]
    fn numbers_by_ear() {
        for (number, vowel) in [("8", Some(true)), ("18", Some(true)), ("1", Some(false)), ("11,000", Some(true))] {
            assert_eq!(number_begins_with_vowel(number), vowel, "{number}");
        }
        assert_eq!(number_begins_with_vowel("1800"), None);
        assert_eq!(number_begins_with_vowel("80"), Some(true));
        assert_eq!(number_begins_with_vowel("100"), Some(false));
    }

    #[test]
    fn acronyms_by_ear() {
        for (acronym, vowel) in
            [("EU", Some(true)), ("BBC", Some(false)), ("NHS", Some(true)), ("NATO", None), ("UN", None)]
        {
            assert_eq!(spelled_out(acronym), vowel, "{acronym}");
        }
    }
}
