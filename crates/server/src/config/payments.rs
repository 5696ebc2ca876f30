//! What payers are shown, and how payments are looked after.

use std::path::PathBuf;

use kernel::Money;
use serde::{Deserialize, Serialize};

use super::ConfigError;

/// Longest time between two rounds of questions to channels, in seconds (an hour).
const ASK_SECONDS_MAX: u64 = 3_600;
/// Above this one person alone may never be trusted with money, in fen (a million yuan).
const TWO_PERSONS_ABOVE_FEN_MAX: i64 = 100_000_000;

/// What payers are shown, and how payments are looked after.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Payments {
    /// Who holds the bank account that buyers transfer to. It is shown, never checked: money counts when an operator
    /// records it or brings in a statement.
    pub account_holder: String,
    /// At which bank.
    pub account_bank: String,
    /// The account's number.
    pub account_number: String,
    /// A TOML file with the layouts of banks' CSV files, one table each; empty for the plain layout alone.
    pub bank_layouts_file: PathBuf,
    /// Time between two rounds of questions to channels about what is open there, in seconds.
    pub ask_seconds: u64,
    /// Above this, two persons must stand behind a refund or a payout, in fen.
    pub two_persons_above_fen: i64,
}

impl Default for Payments {
    fn default() -> Self {
        Self {
            account_holder: String::new(),
            account_bank: String::new(),
            account_number: String::new(),
            bank_layouts_file: PathBuf::new(),
            ask_seconds: 15,
            two_persons_above_fen: 500_000,
        }
    }
}

impl Payments {
    /// Above this, two persons must stand behind a refund or a payout.
    #[must_use]
    pub fn two_persons_above(&self) -> Money {
        Money::fen(self.two_persons_above_fen)
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if !(1..=ASK_SECONDS_MAX).contains(&self.ask_seconds) {
            return Err(ConfigError::Invalid {
                setting: "payments.ask_seconds",
                why: "from 1 to 3600 (an hour)",
            });
        }
        if !(0..=TWO_PERSONS_ABOVE_FEN_MAX).contains(&self.two_persons_above_fen) {
            return Err(ConfigError::Invalid {
                setting: "payments.two_persons_above_fen",
                why: "from 0 to 100000000 (a million yuan)",
            });
        }
        Ok(())
    }
}
