//! The stored events of this crate, as they were kept for ever.

#[path = "../../../kernel/tests/shared/golden.rs"]
mod kept;

use kept::{check, every_file_belongs};

#[test]
fn stored_box_plans_are_still_understood() {
    check::<fulfilment::box_plan::BoxPlan>();
}

#[test]
fn stored_parcels_are_still_understood() {
    check::<fulfilment::parcel::Parcel>();
}

#[test]
fn every_golden_file_belongs_to_a_type() {
    let types = fulfilment::event_types();
    every_file_belongs(types.into_iter().map(|(_, name, current)| (name, current)));
}
