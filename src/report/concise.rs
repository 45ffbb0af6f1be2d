//! One line a finding, in the form that editors and `grep` know: `path:line:column: severity[rule]: message`.

use super::{Checked, Report, ReportFormat};
use crate::visible::{one_line, visible_name};

pub(super) const FORMAT: ReportFormat = ReportFormat {
    name: "concise",
    help: "one line a finding: path:line:column: severity[rule]: message",
    for_people: true,
    new: |_| Box::new(Concise),
};

#[derive(Debug)]
struct Concise;

impl Report for Concise {
    fn file(&self, checked: &Checked) -> String {
        let path = visible_name(&checked.path);
        let line = |diagnostic: &copydesk_core::diagnostic::Diagnostic| {
            let at = checked.source.position(diagnostic.span.start);
            let (severity, rule) = (diagnostic.severity.as_str(), &diagnostic.rule);
            let message = one_line(&diagnostic.message);
            format!("{path}:{}:{}: {severity}[{rule}]: {message}\n", at.line, at.column)
        };
        checked.diagnostics.iter().map(line).collect()
    }
}
