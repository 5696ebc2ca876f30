//! Campaigns: the operator drafts, changes, offers trees, opens and closes.

use adoption::campaign::{
    self, Bilingual, Campaign, Command, OfferedTree, SalesPlan, SuspensionCause, Terms,
};
use kernel::{CampaignId, ContentHash, OrchardId, Season, Timestamp, TreeId};
use sha2::{Digest, Sha256};
use traceability::{
    orchard::{self, Orchard},
    tree::{self, Tree},
};

use crate::{
    App, Done, Error, Intent, Violation,
    permission::{Operator, Signed},
    work::Work,
};

/// Longest contract text in one language, in bytes; both together stay below the log's limit per event.
pub const CONTRACT_BYTES_MAX: usize = 24 * 1024;
/// Most trees offered at a time.
pub const OFFER_TREES_MAX: usize = 2_000;

/// What an operator fills in for a new campaign.
#[derive(Debug, Clone)]
pub struct CampaignDraft {
    /// Whose trees.
    pub orchard: OrchardId,
    /// Which season.
    pub season: Season,
    /// Name of the offer.
    pub title: Bilingual,
    /// What a buyer should know of orchard and fruit.
    pub story: Bilingual,
    /// The terms.
    pub terms: Terms,
}

/// Drafts a campaign.
///
/// # Errors
/// Unknown orchard, or terms that cannot stand.
pub async fn draft(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    wish: CampaignDraft,
) -> Result<(CampaignId, Done), Error> {
    let campaign = CampaignId::from_bytes(intent.bytes("campaign"));
    let done = app
        .perform(intent, |work| {
            let orchard = work.state::<Orchard>(&orchard::stream_id(wish.orchard))?;
            if orchard.registration.is_none() {
                return Err(Error::NotFound);
            }
            let command = Command::DraftCampaign {
                campaign,
                orchard: wish.orchard,
                season: wish.season,
                title: wish.title.clone(),
                story: wish.story.clone(),
                terms: wish.terms.clone(),
            };
            work.decide::<Campaign>(&campaign::stream_id(campaign), command)?;
            Ok(())
        })
        .await?;
    Ok((campaign, done))
}

/// Changes words and terms of a draft.
///
/// # Errors
/// Not a draft any more, terms that cannot stand, or [`Error::Stale`].
pub async fn change_terms(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
    (title, story, terms): (Bilingual, Bilingual, Terms),
) -> Result<Done, Error> {
    edit(app, intent, campaign, || Command::ChangeTerms {
        title: title.clone(),
        story: story.clone(),
        terms: terms.clone(),
    })
    .await
}

/// Publishes the contract text of a draft; buyers accept exactly this text by its hash (D 6).
///
/// # Errors
/// Text empty or too long, or the campaign is no draft any more.
pub async fn publish_contract(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
    text: Bilingual,
) -> Result<Done, Error> {
    let problem = |body: &str| match body.len() {
        0 => Some("required"),
        1..=CONTRACT_BYTES_MAX => None,
        _ => Some("too-long"),
    };
    let violations: Vec<_> = [("text.zh", &text.zh), ("text.en", &text.en)]
        .into_iter()
        .filter_map(|(field, body)| Some(Violation::new(field, problem(body)?)))
        .collect();
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    let hash = contract_hash(&text);
    edit(app, intent, campaign, || Command::PublishContract {
        hash,
        text: text.clone(),
    })
    .await
}

/// The hash that stands for a contract: SHA-256 over the Chinese text, a zero byte, the English text.
#[must_use]
pub fn contract_hash(text: &Bilingual) -> ContentHash {
    let digest = Sha256::new()
        .chain_update(&text.zh)
        .chain_update([0])
        .chain_update(&text.en)
        .finalize();
    ContentHash::from_bytes(digest.into())
}

/// Offers trees; each must have an accepted photo that is new enough (D 2).
///
/// # Errors
/// Unknown tree, a tree of another orchard, a photo missing or too old.
pub async fn offer_trees(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
    trees: Vec<TreeId>,
) -> Result<Done, Error> {
    if trees.is_empty() || trees.len() > OFFER_TREES_MAX {
        return Err(Error::Invalid(vec![Violation::new(
            "trees",
            "count-invalid",
        )]));
    }
    app.perform(intent, |work| {
        let id = campaign::stream_id(campaign);
        let orchard = work
            .state::<Campaign>(&id)?
            .offer()
            .map_err(|_| Error::NotFound)?
            .orchard;
        let mut offered = Vec::with_capacity(trees.len());
        for tree in &trees {
            let state = app.load::<Tree>(&tree::stream_id(*tree))?;
            let facts = state.facts.as_ref().ok_or(Error::NotFound)?;
            if facts.orchard != orchard {
                return Err(Error::NotFound);
            }
            offered.push(OfferedTree {
                tree: *tree,
                last_photo_at: state.photographed_at(),
            });
        }
        let command = Command::OfferTrees {
            trees: offered,
            now: intent.now(),
        };
        work.edit::<Campaign>(&id, command)?;
        Ok(())
    })
    .await
}

/// Takes a tree out of an offer.
///
/// # Errors
/// The tree is not offered there.
pub async fn withdraw_tree(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
    tree: TreeId,
) -> Result<Done, Error> {
    edit(app, intent, campaign, || Command::WithdrawTree { tree }).await
}

/// Opens a campaign for buyers.
///
/// # Errors
/// No contract, no tree, or it was closed.
pub async fn open(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
) -> Result<Done, Error> {
    edit(app, intent, campaign, || Command::OpenCampaign {
        now: intent.now(),
    })
    .await
}

/// Closes a campaign; holds that are running may still be paid.
///
/// # Errors
/// It was never opened.
pub async fn close(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
) -> Result<Done, Error> {
    edit(app, intent, campaign, || Command::CloseCampaign {
        now: intent.now(),
    })
    .await
}

/// Sets goal and price phases of a draft.
///
/// # Errors
/// Not a draft any more, or a plan that does not fit the terms.
pub async fn set_sales_plan(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
    plan: SalesPlan,
) -> Result<Done, Error> {
    edit(app, intent, campaign, || Command::SetSalesPlan {
        plan: plan.clone(),
    })
    .await
}

/// Gives a crowdfunded campaign more time.
///
/// # Errors
/// No goal, the deadline is over, or the new one is not within the sale.
pub async fn extend_deadline(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
    deadline: Timestamp,
) -> Result<Done, Error> {
    edit(app, intent, campaign, || Command::ExtendDeadline {
        deadline,
        now: intent.now(),
    })
    .await
}

/// Takes no more money for now; adoptions that were started may still be paid.
///
/// # Errors
/// The campaign is not open.
pub async fn suspend_intake(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
    cause: SuspensionCause,
) -> Result<Done, Error> {
    edit(app, intent, campaign, || Command::SuspendIntake {
        cause,
        now: intent.now(),
    })
    .await
}

/// Takes money again.
///
/// # Errors
/// The campaign is closed or unknown.
pub async fn resume_intake(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
) -> Result<Done, Error> {
    edit(app, intent, campaign, || Command::ResumeIntake {
        now: intent.now(),
    })
    .await
}

/// Refuses unless the campaign sells at this moment, whatever trees are left.
pub(crate) fn demand_on_sale(
    work: &mut Work<'_>,
    campaign: CampaignId,
    now: Timestamp,
) -> Result<(), Error> {
    let state = work.state::<Campaign>(&campaign::stream_id(campaign))?;
    if state.offer.is_none() {
        return Err(Error::NotFound);
    }
    state.check_on_sale(now)?;
    Ok(())
}

async fn edit(
    app: &App,
    intent: &Intent,
    campaign: CampaignId,
    command: impl Fn() -> Command,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        work.edit::<Campaign>(&campaign::stream_id(campaign), command())?;
        Ok(())
    })
    .await
}
