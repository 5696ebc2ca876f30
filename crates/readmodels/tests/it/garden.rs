//! A buyer's adoptions.

use adoption::adoption::{CancelReason, Event as Bond};
use kernel::{Grams, Money};
use readmodels::garden::{AdoptionStatus, NameplateState};
use readmodels::money::{Capture, PaymentState, RefundState};
use readmodels::packing::BoxStep;

use crate::pen::{at, hash, sealed};
use crate::season::{
    FEE, PRICE, agreement, bond, buyer, campaign, catch_up, late_buyer, lot, parcel,
    parcel_arrives, payment, person, refund_is_settled, season, terms, tree, words,
};

#[test]
fn a_garden_holds_the_newest_adoption_first_and_only_the_buyers_own() {
    let (_pen, reads) = season();
    let of = |person| -> Vec<_> {
        reads
            .garden(person)
            .unwrap()
            .iter()
            .map(|found| found.adoption.adoption)
            .collect()
    };
    assert_eq!(of(buyer()), [bond(4), bond(1)]);
    assert_eq!(of(late_buyer()), [bond(3), bond(2)]);
    assert!(of(person(9)).is_empty());
}

#[test]
fn a_paid_adoption_shows_all_that_hangs_on_it() {
    let (mut pen, reads) = season();
    parcel_arrives(&mut pen);
    catch_up(&pen, &reads);
    let found = reads.adoption(bond(1)).unwrap().unwrap();
    assert_eq!(found.adoption.agreement, agreement(buyer(), 1, 1, 230));
    assert_eq!(found.adoption.status, AdoptionStatus::Confirmed);
    assert_eq!(found.adoption.contract_accepted_at, Some(at(205)));
    assert_eq!(
        (found.adoption.confirmed_at, found.adoption.ended_at),
        (Some(at(210)), None)
    );
    let plate = found.adoption.nameplate.unwrap();
    assert_eq!((plate.text, plate.owner), (sealed("小满一家"), buyer()));
    assert_eq!((plate.state, plate.at), (NameplateState::Approved, at(220)));
    assert_eq!(
        (found.tree.tree, found.tree.photo),
        (tree(1), Some(hash(1)))
    );
    assert_eq!((found.campaign_title, found.terms), (words("橙"), terms()));
    let capture = Capture {
        transaction: "tx-1".into(),
        amount: PRICE,
        fee: FEE,
        fee_told: false,
        value_at: at(210),
    };
    assert_eq!(found.payments.len(), 1);
    assert_eq!(found.payments[0].payment, payment(1));
    assert_eq!(found.payments[0].state, PaymentState::Captured(capture));
    assert!(found.refunds.is_empty());
    let grant = &found.grants[0];
    assert_eq!(
        (grant.lot, grant.lot_code.as_str(), grant.certified),
        (lot(1), "L-1", true)
    );
    assert_eq!(
        (grant.granted, grant.packed, grant.left()),
        (Grams(15_000), Grams(10_100), Grams(4_900))
    );
    let boxes: Vec<_> = found
        .boxes
        .iter()
        .map(|planned| (planned.nth, planned.step))
        .collect();
    assert_eq!(boxes, [(1, BoxStep::Delivered), (2, BoxStep::Planned)]);
    assert_eq!(
        (found.boxes[0].locked_at, found.boxes[1].locked_at),
        (Some(at(500)), None)
    );
    assert_eq!(found.boxes[0].address, sealed("new address"));
    assert_eq!(found.parcels.len(), 1);
    assert_eq!(found.parcels[0].parcel, parcel(1));
    assert_eq!(found.parcels[0].tracking.as_deref(), Some("SF100"));
}

#[test]
fn a_late_payment_shows_with_its_refund() {
    let (mut pen, reads) = season();
    let found = reads.adoption(bond(2)).unwrap().unwrap();
    let reason = CancelReason::HoldExpired;
    assert_eq!(found.adoption.status, AdoptionStatus::Cancelled { reason });
    assert_eq!(found.adoption.ended_at, Some(at(241)));
    let fee = Money::fen(0);
    let capture = Capture {
        transaction: "tx-2".into(),
        amount: PRICE,
        fee,
        fee_told: false,
        value_at: at(250),
    };
    assert_eq!(found.payments[0].state, PaymentState::Late(capture));
    assert_eq!(found.refunds[0].state, RefundState::Requested);
    refund_is_settled(&mut pen);
    catch_up(&pen, &reads);
    let found = reads.adoption(bond(2)).unwrap().unwrap();
    let settled = RefundState::Settled {
        transaction: "back-1".into(),
        at: at(253),
    };
    assert_eq!(
        (found.refunds[0].amount, &found.refunds[0].state),
        (PRICE, &settled)
    );
}

#[test]
fn an_unpaid_adoption_that_ends_no_longer_awaits_money() {
    let (mut pen, reads) = season();
    assert_eq!(
        reads.payment(payment(3)).unwrap().unwrap().state,
        PaymentState::Awaited
    );
    let reason = CancelReason::Withdrawn;
    let cancelled = Bond::AdoptionCancelled {
        reason,
        at: at(290),
    };
    pen.write(&bond(3).to_string(), &cancelled);
    catch_up(&pen, &reads);
    assert_eq!(
        reads.payment(payment(3)).unwrap().unwrap().state,
        PaymentState::Lapsed
    );
}

#[test]
fn a_late_payment_can_revive_a_cancelled_adoption() {
    let (mut pen, reads) = season();
    let confirmed = Bond::AdoptionConfirmed {
        payment: payment(2),
        at: at(255),
    };
    pen.write(&bond(2).to_string(), &confirmed);
    catch_up(&pen, &reads);
    let row = reads.adoption(bond(2)).unwrap().unwrap().adoption;
    assert_eq!(
        (row.status, row.ended_at),
        (AdoptionStatus::Confirmed, None)
    );
    assert_eq!(row.confirmed_at, Some(at(255)));
}

#[test]
fn a_campaigns_adoptions_come_page_by_page() {
    let (_pen, reads) = season();
    let page = |after, limit| -> Vec<_> {
        let rows = reads
            .adoptions_of_campaign(campaign(1), after, limit)
            .unwrap();
        rows.iter().map(|row| row.adoption).collect()
    };
    assert_eq!(page(None, 3), [bond(1), bond(2), bond(3)]);
    assert_eq!(page(Some(bond(3)), 3), [bond(4)]);
    assert_eq!(page(Some(bond(4)), 3), []);
}

#[test]
fn a_rejected_nameplate_tells_why() {
    let (mut pen, reads) = season();
    let reason = "too long".to_owned();
    let rejected = Bond::NameplateRejected {
        reason: reason.clone(),
        at: at(312),
    };
    pen.write(&bond(4).to_string(), &rejected);
    catch_up(&pen, &reads);
    let plate = reads
        .adoption(bond(4))
        .unwrap()
        .unwrap()
        .adoption
        .nameplate
        .unwrap();
    assert_eq!(plate.state, NameplateState::Rejected { reason });
}
