//! The public page of a tree: its diary of facts with their place in the log, who adopted it, its lots,
//! its parcels. It carries the chosen name on the plate, sealed, and nothing else about a person.
//! Kept by `tree_page/apply.rs`.

pub(crate) mod apply;

use std::collections::BTreeMap;

use adoption::tree_share::Part;
use kernel::{
    AdoptionId, CampaignId, ContentHash, Day, Grams, LotId, ObservationId, ParcelId, PersonId,
    Season, ShortCode, Timestamp, TreeId,
};
use rusqlite::{Connection, Result};
use serde::{Deserialize, Serialize};
use traceability::correction::Mistake;
use traceability::lot::{Certificate, Grade};
use traceability::observation::Stage;
use traceability::orchard::Place;

use crate::catalogue::{TreeOffer, offers_of_tree, read_place};
use crate::columns::Columns;
use crate::error::Answer;
use crate::garden::{AdoptionStatus, Nameplate, read_nameplate, read_status};
use crate::packing::{BoxStep, read_step};
use crate::read_models::ReadModels;
use crate::trees::{TreeCard, card_of};

/// A public photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicPhoto {
    /// Hash of the original.
    pub sha256: ContentHash,
    /// Width in pixels, after orientation.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// What happened to a tree. Kept as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum EntryKind {
    /// It was registered.
    Registered,
    /// It got its first tag.
    TagAttached {
        /// The code on the tag.
        code: ShortCode,
    },
    /// Its tag was replaced.
    TagReplaced {
        /// The code on the new tag.
        code: ShortCode,
    },
    /// What was registered of it was wrong; this holds instead.
    FactsCorrected {
        /// The variety.
        variety: String,
        /// Year it was planted.
        planted: u16,
        /// Why.
        reason: String,
    },
    /// It was looked at, and the observation was accepted.
    Observed {
        /// The observation.
        observation: ObservationId,
        /// The stage seen.
        stage: Stage,
        /// What the farm wrote.
        note: Option<String>,
        /// What the farm photographed.
        photos: Vec<PublicPhoto>,
    },
    /// A part of it was adopted and paid.
    Adopted {
        /// For which season.
        season: Season,
        /// Which part.
        part: Part,
    },
    /// An adopted part became free again.
    Released {
        /// In which season.
        season: Season,
        /// Which part.
        part: Part,
    },
    /// A nameplate was approved; its text stands with the adopter of that part.
    NameplateApproved {
        /// For which season.
        season: Season,
        /// Which part.
        part: Part,
    },
    /// A nameplate hangs on the tree.
    NameplateHung {
        /// For which season.
        season: Season,
        /// Which part.
        part: Part,
        /// What it looks like.
        photo: ContentHash,
    },
    /// Its fruit was picked.
    Harvested {
        /// The lot.
        lot: LotId,
        /// The lot's code.
        lot_code: String,
        /// What this tree gave.
        grams: Grams,
    },
    /// A lot its fruit is in got its certificate.
    Certified {
        /// The lot.
        lot: LotId,
        /// The lot's code.
        lot_code: String,
        /// The certificate's number.
        number: String,
    },
    /// A parcel for one of its adopters was packed.
    Packed {
        /// The parcel.
        parcel: ParcelId,
        /// Which box of the adoption.
        nth: u8,
        /// What it weighs.
        grams: Grams,
    },
    /// A parcel went to the carrier.
    HandedOver {
        /// The parcel.
        parcel: ParcelId,
        /// Which box of the adoption.
        nth: u8,
    },
    /// A parcel arrived.
    Delivered {
        /// The parcel.
        parcel: ParcelId,
        /// Which box of the adoption.
        nth: u8,
    },
}

/// An entry was declared wrong. Kept as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// What was wrong with it.
    pub mistake: Mistake,
    /// Why it was told.
    pub reason: String,
    /// Position of the declaration in the log.
    pub position: u64,
}

/// An entry of the diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Position of the fact in the log.
    pub position: u64,
    /// When it happened: for an observation when it was made, for a harvest when it was recorded.
    pub at: Timestamp,
    /// What happened.
    pub kind: EntryKind,
    /// The declaration that it is wrong, if there is one. What holds instead is an entry of its own.
    pub wrong: Option<Wrong>,
}

/// Somebody who adopted a part of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopter {
    /// The adoption.
    pub adoption: AdoptionId,
    /// The campaign.
    pub campaign: CampaignId,
    /// For which season.
    pub season: Season,
    /// Which part.
    pub part: Part,
    /// Whose key opens the nameplate. Never shown.
    pub buyer: PersonId,
    /// Confirmed or completed.
    pub status: AdoptionStatus,
    /// The newest proposed nameplate; only an approved one may be shown.
    pub nameplate: Option<Nameplate>,
    /// What was promised.
    pub promised: Grams,
    /// In how many boxes.
    pub boxes: u8,
    /// First day of sending.
    pub ship_from: Day,
    /// Last day of sending.
    pub ship_until: Day,
}

/// A lot the tree's fruit is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeLot {
    /// The lot.
    pub lot: LotId,
    /// Its code.
    pub code: String,
    /// On which day it was picked.
    pub picked_on: Day,
    /// The season it counts for.
    pub season: Season,
    /// Its grade.
    pub grade: Grade,
    /// What this tree gave to it.
    pub grams: Grams,
    /// Its certificate, once issued.
    pub certificate: Option<Certificate>,
}

/// A parcel of one of the tree's adopters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeParcel {
    /// The parcel.
    pub parcel: ParcelId,
    /// The code on its label.
    pub code: ShortCode,
    /// Which box of the adoption.
    pub nth: u8,
    /// What it weighs.
    pub grams: Grams,
    /// Packed, handed over or delivered.
    pub step: BoxStep,
    /// Since when.
    pub at: Timestamp,
}

/// All that is public about a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreePage {
    /// The tree in short.
    pub tree: TreeCard,
    /// Where its orchard lies.
    pub place: Place,
    /// Its diary, oldest record first.
    pub entries: Vec<Entry>,
    /// Who adopted it, newest season first.
    pub adopters: Vec<Adopter>,
    /// What it gave, newest season first.
    pub harvested: Vec<(Season, Grams)>,
    /// Its lots, newest first.
    pub lots: Vec<TreeLot>,
    /// Its parcels, newest first.
    pub parcels: Vec<TreeParcel>,
    /// The offers it is part of, newest first.
    pub offers: Vec<TreeOffer>,
}

impl ReadModels {
    /// All that is public about a tree.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn tree(&self, tree: TreeId) -> Answer<Option<TreePage>> {
        self.read(|db| {
            let Some(card) = card_of(db, tree)? else {
                return Ok(None);
            };
            let lots = lots_of(db, tree)?;
            Ok(Some(TreePage {
                place: place_of(db, &card)?,
                tree: card,
                entries: entries_of(db, tree)?,
                adopters: adopters_of(db, tree)?,
                harvested: harvested(&lots),
                lots,
                parcels: parcels_of(db, tree)?,
                offers: offers_of_tree(db, tree)?,
            }))
        })
    }
}

fn place_of(db: &Connection, card: &TreeCard) -> Result<Place> {
    db.prepare_cached(
        "SELECT province, county, village, lat_e7, lon_e7 FROM orchard WHERE orchard = ?1",
    )?
    .query_row([card.orchard.as_bytes()], |row| {
        read_place(&mut Columns::of(row))
    })
}

fn entries_of(db: &Connection, tree: TreeId) -> Result<Vec<Entry>> {
    db.prepare_cached(
        "SELECT position, at, entry, wrong FROM tree_entry WHERE tree = ?1 ORDER BY id",
    )?
    .query_map([tree.as_bytes()], |row| {
        let mut columns = Columns::of(row);
        Ok(Entry {
            position: columns.position()?,
            at: columns.time()?,
            kind: columns.json()?,
            wrong: columns.json_or_none()?,
        })
    })?
    .collect()
}

fn adopters_of(db: &Connection, tree: TreeId) -> Result<Vec<Adopter>> {
    db.prepare_cached(
        "SELECT a.adoption, a.campaign, a.season, a.part, a.parts, a.buyer, a.status,
                a.cancel_reason, a.promised, a.boxes, c.ship_from, c.ship_until,
                a.nameplate, a.nameplate_state, a.nameplate_reason, a.nameplate_at
         FROM adoption a JOIN campaign c ON c.campaign = a.campaign
         WHERE a.tree = ?1 AND a.status IN ('confirmed', 'completed')
         ORDER BY a.season DESC, a.part, a.started_position",
    )?
    .query_map([tree.as_bytes()], |row| {
        let mut columns = Columns::of(row);
        let mut adopter = Adopter {
            adoption: columns.id(AdoptionId::from_bytes)?,
            campaign: columns.id(CampaignId::from_bytes)?,
            season: columns.season()?,
            part: Part {
                number: columns.plain()?,
                of: columns.plain()?,
            },
            buyer: columns.person()?,
            status: read_status(&mut columns)?,
            promised: columns.grams()?,
            boxes: columns.plain()?,
            ship_from: columns.day()?,
            ship_until: columns.day()?,
            nameplate: None,
        };
        adopter.nameplate = read_nameplate(&mut columns, adopter.buyer)?;
        Ok(adopter)
    })?
    .collect()
}

fn lots_of(db: &Connection, tree: TreeId) -> Result<Vec<TreeLot>> {
    db.prepare_cached(
        "SELECT l.lot, l.code, l.picked_on, y.season, l.grade, y.grams, l.certificate
         FROM lot_tree y JOIN lot l ON l.lot = y.lot
         WHERE y.tree = ?1 ORDER BY l.harvested_position DESC",
    )?
    .query_map([tree.as_bytes()], |row| {
        let mut columns = Columns::of(row);
        Ok(TreeLot {
            lot: columns.id(LotId::from_bytes)?,
            code: columns.plain()?,
            picked_on: columns.day()?,
            season: columns.season()?,
            grade: columns.json()?,
            grams: columns.grams()?,
            certificate: columns.json_or_none()?,
        })
    })?
    .collect()
}

/// Sums the lots by season, newest first.
fn harvested(lots: &[TreeLot]) -> Vec<(Season, Grams)> {
    let mut seasons: BTreeMap<Season, Grams> = BTreeMap::new();
    for lot in lots {
        let sum = seasons.entry(lot.season).or_default();
        *sum = sum.plus(lot.grams);
    }
    seasons.into_iter().rev().collect()
}

fn parcels_of(db: &Connection, tree: TreeId) -> Result<Vec<TreeParcel>> {
    db.prepare_cached(
        "SELECT parcel, code, nth, grams, step, coalesce(delivered_at, handed_over_at, packed_at)
         FROM parcel WHERE tree = ?1 ORDER BY packed_position DESC",
    )?
    .query_map([tree.as_bytes()], |row| {
        let mut columns = Columns::of(row);
        Ok(TreeParcel {
            parcel: columns.id(ParcelId::from_bytes)?,
            code: columns.code()?,
            nth: columns.plain()?,
            grams: columns.grams()?,
            step: read_step(&mut columns)?,
            at: columns.time()?,
        })
    })?
    .collect()
}
