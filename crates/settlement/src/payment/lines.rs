//! What a payment is made of, and of which line a refund takes how much (D 12, per line). It must not know what a
//! line costs.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Money;
use serde::{Deserialize, Serialize};

use super::{Rejection, State};

/// What a line of a payment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// The fruit of the share.
    Fruit,
    /// Carriage of the boxes.
    Shipping,
    /// The name on the tree.
    Nameplate,
}

/// A line of a payment; its number is its place, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it is for.
    pub kind: LineKind,
    /// How much of the payment.
    pub amount: Money,
}

impl Line {
    /// Most lines of a payment.
    pub const COUNT_MAX: usize = 16;
}

/// What a refund takes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinePart {
    /// The line, from 0.
    pub line: u8,
    /// How much of it.
    pub amount: Money,
}

/// Lines are positive, few, and make the amount.
pub(super) fn check(lines: &[Line], amount: Money) -> Result<(), Rejection> {
    let invalid = Rejection::LinesInvalid {
        max: Line::COUNT_MAX,
    };
    if lines.is_empty() {
        return Ok(());
    }
    if lines.len() > Line::COUNT_MAX || lines.iter().any(|line| line.amount.minor <= 0) {
        return Err(invalid);
    }
    let zero = Money::new(0, amount.currency);
    let sum = lines
        .iter()
        .try_fold(zero, |sum, line| sum.plus(line.amount));
    if sum == Ok(amount) {
        Ok(())
    } else {
        Err(invalid)
    }
}

/// The parts of a new refund of `amount`: as wanted, or taken from the lines in their order. Nothing to remember for a
/// payment of one line, whose limit is the payment's own.
pub(super) fn take(
    state: &State,
    amount: Money,
    wanted: Vec<LinePart>,
) -> Result<Vec<LinePart>, Rejection> {
    let lines = &state.opened()?.lines;
    if lines.len() <= 1 {
        let whole = wanted
            .iter()
            .all(|part| part.line == 0 && part.amount == amount);
        return if whole && wanted.len() <= 1 {
            Ok(vec![])
        } else {
            Err(Rejection::PartsInvalid)
        };
    }
    let left = left(state, lines);
    if wanted.is_empty() {
        return Ok(in_order(&left, amount));
    }
    let distinct: BTreeSet<u8> = wanted.iter().map(|part| part.line).collect();
    let zero = Money::new(0, amount.currency);
    let sum = wanted
        .iter()
        .try_fold(zero, |sum, part| sum.plus(part.amount));
    let positive = wanted.iter().all(|part| part.amount.minor > 0);
    if distinct.len() != wanted.len() || sum != Ok(amount) || !positive {
        return Err(Rejection::PartsInvalid);
    }
    for part in &wanted {
        let available = *left.get(&part.line).ok_or(Rejection::PartsInvalid)?;
        if part.amount.minor > available {
            return Err(Rejection::RefundAboveLine {
                line: part.line,
                available: Money::new(available, amount.currency),
            });
        }
    }
    Ok(wanted)
}

/// What is left of each line, in minor units.
fn left(state: &State, lines: &[Line]) -> BTreeMap<u8, i64> {
    let mut left: BTreeMap<u8, i64> = (0_u8..)
        .zip(lines)
        .map(|(number, line)| (number, line.amount.minor))
        .collect();
    for part in state.parts.values().flatten() {
        if let Some(rest) = left.get_mut(&part.line) {
            *rest = rest.saturating_sub(part.amount.minor);
        }
    }
    left
}

/// Takes from the lines in their order. The payment's own limit was checked, so there is enough.
fn in_order(left: &BTreeMap<u8, i64>, amount: Money) -> Vec<LinePart> {
    let mut rest = amount.minor;
    let mut parts = Vec::new();
    for (line, available) in left {
        let taken = rest.min(*available).max(0);
        if taken > 0 {
            rest -= taken;
            parts.push(LinePart {
                line: *line,
                amount: Money::new(taken, amount.currency),
            });
        }
    }
    parts
}
