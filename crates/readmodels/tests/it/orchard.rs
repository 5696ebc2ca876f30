//! The farmer's day: orchards, trees, observations, lots, photos.

use kernel::{Grams, OrchardId};
use readmodels::observations::ObservationState;
use traceability::observation::Event as Observation;

use crate::pen::{at, hash, id};
use crate::season::{
    block, bond, buyer, catch_up, certificate, farmer, lot, orchard, photo_facts, same_photo,
    season, seen, tree, year,
};

#[test]
fn orchards_have_blocks_trees_and_farmers() {
    let (_pen, reads) = season();
    let row = reads.orchard(orchard()).unwrap().unwrap();
    assert_eq!((row.name.as_str(), row.trees), ("东坡", 4));
    assert_eq!(reads.orchards().unwrap().first(), Some(&row));
    assert_eq!(reads.orchards_of(farmer()).unwrap(), [row]);
    assert_eq!(
        reads.orchards_of(buyer()).unwrap(),
        [],
        "assigned and removed"
    );
    assert_eq!(reads.farmers_of(orchard()).unwrap(), [farmer()]);
    let blocks = reads.blocks(orchard()).unwrap();
    let seen: Vec<_> = blocks
        .iter()
        .map(|row| (row.block, row.name.as_str(), row.trees))
        .collect();
    assert_eq!(seen, [(block(1), "甲", 3), (block(2), "乙", 1)]);
    assert_eq!(
        reads.orchard(id(b'o', 9, OrchardId::from_bytes)).unwrap(),
        None
    );
}

#[test]
fn trees_come_page_by_page_by_their_place() {
    let (_pen, reads) = season();
    let first = reads.trees_of(orchard(), None, None, 3).unwrap();
    let ids = |trees: &[readmodels::trees::TreeCard]| -> Vec<_> {
        trees.iter().map(|card| card.tree).collect()
    };
    assert_eq!(ids(&first), [tree(1), tree(2), tree(3)]);
    let cursor = first.last().unwrap().cursor();
    assert_eq!(
        ids(&reads.trees_of(orchard(), None, Some(cursor), 3).unwrap()),
        [tree(4)]
    );
    assert_eq!(
        ids(&reads.trees_of(orchard(), Some(block(2)), None, 3).unwrap()),
        [tree(4)]
    );
    let found = reads.find_tree(orchard(), block(1), 1, 2).unwrap().unwrap();
    assert_eq!((found.tree, found.block_name.as_str()), (tree(2), "甲"));
    assert_eq!(reads.find_tree(orchard(), block(1), 9, 9).unwrap(), None);
}

#[test]
fn the_longest_unseen_trees_are_due_first() {
    let (_pen, reads) = season();
    let due = reads.trees_due(orchard(), 10).unwrap();
    let seen: Vec<_> = due
        .iter()
        .map(|due| (due.tree.tree, due.adopters))
        .collect();
    assert_eq!(
        seen,
        [(tree(2), 1), (tree(3), 0), (tree(4), 0), (tree(1), 1)]
    );
    assert_eq!(reads.trees_due(orchard(), 1).unwrap().len(), 1);
}

#[test]
fn what_was_posted_shows_what_became_of_it() {
    let (_pen, reads) = season();
    let recent = reads.recent_observations(orchard(), 10).unwrap();
    let states: Vec<_> = recent
        .iter()
        .map(|row| (row.observation, row.state.clone()))
        .collect();
    let reason = "wrong tree".to_owned();
    assert_eq!(
        states,
        [
            (
                seen(5),
                ObservationState::Flagged {
                    flags: same_photo()
                }
            ),
            (seen(4), ObservationState::Refused { reason }),
            (seen(3), ObservationState::Accepted),
            (seen(2), ObservationState::Accepted),
            (seen(1), ObservationState::Accepted),
        ]
    );
    let first = reads.observation(seen(1)).unwrap().unwrap();
    assert_eq!(first.photos, [photo_facts(1), photo_facts(2)]);
    assert_eq!((first.by, first.tree.tree), (farmer(), tree(1)));
    assert_eq!((first.captured_at, first.received_at), (at(100), at(101)));
    let flagged = reads.observations_flagged(10).unwrap();
    assert_eq!(
        flagged
            .iter()
            .map(|row| row.observation)
            .collect::<Vec<_>>(),
        [seen(5)]
    );
}

#[test]
fn a_photo_is_public_once_one_of_its_observations_is_accepted() {
    let (mut pen, reads) = season();
    assert_eq!(reads.photo_known(hash(1)).unwrap(), [seen(1), seen(5)]);
    assert!(reads.photo_is_public(hash(1)).unwrap());
    assert!(!reads.photo_is_public(hash(4)).unwrap(), "refused");
    assert_eq!(reads.photo_known(hash(77)).unwrap(), []);
    let uses = reads.photo_uses(hash(4)).unwrap();
    assert_eq!(
        (uses[0].by, uses[0].orchard, uses[0].public),
        (farmer(), orchard(), false)
    );
    let accepted = Observation::ObservationAccepted {
        at: at(140),
        by: Some(farmer()),
        reason: None,
    };
    pen.write(&seen(4).to_string(), &accepted);
    catch_up(&pen, &reads);
    assert!(reads.photo_is_public(hash(4)).unwrap());
}

#[test]
fn lots_tell_what_was_picked_given_and_packed() {
    let (_pen, reads) = season();
    let lots = reads.lots(orchard()).unwrap();
    assert_eq!(
        lots.iter().map(|row| row.lot).collect::<Vec<_>>(),
        [lot(2), lot(1)]
    );
    let first = reads.lot(lot(1)).unwrap().unwrap();
    assert_eq!(
        (first.code.as_str(), first.trees, first.net),
        ("L-1", 2, Grams(42_000))
    );
    assert_eq!(
        (first.allocated, first.surplus),
        (Grams(21_000), Grams(21_000))
    );
    assert_eq!(
        (first.packed, first.allocated_at),
        (Grams(10_100), Some(at(402)))
    );
    assert_eq!(first.certificate, Some(certificate()));
    assert_eq!(
        (lots[0].certificate.as_ref(), lots[0].allocated_at),
        (None, None)
    );
    let yields = reads.lot_yields(lot(1)).unwrap();
    assert_eq!(
        yields.iter().map(|given| given.grams.0).collect::<Vec<_>>(),
        [30_000, 12_000]
    );
}

#[test]
fn claims_are_those_of_paid_adoptions_with_what_they_got() {
    let (_pen, reads) = season();
    let claims = reads.share_claims(&[tree(1), tree(2)], year()).unwrap();
    let seen: Vec<_> = claims
        .iter()
        .map(|row| (row.claim.adoption, row.claim.part, row.claim.already.0))
        .collect();
    assert_eq!(
        seen,
        [(bond(1), 1, 15_000), (bond(4), 2, 6_000)],
        "held and expired have none"
    );
    assert_eq!(
        (claims[0].buyer, claims[0].claim.promised),
        (buyer(), Grams(20_000))
    );
    let per_lot = reads.lot_claims(lot(1)).unwrap();
    let seen: Vec<_> = per_lot
        .iter()
        .map(|row| (row.claim.adoption, row.claim.already.0))
        .collect();
    assert_eq!(
        seen,
        [(bond(1), 0), (bond(4), 0)],
        "what the lot gave itself does not count: a rerun sees what the division saw"
    );
    assert_eq!(reads.share_claims(&[tree(4)], year()).unwrap(), []);
}

#[test]
fn boxes_to_pick_are_summed_by_block() {
    let (_pen, reads) = season();
    let picks = reads.boxes_to_pick(orchard()).unwrap();
    assert_eq!(picks.len(), 1);
    assert_eq!(
        (picks[0].block, picks[0].block_name.as_str()),
        (block(1), "甲")
    );
    assert_eq!(
        (picks[0].trees, picks[0].boxes, picks[0].grams),
        (1, 1, Grams(10_000))
    );
}
