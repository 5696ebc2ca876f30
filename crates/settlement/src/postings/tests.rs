//! The books balance, whatever happened.

use std::collections::BTreeMap;

use kernel::Currency;
use proptest::prelude::*;

use super::*;
use crate::{farmer_account::ChargeCause, payment::Channel};

mod fees;
mod story;

const ADOPTION: AdoptionId = AdoptionId::from_bytes([1; 16]);
const FARM: FarmId = FarmId::from_bytes([2; 16]);
const BANK: Channel = Channel::Manual;

fn lines(fact: &MoneyFact) -> Vec<(&'static str, i64)> {
    postings(fact)
        .unwrap()
        .iter()
        .map(|posting| (posting.account.name(), posting.amount.minor))
        .collect()
}

fn captured(fen: i64, fee: i64) -> MoneyFact {
    MoneyFact::Captured {
        adoption: ADOPTION,
        channel: BANK,
        amount: Money::fen(fen),
        fee: Money::fen(fee),
    }
}

fn confirmed(fen: i64) -> MoneyFact {
    MoneyFact::Confirmed {
        adoption: ADOPTION,
        price: Money::fen(fen),
    }
}

fn delivered(fen: i64) -> MoneyFact {
    MoneyFact::Delivered {
        adoption: ADOPTION,
        revenue: Money::fen(fen),
    }
}

fn taken(deposit: i64, undelivered: i64, delivered: i64) -> Taken {
    Taken {
        deposit: Money::fen(deposit),
        undelivered: Money::fen(undelivered),
        delivered: Money::fen(delivered),
    }
}

fn refund_requested(taken: Taken, kept_fee: i64) -> MoneyFact {
    MoneyFact::RefundRequested {
        adoption: ADOPTION,
        taken,
        kept_fee: Money::fen(kept_fee),
    }
}

fn refund_given_up(taken: Taken, kept_fee: i64) -> MoneyFact {
    MoneyFact::RefundGivenUp {
        adoption: ADOPTION,
        taken,
        kept_fee: Money::fen(kept_fee),
    }
}

fn refund_settled(fen: i64) -> MoneyFact {
    MoneyFact::RefundSettled {
        adoption: ADOPTION,
        channel: BANK,
        amount: Money::fen(fen),
    }
}

#[test]
fn d11_captured_money_is_a_deposit_and_the_fee_is_ours() {
    assert_eq!(
        lines(&captured(168_000, 1_008)),
        [
            ("assets:channel:manual", 166_992),
            ("expenses:channel-fees", 1_008),
            ("liabilities:deposits", -168_000),
        ]
    );
}

#[test]
fn lines_of_zero_are_left_out() {
    assert_eq!(
        lines(&captured(168_000, 0)),
        [
            ("assets:channel:manual", 168_000),
            ("liabilities:deposits", -168_000),
        ]
    );
    assert!(lines(&delivered(0)).is_empty());
}

#[test]
fn d18_a_confirmed_adoption_is_owed_as_fruit_until_it_is_delivered() {
    assert_eq!(
        lines(&confirmed(168_000)),
        [
            ("liabilities:deposits", 168_000),
            ("liabilities:undelivered", -168_000),
        ]
    );
    assert_eq!(
        lines(&delivered(18_667)),
        [
            ("liabilities:undelivered", 18_667),
            ("income:fruit", -18_667)
        ]
    );
}

#[test]
fn d18_boxes_earn_even_parts_of_what_is_left() {
    // 1,680.00 in nine boxes: six of 186.67 and three of 186.66.
    let mut left = 168_000;
    let parts: Vec<i64> = (1..=9)
        .rev()
        .map(|boxes_left| {
            let part = revenue_of_box(Money::fen(left), boxes_left).minor;
            left -= part;
            part
        })
        .collect();
    assert_eq!(parts, [[18_667; 6].as_slice(), &[18_666; 3]].concat());
    assert_eq!(revenue_of_box(Money::fen(100), 0), Money::fen(0));
    assert_eq!(revenue_of_box(Money::fen(-1), 1), Money::fen(0));
}

#[test]
fn d18_a_refund_is_taken_from_what_is_owed_before_it_touches_income() {
    let owed = Owed {
        deposit: 100,
        undelivered: 300,
    };
    assert_eq!(owed.take(Money::fen(50)), taken(50, 0, 0));
    assert_eq!(owed.take(Money::fen(250)), taken(100, 150, 0));
    assert_eq!(owed.take(Money::fen(500)), taken(100, 300, 100));
    assert_eq!(
        lines(&refund_requested(taken(100, 300, 100), 20)),
        [
            ("liabilities:deposits", 100),
            ("liabilities:undelivered", 300),
            ("income:fruit-returns", 100),
            ("liabilities:refunds-payable", -480),
            ("expenses:channel-fees", -20),
        ],
        "B 22: the buyer bears the lost fee"
    );
    assert_eq!(
        lines(&refund_settled(480)),
        [
            ("liabilities:refunds-payable", 480),
            ("assets:channel:manual", -480),
        ]
    );
}

#[test]
fn b21_a_dispute_holds_money_back_and_a_loss_ends_what_is_owed() {
    let (adoption, channel) = (ADOPTION, Channel::Stripe);
    let amount = Money::fen(1_000);
    let open = MoneyFact::DisputeOpened {
        adoption,
        channel,
        amount,
    };
    let won = MoneyFact::DisputeWon {
        adoption,
        channel,
        amount,
    };
    assert_eq!(
        lines(&open),
        [
            ("assets:disputed", 1_000),
            ("assets:channel:stripe", -1_000)
        ]
    );
    assert_eq!(
        lines(&won),
        [
            ("assets:channel:stripe", 1_000),
            ("assets:disputed", -1_000)
        ]
    );
    let lost = MoneyFact::DisputeLost {
        adoption,
        channel,
        disputed: amount,
        taken: taken(0, 600, 300),
        fee: Money::fen(15),
    };
    assert_eq!(
        lines(&lost),
        [
            ("liabilities:undelivered", 600),
            ("expenses:dispute-losses", 300),
            ("expenses:dispute-fees", 15),
            ("assets:channel:stripe", 85),
            ("assets:disputed", -1_000),
        ]
    );
}

#[test]
fn d17_an_advance_is_an_asset_until_it_is_earned() {
    let farm = FARM;
    let granted = MoneyFact::AdvanceGranted {
        farm,
        amount: Money::fen(500),
    };
    assert_eq!(
        lines(&granted),
        [
            ("assets:farmer-advances", 500),
            ("liabilities:payouts-in-flight", -500),
        ]
    );
    let paid = MoneyFact::FarmerPaid {
        farm,
        channel: BANK,
        amount: Money::fen(500),
    };
    assert_eq!(
        lines(&paid),
        [
            ("liabilities:payouts-in-flight", 500),
            ("assets:channel:manual", -500),
        ]
    );
    let earned = MoneyFact::FarmerEarned {
        farm,
        adoption: ADOPTION,
        earned: Money::fen(700),
        recovered: Money::fen(500),
        held_back: Money::fen(20),
    };
    assert_eq!(
        lines(&earned),
        [
            ("expenses:fruit-bought", 700),
            ("assets:farmer-advances", -500),
            ("liabilities:farmer-holdback", -20),
            ("liabilities:farmers", -180),
        ]
    );
    let posted = postings(&earned).unwrap();
    assert!(
        posted
            .iter()
            .all(|line| (line.adoption, line.farm) == (Some(ADOPTION), Some(FARM)))
    );
}

#[test]
fn b13_credit_is_owed_to_the_buyer_until_it_is_spent_or_paid_out() {
    let (adoption, channel) = (ADOPTION, BANK);
    let taken = taken(100, 300, 100);
    assert_eq!(
        lines(&MoneyFact::Credited { adoption, taken }),
        [
            ("liabilities:deposits", 100),
            ("liabilities:undelivered", 300),
            ("income:fruit-returns", 100),
            ("liabilities:buyers:credit", -500),
        ]
    );
    let amount = Money::fen(500);
    for (fact, debit, credit) in [
        (
            MoneyFact::GoodwillGranted { adoption, amount },
            "expenses:claims",
            "liabilities:buyers:credit",
        ),
        (
            MoneyFact::CreditSpent { adoption, amount },
            "liabilities:buyers:credit",
            "liabilities:deposits",
        ),
        (
            MoneyFact::CashRequested { amount },
            "liabilities:buyers:credit",
            "liabilities:payouts-in-flight",
        ),
        (
            MoneyFact::CashPaid { channel, amount },
            "liabilities:payouts-in-flight",
            "assets:channel:manual",
        ),
        (
            MoneyFact::CashNotPaid { amount },
            "liabilities:payouts-in-flight",
            "liabilities:buyers:credit",
        ),
    ] {
        assert_eq!(lines(&fact), [(debit, 500), (credit, -500)], "{fact:?}");
    }
}

#[test]
fn b22_a_charge_relieves_what_it_was_charged_for() {
    for (cause, relieved) in [
        (ChargeCause::Claim, "expenses:claims"),
        (ChargeCause::LostFee, "expenses:channel-fees"),
        (ChargeCause::DisputeLost, "expenses:dispute-losses"),
    ] {
        let charged = MoneyFact::FarmerCharged {
            farm: FARM,
            adoption: ADOPTION,
            cause,
            amount: Money::fen(5),
        };
        assert_eq!(
            lines(&charged),
            [("liabilities:farmers", 5), (relieved, -5)]
        );
    }
}

#[test]
fn what_cannot_be_booked_is_an_error() {
    let mixed = MoneyFact::Captured {
        adoption: ADOPTION,
        channel: BANK,
        amount: Money::fen(100),
        fee: Money::new(1, Currency::EUR),
    };
    assert_eq!(postings(&mixed), Err(MoneyError::CurrencyMismatch));
    let mixed = refund_requested(
        Taken {
            delivered: Money::new(0, Currency::EUR),
            ..taken(1, 2, 0)
        },
        0,
    );
    assert_eq!(postings(&mixed), Err(MoneyError::CurrencyMismatch));
    let huge = refund_settled(i64::MIN);
    assert_eq!(postings(&huge), Err(MoneyError::Overflow));
}

#[test]
fn accounts_are_stored_under_their_unique_names() {
    let mut names = Account::ALL.map(Account::name).to_vec();
    for account in Account::ALL {
        let stored = serde_json::to_string(&account).unwrap();
        assert_eq!(stored, format!("\"{account}\""));
        assert_eq!(serde_json::from_str::<Account>(&stored).unwrap(), account);
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Account::ALL.len());
    assert_eq!("assets:gold".parse::<Account>(), Err(AccountUnknown));
    for channel in Channel::ALL {
        assert!(Account::ALL.contains(&Account::Channel(channel)));
    }
}

#[test]
fn d11_what_nobody_asked_for_is_owed_to_the_payer_until_it_is_back() {
    let amount = Money::fen(500);
    let received = MoneyFact::SurplusReceived {
        adoption: ADOPTION,
        channel: BANK,
        amount,
        fee: Money::fen(3),
    };
    assert_eq!(
        lines(&received),
        [
            ("assets:channel:manual", 497),
            ("expenses:channel-fees", 3),
            ("liabilities:buyers:surplus", -500),
        ]
    );
    let adoption = ADOPTION;
    let returned = lines(&MoneyFact::SurplusReturned { adoption, amount });
    assert_eq!(
        returned,
        [
            ("liabilities:buyers:surplus", 500),
            ("liabilities:refunds-payable", -500),
        ]
    );
    let not_returned = lines(&MoneyFact::SurplusNotReturned { adoption, amount });
    let opposite: Vec<_> = returned
        .iter()
        .map(|(name, minor)| (*name, -minor))
        .collect();
    let mut sorted = not_returned;
    sorted.sort_unstable_by_key(|(name, _)| *name);
    assert_eq!(sorted, opposite);
    let lost = MoneyFact::SurplusLost {
        adoption,
        channel: BANK,
        disputed: amount,
        amount,
        fee: Money::fen(20),
    };
    assert_eq!(
        lines(&lost),
        [
            ("liabilities:buyers:surplus", 500),
            ("expenses:dispute-fees", 20),
            ("assets:channel:manual", -20),
            ("assets:disputed", -500),
        ]
    );
}
