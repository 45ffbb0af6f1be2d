//! Characters that a terminal would obey or hide, made visible.

use std::borrow::Cow;

/// `text` with every control, invisible and direction character named (`⟨U+200B⟩`), so that text from a file can
/// neither command the terminal nor hide in it. Tabs and line breaks stay.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_visible(&mut out, c);
    }
    Cow::Owned(out)
}

/// `text` on one line: hidden characters named, line breaks and tabs included. For names of files, whose every
/// character counts.
pub(crate) fn visible_name(text: &str) -> String {
    visible(text).replace('\n', "⟨U+000A⟩").replace('\t', "⟨U+0009⟩")
}

/// `text` on one line: hidden characters named, white space of any kind as one space. For messages, which may quote
/// text that runs over a line break.
pub(crate) fn one_line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Appends `c`, named where it is hidden.
pub(crate) fn push_visible(out: &mut String, c: char) {
    if is_hidden(c) {
        out.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
    } else {
        out.push(c);
    }
}

fn is_hidden(c: char) -> bool {
    matches!(u32::from(c),
        0x00..=0x08 | 0x0b..=0x1f | 0x7f..=0x9f         // control characters but tab and line feed
        | 0xad | 0x034f | 0x061c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180e
        | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f // zero-width, line separators, directions
        | 0x3164 | 0xfeff | 0xffa0 | 0xfff9..=0xfffb | 0xe0000..=0xe007f)
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn hidden_characters_are_named() {
        assert_eq!(visible("a\u{200b}b\u{1b}[31m\u{202e}"), "a⟨U+200B⟩b⟨U+001B⟩[31m⟨U+202E⟩");
        assert_eq!(visible("tab\tand\n“quotes” 🙂 é"), "tab\tand\n“quotes” 🙂 é");
    }
}
