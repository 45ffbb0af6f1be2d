//! `character`: single characters that do not belong where they stand: invisible ones, look-alikes of another script,
//! ligatures, marks of another width.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::compile::{ByPhrase, Compiler};
use crate::rule::file::Trust;
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Reporter};
use crate::rule::{ONCE, Wake};
use crate::span::Span;
use crate::text::{Text, WordId};

/// The `[character]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CharacterTable {
    /// Where the character must stand.
    #[serde(default)]
    place: Place,
    /// How far the replacements can be trusted.
    applicability: Applicability,
    /// What the replacements promise not to change.
    class: FixClass,
    /// Characters, each with what should stand in its place.
    replace: ByPhrase<String>,
    /// The names of characters, for the message.
    #[serde(default)]
    names: BTreeMap<String, String>,
    /// Where a character is not to be reported.
    guard: Option<GuardTable>,
}

/// Where a character must stand to be at fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Place {
    /// Anywhere.
    #[default]
    Anywhere,
    /// Right behind or before a Latin letter, with no other script in the word around.
    BesideLatin,
    /// Right behind a Latin letter.
    AfterLatin,
}

/// Characters to look for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Character {
    place: Place,
    trust: Trust,
    replace: BTreeMap<char, String>,
    names: BTreeMap<char, String>,
    guard: Guard,
    /// The characters that are neither letters nor white space.
    #[serde(skip)]
    marks: Vec<WordId>,
}

impl Kind for Character {
    type Table = CharacterTable;
    const PLACEHOLDERS: &'static [&'static str] = &["code", "name"];

    fn compile(table: CharacterTable, compiler: &mut Compiler<'_>) -> Self {
        let mut replace = BTreeMap::new();
        for (character, text) in table.replace {
            match single(character.get_ref()) {
                Some(c) => drop(replace.insert(c, text)),
                None => {
                    compiler.problem(&character.span(), "a key of this table is one character");
                }
            }
        }
        let names = table.names.into_iter().filter_map(|(c, name)| Some((single(&c)?, name))).collect();
        let trust = Trust { applicability: table.applicability, class: table.class };
        let is_mark = |c: &&char| !c.is_alphanumeric() && !c.is_whitespace();
        let marks = replace.keys().filter(is_mark).map(|&c| compiler.lexicon().mark(c)).collect();
        let guard = Guard::compile(table.guard, compiler);
        Self { place: table.place, trust, replace, names, guard, marks }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        self.marks.iter().for_each(|&mark| anchors.mark(mark, 0));
        if self.replace.keys().any(|c| c.is_alphanumeric()) {
            anchors.beyond_ascii();
        }
        self.replace.keys().filter(|c| c.is_whitespace()).for_each(|c| anchors.literal(&c.to_string()));
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        // White space stands between tokens, so it is looked for in the whole block.
        let whole = wake.entry == ONCE;
        let range = match text.token(wake.token) {
            Some(token) if !whole => token.span().range(),
            _ => 0..text.prose().len(),
        };
        for (offset, c) in text.prose().get(range.clone()).unwrap_or_default().char_indices() {
            let Some((branch, (_, replacement))) = self.entry(c).filter(|_| c.is_whitespace() == whole) else {
                continue;
            };
            let (at, end) = (range.start + offset, range.start + offset + c.len_utf8());
            if !self.place.holds(&text.prose()[..at], &text.prose()[end..]) {
                continue;
            }
            if !whole && !reporter.admits(&self.guard, text, wake.token, wake.token + 1) {
                continue;
            }
            // Prose is no longer than its source, and sources are at most 4 GiB long.
            let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            let span = Span::new(byte(at), byte(end));
            let mut finding = Finding::new(text.source_span(span), branch);
            let name = self.names.get(&c).cloned().unwrap_or_else(|| c.to_string());
            finding.values.extend([("code", format!("U+{:04X}", u32::from(c))), ("name", name)]);
            finding.offer(text, span, self.trust, [replacement.clone()]);
            if replacement.is_empty() {
                finding.fixes.iter_mut().for_each(|fix| "remove the character".clone_into(&mut fix.message));
            }
            reporter.report(finding);
        }
    }

    fn branches(&self) -> Vec<String> {
        self.replace.keys().map(|c| format!("U+{:04X}", u32::from(*c))).collect()
    }
}

impl Character {
    fn entry(&self, c: char) -> Option<(usize, (&char, &String))> {
        // ASCII is by far the most frequent and seldom listed.
        if c.is_ascii() && !self.replace.contains_key(&c) {
            return None;
        }
        self.replace.iter().enumerate().find(|(_, (known, _))| **known == c)
    }
}

impl Place {
    fn holds(self, before: &str, after: &str) -> bool {
        let latin = |c: Option<char>| c.is_some_and(is_latin);
        let (left, right) = (before.chars().next_back(), after.chars().next());
        let foreign = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !is_latin(c));
        match self {
            Self::Anywhere => true,
            Self::AfterLatin => latin(left),
            Self::BesideLatin => (latin(left) || latin(right)) && !(foreign(left) && foreign(right)),
        }
    }
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(u32::from(c), 0xc0..=0x24f if c.is_alphabetic())
}

/// The character of a text of one character.
fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}
