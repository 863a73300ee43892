//! Sorts the two large tables of `data/` before the program is built, so that no start of the program has to.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "this is how a build script and cargo speak"
)]

mod concepts;
mod gazetteer;

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/concept/key.rs");
    println!("cargo::rerun-if-changed=src/document/opening.rs");
    let out = env::var("OUT_DIR").expect("cargo gives a build script a folder");
    let out = |name: &str, rust: String| {
        fs::write(Path::new(&out).join(name), rust).unwrap_or_else(|error| panic!("{name}: {error}"));
    };
    out("concepts.rs", concepts::arrays(&table("concepts.tsv")));
    out("gazetteer.rs", gazetteer::arrays(&table("regions.tsv"), &table("peoples.tsv")));
}

fn table(name: &str) -> String {
    let path = Path::new("data").join(name);
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
