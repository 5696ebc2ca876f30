//! What WeChat Pay tells unasked: signed on the outside, sealed on the inside. It must not know what follows from it.

use serde::Deserialize;

use super::{
    PlatformKeys, Settings,
    reply::{Refund, Transaction, read},
    signature::Proof,
};
use crate::{Delivery, Error, Fact, Moment, Notice, http, text};

/// The only way the channel seals.
pub(super) const ALGORITHM: &str = "AEAD_AES_256_GCM";

#[derive(Deserialize)]
struct Envelope {
    id: String,
    event_type: String,
    resource: Resource,
}

#[derive(Deserialize)]
struct Resource {
    algorithm: String,
    nonce: String,
    #[serde(default)]
    associated_data: String,
    ciphertext: String,
}

pub(super) fn heard(
    settings: &Settings,
    keys: &PlatformKeys,
    delivery: &Delivery,
    moment: Moment,
) -> Result<Notice, Error> {
    let body = http::text(&delivery.body)?;
    Proof::of(|name| delivery.header(name))?.check(body, keys, moment)?;
    let envelope: Envelope = read(body)?;
    if !text::is_id(&envelope.id) {
        return Err(Error::Form { field: "id" });
    }
    let sealed = &envelope.resource;
    if sealed.algorithm != ALGORITHM {
        return Err(Error::Form { field: "algorithm" });
    }
    let plain = settings
        .seal
        .open(&sealed.nonce, &sealed.associated_data, &sealed.ciphertext)?;
    let fact = match envelope.event_type.as_str() {
        "TRANSACTION.SUCCESS" => Fact::Payment(read::<Transaction>(&plain)?.report(settings)?),
        "REFUND.SUCCESS" | "REFUND.ABNORMAL" | "REFUND.CLOSED" => refunded(settings, &plain)?,
        _ => Fact::Nothing,
    };
    let id = envelope.id;
    Ok(Notice { id, fact })
}

fn refunded(settings: &Settings, plain: &str) -> Result<Fact, Error> {
    let refund: Refund = read(plain)?;
    if refund.mchid.as_ref() != Some(&settings.merchant) {
        return Err(Error::NotOurs { field: "mchid" });
    }
    Ok(Fact::Refund(refund.report()?))
}
