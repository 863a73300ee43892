//! A fingerprint of all that decides what comes out: the sources and data files of the crates of the line. A batch that is
//! resumed by a program with another one converts its documents anew, though the version may be the same.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

use std::fs;
use std::path::{Path, PathBuf};

/// The crates beside this one that decide; where it is built on its own, its version must do.
const CRATES: [&str; 10] = [
    "definition",
    "exporter",
    "extractor",
    "gangyao",
    "knowledge",
    "model",
    "normaliser",
    "parser",
    "reader",
    "text",
];

fn main() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for name in CRATES {
        for folder in ["build", "src", "data"] {
            let folder = crates.join(name).join(folder);
            // A folder that is named and not there would have this script run each time.
            if !folder.exists() {
                continue;
            }
            println!("cargo::rerun-if-changed={}", folder.display());
            for path in files(&folder) {
                let name = path.strip_prefix(&crates).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                // FNV-1a: it need not resist anybody.
                for byte in name.bytes().chain(fs::read(&path).unwrap_or_default()) {
                    hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
                }
            }
        }
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=GANGYAO_SOURCES={hash:016x}");
}

/// All files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort_unstable();
    found
}
