//! copydesk: a text-quality linter for articles.
//!
//! This crate is the command line; what finds and repairs is in `copydesk-core`, and the built-in rules are in
//! `copydesk-builtin`. `docs/architecture.md` shows how the parts belong together.

pub mod cli;
mod config;
mod error;
mod filter;
mod package;
mod pipeline;
pub mod report;
mod store;
mod visible;
mod walk;
