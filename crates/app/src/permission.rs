//! Permission as a value: a use case demands `Signed<Farmer>`, and only a checked identity can make one.

use community::member::{Locale, Role};
use kernel::{OrchardId, PersonId};

use crate::error::Error;

/// A signed-in person with the roles the log gives them. Made by [`crate::commands::sign_in`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    person: PersonId,
    roles: Vec<Role>,
    locale: Locale,
}

/// Proof that a person may act as `R`. There is no public constructor.
#[derive(Debug, Clone, Copy)]
pub struct Signed<R> {
    person: PersonId,
    role: R,
}

/// May adopt trees and see their own garden: every member.
#[derive(Debug, Clone, Copy)]
pub struct Buyer;

/// May post and harvest in one orchard.
#[derive(Debug, Clone, Copy)]
pub struct Farmer {
    orchard: OrchardId,
}

/// May pack and ship for one orchard.
#[derive(Debug, Clone, Copy)]
pub struct Packer {
    orchard: OrchardId,
}

/// May run the platform.
#[derive(Debug, Clone, Copy)]
pub struct Operator;

/// May see the books and the exceptions, and change nothing.
#[derive(Debug, Clone, Copy)]
pub struct Auditor;

impl Identity {
    pub(crate) const fn new(person: PersonId, roles: Vec<Role>, locale: Locale) -> Self {
        Self {
            person,
            roles,
            locale,
        }
    }

    /// Who it is.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// The roles the person has beside buyer.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The language the person chose.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.locale
    }

    /// Whether the person runs the platform.
    #[must_use]
    pub fn is_operator(&self) -> bool {
        self.roles.contains(&Role::Operator)
    }

    /// The orchards the person farms.
    pub fn farms(&self) -> impl Iterator<Item = OrchardId> + '_ {
        self.roles.iter().filter_map(|role| match role {
            Role::Farmer { orchard } => Some(*orchard),
            Role::Buyer
            | Role::Packer { .. }
            | Role::Organiser
            | Role::Promoter
            | Role::Operator
            | Role::Auditor => None,
        })
    }

    /// The orchards the person packs for.
    pub fn packs(&self) -> impl Iterator<Item = OrchardId> + '_ {
        self.roles.iter().filter_map(|role| match role {
            Role::Packer { orchard } => Some(*orchard),
            Role::Buyer
            | Role::Farmer { .. }
            | Role::Organiser
            | Role::Promoter
            | Role::Operator
            | Role::Auditor => None,
        })
    }

    /// As a buyer.
    #[must_use]
    pub const fn buyer(&self) -> Signed<Buyer> {
        self.sign(Buyer)
    }

    /// As farmer of an orchard; an operator may stand in.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for everybody else.
    pub fn farmer(&self, orchard: OrchardId) -> Result<Signed<Farmer>, Error> {
        self.demand(Role::Farmer { orchard }, Farmer { orchard })
    }

    /// As packer of an orchard; an operator may stand in.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for everybody else.
    pub fn packer(&self, orchard: OrchardId) -> Result<Signed<Packer>, Error> {
        self.demand(Role::Packer { orchard }, Packer { orchard })
    }

    /// As operator.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for everybody else.
    pub fn operator(&self) -> Result<Signed<Operator>, Error> {
        self.demand(Role::Operator, Operator)
    }

    /// As auditor; an operator may read the same.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for everybody else.
    pub fn auditor(&self) -> Result<Signed<Auditor>, Error> {
        self.demand(Role::Auditor, Auditor)
    }

    fn demand<R>(&self, role: Role, proof: R) -> Result<Signed<R>, Error> {
        if self.roles.contains(&role) || self.is_operator() {
            Ok(self.sign(proof))
        } else {
            Err(Error::Forbidden)
        }
    }

    const fn sign<R>(&self, role: R) -> Signed<R> {
        Signed {
            person: self.person,
            role,
        }
    }
}

impl<R> Signed<R> {
    /// Who acts.
    pub const fn person(&self) -> PersonId {
        self.person
    }
}

impl Signed<Farmer> {
    /// The orchard the farmer may act in.
    #[must_use]
    pub const fn orchard(&self) -> OrchardId {
        self.role.orchard
    }
}

impl Signed<Packer> {
    /// The orchard the packer may act for.
    #[must_use]
    pub const fn orchard(&self) -> OrchardId {
        self.role.orchard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(roles: Vec<Role>) -> Identity {
        Identity::new(PersonId::from_bytes([1; 16]), roles, Locale::ZhCn)
    }

    #[test]
    fn a_role_is_good_for_its_own_orchard_only() {
        let [own, other] = [1, 2].map(|byte| OrchardId::from_bytes([byte; 16]));
        let farmer = identity(vec![Role::Farmer { orchard: own }]);
        assert_eq!(farmer.farmer(own).unwrap().orchard(), own);
        assert!(matches!(farmer.farmer(other), Err(Error::Forbidden)));
        assert!(matches!(farmer.packer(own), Err(Error::Forbidden)));
        assert!(matches!(farmer.operator(), Err(Error::Forbidden)));
        assert!(matches!(farmer.auditor(), Err(Error::Forbidden)));
    }

    #[test]
    fn an_operator_may_stand_in_but_an_auditor_may_not_act() {
        let orchard = OrchardId::from_bytes([1; 16]);
        let operator = identity(vec![Role::Operator]);
        assert!(operator.farmer(orchard).is_ok());
        assert!(operator.packer(orchard).is_ok());
        assert!(operator.auditor().is_ok());
        let auditor = identity(vec![Role::Auditor]);
        assert!(auditor.auditor().is_ok());
        assert!(matches!(auditor.operator(), Err(Error::Forbidden)));
    }
}
