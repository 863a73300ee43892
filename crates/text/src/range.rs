//! Half-open byte ranges, one type a text.

/// Declares a range type; a macro, because the two types must not convert into each other.
macro_rules! range_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            /// First byte.
            pub start: u32,
            /// One past the last byte.
            pub end: u32,
        }

        impl $name {
            /// A range from `start` to `end`.
            ///
            /// # Panics
            /// When `end` lies before `start`, which is an error of the program.
            #[inline]
            #[must_use]
            pub fn new(start: u32, end: u32) -> Self {
                assert!(start <= end, "range {start}..{end} runs backwards");
                Self { start, end }
            }

            /// A range from offsets of a slice. Texts are under 4 GiB: the reader refuses larger input.
            #[inline]
            #[must_use]
            pub fn from_usize(start: usize, end: usize) -> Self {
                let small = |at: usize| u32::try_from(at).expect("readers refuse texts of 4 GiB and more");
                Self::new(small(start), small(end))
            }

            /// Length in bytes.
            #[inline]
            #[must_use]
            pub const fn len(self) -> usize {
                (self.end - self.start) as usize
            }

            /// True when the range holds nothing.
            #[inline]
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// As a standard range, for slicing.
            #[inline]
            #[must_use]
            pub const fn as_usize(self) -> std::ops::Range<usize> {
                self.start as usize..self.end as usize
            }

            /// The slice of `text` that this range names.
            #[inline]
            #[must_use]
            pub fn of(self, text: &str) -> &str {
                &text[self.as_usize()]
            }

            /// True when `other` lies inside this range.
            #[inline]
            #[must_use]
            pub const fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// The smallest range that holds both.
            #[inline]
            #[must_use]
            pub fn cover(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }

            /// This range without the white space at its ends, in `text`.
            #[must_use]
            pub fn trim(self, text: &str) -> Self {
                let rest = self.of(text).trim_start();
                let start = self.as_usize().end - rest.len();
                Self::from_usize(start, start + rest.trim_end().len())
            }
        }
    };
}

range_type! {
    /// Bytes of the source text.
    SourceRange
}
range_type! {
    /// Bytes of the normalised text.
    NormRange
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_keeps_the_middle() {
        let text = "  第一章 总则 \n";
        assert_eq!(NormRange::from_usize(0, text.len()).trim(text).of(text), "第一章 总则");
        let blank = "   ";
        assert!(NormRange::from_usize(0, 3).trim(blank).is_empty());
    }

    #[test]
    #[should_panic(expected = "runs backwards")]
    fn a_backward_range_is_refused() {
        let _ = SourceRange::new(3, 2);
    }
}
