//! What is noted beside every event: who, when, from which device, in which story (domain.md D 44).

use serde::{Deserialize, Serialize};

use crate::{PersonId, Timestamp};

/// Who made a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// A signed-in person.
    Person(PersonId),
    /// A policy or the scheduler, by name.
    Policy(String),
    /// The operator's command line or the demo's seeding.
    System,
}

/// Beside every event. Record time is the log's own (`recorded_at`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Who made the fact.
    pub actor: Actor,
    /// When it happened in the world; may be earlier than when it was recorded.
    pub occurred_at: Timestamp,
    /// The device or client that reported it, if it said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The id that the source gave the fact (an offline client, a bank line), if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The position of the event that a policy reacted to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub causation: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_facts_take_no_room() {
        let metadata = Metadata {
            actor: Actor::Policy("when_hold_expires_release_share".into()),
            occurred_at: "2026-11-28T08:00:00Z".parse().unwrap(),
            device: None,
            source: None,
            causation: Some(7),
        };
        let json = serde_json::to_string(&metadata).unwrap();
        assert_eq!(
            json,
            r#"{"actor":{"policy":"when_hold_expires_release_share"},"occurred_at":"2026-11-28T08:00:00.000Z","causation":7}"#
        );
        assert_eq!(serde_json::from_str::<Metadata>(&json).unwrap(), metadata);
    }
}
