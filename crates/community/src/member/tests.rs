//! The rules of a membership, command by command and rejection by rejection.

use kernel::{fold, testing::given};
use proptest::prelude::*;

use super::*;

const PERSON: PersonId = PersonId::from_bytes([1; 16]);
const ORCHARD: OrchardId = OrchardId::from_bytes([2; 16]);
const FARMER: Role = Role::Farmer { orchard: ORCHARD };

fn at() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

fn name(text: &str) -> Sealed {
    Sealed::new(text.to_owned())
}

fn register(sealed: &str) -> Command {
    Command::RegisterMember {
        person: PERSON,
        name: name(sealed),
        locale: Locale::ZhCn,
        at: at(),
    }
}

fn registered() -> Event {
    Event::MemberRegistered {
        person: PERSON,
        name: name("s1.lin"),
        locale: Locale::ZhCn,
        at: at(),
    }
}

fn granted(role: Role) -> Event {
    Event::RoleGranted { role, at: at() }
}

fn revoked(role: Role) -> Event {
    Event::RoleRevoked { role, at: at() }
}

fn erased() -> Event {
    Event::PersonErased {
        person: PERSON,
        at: at(),
    }
}

fn grant(role: Role) -> Command {
    Command::GrantRole { role, at: at() }
}

fn revoke(role: Role) -> Command {
    Command::RevokeRole { role, at: at() }
}

fn erase() -> Command {
    Command::ErasePerson { at: at() }
}

#[test]
fn a_person_registers_and_is_a_buyer() {
    given::<Member>(&[])
        .when(register("s1.lin"))
        .then(&[registered()]);
    let state = fold::<Member>(&[registered()]);
    assert!(state.has_role(Role::Buyer));
    assert_eq!(state.active().map(|member| member.person), Ok(PERSON));
}

#[test]
fn deciding_twice_is_quiet() {
    let member = [registered(), granted(FARMER)];
    given::<Member>(&member).when(register("s1.lin")).then(&[]);
    given::<Member>(&member).when(grant(FARMER)).then(&[]);
    given::<Member>(&member).when(grant(Role::Buyer)).then(&[]);
    given::<Member>(&member)
        .when(revoke(Role::Operator))
        .then(&[]);
    given::<Member>(&[registered(), erased()])
        .when(erase())
        .then(&[]);
}

#[test]
fn another_registration_under_the_same_id_is_refused() {
    given::<Member>(&[registered()])
        .when(register("s1.wang"))
        .then_rejected(&Rejection::MemberExists);
}

#[test]
fn a_role_is_granted_for_one_orchard_and_revoked() {
    let elsewhere = Role::Farmer {
        orchard: OrchardId::from_bytes([3; 16]),
    };
    given::<Member>(&[registered(), granted(FARMER)])
        .when(grant(elsewhere))
        .then(&[granted(elsewhere)]);
    given::<Member>(&[registered(), granted(FARMER)])
        .when(revoke(FARMER))
        .then(&[revoked(FARMER)]);
    let state = fold::<Member>(&[registered(), granted(FARMER), revoked(FARMER)]);
    assert!(!state.has_role(FARMER));
}

#[test]
fn every_member_stays_a_buyer() {
    given::<Member>(&[registered()])
        .when(revoke(Role::Buyer))
        .then_rejected(&Rejection::BuyerRoleStays);
}

#[test]
fn d45_an_erased_person_has_no_role_and_gets_none() {
    given::<Member>(&[registered(), granted(FARMER)])
        .when(erase())
        .then(&[erased()]);
    let history = [registered(), granted(FARMER), erased()];
    assert!(fold::<Member>(&history).roles.is_empty());
    for command in [register("s1.lin"), grant(Role::Operator), revoke(FARMER)] {
        given::<Member>(&history)
            .when(command)
            .then_rejected(&Rejection::PersonErased);
    }
}

#[test]
fn an_unknown_member_is_refused() {
    for command in [grant(FARMER), revoke(FARMER), erase()] {
        given::<Member>(&[])
            .when(command)
            .then_rejected(&Rejection::MemberUnknown);
    }
}

#[test]
fn rejections_have_stable_codes() {
    assert_eq!(Rejection::MemberUnknown.code(), "member-unknown");
    assert_eq!(Rejection::MemberExists.code(), "member-exists");
    assert_eq!(Rejection::PersonErased.code(), "person-erased");
    assert_eq!(Rejection::BuyerRoleStays.code(), "buyer-role-stays");
    assert_eq!(stream_id(PERSON), PERSON.to_string());
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let roles = prop::sample::select(vec![
        Role::Buyer,
        FARMER,
        Role::Packer { orchard: ORCHARD },
        Role::Operator,
        Role::Auditor,
    ]);
    let command = prop_oneof![
        2 => Just(register("s1.lin")),
        6 => roles.clone().prop_map(grant),
        6 => roles.prop_map(revoke),
        1 => Just(erase()),
    ];
    prop::collection::vec(command, 1..40)
}

proptest! {
    #[test]
    fn whatever_is_asked_repeating_it_is_quiet(commands in commands()) {
        let mut state = State::default();
        for command in commands {
            let Ok(events) = Member::decide(&state, command.clone()) else { continue };
            events.iter().for_each(|event| Member::evolve(&mut state, event));
            prop_assert_eq!(Member::decide(&state, command), Ok(vec![]));
            prop_assert_eq!(state.has_role(Role::Buyer), state.active().is_ok());
        }
    }
}
