//! Every command and flag, with the help that it shows.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use copydesk_core::diagnostic::Severity;
use copydesk_core::document::{self, Field, Format};
use copydesk_core::rule::Profile;
use copydesk_core::source::Encoding;

use super::at::At;
use crate::config::{FileReading, Overrides};
use crate::report;

/// Finds what a copy editor would mark in an article, shows it as rustc shows an error, and repairs what needs no human.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, max_term_width = 100)]
#[command(
    after_help = "Without a command, `check` is meant: `copydesk article.txt`.\n\nExit status: 0 nothing at or above the failing level, 1 findings, 2 usage, configuration or I/O."
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) global: GlobalArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Report what is wrong in files, folders or the standard input (the default command)
    Check(CheckArgs),
    /// Repair what can be repaired without a human
    Fix(FixArgs),
    /// Lint JSON Lines from the standard input, for programs
    Batch(BatchArgs),
    /// Show what a rule finds, why, and examples
    Explain(ExplainArgs),
    /// List all rules
    Rules,
    /// Run the examples that stand in the rules
    Test(TestArgs),
    /// Write a configuration file and a first rule of your own to begin with
    Init(InitArgs),
    /// Print the JSON Schema of a kind of file, for editors
    Schema(SchemaArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct GlobalArgs {
    #[command(flatten)]
    pub(super) color: colorchoice_clap::Color,
    /// Use this configuration file for all files
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,
    /// Use no configuration file
    #[arg(long, global = true)]
    pub(super) isolated: bool,
    /// Run only these rules or categories (`ALL` for every rule, opt-in ones included)
    #[arg(long, global = true, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Do not run these rules or categories
    #[arg(long, global = true, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// The language of the texts
    #[arg(long, global = true, value_name = "CODE")]
    pub(super) lang: Option<String>,
    /// What the texts are checked for: rules may have other levels in a profile
    #[arg(long, global = true, value_name = "PROFILE", value_parser = profiles())]
    pub(super) profile: Option<String>,
    /// The least severity that makes the exit status 1 [default: warning]
    #[arg(long, global = true, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
    /// The format of the texts [default: what the name of a file means, or what its content looks like]
    #[arg(long, global = true, value_name = "FORMAT", value_parser = document_formats())]
    pub(super) input_format: Option<String>,
    /// A field of JSON, YAML, TOML or CSV that is a text, such as `body` or `items.title`; `body=html` is one in HTML
    #[arg(long = "field", global = true, value_name = "PATH", value_parser = field)]
    pub(super) fields: Vec<Field>,
    /// The encoding of the texts, such as `windows-1252` [default: the one that they are in]
    #[arg(long, global = true, value_name = "NAME", value_parser = encoding)]
    pub(super) encoding: Option<Encoding>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Note,
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Files and folders; `-` is the standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = report_formats())]
    pub(super) format: String,
    /// The name that the standard input goes by: it decides format and settings
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Tell at the end, on the standard error, which rules took how long
    #[arg(long)]
    pub(super) timing: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct FixArgs {
    /// Files and folders; `-` is the standard input, repaired to the standard output [default: the current folder]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Show what would change and change nothing; exit status 1 where something would
    #[arg(long)]
    pub(super) diff: bool,
    /// Apply the best suggestion of every finding, those that want a human's eye included
    #[arg(long)]
    pub(super) unsafe_fixes: bool,
    /// The name that the standard input goes by: it decides format and settings
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct BatchArgs {
    /// The field with the text
    #[arg(long, value_name = "FIELD", default_value = "text")]
    pub(super) text_field: String,
    /// The field that the answer carries back
    #[arg(long, value_name = "FIELD", default_value = "id")]
    pub(super) id_field: String,
    /// The format of the texts
    #[arg(long, value_name = "FORMAT", default_value = "plain", value_parser = document_formats())]
    pub(super) format: String,
    /// Answer with the text after all safe fixes, too
    #[arg(long, conflicts_with = "unsafe_fixes")]
    pub(super) fix: bool,
    /// Answer with the text after the best suggestion of every finding, too
    #[arg(long)]
    pub(super) unsafe_fixes: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// The id of the rule, such as `punctuation/stray-stop`
    #[arg(value_name = "RULE", required_unless_present = "at")]
    pub(super) rule: Option<String>,
    /// Tell which rules look at a place of a file, and why they report or what holds them back
    #[arg(long, value_name = "FILE:LINE:COLUMN", conflicts_with = "rule")]
    pub(super) at: Option<At>,
}

#[derive(Debug, clap::Args)]
pub(super) struct TestArgs {
    /// Rules, categories, or files with a rule [default: all rules]
    #[arg(value_name = "RULE", action = ArgAction::Append)]
    pub(super) rules: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct InitArgs {
    /// The folder of the texts
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub(super) folder: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct SchemaArgs {
    /// The kind of file
    #[arg(value_name = "FILE")]
    pub(super) file: SchemaFile,
}

/// A kind of file that there is a schema of.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum SchemaFile {
    /// A rule
    Rule,
    /// A word list
    List,
}

/// Reads `PATH` or `PATH=FORMAT`.
fn field(text: &str) -> Result<Field, String> {
    let (path, format) = text.split_once('=').unwrap_or((text, "plain"));
    let format = Format::by_name(format).ok_or_else(|| format!("there is no format `{format}`"))?;
    if path.is_empty() {
        return Err("a field has a path".to_owned());
    }
    Ok(Field { path: path.to_owned(), format: format.name })
}

fn encoding(label: &str) -> Result<Encoding, String> {
    Encoding::by_label(label).ok_or_else(|| format!("there is no encoding `{label}`"))
}

fn profiles() -> PossibleValuesParser {
    PossibleValuesParser::new(Profile::ALL.map(Profile::as_str))
}

fn report_formats() -> PossibleValuesParser {
    let value = |format: &report::ReportFormat| clap::builder::PossibleValue::new(format.name).help(format.help);
    PossibleValuesParser::new(report::FORMATS.iter().map(value).collect::<Vec<_>>())
}

fn document_formats() -> PossibleValuesParser {
    PossibleValuesParser::new(document::FORMATS.iter().map(|format| format.name).collect::<Vec<_>>())
}

impl Args {
    /// Reads the command line. Where it names no command, it is read again as that of `check`.
    ///
    /// # Errors
    /// What is wrong with it, or the help or version that it asks for.
    pub(super) fn read(args: &[OsString]) -> Result<Self, clap::Error> {
        use clap::error::ErrorKind;
        Self::try_parse_from(args).or_else(|error| match error.kind() {
            ErrorKind::InvalidSubcommand
            | ErrorKind::MissingSubcommand
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
            | ErrorKind::UnknownArgument => {
                let mut with_check = args.to_vec();
                with_check.insert(1.min(with_check.len()), "check".into());
                Self::try_parse_from(with_check)
            }
            _ => Err(error),
        })
    }
}

impl GlobalArgs {
    /// What the command line says about settings.
    pub(super) fn overrides(&self) -> Overrides {
        Overrides {
            config: self.config.clone(),
            isolated: self.isolated,
            fail_on: self.fail_on.map(FailOn::severity),
            language: self.lang.clone(),
            profile: Profile::ALL.into_iter().find(|profile| self.profile.as_deref() == Some(profile.as_str())),
            select: self.select.clone(),
            reading: FileReading {
                format: self.input_format.as_deref().and_then(Format::by_name),
                encoding: self.encoding,
                fields: self.fields.clone(),
            },
            rule_files: Vec::new(),
            ignore: self.ignore.clone(),
        }
    }
}

impl FailOn {
    const fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_definitions_agree_with_one_another() {
        super::Args::command().debug_assert();
    }
}
