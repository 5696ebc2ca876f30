//! Promises L1 to L5, L8 and L10 under every order in which the log's threads may meet, as far as
//! a few thousand chosen ones go: committer, keeper, queue, heads, the bell for followers and the
//! hand-over of sealings run under shuttle, which decides at each lock who goes on. What waits for
//! ever is found as a deadlock. Knows the log from outside only.
//!
//! Run with `cargo test -p eventlog --features interleaving --test interleaving`. A failure prints
//! the schedule; `INTERLEAVING_SEED` chooses other ones, `INTERLEAVING_SCHEDULES` how many.

mod closing;
mod engine;
mod explore;
mod moving;
mod sealing;
mod writing;
