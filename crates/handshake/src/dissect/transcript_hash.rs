//! The running hash over all handshake messages (RFC 8446 section 4.4.1), and the messages themselves, which TLS 1.2 signs.

use ring::digest::{self, Context, Digest};

use super::suite::Hash;

/// More than any handshake has: from here on nothing is kept, and what depends on it is not computed.
const MOST_OCTETS: usize = 1 << 20;

/// All handshake messages so far.
#[derive(Clone, Default)]
pub(super) struct TranscriptHash {
    octets: Vec<u8>,
    running: Option<(Hash, Context)>,
    /// It cannot be known any more.
    unknown: bool,
}

impl TranscriptHash {
    pub(super) fn add(&mut self, message: &[u8]) {
        if self.octets.len() + message.len() > MOST_OCTETS {
            self.unknown = true;
            return;
        }
        self.octets.extend_from_slice(message);
        if let Some((_, context)) = &mut self.running {
            context.update(message);
        }
    }

    /// The suite is known from now on.
    pub(super) fn choose(&mut self, hash: Hash) {
        if self.running.as_ref().is_some_and(|(known, _)| *known == hash) {
            return;
        }
        let mut context = Context::new(hash.digest());
        context.update(&self.octets);
        self.running = Some((hash, context));
    }

    /// After a HelloRetryRequest a hash of the first ClientHello stands in its place (RFC 8446 section 4.4.1).
    pub(super) fn retried(&mut self, hash: Hash) {
        let first = digest::digest(hash.digest(), &self.octets);
        let length = u8::try_from(first.as_ref().len()).expect("hashes are short");
        self.octets = [&[254, 0, 0, length], first.as_ref()].concat();
        self.running = None;
        self.choose(hash);
    }

    /// Messages are missing or in the wrong order: nothing can be computed from here on.
    pub(super) fn spoil(&mut self) {
        self.unknown = true;
    }

    /// What goes on behind the handshake: the hash alone, without the messages, which TLS 1.2 alone signs.
    pub(super) fn onward(&self) -> TranscriptHash {
        TranscriptHash { octets: Vec::new(), running: self.running.clone(), unknown: self.unknown }
    }

    /// The hash so far; `None` before the suite is known.
    pub(super) fn hash(&self) -> Option<Digest> {
        let (_, context) = self.running.as_ref()?;
        (!self.unknown).then(|| context.clone().finish())
    }

    /// All messages so far.
    pub(super) fn octets(&self) -> Option<&[u8]> {
        (!self.unknown).then_some(self.octets.as_slice())
    }
}
