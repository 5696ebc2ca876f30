//! Observations: photos are checked, questioned, and decided about.

use app::{Error, commands::observations};
use kernel::ObservationId;
use readmodels::observations::ObservationState;

use crate::world::{World, jpeg, post_of};

async fn posted(world: &World, photos: Vec<Vec<u8>>, tree: kernel::TreeId) -> ObservationId {
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    let post = post_of(tree, photos);
    let (observation, _) = observations::post(&world.app, &farmer, &intent, post)
        .await
        .unwrap();
    world.policies().await;
    observation
}

fn state(world: &World, observation: ObservationId) -> ObservationState {
    world
        .app
        .read()
        .observation(observation)
        .unwrap()
        .unwrap()
        .state
}

#[tokio::test]
async fn a_clean_photo_counts_and_a_reused_one_waits_for_a_person() {
    let world = World::new().await;
    let [one, other] = [world.tree(1).await, world.tree(2).await];
    let first = posted(&world, vec![jpeg(200)], one).await;
    assert!(matches!(state(&world, first), ObservationState::Accepted));
    let again = posted(&world, vec![jpeg(200)], other).await;
    assert!(matches!(
        state(&world, again),
        ObservationState::Flagged { .. }
    ));
    assert_eq!(world.app.read().observations_flagged(10).unwrap().len(), 1);
    let intent = world.intent(&world.operator);
    observations::refuse(&world.app, &world.operator(), &intent, again, "同一张照片")
        .await
        .unwrap();
    world.caught_up().await;
    assert!(matches!(
        state(&world, again),
        ObservationState::Refused { .. }
    ));
}

#[tokio::test]
async fn a_broken_picture_is_named_and_nothing_is_recorded() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let before = world.app.log().durable_position();
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let mut cut = jpeg(3);
    cut.truncate(cut.len() / 2);
    let intent = world.intent(&world.operator);
    let post = post_of(tree, vec![jpeg(2), cut]);
    let refused = observations::post(&world.app, &farmer, &intent, post).await;
    assert!(
        matches!(refused, Err(Error::Photo { index: 1, .. })),
        "{refused:?}"
    );
    assert_eq!(world.app.log().durable_position(), before);
}

#[tokio::test]
async fn d44_an_observation_made_by_the_client_is_accepted_once() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let mut post = post_of(tree, vec![jpeg(9)]);
    post.observation = Some(ObservationId::from_bytes([7; 16]));
    post.captured_at = Some(world.app.now());
    let intent = world.intent(&world.operator);
    observations::post(&world.app, &farmer, &intent, post.clone())
        .await
        .unwrap();
    let before = world.app.log().durable_position();
    let intent = world.intent(&world.operator);
    observations::post(&world.app, &farmer, &intent, post.clone())
        .await
        .unwrap();
    assert_eq!(
        world.app.log().durable_position(),
        before,
        "sent twice, recorded once"
    );
    post.note = Some("别的".into());
    let intent = world.intent(&world.operator);
    let other = observations::post(&world.app, &farmer, &intent, post).await;
    assert!(matches!(other, Err(Error::Rejected(_))));
}
