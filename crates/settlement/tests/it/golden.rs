//! The stored events of this crate, as they were kept for ever.

#[path = "../../../kernel/tests/shared/golden.rs"]
mod kept;

use kept::{check, every_file_belongs};

#[test]
fn stored_payments_are_still_understood() {
    check::<settlement::payment::Payment>();
}

#[test]
fn stored_channel_facts_are_still_understood() {
    check::<settlement::channel_fact::ChannelFact>();
}

#[test]
fn stored_words_of_channels_and_banks_are_still_understood() {
    check::<settlement::exception::Exception>();
    check::<settlement::bank_statement::BankStatement>();
    check::<settlement::bank_line::BankLine>();
    check::<settlement::reconciliation::Reconciliation>();
}

#[test]
fn stored_refunds_are_still_understood() {
    check::<settlement::refund::Refund>();
}

#[test]
fn stored_disputes_are_still_understood() {
    check::<settlement::dispute::Dispute>();
}

#[test]
fn stored_payouts_are_still_understood() {
    check::<settlement::payout::Payout>();
}

#[test]
fn stored_credits_are_still_understood() {
    check::<settlement::credit::Credit>();
}

#[test]
fn stored_farmer_accounts_are_still_understood() {
    check::<settlement::farmer_account::FarmerAccount>();
}

#[test]
fn stored_entries_and_closed_days_are_still_understood() {
    check::<settlement::entry::Entry>();
    check::<settlement::books::Books>();
}

#[test]
fn stored_invoices_are_still_understood() {
    check::<settlement::invoice::Invoice>();
    check::<settlement::invoice::Series>();
}

#[test]
fn stored_carry_overs_are_still_understood() {
    check::<settlement::carry_over::CarryOver>();
}

#[test]
fn every_golden_file_belongs_to_a_type() {
    let types = settlement::event_types();
    every_file_belongs(types.into_iter().map(|(_, name, current)| (name, current)));
}
