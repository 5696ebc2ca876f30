//! The rule of an allowance.

use kernel::testing::given;
use proptest::prelude::*;

use super::*;

const CAMPAIGN: CampaignId = CampaignId::from_bytes([1; 16]);
const BUYER: PersonId = PersonId::from_bytes([2; 16]);

fn nth(byte: u8) -> AdoptionId {
    AdoptionId::from_bytes([byte; 16])
}

fn take(adoption: AdoptionId, limit: u16) -> Command {
    Command::UseAllowance {
        campaign: CAMPAIGN,
        buyer: BUYER,
        adoption,
        limit,
    }
}

fn used(adoption: AdoptionId) -> Event {
    Event::AllowanceUsed {
        campaign: CAMPAIGN,
        buyer: BUYER,
        adoption,
    }
}

fn give_back(adoption: AdoptionId) -> Command {
    Command::ReturnAllowance { adoption }
}

fn returned(adoption: AdoptionId) -> Event {
    Event::AllowanceReturned { adoption }
}

#[test]
fn adoptions_count_up_to_the_limit() {
    given::<Allowance>(&[used(nth(1))])
        .when(take(nth(2), 2))
        .then(&[used(nth(2))]);
    given::<Allowance>(&[used(nth(1)), used(nth(2))])
        .when(take(nth(3), 2))
        .then_rejected(&Rejection::BuyerLimitReached { limit: 2 });
}

#[test]
fn a_returned_adoption_makes_room() {
    given::<Allowance>(&[used(nth(1))])
        .when(give_back(nth(1)))
        .then(&[returned(nth(1))]);
    given::<Allowance>(&[used(nth(1)), returned(nth(1))])
        .when(take(nth(2), 1))
        .then(&[used(nth(2))]);
}

#[test]
fn deciding_twice_is_quiet() {
    // Even when the limit was lowered in between.
    given::<Allowance>(&[used(nth(1))])
        .when(take(nth(1), 0))
        .then(&[]);
    given::<Allowance>(&[used(nth(1)), returned(nth(1))])
        .when(give_back(nth(1)))
        .then(&[]);
}

#[test]
fn the_rejection_has_a_stable_code() {
    let rejection = Rejection::BuyerLimitReached { limit: 2 };
    assert_eq!(rejection.code(), "buyer-limit-reached");
}

#[test]
fn the_stream_is_named_by_campaign_and_buyer() {
    assert_eq!(stream_id(CAMPAIGN, BUYER), format!("{CAMPAIGN}.{BUYER}"));
}

proptest! {
    #[test]
    fn no_sequence_passes_the_limit(
        wishes in prop::collection::vec((any::<bool>(), 0_u8..8), 1..60),
        limit in 0_u16..6,
    ) {
        let mut state = State::default();
        for (wanted, byte) in wishes {
            let command = if wanted { take(nth(byte), limit) } else { give_back(nth(byte)) };
            for event in Allowance::decide(&state, command).unwrap_or_default() {
                Allowance::evolve(&mut state, &event);
            }
            prop_assert!(state.used.len() <= usize::from(limit));
        }
    }
}
