//! dev
fn main(){ let p=std::env::args().nth(1).unwrap(); print!("{}", gangyao_reader::pdf::dump(std::fs::read(p).unwrap())); }
