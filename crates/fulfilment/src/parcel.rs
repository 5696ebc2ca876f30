//! One packed box on its way to one door. Stream `parcel-<ParcelId>`.
//!
//! It must not know the address, nor judge whether the fruit may ship: the box plan did before it was packed.

mod rejection;
mod rules;

use kernel::{
    AdoptionId, BoxId, Decider, Grams, ParcelId, PersonId, ShortCode, Timestamp, TreeId,
    codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

use crate::box_plan::LotGrams;

/// Longest carrier name and tracking number, in characters.
pub const TRACKING_CHARS_MAX: usize = 40;

/// How a carrier describes a parcel, in our words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScanStatus {
    /// 已揽收: the carrier has it.
    Collected,
    /// 运输中: between stations.
    InTransit,
    /// 派送中: on the last van.
    OutForDelivery,
    /// 已签收: signed for.
    Delivered,
    /// 异常: something is wrong.
    Exception,
}

/// What may be asked of a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A box became this parcel. Quiet when it is known with these facts.
    PackParcel {
        /// The parcel, named by the caller.
        parcel: ParcelId,
        /// The code on its label.
        code: ShortCode,
        /// The box it was.
        box_id: BoxId,
        /// The box's number within the adoption, from 1.
        nth: u8,
        /// The adoption.
        adoption: AdoptionId,
        /// Who receives it.
        buyer: PersonId,
        /// The adopted tree.
        tree: TreeId,
        /// What is in it.
        contents: Vec<LotGrams>,
        /// Who packed it.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// The carrier takes it. Quiet when it took it under this number.
    HandOver {
        /// The carrier, 1–40 letters, digits or hyphens.
        carrier: String,
        /// Its tracking number, 1–40 ASCII letters, digits or hyphens.
        tracking: String,
        /// When.
        at: Timestamp,
    },
    /// A person marks it delivered. Quiet when it is.
    RecordDelivery {
        /// When it arrived.
        at: Timestamp,
    },
    /// A carrier's message; out of order it is kept but moves nothing back (D 40). Quiet when it was told before.
    RecordScan {
        /// What the carrier says.
        status: ScanStatus,
        /// When the carrier saw it.
        at: Timestamp,
    },
}

/// What happened to a parcel; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The parcel is ready to go.
    #[serde(rename = "fulfilment.parcel-packed")]
    ParcelPacked {
        /// The parcel.
        parcel: ParcelId,
        /// The code on its label.
        code: ShortCode,
        /// The box it was.
        #[serde(rename = "box")]
        box_id: BoxId,
        /// The box's number within the adoption, from 1.
        nth: u8,
        /// The adoption.
        adoption: AdoptionId,
        /// Who receives it.
        buyer: PersonId,
        /// The adopted tree.
        tree: TreeId,
        /// What is in it.
        contents: Vec<LotGrams>,
        /// How much that is in all.
        grams: Grams,
        /// Who packed it.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// The carrier has it.
    #[serde(rename = "fulfilment.parcel-handed-over")]
    ParcelHandedOver {
        /// The carrier.
        carrier: String,
        /// Its tracking number.
        tracking: String,
        /// When.
        at: Timestamp,
    },
    /// The carrier told us something.
    #[serde(rename = "fulfilment.parcel-scanned")]
    ParcelScanned {
        /// What it says.
        status: ScanStatus,
        /// When the carrier saw it.
        at: Timestamp,
    },
    /// The parcel is at its door.
    #[serde(rename = "fulfilment.parcel-delivered")]
    ParcelDelivered {
        /// The parcel.
        parcel: ParcelId,
        /// The adoption.
        adoption: AdoptionId,
        /// The box's number within the adoption, from 1.
        nth: u8,
        /// When; never before it was handed over.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "parcel";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("fulfilment.parcel-packed", 1),
        ("fulfilment.parcel-handed-over", 1),
        ("fulfilment.parcel-scanned", 1),
        ("fulfilment.parcel-delivered", 1),
    ];
}

pub use rejection::Rejection;

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packing {
    /// The parcel.
    pub parcel: ParcelId,
    /// The code on its label.
    pub code: ShortCode,
    /// The box it was.
    pub box_id: BoxId,
    /// The box's number within the adoption, from 1.
    pub nth: u8,
    /// The adoption.
    pub adoption: AdoptionId,
    /// Who receives it.
    pub buyer: PersonId,
    /// The adopted tree.
    pub tree: TreeId,
    /// What is in it, by lot.
    pub contents: Vec<LotGrams>,
    /// Who packed it.
    pub by: PersonId,
}

/// Under which number a parcel travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// The carrier.
    pub carrier: String,
    /// Its tracking number.
    pub tracking: String,
    /// When the carrier took it.
    pub at: Timestamp,
}

/// What is remembered of a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was packed; `None` before.
    pub packing: Option<Packing>,
    /// The carrier that has it.
    pub handed_over: Option<HandOver>,
    /// Everything the carrier told us, in order of arrival.
    pub scans: Vec<(ScanStatus, Timestamp)>,
    /// When it was delivered.
    pub delivered_at: Option<Timestamp>,
}

/// The id part of a parcel's stream name.
#[must_use]
pub fn stream_id(parcel: ParcelId) -> String {
    parcel.to_string()
}

/// The rules of a parcel.
#[derive(Debug)]
pub struct Parcel;

impl Decider for Parcel {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::PackParcel {
                parcel,
                code,
                box_id,
                nth,
                adoption,
                buyer,
                tree,
                contents,
                by,
                at,
            } => rules::pack(
                state,
                Packing {
                    parcel,
                    code,
                    box_id,
                    nth,
                    adoption,
                    buyer,
                    tree,
                    contents,
                    by,
                },
                at,
            ),
            Command::HandOver {
                carrier,
                tracking,
                at,
            } => rules::hand_over(state, &carrier, &tracking, at),
            Command::RecordDelivery { at } => {
                let packing = rules::known(state)?;
                let left = state
                    .handed_over
                    .as_ref()
                    .ok_or(Rejection::ParcelNotHandedOver)?;
                Ok(match state.delivered_at {
                    Some(_) => vec![],
                    None => vec![rules::delivered(packing, left.at, at)],
                })
            }
            Command::RecordScan { status, at } => {
                let packing = rules::known(state)?;
                if state.scans.contains(&(status, at)) {
                    return Ok(vec![]);
                }
                let mut events = vec![Event::ParcelScanned { status, at }];
                if let (ScanStatus::Delivered, Some(left), None) =
                    (status, &state.handed_over, state.delivered_at)
                {
                    events.push(rules::delivered(packing, left.at, at));
                }
                Ok(events)
            }
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::ParcelPacked {
                parcel,
                code,
                box_id,
                nth,
                adoption,
                buyer,
                tree,
                contents,
                grams: _,
                by,
                at: _,
            } => {
                state.packing = Some(Packing {
                    parcel: *parcel,
                    code: *code,
                    box_id: *box_id,
                    nth: *nth,
                    adoption: *adoption,
                    buyer: *buyer,
                    tree: *tree,
                    contents: contents.clone(),
                    by: *by,
                });
            }
            Event::ParcelHandedOver {
                carrier,
                tracking,
                at,
            } => {
                state.handed_over = Some(HandOver {
                    carrier: carrier.clone(),
                    tracking: tracking.clone(),
                    at: *at,
                });
            }
            Event::ParcelScanned { status, at } => state.scans.push((*status, *at)),
            Event::ParcelDelivered { at, .. } => state.delivered_at = Some(*at),
        }
    }
}

#[cfg(test)]
mod tests;
