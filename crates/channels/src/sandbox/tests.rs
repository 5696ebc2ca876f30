//! The sandbox from order to statement, and what it refuses.

use kernel::Money;

use super::*;
use crate::{
    LineKind, PaymentHandle, Scene,
    testing::{at, now, order, payment, refund, refund_order},
};

fn secret() -> SharedSecret {
    SharedSecret::new(&"sandbox secret of this test".to_owned().into())
}

fn base() -> BaseUrl {
    "http://127.0.0.1:8080/sandbox".parse().unwrap()
}

fn both() -> (Sandbox, Vendor) {
    (
        Sandbox::new(base(), secret()),
        Vendor::new(&base(), secret()),
    )
}

fn asked(channel: &Sandbox, vendor: &mut Vendor, ask: &Ask) -> Result<Answer, Error> {
    let Step::Send(request) = channel.ask(ask, now())? else {
        panic!("a request");
    };
    channel.answer(ask, &vendor.serve(&request, now()), now())
}

fn handle() -> PaymentHandle {
    PaymentHandle {
        payment: payment(),
        attempt: None,
    }
}

#[test]
fn the_whole_flow_is_played() {
    let (channel, mut vendor) = both();
    assert!(!channel.name().moves_money());
    let start = Ask::Start(order(Scene::Phone));
    let Ok(Answer::Present(Presentation::Redirect { url, .. })) =
        asked(&channel, &mut vendor, &start)
    else {
        panic!("a page");
    };
    assert_eq!(
        url,
        format!("http://127.0.0.1:8080/sandbox/pay/{}", payment())
    );
    let report = |state| PaymentReport {
        payment: payment(),
        state,
    };
    let ask = Ask::Payment(handle());
    let waiting = Answer::Payment(report(PaymentState::Waiting));
    assert_eq!(asked(&channel, &mut vendor, &ask), Ok(waiting));

    let declined = vendor.decline(payment(), now()).unwrap();
    let failed = PaymentState::Failed {
        code: "sandbox-declined".into(),
    };
    assert_eq!(
        channel.heard(&declined, now()).unwrap().fact,
        Fact::Payment(report(failed))
    );
    let paid = vendor.pay(payment(), now()).unwrap();
    let captured = report(PaymentState::Captured(Capture {
        payment: payment(),
        transaction: format!("sandbox-{}", payment()),
        amount: Money::fen(168_000),
        value_at: now().now,
        fee: None,
    }));
    assert_eq!(
        channel.heard(&paid, now()).unwrap().fact,
        Fact::Payment(captured.clone())
    );
    let again = vendor.pay(payment(), now()).unwrap();
    assert_eq!(
        channel.heard(&again, now()).unwrap().fact,
        Fact::Payment(captured.clone())
    );
    assert_eq!(
        asked(&channel, &mut vendor, &ask),
        Ok(Answer::Payment(captured.clone()))
    );
    let late_close = asked(&channel, &mut vendor, &Ask::Close(handle()));
    assert_eq!(
        late_close,
        Ok(Answer::Payment(captured)),
        "what is paid cannot be closed"
    );
}

#[test]
fn refunds_and_disputes_are_played_and_the_statement_agrees() {
    let (channel, mut vendor) = both();
    asked(&channel, &mut vendor, &Ask::Start(order(Scene::Phone))).unwrap();
    let order = refund_order(&format!("sandbox-{}", payment()));
    let refused = Err(Error::Refused {
        status: 422,
        code: "sandbox".into(),
    });
    let ask = Ask::Refund(order.clone());
    assert_eq!(
        asked(&channel, &mut vendor, &ask),
        refused,
        "nothing was paid"
    );
    vendor.pay(payment(), now()).unwrap();
    let report = |state| RefundReport {
        refund: refund(),
        state,
    };
    let accepted = Ok(Answer::Refund(report(RefundState::Accepted)));
    assert_eq!(asked(&channel, &mut vendor, &ask), accepted);
    assert_eq!(
        asked(&channel, &mut vendor, &ask),
        accepted,
        "the same order"
    );
    let mut more = order.clone();
    (more.refund, more.amount) = (RefundId::from_bytes([9; 16]), Money::fen(108_001));
    assert_eq!(
        asked(&channel, &mut vendor, &Ask::Refund(more)),
        refused,
        "more than paid"
    );
    let told = vendor
        .finish_refund(payment(), refund(), true, now())
        .unwrap();
    let settled = report(RefundState::Settled {
        transaction: format!("sandbox-{}", refund()),
        amount: Money::fen(60_000),
        at: Some(now().now),
    });
    assert_eq!(
        channel.heard(&told, now()).unwrap().fact,
        Fact::Refund(settled.clone())
    );
    let ask = Ask::RefundState(order);
    assert_eq!(
        asked(&channel, &mut vendor, &ask),
        Ok(Answer::Refund(settled))
    );

    let opened = channel
        .heard(&vendor.dispute(payment(), now()).unwrap(), now())
        .unwrap();
    assert!(
        matches!(opened.fact, Fact::DisputeOpened { respond_by: Some(by), .. } if by == at("2026-12-05T02:00:00Z"))
    );
    let closed = vendor.end_dispute(payment(), false, now()).unwrap();
    let closed = channel.heard(&closed, now()).unwrap();
    assert!(matches!(
        closed.fact,
        Fact::DisputeClosed { won: false, .. }
    ));

    let statement = channel
        .statement(&vendor.statement("2026-11-28".parse().unwrap()))
        .unwrap();
    let told: Vec<_> = statement
        .lines
        .iter()
        .map(|line| (line.kind, line.amount.minor))
        .collect();
    assert_eq!(
        told,
        [(LineKind::Payment, 168_000), (LineKind::Refund, 60_000)]
    );
    assert!(statement.skipped.is_empty());
    let other = channel
        .statement(&vendor.statement("2026-11-29".parse().unwrap()))
        .unwrap();
    assert!(other.lines.is_empty());
}

#[test]
fn what_closed_or_never_was_cannot_be_paid() {
    let (channel, mut vendor) = both();
    assert_eq!(vendor.pay(payment(), now()), None);
    asked(&channel, &mut vendor, &Ask::Start(order(Scene::Phone))).unwrap();
    assert_eq!(
        asked(&channel, &mut vendor, &Ask::Close(handle())),
        Ok(Answer::Closed)
    );
    assert_eq!(vendor.pay(payment(), now()), None);
    assert_eq!(vendor.dispute(payment(), now()), None);
}

#[test]
fn forged_old_or_misused_messages_are_refused() {
    let (channel, mut vendor) = both();
    asked(&channel, &mut vendor, &Ask::Start(order(Scene::Phone))).unwrap();
    let good = vendor.pay(payment(), now()).unwrap();
    let mut changed = good.clone();
    changed.body.push(b' ');
    assert_eq!(channel.heard(&changed, now()), Err(Error::SignatureWrong));
    let mut later = now();
    later.now = later.now.plus_seconds(301);
    assert_eq!(
        channel.heard(&good, later),
        Err(Error::Stale { seconds: 301 })
    );
    let stranger = Sandbox::new(base(), SharedSecret::new(&"another".to_owned().into()));
    assert_eq!(stranger.heard(&good, now()), Err(Error::SignatureWrong));
    let as_reply = HttpReply {
        status: 200,
        headers: good.headers.clone(),
        body: good.body.clone(),
    };
    let misused = channel.answer(&Ask::Payment(handle()), &as_reply, now());
    assert_eq!(
        misused,
        Err(Error::SignatureWrong),
        "a callback is no reply"
    );
    let Ok(Step::Send(request)) = stranger.ask(&Ask::Payment(handle()), now()) else {
        panic!("a request");
    };
    assert_eq!(vendor.serve(&request, now()).status, 401);
}
