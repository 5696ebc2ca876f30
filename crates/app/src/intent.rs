//! Who wants something, when, and under which idempotency key: what every use case is told beside its command.

use kernel::{Actor, Metadata, PersonId, ShortCode, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Namespace of all commit ids (UUID version 5); fixed for ever, or repeats would no longer be recognised.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.commit.id");

/// One wish. The same actor and key give the same commit id, and every id that the use case makes is derived
/// from it, so a repeat is the same commit to the byte.
#[derive(Debug, Clone)]
pub struct Intent {
    commit: Uuid,
    fingerprint: Option<[u8; 32]>,
    metadata: Metadata,
    now: Timestamp,
    if_version: Option<u64>,
}

impl Intent {
    /// A person's wish under the idempotency key that the client chose. `content` is what the client sent
    /// (method, path, body): the same key with other content is refused by the log (L4).
    #[must_use]
    pub fn of_person(person: PersonId, key: &str, content: &[u8], now: Timestamp) -> Self {
        let name = format!("person\n{person}\n{key}");
        let mut intent = Self::new(&name, Actor::Person(person), now);
        intent.fingerprint = Some(Sha256::digest(content).into());
        intent
    }

    /// A visitor's wish to become a member.
    #[must_use]
    pub fn of_visitor(key: &str, content: &[u8], now: Timestamp) -> Self {
        let mut intent = Self::new(&format!("visitor\n{key}"), Actor::System, now);
        intent.fingerprint = Some(Sha256::digest(content).into());
        intent
    }

    /// What a policy does about the event at `position`: a crash or a replay gives the same commit.
    #[must_use]
    pub fn of_policy(policy: &str, position: u64, now: Timestamp) -> Self {
        let name = format!("policy\n{policy}\n{position}");
        let mut intent = Self::new(&name, Actor::Policy(policy.to_owned()), now);
        intent.metadata.causation = Some(position);
        intent
    }

    /// What the scheduler does about a stored deadline named `deadline`.
    #[must_use]
    pub fn of_deadline(policy: &str, deadline: &str, now: Timestamp) -> Self {
        let name = format!("deadline\n{policy}\n{deadline}");
        Self::new(&name, Actor::Policy(policy.to_owned()), now)
    }

    /// What a channel said about `fact`: the same words again are the same commit.
    #[must_use]
    pub fn of_channel(channel: &str, fact: &str, now: Timestamp) -> Self {
        let name = format!("channel\n{channel}\n{fact}");
        Self::new(&name, Actor::Policy(format!("channel-{channel}")), now)
    }

    /// What the operator's command line or the demo does.
    #[must_use]
    pub fn of_system(key: &str, now: Timestamp) -> Self {
        Self::new(&format!("system\n{key}"), Actor::System, now)
    }

    fn new(name: &str, actor: Actor, now: Timestamp) -> Self {
        Self {
            commit: Uuid::new_v5(&NAMESPACE, name.as_bytes()),
            fingerprint: None,
            metadata: Metadata {
                actor,
                occurred_at: now,
                device: None,
                source: None,
                causation: None,
            },
            now,
            if_version: None,
        }
    }

    /// It happened earlier than it is recorded (an offline device, a bank line).
    #[must_use]
    pub fn occurred_at(mut self, at: Timestamp) -> Self {
        self.metadata.occurred_at = at;
        self
    }

    /// The device that reported it.
    #[must_use]
    pub fn from_device(mut self, device: Option<String>) -> Self {
        self.metadata.device = device;
        self
    }

    /// The id that the source gave the fact.
    #[must_use]
    pub fn from_source(mut self, source: String) -> Self {
        self.metadata.source = Some(source);
        self
    }

    /// The wish holds only for this version of what is edited (HTTP `If-Match`).
    #[must_use]
    pub const fn if_version(mut self, version: Option<u64>) -> Self {
        self.if_version = version;
        self
    }

    /// A second commit of the same wish, such as one chunk of a large import.
    #[must_use]
    pub fn step(&self, label: &str) -> Self {
        let mut step = self.clone();
        step.commit = Uuid::new_v5(&self.commit, label.as_bytes());
        step
    }

    /// The present moment as the wish knows it.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Sixteen bytes for a new id, the same on every repeat.
    #[must_use]
    pub fn bytes(&self, label: &str) -> [u8; 16] {
        Uuid::new_v5(&self.commit, label.as_bytes()).into_bytes()
    }

    /// A new short code, the same on every repeat. Hashed with SHA-256: codes are public and must not be guessable
    /// from one another.
    #[must_use]
    pub fn code(&self, label: &str) -> ShortCode {
        let digest: [u8; 32] = Sha256::new()
            .chain_update(self.commit.as_bytes())
            .chain_update(label)
            .finalize()
            .into();
        let mut seed = [0; 8];
        seed.copy_from_slice(&digest[..8]);
        ShortCode::from_seed(u64::from_be_bytes(seed))
    }

    pub(crate) const fn commit_id(&self) -> Uuid {
        self.commit
    }

    pub(crate) const fn fingerprint(&self) -> Option<[u8; 32]> {
        self.fingerprint
    }

    pub(crate) const fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    pub(crate) const fn expected_version(&self) -> Option<u64> {
        self.if_version
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-28T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_same_key_of_the_same_person_is_the_same_commit() {
        let [one, other] = [1, 2].map(|byte| PersonId::from_bytes([byte; 16]));
        let wish = Intent::of_person(one, "k1", b"body", now());
        assert_eq!(
            wish.commit_id(),
            Intent::of_person(one, "k1", b"else", now()).commit_id()
        );
        assert_ne!(
            wish.commit_id(),
            Intent::of_person(other, "k1", b"body", now()).commit_id()
        );
        assert_ne!(
            wish.commit_id(),
            Intent::of_person(one, "k2", b"body", now()).commit_id()
        );
        assert_ne!(
            wish.fingerprint(),
            Intent::of_person(one, "k1", b"else", now()).fingerprint()
        );
    }

    #[test]
    fn made_ids_repeat_and_differ_by_label() {
        let wish = Intent::of_policy("p", 7, now());
        assert_eq!(wish.bytes("a"), Intent::of_policy("p", 7, now()).bytes("a"));
        assert_ne!(wish.bytes("a"), wish.bytes("b"));
        assert_ne!(wish.step("1").commit_id(), wish.step("2").commit_id());
        assert_ne!(wish.code("a"), wish.code("b"));
    }
}
