//! Corrections of an observation (D 43), told as given, when, then.

use super::*;

fn correct(right: Option<(Stage, Option<&str>)>, reason: &str) -> Command {
    Command::CorrectObservation {
        right: right.map(|(stage, note)| Seen {
            stage,
            note: note.map(str::to_owned),
        }),
        reason: reason.into(),
        by: person(3),
        at: at(60),
    }
}

fn declared(mistake: Mistake) -> Event {
    Event::ObservationDeclaredErroneous {
        mistake,
        reason: "看错了".into(),
        by: person(3),
        at: at(60),
    }
}

fn corrected(stage: Stage, note: Option<&str>) -> Event {
    Event::ObservationCorrected {
        stage,
        note: note.map(str::to_owned),
        by: person(3),
        at: at(60),
    }
}

fn counted() -> Vec<Event> {
    vec![captured(), accepted(None)]
}

fn put_right() -> Vec<Event> {
    let mut history = counted();
    history.push(declared(Mistake::IncorrectData));
    history.push(corrected(Stage::FruitSet, Some("花谢了")));
    history
}

#[test]
fn d43_what_is_wrong_is_declared_and_what_holds_is_another_fact() {
    given::<Observation>(&counted())
        .when(correct(
            Some((Stage::FruitSet, Some(" 花谢了 "))),
            " 看错了 ",
        ))
        .then(&[
            declared(Mistake::IncorrectData),
            corrected(Stage::FruitSet, Some("花谢了")),
        ]);
    given::<Observation>(&counted())
        .when(correct(Some((Stage::Blossom, None)), "看错了"))
        .then(&[
            declared(Mistake::IncorrectData),
            corrected(Stage::Blossom, None),
        ]);
    given::<Observation>(&counted())
        .when(correct(None, "看错了"))
        .then(&[declared(Mistake::DidNotOccur)]);
}

#[test]
fn a_correction_can_be_corrected() {
    given::<Observation>(&put_right())
        .when(correct(Some((Stage::Growing, None)), "看错了"))
        .then(&[
            declared(Mistake::IncorrectData),
            corrected(Stage::Growing, None),
        ]);
    given::<Observation>(&put_right())
        .when(correct(None, "看错了"))
        .then(&[declared(Mistake::DidNotOccur)]);
}

#[test]
fn a_correction_repeated_is_quiet_and_one_that_changes_nothing_is_refused() {
    given::<Observation>(&put_right())
        .when(correct(Some((Stage::FruitSet, Some("花谢了"))), "看错了"))
        .then(&[]);
    given::<Observation>(&counted())
        .when(correct(Some((Stage::Blossom, Some("满树白花"))), "看错了"))
        .then_rejected(&Rejection::NothingCorrected);
}

#[test]
fn only_what_counts_is_corrected() {
    for history in [
        vec![captured()],
        vec![captured(), flagged()],
        vec![captured(), refused()],
    ] {
        given::<Observation>(&history)
            .when(correct(None, "看错了"))
            .then_rejected(&Rejection::ObservationNotAccepted);
    }
    given::<Observation>(&[])
        .when(correct(None, "看错了"))
        .then_rejected(&Rejection::ObservationUnknown);
}

#[test]
fn what_never_happened_stays_so() {
    let mut history = counted();
    history.push(declared(Mistake::DidNotOccur));
    given::<Observation>(&history)
        .when(correct(None, "另一个理由"))
        .then(&[]);
    for command in [
        correct(Some((Stage::FruitSet, None)), "看错了"),
        accept(),
        refuse("不是这棵树"),
    ] {
        given::<Observation>(&history)
            .when(command)
            .then_rejected(&Rejection::ObservationWithdrawn);
    }
    given::<Observation>(&history)
        .when(judge_with(vec![]))
        .then(&[]);
}

#[test]
fn a_correction_needs_a_reason_and_something_seen() {
    for (reason, why) in [
        (" ".to_owned(), Rejection::ReasonMissing),
        ("长".repeat(201), Rejection::ReasonTooLong { max: 200 }),
    ] {
        given::<Observation>(&counted())
            .when(correct(None, &reason))
            .then_rejected(&why);
    }
    let noted = [event(seen(Some("满树白花"), vec![])), accepted(None)];
    given::<Observation>(&noted)
        .when(correct(Some((Stage::Blossom, Some(" "))), "看错了"))
        .then_rejected(&Rejection::NothingObserved);
    let long = "花".repeat(1001);
    given::<Observation>(&counted())
        .when(correct(Some((Stage::Blossom, Some(&long))), "看错了"))
        .then_rejected(&Rejection::NoteTooLong { max: 1000 });
}

#[test]
fn d44_a_device_may_send_again_what_was_corrected() {
    given::<Observation>(&put_right())
        .when(command(seen(Some("满树白花"), vec![photo(1, "s1.anew")])))
        .then(&[]);
}
