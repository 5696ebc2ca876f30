//! The rules of a contact, command by command and rejection by rejection.

use kernel::{fold, testing::given};

use super::*;

const PERSON: PersonId = PersonId::from_bytes([1; 16]);

fn at(hour: i64) -> Timestamp {
    let start: Timestamp = "2026-03-01T08:00:00Z".parse().unwrap();
    start.plus_seconds(hour * 3_600)
}

fn sealed(text: &str) -> Sealed {
    Sealed::new(text.to_owned())
}

fn give(text: &str, hour: i64) -> Command {
    Command::GiveEmail {
        person: PERSON,
        email: sealed(text),
        at: at(hour),
    }
}

fn given_email(text: &str, hour: i64) -> Event {
    Event::EmailGiven {
        person: PERSON,
        email: sealed(text),
        at: at(hour),
    }
}

fn verify(text: &str) -> Command {
    Command::VerifyEmail {
        email: sealed(text),
        at: at(1),
    }
}

fn verified() -> Event {
    Event::EmailVerified { at: at(1) }
}

fn agree(purpose: Purpose) -> Event {
    Event::ConsentGiven {
        person: PERSON,
        channel: Channel::Email,
        purpose,
        at: at(0),
    }
}

#[test]
fn an_address_is_given_verified_changed_and_removed() {
    given::<Contact>(&[])
        .when(give("a", 0))
        .then(&[given_email("a", 0)]);
    given::<Contact>(&[given_email("a", 0)])
        .when(give("a", 0))
        .then(&[]);
    given::<Contact>(&[given_email("a", 0)])
        .when(verify("a"))
        .then(&[verified()]);
    given::<Contact>(&[given_email("a", 0), verified()])
        .when(verify("a"))
        .then(&[]);
    let remove = || Command::RemoveEmail { at: at(2) };
    given::<Contact>(&[given_email("a", 0)])
        .when(remove())
        .then(&[Event::EmailRemoved { at: at(2) }]);
    given::<Contact>(&[]).when(remove()).then(&[]);
}

#[test]
fn a_link_verifies_only_the_address_it_was_sent_to() {
    given::<Contact>(&[])
        .when(verify("a"))
        .then_rejected(&Rejection::EmailMissing);
    given::<Contact>(&[given_email("a", 0), given_email("b", 1)])
        .when(verify("a"))
        .then_rejected(&Rejection::EmailDiffers);
}

#[test]
fn a_changed_address_is_not_verified_and_the_old_one_is_remembered() {
    let state = fold::<Contact>(&[given_email("a", 0), verified(), given_email("b", 2)]);
    assert_eq!(state.verified(), None);
    assert_eq!(state.previous, Some(sealed("a")));
    let never = fold::<Contact>(&[given_email("a", 0), given_email("b", 2)]);
    assert_eq!(
        never.previous, None,
        "an address that was never theirs is told nothing"
    );
}

#[test]
fn addresses_cannot_be_used_to_write_to_the_whole_world() {
    let history: Vec<_> = (0..5)
        .map(|hour| given_email(&format!("a{hour}"), hour))
        .collect();
    let max = GIVEN_IN_WINDOW_MAX;
    given::<Contact>(&history)
        .when(give("b", 5))
        .then_rejected(&Rejection::TooManyAddresses { max });
    given::<Contact>(&history)
        .when(give("b", 24))
        .then(&[given_email("b", 24)]);
}

#[test]
fn d08_consent_is_by_channel_and_purpose_and_ends_at_once() {
    let give = |purpose| Command::GiveConsent {
        person: PERSON,
        channel: Channel::Email,
        purpose,
        at: at(0),
    };
    let withdraw = || Command::WithdrawConsent {
        channel: Channel::Email,
        purpose: Purpose::News,
        at: at(1),
    };
    let withdrawn = Event::ConsentWithdrawn {
        channel: Channel::Email,
        purpose: Purpose::News,
        at: at(1),
    };
    given::<Contact>(&[])
        .when(give(Purpose::News))
        .then(&[agree(Purpose::News)]);
    given::<Contact>(&[agree(Purpose::News)])
        .when(give(Purpose::News))
        .then(&[]);
    given::<Contact>(&[agree(Purpose::News)])
        .when(withdraw())
        .then(std::slice::from_ref(&withdrawn));
    given::<Contact>(&[]).when(withdraw()).then(&[]);
    let state = fold::<Contact>(&[agree(Purpose::News), agree(Purpose::Offers), withdrawn]);
    assert!(!state.agrees(Channel::Email, Purpose::News));
    assert!(state.agrees(Channel::Email, Purpose::Offers));
    assert!(
        !fold::<Contact>(&[]).agrees(Channel::Email, Purpose::News),
        "nobody has agreed to anything"
    );
}
