//! What is corrected (D 43): lists, sums and the tree's page follow, and a rebuilt file tells the same.

use epcis::Mistake as Told;
use kernel::Grams;
use readmodels::provenance::{EventQuery, Export};
use readmodels::{ReadModels, canonical_dump, rebuild};
use traceability::correction::Mistake;
use traceability::lot::{Event as Lot, Grade, TreeYield};
use traceability::observation::{Event as Observation, Stage};

use crate::pen::{Pen, at, day, hash};
use crate::season::{catch_up, farmer, lot, seen, tell, tree};

fn wrong_look(pen: &mut Pen, number: u8, mistake: Mistake) {
    let event = Observation::ObservationDeclaredErroneous {
        mistake,
        reason: "看错了".into(),
        by: farmer(),
        at: at(500),
    };
    pen.write(&seen(number).to_string(), &event);
}

fn wrong_weighing(pen: &mut Pen, mistake: Mistake) {
    let event = Lot::LotDeclaredErroneous {
        mistake,
        reason: "忘了减筐".into(),
        by: farmer(),
        at: at(501),
    };
    pen.write(&lot(2).to_string(), &event);
}

fn right_weighing(pen: &mut Pen) {
    let event = Lot::HarvestCorrected {
        picked_on: day(2027, 1, 4),
        grade: Grade::Second,
        gross: Grams(7_000),
        tare: Grams(3_000),
        net: Grams(4_000),
        yields: vec![TreeYield {
            tree: tree(2),
            grams: Grams(4_000),
        }],
        by: farmer(),
        at: at(501),
    };
    pen.write(&lot(2).to_string(), &event);
}

fn harvested(reads: &ReadModels) -> Vec<Grams> {
    let trees = [tree(1), tree(2)];
    let pages = trees.map(|tree| reads.tree(tree).unwrap().unwrap());
    pages
        .iter()
        .map(|page| page.lots.iter().map(|lot| lot.grams).sum())
        .collect()
}

#[test]
fn the_tree_shows_what_counts_now() {
    let mut pen = Pen::new();
    tell(&mut pen);
    let reads = ReadModels::temporary(&pen.log).unwrap();
    let shown = |reads: &ReadModels| {
        let page = reads.tree(tree(1)).unwrap().unwrap();
        (page.tree.stage, page.tree.photo)
    };
    catch_up(&pen, &reads);
    assert_eq!(shown(&reads), (Some(Stage::Blossom), Some(hash(1))));
    wrong_look(&mut pen, 1, Mistake::IncorrectData);
    let right = Observation::ObservationCorrected {
        stage: Stage::FruitSet,
        note: None,
        by: farmer(),
        at: at(500),
    };
    pen.write(&seen(1).to_string(), &right);
    catch_up(&pen, &reads);
    assert_eq!(shown(&reads), (Some(Stage::FruitSet), Some(hash(1))));
    wrong_look(&mut pen, 1, Mistake::DidNotOccur);
    catch_up(&pen, &reads);
    assert_eq!(
        shown(&reads),
        (Some(Stage::Budding), Some(hash(3))),
        "the older look counts again"
    );
    let cover = reads.campaigns(true).unwrap();
    assert!(
        cover.iter().all(|card| card.cover != Some(hash(1))),
        "no offer shows it"
    );
}

#[test]
fn d31_grams_follow_a_corrected_weighing() {
    let mut pen = Pen::new();
    tell(&mut pen);
    let reads = ReadModels::temporary(&pen.log).unwrap();
    catch_up(&pen, &reads);
    let (before, sum) = (harvested(&reads), total(&reads));
    wrong_weighing(&mut pen, Mistake::IncorrectData);
    right_weighing(&mut pen);
    catch_up(&pen, &reads);
    assert_eq!(
        harvested(&reads),
        [Grams(before[0].0 - 5_000), Grams(before[1].0 + 4_000)]
    );
    assert_eq!(
        total(&reads),
        Grams(sum.0 - 1_000),
        "so does what the season gave"
    );
    wrong_weighing(&mut pen, Mistake::DidNotOccur);
    catch_up(&pen, &reads);
    let row = reads.lot(lot(2)).unwrap().unwrap();
    assert_eq!(
        (row.net, row.withdrawn.as_deref()),
        (Grams(0), Some("忘了减筐"))
    );
    assert_eq!(total(&reads), Grams(sum.0 - 5_000));
}

/// What the trees of all campaigns gave.
fn total(reads: &ReadModels) -> Grams {
    let all = reads.promised_vs_harvested().unwrap();
    all.iter().map(|one| one.harvested).sum()
}

#[test]
fn d43_every_telling_stays_and_names_what_follows_it() {
    let mut pen = Pen::new();
    tell(&mut pen);
    wrong_weighing(&mut pen, Mistake::IncorrectData);
    right_weighing(&mut pen);
    wrong_weighing(&mut pen, Mistake::DidNotOccur);
    let reads = ReadModels::temporary(&pen.log).unwrap();
    catch_up(&pen, &reads);
    let told = reads.epcis_export(Export::Lot(lot(2))).unwrap();
    let told: Vec<_> = told
        .iter()
        .filter(|record| record.step.subject() == format!("{}/harvested", lot(2)))
        .map(|record| (record.revision, record.error.map(|error| error.mistake)))
        .collect();
    assert_eq!(
        told,
        [
            (0, None),
            (0, Some(Told::IncorrectData)),
            (1, None),
            (1, Some(Told::DidNotOccur)),
        ]
    );
    let query = EventQuery {
        errors: Some(true),
        limit: 10,
        ..EventQuery::default()
    };
    assert_eq!(reads.epcis_events(&query).unwrap().len(), 2);
}

#[test]
fn d46_a_rebuilt_file_tells_the_same_corrections() {
    let folder = tempfile::tempdir().unwrap();
    let (live, fresh) = (
        folder.path().join("live.sqlite"),
        folder.path().join("fresh.sqlite"),
    );
    let mut pen = Pen::new();
    let reads = ReadModels::open(&live, &pen.log).unwrap();
    tell(&mut pen);
    catch_up(&pen, &reads);
    wrong_look(&mut pen, 1, Mistake::DidNotOccur);
    wrong_weighing(&mut pen, Mistake::IncorrectData);
    right_weighing(&mut pen);
    catch_up(&pen, &reads);
    rebuild(&fresh, &pen.log, |_, _| {}).unwrap();
    let dump = |path| {
        let mut text = Vec::new();
        canonical_dump(path, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    };
    let text = dump(&fresh);
    assert!(text.contains("# epcis_event") && text.contains("incorrect-data"));
    assert_eq!(dump(&live), text);
}
