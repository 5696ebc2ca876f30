//! The rules of a payout, command by command and rejection by rejection.

use kernel::testing::given;
use proptest::prelude::*;

use super::*;

const PAYOUT: PayoutId = PayoutId::from_bytes([1; 16]);
const FARM: FarmId = FarmId::from_bytes([2; 16]);

fn at() -> Timestamp {
    "2026-03-02T08:00:00Z".parse().unwrap()
}

fn person(byte: u8) -> PersonId {
    PersonId::from_bytes([byte; 16])
}

fn what(fen: i64) -> Requested {
    Requested {
        payout: PAYOUT,
        payee: Payee::Farm(FARM),
        purpose: Purpose::Advance(Season::new(2026).unwrap()),
        amount: Money::fen(fen),
        channel: Channel::Manual,
        requested_by: Some(person(7)),
        two_persons_above: Some(Money::fen(100_000)),
        account: None,
    }
}

fn request(fen: i64) -> Command {
    Command::RequestPayout {
        requested: what(fen),
        at: at(),
    }
}

fn requested(fen: i64) -> Event {
    Event::PayoutRequested {
        requested: what(fen),
        at: at(),
    }
}

fn approve(byte: u8) -> Command {
    Command::ApprovePayout {
        by: person(byte),
        at: at(),
    }
}

fn approved(byte: u8) -> Event {
    Event::PayoutApproved {
        by: person(byte),
        at: at(),
    }
}

fn send() -> Command {
    Command::RecordSent { at: at() }
}

fn sent() -> Event {
    Event::PayoutSent { at: at() }
}

fn settle(transaction: &str, fen: i64) -> Command {
    Command::RecordSettlement {
        transaction: transaction.to_owned(),
        amount: Money::fen(fen),
        at: at(),
    }
}

fn settled(fen: i64) -> Event {
    Event::PayoutSettled {
        payout: PAYOUT,
        payee: Payee::Farm(FARM),
        purpose: what(fen).purpose,
        channel: Channel::Manual,
        transaction: "B1".to_owned(),
        amount: Money::fen(fen),
        at: at(),
    }
}

fn fail(reason: &str) -> Command {
    Command::RecordFailure {
        reason: reason.to_owned(),
        at: at(),
    }
}

fn failed(fen: i64) -> Event {
    Event::PayoutFailed {
        payout: PAYOUT,
        payee: Payee::Farm(FARM),
        purpose: what(fen).purpose,
        amount: Money::fen(fen),
        reason: "account closed".to_owned(),
        at: at(),
    }
}

#[test]
fn a_payout_is_requested_sent_and_settled() {
    given::<Payout>(&[])
        .when(request(50_000))
        .then(&[requested(50_000)]);
    given::<Payout>(&[requested(50_000)])
        .when(send())
        .then(&[sent()]);
    given::<Payout>(&[requested(50_000), sent()])
        .when(settle("B1", 50_000))
        .then(&[settled(50_000)]);
    for fen in [0, -1] {
        given::<Payout>(&[])
            .when(request(fen))
            .then_rejected(&Rejection::AmountNotPositive);
    }
}

#[test]
fn c_u6_a_large_payout_takes_two_persons() {
    given::<Payout>(&[requested(100_001)])
        .when(send())
        .then_rejected(&Rejection::PayoutNotApproved);
    given::<Payout>(&[requested(100_001)])
        .when(approve(7))
        .then_rejected(&Rejection::ApproverIsRequester);
    given::<Payout>(&[requested(100_001)])
        .when(approve(8))
        .then(&[approved(8)]);
    let both = [requested(100_001), approved(8)];
    given::<Payout>(&both).when(send()).then(&[sent()]);
    given::<Payout>(&both).when(approve(8)).then(&[]);
    given::<Payout>(&both)
        .when(approve(9))
        .then_rejected(&Rejection::PayoutApprovedAlready);
}

#[test]
fn d15_only_the_bank_settles_what_was_sent() {
    given::<Payout>(&[requested(50_000)])
        .when(settle("B1", 50_000))
        .then_rejected(&Rejection::PayoutNotSent);
    given::<Payout>(&[requested(50_000), sent()])
        .when(settle("B1", 49_999))
        .then_rejected(&Rejection::AmountDiffers {
            expected: Money::fen(50_000),
            actual: Money::fen(49_999),
        });
    given::<Payout>(&[requested(50_000), sent()])
        .when(settle("", 50_000))
        .then_rejected(&Rejection::TransactionInvalid);
}

#[test]
fn deciding_twice_is_quiet() {
    let done = [requested(50_000), sent(), settled(50_000)];
    for command in [request(50_000), send(), settle("B1", 50_000)] {
        given::<Payout>(&done).when(command).then(&[]);
    }
    given::<Payout>(&[requested(50_000), failed(50_000)])
        .when(fail("account closed"))
        .then(&[]);
    given::<Payout>(&done)
        .when(request(1))
        .then_rejected(&Rejection::PayoutExists);
}

#[test]
fn a_payout_ends_once() {
    for command in [settle("B2", 50_000), fail("account closed")] {
        given::<Payout>(&[requested(50_000), sent(), settled(50_000)])
            .when(command)
            .then_rejected(&Rejection::PayoutAlreadySettled {
                transaction: "B1".to_owned(),
            });
    }
    for history in [vec![requested(50_000)], vec![requested(50_000), sent()]] {
        given::<Payout>(&history)
            .when(fail("account\nclosed"))
            .then(&[failed(50_000)]);
    }
    for command in [send(), settle("B1", 50_000), approve(8)] {
        given::<Payout>(&[requested(50_000), failed(50_000)])
            .when(command)
            .then_rejected(&Rejection::PayoutFailed);
    }
    given::<Payout>(&[requested(50_000)])
        .when(fail(""))
        .then_rejected(&Rejection::ReasonMissing);
    given::<Payout>(&[requested(50_000)])
        .when(fail(&"户".repeat(201)))
        .then_rejected(&Rejection::ReasonTooLong { max: 200 });
}

#[test]
fn an_unknown_payout_is_refused() {
    for command in [approve(8), send(), settle("B1", 1), fail("x")] {
        given::<Payout>(&[])
            .when(command)
            .then_rejected(&Rejection::PayoutUnknown);
    }
}

#[test]
fn rejections_have_distinct_codes() {
    let codes = [
        Rejection::PayoutUnknown,
        Rejection::PayoutExists,
        Rejection::AmountNotPositive,
        Rejection::PayoutNotApproved,
        Rejection::PayoutApprovedAlready,
        Rejection::ApproverIsRequester,
        Rejection::PayoutNotSent,
        Rejection::PayoutFailed,
        Rejection::ReasonMissing,
        Rejection::TransactionInvalid,
    ]
    .map(|rejection| rejection.code());
    let distinct: std::collections::BTreeSet<_> = codes.into_iter().collect();
    assert_eq!(distinct.len(), codes.len());
}

proptest! {
    #[test]
    fn d15_a_payout_settles_only_after_enough_persons_and_once(
        commands in prop::collection::vec(
            prop::sample::select(vec![
                request(100_001), approve(7), approve(8), send(), settle("B1", 100_001),
                settle("B2", 100_001), fail("no"),
            ]),
            1..30,
        ),
    ) {
        let (mut state, mut ends, mut approvers) = (State::default(), 0, 0);
        for command in commands {
            for event in Payout::decide(&state, command).unwrap_or_default() {
                approvers += i32::from(matches!(event, Event::PayoutApproved { .. }));
                if let Event::PayoutSettled { .. } = event {
                    prop_assert!(approvers > 0);
                }
                ends += i32::from(matches!(
                    event,
                    Event::PayoutSettled { .. } | Event::PayoutFailed { .. }
                ));
                Payout::evolve(&mut state, &event);
            }
        }
        prop_assert!(ends <= 1);
    }
}
