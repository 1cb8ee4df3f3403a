//! Encrypted export and import: AES-256 ZIP, PKCS#12, encrypted PKCS#8, and `workspace.json`. The only room that derives
//! keys from passphrases. Nothing here makes keys or certificates, and nothing asks the clock or the system.
//!
//! What is sealed is opened again and compared before it is returned.

pub mod apple_profile;
pub mod authority;
pub mod collection;
pub mod encrypted_key;
pub mod file;
pub mod look;
pub mod material;
pub mod p12;
pub mod passphrase;
pub mod workspace;
pub mod zip;

mod derivation;
mod error;

pub use error::{OpenError, SealError};
