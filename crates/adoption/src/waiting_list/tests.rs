//! The rules of a waiting list.

use kernel::testing::given;
use proptest::prelude::*;

use super::*;

const CAMPAIGN: CampaignId = CampaignId::from_bytes([1; 16]);
const LIN: PersonId = PersonId::from_bytes([2; 16]);
const WANG: PersonId = PersonId::from_bytes([3; 16]);

fn at() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

fn until() -> Timestamp {
    at().plus_days(1)
}

fn place(byte: u8) -> AdoptionId {
    AdoptionId::from_bytes([byte; 16])
}

fn join(person: PersonId) -> Command {
    Command::JoinWaitingList {
        campaign: CAMPAIGN,
        person,
        at: at(),
    }
}

fn joined(person: PersonId, number: u32) -> Event {
    Event::WaitingListJoined {
        campaign: CAMPAIGN,
        person,
        number,
        at: at(),
    }
}

fn leave(person: PersonId) -> Command {
    Command::LeaveWaitingList { person, at: at() }
}

fn left(person: PersonId) -> Event {
    Event::WaitingListLeft { person, at: at() }
}

fn offer(person: PersonId, adoption: AdoptionId) -> Command {
    Command::OfferPlace {
        person,
        adoption,
        until: until(),
    }
}

fn offered(person: PersonId, adoption: AdoptionId) -> Event {
    Event::PlaceOffered {
        person,
        adoption,
        until: until(),
    }
}

fn take(adoption: AdoptionId) -> Command {
    Command::TakePlace { adoption, at: at() }
}

fn lapse(adoption: AdoptionId) -> Command {
    Command::LapsePlace { adoption, at: at() }
}

#[test]
fn whoever_joins_gets_the_next_number_once() {
    given::<WaitingList>(&[])
        .when(join(LIN))
        .then(&[joined(LIN, 1)]);
    given::<WaitingList>(&[joined(LIN, 1)])
        .when(join(WANG))
        .then(&[joined(WANG, 2)]);
    given::<WaitingList>(&[joined(LIN, 1)])
        .when(join(LIN))
        .then(&[]);
}

#[test]
fn whoever_left_stands_at_the_end_again() {
    given::<WaitingList>(&[joined(LIN, 1), joined(WANG, 2), left(LIN)])
        .when(join(LIN))
        .then(&[joined(LIN, 3)]);
    given::<WaitingList>(&[joined(LIN, 1)])
        .when(leave(LIN))
        .then(&[left(LIN)]);
    given::<WaitingList>(&[joined(LIN, 1)])
        .when(leave(WANG))
        .then(&[]);
}

#[test]
fn a_place_goes_to_the_first_in_line() {
    let history = [joined(LIN, 1), joined(WANG, 2)];
    given::<WaitingList>(&history)
        .when(offer(LIN, place(9)))
        .then(&[offered(LIN, place(9))]);
    for (history, person) in [(&history[..], WANG), (&[], LIN)] {
        given::<WaitingList>(history)
            .when(offer(person, place(9)))
            .then_rejected(&Rejection::NotFirstInLine);
    }
}

#[test]
fn an_offer_is_taken_or_lapses_once() {
    let open = [joined(LIN, 1), offered(LIN, place(9))];
    let taken = Event::PlaceTaken {
        adoption: place(9),
        at: at(),
    };
    let lapsed = Event::PlaceLapsed {
        adoption: place(9),
        at: at(),
    };
    given::<WaitingList>(&open)
        .when(take(place(9)))
        .then(std::slice::from_ref(&taken));
    given::<WaitingList>(&open)
        .when(lapse(place(9)))
        .then(std::slice::from_ref(&lapsed));
    for over in [taken, lapsed] {
        let history = [open.to_vec(), vec![over]].concat();
        for command in [take(place(9)), lapse(place(9)), offer(LIN, place(9))] {
            given::<WaitingList>(&history).when(command).then(&[]);
        }
    }
}

#[test]
fn a_list_has_an_end() {
    let full: Vec<Event> = (1..=10_000_u32)
        .map(|number| {
            let mut bytes = [0; 16];
            bytes[..4].copy_from_slice(&number.to_be_bytes());
            joined(PersonId::from_bytes(bytes), number)
        })
        .collect();
    let limit = 10_000;
    given::<WaitingList>(&full)
        .when(join(LIN))
        .then_rejected(&Rejection::WaitingListFull { limit });
    given::<WaitingList>(&full[..9_999])
        .when(join(LIN))
        .then(&[joined(LIN, 10_000)]);
}

#[test]
fn rejections_have_stable_codes() {
    let full = Rejection::WaitingListFull { limit: 1 };
    assert_eq!(full.code(), "waiting-list-full");
    assert_eq!(Rejection::NotFirstInLine.code(), "not-first-in-line");
    assert_eq!(stream_id(CAMPAIGN), CAMPAIGN.to_string());
}

proptest! {
    #[test]
    fn b7_places_are_offered_in_the_order_of_joining(
        steps in prop::collection::vec((0_u8..4, 0_u8..6), 1..80),
    ) {
        let mut state = State::default();
        let mut line: Vec<PersonId> = Vec::new();
        for (number, (what, byte)) in (0_u8..).zip(steps) {
            let person = PersonId::from_bytes([byte; 16]);
            let command = match what {
                0 | 1 => join(person),
                2 => leave(person),
                _ => offer(person, place(number)),
            };
            match WaitingList::decide(&state, command.clone()) {
                Ok(events) => {
                    events.iter().for_each(|event| WaitingList::evolve(&mut state, event));
                    prop_assert_eq!(WaitingList::decide(&state, command), Ok(vec![]), "repeated");
                    match what {
                        0 | 1 => if !line.contains(&person) { line.push(person) },
                        2 => line.retain(|other| *other != person),
                        _ => prop_assert_eq!(line.remove(0), person),
                    }
                }
                Err(refused) => {
                    prop_assert_eq!(refused, Rejection::NotFirstInLine);
                    prop_assert_ne!(line.first(), Some(&person));
                }
            }
            prop_assert_eq!(state.line.values().copied().collect::<Vec<_>>(), line.clone());
        }
    }
}
