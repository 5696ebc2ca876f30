//! The people: what each may do, in which language they read. Names stay sealed; mail addresses and passwords
//! are the vault's. Kept by `members/apply.rs`.

pub(crate) mod apply;

use community::member::{Locale, Role};
use kernel::{PersonId, Sealed, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most members one page holds.
pub const MEMBERS_PAGE_MAX: usize = 200;

/// A member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Their name, sealed to themselves.
    pub name: Sealed,
    /// The language they read.
    pub locale: Locale,
    /// The roles they were granted; every member is a buyer besides.
    pub roles: Vec<Role>,
    /// When they registered.
    pub registered_at: Timestamp,
    /// When they were erased; their name then opens to nothing.
    pub erased_at: Option<Timestamp>,
    /// Their place in the order of registration, for paging.
    pub position: u64,
}

const MEMBER: &str =
    "SELECT person, name, locale, registered_at, erased_at, registered_position FROM member";

impl ReadModels {
    /// One member.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn member(&self, person: PersonId) -> Answer<Option<Member>> {
        self.read(|db| {
            let sql = format!("{MEMBER} WHERE person = ?1");
            let found = db
                .prepare_cached(&sql)?
                .query_row([person.as_bytes()], |row| {
                    read_member(&mut Columns::of(row))
                })
                .optional()?;
            found.map(|member| with_roles(db, member)).transpose()
        })
    }

    /// Members in the order they registered, those after `after` (a [`Member::position`]).
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn members(&self, after: Option<u64>, limit: usize) -> Answer<Vec<Member>> {
        let after = i64::try_from(after.unwrap_or_default()).unwrap_or(i64::MAX);
        self.read(|db| {
            let sql = format!(
                "{MEMBER} WHERE registered_position > ?1 ORDER BY registered_position LIMIT ?2"
            );
            let members = db
                .prepare_cached(&sql)?
                .query_map(params![after, page_limit(limit, MEMBERS_PAGE_MAX)], |row| {
                    read_member(&mut Columns::of(row))
                })?
                .collect::<Result<Vec<_>>>()?;
            members
                .into_iter()
                .map(|member| with_roles(db, member))
                .collect()
        })
    }
}

fn read_member(columns: &mut Columns<'_, '_>) -> Result<Member> {
    Ok(Member {
        person: columns.person()?,
        name: columns.sealed()?,
        locale: columns.json()?,
        roles: Vec::new(),
        registered_at: columns.time()?,
        erased_at: columns.time_or_none()?,
        position: columns.position()?,
    })
}

fn with_roles(db: &Connection, member: Member) -> Result<Member> {
    let roles = db
        .prepare_cached("SELECT role FROM member_role WHERE person = ?1 ORDER BY role")?
        .query_map([member.person.as_bytes()], |row| Columns::of(row).json())?
        .collect::<Result<_>>()?;
    Ok(Member { roles, ..member })
}
