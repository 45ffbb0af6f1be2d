//! What to write in the place of a phrase.

use serde::{Deserialize, Serialize};

use super::Match;
use crate::text::{Form, Forms, Text, Wordbook};

/// The replacement of a phrase, in which `word~` takes the form over that was found, and `{2}` is the second term.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Rewording(Vec<(Option<Form>, String)>);

impl Rewording {
    /// Prepares `text` for every form that may be found.
    pub(crate) fn new(text: &str, book: &Wordbook) -> Self {
        if !text.contains('~') {
            return Self(vec![(None, text.to_owned())]);
        }
        let write = |form: Form| {
            let words = text.split(' ').map(|word| match word.strip_suffix('~') {
                Some(lemma) => book.inflections.inflect(lemma, form).into_iter().next(),
                None => Some(word.to_owned()),
            });
            words.collect::<Option<Vec<_>>>().map(|words| (Some(form), words.join(" ")))
        };
        Self(Form::ALL.into_iter().filter_map(write).collect())
    }

    /// The replacements of what was found.
    pub(crate) fn write(&self, text: &Text<'_>, found: &Match<'_>) -> Vec<String> {
        let mut written: Vec<String> = Vec::new();
        for replacement in self.of_forms(found.forms) {
            let filled = fill(replacement, |term| found.term(text, term));
            if !written.contains(&filled) {
                written.push(filled);
            }
        }
        written
    }

    fn of_forms(&self, forms: Forms) -> impl Iterator<Item = &str> {
        let fits = move |form: &Option<Form>| form.is_none_or(|form| forms.contains(form));
        self.0.iter().filter(move |(form, _)| fits(form)).map(|(_, text)| text.as_str())
    }
}

/// `text` with each `{n}` replaced by what `term` gives for `n`.
fn fill<'t>(text: &str, term: impl Fn(u32) -> &'t str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('{') {
        out.push_str(before);
        let number = tail.split_once('}').and_then(|(name, after)| Some((name.parse().ok()?, after)));
        if let Some((number, after)) = number {
            out.push_str(term(number));
            rest = after;
        } else {
            out.push('{');
            rest = tail;
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements_take_the_form_over() {
        let reworded = Rewording::new("decide~ on", &Wordbook::default());
        let of = |form: Form| reworded.of_forms([form].into_iter().collect()).collect::<Vec<_>>();
        assert_eq!(of(Form::Ing), ["deciding on"]);
        assert_eq!(of(Form::Past), ["decided on"]);
        let plain = Rewording::new("to", &Wordbook::default());
        assert_eq!(plain.of_forms(Forms::default()).collect::<Vec<_>>(), ["to"]);
    }

    #[test]
    fn terms_are_filled_in() {
        let terms = ["", "every", "day"];
        assert_eq!(fill("{2} by {1}, {x} {", |n| terms[n as usize]), "day by every, {x} {");
    }
}
