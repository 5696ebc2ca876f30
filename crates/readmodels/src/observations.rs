//! What was seen in the orchard: observations with their photos, and who may see a photo.
//! Kept by `observations/apply.rs`.

pub(crate) mod apply;
pub(crate) mod likeness;

use kernel::{ContentHash, ObservationId, OrchardId, PersonId, Timestamp};
use rusqlite::{Connection, Params, Result, params};
use traceability::observation::{Fingerprint, Flag, PhotoFacts, Stage};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
pub use likeness::{LIKE_MAX, LikePhoto};

use crate::trees::{TREE_CARD, TREE_TABLES, TreeCard, page_limit, read_tree_card};

/// Most observations one answer holds.
pub const OBSERVATIONS_MAX: usize = 200;

/// What became of an observation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObservationState {
    /// Received, not judged.
    Captured,
    /// Counts and is public.
    Accepted,
    /// Waits for a person.
    Flagged {
        /// Why.
        flags: Vec<Flag>,
    },
    /// Does not count.
    Refused {
        /// What the farmer is told.
        reason: String,
    },
    /// Counted, until it was declared never to have happened.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// An observation with its photos.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservationRow {
    /// The observation.
    pub observation: ObservationId,
    /// The tree that was looked at.
    pub tree: TreeCard,
    /// Who looked.
    pub by: PersonId,
    /// The stage seen.
    pub stage: Stage,
    /// What was written.
    pub note: Option<String>,
    /// Its photos, in order.
    pub photos: Vec<PhotoFacts>,
    /// When it was made.
    pub captured_at: Timestamp,
    /// When the server got it.
    pub received_at: Timestamp,
    /// What became of it.
    pub state: ObservationState,
    /// When it was judged last.
    pub decided_at: Option<Timestamp>,
    /// Where the log tells of it.
    pub captured_position: u64,
    /// The questions that were asked about it, whatever was decided.
    pub asked: Vec<Flag>,
    /// What a person said who decided about it.
    pub said: Option<String>,
}

/// An observation that carries a photo, for deciding who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoUse {
    /// The observation.
    pub observation: ObservationId,
    /// Who made it.
    pub by: PersonId,
    /// The orchard of its tree.
    pub orchard: OrchardId,
    /// Whether it was accepted: then everybody may see the photo's derivatives.
    pub public: bool,
}

/// Columns of an observation over `observation v`; the tree card follows.
const OBSERVATION: &str = "v.observation, v.seen_by, v.stage, v.note, v.captured_at, v.received_at,
    v.state, v.flags, v.reason, v.decided_at, v.captured_position, v.flags, v.reason";

fn read_observation(columns: &mut Columns<'_, '_>) -> Result<ObservationRow> {
    let observation = columns.id(ObservationId::from_bytes)?;
    let by = columns.person()?;
    let stage = columns.json()?;
    let note = columns.plain()?;
    let captured_at = columns.time()?;
    let received_at = columns.time()?;
    let state = read_state(columns)?;
    let decided_at = columns.time_or_none()?;
    let captured_position = columns.position()?;
    let asked: Option<Vec<Flag>> = columns.json_or_none()?;
    let said = columns.plain()?;
    let tree = read_tree_card(columns)?;
    Ok(ObservationRow {
        observation,
        tree,
        by,
        stage,
        note,
        photos: Vec::new(),
        captured_at,
        received_at,
        state,
        decided_at,
        captured_position,
        asked: asked.unwrap_or_default(),
        said,
    })
}

/// Three columns: state, flags, reason.
fn read_state(columns: &mut Columns<'_, '_>) -> Result<ObservationState> {
    let word: String = columns.plain()?;
    let flags: Option<Vec<Flag>> = columns.json_or_none()?;
    let reason: Option<String> = columns.plain()?;
    Ok(match (word.as_str(), flags, reason) {
        ("withdrawn", _, Some(reason)) => ObservationState::Withdrawn { reason },
        ("refused", _, Some(reason)) => ObservationState::Refused { reason },
        ("flagged", Some(flags), _) => ObservationState::Flagged { flags },
        ("accepted", _, _) => ObservationState::Accepted,
        (_, _, _) => ObservationState::Captured,
    })
}

impl ReadModels {
    /// What was posted last from an orchard, newest first, whatever became of it.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn recent_observations(
        &self,
        orchard: OrchardId,
        limit: usize,
    ) -> Answer<Vec<ObservationRow>> {
        self.read(|db| {
            observations_where(
                db,
                "v.orchard = ?1 ORDER BY v.captured_position DESC LIMIT ?2",
                params![orchard.as_bytes(), page_limit(limit, OBSERVATIONS_MAX)],
            )
        })
    }

    /// Observations that wait for a person, oldest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn observations_flagged(&self, limit: usize) -> Answer<Vec<ObservationRow>> {
        self.read(|db| {
            observations_where(
                db,
                "v.state = 'flagged' ORDER BY v.captured_position LIMIT ?1",
                [page_limit(limit, OBSERVATIONS_MAX)],
            )
        })
    }

    /// One observation.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn observation(&self, observation: ObservationId) -> Answer<Option<ObservationRow>> {
        self.read(|db| {
            let mut found = observations_where(db, "v.observation = ?1", [observation.as_bytes()])?;
            Ok(found.pop())
        })
    }

    /// The observations that carry this very photo, in the order they came.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn photo_known(&self, sha256: ContentHash) -> Answer<Vec<ObservationId>> {
        let uses = self.photo_uses(sha256)?;
        Ok(uses.into_iter().map(|used| used.observation).collect())
    }

    /// Whether everybody may see this photo: an accepted observation carries it.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn photo_is_public(&self, sha256: ContentHash) -> Answer<bool> {
        Ok(self.photo_uses(sha256)?.iter().any(|used| used.public))
    }

    /// Who made the observations that carry this photo, and where; to decide who may see it.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn photo_uses(&self, sha256: ContentHash) -> Answer<Vec<PhotoUse>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT DISTINCT v.observation, v.seen_by, v.orchard, v.state = 'accepted',
                        v.captured_position
                 FROM photo h JOIN observation v ON v.observation = h.observation
                 WHERE h.sha256 = ?1 ORDER BY v.captured_position",
            )?
            .query_map([sha256.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(PhotoUse {
                    observation: columns.id(ObservationId::from_bytes)?,
                    by: columns.person()?,
                    orchard: columns.id(OrchardId::from_bytes)?,
                    public: columns.plain()?,
                })
            })?
            .collect()
        })
    }
}

fn observations_where(
    db: &Connection,
    condition: &str,
    asked: impl Params,
) -> Result<Vec<ObservationRow>> {
    let sql = format!(
        "SELECT {OBSERVATION}, {TREE_CARD} FROM {TREE_TABLES}
         JOIN observation v ON v.tree = t.tree WHERE {condition}"
    );
    let found = db
        .prepare_cached(&sql)?
        .query_map(asked, |row| read_observation(&mut Columns::of(row)))?
        .collect::<Result<Vec<_>>>()?;
    found
        .into_iter()
        .map(|row| {
            Ok(ObservationRow {
                photos: photos_of(db, row.observation)?,
                ..row
            })
        })
        .collect()
}

pub(crate) fn photos_of(db: &Connection, observation: ObservationId) -> Result<Vec<PhotoFacts>> {
    db.prepare_cached(
        "SELECT sha256, width, height, bytes, dhash, fingerprint, taken_at, exif FROM photo
         WHERE observation = ?1 ORDER BY nth",
    )?
    .query_map([observation.as_bytes()], |row| {
        let mut columns = Columns::of(row);
        Ok(PhotoFacts {
            sha256: columns.hash()?,
            width: columns.plain()?,
            height: columns.plain()?,
            bytes: columns.position()?,
            dhash: columns.plain()?,
            fingerprint: {
                let bits: Option<[u8; 32]> = columns.plain()?;
                bits.map(Fingerprint::from_bytes)
            },
            taken_at: columns.time_or_none()?,
            exif: columns.sealed_or_none()?,
        })
    })?
    .collect()
}
