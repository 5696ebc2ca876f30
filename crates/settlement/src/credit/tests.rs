//! Given, when, then: a buyer's credit.

use kernel::testing::given;
use proptest::prelude::*;

use super::*;

const CREDIT: CreditId = CreditId::from_bytes([1; 16]);
const ADOPTION: AdoptionId = AdoptionId::from_bytes([2; 16]);
const PAYOUT: PayoutId = PayoutId::from_bytes([3; 16]);

fn now() -> Timestamp {
    "2026-11-28T08:00:00Z".parse().unwrap()
}

fn grant_of(fen: i64) -> Granted {
    Granted {
        credit: CREDIT,
        buyer: PersonId::from_bytes([4; 16]),
        adoption: ADOPTION,
        source: Source::Remedy,
        amount: Money::fen(fen),
    }
}

fn granted(fen: i64) -> Event {
    Event::CreditGranted {
        granted: grant_of(fen),
        at: now(),
    }
}

fn grant(fen: i64) -> Command {
    Command::GrantCredit {
        granted: grant_of(fen),
        at: now(),
    }
}

fn spend(fen: i64) -> Command {
    Command::SpendCredit {
        adoption: ADOPTION,
        amount: Money::fen(fen),
        at: now(),
    }
}

fn spent(fen: i64) -> Event {
    Event::CreditSpent {
        adoption: ADOPTION,
        amount: Money::fen(fen),
        at: now(),
    }
}

fn give_back(fen: i64) -> Command {
    Command::ReturnCredit {
        adoption: ADOPTION,
        amount: Money::fen(fen),
        at: now(),
    }
}

fn returned(fen: i64) -> Event {
    Event::CreditReturned {
        adoption: ADOPTION,
        amount: Money::fen(fen),
        at: now(),
    }
}

fn request_cash(fen: i64) -> Command {
    Command::RequestCash {
        payout: PAYOUT,
        amount: Money::fen(fen),
        at: now(),
    }
}

fn cash_requested(fen: i64) -> Event {
    Event::CreditCashRequested {
        payout: PAYOUT,
        amount: Money::fen(fen),
        at: now(),
    }
}

#[test]
fn b13_a_credit_is_granted_once() {
    given::<Credit>(&[]).when(grant(500)).then(&[granted(500)]);
    given::<Credit>(&[granted(500)]).when(grant(500)).then(&[]);
    given::<Credit>(&[granted(500)])
        .when(grant(501))
        .then_rejected(&Rejection::CreditExists);
    given::<Credit>(&[])
        .when(grant(0))
        .then_rejected(&Rejection::AmountNotPositive);
}

#[test]
fn b13_no_more_is_spent_than_there_is() {
    given::<Credit>(&[granted(500)])
        .when(spend(500))
        .then(&[spent(500)]);
    given::<Credit>(&[granted(500), spent(400)])
        .when(spend(400))
        .then(&[]);
    given::<Credit>(&[granted(500), spent(400)])
        .when(spend(50))
        .then_rejected(&Rejection::CreditSpentAlready {
            spent: Money::fen(400),
        });
    given::<Credit>(&[granted(500)])
        .when(spend(501))
        .then_rejected(&Rejection::CreditTooSmall {
            available: Money::fen(500),
        });
    given::<Credit>(&[granted(500)])
        .when(Command::SpendCredit {
            adoption: ADOPTION,
            amount: Money::new(1, Currency::EUR),
            at: now(),
        })
        .then_rejected(&Rejection::CreditTooSmall {
            available: Money::new(0, Currency::EUR),
        });
    given::<Credit>(&[granted(500)])
        .when(spend(-1))
        .then_rejected(&Rejection::AmountNotPositive);
}

#[test]
fn what_was_spent_comes_back_and_no_more() {
    let spent_some = [granted(500), spent(400)];
    given::<Credit>(&spent_some)
        .when(give_back(400))
        .then(&[returned(400)]);
    given::<Credit>(&[granted(500), spent(400), returned(300)])
        .when(give_back(101))
        .then_rejected(&Rejection::ReturnAboveSpent {
            spent: Money::fen(100),
        });
    given::<Credit>(&[granted(500), spent(400), returned(400)])
        .when(spend(400))
        .then_rejected(&Rejection::CreditSpentAlready {
            spent: Money::fen(400),
        });
    given::<Credit>(&spent_some)
        .when(give_back(0))
        .then_rejected(&Rejection::AmountNotPositive);
}

#[test]
fn b13_credit_is_paid_out_in_cash_when_the_buyer_asks() {
    given::<Credit>(&[granted(500)])
        .when(request_cash(500))
        .then(&[cash_requested(500)]);
    given::<Credit>(&[granted(500), cash_requested(500)])
        .when(request_cash(500))
        .then(&[]);
    given::<Credit>(&[granted(500), cash_requested(200)])
        .when(request_cash(300))
        .then_rejected(&Rejection::CashExists);
    given::<Credit>(&[granted(500), cash_requested(200)])
        .when(spend(301))
        .then_rejected(&Rejection::CreditTooSmall {
            available: Money::fen(300),
        });
    given::<Credit>(&[granted(500)])
        .when(request_cash(501))
        .then_rejected(&Rejection::CreditTooSmall {
            available: Money::fen(500),
        });
}

#[test]
fn d15_the_payout_says_how_cash_ended() {
    let (payout, at, amount) = (PAYOUT, now(), Money::fen(200));
    let paid = Event::CreditCashPaid { payout, amount, at };
    let not_paid = Event::CreditCashNotPaid { payout, amount, at };
    let record_paid = Command::RecordPaid { payout, at };
    let record_not_paid = Command::RecordNotPaid { payout, at };
    let asked = [granted(500), cash_requested(200)];
    given::<Credit>(&asked)
        .when(record_paid)
        .then(std::slice::from_ref(&paid));
    given::<Credit>(&asked)
        .when(record_not_paid)
        .then(std::slice::from_ref(&not_paid));
    let [one, two] = asked;
    given::<Credit>(&[one.clone(), two.clone(), paid.clone()])
        .when(record_paid)
        .then(&[]);
    given::<Credit>(&[one.clone(), two.clone(), paid])
        .when(record_not_paid)
        .then_rejected(&Rejection::CashExists);
    given::<Credit>(&[one, two, not_paid])
        .when(spend(500))
        .then(&[spent(500)]);
    given::<Credit>(&[])
        .when(record_paid)
        .then_rejected(&Rejection::CashUnknown);
}

proptest! {
    /// Whatever is asked in whatever order, granted = available + spent + cash on its way or arrived.
    #[test]
    fn d13_every_fen_of_credit_is_somewhere(
        turns in prop::collection::vec((0..6_u8, 0..4_u8, -5..300_i64), 0..60),
    ) {
        let mut state = State::default();
        for (kind, number, fen) in turns {
            let adoption = AdoptionId::from_bytes([number; 16]);
            let payout = PayoutId::from_bytes([number; 16]);
            let (amount, at) = (Money::fen(fen), now());
            let command = match kind {
                0 => Command::GrantCredit {
                    granted: Granted { credit: CreditId::from_bytes([number; 16]), ..grant_of(fen) },
                    at,
                },
                1 => Command::SpendCredit { adoption, amount, at },
                2 => Command::ReturnCredit { adoption, amount, at },
                3 => Command::RequestCash { payout, amount, at },
                4 => Command::RecordPaid { payout, at },
                _ => Command::RecordNotPaid { payout, at },
            };
            for event in Credit::decide(&state, command).unwrap_or_default() {
                Credit::evolve(&mut state, &event);
            }
            let granted: i64 = state.granted.values().map(|one| one.amount.minor).sum();
            let spent: i64 = state.spent.values().map(|one| one.left.minor).sum();
            let cash: i64 = state.cash.values()
                .filter(|one| one.arrived != Some(false))
                .map(|one| one.amount.minor)
                .sum();
            let available = state.available(Currency::CNY).minor;
            prop_assert!(available >= 0);
            prop_assert_eq!(granted, available + spent + cash);
        }
    }
}
