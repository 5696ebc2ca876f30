//! What payers are shown.

use serde::{Deserialize, Serialize};

/// The bank account that buyers transfer to. It is shown, never checked: money counts when an operator records it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Payments {
    /// Who holds the account.
    pub account_holder: String,
    /// At which bank.
    pub account_bank: String,
    /// The account's number.
    pub account_number: String,
}
