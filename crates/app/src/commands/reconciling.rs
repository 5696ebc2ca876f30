//! A channel's statement of a day is compared with what we recorded, and the result is kept. No movement is mended by it:
//! a difference is for a person (C U6). What the statement tells of fees is the channel's own word and is recorded, so
//! that a difference about a fee is told once and gone when the day is compared again.

use std::collections::{BTreeMap, BTreeSet};

use channels::{
    LineKind, Statement, StatementLine,
    reconcile::{self, OurMovement, reconcile},
};
use kernel::{Currency, Day, Money};
use readmodels::{cashier::UnknownMoneyRow, money::PaymentState};
use settlement::{
    payment::Channel,
    reconciliation::{
        self, Aspect, Command, Difference, DifferenceKind, Movement, Reconciliation, Run, Total,
    },
};

use crate::{
    App, Done, Error, Intent,
    commands::{
        bank::{begins, day_of},
        channel_fees::{Kept, learn},
    },
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
    app.caught_up(app.log().durable_position()).await?;
    let all = statement.lines.len();
    let theirs: Vec<StatementLine> = statement
        .lines
        .into_iter()
        .filter(|line| day_of(line.at) == day)
        .collect();
    let (ours, known) = ours(app, channel, day, &theirs)?;
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
    let done = app
        .perform(intent, |work| {
            let command = Command::RecordRun {
                run: run.clone(),
                differences: differences.clone(),
                at: intent.now(),
            };
            work.decide::<Reconciliation>(&reconciliation::stream_id(channel, day), command)?;
            Ok(())
        })
        .await?;
    let learnt = learn(app, intent, &theirs, &known).await?;
    Ok(Done {
        repeated: done.repeated,
        ..learnt.unwrap_or(done)
    })
}

/// Movements of ours, with what each transaction is.
type Ours = (Vec<OurMovement>, BTreeMap<(LineKind, String), Kept>);

/// What we recorded of the day, and what of other days the statement tells.
fn ours(app: &App, channel: Channel, day: Day, theirs: &[StatementLine]) -> Result<Ours, Error> {
    let told: BTreeSet<&str> = theirs
        .iter()
        .map(|line| line.transaction.as_str())
        .collect();
    let Some(begin) = begins(day) else {
        return Ok(Ours::default());
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
            let movement = OurMovement {
                kind: LineKind::Payment,
                number: number.to_string(),
                transaction: capture.transaction,
                amount: capture.amount,
                fee: capture.fee,
                day: day_of(capture.value_at),
            };
            Some((movement, Some(Kept::Of(row.payment))))
        });
    let went = refunded
        .map_err(Fault::from)?
        .into_iter()
        .filter_map(|row| {
            let readmodels::money::RefundState::Settled { transaction, at } = row.state else {
                return None;
            };
            let movement = OurMovement {
                kind: LineKind::Refund,
                number: row.refund.to_string(),
                transaction,
                amount: row.amount,
                fee: Money::new(-row.fee_returned.minor, row.fee_returned.currency),
                day: day_of(at),
            };
            Some((movement, Some(Kept::GivenBack(row.refund))))
        });
    let (mut ours, mut known) = Ours::default();
    for (movement, kept) in came.chain(went).chain(unknown) {
        if movement.day == day || told.contains(movement.transaction.as_str()) {
            if let Some(kept) = kept {
                known.insert((movement.kind, movement.transaction.clone()), kept);
            }
            ours.push(movement);
        }
    }
    Ok((ours, known))
}

/// Money that belongs to nothing we know: it came, and perhaps went back. It has no number of ours.
fn movements_of_unknown(row: &UnknownMoneyRow) -> Vec<(OurMovement, Option<Kept>)> {
    let movement = |kind, transaction: &str, (fee, at)| OurMovement {
        kind,
        number: String::new(),
        transaction: transaction.to_owned(),
        amount: row.kept.amount,
        fee,
        day: day_of(at),
    };
    let (kept, free) = (&row.kept, Money::new(0, row.kept.fee.currency));
    let came = (kept.fee, kept.value_at);
    let came = movement(LineKind::Payment, &kept.transaction, came);
    let went = row.returned.as_ref();
    let went = went.map(|(transaction, at)| movement(LineKind::Refund, transaction, (free, *at)));
    let all = std::iter::once(came).chain(went);
    all.map(|movement| (movement, None)).collect()
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
                our_fees: Some(0),
            });
            totals.len() - 1
        });
        let total = &mut totals[place];
        total.theirs = total.theirs.saturating_add(minor(sums.theirs));
        total.ours = total.ours.saturating_add(minor(sums.ours));
        total.fees = total.fees.saturating_add(minor(sums.fees));
        let our_fees = total.our_fees.unwrap_or_default();
        total.our_fees = Some(our_fees.saturating_add(minor(sums.our_fees)));
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
        fee_theirs: None,
        fee_ours: None,
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
        fee_theirs: None,
        fee_ours: None,
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
            fee_theirs: about
                .contains(&reconcile::Aspect::Fee)
                .then_some(theirs.fee),
            fee_ours: about.contains(&reconcile::Aspect::Fee).then_some(ours.fee),
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
        reconcile::Aspect::Fee => Aspect::Fee,
    }
}
