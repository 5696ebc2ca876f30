//! The operator's morning.

use kernel::{Grams, Money};
use readmodels::overview::{AdoptionCounts, ExceptionKind};

use crate::pen::{at, sealed};
use adoption::adoption::{CancelReason, Event as Bond};
use settlement::payment::Channel;
use settlement::refund::{self, Event as Refund, RefundReason};

use crate::season::{
    PRICE, bond, buyer, campaign, catch_up, lot, orchard, payment, refund, refund_is_settled,
    season, seen, tree,
};

#[test]
fn promises_stand_beside_the_harvest() {
    let (_pen, reads) = season();
    let promises = reads.promised_vs_harvested().unwrap();
    assert_eq!(
        promises.iter().map(|row| row.campaign).collect::<Vec<_>>(),
        [campaign(2), campaign(1)]
    );
    assert_eq!(
        (
            promises[0].promised,
            promises[0].harvested,
            promises[0].adoptions
        ),
        (Grams(0), Grams(0), 0)
    );
    assert_eq!(
        (promises[1].promised, promises[1].adoptions),
        (Grams(40_000), 2)
    );
    assert_eq!(
        promises[1].harvested,
        Grams(47_000),
        "the January lot counts too"
    );
}

#[test]
fn adoptions_are_counted_by_state() {
    let (_pen, reads) = season();
    let counts = AdoptionCounts {
        started: 1,
        confirmed: 2,
        cancelled: 1,
        completed: 0,
    };
    assert_eq!(reads.adoption_counts().unwrap(), counts);
}

#[test]
fn what_needs_a_decision_is_listed_by_kind() {
    let (mut pen, reads) = season();
    let kinds = || -> Vec<_> {
        reads
            .exceptions()
            .unwrap()
            .into_iter()
            .map(|found| found.kind)
            .collect()
    };
    let (code, orchard) = ("L-2".to_owned(), orchard());
    let refund = ExceptionKind::RefundToSettle {
        refund: refund(1),
        adoption: bond(2),
        amount: PRICE,
    };
    let rest = [
        ExceptionKind::NameplateToApprove {
            adoption: bond(4),
            buyer: buyer(),
            tree: tree(2),
            text: sealed("waiting"),
        },
        ExceptionKind::ObservationFlagged {
            observation: seen(5),
            tree: tree(3),
        },
        ExceptionKind::LotWithoutCertificate {
            lot: lot(2),
            code: code.clone(),
            orchard,
        },
        ExceptionKind::LotNotAllocated {
            lot: lot(2),
            code,
            orchard,
        },
        ExceptionKind::PaymentAwaited {
            payment: payment(3),
            adoption: bond(3),
            amount: PRICE,
            expires_at: at(300),
        },
    ];
    let mut all = vec![refund];
    all.extend(rest.clone());
    assert_eq!(kinds(), all, "the late payment is on its way back");
    refund_is_settled(&mut pen);
    catch_up(&pen, &reads);
    assert_eq!(kinds(), rest);
}

#[test]
fn a_late_payment_without_refund_needs_a_decision() {
    let (mut pen, reads) = season();
    let failed = refund::Event::RefundFailed {
        refund: refund(1),
        payment: payment(2),
        adoption: bond(2),
        amount: PRICE,
        reason: "account closed".into(),
        at: at(260),
    };
    pen.write(&refund(1).to_string(), &failed);
    catch_up(&pen, &reads);
    let first = reads.exceptions().unwrap().remove(0);
    let kind = ExceptionKind::LatePayment {
        payment: payment(2),
        adoption: bond(2),
        amount: PRICE,
    };
    assert_eq!((first.since, first.kind), (at(250), kind));
}

#[test]
fn money_of_a_cancelled_adoption_is_listed_until_it_goes_back() {
    let (mut pen, reads) = season();
    let owed = || {
        let mut found = reads.exceptions().unwrap();
        found.retain(|one| {
            matches!(&one.kind, ExceptionKind::LatePayment { payment: of, .. } if *of == payment(1))
        });
        found.len()
    };
    assert_eq!(owed(), 0, "paid in time and confirmed");
    let reason = CancelReason::Withdrawn;
    let cancelled = Bond::AdoptionCancelled {
        reason,
        at: at(600),
    };
    pen.write(&bond(1).to_string(), &cancelled);
    catch_up(&pen, &reads);
    assert_eq!(owed(), 1, "in time, but its adoption ended");
    for (number, part, rest) in [(7, Money::fen(68_000), 1), (8, Money::fen(100_000), 0)] {
        let requested = Refund::RefundRequested {
            refund: refund(number),
            payment: payment(1),
            adoption: bond(1),
            channel: Channel::Manual,
            amount: part,
            reason: RefundReason::Withdrawn,
            terms: refund::Terms::default(),
            at: at(601),
        };
        pen.write(&refund(number).to_string(), &requested);
        catch_up(&pen, &reads);
        assert_eq!(owed(), rest, "after a refund of {part}");
    }
    let failed = Refund::RefundFailed {
        refund: refund(8),
        payment: payment(1),
        adoption: bond(1),
        amount: Money::fen(100_000),
        reason: "account closed".into(),
        at: at(602),
    };
    pen.write(&refund(8).to_string(), &failed);
    catch_up(&pen, &reads);
    assert_eq!(owed(), 1, "a failed refund covers nothing");
}
