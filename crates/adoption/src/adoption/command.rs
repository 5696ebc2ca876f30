//! What may be asked of an adoption.

use kernel::{AdoptionId, ContentHash, PaymentId, PersonId, PlateBatchId, Sealed, Timestamp};

use super::{Agreement, CancelReason};
use crate::campaign::RiskClause;

/// What may be asked of an adoption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Begin an adoption. Quiet for the same adoption and agreement.
    StartAdoption {
        /// The adoption.
        adoption: AdoptionId,
        /// What is fixed now.
        agreement: Agreement,
    },
    /// The text was checked by `nameplate::NameplateText` and then sealed.
    ProposeNameplate {
        /// The sealed text.
        text: Sealed,
        /// When.
        at: Timestamp,
    },
    /// Let the proposed text hang on the tree. Quiet if approved.
    ApproveNameplate {
        /// When.
        at: Timestamp,
    },
    /// Refuse the proposed text; another may be proposed. Quiet if refused.
    RejectNameplate {
        /// Told to the buyer.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// The buyer accepts contract and risk, and confirms that fresh fruit cannot be returned (D 6, 7). Quiet if
    /// accepted.
    AcceptContract {
        /// The contract that was shown.
        contract: ContentHash,
        /// The clause that was shown.
        risk_clause: RiskClause,
        /// Whether the buyer ticked that fresh fruit cannot be returned.
        no_return_confirmed: bool,
        /// When.
        at: Timestamp,
    },
    /// Before money may be asked for: the contract must be accepted (D 7). Quiet, it records nothing.
    CheckReadyToPay {
        /// The present moment.
        now: Timestamp,
    },
    /// The money is there and the part is taken. Quiet for the same payment. Revives an adoption whose hold
    /// had expired (D 16).
    ConfirmAdoption {
        /// The payment.
        payment: PaymentId,
        /// When.
        at: Timestamp,
    },
    /// End the adoption. Quiet if cancelled, whatever the reason; only `PaidTooLate` is noted once more after an
    /// expired hold, because it lets the money go back.
    CancelAdoption {
        /// Why.
        reason: CancelReason,
        /// When.
        at: Timestamp,
    },
    /// All that was promised is done. Quiet if completed.
    CompleteAdoption {
        /// When.
        at: Timestamp,
    },
    /// The approved words are printed with others. Quiet if printed.
    PrintNameplate {
        /// With which others.
        batch: PlateBatchId,
        /// When.
        at: Timestamp,
    },
    /// The plate hangs on the tree. Quiet if it hangs.
    HangNameplate {
        /// What it looks like there.
        photo: ContentHash,
        /// When.
        at: Timestamp,
    },
    /// Divide a paid adoption among several of the same holder. Quiet if it was divided so.
    SplitAdoption {
        /// Itself first, then the new ones.
        into: Vec<AdoptionId>,
        /// When.
        at: Timestamp,
    },
    /// Begin an adoption that another was divided into: it is paid. Quiet if it began so.
    BeginSplit {
        /// The new adoption.
        adoption: AdoptionId,
        /// What of the divided agreement is its.
        agreement: Agreement,
        /// The payment that confirmed the divided one.
        payment: PaymentId,
        /// When.
        at: Timestamp,
    },
    /// The adoption becomes another person's, who accepts the same contract (D 6). Quiet if it is theirs.
    TransferAdoption {
        /// Whose it becomes.
        to: PersonId,
        /// The contract that was shown.
        contract: ContentHash,
        /// The clause that was shown.
        risk_clause: RiskClause,
        /// Whether the new holder ticked that fresh fruit cannot be returned.
        no_return_confirmed: bool,
        /// The plate's words, sealed for the new holder.
        nameplate: Option<Sealed>,
        /// Whether it was a gift.
        gift: bool,
        /// When.
        at: Timestamp,
    },
}
