//! The use cases on real parts: a log, a vault, read models; only the clock is set by hand.

mod adopting;
mod approving;
mod bookkeeping;
mod contracting;
mod crashing;
mod crediting;
mod crowdfunding;
mod dividing;
mod farming;
mod giving;
mod harvesting;
mod importing;
mod joining;
mod lettering;
mod lifetimes;
mod money_histories;
mod paying;
mod photographing;
mod plates;
mod refunding;
mod renewing;
mod together;
mod waiting;
mod world;
