//! Numbers of a column, some of them absent, each in the room of a number: what many cells take in memory is written on one
//! processor and read on another, and costs more time there than to look at it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number that can be absent: one that no cell has stands for it.
pub trait Number: Copy + PartialEq {
    /// What is absent.
    const ABSENT: Self;

    /// Whether this is it.
    fn is_absent(self) -> bool;
}

/// No record counts so far down.
impl Number for i64 {
    const ABSENT: Self = Self::MIN;

    fn is_absent(self) -> bool {
        self == Self::ABSENT
    }
}

/// What is no number says nothing, in the JSON neither.
impl Number for f64 {
    const ABSENT: Self = Self::NAN;

    fn is_absent(self) -> bool {
        self.is_nan()
    }
}

/// Numbers one behind the other.
#[derive(Clone, Debug)]
pub struct Numbers<T>(Vec<T>);

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Number> PartialEq for Numbers<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// As numbers that are there or not: what stands for an absent one takes more bytes than that.
impl<T: Number + Serialize> Serialize for Numbers<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, T: Number + Deserialize<'de>> Deserialize<'de> for Numbers<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Option<T>>::deserialize(deserializer)?.into_iter().collect())
    }
}

impl<T: Number> FromIterator<Option<T>> for Numbers<T> {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(numbers: I) -> Self {
        Self(numbers.into_iter().map(|number| number.unwrap_or(T::ABSENT)).collect())
    }
}

impl<T: Number> Numbers<T> {
    /// The number of a row.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<T> {
        present(self.0[row])
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Option<T>> {
        self.0.iter().map(|&number| present(number))
    }

    #[inline]
    pub(crate) fn push(&mut self, number: Option<T>) {
        self.0.push(number.unwrap_or(T::ABSENT));
    }

    pub(crate) fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }
}

fn present<T: Number>(number: T) -> Option<T> {
    (!number.is_absent()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_absent_stays_so() {
        let numbers: Numbers<f64> = [Some(5.5), None, Some(0.0)].into_iter().collect();
        assert_eq!(numbers.iter().collect::<Vec<_>>(), [Some(5.5), None, Some(0.0)]);
        assert_eq!((numbers.get(1), numbers.get(2)), (None, Some(0.0)));
        assert_eq!(numbers, numbers.clone());
        let numbers: Numbers<i64> = [None, Some(i64::MAX), Some(-1)].into_iter().collect();
        assert_eq!(numbers.iter().collect::<Vec<_>>(), [None, Some(i64::MAX), Some(-1)]);
        assert_ne!(numbers, [None, Some(i64::MAX), None].into_iter().collect());
    }
}
