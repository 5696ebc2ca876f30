//! Whose data and where it stands: the two texts a seal is bound to.
//! Knows nothing of what a person is beyond an opaque id.

use crate::VaultError;

/// Most characters of a [`Subject`].
pub const SUBJECT_CHARS_MAX: usize = 64;

/// The id of the person whose data is sealed; 1 to [`SUBJECT_CHARS_MAX`] printable ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject(String);

impl Subject {
    /// Takes a person's id.
    ///
    /// # Errors
    /// [`VaultError::SubjectInvalid`] where it is empty, too long or not printable ASCII.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let fits = (1..=SUBJECT_CHARS_MAX).contains(&text.len());
        if !fits || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(VaultError::SubjectInvalid {
                max: SUBJECT_CHARS_MAX,
            });
        }
        Ok(Self(text.to_owned()))
    }

    /// The id as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// Where a sealed text stands, so that it cannot be moved to another place unnoticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    stream: String,
    item: String,
}

impl Context {
    /// A place: the stream's name, and within it the field or event id.
    pub fn new(stream: impl Into<String>, item: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            item: item.into(),
        }
    }

    /// The associated data of a seal: every part with its length first, so that no two different
    /// places give the same bytes.
    pub(crate) fn associated_data(&self, subject: &Subject) -> Vec<u8> {
        let parts = [subject.as_str(), &self.stream, &self.item];
        let mut data = b"pomona.vault.seal.v1".to_vec();
        for part in parts {
            data.extend_from_slice(&(part.len() as u64).to_be_bytes());
            data.extend_from_slice(part.as_bytes());
        }
        data
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_ids_and_refuses_what_is_none() {
        for good in ["p", "per_01hzyx", &"x".repeat(SUBJECT_CHARS_MAX)] {
            assert_eq!(Subject::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            " ",
            "a b",
            "张",
            "a\n",
            &"x".repeat(SUBJECT_CHARS_MAX + 1),
        ] {
            let refused = Subject::parse(bad).unwrap_err();
            assert_eq!(refused.code(), "vault-subject-invalid", "{bad:?}");
        }
    }

    #[test]
    fn moving_a_boundary_changes_the_associated_data() {
        let who = Subject::parse("p").unwrap();
        let one = Context::new("ab", "c").associated_data(&who);
        let other = Context::new("a", "bc").associated_data(&who);
        assert_ne!(one, other);
    }
}
