//! A channel's statement of a day is compared with what we recorded, and the result is kept. Nothing is mended by it: a
//! difference is for a person (C U6).

use std::collections::BTreeSet;

use channels::{
    LineKind, Statement, StatementLine,
    reconcile::{self, OurMovement, reconcile},
};
use kernel::{Currency, Day};
use readmodels::{cashier::UnknownMoneyRow, money::PaymentState};
use settlement::{
    payment::Channel,
    reconciliation::{
        self, Aspect, Command, Difference, DifferenceKind, Movement, Reconciliation, Run, Total,
    },
};

use crate::{
    App, Done, Error, Intent,
    commands::bank::{begins, day_of},
    error::Fault,
    permission::{Operator, Signed},
};

/// Days before and after, within which a movement may count on our side.
const WINDOW_DAYS: i64 = 3;

/// Compares a statement with our records and keeps the result.
///
/// # Errors
/// More differences than a statement of ours can have, or the log failed.
pub async fn run(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    (channel, day): (Channel, Day),
    statement: Statement,
) -> Result<Done, Error> {
    let all = statement.lines.len();
    let theirs: Vec<StatementLine> = statement
        .lines
        .into_iter()
        .filter(|line| day_of(line.at) == day)
        .collect();
    let ours = ours(app, channel, day, &theirs)?;
    let found = reconcile(&theirs, &ours);
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let run = Run {
        channel,
        day,
        file: statement.file,
        agreed: count(found.agreed),
        skipped: count(statement.skipped.len() + all - theirs.len()),
        totals: totals(&found),
        by: Some(who.person()),
    };
    let differences: Vec<Difference> = found.differences.into_iter().map(difference).collect();
    app.perform(intent, |work| {
        let command = Command::RecordRun {
            run: run.clone(),
            differences: differences.clone(),
            at: intent.now(),
        };
        work.decide::<Reconciliation>(&reconciliation::stream_id(channel, day), command)?;
        Ok(())
    })
    .await
}

/// What we recorded of the day, and what of other days the statement tells.
fn ours(
    app: &App,
    channel: Channel,
    day: Day,
    theirs: &[StatementLine],
) -> Result<Vec<OurMovement>, Error> {
    let told: BTreeSet<&str> = theirs
        .iter()
        .map(|line| line.transaction.as_str())
        .collect();
    let Some(begin) = begins(day) else {
        return Ok(vec![]);
    };
    let (from, until) = (
        begin.plus_days(-WINDOW_DAYS),
        begin.plus_days(WINDOW_DAYS + 1),
    );
    let captured = app.read().captured_within(channel, from, until);
    let refunded = app.read().refunded_within(channel, from, until);
    let unknown = app.read().unknown_money_within(channel, from, until);
    let unknown = unknown.map_err(Fault::from)?;
    let unknown = unknown.iter().flat_map(movements_of_unknown);
    let came = captured
        .map_err(Fault::from)?
        .into_iter()
        .filter_map(|row| {
            let (capture, number) = match row.state {
                PaymentState::Captured(capture) | PaymentState::Late(capture) => {
                    (capture, row.payment)
                }
                // The channel knows it by the number of the payment that was asked for.
                PaymentState::Surplus(capture, beside) => (capture, beside),
                PaymentState::Awaited | PaymentState::Lapsed | PaymentState::Failed { .. } => {
                    return None;
                }
            };
            Some(OurMovement {
                kind: LineKind::Payment,
                number: number.to_string(),
                transaction: capture.transaction,
                amount: capture.amount,
                day: day_of(capture.value_at),
            })
        });
    let went = refunded
        .map_err(Fault::from)?
        .into_iter()
        .filter_map(|row| {
            let readmodels::money::RefundState::Settled { transaction, at } = row.state else {
                return None;
            };
            Some(OurMovement {
                kind: LineKind::Refund,
                number: row.refund.to_string(),
                transaction,
                amount: row.amount,
                day: day_of(at),
            })
        });
    let concerns = |movement: &OurMovement| {
        movement.day == day || told.contains(movement.transaction.as_str())
    };
    Ok(came.chain(went).chain(unknown).filter(concerns).collect())
}

/// Money that belongs to nothing we know: it came, and perhaps went back. It has no number of ours.
fn movements_of_unknown(row: &UnknownMoneyRow) -> Vec<OurMovement> {
    let movement = |kind, transaction: &str, at| OurMovement {
        kind,
        number: String::new(),
        transaction: transaction.to_owned(),
        amount: row.kept.amount,
        day: day_of(at),
    };
    let came = movement(LineKind::Payment, &row.kept.transaction, row.kept.value_at);
    let went = row.returned.as_ref();
    let went = went.map(|(transaction, at)| movement(LineKind::Refund, transaction, *at));
    std::iter::once(came).chain(went).collect()
}

fn totals(found: &reconcile::Reconciliation) -> Vec<Total> {
    let minor = |sum: i128| i64::try_from(sum).unwrap_or(i64::MAX);
    let mut totals: Vec<Total> = Vec::new();
    for ((_, currency), sums) in &found.totals {
        let currency: Currency = *currency;
        let place = totals.iter().position(|total| total.currency == currency);
        let place = place.unwrap_or_else(|| {
            totals.push(Total {
                currency,
                theirs: 0,
                ours: 0,
                fees: 0,
            });
            totals.len() - 1
        });
        let total = &mut totals[place];
        total.theirs = total.theirs.saturating_add(minor(sums.theirs));
        total.ours = total.ours.saturating_add(minor(sums.ours));
        total.fees = total.fees.saturating_add(minor(sums.fees));
    }
    totals
}

const fn movement(kind: LineKind) -> Movement {
    match kind {
        LineKind::Payment => Movement::Payment,
        LineKind::Refund => Movement::Refund,
    }
}

fn of_theirs(kind: DifferenceKind, line: StatementLine) -> Difference {
    Difference {
        kind,
        movement: movement(line.kind),
        transaction: line.transaction,
        number: line.number,
        row: u32::try_from(line.row).ok(),
        theirs: Some(line.amount),
        ours: None,
        about: vec![],
    }
}

fn of_ours(kind: DifferenceKind, ours: OurMovement) -> Difference {
    Difference {
        kind,
        movement: movement(ours.kind),
        transaction: ours.transaction,
        number: ours.number,
        row: None,
        theirs: None,
        ours: Some(ours.amount),
        about: vec![],
    }
}

fn difference(found: reconcile::Difference) -> Difference {
    match found {
        reconcile::Difference::MissingOurs(line) => of_theirs(DifferenceKind::MissingOurs, line),
        reconcile::Difference::DuplicateTheirs(line) => {
            of_theirs(DifferenceKind::DuplicateTheirs, line)
        }
        reconcile::Difference::MissingTheirs(ours) => of_ours(DifferenceKind::MissingTheirs, ours),
        reconcile::Difference::DuplicateOurs(ours) => of_ours(DifferenceKind::DuplicateOurs, ours),
        reconcile::Difference::Disagreement {
            theirs,
            ours,
            about,
        } => Difference {
            number: ours.number,
            ours: Some(ours.amount),
            about: about.into_iter().map(aspect).collect(),
            ..of_theirs(DifferenceKind::Disagreement, theirs)
        },
    }
}

const fn aspect(about: reconcile::Aspect) -> Aspect {
    match about {
        reconcile::Aspect::Amount => Aspect::Amount,
        reconcile::Aspect::Day => Aspect::Day,
        reconcile::Aspect::Status => Aspect::Status,
        reconcile::Aspect::Number => Aspect::Number,
    }
}
