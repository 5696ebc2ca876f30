//! Corrections of a weighing (D 43), told as given, when, then.

use super::*;

fn weighing() -> Weighing {
    Weighing {
        picked_on: day(27),
        grade: Grade::Second,
        gross: Grams(90_000),
        tare: Grams(8_000),
        yields: vec![gave(2, 42_000), gave(1, 40_000)],
    }
}

fn correct(right: Option<Weighing>, reason: &str) -> Command {
    Command::CorrectHarvest {
        right,
        reason: reason.into(),
        by: PersonId::from_bytes([4; 16]),
        at: at(3),
        today: day(28),
    }
}

fn declared(mistake: Mistake) -> Event {
    Event::LotDeclaredErroneous {
        mistake,
        reason: "忘了减筐".into(),
        by: PersonId::from_bytes([4; 16]),
        at: at(3),
    }
}

fn corrected() -> Event {
    Event::HarvestCorrected {
        picked_on: day(27),
        grade: Grade::Second,
        gross: Grams(90_000),
        tare: Grams(8_000),
        net: Grams(82_000),
        yields: vec![gave(1, 40_000), gave(2, 42_000)],
        by: PersonId::from_bytes([4; 16]),
        at: at(3),
    }
}

#[test]
fn d43_a_wrong_weighing_is_declared_and_the_right_one_is_another_fact() {
    for history in [vec![recorded(picked())], vec![recorded(picked()), issued()]] {
        given::<Lot>(&history)
            .when(correct(Some(weighing()), " 忘了减筐 "))
            .then(&[declared(Mistake::IncorrectData), corrected()]);
        given::<Lot>(&history)
            .when(correct(None, "忘了减筐"))
            .then(&[declared(Mistake::DidNotOccur)]);
    }
}

#[test]
fn a_corrected_lot_is_divided_by_what_it_really_weighs() {
    let history = [
        recorded(picked()),
        declared(Mistake::IncorrectData),
        corrected(),
    ];
    let state = fold::<Lot>(&history);
    let harvest = state.harvest.as_ref().unwrap();
    assert_eq!(harvest.net(), Grams(82_000));
    let divided = Lot::decide(
        &state,
        Command::AllocateLot {
            policy: Policy::OwnTree1,
            shares: vec![],
            at: at(4),
        },
    );
    let [Event::LotAllocated { surplus, .. }] = divided.unwrap()[..] else {
        panic!("one division");
    };
    assert_eq!(surplus, Grams(82_000), "d31: nothing is lost");
}

#[test]
fn a_correction_repeated_is_quiet_and_one_that_changes_nothing_is_refused() {
    let history = [
        recorded(picked()),
        declared(Mistake::IncorrectData),
        corrected(),
    ];
    given::<Lot>(&history)
        .when(correct(Some(weighing()), "忘了减筐"))
        .then(&[]);
    given::<Lot>(&history)
        .when(correct(Some(weighing()), "另一个理由"))
        .then_rejected(&Rejection::NothingCorrected);
}

#[test]
fn a_divided_lot_is_not_weighed_again() {
    let divided = Event::LotAllocated {
        lot: picked().lot,
        policy: Policy::OwnTree1,
        allocations: vec![],
        surplus: Grams(84_000),
        at: at(2),
    };
    for right in [None, Some(weighing())] {
        given::<Lot>(&[recorded(picked()), divided.clone()])
            .when(correct(right, "忘了减筐"))
            .then_rejected(&Rejection::LotAlreadyAllocated);
    }
}

#[test]
fn what_was_never_picked_is_neither_certified_nor_divided_nor_corrected() {
    let history = [recorded(picked()), declared(Mistake::DidNotOccur)];
    given::<Lot>(&history)
        .when(correct(None, "忘了减筐"))
        .then(&[]);
    let divide = Command::AllocateLot {
        policy: Policy::OwnTree1,
        shares: vec![],
        at: at(4),
    };
    for command in [
        correct(Some(weighing()), "忘了减筐"),
        issue(certificate("GZ-0001")),
        divide,
    ] {
        given::<Lot>(&history)
            .when(command)
            .then_rejected(&Rejection::LotWithdrawn);
    }
}

#[test]
fn a_correction_needs_a_reason_and_weights_that_add_up() {
    for (reason, why) in [
        (" ".to_owned(), Rejection::ReasonMissing),
        ("长".repeat(201), Rejection::ReasonTooLong { max: 200 }),
    ] {
        given::<Lot>(&[recorded(picked())])
            .when(correct(None, &reason))
            .then_rejected(&why);
    }
    let light = Weighing {
        gross: Grams(80_000),
        ..weighing()
    };
    given::<Lot>(&[recorded(picked())])
        .when(correct(Some(light), "忘了减筐"))
        .then_rejected(&Rejection::YieldsDiffer {
            yields: Grams(82_000),
            net: Grams(72_000),
        });
    given::<Lot>(&[])
        .when(correct(None, "忘了减筐"))
        .then_rejected(&Rejection::LotUnknown);
}
