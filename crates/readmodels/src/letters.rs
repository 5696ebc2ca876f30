//! Letters: which are to be sent, what became of each, how people are reached and what they agreed to.
//! Addresses stay sealed, and no word of a letter is here; kept by `letters/apply.rs`.

pub(crate) mod apply;

use community::contact::Purpose;
use community::letter::{About, Failure, Kind};
use kernel::{AdoptionId, CampaignId, LetterId, OrchardId, PersonId, Sealed, Timestamp, TreeId};
use rusqlite::{OptionalExtension, Result, params};

use crate::columns::{Columns, kept_json};
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most letters one answer holds.
pub const LETTERS_MAX: usize = 500;
/// Most readers of one piece of news.
pub const READERS_MAX: usize = 100_000;

/// How a person is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// The address, sealed to the person.
    pub email: Option<Sealed>,
    /// Whether it is theirs.
    pub is_verified: bool,
    /// What they agree to be told by e-mail.
    pub purposes: Vec<Purpose>,
}

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterState {
    /// Waits for its time or its next attempt.
    Waiting,
    /// Is being handed over.
    InFlight,
    /// Taken by the next machine.
    Sent,
    /// Not tried again by itself.
    GivenUp,
    /// Not to be sent.
    Dropped,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterRow {
    /// The letter.
    pub letter: LetterId,
    /// Which kind.
    pub kind: Kind,
    /// To whom.
    pub person: PersonId,
    /// What about.
    pub about: About,
    /// Where it stands.
    pub state: LetterState,
    /// How often it was handed over.
    pub attempts: u8,
    /// Why the last attempt failed.
    pub failure: Option<Failure>,
    /// When it is handed over next, or has been since.
    pub next_at: Option<Timestamp>,
    /// When it was decided to write it.
    pub due_at: Timestamp,
}

/// How many letters of a kind stand somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterCount {
    /// Which kind.
    pub kind: Kind,
    /// Where they stand.
    pub state: LetterState,
    /// How many.
    pub count: u64,
}

const LETTER: &str =
    "SELECT letter, kind, person, about, state, attempts, failure, next_at, due_at FROM letter";

impl ReadModels {
    /// How a person is reached and what they agreed to; `None` for who never said.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn contact(&self, person: PersonId) -> Answer<Option<ContactRow>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT email, is_verified, news, offers FROM contact WHERE person = ?1",
            )?
            .query_row([person.as_bytes()], |row| {
                let mut columns = Columns::of(row);
                Ok(ContactRow {
                    email: columns.sealed_or_none()?,
                    is_verified: columns.plain()?,
                    purposes: {
                        let agreed: [bool; 2] = [columns.plain()?, columns.plain()?];
                        let all = Purpose::ALL.into_iter().zip(agreed);
                        all.filter_map(|(purpose, agreed)| agreed.then_some(purpose))
                            .collect()
                    },
                })
            })
            .optional()
        })
    }

    /// Letters whose time has come, the longest waiting first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn letters_to_send(&self, now: Timestamp, limit: usize) -> Answer<Vec<LetterRow>> {
        self.letters_at("waiting", now, limit)
    }

    /// Letters that have been in flight since this moment or longer.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn letters_in_flight(&self, since: Timestamp, limit: usize) -> Answer<Vec<LetterRow>> {
        self.letters_at("in-flight", since, limit)
    }

    fn letters_at(&self, state: &str, until: Timestamp, limit: usize) -> Answer<Vec<LetterRow>> {
        self.read(|db| {
            db.prepare_cached(&format!(
                "{LETTER} WHERE state = ?1 AND next_at <= ?2 ORDER BY next_at, due_position LIMIT ?3"
            ))?
            .query_map(
                params![state, until.millis(), page_limit(limit, LETTERS_MAX)],
                |row| read_letter(&mut Columns::of(row)),
            )?
            .collect()
        })
    }

    /// Letters that were given up or failed and wait for another attempt, the newest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn letters_in_trouble(&self, limit: usize) -> Answer<Vec<LetterRow>> {
        self.read(|db| {
            db.prepare_cached(&format!(
                "{LETTER} WHERE state IN ('given-up', 'waiting') AND failure IS NOT NULL
                 ORDER BY due_position DESC LIMIT ?1"
            ))?
            .query_map([page_limit(limit, LETTERS_MAX)], |row| {
                read_letter(&mut Columns::of(row))
            })?
            .collect()
        })
    }

    /// How many letters of each kind stand where.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn letter_counts(&self) -> Answer<Vec<LetterCount>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT kind, state, count(*) FROM letter GROUP BY kind, state ORDER BY kind, state",
            )?
            .query_map([], |row| {
                let mut columns = Columns::of(row);
                Ok(LetterCount {
                    kind: columns.json()?,
                    state: read_state(&mut columns)?,
                    count: columns.position()?,
                })
            })?
            .collect()
        })
    }

    /// Everybody with a paid adoption of a campaign.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn holders(&self, campaign: CampaignId) -> Answer<Vec<(AdoptionId, PersonId)>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT adoption, buyer FROM adoption
                 WHERE campaign = ?1 AND status = 'confirmed' ORDER BY started_position LIMIT ?2",
            )?
            .query_map(
                params![campaign.as_bytes(), page_limit(READERS_MAX, READERS_MAX)],
                read_holder,
            )?
            .collect()
        })
    }

    /// Everybody with a paid adoption of a tree who agreed to its news.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn news_readers(&self, tree: TreeId) -> Answer<Vec<(AdoptionId, PersonId)>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT a.adoption, a.buyer FROM adoption a JOIN contact t ON t.person = a.buyer
                 WHERE a.tree = ?1 AND a.status = 'confirmed' AND t.news ORDER BY a.started_position",
            )?
            .query_map([tree.as_bytes()], read_holder)?
            .collect()
        })
    }

    /// Everybody who adopted in an orchard once and agreed to offers.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn offer_readers(&self, orchard: OrchardId) -> Answer<Vec<PersonId>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT DISTINCT a.buyer FROM adoption a JOIN contact t ON t.person = a.buyer
                 JOIN campaign c ON c.campaign = a.campaign
                 WHERE c.orchard = ?1 AND a.confirmed_at IS NOT NULL AND t.offers ORDER BY a.buyer LIMIT ?2",
            )?
            .query_map(
                params![orchard.as_bytes(), page_limit(READERS_MAX, READERS_MAX)],
                |row| Columns::of(row).person(),
            )?
            .collect()
        })
    }
}

fn read_holder(row: &rusqlite::Row<'_>) -> Result<(AdoptionId, PersonId)> {
    let mut columns = Columns::of(row);
    Ok((columns.id(AdoptionId::from_bytes)?, columns.person()?))
}

fn read_letter(columns: &mut Columns<'_, '_>) -> Result<LetterRow> {
    Ok(LetterRow {
        letter: columns.id(LetterId::from_bytes)?,
        kind: columns.json()?,
        person: columns.person()?,
        about: columns.json()?,
        state: read_state(columns)?,
        attempts: columns.plain()?,
        failure: columns.json_or_none()?,
        next_at: columns.time_or_none()?,
        due_at: columns.time()?,
    })
}

/// States are kept as plain words, so that an index can name them.
fn read_state(columns: &mut Columns<'_, '_>) -> Result<LetterState> {
    let word: String = columns.plain()?;
    serde_json::from_str(&kept_json(&word)?)
        .map_err(|cause| columns.unfit(rusqlite::types::Type::Text, cause))
}
