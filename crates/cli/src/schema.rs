//! `gangyao schema`: what the files mean, for programs and for people.

use std::process::ExitCode;

use clap::ValueEnum;

/// Print the JSON Schema of <input>.json; a line of <input>.jsonl is its #/$defs/Record.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// What to print.
    #[arg(long, value_enum, default_value_t = Of::Json)]
    of: Of,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Of {
    /// The JSON Schema of the records.
    Json,
    /// The reference of all tables and columns in English and Chinese, as docs/records.md.
    Reference,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let text = match arguments.of {
        Of::Json => {
            let schema = gangyao_exporter::schema();
            let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
            text.push('\n');
            text
        }
        Of::Reference => gangyao_definition::reference(),
    };
    crate::output::print(&text, ExitCode::SUCCESS)
}
