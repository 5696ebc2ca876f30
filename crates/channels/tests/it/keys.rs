//! The committed test keys, and channels made of them.

use channels::{BaseUrl, Moment, Nonce, Order, Scene, Title, alipay, keys, stripe, wechat};
use kernel::{Money, PaymentId, RefundId};

pub(crate) const OURS: &str = include_str!("../keys/test-only-ours.pem");
pub(crate) const OURS_PUBLIC: &str = include_str!("../keys/test-only-ours.pub.pem");
pub(crate) const THEIRS: &str = include_str!("../keys/test-only-theirs.pem");
pub(crate) const THEIRS_PUBLIC: &str = include_str!("../keys/test-only-theirs.pub.pem");
pub(crate) const THEIRS_CERTIFICATE: &str = include_str!("../keys/test-only-theirs.crt.pem");
pub(crate) const SEAL: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const KEY_ID: &str = "PUB_KEY_ID_0116000000000001";
pub(crate) const WEBHOOK_SECRET: &str = "whsec_of_these_tests";

pub(crate) fn our_key() -> keys::SigningKey {
    keys::SigningKey::read(&OURS.to_owned().into()).unwrap()
}

/// The real time: outside judges look at their own clock.
pub(crate) fn now() -> Moment {
    let now = std::time::SystemTime::now();
    let millis = now
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_millis();
    Moment {
        now: kernel::Timestamp::from_millis(i64::try_from(millis).unwrap()).unwrap(),
        nonce: Nonce::from_bytes([0x5a; 16]),
    }
}

pub(crate) fn payment() -> PaymentId {
    PaymentId::from_bytes([1; 16])
}

pub(crate) fn refund() -> RefundId {
    RefundId::from_bytes([2; 16])
}

pub(crate) fn order(scene: Scene) -> Order {
    Order {
        payment: payment(),
        amount: Money::fen(168_000),
        title: Title::parse("认养一棵橙树 & 2026").unwrap(),
        expires_at: now().now.plus_seconds(1800),
        return_url: "https://pomona.example/adoptions/1?x=1&y=2".into(),
        scene,
    }
}

pub(crate) fn refund_order(transaction: &str) -> channels::RefundOrder {
    channels::RefundOrder {
        refund: refund(),
        payment: payment(),
        transaction: transaction.into(),
        amount: Money::fen(60_000),
        captured: Money::fen(168_000),
        reason: Title::parse("树遭霜冻").unwrap(),
    }
}

pub(crate) fn wechat(base: &str) -> wechat::WeChatPay {
    let settings = wechat::Settings {
        base: base.parse().unwrap(),
        app_id: "wx8888888888888888".into(),
        merchant: "1900000001".into(),
        certificate_serial: "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C".into(),
        key: our_key(),
        seal: keys::SealKey::read(&SEAL.to_owned().into()).unwrap(),
        notify_url: "https://pomona.example/channels/wechat".into(),
    };
    let key = wechat::PlatformKey::public_key(KEY_ID, THEIRS_PUBLIC).unwrap();
    wechat::WeChatPay::new(settings, wechat::PlatformKeys::new(vec![key]))
}

pub(crate) fn alipay(gateway: &str) -> alipay::Alipay {
    alipay::Alipay::new(alipay::Settings {
        gateway: gateway.parse().unwrap(),
        app_id: "2026000000000001".into(),
        seller_id: "2088000000000001".into(),
        key: our_key(),
        alipay_key: keys::VerifyingKey::read(THEIRS_PUBLIC).unwrap(),
        notify_url: "https://pomona.example/channels/alipay".into(),
    })
}

pub(crate) fn stripe(base: &str) -> stripe::Stripe {
    let base: BaseUrl = base.parse().unwrap();
    stripe::Stripe::new(stripe::Settings {
        files_base: base.clone(),
        base,
        key: "sk_test_1".to_owned().into(),
        webhook_secrets: vec![keys::SharedSecret::new(&WEBHOOK_SECRET.to_owned().into())],
        live: false,
    })
}
