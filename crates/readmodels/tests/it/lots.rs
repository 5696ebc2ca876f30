//! Lots out of the ordinary: divided between very many, or of a year that cannot be a season.

use kernel::{AdoptionId, Day, Grams, Season};
use traceability::allocation::Policy;
use traceability::lot::{ALLOCATIONS_PER_EVENT_MAX, Allocation, Event as Lot, Grade, TreeYield};

use crate::pen::{at, id};
use crate::season::{block, catch_up, farmer, lot, orchard, season, tree};

#[test]
fn a_division_told_by_two_events_is_summed() {
    let (mut pen, reads) = season();
    let told = |first: usize, count: usize, surplus| Lot::LotAllocated {
        lot: lot(2),
        policy: Policy::OwnTree1,
        allocations: (first..first + count)
            .map(|number| {
                let mut bytes = *id(b'm', 0, AdoptionId::from_bytes).as_bytes();
                bytes[8..].copy_from_slice(&number.to_be_bytes());
                Allocation {
                    adoption: AdoptionId::from_bytes(bytes),
                    tree: tree(1),
                    grams: Grams(7),
                }
            })
            .collect(),
        surplus: Grams(surplus),
        at: at(403),
    };
    let whole = ALLOCATIONS_PER_EVENT_MAX;
    for event in [told(0, whole, 0), told(whole, 100, 800)] {
        pen.write(&lot(2).to_string(), &event);
    }
    catch_up(&pen, &reads);
    let row = reads.lot(lot(2)).unwrap().unwrap();
    assert_eq!((row.allocated, row.surplus), (Grams(4_200), Grams(800)));
    assert_eq!(row.allocated.plus(row.surplus), row.net, "nothing is lost");
    assert_eq!(row.allocated_at, Some(at(403)));
}

#[test]
fn fruit_of_any_year_has_a_season() {
    let (mut pen, reads) = season();
    for (number, picked_on) in [(7, Day::FIRST), (8, Day::LAST)] {
        let picked = Lot::LotHarvested {
            lot: lot(number),
            code: format!("L-{number}"),
            orchard: orchard(),
            block: block(1),
            picked_on,
            grade: Grade::First,
            gross: Grams(3_000),
            tare: Grams(1_000),
            net: Grams(2_000),
            yields: vec![TreeYield {
                tree: tree(4),
                grams: Grams(2_000),
            }],
            by: farmer(),
        };
        pen.write(&lot(number).to_string(), &picked);
        catch_up(&pen, &reads);
        assert_eq!(
            reads.lot(lot(number)).unwrap().unwrap().picked_on,
            picked_on
        );
    }
    let page = reads.tree(tree(4)).unwrap().unwrap();
    let mut seasons: Vec<_> = page.harvested.iter().map(|(one, _)| one.year()).collect();
    seasons.sort_unstable();
    assert_eq!(seasons, [Season::FIRST, Season::LAST]);
}
