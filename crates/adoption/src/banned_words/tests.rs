//! The rules of the list, command by command and rejection by rejection.

use kernel::testing::given;

use super::*;

fn at() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

fn ban(word: &str) -> Command {
    let word = word.into();
    Command::BanWord { word, at: at() }
}

fn banned(word: &str) -> Event {
    let word = word.into();
    Event::WordBanned { word, at: at() }
}

fn allow(word: &str) -> Command {
    let word = word.into();
    Command::AllowWord { word, at: at() }
}

#[test]
fn a_word_is_banned_once_in_small_letters_and_allowed_again() {
    given::<BannedWords>(&[])
        .when(ban(" Bad "))
        .then(&[banned("bad")]);
    given::<BannedWords>(&[banned("bad")])
        .when(ban("BAD"))
        .then(&[]);
    let allowed = Event::WordAllowed {
        word: "bad".into(),
        at: at(),
    };
    given::<BannedWords>(&[banned("bad")])
        .when(allow("Bad"))
        .then(std::slice::from_ref(&allowed));
    given::<BannedWords>(&[banned("bad"), allowed])
        .when(allow("bad"))
        .then(&[]);
}

#[test]
fn a_word_has_letters_and_fits_on_a_plate() {
    for word in ["", " ", "!!", &"坏".repeat(25)] {
        for command in [ban(word), allow(word)] {
            given::<BannedWords>(&[])
                .when(command)
                .then_rejected(&Rejection::BannedWordInvalid { max: 24 });
        }
    }
}

#[test]
fn the_list_has_an_end() {
    let full: Vec<_> = (0..WORDS_MAX).map(|n| banned(&format!("w{n}"))).collect();
    given::<BannedWords>(&full)
        .when(ban("one more"))
        .then_rejected(&Rejection::TooManyBannedWords { max: WORDS_MAX });
    given::<BannedWords>(&full).when(ban("w7")).then(&[]);
}
