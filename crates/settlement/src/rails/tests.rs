//! The clocks of the rails, limit by limit (D 21, E 4).

use kernel::Currency;
use proptest::prelude::*;

use super::*;
use crate::refund::FallbackCause;

const WECHAT: RailLimits = RailLimits::of(Channel::WechatPay);
const BANK: RailLimits = RailLimits::of(Channel::Manual);

fn paid_at() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn facts() -> RailFacts {
    RailFacts::new(Money::fen(168_000), paid_at())
}

fn refund(fen: i64) -> Operation {
    Operation::Refund(Money::fen(fen))
}

fn split(receiver: Receiver, fen: i64) -> Operation {
    Operation::Split(receiver, Money::fen(fen))
}

fn after_days(days: i64) -> Timestamp {
    paid_at().plus_days(days)
}

fn done(operations: &[(Operation, Timestamp)]) -> RailFacts {
    let mut facts = facts();
    for (operation, at) in operations {
        facts.carry_out(*operation, *at);
    }
    facts
}

#[test]
fn d21_refunds_end_365_days_after_the_payment() {
    assert_eq!(check(&WECHAT, &facts(), refund(1), after_days(365)), Ok(()));
    let late = after_days(365).plus_seconds(1);
    assert_eq!(
        check(&WECHAT, &facts(), refund(1), late),
        Err(Refusal::RefundTooLate {
            until: after_days(365)
        })
    );
    assert_eq!(check(&BANK, &facts(), refund(1), after_days(3_650)), Ok(()));
    assert_eq!(
        refund_route(&WECHAT, &facts(), Money::fen(1), late),
        Route::Payout(FallbackCause::TooOld),
        "B 19"
    );
}

#[test]
fn d21_fifty_refunds_a_minute_apart() {
    let mut facts = facts();
    for nth in 0..50 {
        let at = paid_at().plus_seconds(60 * nth);
        assert_eq!(check(&WECHAT, &facts, refund(1), at), Ok(()), "{nth}");
        facts.carry_out(refund(1), at);
        let again_at = at.plus_seconds(60);
        if nth < 49 {
            assert_eq!(
                check(&WECHAT, &facts, refund(1), again_at.plus_seconds(-1)),
                Err(Refusal::RefundTooSoon { again_at })
            );
        }
    }
    assert_eq!(
        check(&WECHAT, &facts, refund(1), after_days(1)),
        Err(Refusal::TooManyRefunds { max: 50 })
    );
    assert_eq!(
        refund_route(&WECHAT, &facts, Money::fen(1), after_days(1)),
        Route::Payout(FallbackCause::TooManyParts)
    );
}

#[test]
fn no_more_goes_back_than_is_there() {
    let left = Money::fen(68_000);
    let facts = done(&[(refund(100_000), paid_at())]);
    for operation in [
        refund(68_001),
        refund(0),
        Operation::Refund(Money::new(1, Currency::EUR)),
        split(Receiver::Company, 68_001),
    ] {
        assert_eq!(
            check(&WECHAT, &facts, operation, after_days(1)),
            Err(Refusal::AboveCaptured { left })
        );
    }
    assert_eq!(
        refund_route(&WECHAT, &facts, Money::fen(68_001), after_days(1)),
        Route::Refused(Refusal::AboveCaptured { left })
    );
}

#[test]
fn d21_at_most_thirty_percent_is_divided_within_180_days() {
    assert_eq!(
        check(
            &WECHAT,
            &facts(),
            split(Receiver::Company, 50_400),
            after_days(180)
        ),
        Ok(())
    );
    assert_eq!(
        check(
            &WECHAT,
            &facts(),
            split(Receiver::Company, 50_401),
            paid_at()
        ),
        Err(Refusal::SplitAboveCap {
            left: Money::fen(50_400)
        }),
        "A 5: 504 yuan of 1,680"
    );
    let late = after_days(180).plus_seconds(1);
    assert_eq!(
        check(&WECHAT, &facts(), split(Receiver::Company, 1), late),
        Err(Refusal::SplitTooLate {
            until: after_days(180)
        })
    );
    let half_back = done(&[
        (refund(84_000), paid_at()),
        (split(Receiver::Company, 20_000), paid_at()),
    ]);
    assert_eq!(
        check(
            &WECHAT,
            &half_back,
            split(Receiver::Company, 5_201),
            paid_at()
        ),
        Err(Refusal::SplitAboveCap {
            left: Money::fen(5_200)
        })
    );
    assert_eq!(
        check(&BANK, &facts(), split(Receiver::Company, 1), paid_at()),
        Err(Refusal::NotOnThisChannel)
    );
}

#[test]
fn d21_what_a_person_received_never_comes_back() {
    let facts = done(&[
        (split(Receiver::Person, 10_000), paid_at()),
        (split(Receiver::Company, 20_000), paid_at()),
    ]);
    let back = |nth, at| check(&WECHAT, &facts, Operation::PullBack(nth), at);
    assert_eq!(back(0, paid_at()), Err(Refusal::NeverFromAPerson));
    assert_eq!(back(1, after_days(180)), Ok(()));
    assert_eq!(
        back(1, after_days(180).plus_seconds(1)),
        Err(Refusal::PullBackTooLate {
            until: after_days(180)
        })
    );
    assert_eq!(back(2, paid_at()), Err(Refusal::NoSuchSplit));
    assert_eq!(
        refund_route(&WECHAT, &facts, Money::fen(168_000), after_days(1)),
        Route::Payout(FallbackCause::ChannelRefused)
    );
}

#[test]
fn d21_the_promised_day_lies_15_to_330_days_after_the_payment() {
    let file = |text| {
        check(
            &WECHAT,
            &facts(),
            Operation::FileShipDay(day(text)),
            paid_at(),
        )
    };
    let outside = Refusal::ShipDayOutside {
        first: day("2026-03-16"),
        last: day("2027-01-25"),
    };
    assert_eq!(file("2026-03-15"), Err(outside));
    assert_eq!(file("2026-03-16"), Ok(()));
    assert_eq!(file("2027-01-25"), Ok(()));
    assert_eq!(file("2027-01-26"), Err(outside));
}

#[test]
fn d21_fifteen_parcels_one_repetition_one_message_per_consent() {
    let parcels = done(&[(Operation::ReportParcel, paid_at()); 15]);
    let refused = |facts: &RailFacts, operation| check(&WECHAT, facts, operation, paid_at());
    assert_eq!(refused(&facts(), Operation::ReportParcel), Ok(()));
    assert_eq!(
        refused(&parcels, Operation::ReportParcel),
        Err(Refusal::TooManyParcels { max: 15 })
    );
    let again = done(&[(Operation::ResubmitShipping, paid_at())]);
    assert_eq!(refused(&facts(), Operation::ResubmitShipping), Ok(()));
    assert_eq!(
        refused(&again, Operation::ResubmitShipping),
        Err(Refusal::TooManyResubmissions { max: 1 })
    );
    assert_eq!(
        refused(&facts(), Operation::SendMessage),
        Err(Refusal::NoConsentLeft)
    );
    let mut asked = facts();
    asked.consents = 1;
    assert_eq!(refused(&asked, Operation::SendMessage), Ok(()));
    asked.carry_out(Operation::SendMessage, paid_at());
    assert_eq!(
        refused(&asked, Operation::SendMessage),
        Err(Refusal::NoConsentLeft)
    );
    for operation in [Operation::ReportParcel, Operation::ResubmitShipping] {
        assert_eq!(
            check(&BANK, &facts(), operation, paid_at()),
            Err(Refusal::NotOnThisChannel)
        );
    }
    assert_eq!(
        check(&BANK, &facts(), Operation::SendMessage, paid_at()),
        Ok(())
    );
}

#[test]
fn e4_what_runs_out_is_told_months_ahead() {
    let urgency = |facts: &RailFacts, days| -> Vec<(ClockKind, Urgency)> {
        clocks(&WECHAT, facts, after_days(days))
            .iter()
            .map(|clock| (clock.kind, clock.urgency))
            .filter(|(_, urgency)| *urgency != Urgency::Calm)
            .filter(|(kind, _)| *kind != ClockKind::MessagesLeft)
            .collect()
    };
    assert_eq!(urgency(&facts(), 0), []);
    assert_eq!(urgency(&facts(), 90), [(ClockKind::Split, Urgency::Soon)]);
    assert_eq!(
        urgency(&facts(), 275),
        [
            (ClockKind::Split, Urgency::Expired),
            (ClockKind::ShipDay, Urgency::Soon),
            (ClockKind::Refund, Urgency::Soon),
        ]
    );
    let used = done(&[(refund(1), paid_at()); 46]);
    assert_eq!(urgency(&used, 0), [(ClockKind::RefundsLeft, Urgency::Soon)]);
    let all_back = done(&[(refund(168_000), paid_at())]);
    assert!(
        !clocks(&WECHAT, &all_back, paid_at())
            .iter()
            .any(|clock| clock.kind == ClockKind::Refund)
    );
    let passed_on = done(&[(split(Receiver::Company, 1), after_days(10))]);
    assert!(clocks(&WECHAT, &passed_on, paid_at()).iter().any(|clock| {
        clock.kind == ClockKind::PullBack && clock.until == Some(after_days(190))
    }));
    assert!(clocks(&BANK, &facts(), after_days(3_650)).is_empty());
}

#[test]
fn e4_the_promised_day_is_the_clock_once_it_is_filed() {
    let filed = done(&[(Operation::FileShipDay(day("2026-11-20")), paid_at())]);
    let clock = clocks(&WECHAT, &filed, paid_at())
        .into_iter()
        .find(|clock| clock.kind == ClockKind::ShipDay)
        .unwrap();
    assert_eq!(clock.until.unwrap().to_string(), "2026-11-20T23:59:59.000Z");
}

#[test]
fn e4_refunds_come_before_splits_and_pull_back_what_they_need() {
    let wishes = [
        split(Receiver::Person, 10_000),
        refund(100_000),
        refund(20_000),
        Operation::FileShipDay(day("2026-11-20")),
    ];
    let begun = done(&[
        (split(Receiver::Company, 30_000), paid_at()),
        (split(Receiver::Company, 20_000), paid_at()),
    ]);
    let plan = plan(&WECHAT, &begun, &wishes, after_days(1));
    let steps: Vec<(Operation, i64)> = plan
        .steps
        .iter()
        .map(|step| {
            let waited = step.not_before.millis() - after_days(1).millis();
            (step.operation, waited / 1_000)
        })
        .collect();
    assert_eq!(
        steps,
        [
            (Operation::FileShipDay(day("2026-11-20")), 0),
            (refund(20_000), 0),
            (Operation::PullBack(1), 60),
            (refund(100_000), 60),
        ]
    );
    assert_eq!(
        plan.refused,
        [(
            split(Receiver::Person, 10_000),
            Refusal::SplitAboveCap {
                left: Money::fen(0)
            }
        )]
    );
}

fn any_operation() -> impl Strategy<Value = Operation> {
    let fen = 1..60_000_i64;
    prop_oneof![
        fen.clone().prop_map(refund),
        fen.clone().prop_map(|fen| split(Receiver::Company, fen)),
        fen.prop_map(|fen| split(Receiver::Person, fen)),
        (0..4_usize).prop_map(Operation::PullBack),
        Just(Operation::ReportParcel),
        Just(Operation::ResubmitShipping),
        Just(Operation::SendMessage),
    ]
}

proptest! {
    #[test]
    fn d21_no_plan_breaks_a_limit(
        rounds in prop::collection::vec(
            (prop::collection::vec(any_operation(), 0..12), 0..100_i64),
            1..12,
        ),
    ) {
        let (mut facts, mut now) = (facts(), paid_at());
        for (wishes, days) in rounds {
            now = now.plus_days(days);
            let plan = plan(&WECHAT, &facts, &wishes, now);
            let asked = plan.steps.iter().filter(|step| !matches!(step.operation, Operation::PullBack(_)));
            prop_assert!(asked.count() + plan.refused.len() <= wishes.len());
            for step in plan.steps {
                prop_assert_eq!(check(&WECHAT, &facts, step.operation, step.not_before), Ok(()));
                facts.carry_out(step.operation, step.not_before);
                now = now.max(step.not_before);
            }
            let times: Vec<_> = facts.refunds.iter().map(|(_, at)| at.millis()).collect();
            prop_assert!(times.len() <= 50);
            prop_assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= 60_000));
            prop_assert!(times.iter().all(|at| *at <= after_days(365).millis()));
            prop_assert!(facts.refunded() + facts.split() <= 168_000);
            prop_assert!(facts.parcels <= 15 && facts.resubmissions <= 1);
        }
    }
}
