//! Names of things as web addresses. Without a GS1 company prefix they are of our own domain, in the forms the Core
//! Business Vocabulary has for private identifiers (`…/obj/…`, `…/class/…`, `…/loc/…`); with one they are GS1 keys.
//! Both forms are read at all times, so that nothing printed or exported earlier dies.

use gs1::{CompanyPrefix, Giai, Gtin, Key, Part, Sscc};
use kernel::{BlockId, LotId, OrchardId, ParcelId, ShortCode, TreeId};

use crate::step::{LotName, ParcelName, Place, TreeName};

/// Where our own names begin, behind the domain.
const OBJECTS: &str = "/id/obj/";
const CLASSES: &str = "/id/class/";
const LOCATIONS: &str = "/id/loc/";
/// What the name of a tag begins with.
const TAG: &str = "tag-";

/// How things are named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Scheme and host, without a slash at the end.
    pub base: String,
    /// The operator's GS1 company prefix: trees are assets and parcels logistic units under it.
    pub company: Option<CompanyPrefix>,
    /// The number of the fruit as a product: lots are batches of it.
    pub fruit: Option<Gtin>,
}

/// What an address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A tree.
    Tree(TreeId),
    /// A tag.
    Tag(ShortCode),
    /// A lot.
    Lot(LotId),
    /// A parcel.
    Parcel(ParcelId),
    /// A block.
    Block(BlockId),
    /// An orchard.
    Orchard(OrchardId),
    /// What a GS1 key names: to be looked up.
    Key(Key),
}

impl Names {
    /// A tree's address.
    #[must_use]
    pub fn tree(&self, name: &TreeName) -> String {
        let asset = self.company.as_ref().and_then(|company| {
            let giai = Giai::new(company, name.code.as_str()).ok()?;
            Some(Key::Asset(giai))
        });
        self.key_or(asset, || format!("{OBJECTS}{}", name.tree))
    }

    /// A tag's address.
    #[must_use]
    pub fn tag(&self, code: ShortCode) -> String {
        format!("{}{OBJECTS}{TAG}{code}", self.base)
    }

    /// A lot's address, as a class of fruit.
    #[must_use]
    pub fn lot(&self, name: &LotName) -> String {
        let batch = self.fruit.and_then(|gtin| {
            let code: Part = name.code.as_ref()?.parse().ok()?;
            Some(Key::Batch(gtin, code))
        });
        batch.map_or_else(
            || self.own_lot(name.lot),
            |key| format!("{}{key}", self.base),
        )
    }

    /// A lot's address on our own domain, which leads to its page and certificate.
    pub(crate) fn own_lot(&self, lot: LotId) -> String {
        format!("{}{CLASSES}{lot}", self.base)
    }

    /// The address of all trees of a block, as a class.
    pub(crate) fn trees_of(&self, block: BlockId) -> String {
        format!("{}{CLASSES}{block}", self.base)
    }

    /// A parcel's address.
    #[must_use]
    pub fn parcel(&self, name: &ParcelName) -> String {
        let unit = self.company.as_ref().and_then(|company| {
            let sscc = Sscc::new(company, name.nth).ok()?;
            Some(Key::Parcel(sscc))
        });
        self.key_or(unit, || format!("{OBJECTS}{}", name.parcel))
    }

    /// A place's address.
    #[must_use]
    pub fn place(&self, place: Place) -> String {
        format!("{}{LOCATIONS}{}", self.base, place.id())
    }

    /// The address of a place by its id.
    #[must_use]
    pub fn place_by_id(&self, id: &str) -> String {
        format!("{}{LOCATIONS}{id}", self.base)
    }

    fn key_or(&self, key: Option<Key>, own: impl FnOnce() -> String) -> String {
        let path = key.map_or_else(own, |key| key.to_string());
        format!("{}{path}", self.base)
    }

    /// What an address of ours names; none for another domain's and for what names nothing.
    #[must_use]
    pub fn read(&self, address: &str) -> Option<Named> {
        self.read_path(address.strip_prefix(&self.base)?)
    }

    /// What a path of ours names.
    #[must_use]
    pub fn read_path(&self, path: &str) -> Option<Named> {
        if let Some(object) = path.strip_prefix(OBJECTS) {
            return object
                .strip_prefix(TAG)
                .map(|code| code.parse().map(Named::Tag).ok())
                .unwrap_or_else(|| {
                    let tree = object.parse().map(Named::Tree);
                    tree.or_else(|_| object.parse().map(Named::Parcel)).ok()
                });
        }
        if let Some(class) = path.strip_prefix(CLASSES) {
            let lot = class.parse().map(Named::Lot);
            return lot.or_else(|_| class.parse().map(Named::Block)).ok();
        }
        if let Some(location) = path.strip_prefix(LOCATIONS) {
            let block = location.parse().map(Named::Block);
            return block.or_else(|_| location.parse().map(Named::Orchard)).ok();
        }
        path.parse().map(Named::Key).ok()
    }
}
