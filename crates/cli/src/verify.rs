//! `gangyao verify`: output files against the contract, from the files alone.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use gangyao_verify::{Report, verify};

use crate::output::{FAILED, fail, print};

/// Findings that are shown for each document; all are counted.
const SHOWN: usize = 20;

/// Prove output files from the files alone: evidence, coverage, ids, links, JSON against JSONL, JSON Schema.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// An output folder, or one file of a document.
    path: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let mut out = String::new();
    let (mut checked, mut failed) = (0_u64, 0_u64);
    let mut each = |report: Report| {
        checked += 1;
        failed += u64::from(!report.findings.is_empty());
        show(&report, &mut out);
    };
    if let Err(error) = verify(&arguments.path, &mut each) {
        return fail(arguments.path.display(), &error.to_string());
    }
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{} verified, {failed} failed", checked - failed);
    print(&out, if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

fn show(report: &Report, out: &mut String) {
    let path = report.path.display();
    let _ = match report.findings.len() {
        0 => writeln!(out, "ok      {path}"),
        count => writeln!(out, "FAILED  {path}: {count} findings"),
    };
    for finding in report.findings.iter().take(SHOWN) {
        let _ = writeln!(out, "        {finding}");
    }
    if report.findings.len() > SHOWN {
        let _ = writeln!(out, "        and {} more", report.findings.len() - SHOWN);
    }
}
