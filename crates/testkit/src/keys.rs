//! Keys for tests: what the provider makes, and RSA keys from files, which it cannot make.

use std::sync::atomic::{AtomicUsize, Ordering};

use pki::key::{KeyAlgorithm, KeyError, KeySource, PrivateKey, ProviderKeys};

const RSA_2048: [&str; 4] = [
    include_str!("../keys/rsa2048-1.pem"),
    include_str!("../keys/rsa2048-2.pem"),
    include_str!("../keys/rsa2048-3.pem"),
    include_str!("../keys/rsa2048-4.pem"),
];
const RSA_3072: [&str; 4] = [
    include_str!("../keys/rsa3072-1.pem"),
    include_str!("../keys/rsa3072-2.pem"),
    include_str!("../keys/rsa3072-3.pem"),
    include_str!("../keys/rsa3072-4.pem"),
];
const RSA_4096: [&str; 4] = [
    include_str!("../keys/rsa4096-1.pem"),
    include_str!("../keys/rsa4096-2.pem"),
    include_str!("../keys/rsa4096-3.pem"),
    include_str!("../keys/rsa4096-4.pem"),
];

/// An RSA key of 1024 bits as PEM: too short for everybody.
pub const RSA_1024_PEM: &str = include_str!("../keys/rsa1024.pem");

/// Every algorithm: RSA keys come from four files a size, one after the other and then again from the first; all else is new.
#[derive(Debug, Default)]
pub struct TestKeys {
    next: AtomicUsize,
}

impl TestKeys {
    /// A source that begins with the first file.
    #[must_use]
    pub fn new() -> TestKeys {
        TestKeys::default()
    }

    /// A key, at once.
    #[must_use]
    pub fn make(&self, algorithm: KeyAlgorithm) -> PrivateKey {
        let Some(bits) = algorithm.rsa_bits() else {
            return ProviderKeys.make(algorithm).unwrap();
        };
        let files = match bits {
            2048 => RSA_2048,
            3072 => RSA_3072,
            _ => RSA_4096,
        };
        let index = self.next.fetch_add(1, Ordering::Relaxed) % files.len();
        PrivateKey::from_pem(files[index]).unwrap()
    }
}

impl KeySource for TestKeys {
    async fn generate(&self, algorithm: KeyAlgorithm) -> Result<PrivateKey, KeyError> {
        Ok(self.make(algorithm))
    }
}
