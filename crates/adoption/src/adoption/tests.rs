//! The rules of an adoption, command by command and rejection by rejection.

use kernel::testing::given;
use proptest::prelude::*;

use super::*;

mod nameplate;
mod sharing;

const ADOPTION: AdoptionId = AdoptionId::from_bytes([1; 16]);
const CONTRACT: ContentHash = ContentHash::from_bytes([0xab; 32]);
const PAYMENT: PaymentId = PaymentId::from_bytes([7; 16]);
const OTHER_PAYMENT: PaymentId = PaymentId::from_bytes([8; 16]);

const REASONS: [CancelReason; 4] = [
    CancelReason::HoldExpired,
    CancelReason::Withdrawn,
    CancelReason::PaidTooLate,
    CancelReason::ByOperator,
];

fn hold_until() -> Timestamp {
    "2026-03-01T08:30:00Z".parse().unwrap()
}

fn at() -> Timestamp {
    hold_until().plus_seconds(-600)
}

fn agreement() -> Agreement {
    Agreement {
        campaign: CampaignId::from_bytes([2; 16]),
        buyer: PersonId::from_bytes([3; 16]),
        tree: TreeId::from_bytes([4; 16]),
        season: Season::new(2026).unwrap(),
        part: Part { number: 1, of: 2 },
        price: Money::fen(168_000),
        promised_grams: Grams(16_000),
        boxes: 4,
        risk_clause: RiskClause::TopUp,
        contract: CONTRACT,
        hold_until: hold_until(),
    }
}

fn start(agreement: Agreement) -> Command {
    Command::StartAdoption {
        adoption: ADOPTION,
        agreement,
    }
}

fn started() -> Event {
    Event::AdoptionStarted {
        adoption: ADOPTION,
        agreement: agreement(),
    }
}

fn accept(contract: ContentHash, risk_clause: RiskClause, no_return_confirmed: bool) -> Command {
    Command::AcceptContract {
        contract,
        risk_clause,
        no_return_confirmed,
        at: at(),
    }
}

fn accept_all() -> Command {
    accept(CONTRACT, RiskClause::TopUp, true)
}

fn accepted() -> Event {
    Event::ContractAccepted {
        contract: CONTRACT,
        risk_clause: RiskClause::TopUp,
        no_return_confirmed: true,
        at: at(),
    }
}

fn check(now: Timestamp) -> Command {
    Command::CheckReadyToPay { now }
}

fn confirm(payment: PaymentId) -> Command {
    Command::ConfirmAdoption { payment, at: at() }
}

fn confirmed() -> Vec<Event> {
    let grams = agreement().promised_grams;
    vec![
        Event::AdoptionConfirmed {
            payment: PAYMENT,
            at: at(),
        },
        Event::EntitlementPromised { grams, boxes: 4 },
    ]
}

fn cancel(reason: CancelReason) -> Command {
    Command::CancelAdoption { reason, at: at() }
}

fn cancelled(reason: CancelReason) -> Event {
    Event::AdoptionCancelled { reason, at: at() }
}

fn complete() -> Command {
    Command::CompleteAdoption { at: at() }
}

fn completed() -> Event {
    Event::AdoptionCompleted { at: at() }
}

/// Started and accepted, not paid.
fn unpaid() -> Vec<Event> {
    vec![started(), accepted()]
}

fn paid() -> Vec<Event> {
    [unpaid(), confirmed()].concat()
}

fn done() -> Vec<Event> {
    [paid(), vec![completed()]].concat()
}

fn ended(reason: CancelReason) -> Vec<Event> {
    [unpaid(), vec![cancelled(reason)]].concat()
}

#[test]
fn an_adoption_starts_once() {
    given::<Adoption>(&[])
        .when(start(agreement()))
        .then(&[started()]);
    let other = Agreement {
        boxes: 3,
        ..agreement()
    };
    given::<Adoption>(&[started()])
        .when(start(other))
        .then_rejected(&Rejection::AdoptionExists);
}

#[test]
fn an_unknown_adoption_is_refused() {
    for command in [
        accept_all(),
        check(at()),
        confirm(PAYMENT),
        cancel(CancelReason::Withdrawn),
        complete(),
    ] {
        given::<Adoption>(&[])
            .when(command)
            .then_rejected(&Rejection::AdoptionUnknown);
    }
}

#[test]
fn d6_exactly_the_offered_contract_is_accepted() {
    given::<Adoption>(&[started()])
        .when(accept_all())
        .then(&[accepted()]);
    let other = ContentHash::from_bytes([0xcd; 32]);
    given::<Adoption>(&[started()])
        .when(accept(other, RiskClause::TopUp, true))
        .then_rejected(&Rejection::ContractDiffers { offered: CONTRACT });
    given::<Adoption>(&[started()])
        .when(accept(CONTRACT, RiskClause::BuyerBears, true))
        .then_rejected(&Rejection::RiskClauseDiffers {
            offered: RiskClause::TopUp,
        });
}

#[test]
fn d7_that_fresh_fruit_cannot_be_returned_is_confirmed() {
    given::<Adoption>(&[started()])
        .when(accept(CONTRACT, RiskClause::TopUp, false))
        .then_rejected(&Rejection::NoReturnNotConfirmed);
}

#[test]
fn d7_no_charge_without_acceptance() {
    given::<Adoption>(&unpaid()).when(check(at())).then(&[]);
    for command in [check(at()), confirm(PAYMENT)] {
        given::<Adoption>(&[started()])
            .when(command)
            .then_rejected(&Rejection::ContractNotAccepted);
    }
}

#[test]
fn d3_no_charge_after_the_hold() {
    given::<Adoption>(&unpaid())
        .when(check(hold_until()))
        .then_rejected(&Rejection::HoldEnded {
            until: hold_until(),
        });
}

#[test]
fn nothing_is_charged_twice() {
    given::<Adoption>(&paid())
        .when(check(at()))
        .then_rejected(&Rejection::AdoptionAlreadyConfirmed);
    given::<Adoption>(&paid())
        .when(confirm(OTHER_PAYMENT))
        .then_rejected(&Rejection::AdoptionAlreadyConfirmed);
}

#[test]
fn a_paid_adoption_is_confirmed_and_fruit_is_promised() {
    given::<Adoption>(&unpaid())
        .when(confirm(PAYMENT))
        .then(&confirmed());
}

#[test]
fn d16_a_late_payment_revives_an_adoption_whose_hold_expired() {
    given::<Adoption>(&ended(CancelReason::HoldExpired))
        .when(confirm(PAYMENT))
        .then(&confirmed());
    given::<Adoption>(&[started(), cancelled(CancelReason::HoldExpired)])
        .when(confirm(PAYMENT))
        .then_rejected(&Rejection::ContractNotAccepted);
}

#[test]
fn d16_no_payment_revives_what_was_ended_for_another_reason() {
    let reasons = REASONS
        .into_iter()
        .filter(|reason| *reason != CancelReason::HoldExpired);
    for reason in reasons {
        given::<Adoption>(&ended(reason))
            .when(confirm(PAYMENT))
            .then_rejected(&Rejection::AdoptionCancelled { reason });
    }
}

#[test]
fn an_unpaid_adoption_is_cancelled_for_any_reason() {
    for reason in REASONS {
        given::<Adoption>(&unpaid())
            .when(cancel(reason))
            .then(&[cancelled(reason)]);
    }
}

#[test]
fn a_paid_adoption_is_cancelled_by_people_only() {
    for reason in [CancelReason::Withdrawn, CancelReason::ByOperator] {
        given::<Adoption>(&paid())
            .when(cancel(reason))
            .then(&[cancelled(reason)]);
    }
    for reason in [CancelReason::HoldExpired, CancelReason::PaidTooLate] {
        given::<Adoption>(&paid())
            .when(cancel(reason))
            .then_rejected(&Rejection::AdoptionAlreadyConfirmed);
    }
}

#[test]
fn d16_paid_too_late_is_noted_once_after_an_expired_hold() {
    let late = cancelled(CancelReason::PaidTooLate);
    let mut history = ended(CancelReason::HoldExpired);
    given::<Adoption>(&history)
        .when(cancel(CancelReason::PaidTooLate))
        .then(std::slice::from_ref(&late));
    history.push(late);
    given::<Adoption>(&history)
        .when(cancel(CancelReason::PaidTooLate))
        .then(&[]);
}

#[test]
fn what_is_cancelled_stays_as_it_was_cancelled() {
    for first in REASONS {
        for second in [
            CancelReason::HoldExpired,
            CancelReason::Withdrawn,
            CancelReason::ByOperator,
        ] {
            given::<Adoption>(&ended(first))
                .when(cancel(second))
                .then(&[]);
        }
    }
}

#[test]
fn only_a_paid_adoption_is_completed() {
    given::<Adoption>(&paid())
        .when(complete())
        .then(&[completed()]);
    given::<Adoption>(&unpaid())
        .when(complete())
        .then_rejected(&Rejection::AdoptionNotConfirmed);
}

#[test]
fn nothing_happens_after_the_end() {
    let reason = CancelReason::Withdrawn;
    let not_accepted = [started(), cancelled(reason)];
    for command in [accept_all(), check(at()), complete()] {
        given::<Adoption>(&not_accepted)
            .when(command)
            .then_rejected(&Rejection::AdoptionCancelled { reason });
    }
    for command in [check(at()), confirm(OTHER_PAYMENT), cancel(reason)] {
        given::<Adoption>(&done())
            .when(command)
            .then_rejected(&Rejection::AdoptionCompleted);
    }
}

#[test]
fn deciding_twice_is_quiet() {
    for history in [paid(), done()] {
        for command in [start(agreement()), accept_all(), confirm(PAYMENT)] {
            given::<Adoption>(&history).when(command).then(&[]);
        }
    }
    given::<Adoption>(&done()).when(complete()).then(&[]);
}

#[test]
fn rejections_have_stable_codes() {
    let until = hold_until();
    let codes = [
        (Rejection::AdoptionUnknown, "adoption-unknown"),
        (
            Rejection::ContractDiffers { offered: CONTRACT },
            "contract-differs",
        ),
        (Rejection::ReasonMissing, "reason-missing"),
        (Rejection::ReasonTooLong { max: 200 }, "reason-too-long"),
        (Rejection::HoldEnded { until }, "hold-ended"),
    ];
    for (rejection, code) in codes {
        assert_eq!(rejection.code(), code);
    }
}

proptest! {
    #[test]
    fn d7_no_sequence_confirms_without_acceptance_and_repeating_is_quiet(
        commands in prop::collection::vec(
            prop::sample::select(vec![
                start(agreement()),
                accept_all(),
                accept(CONTRACT, RiskClause::TopUp, false),
                confirm(PAYMENT),
                confirm(OTHER_PAYMENT),
                cancel(CancelReason::HoldExpired),
                cancel(CancelReason::PaidTooLate),
                cancel(CancelReason::Withdrawn),
                complete(),
            ]),
            1..40,
        ),
    ) {
        let (mut state, mut promised) = (State::default(), 0);
        for command in commands {
            let Ok(events) = Adoption::decide(&state, command.clone()) else { continue };
            for event in &events {
                promised += i32::from(matches!(event, Event::EntitlementPromised { .. }));
                Adoption::evolve(&mut state, event);
            }
            prop_assert!(promised <= 1, "fruit was promised twice");
            prop_assert!(state.payment.is_none() || state.accepted_at.is_some());
            prop_assert_eq!(Adoption::decide(&state, command), Ok(vec![]), "repeated");
        }
    }
}
