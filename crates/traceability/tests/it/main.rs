//! What the crate promises to those who store its events and match on its codes.

mod codes;
mod golden;
