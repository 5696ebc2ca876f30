//! Each step as an event: its words, its names in both forms, its id, and what can never be in it.

use gs1::Key;
use kernel::{
    BlockId, ContentHash, Grams, LotId, ObservationId, OrchardId, ParcelId, ShortCode, Timestamp,
    TreeId,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    Cared, ErrorDeclaration, EventType, Harvest, LotName, Mistake, Named, Names, ParcelName, Place,
    Record, Step, TreeName, document, event_id, query_document,
};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000)
        .unwrap()
        .plus_seconds(minute * 60)
}

fn own() -> Names {
    Names {
        base: "https://farm.example".into(),
        company: None,
        fruit: None,
    }
}

fn gs1() -> Names {
    Names {
        company: Some("9521234".parse().unwrap()),
        fruit: Some("09521234543213".parse().unwrap()),
        ..own()
    }
}

fn tree(seed: u8) -> TreeName {
    TreeName {
        tree: TreeId::from_bytes([seed; 16]),
        code: ShortCode::from_seed(u64::from(seed)),
    }
}

fn lot(code: Option<&str>) -> LotName {
    LotName {
        lot: LotId::from_bytes([7; 16]),
        code: code.map(str::to_owned),
    }
}

fn parcel() -> ParcelName {
    ParcelName {
        parcel: ParcelId::from_bytes([8; 16]),
        nth: 41,
    }
}

fn block() -> BlockId {
    BlockId::from_bytes([9; 16])
}

fn harvested() -> Step {
    Step::Harvested {
        lot: lot(Some("L-1128-A")),
        block: block(),
        picked_on: "2026-11-20".parse().unwrap(),
        grade: "first".into(),
        net: Grams(5_000),
        yields: vec![(tree(1), Grams(2_000)), (tree(2), Grams(3_000))],
    }
}

fn every_step() -> Vec<Step> {
    let orchard = OrchardId::from_bytes([6; 16]);
    vec![
        Step::Registered {
            tree: tree(1),
            block: block(),
            variety: "纽荷尔脐橙".into(),
            planted: 2011,
        },
        Step::TagFixed {
            tree: tree(1),
            tag: tree(1).code,
            block: block(),
        },
        Step::TagRemoved {
            tree: tree(1),
            tag: tree(1).code,
            block: block(),
        },
        Step::Observed {
            observation: ObservationId::from_bytes([5; 16]),
            tree: tree(1),
            block: block(),
            stage: "blossom".into(),
            photos: vec![ContentHash::from_bytes([4; 32])],
        },
        harvested(),
        Step::Treated {
            block: block(),
            entry: 1,
            cared: Cared::Trees(vec![tree(1)]),
            product: "波尔多液".into(),
            dose: "1:200".into(),
            waiting_until: "2026-09-20".parse().unwrap(),
        },
        Step::Worked {
            block: block(),
            entry: 2,
            cared: Cared::All(812),
            work: "pruning".into(),
        },
        Step::Certified {
            lot: lot(None),
            nth: 1,
            number: "合 2026/1".into(),
            net: Grams(5_000),
        },
        Step::Certified {
            lot: lot(None),
            nth: 2,
            number: "合 2026/2".into(),
            net: Grams(4_000),
        },
        Step::Packed {
            parcel: parcel(),
            orchard,
            contents: vec![(lot(None), Grams(5_000))],
        },
        Step::Shipped {
            parcel: parcel(),
            orchard,
        },
        Step::Delivered { parcel: parcel() },
    ]
}

fn record(step: Step) -> Record {
    Record {
        step,
        revision: 0,
        at: at(0),
        recorded_at: at(5),
        error: None,
    }
}

#[test]
fn a_harvest_makes_a_lot_and_names_its_trees() {
    let event = own().event(&record(harvested()), Harvest::Object);
    let one = |seed: u8| format!("https://farm.example/id/obj/{}", tree(seed).tree);
    assert_eq!(
        event,
        json!({
            "type": "ObjectEvent",
            "eventID": event_id(&format!("{}/harvested", lot(None).lot), 0),
            "eventTime": at(0).to_string(),
            "eventTimeZoneOffset": "+08:00",
            "recordTime": at(5).to_string(),
            "action": "ADD",
            "bizStep": "creating_class_instance",
            "disposition": "active",
            "readPoint": { "id": format!("https://farm.example/id/loc/{}", block()) },
            "bizLocation": { "id": format!("https://farm.example/id/loc/{}", block()) },
            "quantityList": [{
                "epcClass": format!("https://farm.example/id/class/{}", lot(None).lot),
                "quantity": 5000, "uom": "GRM",
            }],
            "ilmd": {
                "pomona:pickedOn": "2026-11-20",
                "pomona:grade": "first",
                "pomona:trees": [
                    { "pomona:tree": one(1), "pomona:grams": 2000 },
                    { "pomona:tree": one(2), "pomona:grams": 3000 },
                ],
            },
        })
    );
}

#[test]
fn a_harvest_is_a_transformation_for_those_who_ask() {
    let event = own().event(&record(harvested()), Harvest::Transformation);
    assert_eq!(event["type"], "TransformationEvent");
    assert_eq!(event.get("action"), None, "a transformation has none");
    assert_eq!(event["inputEPCList"].as_array().map(Vec::len), Some(2));
    assert_eq!(event["outputQuantityList"][0]["quantity"], 5000);
    assert_eq!(
        event["eventID"],
        own().event(&record(harvested()), Harvest::Object)["eventID"]
    );
}

#[test]
fn with_a_company_prefix_things_have_gs1_keys() {
    let names = gs1();
    assert_eq!(
        names.tree(&tree(1)),
        format!("https://farm.example/8004/9521234{}", tree(1).code)
    );
    assert_eq!(
        names.lot(&lot(Some("L-1128-A"))),
        "https://farm.example/01/09521234543213/10/L-1128-A"
    );
    assert_eq!(
        names.parcel(&parcel()),
        "https://farm.example/00/095212340000000419"
    );
    assert_eq!(
        names.lot(&lot(None)),
        own().lot(&lot(None)),
        "a code that another lot has is no key"
    );
}

#[test]
fn every_name_is_read_in_both_forms() {
    let (own, gs1) = (own(), gs1());
    let (tree, lot, parcel) = (tree(3), lot(Some("L-1")), parcel());
    for names in [&own, &gs1] {
        assert_eq!(names.read(&own.tree(&tree)), Some(Named::Tree(tree.tree)));
        assert_eq!(names.read(&own.lot(&lot)), Some(Named::Lot(lot.lot)));
        assert_eq!(
            names.read(&own.parcel(&parcel)),
            Some(Named::Parcel(parcel.parcel))
        );
        assert_eq!(names.read(&own.tag(tree.code)), Some(Named::Tag(tree.code)));
        assert_eq!(
            names.read(&own.place(Place::Block(block()))),
            Some(Named::Block(block()))
        );
        for address in [gs1.tree(&tree), gs1.lot(&lot), gs1.parcel(&parcel)] {
            let key: Key = address.strip_prefix(&names.base).unwrap().parse().unwrap();
            assert_eq!(names.read(&address), Some(Named::Key(key)));
        }
    }
    for address in [
        "https://other.example/id/obj/x",
        "https://farm.example/id/obj/x",
        "https://farm.example/t/x",
        "",
    ] {
        assert_eq!(own.read(address), None, "{address}");
    }
}

#[test]
fn d43_a_wrong_fact_is_told_again_with_its_declaration_and_names_what_is_right() {
    let declared = |mistake| Record {
        error: Some(ErrorDeclaration { mistake, at: at(9) }),
        recorded_at: at(9),
        ..record(harvested())
    };
    let wrong = own().event(&declared(Mistake::IncorrectData), Harvest::Object);
    let right = own().event(
        &Record {
            revision: 1,
            ..record(harvested())
        },
        Harvest::Object,
    );
    assert_eq!(
        wrong["eventID"],
        record(harvested()).id(),
        "the id of what is wrong"
    );
    assert_ne!(wrong["eventID"], right["eventID"]);
    assert_eq!(wrong["errorDeclaration"]["reason"], "incorrect_data");
    assert_eq!(
        wrong["errorDeclaration"]["correctiveEventIDs"],
        json!([right["eventID"]])
    );
    let never = own().event(&declared(Mistake::DidNotOccur), Harvest::Object);
    assert_eq!(never["errorDeclaration"]["reason"], "did_not_occur");
    assert_eq!(never["errorDeclaration"].get("correctiveEventIDs"), None);
}

#[test]
fn ids_differ_by_step_and_telling_and_not_by_domain() {
    let mut ids: Vec<_> = every_step()
        .into_iter()
        .map(|step| record(step).id())
        .collect();
    ids.push(
        Record {
            revision: 1,
            ..record(harvested())
        }
        .id(),
    );
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all);
    for step in every_step() {
        let one = record(step);
        let (own, gs1) = (
            own().event(&one, Harvest::Object),
            gs1().event(&one, Harvest::Object),
        );
        assert_eq!(own["eventID"], gs1["eventID"]);
    }
    assert_eq!(
        event_id("lot_x/harvested", 0),
        "urn:uuid:fc05433b-6df6-542d-92c7-1b1858dd1f3d",
        "ids stay for ever"
    );
}

#[test]
fn what_the_schema_does_not_enforce_holds() {
    for step in every_step() {
        let event = own().event(&record(step.clone()), Harvest::Object);
        let action = event["action"].as_str().unwrap_or_default();
        match step.event_type() {
            EventType::Aggregation | EventType::Association => {
                assert!(event["parentID"].is_string());
                let children = [&event["childEPCs"], &event["childQuantityList"]];
                assert!(
                    children
                        .iter()
                        .any(|list| list.as_array().is_some_and(|list| !list.is_empty()))
                );
            }
            EventType::Object | EventType::Transformation => {}
        }
        assert!(
            event.get("ilmd").is_none() || action == "ADD",
            "master data only where life begins"
        );
    }
}

#[test]
fn documents_declare_their_words() {
    let events: Vec<Value> = every_step()
        .into_iter()
        .map(|step| own().event(&record(step), Harvest::Object))
        .collect();
    let whole = document(&own(), events.clone(), at(60));
    assert_eq!(whole["@context"][1]["pomona"], "https://farm.example/voc/");
    assert_eq!(
        whole["epcisBody"]["eventList"].as_array().map(Vec::len),
        Some(12)
    );
    let answer = query_document(&own(), events, at(60));
    assert_eq!(
        answer["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
            .as_array()
            .map(Vec::len),
        Some(12)
    );
    assert_eq!(
        answer["epcisBody"]["queryResults"]["queryName"],
        "SimpleEventQuery"
    );
}

proptest! {
    #[test]
    fn every_address_is_ascii_and_reads_back(seed: u8, nth in 0_u64..10_000_000_000, code in "[A-Za-z0-9-]{1,20}") {
        let names = gs1();
        let parcel = ParcelName { nth, ..parcel() };
        for address in [names.tree(&tree(seed)), names.lot(&lot(Some(&code))), names.parcel(&parcel)] {
            prop_assert!(address.is_ascii());
            prop_assert!(matches!(names.read(&address), Some(Named::Key(_))), "{}", address);
        }
    }
}
