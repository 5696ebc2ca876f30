//! What happened, in our words, and the EPCIS words for it. It must not know addresses: things carry their ids and what
//! a GS1 key of them would be made of.

use kernel::{
    BlockId, ContentHash, Day, Grams, LotId, ObservationId, OrchardId, ParcelId, ShortCode, TreeId,
};
use serde::{Deserialize, Serialize};

use crate::words::{Action, BizStep, Disposition, EventType};

/// A tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeName {
    /// The tree.
    pub tree: TreeId,
    /// Its first tag's code: it names the tree for ever (D 4).
    pub code: ShortCode,
}

/// A harvest lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotName {
    /// The lot.
    pub lot: LotId,
    /// The code on its crates; none for a lot whose code another had before.
    pub code: Option<String>,
}

/// A parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelName {
    /// The parcel.
    pub parcel: ParcelId,
    /// Which of all parcels it is, from 0, in the order they were packed.
    pub nth: u64,
}

/// Where it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// In a block.
    Block(BlockId),
    /// In an orchard and its depot.
    Orchard(OrchardId),
}

impl Place {
    /// The id of the place.
    #[must_use]
    pub fn id(self) -> String {
        match self {
            Self::Block(block) => block.to_string(),
            Self::Orchard(orchard) => orchard.to_string(),
        }
    }
}

/// What was cared for in a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cared {
    /// All its trees: how many there were.
    All(u32),
    /// These trees of it.
    Trees(Vec<TreeName>),
}

/// What happened. Kept as JSON in a table that is rebuilt when it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// A tree was registered.
    Registered {
        /// The tree.
        tree: TreeName,
        /// Its block.
        block: BlockId,
        /// Its variety.
        variety: String,
        /// The year it was planted.
        planted: u16,
    },
    /// A tag was fixed to a tree.
    TagFixed {
        /// The tree.
        tree: TreeName,
        /// The tag.
        tag: ShortCode,
        /// The tree's block.
        block: BlockId,
    },
    /// A tag was taken down.
    TagRemoved {
        /// The tree.
        tree: TreeName,
        /// The tag.
        tag: ShortCode,
        /// The tree's block.
        block: BlockId,
    },
    /// A tree was looked at.
    Observed {
        /// The observation.
        observation: ObservationId,
        /// The tree.
        tree: TreeName,
        /// Its block.
        block: BlockId,
        /// The stage seen.
        stage: String,
        /// What was photographed.
        photos: Vec<ContentHash>,
    },
    /// Fruit was picked.
    Harvested {
        /// The lot it became.
        lot: LotName,
        /// Where it grew.
        block: BlockId,
        /// The day of picking.
        picked_on: Day,
        /// Its grade.
        grade: String,
        /// How much, without crates.
        net: Grams,
        /// What each tree gave.
        yields: Vec<(TreeName, Grams)>,
    },
    /// A product was put on trees.
    Treated {
        /// Their block.
        block: BlockId,
        /// Which of its entries.
        entry: u32,
        /// The trees.
        cared: Cared,
        /// The product with its registration number.
        product: String,
        /// How much of it.
        dose: String,
        /// The last day on which nothing is picked.
        waiting_until: Day,
    },
    /// Work was done in a block. What was noted beside it may name people, so it is not told.
    Worked {
        /// The block.
        block: BlockId,
        /// Which of its entries.
        entry: u32,
        /// Its trees.
        cared: Cared,
        /// What was done.
        work: String,
    },
    /// A lot got its certificate, or another one.
    Certified {
        /// The lot.
        lot: LotName,
        /// Which of its certificates, from 1.
        nth: u32,
        /// The certificate's number.
        number: String,
        /// How much the lot is.
        net: Grams,
    },
    /// A parcel was packed.
    Packed {
        /// The parcel.
        parcel: ParcelName,
        /// Where.
        orchard: OrchardId,
        /// What is in it.
        contents: Vec<(LotName, Grams)>,
    },
    /// A parcel left with the carrier.
    Shipped {
        /// The parcel.
        parcel: ParcelName,
        /// Where from.
        orchard: OrchardId,
    },
    /// A parcel arrived. Where is nobody's business but the receiver's.
    Delivered {
        /// The parcel.
        parcel: ParcelName,
    },
}

/// In which part of an event a thing stands; what queries tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Among its things: `epcList`, `childEPCs`.
    Thing,
    /// As what others are in or on: `parentID`.
    Parent,
    /// As a quantity of a batch: `quantityList`, `childQuantityList`.
    Batch,
    /// Told in the master data only: the trees of a lot.
    Origin,
}

impl Step {
    /// What this step is a step of, alone in its kind: the ids of events are made of it.
    #[must_use]
    pub fn subject(&self) -> String {
        match self {
            Self::Registered { tree, .. } => format!("{}/registered", tree.tree),
            Self::TagFixed { tag, .. } => format!("{tag}/fixed"),
            Self::TagRemoved { tag, .. } => format!("{tag}/removed"),
            Self::Observed { observation, .. } => format!("{observation}/observed"),
            Self::Harvested { lot, .. } => format!("{}/harvested", lot.lot),
            Self::Treated { block, entry, .. } => format!("{block}/treated/{entry}"),
            Self::Worked { block, entry, .. } => format!("{block}/worked/{entry}"),
            Self::Certified { lot, nth: 1, .. } => format!("{}/certified", lot.lot),
            Self::Certified { lot, nth, .. } => format!("{}/certified/{nth}", lot.lot),
            Self::Packed { parcel, .. } => format!("{}/packed", parcel.parcel),
            Self::Shipped { parcel, .. } => format!("{}/shipped", parcel.parcel),
            Self::Delivered { parcel } => format!("{}/delivered", parcel.parcel),
        }
    }

    /// The kind of its event.
    #[must_use]
    pub const fn event_type(&self) -> EventType {
        match self {
            Self::TagFixed { .. } | Self::TagRemoved { .. } => EventType::Association,
            Self::Packed { .. } => EventType::Aggregation,
            Self::Registered { .. }
            | Self::Observed { .. }
            | Self::Treated { .. }
            | Self::Worked { .. }
            | Self::Harvested { .. }
            | Self::Certified { .. }
            | Self::Shipped { .. }
            | Self::Delivered { .. } => EventType::Object,
        }
    }

    /// What it does to the life of its things.
    #[must_use]
    pub const fn action(&self) -> Action {
        match self {
            Self::Registered { .. }
            | Self::TagFixed { .. }
            | Self::Harvested { .. }
            | Self::Packed { .. } => Action::Add,
            Self::TagRemoved { .. } => Action::Delete,
            Self::Observed { .. }
            | Self::Treated { .. }
            | Self::Worked { .. }
            | Self::Certified { .. }
            | Self::Shipped { .. }
            | Self::Delivered { .. } => Action::Observe,
        }
    }

    /// The step of business.
    #[must_use]
    pub const fn biz_step(&self) -> BizStep {
        match self {
            Self::Registered { .. } => BizStep::Commissioning,
            Self::TagFixed { .. } => BizStep::Installing,
            Self::TagRemoved { .. } => BizStep::Removing,
            Self::Observed { .. } | Self::Certified { .. } => BizStep::Inspecting,
            Self::Treated { .. } | Self::Worked { .. } => BizStep::Other,
            Self::Harvested { .. } => BizStep::CreatingClassInstance,
            Self::Packed { .. } => BizStep::Packing,
            Self::Shipped { .. } => BizStep::Shipping,
            Self::Delivered { .. } => BizStep::Receiving,
        }
    }

    /// What state its things are in afterwards, where a word fits.
    #[must_use]
    pub const fn disposition(&self) -> Option<Disposition> {
        match self {
            Self::Registered { .. } | Self::Harvested { .. } => Some(Disposition::Active),
            Self::Certified { .. } => Some(Disposition::Conformant),
            Self::Packed { .. } => Some(Disposition::InProgress),
            Self::Shipped { .. } => Some(Disposition::InTransit),
            Self::TagFixed { .. }
            | Self::TagRemoved { .. }
            | Self::Observed { .. }
            | Self::Treated { .. }
            | Self::Worked { .. }
            | Self::Delivered { .. } => None,
        }
    }

    /// Where it happened, where that may be told.
    #[must_use]
    pub const fn place(&self) -> Option<Place> {
        match self {
            Self::Registered { block, .. }
            | Self::TagFixed { block, .. }
            | Self::TagRemoved { block, .. }
            | Self::Observed { block, .. }
            | Self::Treated { block, .. }
            | Self::Worked { block, .. }
            | Self::Harvested { block, .. } => Some(Place::Block(*block)),
            Self::Packed { orchard, .. } | Self::Shipped { orchard, .. } => {
                Some(Place::Orchard(*orchard))
            }
            Self::Certified { .. } | Self::Delivered { .. } => None,
        }
    }

    /// The things it speaks of, by the names that [`Named`](crate::Named) has for them.
    #[must_use]
    pub fn things(&self) -> Vec<(Role, String)> {
        let tag_of = |tag: &ShortCode| (Role::Thing, format!("tag-{tag}"));
        match self {
            Self::Registered { tree, .. } | Self::Observed { tree, .. } => {
                vec![(Role::Thing, tree.tree.to_string())]
            }
            Self::TagFixed { tree, tag, .. } | Self::TagRemoved { tree, tag, .. } => {
                vec![(Role::Parent, tree.tree.to_string()), tag_of(tag)]
            }
            Self::Treated { block, cared, .. } | Self::Worked { block, cared, .. } => match cared {
                Cared::All(_) => vec![(Role::Batch, block.to_string())],
                Cared::Trees(trees) => {
                    let of = |tree: &TreeName| (Role::Thing, tree.tree.to_string());
                    trees.iter().map(of).collect()
                }
            },
            Self::Harvested { lot, yields, .. } => {
                let trees = yields
                    .iter()
                    .map(|(tree, _)| (Role::Origin, tree.tree.to_string()));
                std::iter::once((Role::Batch, lot.lot.to_string()))
                    .chain(trees)
                    .collect()
            }
            Self::Certified { lot, .. } => vec![(Role::Batch, lot.lot.to_string())],
            Self::Packed {
                parcel, contents, ..
            } => {
                let lots = contents
                    .iter()
                    .map(|(lot, _)| (Role::Batch, lot.lot.to_string()));
                std::iter::once((Role::Parent, parcel.parcel.to_string()))
                    .chain(lots)
                    .collect()
            }
            Self::Shipped { parcel, .. } | Self::Delivered { parcel } => {
                vec![(Role::Thing, parcel.parcel.to_string())]
            }
        }
    }
}
