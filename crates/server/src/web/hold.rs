//! The first step of adopting: is it this tree? Then it is held. It must not know what is paid.

use actix_web::{HttpResponse, web::Path};
use adoption::group::{PARTS_MAX, PARTS_MIN};
use app::commands::{
    adopt::{self, Choice},
    any_tree,
    groups::GROUP_HOURS,
};
use fluent_bundle::FluentValue;
use kernel::{CampaignId, TreeId};
use readmodels::catalogue::{CampaignCard, OfferedTreeRow};
use serde::Deserialize;

use super::{
    campaign, crowd, names,
    page::page,
    tree,
    view::{
        adopt::{AdoptTree, ConfirmTreePage},
        form::Choice as Pick,
    },
    visit::{Refused, Sent, Visit},
};
use crate::problem::Problem;

/// A tree of a campaign, by its code.
#[derive(Deserialize)]
pub(super) struct OfferPath {
    pub(super) campaign: CampaignId,
    code: String,
}

/// `GET /campaigns/{campaign}/trees/{code}`
pub(super) async fn confirm(visit: Visit, path: Path<OfferPath>) -> Result<HttpResponse, Problem> {
    let (card, row) = find(&visit, &path)?;
    Ok(page(&draw(&visit, &card, &row, None)?))
}

/// `POST /campaigns/{campaign}/trees/{code}/hold`
pub(super) async fn hold(sent: Sent, path: Path<OfferPath>) -> Result<HttpResponse, Problem> {
    let visit = &sent.visit;
    let (card, row) = find(visit, &path)?;
    let wish = Choice {
        campaign: path.campaign,
        tree: row.tree.tree,
        part: first_free(&row),
    };
    let held = adopt::adopt(visit.app(), &sent.who.buyer(), &sent.intent, wish).await;
    match sent.outcome(held, str::to_owned)? {
        Ok((adoption, done)) => {
            Ok(visit.done(&format!("/adoptions/{adoption}/nameplate"), "held", done))
        }
        Err(refused) => Ok(refused.page(&draw(visit, &card, &row, refused.form.problem.clone())?)),
    }
}

/// The tree and the part that will be asked for.
pub(super) fn wanted(visit: &Visit, path: &OfferPath) -> Result<(TreeId, u8), Problem> {
    let (_, row) = find(visit, path)?;
    Ok((row.tree.tree, first_free(&row)))
}

/// The page again, with why the tree cannot be had.
pub(super) fn refused(
    visit: &Visit,
    path: &OfferPath,
    refused: &Refused,
) -> Result<HttpResponse, Problem> {
    let (card, row) = find(visit, path)?;
    let first = refused.form.errors.values().next().cloned();
    let problem = refused.form.problem.clone().or(first);
    Ok(refused.page(&draw(visit, &card, &row, problem)?))
}

/// `POST /campaigns/{id}/any`: we choose; what cannot be had is told on a page of its own.
pub(super) async fn any(sent: Sent, campaign: Path<CampaignId>) -> Result<HttpResponse, Problem> {
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let (adoption, done) = any_tree::adopt_any(app, &who, &sent.intent, *campaign).await?;
    let next = format!("/adoptions/{adoption}/nameplate");
    Ok(sent.visit.done(&next, "chosen-for-you", done))
}

fn find(visit: &Visit, path: &OfferPath) -> Result<(CampaignCard, OfferedTreeRow), Problem> {
    let card = campaign::find(visit, path.campaign)?.card;
    let tree = tree::by_code(visit, &path.code)?;
    let row = visit.app().read().offered_tree(path.campaign, tree)?;
    Ok((card, row.ok_or_else(Problem::not_found)?))
}

/// The part that will be asked for. When none is free the first is, so that the rule says why it cannot be had and a
/// repeated wish gets its first answer.
fn first_free(row: &OfferedTreeRow) -> u8 {
    names::place_of(&row.parts).1.unwrap_or(1)
}

fn draw(
    visit: &Visit,
    card: &CampaignCard,
    row: &OfferedTreeRow,
    problem: Option<String>,
) -> Result<ConfirmTreePage, Problem> {
    let lang = visit.lang;
    let (_, is_open) = names::campaign_state(lang, card, visit.app().now());
    let (_, free) = names::place_of(&row.parts);
    let can_be_had = is_open && free.is_some() && problem.is_none();
    let here = format!(
        "/campaigns/{}/trees/{}",
        card.campaign,
        names::tree_code_plain(&row.tree)
    );
    let not_now = if is_open {
        "tree-not-free"
    } else {
        "campaign-not-on-sale"
    };
    let minutes = FluentValue::from(card.terms.hold_minutes);
    Ok(ConfirmTreePage {
        shell: visit.shell(),
        tree: adopt_tree(visit, card, row)?,
        hold_action: can_be_had.then(|| format!("{here}/hold")),
        together_action: format!("{here}/together"),
        parts: (PARTS_MIN..=PARTS_MAX)
            .map(|parts| count(visit, "parts-count", parts))
            .collect(),
        hours: GROUP_HOURS
            .iter()
            .map(|hours| count(visit, "hours-count", *hours))
            .collect(),
        problem: problem.or_else(|| (!can_be_had).then(|| lang.word("hold", not_now))),
        hold_length: lang.text_with("minutes-count", &[("count", minutes)]),
        risk: lang.word("risk", &names::code_of(&card.terms.risk_clause)),
    })
}

fn count(visit: &Visit, key: &str, number: u8) -> Pick {
    let label = visit.lang.text_with(key, &[("count", number.into())]);
    Pick::new(number.to_string(), label)
}

fn adopt_tree(
    visit: &Visit,
    card: &CampaignCard,
    row: &OfferedTreeRow,
) -> Result<AdoptTree, Problem> {
    Ok(AdoptTree {
        campaign: names::spoken(visit.lang, &card.title),
        campaign_href: campaign::href(card.campaign),
        name: names::tree(visit.lang, &row.tree),
        code: names::tree_code(&row.tree),
        variety: row.tree.variety.clone(),
        photo: names::photo(visit.lang, &row.tree),
        price: names::money(crowd::price_now(visit, card)?),
        promised: names::weight(card.terms.promised_grams),
        boxes: i64::from(card.terms.boxes),
    })
}
