//! Small pieces that several pages share: a photo, a moment, a bar, a mark.
//!
//! They know addresses and finished words, nothing of the page they stand on.

use crate::web::format;
use crate::web::i18n::Lang;
use chrono::NaiveDate;

/// A growth photo by the hash of its original.
#[derive(Clone, Debug)]
pub(crate) struct Photo {
    /// SHA-256 of the original, hex: the address of all its derivatives.
    pub(crate) sha256: String,
    /// What is to be seen, for people who cannot see it.
    pub(crate) alt: String,
}

impl Photo {
    /// The address of the smallest derivative.
    pub(crate) fn thumb(&self) -> String {
        self.address("thumb")
    }

    /// The address of the middle derivative.
    pub(crate) fn card(&self) -> String {
        self.address("card")
    }

    /// The address of the largest derivative.
    pub(crate) fn full(&self) -> String {
        self.address("full")
    }

    fn address(&self, size: &str) -> String {
        format!("/photos/{}/{size}.jpg", self.sha256)
    }
}

/// A point in time for people and for machines.
#[derive(Clone, Debug)]
pub(crate) struct When {
    /// For people, in the page's language and orchard time.
    pub(crate) text: String,
    /// For the `datetime` attribute.
    pub(crate) machine: String,
}

impl When {
    /// A moment from milliseconds since 1970 (UTC).
    pub(crate) fn at(lang: Lang, unix_millis: i64) -> Self {
        Self {
            text: format::moment(lang, unix_millis),
            machine: format::machine_moment(unix_millis),
        }
    }

    /// A whole day.
    pub(crate) fn on(lang: Lang, day: NaiveDate) -> Self {
        Self {
            text: format::day(lang, day),
            machine: day.to_string(),
        }
    }
}

/// A bar: how much of how much.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    /// How much there is.
    pub(crate) value: i64,
    /// How much would be all; at least 1, or nothing is drawn.
    pub(crate) max: i64,
    /// The sentence a screen reader says instead.
    pub(crate) label: String,
}

/// How a mark is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tone {
    /// A plain fact.
    #[default]
    Quiet,
    /// As it should be.
    Good,
    /// Somebody should look.
    Warn,
    /// Something is wrong.
    Bad,
}

impl Tone {
    /// The class of the stylesheet.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// A word in a pill: a state, with its tone.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// The finished word.
    pub(crate) text: String,
    /// How it is meant.
    pub(crate) tone: Tone,
}

impl Mark {
    /// A mark from a word and its tone.
    pub(crate) fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

/// A labelled fact for a list of facts.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    /// What it is.
    pub(crate) label: String,
    /// Its finished value.
    pub(crate) value: String,
}

impl Fact {
    /// A fact from its label and value.
    pub(crate) fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_are_addressed_by_their_hash() {
        let photo = Photo {
            sha256: "ab12".to_owned(),
            alt: String::new(),
        };
        assert_eq!(photo.thumb(), "/photos/ab12/thumb.jpg");
        assert_eq!(photo.card(), "/photos/ab12/card.jpg");
        assert_eq!(photo.full(), "/photos/ab12/full.jpg");
    }

    #[test]
    fn a_day_is_its_own_machine_form() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 12).expect("a real day");
        let when = When::on(Lang::En, day);
        assert_eq!(
            (when.text.as_str(), when.machine.as_str()),
            ("12 Apr 2026", "2026-04-12")
        );
    }
}
