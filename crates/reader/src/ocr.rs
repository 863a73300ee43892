//! What a recogniser of characters is given, and what it gives back. None stands here: the caller brings it.

use std::fmt;
use std::sync::Arc;

/// The pictures of a page as they lie on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Pixels of an inch.
    pub resolution: u32,
    /// Row by row from the top, 0 black to 255 white.
    pub grey: Vec<u8>,
}

/// A word that was recognised. Chinese has no words to a recogniser: it is any stretch of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Its characters.
    pub text: String,
    /// Its box in pixels: x0, y0, x1, y1, origin at the top left.
    pub place: [f32; 4],
    /// The box of its line; words that follow each other with the same one are one line.
    pub line: [f32; 4],
    /// How sure the recogniser is, 0 to 100.
    pub confidence: f32,
}

/// Finds the words of a picture, in reading order; or says why it cannot.
type Recognise = dyn Fn(&Picture) -> Result<Vec<Word>, String> + Send + Sync;

/// Reads pictures of pages.
#[derive(Clone)]
pub struct Recogniser(Arc<Recognise>);

impl Recogniser {
    /// A recogniser that does what `recognise` does.
    #[must_use]
    pub fn new(recognise: impl Fn(&Picture) -> Result<Vec<Word>, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(recognise))
    }

    /// The words of a picture.
    ///
    /// # Errors
    /// A clause that says why there are none, and what to do.
    pub fn words(&self, picture: &Picture) -> Result<Vec<Word>, String> {
        (self.0)(picture)
    }
}

impl fmt::Debug for Recogniser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recogniser")
    }
}
