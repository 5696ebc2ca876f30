//! Who is offered an adoption, and who pays for one together. Secrets stay sealed; a link is found by its hash.
//! Kept by `sharing/apply.rs`.

pub(crate) mod apply;

use adoption::group::FailReason;
use adoption::handover::{Kind, Unaccepted};
use kernel::{AdoptionId, ContentHash, Money, PaymentId, PersonId, Sealed, Timestamp};
use rusqlite::{Connection, OptionalExtension, Params, Result, Row, params};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// Most groups of one person that are shown.
pub const GROUPS_MAX: u32 = 50;

/// How far an offer of an adoption has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandoverState {
    /// It can be accepted.
    Open,
    /// Somebody accepted it.
    Accepted,
    /// It is over.
    Ended,
}

/// The newest offer of an adoption to somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverRow {
    /// Which adoption.
    pub adoption: AdoptionId,
    /// Who offered it.
    pub by: PersonId,
    /// As a gift or to take over.
    pub kind: Kind,
    /// The secret of the link, sealed for who offered it.
    pub secret: Sealed,
    /// Until when it can be accepted.
    pub until: Timestamp,
    /// What happens when nobody does.
    pub if_unaccepted: Unaccepted,
    /// How far it has come.
    pub state: HandoverState,
}

/// How far a group has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupState {
    /// It waits for parts.
    Open,
    /// All parts are paid.
    Complete,
    /// It came to nothing.
    Failed {
        /// Why.
        reason: FailReason,
    },
}

/// Somebody's part of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupPart {
    /// Which part, from 1.
    pub number: u8,
    /// Who.
    pub by: PersonId,
    /// The payment that brings it.
    pub payment: PaymentId,
    /// Whether it did.
    pub paid: bool,
}

/// People who pay for an adoption together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// Which adoption.
    pub adoption: AdoptionId,
    /// Who invites, and adopts.
    pub by: PersonId,
    /// What is to be paid in all.
    pub price: Money,
    /// In how many parts.
    pub parts: u8,
    /// The secret of the link, sealed for who invites.
    pub secret: Sealed,
    /// Until when all must have paid.
    pub until: Timestamp,
    /// How far it has come.
    pub state: GroupState,
    /// The parts that somebody has, by number.
    pub taken: Vec<GroupPart>,
}

impl ReadModels {
    /// The newest offer of an adoption.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn handover_of(&self, adoption: AdoptionId) -> Answer<Option<HandoverRow>> {
        self.read(|db| handover_where(db, "adoption = ?1", [adoption.as_bytes()]))
    }

    /// The offer behind a link.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn handover_by_link(&self, link: ContentHash) -> Answer<Option<HandoverRow>> {
        self.read(|db| handover_where(db, "link = ?1", [link.as_bytes()]))
    }

    /// The group that pays for an adoption, if one does.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn group_of(&self, adoption: AdoptionId) -> Answer<Option<GroupRow>> {
        self.read(|db| {
            let found = groups_where(db, "adoption = ?1", [adoption.as_bytes()])?;
            Ok(found.into_iter().next())
        })
    }

    /// The group behind a link.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn group_by_link(&self, link: ContentHash) -> Answer<Option<GroupRow>> {
        self.read(|db| {
            let found = groups_where(db, "link = ?1", [link.as_bytes()])?;
            Ok(found.into_iter().next())
        })
    }

    /// The groups in which a person has a part, newest deadline first, at most [`GROUPS_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn groups_of_person(&self, person: PersonId) -> Answer<Vec<GroupRow>> {
        self.read(|db| {
            let condition = "adoption IN (SELECT adoption FROM group_part WHERE person = ?1)
                 ORDER BY until DESC, adoption LIMIT ?2";
            groups_where(db, condition, params![person.as_bytes(), GROUPS_MAX])
        })
    }
}

fn handover_where(
    db: &Connection,
    condition: &str,
    asked: impl Params,
) -> Result<Option<HandoverRow>> {
    let sql = format!(
        "SELECT adoption, person, kind, secret, until, if_unaccepted, state FROM handover
         WHERE {condition}"
    );
    db.prepare_cached(&sql)?
        .query_row(asked, read_handover)
        .optional()
}

fn read_handover(row: &Row<'_>) -> Result<HandoverRow> {
    let mut columns = Columns::of(row);
    Ok(HandoverRow {
        adoption: columns.id(AdoptionId::from_bytes)?,
        by: columns.person()?,
        kind: columns.json()?,
        secret: columns.sealed()?,
        until: columns.time()?,
        if_unaccepted: columns.json()?,
        state: match columns.plain::<String>()?.as_str() {
            "open" => HandoverState::Open,
            "accepted" => HandoverState::Accepted,
            _ => HandoverState::Ended,
        },
    })
}

fn groups_where(db: &Connection, condition: &str, asked: impl Params) -> Result<Vec<GroupRow>> {
    let sql = format!(
        "SELECT adoption, person, price, currency, parts, secret, until, state, reason
         FROM pay_group WHERE {condition}"
    );
    let mut found = db
        .prepare_cached(&sql)?
        .query_map(asked, read_group)?
        .collect::<Result<Vec<_>>>()?;
    for group in &mut found {
        group.taken = parts_of(db, group.adoption)?;
    }
    Ok(found)
}

fn read_group(row: &Row<'_>) -> Result<GroupRow> {
    let mut columns = Columns::of(row);
    let mut group = GroupRow {
        adoption: columns.id(AdoptionId::from_bytes)?,
        by: columns.person()?,
        price: columns.money()?,
        parts: columns.plain()?,
        secret: columns.sealed()?,
        until: columns.time()?,
        state: GroupState::Open,
        taken: Vec::new(),
    };
    let word: String = columns.plain()?;
    let reason: Option<FailReason> = columns.json_or_none()?;
    group.state = match (word.as_str(), reason) {
        (_, Some(reason)) => GroupState::Failed { reason },
        ("complete", None) => GroupState::Complete,
        (_, None) => GroupState::Open,
    };
    Ok(group)
}

fn parts_of(db: &Connection, adoption: AdoptionId) -> Result<Vec<GroupPart>> {
    db.prepare_cached(
        "SELECT number, person, payment, paid FROM group_part WHERE adoption = ?1 ORDER BY number",
    )?
    .query_map([adoption.as_bytes()], |row| {
        let mut columns = Columns::of(row);
        Ok(GroupPart {
            number: columns.plain()?,
            by: columns.person()?,
            payment: columns.id(PaymentId::from_bytes)?,
            paid: columns.plain()?,
        })
    })?
    .collect()
}
