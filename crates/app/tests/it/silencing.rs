//! The silence clock: who may ask a farmer for a photo, when, and what follows.

use app::{Error, commands::silence, rejection::Rejection};
use kernel::AdoptionId;
use traceability::silence::Rejection as Silent;

use crate::world::World;

async fn ask(
    world: &World,
    who: &app::permission::Identity,
    adoption: AdoptionId,
) -> Option<Rejection> {
    let intent = world.intent(who);
    match silence::nudge(&world.app, &who.buyer(), &intent, adoption).await {
        Ok(_) => None,
        Err(Error::Rejected(rejection)) => Some(rejection),
        Err(other) => panic!("{other:?}"),
    }
}

fn late(world: &World) -> usize {
    let now = world.app.now();
    let today = app::commands::harvest::local_day(now);
    let found = world.app.read().silent_trees(None, (now, today), 10);
    found.unwrap().len()
}

#[tokio::test]
async fn e6_a_farmer_is_asked_when_the_promised_days_are_over_and_once_in_each_span() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    assert!(matches!(
        ask(&world, &buyer, adoption).await,
        Some(Rejection::Silence(Silent::NotSilent { .. }))
    ));
    assert_eq!(late(&world), 0);
    world.caught_up().await;
    world.clock.advance_seconds(31 * 86_400);
    assert_eq!(late(&world), 1);
    assert_eq!(ask(&world, &buyer, adoption).await, None);
    assert!(matches!(
        ask(&world, &buyer, adoption).await,
        Some(Rejection::Silence(Silent::AskedAlready { .. }))
    ));
    // The operator is held to the same span: the farmer is reminded once, however many ask.
    let intent = world.intent(&world.operator);
    let again = silence::nudge_for_adopters(&world.app, &world.operator(), &intent, adoption).await;
    assert!(matches!(again, Err(Error::Rejected(_))), "{again:?}");
    world.caught_up().await;
    let today = app::commands::harvest::local_day(world.app.now());
    let row = world.app.read().silence_of(tree, today).unwrap().unwrap();
    assert_eq!(row.asked(), Some(world.app.now()));
    // A photo ends the silence.
    world.photo(tree, 90).await;
    assert_eq!(late(&world), 0);
    let row = world.app.read().silence_of(tree, today).unwrap().unwrap();
    assert_eq!(row.asked(), None, "the photo came since");
}

#[tokio::test]
async fn e6_only_who_paid_for_the_tree_may_ask() {
    let world = World::new().await;
    let [buyer, other] = [
        world.person("buyer", None).await,
        world.person("other", None).await,
    ];
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    world.clock.advance_seconds(40 * 86_400);
    let intent = world.intent(&other);
    let refused = silence::nudge(&world.app, &other.buyer(), &intent, adoption).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}

#[tokio::test]
async fn e6_nothing_is_promised_once_the_season_is_over() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    world.clock.advance_seconds(400 * 86_400);
    assert!(matches!(
        ask(&world, &buyer, adoption).await,
        Some(Rejection::Silence(Silent::SeasonOver { .. }))
    ));
    assert_eq!(late(&world), 0);
}
