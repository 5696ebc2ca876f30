//! The books for those who audit them: what buyers are owed, where a farm stands, what runs out, journals for other
//! programs.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path, Query},
};
use app::{
    App, Error,
    commands::{
        books::{self, Notation},
        farmers,
    },
};
use kernel::{AdoptionId, FarmId, Season};
use readmodels::books::OwedRow;
use serde::{Deserialize, Serialize};
use settlement::{
    payment::Channel,
    rails::{Clock, ClockKind, RailLimits, Urgency, clocks},
};
use utoipa::ToSchema;

use super::{Answer, shapes::MoneyView};
use crate::{
    answer::{self, PageQuery},
    auth::SignedIn,
};

/// What is owed to the buyer of an adoption, in minor units.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwedView {
    /// The adoption.
    pub(crate) adoption: String,
    /// ISO 4217.
    pub(crate) currency: &'static str,
    /// Received, not confirmed.
    pub(crate) deposit: i64,
    /// Confirmed, not delivered.
    pub(crate) undelivered: i64,
    /// To go back, not settled.
    pub(crate) payable: i64,
}

impl From<OwedRow> for OwedView {
    fn from(row: OwedRow) -> Self {
        Self {
            adoption: row.adoption.to_string(),
            currency: row.currency.code(),
            deposit: row.deposit,
            undelivered: row.undelivered,
            payable: row.payable,
        }
    }
}

/// `GET /api/v1/owed`
pub(crate) async fn owed(
    req: HttpRequest,
    app: Data<App>,
    who: SignedIn,
    page: Query<PageQuery>,
) -> Answer {
    who.identity.auditor()?;
    let limit = page.limit()?;
    let after = page.cursor(|text| text.parse::<AdoptionId>().ok())?;
    let rows = app.read().owed(after, limit)?;
    let full = rows.last().filter(|_| rows.len() == limit);
    let next = full.map(|last| last.adoption.to_string());
    Ok(answer::page::<OwedView>(
        &req,
        rows.into_iter().map(OwedView::from).collect(),
        next,
    ))
}

/// Where a farm's season stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FarmAccountView {
    /// Delivered fruit at the buyers' prices.
    pub(crate) revenue: MoneyView,
    /// The farm's part of it.
    pub(crate) earned: MoneyView,
    /// Advanced, in flight included.
    pub(crate) advanced: MoneyView,
    /// Of the earned, kept to pay back the advance.
    pub(crate) recovered: MoneyView,
    /// Of the earned, waiting for claims.
    pub(crate) held_back: MoneyView,
    /// Charged to the farm.
    pub(crate) charged: MoneyView,
    /// Of the earned, waiting for disputes.
    pub(crate) frozen: MoneyView,
    /// Paid by settlements before.
    pub(crate) paid: MoneyView,
    /// What can be paid now; negative if the farm owes.
    pub(crate) payable: MoneyView,
    /// Advanced and not earned.
    pub(crate) outstanding: MoneyView,
    /// What may be outstanding.
    pub(crate) limit: MoneyView,
    /// What can be advanced now.
    pub(crate) available: MoneyView,
    /// The number of the settlement that waits for the farm's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) proposed: Option<u32>,
}

/// `GET /api/v1/farms/{farm}/seasons/{season}/account`
pub(crate) async fn farm_account(app: Data<App>, of: Path<(FarmId, u16)>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let (farm, year) = of.into_inner();
    let season = Season::new(year).map_err(|_| Error::NotFound)?;
    let standing = farmers::standing(&app, farm, season)?.ok_or(Error::NotFound)?;
    Ok(answer::json(&account_view(&standing)))
}

/// Where a farm's season stands, as it is told.
pub(super) fn account_view(standing: &farmers::Standing) -> FarmAccountView {
    let statement = standing.statement;
    FarmAccountView {
        revenue: statement.revenue.into(),
        earned: statement.earned.into(),
        advanced: statement.advanced.into(),
        recovered: statement.recovered.into(),
        held_back: statement.held_back.into(),
        charged: statement.charged.into(),
        frozen: statement.frozen.into(),
        paid: statement.paid.into(),
        payable: statement.payable.into(),
        outstanding: standing.outstanding.into(),
        limit: standing.limit.into(),
        available: standing.available.into(),
        proposed: standing.proposed.map(|(number, _)| number),
    }
}

/// Which clocks are asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct ClocksQuery {
    channel: Option<Channel>,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// What a channel allows for a payment, and until when.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClocksView {
    /// The payment.
    pub(crate) payment: String,
    /// The adoption it is for.
    pub(crate) adoption: String,
    /// Its clocks, the most pressing first.
    pub(crate) clocks: Vec<ClockView>,
}

/// One clock.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClockView {
    /// `refund`, `split`, `pull-back`, `ship-day`, `refunds-left`, `parcels-left` or `messages-left`.
    #[schema(value_type = String)]
    pub(crate) kind: ClockKind,
    /// When it runs out, for what runs out in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    /// How many are left, for what runs out by use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) left: Option<u16>,
    /// `expired`, `soon` or `calm`.
    #[schema(value_type = String)]
    pub(crate) urgency: Urgency,
}

impl From<Clock> for ClockView {
    fn from(clock: Clock) -> Self {
        Self {
            kind: clock.kind,
            until: clock.until.map(|until| until.to_string()),
            left: clock.left,
            urgency: clock.urgency,
        }
    }
}

/// `GET /api/v1/clocks`
pub(crate) async fn rail_clocks(
    req: HttpRequest,
    app: Data<App>,
    who: SignedIn,
    query: Query<ClocksQuery>,
) -> Answer {
    who.identity.auditor()?;
    let page = PageQuery {
        cursor: query.cursor.clone(),
        limit: query.limit,
    };
    let limit = page.limit()?;
    let after = page.cursor(|text| text.parse().ok())?.unwrap_or(0);
    let channel = query.channel.unwrap_or(Channel::WechatPay);
    let rows = app.read().rails(channel, after, limit)?;
    let full = rows.last().filter(|_| rows.len() == limit);
    let next = full.map(|last| last.position.to_string());
    let (limits, now) = (RailLimits::of(channel), app.now());
    let views = rows.into_iter().map(|row| ClocksView {
        payment: row.payment.to_string(),
        adoption: row.adoption.to_string(),
        clocks: clocks(&limits, &row.facts, now)
            .into_iter()
            .map(ClockView::from)
            .collect(),
    });
    Ok(answer::page::<ClocksView>(&req, views.collect(), next))
}

/// `GET /api/v1/journals/hledger`
pub(crate) async fn hledger(app: Data<App>, who: SignedIn) -> Answer {
    journal(&app, &who, Notation::Hledger, "pomona.journal")
}

/// `GET /api/v1/journals/beancount`
pub(crate) async fn beancount(app: Data<App>, who: SignedIn) -> Answer {
    journal(&app, &who, Notation::Beancount, "pomona.beancount")
}

fn journal(app: &App, who: &SignedIn, notation: Notation, file_name: &str) -> Answer {
    let auditor = who.identity.auditor()?;
    let text = books::export_journal(app, &auditor, notation)?;
    let named = format!("attachment; filename=\"{file_name}\"");
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, named))
        .body(text))
}
