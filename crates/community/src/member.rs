//! A person's membership: registered, given roles, erased. Stream `member-<PersonId>`.
//! It must not know what a person is called: the name comes in sealed and is only passed on.

use std::collections::BTreeSet;

use kernel::{Decider, OrchardId, PersonId, Sealed, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// What a person may do. Every member is a buyer; the rest is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "role")]
pub enum Role {
    /// Adopts trees and receives fruit; comes with membership and cannot be taken away.
    Buyer,
    /// Posts and harvests for one orchard.
    Farmer {
        /// The orchard.
        orchard: OrchardId,
    },
    /// Packs the parcels of one orchard (its depot).
    Packer {
        /// The orchard.
        orchard: OrchardId,
    },
    /// Leads a circle of members.
    Organiser,
    /// Has a storefront.
    Promoter,
    /// Runs the platform: campaigns, payments, refunds, roles.
    Operator,
    /// Reads the books and the log.
    Auditor,
}

/// The language a member reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub enum Locale {
    /// Chinese as written in mainland China.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

/// What may be asked of a membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Make a person a member.
    RegisterMember {
        /// The new member.
        person: PersonId,
        /// The name, sealed for this person.
        name: Sealed,
        /// The language of pages and messages.
        locale: Locale,
        /// When.
        at: Timestamp,
    },
    /// Give a role. Quiet if the member has it.
    GrantRole {
        /// The role.
        role: Role,
        /// When.
        at: Timestamp,
    },
    /// Take a role away. Quiet if the member does not have it.
    RevokeRole {
        /// The role.
        role: Role,
        /// When.
        at: Timestamp,
    },
    /// Forget the person (D 45). Quiet if that was done.
    ErasePerson {
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A person became a member and with it a buyer.
    #[serde(rename = "community.member-registered")]
    MemberRegistered {
        /// The new member.
        person: PersonId,
        /// The name, sealed for this person.
        name: Sealed,
        /// The language of pages and messages.
        locale: Locale,
        /// When.
        at: Timestamp,
    },
    /// A role was given.
    #[serde(rename = "community.role-granted")]
    RoleGranted {
        /// The role.
        role: Role,
        /// When.
        at: Timestamp,
    },
    /// A role was taken away.
    #[serde(rename = "community.role-revoked")]
    RoleRevoked {
        /// The role.
        role: Role,
        /// When.
        at: Timestamp,
    },
    /// The person was forgotten: all roles end and the vault destroys the key.
    #[serde(rename = "community.person-erased")]
    PersonErased {
        /// Who was forgotten.
        person: PersonId,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "member";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("community.member-registered", 1),
        ("community.role-granted", 1),
        ("community.role-revoked", 1),
        ("community.person-erased", 1),
    ];
}

/// The id part of a member's stream name.
#[must_use]
pub fn stream_id(person: PersonId) -> String {
    person.to_string()
}

/// Why a wish about a membership was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nobody was registered under this id.
    #[error("there is no such member")]
    MemberUnknown,
    /// Somebody was registered under this id with other facts.
    #[error("the member exists already")]
    MemberExists,
    /// The person was forgotten; nothing more can happen to the membership.
    #[error("the person was erased")]
    PersonErased,
    /// The buyer's role comes with membership.
    #[error("every member is a buyer")]
    BuyerRoleStays,
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MemberUnknown => "member-unknown",
            Self::MemberExists => "member-exists",
            Self::PersonErased => "person-erased",
            Self::BuyerRoleStays => "buyer-role-stays",
        }
    }
}

/// Who a registered member is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The member.
    pub person: PersonId,
    /// The name, sealed for this person.
    pub name: Sealed,
    /// The language of pages and messages.
    pub locale: Locale,
}

/// What is remembered of a membership.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Who registered; `None` before that.
    pub registered: Option<Registered>,
    /// The roles the member has now, the buyer's included.
    pub roles: BTreeSet<Role>,
    /// Whether the person was forgotten.
    pub erased: bool,
}

impl State {
    /// Whether the member has this role now.
    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// The member, if registered and not forgotten.
    ///
    /// # Errors
    /// `MemberUnknown` or `PersonErased`.
    pub fn active(&self) -> Result<&Registered, Rejection> {
        if self.erased {
            return Err(Rejection::PersonErased);
        }
        self.registered.as_ref().ok_or(Rejection::MemberUnknown)
    }
}

/// The rules of a membership.
#[derive(Debug, Clone, Copy)]
pub struct Member;

impl Decider for Member {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::RegisterMember {
                person,
                name,
                locale,
                at,
            } => register(state, person, name, locale, at),
            Command::GrantRole { role, at } => {
                state.active()?;
                let granted = (!state.has_role(role)).then_some(Event::RoleGranted { role, at });
                Ok(granted.into_iter().collect())
            }
            Command::RevokeRole { role, at } => {
                state.active()?;
                if role == Role::Buyer {
                    return Err(Rejection::BuyerRoleStays);
                }
                let revoked = state
                    .has_role(role)
                    .then_some(Event::RoleRevoked { role, at });
                Ok(revoked.into_iter().collect())
            }
            Command::ErasePerson { .. } if state.erased => Ok(vec![]),
            Command::ErasePerson { at } => {
                let person = state.active()?.person;
                Ok(vec![Event::PersonErased { person, at }])
            }
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::MemberRegistered {
                person,
                name,
                locale,
                at: _,
            } => {
                state.registered = Some(Registered {
                    person: *person,
                    name: name.clone(),
                    locale: *locale,
                });
                state.roles.insert(Role::Buyer);
            }
            Event::RoleGranted { role, at: _ } => {
                state.roles.insert(*role);
            }
            Event::RoleRevoked { role, at: _ } => {
                state.roles.remove(role);
            }
            Event::PersonErased { person: _, at: _ } => {
                state.erased = true;
                state.roles.clear();
            }
        }
    }
}

fn register(
    state: &State,
    person: PersonId,
    name: Sealed,
    locale: Locale,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    match state.active() {
        Err(Rejection::MemberUnknown) => Ok(vec![Event::MemberRegistered {
            person,
            name,
            locale,
            at,
        }]),
        Err(refused) => Err(refused),
        Ok(known) => {
            let repeated = Registered {
                person,
                name,
                locale,
            };
            if *known == repeated {
                Ok(vec![])
            } else {
                Err(Rejection::MemberExists)
            }
        }
    }
}

#[cfg(test)]
mod tests;
