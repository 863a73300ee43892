//! dev
fn main() {
    let p = std::env::args().nth(1).unwrap();
    let bytes = std::fs::read(p).unwrap();
    let t = std::time::Instant::now();
    let r = gangyao_reader::pdf::read(&bytes, Default::default());
    let ms = t.elapsed().as_secs_f64() * 1e3;
    match r {
        Err(e) => println!("error {e:?}"),
        Ok(s) => {
            if std::env::args().nth(2).as_deref() == Some("time") {
                println!("{ms:.1}");
                return;
            }
            let lines: Vec<&str> = s.text.split('\n').collect();
            assert_eq!(lines.len(), s.layout.len());
            let mut at = 0u32;
            let mut page = 0;
            for (l, y) in lines.iter().zip(&s.layout) {
                while page < s.pages.len() && s.pages[page].start <= at { page += 1; println!("--- page {page} {:?}", s.pages[page-1].size); }
                let b = y.bbox.unwrap_or_default();
                println!("{l}\t| {:.0},{:.0},{:.0},{:.0} s{} i{}{}{}{}{}{}{}", b[0], b[1], b[2], b[3], y.size, y.indent,
                    if y.bold {" B"} else {""}, if y.centred {" C"} else {""}, y.furniture.map_or(String::new(), |f| format!(" {f:?}")),
                    y.table.map_or(String::new(), |f| format!(" T{f}")), y.frame.map_or(String::new(), |f| format!(" F{f}")), if y.picture {" PIC"} else {""});
                at += l.len() as u32 + 1;
            }
            for (i, t) in s.tables.iter().enumerate() {
                println!("=== table {i} {:?}", t.range);
                for c in &t.cells { println!("  {},{} {}x{} {:?}", c.row, c.col, c.row_span, c.col_span, c.range.of(&s.text)); }
            }
            for i in &s.inline { println!("inline {:?} {:?}", i.kind, i.range.of(&s.text)); }
            for p in &s.problems { println!("problem {:?} {} {} at {}", p.severity, p.code, p.message, p.at.len()); }
            println!("meta {:?}", s.metadata);
        }
    }
}
