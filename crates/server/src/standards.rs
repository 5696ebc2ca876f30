//! Doors for the standards of others: GS1 Digital Link and its resolver, and the capture and query interfaces of EPCIS 2.0. They
//! speak as those standards want it, not as our own API does; what they tell is public and names no person.

pub(crate) mod capture;
pub(crate) mod collections;
pub(crate) mod epcis;
pub(crate) mod exports;
pub(crate) mod linkset;
mod query;
pub(crate) mod resolver;
mod target;
