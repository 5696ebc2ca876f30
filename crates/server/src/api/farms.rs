//! What a farm gets for a season: terms, tranches, charges, holdback, settlement; the farm's own view and answer.

use actix_web::web::{Data, Path};
use app::{App, Error, commands::farmers};
use kernel::{AdoptionId, FarmId, Money, OrchardId, Season};
use serde::{Deserialize, Serialize};
use settlement::farmer_account::{ChargeCause, Terms};
use utoipa::ToSchema;

use super::{
    Answer,
    adoptions::ReasonForm,
    books::{FarmAccountView, account_view},
    shapes::MoneyView,
};
use crate::{
    answer,
    auth::{Nothing, SignedIn, Wish},
    problem::Problem,
};

/// A farm and a season, of an address.
type OfFarm = Path<(FarmId, u16)>;

fn of(path: OfFarm) -> Result<(FarmId, Season), Problem> {
    let (farm, year) = path.into_inner();
    Ok((farm, season(year)?))
}

fn season(year: u16) -> Result<Season, Problem> {
    Ok(Season::new(year).map_err(|_| Error::NotFound)?)
}

/// A farm's season in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FarmSeasonView {
    /// The farm.
    pub(crate) farm: String,
    /// The season.
    pub(crate) season: u16,
    /// Why the farm did not agree to the last settlement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) disputed: Option<String>,
    /// Where it stands.
    pub(crate) account: FarmAccountView,
}

/// `GET /api/v1/farms/seasons`: the exposure, farm by farm.
pub(crate) async fn list(app: Data<App>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let mut views = Vec::new();
    for row in app.read().farm_seasons()? {
        if let Some(standing) = farmers::standing(&app, row.farm, row.season)? {
            views.push(FarmSeasonView {
                farm: row.farm.to_string(),
                season: row.season.year(),
                disputed: row.disputed,
                account: account_view(&standing),
            });
        }
    }
    Ok(answer::json(&views))
}

/// How a season's money is divided with a farm, in thousandths.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FarmTermsForm {
    /// The farm's part of the revenue.
    #[schema(example = 700)]
    pub(crate) share_permille: u16,
    /// How much of what confirmed adoptions are owed may be advanced; at most the share.
    #[schema(example = 500)]
    pub(crate) cover_permille: u16,
    /// How much of what is earned and not recovered waits for claims.
    #[schema(example = 100)]
    pub(crate) holdback_permille: u16,
}

/// `PUT /api/v1/farms/{farm}/seasons/{season}/terms`
pub(crate) async fn agree_terms(app: Data<App>, path: OfFarm, wish: Wish<FarmTermsForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let terms = Terms {
        share_permille: wish.form.share_permille,
        cover_permille: wish.form.cover_permille,
        holdback_permille: wish.form.holdback_permille,
    };
    let done = farmers::agree_terms(&app, &operator, &wish.intent, of(path)?, terms).await?;
    Ok(answer::done(done))
}

/// An amount.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmountForm {
    /// How much.
    #[schema(value_type = MoneyView)]
    pub(crate) amount: Money,
}

/// `POST /api/v1/farms/{farm}/seasons/{season}/advances`
pub(crate) async fn advance(app: Data<App>, path: OfFarm, wish: Wish<AmountForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let (amount, of) = (wish.form.amount, of(path)?);
    let (payout, done) = farmers::grant_advance(&app, &operator, &wish.intent, of, amount).await?;
    let location = format!("/api/v1/payouts/{payout}");
    Ok(answer::made(payout, &location, done))
}

/// What a farm is charged.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChargeForm {
    /// On whose behalf.
    #[schema(value_type = String)]
    pub(crate) adoption: AdoptionId,
    /// `claim`, `lost-fee` or `dispute-lost`.
    #[schema(value_type = String, example = "claim")]
    pub(crate) cause: ChargeCause,
    /// How much.
    #[schema(value_type = MoneyView)]
    pub(crate) amount: Money,
}

/// `POST /api/v1/farms/{farm}/seasons/{season}/charges`
pub(crate) async fn charge(app: Data<App>, path: OfFarm, wish: Wish<ChargeForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let (of, form) = (of(path)?, wish.form);
    let what = (form.adoption, form.cause, form.amount);
    let done = farmers::charge(&app, &operator, &wish.intent, of, what).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/farms/{farm}/seasons/{season}/holdback-release`
pub(crate) async fn release(app: Data<App>, path: OfFarm, wish: Wish<Nothing>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = farmers::release_holdback(&app, &operator, &wish.intent, of(path)?).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/farms/{farm}/seasons/{season}/settlements`
pub(crate) async fn propose(app: Data<App>, path: OfFarm, wish: Wish<Nothing>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = farmers::propose_settlement(&app, &operator, &wish.intent, of(path)?).await?;
    Ok(answer::done(done))
}

/// `GET /api/v1/orchards/{orchard}/seasons/{season}/account`: one's own farm's.
pub(crate) async fn own_account(
    app: Data<App>,
    path: Path<(OrchardId, u16)>,
    who: SignedIn,
) -> Answer {
    let (orchard, year) = path.into_inner();
    let farmer = who.identity.farmer(orchard)?;
    let season = season(year)?;
    let standing = farmers::own_standing(&app, &farmer, season)?.ok_or(Error::NotFound)?;
    Ok(answer::json(&account_view(&standing)))
}

/// `POST /api/v1/orchards/{orchard}/seasons/{season}/settlements/{number}/agreement`
pub(crate) async fn agree(
    app: Data<App>,
    path: Path<(OrchardId, u16, u32)>,
    wish: Wish<Nothing>,
) -> Answer {
    let (orchard, year, number) = path.into_inner();
    let farmer = wish.who.identity.farmer(orchard)?;
    let season = season(year)?;
    let (payout, done) =
        farmers::agree_settlement(&app, &farmer, &wish.intent, season, number).await?;
    let location = format!("/api/v1/payouts/{payout}");
    Ok(answer::made(payout, &location, done))
}

/// `POST /api/v1/orchards/{orchard}/seasons/{season}/settlements/{number}/refusal`
pub(crate) async fn refuse(
    app: Data<App>,
    path: Path<(OrchardId, u16, u32)>,
    wish: Wish<ReasonForm>,
) -> Answer {
    let (orchard, year, number) = path.into_inner();
    let farmer = wish.who.identity.farmer(orchard)?;
    let season = season(year)?;
    let why = (number, wish.form.reason);
    let done = farmers::dispute_settlement(&app, &farmer, &wish.intent, season, why).await?;
    Ok(answer::done(done))
}
