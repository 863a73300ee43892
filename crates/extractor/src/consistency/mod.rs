//! What is odd in a document, as a reader with much patience would find it.
//!
//! One file a kind of oddity. What enters are the records, the parsed boxes and the text, what leaves are [`Finding`]s,
//! which become diagnostics; `docs/diagnostics.md` explains every code with an example. A check prefers silence to a
//! false alarm: a warning that is wrong once in three teaches its readers to skip all of them.
//!
//! | file | question |
//! | --- | --- |
//! | `whole` | does the document have a title, headings |
//! | `contents` | does the table of contents agree with the body |
//! | `numbering` | do numbers count up |
//! | `counts` | do printed counts agree with what is counted |
//! | `contradiction` | does the prose agree with the table |
//! | `references` | is there what is referred to, is there use for what is defined |
//! | `values` | could every cell be read |
//! | `script` | is the text written in one script |

mod contents;
mod contradiction;
mod counts;
mod index;
mod numbering;
mod references;
mod script;
#[cfg(test)]
mod tests;
mod values;
mod whole;

use std::collections::BTreeMap;

use gangyao_model::{Diagnostic, Record, Severity, Span, TocEntry};
use gangyao_parser::Parsed;
use gangyao_text::Problem;

use crate::builder::Builder;
use index::Index;

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

/// All findings, in the order of the places that they are about; `title` is the document's.
pub(crate) fn check(
    builder: &Builder<'_>,
    parsed: &Parsed,
    title: Option<&str>,
    toc: &[TocEntry],
    records: &[Record],
) -> Vec<Finding> {
    let index = Index::new(records);
    let problems = &builder.norm.source.problems;
    let mut found: Vec<Finding> = problems.iter().map(|problem| earlier(builder, problem)).collect();
    whole::check(title, &index, &mut found);
    contents::check(toc, &index, &mut found);
    numbering::check(builder, parsed, &index, &mut found);
    counts::check(builder, parsed, &index, &mut found);
    contradiction::check(&index, &mut found);
    references::check(&index, &mut found);
    values::check(&index, &mut found);
    script::check(builder, &index, &mut found);
    found.sort_by_key(|finding| finding.evidence.first().map_or(0, |span| span.start));
    bounded(found)
}

/// A document that repeats a heading ten thousand times is told of a hundred times, and of how often more.
const MOST_OF_A_CODE: usize = 100;

/// Findings with at most so many of each code; the last one of a code that has more says how many.
fn bounded(mut found: Vec<Finding>) -> Vec<Finding> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    found.retain(|finding| {
        let count = counts.entry(finding.code).or_insert(0);
        *count += 1;
        *count <= MOST_OF_A_CODE
    });
    for (code, count) in counts.into_iter().filter(|&(_, count)| count > MOST_OF_A_CODE) {
        if let Some(last) = found.iter_mut().rfind(|finding| finding.code == code) {
            last.message.push_str(&format!(" (and {} more of this kind)", count - MOST_OF_A_CODE));
        }
    }
    found
}

/// A problem that the reader or the parser met.
fn earlier(builder: &Builder<'_>, problem: &Problem) -> Finding {
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
