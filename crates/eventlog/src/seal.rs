//! Sealing: small values, as a trickle of commits leaves them, become fewer and compressed ones.
//! Positions, events and hashes stay what they are. Decides and packs; writing is the committer's.

use std::ops::ControlFlow;

use crate::chain::Tail;
use crate::engine::{Engine, Entry, Key};
use crate::error::{DamageKind, Damaged, ReadError};
use crate::pack::Packer;
use crate::position::GlobalPosition;
use crate::read;
use crate::value::{STORED_VALUE_BYTES_MAX, Whole};

/// A stored value below this size is worth merging, in bytes.
pub(crate) const SMALL_VALUE_BYTES: usize = STORED_VALUE_BYTES_MAX / 2;
/// Most values that are merged at once, so that whoever commits meanwhile never waits for more.
const RUN_VALUES_MAX: usize = 256;

/// Values that take the place of others.
pub(crate) struct Sealing {
    /// What goes.
    pub(crate) removed: Vec<Key>,
    /// What comes, with the same events.
    pub(crate) entries: Vec<Entry>,
    /// Nothing up to here needs sealing any more.
    pub(crate) sealed_until: GlobalPosition,
}

/// Small values that follow each other.
#[derive(Default)]
struct Run {
    values: Vec<Whole>,
    last: GlobalPosition,
    /// A value that is large enough follows.
    ended: bool,
}

/// How many of these are worth merging.
pub(crate) fn small_values(entries: &[Entry]) -> usize {
    let small = |entry: &&Entry| entry.value.len() < SMALL_VALUE_BYTES;
    entries.iter().filter(small).count()
}

/// The next values to merge after `after`, once there are at least `values_min` of them; `None`
/// when nothing is to be done.
pub(crate) fn next(
    engine: &dyn Engine,
    after: GlobalPosition,
    until: GlobalPosition,
    values_min: usize,
    packer: &mut Packer,
) -> Result<Option<Sealing>, ReadError> {
    let mut after = after;
    loop {
        let run = next_run(engine, after, until)?;
        let enough = run.values.len() >= values_min || (run.ended && run.values.len() > 1);
        if !enough {
            return Ok(None);
        }
        after = run.last;
        if let Some(sealing) = merge(&run, packer)? {
            return Ok(Some(sealing));
        }
    }
}

fn next_run(
    engine: &dyn Engine,
    after: GlobalPosition,
    until: GlobalPosition,
) -> Result<Run, ReadError> {
    let mut run = Run::default();
    read::scan(engine, after, until, |stored| {
        let whole = stored.whole;
        let small = whole.parts <= 1 && whole.stored_bytes < SMALL_VALUE_BYTES;
        if small {
            run.values.push(whole.clone());
            run.last = stored.last;
        } else if run.values.len() > 1 {
            run.ended = true;
        } else {
            run.values.clear();
        }
        let full = run.ended || run.values.len() >= RUN_VALUES_MAX;
        Ok(if full {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    })?;
    Ok(run)
}

/// Packs the run anew. The chain is computed again and compared, so that damage is found here
/// and never sealed in.
fn merge(run: &Run, packer: &mut Packer) -> Result<Option<Sealing>, ReadError> {
    let Some(first) = run.values.first() else {
        return Ok(None);
    };
    let start = Tail {
        position: GlobalPosition(first.first.0.saturating_sub(1)),
        link: first.before,
    };
    packer.go_on_after(start);
    for whole in &run.values {
        if packer.tail().link != whole.before {
            return Err(Damaged::at(whole.first, DamageKind::Chain).into());
        }
        let stored = whole.decode(whole.first)?;
        for (_, part, event) in stored.all_events() {
            packer.push(part, event);
        }
    }
    let entries = packer.take();
    if entries.len() >= run.values.len() {
        return Ok(None);
    }
    // The last one may be small again and wait for what comes.
    let open = entries
        .last()
        .filter(|last| !run.ended && last.value.len() < SMALL_VALUE_BYTES);
    let sealed_until = open.map_or(run.last, |last| {
        GlobalPosition(last.key.position.0.saturating_sub(1))
    });
    let removed = run.values.iter().map(|whole| Key::first(whole.first));
    Ok(Some(Sealing {
        removed: removed.collect(),
        entries,
        sealed_until,
    }))
}
