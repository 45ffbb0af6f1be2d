//! `quotation-marks`: what the reading of all quotation marks of a document found wrong.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, FixClass};
use crate::document::{Fit, Mapped};
use crate::rule::compile::Compiler;
use crate::rule::file::Trust;
use crate::rule::index::Anchors;
use crate::rule::kind::{Kind, Whole};
use crate::rule::report::{Finding, Fix, Reporter};
use crate::text::FaultKind;

/// The `[quotation-marks]` table.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct QuotationMarksTable {
    /// The fault that this rule reports.
    fault: FaultKind,
    /// How far a repair can be trusted when no other way to read the marks comes near; `unsafe` at most otherwise.
    applicability: Applicability,
    /// What is said at the other place that explains the fault.
    partner: Option<String>,
}

/// One fault of quotation marks.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct QuotationMarks {
    fault: FaultKind,
    applicability: Applicability,
    partner: Option<String>,
}

impl Kind for QuotationMarks {
    type Table = QuotationMarksTable;

    fn compile(table: QuotationMarksTable, _: &mut Compiler<'_>) -> Self {
        Self { fault: table.fault, applicability: table.applicability, partner: table.partner }
    }

    fn anchors(&self, anchors: &mut Anchors<'_>) {
        anchors.document();
    }

    fn check_document(&self, whole: Whole<'_>, reporter: &mut Reporter<'_>) {
        for fault in whole.quotations.faults().iter().filter(|fault| fault.kind == self.fault) {
            let most = if fault.sure { Applicability::Safe } else { Applicability::Unsafe };
            let trust = Trust { applicability: self.applicability.min(most), class: FixClass::Marks };
            let mut finding = Finding::new(Mapped { span: fault.span, fit: Fit::Exact }, 0);
            let label = fault.partner.zip(self.partner.as_ref());
            finding.labels.extend(label.map(|(span, text)| (span, text.clone())));
            finding.fixes = fault
                .repairs
                .iter()
                .enumerate()
                .map(|(rank, repair)| Fix {
                    message: repair.message.to_owned(),
                    trust: if rank == 0 {
                        trust
                    } else {
                        Trust { applicability: trust.applicability.min(Applicability::Unsafe), ..trust }
                    },
                    edits: repair.edits.iter().map(|&(place, text)| (place, text.to_owned())).collect(),
                })
                .collect();
            reporter.report(finding);
        }
    }

    fn branches(&self) -> Vec<String> {
        vec!["the fault".to_owned()]
    }
}
