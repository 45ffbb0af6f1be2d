//! `copydesk init` and `copydesk schema`: what makes a beginning easy.

use std::path::Path;

use copydesk_core::rule::{list_schema, rule_schema};

use super::Outcome;
use super::args::{InitArgs, SchemaArgs, SchemaFile};
use super::output::{Output, Terminal};
use crate::error::Error;
use crate::report::json::to_pretty_json;
use crate::store;
use crate::visible::visible_name;

/// The configuration file that a house begins with.
const CONFIG: &str = include_str!("init/copydesk.toml");
/// A rule to begin with.
const RULE: &str = include_str!("init/first-rule.toml");

/// Where the files of a beginning stand. The configuration file comes last: it is what says that all is there.
const FILES: [&str; 3] = ["house-rules/rule.schema.json", "house-rules/en/house/first-rule.toml", "copydesk.toml"];

pub(super) fn run(args: &InitArgs) -> Result<Outcome, Error> {
    let folder = &args.folder;
    if let Some(there) = FILES.iter().map(|name| folder.join(name)).find(|path| path.exists()) {
        return Err(Error::file(&there, "this is there already; nothing was written"));
    }
    for name in FILES {
        let text = match name {
            "copydesk.toml" => CONFIG.to_owned(),
            "house-rules/rule.schema.json" => to_pretty_json(&rule_schema()),
            _ => RULE.to_owned(),
        };
        store::create(&folder.join(name), &text)?;
        Terminal::say(&format!("copydesk: wrote {}\n", shown(&folder.join(name))));
    }
    Terminal::say("copydesk: next, try `copydesk check`, and `copydesk test house` for the rule\n");
    Ok(Outcome::Clean)
}

pub(super) fn schema(args: &SchemaArgs) -> Result<Outcome, Error> {
    let schema = match args.file {
        SchemaFile::Rule => rule_schema(),
        SchemaFile::List => list_schema(),
    };
    let mut output = Output::new();
    output.write(&to_pretty_json(&schema))?;
    output.flush()?;
    Ok(Outcome::Clean)
}

fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    visible_name(&path.display().to_string())
}
