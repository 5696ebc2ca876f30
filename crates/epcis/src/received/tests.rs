//! Events of others: what is taken, what is left behind, what is refused.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const TREE: &str = "https://farm.example/id/obj/tre_1";
const LOT: &str = "https://farm.example/id/class/lot_1";

fn object() -> Value {
    json!({
        "type": "ObjectEvent", "eventTime": "2026-11-20T09:00:00.000+08:00", "eventTimeZoneOffset": "+08:00",
        "action": "OBSERVE", "bizStep": "inspecting", "epcList": [TREE]
    })
}

fn with(mut event: Value, field: &str, value: impl Into<Value>) -> Value {
    event[field] = value.into();
    event
}

fn without(mut event: Value, field: &str) -> Value {
    event.as_object_mut().unwrap().remove(field);
    event
}

fn document(events: &[Value]) -> Value {
    json!({
        "@context": [CONTEXT, { "other": "https://other.example/voc/" }],
        "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-11-21T00:00:00Z",
        "epcisBody": { "eventList": events }
    })
}

/// One good event of every kind.
fn every_kind() -> [Value; 5] {
    let base = |kind: &str| {
        with(
            without(without(object(), "epcList"), "bizStep"),
            "type",
            kind,
        )
    };
    let batch = json!([{ "epcClass": LOT, "quantity": 12.5, "uom": "KGM" }]);
    [
        object(),
        with(
            with(
                base("AggregationEvent"),
                "parentID",
                "urn:epc:id:sscc:952123.4000000001",
            ),
            "childQuantityList",
            batch.clone(),
        ),
        with(
            with(base("AssociationEvent"), "parentID", TREE),
            "childEPCs",
            json!(["urn:x:1"]),
        ),
        with(
            with(
                base("TransactionEvent"),
                "bizTransactionList",
                json!([{ "type": "po", "bizTransaction": "urn:po:1" }]),
            ),
            "quantityList",
            batch.clone(),
        ),
        with(
            with(
                with(
                    without(base("TransformationEvent"), "action"),
                    "inputEPCList",
                    json!([TREE]),
                ),
                "outputQuantityList",
                batch,
            ),
            "ilmd",
            json!({ "other:grade": "A" }),
        ),
    ]
}

#[test]
fn every_kind_is_taken_with_its_things() {
    let taken = received(&document(&every_kind())).unwrap();
    let things: Vec<usize> = taken
        .iter()
        .map(|one| one.as_ref().unwrap().things.len())
        .collect();
    assert_eq!(things, [1, 2, 2, 1, 2]);
    let first = taken[0].as_ref().unwrap();
    assert_eq!(first.things, [(Role::Thing, TREE.to_owned())]);
    assert_eq!(first.biz_step.as_deref(), Some("inspecting"));
}

#[test]
fn d45_what_may_name_people_is_left_behind() {
    let event = with(object(), "other:signedBy", "王小明 13800138000");
    let event = with(
        event,
        "sourceList",
        json!([{ "type": "owning_party", "source": "urn:wang" }]),
    );
    let event = with(
        event,
        "readPoint",
        json!({ "id": "urn:depot:7", "other:keeper": "王小明" }),
    );
    let kept = read(&event).unwrap().event;
    assert!(
        !kept.to_string().contains("王小明") && !kept.to_string().contains("wang"),
        "{kept}"
    );
    assert_eq!(kept["readPoint"], json!({ "id": "urn:depot:7" }));
    let told = read(&kept).unwrap();
    assert_eq!(told.event, kept, "what is kept reads as itself");
}

#[test]
fn an_event_without_an_id_always_gets_the_same_one() {
    let one = read(&object()).unwrap();
    assert!(one.id.starts_with("urn:uuid:"));
    let again = with(object(), "other:note", "left behind");
    assert_eq!(read(&again).unwrap().id, one.id);
    let declared = with(
        object(),
        "errorDeclaration",
        json!({ "declarationTime": "2026-11-22T00:00:00Z", "reason": "did_not_occur" }),
    );
    let declared = read(&declared).unwrap();
    assert!(declared.is_error);
    assert_eq!(
        declared.id, one.id,
        "a declaration has the id of what it declares wrong"
    );
    let other = with(object(), "eventTime", "2026-11-20T09:00:01.000+08:00");
    assert_ne!(read(&other).unwrap().id, one.id);
}

#[test]
fn each_wrong_field_is_named() {
    let missing = |field| Flaw::Missing { field };
    let malformed = |field| Flaw::Malformed { field };
    let not_allowed = |field| Flaw::NotAllowed { field };
    let [.., transformation] = every_kind();
    for (event, flaw) in [
        (json!("text"), Flaw::NotAnEvent),
        (with(object(), "type", "PersonEvent"), Flaw::NotAnEvent),
        (without(object(), "eventTime"), missing("eventTime")),
        (
            with(object(), "eventTime", "2026-11-20T09:00:00"),
            malformed("eventTime"),
        ),
        (
            without(object(), "eventTimeZoneOffset"),
            missing("eventTimeZoneOffset"),
        ),
        (
            with(object(), "eventTimeZoneOffset", "8"),
            malformed("eventTimeZoneOffset"),
        ),
        (
            with(object(), "eventTimeZoneOffset", "+14:01"),
            malformed("eventTimeZoneOffset"),
        ),
        (without(object(), "action"), missing("action")),
        (with(object(), "action", "CHANGE"), malformed("action")),
        (with(transformation, "action", "ADD"), not_allowed("action")),
        (
            with(object(), "bizStep", "harvesting"),
            malformed("bizStep"),
        ),
        (
            with(object(), "bizStep", "urn:epcglobal:cbv:bizstep:inspecting"),
            malformed("bizStep"),
        ),
        (
            with(
                object(),
                "bizStep",
                "https://ns.gs1.org/cbv/BizStep-inspecting",
            ),
            malformed("bizStep"),
        ),
        (
            with(object(), "disposition", "eaten"),
            malformed("disposition"),
        ),
        (with(object(), "ilmd", json!({})), not_allowed("ilmd")),
        (
            with(object(), "epcList", json!(["tree 7"])),
            malformed("epcList"),
        ),
        (with(object(), "epcList", json!([])), missing("epcList")),
        (
            with(object(), "quantityList", json!([{ "quantity": 1 }])),
            malformed("quantityList"),
        ),
        (
            with(
                object(),
                "quantityList",
                json!([{ "epcClass": LOT, "quantity": -1 }]),
            ),
            malformed("quantityList"),
        ),
        (
            with(
                object(),
                "quantityList",
                json!([{ "epcClass": LOT, "uom": "kilos" }]),
            ),
            malformed("quantityList"),
        ),
    ] {
        assert_eq!(read(&event), Err(flaw), "{event}");
    }
}

#[test]
fn each_wrong_field_of_each_kind_is_named() {
    let missing = |field| Flaw::Missing { field };
    let malformed = |field| Flaw::Malformed { field };
    let [_, aggregation, association, transaction, transformation] = every_kind();
    for (event, flaw) in [
        (with(object(), "colour", "red"), Flaw::UnknownField),
        (with(object(), "readPoint", "urn:x"), malformed("readPoint")),
        (with(object(), "eventID", "7"), malformed("eventID")),
        (
            with(object(), "errorDeclaration", json!({})),
            malformed("errorDeclaration"),
        ),
        (
            without(with(aggregation.clone(), "action", "ADD"), "parentID"),
            missing("parentID"),
        ),
        (
            without(aggregation, "childQuantityList"),
            missing("childEPCs"),
        ),
        (without(association, "parentID"), missing("parentID")),
        (
            without(transaction, "bizTransactionList"),
            missing("bizTransactionList"),
        ),
        (
            without(transformation, "outputQuantityList"),
            missing("outputEPCList"),
        ),
    ] {
        assert_eq!(read(&event), Err(flaw), "{event}");
    }
}

#[test]
fn an_event_names_and_says_only_so_much() {
    let many: Vec<String> = (0..=THINGS_MAX).map(|nth| format!("urn:x:{nth}")).collect();
    let event = with(object(), "epcList", many);
    assert_eq!(read(&event), Err(Flaw::TooManyThings { max: THINGS_MAX }));
    let long: Vec<String> = (0..200)
        .map(|nth| format!("urn:x:{nth}{}", "y".repeat(400)))
        .collect();
    let event = with(object(), "epcList", long);
    assert_eq!(
        read(&event),
        Err(Flaw::TooLarge {
            max: EVENT_BYTES_MAX
        })
    );
}

#[test]
fn a_document_is_one_of_epcis_two_with_some_events() {
    let good = || document(&[object()]);
    for (wrong, flaw) in [
        (json!([]), DocumentFlaw::NotADocument),
        (
            with(good(), "type", "EPCISQueryDocument"),
            DocumentFlaw::NotADocument,
        ),
        (with(good(), "colour", "red"), DocumentFlaw::NotADocument),
        (with(good(), "schemaVersion", "1.2"), DocumentFlaw::Version),
        (with(good(), "@context", json!([])), DocumentFlaw::Context),
        (
            with(good(), "creationDate", "today"),
            DocumentFlaw::CreationDate,
        ),
        (document(&[]), DocumentFlaw::NoEvents),
        (without(good(), "epcisBody"), DocumentFlaw::NoEvents),
        (
            document(&vec![object(); EVENTS_MAX + 1]),
            DocumentFlaw::TooManyEvents { max: EVENTS_MAX },
        ),
    ] {
        assert_eq!(received(&wrong), Err(flaw));
    }
    assert!(received(&with(good(), "other:note", 1)).is_ok());
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        Just(Value::from("2026-11-20T09:00:00Z")),
        Just(Value::from(TREE)),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-zA-Z:]{1,12}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_that_is_sent_makes_it_fail(value in anything(), field in "type|eventTime|action|epcList|quantityList|readPoint|errorDeclaration|parentID|bizTransactionList|ilmd") {
        let _ = received(&value);
        let _ = read(&value);
        let _ = read(&with(object(), &field, value));
    }
}
