//! How a farm is paid, rule by rule.

use super::*;

#[test]
fn a_settlement_is_answered_once_and_only_while_it_is_true() {
    let proposed = [start(), vec![earn(1, 1, 10_000), propose()]].concat();
    let open = story(&proposed);
    given::<FarmerAccount>(&open)
        .when(agree_settlement(2, 2))
        .then_rejected(&Rejection::SettlementNotOpen { number: 2 });
    given::<FarmerAccount>(&open)
        .when(object(1, "\n"))
        .then_rejected(&Rejection::ReasonMissing);
    given::<FarmerAccount>(&open)
        .when(object(1, &"字".repeat(201)))
        .then_rejected(&Rejection::ReasonTooLong { max: 200 });
    let disputed = story(&[proposed.clone(), vec![object(1, "a box is missing")]].concat());
    given::<FarmerAccount>(&disputed)
        .when(agree_settlement(1, 2))
        .then_rejected(&Rejection::SettlementNotOpen { number: 1 });
    let charged = story(&[proposed.clone(), vec![charge(1, 1)]].concat());
    given::<FarmerAccount>(&charged)
        .when(agree_settlement(1, 2))
        .then_rejected(&Rejection::SettlementOutdated {
            payable: Money::fen(6_299),
        });
    let agreed = story(&[proposed, vec![agree_settlement(1, 2)]].concat());
    given::<FarmerAccount>(&agreed)
        .when(agree_settlement(1, 2))
        .then(&[]);
    given::<FarmerAccount>(&agreed)
        .when(propose())
        .then_rejected(&Rejection::NothingPayable {
            balance: Money::fen(0),
        });
}

#[test]
fn a_payout_ends_once() {
    let sent = [start(), vec![grant(1, 10_000)]].concat();
    let arrived = story(&[sent.clone(), vec![paid(1)]].concat());
    let lost = story(&[sent, vec![not_paid(1)]].concat());
    given::<FarmerAccount>(&lost).when(not_paid(1)).then(&[]);
    for (history, command) in [(&arrived, not_paid(1)), (&lost, paid(1))] {
        given::<FarmerAccount>(history)
            .when(command)
            .then_rejected(&Rejection::PayoutOver { payout: payout(1) });
    }
    for command in [paid(9), not_paid(9)] {
        given::<FarmerAccount>(&arrived)
            .when(command)
            .then_rejected(&Rejection::PayoutUnknown { payout: payout(9) });
    }
}

#[test]
fn what_was_kept_for_an_advance_that_never_arrived_is_given_back() {
    let events = story(
        &[
            start(),
            vec![grant(1, 50_000), earn(1, 1, 84_000), not_paid(1)],
        ]
        .concat(),
    );
    assert!(matches!(
        events.last(),
        Some(Event::FarmerNotPaid { given_back, advance: true, .. }) if *given_back == Money::fen(50_000)
    ));
    let state = kernel::fold::<FarmerAccount>(&events);
    assert_eq!(state.outstanding(), Money::fen(0));
    assert_eq!(state.statement().recovered, Money::fen(0));
}
