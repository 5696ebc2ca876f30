//! The doors: JSON API, pages, health and metrics.
