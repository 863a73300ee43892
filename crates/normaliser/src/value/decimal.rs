//! Exact decimal numbers as they are written: 801.05亿 must be 80105000000 and not 80104999999.99.
//!
//! The digits are kept apart from the decimal exponent; multiples only move the exponent, and the nearest `f64` is
//! taken once, at the end, from the decimal text.

/// A number written in decimal digits: `digits` × 10^`exponent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: u64,
    exponent: i32,
}

impl Decimal {
    /// A whole number.
    #[must_use]
    pub const fn whole(digits: u64) -> Self {
        Self { digits, exponent: 0 }
    }

    /// Reads ASCII digits with at most one point; thousands commas and spaces are skipped. More than 18 digits are no number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (mut digits, mut exponent, mut count, mut fraction) = (0u64, 0i32, 0u32, false);
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' => {
                    digits = digits.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
                    exponent -= i32::from(fraction);
                    count += 1;
                }
                b'.' if !fraction => fraction = true,
                b',' | b' ' => {}
                _ => return None,
            }
        }
        (1..=18).contains(&count).then_some(Self { digits, exponent })
    }

    /// The number times ten to the `power`.
    #[must_use]
    pub const fn shifted(self, power: i32) -> Self {
        Self { digits: self.digits, exponent: self.exponent + power }
    }

    /// The nearest floating point number.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // Digits and power are exact in themselves, so their product or quotient is the nearest number.
        if self.digits < 1 << 53
            && let Some(power) = POWERS.get(self.exponent.unsigned_abs() as usize)
        {
            let digits = self.digits as f64;
            return if self.exponent < 0 { digits / power } else { digits * power };
        }
        format!("{}e{}", self.digits, self.exponent).parse().expect("digits and an exponent are a number")
    }
}

/// The powers of ten that a floating point number holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_way_is_the_exact_one() {
        for digits in (0..1 << 53).step_by(9_007_199_254_711) {
            for exponent in -22..=22 {
                let exact: f64 = format!("{digits}e{exponent}").parse().unwrap();
                assert_eq!(Decimal { digits, exponent }.to_f64(), exact);
            }
        }
    }

    #[track_caller]
    fn check(text: &str, power: i32, expected: Option<f64>) {
        assert_eq!(Decimal::parse(text).map(|d| d.shifted(power).to_f64()), expected, "{text}");
    }

    #[test]
    fn scaling_is_exact() {
        check("801.05", 8, Some(80_105_000_000.0));
        check("1.94", 12, Some(1_940_000_000_000.0));
        check("4.348", 4, Some(43_480.0));
        check("6677.8", 4, Some(66_778_000.0));
        check("0.034", 0, Some(0.034));
        check("1,234.5", 0, Some(1234.5));
    }

    #[test]
    fn what_is_no_decimal() {
        check("", 0, None);
        check("1.2.3", 0, None);
        check("12345678901234567890", 0, None);
        check(".", 0, None);
    }
}
