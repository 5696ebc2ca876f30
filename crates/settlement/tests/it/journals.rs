//! The exported journals, judged by hledger and beancount themselves: both must accept them, and come to the balances
//! that we come to. Where neither is installed the test says what to install.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use kernel::{AdoptionId, Currency, Day, FarmId, Money};
use settlement::{
    farmer_account::ChargeCause,
    journal::{JournalEntry, beancount, hledger},
    payment::Channel,
    postings::{Account, MoneyFact, Owed, postings, revenue_of_box},
};

fn tool(variable: &str, name: &str, how: &str) -> PathBuf {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        PathBuf::from,
    );
    named
        .into_iter()
        .chain([target.join("tools/beancount/bin").join(name)])
        .chain(std::env::split_paths(&path).map(|folder| folder.join(name)))
        .find(|path| path.is_file())
        .unwrap_or_else(|| {
            panic!("{name} is missing: {how} (tests/run does it), or set {variable}")
        })
}

fn run_hledger(journal: &str, arguments: &[&str]) -> Output {
    let program = tool("POMONA_HLEDGER", "hledger", "apt-get install hledger");
    let file = Journal::new(journal, "journal");
    Command::new(program)
        .arg("-f")
        .arg(file.path())
        .args(arguments)
        .output()
        .unwrap()
}

fn bean_check(journal: &str) -> Output {
    let program = tool("POMONA_BEAN_CHECK", "bean-check", "pip install beancount");
    let file = Journal::new(journal, "beancount");
    Command::new(program).arg(file.path()).output().unwrap()
}

/// A journal in a file that goes with it.
struct Journal(PathBuf);

impl Journal {
    fn new(text: &str, extension: &str) -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("pomona-books-{}-{number}.{extension}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A season of money: forty adoptions over every channel, with refunds, disputes, an advance and a settlement.
struct Season {
    entries: Vec<JournalEntry>,
    owed: BTreeMap<AdoptionId, Owed>,
}

impl Season {
    fn new() -> Self {
        let mut season = Self {
            entries: Vec::new(),
            owed: BTreeMap::new(),
        };
        for number in 0..40 {
            season.adopt(number);
        }
        season.pay_the_farm();
        season
    }

    fn post(&mut self, fact: &MoneyFact) {
        let position = u64::try_from(self.entries.len()).unwrap() + 1;
        let lines = postings(fact).unwrap();
        for line in &lines {
            let Some(adoption) = line.adoption else {
                continue;
            };
            let owed = self.owed.entry(adoption).or_default();
            if line.account == Account::Deposits {
                owed.deposit -= line.amount.minor;
            } else if line.account == Account::Undelivered {
                owed.undelivered -= line.amount.minor;
            }
        }
        let day: Day = "2026-03-01".parse().unwrap();
        self.entries.push(JournalEntry {
            position,
            day: day.plus_days(position / 4).unwrap(),
            what: format!("收款 \"fact\"; {position} | 退款\\"),
            lines,
        });
    }

    fn adopt(&mut self, number: u8) {
        let adoption = AdoptionId::from_bytes([number; 16]);
        let channel = Channel::ALL[usize::from(number) % 5];
        let currency = if number % 7 == 3 {
            Currency::EUR
        } else {
            Currency::CNY
        };
        let money = |minor| Money::new(minor, currency);
        let price = money(168_000 + i64::from(number) * 37);
        self.post(&MoneyFact::Captured {
            adoption,
            channel,
            amount: price,
            fee: money(i64::from(number) * 11),
        });
        self.post(&MoneyFact::Confirmed { adoption, price });
        let back = money(10_000 + i64::from(number));
        if number % 4 == 1 {
            let taken = self.owed[&adoption].take(back);
            let kept_fee = money(7);
            self.post(&MoneyFact::RefundRequested {
                adoption,
                taken,
                kept_fee,
            });
            self.post(&if number % 8 == 1 {
                MoneyFact::RefundSettled {
                    adoption,
                    channel,
                    amount: back.minus(kept_fee).unwrap(),
                }
            } else {
                MoneyFact::RefundGivenUp {
                    adoption,
                    taken,
                    kept_fee,
                }
            });
        }
        let boxes = number % 3;
        for left in (1..=boxes).rev() {
            let undelivered = money(self.owed[&adoption].undelivered);
            let revenue = revenue_of_box(undelivered, left);
            self.post(&MoneyFact::Delivered { adoption, revenue });
        }
        if number % 10 == 2 {
            let amount = back;
            self.post(&MoneyFact::DisputeOpened {
                adoption,
                channel,
                amount,
            });
            let taken = self.owed[&adoption].take(amount);
            self.post(&MoneyFact::DisputeLost {
                adoption,
                channel,
                disputed: amount,
                taken,
                fee: money(1_500),
            });
        }
    }

    fn pay_the_farm(&mut self) {
        let farm = FarmId::from_bytes([9; 16]);
        let adoption = AdoptionId::from_bytes([0; 16]);
        let (advance, earned) = (Money::fen(500_000), Money::fen(700_001));
        let channel = Channel::Manual;
        for fact in [
            MoneyFact::AdvanceGranted {
                farm,
                amount: advance,
            },
            MoneyFact::FarmerPaid {
                farm,
                channel,
                amount: advance,
            },
            MoneyFact::FarmerEarned {
                farm,
                adoption,
                earned,
                recovered: advance,
                held_back: Money::fen(20_000),
            },
            MoneyFact::FarmerCharged {
                farm,
                adoption,
                cause: ChargeCause::Claim,
                amount: Money::fen(3_000),
            },
            MoneyFact::SettlementAgreed {
                farm,
                amount: Money::fen(177_001),
            },
        ] {
            self.post(&fact);
        }
    }

    /// What we come to: account and currency with debits less credits.
    fn balances(&self) -> BTreeMap<(String, String), i64> {
        let mut balances = BTreeMap::new();
        for line in self.entries.iter().flat_map(|entry| &entry.lines) {
            let key = (
                line.account.to_string(),
                line.amount.currency.code().to_owned(),
            );
            *balances.entry(key).or_default() += line.amount.minor;
        }
        balances.retain(|_, balance| *balance != 0);
        balances
    }
}

#[test]
fn d11_hledger_accepts_the_journal_and_comes_to_our_balances() {
    let season = Season::new();
    let journal = hledger(&season.entries);
    let judged = run_hledger(&journal, &["check", "--strict", "ordereddates"]);
    assert!(judged.status.success(), "{}", words(&judged));
    let listed = run_hledger(&journal, &["balance", "--flat", "--no-total", "-O", "csv"]);
    assert!(listed.status.success(), "{}", words(&listed));
    assert_eq!(from_csv(&words(&listed)), season.balances());
}

/// Rows such as `"assets:channel:manual","12.00 CNY, 3.00 EUR"`.
fn from_csv(text: &str) -> BTreeMap<(String, String), i64> {
    let mut balances = BTreeMap::new();
    for row in text.lines().skip(1) {
        let (account, amounts) = row.trim_matches('"').split_once("\",\"").unwrap();
        for one in amounts.split(", ") {
            let (number, currency) = one.split_once(' ').unwrap();
            let minor = Money::parse(number, Currency::CNY).unwrap().minor;
            balances.insert((account.to_owned(), currency.to_owned()), minor);
        }
    }
    balances.retain(|_, balance| *balance != 0);
    balances
}

#[test]
fn d11_beancount_accepts_the_journal_with_our_balances() {
    let judged = bean_check(&beancount(&Season::new().entries));
    assert!(judged.status.success(), "{}", words(&judged));
    assert_eq!(words(&judged), "");
}

#[test]
fn d11_both_refuse_a_journal_that_is_off_by_one_fen() {
    let mut season = Season::new();
    season.entries[5].lines[0].amount.minor += 1;
    let by_hledger = run_hledger(&hledger(&season.entries), &["check", "--strict"]);
    assert!(!by_hledger.status.success());
    assert!(
        words(&by_hledger).contains("could not balance"),
        "{}",
        words(&by_hledger)
    );
    let by_beancount = bean_check(&beancount(&season.entries));
    assert!(!by_beancount.status.success());
    assert!(
        words(&by_beancount).contains("does not balance"),
        "{}",
        words(&by_beancount)
    );
}

#[test]
fn both_refuse_closing_balances_that_are_not_ours() {
    let entries = Season::new().entries;
    let wrong = |text: &str, from: &str| {
        let at = text.rfind(from).unwrap() + from.len();
        format!("{}1{}", &text[..at], &text[at..])
    };
    let by_hledger = run_hledger(&wrong(&hledger(&entries), " = "), &["check", "--strict"]);
    assert!(!by_hledger.status.success());
    let text = wrong(&beancount(&entries), "balance Expenses:Dispute-fees ");
    let by_beancount = bean_check(&text);
    assert!(!by_beancount.status.success(), "{text}");
}

#[test]
fn an_empty_journal_is_a_journal() {
    let judged = run_hledger(&hledger(&[]), &["check", "--strict"]);
    assert!(judged.status.success(), "{}", words(&judged));
    let judged = bean_check(&beancount(&[]));
    assert!(judged.status.success(), "{}", words(&judged));
}
