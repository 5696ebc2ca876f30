//! Why a command to a parcel is refused. Facts only; the words a person reads are made at the edge.

/// Which rule said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
pub enum Rejection {
    /// Nothing was packed in this stream.
    #[error("there is no such parcel")]
    ParcelUnknown,
    /// The id is taken by a parcel of other facts.
    #[error("the parcel exists already")]
    ParcelExists,
    /// Carrier or tracking number out of bounds.
    #[error("carrier and tracking number have 1 to 40 letters, digits or hyphens")]
    TrackingInvalid,
    /// It travels under another number.
    #[error("the parcel was handed over as {tracking}")]
    ParcelAlreadyHandedOver {
        /// The number it travels under.
        tracking: String,
    },
    /// It cannot arrive before it left (D 40).
    #[error("the parcel has not been handed over")]
    ParcelNotHandedOver,
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ParcelUnknown => "parcel-unknown",
            Self::ParcelExists => "parcel-exists",
            Self::TrackingInvalid => "tracking-invalid",
            Self::ParcelAlreadyHandedOver { .. } => "parcel-already-handed-over",
            Self::ParcelNotHandedOver => "parcel-not-handed-over",
        }
    }
}
