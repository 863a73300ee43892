//! `gangyao inspect`: what a stage made of a document.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use gangyao::{Options, inspect};

use crate::output::{USAGE, complain, fail_with, print};
use crate::reading::Reading;

/// Show what a stage makes of a document: `start..end "text": fact`, positions in code points of the source.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The document.
    file: PathBuf,
    /// The stage to show.
    #[arg(long, value_enum, default_value_t = Stage::Outline)]
    stage: Stage,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Stage {
    /// Lines as read, with what the format says about each.
    Source,
    /// Lines with uniform characters.
    Normalised,
    /// Headings, paragraphs, boxes, tables, furniture in document order.
    Blocks,
    /// The tree of headings and boxes.
    Outline,
    /// The records with their fields.
    Records,
    /// The concept of each indicator, and the indicators that have none: what the catalogue must still learn.
    Concepts,
}

impl From<Stage> for inspect::Stage {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Source => Self::Source,
            Stage::Normalised => Self::Normalised,
            Stage::Blocks => Self::Blocks,
            Stage::Outline => Self::Outline,
            Stage::Records => Self::Records,
            Stage::Concepts => Self::Concepts,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let options = match arguments.reading.options() {
        Ok(options) => options,
        Err(error) => {
            complain("options", &error.to_string());
            return ExitCode::from(USAGE);
        }
    };
    match shown(arguments, &options) {
        Ok(text) => print(&text, ExitCode::SUCCESS),
        Err(error) => fail_with(arguments.file.display(), &error),
    }
}

fn shown(arguments: &Arguments, options: &Options) -> Result<String, gangyao::Error> {
    let bytes = gangyao::batch::read_file(&arguments.file)?;
    let name = arguments.file.file_name().unwrap_or_default().to_string_lossy();
    inspect::inspect(&bytes, &name, options, arguments.stage.into())
}
