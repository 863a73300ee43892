//! Plain text and Markdown: decoded, with line feeds for all line ends, and pages where form feeds end them.
//!
//! Everything else stays byte for byte, form feeds, NUL bytes and Markdown's marks too: offsets point into this text.

use crate::{Error, Kind, Options, encoding};
use gangyao_text::{PageStart, Source};

pub(crate) fn read(bytes: &[u8], options: &Options) -> Result<Source, Error> {
    let encoding = match &options.encoding {
        Some(label) => encoding::labelled(label)?,
        None => {
            let guess = encoding::guess(bytes, None);
            if guess.is_single_byte() && is_noise(bytes) {
                return Err(Error::refused(Kind::Binary));
            }
            guess
        }
    };
    let mut decoded = encoding::decode(bytes, encoding)?;
    decoded.fold_carriage_returns();
    let problems = decoded.problem().into_iter().collect();
    let pages = pages(&decoded.text);
    if pages.len() > options.limits.pages as usize {
        return Err(Error::too_many_pages(pages.len(), options.limits.pages));
    }
    Ok(Source { encoding: decoded.encoding, pages, problems, ..Source::plain(decoded.text) })
}

/// Bytes that are text in no encoding of Chinese can be read as one of Europe, where every byte is a character. Texts in those
/// have no control characters; in noise, a cipher or packed data, one byte in ten is one.
fn is_noise(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64 << 10)];
    let controls = head.iter().filter(|byte| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F)).count();
    controls * 50 > head.len()
}

/// Form feeds end pages; text dumps of PDF files have one after each, so the last begins no page.
fn pages(text: &str) -> Vec<PageStart> {
    let start = |start: usize| PageStart { start: start as u32, size: (0.0, 0.0) };
    let mut pages = Vec::new();
    for at in memchr::memchr_iter(b'\x0c', text.as_bytes()) {
        if pages.is_empty() {
            pages.push(start(0));
        }
        pages.push(start(at + 1));
    }
    let holds_text = |page: &PageStart| !text[page.start as usize..].trim().is_empty();
    if pages.len() > 1 && !pages.last().is_some_and(holds_text) {
        pages.pop();
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn page_starts(text: &str, expected: &[u32]) {
        let source = read(text.as_bytes(), &Options::default()).unwrap();
        assert_eq!(source.text, text);
        assert_eq!(source.pages.iter().map(|page| page.start).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn form_feeds_end_pages() {
        page_starts("一\n二", &[]);
        page_starts("ab\n\x0ccd\n\x0c", &[0, 4]);
        page_starts("ab\x0c\x0ccd", &[0, 3, 4]);
        page_starts("ab\x0c\n", &[0]);
    }

    #[test]
    fn the_given_encoding_is_used() {
        let options = Options { encoding: Some("big5".to_owned()), ..Options::default() };
        let source = read(b"\xa4\xa4\xa4\xe5", &options).unwrap();
        assert_eq!((source.text.as_str(), source.encoding), ("中文", "Big5"));
    }

    #[test]
    fn noise_is_no_text_of_another_language() {
        // A linear congruential generator with Knuth's constants.
        let next = |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        let noise: Vec<u8> =
            std::iter::successors(Some(1_u64), next).take(4096).map(|state| (state >> 56) as u8).collect();
        assert_eq!(read(&noise, &Options::default()).unwrap_err().code().name(), "binary");
        let latin =
            read(&[&b"\xE0 la carte, ann\xE9e 2030. ".repeat(4)[..], b"\x01"].concat(), &Options::default())
                .unwrap();
        assert!(latin.text.starts_with("à la carte"), "{}", latin.text);
    }

    #[test]
    fn zero_bytes_stay() {
        let source = read("总\0则".as_bytes(), &Options::default()).unwrap();
        assert_eq!(source.text, "总\0则");
    }
}
