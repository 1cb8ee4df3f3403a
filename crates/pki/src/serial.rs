//! Serial numbers. Which numbers an authority has given is nobody's book here: randomness keeps them apart.

use serde::{Deserialize, Serialize};

use crate::entropy::{Entropy, NoEntropy};

/// A serial number of exactly 20 octets, positive (RFC 5280 section 4.1.2.2): 158 random bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Serial([u8; Serial::OCTETS]);

impl Serial {
    /// The most octets that RFC 5280 allows.
    pub const OCTETS: usize = 20;

    /// A new one. The first bit is 0, so that the DER integer is positive without a leading octet, and the second is 1,
    /// so that it has all 20 octets.
    ///
    /// # Errors
    /// [`NoEntropy`] when the source gives nothing.
    pub fn random(entropy: &mut dyn Entropy) -> Result<Serial, NoEntropy> {
        let mut octets = [0; Serial::OCTETS];
        entropy.fill(&mut octets)?;
        octets[0] = (octets[0] & 0x7F) | 0x40;
        Ok(Serial(octets))
    }

    /// The octets, most significant first.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.0
    }
}
