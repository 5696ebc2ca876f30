//! The kinds of letters: which need consent, and which address they go to. It must not know their words.

use serde::{Deserialize, Serialize};

use crate::contact::Purpose;

/// What a letter tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Follow this link if the address is yours.
    VerifyEmail,
    /// Your letters go to another address from now on.
    EmailChanged,
    /// The contract is accepted and the tree held: this is how to pay.
    OrderHeld,
    /// The money is there; the contract comes with it.
    AdoptionConfirmed,
    /// The hold ended without payment.
    HoldEnded,
    /// The money came too late and goes back.
    PaidTooLate,
    /// The adoption ended before its harvest.
    AdoptionCancelled,
    /// The money is back.
    RefundSettled,
    /// More came than was asked for, or another amount; it is the payer's.
    PaidBeside,
    /// The campaign reached its goal.
    CampaignSucceeded,
    /// A share is free for who waited.
    PlaceOffered,
    /// The nameplate's text was refused.
    NameplateRejected,
    /// A box is on its way.
    ParcelSent,
    /// To the giver: somebody accepted the adoption.
    AdoptionGiven,
    /// To who accepted it: the adoption is theirs; the contract comes with it.
    AdoptionReceived,
    /// To the giver: nobody accepted the adoption in time, or it was declined.
    HandoverEnded,
    /// The holder is asked first whether they want the next season.
    RenewalOffered,
    /// The adoption renews by itself on a day, and can be stopped in one step (D 10).
    RenewalReminder,
    /// Less fruit than promised will come: the buyer may choose what is done.
    RemedyOffered,
    /// The time to choose ends soon; what happens without a choice is said.
    RemedyReminder,
    /// The loss was corrected: there is nothing to choose any more.
    RemedyWithdrawn,
    /// Nobody chose in time; what the contract says was done.
    RemedyDefaulted,
    /// More was made good than is missing now; it stays.
    RemedyStands,
    /// By the contract the buyer bears what is missing; said, not hidden.
    ShortfallBorne,
    /// Photos of the reader's trees, at most once a week.
    News,
    /// A new campaign of an orchard the reader knows.
    SeasonOpened,
    /// To the farmer: adopters wait for a photo of a tree.
    PhotoAsked,
}

/// Which of a reader's addresses a letter goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The verified one.
    Verified,
    /// The one just given, verified or not.
    Given,
    /// The verified one before the present one.
    Previous,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 27] = [
        Self::VerifyEmail,
        Self::EmailChanged,
        Self::OrderHeld,
        Self::AdoptionConfirmed,
        Self::HoldEnded,
        Self::PaidTooLate,
        Self::AdoptionCancelled,
        Self::RefundSettled,
        Self::PaidBeside,
        Self::CampaignSucceeded,
        Self::PlaceOffered,
        Self::NameplateRejected,
        Self::ParcelSent,
        Self::AdoptionGiven,
        Self::AdoptionReceived,
        Self::HandoverEnded,
        Self::RenewalOffered,
        Self::RenewalReminder,
        Self::RemedyOffered,
        Self::RemedyReminder,
        Self::RemedyWithdrawn,
        Self::RemedyDefaulted,
        Self::RemedyStands,
        Self::ShortfallBorne,
        Self::News,
        Self::SeasonOpened,
        Self::PhotoAsked,
    ];

    /// The consent it needs; `None` for a service message about the reader's own contract or account (D 8).
    #[must_use]
    pub const fn purpose(self) -> Option<Purpose> {
        match self {
            Self::News => Some(Purpose::News),
            Self::SeasonOpened => Some(Purpose::Offers),
            Self::VerifyEmail
            | Self::EmailChanged
            | Self::OrderHeld
            | Self::AdoptionConfirmed
            | Self::HoldEnded
            | Self::PaidTooLate
            | Self::AdoptionCancelled
            | Self::RefundSettled
            | Self::PaidBeside
            | Self::CampaignSucceeded
            | Self::PlaceOffered
            | Self::NameplateRejected
            | Self::ParcelSent
            | Self::AdoptionGiven
            | Self::AdoptionReceived
            | Self::HandoverEnded
            | Self::RenewalOffered
            | Self::RenewalReminder
            | Self::RemedyOffered
            | Self::RemedyReminder
            | Self::RemedyWithdrawn
            | Self::RemedyDefaulted
            | Self::RemedyStands
            | Self::ShortfallBorne
            | Self::PhotoAsked => None,
        }
    }

    /// The address it goes to.
    #[must_use]
    pub const fn reach(self) -> Reach {
        match self {
            Self::VerifyEmail => Reach::Given,
            Self::EmailChanged => Reach::Previous,
            Self::OrderHeld
            | Self::AdoptionConfirmed
            | Self::HoldEnded
            | Self::PaidTooLate
            | Self::AdoptionCancelled
            | Self::RefundSettled
            | Self::PaidBeside
            | Self::CampaignSucceeded
            | Self::PlaceOffered
            | Self::NameplateRejected
            | Self::ParcelSent
            | Self::AdoptionGiven
            | Self::AdoptionReceived
            | Self::HandoverEnded
            | Self::RenewalOffered
            | Self::RenewalReminder
            | Self::RemedyOffered
            | Self::RemedyReminder
            | Self::RemedyWithdrawn
            | Self::RemedyDefaulted
            | Self::RemedyStands
            | Self::ShortfallBorne
            | Self::News
            | Self::SeasonOpened
            | Self::PhotoAsked => Reach::Verified,
        }
    }
}
