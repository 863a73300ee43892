//! `gangyao.xlsx`: one workbook.

use std::path::Path;

use gangyao_tables::{Headers, Rows};
use gangyao_xlsx::Book;

use super::Collector;
use crate::Error;
use crate::beside::{Beside, output_error};

struct File {
    out: Beside,
    book: Book,
}

impl Collector for File {
    fn add(&mut self, document: &Rows) -> Result<(), Error> {
        self.book.add(document).map_err(|error| named(&error))
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        let Self { mut out, book } = *self;
        let target = out.target().to_owned();
        book.write(&mut out).and_then(|()| out.put_in_place()).map_err(|error| output_error(&target, error))
    }
}

/// Begins the workbook.
pub(super) fn open(headers: Headers, out: &Path) -> Result<Box<dyn Collector>, Error> {
    let target = out.join("gangyao.xlsx");
    let out = Beside::create(&target).map_err(|error| output_error(&target, error))?;
    Ok(Box::new(File { out, book: Book::new(headers).map_err(|error| named(&error))? }))
}

fn named(error: &gangyao_xlsx::Error) -> Error {
    Error::new(error.code(), error.to_string())
}
