//! All integration tests in one binary: it links once, and the tests run side by side.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod batch;
mod cli;
mod config;
mod docs;
mod fixtures;
mod formats;
mod golden;
mod house;
mod invariants;
mod layers;
mod rules;
mod sentences;
mod support;
