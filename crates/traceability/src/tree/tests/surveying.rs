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
