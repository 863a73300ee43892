//! JSON against JSONL: the same records, the document first, then toc entries, all records, diagnostics.

use serde_json::Value;

use crate::Finding;
use crate::record::Records;

pub(crate) fn check(records: &Records<'_>, jsonl: &str, findings: &mut Vec<Finding>) {
    let lines: Vec<&str> = jsonl.lines().collect();
    if lines.len() != records.all.len() {
        let (lines, all) = (lines.len(), records.all.len());
        findings
            .push(Finding::new("agreement", format!("the JSONL has {lines} lines, the JSON {all} records")));
    }
    for (number, (line, record)) in lines.iter().zip(&records.all).enumerate() {
        let number = number + 1;
        match serde_json::from_str::<Value>(line) {
            Err(error) => findings
                .push(Finding::new("agreement", format!("line {number} of the JSONL is no JSON: {error}"))),
            Ok(value) if &value != record.0 => {
                let message = format!("line {number} of the JSONL says something else");
                findings.push(Finding::about("agreement", record, message));
            }
            Ok(_) => {}
        }
    }
}
