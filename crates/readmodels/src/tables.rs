//! All tables: who owns them, in which version, and who hears which fact. It knows no SQL.

use rusqlite::Connection;

use crate::error::ApplyError;
use crate::fact::{Fact, Happened};
use crate::{
    bank, books, care, cashier, catalogue, contracts, credits, disputes, funding, garden, grams,
    invoices, letters, losses, lots, members, money, observations, orchards, packing, payouts,
    provenance, reconciled, renewals, seasons, sharing, tree_page, trees, waiting_list,
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
pub(crate) const OWNERS: [Owner; 29] = [
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
    packing::apply::TABLES,
    grams::apply::TABLES,
    losses::apply::TABLES,
    members::apply::TABLES,
    provenance::apply::TABLES,
    letters::apply::TABLES,
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
#[expect(
    clippy::too_many_lines,
    reason = "a table: a kind of facts in a line or two"
)]
pub(crate) fn apply(db: &Connection, fact: &Fact) -> Result<(), ApplyError> {
    match &fact.happened {
        Happened::Campaign(campaign, event) => {
            catalogue::apply::campaign(db, fact, *campaign, event)?;
            funding::apply::campaign(db, *campaign, event)?;
            contracts::apply::campaign(db, fact, *campaign, event)?;
        }
        Happened::Tally(campaign, event) => funding::apply::tally(db, *campaign, event)?,
        Happened::WaitingList(campaign, event) => {
            waiting_list::apply::waiting_list(db, *campaign, event)?;
        }
        Happened::TreeShare(tree, season, event) => {
            catalogue::apply::share(db, *tree, *season, event)?;
            tree_page::apply::share(db, fact, *tree, *season, event)?;
        }
        Happened::Adoption(adoption, event) => {
            garden::apply::adoption(db, fact, *adoption, event)?;
            money::apply::adoption(db, *adoption, event)?;
            books::apply::adoption(db, fact, *adoption, event)?;
            tree_page::apply::adoption(db, fact, *adoption, event)?;
            grams::apply::adoption(db, fact, *adoption, event)?;
        }
        Happened::Handover(adoption, event) => sharing::apply::handover(db, *adoption, event)?,
        Happened::Renewal(adoption, event) => renewals::apply::renewal(db, *adoption, event)?,
        Happened::Group(adoption, event) => sharing::apply::group(db, *adoption, event)?,
        Happened::Payment(payment, event) => {
            money::apply::payment(db, fact, *payment, event)?;
            cashier::apply::payment(db, fact, *payment, event)?;
            books::apply::payment(db, fact, event)?;
        }
        Happened::Refund(refund, event) => {
            money::apply::refund(db, fact, *refund, event)?;
            books::apply::refund(db, fact, *refund, event)?;
        }
        Happened::Dispute(dispute, event) => {
            books::facts::dispute(db, fact, event)?;
            disputes::apply::dispute(db, fact, *dispute, event)?;
            losses::apply::dispute(db, event)?;
        }
        Happened::Payout(payout, event) => {
            books::facts::payout(db, fact, event)?;
            payouts::apply::payout(db, fact, *payout, event)?;
        }
        Happened::Invoice(invoice, event) => invoices::apply::invoice(db, *invoice, event)?,
        Happened::FarmerAccount(farm, season, event) => {
            seasons::apply::account(db, *farm, *season, event)?;
            books::facts::farmer_account(db, fact, *farm, event)?;
        }
        Happened::Exception(exception, event) => {
            cashier::apply::exception(db, fact, *exception, event)?;
        }
        Happened::BankStatement(event) => bank::apply::statement(db, fact, event)?,
        Happened::BankLine(line, event) => bank::apply::line(db, fact, *line, event)?,
        Happened::Reconciliation(event) => reconciled::apply::reconciliation(db, fact, event)?,
        Happened::Credit(buyer, event) => {
            books::credit::credit(db, fact, event)?;
            credits::apply::credit(db, fact, *buyer, event)?;
        }
        Happened::Entry(event) => books::facts::entry(db, fact, event)?,
        Happened::Books(event) => books::facts::closing(db, event)?,
        Happened::Orchard(orchard, event) => {
            orchards::apply::orchard(db, fact, *orchard, event)?;
        }
        Happened::Tree(tree, event) => {
            orchards::apply::tree(db, event)?;
            trees::apply::tree(db, fact, *tree, event)?;
            provenance::apply::tree(db, fact, *tree, event)?;
            tree_page::apply::tree(db, fact, *tree, event)?;
        }
        Happened::Tag(code, event) => trees::apply::tag(db, *code, event)?,
        Happened::Observation(observation, event) => {
            observations::apply::observation(db, fact, *observation, event)?;
            provenance::apply::observation(db, fact, *observation, event)?;
            tree_page::apply::observation(db, fact, *observation, event)?;
        }
        Happened::Loss(loss, event) => losses::apply::loss(db, fact, *loss, event)?,
        Happened::Shortfall(adoption, event) => {
            losses::apply::shortfall(db, fact, *adoption, event)?;
            grams::apply::shortfall(db, fact, *adoption, event)?;
        }
        Happened::CarryOver(event) => {
            books::carry_over::carry_over(db, fact, event)?;
            losses::apply::carry_over(db, event)?;
        }
        Happened::Care(block, event) => care::apply::care(db, fact, *block, event)?,
        Happened::Lot(lot, event) => {
            lots::apply::lot(db, fact, *lot, event)?;
            grams::apply::lot(db, fact, *lot, event)?;
            provenance::apply::lot(db, fact, *lot, event)?;
            tree_page::apply::lot(db, fact, *lot, event)?;
        }
        Happened::BoxPlan(adoption, event) => {
            books::carry_over::box_plan(db, *adoption, event)?;
            packing::apply::box_plan(db, *adoption, event)?;
            lots::apply::box_plan(db, *adoption, event)?;
            grams::apply::box_plan(db, fact, *adoption, event)?;
        }
        Happened::Parcel(parcel, event) => {
            packing::apply::parcel(db, fact, *parcel, event)?;
            grams::apply::parcel(db, fact, *parcel, event)?;
            books::apply::parcel(db, fact, event)?;
            provenance::apply::parcel(db, fact, *parcel, event)?;
            tree_page::apply::parcel(db, fact, *parcel, event)?;
        }
        Happened::Purchase(adoption, event) => contracts::apply::purchase(db, *adoption, event)?,
        Happened::Member(person, event) => {
            members::apply::member(db, fact, *person, event)?;
            letters::apply::member(db, *person, event)?;
        }
        Happened::Contact(person, event) => letters::apply::contact(db, *person, event)?,
        Happened::Letter(letter, event) => letters::apply::letter(db, fact, *letter, event)?,
        // Guards for deciders: nobody asks about them, or the list itself is asked.
        Happened::Allowance(_)
        | Happened::BannedWords(_)
        | Happened::ChannelFact(_)
        | Happened::InvoiceSeries(_) => {}
    }
    Ok(())
}
