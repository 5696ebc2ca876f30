//! Lines, small refunds and disputes of one payment (D 12, 20; B 19).

mod facts;

use std::collections::BTreeSet;

use super::*;
use facts::{
    DISPUTE, at, batch, batched, dispute, disputed, end, ended, line, open_with, opened_with, part,
    queue, queued, refund, reserve_parts, reserved_parts, three_lines,
};

#[test]
fn lines_are_positive_and_make_the_amount() {
    given::<Payment>(&[])
        .when(open_with(three_lines()))
        .then(&[opened_with(three_lines())]);
    let zero = vec![line(LineKind::Fruit, 168_000), line(LineKind::Shipping, 0)];
    let short = vec![line(LineKind::Fruit, 167_999)];
    let many = vec![line(LineKind::Fruit, 1); 17];
    for lines in [zero, short, many] {
        given::<Payment>(&[])
            .when(open_with(lines))
            .then_rejected(&Rejection::LinesInvalid { max: 16 });
    }
}

#[test]
fn d12_a_line_gives_back_no_more_than_was_paid_for_it() {
    let paid = [opened_with(three_lines()), captured()];
    let shipping = [part(1, 6_000)];
    given::<Payment>(&paid)
        .when(reserve_parts(1, 6_000, &shipping))
        .then(&[reserved_parts(1, 6_000, &shipping)]);
    let history = [paid.to_vec(), vec![reserved_parts(1, 6_000, &shipping)]].concat();
    given::<Payment>(&history)
        .when(reserve_parts(2, 4_001, &[part(1, 4_001)]))
        .then_rejected(&Rejection::RefundAboveLine {
            line: 1,
            available: Money::fen(4_000),
        });
    let rest = [part(0, 150_000), part(1, 4_000), part(2, 8_000)];
    given::<Payment>(&history)
        .when(reserve_parts(2, 162_000, &[]))
        .then(&[reserved_parts(2, 162_000, &rest)]);
    let freed = [history, vec![released(refund(1))]].concat();
    given::<Payment>(&freed)
        .when(reserve_parts(2, 10_000, &[part(1, 10_000)]))
        .then(&[reserved_parts(2, 10_000, &[part(1, 10_000)])]);
}

#[test]
fn parts_name_lines_once_and_make_the_amount() {
    let paid = [opened_with(three_lines()), captured()];
    for parts in [
        vec![part(0, 1), part(0, 1)],
        vec![part(0, 1)],
        vec![part(9, 2)],
        vec![part(0, 3), part(1, -1)],
    ] {
        given::<Payment>(&paid)
            .when(reserve_parts(1, 2, &parts))
            .then_rejected(&Rejection::PartsInvalid);
    }
    given::<Payment>(&[opened(), captured()])
        .when(reserve_parts(1, 2, &[part(1, 2)]))
        .then_rejected(&Rejection::PartsInvalid);
    given::<Payment>(&[opened(), captured()])
        .when(reserve_parts(1, 2, &[part(0, 2)]))
        .then(&[reserved(refund(1), 2)]);
}

#[test]
fn b19_small_refunds_wait_and_go_together() {
    let paid = [opened(), captured()];
    given::<Payment>(&paid)
        .when(queue(1, 300, at()))
        .then(&[queued(1, 300, at())]);
    let waiting = [
        opened(),
        captured(),
        queued(1, 300, at()),
        queued(2, 400, at().plus_days(1)),
    ];
    given::<Payment>(&waiting)
        .when(queue(1, 300, at()))
        .then(&[]);
    given::<Payment>(&waiting)
        .when(reserve(refund(9), 167_301))
        .then_rejected(&Rejection::RefundAboveCaptured {
            available: Money::fen(167_300),
        });
    given::<Payment>(&waiting)
        .when(batch(5, &[1, 2]))
        .then(&[batched(5, &[1, 2], 700)]);
    let together = [waiting.to_vec(), vec![batched(5, &[1, 2], 700)]].concat();
    given::<Payment>(&together)
        .when(batch(5, &[1, 2]))
        .then(&[]);
    given::<Payment>(&together)
        .when(queue(1, 300, at()))
        .then(&[]);
    given::<Payment>(&together)
        .when(batch(6, &[1]))
        .then_rejected(&Rejection::RefundNotQueued { refund: refund(1) });
    let state = kernel::fold::<Payment>(&together);
    assert_eq!(state.refundable(), Ok(Money::fen(167_300)));
    assert_eq!(state.reserved.len(), 1);
    given::<Payment>(&waiting)
        .when(batch(5, &[]))
        .then_rejected(&Rejection::BatchEmpty);
    let used = [waiting.to_vec(), vec![released(refund(5))]].concat();
    given::<Payment>(&used)
        .when(batch(5, &[1]))
        .then_rejected(&Rejection::RefundWasReleased { refund: refund(5) });
}

#[test]
fn b19_waiting_ends_by_amount_by_age_or_by_the_last_call() {
    let policy = BatchPolicy::default();
    assert!(policy.waits(Money::fen(999)) && !policy.waits(Money::fen(1_000)));
    let state = |events: &[Event]| kernel::fold::<Payment>(events);
    let two = state(&[
        opened(),
        captured(),
        queued(1, 300, at()),
        queued(2, 400, at()),
    ]);
    assert!(two.batch_due(&policy, None, at()).is_empty());
    let all: BTreeSet<_> = [refund(1), refund(2)].into();
    assert_eq!(two.batch_deadline(&policy), Some(at().plus_days(7)));
    assert_eq!(two.batch_due(&policy, None, at().plus_days(7)), all);
    assert_eq!(two.batch_due(&policy, Some(at()), at()), all);
    let enough = state(&[
        opened(),
        captured(),
        queued(1, 600, at()),
        queued(2, 400, at()),
    ]);
    assert_eq!(enough.batch_due(&policy, None, at()), all);
    let none = state(&[opened(), captured()]);
    assert_eq!(none.batch_deadline(&policy), None);
    assert!(none.batch_due(&policy, Some(at()), at()).is_empty());
}

#[test]
fn d20_an_open_dispute_freezes_until_it_ends() {
    let paid = [opened(), captured()];
    given::<Payment>(&paid)
        .when(dispute(168_000))
        .then(&[disputed(168_000)]);
    given::<Payment>(&paid)
        .when(Command::CheckNotFrozen)
        .then(&[]);
    let open = [opened(), captured(), disputed(168_000)];
    given::<Payment>(&open).when(dispute(168_000)).then(&[]);
    given::<Payment>(&open)
        .when(Command::CheckNotFrozen)
        .then_rejected(&Rejection::DisputeOpen { dispute: DISPUTE });
    given::<Payment>(&open)
        .when(reserve(REFUND, 1))
        .then_rejected(&Rejection::RefundAboveCaptured {
            available: Money::fen(0),
        });
    for lost in [None, Some(168_000)] {
        given::<Payment>(&open).when(end(lost)).then(&[ended(lost)]);
        let over = [open.to_vec(), vec![ended(lost)]].concat();
        given::<Payment>(&over)
            .when(Command::CheckNotFrozen)
            .then(&[]);
        given::<Payment>(&over).when(end(lost)).then(&[]);
        given::<Payment>(&over)
            .when(end(Some(1)))
            .then_rejected(&Rejection::DisputeOver { dispute: DISPUTE });
        let left = kernel::fold::<Payment>(&over).refundable();
        assert_eq!(left, Ok(Money::fen(168_000 - lost.unwrap_or_default())));
    }
}

#[test]
fn b21_a_dispute_is_taken_even_after_a_refund() {
    let refunded = [opened(), captured(), reserved(REFUND, 168_000)];
    given::<Payment>(&refunded)
        .when(dispute(168_000))
        .then(&[disputed(168_000)]);
    let both = [refunded.to_vec(), vec![disputed(168_000)]].concat();
    assert_eq!(
        kernel::fold::<Payment>(&both).refundable(),
        Ok(Money::fen(0))
    );
    given::<Payment>(&[opened()])
        .when(dispute(1))
        .then_rejected(&Rejection::PaymentNotCaptured);
    given::<Payment>(&both)
        .when(dispute(1))
        .then_rejected(&Rejection::AmountDiffers {
            expected: Money::fen(168_000),
            actual: Money::fen(1),
        });
    given::<Payment>(&refunded)
        .when(end(None))
        .then_rejected(&Rejection::DisputeUnknown { dispute: DISPUTE });
}

#[test]
fn rejections_about_money_back_have_stable_codes() {
    for (rejection, code) in [
        (Rejection::LinesInvalid { max: 16 }, "lines-invalid"),
        (Rejection::PartsInvalid, "parts-invalid"),
        (Rejection::BatchEmpty, "batch-empty"),
        (
            Rejection::RefundNotQueued { refund: refund(1) },
            "refund-not-queued",
        ),
        (
            Rejection::DisputeUnknown { dispute: DISPUTE },
            "dispute-unknown",
        ),
        (Rejection::DisputeOver { dispute: DISPUTE }, "dispute-over"),
        (Rejection::DisputeOpen { dispute: DISPUTE }, "dispute-open"),
    ] {
        assert_eq!(rejection.code(), code);
    }
}

fn any_command() -> impl Strategy<Value = Command> {
    let byte = 1..6_u8;
    let fen = 1..120_000_i64;
    prop_oneof![
        (byte.clone(), fen.clone()).prop_map(|(byte, fen)| reserve_parts(byte, fen, &[])),
        (byte.clone(), 0..3_u8, fen.clone()).prop_map(|(byte, number, fen)| reserve_parts(
            byte,
            fen,
            &[part(number, fen)]
        )),
        (byte.clone(), fen.clone()).prop_map(|(byte, fen)| queue(byte, fen, at())),
        (6..9_u8, prop::collection::vec(1..6_u8, 1..3))
            .prop_map(|(byte, items)| batch(byte, &items)),
        byte.prop_map(|byte| release(refund(byte))),
        fen.clone().prop_map(dispute),
        prop::option::of(fen).prop_map(end),
    ]
}

proptest! {
    #[test]
    fn d12_refunds_stay_within_every_line_and_the_payment(
        commands in prop::collection::vec(any_command(), 1..60),
    ) {
        let mut state = kernel::fold::<Payment>(&[opened_with(three_lines()), captured()]);
        for command in commands {
            let before = state.clone();
            let events = Payment::decide(&state, command.clone()).unwrap_or_default();
            for event in &events {
                Payment::evolve(&mut state, event);
            }
            prop_assert!(events.is_empty() || Payment::decide(&state, command.clone()) == Ok(vec![]));
            let reserved: i64 = state.reserved.values().map(|amount| amount.minor).sum();
            prop_assert!(reserved <= 168_000, "{command:?} after {before:?}");
            let mut by_line = [0_i64; 3];
            for part in state.parts.values().flatten() {
                by_line[usize::from(part.line)] += part.amount.minor;
            }
            prop_assert_eq!(by_line.iter().sum::<i64>(), reserved);
            for (taken, line) in by_line.iter().zip(three_lines()) {
                prop_assert!((0..=line.amount.minor).contains(taken));
            }
        }
    }
}
