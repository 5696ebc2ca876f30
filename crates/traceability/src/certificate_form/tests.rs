//! Rules of the certificate's words, told as given, when, then.

use kernel::testing::given;

use super::*;

fn at() -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000).unwrap()
}

fn revise(wording: Wording) -> Command {
    Command::ReviseWording {
        wording,
        by: PersonId::from_bytes([4; 16]),
        at: at(),
    }
}

fn revised(version: u32, wording: Wording) -> Event {
    Event::CertificateWordingRevised {
        version,
        wording,
        by: PersonId::from_bytes([4; 16]),
        at: at(),
    }
}

fn other() -> Wording {
    Wording {
        promise: "不使用禁用农药。".into(),
        ..Wording::default()
    }
}

#[test]
fn other_words_are_another_version() {
    given::<CertificateForm>(&[])
        .when(revise(Wording {
            promise: "  不使用禁用农药。 ".into(),
            ..Wording::default()
        }))
        .then(&[revised(1, other())]);
    given::<CertificateForm>(&[revised(1, other())])
        .when(revise(Wording::default()))
        .then(&[revised(2, Wording::default())]);
}

#[test]
fn the_same_words_are_quiet() {
    given::<CertificateForm>(&[])
        .when(revise(Wording::default()))
        .then(&[]);
    given::<CertificateForm>(&[revised(1, other())])
        .when(revise(other()))
        .then(&[]);
}

#[test]
fn the_words_of_the_law_stay_in_the_title() {
    given::<CertificateForm>(&[])
        .when(revise(Wording {
            title: "合格证".into(),
            ..Wording::default()
        }))
        .then_rejected(&Rejection::WordsMissing { words: WORDS });
    given::<CertificateForm>(&[])
        .when(revise(Wording {
            title: "食用农产品承诺达标合格证".into(),
            ..Wording::default()
        }))
        .then(&[revised(
            1,
            Wording {
                title: "食用农产品承诺达标合格证".into(),
                ..Wording::default()
            },
        )]);
}

#[test]
fn every_text_is_there_and_fits() {
    let all = serde_json::to_value(Wording::default()).unwrap();
    let fields: Vec<String> = all.as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields.len(), 14);
    for field in fields {
        for wrong in [" ".to_owned(), "长".repeat(401)] {
            let mut changed = all.clone();
            changed[&field] = wrong.into();
            let wish = serde_json::from_value(changed).unwrap();
            let Err(Rejection::WordingInvalid { field: told, max }) =
                CertificateForm::decide(&State::default(), revise(wish))
            else {
                panic!("{field}")
            };
            let limit = if field == "promise" { 400 } else { 24 };
            assert_eq!((told, max), (field.as_str(), limit));
        }
    }
}
