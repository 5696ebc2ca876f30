//! The shape of every business rule: decide, then evolve. It must not know where events are kept.

use crate::Snapshot;

/// A consistency boundary (aggregate): its state, what may be asked of it and what may happen to it.
///
/// `decide` and `evolve` are pure, synchronous and total. `evolve` never fails: whether an event may happen is
/// judged once, in `decide`; history is then only remembered.
pub trait Decider {
    /// What is remembered of the past; the default is "nothing has happened yet".
    type State: Default + Clone + Send + Sync + 'static;
    /// An intent that may be refused.
    type Command;
    /// An immutable fact; a stored format.
    type Event;
    /// A rule said no; carries the facts needed to explain it.
    type Rejection;

    /// How the state of a long stream is kept between readings. None where streams stay short: they are folded from
    /// their first event.
    const SNAPSHOT: Option<Snapshot<Self::State>> = None;

    /// Decides what happens now. An empty list means that the wish is already true.
    ///
    /// # Errors
    /// The rejection names the rule that said no.
    fn decide(
        state: &Self::State,
        command: Self::Command,
    ) -> Result<Vec<Self::Event>, Self::Rejection>;

    /// Remembers one fact.
    fn evolve(state: &mut Self::State, event: &Self::Event);
}

/// Folds a history into the state it leads to.
pub fn fold<'a, D: Decider>(history: impl IntoIterator<Item = &'a D::Event>) -> D::State
where
    D::Event: 'a,
{
    let mut state = D::State::default();
    for event in history {
        D::evolve(&mut state, event);
    }
    state
}
