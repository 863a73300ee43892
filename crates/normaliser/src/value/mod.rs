//! Words to values: numerals, numbers, units, bounds, dates, plan periods.

pub mod bound;
mod cell;
pub mod date;
mod decimal;
pub mod measure;
pub mod number;
pub mod numeral;
pub mod period;
pub mod stop;
pub mod unit;
pub mod words;

pub use cell::{CellValue, cell};
pub use decimal::Decimal;
