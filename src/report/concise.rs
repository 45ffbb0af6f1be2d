//! One line a finding, in the form that editors and `grep` know: `path:line:column: severity[rule]: message`.

use super::{Checked, CheckedText, Report, ReportFormat};
use crate::visible::{one_line, visible_name};

pub(super) const FORMAT: ReportFormat = ReportFormat {
    name: "concise",
    help: "one line a finding: path:line:column: severity[rule]: message",
    for_people: true,
    in_bytes: false,
    new: |_| Box::new(Concise),
};

#[derive(Debug)]
struct Concise;

impl Report for Concise {
    fn file(&self, checked: &Checked) -> String {
        checked.texts.iter().map(|text| lines(&visible_name(&checked.name(text)), text)).collect()
    }
}

fn lines(path: &str, text: &CheckedText) -> String {
    let line = |diagnostic: &copydesk_core::diagnostic::Diagnostic| {
        let at = text.source.position(diagnostic.span.start);
        let (severity, rule) = (diagnostic.severity.as_str(), &diagnostic.rule);
        let message = one_line(&diagnostic.message);
        format!("{path}:{}:{}: {severity}[{rule}]: {message}\n", at.line, at.column)
    };
    text.diagnostics.iter().map(line).collect()
}
