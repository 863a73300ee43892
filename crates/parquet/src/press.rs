//! Pages: compressed, and put behind their heads.

use std::io::Write;

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::basic::ZstdLevel;
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use zstd::bulk::Compressor;

/// What compresses the pages of all tables that one thread writes: its memory is asked for once, not for each page.
pub struct Press {
    zstd: Compressor<'static>,
    /// Where a page is put together.
    pub(crate) page: Vec<u8>,
    packed: Vec<u8>,
}

/// What becomes of a page beside its bytes.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// So many values that others name by their places.
    Dictionary(usize),
    /// So many cells, spelt so.
    Data(usize, Encoding),
}

impl Press {
    /// A press.
    ///
    /// # Errors
    /// Where there is no memory.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self {
            zstd: Compressor::new(ZstdLevel::default().compression_level())?,
            page: Vec::new(),
            packed: Vec::new(),
        })
    }

    /// Adds the page that was put together to others, and gives its size before it was compressed, head included.
    pub(crate) fn push(&mut self, kind: Kind, pages: &mut Vec<u8>) -> std::io::Result<usize> {
        self.packed.clear();
        self.packed.reserve(zstd::zstd_safe::compress_bound(self.page.len()));
        self.zstd.compress_to_buffer(&self.page, &mut self.packed)?;
        let buf = Bytes::copy_from_slice(&self.packed);
        let page = match kind {
            Kind::Dictionary(values) => Page::DictionaryPage {
                buf,
                num_values: values as u32,
                encoding: Encoding::PLAIN,
                is_sorted: false,
            },
            Kind::Data(cells, encoding) => Page::DataPage {
                buf,
                num_values: cells as u32,
                encoding,
                def_level_encoding: Encoding::RLE,
                rep_level_encoding: Encoding::RLE,
                statistics: None,
            },
        };
        let mut out = TrackedWrite::new(std::mem::take(pages));
        let page = CompressedPage::new(page, self.page.len());
        let written = SerializedPageWriter::new(&mut out).write_page(page).map_err(super::error)?;
        out.flush()?;
        *pages = out.into_inner().map_err(super::error)?;
        self.page.clear();
        Ok(written.uncompressed_size)
    }
}
