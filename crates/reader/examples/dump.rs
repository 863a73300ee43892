//! Prints what a file was read as: one line of layout and text for each line of the source, then tables, runs and
//! metadata. For looking at a reader's work by eye: `cargo run -p gangyao-reader --example dump -- plan.html`.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use gangyao_reader::{Options, check, read};
use gangyao_text::{LineEnd, LineLayout};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let source = match read(&std::fs::read(&path)?, &path, &Options::default()) {
            Ok(source) => source,
            Err(error) => {
                println!("{path}: {}: {error}; {}", error.code().name(), error.help());
                continue;
            }
        };
        println!("{path}: {} in {}, {:?}", source.format.name(), source.encoding, check(&source));
        for (number, line) in source.text.split('\n').enumerate() {
            println!(
                "{:>5} {:<18} {line}",
                number + 1,
                source.layout.get(number).map_or(String::new(), marks)
            );
        }
        for (number, table) in source.tables.iter().enumerate() {
            println!("table {number} at {:?}", table.range);
            for cell in &table.cells {
                let (down, across) = (cell.row_span, cell.col_span);
                println!("  {},{} {down}x{across} {:?}", cell.row, cell.col, cell.range.of(&source.text));
            }
        }
        for run in &source.inline {
            println!("{:?} {:?}", run.kind, run.range.of(&source.text));
        }
        source.metadata.iter().for_each(|(key, value)| println!("{key} = {value}"));
        source.problems.iter().for_each(|problem| println!("{}: {}", problem.code, problem.message));
    }
    Ok(())
}

fn marks(line: &LineLayout) -> String {
    let mut marks = String::from(match line.end {
        LineEnd::Unknown => "?",
        LineEnd::Paragraph => "¶",
        LineEnd::Soft => "~",
    });
    let mut mark = |on: bool, text: String| {
        if on {
            marks.push_str(&text);
        }
    };
    mark(line.furniture.is_some(), format!(" {:?}", line.furniture));
    mark(line.heading.is_some(), format!(" h{}", line.heading.unwrap_or(0)));
    mark(line.bold, " b".to_owned());
    mark(line.centred, " c".to_owned());
    mark(line.size > 0, format!(" {}", f32::from(line.size) / 10.0));
    mark(line.indent != 0, format!(" >{}", line.indent));
    mark(line.table.is_some(), format!(" t{}", line.table.unwrap_or(0)));
    mark(line.frame.is_some(), format!(" f{}", line.frame.unwrap_or(0)));
    mark(line.picture, " picture".to_owned());
    marks
}
