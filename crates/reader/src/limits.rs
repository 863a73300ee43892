//! Where reading stops, so that no input can hang a run or eat its memory.

/// Bounds on one document. Breaking one is an error with its own code, or, for `depth`, flattens what lies deeper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file; `too-large`.
    pub bytes: u64,
    /// Bytes that all compressed parts of a file may inflate to; `zip-bomb`.
    pub inflated: u64,
    /// How many times its size a compressed part may inflate to, above the first MiB; `zip-bomb`.
    pub ratio: u64,
    /// Pages; `too-many-pages`.
    pub pages: u32,
    /// Elements inside each other. Deeper ones are read as if they stood at this depth, as browsers do.
    pub depth: usize,
    /// Milliseconds for one document, where a reader can run away; `timed-out`. Only kept in a child process.
    pub milliseconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 512 << 20,
            inflated: 1 << 30,
            // XML of a large table deflates to a fiftieth; nothing honest goes beyond 200.
            ratio: 500,
            pages: 20_000,
            depth: 512,
            milliseconds: 120_000,
        }
    }
}
