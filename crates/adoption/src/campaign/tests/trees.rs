//! Which trees are offered, and when they are not.

use super::*;

#[test]
fn trees_are_offered_in_draft_and_while_open() {
    for history in [ready(), running()] {
        given::<Campaign>(&history)
            .when(offer([tree(1), tree(3), tree(2), tree(3)]))
            .then(&[offered(&[tree(2), tree(3)])]);
    }
    given::<Campaign>(&ended())
        .when(offer([tree(2)]))
        .then_rejected(&Rejection::CampaignClosed);
}

#[test]
fn many_trees_are_offered_in_several_events() {
    let trees: Vec<TreeId> = (0..1_001_u16)
        .map(|number| {
            let mut bytes = [0; 16];
            bytes[..2].copy_from_slice(&number.to_be_bytes());
            TreeId::from_bytes(bytes)
        })
        .collect();
    let chunks: Vec<Event> = trees.chunks(500).map(offered).collect();
    assert_eq!(chunks.len(), 3);
    given::<Campaign>(&[drafted()])
        .when(offer(trees))
        .then(&chunks);
}

#[test]
fn d2_a_tree_needs_a_young_accepted_photo() {
    let oldest = now().plus_days(-60);
    let offer = |last_photo_at| Command::OfferTrees {
        trees: vec![OfferedTree {
            tree: tree(9),
            last_photo_at,
        }],
        now: now(),
    };
    given::<Campaign>(&ready())
        .when(offer(Some(oldest)))
        .then(&[offered(&[tree(9)])]);
    let taken_at = oldest.plus_seconds(-1);
    given::<Campaign>(&ready())
        .when(offer(Some(taken_at)))
        .then_rejected(&Rejection::TreePhotoTooOld {
            tree: tree(9),
            taken_at,
        });
    given::<Campaign>(&ready())
        .when(offer(None))
        .then_rejected(&Rejection::TreeWithoutPhoto { tree: tree(9) });
}

#[test]
fn a_tree_is_withdrawn_and_may_come_back() {
    given::<Campaign>(&running())
        .when(withdraw(tree(1)))
        .then(&[withdrawn(tree(1))]);
    let without = [running(), vec![withdrawn(tree(1))]].concat();
    given::<Campaign>(&without)
        .when(offer([tree(1)]))
        .then(&[offered(&[tree(1)])]);
    given::<Campaign>(&running())
        .when(withdraw(tree(2)))
        .then_rejected(&Rejection::TreeNotOffered { tree: tree(2) });
    given::<Campaign>(&ended())
        .when(withdraw(tree(1)))
        .then_rejected(&Rejection::CampaignClosed);
}
