//! Promise L9: below a floor of free space nothing more is appended, because a disk that is full
//! in the middle of a write is what breaks stores. Reading goes on; appending too, once there is
//! room again. Knows bytes, nothing of what they are.

use thiserror::Error;

use crate::engine::{Engine, Space};

/// The floor unless told otherwise: this many bytes, or a twentieth of the disk if that is less.
/// What the log may still have to write by itself, journals and what is merged, is far below it.
pub const FREE_FLOOR_BYTES_DEFAULT: u64 = 512 * 1024 * 1024;
const FREE_FLOOR_SHARE: u64 = 20;

/// The disk is so full that the log takes nothing more. Free some space and repeat the commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the disk has {free_bytes} bytes left, the log takes nothing below {floor_bytes}")]
pub struct LowSpace {
    /// What is free, in bytes.
    pub free_bytes: u64,
    /// What must be free, in bytes.
    pub floor_bytes: u64,
}

/// Whether the engine's disk is below the floor. A system that does not tell is not held against
/// the caller: the write itself will.
pub(crate) fn low(engine: &dyn Engine, floor_bytes: Option<u64>) -> Option<LowSpace> {
    let space = engine.space().inspect_err(|cause| {
        tracing::warn!(%cause, "the system does not tell how much of the disk is free");
    });
    let Space {
        free_bytes,
        total_bytes,
    } = space.ok().flatten()?;
    let floor_bytes =
        floor_bytes.unwrap_or_else(|| FREE_FLOOR_BYTES_DEFAULT.min(total_bytes / FREE_FLOOR_SHARE));
    (free_bytes < floor_bytes).then_some(LowSpace {
        free_bytes,
        floor_bytes,
    })
}
