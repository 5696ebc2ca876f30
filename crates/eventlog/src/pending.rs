//! The answer that is not there yet: waits, as a future or blocking, for a commit to be durable.
//! Dropping it gives up the answer, not the commit.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use crate::commit::Commit;
use crate::error::AppendError;
use crate::event::Appended;
use crate::sync;

pub(crate) type Reply = oneshot::Sender<Answered>;

/// An answer, and the commit it is for: whoever asked gives its memory back, not the committer,
/// whose time everybody waits for.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) result: Result<Appended, AppendError>,
    pub(crate) _commit: Option<Commit>,
}

impl Answered {
    pub(crate) fn to(receipt: Appended, commit: Commit) -> Self {
        Self {
            result: Ok(receipt),
            _commit: Some(commit),
        }
    }
}

impl From<Result<Appended, AppendError>> for Answered {
    fn from(result: Result<Appended, AppendError>) -> Self {
        Self {
            result,
            _commit: None,
        }
    }
}

/// The coming answer to one [`crate::Log::append`]: await it, or [`Pending::wait`] for it.
#[derive(Debug)]
#[must_use = "a commit is durable only once its answer says so"]
pub struct Pending {
    answer: oneshot::Receiver<Answered>,
}

impl Pending {
    pub(crate) fn new() -> (Reply, Self) {
        let (reply, answer) = oneshot::channel();
        (reply, Self { answer })
    }

    /// Blocks the thread until the answer is there. Not for threads that run async tasks.
    ///
    /// # Errors
    /// Whatever kept the commit from being acknowledged.
    pub fn wait(self) -> Result<Appended, AppendError> {
        let answer = sync::wait_for(self.answer);
        answer.map_or(Err(AppendError::Closed), |answer| answer.result)
    }
}

impl Future for Pending {
    type Output = Result<Appended, AppendError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = Pin::new(&mut self.answer).poll(context);
        answer.map(|answer| answer.map_or(Err(AppendError::Closed), |answer| answer.result))
    }
}
