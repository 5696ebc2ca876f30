//! Two persons above a limit, and the way a refund takes when the channel cannot (B 19, C U6).

use kernel::testing::given;

use super::*;

const ASKED: PersonId = PersonId::from_bytes([7; 16]);
const SECOND: PersonId = PersonId::from_bytes([8; 16]);
const THIRD: PersonId = PersonId::from_bytes([9; 16]);

fn terms(requested_by: Option<PersonId>) -> Terms {
    Terms {
        requested_by,
        two_persons_above: Some(Money::fen(100_000)),
        ..Terms::default()
    }
}

fn large(requested_by: Option<PersonId>) -> Event {
    let Event::RefundRequested {
        refund,
        payment,
        adoption,
        channel,
        amount,
        reason,
        at,
        terms: _,
    } = requested()
    else {
        unreachable!()
    };
    Event::RefundRequested {
        refund,
        payment,
        adoption,
        channel,
        amount,
        reason,
        terms: terms(requested_by),
        at,
    }
}

fn approve(by: PersonId) -> Command {
    Command::ApproveRefund { by, at: at() }
}

fn approved(by: PersonId) -> Event {
    Event::RefundApproved { by, at: at() }
}

fn decline(reason: &str) -> Command {
    Command::DeclineRefund {
        by: SECOND,
        reason: reason.to_owned(),
        at: at(),
    }
}

fn declined() -> Event {
    Event::RefundDeclined {
        refund: REFUND,
        payment: PAYMENT,
        adoption: ADOPTION,
        amount: Money::fen(168_000),
        by: SECOND,
        reason: "paid twice".to_owned(),
        at: at(),
    }
}

#[test]
fn c_u6_above_the_limit_nothing_moves_before_a_second_person_approved() {
    for command in [accept(), settle(TRANSACTION, 168_000)] {
        given::<Refund>(&[large(Some(ASKED))])
            .when(command)
            .then_rejected(&Rejection::RefundNotApproved);
    }
    assert!(!kernel::fold::<Refund>(&[large(Some(ASKED))]).may_be_sent());
    given::<Refund>(&[large(Some(ASKED))])
        .when(approve(ASKED))
        .then_rejected(&Rejection::ApproverIsRequester);
    given::<Refund>(&[large(Some(ASKED))])
        .when(approve(SECOND))
        .then(&[approved(SECOND)]);
    let both = [large(Some(ASKED)), approved(SECOND)];
    assert!(kernel::fold::<Refund>(&both).may_be_sent());
    given::<Refund>(&both).when(accept()).then(&[accepted()]);
    given::<Refund>(&both).when(approve(SECOND)).then(&[]);
    given::<Refund>(&both)
        .when(approve(THIRD))
        .then_rejected(&Rejection::RefundApprovedAlready);
}

#[test]
fn c_u6_what_a_rule_asked_for_takes_two_approvers() {
    given::<Refund>(&[large(None), approved(SECOND)])
        .when(accept())
        .then_rejected(&Rejection::RefundNotApproved);
    given::<Refund>(&[large(None), approved(SECOND), approved(THIRD)])
        .when(accept())
        .then(&[accepted()]);
}

#[test]
fn a_refund_within_the_limit_needs_nobody() {
    given::<Refund>(&[requested()])
        .when(approve(SECOND))
        .then_rejected(&Rejection::RefundApprovedAlready);
    assert!(kernel::fold::<Refund>(&[requested()]).may_be_sent());
}

#[test]
fn a_refund_can_be_declined_until_it_may_be_sent() {
    given::<Refund>(&[large(Some(ASKED))])
        .when(decline("paid\ttwice"))
        .then(&[declined()]);
    given::<Refund>(&[large(Some(ASKED)), declined()])
        .when(decline("paid twice"))
        .then(&[]);
    given::<Refund>(&[large(Some(ASKED))])
        .when(decline(" "))
        .then_rejected(&Rejection::ReasonMissing);
    for history in [
        vec![requested()],
        vec![requested(), accepted()],
        vec![large(Some(ASKED)), approved(SECOND)],
    ] {
        given::<Refund>(&history)
            .when(decline("paid twice"))
            .then_rejected(&Rejection::RefundApprovedAlready);
    }
    given::<Refund>(&[requested(), settled()])
        .when(decline("paid twice"))
        .then_rejected(&Rejection::RefundAlreadySettled {
            transaction: TRANSACTION.to_owned(),
        });
    for command in [decline("paid twice"), approve(SECOND)] {
        given::<Refund>(&[requested(), failed()])
            .when(command)
            .then_rejected(&Rejection::RefundFailed);
    }
}

#[test]
fn a_declined_refund_is_over() {
    for command in [
        accept(),
        settle(TRANSACTION, 168_000),
        fail(),
        approve(THIRD),
    ] {
        given::<Refund>(&[large(Some(ASKED)), declined()])
            .when(command)
            .then_rejected(&Rejection::RefundDeclined);
    }
}

#[test]
fn d47_a_request_under_other_terms_is_another_request() {
    given::<Refund>(&[large(Some(ASKED))])
        .when(request(168_000, at()))
        .then_rejected(&Rejection::RefundExists);
}

#[test]
fn rejections_about_approval_have_stable_codes() {
    for (rejection, code) in [
        (Rejection::RefundDeclined, "refund-declined"),
        (Rejection::RefundNotApproved, "refund-not-approved"),
        (Rejection::RefundApprovedAlready, "refund-approved-already"),
        (Rejection::ApproverIsRequester, "approver-is-requester"),
    ] {
        assert_eq!(rejection.code(), code);
    }
}
