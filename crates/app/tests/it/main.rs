//! The use cases on real parts: a log, a vault, read models; only the clock is set by hand.

mod adopting;
mod bookkeeping;
mod crashing;
mod crediting;
mod crowdfunding;
mod farming;
mod harvesting;
mod importing;
mod joining;
mod losing;
mod loss_histories;
mod paying;
mod photographing;
mod refunding;
mod waiting;
mod world;
