//! Computes the hash chain anew in a thread beside the walk, because hashing takes about as long as
//! all else a walk does. Knows links only; what events mean and whether they follow is `walk.rs`.
//!
//! What it waits for is not from `sync.rs`: it shares nothing with committer, keeper and readers,
//! and its values come to it whole.

use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread::{Builder, Scope};

use crate::chain::{Chain, Tail};
use crate::error::{DamageKind, Damaged, EngineError};
use crate::position::GlobalPosition;
use crate::value::{StoredValue, Whole};

/// Bytes of values that are handed over at once: waking the other thread for each value would cost
/// both more than it saves, and what is larger leaves the processor's cache.
const HANDOVER_BYTES: usize = 128 * 1024;
/// Handovers that may wait. One more is being linked and one collected: half a megabyte in all.
const HANDOVERS_MAX: usize = 2;

/// The walk's end: hands values over.
pub(super) struct Linking {
    values: Vec<Whole>,
    bytes: usize,
    handovers: SyncSender<Vec<Whole>>,
}

impl Linking {
    /// Starts a thread that links what follows `tail`, up to `end`, and leaves in `tail` where it
    /// came to, or the first place where the chain is broken.
    pub(super) fn start<'scope>(
        scope: &'scope Scope<'scope, '_>,
        tail: &'scope mut Result<Tail, Damaged>,
        end: GlobalPosition,
    ) -> Result<Self, EngineError> {
        let (handovers, waiting) = mpsc::sync_channel(HANDOVERS_MAX);
        let linker = Builder::new().name("eventlog-linker".to_owned());
        linker.spawn_scoped(scope, move || {
            *tail = tail.and_then(|tail| link(Chain::from(tail), end, &waiting));
        })?;
        Ok(Self {
            values: Vec::new(),
            bytes: 0,
            handovers,
        })
    }

    /// Takes the next value; waits when the linker is behind. `false` once it found the chain
    /// broken and takes no more.
    #[must_use]
    pub(super) fn take(&mut self, whole: &Whole) -> bool {
        self.bytes += whole.bytes();
        self.values.push(whole.clone());
        self.bytes < HANDOVER_BYTES || self.hand_over()
    }

    fn hand_over(&mut self) -> bool {
        self.bytes = 0;
        self.handovers
            .send(std::mem::take(&mut self.values))
            .is_ok()
    }
}

impl Drop for Linking {
    /// However the walk ends, what it came past is linked.
    fn drop(&mut self) {
        self.hand_over();
    }
}

fn link(
    mut chain: Chain,
    end: GlobalPosition,
    waiting: &Receiver<Vec<Whole>>,
) -> Result<Tail, Damaged> {
    for whole in waiting.iter().flatten() {
        // Twice decoded is cheaper than decoded once and copied.
        link_value(&mut chain, &whole.decode(whole.first)?, end)?;
    }
    Ok(chain.tail)
}

fn link_value(
    chain: &mut Chain,
    stored: &StoredValue<'_>,
    end: GlobalPosition,
) -> Result<(), Damaged> {
    let stands_at = chain.tail;
    // What was linked already may come again, in a value merged meanwhile.
    chain.tail = Tail {
        position: GlobalPosition(stored.whole.first.0.saturating_sub(1)),
        link: stored.whole.before,
    };
    let broken = Damaged::at(stored.whole.first, DamageKind::Chain);
    if chain.tail.position >= stands_at.position && chain.tail != stands_at {
        return Err(broken);
    }
    for (position, part, event) in stored.all_events().take_while(|(at, _, _)| *at <= end) {
        chain.link(part, event);
        if position == stands_at.position && chain.tail != stands_at {
            return Err(broken);
        }
    }
    Ok(())
}
