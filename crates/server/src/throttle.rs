//! How often one person or address may ask, and who an address really is behind a trusted proxy.

use std::net::IpAddr;

use actix_web::{HttpRequest, web};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use kernel::PersonId;

use crate::{
    config::{Limits, TrustedProxy},
    limits::PICTURES_PER_MINUTE,
    problem::Problem,
    state::State,
};

/// Rate limiters, each with its own key. Kept in memory; a restart forgets.
pub(crate) struct Throttle {
    persons: DefaultKeyedRateLimiter<PersonId>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    doors: DefaultKeyedRateLimiter<IpAddr>,
    histories: DefaultKeyedRateLimiter<IpAddr>,
    pictures: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl Throttle {
    pub(crate) fn new(limits: &Limits) -> Self {
        let persons = Quota::per_second(limits.person_requests_per_second);
        let addresses = Quota::per_second(limits.address_requests_per_second);
        let doors = Quota::per_minute(limits.door_requests_per_minute);
        let histories = Quota::per_minute(limits.history_proofs_per_minute);
        Self {
            persons: RateLimiter::keyed(persons.allow_burst(limits.person_burst_requests)),
            addresses: RateLimiter::keyed(addresses.allow_burst(limits.address_burst_requests)),
            doors: RateLimiter::keyed(doors.allow_burst(limits.door_burst_requests)),
            histories: RateLimiter::keyed(histories),
            pictures: RateLimiter::keyed(Quota::per_minute(PICTURES_PER_MINUTE)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a request of a signed-in person.
    pub(crate) fn person(&self, person: PersonId) -> Result<(), Problem> {
        self.judge(&self.persons, &person)
    }

    /// Counts a request of an address.
    pub(crate) fn address(&self, address: IpAddr) -> Result<(), Problem> {
        self.judge(&self.addresses, &address)
    }

    /// Counts a sign-in or sign-up of an address.
    pub(crate) fn door(&self, address: IpAddr) -> Result<(), Problem> {
        self.judge(&self.doors, &address)
    }

    /// Counts a history that has to be proven anew for an address.
    pub(crate) fn history(&self, address: IpAddr) -> Result<(), Problem> {
        self.judge(&self.histories, &address)
    }

    /// Counts a picture to send on that has to be drawn for an address.
    pub(crate) fn picture(&self, address: IpAddr) -> Result<(), Problem> {
        self.judge(&self.pictures, &address)
    }

    /// Forgets those who have not asked for a while.
    pub(crate) fn sweep(&self) {
        self.persons.retain_recent();
        self.addresses.retain_recent();
        self.doors.retain_recent();
        self.histories.retain_recent();
        self.pictures.retain_recent();
    }

    fn judge<K: std::hash::Hash + Eq + Clone>(
        &self,
        limiter: &DefaultKeyedRateLimiter<K>,
        key: &K,
    ) -> Result<(), Problem> {
        limiter.check_key(key).map_err(|early| {
            let wait = early.wait_time_from(self.clock.now());
            Problem::too_many(wait.as_secs().saturating_add(1))
        })
    }
}

/// Who is asking: the peer, or what a trusted proxy says. An address that cannot be known counts as one client.
pub(crate) fn client_address(req: &HttpRequest) -> IpAddr {
    let unknown = IpAddr::from([0, 0, 0, 0]);
    let peer = req
        .peer_addr()
        .map_or(unknown, |peer| peer.ip().to_canonical());
    let trusted = match req.app_data::<web::Data<State>>() {
        Some(state) => state.config.server.trusted_proxies.as_slice(),
        None => &[],
    };
    let headers = req.headers().get_all("x-forwarded-for");
    let forwarded: Vec<_> = headers.filter_map(|value| value.to_str().ok()).collect();
    behind_proxies(peer, &forwarded.join(","), trusted)
}

/// Walks back from the peer: as long as who speaks is trusted, whom it names is believed.
fn behind_proxies(peer: IpAddr, forwarded: &str, trusted: &[TrustedProxy]) -> IpAddr {
    let mut client = peer;
    for named in forwarded.rsplit(',') {
        if !trusted.iter().any(|proxy| proxy.covers(client)) {
            return client;
        }
        match named.trim().parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => return client,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn proxies(networks: &[&str]) -> Vec<TrustedProxy> {
        serde_json::from_value(serde_json::json!(networks)).unwrap()
    }

    #[test]
    fn nobody_is_believed_unless_trusted() {
        assert_eq!(behind_proxies(ip("9.9.9.9"), "1.2.3.4", &[]), ip("9.9.9.9"));
        let trusted = proxies(&["10.0.0.0/8"]);
        assert_eq!(
            behind_proxies(ip("9.9.9.9"), "1.2.3.4", &trusted),
            ip("9.9.9.9")
        );
    }

    #[test]
    fn the_last_untrusted_one_is_the_client_whatever_it_claims() {
        let trusted = proxies(&["10.0.0.0/8"]);
        let peer = ip("10.0.0.1");
        assert_eq!(
            behind_proxies(peer, "6.6.6.6, 1.2.3.4", &trusted),
            ip("1.2.3.4")
        );
        assert_eq!(
            behind_proxies(peer, "1.2.3.4, 10.0.0.2", &trusted),
            ip("1.2.3.4")
        );
        assert_eq!(behind_proxies(peer, "nonsense", &trusted), peer);
        assert_eq!(behind_proxies(peer, "", &trusted), peer);
    }

    #[test]
    fn who_asks_too_often_is_told_when_to_come_back() {
        let limits = Limits {
            door_requests_per_minute: std::num::NonZeroU32::MIN,
            door_burst_requests: std::num::NonZeroU32::MIN,
            ..Limits::default()
        };
        let throttle = Throttle::new(&limits);
        assert!(throttle.door(ip("1.2.3.4")).is_ok());
        let refused = throttle.door(ip("1.2.3.4")).unwrap_err();
        assert!(
            refused
                .retry_after_seconds
                .is_some_and(|wait| (1..=60).contains(&wait))
        );
        assert!(throttle.door(ip("1.2.3.5")).is_ok(), "somebody else");
    }
}
