//! What a farm gets for one season: advanced, earned, held back, charged, paid. Stream
//! `farmer-account-<FarmId>.<season>`. An advance is an asset of the platform until delivered fruit earns it (D 17).
//! It must not know how money is sent (payouts do) nor what a box is worth (the books tell the revenue).

use kernel::{
    AdoptionId, Decider, DisputeId, EntryId, FarmId, Money, PayoutId, PersonId, Season, Timestamp,
    codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

mod rejection;
mod rules;
mod settling;
mod state;
mod terms;

pub use rejection::Rejection;
pub use state::{Agreed, Proposed, State, Transfer, TransferPhase};
pub use terms::{ChargeCause, PERMILLE, Statement, Terms};

/// What may be asked of a farmer's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Agree on how money is divided. Until the first advance or earning it can be agreed anew.
    AgreeFarmerTerms {
        /// The farm.
        farm: FarmId,
        /// The season.
        season: Season,
        /// The division.
        terms: Terms,
        /// When.
        at: Timestamp,
    },
    /// A confirmed adoption covers advances. Quiet if it does already.
    CoverAdvance {
        /// Which.
        adoption: AdoptionId,
        /// What was paid for it.
        price: Money,
        /// When.
        at: Timestamp,
    },
    /// A cancelled adoption covers nothing any more. Quiet if it does not.
    UncoverAdvance {
        /// Which.
        adoption: AdoptionId,
        /// When.
        at: Timestamp,
    },
    /// Advance a tranche, within the limit (D 17).
    GrantAdvance {
        /// The payout that will carry it.
        payout: PayoutId,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// Delivered fruit earned money. Quiet for a box that was recorded.
    RecordEarning {
        /// Whose box.
        adoption: AdoptionId,
        /// Which of its boxes, from 1.
        nth: u8,
        /// What the books took as revenue for it.
        revenue: Money,
        /// When.
        at: Timestamp,
    },
    /// Charge the farm. Quiet for the same charge.
    ChargeFarm {
        /// The charge.
        charge: EntryId,
        /// On whose behalf.
        adoption: AdoptionId,
        /// Why.
        cause: ChargeCause,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// A dispute freezes what an adoption earned (D 20).
    FreezeEarnings {
        /// Whose earnings.
        adoption: AdoptionId,
        /// For which dispute.
        dispute: DisputeId,
        /// When.
        at: Timestamp,
    },
    /// The dispute is over.
    UnfreezeEarnings {
        /// Whose earnings.
        adoption: AdoptionId,
        /// Which dispute it was.
        dispute: DisputeId,
        /// When.
        at: Timestamp,
    },
    /// The claim window is over: what was held back becomes payable. Quiet if nothing is held back.
    ReleaseHoldback {
        /// When.
        at: Timestamp,
    },
    /// Propose to pay what is payable.
    ProposeSettlement {
        /// When.
        at: Timestamp,
    },
    /// The farm agrees.
    AgreeSettlement {
        /// Which proposal.
        number: u32,
        /// Who agrees.
        by: PersonId,
        /// The payout that will carry it.
        payout: PayoutId,
        /// When.
        at: Timestamp,
    },
    /// The farm does not agree.
    DisputeSettlement {
        /// Which proposal.
        number: u32,
        /// Who says so.
        by: PersonId,
        /// Why, 1–200 characters on one line.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// The bank's fact: a payout of this account arrived.
    RecordPaid {
        /// Which.
        payout: PayoutId,
        /// When.
        at: Timestamp,
    },
    /// The bank's fact: a payout of this account did not arrive.
    RecordNotPaid {
        /// Which.
        payout: PayoutId,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a farmer's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// It is agreed how money is divided.
    #[serde(rename = "settlement.farmer-terms-agreed")]
    FarmerTermsAgreed {
        /// The farm.
        farm: FarmId,
        /// The season.
        season: Season,
        /// The division.
        terms: Terms,
        /// When.
        at: Timestamp,
    },
    /// A confirmed adoption covers advances.
    #[serde(rename = "settlement.advance-covered")]
    AdvanceCovered {
        /// Which.
        adoption: AdoptionId,
        /// What was paid for it.
        price: Money,
        /// When.
        at: Timestamp,
    },
    /// An adoption covers nothing any more.
    #[serde(rename = "settlement.advance-uncovered")]
    AdvanceUncovered {
        /// Which.
        adoption: AdoptionId,
        /// When.
        at: Timestamp,
    },
    /// A tranche is on its way.
    #[serde(rename = "settlement.advance-granted")]
    AdvanceGranted {
        /// The payout that carries it.
        payout: PayoutId,
        /// How much.
        amount: Money,
        /// The limit at that moment.
        limit: Money,
        /// When.
        at: Timestamp,
    },
    /// Delivered fruit earned money.
    #[serde(rename = "settlement.farmer-earned")]
    FarmerEarned {
        /// Whose box.
        adoption: AdoptionId,
        /// Which of its boxes, from 1.
        nth: u8,
        /// Revenue of the box.
        revenue: Money,
        /// The farm's part of it.
        earned: Money,
        /// Of that, kept to pay back the advance.
        recovered: Money,
        /// Of that, waiting for claims.
        held_back: Money,
        /// When.
        at: Timestamp,
    },
    /// The farm was charged.
    #[serde(rename = "settlement.farmer-charged")]
    FarmerCharged {
        /// The charge.
        charge: EntryId,
        /// On whose behalf.
        adoption: AdoptionId,
        /// Why.
        cause: ChargeCause,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// What an adoption earned waits for a dispute.
    #[serde(rename = "settlement.earnings-frozen")]
    EarningsFrozen {
        /// Whose earnings.
        adoption: AdoptionId,
        /// For which dispute.
        dispute: DisputeId,
        /// When.
        at: Timestamp,
    },
    /// It waits no longer.
    #[serde(rename = "settlement.earnings-unfrozen")]
    EarningsUnfrozen {
        /// Whose earnings.
        adoption: AdoptionId,
        /// Which dispute it was.
        dispute: DisputeId,
        /// When.
        at: Timestamp,
    },
    /// What was held back became payable.
    #[serde(rename = "settlement.holdback-released")]
    HoldbackReleased {
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// It was proposed to pay what is payable.
    #[serde(rename = "settlement.settlement-proposed")]
    SettlementProposed {
        /// Which proposal, from 1.
        number: u32,
        /// How it was reckoned.
        statement: Statement,
        /// When.
        at: Timestamp,
    },
    /// The farm agreed; the money is on its way.
    #[serde(rename = "settlement.settlement-agreed")]
    SettlementAgreed {
        /// Which proposal.
        number: u32,
        /// Who agreed.
        by: PersonId,
        /// The payout that carries it.
        payout: PayoutId,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The farm did not agree.
    #[serde(rename = "settlement.settlement-disputed")]
    SettlementDisputed {
        /// Which proposal.
        number: u32,
        /// Who said so.
        by: PersonId,
        /// Why.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// A payout arrived.
    #[serde(rename = "settlement.farmer-paid")]
    FarmerPaid {
        /// Which.
        payout: PayoutId,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// A payout did not arrive; its money is where it was before.
    #[serde(rename = "settlement.farmer-not-paid")]
    FarmerNotPaid {
        /// Which.
        payout: PayoutId,
        /// Whether it was a tranche of the advance.
        advance: bool,
        /// How much.
        amount: Money,
        /// What had been kept of the earned to pay back this advance, and is payable again.
        given_back: Money,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "farmer-account";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.farmer-terms-agreed", 1),
        ("settlement.advance-covered", 1),
        ("settlement.advance-uncovered", 1),
        ("settlement.advance-granted", 1),
        ("settlement.farmer-earned", 1),
        ("settlement.farmer-charged", 1),
        ("settlement.earnings-frozen", 1),
        ("settlement.earnings-unfrozen", 1),
        ("settlement.holdback-released", 1),
        ("settlement.settlement-proposed", 1),
        ("settlement.settlement-agreed", 1),
        ("settlement.settlement-disputed", 1),
        ("settlement.farmer-paid", 1),
        ("settlement.farmer-not-paid", 1),
    ];
}

/// The id part of an account's stream name.
#[must_use]
pub fn stream_id(farm: FarmId, season: Season) -> String {
    format!("{farm}.{season}")
}

/// The rules of a farmer's account.
#[derive(Debug, Clone, Copy)]
pub struct FarmerAccount;

impl Decider for FarmerAccount {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        rules::decide(state, command)
    }

    fn evolve(state: &mut State, event: &Event) {
        state.remember(event);
    }
}

#[cfg(test)]
mod tests;
