//! Contracts by version, the law an offer falls under, and the buyer's copy.

use actix_web::web::{Data, Path};
use adoption::campaign::{Bilingual, LegalProfile, Redemption, RefundMethod, WithdrawalFee};
use app::{App, Error, commands::contracts};
use kernel::{AdoptionId, CampaignId, Timestamp};
use readmodels::contracts::ContractVersion;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, campaigns::visible, shapes::BilingualShape};
use crate::{
    answer,
    auth::{Nothing, SignedIn, Wish},
    state::State,
    web::{
        contract::{copy, pdf_answer},
        i18n::Lang,
    },
};

/// Another contract.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevisionForm {
    /// The text in both languages.
    #[schema(value_type = BilingualShape)]
    pub(crate) text: Bilingual,
    /// From when on it counts (RFC 3339); at once if left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2026-05-15T16:00:00Z")]
    pub(crate) effective_from: Option<Timestamp>,
}

/// Which law an offer falls under.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LegalProfileShape {
    /// `single-shipment`, or `multiple-shipments`: prepaid consumption.
    #[schema(value_type = String, example = "multiple-shipments")]
    pub(crate) redemption: Redemption,
    /// Days from payment within which a buyer may withdraw for all of the money.
    pub(crate) cooling_off_days: u8,
    /// `original-way` or `bank-transfer`.
    #[schema(value_type = String, example = "original-way")]
    pub(crate) refund_method: RefundMethod,
    /// Who bears a channel's fee when the buyer withdraws later than that: `platform` (if left out) or `buyer`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "platform")]
    pub(crate) withdrawal_fee: WithdrawalFee,
}

/// A contract of a campaign.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContractVersionView {
    /// SHA-256 of the text.
    pub(crate) hash: String,
    /// The text in both languages.
    #[schema(value_type = BilingualShape)]
    pub(crate) text: Bilingual,
    /// When it was published.
    pub(crate) published_at: String,
    /// From when on it counts.
    pub(crate) effective_from: String,
}

/// The contracts of a campaign.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContractsView {
    /// Which law it falls under.
    pub(crate) law: LegalProfileShape,
    /// Oldest first.
    pub(crate) versions: Vec<ContractVersionView>,
}

/// What a buyer accepted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcceptedContractView {
    /// The contract.
    pub(crate) contract: ContractVersionView,
    /// When it was accepted; with it that fresh fruit cannot be returned.
    pub(crate) accepted_at: String,
    /// Which law it falls under; left out for those of an older program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) law: Option<LegalProfileShape>,
    /// Until when the buyer may withdraw for all of the money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cooling_off_until: Option<String>,
}

fn shape(profile: LegalProfile) -> LegalProfileShape {
    LegalProfileShape {
        redemption: profile.redemption,
        cooling_off_days: profile.cooling_off_days,
        refund_method: profile.refund_method,
        withdrawal_fee: profile.withdrawal_fee,
    }
}

fn version(one: ContractVersion) -> ContractVersionView {
    ContractVersionView {
        hash: one.hash.to_string(),
        text: one.text,
        published_at: one.published_at.to_string(),
        effective_from: one.effective_from.to_string(),
    }
}

/// `GET /api/v1/campaigns/{campaign}/contracts`
pub(crate) async fn list(
    app: Data<App>,
    campaign: Path<CampaignId>,
    who: Option<SignedIn>,
) -> Answer {
    let detail = visible(&app, *campaign, who.as_ref())?;
    let said = app.read().legal_profile(*campaign)?;
    let law = said.unwrap_or(LegalProfile::for_boxes(detail.card.terms.boxes));
    let versions = app.read().contracts(*campaign)?;
    Ok(answer::json(&ContractsView {
        law: shape(law),
        versions: versions.into_iter().map(version).collect(),
    }))
}

/// `POST /api/v1/campaigns/{campaign}/contracts`
pub(crate) async fn revise(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<RevisionForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let from = wish.form.effective_from.unwrap_or(wish.intent.now());
    let text = wish.form.text;
    let done = contracts::revise(&app, &operator, &wish.intent, *campaign, (text, from)).await?;
    Ok(answer::done(done))
}

/// `PUT /api/v1/campaigns/{campaign}/law`
pub(crate) async fn set_law(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<LegalProfileShape>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let profile = LegalProfile {
        redemption: wish.form.redemption,
        cooling_off_days: wish.form.cooling_off_days,
        refund_method: wish.form.refund_method,
        withdrawal_fee: wish.form.withdrawal_fee,
    };
    let done =
        contracts::set_legal_profile(&app, &operator, &wish.intent, *campaign, profile).await?;
    Ok(answer::done(done))
}

fn own(
    app: &App,
    adoption: AdoptionId,
    who: &SignedIn,
) -> Result<readmodels::garden::GardenAdoption, crate::problem::Problem> {
    let found = app.read().adoption(adoption)?;
    let mine = found.filter(|one| one.adoption.agreement.buyer == who.identity.person());
    Ok(mine.ok_or(Error::NotFound)?)
}

/// `GET /api/v1/adoptions/{adoption}/contract`
pub(crate) async fn accepted(app: Data<App>, adoption: Path<AdoptionId>, who: SignedIn) -> Answer {
    let mine = own(&app, *adoption, &who)?.adoption;
    let accepted_at = mine.contract_accepted_at.ok_or(Error::NotFound)?;
    let versions = app.read().contracts(mine.agreement.campaign)?;
    let found = versions
        .into_iter()
        .find(|one| one.hash == mine.agreement.contract);
    let purchase = app.read().purchase(*adoption)?;
    Ok(answer::json(&AcceptedContractView {
        contract: version(found.ok_or(Error::NotFound)?),
        accepted_at: accepted_at.to_string(),
        law: purchase.map(|one| shape(one.profile)),
        cooling_off_until: purchase
            .and_then(|one| one.cooling_off_until)
            .map(|at| at.to_string()),
    }))
}

/// `GET /api/v1/adoptions/{adoption}/contract.pdf`, in the buyer's language.
pub(crate) async fn file(state: Data<State>, adoption: Path<AdoptionId>, who: SignedIn) -> Answer {
    let mine = own(&state.app, *adoption, &who)?;
    let lang = match who.identity.locale() {
        community::member::Locale::ZhCn => Lang::ZhCn,
        community::member::Locale::En => Lang::En,
    };
    let copy = copy(&state.app, &state.config, lang, &mine)?;
    pdf_answer(copy.ok_or(Error::NotFound)?).await
}

/// `POST /api/v1/adoptions/{adoption}/withdrawal`
pub(crate) async fn withdraw(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<Nothing>,
) -> Answer {
    let buyer = wish.who.identity.buyer();
    let done = contracts::withdraw_in_time(&app, &buyer, &wish.intent, *adoption).await?;
    Ok(answer::done(done))
}
