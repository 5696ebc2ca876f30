//! Events of others, told as given, when, then.

use kernel::testing::given;

use super::*;

fn at() -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000).unwrap()
}

fn told(event: &str) -> Told {
    Told {
        id: "urn:uuid:1".into(),
        kind: "ObjectEvent".into(),
        biz_step: Some("inspecting".into()),
        happened_at: at(),
        things: vec!["tre_1".into()],
        event: event.into(),
    }
}

fn capture(seed: u8) -> CaptureId {
    CaptureId::from_bytes([seed; 16])
}

fn take(seed: u8, event: &str, is_error: bool) -> Command {
    Command::TakeIn {
        capture: capture(seed),
        told: told(event),
        is_error,
        by: PersonId::from_bytes([4; 16]),
        at: at(),
    }
}

fn taken(event: &str) -> Event {
    Event::ForeignEventTakenIn {
        capture: capture(1),
        told: told(event),
        by: PersonId::from_bytes([4; 16]),
        at: at(),
    }
}

fn declared(event: &str) -> Event {
    Event::ForeignEventDeclaredErroneous {
        capture: capture(1),
        told: told(event),
        by: PersonId::from_bytes([4; 16]),
        at: at(),
    }
}

#[test]
fn an_event_is_taken_in_once_whoever_brings_it_again() {
    given::<ForeignEvent>(&[])
        .when(take(1, "{}", false))
        .then(&[taken("{}")]);
    given::<ForeignEvent>(&[taken("{}")])
        .when(take(2, "{}", false))
        .then(&[]);
}

#[test]
fn d43_it_stays_when_it_is_declared_wrong() {
    given::<ForeignEvent>(&[taken("{}")])
        .when(take(1, "{\"wrong\":1}", true))
        .then(&[declared("{\"wrong\":1}")]);
    given::<ForeignEvent>(&[taken("{}"), declared("{\"wrong\":1}")])
        .when(take(2, "{\"wrong\":1}", true))
        .then(&[]);
    given::<ForeignEvent>(&[declared("{\"wrong\":1}")])
        .when(take(1, "{}", false))
        .then(&[taken("{}")]);
}

#[test]
fn nobody_tells_something_else_under_the_same_id() {
    for (history, is_error) in [(taken("{}"), false), (declared("{}"), true)] {
        given::<ForeignEvent>(&[history])
            .when(take(2, "{\"other\":1}", is_error))
            .then_rejected(&Rejection::ForeignEventDiffers {
                id: "urn:uuid:1".into(),
            });
    }
}
