//! The pages over HTTP, as a browser without scripts uses them.

mod adopting;
mod browser;
mod correcting;
mod desk;
mod guarding;
mod proving;
mod refusing;
mod site;
mod staff;
mod trees;
mod walking;
