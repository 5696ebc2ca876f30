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
    let unproven = |without_photo: &[TreeId], photo_too_old: &[TreeId]| Rejection::TreesUnproven {
        without_photo: without_photo.to_vec(),
        photo_too_old: photo_too_old.to_vec(),
    };
    given::<Campaign>(&ready())
        .when(offer(Some(oldest.plus_seconds(-1))))
        .then_rejected(&unproven(&[], &[tree(9)]));
    given::<Campaign>(&ready())
        .when(offer(None))
        .then_rejected(&unproven(&[tree(9)], &[]));
}

#[test]
fn d2_every_tree_that_lacks_a_photo_is_named_and_none_is_offered() {
    let offered = |number, last_photo_at| OfferedTree {
        tree: tree(number),
        last_photo_at,
    };
    let young = Some(now());
    let old = Some(now().plus_days(-61));
    given::<Campaign>(&ready())
        .when(Command::OfferTrees {
            trees: vec![
                offered(7, None),
                offered(8, old),
                offered(9, young),
                offered(6, None),
                offered(7, None),
            ],
            now: now(),
        })
        .then_rejected(&Rejection::TreesUnproven {
            without_photo: vec![tree(6), tree(7)],
            photo_too_old: vec![tree(8)],
        });
}

#[test]
fn d2_a_tree_that_is_offered_already_is_not_asked_again() {
    given::<Campaign>(&running())
        .when(Command::OfferTrees {
            trees: vec![OfferedTree {
                tree: tree(1),
                last_photo_at: None,
            }],
            now: now(),
        })
        .then(&[]);
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
