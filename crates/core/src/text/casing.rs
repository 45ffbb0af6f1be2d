//! Capitals and small letters of a stretch of text.

/// How a stretch of text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Casing {
    /// No capitals, or no letters.
    Small,
    /// The first letter is a capital.
    Capitalized,
    /// Two letters or more, and all are capitals.
    Upper,
}

impl Casing {
    /// How `text` is written.
    pub fn of(text: &str) -> Self {
        let mut letters = text.chars().filter(|c| c.is_alphabetic());
        let Some(first) = letters.next().filter(|c| c.is_uppercase()) else { return Self::Small };
        let mut rest = letters.peekable();
        if rest.peek().is_some() && rest.all(char::is_uppercase) && first.is_uppercase() {
            Self::Upper
        } else {
            Self::Capitalized
        }
    }

    /// `text` written this way. A capital that stands in `text` already stays.
    pub fn apply(self, text: &str) -> String {
        match self {
            Self::Small => text.to_owned(),
            Self::Upper => text.to_uppercase(),
            Self::Capitalized => capitalize(text),
        }
    }
}

/// `text` with its first letter as a capital.
fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_carries_over() {
        for (like, text, wanted) in [
            ("in order to", "to", "to"),
            ("In order to", "to", "To"),
            ("IN ORDER TO", "to", "TO"),
            ("I", "we", "We"),
            ("Élan", "éclat", "Éclat"),
        ] {
            assert_eq!(Casing::of(like).apply(text), wanted, "{like}");
        }
    }
}
