//! `gangyao convert`: documents to files.

mod progress;
mod summary;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::ValueEnum;
use gangyao::batch::{Job, run as run_batch};

use crate::output::{FAILED, USAGE, complain, fail, print};
use crate::reading::{PdfBackend, Reading};
use progress::Progress;

/// Convert documents, and folders of documents, to records.
///
/// Each input gets its files under DIR, with its whole name kept: a/plan.pdf becomes DIR/a/plan.pdf.json. DIR/manifest.jsonl
/// says what became of every input.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Documents, and folders of documents.
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// The output folder; made where it does not exist.
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// The files to write, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Format::Json, Format::Jsonl, Format::Source])]
    format: Vec<Format>,
    #[command(flatten)]
    reading: Reading,
    /// What reads PDF files.
    #[arg(long, value_enum, default_value_t = PdfBackend::Hayro)]
    pdf_backend: PdfBackend,
    /// Documents at work at a time; as many as the machine has cores by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// No progress bar and no summary; errors only.
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Format {
    /// <input>.json: the whole document as one value.
    Json,
    /// <input>.jsonl: one record a line.
    Jsonl,
    /// <input>.source.txt: the text that all offsets point into.
    Source,
}

impl From<Format> for gangyao::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Json => Self::Json,
            Format::Jsonl => Self::Jsonl,
            Format::Source => Self::Source,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let options = match arguments.reading.options().and_then(|options| arguments.pdf_backend.choose(options))
    {
        Ok(options) => options,
        Err(error) => {
            complain("options", &error.to_string());
            return ExitCode::from(USAGE);
        }
    };
    let mut formats: Vec<gangyao::Format> = arguments.format.iter().map(|&format| format.into()).collect();
    formats.sort_unstable();
    formats.dedup();
    let job = Job {
        inputs: arguments.input.clone(),
        out: arguments.out.clone(),
        formats,
        options,
        jobs: arguments.jobs.map_or_else(cores, usize::from),
    };
    let begun = Instant::now();
    let progress = Progress::new(arguments.quiet);
    let outcome = run_batch(&job, &progress);
    progress.finish();
    let summary = match outcome {
        Ok(summary) => summary,
        Err(error) => return fail(job.out.display(), &error.to_string()),
    };
    let code = if summary.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) };
    let code = if arguments.quiet { code } else { print(&summary::table(&summary, begun.elapsed()), code) };
    for line in &summary.failures {
        let (cause, message) = (line.code.as_deref(), line.message.as_deref());
        complain(&line.path, &format!("{} ({})", message.unwrap_or("?"), cause.unwrap_or("?")));
    }
    code
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
