//! One event of the log, decoded once: what happened, to what, when, and where it stands in the log.
//! It knows every category of streams and no table.

use adoption::{
    adoption as bond, allowance, banned_words, campaign, group, handover, purchase, renewal,
    shortfall, tally, tree_share, waiting_list,
};
use community::{contact, letter, member};
use eventlog::{GlobalPosition, RecordedEvent};
use fulfilment::{box_plan, parcel};
use kernel::codec::{StoredEvent, decode};
use kernel::{
    AdoptionId, BankLineId, BlockId, CampaignId, DisputeId, ExceptionId, FarmId, InvoiceId,
    LetterId, LossId, LotId, ObservationId, OrchardId, ParcelId, PaymentId, PayoutId, PersonId,
    RefundId, Season, ShortCode, Timestamp, TreeId,
};
use settlement::{
    bank_line, bank_statement, books, carry_over, channel_fact, credit, dispute, entry, exception,
    farmer_account, invoice, payment, payout, reconciliation, refund,
};
use traceability::{
    capture, care, certificate_form, foreign_event, loss, lot, observation, orchard, silence, tag,
    tree,
};

use crate::error::FactError;

/// An event with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its place in the log.
    pub position: GlobalPosition,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What happened.
    pub happened: Happened,
}

/// What happened, to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// To a campaign.
    Campaign(CampaignId, campaign::Event),
    /// To the shares of a tree in a season.
    TreeShare(TreeId, Season, tree_share::Event),
    /// To what a campaign has sold and raised.
    Tally(CampaignId, tally::Event),
    /// To the people who wait for a share of a campaign.
    WaitingList(CampaignId, waiting_list::Event),
    /// To what a buyer may still start in a campaign.
    Allowance(allowance::Event),
    /// To an adoption.
    Adoption(AdoptionId, bond::Event),
    /// To the offer of an adoption to somebody else.
    Handover(AdoptionId, handover::Event),
    /// To people who pay for an adoption together.
    Group(AdoptionId, group::Event),
    /// To the next season of an adoption.
    Renewal(AdoptionId, renewal::Event),
    /// To the words that no nameplate may carry.
    BannedWords(banned_words::Event),
    /// To what an adoption misses of its fruit.
    Shortfall(AdoptionId, shortfall::Event),
    /// To a payment.
    Payment(PaymentId, payment::Event),
    /// To a refund.
    Refund(RefundId, refund::Event),
    /// To a channel's transaction id.
    ChannelFact(channel_fact::Event),
    /// To something that needs a person.
    Exception(ExceptionId, exception::Event),
    /// To a bank statement.
    BankStatement(bank_statement::Event),
    /// To a movement on our bank account.
    BankLine(BankLineId, bank_line::Event),
    /// To the comparison of a channel's day with ours.
    Reconciliation(reconciliation::Event),
    /// To a dispute.
    Dispute(DisputeId, dispute::Event),
    /// To a payout.
    Payout(PayoutId, payout::Event),
    /// To a farm's account of a season.
    FarmerAccount(FarmId, Season, farmer_account::Event),
    /// To a buyer's credit.
    Credit(PersonId, credit::Event),
    /// To money that was carried over to the next season.
    CarryOver(carry_over::Event),
    /// To a written entry of the books.
    Entry(entry::Event),
    /// To the books as a whole.
    Books(books::Event),
    /// To an invoice.
    Invoice(InvoiceId, invoice::Event),
    /// To the numbers of a year's invoices.
    InvoiceSeries(invoice::SeriesEvent),
    /// To an orchard.
    Orchard(OrchardId, orchard::Event),
    /// To a tree.
    Tree(TreeId, tree::Event),
    /// To a tag.
    Tag(ShortCode, tag::Event),
    /// To an observation.
    Observation(ObservationId, observation::Event),
    /// To a loss.
    Loss(LossId, loss::Event),
    /// To the trees of a block, by people.
    Care(BlockId, care::Event),
    /// To how long a tree has shown no photo.
    Silence(TreeId, silence::Event),
    /// To a delivery of events by others.
    Capture(capture::Event),
    /// To an event that others told.
    ForeignEvent(foreign_event::Event),
    /// To the words of certificates.
    CertificateForm(certificate_form::Event),
    /// To a harvest lot.
    Lot(LotId, lot::Event),
    /// To the boxes of an adoption.
    BoxPlan(AdoptionId, box_plan::Event),
    /// To a parcel.
    Parcel(ParcelId, parcel::Event),
    /// To what the law asks of a purchase.
    Purchase(AdoptionId, purchase::Event),
    /// To a member.
    Member(PersonId, member::Event),
    /// To how a person is reached.
    Contact(PersonId, contact::Event),
    /// To a letter.
    Letter(LetterId, letter::Event),
}

impl Fact {
    /// Decodes an event, lifting old versions.
    ///
    /// # Errors
    /// [`FactError`] when the event is not one this program knows.
    pub fn decode(event: &RecordedEvent) -> Result<Self, FactError> {
        let millis = event.recorded_at_ms;
        Ok(Self {
            position: event.position,
            recorded_at: Timestamp::from_millis(millis).ok_or(FactError::Time { millis })?,
            happened: happened(event)?,
        })
    }
}

fn happened(event: &RecordedEvent) -> Result<Happened, FactError> {
    let id = event.stream.id();
    Ok(match event.stream.category() {
        campaign::Event::CATEGORY => Happened::Campaign(id.parse()?, read(event)?),
        tree_share::Event::CATEGORY => {
            let (tree, season) = id_and_season(event)?;
            Happened::TreeShare(tree.parse()?, season, read(event)?)
        }
        tally::Event::CATEGORY => Happened::Tally(id.parse()?, read(event)?),
        waiting_list::Event::CATEGORY => Happened::WaitingList(id.parse()?, read(event)?),
        allowance::Event::CATEGORY => Happened::Allowance(read(event)?),
        bond::Event::CATEGORY => Happened::Adoption(id.parse()?, read(event)?),
        shortfall::Event::CATEGORY => Happened::Shortfall(id.parse()?, read(event)?),
        handover::Event::CATEGORY => Happened::Handover(id.parse()?, read(event)?),
        group::Event::CATEGORY => Happened::Group(id.parse()?, read(event)?),
        renewal::Event::CATEGORY => Happened::Renewal(id.parse()?, read(event)?),
        banned_words::Event::CATEGORY => Happened::BannedWords(read(event)?),
        payment::Event::CATEGORY => Happened::Payment(id.parse()?, read(event)?),
        refund::Event::CATEGORY => Happened::Refund(id.parse()?, read(event)?),
        channel_fact::Event::CATEGORY => Happened::ChannelFact(read(event)?),
        exception::Event::CATEGORY => Happened::Exception(id.parse()?, read(event)?),
        bank_statement::Event::CATEGORY => Happened::BankStatement(read(event)?),
        bank_line::Event::CATEGORY => Happened::BankLine(id.parse()?, read(event)?),
        reconciliation::Event::CATEGORY => Happened::Reconciliation(read(event)?),
        dispute::Event::CATEGORY => Happened::Dispute(id.parse()?, read(event)?),
        payout::Event::CATEGORY => Happened::Payout(id.parse()?, read(event)?),
        farmer_account::Event::CATEGORY => {
            let (farm, season) = id_and_season(event)?;
            Happened::FarmerAccount(farm.parse()?, season, read(event)?)
        }
        credit::Event::CATEGORY => Happened::Credit(id.parse()?, read(event)?),
        carry_over::Event::CATEGORY => Happened::CarryOver(read(event)?),
        entry::Event::CATEGORY => Happened::Entry(read(event)?),
        books::Event::CATEGORY => Happened::Books(read(event)?),
        invoice::Event::CATEGORY => Happened::Invoice(id.parse()?, read(event)?),
        invoice::SeriesEvent::CATEGORY => Happened::InvoiceSeries(read(event)?),
        orchard::Event::CATEGORY => Happened::Orchard(id.parse()?, read(event)?),
        tree::Event::CATEGORY => Happened::Tree(id.parse()?, read(event)?),
        tag::Event::CATEGORY => {
            let code = id.parse().map_err(|_| malformed(event))?;
            Happened::Tag(code, read(event)?)
        }
        observation::Event::CATEGORY => Happened::Observation(id.parse()?, read(event)?),
        loss::Event::CATEGORY => Happened::Loss(id.parse()?, read(event)?),
        silence::Event::CATEGORY => Happened::Silence(id.parse()?, read(event)?),
        care::Event::CATEGORY => Happened::Care(id.parse()?, read(event)?),
        capture::Event::CATEGORY => Happened::Capture(read(event)?),
        foreign_event::Event::CATEGORY => Happened::ForeignEvent(read(event)?),
        certificate_form::Event::CATEGORY => Happened::CertificateForm(read(event)?),
        lot::Event::CATEGORY => Happened::Lot(id.parse()?, read(event)?),
        box_plan::Event::CATEGORY => Happened::BoxPlan(id.parse()?, read(event)?),
        parcel::Event::CATEGORY => Happened::Parcel(id.parse()?, read(event)?),
        purchase::Event::CATEGORY => Happened::Purchase(id.parse()?, read(event)?),
        member::Event::CATEGORY => Happened::Member(id.parse()?, read(event)?),
        contact::Event::CATEGORY => Happened::Contact(id.parse()?, read(event)?),
        letter::Event::CATEGORY => Happened::Letter(id.parse()?, read(event)?),
        other => {
            return Err(FactError::UnknownCategory {
                category: other.to_owned(),
            });
        }
    })
}

fn read<E: StoredEvent>(event: &RecordedEvent) -> Result<E, FactError> {
    let payload = std::str::from_utf8(&event.payload).map_err(|_| FactError::NotText)?;
    Ok(decode(
        event.type_name.as_str(),
        event.schema_version,
        payload,
    )?)
}

/// Some streams are named `<category>-<id>.<season>`.
fn id_and_season(event: &RecordedEvent) -> Result<(&str, Season), FactError> {
    let (id, season) = event
        .stream
        .id()
        .split_once('.')
        .ok_or_else(|| malformed(event))?;
    Ok((id, season.parse().map_err(|_| malformed(event))?))
}

fn malformed(event: &RecordedEvent) -> FactError {
    FactError::StreamName {
        stream: event.stream.as_str().to_owned(),
    }
}
