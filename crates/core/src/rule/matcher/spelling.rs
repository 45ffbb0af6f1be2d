//! `spelling`: words that are never right, each with what is meant. The keys are those of `phrase`; a name of its own
//! keeps words that are never right apart from phrases that are only seldom right.

super::phrase::like_phrase! {
    /// Wrong spellings.
    Spelling
}
