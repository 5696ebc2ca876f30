//! Given / when / then for deciders: the form of every rule test in the house.
//!
//! Panics are how a test fails, so this module alone of the crate may panic.

use std::fmt::Debug;

use crate::{Decider, fold};

/// The state after a history, waiting for a command.
pub struct Given<D: Decider> {
    state: D::State,
}

/// What the decider answered, waiting to be checked.
pub struct Decided<D: Decider> {
    answer: Result<Vec<D::Event>, D::Rejection>,
}

/// Starts a test from the facts that already happened.
#[must_use]
pub fn given<D: Decider>(history: &[D::Event]) -> Given<D> {
    Given {
        state: fold::<D>(history),
    }
}

impl<D: Decider> Given<D> {
    /// Asks the decider.
    #[must_use]
    pub fn when(self, command: D::Command) -> Decided<D> {
        Decided {
            answer: D::decide(&self.state, command),
        }
    }
}

impl<D: Decider> Decided<D>
where
    D::Event: Debug + PartialEq,
    D::Rejection: Debug + PartialEq,
{
    /// The command led to exactly these events.
    #[track_caller]
    pub fn then(self, expected: &[D::Event]) {
        assert_eq!(self.answer.as_deref(), Ok(expected));
    }

    /// The command was refused with exactly this rejection.
    #[track_caller]
    pub fn then_rejected(self, expected: &D::Rejection) {
        assert_eq!(self.answer.as_ref().err(), Some(expected));
    }
}
