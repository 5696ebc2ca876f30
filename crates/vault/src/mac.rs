//! HMAC-SHA256 (RFC 2104) over the sha2 crate; knows nothing of what is authenticated.

use sha2::{Digest, Sha256};

/// Block length of SHA-256 in bytes (FIPS 180-4).
const BLOCK_BYTES: usize = 64;

/// HMAC-SHA256 of the parts one after the other. Callers keep the parts unambiguous.
pub(crate) fn hmac_sha256(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut inner_pad = [0x36_u8; BLOCK_BYTES];
    let mut outer_pad = [0x5c_u8; BLOCK_BYTES];
    for (index, byte) in key.iter().enumerate() {
        inner_pad[index] ^= byte;
        outer_pad[index] ^= byte;
    }
    let mut inner = Sha256::new();
    inner.update(inner_pad);
    for part in parts {
        inner.update(part);
    }
    let mut outer = Sha256::new();
    outer.update(outer_pad);
    outer.update(inner.finalize());
    outer.finalize().into()
}

/// SHA-256 of the bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;

    /// A key shorter than 32 bytes is the same as that key padded with zeros (RFC 2104 §2).
    fn padded(key: &[u8]) -> [u8; 32] {
        let mut whole = [0; 32];
        whole[..key.len()].copy_from_slice(key);
        whole
    }

    #[test]
    fn agrees_with_rfc_4231() {
        let cases: [(&[u8], &[u8], &str); 3] = [
            (
                &[0x0b; 20],
                b"Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 20],
                &[0xdd; 50],
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            ),
        ];
        for (key, data, expected) in cases {
            let halves = data.split_at(data.len() / 2);
            let mac = hmac_sha256(&padded(key), &[halves.0, halves.1]);
            assert_eq!(HEXLOWER.encode(&mac), expected);
        }
    }
}
