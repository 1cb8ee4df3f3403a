//! Randomness that is the same in every run. Keys do not come from it: the crypto provider asks the system.

use pki::entropy::{Entropy, NoEntropy};

/// A sequence of bytes that depends on its seed alone (SplitMix64), and counts what was taken. Never for real use.
#[derive(Debug, Clone)]
pub struct SeededEntropy {
    state: u64,
    taken: usize,
}

impl SeededEntropy {
    /// The sequence of this seed.
    #[must_use]
    pub fn new(seed: u64) -> SeededEntropy {
        SeededEntropy { state: seed, taken: 0 }
    }

    /// How many bytes were taken so far.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.taken
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
        for chunk in out.chunks_mut(8) {
            let bytes = self.next().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        self.taken += out.len();
        Ok(())
    }
}

/// A system that gives no randomness.
#[derive(Debug, Clone, Copy)]
pub struct Drought;

impl Entropy for Drought {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), NoEntropy> {
        Err(NoEntropy)
    }
}
