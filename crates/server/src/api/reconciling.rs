//! What channels' own statements say beside our records: run for a day, kept, listed, exported.

use actix_web::{
    HttpRequest,
    web::{Data, Path},
};
use app::{App, Error};
use kernel::Day;
use readmodels::reconciled::{RECONCILED_PAGE_MAX, RunRow};
use serde::Serialize;
use settlement::{payment::Channel, reconciliation::Difference};
use utoipa::ToSchema;

use super::{Answer, shapes::MoneyView};
use crate::{
    answer,
    auth::{FileWish, SignedIn},
    problem::Problem,
    state::State,
};

/// Sums of one currency, in minor units; refunds count below zero.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TotalView {
    /// ISO 4217.
    currency: &'static str,
    /// By the channel's statement.
    theirs: i64,
    /// By our records.
    ours: i64,
    /// What the channel kept by its statement.
    fees: i64,
    /// What it kept by our records; left out by runs of an older program.
    #[serde(skip_serializing_if = "Option::is_none")]
    our_fees: Option<i64>,
}

/// One difference.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DifferenceView {
    /// `missing-ours`, `missing-theirs`, `disagreement`, `duplicate-theirs` or `duplicate-ours`.
    kind: &'static str,
    /// `payment` or `refund`.
    movement: &'static str,
    /// The channel's own id.
    transaction: String,
    /// Our number of it.
    number: String,
    /// The row of the statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    /// How much the channel tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    theirs: Option<MoneyView>,
    /// How much we recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    ours: Option<MoneyView>,
    /// What the channel says that it kept, if they disagree about it; below zero if it gave a fee back.
    #[serde(skip_serializing_if = "Option::is_none")]
    fee_theirs: Option<MoneyView>,
    /// What we recorded of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fee_ours: Option<MoneyView>,
    /// `amount`, `day`, `status`, `number`, `fee`: what they disagree about.
    about: Vec<&'static str>,
}

/// The result of a channel's day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReconciliationView {
    /// Whose statement.
    #[schema(value_type = String)]
    channel: Channel,
    /// Of which day, in Shanghai.
    day: String,
    /// SHA-256 of the statement.
    file: String,
    /// When they were compared.
    at: String,
    /// Movements that agree in everything.
    agreed: u32,
    /// How many differences.
    difference_count: u32,
    /// Rows that could not be read, or of another day.
    skipped: u32,
    /// Sums.
    totals: Vec<TotalView>,
    /// Every difference; left out in the list of days.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differences: Vec<DifferenceView>,
}

impl From<RunRow> for ReconciliationView {
    fn from(row: RunRow) -> Self {
        Self {
            channel: row.run.channel,
            day: row.run.day.to_string(),
            file: row.run.file.to_string(),
            at: row.at.to_string(),
            agreed: row.run.agreed,
            difference_count: row.differences,
            skipped: row.run.skipped,
            totals: row
                .run
                .totals
                .iter()
                .map(|total| TotalView {
                    currency: total.currency.code(),
                    theirs: total.theirs,
                    ours: total.ours,
                    fees: total.fees,
                    our_fees: total.our_fees,
                })
                .collect(),
            differences: vec![],
        }
    }
}

impl From<Difference> for DifferenceView {
    fn from(found: Difference) -> Self {
        Self {
            kind: found.kind.as_str(),
            movement: found.movement.as_str(),
            transaction: found.transaction,
            number: found.number,
            row: found.row,
            theirs: found.theirs.map(MoneyView::from),
            ours: found.ours.map(MoneyView::from),
            fee_theirs: found.fee_theirs.map(MoneyView::from),
            fee_ours: found.fee_ours.map(MoneyView::from),
            about: found.about.iter().map(|one| one.as_str()).collect(),
        }
    }
}

/// A channel by its name.
pub(crate) fn channel_named(name: &str) -> Result<Channel, Problem> {
    let mut all = Channel::ALL.into_iter();
    all.find(|one| one.as_str() == name)
        .ok_or_else(Problem::not_found)
}

/// `GET /api/v1/reconciliations`: the newest days first.
pub(crate) async fn list(app: Data<App>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let rows = app.read().reconciliations(RECONCILED_PAGE_MAX)?;
    let views: Vec<_> = rows.into_iter().map(ReconciliationView::from).collect();
    Ok(answer::json(&views))
}

/// `GET /api/v1/channels/{channel}/reconciliations/{day}`: JSON or CSV.
pub(crate) async fn show(
    req: HttpRequest,
    app: Data<App>,
    path: Path<(String, Day)>,
    who: SignedIn,
) -> Answer {
    who.identity.auditor()?;
    let (name, day) = path.into_inner();
    let channel = channel_named(&name)?;
    let found = app.read().reconciliation(channel, day)?;
    let (row, differences) = found.ok_or(Error::NotFound)?;
    if answer::wants_csv(&req) {
        return Ok(csv(channel, day, differences));
    }
    Ok(answer::json(&ReconciliationView {
        differences: differences.into_iter().map(DifferenceView::from).collect(),
        ..ReconciliationView::from(row)
    }))
}

/// The differences as a file for spreadsheets.
pub(crate) fn csv(
    channel: Channel,
    day: Day,
    differences: Vec<Difference>,
) -> actix_web::HttpResponse {
    let headings = [
        "kind",
        "movement",
        "transaction",
        "number",
        "row",
        "theirs_minor",
        "ours_minor",
        "currency",
        "about",
        "fee_theirs_minor",
        "fee_ours_minor",
    ];
    let lines = differences.into_iter().map(|found| {
        let minor = |money: Option<kernel::Money>| money.map(|money| money.minor.to_string());
        let currency = found
            .theirs
            .or(found.ours)
            .map(|money| money.currency.code());
        let about: Vec<&str> = found.about.iter().map(|one| one.as_str()).collect();
        [
            found.kind.as_str().to_owned(),
            found.movement.as_str().to_owned(),
            found.transaction,
            found.number,
            found.row.map(|row| row.to_string()).unwrap_or_default(),
            minor(found.theirs).unwrap_or_default(),
            minor(found.ours).unwrap_or_default(),
            currency.unwrap_or_default().to_owned(),
            about.join(" "),
            minor(found.fee_theirs).unwrap_or_default(),
            minor(found.fee_ours).unwrap_or_default(),
        ]
    });
    let name = format!("{}-{day}.csv", channel.as_str());
    answer::csv(&name, headings, lines)
}

/// `POST /api/v1/channels/{channel}/reconciliations/{day}`: compares the statement in the body; without a body it is
/// fetched, where the channel offers that.
pub(crate) async fn run(state: Data<State>, path: Path<(String, Day)>, wish: FileWish) -> Answer {
    let operator = wish.who.identity.operator()?;
    let (name, day) = path.into_inner();
    let (channel, cashier) = (channel_named(&name)?, &state.cashier);
    let file = if wish.body.is_empty() {
        cashier.fetch(channel, day).await?
    } else {
        wish.body.to_vec()
    };
    let done = cashier
        .compare(channel, day, &wish.intent, (&operator, &file))
        .await?;
    Ok(answer::done(done))
}
