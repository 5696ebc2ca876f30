//! Losses: a farmer declares, an operator assesses and corrects; who would be affected is told before.

use actix_web::{
    http::StatusCode,
    web::{Data, Path},
};
use app::{
    App, Error,
    commands::losses::{self, CorrectionWish, LossWish, Preview, Supposed, Trees},
};
use kernel::{BlockId, Grams, LossId, OrchardId, Season, TreeId};
use readmodels::losses::{LossRow, REMEDIES_MAX, RemedyTally, TallyState};
use serde::{Deserialize, Serialize};
use traceability::loss::{Cause, Correction, Expectation, Finding};
use utoipa::ToSchema;

use super::{Answer, own_farmer, remedies::RemedyView, shapes::MoneyView};
use crate::{
    answer::{self, MadeView},
    auth::{SignedIn, Uploaded, Wish, parse_json},
    problem::{Kind, Problem},
};

/// The part `loss` of a multipart post; the photos are its file parts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LossForm {
    /// Made by the client (`los_…`), so that declaring again is the same loss.
    #[schema(value_type = Option<String>)]
    pub(crate) loss: Option<LossId>,
    /// The trees, unless a whole block suffered.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub(crate) trees: Vec<TreeId>,
    /// The block, instead of trees.
    #[schema(value_type = Option<String>)]
    pub(crate) block: Option<BlockId>,
    /// Of which harvest.
    #[schema(value_type = u16, example = 2026)]
    pub(crate) season: Season,
    /// `frost`, `hail`, `drought`, `flood`, `storm`, `heat`, `pest`, `disease`, `fire`, `fruit-drop` or `other`.
    #[schema(value_type = String, example = "frost")]
    pub(crate) cause: Cause,
    /// How much of the harvest is thought to be lost, 1–100.
    #[schema(example = 60)]
    pub(crate) degree_percent: u8,
    /// In the farmer's words.
    pub(crate) note: Option<String>,
}

/// What is supposed to have happened; nothing is declared by it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreviewForm {
    /// The trees, unless a whole block would suffer.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub(crate) trees: Vec<TreeId>,
    /// The block, instead of trees.
    #[schema(value_type = Option<String>)]
    pub(crate) block: Option<BlockId>,
    /// Of which harvest.
    #[schema(value_type = u16, example = 2026)]
    pub(crate) season: Season,
    /// How much of the campaign's forecast would be lost; used without `each_grams`.
    #[serde(default)]
    pub(crate) degree_percent: u8,
    /// What each tree would give.
    pub(crate) each_grams: Option<u64>,
}

/// What the trees will give.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssessmentForm {
    /// `each_grams`, and `exceptions` of `tree` and `grams`.
    #[schema(value_type = Object)]
    pub(crate) expected: Expectation,
    /// How many days people may choose, 3–60.
    #[schema(example = 14)]
    pub(crate) choose_days: u16,
}

/// The part `correction` of a multipart post; the photos are its file parts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionForm {
    /// `{"kind":"did-not-occur"}` or `{"kind":"incorrect-data","expected":{"each_grams":…}}`.
    #[schema(value_type = Object)]
    pub(crate) finding: Finding,
    /// Why it is known now.
    pub(crate) note: String,
    /// How many days those who are affected anew may choose, 3–60.
    #[schema(example = 14)]
    pub(crate) choose_days: u16,
}

/// A loss.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LossView {
    /// The loss.
    pub(crate) loss: String,
    /// Where.
    pub(crate) orchard: String,
    /// Of which harvest.
    pub(crate) season: u16,
    /// The block, if a whole one suffered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) block_name: Option<String>,
    /// How many trees.
    pub(crate) trees: u32,
    /// What did it.
    #[schema(value_type = String)]
    pub(crate) cause: Cause,
    /// How much was thought to be lost.
    pub(crate) degree_percent: u8,
    /// In the farmer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    /// Photos, for `/photos/{sha256}/{thumb|card|full}.jpg`.
    pub(crate) evidence: Vec<String>,
    /// When it was declared.
    pub(crate) declared_at: String,
    /// Which word on it is the newest; 0 before the assessment.
    pub(crate) revision: u16,
    /// What the trees are expected to give; nothing before the assessment, or when there was no loss.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub(crate) expected: Option<Expectation>,
    /// Until when people may choose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) choose_by: Option<String>,
    /// The newest correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub(crate) correction: Option<Correction>,
    /// How the choices stand.
    pub(crate) choices: Vec<TallyView>,
}

/// How many offers of a loss ended in one way.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TallyView {
    /// `open`, `chosen`, `defaulted` or `withdrawn`.
    pub(crate) state: &'static str,
    /// What was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) remedy: Option<adoption::shortfall::Remedy>,
    /// How many.
    pub(crate) count: u32,
    /// For how much missing fruit.
    pub(crate) shortfall_grams: u64,
    /// Worth.
    pub(crate) value: MoneyView,
}

impl From<RemedyTally> for TallyView {
    fn from(row: RemedyTally) -> Self {
        let (state, remedy) = match row.state {
            TallyState::Open => ("open", None),
            TallyState::Chosen(remedy) => ("chosen", Some(remedy)),
            TallyState::Defaulted(remedy) => ("defaulted", Some(remedy)),
            TallyState::Withdrawn => ("withdrawn", None),
        };
        Self {
            state,
            remedy,
            count: row.count,
            shortfall_grams: row.shortfall.0,
            value: row.value.into(),
        }
    }
}

/// Who would be affected, and how much.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PreviewView {
    /// How many trees.
    pub(crate) trees: usize,
    /// How many confirmed adoptions stand on them.
    pub(crate) adoptions: usize,
    /// What each tree is supposed to give.
    pub(crate) each_grams: u64,
    /// What would be missing in all.
    pub(crate) shortfall_grams: u64,
    /// What would be at risk in all, in minor units.
    pub(crate) value_minor: i64,
    /// The adoptions that would miss something.
    pub(crate) touched: Vec<TouchedView>,
}

/// What one adoption would miss.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TouchedView {
    /// The adoption.
    pub(crate) adoption: String,
    /// Its tree.
    pub(crate) tree: String,
    /// Grams promised.
    pub(crate) promised_grams: u64,
    /// Grams its part would give.
    pub(crate) expected_grams: u64,
    /// Grams that would be missing.
    pub(crate) shortfall_grams: u64,
    /// What that would be worth.
    pub(crate) value: MoneyView,
    /// What could be chosen; nothing if the buyer bears it.
    #[schema(value_type = Vec<String>)]
    pub(crate) options: Vec<adoption::shortfall::Remedy>,
    /// What would happen if nobody chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) default: Option<adoption::shortfall::Remedy>,
}

impl From<Preview> for PreviewView {
    fn from(seen: Preview) -> Self {
        let (shortfall, value_minor) = (seen.shortfall(), seen.value_minor());
        let touched = seen.rows.into_iter().map(|row| TouchedView {
            adoption: row.adoption.to_string(),
            tree: row.tree.to_string(),
            promised_grams: row.promised.0,
            expected_grams: row.expected.0,
            shortfall_grams: row.shortfall.0,
            value: row.value.into(),
            options: row.options,
            default: row.default,
        });
        Self {
            trees: seen.trees,
            adoptions: seen.adoptions,
            each_grams: seen.each.0,
            shortfall_grams: shortfall.0,
            value_minor,
            touched: touched.collect(),
        }
    }
}

fn view(app: &App, row: LossRow) -> Result<LossView, Problem> {
    let choices = app.read().remedy_tally(row.loss)?;
    let (revision, expected, choose_by) = match row.standing {
        Some(one) => (one.revision, one.expected, Some(one.choose_by.to_string())),
        None => (0, None, None),
    };
    Ok(LossView {
        loss: row.loss.to_string(),
        orchard: row.orchard.to_string(),
        season: row.season.year(),
        block_name: row.block_name,
        trees: row.trees,
        cause: row.cause,
        degree_percent: row.degree_percent,
        note: row.note,
        evidence: row.evidence.iter().map(ToString::to_string).collect(),
        declared_at: row.declared_at.to_string(),
        revision,
        expected,
        choose_by,
        correction: row.correction,
        choices: choices.into_iter().map(TallyView::from).collect(),
    })
}

fn scope(trees: Vec<TreeId>, block: Option<BlockId>) -> Trees {
    block.map_or(Trees::Named(trees), Trees::Block)
}

fn part<'a>(upload: &'a Uploaded, name: &'static str) -> Result<&'a str, Problem> {
    upload.fields.find(name).ok_or_else(|| {
        let detail = format!("the part `{name}` is missing");
        Problem::new(Kind::Malformed, "body-malformed", detail).at_field(name, "missing")
    })
}

/// `POST /api/v1/orchards/{orchard}/losses`
pub(crate) async fn declare(app: Data<App>, orchard: Path<OrchardId>, upload: Uploaded) -> Answer {
    let farmer = upload.who.identity.farmer(*orchard)?;
    let form: LossForm = parse_json(part(&upload, "loss")?.as_bytes())?;
    let wish = LossWish {
        loss: form.loss,
        trees: scope(form.trees, form.block),
        season: form.season,
        cause: form.cause,
        degree_percent: form.degree_percent,
        note: form.note,
        photos: upload.files,
    };
    let (loss, done) = losses::declare(&app, &farmer, &upload.intent, wish).await?;
    let view = MadeView {
        id: loss.to_string(),
        position: done.position.to_string(),
    };
    Ok(answer::told(StatusCode::CREATED, done, &view))
}

/// `POST /api/v1/orchards/{orchard}/losses/previews`
pub(crate) async fn preview(
    app: Data<App>,
    orchard: Path<OrchardId>,
    wish: Wish<PreviewForm>,
) -> Answer {
    let farmer = wish.who.identity.farmer(*orchard)?;
    let form = wish.form;
    let expected = form.each_grams.map(|each| Expectation {
        each: Grams(each),
        exceptions: vec![],
    });
    let supposed = Supposed {
        trees: scope(form.trees, form.block),
        season: form.season,
        expected,
        degree_percent: form.degree_percent,
    };
    let seen = losses::preview(&app, &farmer, &supposed).await?;
    Ok(answer::json(&PreviewView::from(seen)))
}

/// `GET /api/v1/orchards/{orchard}/losses`
pub(crate) async fn list(app: Data<App>, orchard: Path<OrchardId>, who: SignedIn) -> Answer {
    who.identity.farmer(*orchard)?;
    let rows = app.read().losses(Some(*orchard))?;
    let views: Result<Vec<_>, _> = rows.into_iter().map(|row| view(&app, row)).collect();
    Ok(answer::json(&views?))
}

/// `GET /api/v1/losses/{loss}`
pub(crate) async fn show(app: Data<App>, loss: Path<LossId>, who: SignedIn) -> Answer {
    let row = app.read().loss(*loss)?.ok_or(Error::NotFound)?;
    own_farmer(&who.identity, row.orchard)?;
    Ok(answer::json(&view(&app, row)?))
}

/// `GET /api/v1/losses/{loss}/remedies`: the offers it led to.
pub(crate) async fn remedies(app: Data<App>, loss: Path<LossId>, who: SignedIn) -> Answer {
    who.identity.operator()?;
    app.read().loss(*loss)?.ok_or(Error::NotFound)?;
    let rows = app.read().remedies_of_loss(*loss, None, REMEDIES_MAX)?;
    let views: Vec<_> = rows.into_iter().map(RemedyView::from).collect();
    Ok(answer::json(&views))
}

/// `POST /api/v1/losses/{loss}/assessment`
pub(crate) async fn assess(
    app: Data<App>,
    loss: Path<LossId>,
    wish: Wish<AssessmentForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let word = (wish.form.expected, wish.form.choose_days);
    let done = losses::assess(&app, &operator, &wish.intent, *loss, word).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/losses/{loss}/correction`
pub(crate) async fn correct(app: Data<App>, loss: Path<LossId>, upload: Uploaded) -> Answer {
    let operator = upload.who.identity.operator()?;
    let form: CorrectionForm = parse_json(part(&upload, "correction")?.as_bytes())?;
    let wish = CorrectionWish {
        finding: form.finding,
        note: form.note,
        photos: upload.files,
        choose_days: form.choose_days,
    };
    let done = losses::correct(&app, &operator, &upload.intent, *loss, wish).await?;
    Ok(answer::done(done))
}
