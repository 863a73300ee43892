//! One plan in several formats gives the same records: the seed's twins beside its text, and other PDF files of it.
//!
//! Every difference stands in a snapshot, one a line, so that a change of any of them shows in a diff. The documents lie
//! beside the repository; without them there is nothing to compare, and a note says so.

#![allow(clippy::print_stdout, reason = "a test that needs other files says that it is skipped")]

use std::path::PathBuf;

use gangyao::{Options, Output, convert};
use gangyao_tests::twins::differences;
use gangyao_tests::{assert_invariants, fixtures};

/// The folder that holds the documents.
fn shared() -> PathBuf {
    fixtures::root().join("../shared")
}

/// Converts a document, if it is there.
fn converted(path: &str) -> Option<Output> {
    let bytes = std::fs::read(shared().join(path)).ok()?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let output = convert(&bytes, name, &Options::default()).expect("a twin can be read");
    assert_invariants(&output);
    Some(output)
}

fn check(name: &str, twin: &str) {
    let (Some(text), Some(twin)) = (converted("seed/xincheng-15fyp.txt"), converted(twin)) else {
        println!("SKIPPED: {name} needs ../shared/seed and ../shared/{twin}");
        return;
    };
    let listed = differences(&text.conversion, &twin.conversion).join("\n");
    insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(format!("twin-{name}"), listed);
    });
}

macro_rules! twins {
    ($($name:ident: $path:literal),+ $(,)?) => {
        $(#[test]
        fn $name() {
            check(stringify!($name), $path);
        })+
    };
}

twins! {
    docx: "twins/xincheng-15fyp.docx",
    html: "twins/xincheng-15fyp.html",
    pdf: "twins/xincheng-15fyp.pdf",
    pdf_typst: "pdf/typst_cff.pdf",
    pdf_libreoffice: "pdf/lo_truetype.pdf",
    pdf_chromium: "pdf/chromium_ttf.pdf",
    pdf_encrypted: "pdf/enc_aes256.pdf",
    pdf_linearised: "pdf/lin_objstm.pdf",
    pdf_rotated: "pdf/rotate_attr.pdf",
    pdf_cut_off: "pdf/trunc_99pct.pdf",
    pdf_gbk: "pdf/cmap_GBK-EUC-H.pdf",
    pdf_gbk_embedded: "pdf/cmap_GBK-EUC-H_embedded.pdf",
    pdf_ucs2: "pdf/cmap_UniGB-UCS2-H.pdf",
}
