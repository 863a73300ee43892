//! What is odd in a document, as a reader with much patience would find it.
//!
//! One file a kind of oddity. What enters are the records and the text, what leaves are [`Finding`]s, which become
//! diagnostics; `docs/diagnostics.md` explains every code with an example.

mod contents;
mod numbering;
mod references;
mod script;

use gangyao_model::{Diagnostic, Record, Severity, Span, TocEntry};
use gangyao_parser::Parsed;
use gangyao_text::Problem;

use crate::builder::Builder;

/// A finding, before it has an id.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    pub help: &'static str,
    pub evidence: Vec<Span>,
}

impl Finding {
    /// The diagnostic record.
    pub(crate) fn record(self, builder: &mut Builder<'_>) -> Diagnostic {
        let mut record = Record::Diagnostic(Diagnostic {
            common: builder.common_outside(self.evidence),
            code: self.code.to_owned(),
            severity: self.severity,
            message: self.message,
            help: self.help.to_owned(),
        });
        builder.identify(&mut record);
        match record {
            Record::Diagnostic(diagnostic) => diagnostic,
            _ => unreachable!("the record was made as a diagnostic two lines above"),
        }
    }
}

/// All findings, in the order of the places that they are about.
pub(crate) fn check(
    builder: &Builder<'_>,
    parsed: &Parsed,
    toc: &[TocEntry],
    records: &[Record],
) -> Vec<Finding> {
    let mut found: Vec<Finding> =
        builder.norm.source.problems.iter().map(|problem| reader_problem(builder, problem)).collect();
    found.extend(parsed.problems.iter().map(|problem| reader_problem(builder, problem)));
    found.extend(contents::check(toc, records));
    found.extend(numbering::check(records));
    found.extend(references::check(records));
    found.extend(script::check(builder, records));
    found.sort_by_key(|finding| finding.evidence.first().map_or(0, |span| span.start));
    found
}

fn reader_problem(builder: &Builder<'_>, problem: &Problem) -> Finding {
    Finding {
        code: problem.code,
        severity: match problem.severity {
            gangyao_text::Severity::Error => Severity::Error,
            gangyao_text::Severity::Warning => Severity::Warning,
            gangyao_text::Severity::Info => Severity::Info,
        },
        message: problem.message.clone(),
        help: problem.help,
        evidence: builder.source_spans(&problem.at),
    }
}
