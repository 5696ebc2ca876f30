//! Why a command to a lot is refused. Facts only; the words a person reads are made at the edge.

use kernel::Grams;

/// Which rule said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
pub enum Rejection {
    /// Nothing was harvested in this stream.
    #[error("there is no such lot")]
    LotUnknown,
    /// The id is taken by a lot of other facts.
    #[error("the lot exists already")]
    LotExists,
    /// The code is empty, too long or has other characters.
    #[error("a lot code has 1 to 20 letters, digits or hyphens")]
    CodeInvalid,
    /// There is no fruit beside the crates.
    #[error("the tare is not below the gross weight")]
    TareInvalid,
    /// More than any lot weighs: a slip of the pen.
    #[error("a lot weighs at most {max} with its crates")]
    WeightTooLarge {
        /// The limit, [`LOT_GRAMS_MAX`](super::LOT_GRAMS_MAX).
        max: Grams,
    },
    /// Scales and tree list disagree.
    #[error("the trees gave {yields}, the net weight is {net}")]
    YieldsDiffer {
        /// What the trees gave in all.
        yields: Grams,
        /// Gross less tare.
        net: Grams,
    },
    /// No tree, too many, or one named twice.
    #[error("a lot comes from 1 to {max} trees, each named once")]
    TreesInvalid {
        /// The limit, [`TREES_MAX`](super::TREES_MAX).
        max: usize,
    },
    /// Picked after today.
    #[error("fruit cannot be picked in the future")]
    PickedInFuture,
    /// Picked before any season that is still on.
    #[error("fruit cannot have been picked more than {max} days ago")]
    PickedTooLongAgo {
        /// The limit in days, [`PICKED_DAYS_MAX`](super::PICKED_DAYS_MAX).
        max: u64,
    },
    /// A field of the certificate is out of bounds.
    #[error("field {field} of the certificate is empty or too long")]
    CertificateFieldInvalid {
        /// The field's name.
        field: &'static str,
    },
    /// The lot has another certificate.
    #[error("the lot has certificate {number}")]
    CertificateExists {
        /// The number of the one it has.
        number: String,
    },
    /// There is no certificate to replace.
    #[error("the lot has no certificate")]
    CertificateMissing,
    /// A number stands for one certificate for ever.
    #[error("the lot had certificate {number} already")]
    CertificateNumberUsed {
        /// The number.
        number: String,
    },
    /// Mixing takes other lots, each named once; other causes name none.
    #[error("1 to {max} other lots are mixed, each named once, and none without mixing")]
    MixedLotsInvalid {
        /// The most, [`MIXED_LOTS_MAX`](super::MIXED_LOTS_MAX) less this one.
        max: usize,
    },
    /// Nothing is no loss.
    #[error("a loss is of some grams")]
    LossEmpty,
    /// More than is there, or than belongs to nobody once the lot is divided.
    #[error("only {available} can be sorted out")]
    LossAboveAvailable {
        /// What can be.
        available: Grams,
    },
    /// The corrected weighing leaves less than was sorted out.
    #[error("{lost} were sorted out already")]
    LostMoreThanWeighed {
        /// What was sorted out.
        lost: Grams,
    },
    /// It was declared never to have been picked; that is final.
    #[error("the lot was declared never to have been picked")]
    LotWithdrawn,
    /// The correction says what was said before.
    #[error("the correction says nothing else")]
    NothingCorrected,
    /// No reason was given.
    #[error("a correction needs a reason")]
    ReasonMissing,
    /// The reason is too long.
    #[error("a reason has at most {max} characters")]
    ReasonTooLong {
        /// The limit, [`REASON_CHARS_MAX`](crate::correction::REASON_CHARS_MAX).
        max: usize,
    },
    /// A rerun of the division came to something else (D 35).
    #[error("the lot is allocated already")]
    LotAlreadyAllocated,
    /// Its trees were sold under offers that divide by different rules; weighed apart, each lot has one.
    #[error("the trees of the lot belong to offers that divide by different rules")]
    PoliciesDiffer,
    /// What is surplus is known only after the division.
    #[error("the lot is not divided")]
    LotNotDivided,
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::LotUnknown => "lot-unknown",
            Self::LotExists => "lot-exists",
            Self::CodeInvalid => "code-invalid",
            Self::TareInvalid => "tare-invalid",
            Self::WeightTooLarge { .. } => "weight-too-large",
            Self::YieldsDiffer { .. } => "yields-differ",
            Self::TreesInvalid { .. } => "trees-invalid",
            Self::PickedInFuture => "picked-in-future",
            Self::PickedTooLongAgo { .. } => "picked-too-long-ago",
            Self::CertificateFieldInvalid { .. } => "certificate-field-invalid",
            Self::CertificateExists { .. } => "certificate-exists",
            Self::CertificateMissing => "certificate-missing",
            Self::CertificateNumberUsed { .. } => "certificate-number-used",
            Self::MixedLotsInvalid { .. } => "mixed-lots-invalid",
            Self::LossEmpty => "loss-empty",
            Self::LossAboveAvailable { .. } => "loss-above-available",
            Self::LostMoreThanWeighed { .. } => "lost-more-than-weighed",
            Self::LotWithdrawn => "lot-withdrawn",
            Self::NothingCorrected => "nothing-corrected",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
            Self::LotAlreadyAllocated => "lot-already-allocated",
            Self::PoliciesDiffer => "policies-differ",
            Self::LotNotDivided => "lot-not-divided",
        }
    }
}
