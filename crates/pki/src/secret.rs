//! Bytes that must not be seen: private keys and passphrases. Nothing here encrypts them.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Secret bytes: overwritten when dropped, without a readable `Debug`, readable through [`Secret::expose`] alone.
/// It can be serialized for one purpose: the way between the page and its worker, which share one origin and memory.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Secret(#[serde(with = "serde_bytes")] Vec<u8>);

impl Secret {
    /// Takes the bytes over; the caller's copy is this one.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Secret {
        Secret(bytes)
    }

    /// The bytes themselves. Each caller is a place to look at in a review.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        drop(Zeroizing::new(std::mem::take(&mut self.0)));
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secret(..)")
    }
}
