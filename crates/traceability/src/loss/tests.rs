//! Rules of a loss, told as given, when, then.

use kernel::{
    BlockId, ContentHash, Grams, LossId, OrchardId, PersonId, Season, Timestamp, TreeId,
    testing::given,
};

use super::*;

fn at(days: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000)
        .unwrap()
        .plus_days(days)
}

fn tree(seed: u16) -> TreeId {
    let mut bytes = [0; 16];
    bytes[14..].copy_from_slice(&seed.to_be_bytes());
    TreeId::from_bytes(bytes)
}

fn farmer() -> PersonId {
    PersonId::from_bytes([9; 16])
}

fn photo(seed: u8) -> ContentHash {
    ContentHash::from_bytes([seed; 32])
}

fn frost() -> Declaration {
    Declaration {
        loss: LossId::from_bytes([1; 16]),
        orchard: OrchardId::from_bytes([2; 16]),
        season: Season::new(2026).unwrap(),
        scope: Scope::Block(BlockId::from_bytes([3; 16])),
        cause: Cause::Frost,
        degree_percent: 60,
        note: Some("夜里零下四度".into()),
        evidence: vec![photo(1)],
        by: farmer(),
    }
}

fn declare(declaration: Declaration, trees: Vec<TreeId>) -> Command {
    Command::DeclareLoss {
        declaration,
        trees,
        at: at(0),
    }
}

fn declared() -> Event {
    Event::LossDeclared {
        declaration: frost(),
        trees: vec![tree(1), tree(2)],
        at: at(0),
    }
}

fn expected(each: u64, exceptions: &[(u16, u64)]) -> Expectation {
    Expectation {
        each: Grams(each),
        exceptions: exceptions
            .iter()
            .map(|(seed, grams)| TreeYield {
                tree: tree(*seed),
                grams: Grams(*grams),
            })
            .collect(),
    }
}

fn assess(expected: Expectation) -> Command {
    Command::AssessLoss {
        expected,
        choose_by: at(15),
        by: farmer(),
        at: at(1),
    }
}

fn assessed(expected: Expectation) -> Event {
    Event::LossAssessed {
        expected,
        choose_by: at(15),
        by: farmer(),
        at: at(1),
    }
}

fn counter(finding: Finding) -> Correction {
    Correction {
        finding,
        note: "重新数过".into(),
        evidence: vec![photo(2)],
        choose_by: at(20),
        by: farmer(),
    }
}

fn correct(correction: Correction) -> Command {
    Command::CorrectLoss {
        correction,
        at: at(2),
    }
}

fn corrected(revision: u16, correction: Correction) -> Event {
    Event::LossCorrected {
        revision,
        correction,
        at: at(2),
    }
}

#[test]
fn a_loss_freezes_its_trees_and_a_repeat_is_quiet() {
    let wish = declare(frost(), vec![tree(2), tree(1), tree(2)]);
    given::<Loss>(&[]).when(wish.clone()).then(&[declared()]);
    given::<Loss>(&[declared()]).when(wish).then(&[]);
    given::<Loss>(&[declared()])
        .when(declare(frost(), vec![tree(1)]))
        .then_rejected(&Rejection::LossExists);
}

#[test]
fn a_large_scope_is_told_by_several_events() {
    let trees: Vec<TreeId> = (0..3_200).map(tree).collect();
    let events = Loss::decide(&State::default(), declare(frost(), trees.clone())).unwrap();
    assert_eq!(events.len(), 3);
    assert_eq!(kernel::fold::<Loss>(&events).trees, trees);
    for event in &events {
        let stored = kernel::codec::encode(event).unwrap();
        assert!(stored.payload.len() < 64 * 1024, "an event of the log");
    }
}

#[test]
fn a_declaration_is_refused_that_says_nothing_or_proves_nothing() {
    let wrong = |change: fn(&mut Declaration), rejection: Rejection| {
        let mut declaration = frost();
        change(&mut declaration);
        given::<Loss>(&[])
            .when(declare(declaration, vec![tree(1)]))
            .then_rejected(&rejection);
    };
    wrong(|one| one.degree_percent = 0, Rejection::DegreeInvalid);
    wrong(|one| one.degree_percent = 101, Rejection::DegreeInvalid);
    wrong(|one| one.evidence.clear(), Rejection::EvidenceMissing);
    let max = EVIDENCE_MAX;
    wrong(
        |one| one.evidence = (0..10).map(photo).collect(),
        Rejection::EvidenceTooLarge { max },
    );
    let max = NOTE_CHARS_MAX;
    wrong(
        |one| one.note = Some("霜".repeat(501)),
        Rejection::NoteTooLong { max },
    );
    let max = TREES_MAX;
    given::<Loss>(&[])
        .when(declare(frost(), vec![]))
        .then_rejected(&Rejection::LossTreesInvalid { max });
}

#[test]
fn an_assessment_says_what_each_tree_gives() {
    let word = expected(16_000, &[(2, 0)]);
    given::<Loss>(&[declared()])
        .when(assess(word.clone()))
        .then(&[assessed(word.clone())]);
    given::<Loss>(&[declared(), assessed(word.clone())])
        .when(assess(word.clone()))
        .then(&[]);
    assert_eq!(word.of(tree(1)), Grams(16_000));
    assert_eq!(word.of(tree(2)), Grams::ZERO);
}

#[test]
fn an_assessment_is_refused_of_nothing_of_strangers_and_without_time() {
    given::<Loss>(&[])
        .when(assess(expected(1, &[])))
        .then_rejected(&Rejection::LossUnknown);
    let tree_3 = tree(3);
    given::<Loss>(&[declared()])
        .when(assess(expected(1, &[(3, 1)])))
        .then_rejected(&Rejection::ExceptionInvalid { tree: tree_3 });
    let tree_2 = tree(2);
    given::<Loss>(&[declared()])
        .when(assess(expected(1, &[(2, 1), (2, 1)])))
        .then_rejected(&Rejection::ExceptionInvalid { tree: tree_2 });
    given::<Loss>(&[declared()])
        .when(assess(expected(10_000_001, &[])))
        .then_rejected(&Rejection::ExpectedTooLarge {
            max: TREE_GRAMS_MAX,
        });
    let many: Vec<(u16, u64)> = (0..501).map(|seed| (seed, 1)).collect();
    given::<Loss>(&[declared()])
        .when(assess(expected(1, &many)))
        .then_rejected(&Rejection::ExceptionsTooLarge {
            max: EXCEPTIONS_MAX,
        });
    for days in [2, 62] {
        let hasty = Command::AssessLoss {
            expected: expected(1, &[]),
            choose_by: at(1 + days),
            by: farmer(),
            at: at(1),
        };
        given::<Loss>(&[declared()])
            .when(hasty)
            .then_rejected(&Rejection::ChooseByInvalid { min: 3, max: 60 });
    }
    given::<Loss>(&[declared(), assessed(expected(1, &[]))])
        .when(assess(expected(2, &[])))
        .then_rejected(&Rejection::LossAlreadyAssessed);
}

#[test]
fn d36_a_loss_is_corrected_by_a_counter_fact_with_evidence() {
    let before = [declared(), assessed(expected(16_000, &[]))];
    let none = counter(Finding::DidNotOccur);
    given::<Loss>(&before)
        .when(correct(none.clone()))
        .then(&[corrected(2, none.clone())]);
    let after = [
        before[0].clone(),
        before[1].clone(),
        corrected(2, none.clone()),
    ];
    given::<Loss>(&after).when(correct(none.clone())).then(&[]);
    let again = counter(Finding::IncorrectData(expected(30_000, &[])));
    given::<Loss>(&after)
        .when(correct(again.clone()))
        .then(&[corrected(3, again)]);
    assert_eq!(
        kernel::fold::<Loss>(&after).standing.unwrap().expected,
        None
    );
    given::<Loss>(&[declared()])
        .when(correct(none.clone()))
        .then_rejected(&Rejection::LossNotAssessed);
    let bare = Correction {
        evidence: vec![],
        ..none.clone()
    };
    given::<Loss>(&before)
        .when(correct(bare))
        .then_rejected(&Rejection::EvidenceMissing);
    let silent = Correction {
        note: " ".into(),
        ..none
    };
    given::<Loss>(&before)
        .when(correct(silent))
        .then_rejected(&Rejection::NoteMissing);
}
