//! Mass in integer grams.

use std::{fmt, iter::Sum};

use serde::{Deserialize, Serialize};

/// A mass in grams; never negative.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Grams(pub u64);

impl Grams {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Adds; stops at the largest number, which no harvest reaches.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What remains; `None` if more is taken than there is.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// What remains, but never less than nothing.
    #[must_use]
    pub const fn minus_or_zero(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Grams {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::plus)
    }
}

impl<'a> Sum<&'a Self> for Grams {
    fn sum<I: Iterator<Item = &'a Self>>(iter: I) -> Self {
        iter.copied().sum()
    }
}

impl fmt::Display for Grams {
    /// Plain form for logs and exports: `10000 g`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} g", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mass_never_goes_below_nothing() {
        assert_eq!(Grams(3).minus(Grams(4)), None);
        assert_eq!(Grams(3).minus_or_zero(Grams(4)), Grams::ZERO);
        assert_eq!(Grams(4).minus(Grams(3)), Some(Grams(1)));
        assert_eq!([Grams(1), Grams(2)].iter().sum::<Grams>(), Grams(3));
    }
}
