//! `gangyao.xlsx`: one workbook.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use gangyao_tables::{Headers, Rows};
use gangyao_xlsx::{Book, Scratch};

use super::Collector;
use crate::Error;
use crate::beside::{Beside, output_error};

struct Workbook {
    out: Beside,
    book: Book,
}

impl Collector for Workbook {
    fn add(&mut self, document: &Arc<Rows>) -> Result<(), Error> {
        self.book.add(document).map_err(|error| match error {
            gangyao_xlsx::Error::Io(error) => output_error(self.out.target(), error),
            other => Error::new("xlsx-too-many-rows", other.to_string()),
        })
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
    let failed = |error| output_error(&target, error);
    let out = Beside::create(&target).map_err(failed)?;
    let book = Book::new(headers, || Ok(Box::new(Beside::create(&target)?))).map_err(failed)?;
    Ok(Box::new(Workbook { out, book }))
}

/// A sheet on its way: beside the workbook, and never put in place.
impl Scratch for Beside {
    fn read_back(mut self: Box<Self>) -> io::Result<Box<dyn Read>> {
        self.close()?;
        Ok(Box::new(ReadBack { file: File::open(self.temporary())?, _beside: *self }))
    }
}

/// The same, until it is read.
struct ReadBack {
    file: File,
    _beside: Beside,
}

impl Read for ReadBack {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.file.read(bytes)
    }
}
