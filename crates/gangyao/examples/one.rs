//! Dev: converts one file to JSON on standard output.
#[allow(clippy::print_stdout)]
fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let bytes = std::fs::read(&path).expect("readable");
    let name = std::path::Path::new(&path).file_name().unwrap().to_string_lossy().into_owned();
    let out = gangyao::convert(&bytes, &name, &gangyao::Options::default()).expect("converts");
    println!("{}", serde_json::to_string(&out.conversion).unwrap());
    if let Some(p) = std::env::args().nth(2) {
        std::fs::write(p, out.source_text).unwrap();
    }
}
