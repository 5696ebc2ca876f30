//! The parameters of an EPCIS query, read from an address. Alternatives are parted by `|`; a parameter that is not known
//! is refused, so that nobody takes an unfiltered answer for a filtered one.

use epcis::{Named, Names};
use kernel::Timestamp;
use readmodels::provenance::{After, EventQuery, Order};

use super::target::thing_of;
use crate::{problem::Problem, state::State};

/// Events of one page unless asked otherwise (EPCIS 2.0, REST binding).
const PER_PAGE_DEFAULT: usize = 30;
/// Most events of one page.
pub(super) const PER_PAGE_MAX: usize = 1_000;
/// Kinds of events that EPCIS knows.
const KINDS: [&str; 5] = [
    "ObjectEvent",
    "AggregationEvent",
    "TransactionEvent",
    "TransformationEvent",
    "AssociationEvent",
];

/// Why a query cannot be answered.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A parameter is unknown or its value cannot be read: its name.
    Parameter(String),
    /// Something of ours went wrong.
    Problem(Problem),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// A query with what concerns its pages.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// What is asked of the events.
    pub(super) query: EventQuery,
    /// Events of one page.
    pub(super) per_page: usize,
    /// Most events in all.
    pub(super) count_limit: Option<usize>,
    /// More events than this are refused.
    pub(super) count_max: Option<usize>,
    /// Events on the pages before.
    pub(super) served: usize,
}

/// Reads a query. The newest come first once an order is asked for (EPCIS 2.0, 8.2.7.1).
pub(super) fn read(state: &State, pairs: &[(String, String)]) -> Result<Asked, Refusal> {
    let mut asked = Asked {
        per_page: PER_PAGE_DEFAULT,
        ..Asked::default()
    };
    let mut direction = None;
    for (name, value) in pairs {
        let wrong = || Refusal::Parameter(name.clone());
        let query = &mut asked.query;
        match name.as_str() {
            "eventType" => {
                let kinds = words(value);
                if !kinds.iter().all(|kind| KINDS.contains(&kind.as_str())) {
                    return Err(wrong());
                }
                query.kinds.extend(kinds);
            }
            "EQ_action" => query.actions.extend(words(value)),
            "EQ_bizStep" => query.biz_steps.extend(words(value)),
            "EQ_disposition" => query.dispositions.extend(words(value)),
            "EQ_eventID" => query.ids.extend(words(value)),
            "EQ_bizLocation" | "EQ_readPoint" => query.places.extend(things(state, value)?),
            "MATCH_epc" => query.things.extend(things(state, value)?),
            "MATCH_parentID" => query.parents.extend(things(state, value)?),
            "MATCH_anyEPC" => query.anywhere.extend(things(state, value)?),
            "MATCH_epcClass" | "MATCH_anyEPCClass" => {
                query.batches.extend(things(state, value)?);
            }
            "GE_eventTime" => query.event_from = Some(moment(value).ok_or_else(wrong)?),
            "LT_eventTime" => query.event_until = Some(moment(value).ok_or_else(wrong)?),
            "GE_recordTime" => query.recorded_from = Some(moment(value).ok_or_else(wrong)?),
            "LT_recordTime" => query.recorded_until = Some(moment(value).ok_or_else(wrong)?),
            "EXISTS_errorDeclaration" => query.errors = Some(true),
            "orderBy" => {
                query.order = match value.as_str() {
                    "eventTime" => Order::Happened,
                    "recordTime" => Order::Recorded,
                    _ => return Err(wrong()),
                };
                direction.get_or_insert(true);
            }
            "orderDirection" => {
                direction = Some(match value.as_str() {
                    "ASC" => false,
                    "DESC" => true,
                    _ => return Err(wrong()),
                });
            }
            "eventCountLimit" => asked.count_limit = Some(count(value).ok_or_else(wrong)?),
            "maxEventCount" => asked.count_max = Some(count(value).ok_or_else(wrong)?),
            "perPage" => {
                asked.per_page = count(value)
                    .filter(|count| *count <= PER_PAGE_MAX)
                    .ok_or_else(wrong)?;
            }
            "nextPageToken" => {
                let (after, served) = token(value).ok_or_else(wrong)?;
                query.after = Some(after);
                asked.served = served;
            }
            _ => return Err(wrong()),
        }
    }
    if asked.count_limit.is_some() && asked.count_max.is_some() {
        return Err(Refusal::Parameter("maxEventCount".to_owned()));
    }
    asked.query.descending = direction.unwrap_or_default();
    Ok(asked)
}

fn words(value: &str) -> Vec<String> {
    value.split('|').map(str::to_owned).collect()
}

fn count(value: &str) -> Option<usize> {
    value.parse().ok().filter(|count| *count > 0)
}

fn moment(value: &str) -> Option<Timestamp> {
    value.parse().ok()
}

/// Behind which event a page goes on, and how many came before: `number.time.served`.
pub(super) fn next_page(after: After, served: usize) -> String {
    format!("{}.{}.{served}", after.number, after.event_at)
}

fn token(value: &str) -> Option<(After, usize)> {
    let mut parts = value.split('.');
    let after = After {
        number: parts.next()?.parse().ok()?,
        event_at: parts.next()?.parse().ok()?,
    };
    let served = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some((after, served))
}

/// Addresses as the ids that events are found by. Whatever is not ours names nothing.
fn things(state: &State, value: &str) -> Result<Vec<String>, Refusal> {
    value
        .split('|')
        .map(|address| thing(state, address))
        .collect()
}

fn thing(state: &State, address: &str) -> Result<String, Refusal> {
    let names: &Names = &state.names;
    Ok(match names.read(address) {
        Some(Named::Tree(tree)) => tree.to_string(),
        Some(Named::Tag(code)) => format!("tag-{code}"),
        Some(Named::Lot(lot)) => lot.to_string(),
        Some(Named::Parcel(parcel)) => parcel.to_string(),
        Some(Named::Block(block)) => block.to_string(),
        Some(Named::Orchard(orchard)) => orchard.to_string(),
        Some(Named::Key(key)) => match thing_of(state, &key)? {
            Some(thing) => thing.id(),
            None => address.to_owned(),
        },
        None => address.to_owned(),
    })
}
