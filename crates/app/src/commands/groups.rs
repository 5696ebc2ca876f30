//! Several people pay for one adoption together: one starts it and invites by a link, everybody pays a part, all by
//! the end of the hold or nobody.

use adoption::{
    adoption::{self as bond, Adoption},
    campaign::{self, Campaign},
    group::{self, Command, FailReason, Group},
};
use kernel::{AdoptionId, ContentHash, PaymentId, PersonId, Timestamp};
use settlement::payment::{self, Channel, Payment};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use vault::Secret;

use crate::{
    App, Done, Error, Intent, Violation,
    commands::adopt::{Choice, agreement_of, own_agreement, start},
    error::Fault,
    permission::{Buyer, Signed},
    work::Work,
};

/// Namespace of the payments of parts (UUID version 5); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.part.paym");
/// How long a group may take, in hours: the share is nobody else's meanwhile.
pub const GROUP_HOURS: [u8; 3] = [24, 48, 72];
/// Seconds of an hour.
const HOUR_SECONDS: i64 = 60 * 60;

/// How a group wants to pay.
#[derive(Debug, Clone, Copy)]
pub struct Together {
    /// In how many parts.
    pub parts: u8,
    /// Within how many hours, one of [`GROUP_HOURS`].
    pub hours: u8,
}

/// The payment of a person for a part. Taking the part again after leaving it finds the same one.
#[must_use]
pub fn payment_of_part(adoption: AdoptionId, number: u8, person: PersonId) -> PaymentId {
    let name = format!("{adoption}/{number}/{person}");
    PaymentId::from_bytes(Uuid::new_v5(&NAMESPACE, name.as_bytes()).into_bytes())
}

/// What is kept of a secret in a link.
#[must_use]
pub fn link_of(secret: &str) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(secret).into())
}

/// Holds a part of a tree for as long as the group may take, and divides its price. The hold's one expiry is the
/// group's deadline (D 3).
///
/// # Errors
/// As for adopting alone; a number of parts or hours that is not offered.
pub async fn adopt_together(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    choice: Choice,
    together: Together,
) -> Result<(AdoptionId, Done), Error> {
    if !GROUP_HOURS.contains(&together.hours) {
        return Err(Error::Invalid(vec![Violation::new("hours", "choice")]));
    }
    let adoption = AdoptionId::from_bytes(intent.bytes("adoption"));
    let secret = Secret::invitation()?;
    let sealed = app.seal_secret(who.person(), adoption, secret.expose())?;
    let done = app
        .perform(intent, |work| {
            let until = deadline(work, intent, choice, together)?;
            start(work, intent, who.person(), choice, adoption, Some(until))?;
            let open = Command::OpenGroup {
                adoption,
                by: who.person(),
                price: agreement_of(work, adoption)?.price,
                parts: together.parts,
                link: link_of(secret.expose()),
                secret: sealed.clone(),
                until,
                now: intent.now(),
            };
            work.decide::<Group>(&group::stream_id(adoption), open)?;
            Ok(())
        })
        .await?;
    Ok((adoption, done))
}

/// The end of the group's time, within the sale.
fn deadline(
    work: &mut Work<'_>,
    intent: &Intent,
    choice: Choice,
    together: Together,
) -> Result<Timestamp, Error> {
    let campaign = work.state::<Campaign>(&campaign::stream_id(choice.campaign))?;
    let last = campaign
        .check_for_sale(choice.tree, intent.now())?
        .sale_until;
    let seconds = i64::from(together.hours) * HOUR_SECONDS;
    Ok(intent.now().plus_seconds(seconds).min(last))
}

/// Takes a part and opens the payment that is to bring it.
///
/// # Errors
/// An unknown link, a part that somebody else has, a group that is over, or a contract that is not accepted yet.
pub async fn take_part(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    secret: &str,
    (number, channel): (u8, Channel),
) -> Result<(PaymentId, Done), Error> {
    let adoption = behind(app, secret)?;
    let payment = payment_of_part(adoption, number, who.person());
    let reference = app.fresh_code(intent, "reference")?;
    let done = app
        .perform(intent, |work| {
            let take = Command::TakePart {
                number,
                by: who.person(),
                payment,
                at: intent.now(),
            };
            work.decide::<Group>(&group::stream_id(adoption), take)?;
            let ready = bond::Command::CheckReadyToPay { now: intent.now() };
            work.decide::<Adoption>(&bond::stream_id(adoption), ready)?;
            let id = payment::stream_id(payment);
            if work.state::<Payment>(&id)?.opened.is_some() {
                return Ok(());
            }
            let agreement = agreement_of(work, adoption)?;
            let open = payment::Command::OpenPayment {
                payment,
                adoption,
                payer: who.person(),
                amount: amount_of(work, adoption, number)?,
                channel,
                reference,
                expires_at: agreement.hold_until,
                lines: vec![],
            };
            work.decide::<Payment>(&id, open)?;
            Ok(())
        })
        .await?;
    Ok((payment, done))
}

/// The payment of the part that one took and has not paid.
///
/// # Errors
/// An unknown link, a part that is not one's own, one that is paid, or a group that is over.
pub fn own_part(
    app: &App,
    who: &Signed<Buyer>,
    secret: &str,
    number: u8,
) -> Result<(AdoptionId, PaymentId), Error> {
    let adoption = behind(app, secret)?;
    let state = app.load::<Group>(&group::stream_id(adoption))?;
    let open = state.is_open();
    let part = state.parts.get(&number);
    let own = part.filter(|part| open && part.by == who.person() && !part.paid);
    Ok((adoption, own.ok_or(Error::NotFound)?.payment))
}

fn amount_of(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    number: u8,
) -> Result<kernel::Money, Error> {
    let state = work.state::<Group>(&group::stream_id(adoption))?;
    let opened = state.opened.as_ref().ok_or(Error::NotFound)?;
    let amounts = group::amounts(opened.price, opened.parts);
    let amount = amounts.get(usize::from(number).wrapping_sub(1)).copied();
    amount.ok_or(Error::NotFound)
}

/// Gives up a part that is not paid: one's own, or anybody's by who invited.
///
/// # Errors
/// An unknown link, somebody else's part, or one that is paid.
pub async fn leave_part(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    secret: &str,
    number: u8,
) -> Result<Done, Error> {
    let adoption = behind(app, secret)?;
    app.perform(intent, |work| {
        let leave = Command::LeavePart {
            number,
            by: who.person(),
            at: intent.now(),
        };
        work.decide::<Group>(&group::stream_id(adoption), leave)?;
        Ok(())
    })
    .await
}

/// Ends the group: everybody is paid back and the tree is free again.
///
/// # Errors
/// Somebody else's adoption, or a group that is complete.
pub async fn cancel(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        own_agreement(work, adoption, who.person())?;
        let fail = Command::FailGroup {
            reason: FailReason::Cancelled,
            at: intent.now(),
        };
        work.decide::<Group>(&group::stream_id(adoption), fail)?;
        let reason = bond::CancelReason::Withdrawn;
        crate::commands::adopt::unwind(work, intent, adoption, reason)
    })
    .await
}

/// The adoption behind a link.
fn behind(app: &App, secret: &str) -> Result<AdoptionId, Error> {
    let row = app
        .read()
        .group_by_link(link_of(secret))
        .map_err(Fault::from)?;
    Ok(row.ok_or(Error::NotFound)?.adoption)
}

/// Ends the group of an adoption that ends, if it waits for parts. Returns whether it did. What was paid is refunded by
/// the caller, with the adoption.
pub(crate) fn end(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    reason: FailReason,
) -> Result<bool, Error> {
    let id = group::stream_id(adoption);
    if !work.state::<Group>(&id)?.is_open() {
        return Ok(false);
    }
    let at = intent.now();
    work.decide::<Group>(&id, Command::FailGroup { reason, at })
}

/// Whether money for a part is there that the payment policy has not looked at yet; it decides, not the deadline.
pub(crate) fn awaits_policy(work: &mut Work<'_>, adoption: AdoptionId) -> Result<bool, Error> {
    let state = work.state::<Group>(&group::stream_id(adoption))?;
    for part in state.parts.values().filter(|part| !part.paid) {
        let payment = work.state::<Payment>(&payment::stream_id(part.payment))?;
        if state.is_open() && payment.captured.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
