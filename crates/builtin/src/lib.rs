//! The built-in rules, compiled at build time from `rules/`.

use copydesk_core::rule::RuleSet;

/// Bytes that begin at a multiple of eight in memory, so that the numbers in them can be read where they stand.
#[repr(C, align(8))]
struct Aligned<T: ?Sized>(T);

/// The bytes that the build script made; only this build can read them.
static RULES: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin")));

/// The table of the tagger for English; NOTICE tells where it comes from.
static ENGLISH_TAGGER: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/en-tagger.bin")));

/// All built-in rules.
///
/// # Panics
/// Never: the bytes are those of this very build.
#[expect(clippy::expect_used, reason = "the bytes were made by the same code in the same build, and a test loads them")]
pub fn rules() -> RuleSet {
    let mut rules = RuleSet::from_bytes(&RULES.0).expect("the built-in rules are those of this build");
    rules.set_model("en", &ENGLISH_TAGGER.0);
    rules
}
