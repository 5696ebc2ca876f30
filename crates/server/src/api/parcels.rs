//! Parcels: a box is packed, handed over, scanned, delivered; found again by the code on its label.

use actix_web::web::{Data, Path};
use app::{
    App, Error,
    commands::parcels,
    permission::{Identity, Packer, Signed},
};
use fulfilment::{box_plan::LotGrams, parcel::ScanStatus};
use kernel::{AdoptionId, BoxId, OrchardId, ParcelId, ShortCode, Timestamp};
use readmodels::{
    packing::{BOARD_PAGE_MAX, PackingRow},
    parcels::ParcelRow,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Answer, adoptions::step_word, fresh, own_packer, packer_of, shapes::LotGramsShape, trees,
};
use crate::{
    answer,
    auth::{SignedIn, Wish},
    limits::EXPORT_ROWS_MAX,
    problem::Problem,
};

/// What is in a box.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackForm {
    /// From which lots, how much.
    #[schema(value_type = Vec<LotGramsShape>)]
    pub(crate) contents: Vec<LotGrams>,
}

/// Who carries a parcel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandoverForm {
    /// The carrier.
    #[schema(example = "SF")]
    pub(crate) carrier: String,
    /// The carrier's number.
    #[schema(example = "SF1234567890")]
    pub(crate) tracking: String,
}

/// When a parcel arrived.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeliveryForm {
    /// When; now if left out (RFC 3339).
    #[schema(value_type = Option<String>)]
    pub(crate) at: Option<Timestamp>,
}

/// What a carrier says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScanForm {
    /// `collected`, `in-transit`, `out-for-delivery`, `delivered` or `exception`.
    #[schema(value_type = String, example = "in-transit")]
    pub(crate) status: ScanStatus,
    /// When (RFC 3339).
    #[schema(value_type = String)]
    pub(crate) at: Timestamp,
}

/// A parcel.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParcelView {
    /// The parcel.
    pub(crate) parcel: String,
    /// The code on its label.
    pub(crate) code: String,
    /// The box it holds.
    #[serde(rename = "box")]
    pub(crate) box_id: String,
    /// The box's number.
    pub(crate) nth: u8,
    /// The adoption.
    pub(crate) adoption: String,
    /// The adopted tree.
    pub(crate) tree: String,
    /// What it weighs, in grams.
    pub(crate) grams: u64,
    /// From which lots.
    #[schema(value_type = Vec<LotGramsShape>)]
    pub(crate) contents: Vec<LotGrams>,
    /// `packed`, `handed-over` or `delivered`.
    pub(crate) step: &'static str,
    /// When it was packed.
    pub(crate) packed_at: String,
    /// Who carries it.
    pub(crate) carrier: Option<String>,
    /// The carrier's number.
    pub(crate) tracking: Option<String>,
    /// When the carrier got it.
    pub(crate) handed_over_at: Option<String>,
    /// When it arrived.
    pub(crate) delivered_at: Option<String>,
    /// The carrier's newest message.
    #[schema(value_type = Option<String>)]
    pub(crate) last_scan: Option<ScanStatus>,
    /// When that was.
    pub(crate) last_scan_at: Option<String>,
}

impl From<ParcelRow> for ParcelView {
    fn from(row: ParcelRow) -> Self {
        Self {
            parcel: row.parcel.to_string(),
            code: row.code.to_string(),
            box_id: row.box_id.to_string(),
            nth: row.nth,
            adoption: row.adoption.to_string(),
            tree: row.tree.to_string(),
            grams: row.grams.0,
            contents: row.contents,
            step: step_word(row.step),
            packed_at: row.packed_at.to_string(),
            carrier: row.carrier,
            tracking: row.tracking,
            handed_over_at: row.handed_over_at.map(|at| at.to_string()),
            delivered_at: row.delivered_at.map(|at| at.to_string()),
            last_scan: row.last_scan.map(|(status, _)| status),
            last_scan_at: row.last_scan.map(|(_, at)| at.to_string()),
        }
    }
}

/// `POST /api/v1/adoptions/{adoption}/boxes/{box}/parcel`
pub(crate) async fn pack(
    app: Data<App>,
    path: Path<(AdoptionId, BoxId)>,
    wish: Wish<PackForm>,
) -> Answer {
    let which = path.into_inner();
    let packer = packer_of(&app, &wish.who.identity, which.0).await?;
    let contents = wish.form.contents;
    let (parcel, done) = parcels::pack(&app, &packer, &wish.intent, which, contents).await?;
    Ok(answer::made(
        parcel,
        &format!("/api/v1/parcels/{parcel}"),
        done,
    ))
}

/// `POST /api/v1/parcels/{parcel}/handover`
pub(crate) async fn hand_over(
    app: Data<App>,
    parcel: Path<ParcelId>,
    wish: Wish<HandoverForm>,
) -> Answer {
    let packer = packer_of_parcel(&app, &wish.who.identity, *parcel).await?;
    let how = (wish.form.carrier, wish.form.tracking);
    let done = parcels::hand_over(&app, &packer, &wish.intent, *parcel, how).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/parcels/{parcel}/delivery`
pub(crate) async fn deliver(
    app: Data<App>,
    parcel: Path<ParcelId>,
    wish: Wish<DeliveryForm>,
) -> Answer {
    let packer = packer_of_parcel(&app, &wish.who.identity, *parcel).await?;
    let at = wish.form.at.unwrap_or(wish.intent.now());
    Ok(answer::done(
        parcels::deliver(&app, &packer, &wish.intent, *parcel, at).await?,
    ))
}

/// `POST /api/v1/parcels/{parcel}/scans`
pub(crate) async fn scan(app: Data<App>, parcel: Path<ParcelId>, wish: Wish<ScanForm>) -> Answer {
    let packer = packer_of_parcel(&app, &wish.who.identity, *parcel).await?;
    let word = (wish.form.status, wish.form.at);
    Ok(answer::done(
        parcels::scan(&app, &packer, &wish.intent, *parcel, word).await?,
    ))
}

async fn packer_of_parcel(
    app: &App,
    who: &Identity,
    parcel: ParcelId,
) -> Result<Signed<Packer>, Problem> {
    fresh(app).await?;
    let found = app.read().parcel(parcel)?.ok_or(Error::NotFound)?;
    own_packer(who, trees::card(app, found.tree)?.orchard)
}

/// `GET /api/v1/parcels/{parcel}`
pub(crate) async fn show(app: Data<App>, parcel: Path<ParcelId>, who: SignedIn) -> Answer {
    let row = app.read().parcel(*parcel)?.ok_or(Error::NotFound)?;
    visible(&app, &who, row)
}

/// `GET /api/v1/parcels/by-code/{code}`
pub(crate) async fn by_code(app: Data<App>, code: Path<ShortCode>, who: SignedIn) -> Answer {
    let row = app.read().parcel_by_code(*code)?.ok_or(Error::NotFound)?;
    visible(&app, &who, row)
}

/// For the buyer, the orchard's packers and operators.
fn visible(app: &App, who: &SignedIn, row: ParcelRow) -> Answer {
    if row.buyer != who.identity.person() {
        own_packer(&who.identity, trees::card(app, row.tree)?.orchard)?;
    }
    Ok(answer::json(&ParcelView::from(row)))
}

/// `GET /api/v1/orchards/{orchard}/manifest`: all boxes with where they go, as CSV.
pub(crate) async fn manifest(app: Data<App>, orchard: Path<OrchardId>, who: SignedIn) -> Answer {
    who.identity.packer(*orchard)?;
    let (mut rows, mut after) = (Vec::new(), None);
    while rows.len() < EXPORT_ROWS_MAX {
        let page = app.read().board(*orchard, after, BOARD_PAGE_MAX)?;
        let Some(last) = page.last() else { break };
        after = Some(last.cursor());
        rows.extend(page);
    }
    let lines: Result<Vec<_>, Problem> = rows.iter().map(|row| line(&app, row)).collect();
    Ok(answer::csv("manifest.csv", MANIFEST, lines?))
}

const MANIFEST: [&str; 18] = [
    "step",
    "code",
    "adoption",
    "box",
    "nth",
    "tree_code",
    "tree_name",
    "grams",
    "from",
    "until",
    "recipient",
    "phone",
    "province",
    "city",
    "district",
    "street",
    "carrier",
    "tracking",
];

fn line(app: &App, row: &PackingRow) -> Result<[String; 18], Problem> {
    let planned = &row.planned;
    let sealed = &planned.address;
    let address = app.open_address(planned.buyer, planned.adoption, planned.box_id, sealed)?;
    let of = |part: fn(&app::address::Address) -> &String| {
        address.as_ref().map(part).cloned().unwrap_or_default()
    };
    let parcel = row.parcel.as_ref();
    Ok([
        step_word(planned.step).to_owned(),
        parcel
            .map(|parcel| parcel.code.to_string())
            .unwrap_or_default(),
        planned.adoption.to_string(),
        planned.box_id.to_string(),
        format!("{}/{}", planned.nth, row.boxes),
        row.tree
            .code
            .map(|code| code.to_string())
            .unwrap_or_default(),
        row.tree.name.clone(),
        planned.grams.0.to_string(),
        planned.from.to_string(),
        planned.until.to_string(),
        of(|address| &address.recipient),
        of(|address| &address.phone),
        of(|address| &address.province),
        of(|address| &address.city),
        of(|address| &address.district),
        of(|address| &address.street),
        parcel
            .and_then(|parcel| parcel.carrier.clone())
            .unwrap_or_default(),
        parcel
            .and_then(|parcel| parcel.tracking.clone())
            .unwrap_or_default(),
    ])
}
