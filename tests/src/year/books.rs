//! The end: every channel's days agree with ours, the books sum to zero and say what the channels' tills say, every fen
//! that came is somewhere, programs of other people accept the journals, the log is whole, what was derived from it can be
//! derived again.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    Stage, Table,
    cast::Shop,
    judges, money,
    stand_in::{Till, yuan},
};
use crate::Folder;

/// Accounts whose balance is owed to buyers, in fruit or in money.
const OWED: [&str; 7] = [
    "liabilities:deposits",
    "liabilities:undelivered",
    "liabilities:refunds-payable",
    "liabilities:buyers:credit",
    "liabilities:buyers:carried-over",
    "liabilities:buyers:surplus",
    "liabilities:payouts-in-flight",
];
/// Accounts that say what fruit was delivered for.
const DELIVERED: [&str; 2] = ["income:fruit", "income:fruit-returns"];
/// Accounts that say what the platform bore in the buyers' stead.
const BORNE: [&str; 3] = [
    "expenses:claims",
    "expenses:dispute-losses",
    "expenses:dispute-fees",
];

type Balances = BTreeMap<String, i64>;

pub(super) async fn close(mut stage: Stage) -> Table {
    money::refunds_settle(&mut stage).await;
    nothing_waits(&stage).await;
    reconcile(&mut stage).await;
    let balances = trial_balance(&mut stage).await;
    every_fen_is_somewhere(&mut stage, &balances).await;
    owed_is_the_sum_over_adoptions(&stage, &balances).await;
    judged(&mut stage, &balances).await;
    stage.chapter("books, channels and journals compared");
    let Stage {
        folder,
        serving,
        mut table,
        channels,
        ..
    } = stage;
    serving.stop();
    drop(channels);
    whole(&folder, &mut table);
    table
}

async fn nothing_waits(stage: &Stage) {
    for path in [
        "/api/v1/exceptions",
        "/api/v1/refunds",
        "/api/v1/bank/lines",
    ] {
        assert_eq!(stage.operator().read(path).await, json!([]), "{path}");
    }
}

/// Each channel's statement of each day beside our records.
async fn reconcile(stage: &mut Stage) {
    let (mut days, mut agreed) = (0, 0);
    for day in stage.days.clone() {
        let day = day.to_string();
        let statements = match stage.shop {
            Shop::Real => vec![
                ("wechat-pay", String::new()),
                ("alipay", stage.channels.alipay.bill(&day)),
                ("stripe", stage.channels.stripe.report(&day)),
            ],
            Shop::Demo => vec![("sandbox", String::new())],
        };
        for (channel, file) in statements {
            let path = format!("/api/v1/channels/{channel}/reconciliations/{day}");
            let kind = "application/octet-stream";
            stage.operator().post_file(&path, kind, &file).await.good();
            // A fee that nobody had told yet is a difference once: the statement tells it.
            let first = stage.operator().read(&path).await;
            for difference in first["differences"].as_array().into_iter().flatten() {
                assert_eq!(difference["about"], json!(["fee"]), "{difference}");
                assert_eq!(channel, "stripe", "{difference}");
            }
            stage.operator().post_file(&path, kind, &file).await.good();
            let run = stage.operator().read(&path).await;
            assert_eq!(run["difference_count"], 0, "{run}");
            assert_eq!(run["skipped"], 0, "{run}");
            agreed += run["agreed"].as_u64().expect("a count");
            days += 1;
        }
    }
    assert!(agreed > 0, "nothing was compared");
    stage.table.judged(format!(
        "Reconciliation: {days} daily statements of channels compared, {agreed} movements agree, 0 differences."
    ));
}

async fn trial_balance(stage: &mut Stage) -> Balances {
    let told = stage.operator().read("/api/v1/trial-balance").await;
    let accounts = told["accounts"].as_array().expect("accounts").iter();
    let balances: Balances = accounts
        .map(|row| {
            let fen = row["balance"]["minor"].as_i64().expect("fen");
            (row["account"].as_str().expect("a name").to_owned(), fen)
        })
        .collect();
    assert_eq!(balances.values().sum::<i64>(), 0, "D 11: {balances:?}");
    for (name, fen) in &balances {
        stage.table.account(name, *fen);
    }
    balances
}

fn sum(balances: &Balances, names: &[&str]) -> i64 {
    names.iter().filter_map(|name| balances.get(*name)).sum()
}

/// What the channels and the bank say they moved, whom we never told, is what our accounts say; and what came is
/// delivered, went back, or is owed.
async fn every_fen_is_somewhere(stage: &mut Stage, balances: &Balances) {
    let balance = |name: &str| sum(balances, &[name]);
    let (mut came, mut back, mut fees) = (0, 0, 0);
    let tills: [(&str, &Till); 3] = [
        ("assets:channel:wechat-pay", &stage.channels.wechat.till),
        ("assets:channel:alipay", &stage.channels.alipay.till),
        ("assets:channel:stripe", &stage.channels.stripe.till),
    ];
    for (account, till) in tills {
        let [paid, returned, lost] = till.sums();
        let kept = till.kept();
        assert_eq!(balance(account), paid - returned - lost - kept, "{account}");
        fees += kept;
        (came, back) = (came + paid, back + returned + lost);
    }
    assert_eq!(balance("expenses:channel-fees"), fees, "B 22");
    let refunds = stage.operator().read("/api/v1/refunds?state=settled").await;
    let by = |channel: &str| -> i64 {
        let all = refunds.as_array().expect("refunds").iter();
        let mine = all.filter(|refund| refund["channel"] == channel);
        mine.filter_map(|refund| refund["amount"]["minor"].as_i64())
            .sum()
    };
    let play = stage.play_fen;
    assert_eq!(
        balance("assets:channel:sandbox"),
        play - by("sandbox") - stage.play_lost_fen
    );
    let bank = &stage.bank;
    assert_eq!(
        balance("assets:channel:manual"),
        bank.came_fen - bank.went_fen
    );
    came += play + bank.came_fen;
    back += by("sandbox") + stage.play_lost_fen + by("manual") + stage.cashed_fen;
    let owed = -sum(balances, &OWED);
    let delivered = -sum(balances, &DELIVERED) - sum(balances, &BORNE);
    assert_eq!(came, back + owed + delivered, "D 18: {balances:?}");
    stage.table.judged(format!(
        "Every fen that buyers paid is somewhere: {} came = {} went back + {} delivered + {} owed.",
        yuan(came),
        yuan(back),
        yuan(delivered),
        yuan(owed)
    ));
}

async fn owed_is_the_sum_over_adoptions(stage: &Stage, balances: &Balances) {
    let mut owed = 0;
    let mut path = "/api/v1/owed?limit=100".to_owned();
    loop {
        let page = stage.operator().read(&path).await;
        for row in page["items"].as_array().expect("a page") {
            let parts = ["deposit", "undelivered", "payable"];
            let parts = parts.map(|name| row[name].as_i64().expect("fen"));
            assert!(parts.iter().all(|part| *part >= 0), "D 18: {row}");
            owed += parts.iter().sum::<i64>();
        }
        match page["next"].as_str() {
            Some(next) => path = format!("/api/v1/owed?limit=100&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(owed, -sum(balances, &OWED[..3]), "D 18");
}

async fn judged(stage: &mut Stage, balances: &Balances) {
    let folder = tempfile::tempdir().expect("a folder");
    let [hledger, beancount] = ["hledger", "beancount"].map(|name| folder.path().join(name));
    for (name, file) in [("hledger", &hledger), ("beancount", &beancount)] {
        let path = format!("/api/v1/journals/{name}");
        let journal = stage.operator().get(&path).await.good();
        std::fs::write(file, &journal.body).expect("written");
    }
    judges::beancount(&beancount);
    let theirs: Balances = judges::hledger(&hledger)
        .iter()
        .map(|(account, balance)| (account.clone(), hledger_fen(balance)))
        .collect();
    let mut ours = balances.clone();
    ours.retain(|_, fen| *fen != 0);
    assert_eq!(theirs, ours);
    stage.table.judged(format!(
        "hledger `check --strict` and `bean-check` accept the journals; hledger's {} balances are ours.",
        theirs.len()
    ));
}

/// `1680.01 CNY` or `CNY 1,680.01` as fen.
fn hledger_fen(balance: &str) -> i64 {
    let digits: String = balance.chars().filter(char::is_ascii_digit).collect();
    let fen: i64 = digits.parse().expect("an amount");
    if balance.contains('-') { -fen } else { fen }
}

/// The log is whole, and read models built anew from it equal the live ones (D 46).
fn whole(folder: &Folder, table: &mut Table) {
    let verdict = folder.done(&["log", "verify"], "");
    assert!(verdict.starts_with("The log is whole"), "{verdict}");
    let live = folder.done(&["readmodel", "dump"], "");
    folder.done(&["readmodel", "rebuild"], "");
    let rebuilt = folder.done(&["readmodel", "dump"], "");
    let pairs = live.lines().zip(rebuilt.lines());
    let differing = pairs.clone().find(|(live, rebuilt)| live != rebuilt);
    assert_eq!(differing, None);
    assert_eq!(live.len(), rebuilt.len());
    let rows = live.lines().count();
    table.judged(verdict.trim().to_owned());
    table.judged(format!(
        "Read models built anew from the log are the live ones, {rows} rows (D 46)."
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hledgers_balances_are_read() {
        assert_eq!(hledger_fen("-1680.01 CNY"), -168_001);
        assert_eq!(hledger_fen("CNY 1,680.00"), 168_000);
    }
}
