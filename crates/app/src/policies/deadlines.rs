//! `when_hold_expires_release_share`: deadlines are stored facts; this asks what is due now and gives it back.

use adoption::{
    adoption::{self as bond, Adoption, CancelReason},
    allowance::{self, Allowance},
    tree_share::{self, TreeShare},
};
use kernel::AdoptionId;
use readmodels::due::DueKind;
use settlement::payment::{self, Payment};

use crate::{
    App, Error, Intent,
    commands::{
        adopt::{agreement_of, allowance_id, share_id},
        partial_refunds,
        payments::payment_of,
    },
    error::Fault,
};

const NAME: &str = "when_hold_expires_release_share";

/// Deadlines handled in one go.
const DUE_MAX: usize = 500;

/// Ends every hold whose time is up: share, allowance and adoption in one commit. Paid shares are left alone, whoever
/// was faster (D 3). Returns how many deadlines were looked at.
///
/// # Errors
/// The read models or the log failed.
pub async fn release_expired_holds(app: &App) -> Result<usize, Error> {
    let now = app.now();
    let due = app.read().due(now, DUE_MAX).map_err(Fault::from)?;
    for deadline in &due {
        let DueKind::HoldExpires { adoption, .. } = deadline.kind;
        match expire(
            app,
            adoption,
            &Intent::of_deadline(NAME, &adoption.to_string(), now),
        )
        .await
        {
            Ok(()) => {}
            Err(Error::Rejected(rejection)) => {
                tracing::warn!(code = rejection.code(), %adoption, "a deadline was overtaken");
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(due.len())
}

async fn expire(app: &App, adoption: AdoptionId, intent: &Intent) -> Result<(), Error> {
    let now = intent.now();
    app.perform(intent, |work| {
        let agreement = agreement_of(work, adoption)?;
        // Money that is there is the payment policy's to decide about, however late it gets to it.
        let payment = payment::stream_id(payment_of(adoption));
        if work.state::<Payment>(&payment)?.captured.is_some() {
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
        work.decide::<Adoption>(&bond::stream_id(adoption), cancel)?;
        Ok(())
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
