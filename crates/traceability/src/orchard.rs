//! A farm's orchard and its blocks. Stream `orchard-<OrchardId>`.
//!
//! It must not know its trees (each has its own stream) nor who its farmers are beyond their ids.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{BlockId, Decider, FarmId, OrchardId, PersonId, codec::StoredEvent};
use serde::{Deserialize, Serialize};

use crate::spot::{CORNERS_MAX, CORNERS_MIN, Spot, is_outline, leftward};
use crate::text::trimmed;

/// Longest name of a farm, orchard, block or place, in characters.
pub const NAME_CHARS_MAX: usize = 60;
/// Most blocks of one orchard.
pub const BLOCKS_MAX: usize = 200;

/// Where an orchard lies, down to the village; WGS-84 in units of 1e-7 degree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Province, such as 江西省.
    pub province: String,
    /// County or district, such as 信丰县.
    pub county: String,
    /// Village; the finest place that is ever shown (D 45).
    pub village: String,
    /// Latitude, north positive.
    pub lat_e7: i32,
    /// Longitude, east positive.
    pub lon_e7: i32,
}

/// What may be asked of an orchard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Registers the orchard. Quiet when it is registered with the same words.
    RegisterOrchard {
        /// The orchard, named by the caller.
        orchard: OrchardId,
        /// The farm it belongs to.
        farm: FarmId,
        /// The farm's name, 1–60 characters.
        farm_name: String,
        /// The orchard's name, 1–60 characters.
        name: String,
        /// Where it lies.
        place: Place,
    },
    /// Adds a block of land. Quiet when it is there under this name.
    AddBlock {
        /// The block, named by the caller.
        block: BlockId,
        /// Its name within the orchard, 1–60 characters.
        name: String,
    },
    /// Where a block ends. Quiet when it is known so.
    OutlineBlock {
        /// The block.
        block: BlockId,
        /// Its corners in turn, the first one not repeated.
        outline: Vec<Spot>,
    },
    /// A person may post and harvest for this orchard. Quiet when they may already.
    AssignFarmer {
        /// The farmer.
        person: PersonId,
    },
    /// A person may no longer post and harvest here. Quiet when they could not.
    RemoveFarmer {
        /// The farmer.
        person: PersonId,
    },
}

/// What happened to an orchard; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The orchard is known.
    #[serde(rename = "traceability.orchard-registered")]
    OrchardRegistered {
        /// The orchard.
        orchard: OrchardId,
        /// Its farm.
        farm: FarmId,
        /// The farm's name.
        farm_name: String,
        /// The orchard's name.
        name: String,
        /// Where it lies.
        place: Place,
    },
    /// The orchard has a block more.
    #[serde(rename = "traceability.block-added")]
    BlockAdded {
        /// The block.
        block: BlockId,
        /// Its name.
        name: String,
    },
    /// The block ends here.
    #[serde(rename = "traceability.block-outlined")]
    BlockOutlined {
        /// The block.
        block: BlockId,
        /// Its corners in turn, the first one not repeated.
        outline: Vec<Spot>,
    },
    /// A person farms here.
    #[serde(rename = "traceability.farmer-assigned")]
    FarmerAssigned {
        /// The farmer.
        person: PersonId,
    },
    /// A person no longer farms here.
    #[serde(rename = "traceability.farmer-removed")]
    FarmerRemoved {
        /// The farmer.
        person: PersonId,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "orchard";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("traceability.orchard-registered", 1),
        ("traceability.block-added", 1),
        ("traceability.block-outlined", 1),
        ("traceability.farmer-assigned", 1),
        ("traceability.farmer-removed", 1),
    ];
}

/// Which rule said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nothing was registered in this stream.
    #[error("there is no such orchard")]
    OrchardUnknown,
    /// The id is taken by an orchard of other facts.
    #[error("the orchard exists already")]
    OrchardExists,
    /// A name is empty or too long.
    #[error("a name has 1 to 60 characters")]
    NameInvalid,
    /// Latitude or longitude out of range.
    #[error("the place is not on the globe")]
    PlaceInvalid,
    /// The block's id or name is taken.
    #[error("block {name} exists already")]
    BlockExists {
        /// The name of the block that is there.
        name: String,
    },
    /// The orchard has no such block.
    #[error("there is no such block")]
    BlockUnknown,
    /// The corners do not go once around a piece of land.
    #[error("an outline has {CORNERS_MIN} to {CORNERS_MAX} corners, and its sides do not cross")]
    OutlineInvalid,
    /// The orchard is full.
    #[error("an orchard has at most {max} blocks")]
    TooManyBlocks {
        /// The limit, [`BLOCKS_MAX`].
        max: usize,
    },
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OrchardUnknown => "orchard-unknown",
            Self::OrchardExists => "orchard-exists",
            Self::NameInvalid => "name-invalid",
            Self::PlaceInvalid => "place-invalid",
            Self::BlockExists { .. } => "block-exists",
            Self::BlockUnknown => "block-unknown",
            Self::OutlineInvalid => "outline-invalid",
            Self::TooManyBlocks { .. } => "too-many-blocks",
        }
    }
}

/// What was registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The orchard.
    pub orchard: OrchardId,
    /// Its farm.
    pub farm: FarmId,
    /// The farm's name.
    pub farm_name: String,
    /// The orchard's name.
    pub name: String,
    /// Where it lies.
    pub place: Place,
}

/// What is remembered of an orchard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Its registration; `None` before.
    pub registration: Option<Registration>,
    /// Its blocks and their names.
    pub blocks: BTreeMap<BlockId, String>,
    /// Where its blocks end, as far as that is known.
    pub outlines: BTreeMap<BlockId, Vec<Spot>>,
    /// Who may post and harvest here.
    pub farmers: BTreeSet<PersonId>,
}

/// The id part of an orchard's stream name.
#[must_use]
pub fn stream_id(orchard: OrchardId) -> String {
    orchard.to_string()
}

/// The rules of an orchard.
#[derive(Debug)]
pub struct Orchard;

impl Decider for Orchard {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::RegisterOrchard {
                orchard,
                farm,
                farm_name,
                name,
                place,
            } => register(
                state,
                &Registration {
                    orchard,
                    farm,
                    farm_name,
                    name,
                    place,
                },
            ),
            Command::AddBlock { block, name } => add_block(state, block, &name),
            Command::OutlineBlock { block, outline } => outline_block(state, block, outline),
            Command::AssignFarmer { person } => {
                known(state)?;
                let wanted = !state.farmers.contains(&person);
                Ok(wanted
                    .then_some(Event::FarmerAssigned { person })
                    .into_iter()
                    .collect())
            }
            Command::RemoveFarmer { person } => {
                known(state)?;
                let wanted = state.farmers.contains(&person);
                Ok(wanted
                    .then_some(Event::FarmerRemoved { person })
                    .into_iter()
                    .collect())
            }
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::OrchardRegistered {
                orchard,
                farm,
                farm_name,
                name,
                place,
            } => {
                state.registration = Some(Registration {
                    orchard: *orchard,
                    farm: *farm,
                    farm_name: farm_name.clone(),
                    name: name.clone(),
                    place: place.clone(),
                });
            }
            Event::BlockAdded { block, name } => {
                state.blocks.insert(*block, name.clone());
            }
            Event::BlockOutlined { block, outline } => {
                state.outlines.insert(*block, outline.clone());
            }
            Event::FarmerAssigned { person } => {
                state.farmers.insert(*person);
            }
            Event::FarmerRemoved { person } => {
                state.farmers.remove(person);
            }
        }
    }
}

fn known(state: &State) -> Result<&Registration, Rejection> {
    state.registration.as_ref().ok_or(Rejection::OrchardUnknown)
}

fn register(state: &State, wish: &Registration) -> Result<Vec<Event>, Rejection> {
    let wish = checked(wish)?;
    match &state.registration {
        Some(there) if *there == wish => Ok(vec![]),
        Some(_) => Err(Rejection::OrchardExists),
        None => Ok(vec![Event::OrchardRegistered {
            orchard: wish.orchard,
            farm: wish.farm,
            farm_name: wish.farm_name,
            name: wish.name,
            place: wish.place,
        }]),
    }
}

fn checked(wish: &Registration) -> Result<Registration, Rejection> {
    let name = |text: &str| trimmed(text, NAME_CHARS_MAX).ok_or(Rejection::NameInvalid);
    let Place { lat_e7, lon_e7, .. } = wish.place;
    if !(Spot { lat_e7, lon_e7 }).is_on_globe() {
        return Err(Rejection::PlaceInvalid);
    }
    Ok(Registration {
        farm_name: name(&wish.farm_name)?,
        name: name(&wish.name)?,
        place: Place {
            province: name(&wish.place.province)?,
            county: name(&wish.place.county)?,
            village: name(&wish.place.village)?,
            ..wish.place
        },
        ..*wish
    })
}

fn add_block(state: &State, block: BlockId, name: &str) -> Result<Vec<Event>, Rejection> {
    known(state)?;
    let name = trimmed(name, NAME_CHARS_MAX).ok_or(Rejection::NameInvalid)?;
    match state.blocks.get(&block) {
        Some(there) if *there == name => return Ok(vec![]),
        Some(there) => {
            return Err(Rejection::BlockExists {
                name: there.clone(),
            });
        }
        None => {}
    }
    if state.blocks.values().any(|there| *there == name) {
        return Err(Rejection::BlockExists { name });
    }
    if state.blocks.len() >= BLOCKS_MAX {
        return Err(Rejection::TooManyBlocks { max: BLOCKS_MAX });
    }
    Ok(vec![Event::BlockAdded { block, name }])
}

fn outline_block(
    state: &State,
    block: BlockId,
    outline: Vec<Spot>,
) -> Result<Vec<Event>, Rejection> {
    known(state)?;
    if !state.blocks.contains_key(&block) {
        return Err(Rejection::BlockUnknown);
    }
    if !is_outline(&outline) {
        return Err(Rejection::OutlineInvalid);
    }
    let outline = leftward(outline);
    Ok(if state.outlines.get(&block) == Some(&outline) {
        vec![]
    } else {
        vec![Event::BlockOutlined { block, outline }]
    })
}

#[cfg(test)]
mod tests;
