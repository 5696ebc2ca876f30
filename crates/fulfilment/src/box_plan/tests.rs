//! Rules of a box plan, told as given, when, then.

mod changing;
mod packing;
mod planning;

use kernel::{AdoptionId, BoxId, Day, Grams, LotId, ParcelId, PersonId, Sealed, Timestamp};

use super::*;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000)
        .unwrap()
        .plus_seconds(hour * 3600)
}

fn day(day: u32) -> Day {
    Day::new(2026, 12, day).unwrap()
}

fn adoption() -> AdoptionId {
    AdoptionId::from_bytes([1; 16])
}

fn buyer() -> PersonId {
    PersonId::from_bytes([2; 16])
}

fn a_box(seed: u8) -> BoxId {
    BoxId::from_bytes([seed; 16])
}

fn lot(seed: u8) -> LotId {
    LotId::from_bytes([seed; 16])
}

fn parcel(seed: u8) -> ParcelId {
    ParcelId::from_bytes([seed; 16])
}

fn address(text: &str) -> Sealed {
    Sealed::new(format!("s1.{text}"))
}

/// The n-th box, whose id is made of n, with ten kilograms, in the n-th week.
fn planned(nth: u8) -> PlannedBox {
    PlannedBox {
        box_id: a_box(nth),
        nth,
        from: day(u32::from(nth)),
        until: day(u32::from(nth) + 6),
        grams: Grams(10_000),
        address: address("AAAA"),
    }
}

fn plan(boxes: u8, planned: Vec<PlannedBox>) -> Command {
    Command::PlanBoxes {
        adoption: adoption(),
        buyer: buyer(),
        promised: Grams(10_000 * u64::from(boxes)),
        boxes,
        planned,
    }
}

fn boxes_planned(boxes: u8) -> Event {
    Event::BoxesPlanned {
        adoption: adoption(),
        buyer: buyer(),
        planned: (1..=boxes).map(planned).collect(),
    }
}

fn lock(boxes: &[u8]) -> Command {
    Command::LockAddresses {
        boxes: boxes.iter().copied().map(a_box).collect(),
        at: at(1),
    }
}

fn locked(boxes: &[u8]) -> Event {
    Event::AddressesLocked {
        boxes: boxes.iter().copied().map(a_box).collect(),
        at: at(1),
    }
}

fn grant(of: u8, grams: u64) -> Command {
    Command::GrantEntitlement {
        adoption: adoption(),
        lot: lot(of),
        grams: Grams(grams),
    }
}

fn granted(of: u8, grams: u64) -> Event {
    Event::EntitlementGranted {
        adoption: adoption(),
        lot: lot(of),
        grams: Grams(grams),
    }
}

fn of(lots: &[(u8, u64)]) -> Vec<LotGrams> {
    lots.iter()
        .map(|(seed, grams)| LotGrams {
            lot: lot(*seed),
            grams: Grams(*grams),
        })
        .collect()
}

/// Packs on 10 December; lots 1 to 9 are certified and in no waiting period.
fn pack(nth: u8, into: u8, lots: &[(u8, u64)]) -> Command {
    let facts = (1..=9).map(|seed| LotFacts {
        lot: lot(seed),
        certified: true,
        waiting_until: None,
    });
    pack_with(nth, into, lots, facts.collect())
}

fn pack_with(nth: u8, into: u8, lots: &[(u8, u64)], facts: Vec<LotFacts>) -> Command {
    Command::PackBox {
        box_id: a_box(nth),
        parcel: parcel(into),
        contents: of(lots),
        lots: facts,
        today: day(10),
        at: at(2),
    }
}

fn packed(nth: u8, into: u8, lots: &[(u8, u64)]) -> Event {
    Event::BoxPacked {
        box_id: a_box(nth),
        parcel: parcel(into),
        contents: of(lots),
        at: at(2),
    }
}
