//! Bytes to text: which encoding, and what could not be decoded.
//!
//! Chinese plans come in UTF-8, in GB18030 and its subsets GBK and GB2312, in UTF-16 from Windows, and rarely in Big5.
//! What a file or page declares is only believed when the bytes agree.

use crate::{Error, ErrorCode};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use gangyao_text::{Problem, Severity, SourceRange};

/// How much of a file the guess looks at. Declarations and the first pages are in it, and the detector is slow.
const SAMPLE: usize = 256 << 10;

/// How many places of undecodable bytes a problem lists; the count is always whole.
const PLACES: usize = 50;

/// Decoded text, and where bytes were replaced by U+FFFD.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) encoding: &'static str,
    invalid: Vec<SourceRange>,
}

/// The encoding that a label names, with GBK and GB2312 widened to GB18030, which reads both and their extensions.
///
/// # Errors
/// `unknown-encoding` when WHATWG knows no such label.
pub(crate) fn labelled(label: &str) -> Result<&'static Encoding, Error> {
    known(label.as_bytes()).ok_or_else(|| {
        Error::new(
            ErrorCode::UnknownEncoding,
            format!("expected the label of an encoding but found {label:?}"),
            "give a WHATWG label such as utf-8, gb18030, big5 or utf-16le, or none to let the bytes decide",
        )
    })
}

fn known(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label).map(widened)
}

fn widened(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// The encoding of `bytes`; `declared` is what the file says about itself, taken where the bytes allow it.
pub(crate) fn guess(bytes: &[u8], declared: Option<&[u8]>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf16(bytes) {
        return encoding;
    }
    if is_utf8(bytes) {
        return UTF_8;
    }
    match declared.and_then(known) {
        // A page that declares UTF-8 and is not, or UTF-16 in a header that was itself read as ASCII, is wrong.
        Some(encoding) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => encoding,
        _ => detected(bytes),
    }
}

/// UTF-8 by its bytes, though single ones in the middle may be damaged: in another encoding hardly any run of three
/// high bytes has UTF-8's shape.
fn is_utf8(bytes: &[u8]) -> bool {
    if simdutf8::basic::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut wide, mut broken) = (0, 0);
    for chunk in bytes[..bytes.len().min(SAMPLE)].utf8_chunks() {
        wide += chunk.valid().bytes().filter(|&byte| byte >= 0xE0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    wide > 4 * broken
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    // A long page may begin with kilobytes of ASCII, which tell nothing.
    let start = bytes.iter().position(|&byte| byte >= 0x80).unwrap_or(0).saturating_sub(2);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = widened(detector.guess(None, Utf8Detection::Deny));
    if guess == GB18030 || guess == BIG5 {
        return guess;
    }
    // Plans are Chinese: what decodes as GB18030 to mostly ideographs is that, whatever else it might be.
    let (text, _, _) = GB18030.decode(sample);
    let count = |of: fn(char) -> bool| text.chars().filter(|&c| of(c)).count();
    let ideographs = count(|c| matches!(c, '\u{4E00}'..='\u{9FA5}'));
    let wrong = count(|c| c == '\u{FFFD}' || matches!(c, '\u{E000}'..='\u{F8FF}'));
    if ideographs > 4 * wrong && ideographs * 3 > count(|c| !c.is_ascii()) * 2 { GB18030 } else { guess }
}

/// UTF-16 by its byte order mark, or because nearly all units are ASCII or Chinese in one byte order.
pub(crate) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(4096)];
    let units = sample.len() / 2;
    // Pairs of lower-case letters are ideographs too: pure ASCII is never taken for UTF-16.
    if units < 4 || sample.iter().all(|&byte| byte != 0 && byte < 0x80) {
        return None;
    }
    let plausible = |unit: u16| matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0x2010..=0x203B | 0x3000..=0x303F | 0x4E00..=0x9FA5 | 0xFF01..=0xFF5E);
    let (mut le, mut be) = (0, 0);
    for pair in sample.chunks_exact(2) {
        le += usize::from(!plausible(u16::from_le_bytes([pair[0], pair[1]])));
        be += usize::from(!plausible(u16::from_be_bytes([pair[0], pair[1]])));
        if le.min(be) > units / 10 {
            return None;
        }
    }
    Some(if le <= be { UTF_16LE } else { UTF_16BE })
}

/// Decodes `bytes` as `encoding`, without byte order mark.
///
/// # Errors
/// `binary` when more than a quarter of the text would be replacement characters.
pub(crate) fn decode(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, Error> {
    let (text, invalid) = if encoding == UTF_8 {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), Vec::new()),
            Err(_) => lossy(bytes),
        }
    } else {
        let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
        let invalid = if had_errors { replaced(&text) } else { Vec::new() };
        (text.into_owned(), invalid)
    };
    let characters: usize = invalid.iter().map(|run| run.len() / 3).sum();
    if characters > 2 && characters * 4 > text.chars().count() {
        return Err(Error::new(
            ErrorCode::Binary,
            format!("expected text but found bytes that are none in {}", encoding.name()),
            "check that the file is a document, or give its encoding",
        ));
    }
    Ok(Decoded { text, encoding: encoding.name(), invalid })
}

/// UTF-8 with U+FFFD for each maximal run of wrong bytes; a genuine U+FFFD of the text is none of them.
fn lossy(bytes: &[u8]) -> (String, Vec<SourceRange>) {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut invalid = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            extend(&mut invalid, text.len());
            text.push('\u{FFFD}');
        }
    }
    (text, invalid)
}

fn replaced(text: &str) -> Vec<SourceRange> {
    let mut invalid = Vec::new();
    memchr::memmem::find_iter(text.as_bytes(), "\u{FFFD}").for_each(|at| extend(&mut invalid, at));
    invalid
}

/// Adds a replacement character at `at`, as part of the run that it touches.
fn extend(runs: &mut Vec<SourceRange>, at: usize) {
    let next = SourceRange::from_usize(at, at + '\u{FFFD}'.len_utf8());
    match runs.last_mut() {
        Some(last) if last.end == next.start => last.end = next.end,
        _ => runs.push(next),
    }
}

impl Decoded {
    /// Makes CRLF and lone CR line feeds.
    pub(crate) fn fold_carriage_returns(&mut self) {
        let Some(first) = memchr::memchr(b'\r', self.text.as_bytes()) else { return };
        let mut folded = String::with_capacity(self.text.len());
        let mut runs = self.invalid.iter_mut().peekable();
        let (mut from, mut next) = (0, Some(first));
        while let Some(at) = next {
            while let Some(run) = runs.next_if(|run| run.start < at as u32) {
                let shift = (from - folded.len()) as u32;
                *run = SourceRange::new(run.start - shift, run.end - shift);
            }
            folded.push_str(&self.text[from..at]);
            folded.push('\n');
            from = at + 1 + usize::from(self.text.as_bytes().get(at + 1) == Some(&b'\n'));
            next = memchr::memchr(b'\r', &self.text.as_bytes()[from..]).map(|found| from + found);
        }
        let shift = (from - folded.len()) as u32;
        runs.for_each(|run| *run = SourceRange::new(run.start - shift, run.end - shift));
        folded.push_str(&self.text[from..]);
        self.text = folded;
    }

    /// The problem of bytes that could not be decoded, if there were any.
    pub(crate) fn problem(&self) -> Option<Problem> {
        if self.invalid.is_empty() {
            return None;
        }
        let count = self.invalid.len();
        Some(Problem {
            code: "invalid-bytes",
            severity: Severity::Warning,
            message: format!("bytes that are not valid {} stand in {count} places", self.encoding),
            help: "each run reads as U+FFFD; get an undamaged copy, or give the encoding",
            at: self.invalid[..count.min(PLACES)].to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "第一章 总体要求\n坚持稳中求进工作总基调，推动高质量发展，建设现代化产业体系。\n";

    #[track_caller]
    fn check(bytes: &[u8], declared: Option<&str>, name: &str, text: &str) {
        let encoding = guess(bytes, declared.map(str::as_bytes));
        let mut decoded = decode(bytes, encoding).unwrap();
        decoded.fold_carriage_returns();
        assert_eq!((decoded.encoding, decoded.text.as_str()), (name, text));
    }

    fn utf16_bytes(text: &str, of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(of).collect()
    }

    #[test]
    fn the_bytes_tell_the_encoding() {
        check(PLAN.as_bytes(), None, "UTF-8", PLAN);
        check(format!("\u{feff}{PLAN}").as_bytes(), None, "UTF-8", PLAN);
        check(&GB18030.encode(PLAN).0, None, "gb18030", PLAN);
        check(&utf16_bytes(PLAN, u16::to_le_bytes), None, "UTF-16LE", PLAN);
        check(&utf16_bytes(PLAN, u16::to_be_bytes), None, "UTF-16BE", PLAN);
        check(&utf16_bytes(&format!("\u{feff}{PLAN}"), u16::to_be_bytes), None, "UTF-16BE", PLAN);
        let traditional = "第一章 總體要求\n堅持穩中求進工作總基調，推動高質量發展，建設現代化產業體系。\n";
        check(&BIG5.encode(traditional).0, None, "Big5", traditional);
    }

    #[test]
    fn a_declaration_counts_where_the_bytes_allow_it() {
        check(&GB18030.encode("朱镕基 総").0, Some("gb2312"), "gb18030", "朱镕基 総");
        check(PLAN.as_bytes(), Some("gb2312"), "UTF-8", PLAN);
        check(&GB18030.encode(PLAN).0, Some("utf-8"), "gb18030", PLAN);
        check(&GB18030.encode(PLAN).0, Some("no such"), "gb18030", PLAN);
    }

    #[test]
    fn line_ends_are_line_feeds() {
        check("一\r\n二\r三\r\r\n四\r".as_bytes(), None, "UTF-8", "一\n二\n三\n\n四\n");
    }

    #[test]
    fn damaged_bytes_are_replaced_and_placed() {
        let mut bytes = b"\xe7\xac\xac\r\n".to_vec();
        bytes.extend_from_slice("一章总体要求，坚持稳中求进".as_bytes());
        bytes.extend_from_slice(b"\xff\xfe\r\n\xe8\x8c");
        let mut decoded = decode(&bytes, guess(&bytes, None)).unwrap();
        decoded.fold_carriage_returns();
        assert_eq!(decoded.text, "第\n一章总体要求，坚持稳中求进\u{FFFD}\u{FFFD}\n\u{FFFD}");
        let problem = decoded.problem().unwrap();
        assert_eq!(problem.message, "bytes that are not valid UTF-8 stand in 2 places");
        assert_eq!(
            problem.at.iter().map(|at| at.of(&decoded.text)).collect::<Vec<_>>(),
            ["\u{FFFD}\u{FFFD}", "\u{FFFD}"]
        );
    }

    #[test]
    fn a_genuine_replacement_character_is_no_invalid_byte() {
        let decoded = decode("总\u{FFFD}则".as_bytes(), UTF_8).unwrap();
        assert!(decoded.problem().is_none());
    }

    #[test]
    fn noise_is_no_text() {
        let noise: Vec<u8> =
            (0..600u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8 | 0x80).collect();
        assert_eq!(decode(&noise, UTF_8).err().unwrap().code(), ErrorCode::Binary);
    }

    #[test]
    fn an_unknown_label_is_refused() {
        assert_eq!(labelled("GB2312").unwrap(), GB18030);
        let error = labelled("gb-9").unwrap_err();
        assert_eq!(error.to_string(), "expected the label of an encoding but found \"gb-9\"");
    }
}
