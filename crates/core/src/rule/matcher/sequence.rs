//! `sequence`: frames of words, parts of speech, gaps and alternatives. The language is that of `phrase`; the name
//! tells readers that the rule is about grammar, not about a fixed run of words.

super::phrase::like_phrase! {
    /// Frames to look for.
    Sequence
}
