//! Which earlier photos look like one: all fingerprints in the order they came, compared one by one. Comparing is a few
//! instructions a photo, so a table of nothing else is read through; figures in docs/photos.md.

use eventlog::GlobalPosition;
use kernel::{ContentHash, ObservationId, Timestamp, TreeId};
use rusqlite::{Connection, Result, params};
use traceability::observation::Fingerprint;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::store::kept_position;

/// Most photos an answer holds, the nearest.
pub const LIKE_MAX: usize = 20;
/// Numbers kept free for the photos of one observation; it has at most nine.
const PHOTOS_PER_POSITION: i64 = 16;

/// A photo that looks like the one asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LikePhoto {
    /// The photo.
    pub sha256: ContentHash,
    /// The observation that has it.
    pub observation: ObservationId,
    /// The tree of that observation.
    pub tree: TreeId,
    /// When that observation was made.
    pub captured_at: Timestamp,
    /// In how many bits their fingerprints differ.
    pub bits: u16,
}

impl ReadModels {
    /// Photos of observations that the log tells of before `before` and that differ in at most `bits_max` bits, the
    /// nearest first, at most [`LIKE_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn photos_like(
        &self,
        fingerprint: &Fingerprint,
        before: GlobalPosition,
        bits_max: u16,
    ) -> Answer<Vec<LikePhoto>> {
        self.read(|db| {
            let found = nearest(db, fingerprint, before, bits_max)?;
            found
                .into_iter()
                .map(|(bits, id)| photo(db, id, bits))
                .collect()
        })
    }
}

pub(crate) fn insert(
    db: &Connection,
    position: GlobalPosition,
    nth: i64,
    fingerprint: &Fingerprint,
) -> Result<()> {
    db.prepare_cached("INSERT INTO fingerprint (id, bits) VALUES (?1, ?2)")?
        .execute(params![
            first_of(position).saturating_add(nth),
            fingerprint.as_bytes()
        ])?;
    Ok(())
}

/// The number of an observation's first photo.
fn first_of(position: GlobalPosition) -> i64 {
    kept_position(position).saturating_mul(PHOTOS_PER_POSITION)
}

/// The numbers of the nearest, with their distance.
fn nearest(
    db: &Connection,
    fingerprint: &Fingerprint,
    before: GlobalPosition,
    bits_max: u16,
) -> Result<Vec<(u16, i64)>> {
    let mut statement = db.prepare_cached("SELECT id, bits FROM fingerprint WHERE id < ?1")?;
    let mut rows = statement.query([first_of(before)])?;
    let mut near = Vec::new();
    while let Some(row) = rows.next()? {
        let Ok(bits) = <[u8; 32]>::try_from(row.get_ref(1)?.as_blob()?) else {
            continue;
        };
        let bits = Fingerprint::from_bytes(bits).bits_from(fingerprint);
        if bits <= bits_max {
            near.push((bits, row.get(0)?));
        }
    }
    near.sort_unstable();
    near.truncate(LIKE_MAX);
    Ok(near)
}

fn photo(db: &Connection, id: i64, bits: u16) -> Result<LikePhoto> {
    db.prepare_cached(
        "SELECT h.sha256, v.observation, v.tree, v.captured_at
         FROM observation v JOIN photo h ON h.observation = v.observation AND h.nth = ?2
         WHERE v.captured_position = ?1",
    )?
    .query_row(
        [id / PHOTOS_PER_POSITION, id % PHOTOS_PER_POSITION],
        |row| {
            let mut columns = Columns::of(row);
            Ok(LikePhoto {
                sha256: columns.hash()?,
                observation: columns.id(ObservationId::from_bytes)?,
                tree: columns.id(TreeId::from_bytes)?,
                captured_at: columns.time()?,
                bits,
            })
        },
    )
}
