//! Callbacks good and tampered, and certificates as they rotate.

use super::*;

fn envelope(kind: &str, plain: &Value) -> String {
    let sealed = seal_key().seal("twelve bytes", "transaction", &plain.to_string());
    json!({
        "id": "EV-2026112810050001", "create_time": "2026-11-28T10:05:01+08:00",
        "event_type": kind, "resource_type": "encrypt-resource", "summary": "支付成功",
        "resource": {
            "algorithm": "AEAD_AES_256_GCM", "original_type": "transaction",
            "ciphertext": sealed, "nonce": "twelve bytes", "associated_data": "transaction",
        },
    })
    .to_string()
}

pub(super) fn called_back(body: &str) -> Delivery {
    let mut delivery = delivery(&[], body);
    delivery.headers = proof(KEY_ID, now().seconds(), body);
    delivery
}

#[test]
fn the_same_payment_heard_twice_and_asked_for_is_one_fact() {
    let delivery = called_back(&envelope("TRANSACTION.SUCCESS", &paid()));
    let first = channel().heard(&delivery, now()).unwrap();
    assert_eq!(first.id, "EV-2026112810050001");
    assert_eq!(first.fact, Fact::Payment(captured()));
    assert_eq!(channel().heard(&delivery, now()), Ok(first));
    let asked = channel().answer(&Ask::Payment(handle()), &signed(200, &paid()), now());
    assert_eq!(asked, Ok(Answer::Payment(captured())));
}

#[test]
fn a_refund_is_heard() {
    let plain = json!({
        "mchid": "1900000001", "out_trade_no": payment().to_string(),
        "transaction_id": "4200002026112800001", "out_refund_no": refund().to_string(),
        "refund_id": "50300001", "refund_status": "SUCCESS",
        "success_time": "2026-11-28T10:09:00+08:00",
        "amount": { "total": 168_000, "refund": 60_000, "payer_total": 168_000, "payer_refund": 60_000 },
    });
    let heard = channel().heard(&called_back(&envelope("REFUND.SUCCESS", &plain)), now());
    let expected = RefundReport {
        refund: refund(),
        state: RefundState::Settled {
            transaction: "50300001".into(),
            amount: Money::fen(60_000),
            at: Some(at("2026-11-28T02:09:00Z")),
        },
    };
    assert_eq!(heard.unwrap().fact, Fact::Refund(expected));
    let mut others = plain.clone();
    others["mchid"] = json!("1900000002");
    let heard = channel().heard(&called_back(&envelope("REFUND.SUCCESS", &others)), now());
    assert_eq!(heard, Err(Error::NotOurs { field: "mchid" }));
    let other = channel().heard(&called_back(&envelope("PAYSCORE.USER_PAID", &plain)), now());
    assert_eq!(other.unwrap().fact, Fact::Nothing);
}

#[test]
fn a_callback_that_is_forged_old_or_a_probe_is_refused() {
    let body = envelope("TRANSACTION.SUCCESS", &paid());
    let refused = |change: &dyn Fn(&mut Delivery), error: Error| {
        let mut delivery = called_back(&body);
        change(&mut delivery);
        assert_eq!(channel().heard(&delivery, now()), Err(error));
    };
    refused(&|it| it.body.push(b' '), Error::SignatureWrong);
    refused(
        &|it| it.headers[3].1 = "WECHATPAY/SIGNTEST/x".into(),
        Error::SignatureProbe,
    );
    refused(
        &|it| it.headers[2].1 = "other".into(),
        Error::SignatureWrong,
    );
    refused(
        &|it| it.headers[0].1 = "AB".into(),
        Error::KeyUnknown {
            serial: "AB".into(),
        },
    );
    let timestamp = Error::Header {
        name: "wechatpay-timestamp",
    };
    refused(&|it| it.headers[1].1 = "soon".into(), timestamp);
    let twice = Error::Header {
        name: "wechatpay-nonce",
    };
    refused(
        &|it| it.headers.push(("wechatpay-nonce".into(), "nonce".into())),
        twice,
    );
    let large = Error::TooLarge {
        limit_bytes: 256 * 1024,
    };
    refused(&|it| it.body = vec![b' '; 256 * 1024 + 1], large);
    for seconds in [-301, 301] {
        let mut old = called_back(&body);
        old.headers = proof(KEY_ID, now().seconds() + seconds, &body);
        assert_eq!(
            channel().heard(&old, now()),
            Err(Error::Stale { seconds: 301 })
        );
    }
    let sealed_for_others = body.replace("twelve bytes", "another byte");
    let heard = channel().heard(&called_back(&sealed_for_others), now());
    assert_eq!(heard, Err(Error::SealWrong));
}

fn certificates(until: &str) -> HttpReply {
    let sealed = seal_key().seal("twelve bytes", "certificate", THEIRS_CERTIFICATE);
    let body = json!({ "data": [{
        "serial_no": SERIAL, "effective_time": "2026-01-01T00:00:00+08:00", "expire_time": until,
        "encrypt_certificate": {
            "algorithm": "AEAD_AES_256_GCM", "nonce": "twelve bytes",
            "associated_data": "certificate", "ciphertext": sealed,
        },
    }] })
    .to_string();
    let mut said = reply(200, &body);
    said.headers = proof(SERIAL, now().seconds(), &body);
    said
}

#[test]
fn certificates_are_fetched_and_rotate() {
    let mut channel = WeChatPay::new(settings(), PlatformKeys::default());
    let delivery = {
        let body = envelope("TRANSACTION.SUCCESS", &paid());
        let mut delivery = called_back(&body);
        delivery.headers = proof(SERIAL, now().seconds(), &body);
        delivery
    };
    let unknown = Err(Error::KeyUnknown {
        serial: SERIAL.into(),
    });
    assert_eq!(channel.heard(&delivery, now()), unknown);
    let keys = channel
        .certificates(&certificates("2027-01-01T00:00:00+08:00"), now())
        .unwrap();
    channel.replace_keys(keys);
    assert_eq!(
        channel.heard(&delivery, now()).unwrap().fact,
        Fact::Payment(captured())
    );
    let mut later = now();
    later.now = Timestamp::from_millis(1_798_732_800_000).unwrap();
    let unknown = Err(Error::KeyUnknown {
        serial: SERIAL.into(),
    });
    assert_eq!(
        channel.heard(&delivery, later),
        unknown,
        "an expired certificate"
    );
}

#[test]
fn certificates_that_nobody_signed_or_that_have_expired_are_refused() {
    let channel = WeChatPay::new(settings(), PlatformKeys::default());
    let mut unsigned = certificates("2027-01-01T00:00:00+08:00");
    unsigned.headers[3].1 = "AAAA".into();
    assert_eq!(
        channel.certificates(&unsigned, now()),
        Err(Error::SignatureWrong)
    );
    let expired = certificates("2026-11-01T00:00:00+08:00");
    let unknown = Err(Error::KeyUnknown {
        serial: SERIAL.into(),
    });
    assert_eq!(channel.certificates(&expired, now()), unknown);
    assert!(PlatformKey::public_key("KEY", THEIRS_PUBLIC).is_err());
}
