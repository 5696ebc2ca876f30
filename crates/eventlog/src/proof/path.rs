//! Paths of tiles and entry bundles as C2SP tlog-tiles writes them. Strict: one resource, one path.

use std::fmt;
use std::str::FromStr;

use super::error::InvalidTilePath;
use super::lines::decimal;
use super::tree::TILE_HASHES;

/// Highest level a path may name.
const LEVEL_MAX: u64 = 63;
/// Most groups of three digits a number can have: 2^64 has 20 digits.
const GROUPS_MAX: usize = 7;

/// What a tile is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tile {
    /// The log's entries, each with its length before it.
    Entries,
    /// Hashes of this level: 0 is that of the leaves.
    Hashes {
        /// From 0 to 63.
        level: u8,
    },
}

/// Path of one tile: `tile/<level>/<number>[.p/<width>]` or `tile/entries/<number>[.p/<width>]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TilePath {
    /// Which kind.
    pub tile: Tile,
    /// Which one of its kind, from 0.
    pub number: u64,
    /// For a partial tile how many hashes or entries it has, 1 to 255.
    pub width: Option<u8>,
}

impl TilePath {
    /// Parses a path.
    ///
    /// # Errors
    /// [`InvalidTilePath`] for everything that is not exactly the one path of a tile.
    pub fn parse(path: &str) -> Result<Self, InvalidTilePath> {
        let rest = path.strip_prefix("tile/").ok_or(InvalidTilePath)?;
        let (kind, rest) = rest.split_once('/').ok_or(InvalidTilePath)?;
        let tile = match kind {
            "entries" => Tile::Entries,
            digits => Tile::Hashes {
                level: small(digits, LEVEL_MAX).ok_or(InvalidTilePath)?,
            },
        };
        let (number, width) = match rest.split_once(".p/") {
            None => (rest, None),
            Some((number, width)) => {
                let width = small(width, u64::from(u8::MAX)).filter(|width| *width > 0);
                (number, Some(width.ok_or(InvalidTilePath)?))
            }
        };
        Ok(Self {
            tile,
            number: parse_number(number).ok_or(InvalidTilePath)?,
            width,
        })
    }
}

impl TilePath {
    /// How many hashes or entries it has in a tree of `size` leaves; `None` when the tree has no
    /// such tile, or fewer of them.
    pub(crate) fn width_in(&self, size: u64) -> Option<usize> {
        let level = match self.tile {
            Tile::Entries => 0,
            Tile::Hashes { level } => u32::from(level),
        };
        let hashes = size.checked_shr(level * 8).unwrap_or(0);
        let there = hashes.checked_sub(self.number.checked_mul(TILE_HASHES)?)?;
        let wanted = self.width.map_or(TILE_HASHES, u64::from);
        if wanted <= there {
            usize::try_from(wanted).ok()
        } else {
            None
        }
    }
}

fn small(digits: &str, max: u64) -> Option<u8> {
    let number = decimal(digits).filter(|number| *number <= max)?;
    u8::try_from(number).ok()
}

/// Three digits a group, all groups but the last marked with `x`, no group of zeros in front.
fn parse_number(text: &str) -> Option<u64> {
    let groups: Vec<&str> = text.splitn(GROUPS_MAX + 1, '/').collect();
    let (last, marked) = groups.split_last()?;
    let mut number: u64 = 0;
    for group in marked {
        number = append_group(number, group.strip_prefix('x')?)?;
        if number == 0 {
            return None;
        }
    }
    append_group(number, last)
}

fn append_group(number: u64, digits: &str) -> Option<u64> {
    if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number.checked_mul(1_000)?.checked_add(digits.parse().ok()?)
}

impl FromStr for TilePath {
    type Err = InvalidTilePath;

    fn from_str(path: &str) -> Result<Self, InvalidTilePath> {
        Self::parse(path)
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tile {
            Tile::Entries => f.write_str("tile/entries/")?,
            Tile::Hashes { level } => write!(f, "tile/{level}/")?,
        }
        let mut groups = Vec::new();
        let mut rest = self.number;
        while rest >= 1_000 {
            groups.push(rest % 1_000);
            rest /= 1_000;
        }
        groups.push(rest);
        for (left, group) in groups.iter().enumerate().rev() {
            if left == 0 {
                write!(f, "{group:03}")?;
            } else {
                write!(f, "x{group:03}/")?;
            }
        }
        match self.width {
            Some(width) => write!(f, ".p/{width}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(tile: Tile, number: u64, width: Option<u8>) -> TilePath {
        TilePath {
            tile,
            number,
            width,
        }
    }

    #[test]
    fn the_examples_of_the_specification_read_as_they_say() {
        let hashes = |level| Tile::Hashes { level };
        for (text, expected) in [
            ("tile/0/x001/x234/067", path(hashes(0), 1_234_067, None)),
            ("tile/0/000", path(hashes(0), 0, None)),
            ("tile/63/273.p/112", path(hashes(63), 273, Some(112))),
            (
                "tile/entries/x001/000.p/1",
                path(Tile::Entries, 1_000, Some(1)),
            ),
        ] {
            assert_eq!(TilePath::parse(text), Ok(expected));
            assert_eq!(expected.to_string(), text);
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "tile",
            "tile/",
            "/tile/0/000",
            "tile/0/",
            "tile/0/0",
            "tile/0/0000",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/data/000",
            "tile/0/x000/000",
            "tile/0/x001/x000",
            "tile/0/001/000",
            "tile/0/x001",
            "tile/0/x001/",
            "tile/0/000/",
            "tile/0/000.p",
            "tile/0/000.p/",
            "tile/0/000.p/0",
            "tile/0/000.p/01",
            "tile/0/000.p/256",
            "tile/0/000.p/1/",
            "tile/0/000.p/1.p/1",
            "tile/0/+01",
            "tile/0/٠٠٠",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
            "tile/entries/../000",
            "tile/0/000?x",
            "checkpoint",
        ] {
            assert_eq!(TilePath::parse(text), Err(InvalidTilePath), "{text:?}");
        }
    }

    #[test]
    fn a_tree_of_70_000_leaves_has_the_tiles_the_specification_lists() {
        let width = |text: &str| TilePath::parse(text).unwrap().width_in(70_000);
        for (there, expected) in [
            ("tile/0/272", 256),
            ("tile/0/273.p/112", 112),
            ("tile/0/273.p/1", 1),
            ("tile/1/000", 256),
            ("tile/1/001.p/17", 17),
            ("tile/2/000.p/1", 1),
            ("tile/entries/273.p/112", 112),
        ] {
            assert_eq!(width(there), Some(expected), "{there}");
        }
        for absent in [
            "tile/0/273",
            "tile/0/273.p/113",
            "tile/0/274",
            "tile/0/274.p/1",
            "tile/1/001.p/18",
            "tile/1/002.p/1",
            "tile/2/000.p/2",
            "tile/3/000.p/1",
            "tile/63/000.p/1",
            "tile/entries/274.p/1",
            "tile/0/x018/x446/x744/x073/x709/x551/615",
        ] {
            assert_eq!(width(absent), None, "{absent}");
        }
    }

    proptest! {
        #[test]
        fn a_path_comes_back_as_it_was(level in 0u8..64, number: u64, width in 0u8..) {
            for tile in [Tile::Entries, Tile::Hashes { level }] {
                let width = Some(width).filter(|width| *width > 0);
                let path = path(tile, number, width);
                prop_assert_eq!(TilePath::parse(&path.to_string()), Ok(path));
            }
        }

        #[test]
        fn what_is_accepted_is_written_the_same(text in "tile/(entries|[0-9]{1,2})/(x?[0-9]{3}/){0,3}[0-9]{3}(\\.p/[0-9]{1,3})?") {
            if let Ok(path) = TilePath::parse(&text) {
                prop_assert_eq!(path.to_string(), text);
            }
        }
    }
}
