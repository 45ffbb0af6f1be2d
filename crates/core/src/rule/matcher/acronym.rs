//! `acronym`: letters that stand for a name, and the place where the text explains them: `World Health Organization
//! (WHO)`.

use memchr::memmem;
use serde::{Deserialize, Serialize};

use crate::document::{BlockKind, Document, Mapped};
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
        for (number, place) in whole.gathered.iter().enumerate() {
            let [letters, name] = &place.texts[..] else { continue };
            let same = |other: &&Gathered| other.texts.first() == Some(letters);
            let before = whole.gathered[..number].iter().find(same);
            let other = match self.fault {
                AcronymFault::ExplainedLate if before.is_none() => {
                    let here = place.span.span;
                    uses(whole.document, letters).find(|found| found.span.end <= here.start)
                }
                AcronymFault::ExplainedTwice => before.map(|before| before.span),
                AcronymFault::NeverUsed => {
                    let elsewhere = |found: &Mapped| found.span != place.span.span;
                    let used = uses(whole.document, letters).any(|found| elsewhere(&found));
                    (!used).then_some(place.span)
                }
                AcronymFault::ExplainedLate => None,
            };
            let Some(other) = other else { continue };
            let late = self.fault == AcronymFault::ExplainedLate;
            let (at, label) = if late { (other, place.span) } else { (place.span, other) };
            let mut finding = Finding::new(at, 0);
            finding.values.push(("name", name.clone()));
            if label.span != at.span {
                finding.labels.push((label.span, "explained here".to_owned()));
            }
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

/// The places where an acronym stands as a word of its own, headings left out.
fn uses<'a>(document: &'a Document, letters: &'a str) -> impl Iterator<Item = Mapped> + 'a {
    let blocks = document.blocks().iter().filter(|block| block.kind != BlockKind::Heading);
    blocks.flat_map(move |block| {
        let prose = document.prose(block);
        let alone = move |at: usize| {
            let part = |c: char| c.is_alphanumeric() || c == '-';
            !prose[..at].ends_with(part) && !prose[at + letters.len()..].starts_with(part)
        };
        let found = memmem::find_iter(prose.as_bytes(), letters).filter(move |&at| alone(at));
        // Prose is no longer than its source, and sources are at most 4 GiB long.
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        found.map(move |at| block.map().to_source(Span::new(byte(at), byte(at + letters.len()))))
    })
}
