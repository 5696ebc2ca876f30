//! The words that no nameplate may carry, kept by the operator. Stream `banned-words-all`. It must not know any
//! nameplate.

use std::collections::BTreeSet;

use kernel::{Decider, Timestamp, codec::StoredEvent, one_line};
use serde::{Deserialize, Serialize};

/// Longest word, in characters: no plate has room for more.
pub const WORD_CHARS_MAX: usize = 24;
/// Most words, so that every plate is checked quickly.
pub const WORDS_MAX: usize = 5_000;
/// The one list's stream.
pub const STREAM_ID: &str = "all";

/// What may be asked of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Ban a word. Quiet if it is banned.
    BanWord {
        /// The word.
        word: String,
        /// When.
        at: Timestamp,
    },
    /// Allow it again. Quiet if it is not banned.
    AllowWord {
        /// The word.
        word: String,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// No new nameplate may carry the word.
    #[serde(rename = "adoption.word-banned")]
    WordBanned {
        /// The word, in small letters.
        word: String,
        /// When.
        at: Timestamp,
    },
    /// Nameplates may carry it again.
    #[serde(rename = "adoption.word-allowed")]
    WordAllowed {
        /// The word, in small letters.
        word: String,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "banned-words";
    const TYPES: &'static [(&'static str, u16)] =
        &[("adoption.word-banned", 1), ("adoption.word-allowed", 1)];
}

/// Why a wish about the list was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// No letter or digit, or longer than any plate.
    #[error("a banned word has 1 to {max} characters, at least one of them a letter or a digit")]
    BannedWordInvalid {
        /// The longest, [`WORD_CHARS_MAX`].
        max: usize,
    },
    /// The list is full.
    #[error("more than {max} banned words")]
    TooManyBannedWords {
        /// How many there may be, [`WORDS_MAX`].
        max: usize,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BannedWordInvalid { .. } => "banned-word-invalid",
            Self::TooManyBannedWords { .. } => "too-many-banned-words",
        }
    }
}

/// What is remembered of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The words, in small letters.
    pub words: BTreeSet<String>,
}

/// The rules of the list.
#[derive(Debug, Clone, Copy)]
pub struct BannedWords;

impl Decider for BannedWords {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::BanWord { word, at } => {
                let word = checked(&word)?;
                if state.words.contains(&word) {
                    return Ok(vec![]);
                }
                if state.words.len() >= WORDS_MAX {
                    return Err(Rejection::TooManyBannedWords { max: WORDS_MAX });
                }
                Ok(vec![Event::WordBanned { word, at }])
            }
            Command::AllowWord { word, at } => {
                let word = checked(&word)?;
                let banned = state.words.contains(&word);
                let allowed = banned.then_some(Event::WordAllowed { word, at });
                Ok(allowed.into_iter().collect())
            }
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::WordBanned { word, .. } => {
                state.words.insert(word.clone());
            }
            Event::WordAllowed { word, .. } => {
                state.words.remove(word);
            }
        }
    }
}

fn checked(word: &str) -> Result<String, Rejection> {
    let word = one_line(word).to_lowercase();
    let fits = (1..=WORD_CHARS_MAX).contains(&word.chars().count());
    if fits && word.chars().any(char::is_alphanumeric) {
        Ok(word)
    } else {
        let max = WORD_CHARS_MAX;
        Err(Rejection::BannedWordInvalid { max })
    }
}

#[cfg(test)]
mod tests;
