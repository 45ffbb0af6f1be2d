//! How a text is written into a source: `&` is `&amp;` in HTML.

/// How repairs are written in a block.
#[derive(Clone, Copy, Debug)]
pub struct Writing {
    /// From a text to how the source writes it, the innermost first; nothing where the source cannot.
    escapes: [Option<Escape>; 2],
    /// The prose stands in runs that may be rewritten one by one: it does not matter in which of them a letter stands.
    pub(super) in_runs: bool,
}

type Escape = fn(&str) -> Option<String>;

impl Writing {
    /// As it is.
    pub const PLAIN: Self = Self { escapes: [None; 2], in_runs: false };

    /// By a function.
    pub(super) const fn escaped(escape: Escape) -> Self {
        Self { escapes: [Some(escape), None], in_runs: false }
    }

    /// As text of XML or HTML.
    pub(super) const XML: Self = Self::escaped(xml);

    /// As the value of an attribute of XML or HTML. Which marks stand around it is not known, so that none may come in.
    pub(super) const ATTRIBUTE: Self = Self::escaped(attribute);

    /// The same, inside a text that is written as `outer` says.
    pub(super) fn inside(self, outer: Self) -> Self {
        let mut escapes = self.escapes.into_iter().chain(outer.escapes).flatten();
        Self { escapes: [escapes.next(), escapes.next()], in_runs: self.in_runs }
    }

    /// The same, in runs.
    pub(super) const fn runs(self) -> Self {
        Self { in_runs: true, ..self }
    }

    /// How `text` is written; nothing where it cannot be.
    pub(super) fn write(self, text: &str) -> Option<String> {
        let mut written = text.to_owned();
        for escape in self.escapes.into_iter().flatten() {
            written = escape(&written)?;
        }
        Some(written)
    }
}

#[expect(clippy::unnecessary_wraps, reason = "other formats cannot write everything")]
fn xml(text: &str) -> Option<String> {
    Some(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

fn attribute(text: &str) -> Option<String> {
    if text.contains(['"', '\'', '`']) { None } else { xml(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_written_from_the_inside_out() {
        fn quoted(text: &str) -> Option<String> {
            (!text.contains('\n')).then(|| text.replace('"', "\\\""))
        }
        let json = Writing::escaped(quoted);
        let both = Writing::XML.inside(json);
        assert_eq!(both.write("\"Q&A\"").as_deref(), Some("\\\"Q&amp;A\\\""));
        assert_eq!(both.write("a\nb"), None);
        assert_eq!(Writing::PLAIN.write("a & b").as_deref(), Some("a & b"));
    }
}
