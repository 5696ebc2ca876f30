//! What is about to run out on the rails of payments, months ahead (E 4).

use kernel::{AdoptionId, PaymentId, Timestamp};
use readmodels::money::MONEY_PAGE_MAX;
use settlement::{
    payment::Channel,
    rails::{Clock, RailLimits, Urgency, clocks},
};

use crate::{
    App, Error,
    error::Fault,
    permission::{Auditor, Signed},
};

/// No clock of a payment runs longer: WeChat's refunds end after 365 days; a month to look back on what ended.
const LOOK_BACK_DAYS: i64 = 400;

/// A clock of a payment that runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiring {
    /// The payment.
    pub payment: PaymentId,
    /// What it is for.
    pub adoption: AdoptionId,
    /// Its channel.
    pub channel: Channel,
    /// The clock.
    pub clock: Clock,
}

/// What runs out until a moment or is nearly used up, the next first: at most a page of payments of each channel. What
/// ran out already is told as long as the books look back.
///
/// # Errors
/// The read models failed.
pub fn expiring(
    app: &App,
    _who: &Signed<Auditor>,
    until: Timestamp,
) -> Result<Vec<Expiring>, Error> {
    let now = app.now();
    let since = now.plus_days(-LOOK_BACK_DAYS);
    let mut found = Vec::new();
    for channel in Channel::ALL {
        let limits = RailLimits::of(channel);
        let rows = app
            .read()
            .rails_since(channel, since, MONEY_PAGE_MAX)
            .map_err(Fault::from)?;
        for row in rows {
            for clock in clocks(&limits, &row.facts, now) {
                let runs_out = clock.until.is_some_and(|at| at <= until);
                let used_up = clock.until.is_none() && clock.urgency != Urgency::Calm;
                if runs_out || used_up {
                    found.push(Expiring {
                        payment: row.payment,
                        adoption: row.adoption,
                        channel,
                        clock,
                    });
                }
            }
        }
    }
    found.sort_by_key(|one| (one.clock.until.unwrap_or(now), one.payment));
    Ok(found)
}
