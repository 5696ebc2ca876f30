//! A buyer tries to pay by a channel: the attempt is noted before the channel is asked, so that money of it is looked for
//! even if the answer is lost. It holds nothing longer (D 3, B 3). Asking the channel is somebody else's.

use adoption::adoption::{self as bond, Adoption};
use kernel::{AdoptionId, PaymentId};
use settlement::payment::{self, Channel, Command, Opened, Payment};

use crate::{
    App, Done, Error, Intent,
    commands::{adopt::own_agreement, groups, payments::payment_of},
    permission::{Buyer, Signed},
    work::Work,
};

const NAME: &str = "cashier";

/// Notes that the buyer is going to pay by this way, and tells what is to be paid.
///
/// # Errors
/// Somebody else's adoption, the contract is not accepted (D 7), the hold has ended, or the payment is made already.
pub async fn start(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
    channel: Channel,
) -> Result<(Opened, Done), Error> {
    let payment = payment_of(adoption);
    let done = app
        .perform(intent, |work| {
            own_agreement(work, adoption, who.person())?;
            note(work, intent, adoption, (payment, channel))
        })
        .await?;
    let id = payment::stream_id(payment);
    Ok((app.load::<Payment>(&id)?.opened()?.clone(), done))
}

/// The same for a part of a group, by whoever took it.
///
/// # Errors
/// An unknown link, a part that is somebody else's or paid, a group that is over.
pub async fn start_part(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    (secret, number): (&str, u8),
    channel: Channel,
) -> Result<(Opened, Done), Error> {
    let (adoption, payment) = groups::own_part(app, who, secret, number)?;
    let done = app
        .perform(intent, |work| {
            note(work, intent, adoption, (payment, channel))
        })
        .await?;
    let id = payment::stream_id(payment);
    Ok((app.load::<Payment>(&id)?.opened()?.clone(), done))
}

fn note(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    (payment, channel): (PaymentId, Channel),
) -> Result<(), Error> {
    let ready = bond::Command::CheckReadyToPay { now: intent.now() };
    work.decide::<Adoption>(&bond::stream_id(adoption), ready)?;
    let (name, at) = (None, intent.now());
    let start = Command::StartAttempt { channel, name, at };
    work.decide::<Payment>(&payment::stream_id(payment), start)?;
    Ok(())
}

/// Whether the payer's way to pay is begun and open, with what is to be paid.
///
/// # Errors
/// Somebody else's payment, or a way that is not open.
pub fn begun(
    app: &App,
    who: &Signed<Buyer>,
    payment: PaymentId,
    channel: Channel,
) -> Result<Opened, Error> {
    let state = app.load::<Payment>(&payment::stream_id(payment))?;
    let opened = state.opened().map_err(|_| Error::NotFound)?;
    let open = state
        .attempts
        .get(&channel)
        .is_some_and(|attempt| attempt.open);
    if opened.payer == who.person() && open {
        Ok(opened.clone())
    } else {
        Err(Error::NotFound)
    }
}

/// Notes what the channel calls the attempt.
///
/// # Errors
/// The attempt is over, or the name is none.
pub async fn name(
    app: &App,
    payment: PaymentId,
    channel: Channel,
    name: String,
) -> Result<Done, Error> {
    let fact = format!("attempt/{payment}/{name}");
    let intent = Intent::of_channel(channel.as_str(), &fact, app.now());
    app.perform(&intent, |work| {
        let (name, at) = (Some(name.clone()), intent.now());
        let command = Command::StartAttempt { channel, name, at };
        work.decide::<Payment>(&payment::stream_id(payment), command)?;
        Ok(())
    })
    .await
}

/// Notes that the channel takes no money by the attempt any more.
///
/// # Errors
/// The log failed.
pub async fn end(app: &App, payment: PaymentId, channel: Channel) -> Result<Done, Error> {
    let deadline = format!("{payment}/{}", channel.as_str());
    let intent = Intent::of_deadline(NAME, &deadline, app.now());
    app.perform(&intent, |work| {
        let at = intent.now();
        let command = Command::EndAttempt { channel, at };
        work.decide::<Payment>(&payment::stream_id(payment), command)?;
        Ok(())
    })
    .await
}
