//! Facts that several owners of tables hear, and in which order: an owner may read what those above it have written.

use adoption::{adoption as bond, campaign, shortfall, tree_share};
use community::member;
use fulfilment::{box_plan, parcel};
use kernel::{
    AdoptionId, BlockId, CampaignId, DisputeId, ExceptionId, FarmId, LotId, ObservationId,
    ParcelId, PaymentId, PayoutId, PersonId, RefundId, Season, TreeId,
};
use rusqlite::Connection;
use settlement::{carry_over, credit, dispute, exception, farmer_account, payment, payout, refund};
use traceability::{care, lot, observation, tree};

use crate::error::ApplyError;
use crate::fact::Fact;
use crate::{
    books, cashier, catalogue, certificates, contracts, credits, disputes, funding, garden, grams,
    letters, losses, lots, members, money, observations, orchards, packing, payouts, provenance,
    seasons, silence, tree_page, trees,
};

type Told = Result<(), ApplyError>;

pub(super) fn campaign(
    db: &Connection,
    fact: &Fact,
    campaign: CampaignId,
    event: &campaign::Event,
) -> Told {
    catalogue::apply::campaign(db, fact, campaign, event)?;
    funding::apply::campaign(db, campaign, event)?;
    contracts::apply::campaign(db, fact, campaign, event)?;
    Ok(silence::apply::campaign(db, campaign, event)?)
}

pub(super) fn share(
    db: &Connection,
    fact: &Fact,
    (tree, season): (TreeId, Season),
    event: &tree_share::Event,
) -> Told {
    catalogue::shares::share(db, tree, season, event)?;
    Ok(tree_page::apply::share(db, fact, tree, season, event)?)
}

pub(super) fn adoption(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &bond::Event,
) -> Told {
    garden::apply::adoption(db, fact, adoption, event)?;
    money::apply::adoption(db, adoption, event)?;
    books::earning::adoption(db, fact, adoption, event)?;
    tree_page::apply::adoption(db, fact, adoption, event)?;
    Ok(grams::apply::adoption(db, fact, adoption, event)?)
}

pub(super) fn payment(
    db: &Connection,
    fact: &Fact,
    payment: PaymentId,
    event: &payment::Event,
) -> Told {
    money::apply::payment(db, fact, payment, event)?;
    cashier::apply::payment(db, fact, payment, event)?;
    books::facts::payment(db, fact, event)
}

pub(super) fn refund(
    db: &Connection,
    fact: &Fact,
    refund: RefundId,
    event: &refund::Event,
) -> Told {
    money::apply::refund(db, fact, refund, event)?;
    books::facts::refund(db, fact, refund, event)
}

pub(super) fn exception(
    db: &Connection,
    fact: &Fact,
    exception: ExceptionId,
    event: &exception::Event,
) -> Told {
    cashier::apply::exception(db, fact, exception, event)?;
    books::facts::exception(db, fact, event)
}

pub(super) fn dispute(
    db: &Connection,
    fact: &Fact,
    dispute: DisputeId,
    event: &dispute::Event,
) -> Told {
    books::facts::dispute(db, fact, event)?;
    disputes::apply::dispute(db, fact, dispute, event)?;
    Ok(losses::apply::dispute(db, event)?)
}

pub(super) fn payout(
    db: &Connection,
    fact: &Fact,
    payout: PayoutId,
    event: &payout::Event,
) -> Told {
    books::facts::payout(db, fact, event)?;
    Ok(payouts::apply::payout(db, fact, payout, event)?)
}

pub(super) fn farmer_account(
    db: &Connection,
    fact: &Fact,
    (farm, season): (FarmId, Season),
    event: &farmer_account::Event,
) -> Told {
    seasons::apply::account(db, farm, season, event)?;
    books::facts::farmer_account(db, fact, farm, event)
}

pub(super) fn credit(db: &Connection, fact: &Fact, buyer: PersonId, event: &credit::Event) -> Told {
    books::credit::credit(db, fact, event)?;
    Ok(credits::apply::credit(db, fact, buyer, event)?)
}

pub(super) fn tree(db: &Connection, fact: &Fact, tree: TreeId, event: &tree::Event) -> Told {
    orchards::apply::tree(db, event)?;
    catalogue::apply::variety(db, tree, event)?;
    trees::apply::tree(db, fact, tree, event)?;
    provenance::trees::tree(db, fact, tree, event)?;
    Ok(tree_page::apply::tree(db, fact, tree, event)?)
}

pub(super) fn observation(
    db: &Connection,
    fact: &Fact,
    observation: ObservationId,
    event: &observation::Event,
) -> Told {
    observations::apply::observation(db, fact, observation, event)?;
    provenance::apply::observation(db, fact, observation, event)?;
    Ok(tree_page::apply::observation(db, fact, observation, event)?)
}

pub(super) fn shortfall(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &shortfall::Event,
) -> Told {
    losses::apply::shortfall(db, fact, adoption, event)?;
    Ok(grams::apply::shortfall(db, fact, adoption, event)?)
}

pub(super) fn carry_over(db: &Connection, fact: &Fact, event: &carry_over::Event) -> Told {
    books::carry_over::carry_over(db, fact, event)?;
    Ok(losses::apply::carry_over(db, event)?)
}

pub(super) fn care(db: &Connection, fact: &Fact, block: BlockId, event: &care::Event) -> Told {
    crate::care::apply::care(db, fact, block, event)?;
    Ok(provenance::apply::care(db, fact, block, event)?)
}

pub(super) fn lot(db: &Connection, fact: &Fact, lot: LotId, event: &lot::Event) -> Told {
    lots::apply::lot(db, fact, lot, event)?;
    certificates::apply::lot(db, lot, event)?;
    grams::apply::lot(db, fact, lot, event)?;
    provenance::apply::lot(db, fact, lot, event)?;
    Ok(tree_page::apply::lot(db, fact, lot, event)?)
}

pub(super) fn box_plan(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &box_plan::Event,
) -> Told {
    books::carry_over::box_plan(db, adoption, event)?;
    packing::apply::box_plan(db, adoption, event)?;
    lots::apply::box_plan(db, adoption, event)?;
    Ok(grams::apply::box_plan(db, fact, adoption, event)?)
}

pub(super) fn parcel(
    db: &Connection,
    fact: &Fact,
    parcel: ParcelId,
    event: &parcel::Event,
) -> Told {
    packing::apply::parcel(db, fact, parcel, event)?;
    grams::apply::parcel(db, fact, parcel, event)?;
    books::earning::parcel(db, fact, event)?;
    provenance::apply::parcel(db, fact, parcel, event)?;
    Ok(tree_page::apply::parcel(db, fact, parcel, event)?)
}

pub(super) fn member(
    db: &Connection,
    fact: &Fact,
    person: PersonId,
    event: &member::Event,
) -> Told {
    members::apply::member(db, fact, person, event)?;
    Ok(letters::apply::member(db, person, event)?)
}
