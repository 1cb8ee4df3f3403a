//! Data that the client sends before the handshake is over (RFC 8446 section 2.3): under a secret of their own, which a server that does
//! not take them never has.

use pki::secret::Secret;

use super::Engine;
use crate::dissect::cipher::Cipher;
use crate::dissect::message::Kind;
use crate::dissect::suite::{self, Hash, Seal, Suite};
use crate::transcript::Side;

/// The label of their secret in a key log.
pub(super) const EARLY_SECRET: &str = "CLIENT_EARLY_TRAFFIC_SECRET";

/// What is known of them, beside what the messages said.
#[derive(Default)]
pub(super) struct Early {
    /// The ClientHello that announces them, where their secret is known, until it was noted.
    hello: Option<usize>,
    /// Whether the server takes them, where its answer was read (RFC 8446 section 4.2.10).
    pub(super) is_taken: Option<bool>,
    /// The client has said that they end.
    pub(super) has_ended: bool,
    /// The first message that is closed and may be of them.
    pub(super) closed: Option<usize>,
}

/// The suites that a secret may be of: the ticket's is not told where it is taken up, and the secret's length leaves few.
fn may_be_of(secret: &Secret) -> Vec<&'static Suite> {
    let numbers: &[u64] = if secret.expose().len() == 48 { &[0x1302] } else { &[0x1301, 0x1303] };
    numbers.iter().filter_map(|number| suite::find(*number)).collect()
}

impl Engine<'_> {
    /// Data before the handshake is over is encrypted with a secret of its own, for the suite of the session that is taken up.
    pub(super) fn client_hello(&mut self) {
        self.progress.is_greeted = true;
        let (true, Some(secret)) = (self.known.early_data, self.early_secret()) else {
            return;
        };
        let ciphers: Vec<Cipher> = may_be_of(secret)
            .iter()
            .filter_map(|suite| Cipher::tls13(suite.seal?, suite.hash, secret))
            .collect();
        self.progress.early.hello = self.messages.len().checked_sub(1);
        if let [cipher] = ciphers.as_slice() {
            let suite = cipher.suite();
            self.note_early_of(Some(suite));
        }
        self.stream(Side::Client).opening.change_to_one_of(ciphers);
    }

    /// Whether the client has said in something closed that its early data end, which what it says next goes over (RFC 8446 section 4.5).
    pub(super) fn lacks_end_of_early_data(&self, side: Side, kind: Option<u8>) -> bool {
        let Early { is_taken, has_ended, .. } = self.progress.early;
        let is_next =
            side == Side::Client && self.progress.finished[Side::Server as usize] && kind != Some(5);
        is_next && is_taken == Some(true) && !has_ended
    }

    /// Whether closed records are data from before the handshake was over that the server did not take: then others of the client open, or
    /// they came before the server said how it goes on.
    pub(super) fn early_was_refused(&self) -> bool {
        let opening = &self.streams[Side::Client as usize].opening;
        let Some(first) = self.progress.early.closed else {
            return false;
        };
        let answered = self
            .messages
            .iter()
            .position(|message| matches!(message.kind, Kind::HelloRetryRequest | Kind::ServerHello));
        self.progress.early.is_taken == Some(false)
            && (opening.has_opened() || answered.is_some_and(|answered| first < answered))
    }

    /// Whether what does not open may be data from before the handshake is over, of which the key log has not the secret.
    pub(super) fn may_be_early(&self, side: Side) -> bool {
        side == Side::Client && self.known.early_data && self.early_secret().is_none()
    }

    /// All is read: what is still to be said of their secret. Who takes them goes by the suite that the server then chooses (RFC 8446
    /// section 4.2.10).
    pub(super) fn end_early(&mut self) {
        let chosen = self.known.suite.filter(|_| self.progress.early.is_taken == Some(true));
        self.note_early_of(chosen.and_then(|suite| Some((suite.seal?, suite.hash))));
    }

    /// A record of the client was opened: if it is the first of such data, it tells their suite.
    pub(super) fn note_early(&mut self) {
        // which is so for few of all records
        if self.progress.early.hello.is_none() {
            return;
        }
        let cipher = self.streams[Side::Client as usize].opening.cipher.as_ref();
        let suite = cipher.filter(|cipher| cipher.traffic_secret() == self.early_secret()).map(Cipher::suite);
        if suite.is_some() {
            self.note_early_of(suite);
        }
    }

    /// Their secret, once, and their keys where the suite is known.
    fn note_early_of(&mut self, suite: Option<(Seal, Hash)>) {
        if let (Some(secret), Some(at)) = (self.early_secret().cloned(), self.progress.early.hello.take()) {
            self.schedule.early(&secret, suite, at);
        }
    }

    fn early_secret(&self) -> Option<&Secret> {
        self.schedule.keys.log.find(EARLY_SECRET, self.known.client_random.as_deref()?)
    }
}
