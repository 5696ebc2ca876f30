//! A payment channel for histories: the sandbox with both its sides. What it tells is kept, and told whenever and as often
//! as the dice want, so that callbacks come late, twice and out of order.

use app::{
    App, Error,
    commands::channel_facts::{self, Told},
};
use channels::{
    Ask, BaseUrl, Channel as _, Delivery, Moment, Nonce, Order, RefundOrder, Scene, Step, Title,
    keys::SharedSecret,
    sandbox::{Sandbox, Vendor},
};
use kernel::Timestamp;
use readmodels::money::PaymentRow;

const SECRET: &str = "both sides of the sandbox know it";

pub(super) struct Till {
    rail: Sandbox,
    pub(super) vendor: Vendor,
    /// Everything the channel ever said unasked, with the moment it did.
    pub(super) said: Vec<(Delivery, Moment)>,
}

/// A moment; numbers that are used once need not be random here.
pub(super) fn moment(now: Timestamp) -> Moment {
    let nonce = Nonce::from_bytes([7; 16]);
    Moment { now, nonce }
}

impl Till {
    pub(super) fn new() -> Self {
        let base: BaseUrl = "http://127.0.0.1/sandbox".parse().unwrap();
        let secret = || SharedSecret::new(&SECRET.to_owned().into());
        Self {
            vendor: Vendor::new(&base, secret()),
            rail: Sandbox::new(base, secret()),
            said: Vec::new(),
        }
    }

    /// The buyer is led to the channel.
    pub(super) fn start(&mut self, row: &PaymentRow, now: Timestamp) {
        let order = Order {
            payment: row.payment,
            amount: row.amount,
            title: Title::parse("橙树").unwrap(),
            expires_at: row.expires_at,
            return_url: "http://127.0.0.1/back".into(),
            scene: Scene::Desktop,
        };
        let step = self.rail.ask(&Ask::Start(order), moment(now)).unwrap();
        if let Step::Send(request) = step {
            let _ = self.vendor.serve(&request, moment(now));
        }
    }

    /// A refund is ordered at the channel; what it replies is recorded.
    pub(super) async fn refund(&mut self, app: &App, order: RefundOrder) -> Result<(), Error> {
        let now = moment(app.now());
        let ask = Ask::Refund(order);
        let Step::Send(request) = self.rail.ask(&ask, now).unwrap() else {
            return Ok(());
        };
        let reply = self.vendor.serve(&request, now);
        // What the channel refuses is asked about by other means; here it stays open.
        let Ok((_, told)) = Told::asked(&self.rail, &ask, &reply, now) else {
            return Ok(());
        };
        channel_facts::take(app, told).await?;
        Ok(())
    }

    /// What the channel says unasked is kept; whether it arrives at once is another matter.
    pub(super) fn keep(&mut self, said: Option<Delivery>, now: Timestamp) -> Option<usize> {
        self.said.push((said?, moment(now)));
        Some(self.said.len() - 1)
    }

    /// What was said once arrives, now or again.
    pub(super) async fn tell(&self, app: &App, nth: usize) -> Result<(), Error> {
        let (said, then) = &self.said[nth];
        let told = Told::unasked(&self.rail, said, *then).unwrap();
        channel_facts::take(app, told).await?;
        Ok(())
    }
}
