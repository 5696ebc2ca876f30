//! Rules of a shortfall, told as given, when, then.

use kernel::{AdoptionId, Grams, LossId, Money, Timestamp, fold, testing::given};
use proptest::prelude::*;

use super::*;
use crate::tree_share::Part;

mod histories;

fn at(days: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000)
        .unwrap()
        .plus_days(days)
}

fn adoption() -> AdoptionId {
    AdoptionId::from_bytes([1; 16])
}

fn loss(seed: u8) -> LossId {
    LossId::from_bytes([seed; 16])
}

fn frame(clause: RiskClause) -> Frame {
    Frame {
        adoption: adoption(),
        clause,
        promised: Grams(40_000),
        price: Money::fen(168_000),
    }
}

fn hear(clause: RiskClause, (of, revision): (u8, u16), expected: Option<u64>) -> Command {
    Command::HearOfLoss {
        frame: frame(clause),
        word: Word {
            loss: loss(of),
            revision,
            expected: expected.map(Grams),
        },
        returnable: Money::fen(168_000),
        choose_by: at(14),
        at: at(0),
    }
}

fn noted((of, revision): (u8, u16), expected: Option<u64>, missing: u64) -> Event {
    Event::ExpectationNoted {
        adoption: adoption(),
        loss: loss(of),
        revision,
        expected: expected.map(Grams),
        missing: Grams(missing),
        at: at(0),
    }
}

fn offered(offer: u16, of: u8, (grams, fen): (u64, i64), options: &[Remedy]) -> Event {
    let default = match options {
        [Remedy::TopUp, ..] => Remedy::TopUp,
        [Remedy::CarryOver, ..] => Remedy::CarryOver,
        _ => Remedy::Refund,
    };
    Event::RemedyOffered {
        adoption: adoption(),
        offer,
        loss: loss(of),
        shortfall: Grams(grams),
        value: Money::fen(fen),
        options: options.to_vec(),
        default,
        choose_by: at(14),
        at: at(0),
    }
}

fn settled(offer: u16, of: u8, remedy: Remedy, (grams, fen): (u64, i64)) -> Settled {
    Settled {
        adoption: adoption(),
        offer,
        loss: loss(of),
        remedy,
        shortfall: Grams(grams),
        value: Money::fen(fen),
    }
}

fn chosen(settled: Settled) -> Event {
    Event::RemedyChosen { settled, at: at(1) }
}

fn choose(offer: u16, remedy: Remedy) -> Command {
    Command::ChooseRemedy {
        offer,
        remedy,
        at: at(1),
    }
}

fn withdrawn(offer: u16, why: Withdrawal) -> Event {
    Event::RemedyWithdrawn {
        adoption: adoption(),
        offer,
        why,
        at: at(0),
    }
}

const MONEY: [Remedy; 2] = [Remedy::Credit, Remedy::Refund];
const WITH_TOP_UP: [Remedy; 4] = [
    Remedy::TopUp,
    Remedy::Substitute,
    Remedy::Credit,
    Remedy::Refund,
];
const WITH_CARRY_OVER: [Remedy; 3] = [Remedy::CarryOver, Remedy::Credit, Remedy::Refund];

/// 24 kg of 40 kg are missing, by a clause that pays them back.
fn open() -> Vec<Event> {
    vec![
        noted((1, 1), Some(16_000), 24_000),
        offered(1, 1, (24_000, 100_800), &MONEY),
    ]
}

#[test]
fn b10_each_clause_offers_what_it_says() {
    for (clause, options) in [
        (RiskClause::TopUp, WITH_TOP_UP.as_slice()),
        (RiskClause::RefundShortfall, &MONEY),
        (RiskClause::CarryOver, &WITH_CARRY_OVER),
    ] {
        given::<Shortfall>(&[])
            .when(hear(clause, (1, 1), Some(16_000)))
            .then(&[
                noted((1, 1), Some(16_000), 24_000),
                offered(1, 1, (24_000, 100_800), options),
            ]);
    }
}

#[test]
fn b10_a_buyer_who_bears_the_risk_is_told_but_not_left_with_nothing() {
    let clause = RiskClause::BuyerBears;
    let borne = Event::ShortfallBorne {
        adoption: adoption(),
        loss: loss(1),
        shortfall: Grams(24_000),
        at: at(0),
    };
    let first = [noted((1, 1), Some(16_000), 24_000), borne];
    given::<Shortfall>(&[])
        .when(hear(clause, (1, 1), Some(16_000)))
        .then(&first);
    given::<Shortfall>(&first)
        .when(hear(clause, (2, 1), Some(0)))
        .then(&[
            noted((2, 1), Some(0), 40_000),
            offered(1, 2, (40_000, 168_000), &MONEY),
        ]);
}

#[test]
fn a_part_that_gives_what_was_promised_misses_nothing() {
    given::<Shortfall>(&[])
        .when(hear(RiskClause::TopUp, (1, 1), Some(40_000)))
        .then(&[noted((1, 1), Some(40_000), 0)]);
}

#[test]
fn a_word_is_heard_once() {
    given::<Shortfall>(&open())
        .when(hear(RiskClause::RefundShortfall, (1, 1), Some(16_000)))
        .then(&[]);
    let newer = [open(), vec![noted((1, 2), None, 0)]].concat();
    given::<Shortfall>(&newer)
        .when(hear(RiskClause::RefundShortfall, (1, 1), Some(1)))
        .then(&[]);
}

#[test]
fn another_loss_replaces_the_open_offer_and_the_smallest_word_counts() {
    let clause = RiskClause::RefundShortfall;
    given::<Shortfall>(&open())
        .when(hear(clause, (2, 1), Some(10_000)))
        .then(&[
            noted((2, 1), Some(10_000), 30_000),
            withdrawn(1, Withdrawal::Superseded),
            offered(2, 2, (30_000, 126_000), &MONEY),
        ]);
    given::<Shortfall>(&open())
        .when(hear(clause, (2, 1), Some(20_000)))
        .then(&[
            noted((2, 1), Some(20_000), 24_000),
            withdrawn(1, Withdrawal::Superseded),
            offered(2, 2, (24_000, 100_800), &MONEY),
        ]);
}

#[test]
fn d13_what_was_made_good_is_not_made_good_twice() {
    let refund = settled(1, 1, Remedy::Refund, (24_000, 100_800));
    let after = [open(), vec![chosen(refund)]].concat();
    given::<Shortfall>(&after)
        .when(hear(RiskClause::RefundShortfall, (2, 1), Some(0)))
        .then(&[
            noted((2, 1), Some(0), 40_000),
            offered(2, 2, (16_000, 67_200), &MONEY),
        ]);
}

#[test]
fn d13_no_more_is_offered_than_may_still_go_back() {
    let short = |returnable| Command::HearOfLoss {
        frame: frame(RiskClause::TopUp),
        word: Word {
            loss: loss(1),
            revision: 1,
            expected: Some(Grams(16_000)),
        },
        returnable: Money::fen(returnable),
        choose_by: at(14),
        at: at(0),
    };
    given::<Shortfall>(&[]).when(short(5)).then(&[
        noted((1, 1), Some(16_000), 24_000),
        offered(1, 1, (24_000, 5), &WITH_TOP_UP),
    ]);
    given::<Shortfall>(&[]).when(short(0)).then(&[
        noted((1, 1), Some(16_000), 24_000),
        offered(1, 1, (24_000, 0), &WITH_TOP_UP[..2]),
    ]);
}

#[test]
fn d13_a_remedy_is_chosen_once() {
    let refund = settled(1, 1, Remedy::Refund, (24_000, 100_800));
    given::<Shortfall>(&open())
        .when(choose(1, Remedy::Refund))
        .then(&[chosen(refund.clone())]);
    let after = [open(), vec![chosen(refund.clone())]].concat();
    given::<Shortfall>(&after)
        .when(choose(1, Remedy::Refund))
        .then(&[]);
    given::<Shortfall>(&after)
        .when(choose(1, Remedy::Credit))
        .then_rejected(&Rejection::RemedyAlreadyChosen {
            remedy: Remedy::Refund,
        });
    let late = Event::RemedyDefaulted {
        settled: refund,
        at: at(14),
    };
    given::<Shortfall>(&[open(), vec![late]].concat())
        .when(choose(1, Remedy::Credit))
        .then_rejected(&Rejection::RemedyAlreadyDefaulted {
            remedy: Remedy::Refund,
        });
}

#[test]
fn what_is_not_offered_cannot_be_chosen() {
    given::<Shortfall>(&open())
        .when(choose(2, Remedy::Refund))
        .then_rejected(&Rejection::OfferUnknown);
    given::<Shortfall>(&open())
        .when(choose(1, Remedy::TopUp))
        .then_rejected(&Rejection::RemedyNotOffered {
            remedy: Remedy::TopUp,
        });
    let gone = [open(), vec![withdrawn(1, Withdrawal::Corrected)]].concat();
    given::<Shortfall>(&gone)
        .when(choose(1, Remedy::Refund))
        .then_rejected(&Rejection::OfferWithdrawn);
}

#[test]
fn d42_silence_has_a_default_and_the_moment_has_one_winner() {
    let default = |days| Command::DefaultRemedy {
        offer: 1,
        now: at(days),
    };
    let until = at(14);
    given::<Shortfall>(&open())
        .when(default(13))
        .then_rejected(&Rejection::ChoiceOpen { until });
    let late = Command::ChooseRemedy {
        offer: 1,
        remedy: Remedy::Credit,
        at: at(14),
    };
    given::<Shortfall>(&open())
        .when(late)
        .then_rejected(&Rejection::ChoiceOver { until });
    let fact = Event::RemedyDefaulted {
        settled: settled(1, 1, Remedy::Refund, (24_000, 100_800)),
        at: at(14),
    };
    given::<Shortfall>(&open())
        .when(default(14))
        .then(std::slice::from_ref(&fact));
    given::<Shortfall>(&[open(), vec![fact]].concat())
        .when(default(15))
        .then(&[]);
    given::<Shortfall>(&[])
        .when(default(15))
        .then_rejected(&Rejection::OfferUnknown);
}

#[test]
fn d36_a_correction_withdraws_what_is_open_and_leaves_what_was_done() {
    let clause = RiskClause::RefundShortfall;
    given::<Shortfall>(&open())
        .when(hear(clause, (1, 2), None))
        .then(&[noted((1, 2), None, 0), withdrawn(1, Withdrawal::Corrected)]);
    given::<Shortfall>(&open())
        .when(hear(clause, (1, 2), Some(30_000)))
        .then(&[
            noted((1, 2), Some(30_000), 10_000),
            withdrawn(1, Withdrawal::Corrected),
            offered(2, 1, (10_000, 42_000), &MONEY),
        ]);
    let refund = settled(1, 1, Remedy::Refund, (24_000, 100_800));
    let done = [open(), vec![chosen(refund)]].concat();
    given::<Shortfall>(&done)
        .when(hear(clause, (1, 2), Some(30_000)))
        .then(&[
            noted((1, 2), Some(30_000), 10_000),
            Event::RemedyStands {
                adoption: adoption(),
                loss: loss(1),
                over: Grams(14_000),
                at: at(0),
            },
        ]);
}

#[test]
fn fruit_that_cannot_be_had_is_offered_anew_without_fruit() {
    let top_up = settled(1, 1, Remedy::TopUp, (24_000, 100_800));
    let history = vec![
        noted((1, 1), Some(16_000), 24_000),
        offered(1, 1, (24_000, 100_800), &WITH_TOP_UP),
        chosen(top_up),
    ];
    let give_up = |offer, unserved| Command::GiveUpFruit {
        frame: frame(RiskClause::TopUp),
        offer,
        unserved: Grams(unserved),
        returnable: Money::fen(168_000),
        choose_by: at(14),
        at: at(0),
    };
    let gone = Event::FruitGivenUp {
        adoption: adoption(),
        offer: 1,
        unserved: Grams(4_000),
        at: at(0),
    };
    let anew = Event::RemedyOffered {
        adoption: adoption(),
        offer: 2,
        loss: loss(1),
        shortfall: Grams(4_000),
        value: Money::fen(16_800),
        options: WITH_CARRY_OVER.to_vec(),
        default: Remedy::Refund,
        choose_by: at(14),
        at: at(0),
    };
    given::<Shortfall>(&history)
        .when(give_up(1, 4_000))
        .then(&[gone.clone(), anew]);
    given::<Shortfall>(&history).when(give_up(1, 0)).then(&[]);
    given::<Shortfall>(&[history.clone(), vec![gone]].concat())
        .when(give_up(1, 20_001))
        .then_rejected(&Rejection::GivenUpTooLarge {
            most: Grams(20_000),
        });
    given::<Shortfall>(&history)
        .when(give_up(2, 1))
        .then_rejected(&Rejection::OfferUnknown);
    given::<Shortfall>(&open())
        .when(give_up(1, 1))
        .then_rejected(&Rejection::NoFruitChosen);
}

#[test]
fn an_adoption_that_ended_is_offered_nothing() {
    let end = Command::EndOffers { at: at(0) };
    given::<Shortfall>(&open())
        .when(end.clone())
        .then(&[withdrawn(1, Withdrawal::AdoptionEnded)]);
    given::<Shortfall>(&[]).when(end).then(&[]);
}

#[test]
fn a_part_is_expected_to_give_what_the_division_will_give_it() {
    let part = |number, of| Part { number, of };
    assert_eq!(expected_of_part(Grams(10), part(1, 4)), Grams(3));
    assert_eq!(expected_of_part(Grams(10), part(4, 4)), Grams(2));
    assert_eq!(expected_of_part(Grams(10), part(1, 1)), Grams(10));
}

proptest! {
    #[test]
    fn d13_shortfalls_one_after_the_other_come_to_the_price_exactly(
        price in 1..10_000_000_000_i64,
        promised in 1..10_000_000_u64,
        mut cuts in prop::collection::vec(0..10_000_000_u64, 0..8),
    ) {
        cuts.retain(|cut| *cut < promised);
        cuts.sort_unstable();
        cuts.push(promised);
        let (mut before, mut sum) = (Grams::ZERO, 0);
        for cut in cuts {
            let value = value_between(Money::fen(price), Grams(promised), before, Grams(cut));
            prop_assert!(value.minor >= 0);
            before = Grams(cut);
            sum += value.minor;
        }
        prop_assert_eq!(sum, price);
    }
}
