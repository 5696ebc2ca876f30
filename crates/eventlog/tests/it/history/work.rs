//! The stress: threads that append to hot and cold streams with all kinds of expectations, repeat
//! themselves and each other, and read meanwhile.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use eventlog::{ExpectedVersion, GlobalPosition, Log, ReadError, StreamVersion};

use super::record::{asked_line, outcome, told_line};
use super::{Outcome, Read, Spec};
use crate::given::{Dice, name};

/// One opening of a log, and all who work on it.
pub(crate) struct Stage<'a> {
    pub(crate) log: &'a Log,
    clock: AtomicU64,
    /// Takes the lines of the record.
    say: &'a (dyn Fn(&str) + Sync),
    /// What was asked for, to be asked for again.
    asked: Mutex<Vec<Spec>>,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(log: &'a Log, say: &'a (dyn Fn(&str) + Sync)) -> Self {
        Self {
            log,
            clock: AtomicU64::new(1),
            say,
            asked: Mutex::default(),
        }
    }

    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::SeqCst)
    }

    /// Makes one call and records it.
    pub(crate) fn call(&self, spec: &Spec) -> Outcome {
        let commit = spec.commit();
        let asked = self.tick();
        (self.say)(&asked_line(asked, spec));
        let outcome = outcome(self.log.append(commit).wait());
        (self.say)(&told_line(asked, self.tick(), &outcome));
        outcome
    }

    /// Appends `calls` times, or until nobody can know what becomes of it.
    pub(crate) fn write(&self, writer: u64, seed: u64, calls: usize) {
        let mut dice = Dice(seed ^ writer << 32);
        for _ in 0..calls {
            let spec = self.choose(writer, &mut dice);
            if matches!(self.call(&spec), Outcome::Unknown | Outcome::Refused) {
                return;
            }
        }
    }

    fn choose(&self, writer: u64, dice: &mut Dice) -> Spec {
        let mut asked = self.asked.lock().unwrap();
        if !asked.is_empty() && dice.below(8) == 0 {
            // One of the last, so that it may still be on its way.
            let back = 1 + dice.below(asked.len().min(12));
            let mut again = asked[asked.len() - back].clone();
            if dice.below(4) == 0 {
                again.content += 1;
            }
            return again;
        }
        let own = format!("tree-w{writer}.{}", dice.below(40));
        let hot = ["hot-1", "hot-2", "hot-3"][dice.below(3)].to_owned();
        let (first, second) = if dice.below(2) == 0 {
            (own, hot)
        } else {
            (hot, own)
        };
        let mut writes = vec![(first.clone(), self.expect(&first, dice), 1 + dice.below(3))];
        if dice.below(4) == 0 {
            writes.push((second, ExpectedVersion::Any, 1));
        }
        let condition = (dice.below(5) == 0).then(|| {
            let stream = "hot-4".to_owned();
            let expected = self.expect(&stream, dice);
            (stream, expected)
        });
        let spec = Spec {
            id: u128::from(dice.roll()) << 64 | u128::from(dice.roll()),
            content: dice.roll() >> 1,
            writes,
            conditions: condition.into_iter().collect(),
        };
        asked.push(spec.clone());
        spec
    }

    /// Mostly what the stream is seen to be, sometimes what it was or never was.
    fn expect(&self, stream: &str, dice: &mut Dice) -> ExpectedVersion {
        let seen = self.log.head(&name(stream));
        let as_seen = seen.map_or(ExpectedVersion::NoStream, ExpectedVersion::Exactly);
        match dice.below(10) {
            0..=4 => as_seen,
            5 => ExpectedVersion::Exactly(StreamVersion(seen.map_or(1, |version| version.0 - 1))),
            6 => ExpectedVersion::NoStream,
            7 => ExpectedVersion::Exists,
            _ => ExpectedVersion::Any,
        }
    }

    /// Reads the log to its end so many times, from anywhere.
    pub(crate) fn read(&self, seed: u64, reads: usize) -> Vec<Read> {
        let mut dice = Dice(seed);
        let one = |_| {
            let durable = usize::try_from(self.log.durable_position().0).unwrap();
            let after = dice.below(durable + 1) as u64;
            let asked = self.tick();
            let events = self
                .log
                .read_all(GlobalPosition(after), usize::MAX)
                .unwrap();
            Read {
                asked,
                after,
                events,
            }
        };
        (0..reads).map(one).collect()
    }

    /// Follows the log until it is closed or poisoned.
    pub(crate) fn follow(&self) -> Read {
        let mut subscription = self.log.subscribe(GlobalPosition::START);
        let mut events = Vec::new();
        loop {
            match subscription.next_batch_blocking(50, None) {
                Ok(batch) => events.extend(batch),
                Err(ReadError::Closed) => break,
                Err(other) => panic!("{other}"),
            }
        }
        Read {
            asked: 0,
            after: 0,
            events,
        }
    }
}
