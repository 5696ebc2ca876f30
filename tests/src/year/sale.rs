//! The sale: on each day some hold a tree, sign and pay by their way; those who are late pay the day after, and half of
//! them find that somebody else has their tree.

use serde_json::{Value, json};

use super::{
    Stage,
    bank::{self, Movement},
    cast::{self, Bond, Fate, Way},
    stage::{CLAUSES, DAY_SECONDS, DEADLINE_DAYS, GRACE_DAYS, at_once},
};
use crate::{Adoption, Buyer, Tree};

/// Days on which people adopt.
const SALE_DAYS: usize = 5;

pub(super) async fn sell(stage: &mut Stage) {
    let buyers = sign_up(stage).await;
    let per_day = stage.size.div_ceil(SALE_DAYS);
    let numbers: Vec<usize> = (0..stage.size).collect();
    let mut waiting: Vec<Bond> = Vec::new();
    for of_day in numbers.chunks(per_day) {
        let begun = at_once(of_day, |number| {
            let (stage, buyer) = (&*stage, &buyers[cast::buyer(*number)]);
            begin(
                stage,
                *number,
                buyer,
                (cast::way(stage.shop, *number), cast::fate(*number)),
            )
        })
        .await;
        let late = |bond: &Bond| matches!(bond.fate, Fate::Late | Fate::TooLate);
        let (tardy, prompt): (Vec<Bond>, Vec<Bond>) = begun.into_iter().partition(late);
        let faster = somebody_is_faster(stage, &waiting).await;
        pay(stage, &[prompt.as_slice(), faster.as_slice()].concat()).await;
        pay(stage, &waiting).await;
        stage.bonds.extend(prompt.into_iter().chain(faster));
        stage.bonds.append(&mut waiting);
        waiting = tardy;
        stage.pass(DAY_SECONDS).await;
    }
    let faster = somebody_is_faster(stage, &waiting).await;
    pay(stage, &faster).await;
    pay(stage, &waiting).await;
    stage.bonds.extend(faster.into_iter().chain(waiting));
    stage.bonds.sort_by_key(|bond| bond.number);
    stage.pass(DAY_SECONDS).await;
    stage.pass((DEADLINE_DAYS + GRACE_DAYS) * DAY_SECONDS).await;
    everybody_has_what_they_paid_for(stage).await;
}

async fn sign_up(stage: &Stage) -> Vec<Buyer> {
    let visitor = stage.visitor();
    let visitor = &visitor;
    let buyers = 0..=cast::buyer(stage.size - 1);
    at_once(buyers, |number| async move {
        Buyer::sign_up(visitor, number).await
    })
    .await
}

/// Holds a tree, signs, and asks how to pay.
async fn begin(stage: &Stage, number: usize, buyer: &Buyer, (way, fate): (Way, Fate)) -> Bond {
    let nth = cast::campaign(number % stage.size);
    let campaign = &stage.campaigns[nth];
    let tree: &Tree = &stage.orchard.trees[number % stage.size];
    let adoption = buyer.adopt(campaign, tree).await;
    let client = &buyer.client;
    let plate = json!({ "text": format!("小满{number}") });
    client
        .put(&adoption.path("/nameplate"), &plate)
        .await
        .good();
    let seen = json!({
        "contract": campaign.contract, "risk_clause": CLAUSES[nth], "no_return_confirmed": true
    });
    client.post(&adoption.path("/contract"), &seen).await.good();
    let payment = client
        .post(&adoption.path("/payments"), &json!({}))
        .await
        .made();
    let redirect = choose_way(&adoption, way).await;
    let shown = client.read(&format!("/api/v1/payments/{payment}")).await;
    Bond {
        number,
        adoption,
        way,
        fate,
        payment,
        reference: shown["reference"].as_str().expect("a code").to_owned(),
        fen: shown["amount"]["minor"].as_i64().expect("an amount"),
        redirect,
    }
}

async fn choose_way(adoption: &Adoption, way: Way) -> Option<String> {
    let scene = match way {
        Way::Csv | Way::Camt => return None,
        Way::WechatPay => "qr-code",
        Way::Alipay => "phone",
        Way::Stripe | Way::PlayMoney => "desktop",
    };
    let form = json!({ "channel": way.channel(), "scene": scene });
    let path = adoption.path("/attempts");
    let shown = adoption.buyer.client.post(&path, &form).await.good();
    shown.json()["redirect"].as_str().map(str::to_owned)
}

/// The holds of these are over; others take the trees of those who are too late.
async fn somebody_is_faster(stage: &Stage, tardy: &[Bond]) -> Vec<Bond> {
    let too_late = tardy.iter().filter(|bond| bond.fate == Fate::TooLate);
    at_once(too_late, |bond| async move {
        let number = bond.number + stage.size;
        let buyer = Buyer::sign_up(&stage.visitor(), number).await;
        begin(stage, number, &buyer, (Way::Csv, Fate::Plain)).await
    })
    .await
}

/// Everybody of these pays; what their channels then tell arrives.
async fn pay(stage: &mut Stage, bonds: &[Bond]) {
    let [mut csv, mut camt] = [vec![], vec![]];
    for bond in bonds {
        let channels = &stage.channels;
        match bond.way {
            Way::Csv => csv.push(transfer(stage, bond)),
            Way::Camt => camt.push(transfer(stage, bond)),
            Way::WechatPay => stage.tell(&channels.wechat.pay(&bond.payment)).await,
            Way::Alipay => {
                let redirect = bond.redirect.as_ref().expect("a page to go to");
                stage.tell(&channels.alipay.pay(redirect)).await;
            }
            Way::Stripe => stage.tell(&channels.stripe.pay(&bond.payment)).await,
            Way::PlayMoney => {
                let path = format!("/sandbox/payments/{}", bond.payment);
                let client = &bond.adoption.buyer.client;
                let seen = client.submit(&path, "answer", "pay").await;
                assert_eq!(seen.status.as_u16(), 303, "{seen}");
                stage.play_fen += bond.fen;
            }
        }
    }
    let day = stage.channels.clock.today();
    bring(stage, "plain", &bank::csv(&csv, day), csv.len()).await;
    bring(stage, "camt.053", &bank::camt(&camt, day), camt.len()).await;
    stage.settled().await;
}

fn transfer(stage: &mut Stage, bond: &Bond) -> Movement {
    let text = format!("认养 {}", bond.reference);
    let payer = format!("林{}", bond.number);
    stage.bank.receive(bond.fen, &text, &payer)
}

/// The operator brings in a statement of which every line finds its payment, and the same file again.
async fn bring(stage: &Stage, form: &str, file: &str, lines: usize) {
    if lines == 0 {
        return;
    }
    let path = format!("/api/v1/bank/statements?form={form}");
    for again in [false, true] {
        let kind = "application/octet-stream";
        let import = stage.operator().post_file(&path, kind, file).await.good();
        let import = import.json();
        assert_eq!(import["again"], again, "{import}");
        let told = import["lines"].as_array().expect("lines").clone();
        let matched = told.iter().filter(|line| line["verdict"] == "matched");
        let expected = if again { 0 } else { lines };
        assert_eq!(matched.count(), expected, "{import}");
    }
}

/// Whoever paid in time, or late for a tree that was free, has it; whoever came too late gets the money back.
async fn everybody_has_what_they_paid_for(stage: &mut Stage) {
    let shown = at_once(&stage.bonds, |bond| bond.adoption.shown()).await;
    for (bond, shown) in stage.bonds.iter().zip(&shown) {
        let expected = match bond.fate {
            Fate::TooLate => ("cancelled", Value::from("paid-too-late")),
            Fate::Plain | Fate::Late | Fate::Disputed { .. } | Fate::Cancels | Fate::PartBack => {
                ("confirmed", Value::Null)
            }
        };
        let found = (
            shown["status"].as_str().unwrap_or_default(),
            shown["cancel_reason"].clone(),
        );
        assert_eq!(
            found, expected,
            "{:?} by {:?}: {shown}",
            bond.fate, bond.way
        );
    }
    for way in Way::ALL {
        let by_it = stage.bonds.iter().filter(|bond| bond.way == way);
        let count = by_it.clone().count();
        if count == 0 {
            continue;
        }
        let fen = by_it.map(|bond| bond.fen).sum();
        stage
            .table
            .money(format!("paid by {}", way.name()), count, fen);
    }
    let funding = funding(stage).await;
    for (fate, what) in [
        (Fate::Late, "paid late, the tree was still free"),
        (Fate::TooLate, "paid too late, paid back in full"),
    ] {
        let those = stage.bonds.iter().filter(|bond| bond.fate == fate);
        let (count, fen) = (those.clone().count(), those.map(|bond| bond.fen).sum());
        stage.table.money(what.to_owned(), count, fen);
    }
    stage
        .table
        .count("campaigns whose goal was reached", funding);
}

async fn funding(stage: &Stage) -> usize {
    let mut reached = 0;
    for campaign in &stage.campaigns {
        let path = format!("/api/v1/campaigns/{}/funding", campaign.id);
        let funding = stage.operator().read(&path).await;
        assert_eq!(funding["outcome"], "reached", "{funding}");
        reached += 1;
    }
    reached
}
