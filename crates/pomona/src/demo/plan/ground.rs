//! Where the trees of the demo stand: three blocks of crooked rows about the farm's place. Knows no date and no id.

use traceability::spot::Spot;

use super::{ROW_TREES, mix};
use crate::demo::farms::Farm;

/// From one row to the next, in units of 1e-7 degree of latitude: some five metres.
const ROW_E7: i32 = 450;
/// From one tree to the next in a row, in units of 1e-7 degree of longitude: some four and a half metres.
const TREE_E7: i32 = 450;
/// Room around the trees of a block, in steps from tree to tree.
const EDGE: i32 = 1;
/// By how much a row climbs with every tree, in units of 1e-7 degree, block by block: no two slopes are alike.
const CLIMB_E7: [i32; 3] = [35, -60, 95];
/// By how much a row begins farther east than the one before, block by block.
const SHIFT_E7: [i32; 3] = [-40, 70, 25];
/// How far a trunk stands off its row, at most.
const STRAY_E7: u64 = 90;

/// Where the `within`-th tree of a block stands; `nth` lets every trunk stray its own way.
pub(super) fn stands(
    farm: &Farm,
    (block, per_block): (usize, usize),
    within: usize,
    nth: usize,
) -> Spot {
    let (row, number) = (small(within / ROW_TREES + 1), small(within % ROW_TREES + 1));
    let chance = mix(nth + 7);
    let stray = |bits: u64| i32::try_from(bits % STRAY_E7).unwrap_or(0) - 45;
    let spot = ground(farm, (block, per_block), (row, number));
    Spot {
        lat_e7: spot.lat_e7 + stray(chance),
        lon_e7: spot.lon_e7 + stray(chance >> 16),
    }
}

/// The corners of a block, one step outside its outermost trees.
pub(in crate::demo) fn outline(farm: &Farm, block: usize, per_block: usize) -> Vec<Spot> {
    let last_row = small(per_block.div_ceil(ROW_TREES)) + EDGE;
    let last_tree = small(ROW_TREES.min(per_block)) + EDGE;
    let corners = [(0, 0), (last_row, 0), (last_row, last_tree), (0, last_tree)];
    corners
        .map(|corner| ground(farm, (block, per_block), corner))
        .to_vec()
}

/// The place of a row and number, counted from 1, if everything stood as planned.
fn ground(farm: &Farm, (block, per_block): (usize, usize), (row, number): (i32, i32)) -> Spot {
    let deep = small(per_block.div_ceil(ROW_TREES) + 2) * ROW_E7;
    let wide = small(ROW_TREES + 2) * TREE_E7;
    // The second block lies to the east, the third to the south, a path between them.
    let (south, east) = match block {
        0 => (0, 0),
        1 => (-deep / 5, wide + wide / 5),
        _ => (deep + deep / 4, wide / 2),
    };
    let turn = block.min(CLIMB_E7.len() - 1);
    Spot {
        lat_e7: farm.place_e7.0 - south - row * ROW_E7 + number * CLIMB_E7[turn],
        lon_e7: farm.place_e7.1 + east + number * TREE_E7 + row * SHIFT_E7[turn],
    }
}

fn small(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(0)
}
