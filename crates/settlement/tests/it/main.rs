//! What the crate promises to those who store its events.

mod golden;
mod journals;
