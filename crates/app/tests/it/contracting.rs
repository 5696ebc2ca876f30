//! Contracts by version, what a purchase agreed to, and the days to think again.

use adoption::campaign::{Bilingual, LegalProfile, Redemption, RefundMethod, WithdrawalFee};
use app::{
    Error,
    commands::{
        adopt::{self, Acceptance},
        campaigns::{self, contract_hash},
        contracts,
    },
};
use kernel::CampaignId;
use readmodels::garden::AdoptionStatus;

use crate::world::{World, acceptance, contract, moment};

fn revised() -> Bilingual {
    Bilingual {
        zh: "认养合同，第二版".into(),
        en: "Contract, second version".into(),
    }
}

async fn revise(world: &World, campaign: CampaignId, from: &str) {
    let intent = world.intent(&world.operator);
    contracts::revise(
        &world.app,
        &world.operator(),
        &intent,
        campaign,
        (revised(), moment(from)),
    )
    .await
    .unwrap();
    world.caught_up().await;
}

#[tokio::test]
async fn d06_an_adoption_keeps_its_contract_whatever_comes_later() {
    let world = World::new().await;
    let (one, other) = (world.tree(1).await, world.tree(2).await);
    let campaign = world.campaign(&[one, other], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let held = world.adopt(&buyer, campaign, one).await.unwrap();
    revise(&world, campaign, "2026-03-01T02:10:00Z").await;
    world.clock.set(moment("2026-03-01T02:15:00Z"));
    // The hold began before: the old contract is what it is under, and the new one is refused.
    let new = Acceptance {
        contract: contract_hash(&revised()),
        ..acceptance()
    };
    let refused =
        adopt::accept_contract(&world.app, &buyer.buyer(), &world.intent(&buyer), held, new).await;
    assert!(
        matches!(refused, Err(Error::Rejected(ref rejection)) if rejection.code() == "contract-differs")
    );
    world.ready_to_pay(&buyer, held).await;
    let later = world.adopt(&buyer, campaign, other).await.unwrap();
    let accepted = adopt::accept_contract(
        &world.app,
        &buyer.buyer(),
        &world.intent(&buyer),
        later,
        new,
    )
    .await;
    accepted.unwrap();
    world.caught_up().await;
    let contract_of = |adoption| {
        world
            .app
            .read()
            .purchase(adoption)
            .unwrap()
            .unwrap()
            .contract
    };
    assert_eq!(contract_of(held), contract_hash(&contract()));
    assert_eq!(contract_of(later), contract_hash(&revised()));
    let versions = world.app.read().contracts(campaign).unwrap();
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[1].effective_from, moment("2026-03-01T02:10:00Z"));
}

#[tokio::test]
async fn d06_the_terms_of_an_open_campaign_do_not_change() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let profile = LegalProfile {
        redemption: Redemption::MultipleShipments,
        cooling_off_days: 9,
        refund_method: RefundMethod::BankTransfer,
        withdrawal_fee: WithdrawalFee::Platform,
    };
    let intent = world.intent(&world.operator);
    let refused =
        contracts::set_legal_profile(&world.app, &world.operator(), &intent, campaign, profile)
            .await;
    assert!(
        matches!(refused, Err(Error::Rejected(ref rejection)) if rejection.code() == "campaign-not-draft")
    );
    let intent = world.intent(&world.operator);
    let refused =
        campaigns::publish_contract(&world.app, &world.operator(), &intent, campaign, revised())
            .await;
    assert!(
        matches!(refused, Err(Error::Rejected(ref rejection)) if rejection.code() == "campaign-not-draft")
    );
}

#[tokio::test]
async fn d07_what_was_agreed_is_stored_with_the_acceptance_and_charged_never_before() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopt(&buyer, campaign, tree).await.unwrap();
    let intent = world.intent(&buyer);
    let who = buyer.buyer();
    let early = app::commands::payments::start_payment(
        &world.app,
        &who,
        &intent,
        adoption,
        settlement::payment::Channel::Manual,
    );
    assert!(early.await.is_err(), "no charge without acceptance");
    let unsaid = Acceptance {
        no_return_confirmed: false,
        ..acceptance()
    };
    let refused = adopt::accept_contract(
        &world.app,
        &buyer.buyer(),
        &world.intent(&buyer),
        adoption,
        unsaid,
    )
    .await;
    assert!(
        matches!(refused, Err(Error::Rejected(ref rejection)) if rejection.code() == "no-return-not-confirmed")
    );
    world.caught_up().await;
    assert_eq!(world.app.read().purchase(adoption).unwrap(), None);
    world.ready_to_pay(&buyer, adoption).await;
    world.caught_up().await;
    let purchase = world.app.read().purchase(adoption).unwrap().unwrap();
    assert_eq!(
        purchase.profile,
        LegalProfile::for_boxes(4),
        "four boxes are prepaid consumption"
    );
    assert_eq!(purchase.cooling_off_until, None, "nothing is paid");
}

#[tokio::test]
async fn within_the_days_to_think_again_all_of_the_money_goes_back() {
    let world = World::new().await;
    let (one, other) = (world.tree(1).await, world.tree(2).await);
    let campaign = world.campaign(&[one, other], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let in_time = world.adopted(&buyer, campaign, one).await;
    let too_late = world.adopted(&buyer, campaign, other).await;
    let until = world
        .app
        .read()
        .purchase(in_time)
        .unwrap()
        .unwrap()
        .cooling_off_until
        .unwrap();
    assert_eq!(until, world.app.now().plus_days(7));
    let stranger = world.person("stranger", None).await;
    let refused = contracts::withdraw_in_time(
        &world.app,
        &stranger.buyer(),
        &world.intent(&stranger),
        in_time,
    )
    .await;
    assert!(matches!(refused, Err(Error::NotFound)));
    world.clock.set(until.plus_seconds(-1));
    contracts::withdraw_in_time(&world.app, &buyer.buyer(), &world.intent(&buyer), in_time)
        .await
        .unwrap();
    world.policies().await;
    let mine = world.app.read().adoption(in_time).unwrap().unwrap();
    assert!(matches!(
        mine.adoption.status,
        AdoptionStatus::Cancelled { .. }
    ));
    let back: i64 = mine.refunds.iter().map(|one| one.amount.minor).sum();
    assert_eq!(back, mine.adoption.agreement.price.minor, "to the fen");
    world.clock.set(until);
    let refused =
        contracts::withdraw_in_time(&world.app, &buyer.buyer(), &world.intent(&buyer), too_late)
            .await;
    assert!(
        matches!(refused, Err(Error::Rejected(ref rejection)) if rejection.code() == "cooling-off-over")
    );
}
