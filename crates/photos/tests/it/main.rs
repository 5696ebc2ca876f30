//! The photos crate seen from outside: pictures in, derivatives or a named refusal out.

mod build;
mod corpus;
mod derivatives;
mod mutations;
mod notes;
mod refusals;
mod verdicts;
