//! The cells of one column in one row group. What enters is the cells of document after document, what leaves is pages and
//! what is said of them.
//!
//! Cells are spelt when they come: a text that was there before is a number, and long texts are
//! compressed as soon as they fill a page. What waits for the end of the row group is a fraction of the cells.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use gangyao_definition::{Column, Type};
use gangyao_tables::{Cells, Texts};
use parquet::basic::{Compression, Encoding, PageType, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, PageEncodingStats};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::statistics::{Statistics, ValueStatistics};
use parquet::schema::types::ColumnDescPtr;

use crate::dictionary::{Dictionary, push_plain};
use crate::encoding::{Bits, encode_runs, width};
use crate::press::{Kind, Press};

/// A page of texts or numbers is full when they take so many bytes.
const PAGE: usize = 256 * 1024;

/// From so many different texts on, a column of which less than half repeat what was there is one of texts that differ.
const MANY: usize = 1024;

/// A column that is being filled.
pub(crate) struct Chunk {
    descr: ColumnDescPtr,
    /// For a column that allows empty cells: which cells of the page are there.
    there: Option<Bits>,
    /// Cells of the page.
    cells: usize,
    values: Values,
    /// The pages that are full.
    pages: Vec<u8>,
    full: Full,
}

/// What is said of pages.
#[derive(Default)]
struct Full {
    cells: usize,
    nulls: usize,
    /// How many follow each other that are spelt so.
    data: Vec<(Encoding, i32)>,
    /// Bytes of the dictionary.
    dictionary: Option<usize>,
    /// Bytes of all before they were compressed.
    bytes: usize,
}

/// The cells that are there.
enum Values {
    /// Texts by their places in the dictionary.
    Places(Box<Dictionary>, Vec<u32>),
    /// Texts that are hardly ever the same, as a page has them.
    Texts(Vec<u8>),
    /// Whole numbers, as a page has them.
    Integers(Vec<u8>, Option<(i64, i64)>),
    /// Doubles, as a page has them.
    Numbers(Vec<u8>, Option<(f64, f64)>),
    Booleans(Bits),
}

impl Chunk {
    /// No cells. `alike` tells whether texts may be the same.
    pub(crate) fn new(column: &Column, descr: ColumnDescPtr, alike: bool) -> Self {
        let values = match column.kind {
            Type::Integer => Values::Integers(Vec::new(), None),
            Type::Number => Values::Numbers(Vec::new(), None),
            Type::Boolean => Values::Booleans(Bits::default()),
            _ if alike => Values::Places(Box::default(), Vec::new()),
            _ => Values::Texts(Vec::new()),
        };
        Self {
            descr,
            there: column.nullable.then(Bits::default),
            cells: 0,
            values,
            pages: Vec::new(),
            full: Full::default(),
        }
    }

    /// Bytes that wait for the end of the row group.
    pub(crate) fn bytes(&self) -> usize {
        let values = match &self.values {
            Values::Places(dictionary, places) => dictionary.plain().len() + size_of_val(places.as_slice()),
            Values::Texts(plain) | Values::Integers(plain, _) | Values::Numbers(plain, _) => plain.len(),
            Values::Booleans(bits) => bits.bytes().len(),
        };
        self.pages.len() + values + self.there.as_ref().map_or(0, |bits| bits.bytes().len())
    }

    /// Adds the cells of so many rows.
    pub(crate) fn add(&mut self, cells: &Cells, rows: usize, press: &mut Press) -> io::Result<()> {
        self.cells += rows;
        match (&mut self.values, cells) {
            (Values::Places(dictionary, places), Cells::Same(text)) => {
                let place = dictionary.place(text.as_bytes());
                places.resize(places.len() + rows, place);
                self.there.iter_mut().for_each(|there| there.repeat(true, rows));
            }
            (Values::Places(dictionary, places), Cells::Text(texts)) => {
                each_text(texts, &mut self.there, |text| places.push(dictionary.place(text)));
                if dictionary.len() >= MANY && 2 * dictionary.len() > places.len() {
                    let mut plain = Vec::new();
                    places.iter().for_each(|&place| push_plain(dictionary.get(place), &mut plain));
                    self.values = Values::Texts(plain);
                }
            }
            (Values::Texts(plain), Cells::Same(text)) => {
                (0..rows).for_each(|_| push_plain(text.as_bytes(), plain));
                self.there.iter_mut().for_each(|there| there.repeat(true, rows));
            }
            (Values::Texts(plain), Cells::Text(texts)) => {
                each_text(texts, &mut self.there, |text| push_plain(text, plain));
            }
            (Values::Integers(plain, ends), Cells::Integer(cells)) => {
                each(cells.iter(), &mut self.there, |number| {
                    plain.extend_from_slice(&number.to_le_bytes());
                    let (least, most) = ends.get_or_insert((number, number));
                    (*least, *most) = (number.min(*least), number.max(*most));
                });
            }
            (Values::Numbers(plain, ends), Cells::Number(cells)) => {
                each(cells.iter(), &mut self.there, |number| {
                    plain.extend_from_slice(&number.to_le_bytes());
                    let (least, most) = ends.get_or_insert((number, number));
                    (*least, *most) = (number.min(*least), number.max(*most));
                });
            }
            (Values::Booleans(bits), Cells::Boolean(cells)) => {
                each(cells.iter().copied(), &mut self.there, |value| bits.push(value));
            }
            _ => unreachable!("cells are of the kind that the definition gives their column"),
        }
        match &self.values {
            Values::Texts(plain) | Values::Integers(plain, _) | Values::Numbers(plain, _)
                if plain.len() >= PAGE =>
            {
                self.end_page(press)
            }
            _ => Ok(()),
        }
    }

    /// Compresses what came since the last page.
    fn end_page(&mut self, press: &mut Press) -> io::Result<()> {
        // A dictionary stands before its only page.
        if let Values::Places(dictionary, places) = &self.values
            && !places.is_empty()
        {
            press.page.extend_from_slice(dictionary.plain());
            self.full.bytes += press.push(Kind::Dictionary(dictionary.len()), &mut self.pages)?;
            self.full.dictionary = Some(self.pages.len());
        }
        let page = &mut press.page;
        if let Some(there) = &mut self.there {
            page.extend_from_slice(&[0; size_of::<u32>()]);
            there.encode(page);
            let length = (page.len() - size_of::<u32>()) as u32;
            page[..size_of::<u32>()].copy_from_slice(&length.to_le_bytes());
            self.full.nulls += there.len() - there.set();
            there.clear();
        }
        let encoding = self.encoding();
        match &mut self.values {
            Values::Places(dictionary, places) => {
                if let Some(last) = dictionary.len().checked_sub(1) {
                    // Some readers take no places of no bits.
                    let width = width(last as u32).max(1);
                    page.push(width as u8);
                    encode_runs(places, width, page);
                }
                places.clear();
            }
            Values::Texts(plain) | Values::Integers(plain, _) | Values::Numbers(plain, _) => {
                page.extend_from_slice(plain);
                plain.clear();
            }
            Values::Booleans(bits) => {
                page.extend_from_slice(bits.bytes());
                bits.clear();
            }
        }
        self.full.bytes += press.push(Kind::Data(self.cells, encoding), &mut self.pages)?;
        match self.full.data.last_mut() {
            Some((last, count)) if *last == encoding => *count += 1,
            _ => self.full.data.push((encoding, 1)),
        }
        self.full.cells += std::mem::take(&mut self.cells);
        Ok(())
    }

    /// How the values of the page are spelt; those of an empty page in the simplest way.
    fn encoding(&self) -> Encoding {
        match &self.values {
            Values::Places(_, places) if !places.is_empty() => Encoding::RLE_DICTIONARY,
            _ => Encoding::PLAIN,
        }
    }

    /// Ends the last page, and gives the pages of the row group and what is said of them.
    pub(crate) fn end(&mut self, press: &mut Press) -> io::Result<(Pages<'_>, ColumnCloseResult)> {
        if self.cells > 0 {
            self.end_page(press)?;
        }
        let Full { cells, nulls, data, dictionary, bytes } = std::mem::take(&mut self.full);
        let statistics = self.statistics(nulls as u64);
        let mut stats: Vec<PageEncodingStats> = Vec::new();
        if dictionary.is_some() {
            let (page_type, encoding) = (PageType::DICTIONARY_PAGE, Encoding::PLAIN);
            stats.push(PageEncodingStats { page_type, encoding, count: 1 });
        }
        for (encoding, count) in data {
            stats.push(PageEncodingStats { page_type: PageType::DATA_PAGE, encoding, count });
        }
        // Levels are runs.
        let encodings = stats.iter().map(|stats| stats.encoding).chain([Encoding::RLE]).collect();
        let metadata = ColumnChunkMetaData::builder(Arc::clone(&self.descr))
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_encodings(encodings)
            .set_page_encoding_stats(stats)
            .set_num_values(cells as i64)
            .set_total_compressed_size(self.pages.len() as i64)
            .set_total_uncompressed_size(bytes as i64)
            .set_dictionary_page_offset(dictionary.map(|_| 0))
            .set_data_page_offset(dictionary.unwrap_or(0) as i64)
            .set_statistics(statistics)
            .build()
            .map_err(crate::error)?;
        let close = ColumnCloseResult {
            bytes_written: self.pages.len() as u64,
            rows_written: cells as u64,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok((Pages(&self.pages), close))
    }

    /// Takes all cells out; the memory stays for the next ones.
    pub(crate) fn clear(&mut self) {
        self.pages.clear();
        match &mut self.values {
            Values::Places(dictionary, _) => dictionary.clear(),
            Values::Integers(_, ends) => *ends = None,
            Values::Numbers(_, ends) => *ends = None,
            Values::Texts(_) | Values::Booleans(_) => {}
        }
    }

    /// Between which values all lie, for readers that look for some: not for texts that differ, such as ids.
    fn statistics(&self, nulls: u64) -> Statistics {
        let nulls = Some(nulls);
        match &self.values {
            Values::Places(dictionary, _) => {
                let (least, most) = dictionary.ends().unzip();
                let (below, above) = (least.map(at_most), most.and_then(at_least));
                let exact = (below.as_deref() == least, above.as_deref() == most);
                let [below, above] = [below, above].map(|text| text.map(ByteArray::from));
                ValueStatistics::new(below, above, None, nulls, false)
                    .with_min_is_exact(exact.0)
                    .with_max_is_exact(exact.1)
                    .into()
            }
            Values::Texts(_) => Statistics::byte_array(None, None, None, nulls, false),
            Values::Integers(_, ends) => {
                let (least, most) = ends.unzip();
                Statistics::int64(least, most, None, nulls, false)
            }
            Values::Numbers(_, ends) => {
                // A zero may have either sign.
                let least = ends.map(|(least, _)| if least == 0.0 { -0.0 } else { least });
                let most = ends.map(|(_, most)| if most == 0.0 { 0.0 } else { most });
                Statistics::double(least, most, None, nulls, false)
            }
            Values::Booleans(_) => Statistics::boolean(None, None, None, nulls, false),
        }
    }
}

/// Bytes of a text that are told of the least and the greatest.
const TOLD: usize = 64;

/// A short text that is not greater.
fn at_most(text: &[u8]) -> Vec<u8> {
    text[..boundary(text)].to_vec()
}

/// A short text that is not less; none where all its characters are the last there is.
fn at_least(text: &[u8]) -> Option<Vec<u8>> {
    let end = boundary(text);
    if end == text.len() {
        return Some(text.to_vec());
    }
    let mut text = String::from_utf8_lossy(&text[..end]).into_owned();
    while let Some(last) = text.pop() {
        // The order of bytes is that of code points.
        if let Some(next) = (last..=char::MAX).nth(1) {
            text.push(next);
            return Some(text.into_bytes());
        }
    }
    None
}

/// Where a text is cut: not within a character.
fn boundary(text: &[u8]) -> usize {
    const WITHIN: u8 = 0b1000_0000;
    if text.len() <= TOLD {
        return text.len();
    }
    (0..=TOLD).rev().find(|&at| text[at] & 0b1100_0000 != WITHIN).unwrap_or(0)
}

/// Passes on the texts that are there, and notes which are.
#[inline]
fn each_text(texts: &Texts, there: &mut Option<Bits>, mut take: impl FnMut(&[u8])) {
    let (all, pieces) = texts.pieces();
    each(pieces, there, |piece| take(&all.as_bytes()[piece]));
}

/// Passes on the cells that are there, and notes which are.
#[inline]
fn each<T>(cells: impl Iterator<Item = Option<T>>, there: &mut Option<Bits>, mut take: impl FnMut(T)) {
    match there {
        Some(there) => cells.for_each(|cell| {
            there.push(cell.is_some());
            cell.into_iter().for_each(&mut take);
        }),
        None => cells.flatten().for_each(take),
    }
}

/// Pages one behind the other, as the library reads them.
pub(crate) struct Pages<'p>(&'p [u8]);

impl Length for Pages<'_> {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }
}

impl<'p> ChunkReader for Pages<'p> {
    type T = &'p [u8];

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(&self.0[start as usize..])
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        Ok(Bytes::copy_from_slice(&self.0[start as usize..][..length]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_told_in_short() {
        let long = "\u{D7FF}".repeat(30);
        let (below, above) = (at_most(long.as_bytes()), at_least(long.as_bytes()).unwrap());
        assert_eq!(below, "\u{D7FF}".repeat(21).as_bytes());
        assert_eq!(above, format!("{}\u{E000}", "\u{D7FF}".repeat(20)).as_bytes());
        assert!(below.as_slice() < long.as_bytes() && long.as_bytes() < above.as_slice());
        assert_eq!(at_least("\u{10FFFF}".repeat(20).as_bytes()), None);
        assert_eq!((at_most("短".as_bytes()), at_least("短".as_bytes())), ("短".into(), Some("短".into())));
    }
}
