//! Streams inflated under a limit: a few kilobytes may claim to be gigabytes.
//!
//! The library inflates whatever it is asked to, so what is read here is inflated here, and what the library reads by
//! itself (object streams, font programs) is measured first.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, Stream};
use memchr::memmem;

/// Bytes that one stream may inflate to.
pub(super) const STREAM_LIMIT: usize = 64 << 20;

/// Most that a byte of input can become, a filter.
const fn ratio(filter: Filter) -> usize {
    match filter {
        Filter::FlateDecode => 1040,
        Filter::LzwDecode => 2800,
        Filter::RunLengthDecode => 128,
        _ => 1,
    }
}

/// The stream's data, or `None` when it cannot be decoded or is larger than [`STREAM_LIMIT`].
pub(super) fn data<'a>(stream: &Stream<'a>) -> Option<Cow<'a, [u8]>> {
    data_and_health(stream).map(|(data, _)| data)
}

/// The stream's data, and whether all of it could be decoded.
pub(super) fn data_and_health<'a>(stream: &Stream<'a>) -> Option<(Cow<'a, [u8]>, bool)> {
    let filters = stream.filters();
    match filters.as_slice() {
        [] => Some((stream.raw_data(), true)),
        [Filter::FlateDecode] if !has_predictor(stream.dict()) => {
            let (data, whole) = inflate(&stream.raw_data(), STREAM_LIMIT)?;
            Some((Cow::Owned(data), whole))
        }
        filters => {
            let most = filters.iter().fold(stream.raw_data().len(), |size, &f| size.saturating_mul(ratio(f)));
            (most <= STREAM_LIMIT).then(|| Some((stream.decoded_data().ok()?, true)))?
        }
    }
}

/// True when the library may decode the stream by itself.
pub(super) fn is_small(stream: &Stream<'_>) -> bool {
    is_at_most(stream, STREAM_LIMIT)
}

/// True when the stream inflates to no more than `limit` bytes.
pub(super) fn is_at_most(stream: &Stream<'_>, limit: usize) -> bool {
    let raw = stream.raw_data();
    let filters = stream.filters();
    let most = filters.iter().fold(raw.len(), |size, &f| size.saturating_mul(ratio(f)));
    most <= limit || (filters.as_slice() == [Filter::FlateDecode] && measure(&raw, limit) < limit)
}

fn has_predictor(dict: &Dict<'_>) -> bool {
    dict.contains_key("DecodeParms") || dict.contains_key("DP")
}

/// Inflates up to `limit` bytes, and tells whether all went well. A damaged tail is dropped and the rest kept; larger
/// data is refused.
fn inflate(bytes: &[u8], limit: usize) -> Option<(Vec<u8>, bool)> {
    let (out, whole) = inflate_as(bytes, limit, Header::Zlib)?;
    if out.is_empty() && !bytes.is_empty() {
        inflate_as(bytes, limit, Header::None)
    } else {
        Some((out, whole))
    }
}

/// Whether deflated data has the header that it ought to have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Header {
    Zlib,
    None,
}

fn inflate_as(bytes: &[u8], limit: usize, header: Header) -> Option<(Vec<u8>, bool)> {
    let mut decoder = Decompress::new(header == Header::Zlib);
    let mut out = Vec::with_capacity((bytes.len() * 4).clamp(1 << 10, limit.max(1 << 10)));
    loop {
        let (read, written) = (decoder.total_in(), out.len());
        let rest = usize::try_from(read).ok().and_then(|read| bytes.get(read..)).unwrap_or_default();
        let status = decoder.decompress_vec(rest, &mut out, FlushDecompress::None);
        if out.len() > limit {
            return None;
        }
        // On an error the vector holds what was right before it.
        let stuck = decoder.total_in() == read && out.len() == written;
        match status {
            Ok(Status::Ok | Status::BufError) if out.len() == out.capacity() => out.reserve(out.len()),
            Ok(Status::Ok | Status::BufError) if !stuck => {}
            Ok(Status::StreamEnd) => return Some((out, true)),
            _ => return Some((out, bytes.is_empty())),
        }
    }
}

/// Bytes that `bytes` inflates to, counted up to `limit`, whether or not the tail is damaged.
fn measure(bytes: &[u8], limit: usize) -> usize {
    let mut decoder = ZlibDecoder::new(bytes);
    let mut chunk = [0; 16 << 10];
    let mut count = 0;
    while count < limit {
        match decoder.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(read) => count += read,
        }
    }
    count.min(limit)
}

/// True when an object stream or a cross-reference stream of the file inflates beyond the limit. The library opens
/// these before anything can be asked of it.
pub(super) fn has_bomb(file: &[u8]) -> bool {
    let kinds: [&[u8]; 2] = [b"/ObjStm", b"/XRef"];
    let stream = memmem::Finder::new(b"stream");
    kinds.iter().any(|kind| {
        memmem::find_iter(file, kind).any(|at| {
            let window = &file[at..];
            let Some(start) = stream.find(&window[..window.len().min(4096)]) else { return false };
            let body = &window[start + b"stream".len()..];
            let body = body.strip_prefix(b"\r").unwrap_or(body);
            let body = body.strip_prefix(b"\n").unwrap_or(body);
            measure(body, STREAM_LIMIT) == STREAM_LIMIT
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_bomb_is_refused_and_a_torn_stream_kept() {
        let small = deflate(b"BT (text) Tj ET");
        assert_eq!(inflate(&small, 100), Some((b"BT (text) Tj ET".to_vec(), true)));
        assert_eq!(inflate(&small, 15).map(|(data, _)| data.len()), Some(15));
        assert_eq!(inflate(&small, 14), None);
        let long = deflate(&b"0 0 1 1 re f ".repeat(5000));
        let (torn, whole) = inflate(&long[..long.len() - 9], 100_000).unwrap();
        assert!(!torn.is_empty() && !whole);
        assert_eq!(inflate(b"", 10), Some((Vec::new(), true)));
    }

    #[test]
    fn object_streams_are_measured_before_the_file_is_opened() {
        let bomb = deflate(&vec![0; STREAM_LIMIT + 1]);
        let mut file = b"1 0 obj<</Type /ObjStm>>stream\r\n".to_vec();
        file.extend(&bomb);
        assert!(has_bomb(&file));
        assert!(!has_bomb(b"1 0 obj<</Type /ObjStm>>stream\nx"));
    }
}
