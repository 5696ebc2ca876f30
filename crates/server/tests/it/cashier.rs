//! Payments through channels, from the buyer's choice to the settled refund: the channel is a small server on this machine
//! that signs with test keys.

mod alipay;
mod bank;
mod stripe;
mod vendor;
mod wechat;

use channels::keys::SigningKey;
use serde_json::{Value, json};
use server::Config;

use crate::{
    caller::{Caller, Reply},
    harness::TestServer,
    orchard_year::{Orchard, campaign, orchard, settled},
};
use vendor::Vendor;

pub(super) const OURS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../channels/tests/keys/test-only-ours.pem"
);
pub(super) const THEIRS: &str = include_str!("../../../channels/tests/keys/test-only-theirs.pem");
pub(super) const THEIRS_PUBLIC: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../channels/tests/keys/test-only-theirs.pub.pem"
);

/// The channel's own key.
pub(super) fn their_key() -> SigningKey {
    SigningKey::read(&THEIRS.to_owned().into()).unwrap()
}

/// A server beside a channel, and somebody who is about to pay.
pub(super) struct Shop {
    pub(super) server: TestServer,
    pub(super) year: Orchard,
    pub(super) buyer: Caller,
    pub(super) campaign: String,
    pub(super) adoption: String,
    pub(super) payment: String,
}

impl Shop {
    pub(super) async fn open(adjust: impl FnOnce(&mut Config)) -> Self {
        let server = TestServer::start_with(|config| {
            // Rounds happen when the test moves the clock, not by the wall's.
            config.payments.ask_seconds = 3_600;
            adjust(config);
        })
        .await;
        let year = orchard(&server).await;
        let campaign = campaign(&server, &year).await;
        let (_, buyer) = server.member("buyer", &[]).await;
        let mut shop = Self {
            server,
            year,
            buyer,
            campaign,
            adoption: String::new(),
            payment: String::new(),
        };
        (shop.adoption, shop.payment) = shop.agree(0).await;
        shop
    }

    /// Adopts a tree and accepts its contract: the payment is open.
    pub(super) async fn agree(&self, tree: usize) -> (String, String) {
        let path = format!("/api/v1/campaigns/{}", self.campaign);
        let offer = self.buyer.get(&path).await.ok().json();
        let wish = json!({ "tree": self.year.trees[tree].0 });
        let adoption = self
            .buyer
            .post(&format!("{path}/adoptions"), wish)
            .await
            .id();
        let seen = json!({
            "contract": offer["contract"], "risk_clause": "top-up", "no_return_confirmed": true
        });
        let at = |rest: &str| format!("/api/v1/adoptions/{adoption}{rest}");
        self.buyer.post(&at("/contract"), seen).await.ok();
        let payment = self.buyer.post(&at("/payments"), json!({})).await.id();
        (adoption, payment)
    }

    /// Chooses a way to pay.
    pub(super) async fn begin(&self, channel: &str, scene: &str) -> Reply {
        let path = format!("/api/v1/adoptions/{}/attempts", self.adoption);
        let form = json!({ "channel": channel, "scene": scene });
        self.buyer.post(&path, form).await
    }

    /// Moves the clock; a round of questions to channels follows.
    pub(super) async fn wait(&self, seconds: i64) {
        let advance = json!({ "advance_seconds": seconds });
        self.year
            .operator
            .post("/api/v1/sandbox/clock", advance)
            .await
            .ok();
        self.settle().await;
    }

    /// Waits until everything durable is reacted to and readable.
    pub(super) async fn settle(&self) {
        loop {
            let position = self.server.app.log().durable_position();
            let told = self.server.app.handed_out(position).to_string();
            settled(&self.server, &told).await;
            if self.server.app.log().durable_position() == position {
                self.server.app.caught_up(position).await.unwrap();
                return;
            }
        }
    }

    pub(super) async fn state(&self) -> (String, String) {
        self.settle().await;
        let path = format!("/api/v1/payments/{}", self.payment);
        let payment = self.year.operator.get(&path).await.ok().json();
        let path = format!("/api/v1/adoptions/{}", self.adoption);
        let adoption = self.buyer.get(&path).await.ok().json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&payment["state"]), text(&adoption["status"]))
    }

    pub(super) async fn exceptions(&self) -> Vec<String> {
        self.settle().await;
        let found = self
            .year
            .operator
            .get("/api/v1/exceptions")
            .await
            .ok()
            .json();
        let found = found.as_array().unwrap().iter();
        found
            .map(|one| one["cause"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The only refund there is.
    pub(super) async fn refund(&self) -> Value {
        self.settle().await;
        let rows = self.server.app.read().refunds_at_channels(0, 10).unwrap();
        let failed = self.server.app.read().refunds_failed(10).unwrap();
        let id = rows
            .first()
            .map(|(_, row)| row.refund)
            .or(failed.first().map(|row| row.refund))
            .expect("a refund");
        let path = format!("/api/v1/refunds/{id}");
        self.year.operator.get(&path).await.ok().json()
    }

    pub(super) async fn cancel(&self) {
        let path = format!("/api/v1/adoptions/{}/cancellation", self.adoption);
        self.buyer.post(&path, json!({})).await.ok();
        self.settle().await;
    }

    /// Events of this type in the whole log.
    pub(super) fn count(&self, type_name: &str) -> usize {
        let log = self.server.app.log();
        let (mut count, mut after) = (0, eventlog::GlobalPosition(0));
        loop {
            let batch = log.read_all(after, 500).unwrap();
            let Some(last) = batch.last() else {
                return count;
            };
            after = last.position;
            let same = batch
                .iter()
                .filter(|event| event.type_name.as_str() == type_name);
            count += same.count();
        }
    }

    /// What a channel tells, as it would arrive.
    pub(super) async fn tell(&self, channel: &str, told: &Delivery) -> u16 {
        let path = format!("/channels/{channel}/notify");
        let request = self.server.visitor().request(reqwest::Method::POST, &path);
        let request = told.headers.iter().fold(request, |request, (name, value)| {
            request.header(name, value)
        });
        let reply = crate::caller::send(request.body(told.body.clone())).await;
        reply.status
    }

    /// Books balance whatever was told.
    pub(super) async fn close(self) {
        self.settle().await;
        let overview = self.year.operator.get("/api/v1/overview").await.ok().json();
        let balances = overview["trial_balance"].as_array().unwrap().iter();
        let sum: i64 = balances
            .map(|line| line["balance_minor"].as_i64().unwrap())
            .sum();
        assert_eq!(sum, 0, "{overview}");
        self.server.stop().await;
    }
}

/// Headers and body of a callback.
#[derive(Clone)]
pub(super) struct Delivery {
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

/// The seconds since 1970 that the server's clock shows.
pub(super) fn seconds(server: &TestServer) -> i64 {
    server.app.now().millis() / 1_000
}
