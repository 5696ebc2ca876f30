//! The words of EPCIS and its Core Business Vocabulary that our history needs; bare words, as the JSON binding writes
//! them. They are what a query filters by.

/// The kind of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventType {
    /// Something happened to things.
    Object,
    /// Things went into another, or out of it.
    Aggregation,
    /// A thing was fixed to another, or taken off it.
    Association,
    /// Things became others.
    Transformation,
}

impl EventType {
    /// The word in an event.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Object => "ObjectEvent",
            Self::Aggregation => "AggregationEvent",
            Self::Association => "AssociationEvent",
            Self::Transformation => "TransformationEvent",
        }
    }
}

/// What an event does to the life of its things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It begins.
    Add,
    /// It goes on.
    Observe,
    /// It ends.
    Delete,
}

impl Action {
    /// The word in an event.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Add => "ADD",
            Self::Observe => "OBSERVE",
            Self::Delete => "DELETE",
        }
    }
}

/// The step of business it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BizStep {
    /// A thing got its name.
    Commissioning,
    /// A batch came to be.
    CreatingClassInstance,
    /// Looked at, without harm to it.
    Inspecting,
    /// Put on another thing.
    Installing,
    /// What the vocabulary has no word for: a treatment, work in the orchard.
    Other,
    /// Put into a parcel.
    Packing,
    /// It has arrived.
    Receiving,
    /// Taken off another thing.
    Removing,
    /// It has left.
    Shipping,
}

impl BizStep {
    /// The word in an event.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Commissioning => "commissioning",
            Self::CreatingClassInstance => "creating_class_instance",
            Self::Inspecting => "inspecting",
            Self::Installing => "installing",
            Self::Other => "other",
            Self::Packing => "packing",
            Self::Receiving => "receiving",
            Self::Removing => "removing",
            Self::Shipping => "shipping",
        }
    }
}

/// What state its things are in afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// In use.
    Active,
    /// It is as it should be.
    Conformant,
    /// On its way through our hands.
    InProgress,
    /// With the carrier.
    InTransit,
}

impl Disposition {
    /// The word in an event.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Conformant => "conformant",
            Self::InProgress => "in_progress",
            Self::InTransit => "in_transit",
        }
    }
}
