//! Rules: as written in TOML, and ready to run.
//!
//! A rule file is read into tables ([`file`]), checked and compiled into a [`Rule`]; a [`RuleSet`] holds rules
//! together with the index that wakes each of them where it may have something to say. One module under `matcher` a
//! kind of rule, and one line in `kind.rs`.

mod compile;
mod example;
mod file;
mod guard;
mod index;
mod kind;
mod level;
mod matcher;
mod problem;
mod report;
#[cfg(feature = "schema")]
mod schema;
mod set;
mod template;
mod unit;
mod wording;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;

pub use compile::RuleId;
pub use example::{Example, Expected};
pub use level::{Level, Profile, Profiles};
pub use problem::{nearest, toml_problem};
#[cfg(feature = "schema")]
pub use schema::{list_schema, rule_schema};
pub use set::{FaultyFile, Listed, RuleSet, Terms, without_region};

pub(crate) use index::{ACCEPTED, ONCE, Sleeper, Waiting, Wake};
pub(crate) use kind::{Gathered, Matcher, Whole};
pub use report::Held;
pub(crate) use report::{Reporter, Sink};
pub(crate) use wording::Beside;

/// A rule that is ready to run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Its path below the folder of its language: `punctuation/stray-stop`.
    pub id: Arc<str>,
    /// The language that it is meant for; `any` for all.
    pub language: String,
    /// How much its findings matter.
    pub severity: Severity,
    /// Whether it runs unless it is switched off; otherwise it runs where it is switched on.
    pub default: bool,
    message: template::Template,
    label: Option<template::Template>,
    notes: Vec<template::Template>,
    matcher: Matcher,
}

/// What is told of a rule, and what proves it. Nothing of it is needed to run the rule.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct About {
    /// What it finds, in a few words.
    pub summary: String,
    /// The category of the MQM error typology that an editor would file its findings under.
    pub mqm: String,
    /// Why what it finds is a fault.
    pub why: String,
    /// The levels that it has in profiles.
    pub profiles: Profiles,
    /// Where what it says can be looked up.
    pub sources: Vec<String>,
    /// The version in which it came.
    pub since: Option<String>,
    /// The ids that it had before.
    pub renamed_from: Vec<String>,
    /// Texts that it finds something in.
    pub invalid: Vec<Example>,
    /// Texts that it finds nothing in.
    pub valid: Vec<Example>,
    /// What it looks for, one entry a branch: each phrase, each line, each pair. Every one must be shown by an example.
    pub branches: Vec<String>,
}

impl Rule {
    /// The name of its kind, which is the name of its table in the rule file.
    pub fn kind(&self) -> &'static str {
        self.matcher.kind()
    }

    pub(crate) fn matcher(&self) -> &Matcher {
        &self.matcher
    }
}
