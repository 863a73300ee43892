//! What is known of each record of a document, found by its id.

/// Something of each record, by the record's id.
#[derive(Clone, Debug)]
pub struct ById<'a, T> {
    /// In the order of their keys.
    known: Vec<(u64, &'a str, T)>,
}

impl<'a, T: Copy> ById<'a, T> {
    /// Takes what is known of each record.
    #[must_use]
    pub fn new(known: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut known: Vec<_> = known.into_iter().map(|(id, of)| (key(id), id, of)).collect();
        known.sort_unstable_by_key(|&(key, ..)| key);
        Self { known }
    }

    /// What is known of the record with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<T> {
        let key = key(id);
        let first = self.known.partition_point(|&(other, ..)| other < key);
        let equal = self.known[first..].iter().take_while(|&&(other, ..)| other == key);
        equal.into_iter().find(|&&(_, other, _)| other == id).map(|&(.., of)| of)
    }
}

/// The last digits of an id as a number, since numbers are compared faster than texts that begin alike: an id ends in digits
/// of a hash.
fn key(id: &str) -> u64 {
    id.as_bytes().last_chunk().map_or(0, |&digits| u64::from_be_bytes(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_also_where_they_end_alike() {
        let ids = ["a-000000000001", "b-000000000001", "", "c", "a-000000000000"];
        let by_id = ById::new(ids.into_iter().zip(0..));
        for (place, id) in ids.into_iter().enumerate() {
            assert_eq!(by_id.get(id), Some(place));
        }
        for id in ["c-000000000001", "b", "a-000000000002"] {
            assert_eq!(by_id.get(id), None);
        }
    }
}
