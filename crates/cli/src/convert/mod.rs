//! `gangyao convert`: documents to files.

mod progress;
mod summary;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::ValueEnum;
use gangyao::batch::{Job, run as run_batch};
use gangyao::{Collection, Csv, Error, Options};

use crate::output::{FAILED, USAGE, complain, fail, print};
use progress::Progress;

/// Convert documents, and folders of documents, to records.
///
/// Each input gets its files under DIR, with its whole name kept: a/plan.pdf becomes DIR/a/plan.pdf.json. Tables hold the records of
/// all inputs. DIR/manifest.jsonl says what became of every input.
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
    /// The language of the heads of CSV files and workbooks.
    #[arg(long, value_enum, default_value_t = Headers::En)]
    headers: Headers,
    /// Begin CSV files with a byte order mark, by which Excel knows that they are UTF-8.
    #[arg(long)]
    bom: bool,
    /// Encoding of text and HTML, instead of detecting it: utf-8, gb18030, big5, utf-16le …
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
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
    /// csv/: one CSV file a record type over all inputs, described by datapackage.json and csv-metadata.json.
    Csv,
    /// parquet/: the same tables as Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
    /// gangyao.sqlite: the same tables as a database; one that is there is added to.
    #[cfg(feature = "sqlite")]
    Sqlite,
    /// gangyao.xlsx: the same tables as a workbook, for people.
    #[cfg(feature = "xlsx")]
    Xlsx,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Headers {
    /// The names of docs/records.md.
    En,
    /// The Chinese ones.
    Zh,
}

impl From<Headers> for gangyao::Headers {
    fn from(headers: Headers) -> Self {
        match headers {
            Headers::En => Self::English,
            Headers::Zh => Self::Chinese,
        }
    }
}

impl Arguments {
    /// The files of each document.
    fn formats(&self) -> Vec<gangyao::Format> {
        let mut formats: Vec<_> = self
            .format
            .iter()
            .filter_map(|format| match format {
                Format::Json => Some(gangyao::Format::Json),
                Format::Jsonl => Some(gangyao::Format::Jsonl),
                Format::Source => Some(gangyao::Format::Source),
                _ => None,
            })
            .collect();
        formats.sort_unstable();
        formats.dedup();
        formats
    }

    /// The files over all documents.
    fn collections(&self) -> Vec<Collection> {
        let headers = self.headers.into();
        let mut formats = self.format.clone();
        formats.sort_unstable();
        formats.dedup();
        formats
            .iter()
            .filter_map(|format| match format {
                Format::Csv => Some(Collection::Csv(Csv { headers, bom: self.bom })),
                #[cfg(feature = "parquet")]
                Format::Parquet => Some(Collection::Parquet),
                #[cfg(feature = "sqlite")]
                Format::Sqlite => Some(Collection::Sqlite),
                #[cfg(feature = "xlsx")]
                Format::Xlsx => Some(Collection::Xlsx(headers)),
                _ => None,
            })
            .collect()
    }
}

/// The options that an encoding's name makes.
pub(crate) fn options(encoding: Option<&str>) -> Result<Options, Error> {
    encoding.map_or_else(|| Ok(Options::default()), |name| Options::default().with_encoding(name))
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let options = match options(arguments.encoding.as_deref()) {
        Ok(options) => options,
        Err(error) => {
            complain("--encoding", &error.to_string());
            return ExitCode::from(USAGE);
        }
    };
    let job = Job {
        inputs: arguments.input.clone(),
        out: arguments.out.clone(),
        formats: arguments.formats(),
        collections: arguments.collections(),
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
