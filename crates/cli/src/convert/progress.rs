//! A progress bar on a terminal; nothing elsewhere.

use gangyao::batch::Observer;
use gangyao::{ManifestLine, Status};
use indicatif::{ProgressBar, ProgressStyle};

/// Draws on standard error, and only where that is a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn new(quiet: bool) -> Self {
        if quiet {
            return Self { bar: ProgressBar::hidden() };
        }
        let style = ProgressStyle::with_template("{bar:32} {pos}/{len} {per_sec} {eta} left {msg}")
            .expect("the template is fixed");
        Self { bar: ProgressBar::no_length().with_style(style) }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Observer for Progress {
    fn planned(&self, documents: usize) {
        self.bar.set_length(documents as u64);
    }

    fn done(&self, line: &ManifestLine) {
        match line.status {
            Status::Ok => self.bar.inc(1),
            Status::Skipped => {}
            Status::Error => {
                self.bar.inc(1);
                self.bar.set_message(format!("last error: {}", line.path));
            }
        }
    }
}
