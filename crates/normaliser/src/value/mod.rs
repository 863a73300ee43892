//! Words to values: numerals, numbers, units, bounds, dates, plan periods.

pub mod bound;
mod cell;
mod decimal;
pub mod measure;
pub mod number;
pub mod numeral;
pub mod unit;

pub use cell::{CellValue, cell};
pub use decimal::Decimal;
