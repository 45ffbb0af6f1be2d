//! `acronym`: letters that stand for a name, and the place where the text explains them: `World Health Organization
//! (WHO)`.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Block, BlockKind, Mapped};
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::file::Written;
use crate::rule::index::Anchors;
use crate::rule::kind::{Gathered, Kind, Whole};
use crate::rule::report::{Finding, Reporter};
use crate::span::Span;
use crate::text::{SetId, Text, WordId};

/// The `[acronym]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AcronymTable {
    /// What is reported.
    fault: AcronymFault,
    /// Acronyms that everybody knows, so that it does not matter where they are explained.
    #[serde(default)]
    except: Vec<Written>,
}

/// What can be wrong with an acronym.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum AcronymFault {
    /// It is used before the text explains it.
    ExplainedLate,
    /// It is explained a second time.
    ExplainedTwice,
    /// It is explained and never used again.
    NeverUsed,
}

/// Acronyms.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Acronym {
    fault: AcronymFault,
    except: SetId,
    function_words: SetId,
    bracket: WordId,
}

impl Kind for Acronym {
    type Table = AcronymTable;
    const PLACEHOLDERS: &'static [&'static str] = &["name"];

    fn compile(table: AcronymTable, compiler: &mut Compiler<'_>) -> Self {
        Self {
            fault: table.fault,
            except: compiler.set(&table.except),
            function_words: compiler.list("function-words"),
            bracket: compiler.lexicon().mark('('),
        }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        anchors.mark(self.bracket, 0);
        anchors.document();
    }

    /// Keeps the acronym in the bracket at the token if the words before it explain it.
    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let (Some(acronym), Some(close)) = (text.token(wake.token + 1), text.token(wake.token + 2)) else { return };
        let letters = text.word(acronym);
        let is_acronym = (2..=6).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_acronym || !close.is(')') || text.is_in(acronym, self.except) {
            return;
        }
        if let Some(name) = self.explained(text, wake.token, letters) {
            let texts = vec![letters.to_owned(), name.to_owned()];
            reporter.gather(Gathered { texts, ..Gathered::new(0, text, acronym.span()) });
        }
    }

    fn check_document(&self, whole: Whole<'_>, reporter: &mut Reporter<'_>) {
        // What comes late is used before the last explanation of all.
        let last = whole.gathered.last().map(|place| place.span.span.start);
        let uses = match self.fault {
            AcronymFault::ExplainedTwice => Uses::default(),
            AcronymFault::ExplainedLate => Uses::before(last.unwrap_or_default(), whole),
            AcronymFault::NeverUsed => Uses::before(u32::MAX, whole),
        };
        let mut explained: BTreeMap<&str, Mapped> = BTreeMap::new();
        for place in whole.gathered {
            let [letters, name] = &place.texts[..] else { continue };
            let before = explained.get(letters.as_str()).copied();
            explained.entry(letters).or_insert(place.span);
            let (first, count) = uses.0.get(letters.as_str()).copied().unwrap_or((place.span, 0));
            let (at, label) = match self.fault {
                AcronymFault::ExplainedLate if before.is_none() && first.span.end <= place.span.span.start => {
                    (first, Some(place.span))
                }
                AcronymFault::ExplainedTwice if before.is_some() => (place.span, before),
                AcronymFault::NeverUsed if count < 2 => (place.span, None),
                _ => continue,
            };
            let mut finding = Finding::new(at, 0);
            finding.values.push(("name", name.clone()));
            finding.labels.extend(label.map(|label| (label.span, "explained here".to_owned())));
            reporter.report(finding);
        }
    }

    fn branches(&self) -> Vec<String> {
        vec!["an acronym".to_owned()]
    }
}

impl Acronym {
    /// The name before the bracket at token `bracket` if the words of it begin with the letters. Words of grammar may
    /// stand in between: `Department of the Interior (DOI)`, `Association for the Study of Peas (ASP)`.
    fn explained<'t>(&self, text: &Text<'t>, bracket: usize, letters: &str) -> Option<&'t str> {
        let mut wanted = letters.bytes().rev().peekable();
        let mut first = bracket;
        for at in (0..bracket).rev().take(2 * letters.len() + 2) {
            let token = text.token(at)?;
            let initial = text.word(token).bytes().next()?.to_ascii_uppercase();
            if token.is_mark() && !token.is('-') && !token.is('&') {
                return None;
            }
            if wanted.peek() == Some(&initial) {
                wanted.next();
                first = at;
            } else if !token.is_mark() && !text.is_in(token, self.function_words) {
                return None;
            }
            if wanted.peek().is_none() {
                let last = text.before(bracket, 1)?;
                return Some(text.slice(Span::new(text.token(first)?.start, last.end)));
            }
        }
        None
    }
}

/// Where acronyms stand as words of their own, headings left out: the first place of each, and how many there are.
#[derive(Default)]
struct Uses<'a>(BTreeMap<&'a str, (Mapped, usize)>);

impl<'a> Uses<'a> {
    /// The uses of the acronyms that were gathered in the blocks that begin before byte `end` of the source.
    fn before(end: u32, whole: Whole<'a>) -> Self {
        let mut uses = Self::default();
        let acronyms: BTreeSet<&str> =
            whole.gathered.iter().filter_map(|place| Some(place.texts.first()?.as_str())).collect();
        if acronyms.is_empty() {
            return uses;
        }
        let starts_before = |block: &&Block| block.map().to_source(Span::empty(0)).span.start < end;
        let blocks = whole.document.blocks().iter().take_while(starts_before);
        for block in blocks.filter(|block| block.kind != BlockKind::Heading) {
            for (at, word) in words_in_capitals(whole.document.prose(block)) {
                if acronyms.contains(word) {
                    // Prose is no longer than its source, and sources are at most 4 GiB long.
                    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                    let here = block.map().to_source(Span::new(byte(at), byte(at + word.len())));
                    uses.0.entry(word).or_insert((here, 0)).1 += 1;
                }
            }
        }
        uses
    }
}

/// The runs of capitals in a text that are no parts of longer words, and where they begin.
fn words_in_capitals(prose: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let bytes = prose.as_bytes();
        let start = next + bytes.get(next..)?.iter().position(u8::is_ascii_uppercase)?;
        let len = bytes[start..].iter().position(|byte| !byte.is_ascii_uppercase()).unwrap_or(bytes.len() - start);
        next = start + len;
        Some((start, start + len))
    })
    .filter(|&(start, end)| {
        let part = |c: char| c.is_alphanumeric() || c == '-';
        end - start > 1 && !prose[..start].ends_with(part) && !prose[end..].starts_with(part)
    })
    .map(|(start, end)| (start, &prose[start..end]))
}
