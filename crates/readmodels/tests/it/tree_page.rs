//! The public page of a tree.

use adoption::tree_share::Part;
use kernel::{Grams, Season};
use readmodels::catalogue::ShareState;
use readmodels::garden::AdoptionStatus;
use readmodels::packing::BoxStep;
use readmodels::tree_page::{EntryKind, PublicPhoto};
use traceability::observation::Stage;

use crate::pen::{at, code, hash, sealed};
use crate::season::{
    bond, buyer, campaign, catch_up, certificate, lot, parcel, parcel_arrives, place, season, seen,
    tree, year,
};

#[test]
fn a_retired_tag_still_leads_to_its_tree() {
    let (_pen, reads) = season();
    assert_eq!(reads.tree_by_code(code(1)).unwrap(), Some(tree(1)));
    assert_eq!(reads.tree_by_code(code(101)).unwrap(), Some(tree(1)));
    assert_eq!(reads.tree_by_code(code(999)).unwrap(), None);
    let card = reads.tree_card(tree(1)).unwrap().unwrap();
    assert_eq!(card.code, Some(code(101)), "it carries the new one");
}

#[test]
fn the_page_of_an_unknown_tree_is_not_there() {
    let (_pen, reads) = season();
    assert_eq!(reads.tree(tree(9)).unwrap(), None);
}

#[test]
fn the_newest_look_by_capture_time_gives_stage_and_photo() {
    let (_pen, reads) = season();
    let page = reads.tree(tree(1)).unwrap().unwrap();
    assert_eq!(
        page.tree.stage,
        Some(Stage::Blossom),
        "the older look arrived later"
    );
    assert_eq!(
        (page.tree.photo, page.tree.photo_at),
        (Some(hash(1)), Some(at(100)))
    );
    assert_eq!(page.place, place());
}

#[test]
fn the_diary_tells_every_public_fact_in_order() {
    let (mut pen, reads) = season();
    parcel_arrives(&mut pen);
    catch_up(&pen, &reads);
    let page = reads.tree(tree(1)).unwrap().unwrap();
    let part = Part { number: 1, of: 2 };
    let photo = |number| PublicPhoto {
        sha256: hash(number),
        width: 4_000,
        height: 3_000,
    };
    let observed = |number: u8, stage, photos| EntryKind::Observed {
        observation: seen(number),
        stage,
        note: Some(format!("note-{number}")),
        photos,
    };
    let harvested = |number: u8, grams| EntryKind::Harvested {
        lot: lot(number),
        lot_code: format!("L-{number}"),
        grams: Grams(grams),
    };
    let kinds: Vec<_> = page
        .entries
        .iter()
        .map(|entry| entry.kind.clone())
        .collect();
    let expected = [
        EntryKind::Registered,
        EntryKind::TagAttached { code: code(1) },
        EntryKind::TagReplaced { code: code(101) },
        observed(1, Stage::Blossom, vec![photo(1), photo(2)]),
        observed(2, Stage::Budding, vec![photo(3)]),
        EntryKind::Adopted {
            season: year(),
            part,
        },
        EntryKind::NameplateApproved {
            season: year(),
            part,
        },
        harvested(1, 30_000),
        harvested(2, 5_000),
        EntryKind::Certified {
            lot: lot(1),
            lot_code: "L-1".into(),
            number: "HGZ-1".into(),
        },
        EntryKind::Packed {
            parcel: parcel(1),
            nth: 1,
            grams: Grams(10_100),
        },
        EntryKind::HandedOver {
            parcel: parcel(1),
            nth: 1,
        },
        EntryKind::Delivered {
            parcel: parcel(1),
            nth: 1,
        },
    ];
    assert_eq!(kinds, expected);
    assert!(page.entries.is_sorted_by(|a, b| a.position < b.position));
    assert_eq!(
        page.entries[4].at,
        at(50),
        "when it was seen, not when it came"
    );
}

#[test]
fn adopters_show_their_plate_and_promise_but_not_those_who_left() {
    let (_pen, reads) = season();
    let page = reads.tree(tree(1)).unwrap().unwrap();
    assert_eq!(page.adopters.len(), 1, "adoption 2 was cancelled");
    let adopter = &page.adopters[0];
    assert_eq!((adopter.adoption, adopter.campaign), (bond(1), campaign(1)));
    assert_eq!((adopter.buyer, adopter.season), (buyer(), year()));
    assert_eq!(adopter.status, AdoptionStatus::Confirmed);
    assert_eq!((adopter.promised, adopter.boxes), (Grams(20_000), 2));
    assert_eq!(adopter.nameplate.as_ref().unwrap().text, sealed("小满一家"));
}

#[test]
fn january_fruit_counts_for_the_season_that_was_still_sending() {
    let (_pen, reads) = season();
    let page = reads.tree(tree(1)).unwrap().unwrap();
    assert_eq!(page.harvested, [(year(), Grams(35_000))]);
    let lots: Vec<_> = page
        .lots
        .iter()
        .map(|lot| (lot.lot, lot.grams, lot.season))
        .collect();
    assert_eq!(
        lots,
        [
            (lot(2), Grams(5_000), year()),
            (lot(1), Grams(30_000), year())
        ]
    );
    assert_eq!(page.lots[0].certificate, None);
    assert_eq!(page.lots[1].certificate, Some(certificate()));
    let claims = reads.lot_claims(lot(2)).unwrap();
    assert_eq!(claims.len(), 1);
    assert_eq!(
        (claims[0].claim.adoption, claims[0].claim.already),
        (bond(1), Grams(15_000))
    );
}

#[test]
fn fruit_of_a_tree_nobody_offers_counts_for_the_year_it_was_picked() {
    let (mut pen, reads) = season();
    let event = traceability::lot::Event::LotHarvested {
        lot: lot(3),
        code: "L-3".into(),
        orchard: crate::season::orchard(),
        block: crate::season::block(2),
        picked_on: crate::pen::day(2027, 1, 6),
        grade: traceability::lot::Grade::Juice,
        gross: Grams(1_100),
        tare: Grams(100),
        net: Grams(1_000),
        yields: vec![traceability::lot::TreeYield {
            tree: tree(4),
            grams: Grams(1_000),
        }],
        by: buyer(),
    };
    pen.write(&lot(3).to_string(), &event);
    catch_up(&pen, &reads);
    let page = reads.tree(tree(4)).unwrap().unwrap();
    assert_eq!(page.harvested, [(Season::new(2027).unwrap(), Grams(1_000))]);
}

#[test]
fn parcels_and_offers_of_a_tree_are_shown() {
    let (_pen, reads) = season();
    let page = reads.tree(tree(1)).unwrap().unwrap();
    assert_eq!(page.parcels.len(), 1);
    assert_eq!(
        (page.parcels[0].step, page.parcels[0].at),
        (BoxStep::Packed, at(501))
    );
    assert_eq!(page.offers.len(), 1, "a draft offer is not public");
    assert_eq!(page.offers[0].campaign, campaign(1));
    let states: Vec<_> = page.offers[0].parts.iter().map(|part| part.state).collect();
    assert_eq!(states, [ShareState::Taken, ShareState::Free]);
}
