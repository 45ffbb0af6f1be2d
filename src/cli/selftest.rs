//! `copydesk test`.

use copydesk_core::selftest;

use super::Outcome;
use super::args::{GlobalArgs, TestArgs};
use super::explain::settings;
use super::output::{Output, Terminal, count};
use crate::config::nearest;
use crate::error::Error;
use crate::filter::covers;
use crate::visible::visible;

pub(super) fn run(global: &GlobalArgs, args: &TestArgs) -> Result<Outcome, Error> {
    let settings = settings(global)?;
    let ids: Vec<String> = settings.rules.ids().into_iter().map(str::to_owned).collect();
    if let Some(unknown) = args.rules.iter().find(|name| !ids.iter().any(|id| covers(name, id))) {
        let near = nearest(unknown, &ids).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(Error::Message(format!("there is no rule or category `{unknown}`{near}")));
    }
    let mut output = Output::new();
    let (mut tested, mut examples, mut failed) = (0, 0, 0);
    for listed in settings.rules.iter() {
        let (rule, about) = (listed.rule, listed.about);
        if !args.rules.is_empty() && !args.rules.iter().any(|name| covers(name, &rule.id)) {
            continue;
        }
        tested += 1;
        examples += about.invalid.len() + about.valid.len();
        let failures = selftest::test(&settings.rules, listed);
        failed += usize::from(!failures.is_empty());
        for failure in failures {
            output.write(&format!("{}: {}: {}\n", rule.id, failure.verdict.as_str(), visible(&failure.detail)))?;
        }
    }
    output.flush()?;
    let rules = count(tested, "rule");
    let examples = count(examples, "example");
    Terminal::say(&format!("copydesk: {rules} with {examples} tested, {failed} failed\n"));
    Ok(if failed == 0 { Outcome::Clean } else { Outcome::Findings })
}
