//! What may stand on a nameplate: a value type that is parsed once at the door, before the text is sealed.

/// A nameplate text that passed the rules: 1–12 characters (Han counts as one; Latin up to 24), letters, digits, space and · - ' & only,
/// no banned word, no digits run that looks like a phone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameplateText(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameplateError {
    #[error("the nameplate is empty")]
    Empty,
    #[error("the nameplate is longer than {max} (a Han character counts two)")]
    TooLong { max: usize },
    #[error("{character:?} cannot stand on a nameplate")]
    CharacterNotAllowed { character: char },
    #[error("the nameplate contains a word that the operator does not allow")]
    BannedWord,
    #[error("a nameplate must not carry a phone number")]
    LooksLikePhone,
}
