//! The rules, told from the log alone: a small model that reads every event once and says what must hold. Of the read
//! models only the books are looked at, to be compared. It must not know how anything was decided.

use std::collections::{BTreeMap, BTreeSet};

use eventlog::{GlobalPosition, Log, RecordedEvent};
use kernel::{AdoptionId, Day};
use readmodels::ReadModels;
use serde_json::Value;
use settlement::books::Balance;

use crate::{lifetimes, world::World};

/// A bound for a rebuild that would otherwise hang.
const REBUILD_MAX: std::time::Duration = std::time::Duration::from_secs(60);
/// Events read at a time.
const PAGE: usize = 1_000;
/// A day, in seconds.
const DAY_SECONDS: i64 = 24 * 3_600;
/// Accounts whose balance is owed to buyers; payouts on their way are counted from the log.
const OWED: [&str; 6] = [
    "liabilities:deposits",
    "liabilities:undelivered",
    "liabilities:refunds-payable",
    "liabilities:buyers:credit",
    "liabilities:buyers:carried-over",
    "liabilities:buyers:surplus",
];
/// Accounts that say what fruit was delivered for, less what was borne in the buyers' stead.
const DELIVERED: [&str; 5] = [
    "income:fruit",
    "income:fruit-returns",
    "expenses:claims",
    "expenses:dispute-losses",
    "expenses:dispute-fees",
];

/// What the log says of money, promises and disputes.
#[derive(Default)]
pub(super) struct Ledger {
    position: u64,
    /// What came, by payment.
    came: BTreeMap<String, i64>,
    /// What goes back or went, by payment.
    back: BTreeMap<String, i64>,
    /// What left us for buyers: refunds, lost disputes, credit in cash.
    gone: i64,
    /// Credit that is on its way as cash.
    in_flight: i64,
    /// Every (channel, transaction) that was spent.
    facts: BTreeSet<(String, String)>,
    /// Payments that came late, and their adoption.
    late: BTreeMap<String, String>,
    /// Payments that nobody asked for.
    surplus: BTreeSet<String>,
    accepted: BTreeSet<String>,
    confirmed: BTreeSet<String>,
    /// Open disputes by adoption.
    disputes: BTreeMap<String, BTreeSet<String>>,
    refunds_settled: BTreeSet<String>,
    /// Every (channel, transaction) by which money moved.
    moved: Vec<(String, String)>,
    /// How far the books have been looked at.
    journal: u64,
    /// Days that were closed, with what was booked up to each.
    closed: Vec<(Day, Vec<Balance>)>,
}

fn text(event: &Value, name: &str) -> String {
    event[name].as_str().unwrap_or_default().to_owned()
}

fn minor(event: &Value, name: &str) -> i64 {
    event[name]["minor"].as_i64().unwrap_or_default()
}

impl Ledger {
    /// Reads what is new.
    pub(super) fn read(&mut self, log: &Log, told: &str) {
        loop {
            let events = log.read_all(GlobalPosition(self.position), PAGE).unwrap();
            let Some(last) = events.last() else {
                return;
            };
            self.position = last.position.0;
            for event in &events {
                self.note(event, told);
            }
        }
    }

    fn note(&mut self, event: &RecordedEvent, told: &str) {
        let said: Value = serde_json::from_slice(&event.payload).unwrap();
        let stream = event.stream.id().to_owned();
        let told = format!("{told}, event {} {said}", event.type_name.as_str());
        match event.type_name.as_str() {
            "settlement.channel-fact-recorded" => {
                let fact = (text(&said, "channel"), text(&said, "transaction"));
                assert!(self.facts.insert(fact), "D 14: {told}");
            }
            "settlement.payment-captured" => self.capture(&said, &told),
            "settlement.surplus-received" => {
                self.capture(&said, &told);
                self.surplus.insert(text(&said, "payment"));
            }
            "settlement.late-payment-received" => {
                self.capture(&said, &told);
                self.late
                    .insert(text(&said, "payment"), text(&said, "adoption"));
            }
            "settlement.refund-requested" => self.goes_back(&said, 1, &told),
            "settlement.refund-failed" | "settlement.refund-declined" => {
                self.goes_back(&said, -1, &told);
            }
            "settlement.refund-settled" => {
                self.gone += minor(&said, "amount");
                self.moves(&said);
                let first = self.refunds_settled.insert(text(&said, "refund"));
                assert!(first, "D 15: {told}");
            }
            // Money that nobody asked for stands behind no adoption.
            "settlement.dispute-opened" if !self.surplus.contains(&text(&said, "payment")) => {
                let open = self.disputes.entry(text(&said, "adoption")).or_default();
                open.insert(text(&said, "dispute"));
            }
            "settlement.dispute-won" => self.dispute_ends(&said),
            "settlement.dispute-lost" => {
                self.dispute_ends(&said);
                self.moves(&said);
                self.gone += minor(&said, "amount") + minor(&said, "fee");
            }
            "settlement.payout-requested" | "settlement.payout-failed"
                if said["purpose"]["kind"] == "credit" =>
            {
                let sign = if event.type_name.as_str().ends_with("requested") {
                    1
                } else {
                    -1
                };
                self.in_flight += sign * minor(&said, "amount");
            }
            "settlement.payout-settled" if said["purpose"]["kind"] == "credit" => {
                self.in_flight -= minor(&said, "amount");
                self.moves(&said);
                self.gone += minor(&said, "amount");
            }
            "adoption.contract-accepted" => drop(self.accepted.insert(stream)),
            "adoption.adoption-confirmed" => {
                assert!(self.accepted.contains(&stream), "D 7: {told}");
                let first = self.confirmed.insert(stream);
                assert!(first, "confirmed twice: {told}");
            }
            "fulfilment.parcel-packed" => {
                let disputed = self.disputes.get(&text(&said, "adoption"));
                assert!(disputed.is_none_or(BTreeSet::is_empty), "D 20: {told}");
            }
            _ => {}
        }
    }

    /// A day was closed: what is booked up to it is kept to be compared.
    pub(super) fn closed(&mut self, world: &World, day: Day) {
        let balances = world.app.read().balances_through(day).unwrap();
        self.closed.push((day, balances));
    }

    /// What an adoption's invoices say is never more than was earned by it, and no number is left out (D 22).
    pub(super) fn invoiced(&self, world: &World, adoption: AdoptionId, told: &str) {
        let read = world.app.read();
        let all = read.invoices(None, 500).unwrap();
        let of_it = all.iter().filter(|row| row.adoption == adoption);
        let said: i64 = of_it.map(|row| row.amount.minor).sum();
        let earned = read.revenue_of(adoption).unwrap();
        let earned = earned.map_or(0, |earned| earned.minor);
        assert!(said <= earned, "D 22: {said} of {earned}: {told}");
        let mut numbers: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in &all {
            let of_year = numbers.entry(row.number.year).or_default();
            of_year.push(row.number.nth);
        }
        for (year, mut nths) in numbers {
            nths.sort_unstable();
            let gapless = (1..).zip(&nths).all(|(expected, nth)| expected == *nth);
            assert!(gapless, "D 22: {year} {nths:?}: {told}");
        }
    }

    fn capture(&mut self, said: &Value, told: &str) {
        let came = self
            .came
            .insert(text(said, "payment"), minor(said, "amount"));
        assert_eq!(came, None, "B 5: {told}");
        self.moves(said);
    }

    /// Money moved by this transaction, as this event says.
    fn moves(&mut self, said: &Value) {
        let fact = (text(said, "channel"), text(said, "transaction"));
        self.moved.push(fact);
    }

    fn goes_back(&mut self, said: &Value, sign: i64, told: &str) {
        let payment = text(said, "payment");
        let came = self.came.get(&payment).copied().unwrap_or_default();
        let back = self.back.entry(payment).or_default();
        *back += sign * minor(said, "amount");
        assert!((0..=came).contains(back), "D 12: {back} of {came}: {told}");
    }

    fn dispute_ends(&mut self, said: &Value) {
        if let Some(open) = self.disputes.get_mut(&text(said, "adoption")) {
            open.remove(&text(said, "dispute"));
        }
    }

    /// What must hold between any two steps.
    pub(super) fn check(&mut self, world: &World, told: &str) {
        lifetimes::check_shares(world, told);
        for fact in &self.moved {
            assert!(self.facts.contains(fact), "D 15: {fact:?}: {told}");
        }
        for (payment, adoption) in &self.late {
            let ended = self.confirmed.contains(adoption) || self.back.contains_key(payment);
            assert!(ended, "D 16: {told}: {}", story(world, payment, adoption));
        }
        self.check_journal(world, told);
        self.check_books(world, told);
        for (day, then) in &self.closed {
            let now = world.app.read().balances_through(*day).unwrap();
            assert_eq!(&now, then, "D 19: {day}: {told}");
        }
    }

    fn check_journal(&mut self, world: &World, told: &str) {
        loop {
            let entries = world.app.read().journal(self.journal, PAGE).unwrap();
            let Some(last) = entries.last() else {
                return;
            };
            self.journal = last.position;
            for entry in &entries {
                let mut sums: BTreeMap<_, i64> = BTreeMap::new();
                for line in &entry.lines {
                    *sums.entry(line.amount.currency.code()).or_default() += line.amount.minor;
                }
                assert!(sums.values().all(|sum| *sum == 0), "D 11: {sums:?}: {told}");
            }
        }
    }

    fn check_books(&self, world: &World, told: &str) {
        let read = world.app.read();
        let rows = read.trial_balance().unwrap();
        let total: i64 = rows.iter().map(|row| row.balance).sum();
        assert_eq!(total, 0, "D 11: {told}");
        let sum = |names: &[&str]| -> i64 {
            let mine = rows.iter().filter(|row| names.contains(&&*row.account));
            mine.map(|row| -row.balance).sum()
        };
        let came: i64 = self.came.values().sum();
        let owed = sum(&OWED) + self.in_flight;
        let delivered = sum(&DELIVERED);
        assert_eq!(
            came,
            self.gone + owed + delivered,
            "every fen is refunded {}, owed {owed} or delivered {delivered}: {told}: {rows:?}",
            self.gone
        );
        for row in rows.iter().filter(|row| OWED.contains(&&*row.account)) {
            assert!(row.balance <= 0, "D 18: {row:?}: {told}");
        }
        for row in read.owed(None, 500).unwrap() {
            let parts = [row.deposit, row.undelivered, row.payable];
            assert!(parts.iter().all(|part| *part >= 0), "D 18: {row:?}: {told}");
        }
    }
}

/// Every event that names the payment or the adoption, for whoever has to understand a failure.
fn story(world: &World, payment: &str, adoption: &str) -> String {
    let events = world.app.log().read_all(GlobalPosition(0), 100_000);
    let about = events.unwrap().into_iter().filter_map(|event| {
        let said = String::from_utf8_lossy(&event.payload).into_owned();
        let named = [payment, adoption]
            .iter()
            .any(|id| said.contains(id) || event.stream.id() == *id);
        named.then(|| format!("\n{} {said}", event.type_name.as_str()))
    });
    about.collect()
}

/// A day later a log whose policies read it again from its beginning, as after a restore, tells nothing anew: a policy
/// judges by facts and not by the day on which it reads them.
pub(super) async fn read_again_tells_nothing(world: &World, told: &str) {
    let written = world.app.log().durable_position();
    world.clock.advance_seconds(DAY_SECONDS);
    let _ = std::fs::remove_file(world.folder.path().join("policies.position"));
    world.policies().await;
    let news = world.app.log().read_all(written, 10).unwrap();
    let news: Vec<_> = news.iter().map(|event| &event.type_name).collect();
    assert!(news.is_empty(), "{news:?}: {told}");
}

/// Read models that are built anew from the log are the live ones, byte for byte (D 46).
pub(super) async fn rebuilt_is_the_same(world: &World, told: &str) {
    let log = world.app.log();
    let rebuilt = world.folder.path().join("rebuilt.sqlite");
    let fresh = ReadModels::open(&rebuilt, log).unwrap();
    let position = log.durable_position();
    fresh.wait_until(position, REBUILD_MAX).await.unwrap();
    world.caught_up().await;
    let live = world.folder.path().join("readmodels.sqlite");
    let [live, fresh] = [live, rebuilt].map(|path| {
        let mut dump = Vec::new();
        readmodels::canonical_dump(&path, &mut dump).unwrap();
        String::from_utf8(dump).unwrap()
    });
    let differing = live
        .lines()
        .zip(fresh.lines())
        .find(|(one, other)| one != other);
    assert_eq!(differing, None, "D 46: {told}");
    assert_eq!(live.len(), fresh.len(), "D 46: {told}");
}
