//! Campaigns: drafted, changed, offered, opened and closed by the operator; seen by everybody once open.

use actix_web::{
    HttpRequest,
    web::{Data, Path, Query},
};
use adoption::{
    campaign::{Bilingual, Terms},
    tree_share::Part,
};
use app::{App, Error, commands::campaigns};
use kernel::{AdoptionId, CampaignId, OrchardId, Season, TreeId};
use readmodels::catalogue::{CampaignCard, CampaignStatus, OfferedTreeRow, PartState, ShareState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Answer,
    adoptions::AdoptionBrief,
    fresh, funding,
    shapes::{BilingualShape, MoneyView, PartShape, PublicPlace, TermsShape},
    trees::TreeView,
};
use crate::{
    answer::{self, PageQuery},
    auth::{Nothing, SignedIn, Wish},
    problem::Problem,
};

/// A new campaign.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CampaignForm {
    /// Whose trees.
    #[schema(value_type = String)]
    pub(crate) orchard: OrchardId,
    /// The year of the harvest.
    #[schema(value_type = u16, example = 2026)]
    pub(crate) season: Season,
    /// What it is called.
    #[schema(value_type = BilingualShape)]
    pub(crate) title: Bilingual,
    /// What is told of it.
    #[schema(value_type = BilingualShape)]
    pub(crate) story: Bilingual,
    /// On which terms.
    #[schema(value_type = TermsShape)]
    pub(crate) terms: Terms,
}

/// Words and terms of a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermsForm {
    /// What it is called.
    #[schema(value_type = BilingualShape)]
    pub(crate) title: Bilingual,
    /// What is told of it.
    #[schema(value_type = BilingualShape)]
    pub(crate) story: Bilingual,
    /// On which terms.
    #[schema(value_type = TermsShape)]
    pub(crate) terms: Terms,
}

/// The contract that every buyer accepts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContractForm {
    /// Its text, at most 24 KiB in each language.
    #[schema(value_type = BilingualShape)]
    pub(crate) text: Bilingual,
}

/// Trees to offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfferForm {
    /// The trees, at most 2,000.
    #[schema(value_type = Vec<String>)]
    pub(crate) trees: Vec<TreeId>,
}

/// A campaign.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CampaignView {
    /// The campaign.
    pub(crate) campaign: String,
    /// `draft`, `open` or `closed`.
    pub(crate) status: &'static str,
    /// Where its trees stand.
    pub(crate) orchard: String,
    /// The orchard's name.
    pub(crate) orchard_name: String,
    /// The farm's name.
    pub(crate) farm_name: String,
    /// Where the orchard lies.
    pub(crate) place: PublicPlace,
    /// The year of the harvest.
    pub(crate) season: u16,
    /// What it is called.
    #[schema(value_type = BilingualShape)]
    pub(crate) title: Bilingual,
    /// What is told of it.
    #[schema(value_type = BilingualShape)]
    pub(crate) story: Bilingual,
    /// Varieties of the offered trees, the most frequent first.
    pub(crate) varieties: Vec<String>,
    /// The terms.
    #[schema(value_type = TermsShape)]
    pub(crate) terms: Terms,
    /// What a share costs now: the price of the phase in force, or the terms'.
    pub(crate) price_now: MoneyView,
    /// How many trees are offered.
    pub(crate) trees_offered: u64,
    /// How many shares there are.
    pub(crate) shares_total: u64,
    /// How many are adopted.
    pub(crate) shares_taken: u64,
    /// How many are held by somebody who has not paid.
    pub(crate) shares_held: u64,
    /// Hash of a photo for the cover.
    pub(crate) cover: Option<String>,
    /// Hash of the contract: what a buyer accepts.
    pub(crate) contract: Option<String>,
    /// The contract's text; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<BilingualShape>)]
    pub(crate) contract_text: Option<Bilingual>,
    /// When it was opened.
    pub(crate) opened_at: Option<String>,
    /// When it was closed.
    pub(crate) closed_at: Option<String>,
}

impl CampaignView {
    fn of(
        app: &App,
        card: CampaignCard,
        contract_text: Option<Bilingual>,
    ) -> Result<Self, Problem> {
        // What a buyer accepts now, which a later contract than the one the sale began with may be (D 6).
        let in_force = app.read().contract_at(card.campaign, app.now())?;
        let (contract, in_force) = in_force.map_or((card.contract, None), |one| {
            (Some(one.hash), Some(one.text))
        });
        let contract_text = contract_text.map(|text| in_force.unwrap_or(text));
        Ok(Self {
            price_now: funding::price_now(app, &card)?.into(),
            campaign: card.campaign.to_string(),
            status: status_word(card.status),
            orchard: card.orchard.to_string(),
            orchard_name: card.orchard_name,
            farm_name: card.farm_name,
            place: card.place.into(),
            season: card.season.year(),
            title: card.title,
            story: card.story,
            varieties: card.varieties,
            terms: card.terms,
            trees_offered: card.trees_offered,
            shares_total: card.shares.total,
            shares_taken: card.shares.taken,
            shares_held: card.shares.held,
            cover: card.cover.map(|hash| hash.to_string()),
            contract: contract.map(|hash| hash.to_string()),
            contract_text,
            opened_at: card.opened_at.map(|at| at.to_string()),
            closed_at: card.closed_at.map(|at| at.to_string()),
        })
    }
}

/// The word for where a campaign stands.
pub(super) const fn status_word(status: CampaignStatus) -> &'static str {
    match status {
        CampaignStatus::Draft => "draft",
        CampaignStatus::Open => "open",
        CampaignStatus::Closed => "closed",
    }
}

/// A part of an offered tree.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartView {
    /// Which part.
    #[schema(value_type = PartShape)]
    pub(crate) part: Part,
    /// `free`, `held` or `taken`.
    pub(crate) state: &'static str,
    /// When a hold ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) held_until: Option<String>,
}

impl From<PartState> for PartView {
    fn from(state: PartState) -> Self {
        let (word, until) = match state.state {
            ShareState::Free => ("free", None),
            ShareState::Held { until } => ("held", Some(until.to_string())),
            ShareState::Taken => ("taken", None),
        };
        Self {
            part: state.part,
            state: word,
            held_until: until,
        }
    }
}

/// An offered tree with the state of its parts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferedTreeView {
    /// The tree.
    pub(crate) tree: TreeView,
    /// Its parts.
    pub(crate) parts: Vec<PartView>,
}

impl From<OfferedTreeRow> for OfferedTreeView {
    fn from(row: OfferedTreeRow) -> Self {
        Self {
            tree: row.tree.into(),
            parts: row.parts.into_iter().map(PartView::from).collect(),
        }
    }
}

/// `POST /api/v1/campaigns`
pub(crate) async fn draft(app: Data<App>, wish: Wish<CampaignForm>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let CampaignForm {
        orchard,
        season,
        title,
        story,
        terms,
    } = wish.form;
    let draft = campaigns::CampaignDraft {
        orchard,
        season,
        title,
        story,
        terms,
    };
    let (campaign, done) = campaigns::draft(&app, &operator, &wish.intent, draft).await?;
    Ok(answer::made(
        campaign,
        &format!("/api/v1/campaigns/{campaign}"),
        done,
    ))
}

/// `PUT /api/v1/campaigns/{campaign}`
pub(crate) async fn change_terms(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<TermsForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let TermsForm {
        title,
        story,
        terms,
    } = wish.form;
    let words = (title, story, terms);
    let done = campaigns::change_terms(&app, &operator, &wish.intent, *campaign, words).await?;
    Ok(answer::done(done))
}

/// `PUT /api/v1/campaigns/{campaign}/contract`
pub(crate) async fn publish_contract(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<ContractForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let text = wish.form.text;
    let done = campaigns::publish_contract(&app, &operator, &wish.intent, *campaign, text).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/campaigns/{campaign}/trees`
pub(crate) async fn offer_trees(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<OfferForm>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let trees = wish.form.trees;
    let done = campaigns::offer_trees(&app, &operator, &wish.intent, *campaign, trees).await?;
    Ok(answer::done(done))
}

/// `DELETE /api/v1/campaigns/{campaign}/trees/{tree}`
pub(crate) async fn withdraw_tree(
    app: Data<App>,
    path: Path<(CampaignId, TreeId)>,
    wish: Wish<Nothing>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let (campaign, tree) = path.into_inner();
    let done = campaigns::withdraw_tree(&app, &operator, &wish.intent, campaign, tree).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/campaigns/{campaign}/opening`
pub(crate) async fn open(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<Nothing>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    Ok(answer::done(
        campaigns::open(&app, &operator, &wish.intent, *campaign).await?,
    ))
}

/// `POST /api/v1/campaigns/{campaign}/closing`
pub(crate) async fn close(
    app: Data<App>,
    campaign: Path<CampaignId>,
    wish: Wish<Nothing>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    Ok(answer::done(
        campaigns::close(&app, &operator, &wish.intent, *campaign).await?,
    ))
}

/// `GET /api/v1/campaigns`
pub(crate) async fn list(app: Data<App>, who: Option<SignedIn>) -> Answer {
    let cards = app.read().campaigns(sees_drafts(who.as_ref()))?;
    let views: Vec<_> = cards
        .into_iter()
        .map(|card| CampaignView::of(&app, card, None))
        .collect::<Result<_, _>>()?;
    Ok(answer::json(&views))
}

/// `GET /api/v1/campaigns/{campaign}`
pub(crate) async fn show(
    app: Data<App>,
    campaign: Path<CampaignId>,
    who: Option<SignedIn>,
) -> Answer {
    let version = answer::version_of(app.log(), "campaign", &campaign.to_string());
    fresh(&app).await?;
    let detail = visible(&app, *campaign, who.as_ref())?;
    let view = CampaignView::of(&app, detail.card, detail.contract_text)?;
    Ok(answer::versioned(version, &view))
}

/// `GET /api/v1/campaigns/{campaign}/trees`
pub(crate) async fn trees(
    app: Data<App>,
    campaign: Path<CampaignId>,
    who: Option<SignedIn>,
) -> Answer {
    visible(&app, *campaign, who.as_ref())?;
    let rows = app.read().offered_trees(*campaign)?;
    let views: Vec<_> = rows.into_iter().map(OfferedTreeView::from).collect();
    Ok(answer::json(&views))
}

/// `GET /api/v1/campaigns/{campaign}/adoptions`
pub(crate) async fn adoptions(
    req: HttpRequest,
    app: Data<App>,
    campaign: Path<CampaignId>,
    who: SignedIn,
    page: Query<PageQuery>,
) -> Answer {
    who.identity.auditor()?;
    let limit = page.limit()?;
    let after: Option<AdoptionId> = page.cursor(|text| text.parse().ok())?;
    let rows = app.read().adoptions_of_campaign(*campaign, after, limit)?;
    let next = rows
        .last()
        .filter(|_| rows.len() == limit)
        .map(|last| last.adoption.to_string());
    Ok(answer::page(
        &req,
        rows.into_iter().map(AdoptionBrief::from).collect(),
        next,
    ))
}

fn sees_drafts(who: Option<&SignedIn>) -> bool {
    who.is_some_and(|who| who.identity.is_operator())
}

/// The campaign, unless it is a draft and the asker no operator.
pub(super) fn visible(
    app: &App,
    campaign: CampaignId,
    who: Option<&SignedIn>,
) -> Result<readmodels::catalogue::CampaignDetail, Problem> {
    let detail = app.read().campaign(campaign)?.ok_or(Error::NotFound)?;
    if detail.card.status == CampaignStatus::Draft && !sees_drafts(who) {
        return Err(Problem::not_found());
    }
    Ok(detail)
}
