//! `gangyao diff`: what changed from one output to another.

mod files;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use gangyao_diff::render;

use crate::output::{FAILED, USAGE, complain, print};

/// Compare two documents, or two folders of documents, record by record.
///
/// OLD and NEW are each an <input>.json of `gangyao convert`, or a folder of them; the documents of two folders are paired by their
/// ids and then by their names. Records are compared, not lines: what moved only because the text around it grew did not change.
/// Exit codes: 0 equal, 1 different, 2 one of them cannot be compared.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The earlier document or folder.
    old: PathBuf,
    /// The later one.
    new: PathBuf,
    /// How the changes are written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A summary and a line a change, for the terminal.
    Text,
    /// Everything, for programs.
    Json,
    /// For issues and pull requests.
    Markdown,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let pairs = match files::compare(&arguments.old, &arguments.new) {
        Ok(pairs) => pairs,
        Err(failures) => {
            for (path, message) in failures {
                complain(path.display(), &message);
            }
            return ExitCode::from(USAGE);
        }
    };
    let equal = pairs.iter().all(render::Pair::is_equal);
    let text = match arguments.format {
        Format::Text => render::text(&pairs),
        Format::Json => render::json(&pairs),
        Format::Markdown => render::markdown(&pairs),
    };
    print(&text, if equal { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}
