//! The rules of a tally.

use kernel::testing::given;
use proptest::prelude::*;

use super::*;

const CAMPAIGN: CampaignId = CampaignId::from_bytes([1; 16]);
const LIN: AdoptionId = AdoptionId::from_bytes([2; 16]);
const PRICE: Money = Money::fen(84_000);
const HALF: Part = Part { number: 1, of: 2 };

fn deadline() -> Timestamp {
    "2026-05-01T00:00:00Z".parse().unwrap()
}

fn funding(goal: Goal, rule: FundingRule) -> Funding {
    Funding {
        goal,
        deadline: deadline(),
        grace_days: 2,
        rule,
    }
}

fn count() -> Command {
    Command::CountAdoption {
        campaign: CAMPAIGN,
        adoption: LIN,
    }
}

fn pay() -> Command {
    Command::CountMoney {
        adoption: LIN,
        part: HALF,
        amount: PRICE,
    }
}

fn counted() -> Event {
    Event::AdoptionCounted {
        campaign: CAMPAIGN,
        adoption: LIN,
    }
}

fn paid() -> Event {
    Event::MoneyCounted {
        adoption: LIN,
        quarters: 2,
        amount: PRICE,
    }
}

fn judge(funding: Funding, now: Timestamp) -> Command {
    Command::JudgeFunding { funding, now }
}

fn judged(outcome: Outcome, quarters: u32, raised_minor: i64) -> Event {
    Event::FundingJudged {
        outcome,
        quarters,
        raised_minor,
        at: deadline().plus_days(2),
    }
}

#[test]
fn adoptions_and_money_are_counted_and_taken_back() {
    given::<Tally>(&[]).when(count()).then(&[counted()]);
    given::<Tally>(&[counted()]).when(pay()).then(&[paid()]);
    let back = Command::UncountMoney {
        adoption: LIN,
        part: HALF,
        amount: PRICE,
    };
    given::<Tally>(&[counted(), paid()])
        .when(back)
        .then(&[Event::MoneyUncounted {
            adoption: LIN,
            quarters: 2,
            amount: PRICE,
        }]);
    given::<Tally>(&[counted()])
        .when(Command::UncountAdoption { adoption: LIN })
        .then(&[Event::AdoptionUncounted { adoption: LIN }]);
}

#[test]
fn a_goal_is_judged_when_deadline_and_grace_are_over() {
    let at = deadline().plus_days(2);
    let two = Goal::Trees(2);
    let early = judge(funding(two, FundingRule::AllOrNothing), at.plus_seconds(-1));
    given::<Tally>(&[])
        .when(early)
        .then_rejected(&Rejection::FundingNotDue { at });
    let four_halves = [paid(), paid(), paid(), paid()];
    given::<Tally>(&four_halves)
        .when(judge(funding(two, FundingRule::AllOrNothing), at))
        .then(&[judged(Outcome::Reached, 8, 336_000)]);
    given::<Tally>(&four_halves[..3])
        .when(judge(funding(two, FundingRule::AllOrNothing), at))
        .then(&[judged(Outcome::Failed, 6, 252_000)]);
    given::<Tally>(&four_halves[..3])
        .when(judge(funding(two, FundingRule::KeepWhatIsRaised), at))
        .then(&[judged(Outcome::Kept, 6, 252_000)]);
}

#[test]
fn a_goal_in_money_is_reached_to_the_fen() {
    let at = deadline().plus_days(2);
    for (fen, outcome) in [(84_000, Outcome::Reached), (84_001, Outcome::Failed)] {
        let goal = Goal::Money(Money::fen(fen));
        given::<Tally>(&[counted(), paid()])
            .when(judge(funding(goal, FundingRule::AllOrNothing), at))
            .then(&[judged(outcome, 2, 84_000)]);
    }
}

#[test]
fn judging_twice_is_quiet_and_nothing_counts_after_a_failure() {
    let goal = Goal::Trees(1);
    let late = deadline().plus_days(9);
    let failed = [judged(Outcome::Failed, 0, 0)];
    given::<Tally>(&failed)
        .when(judge(funding(goal, FundingRule::AllOrNothing), late))
        .then(&[]);
    for command in [count(), pay()] {
        given::<Tally>(&failed)
            .when(command)
            .then_rejected(&Rejection::FundingFailed);
    }
    given::<Tally>(&[judged(Outcome::Kept, 0, 0)])
        .when(pay())
        .then(&[paid()]);
}

#[test]
fn rejections_have_stable_codes() {
    let at = deadline();
    assert_eq!(Rejection::FundingFailed.code(), "funding-failed");
    assert_eq!(Rejection::FundingNotDue { at }.code(), "funding-not-due");
    assert_eq!(stream_id(CAMPAIGN), CAMPAIGN.to_string());
}

proptest! {
    #[test]
    fn the_sums_are_what_was_counted_less_what_was_taken_back(
        parts in prop::collection::vec((prop::sample::select(vec![1_u8, 2, 4]), 1_i64..1_000_000), 0..60),
        back in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
    ) {
        let mut state = State::default();
        let mut standing = Vec::new();
        let tell = |state: &mut State, command| {
            for event in Tally::decide(state, command).unwrap() {
                Tally::evolve(state, &event);
            }
        };
        for (of, fen) in parts {
            let (part, amount) = (Part { number: 1, of }, Money::fen(fen));
            tell(&mut state, count());
            tell(&mut state, Command::CountMoney { adoption: LIN, part, amount });
            standing.push((part, amount));
        }
        for index in back {
            if standing.is_empty() { break }
            let (part, amount) = standing.swap_remove(index.index(standing.len()));
            tell(&mut state, Command::UncountMoney { adoption: LIN, part, amount });
            tell(&mut state, Command::UncountAdoption { adoption: LIN });
        }
        prop_assert_eq!(state.counted as usize, standing.len());
        prop_assert_eq!(state.raised_minor, standing.iter().map(|(_, money)| money.minor).sum::<i64>());
        prop_assert_eq!(state.quarters, standing.iter().map(|(part, _)| 4 / u32::from(part.of)).sum::<u32>());
    }
}
