//! Deadlines are stored facts; this asks what is due now: `when_hold_expires_release_share` gives a share back,
//! `when_funding_ends_judge_it` says what came of a goal.

use adoption::{
    adoption::{self as bond, Adoption, CancelReason},
    allowance::{self, Allowance},
    campaign::{self, Campaign},
    group::FailReason,
    tally::{self, Tally},
    tree_share::{self, TreeShare},
};
use kernel::{AdoptionId, CampaignId, Timestamp};
use readmodels::due::{Due, DueKind};
use settlement::{
    payment::{self, Payment},
    refund::RefundReason,
};

use crate::{
    App, Error, Intent,
    commands::{
        adopt::{agreement_of, allowance_id, phase_of, share_id},
        counting, credits, groups, handovers, partial_refunds,
        payments::payment_of,
        refunds, remedies, renewals,
    },
    error::Fault,
};

const HOLDS: &str = "when_hold_expires_release_share";
const RENEWALS: &str = "when_season_is_offered_ask_remind_renew";
const OFFERS: &str = "when_nobody_accepts_end_offer";
const GOALS: &str = "when_funding_ends_judge_it";

const REMEDIES: &str = "when_choice_ends_take_default";
const CARRIED: &str = "when_carry_over_ends_pay_it_back";

/// Deadlines handled in one go.
const DUE_MAX: usize = 500;

/// Settles every deadline whose time is up. Ends holds: share, allowance and adoption in one commit; paid shares are
/// left alone, whoever was faster (D 3). Judges goals. Returns how many deadlines were looked at.
///
/// # Errors
/// The read models or the log failed.
pub async fn settle_deadlines(app: &App) -> Result<usize, Error> {
    let now = app.now();
    let due = app.read().due(now, DUE_MAX).map_err(Fault::from)?;
    for deadline in &due {
        match settle(app, deadline, now).await {
            Ok(()) => {}
            Err(Error::Rejected(rejection)) => {
                tracing::warn!(
                    code = rejection.code(),
                    ?deadline,
                    "a deadline was overtaken"
                );
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(due.len())
}

async fn settle(app: &App, deadline: &Due, now: Timestamp) -> Result<(), Error> {
    match deadline.kind {
        DueKind::HoldExpires { adoption, .. } => {
            let intent = Intent::of_deadline(HOLDS, &adoption.to_string(), now);
            expire(app, adoption, &intent).await
        }
        DueKind::RemedyDefaults { adoption, offer } => {
            let intent = Intent::of_deadline(REMEDIES, &format!("{adoption}/{offer}"), now);
            remedies::take_default(app, &intent, (adoption, offer)).await?;
            Ok(())
        }
        DueKind::CarryOverEnds { adoption, remedy } => {
            let intent = Intent::of_deadline(CARRIED, &format!("{adoption}/{remedy}"), now);
            remedies::end_carried(app, &intent, (adoption, remedy)).await
        }
        DueKind::HandoverLapses { adoption } => {
            // An adoption may be offered again, so the moment is part of the name.
            let name = format!("{adoption}@{}", deadline.at);
            let intent = Intent::of_deadline(OFFERS, &name, now);
            handovers::lapse(app, adoption, &intent).await
        }
        DueKind::RenewalReminder { adoption } => {
            let intent =
                Intent::of_deadline(RENEWALS, &format!("{adoption}/r@{}", deadline.at), now);
            renewals::remind(app, adoption, &intent).await
        }
        DueKind::RenewsByItself { adoption } => {
            let intent =
                Intent::of_deadline(RENEWALS, &format!("{adoption}/s@{}", deadline.at), now);
            renewals::renew_by_itself(app, adoption, &intent).await
        }
        DueKind::RenewalLapses { adoption } => {
            let intent =
                Intent::of_deadline(RENEWALS, &format!("{adoption}/l@{}", deadline.at), now);
            renewals::lapse(app, adoption, &intent).await
        }
        DueKind::FundingEnds { campaign } => {
            // A deadline may be extended, so the moment is part of its name.
            let name = format!("{campaign}@{}", deadline.at);
            judge(app, campaign, &Intent::of_deadline(GOALS, &name, now)).await
        }
    }
}

async fn judge(app: &App, campaign: CampaignId, intent: &Intent) -> Result<(), Error> {
    app.perform(intent, |work| {
        let state = work.state::<Campaign>(&campaign::stream_id(campaign))?;
        let Some(funding) = state.plan.funding.clone() else {
            return Ok(());
        };
        let now = intent.now();
        let judge = tally::Command::JudgeFunding { funding, now };
        work.decide::<Tally>(&tally::stream_id(campaign), judge)?;
        Ok(())
    })
    .await?;
    Ok(())
}

async fn expire(app: &App, adoption: AdoptionId, intent: &Intent) -> Result<(), Error> {
    let now = intent.now();
    app.perform(intent, |work| {
        let agreement = agreement_of(work, adoption)?;
        // Money that is there is the payment policy's to decide about, however late it gets to it.
        let payment = payment::stream_id(payment_of(adoption));
        if work.state::<Payment>(&payment)?.captured.is_some()
            || groups::awaits_policy(work, adoption)?
        {
            return Ok(());
        }
        let expire = tree_share::Command::ExpireHold { adoption, now };
        if !work.decide::<TreeShare>(&share_id(&agreement), expire)? {
            return Ok(());
        }
        let back = allowance::Command::ReturnAllowance { adoption };
        work.decide::<Allowance>(&allowance_id(agreement.campaign, agreement.buyer), back)?;
        let cancel = bond::Command::CancelAdoption {
            reason: CancelReason::HoldExpired,
            at: now,
        };
        let was = phase_of(work, adoption)?;
        if work.decide::<Adoption>(&bond::stream_id(adoption), cancel)? {
            counting::uncount(work, adoption, &agreement, was)?;
        }
        if groups::end(work, intent, adoption, FailReason::Deadline)? {
            refunds::request_for_adoption(work, intent, adoption, RefundReason::Withdrawn)?;
        }
        credits::give_back_spent(work, intent, agreement.buyer, adoption)
    })
    .await?;
    Ok(())
}

const BATCHING: &str = "when_small_refunds_waited_send_them";

/// Sends small refunds that are enough together, or waited long enough (B 19). Returns how many refunds that made.
///
/// # Errors
/// The read models or the log failed.
pub async fn send_small_refunds(app: &App) -> Result<usize, Error> {
    let now = app.now();
    let payments = app
        .read()
        .payments_with_queued_refunds()
        .map_err(Fault::from)?;
    let mut sent = 0;
    for payment in payments {
        let intent = Intent::of_deadline(BATCHING, &format!("{payment}/{now}"), now);
        match partial_refunds::send_together(app, &intent, payment).await {
            Ok(true) => sent += 1,
            Ok(false) => {}
            Err(Error::Rejected(rejection)) => {
                tracing::warn!(code = rejection.code(), %payment, "a batch was overtaken");
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(sent)
}
