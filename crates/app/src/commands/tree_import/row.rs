//! What a row or a feature says of a tree, column by column. It does not know how its file is written.

use std::collections::HashSet;

use kernel::{BlockId, OrchardId};
use traceability::{
    orchard,
    spot::{Spot, degrees_e7},
    tree::TreeFacts,
};

use super::{Outcome, Wanted, refused};

/// The columns that every tree has, in any order.
pub(super) const NEEDED: [&str; 6] = ["block", "row", "number", "variety", "planted", "name"];
/// The columns that a file may have.
pub(super) const WELCOME: [&str; 3] = ["rootstock", "latitude", "longitude"];

/// Reads rows of one orchard.
pub(super) struct Reader<'a> {
    orchard: OrchardId,
    known: &'a orchard::State,
    places: HashSet<(BlockId, u16, u16)>,
    outlined: HashSet<BlockId>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(orchard: OrchardId, known: &'a orchard::State) -> Self {
        Self {
            orchard,
            known,
            places: HashSet::new(),
            outlined: HashSet::new(),
        }
    }

    /// The tree that these cells tell of; a cell that is not there is empty.
    pub(super) fn tree<'c>(
        &mut self,
        cell: impl Fn(&'static str) -> Option<&'c str>,
        spot: Option<Spot>,
    ) -> Result<Wanted, Outcome> {
        let cell = |name: &'static str| cell(name).map(unmasked).filter(|text| !text.is_empty());
        let needed = |name| cell(name).ok_or(refused("required", Some(name)));
        let number = |name| {
            let parsed = needed(name)?.parse::<u16>();
            parsed.map_err(|_| refused("not-a-number", Some(name)))
        };
        let spot = match spot {
            Some(spot) => Some(spot),
            None => spot_of(cell("latitude"), cell("longitude"))?,
        };
        let facts = TreeFacts {
            orchard: self.orchard,
            block: self.block(needed("block")?)?,
            row: number("row")?,
            number: number("number")?,
            variety: needed("variety")?.to_owned(),
            planted: number("planted")?,
            name: needed("name")?.to_owned(),
        };
        let place = (facts.block, facts.row, facts.number);
        if !self.places.insert(place) {
            return Err(refused("row-repeated", None));
        }
        Ok(Wanted::Tree {
            facts,
            rootstock: cell("rootstock").map(str::to_owned),
            spot,
        })
    }

    /// The outline of a block.
    pub(super) fn outline(&mut self, block: &str, outline: Vec<Spot>) -> Result<Wanted, Outcome> {
        let block = self.block(block)?;
        if !self.outlined.insert(block) {
            return Err(refused("row-repeated", None));
        }
        Ok(Wanted::Outline { block, outline })
    }

    fn block(&self, name: &str) -> Result<BlockId, Outcome> {
        let mut blocks = self.known.blocks.iter();
        let found = blocks.find(|(_, block)| block.as_str() == name);
        found
            .map(|(block, _)| *block)
            .ok_or(refused("block-unknown", Some("block")))
    }
}

fn spot_of(latitude: Option<&str>, longitude: Option<&str>) -> Result<Option<Spot>, Outcome> {
    let degrees = |text: Option<&str>, name| match text {
        Some(text) => degrees_e7(text)
            .map(Some)
            .ok_or(refused("coordinate", Some(name))),
        None => Ok(None),
    };
    match (
        degrees(latitude, "latitude")?,
        degrees(longitude, "longitude")?,
    ) {
        (Some(lat_e7), Some(lon_e7)) => Ok(Some(Spot { lat_e7, lon_e7 })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(refused("required", Some("longitude"))),
        (None, Some(_)) => Err(refused("required", Some("latitude"))),
    }
}

/// A cell as it was before our own export put an apostrophe before what a spreadsheet would take for a formula.
fn unmasked(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_apostrophe_of_our_export_is_taken_off_and_no_other() {
        assert_eq!(unmasked("'=1+1"), "=1+1");
        assert_eq!(unmasked(" '-小满 "), "-小满");
        assert_eq!(unmasked("'小满"), "'小满");
        assert_eq!(unmasked("-1"), "-1");
    }

    #[test]
    fn half_a_place_is_none() {
        assert_eq!(spot_of(None, None), Ok(None));
        assert_eq!(
            spot_of(Some("24.5"), None),
            Err(refused("required", Some("longitude")))
        );
        assert_eq!(
            spot_of(Some("24,5"), Some("115")),
            Err(refused("coordinate", Some("latitude")))
        );
        assert_eq!(
            spot_of(Some("24.5"), Some("-115")),
            Ok(Some(Spot {
                lat_e7: 245_000_000,
                lon_e7: -1_150_000_000
            }))
        );
    }
}
