//! Random money histories through the use cases (D 11, 12, 18, 19): after every step each currency balances, every
//! captured fen is delivered, refunded, lost in a dispute, credited or owed, and closed days stand as they were; at the
//! end hledger and beancount accept our journal and come to our balances. A failure names its seed.

use std::{collections::BTreeMap, path::PathBuf, process::Command};

use app::{
    Error,
    commands::{
        adopt, books, credits,
        disputes::{self, Case},
        partial_refunds::{self, RefundWish},
        payments::{self, Capture, payment_of},
        payouts, refunds,
    },
    permission::{Identity, Operator, Signed},
};
use community::member::Role;
use kernel::{AdoptionId, CampaignId, Currency, Day, Money, TreeId};
use readmodels::{disputes::DisputeState, payouts::PayoutState};
use settlement::{
    books::Balance,
    credit::Source,
    dispute::DisputeReason,
    entry::Original,
    payment::Channel,
    postings::{Account, Posting},
    refund::RefundReason,
};

use crate::{
    farming::delivered,
    world::{World, acceptance, account},
};

/// Steps of one history.
const STEPS: u32 = 70;
/// From this step on fruit is delivered.
const HARVEST_STEP: u32 = 50;
const DAY_MINUTES: i64 = 24 * 60;

/// A small generator of our own, so that a seed means the same for ever (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn fen(&mut self, most: u64) -> i64 {
        i64::try_from(self.roll(most)).unwrap() + 1
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        let sides = u64::try_from(all.len()).unwrap();
        (sides > 0).then(|| all[usize::try_from(self.roll(sides)).unwrap()].clone())
    }
}

struct History {
    world: World,
    dice: Dice,
    second: Identity,
    buyers: Vec<Identity>,
    campaign: CampaignId,
    trees: Vec<TreeId>,
    adoptions: Vec<(usize, AdoptionId)>,
    transactions: u32,
    closed: BTreeMap<Day, Vec<Balance>>,
    was_delivered: bool,
    steps: u32,
}

/// What a rule refuses is part of the history; a fault is not.
fn told<T>(outcome: Result<T, Error>) {
    if let Err(Error::Fault(fault)) = outcome {
        panic!("{fault}");
    }
}

impl History {
    async fn new(seed: u64) -> Self {
        let world = World::new().await;
        let mut trees = Vec::new();
        for number in 1..=6 {
            trees.push(world.tree(number).await);
        }
        let campaign = world
            .campaign(&trees, |terms| terms.per_buyer_limit = 10)
            .await;
        let second = world.person("second", Some(Role::Operator)).await;
        let buyers = vec![
            world.person("lin", None).await,
            world.person("wang", None).await,
        ];
        Self {
            world,
            dice: Dice(seed),
            second,
            buyers,
            campaign,
            trees,
            adoptions: Vec::new(),
            transactions: 0,
            closed: BTreeMap::new(),
            was_delivered: false,
            steps: 0,
        }
    }

    fn who(&self) -> Signed<Operator> {
        self.world.operator()
    }

    fn fact(&mut self, amount: Money) -> Capture {
        self.transactions += 1;
        Capture {
            channel: Channel::Manual,
            transaction: format!("T{}", self.transactions),
            amount,
            fee: Money::fen(0),
            value_at: self.world.app.now(),
        }
    }

    async fn step(&mut self) {
        self.steps += 1;
        match self.dice.roll(13) {
            0 | 1 => self.adopt(false).await,
            2 => self.adopt(true).await,
            3 => self.refund_a_part().await,
            4 | 5 => self.move_a_refund().await,
            6 => self.grant().await,
            7 => self.cash().await,
            8 => self.dispute().await,
            9 => self.cancel().await,
            10 => self.close_a_day().await,
            11 => self.correct().await,
            _ => self.deliver().await,
        }
        self.world.policies().await;
        self.check();
    }

    /// A buyer adopts a tree, perhaps with credit, and pays: in time, late, or never.
    async fn adopt(&mut self, late: bool) {
        let Some(tree) = self.dice.one_of(&self.trees) else {
            return;
        };
        let nth = usize::try_from(self.dice.roll(2)).unwrap();
        let buyer = self.buyers[nth].clone();
        let Ok(adoption) = self.world.adopt(&buyer, self.campaign, tree).await else {
            return;
        };
        self.adoptions.push((nth, adoption));
        let app = &self.world.app;
        let intent = self.world.intent(&buyer);
        adopt::accept_contract(app, &buyer.buyer(), &intent, adoption, acceptance())
            .await
            .unwrap();
        if self.dice.roll(2) == 0 {
            let amount = Money::fen(self.dice.fen(168_000));
            let intent = self.world.intent(&buyer);
            let who = buyer.buyer();
            told(credits::spend_credit(app, &who, &intent, adoption, amount).await);
        }
        let intent = self.world.intent(&buyer);
        let channel = Channel::Manual;
        told(payments::start_payment(app, &buyer.buyer(), &intent, adoption, channel).await);
        if late {
            self.world.pass(45).await;
        }
        if self.dice.roll(8) > 0 {
            self.transactions += 1;
            let transaction = format!("T{}", self.transactions);
            let (payment, now) = (payment_of(adoption), self.world.app.now());
            told(self.world.capture(payment, &transaction, now).await);
        }
    }

    async fn refund_a_part(&mut self) {
        let Some((_, adoption)) = self.dice.one_of(&self.adoptions) else {
            return;
        };
        let wish = RefundWish {
            adoption,
            payment: None,
            amount: Money::fen(self.dice.fen(170_000)),
            parts: vec![],
            reason: RefundReason::Shortfall,
            channel_refused: self.dice.roll(4) == 0,
            identity_checked: true,
            account: None,
        };
        let intent = self.world.intent(&self.world.operator);
        told(partial_refunds::request(&self.world.app, &self.who(), &intent, wish).await);
    }

    async fn move_a_refund(&mut self) {
        let open = self.world.app.read().refunds_open().unwrap();
        let Some(row) = self.dice.one_of(&open) else {
            return;
        };
        let second = self.second.operator().unwrap();
        let intent = self.world.intent(&self.second);
        let turn = self.dice.roll(4);
        let app = self.world.app.clone();
        match turn {
            0 => told(partial_refunds::approve(&app, &second, &intent, row.refund).await),
            1 => told(partial_refunds::decline(&app, &second, &intent, row.refund, "no").await),
            2 => told(refunds::record_failure(&app, &second, &intent, row.refund, "no").await),
            _ => {
                let fact = self.fact(row.amount);
                told(refunds::record_settlement(&app, &second, &intent, row.refund, fact).await);
            }
        }
    }

    async fn grant(&mut self) {
        let Some((_, adoption)) = self.dice.one_of(&self.adoptions) else {
            return;
        };
        let sources = [Source::Remedy, Source::Claim, Source::Goodwill];
        let source = self.dice.one_of(&sources).unwrap();
        let amount = Money::fen(self.dice.fen(90_000));
        let intent = self.world.intent(&self.world.operator);
        let what = (adoption, source, amount);
        told(credits::grant(&self.world.app, &self.who(), &intent, what).await);
    }

    /// Asks for credit in cash, and moves payouts on.
    async fn cash(&mut self) {
        let buyer = self.dice.one_of(&self.buyers).unwrap();
        let amount = Money::fen(self.dice.fen(60_000));
        let app = self.world.app.clone();
        let intent = self.world.intent(&buyer);
        told(credits::pay_credit_out(&app, &buyer.buyer(), &intent, amount, &account()).await);
        self.world.caught_up().await;
        for row in app.read().payouts(None, None, 100).unwrap() {
            let intent = self.world.intent(&self.second);
            let second = self.second.operator().unwrap();
            match row.state {
                PayoutState::Unapproved => {
                    told(payouts::approve(&app, &second, &intent, row.payout).await);
                }
                PayoutState::Requested => {
                    told(payouts::record_sent(&app, &second, &intent, row.payout).await);
                }
                PayoutState::Sent { .. } if self.dice.roll(3) == 0 => {
                    told(payouts::record_failure(&app, &second, &intent, row.payout, "no").await);
                }
                PayoutState::Sent { .. } => {
                    let fact = self.fact(row.amount);
                    let payout = row.payout;
                    told(payouts::record_settlement(&app, &second, &intent, payout, fact).await);
                }
                PayoutState::Settled { .. } | PayoutState::Failed { .. } => {}
            }
        }
    }

    /// Opens a dispute, or ends one.
    async fn dispute(&mut self) {
        let app = self.world.app.clone();
        let open = app.read().disputes(true, 10).unwrap();
        let intent = self.world.intent(&self.world.operator);
        if let Some(row) = self.dice.one_of(&open) {
            assert_eq!(row.state, DisputeState::Open);
            if self.dice.roll(2) == 0 {
                told(disputes::record_won(&app, &self.who(), &intent, row.dispute).await);
            } else {
                let most = u64::try_from(row.amount.minor).unwrap();
                let amount = Money::fen(self.dice.fen(most));
                let fact = self.fact(amount);
                told(disputes::record_lost(&app, &self.who(), &intent, row.dispute, fact).await);
            }
            return;
        }
        let Some((_, adoption)) = self.dice.one_of(&self.adoptions) else {
            return;
        };
        self.transactions += 1;
        let case = Case {
            case: format!("C{}", self.transactions),
            amount: Money::fen(self.dice.fen(168_000)),
            reason: DisputeReason::Other,
            respond_by: app.now().plus_days(7),
        };
        told(disputes::open(&app, &self.who(), &intent, payment_of(adoption), case).await);
    }

    async fn cancel(&mut self) {
        let Some((nth, adoption)) = self.dice.one_of(&self.adoptions) else {
            return;
        };
        let app = self.world.app.clone();
        if self.dice.roll(2) == 0 {
            let buyer = self.buyers[nth].clone();
            let intent = self.world.intent(&buyer);
            told(adopt::cancel(&app, &buyer.buyer(), &intent, adoption).await);
        } else {
            let intent = self.world.intent(&self.world.operator);
            told(adopt::cancel_by_operator(&app, &self.who(), &intent, adoption).await);
        }
    }

    async fn close_a_day(&mut self) {
        let day = books::today(self.world.app.now());
        self.world.pass(DAY_MINUTES).await;
        let intent = self.world.intent(&self.world.operator);
        books::close_day(&self.world.app, &self.who(), &intent, day)
            .await
            .unwrap();
        self.world.caught_up().await;
        let balances = self.world.app.read().balances_through(day).unwrap();
        self.closed.insert(day, balances);
    }

    /// Writes an entry and takes a part of it back; tries a closed day too.
    async fn correct(&mut self) {
        let app = self.world.app.clone();
        let today = books::today(app.now());
        let fen = self.dice.fen(10_000);
        let back = self.dice.fen(12_000);
        let day = if self.dice.roll(3) == 0 {
            today.minus_days(1).unwrap()
        } else {
            today
        };
        let lines = |fen: i64| {
            let line = |account, minor| Posting {
                account,
                adoption: None,
                farm: None,
                amount: Money::fen(minor),
            };
            vec![
                line(Account::ChannelFees, fen),
                line(Account::Corrections, -fen),
            ]
        };
        let written = |fen| books::Correction {
            day,
            lines: lines(fen),
            memo: "更正 \"bank\"; charge".into(),
        };
        let intent = self.world.intent(&self.world.operator);
        let posted = books::post_entry(&app, &self.who(), &intent, written(fen)).await;
        let Ok((entry, _)) = posted else {
            return told(posted);
        };
        self.world.caught_up().await;
        let intent = self.world.intent(&self.world.operator);
        let original = Original::Entry(entry);
        let reversed =
            books::reverse_entry(&app, &self.who(), &intent, original, written(-back)).await;
        assert_eq!(reversed.is_ok(), back <= fen, "D 19: {back} of {fen}");
    }

    /// The first box of one adoption arrives; it is harvest then, and nothing more is sold.
    async fn deliver(&mut self) {
        if self.steps < HARVEST_STEP {
            return;
        }
        let confirmed = self.adoptions.iter().copied().find(|(_, adoption)| {
            let row = self.world.app.read().adoption(*adoption).unwrap().unwrap();
            row.adoption.status == readmodels::garden::AdoptionStatus::Confirmed
        });
        if let Some((nth, adoption)) = confirmed
            && !self.was_delivered
            && self.world.app.read().disputes(true, 10).unwrap().is_empty()
        {
            self.was_delivered = true;
            let buyer = self.buyers[nth].clone();
            delivered(&self.world, &buyer, adoption).await;
        }
    }

    fn check(&self) {
        let read = self.world.app.read();
        let rows = read.trial_balance().unwrap();
        for currency in [Currency::CNY, Currency::EUR, Currency::USD] {
            let of_it = rows.iter().filter(|row| row.currency == currency);
            assert_eq!(of_it.map(|row| row.balance).sum::<i64>(), 0, "D 11");
        }
        let of = |name: &str| {
            let found = rows.iter().find(|row| row.account == name);
            found.map_or(0, |row| row.balance)
        };
        // Where a captured fen can be: income and liabilities have their sign turned.
        let bank = of("assets:channel:manual") + of("assets:disputed");
        let owed = -of("liabilities:deposits")
            - of("liabilities:undelivered")
            - of("liabilities:refunds-payable");
        let credit = -of("liabilities:buyers:credit") - of("liabilities:payouts-in-flight");
        let delivered = -of("income:fruit") - of("income:fruit-returns");
        let borne =
            of("expenses:claims") + of("expenses:dispute-losses") + of("expenses:dispute-fees");
        assert_eq!(
            bank + borne,
            owed + credit + delivered,
            "every captured fen is somewhere"
        );
        for row in read.owed(None, 500).unwrap() {
            let parts = [row.deposit, row.undelivered, row.payable];
            assert!(parts.iter().all(|part| *part >= 0), "D 18: {row:?}");
        }
        let by_adoption: i64 = read
            .owed(None, 500)
            .unwrap()
            .iter()
            .map(|row| row.deposit + row.undelivered + row.payable)
            .sum();
        assert_eq!(
            by_adoption, owed,
            "D 18: what is owed is the sum over adoptions"
        );
        let by_person: i64 = self
            .buyers
            .iter()
            .flat_map(|buyer| read.credit_of(buyer.person()).unwrap())
            .map(|left| left.minor)
            .sum();
        assert_eq!(
            by_person,
            -of("liabilities:buyers:credit"),
            "credit by person"
        );
        for (day, balances) in &self.closed {
            assert_eq!(
                &read.balances_through(*day).unwrap(),
                balances,
                "D 19: {day}"
            );
        }
    }
}

/// A program that judges journals: named by a variable, beside the build, or on the path.
fn judge(variable: &str, name: &str) -> PathBuf {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        PathBuf::from,
    );
    let path = std::env::var_os("PATH").unwrap_or_default();
    named
        .into_iter()
        .chain([target.join("tools/beancount/bin").join(name)])
        .chain(std::env::split_paths(&path).map(|folder| folder.join(name)))
        .find(|path| path.is_file())
        .unwrap_or_else(|| panic!("{name} is missing (tests/run installs it), or set {variable}"))
}

fn run(program: &PathBuf, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{complained}");
    said
}

/// Both programs accept the journal; hledger's balances are ours.
fn judged(history: &History) {
    let auditor = history.world.operator.auditor().unwrap();
    let app = &history.world.app;
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, notation| {
        let text = books::export_journal(app, &auditor, notation).unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let hledger = judge("POMONA_HLEDGER", "hledger");
    let journal = write("books.journal", books::Notation::Hledger);
    run(&hledger, &["-f", &journal, "check", "--strict"]);
    let ledger = write("books.beancount", books::Notation::Beancount);
    run(&judge("POMONA_BEAN_CHECK", "bean-check"), &[&ledger]);
    let table = run(
        &hledger,
        &["-f", &journal, "bal", "--flat", "-N", "-O", "csv"],
    );
    let mut theirs: Vec<(String, String)> = table
        .lines()
        .skip(1)
        .filter_map(|line| line.trim_matches('"').split_once("\",\""))
        .map(|(account, balance)| (account.to_owned(), balance.to_owned()))
        .collect();
    let rows = app.read().trial_balance().unwrap();
    let open = rows.iter().filter(|row| row.balance != 0);
    let mut ours: Vec<(String, String)> = open
        .map(|row| {
            let balance = Money::new(row.balance, row.currency).to_string();
            (row.account.clone(), balance)
        })
        .collect();
    theirs.sort();
    ours.sort();
    assert_eq!(theirs, ours);
}

#[tokio::test]
async fn d11_whatever_happens_every_fen_is_somewhere_and_closed_days_stand() {
    for seed in [1, 20_261_128, 0x0506_0708] {
        println_seed(seed);
        let mut history = History::new(seed).await;
        for _ in 0..STEPS {
            history.step().await;
        }
        assert!(history.adoptions.len() > 3, "seed {seed}: nothing happened");
        judged(&history);
    }
}

/// Says which seed runs: what a failing test has written is shown.
#[expect(clippy::print_stdout, reason = "a failure names its seed")]
fn println_seed(seed: u64) {
    println!("seed {seed}");
}
