//! Disputes: that one is open, won or lost is the channel's word; evidence is ours.

use actix_web::web::{Data, Path, Query};
use app::{
    App, Error, Violation,
    commands::{
        disputes::{self, Case},
        evidence,
    },
};
use kernel::{ContentHash, DisputeId, Money, PaymentId, Timestamp};
use readmodels::{
    disputes::{DisputeRow, DisputeState},
    money::MONEY_PAGE_MAX,
};
use serde::{Deserialize, Serialize};
use settlement::{
    dispute::{DisputeReason, Document, DocumentKind},
    payment::Channel,
};
use utoipa::ToSchema;

use super::{Answer, payments::FactForm, shapes::MoneyView};
use crate::{
    answer,
    auth::{Nothing, SignedIn, Uploaded, Wish},
};

/// A dispute.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DisputeView {
    /// The dispute.
    pub(crate) dispute: String,
    /// The payment it is about.
    pub(crate) payment: String,
    /// What had been paid for; shipping, payouts and refunds of it wait.
    pub(crate) adoption: String,
    /// Whose it is.
    #[schema(value_type = String)]
    pub(crate) channel: Channel,
    /// The channel's own id of the case.
    pub(crate) case: String,
    /// How much is disputed.
    pub(crate) amount: MoneyView,
    /// `fraud`, `not-received`, `not-as-described`, `duplicate` or `other`.
    #[schema(value_type = String)]
    pub(crate) reason: DisputeReason,
    /// Since when.
    pub(crate) opened_at: String,
    /// Until when evidence counts.
    pub(crate) respond_by: String,
    /// How many documents were handed in.
    pub(crate) evidence: u32,
    /// What is attached, one of each kind.
    pub(crate) documents: Vec<DocumentView>,
    /// When the channel was handed the evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) handed_in_at: Option<String>,
    /// `open`, `won` or `lost`.
    pub(crate) state: &'static str,
    /// What was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lost: Option<MoneyView>,
}

/// A document of the evidence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentView {
    /// `receipt`, `contract`, `shipping`, `communication`, `service` or `other`.
    kind: &'static str,
    /// Its media type.
    media_type: &'static str,
    /// How long it is.
    bytes: u32,
}

impl From<Document> for DocumentView {
    fn from(one: Document) -> Self {
        Self {
            kind: one.kind.as_str(),
            media_type: one.media.media_type(),
            bytes: one.bytes,
        }
    }
}

impl From<DisputeRow> for DisputeView {
    fn from(row: DisputeRow) -> Self {
        let (state, lost) = match row.state {
            DisputeState::Open => ("open", None),
            DisputeState::Won { .. } => ("won", None),
            DisputeState::Lost { amount, .. } => ("lost", Some(amount.into())),
        };
        Self {
            dispute: row.dispute.to_string(),
            payment: row.payment.to_string(),
            adoption: row.adoption.to_string(),
            channel: row.channel,
            case: row.case,
            amount: row.amount.into(),
            reason: row.reason,
            opened_at: row.opened_at.to_string(),
            respond_by: row.respond_by.to_string(),
            evidence: row.evidence,
            documents: row.documents.into_iter().map(DocumentView::from).collect(),
            handed_in_at: row.handed_in_at.map(|at| at.to_string()),
            state,
            lost,
        }
    }
}

/// Which disputes.
#[derive(Debug, Deserialize)]
pub(crate) struct DisputesQuery {
    #[serde(default)]
    open: bool,
}

/// `GET /api/v1/disputes`
pub(crate) async fn list(app: Data<App>, who: SignedIn, query: Query<DisputesQuery>) -> Answer {
    who.identity.auditor()?;
    let rows = app.read().disputes(query.open, MONEY_PAGE_MAX)?;
    let views: Vec<_> = rows.into_iter().map(DisputeView::from).collect();
    Ok(answer::json(&views))
}

/// `GET /api/v1/disputes/{dispute}`
pub(crate) async fn show(app: Data<App>, dispute: Path<DisputeId>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let row = app.read().dispute(*dispute)?.ok_or(Error::NotFound)?;
    Ok(answer::json(&DisputeView::from(row)))
}

/// What a channel says about a dispute.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseForm {
    /// The channel's own id of the case.
    #[schema(example = "dp_1PgafTB7kbjcJ8Qq")]
    pub(crate) case: String,
    /// How much is disputed.
    #[schema(value_type = MoneyView)]
    pub(crate) amount: Money,
    /// `fraud`, `not-received`, `not-as-described`, `duplicate` or `other`.
    #[schema(value_type = String, example = "not-received")]
    pub(crate) reason: DisputeReason,
    /// Until when evidence counts (RFC 3339).
    #[schema(value_type = String, example = "2026-12-10T00:00:00Z")]
    pub(crate) respond_by: Timestamp,
}

/// `POST /api/v1/payments/{payment}/disputes`
pub(crate) async fn open(app: Data<App>, payment: Path<PaymentId>, wish: Wish<CaseForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let case = Case {
        case: wish.form.case.trim().to_owned(),
        amount: wish.form.amount,
        reason: wish.form.reason,
        respond_by: wish.form.respond_by,
    };
    let (dispute, done) = disputes::open(&app, &operator, &wish.intent, *payment, case).await?;
    let location = format!("/api/v1/disputes/{dispute}");
    Ok(answer::made(dispute, &location, done))
}

/// `POST /api/v1/disputes/{dispute}/documents/{kind}`: the file is the body's one part.
pub(crate) async fn attach(
    app: Data<App>,
    path: Path<(DisputeId, DocumentKind)>,
    upload: Uploaded,
) -> Answer {
    let operator = upload.who.identity.operator()?;
    let (dispute, kind) = path.into_inner();
    let file = upload.files.into_iter().next();
    let file = file.ok_or_else(|| Error::Invalid(vec![Violation::new("file", "required")]))?;
    let done = evidence::attach(&app, &operator, &upload.intent, dispute, (kind, file)).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/disputes/{dispute}/submission`
pub(crate) async fn submit(
    app: Data<App>,
    dispute: Path<DisputeId>,
    wish: Wish<NoteForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = evidence::submit(&app, &operator, &wish.intent, *dispute, wish.form.note).await?;
    Ok(answer::done(done))
}

/// What is written with the evidence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteForm {
    /// Up to 200 characters.
    pub(crate) note: String,
}

/// Photos and papers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceForm {
    /// SHA-256 of each document, 1–20.
    #[schema(value_type = Vec<String>)]
    pub(crate) documents: Vec<ContentHash>,
    /// What they show, up to 200 characters.
    pub(crate) note: String,
}

/// `POST /api/v1/disputes/{dispute}/evidence`
pub(crate) async fn evidence(
    app: Data<App>,
    dispute: Path<DisputeId>,
    wish: Wish<EvidenceForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let papers = (wish.form.documents, wish.form.note);
    let done = disputes::submit_evidence(&app, &operator, &wish.intent, *dispute, papers).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/disputes/{dispute}/won`
pub(crate) async fn won(app: Data<App>, dispute: Path<DisputeId>, wish: Wish<Nothing>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = disputes::record_won(&app, &operator, &wish.intent, *dispute).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/disputes/{dispute}/lost`
pub(crate) async fn lost(app: Data<App>, dispute: Path<DisputeId>, wish: Wish<FactForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let fact = wish.form.into_capture(wish.intent.now());
    let done = disputes::record_lost(&app, &operator, &wish.intent, *dispute, fact).await?;
    Ok(answer::done(done))
}
