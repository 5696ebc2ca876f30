//! Before the sale: people register, trees are planted and looked at.

use community::member::{Event as Member, Locale, Role};
use kernel::FarmId;
use traceability::observation::{Event as Observation, Fingerprint, Flag, PhotoFacts, Stage};
use traceability::orchard::{Event as Orchard, Place};
use traceability::tag::Event as Tag;
use traceability::tree::{Event as Tree, TreeFacts};

use super::{block, buyer, farmer, orchard, person, seen, tree};
use crate::pen::{Pen, at, code, hash, id, sealed};

pub(crate) fn members_register(pen: &mut Pen) {
    for (number, locale) in [(1, Locale::ZhCn), (2, Locale::ZhCn), (3, Locale::En)] {
        let person = person(number);
        let name = sealed(&format!("name-{number}"));
        let event = Member::MemberRegistered {
            person,
            name,
            locale,
            at: at(0),
        };
        pen.write(&person.to_string(), &event);
    }
    let role = Role::Farmer { orchard: orchard() };
    pen.write(
        &farmer().to_string(),
        &Member::RoleGranted { role, at: at(1) },
    );
    pen.write(
        &farmer().to_string(),
        &Member::RoleGranted {
            role: Role::Auditor,
            at: at(1),
        },
    );
    pen.write(
        &farmer().to_string(),
        &Member::RoleRevoked {
            role: Role::Auditor,
            at: at(2),
        },
    );
}

pub(crate) fn orchard_is_planted(pen: &mut Pen) {
    let stream = orchard().to_string();
    pen.write(
        &stream,
        &Orchard::OrchardRegistered {
            orchard: orchard(),
            farm: id(b'f', 1, FarmId::from_bytes),
            farm_name: "三标果园".into(),
            name: "东坡".into(),
            place: place(),
        },
    );
    pen.write(
        &stream,
        &Orchard::BlockAdded {
            block: block(1),
            name: "甲".into(),
        },
    );
    pen.write(
        &stream,
        &Orchard::BlockAdded {
            block: block(2),
            name: "乙".into(),
        },
    );
    pen.write(&stream, &Orchard::FarmerAssigned { person: farmer() });
    pen.write(&stream, &Orchard::FarmerAssigned { person: buyer() });
    pen.write(&stream, &Orchard::FarmerRemoved { person: buyer() });
    for (number, in_block, place) in [(1, 1, 1), (2, 1, 2), (3, 1, 3), (4, 2, 1)] {
        tree_is_registered(pen, number, in_block, place);
    }
    let new = code(101);
    let replaced = Tree::TagReplaced {
        old: code(1),
        code: new,
        reason: "broken".into(),
        at: at(5),
    };
    pen.write(
        new.as_str(),
        &Tag::TagIssued {
            code: new,
            tree: tree(1),
            at: at(5),
        },
    );
    pen.write(code(1).as_str(), &Tag::TagRetired { at: at(5) });
    pen.write(&tree(1).to_string(), &replaced);
}

pub(crate) fn place() -> Place {
    Place {
        province: "江西".into(),
        county: "寻乌".into(),
        village: "三标".into(),
        lat_e7: 249_000_000,
        lon_e7: 1_156_000_000,
    }
}

fn tree_is_registered(pen: &mut Pen, number: u8, in_block: u8, place: u16) {
    let facts = TreeFacts {
        orchard: orchard(),
        block: block(in_block),
        row: 1,
        number: place,
        variety: if number == 4 { "脐橙" } else { "纽荷尔" }.into(),
        planted: 2011,
        name: format!("树{number}"),
    };
    let (tree, code) = (tree(number), code(u64::from(number)));
    pen.write(
        &tree.to_string(),
        &Tree::TreeRegistered {
            tree,
            facts,
            at: at(3),
        },
    );
    pen.write(
        code.as_str(),
        &Tag::TagIssued {
            code,
            tree,
            at: at(3),
        },
    );
    pen.write(&tree.to_string(), &Tree::TagAttached { code, at: at(3) });
}

/// Tree 1 is seen in blossom; an older look at it arrives later. Tree 2 is seen without a photo, then refused.
/// Tree 3 is flagged for a photo of tree 1.
pub(crate) fn trees_are_photographed(pen: &mut Pen) {
    look(pen, 1, 1, Stage::Blossom, &[1, 2], 100);
    pen.write(
        &seen(1).to_string(),
        &Observation::ObservationAccepted {
            at: at(101),
            by: None,
            reason: None,
        },
    );
    look(pen, 2, 1, Stage::Budding, &[3], 50);
    pen.write(
        &seen(2).to_string(),
        &Observation::ObservationAccepted {
            at: at(102),
            by: None,
            reason: None,
        },
    );
    look(pen, 3, 2, Stage::Blossom, &[], 110);
    pen.write(
        &seen(3).to_string(),
        &Observation::ObservationAccepted {
            at: at(111),
            by: None,
            reason: None,
        },
    );
    look(pen, 4, 2, Stage::FruitSet, &[4], 120);
    let flags = vec![Flag::FuturePhoto {
        sha256: hash(4),
        taken_at: at(9_999),
    }];
    pen.write(
        &seen(4).to_string(),
        &Observation::ObservationFlagged { flags, at: at(121) },
    );
    let reason = "wrong tree".to_owned();
    let refused = Observation::ObservationRefused {
        by: farmer(),
        reason,
        at: at(122),
    };
    pen.write(&seen(4).to_string(), &refused);
    look(pen, 5, 3, Stage::Blossom, &[1], 130);
    pen.write(
        &seen(5).to_string(),
        &Observation::ObservationFlagged {
            flags: same_photo(),
            at: at(131),
        },
    );
}

pub(crate) fn same_photo() -> Vec<Flag> {
    vec![Flag::SamePhoto {
        sha256: hash(1),
        of: seen(1),
    }]
}

fn look(pen: &mut Pen, number: u8, of: u8, stage: Stage, photos: &[u8], minute: i64) {
    let event = Observation::ObservationCaptured {
        observation: seen(number),
        tree: tree(of),
        by: farmer(),
        stage,
        note: Some(format!("note-{number}")),
        photos: photos.iter().map(|photo| photo_facts(*photo)).collect(),
        captured_at: at(minute),
        received_at: at(minute + 1),
    };
    pen.write(&seen(number).to_string(), &event);
}

pub(crate) fn photo_facts(number: u8) -> PhotoFacts {
    PhotoFacts {
        sha256: hash(number),
        width: 4_000,
        height: 3_000,
        bytes: 5_000_000,
        dhash: "00ff00ff00ff00ff".into(),
        fingerprint: Some(Fingerprint::from_bytes([number.wrapping_mul(151); 32])),
        taken_at: Some(at(10)),
        exif: Some(sealed("exif")),
    }
}
