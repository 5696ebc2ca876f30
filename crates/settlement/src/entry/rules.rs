//! How an entry decides and remembers. It must not know of anything beyond its own past.

use std::collections::BTreeMap;

use kernel::{AdoptionId, Currency, Day, FarmId, Money, Timestamp, one_line};

use super::{Command, Event, LINES_MAX, Original, Rejection, State, Written};
use crate::{
    REASON_CHARS_MAX,
    postings::{Account, Posting},
};

/// What a line is about: reversals must stay within the original for each.
type Subject = (Account, Option<AdoptionId>, Option<FarmId>, Currency);

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::PostEntry {
            written,
            closed_through,
            at,
        } => post(state, written, closed_through, at),
        Command::ReverseEntry {
            original,
            posted,
            written,
            closed_through,
            at,
        } => {
            let posted = match original {
                Original::Fact(_) if state.posted.is_empty() => posted,
                Original::Fact(_) | Original::Entry(_) => vec![],
            };
            reverse(state, original, posted, written, closed_through, at)
        }
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::EntryPosted { written, at: _ } => {
            state.posted.clone_from(&written.lines);
            state.written.push(written.clone());
        }
        Event::EntryReversed {
            reverses: _,
            posted,
            written,
            at: _,
        } => {
            state.posted.extend(posted.iter().copied());
            state.reversed.extend(written.lines.iter().copied());
            state.written.push(written.clone());
        }
    }
}

fn post(
    state: &State,
    written: Written,
    closed_through: Option<Day>,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let written = checked(written)?;
    if state.written.contains(&written) {
        return Ok(vec![]);
    }
    if !state.written.is_empty() {
        return Err(Rejection::EntryExists);
    }
    check_day(written.day, closed_through)?;
    Ok(vec![Event::EntryPosted { written, at }])
}

fn reverse(
    state: &State,
    reverses: Original,
    posted: Vec<Posting>,
    written: Written,
    closed_through: Option<Day>,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let written = checked(written)?;
    if state.written.contains(&written) {
        return Ok(vec![]);
    }
    if state
        .written
        .iter()
        .any(|known| known.entry == written.entry)
    {
        return Err(Rejection::EntryExists);
    }
    if state.posted.is_empty() && posted.is_empty() {
        return Err(Rejection::EntryUnknown);
    }
    check_day(written.day, closed_through)?;
    check_within(state, &posted, &written.lines)?;
    Ok(vec![Event::EntryReversed {
        reverses,
        posted,
        written,
        at,
    }])
}

/// D 19: what is left of each subject only moves towards zero.
fn check_within(state: &State, posted: &[Posting], lines: &[Posting]) -> Result<(), Rejection> {
    let mut left: BTreeMap<Subject, i128> = BTreeMap::new();
    for line in state.posted.iter().chain(posted).chain(&state.reversed) {
        *left.entry(subject(line)).or_default() += i128::from(line.amount.minor);
    }
    for line in lines {
        let rest = left.entry(subject(line)).or_default();
        let after = *rest + i128::from(line.amount.minor);
        let towards_zero = after.abs() < rest.abs() && after.signum() * rest.signum() >= 0;
        if !towards_zero {
            let minor = i64::try_from(*rest).unwrap_or_default();
            return Err(Rejection::ReversalExceeds {
                account: line.account,
                left: Money::new(minor, line.amount.currency),
            });
        }
        *rest = after;
    }
    Ok(())
}

const fn subject(line: &Posting) -> Subject {
    (line.account, line.adoption, line.farm, line.amount.currency)
}

/// The entry with its reason on one line, if it can be written at all.
fn checked(mut written: Written) -> Result<Written, Rejection> {
    let zero = |line: &Posting| line.amount.minor == 0;
    if !(1..=LINES_MAX).contains(&written.lines.len()) || written.lines.iter().any(zero) {
        return Err(Rejection::LinesInvalid { max: LINES_MAX });
    }
    let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
    for line in &written.lines {
        *sums.entry(line.amount.currency).or_default() += i128::from(line.amount.minor);
    }
    if let Some((currency, sum)) = sums.into_iter().find(|(_, sum)| *sum != 0) {
        let minor = i64::try_from(sum).unwrap_or(i64::MAX);
        return Err(Rejection::EntryUnbalanced {
            difference: Money::new(minor, currency),
        });
    }
    written.memo = one_line(&written.memo);
    match written.memo.chars().count() {
        0 => Err(Rejection::ReasonMissing),
        1..=REASON_CHARS_MAX => Ok(written),
        _ => Err(Rejection::ReasonTooLong {
            max: REASON_CHARS_MAX,
        }),
    }
}

fn check_day(day: Day, closed_through: Option<Day>) -> Result<(), Rejection> {
    match closed_through {
        Some(through) if day <= through => Err(Rejection::DayClosed { through }),
        Some(_) | None => Ok(()),
    }
}
