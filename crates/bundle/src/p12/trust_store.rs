//! A PKCS#12 file without a key: the certificates that a Java program trusts, which keytool lists as `trustedCertEntry`.
//! Nothing else asks for such a file: OpenSSL, Python and Node take PEM.

use pki::certificate::Certificate;
use pki::entropy::Entropy;
use serde::{Deserialize, Serialize};

use super::structure::{self, Attributes, Bag, CERTIFICATE_BAG};
use super::{Algorithms, ReadError, WriteError, certificate, open, seal, within_bmp};
use crate::derivation::Keys;
use crate::passphrase::Passphrase;

/// A certificate and the name under which it is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trusted {
    /// Java's alias (friendly name, RFC 2985 section 5.5.1). Java takes two that differ in case alone for one.
    pub alias: String,
    /// What is trusted.
    pub certificate: Certificate,
}

/// Writes the certificates, and reads the result again to compare.
///
/// # Errors
/// [`WriteError`] when there is none, or there is no randomness.
pub fn write(
    trusted: &[Trusted],
    algorithms: Algorithms,
    passphrase: &Passphrase,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, WriteError> {
    if trusted.is_empty() {
        return Err(WriteError::NoCertificate);
    }
    let trusted: Vec<Trusted> = trusted
        .iter()
        .map(|Trusted { alias, certificate }| Trusted {
            alias: within_bmp(alias),
            certificate: certificate.clone(),
        })
        .collect();
    let bags = trusted.iter().map(|Trusted { alias, certificate }| Bag {
        kind: CERTIFICATE_BAG,
        value: structure::certificate_bag(certificate.der()),
        attributes: Some(Attributes::Trusted { friendly_name: alias }),
    });
    let bags = structure::safe_contents(bags);
    let mut keys = Keys::of(passphrase.expose());
    let file = seal(&bags, None, algorithms, &mut keys, entropy)?;
    match read_with(&file, &mut keys) {
        Ok(again) if again == trusted => Ok(file),
        _ => Err(WriteError::NotTheSame),
    }
}

/// Reads what a file says is trusted; keys and other certificates in it are passed over.
///
/// # Errors
/// [`ReadError`]: not PKCS#12, an algorithm that is not taken, or another passphrase.
pub fn read(file: &[u8], passphrase: &str) -> Result<Vec<Trusted>, ReadError> {
    read_with(file, &mut Keys::of(passphrase))
}

fn read_with(file: &[u8], keys: &mut Keys<'_>) -> Result<Vec<Trusted>, ReadError> {
    let mut trusted = Vec::new();
    open(file, keys, |bag, _, _| {
        if bag.is_trusted && bag.kind == CERTIFICATE_BAG {
            let certificate = certificate(&bag)?;
            trusted.push(Trusted { alias: bag.name.unwrap_or_default(), certificate });
        }
        Ok(())
    })?;
    Ok(trusted)
}
