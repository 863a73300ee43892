//! How JSON is spelt: no white space inside a record, and numbers without exponents.

use std::io::{self, Write};

use serde::Serialize;

use crate::serializer::Json;

/// Integers below this are exact in a double.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes one value without white space. A number with a fraction is written with the fewest digits that read back as
/// the same double, one without as an integer, neither ever with an exponent: 801.05亿元 is `80105000000`, 5.0 is `5`.
/// This is what JavaScript and `jq` write up to 10²¹, and it is the same on every machine.
///
/// # Errors
/// Those of `out`, and a value that no record holds: a map without text keys, bytes.
pub fn write_value(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    value.serialize(&mut Json::new(out)).map_err(io::Error::from)
}

/// Writes a number. The standard library's `Display` of floats gives the shortest digits that read back, without
/// exponent and, for an integer, without `.0`.
pub(crate) fn double(out: &mut impl Write, value: f64) -> io::Result<()> {
    if !value.is_finite() {
        out.write_all(b"null")
    } else if value.fract() == 0.0 && value.abs() < EXACT {
        out.write_all(itoa::Buffer::new().format(value as i64).as_bytes())
    } else {
        write!(out, "{value}")
    }
}

/// Writes a number of single precision: its own shortest digits, not those of the double that it is too.
pub(crate) fn single(out: &mut impl Write, value: f32) -> io::Result<()> {
    if value.is_finite() { write!(out, "{value}") } else { out.write_all(b"null") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: f64, expected: &str) {
        let mut out = Vec::new();
        write_value(&value, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        if value.is_finite() {
            let back: f64 = serde_json::from_str(expected).unwrap();
            assert_eq!(back, value, "{expected} reads back");
        }
    }

    #[test]
    fn integers_have_no_fraction_and_no_exponent() {
        check(5.0, "5");
        check(0.0, "0");
        check(-3.0, "-3");
        check(80_105_000_000.0, "80105000000");
        check(1.94e12, "1940000000000");
        check(1e20, "100000000000000000000");
    }

    #[test]
    fn fractions_have_the_fewest_digits() {
        check(5.7, "5.7");
        check(39.2, "39.2");
        check(0.1 + 0.2, "0.30000000000000004");
        check(1e-7, "0.0000001");
    }

    #[test]
    fn what_is_no_number_is_null() {
        check(f64::NAN, "null");
        check(f64::INFINITY, "null");
    }

    #[test]
    fn single_precision_stays_short() {
        let mut out = Vec::new();
        write_value(&[72.1_f32, 90.0], &mut out).unwrap();
        assert_eq!(out, b"[72.1,90]");
    }
}
