//! What can be adopted: campaigns with their terms and counts, and the state of every offered tree.
//! It does not know who adopts; kept by `catalogue/apply.rs`.

pub(crate) mod apply;
pub(crate) mod shares;

use adoption::campaign::{Bilingual, Terms};
use adoption::tree_share::Part;
use kernel::{CampaignId, ContentHash, OrchardId, Season, Timestamp, TreeId};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use traceability::orchard::Place;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::{TREE_CARD, TreeCard, page_limit, read_tree_card};

/// Most varieties a card names.
pub const VARIETIES_MAX: usize = 8;

/// Where a campaign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CampaignStatus {
    /// Being written; only the operator sees it.
    Draft,
    /// Open; whether trees can be adopted today also depends on the sale window of its terms.
    Open,
    /// Closed for good.
    Closed,
}

/// How many shares of a campaign there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShareCounts {
    /// Offered trees times shares per tree.
    pub total: u64,
    /// Adopted.
    pub taken: u64,
    /// Held by somebody who has not paid yet.
    pub held: u64,
}

/// A campaign among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignCard {
    /// The campaign.
    pub campaign: CampaignId,
    /// Where its trees stand.
    pub orchard: OrchardId,
    /// Its season.
    pub season: Season,
    /// Its title.
    pub title: Bilingual,
    /// Its story.
    pub story: Bilingual,
    /// The orchard's name.
    pub orchard_name: String,
    /// The farm's name.
    pub farm_name: String,
    /// Where the orchard lies.
    pub place: Place,
    /// Varieties of the offered trees, the most frequent first, at most [`VARIETIES_MAX`].
    pub varieties: Vec<String>,
    /// The terms.
    pub terms: Terms,
    /// Draft, open, closed.
    pub status: CampaignStatus,
    /// How many trees are offered.
    pub trees_offered: u64,
    /// How many shares there are, and how many are gone.
    pub shares: ShareCounts,
    /// Hash of the newest accepted photo of an offered tree.
    pub cover: Option<ContentHash>,
    /// Hash of the published contract.
    pub contract: Option<ContentHash>,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// A campaign with its contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignDetail {
    /// All that the card shows.
    pub card: CampaignCard,
    /// The contract's text in both languages; `None` before it is published.
    pub contract_text: Option<Bilingual>,
}

/// Whether a part of a tree can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareState {
    /// Nobody has it.
    Free,
    /// Somebody is in the middle of adopting it.
    Held {
        /// When the hold ends unless it is paid.
        until: Timestamp,
    },
    /// Adopted.
    Taken,
}

/// One part of an offered tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartState {
    /// Which part.
    pub part: Part,
    /// Whether it can be had.
    pub state: ShareState,
}

/// An offered tree with the state of each of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedTreeRow {
    /// The tree.
    pub tree: TreeCard,
    /// Its parts, by number.
    pub parts: Vec<PartState>,
}

/// An offer that a tree is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeOffer {
    /// The campaign.
    pub campaign: CampaignId,
    /// Its season.
    pub season: Season,
    /// Its title.
    pub title: Bilingual,
    /// Its terms.
    pub terms: Terms,
    /// Draft, open, closed.
    pub status: CampaignStatus,
    /// The tree's parts in that season.
    pub parts: Vec<PartState>,
}

impl ReadModels {
    /// All campaigns, newest first: open, then closed, then (if wanted) drafts.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn campaigns(&self, include_drafts: bool) -> Answer<Vec<CampaignCard>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {CARD} WHERE c.status <> 'draft' OR ?1
                 ORDER BY CASE c.status WHEN 'open' THEN 0 WHEN 'closed' THEN 1 ELSE 2 END,
                          c.drafted_position DESC"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let cards = statement
                .query_map([include_drafts], |row| read_card(&mut Columns::of(row)))?
                .collect::<Result<Vec<_>>>()?;
            cards
                .into_iter()
                .map(|card| with_varieties(db, card))
                .collect()
        })
    }

    /// One campaign, whatever its status.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn campaign(&self, campaign: CampaignId) -> Answer<Option<CampaignDetail>> {
        self.read(|db| {
            let sql = format!("SELECT {CARD} WHERE c.campaign = ?1");
            let found = db
                .prepare_cached(&sql)?
                .query_row([campaign.as_bytes()], |row| {
                    let mut columns = Columns::of(row);
                    let card = read_card(&mut columns)?;
                    Ok(CampaignDetail {
                        card,
                        contract_text: columns.json_or_none()?,
                    })
                })
                .optional()?;
            let Some(detail) = found else { return Ok(None) };
            let card = with_varieties(db, detail.card)?;
            Ok(Some(CampaignDetail { card, ..detail }))
        })
    }

    /// The campaign's trees by block, row and number, each with the state of its parts.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn offered_trees(&self, campaign: CampaignId) -> Answer<Vec<OfferedTreeRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {TREE_CARD}, c.shares_per_tree, s.number, s.state, s.held_until
                 FROM offered_tree f
                 JOIN campaign c ON c.campaign = f.campaign
                 JOIN tree t ON t.tree = f.tree
                 JOIN block b ON b.block = t.block
                 JOIN orchard o ON o.orchard = t.orchard
                 LEFT JOIN share s ON s.tree = f.tree AND s.season = c.season
                 WHERE f.campaign = ?1
                 ORDER BY b.name, t.block, t.row, t.number, t.tree, s.number"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query([campaign.as_bytes()])?;
            let mut trees: Vec<OfferedTreeRow> = Vec::new();
            while let Some(row) = rows.next()? {
                add_offered_row(&mut trees, row)?;
            }
            Ok(trees)
        })
    }

    /// One offered tree with the state of its parts; `None` when the campaign does not offer it.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn offered_tree(
        &self,
        campaign: CampaignId,
        tree: TreeId,
    ) -> Answer<Option<OfferedTreeRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {TREE_CARD}, c.shares_per_tree, s.number, s.state, s.held_until
                 FROM offered_tree f
                 JOIN campaign c ON c.campaign = f.campaign
                 JOIN tree t ON t.tree = f.tree
                 JOIN block b ON b.block = t.block
                 JOIN orchard o ON o.orchard = t.orchard
                 LEFT JOIN share s ON s.tree = f.tree AND s.season = c.season
                 WHERE f.campaign = ?1 AND f.tree = ?2
                 ORDER BY s.number"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query(params![campaign.as_bytes(), tree.as_bytes()])?;
            let mut trees: Vec<OfferedTreeRow> = Vec::new();
            while let Some(row) = rows.next()? {
                add_offered_row(&mut trees, row)?;
            }
            Ok(trees.pop())
        })
    }
}

/// Offers of a tree that the public may see, newest first.
pub(crate) fn offers_of_tree(db: &Connection, tree: TreeId) -> Result<Vec<TreeOffer>> {
    let mut statement = db.prepare_cached(
        "SELECT c.campaign, c.season, c.title, c.terms, c.status, c.shares_per_tree,
                s.number, s.state, s.held_until
         FROM offered_tree f
         JOIN campaign c ON c.campaign = f.campaign
         LEFT JOIN share s ON s.tree = f.tree AND s.season = c.season
         WHERE f.tree = ?1 AND c.status <> 'draft'
         ORDER BY c.season DESC, c.drafted_position DESC, s.number",
    )?;
    let mut rows = statement.query([tree.as_bytes()])?;
    let mut offers: Vec<TreeOffer> = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row);
        let mut offer = TreeOffer {
            campaign: columns.id(CampaignId::from_bytes)?,
            season: columns.season()?,
            title: columns.json()?,
            terms: columns.json()?,
            status: read_status(&mut columns)?,
            parts: Vec::new(),
        };
        let of = columns.plain()?;
        if offers.last().map(|last| last.campaign) != Some(offer.campaign) {
            offer.parts = free_parts(of);
            offers.push(offer);
        }
        if let Some(last) = offers.last_mut() {
            mark_part(&mut last.parts, &mut columns)?;
        }
    }
    Ok(offers)
}

fn add_offered_row(trees: &mut Vec<OfferedTreeRow>, row: &Row<'_>) -> Result<()> {
    let mut columns = Columns::of(row);
    let tree = read_tree_card(&mut columns)?;
    let of = columns.plain()?;
    if trees.last().map(|last| last.tree.tree) != Some(tree.tree) {
        trees.push(OfferedTreeRow {
            tree,
            parts: free_parts(of),
        });
    }
    match trees.last_mut() {
        Some(last) => mark_part(&mut last.parts, &mut columns),
        None => Ok(()),
    }
}

fn free_parts(of: u8) -> Vec<PartState> {
    (1..=of)
        .map(|number| PartState {
            part: Part { number, of },
            state: ShareState::Free,
        })
        .collect()
}

/// Reads number, state and end of a hold from a left join, and marks the part if there is one. A whole tree that its
/// holder divided stays one part of the offer: whoever has any of it has the first.
fn mark_part(parts: &mut [PartState], columns: &mut Columns<'_, '_>) -> Result<()> {
    let number: Option<u8> = columns.plain()?;
    let state: Option<String> = columns.plain()?;
    let until = columns.time_or_none()?;
    let state = match (state.as_deref(), until) {
        (Some("held"), Some(until)) => ShareState::Held { until },
        (Some(_), _) => ShareState::Taken,
        (None, _) => return Ok(()),
    };
    let place = parts
        .iter()
        .position(|part| Some(part.part.number) == number);
    if let Some(part) = parts.get_mut(place.unwrap_or(0)) {
        part.state = state;
    }
    Ok(())
}

/// Columns and tables of a card; `contract_text` follows for the detail.
const CARD: &str = "c.campaign, c.orchard, c.season, c.title, c.story, o.name, o.farm_name,
    o.province, o.county, o.village, o.lat_e7, o.lon_e7, c.terms, c.status, c.trees_offered,
    c.shares_per_tree,
    (SELECT count(*) FROM share s WHERE s.campaign = c.campaign AND s.state = 'taken'
        AND (s.parts = c.shares_per_tree OR s.number = 1)),
    (SELECT count(*) FROM share s WHERE s.campaign = c.campaign AND s.state = 'held'
        AND (s.parts = c.shares_per_tree OR s.number = 1)),
    c.cover, c.contract_hash, c.opened_at, c.closed_at, c.contract_text
    FROM campaign c JOIN orchard o ON o.orchard = c.orchard";

fn read_card(columns: &mut Columns<'_, '_>) -> Result<CampaignCard> {
    let mut card = CampaignCard {
        campaign: columns.id(CampaignId::from_bytes)?,
        orchard: columns.id(OrchardId::from_bytes)?,
        season: columns.season()?,
        title: columns.json()?,
        story: columns.json()?,
        orchard_name: columns.plain()?,
        farm_name: columns.plain()?,
        place: read_place(columns)?,
        varieties: Vec::new(),
        terms: columns.json()?,
        status: read_status(columns)?,
        trees_offered: columns.plain::<u32>()?.into(),
        shares: ShareCounts {
            total: columns.plain::<u32>()?.into(),
            taken: columns.plain::<u32>()?.into(),
            held: columns.plain::<u32>()?.into(),
        },
        cover: columns.hash_or_none()?,
        contract: columns.hash_or_none()?,
        opened_at: columns.time_or_none()?,
        closed_at: columns.time_or_none()?,
    };
    card.shares.total *= card.trees_offered;
    Ok(card)
}

/// Five columns: province, county, village, latitude, longitude.
pub(crate) fn read_place(columns: &mut Columns<'_, '_>) -> Result<Place> {
    Ok(Place {
        province: columns.plain()?,
        county: columns.plain()?,
        village: columns.plain()?,
        lat_e7: columns.plain()?,
        lon_e7: columns.plain()?,
    })
}

fn read_status(columns: &mut Columns<'_, '_>) -> Result<CampaignStatus> {
    let word: String = columns.plain()?;
    Ok(match word.as_str() {
        "open" => CampaignStatus::Open,
        "closed" => CampaignStatus::Closed,
        _ => CampaignStatus::Draft,
    })
}

fn with_varieties(db: &Connection, mut card: CampaignCard) -> Result<CampaignCard> {
    let mut statement = db.prepare_cached(
        "SELECT variety FROM campaign_variety WHERE campaign = ?1 AND trees > 0
         ORDER BY trees DESC, variety LIMIT ?2",
    )?;
    card.varieties = statement
        .query_map(
            params![
                card.campaign.as_bytes(),
                page_limit(VARIETIES_MAX, VARIETIES_MAX)
            ],
            |row| row.get(0),
        )?
        .collect::<Result<_>>()?;
    Ok(card)
}
