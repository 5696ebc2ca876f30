//! What may stand on a nameplate: a value type that is parsed once at the door, before the text is sealed.
//! It must not know whose text it is.

/// Room on a plate: a Han character takes two units, a Latin letter one.
pub const MAX_UNITS: usize = 24;
/// So many digits in a row are a phone number; the shortest Chinese landline numbers have seven.
const PHONE_DIGITS_IN_A_ROW: usize = 7;
/// So many digits with marks between them are a phone number; a date such as 2026.05.20 has eight and may stand.
const PHONE_DIGITS_SPACED: usize = 10;
/// Marks that may stand between letters and digits.
const ALLOWED_MARKS: [char; 8] = [' ', '·', '-', '\'', '&', '.', '!', '！'];

/// A nameplate text that passed the rules: trimmed, inner spaces collapsed, at most [`MAX_UNITS`] wide, only
/// letters, digits, space and · - ' & . ! ！, no banned word, no run of digits that looks like a phone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameplateText(String);

/// Why a text may not stand on a nameplate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameplateError {
    /// No letter or digit at all.
    #[error("the nameplate is empty")]
    Empty,
    /// There is no room on the plate.
    #[error("the nameplate is longer than {max} (a Han character counts two)")]
    TooLong {
        /// Units that there is room for.
        max: usize,
    },
    /// Not a letter, a digit or one of the allowed marks.
    #[error("{character:?} cannot stand on a nameplate")]
    CharacterNotAllowed {
        /// The first such character.
        character: char,
    },
    /// The operator's list says no; which word is not told, so that the list cannot be probed word by word.
    #[error("the nameplate contains a word that the operator does not allow")]
    BannedWord,
    /// Plates hang in public.
    #[error("a nameplate must not carry a phone number")]
    LooksLikePhone,
}

impl NameplateError {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "nameplate-empty",
            Self::TooLong { .. } => "nameplate-too-long",
            Self::CharacterNotAllowed { .. } => "nameplate-character-not-allowed",
            Self::BannedWord => "nameplate-banned-word",
            Self::LooksLikePhone => "nameplate-looks-like-phone",
        }
    }
}

impl NameplateText {
    /// Reads a text as people type it. Banned words are found whatever the case and the marks between letters.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn parse(text: &str, banned: &[String]) -> Result<Self, NameplateError> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(character) = text.chars().find(|character| !is_allowed(*character)) {
            return Err(NameplateError::CharacterNotAllowed { character });
        }
        if !text.chars().any(char::is_alphanumeric) {
            return Err(NameplateError::Empty);
        }
        if text.chars().map(width).sum::<usize>() > MAX_UNITS {
            return Err(NameplateError::TooLong { max: MAX_UNITS });
        }
        if looks_like_phone(&text) {
            return Err(NameplateError::LooksLikePhone);
        }
        let bare = letters_only(&text);
        let mut words = banned.iter().map(|word| letters_only(word));
        if words.any(|word| !word.is_empty() && bare.contains(&word)) {
            return Err(NameplateError::BannedWord);
        }
        Ok(Self(text))
    }

    /// The text as it will stand on the plate.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Letters without a shape (the Hangul fillers) count as alphabetic in Unicode, but would make an empty plate.
const fn is_invisible_letter(character: char) -> bool {
    matches!(character, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
}

fn is_allowed(character: char) -> bool {
    ALLOWED_MARKS.contains(&character)
        || (character.is_alphanumeric() && !is_invisible_letter(character))
}

/// Units on the plate: two for Han, kana, Hangul and full-width forms, as fonts draw them (Unicode UAX #11).
const fn width(character: char) -> usize {
    match character {
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF01}'..='\u{FF60}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}

fn looks_like_phone(text: &str) -> bool {
    let (mut in_a_row, mut spaced) = (0, 0);
    for character in text.chars() {
        if character.is_numeric() {
            in_a_row += 1;
            spaced += 1;
        } else {
            in_a_row = 0;
            if character.is_alphabetic() {
                spaced = 0;
            }
        }
        if in_a_row >= PHONE_DIGITS_IN_A_ROW || spaced >= PHONE_DIGITS_SPACED {
            return true;
        }
    }
    false
}

fn letters_only(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests;
