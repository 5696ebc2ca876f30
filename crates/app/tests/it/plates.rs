//! A nameplate is checked against the operator's list, printed with others, hung by the farmer (E 7).

use adoption::adoption as bond;
use app::{
    Error,
    commands::{adopt, plates},
    rejection::Rejection,
};
use readmodels::{garden::NameplateState, tree_page::EntryKind};

use crate::world::{World, jpeg};

#[tokio::test]
async fn e7_approved_plates_are_printed_once_and_hung_with_a_photo() {
    let world = World::new().await;
    let [one, two] = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&[one, two], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let mut adoptions = Vec::new();
    for (tree, words) in [(one, "小满一家"), (two, "外婆的树")] {
        let adoption = world.adopted(&buyer, campaign, tree).await;
        let intent = world.intent(&buyer);
        adopt::propose_nameplate(&world.app, &buyer.buyer(), &intent, adoption, words)
            .await
            .unwrap();
        let intent = world.intent(&world.operator);
        adopt::approve_nameplate(&world.app, &world.operator(), &intent, adoption, None)
            .await
            .unwrap();
        adoptions.push(adoption);
    }
    world.caught_up().await;
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    let early = plates::hang(&world.app, &farmer, &intent, adoptions[0], jpeg(90)).await;
    let no = bond::Rejection::NameplateNotPrinted;
    assert!(matches!(early, Err(Error::Rejected(Rejection::Adoption(is))) if is == no));

    let intent = world.intent(&world.operator);
    let (batch, _) = plates::print(&world.app, &world.operator(), &intent)
        .await
        .unwrap();
    world.caught_up().await;
    let read = world.app.read();
    assert_eq!(read.plates_of_batch(batch).unwrap().len(), 2);
    assert!(read.plates_to_print().unwrap().is_empty());
    let again = plates::print(&world.app, &world.operator(), &intent).await;
    assert_eq!(again.unwrap().0, batch, "a repeat is the same batch");
    let intent = world.intent(&world.operator);
    let none = plates::print(&world.app, &world.operator(), &intent).await;
    let no = bond::Rejection::NameplateNotApproved;
    assert!(matches!(none, Err(Error::Rejected(Rejection::Adoption(is))) if is == no));
    let batches = read.plate_batches().unwrap();
    assert_eq!((batches.len(), batches[0].plates), (1, 2));

    assert_eq!(read.plates_to_hang(world.orchard).unwrap().len(), 2);
    let intent = world.intent(&world.operator);
    for _ in 0..2 {
        plates::hang(&world.app, &farmer, &intent, adoptions[0], jpeg(91))
            .await
            .unwrap();
    }
    world.policies().await;
    assert_eq!(read.plates_to_hang(world.orchard).unwrap().len(), 1);
    let row = read.adoption(adoptions[0]).unwrap().unwrap();
    assert_eq!(row.adoption.nameplate.unwrap().state, NameplateState::Hung);
    let page = read.tree(one).unwrap().unwrap();
    let hung = page
        .entries
        .iter()
        .filter(|entry| matches!(entry.kind, EntryKind::NameplateHung { .. }));
    assert_eq!(hung.count(), 1);
}

#[tokio::test]
async fn e7_a_word_on_the_operators_list_cannot_be_hung() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopt(&buyer, campaign, tree).await.unwrap();
    let propose = async |words: &str| {
        let intent = world.intent(&buyer);
        adopt::propose_nameplate(&world.app, &buyer.buyer(), &intent, adoption, words).await
    };
    let intent = world.intent(&world.operator);
    plates::ban_word(&world.app, &world.operator(), &intent, "坏话")
        .await
        .unwrap();
    assert_eq!(plates::listed_words(&world.app).unwrap(), ["坏话"]);
    assert!(matches!(propose("说坏·话").await, Err(Error::Invalid(_))));
    let intent = world.intent(&world.operator);
    plates::allow_word(&world.app, &world.operator(), &intent, "坏话")
        .await
        .unwrap();
    propose("说坏·话").await.unwrap();
}
