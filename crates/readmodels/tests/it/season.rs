//! The season that all tests ask about: one orchard, four trees, two campaigns, four adoptions, two lots, two
//! boxes. This names who and what; the story is told in `season/`.

mod harvest;
mod planting;
mod sale;

use std::time::Duration;

use kernel::{
    AdoptionId, BlockId, BoxId, CampaignId, LotId, Money, ObservationId, OrchardId, ParcelId,
    PaymentId, PersonId, RefundId, Season as Year, TreeId,
};
use readmodels::ReadModels;

use crate::pen::{Pen, id};

pub(crate) use harvest::{certificate, parcel_arrives};
pub(crate) use planting::{photo_facts, place, same_photo};
pub(crate) use sale::{agreement, refund_is_settled, terms, words};

pub(crate) const PRICE: Money = Money::fen(168_000);
pub(crate) const FEE: Money = Money::fen(1_008);
pub(crate) const WAIT: Duration = Duration::from_secs(10);

pub(crate) fn orchard() -> OrchardId {
    id(b'o', 1, OrchardId::from_bytes)
}
pub(crate) fn block(number: u8) -> BlockId {
    id(b'b', number, BlockId::from_bytes)
}
pub(crate) fn tree(number: u8) -> TreeId {
    id(b't', number, TreeId::from_bytes)
}
pub(crate) fn campaign(number: u8) -> CampaignId {
    id(b'c', number, CampaignId::from_bytes)
}
pub(crate) fn bond(number: u8) -> AdoptionId {
    id(b'a', number, AdoptionId::from_bytes)
}
pub(crate) fn person(number: u8) -> PersonId {
    id(b'p', number, PersonId::from_bytes)
}
pub(crate) fn payment(number: u8) -> PaymentId {
    id(b'y', number, PaymentId::from_bytes)
}
pub(crate) fn refund(number: u8) -> RefundId {
    id(b'r', number, RefundId::from_bytes)
}
pub(crate) fn seen(number: u8) -> ObservationId {
    id(b's', number, ObservationId::from_bytes)
}
pub(crate) fn lot(number: u8) -> LotId {
    id(b'l', number, LotId::from_bytes)
}
pub(crate) fn box_id(number: u8) -> BoxId {
    id(b'x', number, BoxId::from_bytes)
}
pub(crate) fn parcel(number: u8) -> ParcelId {
    id(b'k', number, ParcelId::from_bytes)
}
pub(crate) fn year() -> Year {
    Year::new(2026).unwrap()
}
pub(crate) fn farmer() -> PersonId {
    person(1)
}
pub(crate) fn buyer() -> PersonId {
    person(2)
}
pub(crate) fn late_buyer() -> PersonId {
    person(3)
}

/// The whole story in a log, and the read models that know all of it.
pub(crate) fn season() -> (Pen, ReadModels) {
    let mut pen = Pen::new();
    tell(&mut pen);
    let reads = ReadModels::temporary(&pen.log).unwrap();
    (pen, reads)
}

/// Waits until the read models know all that was written.
pub(crate) fn catch_up(pen: &Pen, reads: &ReadModels) {
    reads
        .wait_until_blocking(pen.log.durable_position(), WAIT)
        .unwrap();
}

pub(crate) fn tell(pen: &mut Pen) {
    planting::members_register(pen);
    planting::orchard_is_planted(pen);
    planting::trees_are_photographed(pen);
    sale::campaigns_are_written(pen);
    sale::first_buyer_adopts_tree_1(pen);
    sale::second_buyer_pays_too_late(pen);
    sale::second_buyer_holds_tree_2(pen);
    sale::first_buyer_adopts_tree_2(pen);
    harvest::fruit_is_picked(pen);
    harvest::boxes_are_sent(pen);
}
