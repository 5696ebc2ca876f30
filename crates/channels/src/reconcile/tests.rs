//! Statements beside records: every kind of difference, and that differences explain totals.

use proptest::prelude::*;

use super::*;
use crate::testing::at;

fn theirs(transaction: &str, fen: i64) -> StatementLine {
    StatementLine {
        row: 2,
        kind: LineKind::Payment,
        number: format!("pay_{transaction}"),
        transaction: transaction.into(),
        amount: Money::fen(fen),
        fee: Money::fen(6),
        at: at("2026-11-28T02:00:00Z"),
        status: LineStatus::Settled,
    }
}

fn ours(transaction: &str, fen: i64) -> OurMovement {
    OurMovement {
        kind: LineKind::Payment,
        number: format!("pay_{transaction}"),
        transaction: transaction.into(),
        amount: Money::fen(fen),
        fee: Money::fen(6),
        day: "2026-11-28".parse().unwrap(),
    }
}

fn about(found: &Reconciliation) -> Vec<Aspect> {
    match &found.differences[..] {
        [Difference::Disagreement { about, .. }] => about.clone(),
        other => panic!("{other:?}"),
    }
}

fn explained(found: &Reconciliation) -> bool {
    found
        .totals
        .values()
        .all(|day| day.explained == day.theirs - day.ours)
}

#[test]
fn what_agrees_is_counted_and_nothing_else_said() {
    let found = reconcile(
        &[theirs("a", 1000), theirs("b", 500)],
        &[ours("b", 500), ours("a", 1000)],
    );
    assert_eq!((found.agreed, found.differences.len()), (2, 0));
    let day = found.totals[&("2026-11-28".parse().unwrap(), Currency::CNY)];
    assert_eq!(
        (day.theirs, day.ours, day.fees, day.explained),
        (1500, 1500, 12, 0)
    );
    assert_eq!(day.our_fees, 12);
    assert_eq!(reconcile(&[], &[]), Reconciliation::default());
}

#[test]
fn what_is_on_one_side_alone_is_missing_on_the_other() {
    let found = reconcile(&[theirs("a", 1000)], &[ours("b", 500)]);
    let expected = [
        Difference::MissingOurs(theirs("a", 1000)),
        Difference::MissingTheirs(ours("b", 500)),
    ];
    assert_eq!(found.differences, expected);
    assert!(explained(&found));
    let mut refund = ours("a", 1000);
    refund.kind = LineKind::Refund;
    let found = reconcile(&[theirs("a", 1000)], &[refund]);
    assert_eq!(
        found.differences.len(),
        2,
        "a payment and a refund of one id are two movements"
    );
}

#[test]
fn sides_disagree_about_amount_day_status_and_number() {
    assert_eq!(
        about(&reconcile(&[theirs("a", 999)], &[ours("a", 1000)])),
        [Aspect::Amount]
    );
    let mut late = theirs("a", 1000);
    late.at = at("2026-11-28T16:00:00Z");
    let found = reconcile(&[late], &[ours("a", 1000)]);
    assert_eq!(about(&found), [Aspect::Day], "midnight in Shanghai");
    assert_eq!(found.totals.len(), 2);
    assert!(explained(&found));
    let mut pending = theirs("a", 1000);
    pending.status = LineStatus::Pending;
    assert_eq!(
        about(&reconcile(&[pending], &[ours("a", 1000)])),
        [Aspect::Status]
    );
    let mut other = theirs("a", 1000);
    other.number = "pay_b".into();
    assert_eq!(
        about(&reconcile(&[other.clone()], &[ours("a", 1000)])),
        [Aspect::Number]
    );
    other.number.clear();
    assert_eq!(
        reconcile(&[other], &[ours("a", 1000)]).agreed,
        1,
        "a statement need not say our number"
    );
}

#[test]
fn b22_sides_disagree_about_what_the_channel_kept() {
    let mut dear = theirs("a", 1000);
    dear.fee = Money::fen(7);
    let found = reconcile(&[dear.clone()], &[ours("a", 1000)]);
    assert_eq!(about(&found), [Aspect::Fee]);
    let day = found.totals[&("2026-11-28".parse().unwrap(), Currency::CNY)];
    assert_eq!((day.fees, day.our_fees, day.explained), (7, 6, 0));
    dear.status = LineStatus::Pending;
    let found = reconcile(&[dear], &[ours("a", 1000)]);
    assert_eq!(about(&found), [Aspect::Status], "nothing was kept yet");
    // A refund brings a part of the fee back: below zero on both sides.
    let (mut line, mut movement) = (theirs("b", 500), ours("b", 500));
    (line.kind, movement.kind) = (LineKind::Refund, LineKind::Refund);
    (line.fee, movement.fee) = (Money::fen(-3), Money::fen(0));
    assert_eq!(about(&reconcile(&[line], &[movement])), [Aspect::Fee]);
}

#[test]
fn what_is_there_twice_is_told_once_more() {
    let found = reconcile(&[theirs("a", 1000), theirs("a", 1000)], &[ours("a", 1000)]);
    assert_eq!(
        found.differences,
        [Difference::DuplicateTheirs(theirs("a", 1000))]
    );
    assert!(explained(&found));
    let found = reconcile(&[theirs("a", 1000)], &[ours("a", 1000), ours("a", 1000)]);
    assert_eq!(
        found.differences,
        [Difference::DuplicateOurs(ours("a", 1000))]
    );
    assert!(explained(&found));
}

#[test]
fn what_never_happened_is_no_difference() {
    for status in [LineStatus::Pending, LineStatus::Failed] {
        let mut line = theirs("a", 1000);
        line.status = status;
        let found = reconcile(&[line], &[]);
        assert!(found.differences.is_empty() && explained(&found));
    }
}

fn kind(refund: bool) -> LineKind {
    if refund {
        LineKind::Refund
    } else {
        LineKind::Payment
    }
}

prop_compose! {
    fn line()(id in 0_u8..8, fen in 0_i64..5, hour in 0_i64..72, refund in any::<bool>(), status in 0_u8..4) -> StatementLine {
        let mut line = theirs(&id.to_string(), fen);
        line.kind = kind(refund);
        line.at = at("2026-11-27T16:00:00Z").plus_seconds(hour * 3600);
        line.status = [LineStatus::Settled, LineStatus::Settled, LineStatus::Pending, LineStatus::Failed][usize::from(status)];
        line
    }
}

prop_compose! {
    fn movement()(id in 0_u8..8, fen in 0_i64..5, day in 28_u32..31, refund in any::<bool>(), euro in prop::bool::weighted(0.1)) -> OurMovement {
        let mut movement = ours(&id.to_string(), fen);
        movement.kind = kind(refund);
        movement.day = Day::new(2026, 11, day).unwrap();
        movement.amount.currency = if euro { Currency::EUR } else { Currency::CNY };
        movement
    }
}

proptest! {
    /// The whole point: whatever the totals differ by, day by day and currency by currency, is listed.
    #[test]
    fn differences_explain_totals(theirs in prop::collection::vec(line(), 0..20), ours in prop::collection::vec(movement(), 0..20)) {
        let found = reconcile(&theirs, &ours);
        for ((day, currency), totals) in &found.totals {
            prop_assert_eq!(totals.explained, totals.theirs - totals.ours, "{} {:?}", day, currency);
        }
        let told = |one: fn(&Difference) -> (usize, usize)| {
            found.differences.iter().map(one).fold((0, 0), |sum, more| (sum.0 + more.0, sum.1 + more.1))
        };
        let (of_theirs, of_ours) = told(|difference| match difference {
            Difference::MissingOurs(_) | Difference::DuplicateTheirs(_) => (1, 0),
            Difference::MissingTheirs(_) | Difference::DuplicateOurs(_) => (0, 1),
            Difference::Disagreement { .. } => (1, 1),
        });
        prop_assert_eq!(of_ours + found.agreed, ours.len(), "each of ours is in one place");
        prop_assert!(of_theirs + found.agreed <= theirs.len());
    }

    #[test]
    fn a_statement_of_our_own_records_has_no_difference(ours in prop::collection::btree_map(0_u8..50, movement(), 0..20)) {
        let ours: Vec<_> = ours.into_iter().map(|(id, mut movement)| {
            movement.transaction = id.to_string();
            movement
        }).collect();
        let theirs: Vec<_> = ours.iter().map(|movement| StatementLine {
            row: 1,
            kind: movement.kind,
            number: movement.number.clone(),
            transaction: movement.transaction.clone(),
            amount: movement.amount,
            fee: movement.fee,
            at: format!("{}T04:00:00Z", movement.day).parse().unwrap(),
            status: LineStatus::Settled,
        }).collect();
        let found = reconcile(&theirs, &ours);
        prop_assert_eq!((found.agreed, found.differences), (ours.len(), vec![]));
    }
}
