//! Several people pay for one adoption: all of them, or everybody is paid back.

use adoption::group::{FailReason, Rejection as No};
use app::{
    Error,
    commands::{
        adopt::{self, Choice},
        groups::{self, Together},
        payments,
    },
    permission::Identity,
    rejection::Rejection,
};
use kernel::{AdoptionId, CampaignId, PaymentId, TreeId};
use readmodels::{garden::AdoptionStatus, sharing::GroupState};
use settlement::payment::Channel;

use crate::world::{World, acceptance};

pub(crate) async fn opened(
    world: &World,
    by: &Identity,
    (campaign, tree): (CampaignId, TreeId),
    parts: u8,
) -> (AdoptionId, String) {
    let choice = Choice {
        campaign,
        tree,
        part: 1,
    };
    let together = Together { parts, hours: 24 };
    let intent = world.intent(by);
    let opened = groups::adopt_together(&world.app, &by.buyer(), &intent, choice, together).await;
    let (adoption, _) = opened.unwrap();
    let intent = world.intent(by);
    adopt::accept_contract(&world.app, &by.buyer(), &intent, adoption, acceptance())
        .await
        .unwrap();
    world.caught_up().await;
    let row = world.app.read().group_of(adoption).unwrap().unwrap();
    let secret = world.app.open_secret(row.by, adoption, &row.secret);
    (adoption, secret.unwrap().unwrap())
}

pub(crate) async fn take(
    world: &World,
    who: &Identity,
    secret: &str,
    number: u8,
) -> Result<PaymentId, Error> {
    let intent = world.intent(who);
    let part = (number, Channel::Manual);
    let taken = groups::take_part(&world.app, &who.buyer(), &intent, secret, part).await;
    taken.map(|(payment, _)| payment)
}

fn is(error: &Error, expected: &No) -> bool {
    matches!(error, Error::Rejected(Rejection::Group(no)) if no == expected)
}

fn refunded(world: &World, adoption: AdoptionId) -> i64 {
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    row.refunds.iter().map(|refund| refund.amount.minor).sum()
}

fn status(world: &World, adoption: AdoptionId) -> AdoptionStatus {
    let row = world.app.read().adoption(adoption).unwrap();
    row.unwrap().adoption.status
}

#[tokio::test]
async fn all_parts_paid_confirm_the_adoption_and_not_one_earlier() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let [lin, wang] = [
        world.person("lin", None).await,
        world.person("wang", None).await,
    ];
    let (adoption, secret) = opened(&world, &lin, (campaign, tree), 3).await;
    let one = take(&world, &lin, &secret, 1).await.unwrap();
    let two = take(&world, &wang, &secret, 2).await.unwrap();
    let taken = take(&world, &lin, &secret, 2).await.unwrap_err();
    assert!(is(&taken, &No::GroupPartTaken { number: 2 }));
    let intent = world.intent(&lin);
    let alone =
        payments::start_payment(&world.app, &lin.buyer(), &intent, adoption, Channel::Manual).await;
    assert!(is(&alone.unwrap_err(), &No::GroupExists));
    world.captured(one, "T1", world.app.now()).await;
    world.captured(two, "T2", world.app.now()).await;
    assert_eq!(status(&world, adoption), AdoptionStatus::Started);
    let three = take(&world, &wang, &secret, 3).await.unwrap();
    world.captured(three, "T3", world.app.now()).await;
    assert_eq!(status(&world, adoption), AdoptionStatus::Confirmed);
    let group = world.app.read().group_of(adoption).unwrap().unwrap();
    assert_eq!(group.state, GroupState::Complete);
    world.pass(3 * 24 * 60).await;
    assert_eq!(status(&world, adoption), AdoptionStatus::Confirmed);
    let intent = world.intent(&lin);
    adopt::cancel(&world.app, &lin.buyer(), &intent, adoption)
        .await
        .unwrap();
    world.policies().await;
    assert_eq!(
        refunded(&world, adoption),
        168_000,
        "to everybody their part"
    );
}

#[tokio::test]
async fn d16_the_deadline_pays_everybody_back_and_a_late_part_too() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let [lin, wang] = [
        world.person("lin", None).await,
        world.person("wang", None).await,
    ];
    let (adoption, secret) = opened(&world, &lin, (campaign, tree), 2).await;
    let one = take(&world, &lin, &secret, 1).await.unwrap();
    let two = take(&world, &wang, &secret, 2).await.unwrap();
    world.captured(one, "T1", world.app.now()).await;
    world.pass(24 * 60 - 1).await;
    assert_eq!(status(&world, adoption), AdoptionStatus::Started);
    world.pass(1).await;
    assert_eq!(refunded(&world, adoption), 84_000);
    let group = world.app.read().group_of(adoption).unwrap().unwrap();
    let reason = FailReason::Deadline;
    assert_eq!(group.state, GroupState::Failed { reason });
    world.captured(two, "T2", world.app.now()).await;
    assert_eq!(refunded(&world, adoption), 168_000, "the late part as well");
    assert!(matches!(
        status(&world, adoption),
        AdoptionStatus::Cancelled { .. }
    ));
    let other = world.person("other", None).await;
    world.adopted(&other, campaign, tree).await;
}

#[tokio::test]
async fn the_initiator_may_cancel_and_a_part_that_was_left_pays_nobody_elses() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let [lin, wang] = [
        world.person("lin", None).await,
        world.person("wang", None).await,
    ];
    let (adoption, secret) = opened(&world, &lin, (campaign, tree), 2).await;
    let left = take(&world, &wang, &secret, 2).await.unwrap();
    let intent = world.intent(&lin);
    groups::leave_part(&world.app, &lin.buyer(), &intent, &secret, 2)
        .await
        .unwrap();
    let now_lins = take(&world, &lin, &secret, 2).await.unwrap();
    assert_ne!(left, now_lins);
    world.captured(left, "T1", world.app.now()).await;
    assert_eq!(refunded(&world, adoption), 84_000, "nobody waits for it");
    world.captured(now_lins, "T2", world.app.now()).await;
    let intent = world.intent(&wang);
    let not_theirs = groups::cancel(&world.app, &wang.buyer(), &intent, adoption).await;
    assert!(matches!(not_theirs, Err(Error::NotFound)));
    let intent = world.intent(&lin);
    groups::cancel(&world.app, &lin.buyer(), &intent, adoption)
        .await
        .unwrap();
    world.policies().await;
    assert_eq!(refunded(&world, adoption), 168_000);
    let over = take(&world, &wang, &secret, 1).await.unwrap_err();
    assert!(is(&over, &No::GroupFailed));
    let unknown = take(&world, &wang, "no such link", 1).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}

#[tokio::test]
async fn d7_no_part_is_asked_for_before_the_contract_is_accepted() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let lin = world.person("lin", None).await;
    let choice = Choice {
        campaign,
        tree,
        part: 1,
    };
    let together = |parts, hours| Together { parts, hours };
    let intent = world.intent(&lin);
    let odd =
        groups::adopt_together(&world.app, &lin.buyer(), &intent, choice, together(2, 25)).await;
    assert!(matches!(odd, Err(Error::Invalid(_))));
    let intent = world.intent(&lin);
    let odd =
        groups::adopt_together(&world.app, &lin.buyer(), &intent, choice, together(1, 24)).await;
    assert!(is(
        &odd.unwrap_err(),
        &No::GroupPartsInvalid { min: 2, max: 12 }
    ));
    let intent = world.intent(&lin);
    let (adoption, _) =
        groups::adopt_together(&world.app, &lin.buyer(), &intent, choice, together(2, 24))
            .await
            .unwrap();
    world.caught_up().await;
    let row = world.app.read().group_of(adoption).unwrap().unwrap();
    let secret = world.app.open_secret(row.by, adoption, &row.secret);
    let early = take(&world, &lin, &secret.unwrap().unwrap(), 1).await;
    assert!(matches!(
        early,
        Err(Error::Rejected(Rejection::Adoption(
            adoption::adoption::Rejection::ContractNotAccepted
        )))
    ));
}
