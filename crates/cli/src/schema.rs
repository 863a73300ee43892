//! `gangyao schema`: the JSON Schema of the files.

use std::process::ExitCode;

/// Print the JSON Schema of <input>.json; a line of <input>.jsonl is its #/$defs/Record.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> ExitCode {
    let mut text = serde_json::to_string_pretty(&gangyao_exporter::schema()).expect("a schema is plain JSON");
    text.push('\n');
    crate::output::print(&text, ExitCode::SUCCESS)
}
