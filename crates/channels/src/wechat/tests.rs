//! WeChat Pay: requests as they are signed, replies and callbacks good and tampered, rotation, the bill.

use kernel::{Money, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    Capture, Fact, PaymentReport, PaymentState, Presentation, RefundReport, RefundState, Title,
    testing::{
        OURS, THEIRS_CERTIFICATE, THEIRS_PUBLIC, at, delivery, now, order, our_public, payment,
        refund, refund_order, reply, their_key,
    },
};

mod bill;
mod heard;

use bill::BILL;
use heard::called_back;

const KEY_ID: &str = "PUB_KEY_ID_0116000000000001";
const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";

fn seal_key() -> SealKey {
    SealKey::read(&"0123456789abcdef0123456789abcdef".to_owned().into()).unwrap()
}

fn settings() -> Settings {
    Settings {
        base: "https://api.mch.weixin.qq.com".parse().unwrap(),
        app_id: "wx8888888888888888".into(),
        merchant: "1900000001".into(),
        certificate_serial: "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C".into(),
        key: SigningKey::read(&OURS.to_owned().into()).unwrap(),
        seal: seal_key(),
        notify_url: "https://pomona.example/channels/wechat".into(),
    }
}

fn channel() -> WeChatPay {
    let key = PlatformKey::public_key(KEY_ID, THEIRS_PUBLIC).unwrap();
    WeChatPay::new(settings(), PlatformKeys::new(vec![key]))
}

fn sent(ask: &Ask) -> HttpRequest {
    match channel().ask(ask, now()).unwrap() {
        Step::Send(request) => request,
        Step::Done(answer) => panic!("{answer:?}"),
    }
}

fn handle() -> PaymentHandle {
    PaymentHandle {
        payment: payment(),
        attempt: None,
    }
}

/// The four headers under which the channel says something.
fn proof(serial: &str, seconds: i64, body: &str) -> Vec<(String, String)> {
    let signature = their_key().sign(&format!("{seconds}\nnonce\n{body}\n"));
    let seconds = seconds.to_string();
    [
        ("Wechatpay-Serial", serial),
        ("Wechatpay-Timestamp", seconds.as_str()),
        ("Wechatpay-Nonce", "nonce"),
        ("Wechatpay-Signature", signature.as_str()),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

fn signed(status: u16, body: &Value) -> HttpReply {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let mut signed = reply(status, &body);
    signed.headers = proof(KEY_ID, now().seconds(), &body);
    signed
}

fn paid() -> Value {
    json!({
        "appid": "wx8888888888888888", "mchid": "1900000001", "out_trade_no": payment().to_string(),
        "transaction_id": "4200002026112800001", "trade_state": "SUCCESS",
        "success_time": "2026-11-28T10:05:00+08:00", "bank_type": "CMC",
        "amount": { "total": 168_000, "payer_total": 167_000, "currency": "CNY" },
    })
}

fn captured() -> PaymentReport {
    PaymentReport {
        payment: payment(),
        state: PaymentState::Captured(Capture {
            payment: payment(),
            transaction: "4200002026112800001".into(),
            amount: Money::fen(168_000),
            value_at: at("2026-11-28T02:05:00Z"),
            fee: None,
        }),
    }
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    let found = request.headers.iter().find(|(other, _)| *other == name);
    found.map_or("", |(_, value)| value)
}

/// Checks our signature by the channel's rule, written anew.
fn check_authorization(request: &HttpRequest) {
    let authorization = header(request, "authorization");
    let fields = authorization
        .strip_prefix("WECHATPAY2-SHA256-RSA2048 ")
        .unwrap();
    let field = |name: &str| {
        let start = fields.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
        fields[start..].split('"').next().unwrap()
    };
    let path = request
        .url
        .strip_prefix("https://api.mch.weixin.qq.com")
        .unwrap();
    let body = std::str::from_utf8(&request.body).unwrap();
    let (method, time, nonce) = (
        request.method.as_str(),
        field("timestamp"),
        field("nonce_str"),
    );
    let message = format!("{method}\n{path}\n{time}\n{nonce}\n{body}\n");
    our_public().verify(&message, field("signature")).unwrap();
    assert_eq!((field("mchid"), time), ("1900000001", "1795831200"));
    assert_eq!(nonce, "07".repeat(16));
}

#[test]
fn every_request_is_signed_over_method_path_and_body() {
    let asks = [
        Ask::Start(order(Scene::QrCode)),
        Ask::Payment(handle()),
        Ask::Close(handle()),
        Ask::Refund(refund_order("4200002026112800001")),
        Ask::RefundState(refund_order("4200002026112800001")),
        Ask::Statement("2026-11-27".parse().unwrap()),
    ];
    for ask in asks {
        let request = sent(&ask);
        check_authorization(&request);
        assert_eq!(header(&request, "wechatpay-serial"), KEY_ID);
    }
    check_authorization(&channel().ask_certificates(now()));
}

#[test]
fn an_order_says_who_pays_what_until_when() {
    let scene = Scene::WeChat {
        openid: "o-1".into(),
    };
    let request = sent(&Ask::Start(order(scene)));
    assert_eq!(
        request.url,
        "https://api.mch.weixin.qq.com/v3/pay/transactions/jsapi"
    );
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    let expected = json!({
        "appid": "wx8888888888888888", "mchid": "1900000001", "description": "认养一棵橙树 2026",
        "out_trade_no": payment().to_string(), "time_expire": "2026-11-28T10:30:00+08:00",
        "notify_url": "https://pomona.example/channels/wechat",
        "amount": { "total": 168_000, "currency": "CNY" }, "payer": { "openid": "o-1" },
    });
    assert_eq!(body, expected);
    assert!(body["out_trade_no"].as_str().unwrap().len() <= 32);
}

#[test]
fn a_refund_names_transaction_and_numbers_and_cuts_the_reason() {
    let mut refund_order = refund_order("4200002026112800001");
    refund_order.reason = Title::parse(&"霜".repeat(40)).unwrap();
    let body: Value = serde_json::from_slice(&sent(&Ask::Refund(refund_order)).body).unwrap();
    assert_eq!(body["out_refund_no"], refund().to_string());
    assert_eq!(
        body["amount"],
        json!({ "refund": 60_000, "total": 168_000, "currency": "CNY" })
    );
    assert_eq!(body["reason"], "霜".repeat(26));
}

#[test]
fn what_does_not_fit_is_not_asked() {
    let mut euros = order(Scene::QrCode);
    euros.amount = Money::new(100, kernel::Currency::EUR);
    let refused = Err(Error::OrderInvalid { field: "amount" });
    assert_eq!(channel().ask(&Ask::Start(euros), now()), refused);
    for scene in [Scene::Desktop, Scene::Phone] {
        let asked = channel().ask(&Ask::Start(order(scene)), now());
        assert_eq!(asked, Err(Error::NotOffered));
    }
    let elsewhere = channel().ask_file("https://evil.example/bill", now());
    assert!(matches!(elsewhere, Err(Error::NotOurs { .. })));
}

#[test]
fn a_started_order_is_a_qr_code_or_a_call_of_the_page() {
    let ask = Ask::Start(order(Scene::QrCode));
    let said = signed(200, &json!({ "code_url": "weixin://wxpay/bizpayurl?pr=1" }));
    let shown = channel().answer(&ask, &said, now()).unwrap();
    let text = "weixin://wxpay/bizpayurl?pr=1".to_owned();
    assert_eq!(shown, Answer::Present(Presentation::QrCode { text }));

    let ask = Ask::Start(order(Scene::WeChat {
        openid: "o-1".into(),
    }));
    let said = signed(200, &json!({ "prepay_id": "wx28100000" }));
    let Ok(Answer::Present(Presentation::JsApi(call))) = channel().answer(&ask, &said, now())
    else {
        panic!("a call");
    };
    let (app, time, nonce) = (&call.app_id, &call.time_stamp, &call.nonce_str);
    let message = format!("{app}\n{time}\n{nonce}\nprepay_id=wx28100000\n");
    our_public().verify(&message, &call.pay_sign).unwrap();
    let json = serde_json::to_value(&call).unwrap();
    for name in [
        "appId",
        "timeStamp",
        "nonceStr",
        "package",
        "signType",
        "paySign",
    ] {
        assert!(json[name].is_string(), "{name}");
    }
}

#[test]
fn a_payment_stands_as_the_channel_says() {
    let ask = Ask::Payment(handle());
    let state_of = |trade_state: &str| {
        let mut said = paid();
        said["trade_state"] = json!(trade_state);
        match channel().answer(&ask, &signed(200, &said), now()) {
            Ok(Answer::Payment(report)) => Ok(report.state),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error),
        }
    };
    for trade_state in ["SUCCESS", "REFUND"] {
        assert_eq!(state_of(trade_state), Ok(captured().state));
    }
    for trade_state in ["NOTPAY", "USERPAYING"] {
        assert_eq!(state_of(trade_state), Ok(PaymentState::Waiting));
    }
    for trade_state in ["CLOSED", "REVOKED"] {
        assert_eq!(state_of(trade_state), Ok(PaymentState::Closed));
    }
    let code = "PAYERROR".to_owned();
    assert_eq!(state_of("PAYERROR"), Ok(PaymentState::Failed { code }));
    let form = Err(Error::Form {
        field: "trade_state",
    });
    assert_eq!(state_of("PERHAPS"), form);
}

#[test]
fn what_is_not_there_is_an_answer_only_if_the_channel_signs_it() {
    let ask = Ask::Payment(handle());
    let said = json!({ "code": "ORDER_NOT_EXIST", "message": "订单不存在" });
    let unknown = Answer::Payment(PaymentReport {
        payment: payment(),
        state: PaymentState::Unknown,
    });
    assert_eq!(
        channel().answer(&ask, &signed(404, &said), now()),
        Ok(unknown)
    );
    let refused = Err(Error::Refused {
        status: 404,
        code: "ORDER_NOT_EXIST".into(),
    });
    let unsigned = reply(404, &said.to_string());
    assert_eq!(channel().answer(&ask, &unsigned, now()), refused);
    let close = Ask::Close(handle());
    assert_eq!(
        channel().answer(&close, &signed(204, &Value::Null), now()),
        Ok(Answer::Closed)
    );
    let said = json!({ "code": "ORDER_CLOSED", "message": "" });
    assert_eq!(
        channel().answer(&close, &signed(400, &said), now()),
        Ok(Answer::Closed)
    );
}

#[test]
fn a_refund_stands_as_the_channel_says() {
    let ask = Ask::RefundState(refund_order("4200002026112800001"));
    let said = |status: &str| {
        json!({
            "refund_id": "50300001", "out_refund_no": refund().to_string(), "status": status,
            "success_time": "2026-11-28T10:09:00+08:00",
            "amount": { "refund": 60_000, "total": 168_000, "currency": "CNY" },
        })
    };
    let state_of = |status: &str| match channel().answer(&ask, &signed(200, &said(status)), now()) {
        Ok(Answer::Refund(report)) => Ok(report.state),
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error),
    };
    let settled = RefundState::Settled {
        transaction: "50300001".into(),
        amount: Money::fen(60_000),
        at: Some(at("2026-11-28T02:09:00Z")),
    };
    assert_eq!(state_of("SUCCESS"), Ok(settled));
    assert_eq!(state_of("PROCESSING"), Ok(RefundState::Accepted));
    for code in ["CLOSED", "ABNORMAL"] {
        assert_eq!(
            state_of(code),
            Ok(RefundState::Failed { code: code.into() })
        );
    }
    let missing = json!({ "code": "RESOURCE_NOT_EXISTS" });
    let unknown = Answer::Refund(RefundReport {
        refund: refund(),
        state: RefundState::Unknown,
    });
    assert_eq!(
        channel().answer(&ask, &signed(404, &missing), now()),
        Ok(unknown)
    );
    let mut other = said("SUCCESS");
    other["out_refund_no"] = json!(payment().to_string());
    assert!(matches!(
        channel().answer(&ask, &signed(200, &other), now()),
        Err(Error::NotOurs { .. })
    ));
}

#[test]
fn a_reply_that_was_changed_is_not_believed() {
    let ask = Ask::Payment(handle());
    let good = signed(200, &paid());
    assert_eq!(
        channel().answer(&ask, &good, now()),
        Ok(Answer::Payment(captured()))
    );
    let mut changed = good.clone();
    let place = changed.body.iter().position(|byte| *byte == b'6').unwrap();
    changed.body[place] = b'7';
    assert_eq!(
        channel().answer(&ask, &changed, now()),
        Err(Error::SignatureWrong)
    );
    let mut unsigned = good;
    unsigned.headers.clear();
    let missing = Err(Error::Header {
        name: "wechatpay-serial",
    });
    assert_eq!(channel().answer(&ask, &unsigned, now()), missing);
    let mut other = paid();
    other["mchid"] = json!("1900000002");
    let not_ours = Err(Error::NotOurs { field: "mchid" });
    assert_eq!(
        channel().answer(&ask, &signed(200, &other), now()),
        not_ours
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = channel().statement(&body);
        let bill = [BILL.as_bytes(), &body].concat();
        let _ = channel().statement(&bill);
        let mut signed = delivery(&[], "");
        signed.headers = proof(KEY_ID, now().seconds(), &String::from_utf8_lossy(&body));
        signed.body = body;
        prop_assert!(channel().heard(&signed, now()).is_err());
    }

    #[test]
    fn no_message_makes_it_panic(text in "[{}\":,a-z_0-9]{0,80}") {
        let heard = channel().heard(&called_back(&text), now());
        prop_assert!(heard.is_err());
        let answered = channel().answer(&Ask::Payment(handle()), &signed(200, &json!(text)), now());
        prop_assert!(answered.is_err());
    }
}
