//! A season: the year in which the fruit of an offer is harvested first.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Why a text is not a season.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a season is a year from {} to {}", Season::FIRST, Season::LAST)]
pub struct SeasonError;

/// A harvest year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Season(u16);

impl Season {
    /// The first year that can be a season.
    pub const FIRST: u16 = 2000;
    /// The last year that can be a season.
    pub const LAST: u16 = 2999;

    /// The season of a year.
    ///
    /// # Errors
    /// A year outside 2000–2999.
    pub fn new(year: u16) -> Result<Self, SeasonError> {
        (Self::FIRST..=Self::LAST)
            .contains(&year)
            .then_some(Self(year))
            .ok_or(SeasonError)
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Season {
    type Error = SeasonError;
    fn try_from(year: u16) -> Result<Self, SeasonError> {
        Self::new(year)
    }
}

impl From<Season> for u16 {
    fn from(season: Season) -> Self {
        season.0
    }
}

impl fmt::Display for Season {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Season {
    type Err = SeasonError;
    fn from_str(text: &str) -> Result<Self, SeasonError> {
        text.parse().map_err(|_| SeasonError).and_then(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plausible_years_are_seasons() {
        assert_eq!("2026".parse::<Season>().unwrap().year(), 2026);
        for text in ["1999", "3000", "", "twenty"] {
            assert_eq!(text.parse::<Season>(), Err(SeasonError), "{text}");
        }
        assert!(serde_json::from_str::<Season>("1").is_err());
    }
}
