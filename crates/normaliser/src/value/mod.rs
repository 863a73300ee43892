//! Words to values: numerals, numbers, units, bounds, dates, plan periods.

pub mod numeral;
