//! A record as a JSON-LD event. It must not know who asks, nor in which document the event stands.

use kernel::{BlockId, ContentHash, Grams};
use serde_json::{Map, Value, json};

use crate::{
    Names, Record, Step,
    record::event_id,
    step::{Cared, LotName, TreeName},
    words::EventType,
};

/// China keeps one offset all year; every orchard lies there.
const OFFSET: &str = "+08:00";
/// Grams, in UN/ECE Recommendation 20.
const GRAM: &str = "GRM";

/// How a harvest is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Harvest {
    /// A lot came to be; its trees stand in its master data.
    #[default]
    Object,
    /// Trees were turned into a lot: for tools that follow transformations alone.
    Transformation,
}

impl Names {
    /// A record as an event.
    #[must_use]
    pub fn event(&self, record: &Record, harvest: Harvest) -> Value {
        let step = &record.step;
        let transformed =
            harvest == Harvest::Transformation && matches!(step, Step::Harvested { .. });
        let mut event = Map::new();
        let kind = if transformed {
            EventType::Transformation
        } else {
            step.event_type()
        };
        put(&mut event, "type", kind.word());
        put(&mut event, "eventID", record.id());
        put(&mut event, "eventTime", record.at.to_string());
        put(&mut event, "eventTimeZoneOffset", OFFSET);
        put(&mut event, "recordTime", record.recorded_at.to_string());
        if let Some(error) = self.error(record) {
            put(&mut event, "errorDeclaration", error);
        }
        if !transformed {
            put(&mut event, "action", step.action().word());
        }
        put(&mut event, "bizStep", step.biz_step().word());
        if let Some(disposition) = step.disposition() {
            put(&mut event, "disposition", disposition.word());
        }
        if let Some(place) = step.place() {
            let place = json!({ "id": self.place(place) });
            put(&mut event, "readPoint", place.clone());
            put(&mut event, "bizLocation", place);
        }
        self.put_things(&mut event, step, transformed);
        Value::Object(event)
    }

    /// A declaration names what holds instead; what did not occur has nothing instead.
    fn error(&self, record: &Record) -> Option<Value> {
        use crate::record::Mistake;
        let error = record.error?;
        let mut told = json!({
            "declarationTime": error.at.to_string(),
            "reason": error.mistake.word(),
        });
        if error.mistake == Mistake::IncorrectData {
            let next = event_id(&record.step.subject(), record.revision.saturating_add(1));
            told["correctiveEventIDs"] = json!([next]);
        }
        Some(told)
    }

    fn put_things(&self, event: &mut Map<String, Value>, step: &Step, transformed: bool) {
        match step {
            Step::Registered {
                tree,
                variety,
                planted,
                ..
            } => {
                put(event, "epcList", json!([self.tree(tree)]));
                let facts = json!({ "pomona:variety": variety, "pomona:planted": planted });
                put(event, "ilmd", facts);
            }
            Step::TagFixed { tree, tag, .. } | Step::TagRemoved { tree, tag, .. } => {
                put(event, "parentID", self.tree(tree));
                put(event, "childEPCs", json!([self.tag(*tag)]));
            }
            Step::Observed {
                tree,
                stage,
                photos,
                ..
            } => {
                put(event, "epcList", json!([self.tree(tree)]));
                put(event, "pomona:stage", stage.as_str());
                let photos: Vec<_> = photos.iter().map(|hash| self.photo(*hash)).collect();
                if !photos.is_empty() {
                    put(event, "pomona:photo", photos);
                }
            }
            Step::Treated {
                block,
                cared,
                product,
                dose,
                waiting_until,
                ..
            } => {
                self.put_cared(event, *block, cared);
                put(event, "pomona:treatment", product.as_str());
                put(event, "pomona:dose", dose.as_str());
                put(event, "pomona:waitingUntil", waiting_until.to_string());
            }
            Step::Worked {
                block, cared, work, ..
            } => {
                self.put_cared(event, *block, cared);
                put(event, "pomona:work", work.as_str());
            }
            Step::Harvested { .. } => self.put_harvest(event, step, transformed),
            Step::Certified {
                lot, number, net, ..
            } => {
                put(event, "quantityList", json!([self.quantity(lot, *net)]));
                put(event, "certificationInfo", self.own_lot(lot.lot));
                put(event, "pomona:certificateNumber", number.as_str());
            }
            Step::Packed {
                parcel, contents, ..
            } => {
                put(event, "parentID", self.parcel(parcel));
                let lots: Vec<_> = contents
                    .iter()
                    .map(|(lot, grams)| self.quantity(lot, *grams))
                    .collect();
                put(event, "childQuantityList", lots);
            }
            Step::Shipped { parcel, .. } | Step::Delivered { parcel } => {
                put(event, "epcList", json!([self.parcel(parcel)]));
            }
        }
    }

    /// Trees by name, or all trees of a block as so many of a class.
    fn put_cared(&self, event: &mut Map<String, Value>, block: BlockId, cared: &Cared) {
        match cared {
            Cared::All(count) => {
                let all = json!({ "epcClass": self.trees_of(block), "quantity": count });
                put(event, "quantityList", json!([all]));
            }
            Cared::Trees(trees) => {
                let trees: Vec<_> = trees.iter().map(|tree| self.tree(tree)).collect();
                put(event, "epcList", trees);
            }
        }
    }

    fn put_harvest(&self, event: &mut Map<String, Value>, step: &Step, transformed: bool) {
        let Step::Harvested {
            lot,
            picked_on,
            grade,
            net,
            yields,
            ..
        } = step
        else {
            return;
        };
        let lots = json!([self.quantity(lot, *net)]);
        if transformed {
            let trees: Vec<_> = yields.iter().map(|(tree, _)| self.tree(tree)).collect();
            put(event, "inputEPCList", trees);
            put(event, "outputQuantityList", lots);
        } else {
            put(event, "quantityList", lots);
        }
        let trees: Vec<_> = yields.iter().map(|one| self.gave(one)).collect();
        let facts = json!({
            "pomona:pickedOn": picked_on.to_string(),
            "pomona:grade": grade,
            "pomona:trees": trees,
        });
        put(event, "ilmd", facts);
    }

    fn gave(&self, (tree, grams): &(TreeName, Grams)) -> Value {
        json!({ "pomona:tree": self.tree(tree), "pomona:grams": grams.0 })
    }

    fn quantity(&self, lot: &LotName, grams: Grams) -> Value {
        json!({ "epcClass": self.lot(lot), "quantity": grams.0, "uom": GRAM })
    }

    fn photo(&self, hash: ContentHash) -> String {
        format!("{}/photos/{hash}/full.jpg", self.base)
    }
}

fn put(event: &mut Map<String, Value>, key: &str, value: impl Into<Value>) {
    event.insert(key.to_owned(), value.into());
}

#[cfg(test)]
mod tests;
