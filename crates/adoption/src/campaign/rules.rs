//! How a campaign decides and remembers. It must not know of anything beyond its own past.

use std::collections::BTreeSet;

use kernel::{Timestamp, TreeId};

use super::{
    Bilingual, Command, Event, Offer, OfferedTree, Phase, Rejection, SalesPlan, State,
    SuspensionCause, Terms, contract, harvest_rule, photo_promise,
};

/// Longest title in one language, in characters.
pub const MAX_TITLE_CHARACTERS: usize = 60;
/// Longest story in one language, in characters. Two languages of three-byte characters stay below the 64 KiB
/// that an event may have.
pub const MAX_STORY_CHARACTERS: usize = 8_000;
/// Most trees in one `TreesOffered`: 500 ids of 30 characters keep the event near 16 KiB.
pub const TREES_PER_EVENT: usize = 500;

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::DraftCampaign {
            campaign,
            orchard,
            season,
            title,
            story,
            terms,
        } => draft(
            state,
            Offer {
                campaign,
                orchard,
                season,
                title,
                story,
                terms,
            },
        ),
        Command::ChangeTerms {
            title,
            story,
            terms,
        } => change_terms(state, title, story, terms),
        Command::SetSalesPlan { plan } => set_plan(state, plan),
        Command::ExtendDeadline { deadline, now } => extend(state, deadline, now),
        Command::SuspendIntake { cause, now } => suspend(state, cause, now),
        Command::ResumeIntake { now } => {
            state.not_closed()?;
            let resumed = state.suspended.map(|_| Event::IntakeResumed { at: now });
            Ok(resumed.into_iter().collect())
        }
        Command::PublishContract { hash, text } => contract::publish(state, hash, text),
        Command::SetLegalProfile { profile } => contract::set_legal_profile(state, profile),
        Command::SetHarvestRule {
            harvest_rule: wanted,
        } => harvest_rule::set(state, wanted),
        Command::PromisePhotos { every_days } => photo_promise::set(state, every_days),
        Command::ReviseContract {
            hash,
            text,
            effective_from,
            now,
        } => contract::revise(state, hash, text, (effective_from, now)),
        Command::OfferTrees { trees, now } => offer_trees(state, &trees, now),
        Command::WithdrawTree { tree } => {
            state.not_closed()?;
            if state.trees.contains(&tree) {
                Ok(vec![Event::TreeWithdrawn { tree }])
            } else if state.withdrawn.contains(&tree) {
                Ok(vec![])
            } else {
                Err(Rejection::TreeNotOffered { tree })
            }
        }
        Command::OpenCampaign { now } => open(state, now),
        Command::CloseCampaign { now } => {
            state.offer()?;
            match state.phase {
                Phase::Draft => Err(Rejection::CampaignNotOpen),
                Phase::Open => Ok(vec![Event::CampaignClosed { at: now }]),
                Phase::Closed => Ok(vec![]),
            }
        }
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::CampaignDrafted {
            campaign,
            orchard,
            season,
            title,
            story,
            terms,
        } => {
            state.offer = Some(Offer {
                campaign: *campaign,
                orchard: *orchard,
                season: *season,
                title: title.clone(),
                story: story.clone(),
                terms: terms.clone(),
            });
        }
        Event::TermsChanged {
            title,
            story,
            terms,
        } => {
            if let Some(offer) = &mut state.offer {
                offer.title = title.clone();
                offer.story = story.clone();
                offer.terms = terms.clone();
            }
        }
        Event::SalesPlanSet { plan } => state.plan = plan.clone(),
        Event::DeadlineExtended { deadline, at: _ } => {
            if let Some(funding) = &mut state.plan.funding {
                funding.deadline = *deadline;
            }
        }
        Event::IntakeSuspended { cause, at: _ } => state.suspended = Some(*cause),
        Event::IntakeResumed { at: _ } => state.suspended = None,
        Event::ContractPublished { hash, text: _ } => state.contract = Some(*hash),
        Event::LegalProfileSet { profile } => state.legal = Some(*profile),
        Event::HarvestRuleSet { harvest_rule } => state.harvest_rule = *harvest_rule,
        Event::PhotosPromised { every_days } => state.photos_promised = Some(*every_days),
        Event::ContractRevised {
            hash,
            text: _,
            effective_from,
            at: _,
        } => state.revisions.push((*effective_from, *hash)),
        Event::TreesOffered { trees } => {
            for tree in trees {
                state.withdrawn.remove(tree);
                state.trees.insert(*tree);
            }
        }
        Event::TreeWithdrawn { tree } => {
            state.trees.remove(tree);
            state.withdrawn.insert(*tree);
        }
        Event::CampaignOpened { at: _ } => state.phase = Phase::Open,
        Event::CampaignClosed { at: _ } => state.phase = Phase::Closed,
    }
}

fn draft(state: &State, wanted: Offer) -> Result<Vec<Event>, Rejection> {
    match &state.offer {
        Some(offer) if *offer == wanted => Ok(vec![]),
        Some(_) => Err(Rejection::CampaignExists),
        None => {
            check_words(&wanted.title, &wanted.story)?;
            wanted.terms.check()?;
            Ok(vec![Event::CampaignDrafted {
                campaign: wanted.campaign,
                orchard: wanted.orchard,
                season: wanted.season,
                title: wanted.title,
                story: wanted.story,
                terms: wanted.terms,
            }])
        }
    }
}

fn check_words(title: &Bilingual, story: &Bilingual) -> Result<(), Rejection> {
    if !title.is_printable() || !story.is_printable() {
        return Err(Rejection::CharacterInvalid);
    }
    if !title.is_filled_within(MAX_TITLE_CHARACTERS) {
        return Err(Rejection::TitleInvalid);
    }
    if !story.is_within(MAX_STORY_CHARACTERS) {
        let limit = MAX_STORY_CHARACTERS;
        return Err(Rejection::StoryTooLong { limit });
    }
    Ok(())
}

fn change_terms(
    state: &State,
    title: Bilingual,
    story: Bilingual,
    terms: Terms,
) -> Result<Vec<Event>, Rejection> {
    let offer = state.offer()?;
    if (&offer.title, &offer.story, &offer.terms) == (&title, &story, &terms) {
        return Ok(vec![]);
    }
    state.still_draft()?;
    check_words(&title, &story)?;
    terms.check()?;
    state.plan.check(&terms)?;
    if let Some(legal) = &state.legal {
        legal.check(&terms)?;
    }
    state.harvest_rule.check(&terms)?;
    Ok(vec![Event::TermsChanged {
        title,
        story,
        terms,
    }])
}

fn set_plan(state: &State, plan: SalesPlan) -> Result<Vec<Event>, Rejection> {
    let terms = &state.offer()?.terms;
    if state.plan == plan {
        return Ok(vec![]);
    }
    state.still_draft()?;
    plan.check(terms)?;
    Ok(vec![Event::SalesPlanSet { plan }])
}

fn extend(state: &State, deadline: Timestamp, now: Timestamp) -> Result<Vec<Event>, Rejection> {
    let terms = &state.not_closed()?.terms;
    let funding = state.plan.funding.as_ref();
    let present = funding.ok_or(Rejection::NotCrowdfunded)?.deadline;
    if deadline == present {
        return Ok(vec![]);
    }
    if now >= present {
        return Err(Rejection::DeadlineOver { deadline: present });
    }
    if deadline < present || deadline > terms.sale_until {
        return Err(Rejection::DeadlineInvalid);
    }
    Ok(vec![Event::DeadlineExtended { deadline, at: now }])
}

fn suspend(state: &State, cause: SuspensionCause, now: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.not_closed()?;
    match state.phase {
        Phase::Draft | Phase::Closed => Err(Rejection::CampaignNotOpen),
        Phase::Open if state.suspended.is_some() => Ok(vec![]),
        Phase::Open => Ok(vec![Event::IntakeSuspended { cause, at: now }]),
    }
}

fn offer_trees(
    state: &State,
    trees: &[OfferedTree],
    now: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let terms = &state.not_closed()?.terms;
    let mut new = BTreeSet::new();
    let (mut without_photo, mut photo_too_old) = (BTreeSet::new(), BTreeSet::new());
    for offered in trees {
        if state.trees.contains(&offered.tree) {
            continue;
        }
        let proven = match proof(offered, terms, now) {
            Proof::Fresh => &mut new,
            Proof::None => &mut without_photo,
            Proof::TooOld => &mut photo_too_old,
        };
        proven.insert(offered.tree);
    }
    if !without_photo.is_empty() || !photo_too_old.is_empty() {
        return Err(Rejection::TreesUnproven {
            without_photo: without_photo.into_iter().collect(),
            photo_too_old: photo_too_old.into_iter().collect(),
        });
    }
    let new: Vec<TreeId> = new.into_iter().collect();
    Ok(new
        .chunks(TREES_PER_EVENT)
        .map(|trees| Event::TreesOffered {
            trees: trees.to_vec(),
        })
        .collect())
}

/// What shows that a tree exists.
enum Proof {
    Fresh,
    TooOld,
    None,
}

/// D 2: a tree is offered only with an accepted photo that is young enough.
fn proof(offered: &OfferedTree, terms: &Terms, now: Timestamp) -> Proof {
    let oldest = now.plus_days(-i64::from(terms.photo_max_age_days));
    match offered.last_photo_at {
        None => Proof::None,
        Some(taken_at) if taken_at < oldest => Proof::TooOld,
        Some(_) => Proof::Fresh,
    }
}

fn open(state: &State, now: Timestamp) -> Result<Vec<Event>, Rejection> {
    let offer = state.not_closed()?;
    if state.phase == Phase::Open {
        return Ok(vec![]);
    }
    // Drafts are checked when written; this guards against a draft of an older, laxer program.
    check_words(&offer.title, &offer.story)?;
    offer.terms.check()?;
    state.plan.check(&offer.terms)?;
    if state.contract.is_none() {
        return Err(Rejection::ContractMissing);
    }
    if state.trees.is_empty() {
        return Err(Rejection::NoTreeOffered);
    }
    state.plan.check_reach(&offer.terms, state.trees.len())?;
    let until = offer.terms.sale_until;
    if now >= until {
        return Err(Rejection::SaleEnded { until });
    }
    Ok(vec![Event::CampaignOpened { at: now }])
}

impl State {
    /// What is offered.
    ///
    /// # Errors
    /// `CampaignUnknown` before the draft.
    pub fn offer(&self) -> Result<&Offer, Rejection> {
        self.offer.as_ref().ok_or(Rejection::CampaignUnknown)
    }

    /// Whether a share of this tree may be sold at this moment, and on which terms.
    ///
    /// # Errors
    /// The campaign is unknown, not open or closed; the sale has not begun or has ended; the tree is not offered.
    pub fn check_for_sale(&self, tree: TreeId, now: Timestamp) -> Result<&Terms, Rejection> {
        let terms = self.check_on_sale(now)?;
        if !self.trees.contains(&tree) {
            return Err(Rejection::TreeNotOffered { tree });
        }
        Ok(terms)
    }

    /// Whether anything is sold at this moment, and on which terms.
    ///
    /// # Errors
    /// The campaign is unknown, not open, closed or paused; the sale has not begun or has ended.
    pub fn check_on_sale(&self, now: Timestamp) -> Result<&Terms, Rejection> {
        let terms = &self.not_closed()?.terms;
        let (from, until) = (terms.sale_from, terms.sale_until);
        if self.phase == Phase::Draft {
            return Err(Rejection::CampaignNotOpen);
        }
        if now < from {
            return Err(Rejection::SaleNotBegun { from });
        }
        if now >= until {
            return Err(Rejection::SaleEnded { until });
        }
        match self.suspended {
            Some(cause) => Err(Rejection::IntakeSuspended { cause }),
            None => Ok(terms),
        }
    }

    pub(super) fn still_draft(&self) -> Result<(), Rejection> {
        match self.phase {
            Phase::Draft => Ok(()),
            Phase::Open | Phase::Closed => Err(Rejection::CampaignNotDraft),
        }
    }

    pub(super) fn not_closed(&self) -> Result<&Offer, Rejection> {
        let offer = self.offer()?;
        match self.phase {
            Phase::Draft | Phase::Open => Ok(offer),
            Phase::Closed => Err(Rejection::CampaignClosed),
        }
    }
}
