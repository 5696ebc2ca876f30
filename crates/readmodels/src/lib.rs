//! Projections of the log into SQLite, one file per question asked.
//!
//! The log is the only truth; everything here can be deleted and rebuilt from it, byte for byte (domain.md
//! D 46). One SQLite file holds all tables. One thread (the runner) follows the log and applies its events in
//! batches: rows and checkpoint change in one transaction, and a position that was seen before does nothing. Any
//! number of read-only connections answer questions meanwhile.
//!
//! # Finding the way
//! A question is a file: `catalogue.rs` holds the rows and queries that the campaign pages ask for, and
//! `catalogue/apply.rs` the tables behind them and how each event changes them. Every table has one owner;
//! queries may join tables of others, but only the owner writes. [`Fact`] is one decoded event, `tables.rs` the
//! list of owners with their versions: raise a version when tables or their meaning change, and the file is
//! rebuilt at the next start.
//!
//! # Personal data
//! Names, addresses and plates are sealed in the events and stay sealed here, beside the person whose key opens
//! them. So an erased person needs no scrubbing, and a rebuilt file equals a live one.
//!
//! This crate knows no clock, no HTTP, no vault and no command.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::{path::Path, time::Duration};
//! use eventlog::Log;
//! use readmodels::ReadModels;
//!
//! let log = Log::in_memory();
//! let reads = ReadModels::open(Path::new("readmodels.sqlite"), &log)?;
//! reads.wait_until_blocking(log.durable_position(), Duration::from_secs(5))?;
//! for card in reads.campaigns(false)? {
//!     assert!(card.shares.taken <= card.shares.total);
//! }
//! # Ok(()) }
//! ```

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

pub mod bank;
pub mod books;
pub mod captures;
pub mod care;
pub mod cashier;
pub mod catalogue;
pub mod certificates;
pub mod claims;
mod columns;
pub mod contracts;
pub mod coverage;
pub mod credits;
pub mod disputes;
pub mod due;
mod dump;
mod error;
mod fact;
pub mod funding;
pub mod garden;
pub mod grams;
pub mod invoices;
pub mod letters;
pub mod losses;
pub mod lots;
pub mod map;
pub mod members;
pub mod money;
pub mod observations;
pub mod orchards;
pub mod overview;
pub mod packing;
pub mod parcels;
pub mod payouts;
pub mod plates;
mod progress;
pub mod proofs;
pub mod provenance;
pub mod rails;
mod read_models;
mod rebuild;
pub mod reconciled;
pub mod register;
pub mod renewals;
mod runner;
pub mod seasons;
pub mod sharing;
pub mod silence;
mod store;
mod tables;
pub mod today;
pub mod tree_page;
pub mod trees;
pub mod turns;
pub mod waiting_list;

pub use dump::canonical_dump;
pub use error::{Answer, ApplyError, Behind, DumpError, FactError, Failure, OpenError, QueryError};
pub use fact::{Fact, Happened};
pub use read_models::ReadModels;
pub use rebuild::rebuild;
