//! Words to values: numerals, numbers, units, bounds, dates, plan periods.

pub mod date;
pub mod numeral;
pub mod period;
