//! Stands for WeChat Pay: orders, questions, refunds and bills, signed with the test key; callbacks that are signed and
//! sealed. Forms as the channel documents them; what we do with them it must not know.

use std::sync::Arc;

use channels::keys::SigningKey;
use data_encoding::{BASE64, HEXLOWER};
use ring::{aead, digest};
use serde_json::{Value, json};

use super::{
    keys::{self, KEY_ID, SEAL},
    stand_in::{
        Callback, Clock, Heard, Said, StandIn, Tariff, Till, Trade, fields, shanghai, yuan,
    },
};
use crate::Folder;

const APP: &str = "wx8888888888888888";
const MERCHANT: &str = "1900000001";
const HEADER: &str = "交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,货币种类,订单金额,微信退款单号,商户退款单号,申请退款金额,退款状态,手续费";

/// The channel.
pub(super) struct WechatPay {
    pub(super) till: Till,
    key: SigningKey,
}

impl WechatPay {
    pub(super) fn start(clock: &Clock) -> (Arc<Self>, StandIn) {
        let channel = Arc::new(Self {
            till: Till::new("42", Tariff::SIX_PER_MILLE, clock),
            key: keys::theirs(),
        });
        let heard = Arc::clone(&channel);
        let server = StandIn::start(move |request| heard.reply(request));
        (channel, server)
    }

    pub(super) fn configure(folder: Folder, server: &StandIn) -> Folder {
        folder
            .set("POMONA_WECHAT_PAY__APP_ID", APP)
            .set("POMONA_WECHAT_PAY__MERCHANT", MERCHANT)
            .set("POMONA_WECHAT_PAY__CERTIFICATE_SERIAL", "1DDE55AD98ED71D6")
            .set("POMONA_WECHAT_PAY__KEY_FILE", keys::OURS)
            .set("POMONA_WECHAT_PAY__SEAL_KEY", SEAL)
            .set("POMONA_WECHAT_PAY__PUBLIC_KEY_ID", KEY_ID)
            .set("POMONA_WECHAT_PAY__PUBLIC_KEY_FILE", keys::THEIRS_PUBLIC)
            .set("POMONA_WECHAT_PAY__BASE", &server.base)
    }

    fn signed(&self, status: u16, body: String) -> Said {
        let headers = self.signature(&body);
        Said {
            status,
            headers,
            body,
        }
    }

    fn signature(&self, body: &str) -> Vec<(&'static str, String)> {
        let timestamp = self.till.clock.seconds().to_string();
        let signature = self.key.sign(&format!("{timestamp}\nn0nce\n{body}\n"));
        vec![
            ("wechatpay-serial", KEY_ID.to_owned()),
            ("wechatpay-timestamp", timestamp),
            ("wechatpay-nonce", "n0nce".to_owned()),
            ("wechatpay-signature", signature),
        ]
    }

    fn reply(&self, heard: &Heard) -> Said {
        let good = |body: Value| self.signed(200, body.to_string());
        let no = |status, code: &str| self.signed(status, json!({ "code": code }).to_string());
        let last = heard.path.rsplit('/').next().unwrap_or_default();
        let body: Value = serde_json::from_str(&heard.body).unwrap_or_default();
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        if last == "native" {
            let sum = body.pointer("/amount/total").and_then(Value::as_i64);
            self.till.open(&text("out_trade_no"), sum.expect("a total"));
            return good(json!({ "code_url": "weixin://wxpay/bizpayurl?pr=season" }));
        }
        if let Some(rest) = heard
            .path
            .strip_prefix("/v3/pay/transactions/out-trade-no/")
        {
            return self.about_trade(rest);
        }
        if heard.path == "/v3/refund/domestic/refunds" {
            let sum = body.pointer("/amount/refund").and_then(Value::as_i64);
            let (transaction, refund) = (text("transaction_id"), text("out_refund_no"));
            let taken = self
                .till
                .refund(&transaction, &refund, sum.expect("an amount"));
            return match taken {
                Some(_) => good(self.refund(&refund, "PROCESSING")),
                None => no(403, "NOT_ENOUGH"),
            };
        }
        if heard.path.starts_with("/v3/refund/domestic/refunds/") {
            return match self.till.back(last) {
                Some(_) => good(self.refund(last, "SUCCESS")),
                None => no(404, "RESOURCE_NOT_EXISTS"),
            };
        }
        if heard.path == "/v3/bill/tradebill" {
            let day = fields(&heard.query)["bill_date"].clone();
            let file = self.bill(&day);
            let sha1 = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, file.as_bytes());
            return good(json!({
                "hash_type": "SHA1", "hash_value": HEXLOWER.encode(sha1.as_ref()),
                "download_url": format!("{}/bill/{day}", heard.base),
            }));
        }
        if heard.path.starts_with("/bill/") {
            return Said::plain(200, &self.bill(last));
        }
        no(404, "NOT_FOUND")
    }

    fn about_trade(&self, rest: &str) -> Said {
        let payment = rest.trim_end_matches("/close");
        let Some(trade) = self.till.find(payment) else {
            let body = json!({ "code": "ORDER_NOT_EXIST" }).to_string();
            return self.signed(404, body);
        };
        if !rest.ends_with("/close") {
            return self.signed(200, told(&trade).to_string());
        }
        if trade.paid_at.is_some() {
            return self.signed(400, json!({ "code": "ORDERPAID" }).to_string());
        }
        self.till.change(payment, |trade| trade.closed = true);
        self.signed(204, String::new())
    }

    fn refund(&self, refund: &str, status: &str) -> Value {
        let (_, back) = self.till.back(refund).expect("it was taken");
        json!({
            "mchid": MERCHANT, "out_refund_no": refund, "refund_id": back.transaction,
            "status": status, "success_time": back.at.to_string(),
            "amount": { "refund": back.fen, "currency": "CNY" }
        })
    }

    /// The bill of a day.
    pub(super) fn bill(&self, day: &str) -> String {
        let (paid, backs) = self.till.of_day(day);
        let mut file = format!("{HEADER}\n");
        for trade in &paid {
            let at = shanghai(trade.paid_at.expect("paid"));
            file.push_str(&format!(
                "`{at},`{APP},`{MERCHANT},`{},`{},`SUCCESS,`CNY,`{},`0,`0,`0.00,`,`{}000\n",
                trade.transaction,
                trade.payment,
                yuan(trade.fen),
                yuan(self.till.fee(trade))
            ));
        }
        for (trade, back) in &backs {
            file.push_str(&format!(
                "`{},`{APP},`{MERCHANT},`{},`{},`REFUND,`CNY,`0.00,`{},`{},`{},`SUCCESS,`-{}000\n",
                shanghai(back.at),
                trade.transaction,
                trade.payment,
                back.transaction,
                back.refund,
                yuan(back.fen),
                yuan(self.till.fee_back(trade, back))
            ));
        }
        file
    }

    /// The buyer pays; what the channel then tells.
    pub(super) fn pay(&self, payment: &str) -> Callback {
        let plain = told(&self.till.pay(payment));
        let key = aead::UnboundKey::new(&aead::AES_256_GCM, SEAL.as_bytes()).expect("32 bytes");
        let mut sealed = plain.to_string().into_bytes();
        aead::LessSafeKey::new(key)
            .seal_in_place_append_tag(
                aead::Nonce::try_assume_unique_for_key(b"nonce-of-12b").expect("12 bytes"),
                aead::Aad::from("transaction"),
                &mut sealed,
            )
            .expect("it is sealed");
        let body = json!({
            "id": format!("EV-{payment}"), "event_type": "TRANSACTION.SUCCESS",
            "resource_type": "encrypt-resource",
            "resource": {
                "algorithm": "AEAD_AES_256_GCM", "nonce": "nonce-of-12b",
                "associated_data": "transaction", "ciphertext": BASE64.encode(&sealed),
            }
        })
        .to_string();
        Callback {
            channel: "wechat-pay",
            headers: self.signature(&body),
            body,
        }
    }
}

/// A trade as replies and callbacks tell it.
fn told(trade: &Trade) -> Value {
    let mut told = json!({
        "appid": APP, "mchid": MERCHANT, "out_trade_no": trade.payment,
        "trade_state": if trade.closed { "CLOSED" } else { "NOTPAY" },
    });
    if let Some(at) = trade.paid_at {
        told["trade_state"] = json!("SUCCESS");
        told["transaction_id"] = json!(trade.transaction);
        told["success_time"] = json!(at.to_string());
        told["amount"] = json!({ "total": trade.fen, "currency": "CNY" });
    }
    told
}
