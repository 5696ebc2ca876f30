//! Stripe: forms with brackets, replies, events good and tampered, the report.

use kernel::{Currency, Money};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    Capture, Fact, FeeReport, LineKind, PaymentReport, PaymentState, Presentation, RefundReport,
    RefundState, RowProblem,
    testing::{at, delivery, now, order, payment, refund, refund_order, reply},
};

mod heard;
mod papers;

use heard::{REPORT, heard};

const SECRETS: [&str; 2] = ["whsec_old", "whsec_new"];

fn channel() -> Stripe {
    let secret = |text: &str| SharedSecret::new(&text.to_owned().into());
    Stripe::new(Settings {
        base: "https://api.stripe.com".parse().unwrap(),
        files_base: "https://files.stripe.com".parse().unwrap(),
        key: "sk_test_1".to_owned().into(),
        webhook_secrets: SECRETS.map(secret).into(),
        live: false,
    })
}

fn handle() -> PaymentHandle {
    PaymentHandle {
        payment: payment(),
        attempt: Some("cs_test_a1".into()),
    }
}

fn sent(ask: &Ask) -> (HttpRequest, Vec<(String, String)>) {
    let Step::Send(request) = channel().ask(ask, now()).unwrap() else {
        panic!("a request");
    };
    let fields = form::decode(std::str::from_utf8(&request.body).unwrap()).unwrap();
    (request, fields)
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    let found = request.headers.iter().find(|(other, _)| *other == name);
    found.map_or("", |(_, value)| value)
}

#[test]
fn a_session_is_ordered_with_brackets_and_a_key_of_its_own() {
    let (request, fields) = sent(&Ask::Start(order(Scene::Phone)));
    assert_eq!(request.url, "https://api.stripe.com/v1/checkout/sessions");
    assert_eq!(header(&request, "authorization"), "Bearer sk_test_1");
    assert_eq!(
        header(&request, "idempotency-key"),
        format!("start-{}", payment())
    );
    assert_eq!(header(&request, "stripe-version"), VERSION);
    let number = payment().to_string();
    for (name, value) in [
        ("mode", "payment"),
        ("client_reference_id", number.as_str()),
        ("line_items[0][price_data][currency]", "cny"),
        ("line_items[0][price_data][unit_amount]", "168000"),
        (
            "line_items[0][price_data][product_data][name]",
            "认养一棵橙树 2026",
        ),
        ("payment_intent_data[metadata][payment]", &number),
    ] {
        assert!(fields.contains(&(name.into(), value.into())), "{name}");
    }
    let mut later = now();
    later.now = later.now.plus_seconds(600);
    let again = channel().ask(&Ask::Start(order(Scene::Phone)), later);
    assert_eq!(
        again,
        Ok(Step::Send(request)),
        "a retry is the same order to the byte"
    );
}

#[test]
fn a_refund_is_ordered_once_under_its_own_id() {
    let (request, fields) = sent(&Ask::Refund(refund_order("pi_1")));
    assert_eq!(header(&request, "idempotency-key"), refund().to_string());
    for (name, value) in [
        ("payment_intent", "pi_1"),
        ("amount", "60000"),
        ("reason", "requested_by_customer"),
    ] {
        assert!(fields.contains(&(name.into(), value.into())), "{name}");
    }
    let (request, _) = sent(&Ask::RefundState(refund_order("pi_1")));
    assert_eq!(
        request.url,
        "https://api.stripe.com/v1/refunds?payment_intent=pi_1&limit=100"
    );
    let (request, _) = sent(&Ask::Payment(handle()));
    let expand = "expand%5B%5D=payment_intent.latest_charge.balance_transaction";
    assert_eq!(
        request.url,
        format!("https://api.stripe.com/v1/checkout/sessions/cs_test_a1?{expand}")
    );
    let (request, _) = sent(&Ask::Close(handle()));
    assert_eq!(
        request.url,
        "https://api.stripe.com/v1/checkout/sessions/cs_test_a1/expire"
    );
}

#[test]
fn what_does_not_fit_is_not_asked() {
    let mut other = handle();
    for attempt in [None, Some("../refunds".to_owned()), Some(String::new())] {
        other.attempt = attempt;
        let refused = Err(Error::OrderInvalid { field: "attempt" });
        assert_eq!(channel().ask(&Ask::Payment(other.clone()), now()), refused);
    }
    assert_eq!(
        channel().ask(&Ask::Start(order(Scene::QrCode)), now()),
        Err(Error::NotOffered)
    );
    let mut much = order(Scene::Desktop);
    much.amount = Money::fen(100_000_000);
    let refused = Err(Error::OrderInvalid { field: "amount" });
    assert_eq!(channel().ask(&Ask::Start(much), now()), refused);
}

fn session(payment_status: &str, status: &str) -> Value {
    json!({
        "id": "cs_test_a1", "object": "checkout.session", "status": status,
        "payment_status": payment_status, "client_reference_id": payment().to_string(),
        "amount_total": 168_000, "currency": "cny", "url": "https://checkout.stripe.com/c/1",
        "payment_intent": { "id": "pi_1", "latest_charge": { "id": "ch_1", "created": 1_795_831_500 } },
    })
}

fn captured() -> PaymentReport {
    PaymentReport {
        payment: payment(),
        state: PaymentState::Captured(Capture {
            payment: payment(),
            transaction: "pi_1".into(),
            amount: Money::fen(168_000),
            value_at: at("2026-11-28T02:05:00Z"),
            fee: None,
        }),
    }
}

#[test]
fn a_session_is_shown_and_stands_as_stripe_says() {
    let answered =
        |ask: &Ask, body: &Value| channel().answer(ask, &reply(200, &body.to_string()), now());
    let started = answered(
        &Ask::Start(order(Scene::Desktop)),
        &session("unpaid", "open"),
    );
    let url = "https://checkout.stripe.com/c/1".to_owned();
    let attempt = Some("cs_test_a1".to_owned());
    assert_eq!(
        started,
        Ok(Answer::Present(Presentation::Redirect { url, attempt }))
    );
    let ask = Ask::Payment(handle());
    let report = |state| {
        Ok(Answer::Payment(PaymentReport {
            payment: payment(),
            state,
        }))
    };
    assert_eq!(
        answered(&ask, &session("paid", "complete")),
        Ok(Answer::Payment(captured()))
    );
    assert_eq!(
        answered(&ask, &session("unpaid", "open")),
        report(PaymentState::Waiting)
    );
    assert_eq!(
        answered(&ask, &session("unpaid", "expired")),
        report(PaymentState::Closed)
    );
    let close = Ask::Close(handle());
    assert_eq!(
        answered(&close, &session("unpaid", "expired")),
        Ok(Answer::Closed)
    );
    assert_eq!(
        answered(&close, &session("paid", "complete")),
        Ok(Answer::Payment(captured()))
    );
    let mut other = session("paid", "complete");
    other["client_reference_id"] = json!("pay_other");
    assert!(matches!(answered(&ask, &other), Err(Error::NotOurs { .. })));
    let missing =
        json!({ "error": { "type": "invalid_request_error", "code": "resource_missing" } });
    let said = channel().answer(&ask, &reply(404, &missing.to_string()), now());
    assert_eq!(said, report(PaymentState::Unknown));
    let limited = json!({ "error": { "type": "rate_limit_error" } });
    let said = channel().answer(&ask, &reply(429, &limited.to_string()), now());
    assert_eq!(
        said,
        Err(Error::Refused {
            status: 429,
            code: "rate_limit_error".into()
        })
    );
}

#[test]
fn b22_the_balance_transaction_tells_what_stripe_keeps() {
    let intent = |balance: Value| {
        let charge = json!({ "id": "ch_1", "created": 1, "balance_transaction": balance });
        json!({ "id": "pi_1", "latest_charge": charge }).to_string()
    };
    let ask = Ask::Fee("pi_1".into());
    let (request, _) = sent(&ask);
    let expand = "expand%5B%5D=latest_charge.balance_transaction";
    assert_eq!(
        request.url,
        format!("https://api.stripe.com/v1/payment_intents/pi_1?{expand}")
    );
    let told = |body: &str| channel().answer(&ask, &reply(200, body), now());
    let fee = |fee| {
        let transaction = "pi_1".to_owned();
        Ok(Answer::Fee(FeeReport { transaction, fee }))
    };
    let known = json!({ "id": "txn_1", "fee": 5_902, "currency": "cny" });
    assert_eq!(told(&intent(known.clone())), fee(Some(Money::fen(5_902))));
    assert_eq!(told(&intent(json!("txn_1"))), fee(None));
    assert_eq!(told(&intent(json!(null))), fee(None));
    let euro = json!({ "id": "txn_1", "fee": 712, "currency": "eur" });
    let in_euro = Money::new(712, Currency::EUR);
    assert_eq!(told(&intent(euro.clone())), fee(Some(in_euro)));
    let other = json!({ "id": "pi_2" }).to_string();
    assert!(matches!(told(&other), Err(Error::NotOurs { .. })));
    let wrong = Ask::Fee("../refunds".into());
    let field = "transaction";
    assert_eq!(
        channel().ask(&wrong, now()),
        Err(Error::OrderInvalid { field })
    );

    // A session that is asked about tells it too, in the buyer's own currency only.
    let of_session = |balance: &Value| {
        let mut body = session("paid", "complete");
        body["payment_intent"]["latest_charge"]["balance_transaction"] = balance.clone();
        let body = body.to_string();
        match channel().answer(&Ask::Payment(handle()), &reply(200, &body), now()) {
            Ok(Answer::Payment(PaymentReport {
                state: PaymentState::Captured(capture),
                ..
            })) => capture.fee,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(of_session(&known), Some(Money::fen(5_902)));
    assert_eq!(of_session(&euro), None);
}

fn refunded(status: &str) -> Value {
    json!({
        "id": "re_1", "object": "refund", "amount": 60_000, "currency": "cny", "status": status,
        "payment_intent": "pi_1", "failure_reason": "expired_or_canceled_card",
        "metadata": { "refund": refund().to_string(), "payment": payment().to_string() },
    })
}

#[test]
fn a_refund_stands_as_stripe_says() {
    let listed = |list: Vec<Value>, has_more: bool| {
        let body = json!({ "object": "list", "data": list, "has_more": has_more }).to_string();
        let ask = Ask::RefundState(refund_order("pi_1"));
        match channel().answer(&ask, &reply(200, &body), now()) {
            Ok(Answer::Refund(report)) => Ok(report.state),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error),
        }
    };
    let by_hand = json!({ "id": "re_0", "amount": 1, "currency": "cny", "status": "succeeded", "metadata": {} });
    let settled = RefundState::Settled {
        transaction: "re_1".into(),
        amount: Money::fen(60_000),
        at: None,
    };
    assert_eq!(
        listed(vec![by_hand.clone(), refunded("succeeded")], false),
        Ok(settled.clone())
    );
    assert_eq!(
        listed(vec![refunded("pending")], false),
        Ok(RefundState::Accepted)
    );
    let code = "expired_or_canceled_card".to_owned();
    assert_eq!(
        listed(vec![refunded("failed")], false),
        Ok(RefundState::Failed { code })
    );
    assert_eq!(
        listed(vec![by_hand.clone()], false),
        Ok(RefundState::Unknown)
    );
    assert!(listed(vec![by_hand], true).is_err());
    let ask = Ask::Refund(refund_order("pi_1"));
    let said = channel().answer(&ask, &reply(200, &refunded("succeeded").to_string()), now());
    assert_eq!(
        said,
        Ok(Answer::Refund(RefundReport {
            refund: refund(),
            state: settled
        }))
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = channel().statement(&body);
        let _ = channel().statement(&[REPORT.as_bytes(), &body].concat());
        let said = HttpReply { status: 200, headers: vec![], body };
        prop_assert!(channel().answer(&Ask::Payment(handle()), &said, now()).is_err());
    }

    #[test]
    fn no_event_makes_it_panic(kind in prop::sample::select(vec!["refund.updated", "charge.refunded", "charge.dispute.closed", "checkout.session.completed"]), text in "[a-z_0-9]{0,20}", n in any::<i64>()) {
        let object = json!({ "id": text, "amount": n, "currency": text, "status": text, "amount_refunded": n, "payment_intent": text });
        let _ = heard(kind, &object);
        let _ = heard(kind, &json!(text));
    }
}
