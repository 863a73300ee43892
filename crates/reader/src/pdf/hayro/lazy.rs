//! Values that are made when they are first asked for.

/// A value that may turn out not to be there.
#[derive(Default)]
pub(super) enum Lazy<T> {
    /// Nobody asked yet.
    #[default]
    Unasked,
    /// Made, or found missing.
    Asked(Option<T>),
}

impl<T> Lazy<T> {
    /// The value, made now if it was not before.
    pub(super) fn get(&mut self, make: impl FnOnce() -> Option<T>) -> Option<&T> {
        if let Self::Unasked = self {
            *self = Self::Asked(make());
        }
        match self {
            Self::Asked(value) => value.as_ref(),
            Self::Unasked => None,
        }
    }
}
