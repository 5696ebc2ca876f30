//! One campaign: `GET /campaigns/{id}`, its contract, and the step before adopting: is it this tree?
//! A draft is seen by operators only.

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use adoption::campaign::LegalProfile;
use fluent_bundle::FluentValue;
use kernel::{CampaignId, ShortCode};
use readmodels::catalogue::{CampaignCard, CampaignDetail, CampaignStatus, OfferedTreeRow};
use serde::Deserialize;

use super::{
    contract::{law, versions},
    crowd,
    fruit::rule,
    names,
    page::page,
    silence,
    view::{
        campaign::{CampaignPage, ChosenTree, ContractTextPage, PlanCounts},
        plan::{self, PlanTree},
    },
    visit::Visit,
};
use crate::problem::Problem;

/// The tree that is looked at.
#[derive(Deserialize)]
pub(super) struct Looking {
    tree: Option<String>,
}

/// `GET /campaigns/{id}?tree={code}`
pub(super) async fn show(
    visit: Visit,
    path: Path<CampaignId>,
    looking: Query<Looking>,
) -> Result<HttpResponse, Problem> {
    let detail = find(&visit, *path)?;
    let trees = visit.app().read().offered_trees(*path)?;
    let chosen = looking.tree.as_deref().and_then(|code| code.parse().ok());
    Ok(page(&draw(&visit, &detail.card, &trees, chosen)?))
}

/// `GET /campaigns/{id}/contract`
pub(super) async fn contract(
    visit: Visit,
    path: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let detail = find(&visit, *path)?;
    let history = versions::history(&visit, *path)?.ok_or_else(Problem::not_found)?;
    let said = visit.app().read().legal_profile(*path)?;
    let profile = said.unwrap_or(LegalProfile::for_boxes(detail.card.terms.boxes));
    Ok(page(&ContractTextPage {
        shell: visit.shell(),
        title: names::spoken(visit.lang, &detail.card.title),
        campaign_href: href(detail.card.campaign),
        paragraphs: names::paragraphs(&names::spoken(visit.lang, &history.in_force.text)),
        hash: history.in_force.hash.to_string(),
        law: law(visit.lang, &profile)
            .into_iter()
            .chain([
                rule::told(visit.lang, visit.app().read().harvest_rule(*path)?),
                silence::promise(&visit, *path)?,
            ])
            .collect(),
        versions: history.views(&visit),
    }))
}

/// A campaign that this person may see.
pub(super) fn find(visit: &Visit, campaign: CampaignId) -> Result<CampaignDetail, Problem> {
    let found = visit
        .app()
        .read()
        .campaign(campaign)?
        .ok_or_else(Problem::not_found)?;
    let is_operator = visit
        .identity()
        .is_some_and(app::permission::Identity::is_operator);
    if found.card.status == CampaignStatus::Draft && !is_operator {
        return Err(Problem::not_found());
    }
    Ok(found)
}

/// The address of a campaign.
pub(super) fn href(campaign: CampaignId) -> String {
    format!("/campaigns/{campaign}")
}

fn draw(
    visit: &Visit,
    card: &CampaignCard,
    trees: &[OfferedTreeRow],
    chosen: Option<ShortCode>,
) -> Result<CampaignPage, Problem> {
    let lang = visit.lang;
    let (state, is_open) = names::campaign_state(lang, card, visit.app().now());
    let (taken, taken_text) = names::taken(lang, card);
    let looked_at = trees
        .iter()
        .find(|row| chosen.is_some() && row.tree.code == chosen);
    let title = names::spoken(lang, &card.title);
    let counts = counts(trees);
    let read = visit.app().read();
    let contract = read.contract_at(card.campaign, visit.app().now())?;
    let contract = contract.map(|one| one.hash).or(card.contract);
    Ok(CampaignPage {
        shell: visit.shell(),
        photo: card.cover.map(|hash| names::photo_of(hash, title.clone())),
        title,
        place: names::farm_place(&card.farm_name, &card.place),
        variety: names::varieties(card),
        state,
        story: names::spoken(lang, &card.story),
        campaign_href: href(card.campaign),
        crowd: crowd::draw(visit, card, is_open, counts.free > 0)?,
        price: names::money(crowd::price_now(visit, card)?),
        share: share(visit, card.terms.shares_per_tree),
        promised: names::weight(card.terms.promised_grams),
        boxes: i64::from(card.terms.boxes),
        taken,
        taken_text,
        sale_window: names::sale_window(lang, &card.terms),
        ship_window: names::ship_window(lang, &card.terms),
        risk: lang.word("risk", &names::code_of(&card.terms.risk_clause)),
        buyer_limit: i64::from(card.terms.per_buyer_limit),
        contract_href: card
            .contract
            .map(|_| format!("{}/contract", href(card.campaign))),
        contract_hash: contract.map_or_else(String::new, |hash| hash.to_string()),
        counts,
        blocks: plan::plan(
            trees
                .iter()
                .map(|row| drawn(visit, card, row, chosen))
                .collect(),
        ),
        chosen: looked_at.map(|row| chosen_tree(visit, card, row, is_open)),
        is_open,
    })
}

/// What a share is: a whole tree, a half, a quarter.
fn share(visit: &Visit, parts: u8) -> String {
    visit.lang.word("share", &parts.to_string())
}

fn counts(trees: &[OfferedTreeRow]) -> PlanCounts {
    let mut counts = PlanCounts {
        free: 0,
        held: 0,
        taken: 0,
    };
    for row in trees {
        match names::place_of(&row.parts).0 {
            plan::Place::Free => counts.free += 1,
            plan::Place::Held => counts.held += 1,
            plan::Place::Taken => counts.taken += 1,
        }
    }
    counts
}

fn drawn(
    visit: &Visit,
    card: &CampaignCard,
    row: &OfferedTreeRow,
    chosen: Option<ShortCode>,
) -> PlanTree {
    let (place, _) = names::place_of(&row.parts);
    let code = names::tree_code_plain(&row.tree);
    let name = names::tree(visit.lang, &row.tree);
    let state = visit.lang.word("plan", place.class());
    let args = [
        ("tree", FluentValue::from(name)),
        ("state", FluentValue::from(state)),
    ];
    PlanTree {
        block: row.tree.block_name.clone(),
        row: u32::from(row.tree.row),
        number: u32::from(row.tree.number),
        href: format!("{}?tree={code}#plan", href(card.campaign)),
        code,
        place,
        title: visit.lang.text_with("plan-tree", &args),
        chosen: chosen.is_some() && row.tree.code == chosen,
    }
}

fn chosen_tree(
    visit: &Visit,
    card: &CampaignCard,
    row: &OfferedTreeRow,
    is_open: bool,
) -> ChosenTree {
    let (place, _) = names::place_of(&row.parts);
    let code = names::tree_code_plain(&row.tree);
    let can_be_had = is_open && place == plan::Place::Free;
    ChosenTree {
        name: names::tree(visit.lang, &row.tree),
        code: names::tree_code(&row.tree),
        adopt_href: can_be_had.then(|| format!("{}/trees/{code}", href(card.campaign))),
        tree_href: names::tree_href(&row.tree),
        state: names::place_mark(visit.lang, place),
    }
}
