//! The pure core of copydesk.
//!
//! Data flows one way, and every stage is a function of the one before it:
//!
//! ```text
//! bytes ─► Source ─► Document ─► Text ─► lint(&Document, &RuleSet) ─► Diagnostics ─► fix ─► bytes
//! ```
//!
//! Nothing here reads a file, a clock or the environment, and nothing prints: front ends do. Linting cannot fail;
//! what can fail (bytes that are no text, a rule file with a fault) comes back as a value that names the place.

pub mod diagnostic;
pub mod document;
pub mod fix;
pub mod lint;
mod packed;
pub mod repair;
pub mod rule;
pub mod selftest;
pub mod source;
pub mod span;
pub mod text;
