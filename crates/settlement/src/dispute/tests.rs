//! The rules of a dispute, command by command and rejection by rejection.

use kernel::{Currency, testing::given};
use proptest::prelude::*;

use super::*;

mod papers;

const DISPUTE: DisputeId = DisputeId::from_bytes([1; 16]);
const PERSON: PersonId = PersonId::from_bytes([4; 16]);

fn at() -> Timestamp {
    "2026-05-02T08:00:00Z".parse().unwrap()
}

fn what(fen: i64) -> Opened {
    Opened {
        dispute: DISPUTE,
        payment: PaymentId::from_bytes([2; 16]),
        adoption: AdoptionId::from_bytes([3; 16]),
        channel: Channel::Stripe,
        case: "dp_1".to_owned(),
        amount: Money::fen(fen),
        reason: DisputeReason::NotReceived,
        respond_by: at().plus_days(7),
    }
}

fn open(fen: i64) -> Command {
    Command::OpenDispute {
        opened: what(fen),
        at: at(),
    }
}

fn opened() -> Event {
    Event::DisputeOpened {
        opened: what(168_000),
        at: at(),
    }
}

fn submit(documents: usize, note: &str, at: Timestamp) -> Command {
    Command::SubmitEvidence {
        by: PERSON,
        documents: vec![ContentHash::from_bytes([5; 32]); documents],
        note: note.to_owned(),
        at,
    }
}

fn win() -> Command {
    Command::RecordWon { at: at() }
}

fn won() -> Event {
    let Opened {
        dispute,
        payment,
        adoption,
        channel,
        amount,
        ..
    } = what(168_000);
    Event::DisputeWon {
        dispute,
        payment,
        adoption,
        channel,
        amount,
        at: at(),
    }
}

fn lose(transaction: &str, fen: i64, fee: i64) -> Command {
    Command::RecordLost {
        transaction: transaction.to_owned(),
        amount: Money::fen(fen),
        fee: Money::fen(fee),
        at: at(),
    }
}

fn lost(fen: i64, fee: i64) -> Event {
    let Opened {
        dispute,
        payment,
        adoption,
        channel,
        amount,
        ..
    } = what(168_000);
    Event::DisputeLost {
        dispute,
        payment,
        adoption,
        channel,
        transaction: "txn_9".to_owned(),
        disputed: amount,
        amount: Money::fen(fen),
        fee: Money::fen(fee),
        at: at(),
    }
}

#[test]
fn b21_a_dispute_is_opened_once() {
    given::<Dispute>(&[]).when(open(168_000)).then(&[opened()]);
    given::<Dispute>(&[opened()]).when(open(168_000)).then(&[]);
    given::<Dispute>(&[opened()])
        .when(open(1))
        .then_rejected(&Rejection::DisputeExists);
    given::<Dispute>(&[])
        .when(open(0))
        .then_rejected(&Rejection::AmountNotPositive);
    let nameless = Command::OpenDispute {
        opened: Opened {
            case: " ".to_owned(),
            ..what(1)
        },
        at: at(),
    };
    given::<Dispute>(&[])
        .when(nameless)
        .then_rejected(&Rejection::TransactionInvalid);
}

#[test]
fn an_unknown_dispute_is_refused() {
    for command in [submit(1, "", at()), win(), lose("txn_9", 1, 0)] {
        given::<Dispute>(&[])
            .when(command)
            .then_rejected(&Rejection::DisputeUnknown);
    }
}

#[test]
fn evidence_counts_until_the_channel_says() {
    let taken = Event::EvidenceSubmitted {
        by: PERSON,
        documents: vec![ContentHash::from_bytes([5; 32])],
        note: "photo at the door".to_owned(),
        at: at().plus_days(7),
    };
    given::<Dispute>(&[opened()])
        .when(submit(1, "photo\nat the door", at().plus_days(7)))
        .then(&[taken]);
    given::<Dispute>(&[opened()])
        .when(submit(1, "", at().plus_days(7).plus_seconds(1)))
        .then_rejected(&Rejection::EvidenceTooLate {
            respond_by: at().plus_days(7),
        });
    for documents in [0, DOCUMENTS_MAX + 1] {
        given::<Dispute>(&[opened()])
            .when(submit(documents, "", at()))
            .then_rejected(&Rejection::DocumentsInvalid { max: 20 });
    }
    given::<Dispute>(&[opened()])
        .when(submit(1, &"字".repeat(201), at()))
        .then_rejected(&Rejection::NoteTooLong { max: 200 });
    given::<Dispute>(&[opened(), won()])
        .when(submit(1, "", at()))
        .then_rejected(&Rejection::DisputeOver);
}

#[test]
fn d15_the_channel_alone_ends_it_and_ends_it_once() {
    given::<Dispute>(&[opened()]).when(win()).then(&[won()]);
    given::<Dispute>(&[opened(), won()]).when(win()).then(&[]);
    given::<Dispute>(&[opened()])
        .when(lose("txn_9", 160_000, 1_500))
        .then(&[lost(160_000, 1_500)]);
    let over = [opened(), lost(160_000, 1_500)];
    given::<Dispute>(&over)
        .when(lose("txn_9", 160_000, 1_500))
        .then(&[]);
    for command in [win(), lose("txn_8", 160_000, 1_500)] {
        given::<Dispute>(&over)
            .when(command)
            .then_rejected(&Rejection::DisputeOver);
    }
}

#[test]
fn no_more_is_lost_than_was_disputed() {
    for fen in [0, -1, 168_001] {
        given::<Dispute>(&[opened()])
            .when(lose("txn_9", fen, 0))
            .then_rejected(&Rejection::AmountAboveDisputed {
                disputed: Money::fen(168_000),
            });
    }
    given::<Dispute>(&[opened()])
        .when(lose("txn_9", 1, -1))
        .then_rejected(&Rejection::FeeInvalid);
    let euro_fee = Command::RecordLost {
        transaction: "txn_9".to_owned(),
        amount: Money::fen(1),
        fee: Money::new(1, Currency::EUR),
        at: at(),
    };
    given::<Dispute>(&[opened()])
        .when(euro_fee)
        .then_rejected(&Rejection::FeeInvalid);
    given::<Dispute>(&[opened()])
        .when(lose("", 1, 0))
        .then_rejected(&Rejection::TransactionInvalid);
}

#[test]
fn rejections_have_stable_codes() {
    let codes = [
        (Rejection::DisputeUnknown, "dispute-unknown"),
        (Rejection::DisputeExists, "dispute-exists"),
        (Rejection::FeeInvalid, "fee-invalid"),
        (Rejection::DocumentsInvalid { max: 20 }, "documents-invalid"),
        (Rejection::NoteTooLong { max: 200 }, "note-too-long"),
        (Rejection::DisputeOver, "dispute-over"),
    ];
    for (rejection, code) in codes {
        assert_eq!(rejection.code(), code);
    }
}

proptest! {
    #[test]
    fn d14_a_dispute_ends_at_most_once(
        commands in prop::collection::vec(
            prop::sample::select(vec![
                open(168_000), open(1), win(), lose("a", 1, 0), lose("b", 168_000, 9), submit(1, "", at()),
            ]),
            1..30,
        ),
    ) {
        let (mut state, mut ends) = (State::default(), 0);
        for command in commands {
            for event in Dispute::decide(&state, command).unwrap_or_default() {
                ends += i32::from(matches!(event, Event::DisputeWon { .. } | Event::DisputeLost { .. }));
                Dispute::evolve(&mut state, &event);
            }
            prop_assert!(ends <= 1);
            prop_assert_eq!(state.outcome.is_some(), ends == 1);
        }
    }
}
