//! The use cases on real parts: a log, a vault, read models; only the clock is set by hand.

mod adopting;
mod crashing;
mod crowdfunding;
mod harvesting;
mod importing;
mod joining;
mod paying;
mod photographing;
mod waiting;
mod world;
