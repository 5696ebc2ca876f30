//! Which way each open payout to a farm goes: by dividing payments while their rail takes it, what runs out first going
//! first, and by bank for the rest (D 21, E 4). It decides nothing and records nothing: dividing is done at the channel.

use std::collections::BTreeMap;

use kernel::{FarmId, PaymentId, PayoutId, Season};
use readmodels::money::MONEY_PAGE_MAX;
use settlement::{
    payment::Channel,
    payout::{Payee, Purpose},
    rails::{Division, RailFacts, RailLimits, divide},
};

use crate::{
    App, Error,
    error::Fault,
    permission::{Auditor, Signed},
};

/// The way of one payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The payout.
    pub payout: PayoutId,
    /// How it goes.
    pub division: Division,
}

/// The ways of all payouts to farms that are not sent, the oldest first: each takes what those before it left.
///
/// # Errors
/// The read models failed.
pub fn ways(app: &App, _who: &Signed<Auditor>) -> Result<Vec<Way>, Error> {
    let (read, now) = (app.read(), app.now());
    let channel = Channel::WechatPay;
    let limits = RailLimits::of(channel);
    let mut open = Vec::new();
    for state in ["unapproved", "requested"] {
        let rows = read.payouts(Some(state), None, MONEY_PAGE_MAX);
        open.extend(rows.map_err(Fault::from)?);
    }
    open.sort_by_key(|row| row.position);
    let mut rails: BTreeMap<(FarmId, Season), Vec<(PaymentId, RailFacts)>> = BTreeMap::new();
    let mut ways = Vec::new();
    for row in open {
        let (Payee::Farm(farm), Purpose::Advance(season) | Purpose::Settlement(season)) =
            (row.payee, row.purpose)
        else {
            continue;
        };
        let payments = match rails.entry((farm, season)) {
            std::collections::btree_map::Entry::Occupied(place) => place.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                let found = read.rails_of_farm(channel, (farm, season), MONEY_PAGE_MAX);
                let found = found.map_err(Fault::from)?.into_iter();
                place.insert(found.map(|rail| (rail.payment, rail.facts)).collect())
            }
        };
        ways.push(Way {
            payout: row.payout,
            division: divide(&limits, payments, row.amount, now),
        });
    }
    Ok(ways)
}
