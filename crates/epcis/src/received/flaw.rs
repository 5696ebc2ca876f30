//! What may be wrong with a document or an event of others. Facts only; the words for programs are made at the edge.

/// Why a document is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFlaw {
    /// It has another type, or keys that EPCIS does not know.
    #[error("it is no EPCISDocument")]
    NotADocument,
    /// Another version of the schema.
    #[error("schemaVersion is not 2.0")]
    Version,
    /// EPCIS's context is not named.
    #[error("@context does not name the EPCIS 2.0 context")]
    Context,
    /// It is missing or no moment with its offset.
    #[error("creationDate is no date-time with an offset")]
    CreationDate,
    /// There is no list of events, or nothing in it.
    #[error("epcisBody.eventList has no event")]
    NoEvents,
    /// More than are taken at once.
    #[error("at most {max} events are taken at once")]
    TooManyEvents {
        /// The limit, [`EVENTS_MAX`](super::EVENTS_MAX).
        max: usize,
    },
}

/// Why an event is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// It is no JSON object with a type that EPCIS knows.
    #[error("it is no event of EPCIS 2.0")]
    NotAnEvent,
    /// A field that it must have.
    #[error("{field} is missing")]
    Missing {
        /// The field.
        field: &'static str,
    },
    /// A field that is not what it must be.
    #[error("{field} cannot be read")]
    Malformed {
        /// The field.
        field: &'static str,
    },
    /// A field that this event may not have.
    #[error("{field} may not stand here")]
    NotAllowed {
        /// The field.
        field: &'static str,
    },
    /// A field that EPCIS does not know and that has no prefix.
    #[error("it has a field that EPCIS 2.0 does not know")]
    UnknownField,
    /// More things than one event may name.
    #[error("at most {max} things are named by one event")]
    TooManyThings {
        /// The limit, [`THINGS_MAX`](super::THINGS_MAX).
        max: usize,
    },
    /// More than can be kept.
    #[error("an event has at most {max} bytes")]
    TooLarge {
        /// The limit, [`EVENT_BYTES_MAX`](super::EVENT_BYTES_MAX).
        max: usize,
    },
}
