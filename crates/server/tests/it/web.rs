//! The pages over HTTP, as a browser without scripts uses them.

mod adopting;
mod browser;
mod certifying;
mod correcting;
mod desk;
mod fruit;
mod guarding;
mod letters;
mod linking;
mod living;
mod losing;
mod money;
mod paying;
mod proving;
mod refusing;
mod site;
mod staff;
mod trees;
mod walking;
