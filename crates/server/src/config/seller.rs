//! Who sells: what a contract must say of the party that is not the buyer.

use serde::{Deserialize, Serialize};

/// Who sells. What is left empty is left out of contracts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seller {
    /// The registered name.
    pub name: String,
    /// The number of the registration (统一社会信用代码).
    pub registration: String,
    /// The registered address.
    pub address: String,
    /// How to reach them: phone or e-mail.
    pub contact: String,
}
