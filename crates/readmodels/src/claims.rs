//! Who has a claim on the fruit of a lot: confirmed adoptions of its trees, with what other lots gave them.
//! It asks tables of others; how a lot is divided is `traceability::allocation`.

use kernel::{AdoptionId, CampaignId, Grams, LotId, PersonId, Season, TreeId};
use rusqlite::{Result, params};
use traceability::allocation::ShareClaim;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// A claim with whom it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyerClaim {
    /// The claim as the allocation takes it.
    pub claim: ShareClaim,
    /// Whose it is.
    pub buyer: PersonId,
    /// The season of the adoption.
    pub season: Season,
    /// The campaign it was adopted in.
    pub campaign: CampaignId,
}

impl ReadModels {
    /// Confirmed adoptions of these trees in a season, by tree and part, with what all lots gave them.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn share_claims(&self, trees: &[TreeId], season: Season) -> Answer<Vec<BuyerClaim>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!(
                "{COLUMNS} WHERE a.tree = ?1 AND a.season = ?2 AND a.status = 'confirmed' {ORDER}"
            ))?;
            let mut claims = Vec::new();
            for tree in trees {
                let asked = params![tree.as_bytes(), season.year()];
                for claim in statement.query_map(asked, read_claim)? {
                    claims.push(claim?);
                }
            }
            Ok(claims)
        })
    }

    /// Confirmed adoptions of the trees of a lot, each tree in the season the lot's fruit counts for, by tree
    /// and part, with what all lots gave them.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn lot_claims(&self, lot: LotId) -> Answer<Vec<BuyerClaim>> {
        self.read(|db| {
            db.prepare_cached(&format!(
                "{LOT_COLUMNS} JOIN lot_tree y ON y.tree = a.tree AND y.season = a.season
                 WHERE y.lot = ?1 AND a.status = 'confirmed' {ORDER}"
            ))?
            .query_map([lot.as_bytes()], read_claim)?
            .collect()
        })
    }
}

impl ReadModels {
    /// Confirmed adoptions of all trees in the block of a lot, in the campaigns that the lot's fruit counts for, by tree
    /// and part, with what all lots gave them.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn block_claims(&self, lot: LotId) -> Answer<Vec<BuyerClaim>> {
        self.read(|db| {
            db.prepare_cached(&format!(
                "{LOT_COLUMNS} JOIN tree t ON t.tree = a.tree
                 WHERE a.campaign IN (SELECT y.campaign FROM lot_tree y WHERE y.lot = ?1)
                   AND t.block = (SELECT l.block FROM lot l WHERE l.lot = ?1)
                   AND a.status = 'confirmed' {ORDER}"
            ))?
            .query_map([lot.as_bytes()], read_claim)?
            .collect()
        })
    }

    /// The campaigns that the fruit of a lot counts for.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn lot_campaigns(&self, lot: LotId) -> Answer<Vec<CampaignId>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT DISTINCT campaign FROM lot_tree
                 WHERE lot = ?1 AND campaign IS NOT NULL ORDER BY campaign",
            )?
            .query_map([lot.as_bytes()], |row| {
                Columns::of(row).id(CampaignId::from_bytes)
            })?
            .collect()
        })
    }
}

const COLUMNS: &str = "SELECT a.adoption, a.tree, a.part, a.parts,
    max(0, a.promised + coalesce((SELECT e.carried_in - e.reduced FROM entitlement e
        WHERE e.adoption = a.adoption), 0)),
    (SELECT coalesce(sum(g.allocated), 0) FROM allocation g WHERE g.adoption = a.adoption),
    a.buyer, a.season, a.campaign FROM adoption a";
/// The same for the division of lot `?1`: what it gave itself, and lots that were divided after it, do not count, so that
/// a rerun sees what the division saw (D 35).
const LOT_COLUMNS: &str = "SELECT a.adoption, a.tree, a.part, a.parts,
    max(0, a.promised + coalesce((SELECT e.carried_in - e.reduced FROM entitlement e
        WHERE e.adoption = a.adoption), 0)),
    (SELECT coalesce(sum(g.allocated), 0) FROM allocation g
        JOIN lot other ON other.lot = g.lot JOIN lot own ON own.lot = ?1
        WHERE g.adoption = a.adoption AND g.lot <> ?1
          AND (own.allocated_at IS NULL OR other.allocated_at < own.allocated_at)),
    a.buyer, a.season, a.campaign FROM adoption a";
const ORDER: &str = "ORDER BY a.tree, a.part, a.started_position";

fn read_claim(row: &rusqlite::Row<'_>) -> Result<BuyerClaim> {
    let mut columns = Columns::of(row);
    Ok(BuyerClaim {
        claim: ShareClaim {
            adoption: columns.id(AdoptionId::from_bytes)?,
            tree: columns.id(TreeId::from_bytes)?,
            part: columns.plain()?,
            of: columns.plain()?,
            promised: columns.grams()?,
            already: columns.grams()?,
            // Said by the campaign, not by the adoption.
            guaranteed: Grams::ZERO,
        },
        buyer: columns.person()?,
        season: columns.season()?,
        campaign: columns.id(CampaignId::from_bytes)?,
    })
}
