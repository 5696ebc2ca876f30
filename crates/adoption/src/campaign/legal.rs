//! Which law an offer falls under, as data (domain.md A 6, B 12): shipped once or several times, how long a buyer may
//! think again, how money goes back. It is no legal advice: where a point needs a lawyer there is a setting with a safe
//! default.

use serde::{Deserialize, Serialize};

use super::{Rejection, Terms};

/// Days to think again that the interpretation of the Supreme People's Court on prepaid consumption gives from the day
/// of payment (Fa Shi 2025 No. 4, Art. 14, in force since 2025-05-01).
pub const COOLING_OFF_DAYS_PREPAID: u8 = 7;
/// Most days to think again that can be promised: longer would outlast the shortest season.
pub const MAX_COOLING_OFF_DAYS: u8 = 60;

/// How what was paid for is redeemed; several times makes it prepaid consumption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Redemption {
    /// One shipment settles everything.
    SingleShipment,
    /// Several shipments: prepaid consumption, with its right to think again and to the unused balance.
    MultipleShipments,
}

/// How money goes back; shown before purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefundMethod {
    /// By the way it came.
    OriginalWay,
    /// By bank transfer to an account the buyer names.
    BankTransfer,
}

/// Who bears the fee that a channel keeps although the money goes back, when a buyer withdraws and nothing is wrong
/// (B 22). Within the days to think again it is never the buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WithdrawalFee {
    /// The platform: the safe default where an offer says nothing.
    #[default]
    Platform,
    /// The buyer: so much less goes back.
    Buyer,
}

impl WithdrawalFee {
    /// Whether it is the default.
    #[must_use]
    pub const fn is_platforms(&self) -> bool {
        matches!(self, Self::Platform)
    }
}

/// What the law asks of an offer. There is no field for yield, interest or buy-back (D 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalProfile {
    /// Once or several times.
    pub redemption: Redemption,
    /// Days from payment within which a buyer may withdraw for all of the money; 0 for none beyond the law's.
    pub cooling_off_days: u8,
    /// How money goes back.
    pub refund_method: RefundMethod,
    /// Who bears a channel's fee when the buyer withdraws later than that; left out in old events.
    #[serde(default, skip_serializing_if = "WithdrawalFee::is_platforms")]
    pub withdrawal_fee: WithdrawalFee,
}

impl LegalProfile {
    /// The safe profile for terms that say nothing else: several boxes are several shipments.
    #[must_use]
    pub const fn for_boxes(boxes: u8) -> Self {
        let redemption = if boxes > 1 {
            Redemption::MultipleShipments
        } else {
            Redemption::SingleShipment
        };
        Self {
            redemption,
            cooling_off_days: match redemption {
                Redemption::MultipleShipments => COOLING_OFF_DAYS_PREPAID,
                Redemption::SingleShipment => 0,
            },
            refund_method: RefundMethod::OriginalWay,
            withdrawal_fee: WithdrawalFee::Platform,
        }
    }

    /// Whether the profile fits the terms: several boxes cannot be called one shipment, prepaid consumption has its days
    /// to think again.
    pub(super) fn check(&self, terms: &Terms) -> Result<(), Rejection> {
        if terms.boxes > 1 && self.redemption == Redemption::SingleShipment {
            return Err(Rejection::SeveralBoxesAreSeveralShipments);
        }
        let least = match self.redemption {
            Redemption::MultipleShipments => COOLING_OFF_DAYS_PREPAID,
            Redemption::SingleShipment => 0,
        };
        if !(least..=MAX_COOLING_OFF_DAYS).contains(&self.cooling_off_days) {
            return Err(Rejection::CoolingOffInvalid {
                least,
                most: MAX_COOLING_OFF_DAYS,
            });
        }
        Ok(())
    }
}
