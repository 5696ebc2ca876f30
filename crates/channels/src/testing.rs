//! What unit tests of every channel share: the committed test keys, a moment, an order.

use std::sync::OnceLock;

use kernel::{Money, PaymentId, RefundId, Timestamp};

use crate::{
    Delivery, HttpReply, Moment, Nonce, Order, RefundOrder, Scene, Title,
    keys::{SigningKey, VerifyingKey},
};

pub(crate) const OURS: &str = include_str!("../tests/keys/test-only-ours.pem");
pub(crate) const OURS_PKCS1: &str = include_str!("../tests/keys/test-only-ours.pkcs1.pem");
pub(crate) const OURS_PUBLIC: &str = include_str!("../tests/keys/test-only-ours.pub.pem");
pub(crate) const THEIRS: &str = include_str!("../tests/keys/test-only-theirs.pem");
pub(crate) const THEIRS_PUBLIC: &str = include_str!("../tests/keys/test-only-theirs.pub.pem");
pub(crate) const THEIRS_CERTIFICATE: &str = include_str!("../tests/keys/test-only-theirs.crt.pem");

pub(crate) fn our_key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::read(&OURS.to_owned().into()).unwrap())
}

pub(crate) fn their_key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::read(&THEIRS.to_owned().into()).unwrap())
}

pub(crate) fn our_public() -> VerifyingKey {
    VerifyingKey::read(OURS_PUBLIC).unwrap()
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// 2026-11-28 10:00 in Shanghai.
pub(crate) fn now() -> Moment {
    Moment {
        now: at("2026-11-28T02:00:00Z"),
        nonce: Nonce::from_bytes([7; 16]),
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
        title: Title::parse("认养一棵橙树 2026").unwrap(),
        expires_at: at("2026-11-28T02:30:00Z"),
        return_url: "https://pomona.example/adoptions/1".into(),
        scene,
    }
}

pub(crate) fn refund_order(transaction: &str) -> RefundOrder {
    RefundOrder {
        refund: refund(),
        payment: payment(),
        transaction: transaction.into(),
        amount: Money::fen(60_000),
        captured: Money::fen(168_000),
        reason: Title::parse("树遭霜冻").unwrap(),
    }
}

pub(crate) fn reply(status: u16, body: &str) -> HttpReply {
    HttpReply {
        status,
        headers: vec![],
        body: body.as_bytes().to_vec(),
    }
}

pub(crate) fn delivery(headers: &[(&str, &str)], body: &str) -> Delivery {
    let owned = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Delivery {
        headers: owned.collect(),
        body: body.as_bytes().to_vec(),
    }
}
