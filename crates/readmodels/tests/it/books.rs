//! Money: payments, refunds, the books.

use std::collections::BTreeMap;

use kernel::{Currency, Money, PaymentId};
use readmodels::ReadModels;
use readmodels::money::PaymentFilter;
use settlement::refund::Event as Refund;

use crate::pen::{at, code};
use crate::season::{bond, catch_up, parcel_arrives, payment, refund, refund_is_settled, season};

fn balances(reads: &ReadModels) -> BTreeMap<String, i64> {
    let lines = reads.trial_balance().unwrap();
    assert_eq!(
        lines.iter().map(|line| line.balance).sum::<i64>(),
        0,
        "D 11"
    );
    for line in &lines {
        assert_eq!(line.balance, line.debits - line.credits);
        assert_eq!(line.currency, Currency::CNY);
    }
    lines
        .into_iter()
        .map(|line| (line.account, line.balance))
        .collect()
}

#[test]
fn the_books_follow_the_season() {
    let (mut pen, reads) = season();
    let before = balances(&reads);
    assert_eq!(before["assets:channel:manual"], 3 * 168_000 - 2 * 1_008);
    assert_eq!(before["expenses:channel-fees"], 2 * 1_008);
    assert_eq!(before["liabilities:undelivered"], -2 * 168_000);
    assert_eq!(
        before["liabilities:refunds-payable"], -168_000,
        "the late payment goes back"
    );
    assert_eq!(before["liabilities:deposits"], 0);
    refund_is_settled(&mut pen);
    parcel_arrives(&mut pen);
    catch_up(&pen, &reads);
    let after = balances(&reads);
    assert_eq!(after["liabilities:refunds-payable"], 0);
    assert_eq!(after["assets:channel:manual"], 2 * (168_000 - 1_008));
    assert_eq!(after["income:fruit"], -84_000, "one of two boxes arrived");
    assert_eq!(after["liabilities:undelivered"], -2 * 168_000 + 84_000);
}

#[test]
fn a_failed_refund_is_owed_where_it_came_from() {
    let (mut pen, reads) = season();
    let failed = Refund::RefundFailed {
        refund: refund(1),
        payment: payment(2),
        adoption: bond(2),
        amount: Money::fen(168_000),
        reason: "account closed".into(),
        at: at(260),
    };
    pen.write(&refund(1).to_string(), &failed);
    catch_up(&pen, &reads);
    let after = balances(&reads);
    assert_eq!(after["liabilities:refunds-payable"], 0);
    assert_eq!(
        after["liabilities:deposits"], -168_000,
        "it never confirmed an adoption"
    );
    assert_eq!(reads.refunds_open().unwrap(), []);
}

#[test]
fn postings_come_in_order_page_by_page_and_sum_to_zero() {
    let (_pen, reads) = season();
    let all = reads.postings(None, 100).unwrap();
    assert_eq!(all.iter().map(|line| line.amount.minor).sum::<i64>(), 0);
    assert!(all.is_sorted_by_key(|line| (line.position, line.nth)));
    let mut paged = Vec::new();
    let mut after = None;
    while let Some(last) = {
        let page = reads.postings(after, 2).unwrap();
        let last = page.last().map(|line| (line.position, line.nth));
        paged.extend(page);
        last
    } {
        after = Some(last);
    }
    assert_eq!(paged, all);
}

#[test]
fn captured_money_is_counted_by_the_books_day() {
    let (_pen, reads) = season();
    let days = reads.captured_per_day(10).unwrap();
    let seen: Vec<_> = days
        .iter()
        .map(|day| (day.day.to_string(), day.payments))
        .collect();
    assert_eq!(seen, [("2026-03-01".to_owned(), 3)]);
    assert_eq!(days[0].amount, Money::fen(3 * 168_000));
}

#[test]
fn payments_are_listed_by_state_and_found_by_reference() {
    let (_pen, reads) = season();
    let ids = |filter, before, limit| -> Vec<(PaymentId, u64)> {
        let rows = reads.payments(filter, before, limit).unwrap();
        rows.iter().map(|row| (row.payment, row.position)).collect()
    };
    let all = ids(PaymentFilter::All, None, 10);
    let numbers: Vec<_> = all.iter().map(|(payment, _)| *payment).collect();
    assert_eq!(numbers, [payment(4), payment(3), payment(2), payment(1)]);
    assert_eq!(ids(PaymentFilter::All, Some(all[1].1), 10), all[2..]);
    let one = |filter| {
        ids(filter, None, 10)
            .into_iter()
            .map(|(id, _)| id)
            .collect::<Vec<_>>()
    };
    assert_eq!(one(PaymentFilter::Awaited), [payment(3)]);
    assert_eq!(one(PaymentFilter::Late), [payment(2)]);
    assert_eq!(one(PaymentFilter::Captured), [payment(4), payment(1)]);
    assert_eq!(one(PaymentFilter::Failed), []);
    assert_eq!(one(PaymentFilter::Lapsed), []);
    let found = reads.payment_by_reference(code(203)).unwrap().unwrap();
    assert_eq!((found.payment, found.expires_at), (payment(3), at(300)));
    assert_eq!(reads.payment_by_reference(code(1)).unwrap(), None);
}

#[test]
fn open_refunds_wait_until_they_are_settled() {
    let (mut pen, reads) = season();
    let open = reads.refunds_open().unwrap();
    assert_eq!(
        open.iter().map(|row| row.refund).collect::<Vec<_>>(),
        [refund(1)]
    );
    assert_eq!(reads.refund(refund(1)).unwrap().as_ref(), open.first());
    refund_is_settled(&mut pen);
    catch_up(&pen, &reads);
    assert_eq!(reads.refunds_open().unwrap(), []);
}
