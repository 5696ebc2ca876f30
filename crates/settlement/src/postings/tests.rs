//! The books balance, whatever happened.

use std::collections::BTreeMap;

use kernel::Currency;
use proptest::prelude::*;

use super::*;

const ADOPTION: AdoptionId = AdoptionId::from_bytes([1; 16]);

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

fn refund_requested(fen: i64, was_confirmed: bool) -> MoneyFact {
    MoneyFact::RefundRequested {
        adoption: ADOPTION,
        amount: Money::fen(fen),
        was_confirmed,
    }
}

fn refund_settled(fen: i64) -> MoneyFact {
    MoneyFact::RefundSettled {
        adoption: ADOPTION,
        amount: Money::fen(fen),
    }
}

fn refund_failed(fen: i64, was_confirmed: bool) -> MoneyFact {
    MoneyFact::RefundFailed {
        adoption: ADOPTION,
        amount: Money::fen(fen),
        was_confirmed,
    }
}

fn delivered(fen: i64, boxes: u8, nth: u8) -> MoneyFact {
    MoneyFact::Delivered {
        adoption: ADOPTION,
        price: Money::fen(fen),
        boxes,
        nth,
    }
}

fn balances(facts: &[MoneyFact]) -> BTreeMap<Account, i64> {
    let mut balances: BTreeMap<_, _> = Account::ALL.map(|account| (account, 0)).into();
    for posting in facts.iter().flat_map(|fact| postings(fact).unwrap()) {
        *balances.entry(posting.account).or_default() += posting.amount.minor;
    }
    balances
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
    assert!(lines(&delivered(168_000, 0, 1)).is_empty());
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
    // 1,680.00 in nine boxes: six of 186.67 and three of 186.66.
    let parts: Vec<i64> = (1..=9)
        .map(|nth| lines(&delivered(168_000, 9, nth))[0].1)
        .collect();
    assert_eq!(parts, [[18_667; 6].as_slice(), &[18_666; 3]].concat());
    assert_eq!(
        lines(&delivered(168_000, 9, 9))[1],
        ("income:fruit", -18_666)
    );
}

#[test]
fn d18_a_box_beyond_the_promise_earns_nothing() {
    assert!(lines(&delivered(168_000, 9, 10)).is_empty());
    assert!(lines(&delivered(168_000, 9, 0)).is_empty());
}

#[test]
fn d18_a_refund_is_taken_from_where_it_was_owed() {
    for (was_confirmed, owed) in [
        (false, "liabilities:deposits"),
        (true, "liabilities:undelivered"),
    ] {
        assert_eq!(
            lines(&refund_requested(500, was_confirmed)),
            [(owed, 500), ("liabilities:refunds-payable", -500)]
        );
        assert_eq!(
            lines(&refund_failed(500, was_confirmed)),
            [("liabilities:refunds-payable", 500), (owed, -500)]
        );
    }
    assert_eq!(
        lines(&refund_settled(500)),
        [
            ("liabilities:refunds-payable", 500),
            ("assets:channel:manual", -500),
        ]
    );
}

#[test]
fn what_cannot_be_booked_is_an_error() {
    let mixed = MoneyFact::Captured {
        adoption: ADOPTION,
        amount: Money::fen(100),
        fee: Money::new(1, Currency::EUR),
    };
    assert_eq!(postings(&mixed), Err(MoneyError::CurrencyMismatch));
    let huge = refund_settled(i64::MIN);
    assert_eq!(postings(&huge), Err(MoneyError::Overflow));
}

#[test]
fn account_names_are_unique() {
    let mut names = Account::ALL.map(Account::name).to_vec();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Account::ALL.len());
}

fn facts() -> impl Strategy<Value = MoneyFact> {
    let currency = prop::sample::select(vec![Currency::CNY, Currency::EUR, Currency::USD]);
    let money = (any::<i64>(), currency).prop_map(|(minor, currency)| Money::new(minor, currency));
    let adoption = ADOPTION;
    prop_oneof![
        (money.clone(), 0..1_000_i64).prop_map(move |(amount, fee)| MoneyFact::Captured {
            adoption,
            amount,
            fee: Money::new(fee, amount.currency),
        }),
        money
            .clone()
            .prop_map(move |price| MoneyFact::Confirmed { adoption, price }),
        (money.clone(), any::<bool>()).prop_map(move |(amount, was_confirmed)| {
            MoneyFact::RefundRequested {
                adoption,
                amount,
                was_confirmed,
            }
        }),
        money
            .clone()
            .prop_map(move |amount| MoneyFact::RefundSettled { adoption, amount }),
        (money.clone(), any::<bool>()).prop_map(move |(amount, was_confirmed)| {
            MoneyFact::RefundFailed {
                adoption,
                amount,
                was_confirmed,
            }
        }),
        (money, any::<u8>(), any::<u8>()).prop_map(move |(price, boxes, nth)| {
            MoneyFact::Delivered {
                adoption,
                price,
                boxes,
                nth,
            }
        }),
    ]
}

proptest! {
    #[test]
    fn d11_every_entry_sums_to_zero_in_each_currency(fact in facts()) {
        let Ok(entry) = postings(&fact) else { return Ok(()) };
        let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
        for posting in &entry {
            prop_assert!(posting.amount.minor != 0);
            *sums.entry(posting.amount.currency).or_default() += i128::from(posting.amount.minor);
        }
        prop_assert!(sums.values().all(|sum| *sum == 0), "{entry:?}");
    }

    #[test]
    fn d18_delivering_all_boxes_earns_the_price_exactly(
        price in 1..10_000_000_i64,
        fee in 0..1_000_i64,
        boxes in 1_u8..=u8::MAX,
    ) {
        let fee = fee.min(price);
        let mut story = vec![captured(price, fee), confirmed(price)];
        story.extend((1..=boxes).map(|nth| delivered(price, boxes, nth)));
        let balances = balances(&story);
        prop_assert_eq!(balances[&Account::Deposits], 0);
        prop_assert_eq!(balances[&Account::Undelivered], 0);
        prop_assert_eq!(balances[&Account::IncomeFruit], -price);
        prop_assert_eq!(balances[&Account::ChannelManual], price - fee);
        prop_assert_eq!(balances[&Account::ChannelFees], fee);
    }

    #[test]
    fn d18_a_full_refund_leaves_nothing_owed(
        price in 1..10_000_000_i64,
        was_confirmed: bool,
        failures in 0..4_usize,
    ) {
        let mut story = vec![captured(price, 0)];
        story.extend(was_confirmed.then(|| confirmed(price)));
        for _ in 0..failures {
            story.extend([
                refund_requested(price, was_confirmed),
                refund_failed(price, was_confirmed),
            ]);
        }
        story.extend([refund_requested(price, was_confirmed), refund_settled(price)]);
        let balances = balances(&story);
        prop_assert!(balances.values().all(|balance| *balance == 0), "{balances:?}");
    }
}
