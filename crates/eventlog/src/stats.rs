//! Counters of one log, for a metrics page. Counts only; names and labels are made elsewhere.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::engine::EngineStats;

use crate::position::GlobalPosition;

/// Upper bounds of the buckets for the number of events in one batch.
pub const BATCH_EVENTS_BOUNDS: [u64; 10] = [1, 2, 4, 8, 16, 32, 64, 256, 1_024, 4_096];
/// Upper bounds of the buckets for the time of one flush and fdatasync, in microseconds.
pub const SYNC_MICROS_BOUNDS: [u64; 10] = [
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000, 1_000_000,
];

/// What a log has done since it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogStats {
    /// Commits written.
    pub appends: u64,
    /// Events written.
    pub events: u64,
    /// Batches written, each with one sync.
    pub batches: u64,
    /// Repeated commits answered with their first result.
    pub repeats: u64,
    /// Commits refused for an expected version.
    pub conflicts: u64,
    /// Small stored values that were merged.
    pub sealed_values: u64,
    /// Events per batch.
    pub batch_events: Histogram,
    /// Time of one flush and fdatasync, in microseconds.
    pub sync_micros: Histogram,
    /// Of the journal and its moves into the store.
    pub engine: EngineStats,
}

/// How much there is in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Position of the last durable event, which is also how many there are.
    pub last_position: GlobalPosition,
    /// Commits.
    pub commits: u64,
    /// Streams with at least one event.
    pub streams: u64,
}

/// How often which size was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// Upper bounds of the buckets, inclusive, rising.
    pub bounds: &'static [u64],
    /// Observations per bucket, not cumulative; one more than bounds, the last for all above.
    pub counts: Vec<u64>,
    /// Sum of all observations.
    pub sum: u64,
    /// Number of observations.
    pub count: u64,
}

#[derive(Default)]
pub(crate) struct Counters {
    appends: AtomicU64,
    events: AtomicU64,
    repeats: AtomicU64,
    conflicts: AtomicU64,
    sealed_values: AtomicU64,
    batch_events: Buckets,
    sync_micros: Buckets,
}

#[derive(Default)]
struct Buckets {
    counts: [AtomicU64; 11],
    sum: AtomicU64,
}

impl Counters {
    pub(crate) fn batch(&self, commits: usize, events: usize, sync: Duration) {
        let events = events as u64;
        self.appends.fetch_add(commits as u64, Ordering::Relaxed);
        self.events.fetch_add(events, Ordering::Relaxed);
        self.batch_events.observe(&BATCH_EVENTS_BOUNDS, events);
        let micros = u64::try_from(sync.as_micros()).unwrap_or(u64::MAX);
        self.sync_micros.observe(&SYNC_MICROS_BOUNDS, micros);
    }

    pub(crate) fn repeat(&self) {
        self.repeats.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn conflict(&self) {
        self.conflicts.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn sealed(&self, values: usize) {
        self.sealed_values
            .fetch_add(values as u64, Ordering::Relaxed);
    }

    pub(crate) fn snapshot(&self, engine: EngineStats) -> LogStats {
        let batch_events = self.batch_events.snapshot(&BATCH_EVENTS_BOUNDS);
        LogStats {
            appends: self.appends.load(Ordering::Relaxed),
            events: self.events.load(Ordering::Relaxed),
            batches: batch_events.count,
            repeats: self.repeats.load(Ordering::Relaxed),
            conflicts: self.conflicts.load(Ordering::Relaxed),
            sealed_values: self.sealed_values.load(Ordering::Relaxed),
            batch_events,
            sync_micros: self.sync_micros.snapshot(&SYNC_MICROS_BOUNDS),
            engine,
        }
    }
}

impl Buckets {
    fn observe(&self, bounds: &[u64; 10], value: u64) {
        let bucket = bounds.partition_point(|bound| *bound < value);
        if let Some(count) = self.counts.get(bucket) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    fn snapshot(&self, bounds: &'static [u64; 10]) -> Histogram {
        let counts: Vec<u64> = self
            .counts
            .iter()
            .map(|n| n.load(Ordering::Relaxed))
            .collect();
        let count = counts.iter().sum();
        Histogram {
            bounds,
            counts,
            sum: self.sum.load(Ordering::Relaxed),
            count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_on_a_bound_falls_into_that_bucket_and_one_above_all_into_the_last() {
        let counters = Counters::default();
        counters.batch(1, 1, Duration::from_micros(100));
        counters.batch(2, 3, Duration::from_secs(2));
        let stats = counters.snapshot(EngineStats::default());
        assert_eq!((stats.appends, stats.events, stats.batches), (3, 4, 2));
        assert_eq!(stats.batch_events.counts, [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(stats.sync_micros.counts, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(stats.sync_micros.sum, 2_000_100);
    }
}
