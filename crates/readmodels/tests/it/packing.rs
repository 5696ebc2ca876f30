//! The packing board and parcels.

use adoption::adoption::{CancelReason, Event as Bond};
use fulfilment::parcel::ScanStatus;
use kernel::Grams;
use readmodels::packing::{BoxCounts, BoxStep, PackingRow};

use crate::pen::{at, code, sealed};
use crate::season::{
    bond, box_id, buyer, catch_up, lot, orchard, parcel, parcel_arrives, season, tree,
};

#[test]
fn the_board_puts_what_is_to_do_first_page_by_page() {
    let (_pen, reads) = season();
    let board = reads.board(orchard(), None, 10).unwrap();
    let seen: Vec<_> = board
        .iter()
        .map(|row| (row.planned.box_id, row.planned.step))
        .collect();
    assert_eq!(
        seen,
        [(box_id(2), BoxStep::Planned), (box_id(1), BoxStep::Packed)]
    );
    let first = reads.board(orchard(), None, 1).unwrap();
    let rest = reads.board(orchard(), Some(first[0].cursor()), 10).unwrap();
    assert_eq!((first.len(), rest.as_slice()), (1, &board[1..]));
}

#[test]
fn a_box_shows_what_it_may_be_packed_from() {
    let (_pen, reads) = season();
    let row = reads.packing_box(box_id(2)).unwrap().unwrap();
    assert_eq!(
        (row.planned.adoption, row.planned.buyer),
        (bond(1), buyer())
    );
    assert_eq!(
        (row.planned.nth, row.boxes, row.planned.grams),
        (2, 2, Grams(10_000))
    );
    assert_eq!(
        (row.planned.locked_at, &row.planned.address),
        (None, &sealed("old address"))
    );
    assert_eq!((row.tree.tree, row.tree.code), (tree(1), Some(code(101))));
    assert_eq!(row.grants.len(), 1);
    assert_eq!(
        (row.grants[0].lot, row.grants[0].left()),
        (lot(1), Grams(4_900))
    );
    assert_eq!(row.parcel, None);
    assert_eq!(row.nameplate.unwrap().text, sealed("小满一家"));
    assert_eq!(reads.packing_box(box_id(9)).unwrap(), None);
}

#[test]
fn a_scanned_code_is_a_trees_or_a_parcels() {
    let (_pen, reads) = season();
    let boxes = |code| -> Vec<_> {
        let rows = reads.boxes_by_code(code).unwrap();
        rows.iter().map(|row| row.planned.box_id).collect()
    };
    assert_eq!(boxes(code(101)), [box_id(2), box_id(1)]);
    assert_eq!(boxes(code(1)), [box_id(2), box_id(1)], "the old tag");
    assert_eq!(boxes(code(300)), [box_id(1)]);
    assert_eq!(boxes(code(999)), []);
}

#[test]
fn a_parcel_goes_from_bench_to_door() {
    let (mut pen, reads) = season();
    let packed = reads.parcel(parcel(1)).unwrap().unwrap();
    assert_eq!(
        (packed.step, packed.grams, packed.carrier),
        (BoxStep::Packed, Grams(10_100), None)
    );
    assert_eq!(
        (packed.contents[0].lot, packed.contents[0].grams),
        (lot(1), Grams(10_100))
    );
    parcel_arrives(&mut pen);
    catch_up(&pen, &reads);
    let arrived = reads.parcel_by_code(code(300)).unwrap().unwrap();
    assert_eq!(arrived.step, BoxStep::Delivered);
    assert_eq!(
        (arrived.handed_over_at, arrived.delivered_at),
        (Some(at(510)), Some(at(540)))
    );
    let newest = (ScanStatus::OutForDelivery, at(530));
    assert_eq!(
        arrived.last_scan,
        Some(newest),
        "an older scan that came later moves nothing back"
    );
    let counts = BoxCounts {
        planned: 1,
        delivered: 1,
        ..BoxCounts::default()
    };
    assert_eq!(reads.box_counts(orchard()).unwrap(), counts);
    let row = reads.packing_box(box_id(1)).unwrap().unwrap();
    assert_eq!(row.parcel, Some(arrived));
}

#[test]
fn a_cancelled_adoption_gets_no_more_boxes() {
    let (mut pen, reads) = season();
    let cancelled = Bond::AdoptionCancelled {
        reason: CancelReason::ByOperator,
        at: at(600),
    };
    pen.write(&bond(1).to_string(), &cancelled);
    catch_up(&pen, &reads);
    let ids = |rows: Vec<PackingRow>| -> Vec<_> {
        rows.into_iter().map(|row| row.planned.box_id).collect()
    };
    let board = reads.board(orchard(), None, 10).unwrap();
    assert_eq!(ids(board), [box_id(1)], "what is packed stays in sight");
    for tag in [101, 1, 300] {
        assert_eq!(ids(reads.boxes_by_code(code(tag)).unwrap()), [box_id(1)]);
    }
    let counts = BoxCounts {
        packed: 1,
        ..BoxCounts::default()
    };
    assert_eq!(reads.box_counts(orchard()).unwrap(), counts);
    assert_eq!(reads.boxes_to_pick(orchard()).unwrap(), []);
}
