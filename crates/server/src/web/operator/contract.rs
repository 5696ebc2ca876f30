//! `/operator/campaigns/{id}/contract`: the contracts of a campaign, what each changed, another one, and the law.

use actix_web::{HttpResponse, web::Path};
use adoption::campaign::{LegalProfile, Redemption, RefundMethod, WithdrawalFee};
use app::commands::contracts;
use kernel::{CampaignId, Timestamp};
use readmodels::catalogue::{CampaignDetail, CampaignStatus};

use super::{campaigns::find, terms};
use crate::{
    auth::Fields,
    problem::Problem,
    web::{
        contract::{law, versions},
        fruit::rule,
        harvest::{day, fields_invalid, number, word},
        names,
        page::page,
        silence,
        view::{
            contract::ContractDeskPage,
            form::{Choice, Form},
        },
        visit::{Sent, Visit},
    },
};

const REDEMPTIONS: [Redemption; 2] = [Redemption::MultipleShipments, Redemption::SingleShipment];
const REFUND_METHODS: [RefundMethod; 2] = [RefundMethod::OriginalWay, RefundMethod::BankTransfer];
const WITHDRAWAL_FEES: [WithdrawalFee; 2] = [WithdrawalFee::Platform, WithdrawalFee::Buyer];

/// `GET /operator/campaigns/{id}/contract`
pub(in crate::web) async fn show(
    visit: Visit,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    let detail = find(&visit, *id)?;
    Ok(page(&draw(&visit, &detail, (None, None))?))
}

/// `POST /operator/campaigns/{id}/law`
pub(in crate::web) async fn set_law(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let wish = match read_law(&sent.fields) {
        Ok(profile) => contracts::set_legal_profile(app, &operator, &sent.intent, *id, profile)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done(&href(*id), "campaign-saved", done)),
        Err(refused) => {
            let detail = find(&sent.visit, *id)?;
            let forms = (Some(refused.form.clone()), None);
            Ok(refused.page(&draw(&sent.visit, &detail, forms)?))
        }
    }
}

fn read_law(fields: &Fields) -> Result<LegalProfile, Problem> {
    let mut wrong = fields_invalid();
    let redemption = word(fields, "redemption", &mut wrong);
    let days = number(fields, "cooling_off_days", &mut wrong);
    let refund_method = word(fields, "refund_method", &mut wrong);
    let withdrawal_fee = match fields.text("withdrawal_fee") {
        "" => Some(WithdrawalFee::default()),
        _ => word(fields, "withdrawal_fee", &mut wrong),
    };
    match (redemption, days, refund_method, withdrawal_fee) {
        (Some(redemption), Some(cooling_off_days), Some(refund_method), Some(withdrawal_fee)) => {
            Ok(LegalProfile {
                redemption,
                cooling_off_days,
                refund_method,
                withdrawal_fee,
            })
        }
        _ => Err(wrong),
    }
}

/// `POST /operator/campaigns/{id}/contract/revise`
pub(in crate::web) async fn revise(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let text = terms::both(&sent.fields, "contract");
    let wish = match effective_from(&sent.fields, sent.intent.now()) {
        Ok(from) => contracts::revise(app, &operator, &sent.intent, *id, (text, from))
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    let place = |field: &str| field.replace("text.", "contract_");
    match sent.outcome(wish, place)? {
        Ok(done) => Ok(sent.visit.done(&href(*id), "contract-saved", done)),
        Err(refused) => {
            let detail = find(&sent.visit, *id)?;
            let forms = (None, Some(refused.form.clone()));
            Ok(refused.page(&draw(&sent.visit, &detail, forms)?))
        }
    }
}

/// The beginning of a day, or now.
fn effective_from(fields: &Fields, now: Timestamp) -> Result<Timestamp, Problem> {
    if fields.text("effective_from").is_empty() {
        return Ok(now);
    }
    let mut wrong = fields_invalid();
    let from = day(fields, "effective_from", &mut wrong).and_then(names::midnight);
    from.ok_or(wrong)
}

/// The desk again, with a refused promise of photos.
pub(in crate::web) fn with_promise(
    visit: &Visit,
    id: CampaignId,
    form: Form,
) -> Result<ContractDeskPage, Problem> {
    let drawn = draw(visit, &find(visit, id)?, (None, None))?;
    Ok(ContractDeskPage {
        promise_form: form,
        ..drawn
    })
}

/// The desk again, with a refused rule for the harvest.
pub(in crate::web) fn with_rule(
    visit: &Visit,
    id: CampaignId,
    form: Form,
) -> Result<ContractDeskPage, Problem> {
    let drawn = draw(visit, &find(visit, id)?, (None, None))?;
    Ok(ContractDeskPage {
        rule_form: form,
        ..drawn
    })
}

/// Where the desk of a campaign is.
pub(in crate::web) fn href(campaign: CampaignId) -> String {
    format!("/operator/campaigns/{campaign}/contract")
}

fn draw(
    visit: &Visit,
    detail: &CampaignDetail,
    (law_form, form): (Option<Form>, Option<Form>),
) -> Result<ContractDeskPage, Problem> {
    let (card, lang) = (&detail.card, visit.lang);
    let said = visit.app().read().legal_profile(card.campaign)?;
    let profile = said.unwrap_or(LegalProfile::for_boxes(card.terms.boxes));
    let rule = visit.app().read().harvest_rule(card.campaign)?;
    let history = versions::history(visit, card.campaign)?;
    let text = history
        .as_ref()
        .map(|history| history.in_force.text.clone());
    let choices = |family: &str, codes: Vec<String>| {
        codes
            .into_iter()
            .map(|code| Choice::new(code.clone(), lang.word(family, &code)))
            .collect()
    };
    Ok(ContractDeskPage {
        shell: visit.shell(),
        id: card.campaign.to_string(),
        title: names::spoken(lang, &card.title),
        is_draft: card.status == CampaignStatus::Draft,
        is_open: card.status == CampaignStatus::Open,
        law_form: law_form.unwrap_or_else(|| {
            Form::empty()
                .with("redemption", names::code_of(&profile.redemption))
                .with("cooling_off_days", profile.cooling_off_days.to_string())
                .with("refund_method", names::code_of(&profile.refund_method))
                .with("withdrawal_fee", names::code_of(&profile.withdrawal_fee))
        }),
        redemptions: choices(
            "redemption",
            REDEMPTIONS.iter().map(names::code_of).collect(),
        ),
        refund_methods: choices(
            "refund-method",
            REFUND_METHODS.iter().map(names::code_of).collect(),
        ),
        withdrawal_fees: choices(
            "withdrawal-fee",
            WITHDRAWAL_FEES.iter().map(names::code_of).collect(),
        ),
        rule_form: rule::form(rule),
        rules: rule::rules(visit),
        promise_form: silence::form(visit, card.campaign)?,
        promise_bounds: silence::bounds(lang),
        law: law(lang, &profile)
            .into_iter()
            .chain([
                rule::told(lang, rule),
                silence::promise(visit, card.campaign)?,
            ])
            .collect(),
        form: form.unwrap_or_else(|| match text {
            Some(text) => Form::empty()
                .with("contract_zh", text.zh)
                .with("contract_en", text.en),
            None => Form::empty(),
        }),
        versions: history.map_or_else(Vec::new, |history| history.views(visit)),
    })
}
