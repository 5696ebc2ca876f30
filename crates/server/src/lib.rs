//! The doors: JSON API, pages, health and metrics.
pub(crate) mod web;
