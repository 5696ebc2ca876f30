//! The stored events of this crate, as they were kept for ever.

#[path = "../../../kernel/tests/shared/golden.rs"]
mod kept;

use kept::{check, every_file_belongs};

#[test]
fn stored_campaigns_are_still_understood() {
    check::<adoption::campaign::Campaign>();
}

#[test]
fn stored_tree_shares_are_still_understood() {
    check::<adoption::tree_share::TreeShare>();
}

#[test]
fn stored_allowances_are_still_understood() {
    check::<adoption::allowance::Allowance>();
}

#[test]
fn stored_adoptions_are_still_understood() {
    check::<adoption::adoption::Adoption>();
}

#[test]
fn stored_shortfalls_are_still_understood() {
    check::<adoption::shortfall::Shortfall>();
}

#[test]
fn stored_purchases_are_still_understood() {
    check::<adoption::purchase::Purchase>();
}

#[test]
fn stored_tallies_are_still_understood() {
    check::<adoption::tally::Tally>();
}

#[test]
fn stored_waiting_lists_are_still_understood() {
    check::<adoption::waiting_list::WaitingList>();
}

#[test]
fn stored_handovers_are_still_understood() {
    check::<adoption::handover::Handover>();
}

#[test]
fn stored_groups_are_still_understood() {
    check::<adoption::group::Group>();
}

#[test]
fn stored_banned_words_are_still_understood() {
    check::<adoption::banned_words::BannedWords>();
}

#[test]
fn stored_renewals_are_still_understood() {
    check::<adoption::renewal::Renewal>();
}

#[test]
fn every_golden_file_belongs_to_a_type() {
    let types = adoption::event_types();
    every_file_belongs(types.into_iter().map(|(_, name, current)| (name, current)));
}
