//! Corrections (D 43): what was told is declared wrong, with a reason that everybody reads, and what holds instead
//! follows as a fact of its own.

use actix_web::web::{Data, Path};
use app::{App, Error, commands::corrections};
use kernel::{Day, Grams, LotId, ObservationId};
use serde::Deserialize;
use traceability::{
    correction::Mistake,
    lot::{Grade, TreeYield, Weighing},
    observation::{Seen, Stage},
};
use utoipa::ToSchema;

use super::{Answer, fresh, own_farmer, shapes::TreeYieldShape};
use crate::{
    answer,
    auth::Wish,
    problem::{Kind, Problem},
};

/// What was wrong with an observation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObservationCorrectionForm {
    /// `did-not-occur` or `incorrect-data`.
    #[schema(value_type = String, example = "incorrect-data")]
    pub(crate) mistake: Mistake,
    /// Why, 1 to 200 characters; everybody reads it.
    pub(crate) reason: String,
    /// What holds instead; with `incorrect-data` alone.
    pub(crate) right: Option<SeenForm>,
}

/// What was really seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenForm {
    /// The stage.
    #[schema(value_type = String, example = "fruit-set")]
    pub(crate) stage: Stage,
    /// The note; left out for none.
    pub(crate) note: Option<String>,
}

/// What was wrong with a weighing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HarvestCorrectionForm {
    /// `did-not-occur` or `incorrect-data`.
    #[schema(value_type = String, example = "incorrect-data")]
    pub(crate) mistake: Mistake,
    /// Why, 1 to 200 characters; everybody reads it.
    pub(crate) reason: String,
    /// What holds instead; with `incorrect-data` alone.
    pub(crate) right: Option<WeighingForm>,
}

/// What was really weighed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WeighingForm {
    /// The day it was picked.
    #[schema(value_type = String, example = "2026-11-20")]
    pub(crate) picked_on: Day,
    /// `extra`, `first`, `second` or `juice`.
    #[schema(value_type = String, example = "first")]
    pub(crate) grade: Grade,
    /// Weight with crates, in grams.
    #[schema(value_type = u64)]
    pub(crate) gross_grams: Grams,
    /// Weight of the crates, in grams.
    #[schema(value_type = u64)]
    pub(crate) tare_grams: Grams,
    /// What each tree gave, net; sums to gross less tare.
    #[schema(value_type = Vec<TreeYieldShape>)]
    pub(crate) yields: Vec<TreeYield>,
}

/// `POST /api/v1/observations/{observation}/corrections`
pub(crate) async fn observation(
    app: Data<App>,
    observation: Path<ObservationId>,
    wish: Wish<ObservationCorrectionForm>,
) -> Answer {
    fresh(&app).await?;
    let row = app.read().observation(*observation)?;
    let orchard = row.ok_or(Error::NotFound)?.tree.orchard;
    let farmer = own_farmer(&wish.who.identity, orchard)?;
    let form = wish.form;
    let right = right_of(form.mistake, form.right)?.map(|right| Seen {
        stage: right.stage,
        note: right.note,
    });
    let (intent, reason) = (&wish.intent, &form.reason);
    let done = corrections::observation(&app, &farmer, intent, *observation, right, reason).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/lots/{lot}/corrections`
pub(crate) async fn harvest(
    app: Data<App>,
    lot: Path<LotId>,
    wish: Wish<HarvestCorrectionForm>,
) -> Answer {
    fresh(&app).await?;
    let row = app.read().lot(*lot)?.ok_or(Error::NotFound)?;
    let farmer = own_farmer(&wish.who.identity, row.orchard)?;
    let form = wish.form;
    let right = right_of(form.mistake, form.right)?.map(|right| Weighing {
        picked_on: right.picked_on,
        grade: right.grade,
        gross: right.gross_grams,
        tare: right.tare_grams,
        yields: right.yields,
    });
    let (intent, reason) = (&wish.intent, &form.reason);
    let done = corrections::harvest(&app, &farmer, intent, *lot, right, reason).await?;
    Ok(answer::done(done))
}

/// What did not occur has nothing instead; what was otherwise needs it said how.
fn right_of<T>(mistake: Mistake, right: Option<T>) -> Result<Option<T>, Problem> {
    let code = match (mistake, &right) {
        (Mistake::IncorrectData, Some(_)) | (Mistake::DidNotOccur, None) => return Ok(right),
        (Mistake::IncorrectData, None) => "required",
        (Mistake::DidNotOccur, Some(_)) => "choice",
    };
    let problem = Problem::new(Kind::Refused, "fields-invalid", "fields cannot be taken");
    Err(problem.at_field("right", code))
}
