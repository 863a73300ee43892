//! `gangyao panel`: the indicators of many documents as one table.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use gangyao::Csv;

use crate::convert::Headers;
use crate::output::{fail, print};

/// Put the indicators of many documents into one long and tidy table.
///
/// Reads the output folder of `convert` (json or jsonl). One row a value: region, plan period, document, concept, name, unit, role,
/// year, value. What has no place there is listed in FILE.report.csv beside it, with the reason.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The output folder of `convert`.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The table: .csv or .parquet.
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
    /// The language of the heads of a CSV file.
    #[arg(long, value_enum, default_value_t = Headers::En)]
    headers: Headers,
    /// Begin a CSV file with a byte order mark, by which Excel knows that it is UTF-8.
    #[arg(long)]
    bom: bool,
    /// No summary; errors only.
    #[arg(short, long)]
    quiet: bool,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let csv = Csv { headers: arguments.headers.into(), bom: arguments.bom };
    let summary = match gangyao::panel::write(&arguments.folder, &arguments.out, csv) {
        Ok(summary) => summary,
        Err(error) => return fail(arguments.out.display(), &error.to_string()),
    };
    if arguments.quiet {
        return ExitCode::SUCCESS;
    }
    let mut text = format!("documents  {}\nrows       {}\n", summary.documents, summary.rows);
    for (code, count) in &summary.unplaced {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "not placed {count} ({code})");
    }
    print(&text, ExitCode::SUCCESS)
}
