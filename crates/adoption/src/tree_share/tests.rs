//! The rules of a tree's shares, command by command and rejection by rejection.

use kernel::testing::given;
use proptest::prelude::*;

use super::*;

mod sharing;

const TREE: TreeId = TreeId::from_bytes([1; 16]);
const CAMPAIGN: CampaignId = CampaignId::from_bytes([2; 16]);
const LIN: AdoptionId = AdoptionId::from_bytes([3; 16]);
const WANG: AdoptionId = AdoptionId::from_bytes([4; 16]);
const FIRST_HALF: Part = Part { number: 1, of: 2 };
const SECOND_HALF: Part = Part { number: 2, of: 2 };
const WHOLE: Part = Part { number: 1, of: 1 };

fn until() -> Timestamp {
    "2026-03-01T08:30:00Z".parse().unwrap()
}

fn before() -> Timestamp {
    until().plus_seconds(-1)
}

fn season() -> Season {
    Season::new(2026).unwrap()
}

/// The holder is told from the adoption, so that no fixture mixes two buyers.
fn holder_of(adoption: AdoptionId) -> PersonId {
    PersonId::from_bytes(*adoption.as_bytes())
}

fn hold(adoption: AdoptionId, part: Part, until: Timestamp) -> Command {
    Command::HoldTreeShare {
        tree: TREE,
        season: season(),
        part,
        campaign: CAMPAIGN,
        adoption,
        holder: holder_of(adoption),
        until,
    }
}

fn held(adoption: AdoptionId, part: Part) -> Event {
    Event::TreeShareHeld {
        tree: TREE,
        season: season(),
        part,
        campaign: CAMPAIGN,
        adoption,
        holder: holder_of(adoption),
        until: until(),
    }
}

fn take(adoption: AdoptionId, at: Timestamp) -> Command {
    Command::TakeTreeShare { adoption, at }
}

fn taken(adoption: AdoptionId, part: Part, at: Timestamp) -> Event {
    Event::TreeShareTaken {
        part,
        campaign: CAMPAIGN,
        adoption,
        holder: holder_of(adoption),
        at,
    }
}

fn retake(adoption: AdoptionId, part: Part) -> Command {
    Command::RetakeTreeShare {
        part,
        campaign: CAMPAIGN,
        adoption,
        holder: holder_of(adoption),
        at: until(),
    }
}

fn expire(adoption: AdoptionId, now: Timestamp) -> Command {
    Command::ExpireHold { adoption, now }
}

fn expired(adoption: AdoptionId, part: Part) -> Event {
    Event::HoldExpired {
        part,
        adoption,
        at: until(),
    }
}

fn release(adoption: AdoptionId) -> Command {
    Command::ReleaseTreeShare {
        adoption,
        reason: ReleaseReason::Cancelled,
        at: until(),
    }
}

fn released(adoption: AdoptionId, part: Part) -> Event {
    Event::TreeShareReleased {
        part,
        adoption,
        reason: ReleaseReason::Cancelled,
        at: until(),
    }
}

#[test]
fn a_free_part_is_held() {
    given::<TreeShare>(&[])
        .when(hold(LIN, FIRST_HALF, until()))
        .then(&[held(LIN, FIRST_HALF)]);
    given::<TreeShare>(&[held(LIN, FIRST_HALF)])
        .when(hold(WANG, SECOND_HALF, until()))
        .then(&[held(WANG, SECOND_HALF)]);
}

#[test]
fn d1_a_part_has_one_holder() {
    for command in [hold(WANG, FIRST_HALF, until()), retake(WANG, FIRST_HALF)] {
        given::<TreeShare>(&[held(LIN, FIRST_HALF)])
            .when(command.clone())
            .then_rejected(&Rejection::TreeShareOnHold { until: until() });
        given::<TreeShare>(&[held(LIN, FIRST_HALF), taken(LIN, FIRST_HALF, before())])
            .when(command)
            .then_rejected(&Rejection::TreeShareTaken);
    }
}

#[test]
fn d1_parts_of_two_divisions_do_not_overlap() {
    for command in [hold(WANG, WHOLE, until()), retake(WANG, WHOLE)] {
        given::<TreeShare>(&[held(LIN, FIRST_HALF)])
            .when(command)
            .then_rejected(&Rejection::TreeSoldInOtherParts { of: 2 });
    }
    given::<TreeShare>(&[held(LIN, FIRST_HALF), released(LIN, FIRST_HALF)])
        .when(hold(WANG, WHOLE, until()))
        .then(&[held(WANG, WHOLE)]);
}

#[test]
fn a_part_that_does_not_exist_is_refused() {
    for (number, of) in [(0, 1), (2, 1), (5, 4), (1, 3), (1, 0), (1, 8)] {
        let part = Part { number, of };
        for command in [hold(LIN, part, until()), retake(LIN, part)] {
            given::<TreeShare>(&[])
                .when(command)
                .then_rejected(&Rejection::PartInvalid { part });
        }
    }
}

#[test]
fn an_adoption_is_about_one_part() {
    for command in [hold(LIN, SECOND_HALF, until()), retake(LIN, SECOND_HALF)] {
        given::<TreeShare>(&[held(LIN, FIRST_HALF)])
            .when(command)
            .then_rejected(&Rejection::AdoptionHasOtherPart { part: FIRST_HALF });
    }
}

#[test]
fn d3_a_hold_keeps_its_first_expiry() {
    let history = [held(LIN, FIRST_HALF)];
    given::<TreeShare>(&history)
        .when(hold(LIN, FIRST_HALF, until().plus_days(9)))
        .then(&[]);
    given::<TreeShare>(&history)
        .when(expire(LIN, until()))
        .then(&[expired(LIN, FIRST_HALF)]);
}

#[test]
fn d3_a_hold_does_not_end_early() {
    given::<TreeShare>(&[held(LIN, FIRST_HALF)])
        .when(expire(LIN, before()))
        .then_rejected(&Rejection::HoldNotExpired { until: until() });
}

#[test]
fn d3_payment_and_expiry_have_one_winner() {
    // The payment is first: the expiry comes to nothing.
    let paid = [held(LIN, FIRST_HALF), taken(LIN, FIRST_HALF, until())];
    given::<TreeShare>(&paid)
        .when(expire(LIN, until()))
        .then(&[]);
    // The expiry is first: the payment finds no hold.
    given::<TreeShare>(&[held(LIN, FIRST_HALF), expired(LIN, FIRST_HALF)])
        .when(take(LIN, until()))
        .then_rejected(&Rejection::NotHeldByAdoption);
}

#[test]
fn d3_an_ended_hold_may_be_taken_until_it_is_released() {
    let late = until().plus_seconds(5);
    given::<TreeShare>(&[held(LIN, FIRST_HALF)])
        .when(take(LIN, late))
        .then(&[taken(LIN, FIRST_HALF, late)]);
}

#[test]
fn d16_a_late_payer_gets_a_part_that_is_still_free() {
    let gone = [held(LIN, FIRST_HALF), expired(LIN, FIRST_HALF)];
    given::<TreeShare>(&gone)
        .when(retake(LIN, FIRST_HALF))
        .then(&[taken(LIN, FIRST_HALF, until())]);
    given::<TreeShare>(&[held(LIN, FIRST_HALF)])
        .when(retake(LIN, FIRST_HALF))
        .then(&[taken(LIN, FIRST_HALF, until())]);
}

#[test]
fn d16_a_late_payer_does_not_get_a_part_that_is_gone() {
    let history = [
        held(LIN, FIRST_HALF),
        expired(LIN, FIRST_HALF),
        held(WANG, FIRST_HALF),
        taken(WANG, FIRST_HALF, until()),
    ];
    given::<TreeShare>(&history)
        .when(retake(LIN, FIRST_HALF))
        .then_rejected(&Rejection::TreeShareTaken);
}

#[test]
fn a_held_or_taken_part_is_released() {
    let history = [held(LIN, FIRST_HALF), taken(LIN, FIRST_HALF, before())];
    for history in [&history[..1], &history] {
        given::<TreeShare>(history)
            .when(release(LIN))
            .then(&[released(LIN, FIRST_HALF)]);
    }
}

#[test]
fn deciding_twice_is_quiet() {
    let owned = [held(LIN, FIRST_HALF), taken(LIN, FIRST_HALF, before())];
    for command in [
        hold(LIN, FIRST_HALF, until()),
        take(LIN, until()),
        retake(LIN, FIRST_HALF),
    ] {
        given::<TreeShare>(&owned).when(command).then(&[]);
    }
    let gone = [held(LIN, FIRST_HALF), expired(LIN, FIRST_HALF)];
    for command in [expire(LIN, until()), release(LIN)] {
        given::<TreeShare>(&gone).when(command).then(&[]);
    }
}

#[test]
fn rejections_have_stable_codes() {
    let part = FIRST_HALF;
    let until = until();
    let codes = [
        (Rejection::PartInvalid { part }, "part-invalid"),
        (
            Rejection::TreeSoldInOtherParts { of: 2 },
            "tree-sold-in-other-parts",
        ),
        (Rejection::TreeShareOnHold { until }, "tree-share-on-hold"),
        (Rejection::TreeShareTaken, "tree-share-taken"),
        (
            Rejection::AdoptionHasOtherPart { part },
            "adoption-has-other-part",
        ),
        (Rejection::NotHeldByAdoption, "not-held-by-adoption"),
        (Rejection::HoldNotExpired { until }, "hold-not-expired"),
    ];
    for (rejection, code) in codes {
        assert_eq!(rejection.code(), code);
    }
    assert_eq!(stream_id(TREE, season()), format!("{TREE}.2026"));
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let adoption = || (0_u8..6).prop_map(|byte| AdoptionId::from_bytes([byte; 16]));
    let part = || (0_u8..6, 0_u8..6).prop_map(|(number, of)| Part { number, of });
    let moment = || (0_i64..40).prop_map(|minutes| before().plus_seconds(minutes * 60));
    let command = prop_oneof![
        6 => (adoption(), part(), moment()).prop_map(|(who, part, until)| hold(who, part, until)),
        2 => (adoption(), moment()).prop_map(|(who, at)| take(who, at)),
        2 => (adoption(), part()).prop_map(|(who, part)| retake(who, part)),
        2 => (adoption(), moment()).prop_map(|(who, now)| expire(who, now)),
        1 => adoption().prop_map(release),
        2 => (adoption(), prop::collection::vec(adoption(), 1..4)).prop_map(|(who, others)| {
            let into = std::iter::once(who).chain(others).collect();
            Command::SplitTreeShare { adoption: who, into, at: before() }
        }),
        1 => (adoption(), adoption()).prop_map(|(who, to)| {
            Command::TransferTreeShare { adoption: who, to: holder_of(to), at: before() }
        }),
    ];
    prop::collection::vec(command, 1..80)
}

/// Who owns each quarter of the tree, told from the events alone and not from the decider's state.
#[derive(Default)]
struct Quarters([Option<AdoptionId>; 4]);

impl Quarters {
    fn of(part: Part) -> std::ops::Range<usize> {
        let width = usize::from(4 / part.of);
        let first = usize::from(part.number - 1) * width;
        first..first + width
    }

    /// Refuses a second owner of any quarter.
    fn see(&mut self, event: &Event) -> Result<(), String> {
        let (part, adoption, owned) = match event {
            Event::TreeShareHeld { part, adoption, .. }
            | Event::TreeShareTaken { part, adoption, .. } => (part, adoption, true),
            Event::HoldExpired { part, adoption, .. }
            | Event::TreeShareReleased { part, adoption, .. } => (part, adoption, false),
            Event::TreeShareTransferred { part, adoption, .. } => (part, adoption, true),
            Event::TreeShareSplit { adoption, into, .. } => {
                if self.0 != [Some(*adoption); 4] {
                    return Err(format!("{event:?} divides what is not a whole tree"));
                }
                let each = 4 / into.len();
                self.0 = std::array::from_fn(|quarter| Some(into[quarter / each]));
                return Ok(());
            }
        };
        for quarter in &mut self.0[Self::of(*part)] {
            if quarter.is_some_and(|owner| owner != *adoption) {
                return Err(format!("{event:?} touches the part of {quarter:?}"));
            }
            *quarter = owned.then_some(*adoption);
        }
        Ok(())
    }
}

proptest! {
    #[test]
    fn d1_no_sequence_gives_a_part_two_holders(commands in commands()) {
        let (mut state, mut quarters) = (State::default(), Quarters::default());
        for command in commands {
            let Ok(events) = TreeShare::decide(&state, command.clone()) else { continue };
            for event in &events {
                prop_assert_eq!(quarters.see(event), Ok(()));
                TreeShare::evolve(&mut state, event);
            }
            let quarters_sold: u8 = state.holdings.keys().map(|part| 4 / part.of).sum();
            prop_assert!(quarters_sold <= 4, "more than a tree is sold: {state:?}");
            prop_assert_eq!(TreeShare::decide(&state, command), Ok(vec![]), "repeated");
        }
    }
}
