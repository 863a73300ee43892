//! A part of a run: `2/8` is the second of eight parts, which together are the whole.

use std::fmt;
use std::str::FromStr;

use super::super::place::number;
use super::Planned;
use crate::Error;

/// One of so many parts of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Shard {
    /// True where an input belongs to this part. Its place decides, or, for one that has none, its path: what other inputs
    /// there are does not move it.
    pub(super) fn holds(self, planned: &Planned) -> bool {
        let key = match planned {
            Planned::Convert { place, .. } => number(place),
            Planned::Settled(line) => number(&line.path),
        };
        key % u64::from(self.of) == u64::from(self.number - 1)
    }

    /// The name of its manifest, so that all parts can write to one folder.
    #[must_use]
    pub fn manifest(self) -> String {
        format!("manifest-{}-of-{}.jsonl", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let parts = text.split_once('/').and_then(|(number, of)| {
            let shard = Self { number: number.trim().parse().ok()?, of: of.trim().parse().ok()? };
            (1..=shard.of).contains(&shard.number).then_some(shard)
        });
        parts.ok_or_else(|| {
            Error::new(
                "bad-shard",
                format!("`{text}` is no part of a run; write I/N with I from 1 to N, as 2/8"),
            )
        })
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_written_as_a_fraction() {
        assert_eq!("2/8".parse::<Shard>().unwrap().manifest(), "manifest-2-of-8.jsonl");
        for wrong in ["0/8", "9/8", "2", "a/b", "1/0", "-1/2", ""] {
            assert_eq!(wrong.parse::<Shard>().unwrap_err().code(), "bad-shard", "{wrong}");
        }
    }
}
