//! Examples: texts with the findings and repairs that they should have.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// A text that proves a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The text without marks.
    pub text: String,
    /// What the rule should find in it, in order. None in a valid example.
    pub expected: Vec<Expected>,
    /// The text after the first suggestion of every finding, where the example says so.
    pub fixed: Option<String>,
    /// Where the example begins in the rule file, in bytes.
    pub place: u32,
}

/// One finding that an example expects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// The first byte of the example's text that is underlined.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
    /// The repairs that it names beyond the first, in order.
    pub others: Vec<String>,
}

impl Expected {
    /// What should be underlined.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

impl Example {
    /// An example in which nothing is to be found.
    pub(crate) fn valid(text: String, place: u32) -> Self {
        Self { text, expected: Vec::new(), fixed: None, place }
    }

    /// Reads the marks of an invalid example: `<<found>>`, `<<found|repair>>`, `<<found|repair|second repair>>`.
    ///
    /// # Errors
    /// Where a mark is not closed, or there is none, with what to say about it.
    pub(crate) fn invalid(marked: &str, place: u32) -> Result<Self, &'static str> {
        let mut example = Self { text: String::new(), expected: Vec::new(), fixed: None, place };
        let mut fixed = Some(String::new());
        let mut rest = marked;
        while let Some((before, tail)) = rest.split_once("<<") {
            let (inner, after) = tail.split_once(">>").ok_or("`<<` without `>>`")?;
            let mut parts = inner.split('|');
            let found = parts.next().unwrap_or_default();
            let repair = parts.next();
            example.text.push_str(before);
            let start = len(&example.text);
            example.text.push_str(found);
            let others = parts.map(str::to_owned).collect();
            example.expected.push(Expected { start, end: len(&example.text), others });
            fixed = fixed.zip(repair).map(|(fixed, repair)| fixed + before + repair);
            rest = after;
        }
        if example.expected.is_empty() {
            return Err("an invalid example marks what is found: `<<found|repair>>`");
        }
        example.text.push_str(rest);
        example.fixed = fixed.map(|fixed| fixed + rest);
        Ok(example)
    }
}

/// The length of an example, which is far below 4 GiB.
fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans_and_repairs() {
        let example = Example::invalid("He <<left left|left>> in<<.|>> haste.", 0).expect("sound");
        assert_eq!(example.text, "He left left in. haste.");
        assert_eq!(example.fixed.as_deref(), Some("He left in haste."));
        assert_eq!(
            example.expected.iter().map(Expected::span).collect::<Vec<_>>(),
            [Span::new(3, 12), Span::new(15, 16)]
        );
        let several = Example::invalid("a <<b|c|d>>", 0).expect("sound");
        assert_eq!(several.expected[0].others, ["d"]);
        assert_eq!(Example::invalid("a <<b>>", 0).expect("sound").fixed, None);
        assert!(Example::invalid("a <<b", 0).is_err() && Example::invalid("a b", 0).is_err());
    }
}
