//! Turns at streams that many write at once: whoever was overtaken there gets in line, and so does everybody who comes
//! later, so that nobody is overtaken again and again. Where nobody was overtaken, nobody waits. Knows names of
//! streams, nothing of what is written. Being in line is a courtesy between wishes; what keeps them apart is the log.

use std::collections::HashMap;
use std::sync::Arc;

use eventlog::StreamName;
use parking_lot::Mutex;
use tokio::sync::OwnedMutexGuard;

type Line = Arc<tokio::sync::Mutex<()>>;

/// The lines, one for each stream where somebody was overtaken.
#[derive(Default)]
pub(crate) struct Turns {
    lines: Mutex<HashMap<StreamName, Line>>,
}

/// A turn; the next in line has theirs when it is dropped. A wish has one at a time, so that no two wait for each
/// other.
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    stream: StreamName,
    held: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Waits for a turn at this stream, behind all who wait already.
    pub(crate) async fn wait(&self, stream: StreamName) -> Turn<'_> {
        let line = Arc::clone(self.lines.lock().entry(stream.clone()).or_default());
        Turn {
            turns: self,
            stream,
            held: Some(line.lock_owned().await),
        }
    }

    /// The first of these streams where somebody has a turn.
    pub(crate) fn in_use<'s>(
        &self,
        streams: impl IntoIterator<Item = &'s StreamName>,
    ) -> Option<StreamName> {
        let lines = self.lines.lock();
        if lines.is_empty() {
            return None;
        }
        let mut streams = streams.into_iter();
        streams.find(|stream| lines.contains_key(*stream)).cloned()
    }
}

impl Turn<'_> {
    pub(crate) fn is_at(&self, stream: &StreamName) -> bool {
        self.stream == *stream
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.held = None;
        let mut lines = self.turns.lines.lock();
        // One is that of the table: nobody is behind us.
        if lines.get(&self.stream).map(Arc::strong_count) == Some(1) {
            lines.remove(&self.stream);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn stream(name: &str) -> StreamName {
        StreamName::parse(name).unwrap()
    }

    #[tokio::test]
    async fn turns_come_in_order_and_a_line_ends_with_its_last() {
        let turns = Turns::default();
        let (tally, share) = (stream("tally-1"), stream("tree-share-1"));
        assert_eq!(turns.in_use([&tally, &share]), None);
        let first = turns.wait(tally.clone()).await;
        assert!(first.is_at(&tally) && !first.is_at(&share));
        assert_eq!(turns.in_use([&share, &tally]), Some(tally.clone()));
        let elsewhere = turns.wait(share.clone()).now_or_never();
        assert!(elsewhere.is_some(), "another stream is another line");
        let mut second = Box::pin(turns.wait(tally.clone()));
        let mut third = Box::pin(turns.wait(tally.clone()));
        assert!(second.as_mut().now_or_never().is_none());
        assert!(third.as_mut().now_or_never().is_none());
        drop(first);
        assert!(third.as_mut().now_or_never().is_none(), "not its turn");
        let second = second.await;
        drop(third);
        assert_eq!(turns.in_use([&tally]), Some(tally.clone()));
        drop(second);
        drop(elsewhere);
        assert_eq!(turns.in_use([&tally, &share]), None);
    }
}
