//! Events good and tampered, and the report.

use super::*;

fn signed(secret: &str, seconds: i64, body: &str) -> String {
    let secret = SharedSecret::new(&secret.to_owned().into());
    format!(
        "t={seconds},v1={}",
        secret.sign(format!("{seconds}.{body}").as_bytes())
    )
}

fn event(kind: &str, object: &Value) -> String {
    json!({
        "id": "evt_1", "object": "event", "type": kind, "created": 1_795_831_500, "livemode": false,
        "data": { "object": object },
    })
    .to_string()
}

pub(super) fn heard(kind: &str, object: &Value) -> Result<Fact, Error> {
    let body = event(kind, object);
    let header = signed(SECRETS[1], now().seconds(), &body);
    let delivery = delivery(&[("Stripe-Signature", &header)], &body);
    channel().heard(&delivery, now()).map(|notice| notice.fact)
}

#[test]
fn sessions_are_heard() {
    let mut paid = session("paid", "complete");
    paid["payment_intent"] = json!("pi_1");
    for kind in [
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
    ] {
        assert_eq!(heard(kind, &paid), Ok(Fact::Payment(captured())));
    }
    let report = |state| {
        Ok(Fact::Payment(PaymentReport {
            payment: payment(),
            state,
        }))
    };
    let waiting = session("unpaid", "complete");
    assert_eq!(
        heard("checkout.session.completed", &waiting),
        report(PaymentState::Waiting)
    );
    let code = "async_payment_failed".to_owned();
    let failed = heard("checkout.session.async_payment_failed", &waiting);
    assert_eq!(failed, report(PaymentState::Failed { code }));
    let expired = heard("checkout.session.expired", &session("unpaid", "expired"));
    assert_eq!(expired, report(PaymentState::Closed));
    paid["client_reference_id"] = json!("somebody else's");
    assert_eq!(
        heard("checkout.session.completed", &paid),
        Ok(Fact::Nothing)
    );
    assert_eq!(heard("customer.created", &json!({})), Ok(Fact::Nothing));
}

#[test]
fn refunds_and_disputes_are_heard() {
    let settled = RefundState::Settled {
        transaction: "re_1".into(),
        amount: Money::fen(60_000),
        at: Some(at("2026-11-28T02:05:00Z")),
    };
    let report = Fact::Refund(RefundReport {
        refund: refund(),
        state: settled,
    });
    assert_eq!(heard("refund.updated", &refunded("succeeded")), Ok(report));
    let charge = json!({ "payment_intent": "pi_1", "amount_refunded": 90_000, "currency": "cny" });
    let total = Fact::RefundedInTotal {
        transaction: "pi_1".into(),
        refunded: Money::fen(90_000),
    };
    assert_eq!(heard("charge.refunded", &charge), Ok(total));
    let dispute = |status: &str| {
        json!({
            "id": "dp_1", "payment_intent": "pi_1", "amount": 168_000, "currency": "usd",
            "reason": "product_not_received", "status": status, "evidence_details": { "due_by": 1_796_436_300 },
        })
    };
    let amount = Money::new(168_000, Currency::USD);
    let opened = Fact::DisputeOpened {
        dispute: "dp_1".into(),
        transaction: "pi_1".into(),
        amount,
        reason: "product_not_received".into(),
        respond_by: Some(at("2026-12-05T02:05:00Z")),
    };
    assert_eq!(
        heard("charge.dispute.created", &dispute("needs_response")),
        Ok(opened)
    );
    for (status, won) in [("won", true), ("warning_closed", true), ("lost", false)] {
        let closed = Fact::DisputeClosed {
            dispute: "dp_1".into(),
            transaction: "pi_1".into(),
            amount,
            won,
        };
        assert_eq!(heard("charge.dispute.closed", &dispute(status)), Ok(closed));
    }
    assert!(heard("charge.dispute.closed", &dispute("under_review")).is_err());
}

#[test]
fn signatures_are_checked_with_every_secret_within_five_minutes() {
    let body = event("customer.created", &json!({}));
    let heard = |header: &str, body: &str| {
        let delivery = delivery(&[("Stripe-Signature", header)], body);
        channel().heard(&delivery, now()).map(|notice| notice.id)
    };
    let seconds = now().seconds();
    for secret in SECRETS {
        assert_eq!(
            heard(&signed(secret, seconds, &body), &body),
            Ok("evt_1".into())
        );
    }
    let code = signed(SECRETS[0], seconds, &body);
    let code = code.split_once(",v1=").unwrap().1;
    let many = format!("t={seconds},v1=00,v1={code},v0=6ffb");
    assert_eq!(heard(&many, &body), Ok("evt_1".into()));
    assert_eq!(
        heard(&format!("t={seconds},v0={code}"), &body),
        Err(Error::SignatureWrong)
    );
    assert_eq!(
        heard(&signed("whsec_other", seconds, &body), &body),
        Err(Error::SignatureWrong)
    );
    assert_eq!(
        heard(&signed(SECRETS[0], seconds, &body), &format!("{body} ")),
        Err(Error::SignatureWrong)
    );
    for away in [-301, 301] {
        let header = signed(SECRETS[0], seconds + away, &body);
        assert_eq!(heard(&header, &body), Err(Error::Stale { seconds: 301 }));
    }
    for broken in ["", "v1=00", "t=x,v1=00", "t=1,t=1,v1=00"] {
        assert_eq!(
            heard(broken, &body),
            Err(Error::Header {
                name: "stripe-signature"
            })
        );
    }
    let live = body.replace("\"livemode\":false", "\"livemode\":true");
    let not_ours = Err(Error::NotOurs { field: "livemode" });
    assert_eq!(heard(&signed(SECRETS[0], seconds, &live), &live), not_ours);
}

pub(super) const REPORT: &str = include_str!("../../../tests/data/stripe-balance-report.csv");

#[test]
fn a_report_reads_payments_and_refunds_and_lists_the_rest() {
    let report = channel().statement(REPORT.as_bytes()).unwrap();
    let told: Vec<_> = report
        .lines
        .iter()
        .map(|line| {
            (
                line.kind,
                line.transaction.as_str(),
                line.number.clone(),
                line.amount.minor,
                line.fee.minor,
            )
        })
        .collect();
    let expected = [
        (
            LineKind::Payment,
            "pi_1",
            payment().to_string(),
            168_000,
            5812,
        ),
        (LineKind::Refund, "re_1", refund().to_string(), 60_000, 0),
    ];
    assert_eq!(told, expected);
    let skipped: Vec<_> = report
        .skipped
        .iter()
        .map(|row| (row.row, row.problem))
        .collect();
    let expected = [
        (4, RowProblem::OtherMovement),
        (5, RowProblem::Cell { column: "currency" }),
        (6, RowProblem::Cells),
    ];
    assert_eq!(skipped, expected);
    let missing = StatementError::ColumnMissing {
        column: "created_utc".into(),
    };
    assert_eq!(channel().statement(b"a,b\n1,2\n"), Err(missing));
}
