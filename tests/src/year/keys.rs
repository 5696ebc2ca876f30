//! The test keys of the channels' own tests, and the words that both sides agreed on. Nothing here opens anything real.

use channels::keys::SigningKey;

/// Our private key.
pub(super) const OURS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../crates/channels/tests/keys/test-only-ours.pem"
);
/// The channels' public key.
pub(super) const THEIRS_PUBLIC: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../crates/channels/tests/keys/test-only-theirs.pub.pem"
);
const THEIRS: &str = include_str!("../../../crates/channels/tests/keys/test-only-theirs.pem");

/// What WeChat Pay seals with.
pub(super) const SEAL: &str = "0123456789abcdef0123456789abcdef";
/// How WeChat Pay calls its public key.
pub(super) const KEY_ID: &str = "PUB_KEY_ID_0116000000000001";
/// What Stripe signs with.
pub(super) const STRIPE_SECRET: &str = "whsec_of_the_season";

/// The channels' private key.
pub(super) fn theirs() -> SigningKey {
    SigningKey::read(&THEIRS.to_owned().into()).expect("a key")
}
