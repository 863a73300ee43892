//! `gangyao convert`: documents to files.

mod limits;
mod progress;
mod summary;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::ValueEnum;
use gangyao::batch::{Job, Shard, read_list, read_list_file, run as run_batch};
use gangyao::knowledge;
use gangyao::knowledge::DEFAULT_SIZE;
use gangyao::{Collection, Csv, Error};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::output::{FAILED, STOPPED, USAGE, complain, fail_with, print};
use crate::reading::{PdfBackend, Reading};
use limits::Limits;
use progress::Progress;

/// Convert documents, folders and archives of documents to records.
///
/// Each input gets its files under DIR, with its whole name kept: a/plan.pdf becomes DIR/a/plan.pdf.json. Tables hold the records of
/// all inputs. DIR/manifest.jsonl says what became of every input.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Documents, folders of documents, patterns (plans/**/*.pdf), and archives (.zip, .tar, .tar.gz).
    #[arg(required_unless_present = "files_from")]
    input: Vec<PathBuf>,
    /// Take more inputs from a list, one a line, or, as `find -print0` writes them, one a NUL; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Inputs below this folder keep their path from there: with --base /data, /data/a/plan.pdf becomes DIR/a/plan.pdf.json.
    #[arg(long, value_name = "FOLDER")]
    base: Option<PathBuf>,
    /// Convert only the I-th of N parts of the inputs, as 2/8; the hash of its path says to which part an input belongs.
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Spread the files over 256 folders, 00 to ff, for runs of very many documents.
    #[arg(long)]
    spread: bool,
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
    /// Whose import the chunks are for.
    #[arg(long, value_enum, default_value_t = Profile::Plain)]
    profile: Profile,
    /// Tokens that a chunk should not exceed: one a Chinese character, one for every four Latin ones. A longer sentence stays whole.
    #[arg(long, value_name = "N", default_value_t = DEFAULT_SIZE, value_parser = clap::value_parser!(u32).range(1..))]
    chunk_size: u32,
    #[command(flatten)]
    reading: Reading,
    /// What reads PDF files.
    #[arg(long, value_enum, default_value_t = PdfBackend::Hayro)]
    pdf_backend: PdfBackend,
    /// Documents at work at a time; as many as the machine has cores by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    #[command(flatten)]
    limits: Limits,
    /// Go on with a run into this folder that was stopped or killed: documents are left as they are that were made in the same
    /// way of the same bytes, and whose files are there.
    #[arg(long)]
    resume: bool,
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
    /// <input>.chunks.jsonl, or .chunks.csv for dify and fastgpt: pieces of the text for retrieval.
    Chunks,
    /// <input>.nodes.csv and <input>.relationships.csv: a graph for `neo4j-admin database import`.
    Graph,
    /// <input>.jsonld: the records as linked data.
    Jsonld,
    /// <input>.md: the document as Markdown, with an anchor a record.
    Markdown,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Profile {
    /// All that is known of a chunk.
    Plain,
    /// A langchain_core Document a line.
    Langchain,
    /// A llama_index TextNode a line.
    Llamaindex,
    /// CSV for “batch add segments”.
    Dify,
    /// CSV for the template import.
    Fastgpt,
    /// The body of “add chunk” a line.
    Ragflow,
}

impl From<Profile> for knowledge::Profile {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Plain => Self::Plain,
            Profile::Langchain => Self::LangChain,
            Profile::Llamaindex => Self::LlamaIndex,
            Profile::Dify => Self::Dify,
            Profile::Fastgpt => Self::FastGpt,
            Profile::Ragflow => Self::RagFlow,
        }
    }
}

impl Arguments {
    /// The files of each document.
    fn formats(&self) -> Vec<gangyao::Format> {
        sorted(self.format.iter().filter_map(|format| match format {
            Format::Json => Some(gangyao::Format::Json),
            Format::Jsonl => Some(gangyao::Format::Jsonl),
            Format::Source => Some(gangyao::Format::Source),
            _ => None,
        }))
    }

    /// The files over all documents.
    fn collections(&self) -> Vec<Collection> {
        let headers = self.headers.into();
        sorted(self.format.iter().copied())
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

    /// Its files for knowledge bases.
    fn knowledge(&self) -> Vec<knowledge::Format> {
        let chunks = knowledge::Format::Chunks { size: self.chunk_size, profile: self.profile.into() };
        let files = |format: &Format| match format {
            Format::Chunks => vec![chunks],
            Format::Graph => vec![knowledge::Format::Nodes, knowledge::Format::Relationships],
            Format::Jsonld => vec![knowledge::Format::JsonLd],
            Format::Markdown => vec![knowledge::Format::Markdown],
            _ => Vec::new(),
        };
        sorted(self.format.iter().flat_map(files))
    }
}

/// Each once, in order.
fn sorted<T: Ord>(formats: impl Iterator<Item = T>) -> Vec<T> {
    formats.collect::<BTreeSet<T>>().into_iter().collect()
}

/// The inputs that are given, and those of the list.
fn inputs(arguments: &Arguments) -> Result<Vec<PathBuf>, Error> {
    let mut inputs = arguments.input.clone();
    match &arguments.files_from {
        Some(list) if list.as_os_str() == "-" => inputs.extend(read_list(std::io::stdin().lock())?),
        Some(list) => inputs.extend(read_list_file(list)?),
        None => {}
    }
    Ok(inputs)
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let options = arguments.reading.options().and_then(|options| arguments.pdf_backend.choose(options));
    let (options, isolation) = match options.and_then(|options| arguments.limits.choose(options)) {
        Ok(chosen) => chosen,
        Err(error) => {
            complain("options", &error.to_string());
            return ExitCode::from(USAGE);
        }
    };
    let inputs = match inputs(arguments) {
        Ok(inputs) => inputs,
        Err(error) => return fail_with("--files-from", &error),
    };
    let job = Job {
        base: arguments.base.clone(),
        spread: arguments.spread,
        shard: arguments.shard,
        formats: arguments.formats(),
        collections: arguments.collections(),
        knowledge: arguments.knowledge(),
        options,
        jobs: arguments.jobs.map_or_else(cores, usize::from),
        isolation: Some(isolation),
        output_limit: arguments.limits.output(),
        resume: arguments.resume,
        stop: Some(stop_on_signals()),
        ..Job::new(inputs, arguments.out.clone())
    };
    let begun = Instant::now();
    let progress = Progress::new(arguments.quiet);
    let outcome = run_batch(&job, &progress);
    progress.finish();
    let summary = match outcome {
        Ok(summary) => summary,
        Err(error) => return fail_with(job.out.display(), &error),
    };
    if summary.left > 0 {
        let left = summary.left;
        complain(job.out.display(), &format!("stopped before {left} inputs; go on with --resume"));
    }
    let code = if summary.left > 0 {
        ExitCode::from(STOPPED)
    } else if summary.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FAILED)
    };
    let code = if arguments.quiet { code } else { print(&summary::table(&summary, begun.elapsed()), code) };
    for line in &summary.failures {
        let (cause, message) = (line.code.as_deref(), line.message.as_deref());
        complain(&line.path, &format!("{} ({})", message.unwrap_or("?"), cause.unwrap_or("?")));
    }
    let unnamed = summary.failed - summary.failures.len() as u64;
    if unnamed > 0 {
        complain(job.out.display(), &format!("{unnamed} more inputs failed; the manifest names them"));
    }
    code
}

/// Set when the user interrupts the run, or the system asks it to end. The second time, it ends at once.
fn stop_on_signals() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // Without it, the first signal ends the run at once, and --resume still goes on with it.
        let _ = flag::register_conditional_shutdown(signal, i32::from(STOPPED), Arc::clone(&stop))
            .and_then(|_| flag::register(signal, Arc::clone(&stop)));
    }
    stop
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
