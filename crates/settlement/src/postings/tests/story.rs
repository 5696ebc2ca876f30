//! Random lives of one adoption and its farm, posted fact by fact.

use super::*;

/// What the books of one adoption sum to.
#[derive(Default)]
struct Books {
    balances: BTreeMap<Account, i64>,
    owed: Owed,
}

impl Books {
    fn post(&mut self, fact: &MoneyFact) {
        let entry = postings(fact).unwrap();
        let sum: i64 = entry.iter().map(|line| line.amount.minor).sum();
        assert_eq!(sum, 0, "D 11: {fact:?}");
        for line in entry {
            *self.balances.entry(line.account).or_default() += line.amount.minor;
        }
        self.owed = Owed {
            deposit: -self.of(Account::Deposits),
            undelivered: -self.of(Account::Undelivered),
        };
    }

    fn of(&self, account: Account) -> i64 {
        self.balances.get(&account).copied().unwrap_or_default()
    }
}

#[derive(Debug, Clone, Copy)]
enum Turn {
    Deliver,
    Refund {
        fen: i64,
        kept_fee: i64,
        fails: bool,
    },
    Dispute {
        fen: i64,
        lost: bool,
        fee: i64,
    },
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        3 => Just(Turn::Deliver),
        2 => (1..90_000_i64, 0..50_i64, any::<bool>())
            .prop_map(|(fen, kept_fee, fails)| Turn::Refund { fen, kept_fee, fails }),
        1 => (1..90_000_i64, any::<bool>(), 0..2_000_i64)
            .prop_map(|(fen, lost, fee)| Turn::Dispute { fen, lost, fee }),
    ]
}

fn refund(books: &mut Books, fen: i64, kept_fee: i64, fails: bool) {
    let taken = books.owed.take(Money::fen(fen));
    books.post(&refund_requested(taken, kept_fee));
    if fails {
        books.post(&refund_given_up(taken, kept_fee));
    } else {
        books.post(&refund_settled(fen - kept_fee));
    }
}

fn dispute(books: &mut Books, fen: i64, lost: bool, fee: i64) {
    let (adoption, channel, amount) = (ADOPTION, BANK, Money::fen(fen));
    books.post(&MoneyFact::DisputeOpened {
        adoption,
        channel,
        amount,
    });
    books.post(&if lost {
        MoneyFact::DisputeLost {
            adoption,
            channel,
            disputed: amount,
            taken: books.owed.take(amount),
            fee: Money::fen(fee),
        }
    } else {
        MoneyFact::DisputeWon {
            adoption,
            channel,
            amount,
        }
    });
}

proptest! {
    #[test]
    fn d18_every_captured_fen_is_delivered_refunded_lost_or_owed(
        price in 1..500_000_i64,
        confirms in prop::bool::weighted(0.9),
        boxes in 1_u8..12,
        turns in prop::collection::vec(turn(), 0..30),
    ) {
        let mut books = Books::default();
        books.post(&captured(price, price / 200));
        if confirms {
            books.post(&confirmed(price));
        }
        // D 12 is the payment's: no more goes back than came.
        let (mut gone, mut delivered_boxes) = (0, 0);
        for turn in turns {
            let owed_before = books.owed;
            match turn {
                Turn::Deliver if confirms && delivered_boxes < boxes => {
                    let left = boxes - delivered_boxes;
                    delivered_boxes += 1;
                    books.post(&delivered(revenue_of_box(Money::fen(books.owed.undelivered), left).minor));
                }
                Turn::Refund { fen, kept_fee, fails } if fen <= price - gone => {
                    gone += if fails { 0 } else { fen };
                    refund(&mut books, fen, kept_fee.min(fen), fails);
                }
                Turn::Dispute { fen, lost, fee } if fen <= price - gone => {
                    gone += if lost { fen } else { 0 };
                    dispute(&mut books, fen, lost, fee);
                }
                Turn::Deliver | Turn::Refund { .. } | Turn::Dispute { .. } => {}
            }
            prop_assert!(books.owed.deposit >= 0 && books.owed.undelivered >= 0, "{turn:?}");
            prop_assert!(books.owed.deposit <= owed_before.deposit, "{turn:?}");
            prop_assert!(books.owed.undelivered <= owed_before.undelivered, "{turn:?}");
        }
        let income = -books.of(Account::IncomeFruit) - books.of(Account::FruitReturns);
        let losses = books.of(Account::DisputeLosses);
        let owed = books.owed.deposit + books.owed.undelivered;
        prop_assert_eq!(income - losses + gone + owed, price);
        prop_assert_eq!(books.of(Account::RefundsPayable), 0);
        prop_assert_eq!(books.of(Account::Disputed), 0);
        prop_assert_eq!(books.balances.values().sum::<i64>(), 0);
    }

    #[test]
    fn d18_delivering_all_boxes_earns_the_price_exactly(
        price in 1..10_000_000_i64,
        boxes in 1_u8..=u8::MAX,
    ) {
        let mut books = Books::default();
        books.post(&captured(price, 0));
        books.post(&confirmed(price));
        for left in (1..=boxes).rev() {
            let revenue = revenue_of_box(Money::fen(books.owed.undelivered), left);
            books.post(&delivered(revenue.minor));
        }
        prop_assert_eq!(books.of(Account::IncomeFruit), -price);
        prop_assert_eq!(books.of(Account::Undelivered), 0);
    }

    #[test]
    fn d11_every_farmer_fact_sums_to_zero(
        amounts in prop::array::uniform3(0..1_000_000_000_i64),
        advance: bool,
    ) {
        let [one, two, three] = amounts.map(Money::fen);
        let (farm, adoption) = (FARM, ADOPTION);
        let mut books = Books::default();
        for fact in [
            MoneyFact::AdvanceGranted { farm, amount: one },
            MoneyFact::FarmerEarned { farm, adoption, earned: one, recovered: two, held_back: three },
            MoneyFact::FarmerCharged { farm, adoption, cause: ChargeCause::Claim, amount: two },
            MoneyFact::HoldbackReleased { farm, amount: three },
            MoneyFact::SettlementAgreed { farm, amount: one },
            MoneyFact::FarmerPaid { farm, channel: BANK, amount: one },
            MoneyFact::FarmerNotPaid { farm, advance, amount: one, given_back: two },
        ] {
            books.post(&fact);
        }
        prop_assert_eq!(books.balances.values().sum::<i64>(), 0);
    }
}
