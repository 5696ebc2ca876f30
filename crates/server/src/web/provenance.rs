//! Photos and what is known of them: the page of one, and those that a person has to decide about. A question is never
//! a verdict (E 6): both pictures stand side by side, and whoever decides says why.

mod photo;
mod review;

pub(super) use photo::show as photo;
pub(super) use review::{accept, queue, refuse};
