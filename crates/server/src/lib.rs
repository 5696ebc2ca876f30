//! The doors: JSON API, pages, health and metrics. It knows HTTP; it knows no rule and no SQL.
//!
//! [`assemble()`] opens a data folder and puts the product together; [`run()`] serves it until told to stop. Every
//! route is one line of `routes.rs`; a handler parses, authorises, calls one function of `app` or asks one question
//! of `readmodels`, and presents. What goes wrong becomes a problem in `problem.rs` and nowhere else.
//!
//! ```no_run
//! # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
//! use server::{Config, Time, assemble, run};
//!
//! let config = Config::load(None, std::env::vars())?;
//! let listener = std::net::TcpListener::bind(config.server.bind)?;
//! let time = Time::of(&config);
//! let parts = assemble(config, time)?;
//! run(listener, parts, std::future::pending()).await?;
//! # Ok(()) }
//! ```

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::panic))]

pub mod adapters;
mod answer;
mod api;
mod assemble;
mod auth;
mod cashier;
pub mod config;
mod endpoint;
mod guard;
mod headers;
mod health;
pub mod history;
mod idempotency;
mod kept;
mod letters;
mod limits;
pub mod logs;
mod metrics;
mod observe;
mod openapi;
pub mod operations;
pub mod printing;
mod problem;
pub mod proofs;
mod routes;
mod run;
mod standards;
mod state;
mod throttle;
mod uploads;
pub(crate) mod web;

pub use assemble::{AssembleError, Parts, Time, assemble};
pub use cashier::{Cashier, CashierError};
pub use config::Config;
pub use run::run;
