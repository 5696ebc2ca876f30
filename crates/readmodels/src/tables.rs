//! All tables: who owns them, in which version, and who hears which fact. It knows no SQL.

use rusqlite::Connection;

use crate::error::ApplyError;
use crate::fact::{Fact, Happened};
use crate::{
    books, catalogue, credits, funding, garden, lots, members, money, observations, orchards,
    packing, provenance, tree_page, trees, waiting_list,
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
pub(crate) const OWNERS: [Owner; 15] = [
    orchards::apply::TABLES,
    trees::apply::TABLES,
    observations::apply::TABLES,
    catalogue::apply::TABLES,
    funding::apply::TABLES,
    waiting_list::apply::TABLES,
    garden::apply::TABLES,
    money::apply::TABLES,
    books::apply::TABLES,
    credits::apply::TABLES,
    lots::apply::TABLES,
    packing::apply::TABLES,
    members::apply::TABLES,
    provenance::apply::TABLES,
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
    match &fact.happened {
        Happened::Campaign(campaign, event) => {
            catalogue::apply::campaign(db, fact, *campaign, event)?;
            funding::apply::campaign(db, *campaign, event)?;
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
        }
        Happened::Payment(payment, event) => {
            money::apply::payment(db, fact, *payment, event)?;
            books::apply::payment(db, fact, event)?;
        }
        Happened::Refund(refund, event) => {
            money::apply::refund(db, fact, *refund, event)?;
            books::apply::refund(db, fact, *refund, event)?;
        }
        Happened::Dispute(_, event) => books::facts::dispute(db, fact, event)?,
        Happened::Payout(_, event) => books::facts::payout(db, fact, event)?,
        Happened::FarmerAccount(farm, _, event) => {
            books::facts::farmer_account(db, fact, *farm, event)?;
        }
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
        Happened::Lot(lot, event) => {
            lots::apply::lot(db, fact, *lot, event)?;
            provenance::apply::lot(db, fact, *lot, event)?;
            tree_page::apply::lot(db, fact, *lot, event)?;
        }
        Happened::BoxPlan(adoption, event) => {
            packing::apply::box_plan(db, *adoption, event)?;
            lots::apply::box_plan(db, *adoption, event)?;
        }
        Happened::Parcel(parcel, event) => {
            packing::apply::parcel(db, fact, *parcel, event)?;
            books::apply::parcel(db, fact, event)?;
            provenance::apply::parcel(db, fact, *parcel, event)?;
            tree_page::apply::parcel(db, fact, *parcel, event)?;
        }
        Happened::Member(person, event) => members::apply::member(db, fact, *person, event)?,
        // Guards for deciders: nobody asks about them. An invoice is looked at in its own stream.
        Happened::Allowance(_)
        | Happened::ChannelFact(_)
        | Happened::Invoice(..)
        | Happened::InvoiceSeries(_) => {}
    }
    Ok(())
}
