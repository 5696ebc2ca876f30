//! The register, the map and the proofs of trees.

use kernel::Season as Year;
use readmodels::map::Standing;
use readmodels::proofs::ProofCounts;
use readmodels::register::{Asked, Lack};
use traceability::orchard::Event as Orchard;
use traceability::spot::Spot;
use traceability::tree::Event as Tree;

use crate::pen::{at, code};
use crate::season::{block, campaign, catch_up, orchard, season, tree, year};

fn spot(lat_e7: i32) -> Spot {
    Spot {
        lat_e7,
        lon_e7: 1_156_000_000,
    }
}

#[test]
fn a_survey_fills_in_what_it_tells_and_keeps_the_rest() {
    let (mut pen, reads) = season();
    let stream = tree(2).to_string();
    pen.write(
        &stream,
        &Tree::TreeSurveyed {
            rootstock: Some("枳".into()),
            spot: Some(spot(1)),
            at: at(900),
        },
    );
    pen.write(
        &stream,
        &Tree::TreeSurveyed {
            rootstock: None,
            spot: Some(spot(2)),
            at: at(901),
        },
    );
    catch_up(&pen, &reads);
    let record = reads.tree_record(tree(2)).unwrap().unwrap();
    assert_eq!(record.rootstock.as_deref(), Some("枳"));
    assert_eq!(record.spot, Some(spot(2)));
}

#[test]
fn trees_are_found_by_name_variety_rootstock_and_any_code_they_had() {
    let (_pen, reads) = season();
    let found = |asked: Asked| -> Vec<_> {
        let rows = reads.register(orchard(), &asked, None, 10).unwrap();
        let count = reads.register_count(orchard(), &asked).unwrap();
        assert_eq!(usize::try_from(count).unwrap(), rows.len());
        rows.into_iter().map(|row| row.card.tree).collect()
    };
    let text = |text: &str| Asked {
        text: text.to_owned(),
        ..Asked::default()
    };
    assert_eq!(found(Asked::default()).len(), 4);
    assert_eq!(found(text("树3")), [tree(3)]);
    assert_eq!(found(text("%")), []);
    let (old, new) = (code(1), code(101));
    assert_eq!(found(text(&old.grouped())), [tree(1)]);
    assert_eq!(found(text(new.as_str())), [tree(1)]);
    let variety = Asked {
        variety: Some("脐橙".into()),
        ..Asked::default()
    };
    assert_eq!(found(variety), [tree(4)]);
    let in_block = Asked {
        block: Some(block(2)),
        ..Asked::default()
    };
    assert_eq!(found(in_block), [tree(4)]);
    let lacking = |lack| Asked {
        lack: Some(lack),
        ..Asked::default()
    };
    assert_eq!(found(lacking(Lack::Spot)).len(), 4);
    assert_eq!(found(lacking(Lack::Photo)).len(), 3);
    assert_eq!(found(lacking(Lack::Tag)), []);
}

#[test]
fn d4_all_tags_of_a_tree_are_told_with_what_became_of_them() {
    let (mut pen, reads) = season();
    let tags = reads.tags_of(tree(1)).unwrap();
    let codes: Vec<_> = tags.iter().map(|tag| tag.code).collect();
    assert_eq!(codes, [code(101), code(1)]);
    assert_eq!(tags[0].retired_at, None);
    assert_eq!(
        (tags[1].retired_at, tags[1].reason.as_deref()),
        (Some(at(5)), Some("broken"))
    );
    let lost = Tree::TagLost {
        code: code(101),
        at: at(900),
    };
    pen.write(&tree(1).to_string(), &lost);
    catch_up(&pen, &reads);
    let record = reads.tree_record(tree(1)).unwrap().unwrap();
    assert_eq!(record.tag_lost_at, Some(at(900)));
    let found = Tree::TagFound {
        code: code(101),
        at: at(901),
    };
    pen.write(&tree(1).to_string(), &found);
    catch_up(&pen, &reads);
    assert_eq!(reads.tag(code(101)).unwrap().unwrap().lost_at, None);
}

#[test]
fn a_map_agrees_with_the_campaigns_list_of_trees() {
    let (_pen, reads) = season();
    for number in [1, 2] {
        let listed = reads.offered_trees(campaign(number)).unwrap();
        let map = reads.map_of_campaign(campaign(number)).unwrap();
        let trees = |ids: Vec<_>| ids;
        assert_eq!(
            trees(map.iter().map(|tree| tree.tree).collect()),
            trees(listed.iter().map(|row| row.tree.tree).collect()),
        );
        for (tree, row) in map.iter().zip(&listed) {
            use readmodels::catalogue::ShareState;
            let has =
                |test: fn(&ShareState) -> bool| row.parts.iter().any(|part| test(&part.state));
            let expected = if has(|state| *state == ShareState::Free) {
                Standing::Free
            } else if has(|state| matches!(state, ShareState::Held { .. })) {
                Standing::Held
            } else {
                Standing::Taken
            };
            assert_eq!(tree.standing, expected, "{}", tree.name);
        }
    }
    let all = reads.map_of_orchard(orchard(), year()).unwrap();
    assert_eq!(all.len(), 4);
    let of_no_year = reads
        .map_of_orchard(orchard(), Year::new(2090).unwrap())
        .unwrap();
    assert!(
        of_no_year
            .iter()
            .all(|tree| tree.standing == Standing::NotOffered)
    );
}

#[test]
fn a_block_has_the_outline_that_was_told_last() {
    let (mut pen, reads) = season();
    let outline = |lat| vec![spot(0), spot(lat), spot(lat + 1)];
    for lat in [5, 6] {
        let told = Orchard::BlockOutlined {
            block: block(1),
            outline: outline(lat),
        };
        pen.write(&orchard().to_string(), &told);
    }
    catch_up(&pen, &reads);
    let blocks = reads.map_blocks(orchard()).unwrap();
    assert_eq!(blocks[0].outline, Some(outline(6)));
    assert_eq!(blocks[1].outline, None);
}

#[test]
fn d2_trees_without_a_young_photo_are_counted_and_named() {
    let (_pen, reads) = season();
    let counts = reads.proof_counts(campaign(1), at(0)).unwrap();
    assert_eq!(
        counts,
        ProofCounts {
            proven: 1,
            without_photo: 3,
            too_old: 0
        }
    );
    let later = reads.proof_counts(campaign(1), at(1_000_000)).unwrap();
    assert_eq!((later.proven, later.too_old), (0, 1));
    let named = reads.unproven_trees(campaign(1), at(0), 10).unwrap();
    assert_eq!(named.len(), 3);
    assert!(named.is_sorted_by_key(|row| !row.is_offered));
    assert_eq!(
        reads.unproven_trees(campaign(1), at(0), 2).unwrap().len(),
        2
    );
}

#[test]
fn d43_a_wrong_variety_is_corrected_everywhere_and_the_wrong_one_is_told_as_wrong() {
    use readmodels::tree_page::EntryKind;
    let (mut pen, reads) = season();
    let before = reads.campaign(campaign(1)).unwrap().unwrap().card;
    assert!(!before.varieties.iter().any(|one| one == "赣南早"));
    let corrected = Tree::TreeFactsCorrected {
        variety: "赣南早".into(),
        planted: 2014,
        reason: "嫁接时记错了".into(),
        at: at(900),
    };
    pen.write(&tree(1).to_string(), &corrected);
    catch_up(&pen, &reads);
    let card = reads.tree_card(tree(1)).unwrap().unwrap();
    assert_eq!((card.variety.as_str(), card.planted), ("赣南早", 2014));
    let after = reads.campaign(campaign(1)).unwrap().unwrap().card;
    assert!(after.varieties.iter().any(|one| one == "赣南早"));
    assert_eq!(after.trees_offered, before.trees_offered);
    let page = reads.tree(tree(1)).unwrap().unwrap();
    let told = page.entries.iter().map(|entry| &entry.kind);
    assert!(told.clone().any(|kind| matches!(
        kind,
        EntryKind::FactsCorrected { reason, .. } if reason == "嫁接时记错了"
    )));
}
