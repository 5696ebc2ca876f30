//! The rules of a purchase, command by command and rejection by rejection.

use kernel::testing::given;

use super::*;
use crate::campaign::{Redemption, RefundMethod, WithdrawalFee};

const ADOPTION: AdoptionId = AdoptionId::from_bytes([1; 16]);
const CONTRACT: ContentHash = ContentHash::from_bytes([2; 32]);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn paid() -> Timestamp {
    at("2026-03-02T08:00:00Z")
}

const fn profile(days: u8) -> LegalProfile {
    LegalProfile {
        redemption: Redemption::MultipleShipments,
        cooling_off_days: days,
        refund_method: RefundMethod::OriginalWay,
        withdrawal_fee: WithdrawalFee::Platform,
    }
}

fn agree(contract: ContentHash, days: u8) -> Command {
    Command::Agree {
        adoption: ADOPTION,
        contract,
        profile: profile(days),
        at: at("2026-03-01T08:00:00Z"),
    }
}

fn agreed(days: u8) -> Event {
    Event::PurchaseAgreed {
        adoption: ADOPTION,
        contract: CONTRACT,
        profile: profile(days),
        at: at("2026-03-01T08:00:00Z"),
    }
}

fn begun() -> Event {
    Event::CoolingOffBegun {
        until: at("2026-03-09T08:00:00Z"),
        at: paid(),
    }
}

#[test]
fn d07_what_was_agreed_is_stored_once() {
    given::<Purchase>(&[])
        .when(agree(CONTRACT, 7))
        .then(&[agreed(7)]);
    given::<Purchase>(&[agreed(7)])
        .when(agree(CONTRACT, 7))
        .then(&[]);
}

#[test]
fn d06_other_terms_do_not_touch_an_agreed_purchase() {
    let other = ContentHash::from_bytes([3; 32]);
    for command in [agree(CONTRACT, 8), agree(other, 7)] {
        given::<Purchase>(&[agreed(7)])
            .when(command)
            .then_rejected(&Rejection::AgreedOtherwise);
    }
}

#[test]
fn the_days_begin_with_the_payment_once() {
    let begin = || Command::BeginCoolingOff { at: paid() };
    given::<Purchase>(&[agreed(7)])
        .when(begin())
        .then(&[begun()]);
    given::<Purchase>(&[agreed(7), begun()])
        .when(begin())
        .then(&[]);
    given::<Purchase>(&[agreed(0)]).when(begin()).then(&[]);
    given::<Purchase>(&[]).when(begin()).then(&[]);
}

#[test]
fn the_right_ends_to_the_millisecond() {
    let until = at("2026-03-09T08:00:00Z");
    let check = |now| Command::CheckCoolingOff { now };
    let history = [agreed(7), begun()];
    given::<Purchase>(&history)
        .when(check(at("2026-03-09T07:59:59.999Z")))
        .then(&[]);
    given::<Purchase>(&history)
        .when(check(until))
        .then_rejected(&Rejection::CoolingOffOver { until });
    given::<Purchase>(&[agreed(0)])
        .when(check(paid()))
        .then_rejected(&Rejection::NoCoolingOff);
}
