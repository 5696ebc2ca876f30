//! Stands for Stripe: Checkout sessions, refunds, webhooks, and the report of balance changes. What we do with them it
//! must not know.

use std::sync::Arc;

use channels::keys::SharedSecret;
use serde_json::{Value, json};

use super::{
    keys::STRIPE_SECRET,
    stand_in::{Back, Callback, Clock, Heard, Said, StandIn, Tariff, Till, Trade, fields, yuan},
};
use crate::Folder;

const HEADER: &str = "created_utc,currency,gross,fee,reporting_category,source_id,payment_intent_id,payment_metadata[payment],refund_metadata[refund]";

/// A tariff for cards of elsewhere; what was kept stays kept.
const TARIFF: Tariff = Tariff {
    permyriad: 340,
    fixed_fen: 235,
    gives_back: false,
};

/// The channel.
pub(super) struct Stripe {
    pub(super) till: Till,
    secret: SharedSecret,
}

impl Stripe {
    pub(super) fn start(clock: &Clock) -> (Arc<Self>, StandIn) {
        let channel = Arc::new(Self {
            till: Till::new("pi_", TARIFF, clock),
            secret: SharedSecret::new(&STRIPE_SECRET.to_owned().into()),
        });
        let heard = Arc::clone(&channel);
        let server = StandIn::start(move |request| heard.reply(request));
        (channel, server)
    }

    pub(super) fn configure(folder: Folder, server: &StandIn) -> Folder {
        folder
            .set("POMONA_STRIPE__ON", "true")
            .set("POMONA_STRIPE__KEY", "sk_test_of_the_season")
            .set("POMONA_STRIPE__WEBHOOK_SECRET", STRIPE_SECRET)
            .set("POMONA_STRIPE__BASE", &server.base)
    }

    fn reply(&self, heard: &Heard) -> Said {
        let missing = json!({ "error": { "code": "resource_missing" } });
        let form = fields(&heard.body);
        match (heard.method.as_str(), heard.path.as_str()) {
            ("POST", "/v1/checkout/sessions") => {
                let sum = form["line_items[0][price_data][unit_amount]"].parse();
                let trade = self
                    .till
                    .open(&form["client_reference_id"], sum.expect("fen"));
                Said::plain(200, &session(&trade))
            }
            ("POST", "/v1/refunds") => {
                let sum = form["amount"].parse().expect("fen");
                let refund = &form["metadata[refund]"];
                match self.till.refund(&form["payment_intent"], refund, sum) {
                    Some(back) => Said::plain(200, &refunded(&back)),
                    None => Said::plain(400, &json!({ "error": { "code": "charge_disputed" } })),
                }
            }
            ("GET", "/v1/refunds") => {
                let intent = &fields(&heard.query)["payment_intent"];
                let data: Vec<Value> = self.till.refunds_of(intent).iter().map(refunded).collect();
                Said::plain(200, &json!({ "data": data, "has_more": false }))
            }
            ("GET", path) if path.starts_with("/v1/payment_intents/") => {
                let intent = path.trim_start_matches("/v1/payment_intents/");
                match self.till.by_transaction(intent) {
                    Some(trade) => Said::plain(200, &self.intent(&trade)),
                    None => Said::plain(404, &missing),
                }
            }
            (_, path) => match path.strip_prefix("/v1/checkout/sessions/cs_") {
                Some(rest) => self.about_session(rest),
                None => Said::plain(404, &missing),
            },
        }
    }

    /// The payment intent of a trade that was paid, in full.
    fn intent(&self, trade: &Trade) -> Value {
        let at = trade.paid_at.expect("it was paid");
        json!({
            "id": trade.transaction,
            "latest_charge": {
                "created": at.millis().div_euclid(1_000),
                "balance_transaction": { "fee": self.till.fee(trade), "currency": "cny" },
            }
        })
    }

    fn about_session(&self, rest: &str) -> Said {
        let payment = rest.trim_end_matches("/expire");
        let Some(trade) = self.till.find(payment) else {
            return Said::plain(404, &json!({ "error": { "code": "resource_missing" } }));
        };
        if rest.ends_with("/expire") && trade.paid_at.is_none() {
            let trade = self.till.change(payment, |trade| trade.closed = true);
            return Said::plain(200, &session(&trade));
        }
        Said::plain(200, &session(&trade))
    }

    fn event(&self, id: &str, kind: &str, object: &Value) -> Callback {
        let now = self.till.clock.seconds();
        let body = json!({
            "id": id, "type": kind, "created": now, "livemode": false,
            "data": { "object": object }
        })
        .to_string();
        let code = self.secret.sign(format!("{now}.{body}").as_bytes());
        Callback {
            channel: "stripe",
            headers: vec![("stripe-signature", format!("t={now},v1={code}"))],
            body,
        }
    }

    /// The buyer pays; what the channel then tells.
    pub(super) fn pay(&self, payment: &str) -> Callback {
        let trade = self.till.pay(payment);
        let id = format!("evt_paid_{}", trade.transaction);
        self.event(&id, "checkout.session.completed", &session(&trade))
    }

    /// The buyer's bank disputes a payment.
    pub(super) fn dispute(&self, payment: &str) -> Callback {
        self.disputed(payment, "created", "needs_response")
    }

    /// The dispute ends; if it is lost the money is gone.
    pub(super) fn end_dispute(&self, payment: &str, won: bool) -> Callback {
        if !won {
            self.till
                .change(payment, |trade| trade.lost_fen = trade.fen);
        }
        self.disputed(payment, "closed", if won { "won" } else { "lost" })
    }

    fn disputed(&self, payment: &str, kind: &str, status: &str) -> Callback {
        let trade = self.till.find(payment).expect("it was paid");
        let object = json!({
            "id": format!("dp_{}", trade.transaction), "payment_intent": trade.transaction,
            "amount": trade.fen, "currency": "cny", "reason": "product_not_received",
            "status": status,
            "evidence_details": { "due_by": self.till.clock.seconds() + 7 * 86_400 }
        });
        let id = format!("evt_{kind}_{}", trade.transaction);
        self.event(&id, &format!("charge.dispute.{kind}"), &object)
    }

    /// The report of balance changes of a day in Shanghai; its times are in UTC.
    pub(super) fn report(&self, day: &str) -> String {
        let (paid, backs) = self.till.of_day(day);
        let utc = |at: kernel::Timestamp| at.to_string().replace('T', " ")[..19].to_owned();
        let mut file = format!("{HEADER}\n");
        for trade in &paid {
            let at = utc(trade.paid_at.expect("paid"));
            let (sum, intent, payment) = (yuan(trade.fen), &trade.transaction, &trade.payment);
            let fee = yuan(self.till.fee(trade));
            file.push_str(&format!(
                "{at},cny,{sum},{fee},charge,ch_{intent},{intent},{payment},\n"
            ));
        }
        for (trade, back) in &backs {
            let (at, sum, refund) = (utc(back.at), yuan(back.fen), &back.refund);
            let (id, intent, payment) = (&back.transaction, &trade.transaction, &trade.payment);
            file.push_str(&format!(
                "{at},cny,-{sum},0.00,refund,{id},{intent},{payment},{refund}\n"
            ));
        }
        file
    }
}

fn session(trade: &Trade) -> Value {
    let status = match (trade.paid_at, trade.closed) {
        (Some(_), _) => "complete",
        (None, true) => "expired",
        (None, false) => "open",
    };
    let mut session = json!({
        "id": format!("cs_{}", trade.payment), "client_reference_id": trade.payment,
        "status": status, "payment_status": "unpaid", "amount_total": trade.fen,
        "currency": "cny", "url": format!("https://checkout.stripe.com/c/{}", trade.payment),
    });
    if let Some(at) = trade.paid_at {
        session["payment_status"] = json!("paid");
        let created = at.millis().div_euclid(1_000);
        session["payment_intent"] =
            json!({ "id": trade.transaction, "latest_charge": { "created": created } });
    }
    session
}

fn refunded(back: &Back) -> Value {
    json!({
        "id": back.transaction, "amount": back.fen, "currency": "cny", "status": "succeeded",
        "metadata": { "refund": back.refund }
    })
}
