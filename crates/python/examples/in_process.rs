//! What the program does in its own process, without files: converts documents and makes their rows. `benches/python`
//! compares the wheel with it: `in_process convert|rows FILE…` ends when all are done.

use gangyao::{Options, batch::read_file, convert};
use mimalloc::MiMalloc;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let with_rows = arguments.next().as_deref() == Some("rows");
    for path in arguments {
        let bytes = read_file(path.as_ref()).expect("the caller gives files that are there");
        let Ok(output) = convert(&bytes, &path, &Options::default()) else { continue };
        if with_rows {
            std::hint::black_box(gangyao_tables::flatten(&output.conversion, &path));
        }
        std::hint::black_box(output);
    }
}
