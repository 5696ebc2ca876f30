//! Between sale and harvest: some cancel by the plan they were shown, some are paid back a part, some payments are
//! disputed; some disputes end at once, some only after the frost.

use serde_json::json;

use super::{
    Stage,
    cast::{Bond, Fate, Way},
    money,
    stage::DAY_SECONDS,
};

/// Numbers between two that dispute.
const DISPUTES_APART: usize = 33;

pub(super) async fn happens(stage: &mut Stage) {
    let bonds = stage.bonds.clone();
    for bond in bonds.iter().filter(|bond| bond.fate == Fate::Cancels) {
        cancel_as_planned(bond).await;
    }
    let mut paid_back = (0, 0);
    for bond in bonds.iter().filter(|bond| bond.fate == Fate::PartBack) {
        let fen = 5_003 + i64::try_from(bond.number).expect("small") * 17;
        let wish = json!({
            "adoption": bond.adoption.id, "reason": "by-operator",
            "amount": { "minor": fen, "currency": "CNY" }
        });
        let wish = stage.operator().post("/api/v1/refunds", &wish).await;
        wish.good();
        paid_back = (paid_back.0 + 1, paid_back.1 + fen);
    }
    stage.settled().await;
    money::refunds_settle(stage).await;
    stage
        .table
        .money("partly paid back".into(), paid_back.0, paid_back.1);
    let cancelled = bonds.iter().filter(|bond| bond.fate == Fate::Cancels);
    let (count, fen) = (
        cancelled.clone().count(),
        cancelled.map(|bond| bond.fen).sum(),
    );
    let what = "cancelled by plan, paid back in full";
    stage.table.money(what.into(), count, fen);
    for (bond, won) in disputed(&bonds) {
        open(stage, bond).await;
        if ends_at_once(bond) {
            end(stage, bond, won).await;
        }
    }
    stage.settled().await;
}

/// The disputes that are still open end.
pub(super) async fn ends(stage: &mut Stage) {
    let bonds = stage.bonds.clone();
    for (bond, won) in disputed(&bonds).filter(|(bond, _)| !ends_at_once(bond)) {
        end(stage, bond, won).await;
    }
    stage.pass(DAY_SECONDS).await;
    for wanted in [true, false] {
        let those = disputed(&bonds).filter(|(_, won)| *won == wanted);
        let (count, fen) = (those.clone().count(), those.map(|(bond, _)| bond.fen).sum());
        let what = if wanted {
            "disputed, won"
        } else {
            "disputed, lost"
        };
        stage.table.money(what.into(), count, fen);
    }
    for (bond, won) in disputed(&bonds) {
        let status = bond.adoption.status().await;
        let expected = if won { "confirmed" } else { "cancelled" };
        assert_eq!(
            status, expected,
            "{} disputed by {:?}",
            bond.number, bond.way
        );
    }
    let open = stage.operator().read("/api/v1/disputes?open=true").await;
    assert_eq!(open, json!([]), "every dispute has ended");
}

fn disputed(bonds: &[Bond]) -> impl Iterator<Item = (&Bond, bool)> + Clone {
    bonds.iter().filter_map(|bond| match bond.fate {
        Fate::Disputed { won } => Some((bond, won)),
        Fate::Plain | Fate::Late | Fate::TooLate | Fate::Cancels | Fate::PartBack => None,
    })
}

const fn ends_at_once(bond: &Bond) -> bool {
    (bond.number / DISPUTES_APART).is_multiple_of(2)
}

async fn cancel_as_planned(bond: &Bond) {
    let (client, path) = (
        &bond.adoption.buyer.client,
        bond.adoption.path("/cancellation"),
    );
    let plan = client.read(&path).await;
    assert_eq!(plan["refund"]["minor"], bond.fen, "all of it: {plan}");
    let plan = plan["plan"].as_str().expect("a plan");
    let done = client.post(&format!("{path}/{plan}"), &json!({})).await;
    done.good();
    assert_eq!(bond.adoption.status().await, "cancelled");
}

/// Stripe tells it; of the others an operator has read a letter.
async fn open(stage: &Stage, bond: &Bond) {
    if bond.way == Way::Stripe {
        return stage
            .tell(&stage.channels.stripe.dispute(&bond.payment))
            .await;
    }
    let path = format!("/api/v1/payments/{}/disputes", bond.payment);
    let respond_by = stage.channels.clock.now().plus_days(90);
    let case = json!({
        "case": format!("C{}", bond.number), "reason": "not-received", "respond_by": respond_by,
        "amount": { "minor": bond.fen, "currency": "CNY" }
    });
    stage.operator().post(&path, &case).await.good();
}

async fn end(stage: &mut Stage, bond: &Bond, won: bool) {
    if bond.way == Way::Stripe {
        let told = stage.channels.stripe.end_dispute(&bond.payment, won);
        return stage.tell(&told).await;
    }
    let open = stage.operator().read("/api/v1/disputes?open=true").await;
    let open = open.as_array().expect("disputes");
    let of_it = open
        .iter()
        .find(|one| one["payment"] == bond.payment.as_str());
    let id = of_it.and_then(|one| one["dispute"].as_str());
    let path = format!("/api/v1/disputes/{}", id.expect("it is open"));
    if won {
        let path = format!("{path}/won");
        stage.operator().post(&path, &json!({})).await.good();
        return;
    }
    if bond.way == Way::WechatPay {
        let till = &stage.channels.wechat.till;
        till.change(&bond.payment, |trade| trade.lost_fen = trade.fen);
    } else {
        stage.play_lost_fen += bond.fen;
    }
    let fact = json!({
        "channel": bond.way.channel(), "transaction": format!("L{}", bond.number),
        "amount": { "minor": bond.fen, "currency": "CNY" }
    });
    let path = format!("{path}/lost");
    stage.operator().post(&path, &fact).await.good();
}
