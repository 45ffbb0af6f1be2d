//! `ordinal`: a number with the ending of another: `21th`, `2st`.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::rule::Wake;
use crate::rule::compile::Compiler;
use crate::rule::file::Trust;
use crate::rule::guard::{Guard, GuardTable};
use crate::rule::index::Anchors;
use crate::rule::kind::Kind;
use crate::rule::report::{Finding, Reporter};
use crate::text::{Casing, Text};

/// The `[ordinal]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct OrdinalTable {
    /// How far the right ending can be trusted.
    applicability: Applicability,
    /// Where an ordinal is not reported.
    guard: Option<GuardTable>,
}

/// Ordinals in digits.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Ordinal {
    trust: Trust,
    guard: Guard,
}

/// The endings of ordinals in English.
const ENDINGS: [&str; 4] = ["th", "st", "nd", "rd"];

impl Kind for Ordinal {
    type Table = OrdinalTable;
    const PLACEHOLDERS: &'static [&'static str] = &["number", "ending"];

    fn compile(table: OrdinalTable, compiler: &mut Compiler<'_>) -> Self {
        let trust = Trust { applicability: table.applicability, class: FixClass::Word };
        Self { trust, guard: Guard::compile(table.guard, compiler) }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        anchors.digit_word();
    }

    fn check(&self, wake: Wake<'_>, text: &Text<'_>, reporter: &mut Reporter<'_>) {
        let Some(token) = text.token(wake.token) else { return };
        let word = text.word(token);
        let (digits, written) = word.split_at(word.bytes().take_while(u8::is_ascii_digit).count());
        let right = ending(digits);
        let known = ENDINGS.iter().any(|known| written.eq_ignore_ascii_case(known));
        // In a code or a measure (`3rd-5th`, `A-2nd`) nobody can tell.
        if !known
            || written.eq_ignore_ascii_case(right)
            || !reporter.admits(&self.guard, text, wake.token, wake.token + 1)
        {
            return;
        }
        let ending = if Casing::of(written) == Casing::Upper { right.to_uppercase() } else { right.to_owned() };
        let mut finding = Finding::new(text.source_span(token.span()), 0);
        finding.values.extend([("number", digits.to_owned()), ("ending", ending.clone())]);
        finding.offer(text, token.span(), self.trust, [format!("{digits}{ending}")]);
        reporter.report(finding);
    }

    fn branches(&self) -> Vec<String> {
        vec!["an ordinal with the ending of another".to_owned()]
    }
}

/// The ending of a number: `11th`, `21st`.
fn ending(digits: &str) -> &'static str {
    let mut last = digits.bytes().rev();
    match (last.next(), last.next()) {
        (_, Some(b'1')) => "th",
        (Some(b'1'), _) => "st",
        (Some(b'2'), _) => "nd",
        (Some(b'3'), _) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn endings_of_numbers() {
        for (digits, wanted) in [("1", "st"), ("2", "nd"), ("23", "rd"), ("11", "th"), ("112", "th"), ("20", "th")] {
            assert_eq!(ending(digits), wanted, "{digits}");
        }
    }
}
