//! A channel's statement beside what we recorded: every difference, and totals per day and currency that the
//! differences explain to the last fen. One pure function. It must not know where either side comes from.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Currency, Day, Money};

use crate::{LineKind, LineStatus, StatementLine, shanghai};

/// A movement as we recorded it from the channel's facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OurMovement {
    /// In or out.
    pub kind: LineKind,
    /// Our number: `pay_…` or `rfd_…`.
    pub number: String,
    /// The channel's own id.
    pub transaction: String,
    /// How much, never negative.
    pub amount: Money,
    /// What the channel kept of it by our records; below zero for what it gave back.
    pub fee: Money,
    /// The day it counts for, in Shanghai as statements of channels here do.
    pub day: Day,
}

/// What the two sides of one movement disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// Amount or currency.
    Amount,
    /// The day.
    Day,
    /// We hold it for done, the statement does not.
    Status,
    /// Our number.
    Number,
    /// What the channel kept.
    Fee,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// In the statement, not recorded by us.
    MissingOurs(StatementLine),
    /// Recorded by us, not in the statement.
    MissingTheirs(OurMovement),
    /// On both sides, but not alike.
    Disagreement {
        /// What the statement says.
        theirs: StatementLine,
        /// What we recorded.
        ours: OurMovement,
        /// What they disagree about.
        about: Vec<Aspect>,
    },
    /// In the statement once more.
    DuplicateTheirs(StatementLine),
    /// Recorded by us once more.
    DuplicateOurs(OurMovement),
}

/// Sums of one day in one currency; refunds count below zero, and what is not settled counts nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// By the statement, in minor units.
    pub theirs: i128,
    /// By our records, in minor units.
    pub ours: i128,
    /// What the channel kept by the statement, in minor units.
    pub fees: i128,
    /// What it kept by our records, in minor units.
    pub our_fees: i128,
    /// What the differences of this day add up to: always `theirs - ours`.
    pub explained: i128,
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reconciliation {
    /// Every difference, in the order of the statement, then of our records.
    pub differences: Vec<Difference>,
    /// Totals of every day and currency on either side.
    pub totals: BTreeMap<(Day, Currency), Totals>,
    /// How many movements agree in everything.
    pub agreed: usize,
}

type Key<'a> = (LineKind, &'a str);

/// Compares the lines of a statement with our movements of the same channel and time.
///
/// A line that failed and that we never recorded is no difference. A pending line counts as missing with us only when
/// it is settled; until then it is none.
#[must_use]
pub fn reconcile(theirs: &[StatementLine], ours: &[OurMovement]) -> Reconciliation {
    let mut found = Reconciliation::default();
    let mut recorded: BTreeMap<Key<'_>, &OurMovement> = BTreeMap::new();
    let mut twice = Vec::new();
    for movement in ours {
        found.count_ours(movement);
        let key = (movement.kind, movement.transaction.as_str());
        match recorded.entry(key) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(movement);
            }
            std::collections::btree_map::Entry::Occupied(_) => twice.push(movement),
        }
    }
    let mut seen = BTreeSet::new();
    for line in theirs {
        found.count_theirs(line);
        let key = (line.kind, line.transaction.as_str());
        if !seen.insert(key) {
            found.explain_theirs(line);
            found
                .differences
                .push(Difference::DuplicateTheirs(line.clone()));
        } else if let Some(movement) = recorded.remove(&key) {
            found.compare(line, movement);
        } else if line.status == LineStatus::Settled {
            found.explain_theirs(line);
            found
                .differences
                .push(Difference::MissingOurs(line.clone()));
        }
    }
    // In the order of our records, which says more to a person than the order of transaction ids.
    let missing = |movement: &&OurMovement| {
        let key = (movement.kind, movement.transaction.as_str());
        recorded
            .get(&key)
            .is_some_and(|kept| std::ptr::eq(*kept, *movement))
    };
    for movement in ours.iter().filter(missing) {
        found.explain_ours(movement);
        found
            .differences
            .push(Difference::MissingTheirs(movement.clone()));
    }
    for movement in twice {
        found.explain_ours(movement);
        found
            .differences
            .push(Difference::DuplicateOurs(movement.clone()));
    }
    found
}

impl Reconciliation {
    fn of(&mut self, day: Day, currency: Currency) -> &mut Totals {
        self.totals.entry((day, currency)).or_default()
    }

    fn count_theirs(&mut self, line: &StatementLine) {
        let day = shanghai::day(line.at);
        let settled = settled(line);
        let fee = if line.status == LineStatus::Settled {
            line.fee.minor
        } else {
            0
        };
        self.of(day, line.amount.currency).theirs += settled;
        self.of(day, line.fee.currency).fees += i128::from(fee);
    }

    fn count_ours(&mut self, movement: &OurMovement) {
        self.of(movement.day, movement.amount.currency).ours +=
            signed(movement.kind, movement.amount);
        self.of(movement.day, movement.fee.currency).our_fees += i128::from(movement.fee.minor);
    }

    /// The statement's side of a difference.
    fn explain_theirs(&mut self, line: &StatementLine) {
        let day = shanghai::day(line.at);
        self.of(day, line.amount.currency).explained += settled(line);
    }

    /// Our side of a difference.
    fn explain_ours(&mut self, movement: &OurMovement) {
        let sum = signed(movement.kind, movement.amount);
        self.of(movement.day, movement.amount.currency).explained -= sum;
    }

    fn compare(&mut self, line: &StatementLine, movement: &OurMovement) {
        // A statement may leave our number out; a different one is another matter.
        let number = !line.number.is_empty() && line.number != movement.number;
        // What did not happen cost nothing.
        let fee = line.status == LineStatus::Settled && line.fee != movement.fee;
        let about: Vec<Aspect> = [
            (Aspect::Amount, line.amount != movement.amount),
            (Aspect::Day, shanghai::day(line.at) != movement.day),
            (Aspect::Status, line.status != LineStatus::Settled),
            (Aspect::Number, number),
            (Aspect::Fee, fee),
        ]
        .into_iter()
        .filter_map(|(aspect, differs)| differs.then_some(aspect))
        .collect();
        if about.is_empty() {
            self.agreed += 1;
            return;
        }
        self.explain_theirs(line);
        self.explain_ours(movement);
        let (theirs, ours) = (line.clone(), movement.clone());
        self.differences.push(Difference::Disagreement {
            theirs,
            ours,
            about,
        });
    }
}

fn settled(line: &StatementLine) -> i128 {
    match line.status {
        LineStatus::Settled => signed(line.kind, line.amount),
        LineStatus::Pending | LineStatus::Failed => 0,
    }
}

fn signed(kind: LineKind, amount: Money) -> i128 {
    match kind {
        LineKind::Payment => i128::from(amount.minor),
        LineKind::Refund => -i128::from(amount.minor),
    }
}

#[cfg(test)]
mod tests;
