//! pdf
mod backend;
mod hayro;

/// dump
pub fn dump(bytes: Vec<u8>) -> String {
    use backend::Backend;
    let pdf = match hayro::open(&bytes) { Ok((p, _)) => p, Err(e) => return format!("{e:?}") };
    let mut doc = hayro::Document::new(&pdf);
    let mut out = String::new();
    for i in 0..doc.page_count() {
        match doc.page(i) {
            Ok(p) => {
                use std::fmt::Write;
                writeln!(out, "=== page {i} {:?} glyphs {} rulings {} pictures {:?} cut {:?}", p.size, p.glyphs.len(), p.rulings.len(), p.pictures, p.cut).unwrap();
                for g in &p.glyphs { writeln!(out, "{}\t{:.1}\t{:.1}\t{:.2}\t{:.2}\t{:.1}\t{}\t{:?}{}{}", g.char, g.origin.0, g.origin.1, g.advance.0, g.advance.1, g.size, doc.font(g.font).name, g.ink, if g.artifact {"A"} else {""}, if g.vertical {"V"} else {""}).unwrap(); }
            }
            Err(e) => out += &format!("=== page {i} {e:?}\n"),
        }
    }
    out
}
