//! The next season: the holder is asked first, and nothing renews by itself without a reminder.

use adoption::{
    campaign::{RiskClause, Terms},
    renewal::{Answer, Rejection as No},
    shortfall::Remedy,
    tree_share,
};
use app::{
    Error, Intent,
    commands::{
        adopt::{self, Acceptance},
        campaigns::{self, CampaignDraft},
        harvest::{self, Harvest},
        payments, renewals,
    },
    permission::Identity,
    rejection::Rejection,
};
use kernel::{AdoptionId, CampaignId, Grams, LotId, Money, Season, TreeId};
use readmodels::{garden::AdoptionStatus, renewals::RenewalRow};
use settlement::payment::Channel;
use traceability::lot::{Grade, TreeYield};

use crate::{
    harvesting::{allocated, certified},
    losing::{after_frost, chosen},
    world::{World, acceptance, contract, day, moment, terms, words},
};

/// The campaign of the year after: it is opened ten days before its sale begins.
pub(crate) async fn next_year(
    world: &World,
    trees: &[TreeId],
    change: impl FnOnce(&mut Terms),
) -> CampaignId {
    world.clock.set(moment("2027-01-10T02:00:00Z"));
    let mut terms = Terms {
        sale_from: moment("2027-01-20T00:00:00Z"),
        sale_until: moment("2027-09-01T00:00:00Z"),
        ship_from: day("2027-11-20"),
        ship_until: day("2027-12-31"),
        ..terms()
    };
    change(&mut terms);
    let who = world.operator();
    let draft = CampaignDraft {
        orchard: world.orchard,
        season: Season::new(2027).unwrap(),
        title: words("脐橙 2027"),
        story: words("山里的橙子"),
        terms,
    };
    let intent = |what: &str| Intent::of_system(&format!("2027/{what}"), world.app.now());
    let (campaign, _) = campaigns::draft(&world.app, &who, &intent("draft"), draft)
        .await
        .unwrap();
    campaigns::publish_contract(&world.app, &who, &intent("contract"), campaign, contract())
        .await
        .unwrap();
    campaigns::offer_trees(&world.app, &who, &intent("trees"), campaign, trees.to_vec())
        .await
        .unwrap();
    campaigns::open(&world.app, &who, &intent("open"), campaign)
        .await
        .unwrap();
    world.policies().await;
    campaign
}

fn row(world: &World, adoption: AdoptionId) -> RenewalRow {
    world.app.read().renewal_of(adoption).unwrap().unwrap()
}

fn status(world: &World, adoption: AdoptionId) -> AdoptionStatus {
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    row.adoption.status
}

async fn say(
    world: &World,
    who: &Identity,
    adoption: AdoptionId,
    said: Answer,
) -> Result<(), Error> {
    let intent = world.intent(who);
    renewals::answer(&world.app, &who.buyer(), &intent, adoption, said).await?;
    world.policies().await;
    Ok(())
}

async fn automatic(world: &World, who: &Identity, adoption: AdoptionId, on: bool) {
    let intent = world.intent(who);
    renewals::set_automatic(&world.app, &who.buyer(), &intent, adoption, on)
        .await
        .unwrap();
    world.caught_up().await;
}

/// An adoption of 2026 and the campaign of 2027 that offers its tree again.
async fn a_year_later(automatic_on: bool) -> (World, Identity, AdoptionId, CampaignId, TreeId) {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    if automatic_on {
        automatic(&world, &buyer, adoption, true).await;
    }
    let next = next_year(&world, &[tree], |_| ()).await;
    (world, buyer, adoption, next, tree)
}

#[tokio::test]
async fn u1_11_the_holder_is_asked_first_and_says_yes_under_the_new_contract() {
    let (world, buyer, adoption, campaign, tree) = a_year_later(false).await;
    let offered = row(&world, adoption);
    assert_eq!(offered.until, moment("2027-01-31T02:00:00Z"));
    let other = world.person("other", None).await;
    world.clock.set(moment("2027-01-25T02:00:00Z"));
    let held = world.adopt(&other, campaign, tree).await;
    assert!(matches!(
        held,
        Err(Error::Rejected(Rejection::TreeShare(
            tree_share::Rejection::TreeShareOnHold { .. }
        )))
    ));
    say(&world, &buyer, adoption, Answer::Renewed)
        .await
        .unwrap();
    let payment = world.ready_to_pay(&buyer, offered.next).await;
    world.captured(payment, "T-2027", world.app.now()).await;
    assert_eq!(status(&world, offered.next), AdoptionStatus::Confirmed);
    let changed = say(&world, &buyer, adoption, Answer::Released).await;
    assert!(matches!(
        changed,
        Err(Error::Rejected(Rejection::Renewal(No::RenewalAnswered)))
    ));
}

#[tokio::test]
async fn u1_11_silence_pause_and_release_free_the_part() {
    for said in [None, Some(Answer::Paused), Some(Answer::Released)] {
        let (world, buyer, adoption, campaign, tree) = a_year_later(false).await;
        let next = row(&world, adoption).next;
        match said {
            Some(said) => say(&world, &buyer, adoption, said).await.unwrap(),
            None => world.pass(21 * 24 * 60).await,
        }
        assert_eq!(
            row(&world, adoption).answer,
            Some(said.unwrap_or(Answer::Lapsed))
        );
        assert!(matches!(
            status(&world, next),
            AdoptionStatus::Cancelled { .. }
        ));
        world.clock.set(moment("2027-02-10T00:00:00Z"));
        let other = world.person("other", None).await;
        world.adopt(&other, campaign, tree).await.unwrap();
        let stranger = say(&world, &other, adoption, Answer::Paused).await;
        assert!(matches!(stranger, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn d10_it_renews_by_itself_a_week_after_the_reminder_and_asks_for_no_money() {
    let (world, _, adoption, _, _) = a_year_later(true).await;
    let next = row(&world, adoption).next;
    world.pass(7 * 24 * 60 - 1).await;
    assert_eq!(row(&world, adoption).renews_at, None);
    world.pass(1).await;
    let renews_at = row(&world, adoption).renews_at;
    assert_eq!(renews_at, Some(moment("2027-01-24T02:00:00Z")), "dated");
    world.pass(7 * 24 * 60 - 1).await;
    assert_eq!(row(&world, adoption).answer, None);
    world.pass(1).await;
    assert_eq!(row(&world, adoption).answer, Some(Answer::Renewed));
    let renewed = world.app.read().adoption(next).unwrap().unwrap();
    assert!(renewed.adoption.contract_accepted_at.is_some());
    assert!(renewed.payments.is_empty(), "nothing is charged by itself");
}

#[tokio::test]
async fn d10_one_step_opts_out_also_after_the_reminder() {
    let (world, buyer, adoption, _, _) = a_year_later(true).await;
    let next = row(&world, adoption).next;
    world.pass(8 * 24 * 60).await;
    assert!(row(&world, adoption).renews_at.is_some());
    automatic(&world, &buyer, adoption, false).await;
    world.pass(13 * 24 * 60).await;
    assert_eq!(row(&world, adoption).answer, Some(Answer::Lapsed));
    let row = world.app.read().adoption(next).unwrap().unwrap();
    assert_eq!(row.adoption.contract_accepted_at, None);
}

#[tokio::test]
async fn d6_a_dearer_season_waits_for_the_holders_own_word() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    automatic(&world, &buyer, adoption, true).await;
    next_year(&world, &[tree], |terms| terms.price = Money::fen(188_000)).await;
    let next = row(&world, adoption).next;
    world.pass(7 * 24 * 60).await;
    world.pass(7 * 24 * 60).await;
    assert_eq!(row(&world, adoption).answer, None);
    let row = world.app.read().adoption(next).unwrap().unwrap();
    assert_eq!(row.adoption.contract_accepted_at, None);
    let intent = world.intent(&buyer);
    adopt::cancel(&world.app, &buyer.buyer(), &intent, next)
        .await
        .unwrap();
}

/// A lot of the tree, picked in November 2027.
async fn picked_a_year_later(world: &World, tree: TreeId, grams: u64) -> LotId {
    world.clock.set(moment("2027-11-29T02:00:00Z"));
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let wish = Harvest {
        code: "L-2027".into(),
        block: world.block,
        picked_on: day("2027-11-28"),
        grade: Grade::First,
        gross: Grams(grams),
        tare: Grams::ZERO,
        yields: vec![TreeYield {
            tree,
            grams: Grams(grams),
        }],
    };
    let intent = world.intent(&world.operator);
    let (lot, _) = harvest::record(&world.app, &farmer, &intent, wish)
        .await
        .unwrap();
    lot
}

#[tokio::test]
async fn d18_what_was_carried_over_comes_with_the_next_season_to_the_gram() {
    let (world, buyer, adoption, tree, _) = after_frost(RiskClause::CarryOver).await;
    chosen(&world, &buyer, (adoption, 1), Remedy::CarryOver)
        .await
        .unwrap();
    let campaign = next_year(&world, &[tree], |terms| {
        terms.risk_clause = RiskClause::CarryOver;
    })
    .await;
    let next = row(&world, adoption).next;
    say(&world, &buyer, adoption, Answer::Renewed)
        .await
        .unwrap();
    let seen = Acceptance {
        risk_clause: RiskClause::CarryOver,
        ..acceptance()
    };
    let intent = world.intent(&buyer);
    adopt::accept_contract(&world.app, &buyer.buyer(), &intent, next, seen)
        .await
        .unwrap();
    let intent = world.intent(&buyer);
    let way = Channel::Manual;
    let opened = payments::start_payment(&world.app, &buyer.buyer(), &intent, next, way).await;
    world
        .captured(opened.unwrap().0, "T-2027", world.app.now())
        .await;
    // It comes with the next adoption, and is owed there from now on; its money is kept until it is delivered.
    let came = world.app.read().carried_with(next).unwrap();
    assert_eq!(came.len(), 1);
    assert_eq!(
        (came[0].adoption, came[0].amount),
        (adoption, Money::fen(100_800))
    );
    assert_eq!(came[0].grams, Grams(24_000));
    assert_eq!(world.balance("liabilities:buyers:carried-over"), -100_800);
    // Its tree bears more than both together: the adoption gets what is promised and what was carried over.
    let lot = picked_a_year_later(&world, tree, 80_000).await;
    certified(&world, lot).await;
    allocated(&world, lot).await;
    let found = world.app.read().adoption(next).unwrap().unwrap();
    assert_eq!(found.adoption.agreement.campaign, campaign);
    let granted: u64 = found.grants.iter().map(|grant| grant.granted.0).sum();
    assert_eq!(granted, 64_000, "40 kg and 24 kg of the year before");
}

#[tokio::test]
async fn d18_what_was_carried_into_a_season_that_is_cancelled_goes_back() {
    let (world, buyer, adoption, tree, _) = after_frost(RiskClause::CarryOver).await;
    chosen(&world, &buyer, (adoption, 1), Remedy::CarryOver)
        .await
        .unwrap();
    next_year(&world, &[tree], |_| ()).await;
    let next = row(&world, adoption).next;
    say(&world, &buyer, adoption, Answer::Renewed)
        .await
        .unwrap();
    let payment = world.ready_to_pay(&buyer, next).await;
    world.captured(payment, "T-2027", world.app.now()).await;
    assert_eq!(world.app.read().carried_with(next).unwrap().len(), 1);
    let intent = world.intent(&buyer);
    adopt::cancel(&world.app, &buyer.buyer(), &intent, next)
        .await
        .unwrap();
    world.policies().await;
    assert_eq!(world.balance("liabilities:buyers:carried-over"), 0);
    let open: i64 = world
        .app
        .read()
        .refunds_open()
        .unwrap()
        .iter()
        .map(|refund| refund.amount.minor)
        .sum();
    assert_eq!(
        open,
        168_000 + 100_800,
        "this season's price and last season's fruit"
    );
}
