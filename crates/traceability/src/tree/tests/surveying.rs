//! A closer look at a tree, and what becomes of its tag.

use super::*;

fn spot(lat_e7: i32) -> Spot {
    Spot {
        lat_e7,
        lon_e7: 1_156_714_300,
    }
}

fn survey(rootstock: Option<&str>, spot: Option<Spot>) -> Command {
    Command::Survey {
        rootstock: rootstock.map(str::to_owned),
        spot,
        at: at(1),
    }
}

fn surveyed(rootstock: Option<&str>, spot: Option<Spot>) -> Event {
    Event::TreeSurveyed {
        rootstock: rootstock.map(str::to_owned),
        spot,
        at: at(1),
    }
}

fn lost() -> Event {
    Event::TagLost {
        code: code(1),
        at: at(1),
    }
}

#[test]
fn a_survey_tells_only_what_is_new() {
    given::<Tree>(&registered())
        .when(survey(Some(" 枳壳 "), Some(spot(5))))
        .then(&[surveyed(Some("枳壳"), Some(spot(5)))]);
    let history = with(surveyed(Some("枳壳"), Some(spot(5))));
    given::<Tree>(&history)
        .when(survey(Some("枳壳"), Some(spot(6))))
        .then(&[surveyed(None, Some(spot(6)))]);
    for quiet in [
        survey(Some("枳壳"), Some(spot(5))),
        survey(None, Some(spot(5))),
        survey(None, None),
    ] {
        given::<Tree>(&history).when(quiet).then(&[]);
    }
}

#[test]
fn a_second_survey_keeps_what_it_does_not_speak_of() {
    let mut history = with(surveyed(Some("枳壳"), None));
    history.push(surveyed(None, Some(spot(5))));
    let state = fold::<Tree>(&history);
    assert_eq!(state.rootstock.as_deref(), Some("枳壳"));
    assert_eq!(state.spot, Some(spot(5)));
}

#[test]
fn a_survey_names_a_rootstock_and_a_place_on_the_globe() {
    for rootstock in ["", "  ", &"枳".repeat(41)] {
        given::<Tree>(&registered())
            .when(survey(Some(rootstock), None))
            .then_rejected(&Rejection::RootstockInvalid);
    }
    given::<Tree>(&registered())
        .when(survey(None, Some(spot(900_000_001))))
        .then_rejected(&Rejection::SpotInvalid);
}

#[test]
fn a_tag_is_lost_and_found_or_replaced() {
    let report = Command::ReportTagLost { at: at(1) };
    given::<Tree>(&registered())
        .when(report.clone())
        .then(&[lost()]);
    given::<Tree>(&with(lost())).when(report).then(&[]);
    let found = Command::ReportTagFound { at: at(1) };
    given::<Tree>(&with(lost()))
        .when(found.clone())
        .then(&[Event::TagFound {
            code: code(1),
            at: at(1),
        }]);
    given::<Tree>(&registered()).when(found).then(&[]);
    let mut history = with(lost());
    history.push(replaced(1, 2));
    assert_eq!(
        fold::<Tree>(&history).tag_lost_at,
        None,
        "the new tag hangs"
    );
}

#[test]
fn an_unknown_tree_is_not_surveyed_and_loses_no_tag() {
    for command in [
        survey(None, Some(spot(5))),
        Command::ReportTagLost { at: at(1) },
        Command::ReportTagFound { at: at(1) },
    ] {
        given::<Tree>(&[])
            .when(command)
            .then_rejected(&Rejection::TreeUnknown);
    }
}

fn correct(variety: &str, planted: u16, reason: &str) -> Command {
    Command::CorrectFacts {
        variety: variety.to_owned(),
        planted,
        this_year: 2026,
        reason: reason.to_owned(),
        at: at(2),
    }
}

fn corrected_facts(variety: &str, planted: u16) -> Event {
    Event::TreeFactsCorrected {
        variety: variety.to_owned(),
        planted,
        reason: "嫁接时记错了".to_owned(),
        at: at(2),
    }
}

#[test]
fn d43_wrong_facts_of_a_tree_are_corrected_with_a_reason() {
    let right = corrected_facts("赣南早脐橙", 2014);
    given::<Tree>(&registered())
        .when(correct(" 赣南早脐橙 ", 2014, " 嫁接时记错了 "))
        .then(std::slice::from_ref(&right));
    let history = with(right);
    given::<Tree>(&history)
        .when(correct("赣南早脐橙", 2014, "嫁接时记错了"))
        .then(&[]);
    given::<Tree>(&history)
        .when(correct("赣南早脐橙", 2014, "又一次"))
        .then_rejected(&Rejection::NothingCorrected);
    let state = fold::<Tree>(&history);
    let facts = state.facts.unwrap();
    assert_eq!(
        (facts.variety.as_str(), facts.planted),
        ("赣南早脐橙", 2014)
    );
    assert_eq!((facts.row, facts.name), (facts.row, "小满".to_owned()));
}

#[test]
fn d43_a_correction_of_a_tree_needs_a_reason_and_facts_that_can_stand() {
    for (command, rejection) in [
        (correct("脐橙", 2014, " "), Rejection::ReasonMissing),
        (
            correct("脐橙", 2014, &"因".repeat(201)),
            Rejection::ReasonTooLong { max: 200 },
        ),
        (correct("", 2014, "错"), Rejection::VarietyInvalid),
        (correct("脐橙", 2027, "错"), Rejection::PlantedInvalid),
        (
            correct("纽荷尔脐橙", 2015, "错"),
            Rejection::NothingCorrected,
        ),
    ] {
        given::<Tree>(&registered())
            .when(command)
            .then_rejected(&rejection);
    }
    given::<Tree>(&[])
        .when(correct("脐橙", 2014, "错"))
        .then_rejected(&Rejection::TreeUnknown);
}
