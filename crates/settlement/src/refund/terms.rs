//! Under which terms a refund was asked for; fixed with the request, so that later policies do not touch it (D 47).
//! It must not decide anything.

use std::collections::BTreeSet;

use kernel::{Money, PayoutId, PersonId, RefundId};
use serde::{Deserialize, Serialize};

use super::LostFee;

/// Who asked, what approval it needs, which way it goes. The default: a rule asked, nobody has to approve, the money
/// goes the way it came and nobody is charged for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Terms {
    /// The person who asked; nobody when a rule did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<PersonId>,
    /// Above this, two persons must stand behind the refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub two_persons_above: Option<Money>,
    /// The fee that is lost with the refund, and who bears it (B 22).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_fee: Option<LostFee>,
    /// Why and how the money goes another way than it came (B 19).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Fallback>,
    /// The small refunds that it stands for.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub items: BTreeSet<RefundId>,
}

impl Terms {
    /// Whether there is nothing to store.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// The way for a refund that the channel can no longer make: a payout to the payer, after a person made sure who
/// that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fallback {
    /// Why the channel cannot.
    pub cause: FallbackCause,
    /// The payout that carries the money.
    pub payout: PayoutId,
    /// Who made sure that the account belongs to the payer.
    pub identity_checked_by: PersonId,
}

/// Why a channel can no longer refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FallbackCause {
    /// The payment is older than the channel refunds.
    TooOld,
    /// The channel allows no further partial refund.
    TooManyParts,
    /// The channel refused.
    ChannelRefused,
}
