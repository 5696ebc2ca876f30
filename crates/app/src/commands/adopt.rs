//! A buyer adopts a tree: hold, nameplate, contract, cancel. Paying is in [`super::payments`].

use adoption::{
    adoption::{self as bond, Adoption, Agreement, CancelReason, Phase},
    allowance::{self, Allowance},
    campaign::{self, Campaign, RiskClause},
    group::FailReason,
    handover::{self, Handover},
    nameplate::NameplateText,
    tree_share::{self, Part, ReleaseReason, TreeShare},
};
use kernel::{AdoptionId, CampaignId, ContentHash, PersonId, Sealed, Timestamp, TreeId};
use settlement::refund::{RefundReason, Terms};
use sha2::{Digest, Sha256};

use crate::{
    App, Done, Error, Intent, Violation,
    commands::{
        cancelling::{self, Canceller},
        contracts, counting, groups, plates, refunds, remedies,
    },
    permission::{Buyer, Operator, Signed},
    work::Work,
};

/// Seconds of a minute, for the hold.
const MINUTE_SECONDS: i64 = 60;

/// Which part of which tree a buyer wants.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The campaign that offers the tree.
    pub campaign: CampaignId,
    /// The tree.
    pub tree: TreeId,
    /// Which of its parts, from 1.
    pub part: u8,
}

/// Holds a part of a tree for a buyer and starts the adoption: one commit over the share, the buyer's allowance and
/// the adoption, with the open campaign as its condition.
///
/// # Errors
/// Any rejection of campaign, share or allowance: sale not open, part held or taken, limit reached.
pub async fn adopt(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    choice: Choice,
) -> Result<(AdoptionId, Done), Error> {
    let adoption = AdoptionId::from_bytes(intent.bytes("adoption"));
    let done = app
        .perform(intent, |work| {
            start(work, intent, who.person(), choice, adoption, None)
        })
        .await?;
    Ok((adoption, done))
}

/// Holds the part and starts the adoption; the hold ends at `until`, or as the terms say.
pub(crate) fn start(
    work: &mut Work<'_>,
    intent: &Intent,
    buyer: PersonId,
    choice: Choice,
    adoption: AdoptionId,
    until: Option<Timestamp>,
) -> Result<(), Error> {
    let mut agreement = agree(work, buyer, choice, intent)?;
    agreement.hold_until = until.unwrap_or(agreement.hold_until);
    let campaign = work.state::<Campaign>(&campaign::stream_id(choice.campaign))?;
    let limit = campaign
        .check_for_sale(choice.tree, intent.now())?
        .per_buyer_limit;
    begin(work, adoption, agreement, limit)
}

/// Holds what was agreed and starts the adoption, if the buyer's limit allows it.
pub(crate) fn begin(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    agreement: Agreement,
    limit: u16,
) -> Result<(), Error> {
    let (campaign, buyer) = (agreement.campaign, agreement.buyer);
    let share = tree_share::Command::HoldTreeShare {
        tree: agreement.tree,
        season: agreement.season,
        part: agreement.part,
        campaign,
        adoption,
        holder: buyer,
        until: agreement.hold_until,
    };
    work.decide::<TreeShare>(&share_id(&agreement), share)?;
    let start = bond::Command::StartAdoption {
        adoption,
        agreement,
    };
    if work.decide::<Adoption>(&bond::stream_id(adoption), start)? {
        counting::count_started(work, campaign, adoption)?;
    }
    let allowance = allowance::Command::UseAllowance {
        campaign,
        buyer,
        adoption,
        limit,
    };
    work.decide::<Allowance>(&allowance_id(campaign, buyer), allowance)?;
    Ok(())
}

/// The offer's terms, frozen for this buyer (D 6).
fn agree(
    work: &mut Work<'_>,
    buyer: PersonId,
    choice: Choice,
    intent: &Intent,
) -> Result<Agreement, Error> {
    let price = counting::quote(work, choice.campaign, intent.now())?.price;
    let campaign = work.state::<Campaign>(&campaign::stream_id(choice.campaign))?;
    let terms = campaign.check_for_sale(choice.tree, intent.now())?;
    let season = campaign.offer()?.season;
    let contract = campaign
        .contract_at(intent.now())
        .ok_or(campaign::Rejection::ContractMissing)?;
    Ok(Agreement {
        campaign: choice.campaign,
        buyer,
        tree: choice.tree,
        season,
        part: Part {
            number: choice.part,
            of: terms.shares_per_tree,
        },
        price,
        promised_grams: terms.promised_grams,
        boxes: terms.boxes,
        risk_clause: terms.risk_clause,
        contract,
        hold_until: intent
            .now()
            .plus_seconds(i64::from(terms.hold_minutes) * MINUTE_SECONDS),
    })
}

pub(crate) fn share_id(agreement: &Agreement) -> String {
    tree_share::stream_id(agreement.tree, agreement.season)
}

pub(crate) fn allowance_id(campaign: CampaignId, buyer: PersonId) -> String {
    allowance::stream_id(campaign, buyer)
}

/// The agreement of one's own adoption; somebody else's is not found.
pub(crate) fn own_agreement(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    buyer: PersonId,
) -> Result<Agreement, Error> {
    let agreement = agreement_of(work, adoption)?;
    if agreement.buyer == buyer {
        Ok(agreement)
    } else {
        Err(Error::NotFound)
    }
}

pub(crate) fn agreement_of(work: &mut Work<'_>, adoption: AdoptionId) -> Result<Agreement, Error> {
    let state = work.state::<Adoption>(&bond::stream_id(adoption))?;
    Ok(state.agreement().map_err(|_| Error::NotFound)?.clone())
}

/// How an adoption stands.
pub(crate) fn phase_of(work: &mut Work<'_>, adoption: AdoptionId) -> Result<Phase, Error> {
    Ok(work.state::<Adoption>(&bond::stream_id(adoption))?.phase)
}

/// Fruit is planned, locked and packed only for an adoption that stands paid.
pub(crate) fn demand_confirmed(work: &mut Work<'_>, adoption: AdoptionId) -> Result<(), Error> {
    let state = work.state::<Adoption>(&bond::stream_id(adoption))?;
    match state.phase {
        Phase::Confirmed => Ok(()),
        Phase::Started => Err(bond::Rejection::AdoptionNotConfirmed.into()),
        Phase::Cancelled { reason } => Err(bond::Rejection::AdoptionCancelled { reason }.into()),
        Phase::Completed => Err(bond::Rejection::AdoptionCompleted.into()),
    }
}

/// Proposes the text of the nameplate.
///
/// # Errors
/// A text that cannot stand on a nameplate, somebody else's adoption, or one that is over.
pub async fn propose_nameplate(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
    text: &str,
) -> Result<Done, Error> {
    let text = NameplateText::parse(text, &plates::banned_words(app)?)
        .map_err(|error| Error::Invalid(vec![Violation::new("text", error.code())]))?;
    let sealed = app.seal_nameplate(who.person(), adoption, text.as_str())?;
    app.perform(intent, |work| {
        own_agreement(work, adoption, who.person())?;
        let command = bond::Command::ProposeNameplate {
            text: sealed.clone(),
            at: intent.now(),
        };
        work.edit::<Adoption>(&bond::stream_id(adoption), command)?;
        Ok(())
    })
    .await
}

/// What stands for a proposed text where a decision is asked for: SHA-256 of its sealed form.
#[must_use]
pub fn plate_hash(text: &Sealed) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(text.as_str()).into())
}

/// A decision is about the text that was seen; another that was proposed meanwhile has to be looked at first.
fn demand_seen(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    seen: Option<ContentHash>,
) -> Result<(), Error> {
    let id = bond::stream_id(adoption);
    let state = work.state::<Adoption>(&id)?;
    let proposed = state
        .nameplate
        .as_ref()
        .map(|plate| plate_hash(&plate.text));
    if seen.is_some() && seen != proposed {
        let actual = work.version::<Adoption>(&id)?;
        return Err(Error::Stale { actual });
    }
    Ok(())
}

/// Approves a nameplate. `seen` is the [`plate_hash`] of the text the decision is about.
///
/// # Errors
/// Nothing is proposed, or another text than the one that was seen ([`Error::Stale`]).
pub async fn approve_nameplate(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    adoption: AdoptionId,
    seen: Option<ContentHash>,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        demand_seen(work, adoption, seen)?;
        let command = bond::Command::ApproveNameplate { at: intent.now() };
        work.edit::<Adoption>(&bond::stream_id(adoption), command)?;
        Ok(())
    })
    .await
}

/// Rejects a nameplate with the reason that the buyer will read.
///
/// # Errors
/// Nothing is proposed, or no reason is given.
pub async fn reject_nameplate(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    (adoption, seen): (AdoptionId, Option<ContentHash>),
    reason: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        demand_seen(work, adoption, seen)?;
        let command = bond::Command::RejectNameplate {
            reason: reason.trim().to_owned(),
            at: intent.now(),
        };
        work.edit::<Adoption>(&bond::stream_id(adoption), command)?;
        Ok(())
    })
    .await
}

/// What the buyer saw and confirmed.
#[derive(Debug, Clone, Copy)]
pub struct Acceptance {
    /// The hash of the contract that was shown.
    pub contract: ContentHash,
    /// The risk clause that was shown.
    pub risk_clause: RiskClause,
    /// That fresh fruit cannot be returned without fault was confirmed (D 7).
    pub no_return_confirmed: bool,
}

/// Accepts the contract of the offer.
///
/// # Errors
/// Another contract or clause than the offer's, the no-return point not confirmed, somebody else's adoption.
pub async fn accept_contract(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
    seen: Acceptance,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let agreement = own_agreement(work, adoption, who.person())?;
        let command = bond::Command::AcceptContract {
            contract: seen.contract,
            risk_clause: seen.risk_clause,
            no_return_confirmed: seen.no_return_confirmed,
            at: intent.now(),
        };
        if work.edit::<Adoption>(&bond::stream_id(adoption), command)? {
            contracts::agree(work, intent, adoption, agreement.campaign, seen.contract)?;
        }
        Ok(())
    })
    .await
}

/// Cancels one's own adoption by the plan as it is at this moment (`cancelling`).
///
/// # Errors
/// Somebody else's adoption, or one that is completed.
pub async fn cancel(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<Done, Error> {
    cancelling::at_once(app, Canceller::Buyer(*who), intent, adoption).await
}

/// Cancels somebody's adoption on the operator's decision, by the same plan.
///
/// # Errors
/// As [`cancel`].
pub async fn cancel_by_operator(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<Done, Error> {
    cancelling::at_once(app, Canceller::Operator(*who), intent, adoption).await
}

/// Ends an adoption: its count, its money, its share and its place in the allowance, in one commit.
pub(crate) fn unwind(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    reason: CancelReason,
) -> Result<(), Error> {
    unwind_on_terms(work, intent, adoption, reason, &Terms::default())
}

/// As [`unwind`]; the refund goes under these terms.
pub(crate) fn unwind_on_terms(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    reason: CancelReason,
    terms: &Terms,
) -> Result<(), Error> {
    let agreement = agreement_of(work, adoption)?;
    let was = phase_of(work, adoption)?;
    crate::commands::boxes::refuse_if_packed(work, adoption)?;
    let cancel = bond::Command::CancelAdoption {
        reason,
        at: intent.now(),
    };
    if !work.decide::<Adoption>(&bond::stream_id(adoption), cancel)? {
        return Ok(());
    }
    counting::uncount(work, adoption, &agreement, was)?;
    let withdraw = handover::Command::WithdrawHandover { at: intent.now() };
    work.decide::<Handover>(&handover::stream_id(adoption), withdraw)?;
    groups::end(work, intent, adoption, FailReason::Cancelled)?;
    let why = match reason {
        CancelReason::ByOperator => RefundReason::ByOperator,
        CancelReason::PaidTooLate => RefundReason::PaidTooLate,
        CancelReason::GoalMissed => RefundReason::CampaignFailed,
        CancelReason::Withdrawn | CancelReason::HoldExpired => RefundReason::Withdrawn,
    };
    remedies::end_offers(work, intent, adoption)?;
    remedies::give_all_carried_back(work, intent, adoption)?;
    refunds::request_on_terms(work, intent, adoption, why, terms)?;
    give_back(work, intent, &agreement, adoption)
}

/// Frees share and allowance.
pub(crate) fn give_back(
    work: &mut Work<'_>,
    intent: &Intent,
    agreement: &Agreement,
    adoption: AdoptionId,
) -> Result<(), Error> {
    let release = tree_share::Command::ReleaseTreeShare {
        adoption,
        reason: ReleaseReason::Cancelled,
        at: intent.now(),
    };
    work.decide::<TreeShare>(&share_id(agreement), release)?;
    let back = allowance::Command::ReturnAllowance { adoption };
    work.decide::<Allowance>(&allowance_id(agreement.campaign, agreement.buyer), back)?;
    Ok(())
}
