//! The pages over HTTP, as a browser without scripts uses them.

mod adopting;
mod browser;
mod certifying;
mod correcting;
mod desk;
mod following;
mod fruit;
mod guarding;
mod letters;
mod letters_over_tls;
mod linking;
mod living;
mod losing;
mod money;
mod paying;
mod provenance;
mod proving;
mod refusing;
mod registering;
pub(crate) mod site;
mod staff;
mod trees;
mod walking;
