//! What rustls reaches through statics alone: randomness, and where the key exchange leaves its result. A run lends them to its
//! own thread for as long as it lasts; nothing of another run is ever seen.

use std::cell::RefCell;
use std::marker::PhantomData;

use pki::entropy::{Entropy, NoEntropy};
use pki::secret::Secret;
use rustls::crypto::{GetRandomFailed, SecureRandom};
use zeroize::Zeroizing;

/// Octets drawn at the start of a run: two handshakes with a retry take less than 1 KiB.
const DRAWN: usize = 8192;

thread_local! {
    static RANDOM: RefCell<Zeroizing<Vec<u8>>> = RefCell::default();
    static SHARED: RefCell<Option<Secret>> = const { RefCell::new(None) };
}

/// The powers of one run, taken back when it is dropped.
#[derive(Debug)]
pub(super) struct Power {
    /// It belongs to one thread.
    thread: PhantomData<*const ()>,
}

impl Power {
    pub(super) fn lend(entropy: &mut impl Entropy) -> Result<Power, NoEntropy> {
        let mut drawn = Zeroizing::new(vec![0; DRAWN]);
        entropy.fill(&mut drawn)?;
        RANDOM.set(drawn);
        SHARED.set(None);
        Ok(Power { thread: PhantomData })
    }

    /// What the last key exchange came to.
    pub(super) fn take_shared_secret(&self) -> Option<Secret> {
        SHARED.take()
    }
}

impl Drop for Power {
    fn drop(&mut self) {
        RANDOM.take();
        SHARED.take();
    }
}

/// Both sides come to the same; the last one stays.
pub(super) fn note_shared_secret(secret: &[u8]) {
    SHARED.set(Some(Secret::new(secret.to_vec())));
}

/// The next octets; an error when the run has drawn all that it was lent, or no run is on this thread.
pub(super) fn draw(out: &mut [u8]) -> Result<(), GetRandomFailed> {
    RANDOM.with_borrow_mut(|left| {
        let start = left.len().checked_sub(out.len()).ok_or(GetRandomFailed)?;
        out.copy_from_slice(&left[start..]);
        left.truncate(start);
        Ok(())
    })
}

/// The randomness of the run on this thread.
#[derive(Debug)]
pub(super) struct Lent;

impl SecureRandom for Lent {
    fn fill(&self, out: &mut [u8]) -> Result<(), GetRandomFailed> {
        draw(out)
    }
}
