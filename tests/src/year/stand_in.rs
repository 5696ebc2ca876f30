//! A payment channel on this machine: a real HTTP server that replies as the channel would, and the till behind it, which
//! remembers every trade. It must not know which channel it stands for, nor what we recorded.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicI64, Ordering},
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer, dev::ServerHandle, http::StatusCode, web,
};
use kernel::{Day, Timestamp};

/// Seconds by which Shanghai is ahead of UTC, where these channels count their days.
const SHANGHAI_SECONDS: i64 = 8 * 3_600;

/// The program's clock as the channels see it: it stands still between two moves.
#[derive(Clone, Default)]
pub(super) struct Clock(Arc<AtomicI64>);

impl Clock {
    pub(super) fn set(&self, now: Timestamp) {
        self.0.store(now.millis(), Ordering::SeqCst);
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst)).expect("a moment that was told")
    }

    pub(super) fn seconds(&self) -> i64 {
        self.now().millis().div_euclid(1_000)
    }

    pub(super) fn today(&self) -> Day {
        shanghai_day(self.now())
    }
}

/// The day it is in Shanghai.
pub(super) fn shanghai_day(at: Timestamp) -> Day {
    crate::day(at.plus_seconds(SHANGHAI_SECONDS))
}

/// `2026-11-28 10:00:00` in Shanghai.
pub(super) fn shanghai(at: Timestamp) -> String {
    let there = at.plus_seconds(SHANGHAI_SECONDS).to_string();
    there.replace('T', " ")[..19].to_owned()
}

/// Fen as yuan with two decimals.
pub(super) fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// Yuan with two decimals as fen.
pub(super) fn fen(yuan: &str) -> i64 {
    yuan.replace('.', "").parse().expect("yuan")
}

/// A request as it arrived.
pub(super) struct Heard {
    /// Where it was sent, without the path.
    pub(super) base: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) body: String,
}

/// What is said back.
pub(super) struct Said {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

impl Said {
    pub(super) fn plain(status: u16, body: &impl ToString) -> Self {
        Self {
            status,
            headers: vec![],
            body: body.to_string(),
        }
    }
}

type Reply = Arc<dyn Fn(&Heard) -> Said + Send + Sync>;

/// The server; it ends with its value.
pub(super) struct StandIn {
    pub(super) base: String,
    handle: ServerHandle,
}

impl StandIn {
    pub(super) fn start(reply: impl Fn(&Heard) -> Said + Send + Sync + 'static) -> Self {
        let reply: Reply = Arc::new(reply);
        let server = HttpServer::new(move || {
            let reply = Arc::clone(&reply);
            let answer = move |request: HttpRequest, body: web::Bytes| {
                let said = reply(&Heard {
                    base: format!("http://{}", request.connection_info().host()),
                    method: request.method().to_string(),
                    path: request.path().to_owned(),
                    query: request.query_string().to_owned(),
                    body: String::from_utf8_lossy(&body).into_owned(),
                });
                async move { spoken(said) }
            };
            App::new().default_service(web::to(answer))
        });
        let server = server.workers(1).disable_signals().bind("127.0.0.1:0");
        let server = server.expect("a port is free");
        let base = format!("http://{}", server.addrs()[0]);
        let running = server.run();
        let handle = running.handle();
        drop(tokio::spawn(running));
        Self { base, handle }
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        // Whoever still asks is sent away; nobody waits for it.
        drop(self.handle.stop(false));
    }
}

fn spoken(said: Said) -> HttpResponse {
    let status = StatusCode::from_u16(said.status).expect("a status");
    let mut response = HttpResponse::build(status);
    for header in said.headers {
        response.insert_header(header);
    }
    response.body(said.body)
}

/// The fields of a form or a query.
pub(super) fn fields(encoded: &str) -> std::collections::BTreeMap<String, String> {
    let url = reqwest::Url::parse(&format!("http://x/?{encoded}")).expect("a query");
    url.query_pairs().into_owned().collect()
}

/// A form or a query of these fields.
pub(super) fn encoded<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut url = reqwest::Url::parse("http://x/").expect("an address");
    url.query_pairs_mut().extend_pairs(fields);
    url.query().unwrap_or_default().to_owned()
}

/// One payment at a channel.
#[derive(Debug, Clone)]
pub(super) struct Trade {
    pub(super) payment: String,
    pub(super) fen: i64,
    /// The channel's own id of it.
    pub(super) transaction: String,
    pub(super) paid_at: Option<Timestamp>,
    pub(super) closed: bool,
    pub(super) refunds: Vec<Back>,
    /// Taken by a lost dispute.
    pub(super) lost_fen: i64,
}

/// Money on its way back, which has arrived when it is asked about.
#[derive(Debug, Clone)]
pub(super) struct Back {
    pub(super) refund: String,
    pub(super) fen: i64,
    pub(super) transaction: String,
    pub(super) at: Timestamp,
}

/// What a channel keeps of a payment, and whether a refund gives its part back. Reckoned here by itself, so that our own
/// reckoning has a judge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tariff {
    pub(super) permyriad: i64,
    pub(super) fixed_fen: i64,
    pub(super) gives_back: bool,
}

impl Tariff {
    /// What WeChat Pay and Alipay publish.
    pub(super) const SIX_PER_MILLE: Self = Self {
        permyriad: 60,
        fixed_fen: 0,
        gives_back: true,
    };

    fn of(self, fen: i64) -> i64 {
        (fen * self.permyriad + 5_000) / 10_000 + self.fixed_fen
    }
}

/// Everything a channel remembers.
pub(super) struct Till {
    prefix: &'static str,
    tariff: Tariff,
    pub(super) clock: Clock,
    trades: Mutex<Vec<Trade>>,
}

impl Till {
    pub(super) fn new(prefix: &'static str, tariff: Tariff, clock: &Clock) -> Self {
        Self {
            prefix,
            tariff,
            clock: clock.clone(),
            trades: Mutex::default(),
        }
    }

    fn trades(&self) -> MutexGuard<'_, Vec<Trade>> {
        self.trades.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An order for a payment; the same order again is the same trade.
    pub(super) fn open(&self, payment: &str, fen: i64) -> Trade {
        let mut trades = self.trades();
        if let Some(known) = trades.iter().find(|trade| trade.payment == payment) {
            return known.clone();
        }
        let trade = Trade {
            payment: payment.to_owned(),
            fen,
            transaction: format!("{}{}", self.prefix, 10_000_000 + trades.len()),
            paid_at: None,
            closed: false,
            refunds: vec![],
            lost_fen: 0,
        };
        trades.push(trade.clone());
        trade
    }

    pub(super) fn find(&self, payment: &str) -> Option<Trade> {
        let trades = self.trades();
        trades.iter().find(|one| one.payment == payment).cloned()
    }

    /// A trade that was paid, by the channel's own id of it.
    pub(super) fn by_transaction(&self, transaction: &str) -> Option<Trade> {
        let trades = self.trades();
        let mut paid = trades.iter().filter(|one| one.paid_at.is_some());
        paid.find(|one| one.transaction == transaction).cloned()
    }

    pub(super) fn change(&self, payment: &str, change: impl FnOnce(&mut Trade)) -> Trade {
        let mut trades = self.trades();
        let found = trades.iter_mut().find(|trade| trade.payment == payment);
        let found = found.unwrap_or_else(|| panic!("nobody ordered {payment}"));
        change(found);
        found.clone()
    }

    /// The buyer pays, whether the order was closed or not: money that is on its way arrives.
    pub(super) fn pay(&self, payment: &str) -> Trade {
        let now = self.clock.now();
        self.change(payment, |trade| trade.paid_at = Some(now))
    }

    /// A part of a trade goes back; the same refund again is the same.
    pub(super) fn refund(&self, transaction: &str, refund: &str, fen: i64) -> Option<Back> {
        let mut trades = self.trades();
        let nth: usize = trades.iter().map(|trade| trade.refunds.len()).sum();
        let trade = trades
            .iter_mut()
            .find(|trade| trade.transaction == transaction)?;
        if let Some(known) = trade.refunds.iter().find(|back| back.refund == refund) {
            return Some(known.clone());
        }
        let gone: i64 = trade.refunds.iter().map(|back| back.fen).sum();
        if fen > trade.fen - gone - trade.lost_fen {
            return None;
        }
        let back = Back {
            refund: refund.to_owned(),
            fen,
            transaction: format!("{}R{}", self.prefix, 10_000_000 + nth),
            at: self.clock.now(),
        };
        trade.refunds.push(back.clone());
        Some(back)
    }

    /// A refund by our number of it, with its trade.
    pub(super) fn back(&self, refund: &str) -> Option<(Trade, Back)> {
        let trades = self.trades();
        trades.iter().find_map(|trade| {
            let back = trade.refunds.iter().find(|back| back.refund == refund)?;
            Some((trade.clone(), back.clone()))
        })
    }

    /// What went back of a transaction.
    pub(super) fn refunds_of(&self, transaction: &str) -> Vec<Back> {
        let trades = self.trades();
        let found = trades.iter().find(|one| one.transaction == transaction);
        found.map(|trade| trade.refunds.clone()).unwrap_or_default()
    }

    /// Everything that was paid or went back on a day in Shanghai.
    pub(super) fn of_day(&self, day: &str) -> (Vec<Trade>, Vec<(Trade, Back)>) {
        let on = |at: Timestamp| shanghai_day(at).to_string() == day;
        let trades = self.trades();
        let paid = trades.iter().filter(|trade| trade.paid_at.is_some_and(on));
        let backs = trades.iter().flat_map(|trade| {
            let mine = trade.refunds.iter().filter(|back| on(back.at));
            mine.map(|back| (trade.clone(), back.clone()))
        });
        (paid.cloned().collect(), backs.collect())
    }

    /// What the channel keeps of a trade, in fen.
    pub(super) fn fee(&self, trade: &Trade) -> i64 {
        self.tariff.of(trade.fen)
    }

    /// What of that it gives back with a part of the trade, in fen.
    pub(super) fn fee_back(&self, trade: &Trade, back: &Back) -> i64 {
        if self.tariff.gives_back {
            self.fee(trade) * back.fen / trade.fen
        } else {
            0
        }
    }

    /// What the channel kept in all, in fen.
    pub(super) fn kept(&self) -> i64 {
        let trades = self.trades();
        let paid = trades.iter().filter(|trade| trade.paid_at.is_some());
        let kept = paid.map(|trade| {
            let backs = trade.refunds.iter();
            self.fee(trade) - backs.map(|back| self.fee_back(trade, back)).sum::<i64>()
        });
        kept.sum()
    }

    /// What came, what went back, and what disputes took, in fen.
    pub(super) fn sums(&self) -> [i64; 3] {
        let trades = self.trades();
        let paid = trades.iter().filter(|trade| trade.paid_at.is_some());
        let backs = trades.iter().flat_map(|trade| &trade.refunds);
        [
            paid.map(|trade| trade.fen).sum(),
            backs.map(|back| back.fen).sum(),
            trades.iter().map(|trade| trade.lost_fen).sum(),
        ]
    }
}

/// A callback as a channel sends it.
pub(super) struct Callback {
    pub(super) channel: &'static str,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}
