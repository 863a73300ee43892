//! What one document may cost, and which run in processes of their own.

use std::time::Duration;

use clap::ValueEnum;
use gangyao::batch::Isolation;
use gangyao::{Error, Options};

#[derive(Debug, clap::Args)]
pub(super) struct Limits {
    /// Convert documents in worker processes, so that one that crashes, hangs or eats memory costs only itself.
    #[arg(long, value_enum, value_name = "WHICH", num_args = 0..=1, require_equals = true,
        default_value_t = Isolate::Auto, default_missing_value = "always")]
    isolate: Isolate,
    /// Seconds for one document in a worker process; 120 by default, 3600 with --ocr or --with-libreoffice.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    time_limit: Option<Duration>,
    /// Memory of a worker process in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 4096, value_parser = clap::value_parser!(u64).range(64..=1 << 30))]
    memory_limit: u64,
    /// Pages of a document.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page_limit: Option<u32>,
    /// MiB that the files of one document may have together.
    #[arg(long, value_name = "MIB", default_value_t = 4096, value_parser = clap::value_parser!(u64).range(1..=1 << 30))]
    output_limit: u64,
}

/// Which documents run in worker processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Isolate {
    /// PDF files, where there is more than one document.
    Auto,
    /// All documents.
    Always,
    /// None.
    Never,
}

/// Time for a document that programs of others work at, which have limits of their own.
const WITH_TOOLS: Duration = Duration::from_secs(3600);

impl Limits {
    /// Sets the limits in the options, and says how documents are kept apart.
    pub(super) fn choose(&self, mut options: Options) -> Result<(Options, Isolation), Error> {
        options.limits.pages = self.page_limit.unwrap_or(options.limits.pages);
        let with_tools = options.tools.tesseract.is_some() || options.tools.libreoffice.is_some();
        let usual = if with_tools { WITH_TOOLS } else { Duration::from_millis(options.limits.milliseconds) };
        let program = std::env::current_exe().map_err(|error| {
            Error::new("no-worker", format!("this program cannot find itself to start workers: {error}"))
        })?;
        let which = match self.isolate {
            Isolate::Auto => gangyao::batch::Isolate::Auto,
            Isolate::Always => gangyao::batch::Isolate::Always,
            Isolate::Never => gangyao::batch::Isolate::Never,
        };
        let (time, memory) = (self.time_limit.unwrap_or(usual), self.memory_limit << 20);
        Ok((options, Isolation { program, which, time, memory }))
    }

    /// Bytes that the files of a document may have.
    pub(super) const fn output(&self) -> u64 {
        self.output_limit << 20
    }
}

/// A time as `2.5`.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "write a number of seconds, as 2.5".to_owned())?;
    let time = Duration::try_from_secs_f64(seconds).ok().filter(|time| !time.is_zero());
    time.filter(|time| time.as_secs() <= 1 << 31).ok_or_else(|| "a time above 0, and below ages".to_owned())
}
