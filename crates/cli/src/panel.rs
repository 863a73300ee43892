//! `gangyao panel`: the indicators of many documents as one table.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use gangyao::Csv;

use crate::convert::Headers;
use crate::output::{FAILED, complain, fail_with, print};

/// Put the indicators of many documents into one long and tidy table.
///
/// Reads the output folder of `convert` (json or jsonl). One row a value: region, plan period, document, concept, name, unit, role,
/// year, measure, value. FILE.report.csv beside it lists what has no place there, with the reason, and what must be known of the rest:
/// copies, versions of one plan, values that contradict each other.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The output folder of `convert`.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The table: .csv or .parquet.
    #[arg(short, long, value_name = "FILE", value_parser = table)]
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
        Err(error) => return fail_with(arguments.out.display(), &error),
    };
    for (file, message) in &summary.failures {
        complain(file, message);
    }
    let code = if summary.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) };
    if arguments.quiet {
        return code;
    }
    let mut text = format!("documents  {}\nrows       {}\n", summary.documents, summary.rows);
    for (code, count) in &summary.remarks {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "reported   {count} ({code})");
    }
    print(&text, code)
}

/// A name with an ending that says how to write it.
fn table(name: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(name);
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if gangyao::panel::ENDINGS.contains(&&*ending) {
        Ok(path)
    } else {
        Err(format!("the name must end in .{}", gangyao::panel::ENDINGS.join(" or .")))
    }
}
