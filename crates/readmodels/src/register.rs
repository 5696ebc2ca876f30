//! The register of an orchard: its trees by what was asked, each with what is known of it and with all its tags.
//! It does not know offers or people; kept by `trees/apply.rs`.

use kernel::{BlockId, OrchardId, ShortCode, Timestamp, TreeId};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use traceability::spot::Spot;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::{
    TREE_CARD, TREE_TABLES, TREES_PAGE_MAX, TreeCard, TreeCursor, page_limit, read_tree_card,
};

/// A tree with what only the register tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeRecord {
    /// What every list shows.
    pub card: TreeCard,
    /// On what it was grafted.
    pub rootstock: Option<String>,
    /// Where the trunk stands; for its farmers and operators only (D 45).
    pub spot: Option<Spot>,
    /// Since when its tag is lost.
    pub tag_lost_at: Option<Timestamp>,
}

/// A tag that hangs on a tree or hung there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagRow {
    /// The code on it; it leads to this tree for ever (D 4).
    pub code: ShortCode,
    /// Since when it is this tree's.
    pub issued_at: Timestamp,
    /// Since when it is lost.
    pub lost_at: Option<Timestamp>,
    /// When it was replaced.
    pub retired_at: Option<Timestamp>,
    /// Why it was replaced.
    pub reason: Option<String>,
}

/// What is missing of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Nobody has told where it stands.
    Spot,
    /// It has no accepted photo.
    Photo,
    /// Its tag is lost.
    Tag,
}

impl Lack {
    const fn column(self) -> &'static str {
        match self {
            Self::Spot => "t.lat_e7 IS NULL",
            Self::Photo => "t.photo_at IS NULL",
            Self::Tag => "g.lost_at IS NOT NULL",
        }
    }
}

/// Which trees are asked for. What is left out narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// In this block.
    pub block: Option<BlockId>,
    /// Of this variety.
    pub variety: Option<String>,
    /// Whose name, code, variety or rootstock holds this text; a code may be an old one.
    pub text: String,
    /// What they lack.
    pub lack: Option<Lack>,
}

const RECORD: &str = "t.rootstock, t.lat_e7, t.lon_e7, g.lost_at";

fn read_record(row: &Row<'_>) -> Result<TreeRecord> {
    let mut columns = Columns::of(row);
    Ok(TreeRecord {
        card: read_tree_card(&mut columns)?,
        rootstock: columns.plain()?,
        spot: read_spot(&mut columns)?,
        tag_lost_at: columns.time_or_none()?,
    })
}

/// Two columns: latitude and longitude, both or none.
pub(crate) fn read_spot(columns: &mut Columns<'_, '_>) -> Result<Option<Spot>> {
    let lat: Option<i32> = columns.plain()?;
    let lon: Option<i32> = columns.plain()?;
    Ok(lat.zip(lon).map(|(lat_e7, lon_e7)| Spot { lat_e7, lon_e7 }))
}

impl ReadModels {
    /// The trees of an orchard that were asked for, a page at a time, by block, row and number.
    /// At most [`TREES_PAGE_MAX`] or `limit`, whichever is less.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn register(
        &self,
        orchard: OrchardId,
        asked: &Asked,
        after: Option<TreeCursor>,
        limit: usize,
    ) -> Answer<Vec<TreeRecord>> {
        let after = after.unwrap_or(TreeCursor {
            block: BlockId::from_bytes([0; 16]),
            row: 0,
            number: 0,
            tree: TreeId::from_bytes([0; 16]),
        });
        self.read(|db| {
            let sql = format!(
                "SELECT {TREE_CARD}, {RECORD} FROM {TREE_TABLES} LEFT JOIN tag g ON g.code = t.code
                 WHERE t.orchard = ?1 AND {}
                   AND (t.block, t.row, t.number, t.tree) > (?5, ?6, ?7, ?8)
                 ORDER BY t.block, t.row, t.number, t.tree LIMIT ?9",
                wanted(asked)
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map(
                params![
                    orchard.as_bytes(),
                    asked.block.map(|block| *block.as_bytes()),
                    asked.variety,
                    pattern(&asked.text),
                    after.block.as_bytes(),
                    after.row,
                    after.number,
                    after.tree.as_bytes(),
                    page_limit(limit, TREES_PAGE_MAX),
                ],
                read_record,
            )?;
            rows.collect()
        })
    }

    /// How many trees of an orchard were asked for.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn register_count(&self, orchard: OrchardId, asked: &Asked) -> Answer<u32> {
        self.read(|db| {
            let sql = format!(
                "SELECT count(*) FROM tree t LEFT JOIN tag g ON g.code = t.code
                 WHERE t.orchard = ?1 AND {}",
                wanted(asked)
            );
            db.prepare_cached(&sql)?.query_row(
                params![
                    orchard.as_bytes(),
                    asked.block.map(|block| *block.as_bytes()),
                    asked.variety,
                    pattern(&asked.text),
                ],
                |row| row.get(0),
            )
        })
    }

    /// One tree as the register tells it.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn tree_record(&self, tree: TreeId) -> Answer<Option<TreeRecord>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {TREE_CARD}, {RECORD} FROM {TREE_TABLES} LEFT JOIN tag g ON g.code = t.code
                 WHERE t.tree = ?1"
            );
            db.prepare_cached(&sql)?
                .query_row([tree.as_bytes()], read_record)
                .optional()
        })
    }

    /// All tags of a tree, the newest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn tags_of(&self, tree: TreeId) -> Answer<Vec<TagRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT code, issued_at, lost_at, retired_at, reason FROM tag WHERE tree = ?1
                 ORDER BY retired_at IS NOT NULL, issued_at DESC, code",
            )?
            .query_map([tree.as_bytes()], read_tag)?
            .collect()
        })
    }

    /// A tag by its code, be it in use or replaced.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn tag(&self, code: ShortCode) -> Answer<Option<TagRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT code, issued_at, lost_at, retired_at, reason FROM tag WHERE code = ?1",
            )?
            .query_row([code.as_str()], read_tag)
            .optional()
        })
    }

    /// The varieties of an orchard with how many trees are of each, the most frequent first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn varieties_of(&self, orchard: OrchardId) -> Answer<Vec<(String, u32)>> {
        self.read(|db| varieties(db, orchard))
    }
}

fn varieties(db: &Connection, orchard: OrchardId) -> Result<Vec<(String, u32)>> {
    db.prepare_cached(
        "SELECT variety, count(*) FROM tree WHERE orchard = ?1 GROUP BY variety
         ORDER BY count(*) DESC, variety",
    )?
    .query_map([orchard.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

fn read_tag(row: &Row<'_>) -> Result<TagRow> {
    let mut columns = Columns::of(row);
    Ok(TagRow {
        code: columns.code()?,
        issued_at: columns.time()?,
        lost_at: columns.time_or_none()?,
        retired_at: columns.time_or_none()?,
        reason: columns.plain()?,
    })
}

/// The condition of what is asked for: block ?2, variety ?3, text ?4.
fn wanted(asked: &Asked) -> String {
    let lack = asked.lack.map_or("1", Lack::column);
    format!(
        "(?2 IS NULL OR t.block = ?2) AND (?3 IS NULL OR t.variety = ?3) AND {lack}
         AND (?4 IS NULL OR t.name LIKE ?4 ESCAPE '!' OR t.variety LIKE ?4 ESCAPE '!'
              OR t.rootstock LIKE ?4 ESCAPE '!'
              OR t.tree IN (SELECT a.tree FROM tag a WHERE a.code LIKE ?4 ESCAPE '!'))"
    )
}

/// The text as a pattern of SQL, its own wildcards disarmed; `None` if there is no text. A code is found as it is
/// printed, in groups, too.
fn pattern(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let code: String = text
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-'))
        .collect();
    let text = if code.parse::<ShortCode>().is_ok() {
        code.to_ascii_uppercase()
    } else {
        text.replace('!', "!!")
            .replace('%', "!%")
            .replace('_', "!_")
    };
    Some(format!("%{text}%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_of_a_search_are_plain_letters() {
        assert_eq!(pattern("  "), None);
        assert_eq!(pattern("小满").as_deref(), Some("%小满%"));
        assert_eq!(pattern("100%_!").as_deref(), Some("%100!%!_!!%"));
    }

    #[test]
    fn a_code_is_found_as_it_is_printed() {
        let code = ShortCode::from_seed(7);
        let printed = code.grouped();
        assert_eq!(pattern(&printed), Some(format!("%{code}%")));
    }
}
