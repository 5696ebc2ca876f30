//! Who is in the demo and how they sign in. The passwords are known to everybody: a demo is no place for secrets.

use app::Intent;
use kernel::{PersonId, Timestamp};

use super::farms::Farm;
use super::words;

/// The password of everybody in the demo.
pub(crate) const PASSWORD: &str = "juzi-shu-xia";

/// A sign-in that is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SignIn {
    /// What the person does.
    pub(crate) role: &'static str,
    /// What to type.
    pub(crate) login: &'static str,
    /// Where they begin.
    pub(crate) page: &'static str,
}

/// The sign-ins to print, one for each role.
pub(crate) const SIGN_INS: [SignIn; 5] = [
    SignIn {
        role: "buyer",
        login: "buyer",
        page: "/garden",
    },
    SignIn {
        role: "farmer",
        login: "farmer",
        page: "/today",
    },
    SignIn {
        role: "packer",
        login: "packer",
        page: "/packing",
    },
    SignIn {
        role: "operator",
        login: "operator",
        page: "/operator",
    },
    SignIn {
        role: "auditor",
        login: "auditor",
        page: "/operator",
    },
];

/// Somebody before they sign up.
pub(super) struct Person {
    pub(super) login: String,
    pub(super) name: &'static str,
}

pub(super) fn operator() -> Person {
    Person {
        login: "operator".to_owned(),
        name: "周敏",
    }
}

/// Who stands behind money together with the first.
pub(super) fn second_operator() -> Person {
    Person {
        login: login_of("operator", 1),
        name: "沈一帆",
    }
}

pub(super) fn auditor() -> Person {
    Person {
        login: "auditor".to_owned(),
        name: "郑怀远",
    }
}

/// The farmer of a farm by its place; the first one's sign-in is printed.
pub(super) fn farmer(place: usize, farm: &Farm) -> Person {
    Person {
        login: login_of("farmer", place),
        name: farm.farmer,
    }
}

/// The packer of a farm by its place; the first one's sign-in is printed.
pub(super) fn packer(place: usize, farm: &Farm) -> Person {
    Person {
        login: login_of("packer", place),
        name: farm.packer,
    }
}

/// A buyer by place; the first one's sign-in is printed.
pub(super) fn buyer(place: usize) -> Person {
    Person {
        login: login_of("buyer", place),
        name: words::BUYERS[place % words::BUYERS.len()],
    }
}

fn login_of(role: &str, place: usize) -> String {
    if place == 0 {
        role.to_owned()
    } else {
        format!("{role}{}", place + 1)
    }
}

/// The wish under which a login signs up.
pub(super) fn sign_up_intent(login: &str, now: Timestamp) -> Intent {
    Intent::of_system(&format!("demo/sign-up/{login}"), now)
}

/// Who signed up under a login; the same in every demo.
pub(crate) fn person_of(login: &str, now: Timestamp) -> PersonId {
    PersonId::from_bytes(sign_up_intent(login, now).bytes("person"))
}

#[cfg(test)]
mod tests {
    use vault::{Login, Vault};

    use super::*;

    #[test]
    fn everybody_can_use_the_password() {
        let own = SIGN_INS.map(|one| one.login.to_owned());
        let others = (0..words::BUYERS.len()).map(|place| buyer(place).login);
        for login in own.into_iter().chain(others) {
            let parsed = Login::parse(&login).unwrap();
            assert!(Vault::judge_password(&parsed, PASSWORD).is_ok(), "{login}");
        }
    }

    #[test]
    fn the_printed_logins_are_those_of_the_first_of_each_kind() {
        let farm = &super::super::farms::FARMS[0];
        let first = [
            buyer(0).login,
            farmer(0, farm).login,
            packer(0, farm).login,
            operator().login,
            auditor().login,
        ];
        assert_eq!(first, SIGN_INS.map(|one| one.login.to_owned()));
        assert_eq!(buyer(1).login, "buyer2");
    }

    #[test]
    fn a_person_is_the_same_at_any_time() {
        let [one, other] = [0, 1_000].map(|millis| Timestamp::from_millis(millis).unwrap());
        assert_eq!(person_of("buyer", one), person_of("buyer", other));
        assert_ne!(person_of("buyer", one), person_of("buyer2", one));
    }
}
