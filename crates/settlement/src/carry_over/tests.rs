//! Rules of carried-over money, told as given, when, then.

use kernel::testing::given;

use super::*;

fn at(days: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000)
        .unwrap()
        .plus_days(days)
}

fn adoption(seed: u8) -> AdoptionId {
    AdoptionId::from_bytes([seed; 16])
}

fn carry(fen: i64) -> Command {
    Command::CarryOver {
        adoption: adoption(1),
        remedy: 1,
        amount: Money::fen(fen),
        until: at(400),
        at: at(0),
    }
}

fn carried() -> Event {
    Event::CarriedOver {
        adoption: adoption(1),
        remedy: 1,
        amount: Money::fen(100_800),
        until: at(400),
        at: at(0),
    }
}

fn redeem(into: u8) -> Command {
    Command::RedeemCarryOver {
        remedy: 1,
        into: adoption(into),
        at: at(1),
    }
}

fn redeemed() -> Event {
    Event::CarryOverRedeemed {
        adoption: adoption(1),
        remedy: 1,
        into: adoption(2),
        at: at(1),
    }
}

fn deliver(into: u8) -> Command {
    Command::DeliverCarryOver {
        into: adoption(into),
        at: at(2),
    }
}

fn delivered() -> Event {
    Event::CarryOverDelivered {
        adoption: adoption(1),
        remedy: 1,
        amount: Money::fen(100_800),
        at: at(2),
    }
}

fn give_back() -> Command {
    Command::ReturnCarryOver {
        remedy: 1,
        at: at(2),
    }
}

fn returned() -> Event {
    Event::CarryOverReturned {
        adoption: adoption(1),
        remedy: 1,
        amount: Money::fen(100_800),
        at: at(2),
    }
}

#[test]
fn d18_money_is_carried_over_once() {
    given::<CarryOver>(&[])
        .when(carry(100_800))
        .then(&[carried()]);
    given::<CarryOver>(&[carried()])
        .when(carry(100_800))
        .then(&[]);
    given::<CarryOver>(&[carried()])
        .when(carry(1))
        .then_rejected(&Rejection::CarryOverExists);
    given::<CarryOver>(&[])
        .when(carry(0))
        .then_rejected(&Rejection::AmountNotPositive);
}

#[test]
fn d18_it_comes_with_one_adoption_and_is_earned_when_that_is_delivered() {
    given::<CarryOver>(&[carried()])
        .when(redeem(2))
        .then(&[redeemed()]);
    let history = [carried(), redeemed()];
    given::<CarryOver>(&history).when(redeem(2)).then(&[]);
    given::<CarryOver>(&history)
        .when(redeem(3))
        .then_rejected(&Rejection::CarryOverSettled);
    given::<CarryOver>(&history).when(deliver(3)).then(&[]);
    given::<CarryOver>(&[]).when(deliver(2)).then(&[]);
    given::<CarryOver>(&history)
        .when(deliver(2))
        .then(&[delivered()]);
    let after = [carried(), redeemed(), delivered()];
    given::<CarryOver>(&after).when(deliver(2)).then(&[]);
    given::<CarryOver>(&after)
        .when(give_back())
        .then_rejected(&Rejection::CarryOverSettled);
}

#[test]
fn d18_what_is_not_delivered_goes_back_once() {
    for history in [vec![carried()], vec![carried(), redeemed()]] {
        given::<CarryOver>(&history)
            .when(give_back())
            .then(&[returned()]);
    }
    given::<CarryOver>(&[carried(), returned()])
        .when(give_back())
        .then(&[]);
    given::<CarryOver>(&[carried(), returned()])
        .when(redeem(2))
        .then_rejected(&Rejection::CarryOverSettled);
    given::<CarryOver>(&[])
        .when(give_back())
        .then_rejected(&Rejection::CarryOverUnknown);
}
