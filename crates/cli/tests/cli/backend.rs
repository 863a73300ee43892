//! The second PDF backend, where the program was built with it, and its absence where not.

#[test]
#[cfg(not(feature = "pdf-extract"))]
fn a_backend_that_was_left_out_is_named() {
    let room = crate::common::Room::new(&[("plan.txt", "坚持创新。".as_bytes())]);
    let ran = room.convert(&["--pdf-backend", "pdf-extract"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("build it with --features pdf-extract"), "{}", ran.err);
}

#[cfg(feature = "pdf-extract")]
mod with_pdf_extract {
    use std::fs;
    use std::path::Path;

    use crate::common::{Room, gangyao};

    /// Converts with one backend; the source text, and the codes of what was odd.
    fn converted(bytes: &[u8], backend: &str) -> Result<(String, Vec<String>), String> {
        let room = Room::new(&[("plan.pdf", bytes)]);
        room.convert(&["--pdf-backend", backend]);
        let line = &room.manifest()["plan.pdf"];
        if line["status"] != "ok" {
            return Err(line["code"].as_str().unwrap().to_owned());
        }
        let verified = gangyao(["verify".as_ref(), room.out().as_os_str()]);
        assert_eq!(verified.code, 0, "{}", verified.out);
        let text = fs::read_to_string(room.out().join("plan.pdf.source.txt")).unwrap();
        let document = fs::read(room.out().join("plan.pdf.json")).unwrap();
        let document: serde_json::Value = serde_json::from_slice(&document).unwrap();
        let codes = document["diagnostics"].as_array().unwrap().iter();
        Ok((text, codes.map(|one| one["code"].as_str().unwrap().to_owned()).collect()))
    }

    /// Characters that are not white space, in any order: the backends do not agree on what is furniture or a table.
    fn characters(text: &str) -> Vec<char> {
        let mut chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        chars.sort_unstable();
        chars
    }

    fn shared(name: &str) -> Option<Vec<u8>> {
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(name)).ok()
    }

    #[test]
    fn both_read_the_same_where_both_read() {
        for name in ["twins/xincheng-15fyp.pdf", "pdf/typst_cff.pdf", "corpus/gwr-beijing-2024.pdf"] {
            let Some(bytes) = shared(name) else {
                eprintln!("skipped: {name} is not there");
                continue;
            };
            let (own, _) = converted(&bytes, "hayro").unwrap();
            let (other, codes) = converted(&bytes, "pdf-extract").unwrap();
            assert!(!codes.iter().any(|code| code == "page-incomplete"), "{name}: {codes:?}");
            assert!(characters(&own) == characters(&other), "{name}: the characters differ");
        }
    }

    #[test]
    fn what_it_does_not_survive_costs_the_document() {
        for name in
            ["pdf/cmap_UniGB-UCS2-H.pdf", "pdf/enc_userpw.pdf", "pdf/bitflip200.pdf", "pdf/trunc_99pct.pdf"]
        {
            let Some(bytes) = shared(name) else { continue };
            match converted(&bytes, "pdf-extract") {
                Ok((text, codes)) => assert!(!text.trim().is_empty() || !codes.is_empty(), "{name}"),
                Err(code) => assert!(
                    ["backend-failed", "encrypted", "malformed", "empty", "timed-out"]
                        .contains(&code.as_str()),
                    "{name}: {code}"
                ),
            }
        }
        // Each page fails, and the error says how.
        if let Some(bytes) = shared("pdf/cmap_UniGB-UCS2-H.pdf") {
            assert_eq!(converted(&bytes, "pdf-extract"), Err("malformed".to_owned()));
        }
        assert_eq!(converted(b"%PDF-1.4\nrubbish", "pdf-extract"), Err("malformed".to_owned()));
    }
}
