//! Alipay: what is signed and how, replies and notifications good and tampered, the bill.

use kernel::Money;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    Capture, Fact, LineKind, PaymentHandle, PaymentReport, PaymentState, RefundReport, RefundState,
    RowProblem,
    testing::{
        OURS, THEIRS_PUBLIC, at, delivery, now, order, our_public, payment, refund, refund_order,
        reply, their_key,
    },
};

mod heard;

use heard::BILL;

const TRADE: &str = "2026112822001400001";

fn channel() -> Alipay {
    Alipay::new(Settings {
        gateway: "https://openapi.alipay.com/gateway.do".parse().unwrap(),
        app_id: "2026000000000001".into(),
        seller_id: "2088000000000001".into(),
        key: SigningKey::read(&OURS.to_owned().into()).unwrap(),
        alipay_key: VerifyingKey::read(THEIRS_PUBLIC).unwrap(),
        notify_url: "https://pomona.example/channels/alipay".into(),
    })
}

fn handle() -> PaymentHandle {
    PaymentHandle {
        payment: payment(),
        attempt: None,
    }
}

/// The fields of a call, its signature checked by the channel's rule, written anew.
fn checked(form_text: &str) -> std::collections::BTreeMap<String, String> {
    let mut fields: std::collections::BTreeMap<_, _> =
        form::decode(form_text).unwrap().into_iter().collect();
    let signature = fields.remove("sign").unwrap();
    let pairs: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    our_public().verify(&pairs.join("&"), &signature).unwrap();
    assert_eq!(fields["sign_type"], "RSA2");
    assert_eq!(fields["timestamp"], "2026-11-28 10:00:00");
    fields
}

fn called(ask: &Ask) -> (String, Value) {
    let Step::Send(request) = channel().ask(ask, now()).unwrap() else {
        panic!("a call");
    };
    assert_eq!(request.url, "https://openapi.alipay.com/gateway.do");
    let fields = checked(std::str::from_utf8(&request.body).unwrap());
    let content = serde_json::from_str(&fields["biz_content"]).unwrap();
    (fields["method"].clone(), content)
}

#[test]
fn a_page_is_a_signed_address() {
    for (scene, method, product) in [
        (
            Scene::Desktop,
            "alipay.trade.page.pay",
            "FAST_INSTANT_TRADE_PAY",
        ),
        (Scene::Phone, "alipay.trade.wap.pay", "QUICK_WAP_WAY"),
    ] {
        let mut order = order(scene);
        order.title = crate::Title::parse("橙树/2026 a=b&c").unwrap();
        let Ok(Step::Done(Answer::Present(Presentation::Redirect { url, attempt: None }))) =
            channel().ask(&Ask::Start(order), now())
        else {
            panic!("an address");
        };
        let query = url
            .strip_prefix("https://openapi.alipay.com/gateway.do?")
            .unwrap();
        let fields = checked(query);
        assert_eq!(fields["method"], method);
        assert_eq!(fields["return_url"], "https://pomona.example/adoptions/1");
        let content: Value = serde_json::from_str(&fields["biz_content"]).unwrap();
        let expected = json!({
            "out_trade_no": payment().to_string(), "product_code": product,
            "subject": "橙树 2026 a b c", "time_expire": "2026-11-28 10:30:00",
            "total_amount": "1680.00",
        });
        assert_eq!(content, expected);
    }
}

#[test]
fn every_call_is_signed_and_names_our_numbers() {
    let number = payment().to_string();
    let refunded = refund_order(TRADE);
    let day = "2026-11-27".parse().unwrap();
    for (ask, method, field, value) in [
        (
            Ask::Start(order(Scene::QrCode)),
            "alipay.trade.precreate",
            "total_amount",
            "1680.00",
        ),
        (
            Ask::Payment(handle()),
            "alipay.trade.query",
            "out_trade_no",
            number.as_str(),
        ),
        (
            Ask::Close(handle()),
            "alipay.trade.close",
            "out_trade_no",
            &number,
        ),
        (
            Ask::Refund(refunded.clone()),
            "alipay.trade.refund",
            "refund_amount",
            "600.00",
        ),
        (
            Ask::Refund(refunded.clone()),
            "alipay.trade.refund",
            "out_request_no",
            &refund().to_string(),
        ),
        (
            Ask::RefundState(refunded),
            "alipay.trade.fastpay.refund.query",
            "trade_no",
            TRADE,
        ),
        (
            Ask::Statement(day),
            "alipay.data.dataservice.bill.downloadurl.query",
            "bill_date",
            "2026-11-27",
        ),
    ] {
        let (called, content) = called(&ask);
        assert_eq!(
            (called.as_str(), content[field].as_str()),
            (method, Some(value))
        );
    }
    let inside = Ask::Start(order(Scene::WeChat { openid: "o".into() }));
    assert_eq!(channel().ask(&inside, now()), Err(Error::NotOffered));
    let mut nothing = order(Scene::Desktop);
    nothing.amount = Money::fen(0);
    let refused = Err(Error::OrderInvalid { field: "amount" });
    assert_eq!(channel().ask(&Ask::Start(nothing), now()), refused);
}

/// A reply as the gateway writes it: signed over the very bytes of its one object.
fn signed(name: &str, content: &str) -> HttpReply {
    let signature = their_key().sign(content);
    reply(
        200,
        &format!(r#"{{"{name}":{content},"sign":"{signature}"}}"#),
    )
}

fn query(content: &Value) -> HttpReply {
    signed("alipay_trade_query_response", &content.to_string())
}

fn paid() -> Value {
    json!({
        "code": "10000", "msg": "Success", "out_trade_no": payment().to_string(),
        "trade_no": TRADE, "trade_status": "TRADE_SUCCESS", "total_amount": "1680.00",
        "send_pay_date": "2026-11-28 10:05:00",
    })
}

fn captured() -> PaymentReport {
    PaymentReport {
        payment: payment(),
        state: PaymentState::Captured(Capture {
            payment: payment(),
            transaction: TRADE.into(),
            amount: Money::fen(168_000),
            value_at: at("2026-11-28T02:05:00Z"),
            fee: None,
        }),
    }
}

#[test]
fn a_payment_stands_as_the_channel_says() {
    let ask = Ask::Payment(handle());
    let state_of = |status: &str, paid_at: bool| {
        let mut said = paid();
        said["trade_status"] = json!(status);
        if !paid_at {
            said["send_pay_date"] = Value::Null;
        }
        match channel().answer(&ask, &query(&said), now()) {
            Ok(Answer::Payment(report)) => Ok(report.state),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error),
        }
    };
    for status in ["TRADE_SUCCESS", "TRADE_FINISHED", "TRADE_CLOSED"] {
        assert_eq!(state_of(status, true), Ok(captured().state));
    }
    assert_eq!(state_of("TRADE_CLOSED", false), Ok(PaymentState::Closed));
    assert_eq!(state_of("WAIT_BUYER_PAY", false), Ok(PaymentState::Waiting));
    assert!(state_of("TRADE_SUCCESS", false).is_err());
    assert!(state_of("PERHAPS", true).is_err());
    let missing =
        json!({ "code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST" });
    let unknown = Answer::Payment(PaymentReport {
        payment: payment(),
        state: PaymentState::Unknown,
    });
    assert_eq!(
        channel().answer(&ask, &query(&missing), now()),
        Ok(unknown.clone())
    );
    let close = signed("alipay_trade_close_response", &missing.to_string());
    assert_eq!(
        channel().answer(&Ask::Close(handle()), &close, now()),
        Ok(unknown)
    );
}

#[test]
fn the_signature_is_over_the_very_bytes() {
    let ask = Ask::Payment(handle());
    let spaced = format!(" {} ", paid())
        .replace("\":", "\" : ")
        .replace("Success\"", "\\u0053uccess\\/\"");
    let spaced = signed("alipay_trade_query_response", spaced.trim());
    assert_eq!(
        channel().answer(&ask, &spaced, now()),
        Ok(Answer::Payment(captured()))
    );
    let mut changed = query(&paid());
    let place = String::from_utf8_lossy(&changed.body).find("1680").unwrap();
    changed.body[place] = b'9';
    assert_eq!(
        channel().answer(&ask, &changed, now()),
        Err(Error::SignatureWrong)
    );
    let unsigned = reply(
        200,
        &json!({ "alipay_trade_query_response": paid() }).to_string(),
    );
    assert_eq!(
        channel().answer(&ask, &unsigned, now()),
        Err(Error::SignatureWrong)
    );
    let mut other = paid();
    other["out_trade_no"] = json!("pay_x");
    assert!(matches!(
        channel().answer(&ask, &query(&other), now()),
        Err(Error::NotOurs { .. })
    ));
    let stranger =
        json!({ "error_response": { "code": "40002", "sub_code": "isv.invalid-app-id" } });
    let refused = Err(Error::Refused {
        status: 200,
        code: "isv.invalid-app-id".into(),
    });
    assert_eq!(
        channel().answer(&ask, &reply(200, &stranger.to_string()), now()),
        refused
    );
}

#[test]
fn a_refund_is_accepted_first_and_settled_when_asked_after() {
    let ask = Ask::Refund(refund_order(TRADE));
    let content =
        json!({ "code": "10000", "trade_no": TRADE, "fund_change": "Y", "refund_fee": "900.00" });
    let said = signed("alipay_trade_refund_response", &content.to_string());
    let report = |state| {
        Ok(Answer::Refund(RefundReport {
            refund: refund(),
            state,
        }))
    };
    assert_eq!(
        channel().answer(&ask, &said, now()),
        report(RefundState::Accepted)
    );

    let ask = Ask::RefundState(refund_order(TRADE));
    let answered = |content: Value| {
        let name = "alipay_trade_fastpay_refund_query_response";
        channel().answer(&ask, &signed(name, &content.to_string()), now())
    };
    assert_eq!(
        answered(json!({ "code": "10000" })),
        report(RefundState::Unknown)
    );
    let settled = json!({
        "code": "10000", "trade_no": TRADE, "out_request_no": refund().to_string(),
        "refund_status": "REFUND_SUCCESS", "refund_amount": "600.00",
        "gmt_refund_pay": "2026-11-28 10:09:00",
    });
    let expected = RefundState::Settled {
        transaction: format!("{TRADE}.{}", refund()),
        amount: Money::fen(60_000),
        at: Some(at("2026-11-28T02:09:00Z")),
    };
    assert_eq!(answered(settled.clone()), report(expected));
    let mut other = settled;
    other["out_request_no"] = json!("rfd_other");
    assert!(matches!(answered(other), Err(Error::NotOurs { .. })));
}

#[test]
fn a_qr_code_and_a_bill_are_where_the_channel_says() {
    let ask = Ask::Start(order(Scene::QrCode));
    let content = json!({ "code": "10000", "out_trade_no": payment().to_string(), "qr_code": "https://qr.alipay.com/b1" });
    let said = signed("alipay_trade_precreate_response", &content.to_string());
    let text = "https://qr.alipay.com/b1".to_owned();
    let shown = Ok(Answer::Present(Presentation::QrCode { text }));
    assert_eq!(channel().answer(&ask, &said, now()), shown);
    let ask = Ask::Statement("2026-11-27".parse().unwrap());
    let content =
        r#"{"code":"10000","bill_download_url":"http:\/\/dwbillcenter.alipay.com\/x.zip"}"#;
    let said = signed(
        "alipay_data_dataservice_bill_downloadurl_query_response",
        content,
    );
    let url = "http://dwbillcenter.alipay.com/x.zip".to_owned();
    assert_eq!(
        channel().answer(&ask, &said, now()),
        Ok(Answer::StatementAt { url, sha1: None })
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = channel().statement(&body);
        let _ = channel().statement(&[BILL, &body].concat());
        let heard = channel().heard(&Delivery { headers: vec![], body: body.clone() }, now());
        prop_assert!(heard.is_err());
        let said = HttpReply { status: 200, headers: vec![], body };
        prop_assert!(channel().answer(&Ask::Payment(handle()), &said, now()).is_err());
    }

    #[test]
    fn no_message_makes_it_panic(text in "[{}\":,a-z_0-9]{0,80}") {
        let said = signed("alipay_trade_query_response", &text);
        prop_assert!(channel().answer(&Ask::Payment(handle()), &said, now()).is_err());
    }
}
