//! Waiting for a share, and being offered one.

use app::{commands::waiting_list, permission::Identity};
use kernel::CampaignId;
use readmodels::{garden::AdoptionStatus, waiting_list::Standing};

use crate::world::World;

async fn join(world: &World, who: &Identity, campaign: CampaignId) {
    let intent = world.intent(who);
    waiting_list::join(&world.app, &who.buyer(), &intent, campaign)
        .await
        .unwrap();
    world.caught_up().await;
}

fn standing(world: &World, who: &Identity, campaign: CampaignId) -> Standing {
    world.app.read().standing(campaign, who.person()).unwrap()
}

#[tokio::test]
async fn a_share_that_becomes_free_is_held_for_the_first_in_line() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let [lin, wang, zhao] = [
        world.person("lin", None).await,
        world.person("wang", None).await,
        world.person("zhao", None).await,
    ];
    world.adopt(&lin, campaign, tree).await.unwrap();
    join(&world, &wang, campaign).await;
    join(&world, &zhao, campaign).await;
    let second = Standing::Waiting { place: 2 };
    assert_eq!(standing(&world, &zhao, campaign), second);

    world.pass(60).await;

    let Standing::Offered { adoption, until } = standing(&world, &wang, campaign) else {
        panic!("nothing was offered");
    };
    assert_eq!(until, world.app.now().plus_days(1));
    assert_eq!(
        standing(&world, &zhao, campaign),
        Standing::Waiting { place: 1 }
    );
    assert!(world.adopt(&lin, campaign, tree).await.is_err());

    // It is not used: the next in line is asked.
    world.pass(24 * 60).await;
    assert_eq!(standing(&world, &wang, campaign), Standing::Outside);
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    assert!(matches!(
        row.adoption.status,
        AdoptionStatus::Cancelled { .. }
    ));
    let Standing::Offered { adoption, .. } = standing(&world, &zhao, campaign) else {
        panic!("nothing was offered");
    };

    // It is used as any adoption is.
    let payment = world.ready_to_pay(&zhao, adoption).await;
    world.captured(payment, "T1", world.app.now()).await;
    assert_eq!(standing(&world, &zhao, campaign), Standing::Outside);
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    assert_eq!(row.adoption.status, AdoptionStatus::Confirmed);
}

#[tokio::test]
async fn whoever_has_as_many_as_one_may_is_passed_over() {
    let world = World::new().await;
    let trees = [world.tree(1).await, world.tree(2).await];
    let campaign = world
        .campaign(&trees, |terms| terms.per_buyer_limit = 1)
        .await;
    let [lin, wang, zhao] = [
        world.person("lin", None).await,
        world.person("wang", None).await,
        world.person("zhao", None).await,
    ];
    world.adopt(&lin, campaign, trees[0]).await.unwrap();
    world.adopted(&wang, campaign, trees[1]).await;
    join(&world, &wang, campaign).await;
    join(&world, &zhao, campaign).await;
    world.pass(60).await;
    assert_eq!(standing(&world, &wang, campaign), Standing::Outside);
    assert!(matches!(
        standing(&world, &zhao, campaign),
        Standing::Offered { .. }
    ));
}

#[tokio::test]
async fn whoever_leaves_is_not_asked() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let [lin, wang] = [
        world.person("lin", None).await,
        world.person("wang", None).await,
    ];
    world.adopt(&lin, campaign, tree).await.unwrap();
    join(&world, &wang, campaign).await;
    let intent = world.intent(&wang);
    waiting_list::leave(&world.app, &wang.buyer(), &intent, campaign)
        .await
        .unwrap();
    world.pass(60).await;
    assert_eq!(standing(&world, &wang, campaign), Standing::Outside);
    assert!(world.adopt(&lin, campaign, tree).await.is_ok());
}
