//! Why a channel was not believed, or could not be asked. It must not know HTTP statuses of ours or words for pages.

/// What went wrong between us and a channel. None of these records anything: what held before still holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The channel has no such service.
    #[error("this channel does not offer that")]
    NotOffered,
    /// What is asked for does not fit the channel's limits.
    #[error("{field} does not fit this channel")]
    OrderInvalid {
        /// Which part of the order.
        field: &'static str,
    },
    /// Larger than anything this channel sends.
    #[error("more than {limit_bytes} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit_bytes: usize,
    },
    /// A header that proves where the message is from is missing, twice there, or out of form.
    #[error("header {name} is missing or out of form")]
    Header {
        /// Which.
        name: &'static str,
    },
    /// The signature does not fit message and key: not from the channel, or changed on its way.
    #[error("the signature is wrong")]
    SignatureWrong,
    /// A deliberately wrong signature by which WeChat Pay checks that we check.
    #[error("the signature is a probe of the channel")]
    SignatureProbe,
    /// Signed with a key that we do not hold (yet): fetch the channel's certificates, then ask again.
    #[error("signed with the unknown key {serial}")]
    KeyUnknown {
        /// The key's name as the message says it, 1–64 printable characters.
        serial: String,
    },
    /// Too old or too far in the future: perhaps a replay.
    #[error("sent {seconds} seconds away from now")]
    Stale {
        /// How far from now, in seconds.
        seconds: u64,
    },
    /// The sealed part does not open with our key.
    #[error("the sealed part does not open")]
    SealWrong,
    /// Signed, but not in the form the channel documents.
    #[error("{field} is missing or out of form")]
    Form {
        /// Which part.
        field: &'static str,
    },
    /// Signed, but about another merchant, application or order.
    #[error("{field} is not ours")]
    NotOurs {
        /// Which part.
        field: &'static str,
    },
    /// The channel understood and said no.
    #[error("the channel refused with status {status}: {code}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The channel's own code, at most 64 printable characters.
        code: String,
    },
}

impl Error {
    /// The channel's code, cut to what may be shown and kept.
    pub(crate) fn refused(status: u16, code: &str) -> Self {
        let code = crate::text::code(code);
        Self::Refused { status, code }
    }
}
