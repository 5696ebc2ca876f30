//! The books as people keep them: closed days, corrections, invoices, journals (D 19, 22).

use app::commands::books::{self, Correction, Notation};
use kernel::Money;
use settlement::{
    entry::Original,
    postings::{Account, Posting},
};

use crate::world::{World, code, day};

fn lines(fen: i64) -> Vec<Posting> {
    [(Account::ChannelFees, fen), (Account::Corrections, -fen)]
        .map(|(account, minor)| Posting {
            account,
            adoption: None,
            farm: None,
            amount: Money::fen(minor),
        })
        .to_vec()
}

fn correction(on: &str, fen: i64) -> Correction {
    Correction {
        day: day(on),
        lines: lines(fen),
        memo: "bank charge".into(),
    }
}

#[tokio::test]
async fn d19_a_closed_day_is_corrected_by_a_reversal_on_a_later_one() {
    let world = World::new().await;
    let who = world.operator();
    let (entry, _) = {
        let intent = world.intent(&world.operator);
        books::post_entry(&world.app, &who, &intent, correction("2026-03-01", 500))
            .await
            .unwrap()
    };
    let intent = world.intent(&world.operator);
    let early = books::close_day(&world.app, &who, &intent, day("2026-03-01")).await;
    assert_eq!(code(&early.unwrap_err()), "day-not-over");
    world.clock.advance_seconds(86_400);
    let intent = world.intent(&world.operator);
    books::close_day(&world.app, &who, &intent, day("2026-03-01"))
        .await
        .unwrap();
    let intent = world.intent(&world.operator);
    let closed = books::post_entry(&world.app, &who, &intent, correction("2026-03-01", 1)).await;
    assert_eq!(code(&closed.unwrap_err()), "day-closed");
    let original = Original::Entry(entry);
    for (fen, expected) in [(-501, Err("reversal-exceeds")), (-500, Ok(()))] {
        let intent = world.intent(&world.operator);
        let back = correction("2026-03-02", fen);
        let answer = books::reverse_entry(&world.app, &who, &intent, original, back).await;
        assert_eq!(answer.map(|_| ()).map_err(|error| code(&error)), expected);
    }
    world.caught_up().await;
    assert_eq!(world.balances(), []);
}

#[tokio::test]
async fn d22_nothing_is_invoiced_before_it_is_earned_and_no_number_is_lost() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    let intent = world.intent(&world.operator);
    let refused = books::issue_invoice(&world.app, &world.operator(), &intent, adoption).await;
    assert_eq!(code(&refused.unwrap_err()), "amount-not-positive");
}

#[tokio::test]
async fn journals_hold_every_entry() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    world.adopted(&buyer, campaign, tree).await;
    let auditor = world.operator.auditor().unwrap();
    let hledger = books::export_journal(&world.app, &auditor, Notation::Hledger).unwrap();
    assert!(hledger.contains("payment captured") && hledger.contains("adoption confirmed"));
    assert!(hledger.contains("liabilities:undelivered  -1680.00 CNY = -1680.00 CNY"));
    let beancount = books::export_journal(&world.app, &auditor, Notation::Beancount).unwrap();
    assert!(beancount.contains("balance Assets:Channel:Manual 1680.00 CNY"));
}
