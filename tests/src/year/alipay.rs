//! Stands for Alipay: the gateway's answers signed over their very bytes, notifications, and the trade bill. What we do
//! with them it must not know.

use std::{collections::BTreeMap, sync::Arc};

use channels::keys::SigningKey;
use serde_json::{Value, json};

use super::{
    keys,
    stand_in::{
        Callback, Clock, Heard, Said, StandIn, Tariff, Till, Trade, encoded, fen, fields, shanghai,
        yuan,
    },
};
use crate::Folder;

const APP: &str = "2026000000000001";
const SELLER: &str = "2088000000000001";
const HEADER: &str =
    "支付宝交易号,商户订单号,业务类型,完成时间,订单金额（元）,退款批次号/请求号,服务费（元）";

/// The channel.
pub(super) struct Alipay {
    pub(super) till: Till,
    key: SigningKey,
}

impl Alipay {
    pub(super) fn start(clock: &Clock) -> (Arc<Self>, StandIn) {
        let channel = Arc::new(Self {
            till: Till::new("22", Tariff::SIX_PER_MILLE, clock),
            key: keys::theirs(),
        });
        let heard = Arc::clone(&channel);
        let server = StandIn::start(move |request| heard.reply(request));
        (channel, server)
    }

    pub(super) fn configure(folder: Folder, server: &StandIn) -> Folder {
        folder
            .set("POMONA_ALIPAY__APP_ID", APP)
            .set("POMONA_ALIPAY__SELLER_ID", SELLER)
            .set("POMONA_ALIPAY__KEY_FILE", keys::OURS)
            .set("POMONA_ALIPAY__ALIPAY_KEY_FILE", keys::THEIRS_PUBLIC)
            .set(
                "POMONA_ALIPAY__GATEWAY",
                &format!("{}/gateway.do", server.base),
            )
    }

    fn reply(&self, heard: &Heard) -> Said {
        let form = fields(&heard.body);
        let content: Value = serde_json::from_str(&form["biz_content"]).expect("JSON");
        let text = |name: &str| content[name].as_str().unwrap_or_default().to_owned();
        let method = form["method"].clone();
        let unknown = json!({
            "code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST"
        });
        let answer = match method.as_str() {
            "alipay.trade.query" => self.till.find(&text("out_trade_no")).map(|one| told(&one)),
            "alipay.trade.close" => self.till.find(&text("out_trade_no")).map(|one| {
                self.till.change(&one.payment, |trade| trade.closed = true);
                good(&[("out_trade_no", &one.payment)])
            }),
            "alipay.trade.refund" => {
                let sum = fen(&text("refund_amount"));
                let refund = text("out_request_no");
                let taken = self.till.refund(&text("trade_no"), &refund, sum);
                taken.map(|_| good(&[("trade_no", &text("trade_no"))]))
            }
            "alipay.trade.fastpay.refund.query" => Some(self.refund(&text("out_request_no"))),
            _ => None,
        };
        let content = answer.unwrap_or(unknown).to_string();
        let (name, signature) = (method.replace('.', "_"), self.key.sign(&content));
        let body = format!("{{\"{name}_response\":{content},\"sign\":\"{signature}\"}}");
        Said::plain(200, &body)
    }

    fn refund(&self, refund: &str) -> Value {
        match self.till.back(refund) {
            None => good(&[]),
            Some((trade, back)) => good(&[
                ("trade_no", &trade.transaction),
                ("out_trade_no", &trade.payment),
                ("out_request_no", refund),
                ("refund_status", "REFUND_SUCCESS"),
                ("refund_amount", &yuan(back.fen)),
                ("gmt_refund_pay", &shanghai(back.at)),
            ]),
        }
    }

    /// The buyer goes to the page they were led to, and pays what it asks for; what the channel then tells.
    pub(super) fn pay(&self, redirect: &str) -> Callback {
        let (_, query) = redirect.split_once('?').expect("a query");
        let content: Value = serde_json::from_str(&fields(query)["biz_content"]).expect("JSON");
        let text = |name: &str| content[name].as_str().expect("a text").to_owned();
        let payment = text("out_trade_no");
        self.till.open(&payment, fen(&text("total_amount")));
        let trade = self.till.pay(&payment);
        let (now, sum) = (shanghai(self.till.clock.now()), yuan(trade.fen));
        let mut form: BTreeMap<&str, String> = [
            ("app_id", APP),
            ("seller_id", SELLER),
            ("notify_id", &format!("N{}", trade.transaction)),
            ("notify_time", &now),
            ("gmt_payment", &now),
            ("out_trade_no", &trade.payment),
            ("trade_no", &trade.transaction),
            ("trade_status", "TRADE_SUCCESS"),
            ("total_amount", &sum),
        ]
        .map(|(name, value)| (name, value.to_owned()))
        .into();
        let message: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        form.insert("sign", self.key.sign(&message.join("&")));
        form.insert("sign_type", "RSA2".to_owned());
        let kind = "application/x-www-form-urlencoded; charset=utf-8";
        Callback {
            channel: "alipay",
            headers: vec![("content-type", kind.to_owned())],
            body: encoded(form.iter().map(|(name, value)| (*name, value.as_str()))),
        }
    }

    /// The trade bill of a day.
    pub(super) fn bill(&self, day: &str) -> String {
        let (paid, backs) = self.till.of_day(day);
        let mut file = format!("#支付宝业务明细查询\n{HEADER}\n");
        for trade in &paid {
            let at = shanghai(trade.paid_at.expect("paid"));
            let (id, number, sum) = (&trade.transaction, &trade.payment, yuan(trade.fen));
            let fee = yuan(self.till.fee(trade));
            file.push_str(&format!("{id}\t,{number}\t,交易,{at},{sum},,-{fee}\n"));
        }
        for (trade, back) in &backs {
            let (id, number, at) = (&trade.transaction, &trade.payment, shanghai(back.at));
            let (sum, refund) = (yuan(back.fen), &back.refund);
            let fee = yuan(self.till.fee_back(trade, back));
            file.push_str(&format!(
                "{id}\t,{number}\t,退款,{at},-{sum},{refund},{fee}\n"
            ));
        }
        file
    }
}

/// An answer that says all is well, and these things.
fn good(said: &[(&str, &str)]) -> Value {
    let mut answer = json!({ "code": "10000", "msg": "Success" });
    for (name, value) in said {
        answer[*name] = json!(value);
    }
    answer
}

fn told(trade: &Trade) -> Value {
    let state = match (trade.paid_at, trade.closed) {
        (Some(_), _) => "TRADE_SUCCESS",
        (None, true) => "TRADE_CLOSED",
        (None, false) => "WAIT_BUYER_PAY",
    };
    let mut told = good(&[
        ("out_trade_no", &trade.payment),
        ("trade_no", &trade.transaction),
        ("trade_status", state),
        ("total_amount", &yuan(trade.fen)),
    ]);
    if let Some(at) = trade.paid_at {
        told["send_pay_date"] = json!(shanghai(at));
    }
    told
}
