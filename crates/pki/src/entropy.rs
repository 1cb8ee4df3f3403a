//! Randomness as an argument: serial numbers and passphrases draw from it. Keys come from the crypto provider.

/// A source of random bytes fit for cryptography.
pub trait Entropy {
    /// Fills `out` wholly with random bytes.
    ///
    /// # Errors
    /// [`NoEntropy`] when the system gives none; nothing may then be made.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy>;
}

/// The system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NoEntropy;
