//! Every "a rule said no" of the product in one closed list, with its stable code and the facts that explain it.

use serde::Serialize;
use serde_json::Value;

/// A domain's rejection, whichever aggregate it came from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(untagged)]
pub enum Rejection {
    /// From a campaign.
    #[error(transparent)]
    Campaign(#[from] adoption::campaign::Rejection),
    /// From a campaign's tally.
    #[error(transparent)]
    Tally(#[from] adoption::tally::Rejection),
    /// From a waiting list.
    #[error(transparent)]
    WaitingList(#[from] adoption::waiting_list::Rejection),
    /// From a tree's shares.
    #[error(transparent)]
    TreeShare(#[from] adoption::tree_share::Rejection),
    /// From a buyer's allowance.
    #[error(transparent)]
    Allowance(#[from] adoption::allowance::Rejection),
    /// From an adoption.
    #[error(transparent)]
    Adoption(#[from] adoption::adoption::Rejection),
    /// From what an adoption misses.
    #[error(transparent)]
    Shortfall(#[from] adoption::shortfall::Rejection),
    /// From the offer of an adoption to somebody else.
    #[error(transparent)]
    Handover(#[from] adoption::handover::Rejection),
    /// From people who pay together.
    #[error(transparent)]
    Group(#[from] adoption::group::Rejection),
    /// From a next season.
    #[error(transparent)]
    Renewal(#[from] adoption::renewal::Rejection),
    /// From the list of banned words.
    #[error(transparent)]
    BannedWords(#[from] adoption::banned_words::Rejection),
    /// From a payment.
    #[error(transparent)]
    Payment(#[from] settlement::payment::Rejection),
    /// From a channel's transaction.
    #[error(transparent)]
    ChannelFact(#[from] settlement::channel_fact::Rejection),
    /// From something that needs a person.
    #[error(transparent)]
    Exception(#[from] settlement::exception::Rejection),
    /// From a bank statement.
    #[error(transparent)]
    BankStatement(#[from] settlement::bank_statement::Rejection),
    /// From a movement on our bank account.
    #[error(transparent)]
    BankLine(#[from] settlement::bank_line::Rejection),
    /// From the comparison of a channel's day with ours.
    #[error(transparent)]
    Reconciliation(#[from] settlement::reconciliation::Rejection),
    /// From a refund.
    #[error(transparent)]
    Refund(#[from] settlement::refund::Rejection),
    /// From a dispute.
    #[error(transparent)]
    Dispute(#[from] settlement::dispute::Rejection),
    /// From the limits of a payment's rail.
    #[error(transparent)]
    Rail(#[from] settlement::rails::Refusal),
    /// From a payout.
    #[error(transparent)]
    Payout(#[from] settlement::payout::Rejection),
    /// From a buyer's credit.
    #[error(transparent)]
    Credit(#[from] settlement::credit::Rejection),
    /// From a farmer's account.
    #[error(transparent)]
    FarmerAccount(#[from] settlement::farmer_account::Rejection),
    /// From a written entry of the books.
    #[error(transparent)]
    Entry(#[from] settlement::entry::Rejection),
    /// From the books as a whole.
    #[error(transparent)]
    Books(#[from] settlement::books::Rejection),
    /// From an invoice.
    #[error(transparent)]
    Invoice(#[from] settlement::invoice::Rejection),
    /// From the numbers of a year's invoices.
    #[error(transparent)]
    InvoiceSeries(#[from] settlement::invoice::SeriesRejection),
    /// From an orchard.
    #[error(transparent)]
    Orchard(#[from] traceability::orchard::Rejection),
    /// From a tree.
    #[error(transparent)]
    Tree(#[from] traceability::tree::Rejection),
    /// From a tag.
    #[error(transparent)]
    Tag(#[from] traceability::tag::Rejection),
    /// From an observation.
    #[error(transparent)]
    Observation(#[from] traceability::observation::Rejection),
    /// From money that was carried over.
    #[error(transparent)]
    CarryOver(#[from] settlement::carry_over::Rejection),
    /// From a loss.
    #[error(transparent)]
    Loss(#[from] traceability::loss::Rejection),
    /// From the care of a block.
    #[error(transparent)]
    Care(#[from] traceability::care::Rejection),
    /// From asking for a photo.
    #[error(transparent)]
    Silence(#[from] traceability::silence::Rejection),
    /// From a delivery of events by others.
    #[error(transparent)]
    Capture(#[from] traceability::capture::Rejection),
    /// From an event that others told.
    #[error(transparent)]
    ForeignEvent(#[from] traceability::foreign_event::Rejection),
    /// From the words of certificates.
    #[error(transparent)]
    CertificateForm(#[from] traceability::certificate_form::Rejection),
    /// From a harvest lot.
    #[error(transparent)]
    Lot(#[from] traceability::lot::Rejection),
    /// From a box plan.
    #[error(transparent)]
    BoxPlan(#[from] fulfilment::box_plan::Rejection),
    /// From a parcel.
    #[error(transparent)]
    Parcel(#[from] fulfilment::parcel::Rejection),
    /// From a member.
    #[error(transparent)]
    Member(#[from] community::member::Rejection),
    /// From what the law asks of a purchase.
    #[error(transparent)]
    Purchase(#[from] adoption::purchase::Rejection),
    /// From how a person is reached.
    #[error(transparent)]
    Contact(#[from] community::contact::Rejection),
    /// From a letter.
    #[error(transparent)]
    Letter(#[from] community::letter::Rejection),
}

impl Rejection {
    /// The stable kebab-case code, such as `tree-share-taken`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Campaign(rejection) => rejection.code(),
            Self::Tally(rejection) => rejection.code(),
            Self::WaitingList(rejection) => rejection.code(),
            Self::TreeShare(rejection) => rejection.code(),
            Self::Allowance(rejection) => rejection.code(),
            Self::Adoption(rejection) => rejection.code(),
            Self::Shortfall(rejection) => rejection.code(),
            Self::CarryOver(rejection) => rejection.code(),
            Self::Loss(rejection) => rejection.code(),
            Self::Handover(rejection) => rejection.code(),
            Self::Group(rejection) => rejection.code(),
            Self::Renewal(rejection) => rejection.code(),
            Self::BannedWords(rejection) => rejection.code(),
            Self::Payment(rejection) => rejection.code(),
            Self::ChannelFact(rejection) => rejection.code(),
            Self::Exception(rejection) => rejection.code(),
            Self::BankStatement(rejection) => rejection.code(),
            Self::BankLine(rejection) => rejection.code(),
            Self::Reconciliation(rejection) => rejection.code(),
            Self::Refund(rejection) => rejection.code(),
            Self::Dispute(rejection) => rejection.code(),
            Self::Rail(refusal) => refusal.code(),
            Self::Payout(rejection) => rejection.code(),
            Self::Credit(rejection) => rejection.code(),
            Self::FarmerAccount(rejection) => rejection.code(),
            Self::Entry(rejection) => rejection.code(),
            Self::Books(rejection) => rejection.code(),
            Self::Invoice(rejection) => rejection.code(),
            Self::InvoiceSeries(rejection) => rejection.code(),
            Self::Orchard(rejection) => rejection.code(),
            Self::Tree(rejection) => rejection.code(),
            Self::Tag(rejection) => rejection.code(),
            Self::Observation(rejection) => rejection.code(),
            Self::Care(rejection) => rejection.code(),
            Self::Silence(rejection) => rejection.code(),
            Self::Capture(rejection) => rejection.code(),
            Self::ForeignEvent(rejection) => rejection.code(),
            Self::CertificateForm(rejection) => rejection.code(),
            Self::Lot(rejection) => rejection.code(),
            Self::BoxPlan(rejection) => rejection.code(),
            Self::Parcel(rejection) => rejection.code(),
            Self::Member(rejection) => rejection.code(),
            Self::Purchase(rejection) => rejection.code(),
            Self::Contact(rejection) => rejection.code(),
            Self::Letter(rejection) => rejection.code(),
        }
    }

    /// The facts needed to explain it, as a JSON object: the fields of the rejection.
    #[must_use]
    pub fn facts(&self) -> Value {
        let tagged = serde_json::to_value(self).unwrap_or_default();
        match tagged {
            Value::Object(variant) => variant
                .into_iter()
                .next()
                .map_or(Value::Null, |(_, facts)| facts),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => Value::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rejection_has_a_code_a_sentence_and_its_facts() {
        let rejection =
            Rejection::from(adoption::allowance::Rejection::BuyerLimitReached { limit: 2 });
        assert_eq!(rejection.code(), "buyer-limit-reached");
        assert_eq!(rejection.facts(), serde_json::json!({ "limit": 2 }));
        assert!(rejection.to_string().contains('2'));
        let bare = Rejection::from(adoption::campaign::Rejection::ContractMissing);
        assert_eq!(bare.facts(), Value::Null);
    }
}
