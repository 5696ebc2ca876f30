//! The drawn plan of an orchard: blocks of rows of trees, each a place to point at.
//!
//! It turns names and numbers into places on paper. It does not know prices, people or holds.

use std::collections::BTreeMap;

/// Distance between two trees, in drawing units; drawn one to one it is a target for a finger
/// (WCAG 2.2, 2.5.8 asks for 24).
const STEP: u32 = 30;
/// Room for row numbers at the left and tree numbers above.
const MARGIN: u32 = 30;

/// Whether a tree can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Free.
    Free,
    /// Somebody is in the middle of adopting it.
    Held,
    /// Adopted.
    Taken,
}

impl Place {
    /// The class of the stylesheet and the name of its message (`plan-free`, …).
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Held => "held",
            Self::Taken => "taken",
        }
    }
}

/// A tree as the plan gets it.
#[derive(Clone, Debug)]
pub(crate) struct PlanTree {
    /// The name of its block.
    pub(crate) block: String,
    /// Its row, from 1.
    pub(crate) row: u32,
    /// Its number in the row, from 1.
    pub(crate) number: u32,
    /// Its code.
    pub(crate) code: String,
    /// Whether it can be had.
    pub(crate) place: Place,
    /// Where pointing at it leads.
    pub(crate) href: String,
    /// Its full name with its state, for the tooltip and for screen readers.
    pub(crate) title: String,
    /// Whether it is the one being looked at.
    pub(crate) chosen: bool,
}

/// One block on paper.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// Its name.
    pub(crate) name: String,
    /// Width of the drawing.
    pub(crate) width: u32,
    /// Height of the drawing.
    pub(crate) height: u32,
    /// Row numbers and where they stand.
    pub(crate) rows: Vec<Row>,
    /// Its trees.
    pub(crate) trees: Vec<Drawn>,
    /// How many are free.
    pub(crate) free: i64,
}

/// A row's number at the left.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its number.
    pub(crate) number: u32,
    /// Its height on paper.
    pub(crate) y: u32,
}

/// A tree on paper.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    /// From the left.
    pub(crate) x: u32,
    /// From above.
    pub(crate) y: u32,
    /// The tree.
    pub(crate) tree: PlanTree,
}

/// The plan of all blocks, in the order in which they first come. Rows and numbers without trees
/// leave no hole, so an import with row 4,000,000,000 draws a small plan, not a long one.
pub(crate) fn plan(trees: Vec<PlanTree>) -> Vec<Block> {
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    let mut blocks: Vec<(String, Vec<PlanTree>)> = Vec::new();
    for tree in trees {
        let place = *index.entry(tree.block.clone()).or_insert_with(|| {
            blocks.push((tree.block.clone(), Vec::new()));
            blocks.len() - 1
        });
        if let Some((_, trees)) = blocks.get_mut(place) {
            trees.push(tree);
        }
    }
    blocks
        .into_iter()
        .map(|(name, trees)| block(name, trees))
        .collect()
}

fn block(name: String, mut trees: Vec<PlanTree>) -> Block {
    trees.sort_by_key(|tree| (tree.row, tree.number));
    let rows = places(trees.iter().map(|tree| tree.row));
    let columns = places(trees.iter().map(|tree| tree.number));
    let free = trees
        .iter()
        .filter(|tree| tree.place == Place::Free)
        .count();
    Block {
        name,
        width: MARGIN + STEP * u32::try_from(columns.len()).unwrap_or(0),
        height: STEP * u32::try_from(rows.len()).unwrap_or(0),
        rows: rows
            .iter()
            .map(|(number, y)| Row {
                number: *number,
                y: *y,
            })
            .collect(),
        free: i64::try_from(free).unwrap_or(i64::MAX),
        trees: trees
            .into_iter()
            .map(|tree| Drawn {
                x: MARGIN + columns.get(&tree.number).copied().unwrap_or(0),
                y: rows.get(&tree.row).copied().unwrap_or(0),
                tree,
            })
            .collect(),
    }
}

/// Each number once, in order, with the middle of its place.
fn places(numbers: impl Iterator<Item = u32>) -> BTreeMap<u32, u32> {
    let mut places: BTreeMap<u32, u32> = numbers.map(|number| (number, 0)).collect();
    let mut middle = STEP / 2;
    for place in places.values_mut() {
        *place = middle;
        middle = middle.saturating_add(STEP);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(block: &str, row: u32, number: u32, place: Place) -> PlanTree {
        PlanTree {
            block: block.to_owned(),
            row,
            number,
            code: String::new(),
            place,
            href: String::new(),
            title: String::new(),
            chosen: false,
        }
    }

    #[test]
    fn trees_stand_in_rows_and_blocks_as_they_come() {
        let blocks = plan(vec![
            tree("乙区", 2, 1, Place::Taken),
            tree("乙区", 1, 2, Place::Free),
            tree("乙区", 1, 1, Place::Free),
            tree("丙区", 7, 7, Place::Held),
        ]);
        let names: Vec<_> = blocks.iter().map(|block| block.name.as_str()).collect();
        assert_eq!(names, ["乙区", "丙区"]);
        let first = &blocks[0];
        assert_eq!((first.width, first.height, first.free), (90, 60, 2));
        let places: Vec<_> = first.trees.iter().map(|drawn| (drawn.x, drawn.y)).collect();
        assert_eq!(places, [(45, 15), (75, 15), (45, 45)]);
    }

    #[test]
    fn far_numbers_leave_no_hole() {
        let blocks = plan(vec![
            tree("甲", 1, 1, Place::Free),
            tree("甲", u32::MAX, u32::MAX, Place::Free),
        ]);
        assert_eq!((blocks[0].width, blocks[0].height), (90, 60));
        assert_eq!(blocks[0].rows[1].number, u32::MAX);
    }

    #[test]
    fn an_empty_orchard_has_an_empty_plan() {
        assert!(plan(Vec::new()).is_empty());
    }
}
