//! Something happened that somebody should be told: the table of letters. A new letter is one line here, its kind in
//! `community::letter::Kind`, and its words. The policy only decides that a letter is due; `crate::post` sends it.

mod orchard;

use adoption::{
    adoption::{self as bond, CancelReason},
    campaign::{self, Campaign},
    handover::{self, EndReason},
    renewal,
    shortfall::{self, Withdrawal},
    tally, waiting_list,
};
use chrono::{Datelike, Days};
use community::{
    contact,
    letter::{About, Kind},
};
use eventlog::RecordedEvent;
use fulfilment::parcel::{self, Parcel};
use kernel::{AdoptionId, CampaignId, Day, Timestamp};
use settlement::{
    payment::{self, Payment},
    refund,
};

use super::decode;
use crate::{
    App, Error, Intent,
    commands::letters::{self, Wanted},
    error::Fault,
};

const NAME: &str = "when_it_matters_write_letters";

/// A letter about something older than this helps nobody any more, and a log that is read again from its beginning
/// must not wake the dead. In days.
const TOLD_WITHIN_DAYS: i64 = 3;
/// How long before a choice ends its reader is reminded, in days.
const REMIND_DAYS: i64 = 3;
/// China Standard Time, in seconds ahead of UTC.
const CST_SECONDS: i64 = 8 * 3_600;
/// When the weekly news goes out on Mondays, in seconds after midnight in China: nine o'clock.
const NEWS_SECONDS: i64 = 9 * 3_600;

/// Who is to be told of an event.
type Readers = fn(&App, &RecordedEvent) -> Result<Vec<Wanted>, Error>;

/// Which event leads to which letters.
const TABLE: &[(&str, Readers)] = &[
    ("community.email-given", email_given),
    ("adoption.contract-accepted", |app, event| {
        to_holder(app, event, Kind::OrderHeld)
    }),
    ("adoption.adoption-confirmed", |app, event| {
        to_holder(app, event, Kind::AdoptionConfirmed)
    }),
    ("adoption.adoption-cancelled", adoption_cancelled),
    ("adoption.nameplate-rejected", |app, event| {
        to_holder(app, event, Kind::NameplateRejected)
    }),
    ("adoption.campaign-funding-judged", funding_judged),
    ("adoption.campaign-opened", campaign_opened),
    ("adoption.waiting-list-place-offered", place_offered),
    ("adoption.adoption-transferred", transferred),
    ("adoption.handover-ended", handover_ended),
    ("adoption.renewal-offered", renewal),
    ("adoption.renewal-reminded", renewal),
    ("adoption.remedy-offered", remedy),
    ("adoption.remedy-withdrawn", remedy),
    ("adoption.remedy-defaulted", remedy),
    ("adoption.remedy-stands", remedy),
    ("adoption.shortfall-borne", remedy),
    ("settlement.refund-settled", refund_settled),
    ("settlement.surplus-received", paid_beside),
    ("fulfilment.parcel-handed-over", parcel_handed_over),
    (
        "traceability.observation-accepted",
        orchard::observation_accepted,
    ),
    ("traceability.update-requested", orchard::photo_asked),
];

/// Whether anybody could have to be told of such an event.
pub(super) fn tells_of(event_type: &str) -> bool {
    TABLE.iter().any(|(name, _)| *name == event_type)
}

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let now = app.now();
    let oldest = now.plus_days(-TOLD_WITHIN_DAYS).millis();
    if event.recorded_at_ms < oldest {
        return Ok(());
    }
    let name = event.type_name.as_str();
    for (_, readers) in TABLE.iter().filter(|(known, _)| *known == name) {
        for wanted in readers(app, event)? {
            let intent = match wanted.send_at {
                // What is gathered goes out once, however much is gathered.
                Some(at) if wanted.kind == Kind::News => {
                    Intent::of_deadline(NAME, &at.to_string(), now)
                }
                Some(_) | None => Intent::of_policy(NAME, event.position.0, now),
            };
            letters::write(app, &intent, &wanted).await?;
        }
    }
    Ok(())
}

fn email_given(_: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let contact::Event::EmailGiven { person, .. } = decode(event)? else {
        return Ok(vec![]);
    };
    let letter = |kind| Wanted::now(kind, person, About::Account);
    // The second reaches somebody only if there was a verified address before.
    Ok(vec![letter(Kind::VerifyEmail), letter(Kind::EmailChanged)])
}

/// Whoever the adoption belongs to.
fn to_holder(app: &App, event: &RecordedEvent, kind: Kind) -> Result<Vec<Wanted>, Error> {
    let adoption = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    tell_holder(app, adoption, kind, About::Adoption { adoption })
}

fn tell_holder(
    app: &App,
    adoption: AdoptionId,
    kind: Kind,
    about: About,
) -> Result<Vec<Wanted>, Error> {
    let bond = app.load::<bond::Adoption>(&bond::stream_id(adoption))?;
    let holder = bond.started.as_ref().map(|(_, agreement)| agreement.buyer);
    let letter = holder.map(|person| Wanted::now(kind, person, about));
    Ok(letter.into_iter().collect())
}

fn adoption_cancelled(app: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let bond::Event::AdoptionCancelled { reason, .. } = decode(event)? else {
        return Ok(vec![]);
    };
    let adoption: AdoptionId = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    let state = app.load::<bond::Adoption>(&bond::stream_id(adoption))?;
    let kind = match reason {
        // Who never accepted the contract has not ordered anything.
        CancelReason::HoldExpired | CancelReason::Withdrawn if state.accepted_at.is_none() => {
            return Ok(vec![]);
        }
        CancelReason::HoldExpired => Kind::HoldEnded,
        CancelReason::PaidTooLate => Kind::PaidTooLate,
        CancelReason::Withdrawn | CancelReason::ByOperator | CancelReason::GoalMissed => {
            Kind::AdoptionCancelled
        }
    };
    to_holder(app, event, kind)
}

fn funding_judged(app: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let tally::Event::FundingJudged { outcome, .. } = decode(event)? else {
        return Ok(vec![]);
    };
    if outcome == tally::Outcome::Failed {
        // Everybody hears of it with their own adoption, which is cancelled.
        return Ok(vec![]);
    }
    let campaign: CampaignId = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    let holders = app.read().holders(campaign).map_err(Fault::from)?;
    let letter = |(adoption, person)| {
        Wanted::now(
            Kind::CampaignSucceeded,
            person,
            About::Adoption { adoption },
        )
    };
    Ok(holders.into_iter().map(letter).collect())
}

fn campaign_opened(app: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let campaign: CampaignId = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    let state = app.load::<Campaign>(&campaign::stream_id(campaign))?;
    let Some(offer) = &state.offer else {
        return Ok(vec![]);
    };
    let readers = app
        .read()
        .offer_readers(offer.orchard)
        .map_err(Fault::from)?;
    let letter = |person| Wanted::now(Kind::SeasonOpened, person, About::Campaign { campaign });
    Ok(readers.into_iter().map(letter).collect())
}

fn place_offered(app: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    match decode(event)? {
        waiting_list::Event::PlaceOffered { adoption, .. } => tell_holder(
            app,
            adoption,
            Kind::PlaceOffered,
            About::Adoption { adoption },
        ),
        waiting_list::Event::WaitingListJoined { .. }
        | waiting_list::Event::WaitingListLeft { .. }
        | waiting_list::Event::PlaceTaken { .. }
        | waiting_list::Event::PlaceLapsed { .. } => Ok(vec![]),
    }
}

fn transferred(_: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let bond::Event::AdoptionTransferred { from, to, .. } = decode(event)? else {
        return Ok(vec![]);
    };
    let adoption = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    let about = About::Adoption { adoption };
    Ok(vec![
        Wanted::now(Kind::AdoptionGiven, from, about),
        Wanted::now(Kind::AdoptionReceived, to, about),
    ])
}

fn handover_ended(app: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    match decode(event)? {
        handover::Event::HandoverEnded {
            reason: EndReason::Lapsed | EndReason::Refused,
            ..
        } => to_holder(app, event, Kind::HandoverEnded),
        // Who takes an offer back knows it.
        handover::Event::HandoverEnded { .. }
        | handover::Event::HandoverOffered { .. }
        | handover::Event::HandoverAccepted { .. } => Ok(vec![]),
    }
}

/// D 10: the reminder names the day, and the page it leads to stops the renewal in one step.
fn renewal(_: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let (kind, holder, adoption, by) = match decode(event)? {
        renewal::Event::RenewalOffered {
            adoption,
            holder,
            until,
            ..
        } => (Kind::RenewalOffered, holder, adoption, until),
        renewal::Event::RenewalReminded {
            adoption,
            holder,
            renews_at,
            ..
        } => (Kind::RenewalReminder, holder, adoption, renews_at),
        renewal::Event::AutomaticRenewalSet { .. } | renewal::Event::RenewalAnswered { .. } => {
            return Ok(vec![]);
        }
    };
    let about = About::Renewal { adoption, by };
    Ok(vec![Wanted::now(kind, holder, about)])
}

/// What is done about missing fruit: what may be chosen, a reminder before the contract decides, and how it ended. What
/// another letter tells as well is not told twice: a new offer, an adoption that ended, one's own choice.
fn remedy(app: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let (kind, adoption) = match decode(event)? {
        shortfall::Event::RemedyOffered {
            adoption,
            offer,
            choose_by,
            ..
        } => return remedy_offered(app, adoption, (offer, choose_by), told_at(event)),
        shortfall::Event::RemedyWithdrawn {
            adoption,
            why: Withdrawal::Corrected,
            ..
        } => (Kind::RemedyWithdrawn, adoption),
        shortfall::Event::RemedyDefaulted { settled, at } => {
            let (adoption, offer) = (settled.adoption, settled.offer);
            let about = About::Remedy {
                adoption,
                offer,
                by: at,
            };
            return tell_holder(app, adoption, Kind::RemedyDefaulted, about);
        }
        shortfall::Event::RemedyStands { adoption, .. } => (Kind::RemedyStands, adoption),
        shortfall::Event::ShortfallBorne { adoption, .. } => (Kind::ShortfallBorne, adoption),
        shortfall::Event::RemedyWithdrawn { .. }
        | shortfall::Event::ExpectationNoted { .. }
        | shortfall::Event::RemedyChosen { .. }
        | shortfall::Event::FruitGivenUp { .. } => return Ok(vec![]),
    };
    tell_holder(app, adoption, kind, About::Adoption { adoption })
}

fn remedy_offered(
    app: &App,
    adoption: AdoptionId,
    (offer, by): (u16, Timestamp),
    told_at: Option<Timestamp>,
) -> Result<Vec<Wanted>, Error> {
    let about = About::Remedy {
        adoption,
        offer,
        by,
    };
    let mut letters = tell_holder(app, adoption, Kind::RemedyOffered, about)?;
    let remind_at = by.plus_days(-REMIND_DAYS);
    if Some(remind_at) > told_at {
        let reminders = tell_holder(app, adoption, Kind::RemedyReminder, about)?;
        letters.extend(reminders.into_iter().map(|letter| Wanted {
            send_at: Some(remind_at),
            ..letter
        }));
    }
    Ok(letters)
}

/// Who paid gets it back, and is told, whoever the adoption belongs to.
fn refund_settled(app: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let refund::Event::RefundSettled {
        refund,
        payment,
        adoption,
        ..
    } = decode(event)?
    else {
        return Ok(vec![]);
    };
    let paid = app.load::<Payment>(&payment::stream_id(payment))?;
    let about = About::Refund { refund, adoption };
    let payer = paid.opened.as_ref().map(|opened| opened.payer);
    let letter = payer.map(|payer| Wanted::now(Kind::RefundSettled, payer, about));
    Ok(letter.into_iter().collect())
}

/// More came than was asked for: it is the payer's, and they are told at once.
fn paid_beside(_: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let payment::Event::SurplusReceived(surplus) = decode(event)? else {
        return Ok(vec![]);
    };
    let about = About::Payment {
        payment: surplus.payment,
        adoption: surplus.adoption,
    };
    Ok(vec![Wanted::now(Kind::PaidBeside, surplus.payer, about)])
}

fn parcel_handed_over(app: &App, event: &RecordedEvent) -> Result<Vec<Wanted>, Error> {
    let parcel = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    let state = app.load::<Parcel>(&parcel::stream_id(parcel))?;
    let letter = state.packing.as_ref().map(|packing| {
        let adoption = packing.adoption;
        Wanted::now(
            Kind::ParcelSent,
            packing.buyer,
            About::Parcel { parcel, adoption },
        )
    });
    Ok(letter.into_iter().collect())
}

/// When the event was told. What follows from it is reckoned from there and not from the clock, so that a log that is
/// read again on another day tells nothing anew.
fn told_at(event: &RecordedEvent) -> Option<Timestamp> {
    Timestamp::from_millis(event.recorded_at_ms)
}

/// The next Monday, nine o'clock in China.
fn next_monday(after: Timestamp) -> Option<Timestamp> {
    let today = Day::from(after.plus_seconds(CST_SECONDS).utc().date_naive());
    let days = 7 - u64::from(today.date().weekday().num_days_from_monday());
    let monday = today.date().checked_add_days(Days::new(days))?;
    let midnight = monday.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis();
    let utc = Timestamp::from_millis(midnight)?;
    Some(utc.plus_seconds(NEWS_SECONDS - CST_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_news_goes_out_on_monday_at_nine_in_china() {
        let monday = |now: &str| next_monday(now.parse().unwrap()).unwrap().to_string();
        // 1 March 2026 is a Sunday; at 16:30 UTC it is Monday in China already.
        assert_eq!(monday("2026-03-01T08:00:00Z"), "2026-03-02T01:00:00.000Z");
        assert_eq!(monday("2026-03-01T16:30:00Z"), "2026-03-09T01:00:00.000Z");
        assert_eq!(monday("2026-03-04T08:00:00Z"), "2026-03-09T01:00:00.000Z");
    }

    #[test]
    fn every_line_of_the_table_names_an_event_that_exists() {
        let known: Vec<&str> = adoption::event_types()
            .into_iter()
            .chain(community::event_types())
            .chain(fulfilment::event_types())
            .chain(settlement::event_types())
            .chain(traceability::event_types())
            .map(|(_, name, _)| name)
            .collect();
        for (name, _) in TABLE {
            assert!(known.contains(name), "{name}");
        }
    }
}
