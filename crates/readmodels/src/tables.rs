//! All tables: who owns them, in which version, and who hears which fact. It knows no SQL. Facts that several owners hear
//! are told in `tables/several.rs`.

mod several;

use rusqlite::Connection;

use crate::error::ApplyError;
use crate::fact::{Fact, Happened};
use crate::{
    bank, books, captures, care, cashier, catalogue, certificates, contracts, credits, disputes,
    funding, garden, grams, invoices, letters, losses, lots, members, money, observations,
    orchards, packing, payouts, provenance, reconciled, renewals, seasons, sharing, silence,
    tree_page, trees, waiting_list,
};

/// The tables of one owner.
pub(crate) struct Owner {
    /// The file that owns them.
    name: &'static str,
    /// Raised when they, or what is written to them, change: the file is then rebuilt.
    version: u32,
    /// How they are made, with the indexes that applying a fact needs.
    pub(crate) tables: &'static str,
    /// The indexes that only questions need; a build makes them at its end, which is much cheaper than keeping
    /// them up row by row.
    pub(crate) indexes: &'static str,
}

/// Every owner. An owner may read the tables of those above it while it applies a fact.
pub(crate) const OWNERS: [Owner; 32] = [
    orchards::apply::TABLES,
    trees::apply::TABLES,
    care::apply::TABLES,
    observations::apply::TABLES,
    catalogue::apply::TABLES,
    funding::apply::TABLES,
    contracts::apply::TABLES,
    waiting_list::apply::TABLES,
    garden::apply::TABLES,
    sharing::apply::TABLES,
    renewals::apply::TABLES,
    money::apply::TABLES,
    cashier::apply::TABLES,
    bank::apply::TABLES,
    reconciled::apply::TABLES,
    books::apply::TABLES,
    credits::apply::TABLES,
    disputes::apply::TABLES,
    payouts::apply::TABLES,
    invoices::apply::TABLES,
    seasons::apply::TABLES,
    lots::apply::TABLES,
    certificates::apply::TABLES,
    packing::apply::TABLES,
    grams::apply::TABLES,
    losses::apply::TABLES,
    members::apply::TABLES,
    provenance::apply::TABLES,
    captures::apply::TABLES,
    letters::apply::TABLES,
    silence::apply::TABLES,
    tree_page::apply::TABLES,
];

impl Owner {
    pub(crate) const fn new(
        name: &'static str,
        version: u32,
        tables: &'static str,
        indexes: &'static str,
    ) -> Self {
        Self {
            name,
            version,
            tables,
            indexes,
        }
    }
}

/// Names and versions of all owners; a file with another text is rebuilt.
pub(crate) fn versions() -> String {
    let words: Vec<String> = OWNERS
        .iter()
        .map(|owner| format!("{}/{}", owner.name, owner.version))
        .collect();
    words.join(" ")
}

/// Tells a fact to everyone whom it concerns.
pub(crate) fn apply(db: &Connection, fact: &Fact) -> Result<(), ApplyError> {
    use Happened as H;
    match &fact.happened {
        H::Campaign(campaign, event) => several::campaign(db, fact, *campaign, event)?,
        H::Tally(campaign, event) => funding::apply::tally(db, *campaign, event)?,
        H::WaitingList(id, event) => waiting_list::apply::waiting_list(db, *id, event)?,
        H::TreeShare(tree, season, event) => several::share(db, fact, (*tree, *season), event)?,
        H::Adoption(adoption, event) => several::adoption(db, fact, *adoption, event)?,
        H::Handover(adoption, event) => sharing::apply::handover(db, *adoption, event)?,
        H::Renewal(adoption, event) => renewals::apply::renewal(db, *adoption, event)?,
        H::Group(adoption, event) => sharing::apply::group(db, *adoption, event)?,
        H::Payment(payment, event) => several::payment(db, fact, *payment, event)?,
        H::Refund(refund, event) => several::refund(db, fact, *refund, event)?,
        H::Dispute(dispute, event) => several::dispute(db, fact, *dispute, event)?,
        H::Payout(payout, event) => several::payout(db, fact, *payout, event)?,
        H::Invoice(invoice, event) => invoices::apply::invoice(db, *invoice, event)?,
        H::FarmerAccount(farm, season, event) => {
            several::farmer_account(db, fact, (*farm, *season), event)?;
        }
        H::Exception(id, event) => several::exception(db, fact, *id, event)?,
        H::BankStatement(event) => bank::apply::statement(db, fact, event)?,
        H::BankLine(line, event) => bank::apply::line(db, fact, *line, event)?,
        H::Reconciliation(event) => reconciled::apply::reconciliation(db, fact, event)?,
        H::Credit(buyer, event) => several::credit(db, fact, *buyer, event)?,
        H::Entry(event) => books::facts::entry(db, fact, event)?,
        H::Books(event) => books::facts::closing(db, event)?,
        H::Orchard(orchard, event) => orchards::apply::orchard(db, fact, *orchard, event)?,
        H::Tree(tree, event) => several::tree(db, fact, *tree, event)?,
        H::Tag(code, event) => trees::apply::tag(db, *code, event)?,
        H::Observation(id, event) => several::observation(db, fact, *id, event)?,
        H::Silence(tree, event) => silence::apply::silence(db, *tree, event)?,
        H::Care(block, event) => several::care(db, fact, *block, event)?,
        H::Loss(loss, event) => losses::apply::loss(db, fact, *loss, event)?,
        H::Shortfall(adoption, event) => several::shortfall(db, fact, *adoption, event)?,
        H::CarryOver(event) => several::carry_over(db, fact, event)?,
        H::Capture(event) => captures::apply::capture(db, fact, event)?,
        H::ForeignEvent(event) => captures::apply::foreign_event(db, fact, event)?,
        H::CertificateForm(event) => certificates::apply::form(db, event)?,
        H::Lot(lot, event) => several::lot(db, fact, *lot, event)?,
        H::BoxPlan(adoption, event) => several::box_plan(db, fact, *adoption, event)?,
        H::Parcel(parcel, event) => several::parcel(db, fact, *parcel, event)?,
        H::Purchase(adoption, event) => contracts::apply::purchase(db, *adoption, event)?,
        H::Member(person, event) => several::member(db, fact, *person, event)?,
        H::Contact(person, event) => letters::apply::contact(db, *person, event)?,
        H::Letter(letter, event) => letters::apply::letter(db, fact, *letter, event)?,
        // Guards for deciders: nobody asks about them, or the list itself is asked.
        H::Allowance(_) | H::BannedWords(_) | H::ChannelFact(_) | H::InvoiceSeries(_) => {}
    }
    Ok(())
}
