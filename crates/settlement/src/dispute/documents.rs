//! Papers and photos that answer a dispute: attached one by one, handed in together. Only their hashes stand in the log;
//! what they show is sealed elsewhere. It must not know any channel's names for them.

use kernel::{ContentHash, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Event, Rejection, State};

/// Most bytes of all documents of a dispute together: Stripe takes 4.5 MB (its guide on evidence), the least of the
/// channels.
pub const DOCUMENTS_BYTES_MAX: u32 = 4_500_000;

/// What a document shows. A channel takes one of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// What was bought and paid.
    Receipt,
    /// The contract that the buyer accepted.
    Contract,
    /// That parcels were sent and arrived.
    Shipping,
    /// What buyer and platform wrote to each other.
    Communication,
    /// That the tree was cared for: photos, the nameplate, the harvest.
    Service,
    /// Anything else.
    Other,
}

impl DocumentKind {
    /// Every kind, as a person is offered them.
    pub const ALL: [Self; 6] = [
        Self::Receipt,
        Self::Contract,
        Self::Shipping,
        Self::Communication,
        Self::Service,
        Self::Other,
    ];

    /// The stored and spoken name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Contract => "contract",
            Self::Shipping => "shipping",
            Self::Communication => "communication",
            Self::Service => "service",
            Self::Other => "other",
        }
    }
}

/// The form of a document; channels look at no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Media {
    /// A PDF file.
    Pdf,
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
}

impl Media {
    /// The form of a file by its first bytes; its name is not believed.
    #[must_use]
    pub fn of(file: &[u8]) -> Option<Self> {
        [
            (b"%PDF-".as_slice(), Self::Pdf),
            (&[0xff, 0xd8, 0xff], Self::Jpeg),
            (
                &[0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'],
                Self::Png,
            ),
        ]
        .into_iter()
        .find_map(|(begins, media)| file.starts_with(begins).then_some(media))
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// How names of such files end.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// A document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it shows.
    pub kind: DocumentKind,
    /// Its form.
    pub media: Media,
    /// How long it is.
    pub bytes: u32,
    /// SHA-256 of it as it is kept, sealed.
    pub sealed: ContentHash,
}

/// Attaches a document; one of the same kind takes the place of the one before.
pub(super) fn attach(
    state: &State,
    document: Document,
    by: PersonId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let opened = state.answerable(at)?;
    let others = state
        .documents
        .values()
        .filter(|one| one.kind != document.kind);
    let all = others.fold(document.bytes, |sum, one| sum.saturating_add(one.bytes));
    if document.bytes == 0 || all > DOCUMENTS_BYTES_MAX {
        return Err(Rejection::DocumentsTooLarge {
            max: DOCUMENTS_BYTES_MAX,
        });
    }
    Ok(vec![Event::DocumentAttached {
        dispute: opened.dispute,
        document,
        by,
        at,
    }])
}

/// The channel has the evidence. Quiet if it had before.
pub(super) fn handed_in(state: &State, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let opened = state.opened()?;
    if state.handed_in {
        return Ok(vec![]);
    }
    if state.evidence == 0 {
        return Err(Rejection::NothingSubmitted);
    }
    Ok(vec![Event::EvidenceHandedIn {
        dispute: opened.dispute,
        at,
    }])
}
