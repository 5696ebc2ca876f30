//! Compression of a batch's bytes: one LZ4 block, chosen for reading speed and for being pure Rust.
//! Knows bytes and sizes, nothing of events.

use lz4_flex::block::{self, CompressTable};
use prost::bytes::Bytes;

use crate::value::BODY_BYTES_MAX;

/// Smallest body that is worth the trouble, in bytes.
const SQUEEZE_FROM_BYTES: usize = 1024;
/// Largest batch that is packed into one value, unpacked, in bytes: what one event read by its
/// place costs to unpack.
pub(crate) const BATCH_BYTES_MAX: usize = 32 * 1024;
/// Largest unpacked batch a reader accepts, in bytes: a lone event of the largest size is more
/// than a batch of many. Anything above is not ours and must not make us allocate.
const UNPACKED_BYTES_MAX: usize = 1024 * 1024;
const LENGTH_BYTES: usize = 4;

/// How the bytes of a body stand for a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Codec {
    Raw = 0,
    Lz4 = 1,
}

impl Codec {
    pub(crate) fn known(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Raw),
            1 => Some(Self::Lz4),
            _ => None,
        }
    }
}

/// Compresses batches and learns how large they may be to fill one value.
pub(crate) struct Squeeze {
    table: CompressTable,
    packed: Vec<u8>,
    /// Size of a batch, in bytes, that will probably fill one value.
    enough_bytes: usize,
}

impl Default for Squeeze {
    fn default() -> Self {
        Self {
            table: CompressTable::default(),
            packed: Vec::new(),
            enough_bytes: 2 * BODY_BYTES_MAX,
        }
    }
}

impl Squeeze {
    /// How large a batch should grow before it is packed, in bytes.
    pub(crate) fn enough_bytes(&self) -> usize {
        self.enough_bytes
    }

    /// The shorter form of these bytes.
    pub(crate) fn pack<'a>(&'a mut self, body: &'a [u8]) -> (Codec, &'a [u8]) {
        if body.len() < SQUEEZE_FROM_BYTES {
            return (Codec::Raw, body);
        }
        let bound = LENGTH_BYTES + block::get_maximum_output_size(body.len());
        self.packed.resize(bound.max(self.packed.len()), 0);
        let (length, rest) = self.packed.split_at_mut(LENGTH_BYTES);
        let packed = block::compress_into_with_table(body, rest, &mut self.table);
        let (Ok(packed), Ok(unpacked)) = (packed, u32::try_from(body.len())) else {
            return (Codec::Raw, body);
        };
        length.copy_from_slice(&unpacked.to_be_bytes());
        self.learn(body.len(), packed);
        // An eighth less must come of it, or reading is slowed for nothing.
        if LENGTH_BYTES + packed > body.len() / 8 * 7 {
            return (Codec::Raw, body);
        }
        let whole = self.packed.get(..LENGTH_BYTES + packed).unwrap_or(body);
        (Codec::Lz4, whole)
    }

    /// Aims at fifteen sixteenths of a value, so that few batches turn out too large.
    fn learn(&mut self, body: usize, packed: usize) {
        if body >= BODY_BYTES_MAX {
            let fills = body * (BODY_BYTES_MAX / 16 * 15) / packed.max(1);
            self.enough_bytes = (self.enough_bytes * 3 + fills) / 4;
            self.enough_bytes = self.enough_bytes.clamp(BODY_BYTES_MAX, BATCH_BYTES_MAX);
        }
    }
}

/// The batch these bytes stand for; `None` when they do not.
pub(crate) fn unpack(codec: Codec, body: Bytes) -> Option<Bytes> {
    match codec {
        Codec::Raw => Some(body),
        Codec::Lz4 => {
            let (length, packed) = body.split_first_chunk::<LENGTH_BYTES>()?;
            let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
            if length > UNPACKED_BYTES_MAX {
                return None;
            }
            let unpacked = block::decompress(packed, length).ok()?;
            (unpacked.len() == length).then(|| unpacked.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    fn round_trip(body: &[u8]) -> (Codec, usize) {
        let mut squeeze = Squeeze::default();
        let (codec, packed) = squeeze.pack(body);
        let length = packed.len();
        let packed = Bytes::copy_from_slice(packed);
        assert_eq!(unpack(codec, packed).unwrap(), body);
        (codec, length)
    }

    #[test]
    fn bodies_come_back_whatever_became_of_them() {
        assert_eq!(round_trip(b"short").0, Codec::Raw);
        let text = "{\"tree\":\"t_1\",\"grams\":12500}".repeat(1_000);
        let (codec, length) = round_trip(text.as_bytes());
        assert_eq!(codec, Codec::Lz4);
        assert!(length < text.len() / 10, "{length}");
        let noise = (0..300u32).flat_map(|n| Sha256::digest(n.to_be_bytes()));
        let noise: Vec<u8> = noise.collect();
        assert_eq!(round_trip(&noise), (Codec::Raw, 9_600));
    }

    #[test]
    fn wrong_lengths_are_refused_before_anything_is_allocated() {
        let mut squeeze = Squeeze::default();
        let body = vec![7; 5_000];
        let (_, packed) = squeeze.pack(&body);
        for length in [0, 4_999, 5_001, u32::MAX] {
            let mut wrong = packed.to_vec();
            wrong[..4].copy_from_slice(&length.to_be_bytes());
            assert!(unpack(Codec::Lz4, wrong.into()).is_none(), "{length}");
        }
        assert!(unpack(Codec::Lz4, Bytes::from_static(&[0, 0])).is_none());
        assert_eq!((Codec::known(1), Codec::known(2)), (Some(Codec::Lz4), None));
    }

    #[test]
    fn it_learns_how_much_fills_one_value() {
        let mut squeeze = Squeeze::default();
        let line = "{\"tree\":\"t_1\",\"grams\":12500,\"by\":\"farmer\"}";
        for _ in 0..50 {
            squeeze.pack(line.repeat(300).as_bytes());
        }
        assert_eq!(squeeze.enough_bytes(), BATCH_BYTES_MAX);
    }
}
