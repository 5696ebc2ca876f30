//! Observations: photos are checked, questioned, and decided about.

use app::{Error, commands::observations};
use kernel::ObservationId;
use readmodels::observations::ObservationState;
use traceability::observation::Flag;

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

/// A picture with bushes of its own; `crop` takes off so many of a hundred parts at the left and the top.
fn scene(seed: u32, crop: u32, lighter: u8) -> Vec<u8> {
    let dice = |nth: u32, below: u32| {
        let mixed = seed.wrapping_mul(2_654_435_761) ^ nth.wrapping_mul(2_246_822_519);
        (mixed.wrapping_mul(3_266_489_917) >> 8) % below
    };
    let bush = |nth: u32| {
        let radius = 20 + dice(nth + 200, 40);
        (
            dice(nth, 400),
            dice(nth + 100, 300),
            radius,
            dice(nth + 300, 200),
        )
    };
    let bushes: Vec<_> = (0..30).map(bush).collect();
    let (left, top) = (400 * crop / 100, 300 * crop / 100);
    let picture = image::RgbImage::from_fn(400 - left, 300 - top, |x, y| {
        let (x, y) = (x + left, y + top);
        let here = bushes.iter().find(|(cx, cy, radius, _)| {
            x.abs_diff(*cx).pow(2) + y.abs_diff(*cy).pow(2) < radius * radius
        });
        let shade = here.map_or(220, |(_, _, _, shade)| 20 + *shade);
        image::Rgb([
            u8::try_from(shade).unwrap().saturating_add(lighter),
            120,
            60,
        ])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn e6_a_copy_that_was_cropped_or_lightened_waits_for_a_person() {
    let world = World::new().await;
    let [one, other] = [world.tree(1).await, world.tree(2).await];
    let first = posted(&world, vec![scene(1, 0, 0)], one).await;
    assert_eq!(state(&world, first), ObservationState::Accepted);
    let honest = posted(&world, vec![scene(2, 0, 0)], other).await;
    assert_eq!(state(&world, honest), ObservationState::Accepted);
    for copy in [scene(1, 3, 0), scene(1, 0, 25), scene(1, 2, 15)] {
        let copied = posted(&world, vec![copy], other).await;
        let ObservationState::Flagged { flags } = state(&world, copied) else {
            panic!("a copy was not noticed");
        };
        let [Flag::NearPhoto { of, bits, .. }] = flags[..] else {
            panic!("{flags:?}");
        };
        assert!(bits <= traceability::observation::NEAR_BITS);
        let of = world.app.read().observation(of).unwrap().unwrap();
        assert_ne!(of.observation, copied, "an earlier one is named");
    }
}

#[tokio::test]
async fn e6_a_person_accepts_what_looks_alike_and_says_why() {
    let world = World::new().await;
    let [one, other] = [world.tree(1).await, world.tree(2).await];
    posted(&world, vec![scene(1, 0, 0)], one).await;
    let alike = posted(&world, vec![scene(1, 1, 0)], other).await;
    let intent = world.intent(&world.operator);
    let why = Some("相邻两棵，看过了");
    observations::accept(&world.app, &world.operator(), &intent, alike, why)
        .await
        .unwrap();
    world.caught_up().await;
    let row = world.app.read().observation(alike).unwrap().unwrap();
    assert_eq!(row.state, ObservationState::Accepted);
    assert_eq!(row.said.as_deref(), why);
    assert_eq!(row.asked.len(), 1, "the question stays to be read");
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
