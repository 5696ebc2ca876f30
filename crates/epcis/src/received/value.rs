//! The fields of an event, one kind of value after the other: what is read is kept, what is left over must be an
//! extension.

use std::collections::BTreeSet;

use kernel::Timestamp;
use serde_json::{Map, Value, json};

use super::{ADDRESS_BYTES_MAX, Flaw, THINGS_MAX};
use crate::Role;

/// The steps of business of the Core Business Vocabulary 2.0, as bare words.
const BIZ_STEPS: &str = "accepting arriving assembling collecting commissioning consigning creating_class_instance \
    cycle_counting decommissioning departing destroying disassembling dispensing encoding entering_exiting holding \
    inspecting installing killing loading other packing picking receiving removing repackaging repairing replacing \
    reserving retail_selling sampling sensor_reporting shipping staging_outbound stock_taking stocking storing \
    transporting unloading unpacking void_shipping";
/// Its dispositions.
const DISPOSITIONS: &str = "active available completeness_inferred completeness_verified conformant container_closed \
    container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class \
    mismatch_instance mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other \
    partially_dispensed recalled reserved retail_sold returned sellable_accessible sellable_not_accessible stolen \
    unavailable unknown";
/// Fields that are known and left behind.
const LEFT_BEHIND: [&str; 8] = [
    "@context",
    "certificationInfo",
    "persistentDisposition",
    "sensorElementList",
    "sourceList",
    "destinationList",
    "ilmd",
    "recordTime",
];
/// Whole numbers that a JSON number holds exactly; more of anything is a slip.
const QUANTITY_MAX: f64 = 9_007_199_254_740_991.0;

/// The things an event names, by their addresses.
type Named = Vec<(Role, String)>;

/// An event that is being read.
pub(super) struct Fields<'a> {
    given: &'a Map<String, Value>,
    seen: BTreeSet<&'static str>,
    kept: Map<String, Value>,
    things: Named,
}

impl<'a> Fields<'a> {
    pub(super) fn new(given: &'a Map<String, Value>) -> Self {
        Self {
            given,
            seen: BTreeSet::new(),
            kept: Map::new(),
            things: Vec::new(),
        }
    }

    fn take(&mut self, field: &'static str) -> Option<&'a Value> {
        self.seen.insert(field);
        self.given.get(field)
    }

    fn text(&mut self, field: &'static str) -> Result<Option<&'a str>, Flaw> {
        match self.take(field) {
            None => Ok(None),
            Some(Value::String(text)) if text.len() <= ADDRESS_BYTES_MAX => Ok(Some(text)),
            Some(_) => Err(Flaw::Malformed { field }),
        }
    }

    fn keep(&mut self, field: &str, value: impl Into<Value>) {
        self.kept.insert(field.to_owned(), value.into());
    }

    pub(super) fn kind(&mut self) -> Result<String, Flaw> {
        let kind = self.text("type")?.ok_or(Flaw::NotAnEvent)?;
        let known = [
            "ObjectEvent",
            "AggregationEvent",
            "AssociationEvent",
            "TransactionEvent",
            "TransformationEvent",
        ];
        if !known.contains(&kind) {
            return Err(Flaw::NotAnEvent);
        }
        self.keep("type", kind);
        Ok(kind.to_owned())
    }

    /// A moment with its offset; kept as it was told.
    pub(super) fn time(&mut self, field: &'static str) -> Result<Option<Timestamp>, Flaw> {
        let Some(told) = self.text(field)? else {
            return Ok(None);
        };
        let at = moment(told).ok_or(Flaw::Malformed { field })?;
        if field == "eventTime" {
            self.keep(field, told);
        }
        Ok(Some(at))
    }

    /// `+08:00`; at most 14 hours from UTC.
    pub(super) fn offset(&mut self) -> Result<(), Flaw> {
        let field = "eventTimeZoneOffset";
        let told = self.text(field)?.ok_or(Flaw::Missing { field })?;
        if !is_offset(told) {
            return Err(Flaw::Malformed { field });
        }
        self.keep(field, told);
        Ok(())
    }

    pub(super) fn address(&mut self, field: &'static str) -> Result<Option<String>, Flaw> {
        match self.text(field)? {
            None => Ok(None),
            Some(told) if is_uri(told) => Ok(Some(told.to_owned())),
            Some(_) => Err(Flaw::Malformed { field }),
        }
    }

    pub(super) fn biz_step(&mut self) -> Result<Option<String>, Flaw> {
        self.word("bizStep", BIZ_STEPS)
    }

    pub(super) fn disposition(&mut self) -> Result<(), Flaw> {
        self.word("disposition", DISPOSITIONS).map(|_| ())
    }

    /// A bare word of the vocabulary, or an address of somebody's own vocabulary.
    fn word(&mut self, field: &'static str, words: &str) -> Result<Option<String>, Flaw> {
        let Some(told) = self.text(field)? else {
            return Ok(None);
        };
        let own = is_uri(told)
            && !told.starts_with("urn:epcglobal:cbv")
            && !told.contains("ns.gs1.org/cbv");
        if !own && !words.split_whitespace().any(|word| word == told) {
            return Err(Flaw::Malformed { field });
        }
        self.keep(field, told);
        Ok(Some(told.to_owned()))
    }

    /// `{ "id": … }`; what else it tells is left behind.
    pub(super) fn place(&mut self, field: &'static str) -> Result<(), Flaw> {
        let Some(told) = self.take(field) else {
            return Ok(());
        };
        let id = told.get("id").and_then(Value::as_str);
        let id = id
            .filter(|id| is_uri(id))
            .ok_or(Flaw::Malformed { field })?;
        self.keep(field, json!({ "id": id }));
        Ok(())
    }

    /// Whether the event declares itself wrong.
    pub(super) fn error(&mut self) -> Result<bool, Flaw> {
        let field = "errorDeclaration";
        let Some(told) = self.take(field) else {
            return Ok(false);
        };
        let wrong = Flaw::Malformed { field };
        let at = told.get("declarationTime").and_then(Value::as_str);
        let at = at.filter(|at| moment(at).is_some()).ok_or(wrong)?;
        let mut kept = json!({ "declarationTime": at });
        match told.get("reason").map(Value::as_str) {
            None => {}
            Some(Some(reason @ ("did_not_occur" | "incorrect_data"))) => {
                kept["reason"] = reason.into();
            }
            Some(_) => return Err(wrong),
        }
        if let Some(ids) = told.get("correctiveEventIDs") {
            let ids = ids.as_array().ok_or(wrong)?;
            let all = ids.iter().all(|id| id.as_str().is_some_and(is_uri));
            if !all || ids.len() > THINGS_MAX {
                return Err(wrong);
            }
            kept["correctiveEventIDs"] = ids.clone().into();
        }
        self.keep(field, kept);
        Ok(true)
    }

    /// Every kind has one but transformations.
    pub(super) fn action(&mut self, kind: &str) -> Result<Option<String>, Flaw> {
        let field = "action";
        match (self.text(field)?, kind == "TransformationEvent") {
            (None, true) => Ok(None),
            (Some(_), true) => Err(Flaw::NotAllowed { field }),
            (None, false) => Err(Flaw::Missing { field }),
            (Some(told @ ("ADD" | "OBSERVE" | "DELETE")), false) => {
                self.keep(field, told);
                Ok(Some(told.to_owned()))
            }
            (Some(_), false) => Err(Flaw::Malformed { field }),
        }
    }

    /// Only where a life begins.
    pub(super) fn master_data(&self, kind: &str, action: Option<&str>) -> Result<(), Flaw> {
        let begins =
            kind == "TransformationEvent" || kind == "ObjectEvent" && action == Some("ADD");
        if self.given.contains_key("ilmd") && !begins {
            return Err(Flaw::NotAllowed { field: "ilmd" });
        }
        Ok(())
    }

    /// What it speaks of, by its kind.
    pub(super) fn what(&mut self, kind: &str, action: Option<&str>) -> Result<(), Flaw> {
        let ends = action == Some("DELETE");
        match kind {
            "ObjectEvent" => {
                let some = self.list("epcList", Role::Thing)? | self.quantities("quantityList")?;
                let sensed = self.given.contains_key("sensorElementList");
                some_or(some || sensed, "epcList")
            }
            "AggregationEvent" | "AssociationEvent" => {
                let parent = self.parent()?;
                let is_needed = kind == "AssociationEvent" || action != Some("OBSERVE");
                let some =
                    self.list("childEPCs", Role::Thing)? | self.quantities("childQuantityList")?;
                some_or(parent || !is_needed, "parentID")?;
                some_or(some || ends, "childEPCs")
            }
            "TransactionEvent" => {
                self.parent()?;
                let some = self.list("epcList", Role::Thing)? | self.quantities("quantityList")?;
                self.transactions(true)?;
                some_or(some || ends, "epcList")
            }
            _ => {
                let given = self.list("inputEPCList", Role::Thing)?
                    | self.quantities("inputQuantityList")?;
                let made = self.list("outputEPCList", Role::Thing)?
                    | self.quantities("outputQuantityList")?;
                let id = self.address("transformationID")?;
                some_or(given || id.is_some(), "inputEPCList")?;
                some_or(made || id.is_some(), "outputEPCList")?;
                if let Some(id) = id {
                    self.keep("transformationID", id);
                }
                Ok(())
            }
        }?;
        self.transactions(false)
    }

    fn parent(&mut self) -> Result<bool, Flaw> {
        let Some(parent) = self.address("parentID")? else {
            return Ok(false);
        };
        self.keep("parentID", parent.clone());
        self.things.push((Role::Parent, parent));
        Ok(true)
    }

    /// Things by their addresses; whether there is one.
    fn list(&mut self, field: &'static str, role: Role) -> Result<bool, Flaw> {
        let Some(told) = self.take(field) else {
            return Ok(false);
        };
        let all = told.as_array().ok_or(Flaw::Malformed { field })?;
        let named = all.iter().map(|one| one.as_str().filter(|one| is_uri(one)));
        let named: Option<Vec<&str>> = named.collect();
        let named = named.ok_or(Flaw::Malformed { field })?;
        let things = named.iter().map(|one| (role, (*one).to_owned()));
        self.things.extend(things);
        self.keep(field, told.clone());
        Ok(!named.is_empty())
    }

    /// Batches with how much of them; whether there is one.
    fn quantities(&mut self, field: &'static str) -> Result<bool, Flaw> {
        let Some(told) = self.take(field) else {
            return Ok(false);
        };
        let all = told.as_array().ok_or(Flaw::Malformed { field })?;
        let mut kept = Vec::with_capacity(all.len().min(THINGS_MAX));
        for one in all.iter().take(THINGS_MAX + 1) {
            let (class, quantity) = quantity(one).ok_or(Flaw::Malformed { field })?;
            self.things.push((Role::Batch, class));
            kept.push(quantity);
        }
        let some = !kept.is_empty();
        self.keep(field, kept);
        Ok(some)
    }

    /// Orders and the like, by their addresses.
    fn transactions(&mut self, needed: bool) -> Result<(), Flaw> {
        let field = "bizTransactionList";
        let Some(told) = self.take(field) else {
            return some_or(!needed, field);
        };
        let wrong = Flaw::Malformed { field };
        let all = told
            .as_array()
            .filter(|all| all.len() <= THINGS_MAX)
            .ok_or(wrong)?;
        let mut kept = Vec::with_capacity(all.len());
        for one in all {
            let named = one.get("bizTransaction").and_then(Value::as_str);
            let named = named.filter(|named| is_uri(named)).ok_or(wrong)?;
            let mut told = json!({ "bizTransaction": named });
            if let Some(kind) = one.get("type") {
                let kind = kind.as_str().filter(|kind| kind.len() <= ADDRESS_BYTES_MAX);
                told["type"] = kind.ok_or(wrong)?.into();
            }
            kept.push(told);
        }
        some_or(!kept.is_empty() || !needed, field)?;
        self.keep(field, kept);
        Ok(())
    }

    /// What is kept. What was not read is known and left behind, or an extension.
    pub(super) fn finish(self) -> Result<(Map<String, Value>, Named), Flaw> {
        let known = |key: &String| {
            self.seen.contains(key.as_str())
                || LEFT_BEHIND.contains(&key.as_str())
                || key.contains(':')
        };
        if !self.given.keys().all(known) {
            return Err(Flaw::UnknownField);
        }
        if self.things.len() > THINGS_MAX {
            return Err(Flaw::TooManyThings { max: THINGS_MAX });
        }
        Ok((self.kept, self.things))
    }
}

fn some_or(is_there: bool, field: &'static str) -> Result<(), Flaw> {
    is_there.then_some(()).ok_or(Flaw::Missing { field })
}

/// `{ "epcClass": …, "quantity": …, "uom": … }`; without a unit it counts pieces.
fn quantity(told: &Value) -> Option<(String, Value)> {
    let fields = told.as_object()?;
    if fields
        .keys()
        .any(|key| !["epcClass", "quantity", "uom"].contains(&key.as_str()))
    {
        return None;
    }
    let class = fields
        .get("epcClass")?
        .as_str()
        .filter(|class| is_uri(class))?;
    if let Some(quantity) = fields.get("quantity") {
        quantity
            .as_f64()
            .filter(|much| (0.0..=QUANTITY_MAX).contains(much))?;
    }
    if let Some(unit) = fields.get("uom") {
        let unit = unit.as_str()?;
        let fits = (2..=3).contains(&unit.len());
        let plain = unit
            .bytes()
            .all(|one| one.is_ascii_uppercase() || one.is_ascii_digit());
        (fits && plain).then_some(())?;
    }
    Some((class.to_owned(), told.clone()))
}

/// RFC 3339, with an offset.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// RFC 3986, 3: a scheme, and behind its colon only what may stand in an address.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let named = scheme.starts_with(|one: char| one.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|one| one.is_ascii_alphanumeric() || b"+-.".contains(&one));
    let clean = rest
        .bytes()
        .all(|one| one.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&one));
    named && clean && !rest.is_empty() && text.len() <= ADDRESS_BYTES_MAX
}

fn is_offset(text: &str) -> bool {
    let bytes = text.as_bytes();
    let [b'+' | b'-', h1, h2, b':', m1, m2] = bytes else {
        return false;
    };
    let digits = [h1, h2, m1, m2].iter().all(|one| one.is_ascii_digit());
    let number = |tens: &u8, ones: &u8| u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
    digits && number(m1, m2) < 60 && number(h1, h2) * 60 + number(m1, m2) <= 14 * 60
}
