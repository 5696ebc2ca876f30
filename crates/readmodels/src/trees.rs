//! Single trees: what each is, where it stands, which codes lead to it, which one waits for a photo.
//! It does not know offers or people; kept by `trees/apply.rs`.

pub(crate) mod apply;

use kernel::{BlockId, ContentHash, OrchardId, ShortCode, Timestamp, TreeId};
use rusqlite::{Connection, OptionalExtension, Result, params};
use traceability::observation::Stage;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// Most trees one page of [`ReadModels::trees_of`] holds.
pub const TREES_PAGE_MAX: usize = 1_000;

/// A tree as every list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeCard {
    /// The tree.
    pub tree: TreeId,
    /// The code it carries now; `None` between registration and its first tag.
    pub code: Option<ShortCode>,
    /// Its own name.
    pub name: String,
    /// Its orchard.
    pub orchard: OrchardId,
    /// The orchard's name.
    pub orchard_name: String,
    /// The farm's name.
    pub farm_name: String,
    /// Its block.
    pub block: BlockId,
    /// The block's name.
    pub block_name: String,
    /// Row in the block, from 1.
    pub row: u16,
    /// Number in the row, from 1.
    pub number: u16,
    /// The variety.
    pub variety: String,
    /// Year it was planted.
    pub planted: u16,
    /// Stage of the newest accepted observation.
    pub stage: Option<Stage>,
    /// Hash of the newest accepted photo.
    pub photo: Option<ContentHash>,
    /// When that photo's observation was made.
    pub photo_at: Option<Timestamp>,
}

/// Where a page of trees ended; the next begins behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeCursor {
    /// Block of the last tree.
    pub block: BlockId,
    /// Its row.
    pub row: u16,
    /// Its number.
    pub number: u16,
    /// The tree itself, should two share a place.
    pub tree: TreeId,
}

impl TreeCard {
    /// The cursor that continues behind this tree.
    #[must_use]
    pub const fn cursor(&self) -> TreeCursor {
        TreeCursor {
            block: self.block,
            row: self.row,
            number: self.number,
            tree: self.tree,
        }
    }
}

/// A tree that waits for a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeDue {
    /// The tree; its `photo_at` says how long it waits.
    pub tree: TreeCard,
    /// How many people have a running adoption of it.
    pub adopters: u32,
}

/// Columns of a tree card over `tree t`, `block b`, `orchard o`.
pub(crate) const TREE_CARD: &str =
    "t.tree, t.code, t.name, t.orchard, o.name, o.farm_name, t.block,
    b.name, t.row, t.number, t.variety, t.planted, t.stage, t.photo, t.photo_at";

/// The tables of a tree card.
pub(crate) const TREE_TABLES: &str = "tree t JOIN block b ON b.block = t.block
    JOIN orchard o ON o.orchard = t.orchard";

pub(crate) fn read_tree_card(columns: &mut Columns<'_, '_>) -> Result<TreeCard> {
    Ok(TreeCard {
        tree: columns.id(TreeId::from_bytes)?,
        code: {
            let text: Option<String> = columns.plain()?;
            text.and_then(|text| text.parse().ok())
        },
        name: columns.plain()?,
        orchard: columns.id(OrchardId::from_bytes)?,
        orchard_name: columns.plain()?,
        farm_name: columns.plain()?,
        block: columns.id(BlockId::from_bytes)?,
        block_name: columns.plain()?,
        row: columns.plain()?,
        number: columns.plain()?,
        variety: columns.plain()?,
        planted: columns.plain()?,
        stage: columns.json_or_none()?,
        photo: columns.hash_or_none()?,
        photo_at: columns.time_or_none()?,
    })
}

impl ReadModels {
    /// The tree a code leads to, be the tag in use or retired (D 4).
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn tree_by_code(&self, code: ShortCode) -> Answer<Option<TreeId>> {
        self.read(|db| tree_of_code(db, code))
    }

    /// One tree in short.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn tree_card(&self, tree: TreeId) -> Answer<Option<TreeCard>> {
        self.read(|db| card_of(db, tree))
    }

    /// The trees of an orchard (or one block of it), a page at a time, by block, row and number.
    /// At most [`TREES_PAGE_MAX`] or `limit`, whichever is less.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn trees_of(
        &self,
        orchard: OrchardId,
        block: Option<BlockId>,
        after: Option<TreeCursor>,
        limit: usize,
    ) -> Answer<Vec<TreeCard>> {
        let after = after.unwrap_or(TreeCursor {
            block: BlockId::from_bytes([0; 16]),
            row: 0,
            number: 0,
            tree: TreeId::from_bytes([0; 16]),
        });
        self.read(|db| {
            let sql = format!(
                "SELECT {TREE_CARD} FROM {TREE_TABLES}
                 WHERE t.orchard = ?1 AND (?2 IS NULL OR t.block = ?2)
                   AND (t.block, t.row, t.number, t.tree) > (?3, ?4, ?5, ?6)
                 ORDER BY t.block, t.row, t.number, t.tree LIMIT ?7"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map(
                params![
                    orchard.as_bytes(),
                    block.map(|block| *block.as_bytes()),
                    after.block.as_bytes(),
                    after.row,
                    after.number,
                    after.tree.as_bytes(),
                    page_limit(limit, TREES_PAGE_MAX),
                ],
                |row| read_tree_card(&mut Columns::of(row)),
            )?;
            rows.collect()
        })
    }

    /// The tree at a place of an orchard; the first registered, should two claim it.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn find_tree(
        &self,
        orchard: OrchardId,
        block: BlockId,
        row: u16,
        number: u16,
    ) -> Answer<Option<TreeCard>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {TREE_CARD} FROM {TREE_TABLES}
                 WHERE t.orchard = ?1 AND t.block = ?2 AND t.row = ?3 AND t.number = ?4
                 ORDER BY t.registered_position LIMIT 1"
            );
            let place = params![orchard.as_bytes(), block.as_bytes(), row, number];
            db.prepare_cached(&sql)?
                .query_row(place, |row| read_tree_card(&mut Columns::of(row)))
                .optional()
        })
    }

    /// Trees of an orchard by the age of their newest accepted photo, those without one first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn trees_due(&self, orchard: OrchardId, limit: usize) -> Answer<Vec<TreeDue>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {TREE_CARD}, (SELECT count(*) FROM adoption a
                         WHERE a.tree = t.tree AND a.status = 'confirmed')
                 FROM {TREE_TABLES}
                 WHERE t.orchard = ?1 ORDER BY t.photo_at, t.tree LIMIT ?2"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map(
                params![orchard.as_bytes(), page_limit(limit, TREES_PAGE_MAX)],
                |row| {
                    let mut columns = Columns::of(row);
                    Ok(TreeDue {
                        tree: read_tree_card(&mut columns)?,
                        adopters: columns.plain()?,
                    })
                },
            )?;
            rows.collect()
        })
    }
}

/// What was asked, but never more than the page may hold.
pub(crate) fn page_limit(asked: usize, max: usize) -> i64 {
    i64::try_from(asked.min(max)).unwrap_or(i64::MAX)
}

pub(crate) fn tree_of_code(db: &Connection, code: ShortCode) -> Result<Option<TreeId>> {
    db.prepare_cached("SELECT tree FROM tag WHERE code = ?1")?
        .query_row([code.as_str()], |row| row.get(0).map(TreeId::from_bytes))
        .optional()
}

pub(crate) fn card_of(db: &Connection, tree: TreeId) -> Result<Option<TreeCard>> {
    let sql = format!("SELECT {TREE_CARD} FROM {TREE_TABLES} WHERE t.tree = ?1");
    db.prepare_cached(&sql)?
        .query_row([tree.as_bytes()], |row| {
            read_tree_card(&mut Columns::of(row))
        })
        .optional()
}
