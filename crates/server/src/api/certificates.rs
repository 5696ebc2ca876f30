//! Certificates of lots (承诺达标合格证): all that were issued, issued anew after mixing, and the words they carry.

use actix_web::web::{Data, Path};
use app::{
    App, Error,
    commands::certificates::{reissue as put_another, revise_wording},
};
use kernel::LotId;
use readmodels::certificates::CertificateRow;
use serde::{Deserialize, Serialize};
use traceability::{
    certificate_form::Wording,
    lot::{Certificate, ReissueCause},
};
use utoipa::ToSchema;

use super::{Answer, fresh, own_farmer, shapes::CertificateShape};
use crate::{
    answer,
    auth::{SignedIn, Wish},
    problem::Problem,
};

/// One certificate in place of those of some lots.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReissueForm {
    /// The lots it is for; more than one when they were mixed.
    #[schema(value_type = Vec<String>)]
    pub(crate) lots: Vec<LotId>,
    /// `mixed`, `repacked` or `corrected`.
    #[schema(value_type = String, example = "mixed")]
    pub(crate) cause: ReissueCause,
    /// What it says; its number was never used for one of the lots.
    #[schema(value_type = CertificateShape)]
    pub(crate) certificate: Certificate,
}

/// A certificate of a lot.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CertificateView {
    /// Which of the lot's certificates it is, from 1.
    pub(crate) nth: u32,
    /// What it says.
    #[schema(value_type = CertificateShape)]
    pub(crate) certificate: Certificate,
    /// What the lot weighed when it was issued, in grams.
    pub(crate) grams: u64,
    /// Which wording it carries; 0 for the one built in.
    pub(crate) wording: u32,
    /// When it was recorded.
    pub(crate) issued_at: String,
    /// The other lots under the same certificate.
    pub(crate) mixed_with: Vec<String>,
    /// When another took its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) replaced_at: Option<String>,
    /// Why: `mixed`, `repacked` or `corrected`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) replaced_because: Option<ReissueCause>,
    /// Its page, for everybody.
    pub(crate) page: String,
}

impl From<CertificateRow> for CertificateView {
    fn from(row: CertificateRow) -> Self {
        Self {
            nth: row.nth,
            grams: row.grams.0,
            wording: row.wording,
            issued_at: row.issued_at.to_string(),
            mixed_with: row.mixed_with.iter().map(ToString::to_string).collect(),
            replaced_at: row.replaced.map(|(at, _)| at.to_string()),
            replaced_because: row.replaced.map(|(_, cause)| cause),
            page: format!("/l/{}/certificates/{}", row.lot, row.nth),
            certificate: row.certificate,
        }
    }
}

/// The words of certificates.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WordingView {
    /// Which wording is in force; 0 for the one built in.
    pub(crate) version: u32,
    /// The words.
    #[schema(value_type = WordingShape)]
    pub(crate) wording: Wording,
}

/// All words of a certificate beside its contents.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "describes traceability::certificate_form::Wording"
)]
pub(crate) struct WordingShape {
    /// What it is called; holds 承诺达标合格证.
    #[schema(example = "承诺达标合格证")]
    pub(crate) title: String,
    /// What is promised.
    pub(crate) promise: String,
    /// The name of the field with its number.
    pub(crate) number: String,
    /// The name of the field with the product.
    pub(crate) product: String,
    /// The name of the field with the weight.
    pub(crate) quantity: String,
    /// The name of the field with the place it grew.
    pub(crate) origin: String,
    /// The name of the field with who commits to it.
    pub(crate) producer: String,
    /// The name of the field with how to reach them.
    pub(crate) contact: String,
    /// The name of the field with the day of issue.
    pub(crate) issued_on: String,
    /// The name of the field with what the promise rests on.
    pub(crate) basis: String,
    /// The box: a laboratory tested it.
    pub(crate) commissioned_test: String,
    /// The box: the grower tested it.
    pub(crate) own_test: String,
    /// The box: the grower's own quality control.
    pub(crate) internal_control: String,
    /// The box: the grower's word.
    pub(crate) self_declaration: String,
}

/// `GET /api/v1/lots/{lot}/certificates`
pub(crate) async fn list(app: Data<App>, lot: Path<LotId>) -> Answer {
    let rows = app.read().certificates_of(*lot)?;
    if rows.is_empty() && app.read().lot(*lot)?.is_none() {
        return Err(Problem::not_found());
    }
    let views: Vec<CertificateView> = rows.into_iter().map(CertificateView::from).collect();
    Ok(answer::json(&views))
}

/// `POST /api/v1/certificates`
pub(crate) async fn reissue(app: Data<App>, wish: Wish<ReissueForm>) -> Answer {
    fresh(&app).await?;
    let form = wish.form;
    let first = form.lots.first().map(|lot| app.read().lot(*lot));
    let first = first.transpose()?.flatten().ok_or(Error::NotFound)?;
    let farmer = own_farmer(&wish.who.identity, first.orchard)?;
    let what = (form.certificate, form.cause);
    let done = put_another(&app, &farmer, &wish.intent, &form.lots, what).await?;
    Ok(answer::done(done))
}

/// `GET /api/v1/certificate-wording`
pub(crate) async fn wording(app: Data<App>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let version = app.read().certificate_wording_version()?;
    let wording = app.read().certificate_wording(version)?;
    Ok(answer::json(&WordingView { version, wording }))
}

/// `PUT /api/v1/certificate-wording`
pub(crate) async fn revise(app: Data<App>, wish: Wish<Wording>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = revise_wording(&app, &operator, &wish.intent, wish.form).await?;
    Ok(answer::done(done))
}
