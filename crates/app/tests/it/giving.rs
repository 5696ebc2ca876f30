//! Giving an adoption and handing it on: accepted by link, refused, lapsed; what moves and what does not.

use adoption::{
    allowance,
    handover::{Kind, Rejection as No, Unaccepted},
};
use app::{
    Error,
    address::Address,
    commands::{
        adopt::{self, Acceptance},
        boxes::{self, BoxWish},
        handovers::{self, Offer},
    },
    permission::Identity,
    rejection::Rejection,
};
use kernel::{AdoptionId, ContentHash};
use readmodels::{
    garden::{AdoptionStatus, NameplateState},
    sharing::HandoverState,
};

use crate::world::{World, acceptance};

const GIFT: Offer = Offer {
    kind: Kind::Gift,
    days: 7,
    if_unaccepted: Unaccepted::Keep,
};

/// Offers an adoption and gives the secret of the link.
async fn offered(world: &World, giver: &Identity, adoption: AdoptionId, offer: Offer) -> String {
    let intent = world.intent(giver);
    handovers::offer(&world.app, &giver.buyer(), &intent, adoption, offer)
        .await
        .unwrap();
    world.caught_up().await;
    let row = world.app.read().handover_of(adoption).unwrap().unwrap();
    let secret = world.app.open_secret(row.by, adoption, &row.secret);
    secret.unwrap().unwrap()
}

async fn accept(
    world: &World,
    who: &Identity,
    secret: &str,
    seen: Acceptance,
) -> Result<AdoptionId, Error> {
    let intent = world.intent(who);
    let done = handovers::accept(&world.app, &who.buyer(), &intent, secret, seen).await;
    world.caught_up().await;
    done.map(|(adoption, _)| adoption)
}

fn address() -> Address {
    Address {
        recipient: "林小满".into(),
        phone: "13800000001".into(),
        province: "江西省".into(),
        city: "赣州市".into(),
        district: "寻乌县".into(),
        street: "长宁镇 1 号".into(),
    }
}

fn boxes() -> Vec<BoxWish> {
    vec![BoxWish {
        from: None,
        until: None,
        address: address(),
    }]
}

async fn plan(world: &World, who: &Identity, adoption: AdoptionId) {
    let intent = world.intent(who);
    boxes::plan(&world.app, &who.buyer(), &intent, adoption, boxes())
        .await
        .unwrap();
    world.caught_up().await;
}

fn is_handover(error: &Error, expected: &No) -> bool {
    matches!(error, Error::Rejected(Rejection::Handover(no)) if no == expected)
}

#[tokio::test]
async fn u1_7_a_gift_moves_tree_plate_and_allowance_but_no_address() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let [giver, friend] = [
        world.person("giver", None).await,
        world.person("friend", None).await,
    ];
    let adoption = world.adopted(&giver, campaign, tree).await;
    let intent = world.intent(&giver);
    adopt::propose_nameplate(&world.app, &giver.buyer(), &intent, adoption, "给小满")
        .await
        .unwrap();
    let intent = world.intent(&world.operator);
    adopt::approve_nameplate(&world.app, &world.operator(), &intent, adoption, None)
        .await
        .unwrap();
    plan(&world, &giver, adoption).await;
    let secret = offered(&world, &giver, adoption, GIFT).await;

    let refused = accept(&world, &giver, &secret, acceptance()).await;
    assert!(is_handover(&refused.unwrap_err(), &No::HandoverToOneself));
    let other = Acceptance {
        contract: ContentHash::from_bytes([7; 32]),
        ..acceptance()
    };
    assert!(
        accept(&world, &friend, &secret, other).await.is_err(),
        "D 6"
    );
    assert_eq!(
        accept(&world, &friend, &secret, acceptance())
            .await
            .unwrap(),
        adoption
    );

    let read = world.app.read();
    let row = read.adoption(adoption).unwrap().unwrap();
    assert_eq!(row.adoption.agreement.buyer, friend.person());
    assert!(row.boxes.is_empty(), "the giver's addresses are forgotten");
    let plate = row.adoption.nameplate.unwrap();
    assert_eq!(plate.state, NameplateState::Approved);
    let words = world
        .app
        .open_nameplate(friend.person(), adoption, &plate.text);
    assert_eq!(words.unwrap().as_deref(), Some("给小满"));
    assert!(read.garden(giver.person()).unwrap().is_empty());
    assert_eq!(read.garden(friend.person()).unwrap().len(), 1);
    let intent = world.intent(&giver);
    let gone = adopt::cancel(&world.app, &giver.buyer(), &intent, adoption).await;
    assert!(matches!(gone, Err(Error::NotFound)), "it is not theirs");
    plan(&world, &friend, adoption).await;
    let again = accept(&world, &giver, &secret, acceptance()).await;
    assert!(is_handover(&again.unwrap_err(), &No::HandoverOver));
}

#[tokio::test]
async fn a_limit_per_buyer_is_not_passed_by_gifts() {
    let world = World::new().await;
    let [one, two] = [world.tree(1).await, world.tree(2).await];
    let campaign = world
        .campaign(&[one, two], |terms| terms.per_buyer_limit = 1)
        .await;
    let [giver, friend] = [
        world.person("giver", None).await,
        world.person("friend", None).await,
    ];
    let adoption = world.adopted(&giver, campaign, one).await;
    world.adopted(&friend, campaign, two).await;
    let secret = offered(&world, &giver, adoption, GIFT).await;
    let full = accept(&world, &friend, &secret, acceptance()).await;
    let limit = allowance::Rejection::BuyerLimitReached { limit: 1 };
    assert!(matches!(full, Err(Error::Rejected(Rejection::Allowance(no))) if no == limit));
    let row = world.app.read().handover_of(adoption).unwrap().unwrap();
    assert_eq!(row.state, HandoverState::Open, "nothing happened");
}

#[tokio::test]
async fn a_gift_that_nobody_accepts_stays_or_is_paid_back_as_the_giver_chose() {
    let world = World::new().await;
    let [one, two] = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&[one, two], |_| ()).await;
    let [giver, friend] = [
        world.person("giver", None).await,
        world.person("friend", None).await,
    ];
    let kept = world.adopted(&giver, campaign, one).await;
    let refunded = world.adopted(&giver, campaign, two).await;
    offered(&world, &giver, kept, GIFT).await;
    let refund = Offer {
        if_unaccepted: Unaccepted::Refund,
        ..GIFT
    };
    let secret = offered(&world, &giver, refunded, refund).await;
    world.pass(7 * 24 * 60 - 1).await;
    let read = world.app.read();
    assert_eq!(
        read.handover_of(kept).unwrap().unwrap().state,
        HandoverState::Open
    );
    world.pass(1).await;
    let late = accept(&world, &friend, &secret, acceptance()).await;
    assert!(is_handover(&late.unwrap_err(), &No::HandoverOver));
    let [kept, refunded] = [kept, refunded].map(|one| read.adoption(one).unwrap().unwrap());
    assert_eq!(kept.adoption.status, AdoptionStatus::Confirmed);
    assert!(matches!(
        refunded.adoption.status,
        AdoptionStatus::Cancelled { .. }
    ));
    assert_eq!(refunded.refunds.len(), 1);
    assert_eq!(refunded.refunds[0].amount.minor, 168_000);
}

#[tokio::test]
async fn a_gift_is_refused_or_taken_back() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let [giver, friend] = [
        world.person("giver", None).await,
        world.person("friend", None).await,
    ];
    let adoption = world.adopted(&giver, campaign, tree).await;
    let secret = offered(&world, &giver, adoption, GIFT).await;
    let intent = world.intent(&giver);
    let second = handovers::offer(&world.app, &giver.buyer(), &intent, adoption, GIFT).await;
    assert!(matches!(
        second,
        Err(Error::Rejected(Rejection::Handover(
            No::HandoverOpen { .. }
        )))
    ));
    let intent = world.intent(&friend);
    handovers::refuse(&world.app, &friend.buyer(), &intent, &secret)
        .await
        .unwrap();
    world.caught_up().await;
    let secret = offered(&world, &giver, adoption, GIFT).await;
    let intent = world.intent(&friend);
    let not_theirs = handovers::withdraw(&world.app, &friend.buyer(), &intent, adoption).await;
    assert!(matches!(not_theirs, Err(Error::NotFound)));
    let intent = world.intent(&giver);
    handovers::withdraw(&world.app, &giver.buyer(), &intent, adoption)
        .await
        .unwrap();
    world.caught_up().await;
    let over = accept(&world, &friend, &secret, acceptance()).await;
    assert!(is_handover(&over.unwrap_err(), &No::HandoverOver));
    let unknown = accept(&world, &friend, "no such link", acceptance()).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}

#[tokio::test]
async fn d39_nothing_moves_after_an_address_is_locked() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let [giver, friend] = [
        world.person("giver", None).await,
        world.person("friend", None).await,
    ];
    let adoption = world.adopted(&giver, campaign, tree).await;
    plan(&world, &giver, adoption).await;
    let secret = offered(&world, &giver, adoption, GIFT).await;
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    let packer = world.operator.packer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    let first = vec![row.boxes[0].box_id];
    boxes::lock_addresses(&world.app, &packer, &intent, adoption, first)
        .await
        .unwrap();
    let locked = accept(&world, &friend, &secret, acceptance()).await;
    assert!(matches!(
        locked,
        Err(Error::Rejected(Rejection::BoxPlan(
            fulfilment::box_plan::Rejection::AddressLocked
        )))
    ));
    let intent = world.intent(&giver);
    handovers::withdraw(&world.app, &giver.buyer(), &intent, adoption)
        .await
        .unwrap();
    let intent = world.intent(&giver);
    let offer = handovers::offer(&world.app, &giver.buyer(), &intent, adoption, GIFT).await;
    assert!(offer.is_err());
}
