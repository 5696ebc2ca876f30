//! Questions to the events: what EPCIS lets ask, as SQL. It must not know how a query is spelled in an address.

use epcis::{Record, Role};
use kernel::{Season, Timestamp};
use rusqlite::types::Value;
use rusqlite::{Connection, Result, Row, params_from_iter};

use super::telling::kept_role;
use super::{EXPORT_EVENTS_MAX, Selection};
use crate::columns::Columns;

/// By what events are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By when they were recorded.
    #[default]
    Recorded,
    /// By when they happened.
    Happened,
}

/// By what events can be gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    /// Their kind.
    Kind,
    /// Their step of business.
    BizStep,
    /// Their disposition.
    Disposition,
    /// The id of their place.
    Place,
}

/// Behind which event to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// When that event happened, in milliseconds.
    pub event_at: i64,
    /// Its number.
    pub number: i64,
}

/// What is asked of the events. Lists name alternatives; an empty list asks nothing.
#[derive(Debug, Clone, Default)]
pub struct EventQuery {
    /// Kinds, such as `ObjectEvent`.
    pub kinds: Vec<String>,
    /// Actions, such as `ADD`.
    pub actions: Vec<String>,
    /// Business steps, such as `packing`.
    pub biz_steps: Vec<String>,
    /// Dispositions, such as `in_transit`.
    pub dispositions: Vec<String>,
    /// Ids of blocks and orchards.
    pub places: Vec<String>,
    /// Ids of events.
    pub ids: Vec<String>,
    /// Ids of things among an event's things.
    pub things: Vec<String>,
    /// Ids of things that others are in or on.
    pub parents: Vec<String>,
    /// Ids of things anywhere in an event.
    pub anywhere: Vec<String>,
    /// Ids of batches.
    pub batches: Vec<String>,
    /// Happened at or after.
    pub event_from: Option<Timestamp>,
    /// Happened before.
    pub event_until: Option<Timestamp>,
    /// Recorded at or after.
    pub recorded_from: Option<Timestamp>,
    /// Recorded before.
    pub recorded_until: Option<Timestamp>,
    /// Counting for this season.
    pub season: Option<Season>,
    /// Only those that declare an error, or only those that do not.
    pub errors: Option<bool>,
    /// By what they are ordered.
    pub order: Order,
    /// The newest first.
    pub descending: bool,
    /// Behind which event to go on.
    pub after: Option<After>,
    /// How many at most.
    pub limit: usize,
}

/// Columns of a record.
const RECORD: &str = "e.event_at, e.number, e.step, e.revision, e.recorded_at, e.error";

fn read(row: &Row<'_>) -> Result<(After, Record)> {
    let mut columns = Columns::of(row);
    let (event_at, number) = (columns.plain()?, columns.plain()?);
    let record = Record {
        step: columns.json()?,
        revision: columns.plain()?,
        at: Timestamp::from_millis(event_at)
            .ok_or(rusqlite::Error::IntegralValueOutOfRange(0, event_at))?,
        recorded_at: columns.time()?,
        error: columns.json_or_none()?,
    };
    Ok((After { event_at, number }, record))
}

/// A condition that grows, with its values.
#[derive(Default)]
struct Asked {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Asked {
    fn value(&mut self, value: impl Into<Value>) -> usize {
        self.values.push(value.into());
        self.values.len()
    }

    fn among(&mut self, column: &str, words: &[String]) -> Result<()> {
        if !words.is_empty() {
            let list = self.list(words)?;
            self.conditions.push(format!("{column} IN ({list})"));
        }
        Ok(())
    }

    /// Events that name one of these things in one of these roles.
    fn naming(&mut self, things: &[String], roles: &[Role]) -> Result<()> {
        if !things.is_empty() {
            let list = self.list(things)?;
            let roles: Vec<_> = roles
                .iter()
                .map(|role| kept_role(*role).to_string())
                .collect();
            self.conditions.push(format!(
                "e.number IN (SELECT event FROM epcis_thing WHERE thing IN ({list}) AND role IN ({}))",
                roles.join(", ")
            ));
        }
        Ok(())
    }

    fn list(&mut self, words: &[String]) -> Result<String> {
        let number = self.value(crate::columns::kept_json(&words)?);
        Ok(format!("SELECT value FROM json_each(?{number})"))
    }

    fn time(&mut self, condition: &str, at: Option<Timestamp>) {
        if let Some(at) = at {
            let number = self.value(at.millis());
            self.conditions.push(format!("{condition} ?{number}"));
        }
    }

    fn sql(&self, order: &str) -> String {
        let conditions = if self.conditions.is_empty() {
            "true".to_owned()
        } else {
            self.conditions.join(" AND ")
        };
        format!("SELECT {RECORD} FROM epcis_event e WHERE {conditions} ORDER BY {order}")
    }
}

/// Asks for events.
pub(super) fn events(db: &Connection, query: &EventQuery) -> Result<Vec<(After, Record)>> {
    let mut asked = Asked::default();
    asked.among("e.kind", &query.kinds)?;
    asked.among("e.action", &query.actions)?;
    asked.among("e.biz_step", &query.biz_steps)?;
    asked.among("e.disposition", &query.dispositions)?;
    asked.among("e.place", &query.places)?;
    asked.among("e.id", &query.ids)?;
    asked.naming(&query.things, &[Role::Thing])?;
    asked.naming(&query.parents, &[Role::Parent])?;
    asked.naming(&query.anywhere, &[Role::Thing, Role::Parent, Role::Batch])?;
    asked.naming(&query.batches, &[Role::Batch])?;
    asked.time("e.event_at >=", query.event_from);
    asked.time("e.event_at <", query.event_until);
    asked.time("e.recorded_at >=", query.recorded_from);
    asked.time("e.recorded_at <", query.recorded_until);
    if let Some(season) = query.season {
        let number = asked.value(i64::from(season.year()));
        asked.conditions.push(format!("e.season = ?{number}"));
    }
    if let Some(errors) = query.errors {
        let is = if errors { "IS NOT NULL" } else { "IS NULL" };
        asked.conditions.push(format!("e.error {is}"));
    }
    let (than, direction) = if query.descending {
        ("<", "DESC")
    } else {
        (">", "ASC")
    };
    if let Some(after) = query.after {
        let number = asked.value(after.number);
        let condition = match query.order {
            Order::Recorded => format!("e.number {than} ?{number}"),
            Order::Happened => {
                let at = asked.value(after.event_at);
                format!("(e.event_at, e.number) {than} (?{at}, ?{number})")
            }
        };
        asked.conditions.push(condition);
    }
    let order = match query.order {
        Order::Recorded => format!("e.number {direction}"),
        Order::Happened => format!("e.event_at {direction}, e.number {direction}"),
    };
    let limit = asked.value(i64::try_from(query.limit).unwrap_or(i64::MAX));
    let sql = format!("{} LIMIT ?{limit}", asked.sql(&order));
    db.prepare_cached(&sql)?
        .query_map(params_from_iter(asked.values), read)?
        .collect()
}

/// How many count for a season.
pub(super) fn count_of_season(db: &Connection, season: Season) -> Result<u64> {
    db.prepare_cached("SELECT count(*) FROM epcis_event WHERE season = ?1")?
        .query_row([i64::from(season.year())], |row| {
            Columns::of(row).position()
        })
}

/// What there are events of, each once.
pub(super) fn values(db: &Connection, facet: Facet) -> Result<Vec<String>> {
    let column = match facet {
        Facet::Kind => "kind",
        Facet::BizStep => "biz_step",
        Facet::Disposition => "disposition",
        Facet::Place => "place",
    };
    db.prepare_cached(&format!(
        "SELECT DISTINCT {column} FROM epcis_event WHERE {column} IS NOT NULL ORDER BY 1"
    ))?
    .query_map([], |row| row.get(0))?
    .collect()
}

/// All that counts for a season.
pub(super) fn of_season(db: &Connection, season: Season) -> Result<Vec<Record>> {
    let mut asked = Asked::default();
    let number = asked.value(i64::from(season.year()));
    asked.conditions.push(format!("e.season = ?{number}"));
    all(db, asked)
}

/// What an export is made of.
pub(super) fn of_selection(db: &Connection, selection: &Selection) -> Result<Vec<Record>> {
    let mut asked = Asked::default();
    let things = asked.list(&selection.things)?;
    let subjects = asked.list(&selection.subjects)?;
    let blocks = asked.list(&selection.blocks)?;
    asked.conditions.push(format!(
        "e.number IN (SELECT event FROM epcis_thing WHERE thing IN ({things}) AND role IN ({}, {})
                      UNION SELECT event FROM epcis_thing WHERE thing IN ({blocks}) AND role = {}
                      UNION SELECT number FROM epcis_event WHERE subject IN ({subjects}))",
        kept_role(Role::Thing),
        kept_role(Role::Parent),
        kept_role(Role::Batch),
    ));
    all(db, asked)
}

/// One more than an export may hold tells that there are too many.
fn all(db: &Connection, asked: Asked) -> Result<Vec<Record>> {
    let sql = format!("{} LIMIT {}", asked.sql("e.number"), EXPORT_EVENTS_MAX + 1);
    db.prepare_cached(&sql)?
        .query_map(params_from_iter(asked.values), |row| Ok(read(row)?.1))?
        .collect()
}
