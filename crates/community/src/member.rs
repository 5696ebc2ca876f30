//! A person's membership: registered, given roles, erased. Stream `member-<PersonId>`.

use kernel::{OrchardId, PersonId, Sealed, Timestamp};
use serde::{Deserialize, Serialize};

/// What a person may do. Every member is a buyer; the rest is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "role")]
pub enum Role {
    Buyer,
    /// Posts and harvests for one orchard.
    Farmer {
        orchard: OrchardId,
    },
    /// Packs the parcels of one orchard (its depot).
    Packer {
        orchard: OrchardId,
    },
    Organiser,
    Promoter,
    Operator,
    Auditor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub enum Locale {
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    #[serde(rename = "en")]
    En,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    RegisterMember {
        person: PersonId,
        name: Sealed,
        locale: Locale,
        at: Timestamp,
    },
    GrantRole {
        role: Role,
        at: Timestamp,
    },
    RevokeRole {
        role: Role,
        at: Timestamp,
    },
    ErasePerson {
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "community.member-registered")]
    MemberRegistered {
        person: PersonId,
        name: Sealed,
        locale: Locale,
        at: Timestamp,
    },
    #[serde(rename = "community.role-granted")]
    RoleGranted { role: Role, at: Timestamp },
    #[serde(rename = "community.role-revoked")]
    RoleRevoked { role: Role, at: Timestamp },
    #[serde(rename = "community.person-erased")]
    PersonErased { person: PersonId, at: Timestamp },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no such member")]
    MemberUnknown,
    #[error("the member exists already")]
    MemberExists,
    #[error("the person was erased")]
    PersonErased,
}
