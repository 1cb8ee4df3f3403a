//! What a handshake message leads to: keys, hashes, and what can be computed about the message itself.

use pki::secret::Secret;
use ring::digest::Digest;

use super::Engine;
use super::early::Early;
use crate::dissect::cipher::Cipher;
use crate::dissect::finding::Finding;
use crate::dissect::message::{self, Kind};
use crate::dissect::schedule::{verify_data12, verify_data13};
use crate::dissect::signature::{Unchecked, fits};
use crate::dissect::suite::Suite;
use crate::dissect::ticket::Ticket;
use crate::dissect::transcript_hash::TranscriptHash;
use crate::dissect::why::Why;
use crate::dissect::{Computed, Piece};
use crate::transcript::Side;

/// Requests that may wait for an answer; more are not computed.
const MOST_REQUESTS: usize = 64;

/// How far a handshake is, beside what the messages said.
#[derive(Default)]
pub(super) struct Progress {
    /// The secrets of the handshake's records in TLS 1.3: the client's, the server's.
    handshake_secrets: [Option<Secret>; 2],
    /// The client's secret for what comes behind the handshake, until its Finished.
    client_application: Option<Result<Secret, Finding>>,
    /// TLS 1.2: the hash up to ClientKeyExchange, and the message's place.
    session_hash: Option<(Digest, usize)>,
    server_hello: usize,
    /// TLS 1.2: the keys of both sides, once they were derived.
    keys12: Option<[Option<Cipher>; 2]>,
    /// TLS 1.2: the master secret of an earlier connection whose session this one takes up.
    taken_up: Option<Secret>,
    pub(super) finished: [bool; 2],
    /// A ClientHello waits for its ServerHello.
    pub(super) is_greeted: bool,
    /// TLS 1.2: the server has said that it is the client's turn.
    server_hello_done: bool,
    /// TLS 1.3: the hash up to the client's Finished, from which every later request for a certificate goes on.
    base: Option<TranscriptHash>,
    /// Such requests by their contexts, each with the hash behind it.
    requests: Vec<(Vec<u8>, TranscriptHash)>,
    /// Of data from before the handshake is over.
    pub(super) early: Early,
    /// Whether it was said that keys are missing.
    told_missing: bool,
}

impl<'a> Engine<'a> {
    /// A whole handshake message.
    pub(super) fn handshake(&mut self, side: Side, octets: Vec<u8>, pieces: Vec<Piece>, encrypted: bool) {
        // encrypted hellos come behind a handshake, whatever of its end could be read
        let begins = match octets.first() {
            Some(1) => true,
            Some(2) => !self.progress.is_greeted,
            _ => false,
        };
        if encrypted && begins && !self.known.is_13() {
            Side::ALL.into_iter().for_each(|side| self.finished_unread(side));
        }
        match octets.first() {
            Some(1) if self.known.renegotiates() => self.begin_anew(),
            // its ClientHello could not be read, by which keys are found
            Some(2) if self.known.renegotiates() => {
                self.begin_anew();
                self.transcript.spoil();
                self.known.client_random = None;
            }
            Some(1) if !self.known.retried && self.known.version.is_some() => self.transcript.spoil(),
            Some(11 | 13) if self.progress.base.is_some() => self.asked_later(side, &octets),
            _ => {}
        }
        if self.lacks_end_of_early_data(side, octets.first().copied()) {
            self.transcript.spoil();
        }
        let before = self.transcript.hash();
        let read = message::handshake(&octets, side, &mut self.known);
        let kind = read.kind;
        let computed = match kind {
            Kind::CertificateVerify => Some(self.signed(side, before.as_ref())),
            Kind::ClientHello => self.binder(&octets, &read.fields),
            Kind::ServerKeyExchange => self.signed_exchange(&octets, &read.fields),
            Kind::Finished => Some(before.as_ref().and_then(|hash| self.checksum(side, hash, &octets)))
                .map(|computed| computed.unwrap_or(Computed::Unchecked(Unchecked::MessagesMissing))),
            _ => None,
        };
        let at = self.messages.len();
        if self.is_hashed(kind) {
            if let (Kind::HelloRetryRequest, Some(suite)) = (kind, self.known.suite) {
                self.transcript.retried(suite.hash);
            }
            self.transcript.add(&octets);
        }
        self.push_message(side, encrypted, octets, pieces, read, computed);
        match kind {
            Kind::ClientHello => self.client_hello(),
            Kind::HelloRetryRequest => self.progress.early.is_taken = Some(false),
            Kind::EncryptedExtensions => {
                self.progress.early.is_taken = Some(self.messages[at].field("early_data").is_some());
            }
            Kind::ServerHello => {
                self.progress.is_greeted = false;
                if !self.known.pre_shared {
                    self.progress.early.is_taken = Some(false);
                }
                self.server_hello(at);
            }
            Kind::ClientKeyExchange => {
                self.progress.session_hash = self.transcript.hash().map(|hash| (hash, at));
            }
            Kind::ServerHelloDone => self.progress.server_hello_done = true,
            Kind::EndOfEarlyData => {
                let [client, _] = &self.progress.handshake_secrets;
                let cipher = client.as_ref().and_then(|secret| self.cipher13(secret));
                self.stream(Side::Client).opening.change_to(cipher);
                self.progress.early.has_ended = true;
            }
            Kind::Finished => self.finished(side, at),
            Kind::KeyUpdate => self.key_update(side, at),
            _ => {}
        }
    }

    /// A handshake message of which the end is missing: what it says is shown, and of the rest nothing is taken for granted. That its
    /// fields are short was told already.
    pub(super) fn beginning(&mut self, side: Side, octets: Vec<u8>, pieces: Vec<Piece>, encrypted: bool) {
        let read = message::handshake(&octets, side, &mut self.known);
        let kind = read.kind;
        let read = message::Read { findings: Vec::new(), ..read };
        self.transcript.spoil();
        match kind {
            // which version it is stands in its last part
            Kind::ServerHello => (self.known.version, self.known.suite) = (None, None),
            Kind::ClientHello => self.client_hello(),
            _ => {}
        }
        self.push_message(side, encrypted, octets, pieces, read, None);
        if let Some(message) = self.messages.last_mut() {
            message.why = Why::Beginning;
        }
    }

    /// TLS 1.2: a new handshake inside the connection that stands, under its keys until the next ChangeCipherSpec (RFC 5246 section
    /// 7.4.1.1).
    fn begin_anew(&mut self) {
        self.known.retried = false;
        self.known.is_renegotiation = true;
        self.known.server_random = None;
        self.transcript = TranscriptHash::default();
        self.progress.keys12 = None;
        self.progress.session_hash = None;
        self.progress.finished = [false, false];
        self.known.is_over = false;
    }

    /// TLS 1.3: this side goes on with its next secret (RFC 8446 section 4.6.3).
    fn key_update(&mut self, side: Side, at: usize) {
        let opening = &mut self.streams[side as usize].opening;
        let from = opening
            .cipher
            .as_ref()
            .and_then(|cipher| Some((cipher.traffic_secret()?.clone(), cipher.generation())));
        opening.update();
        if let Some((secret, generation)) = from {
            self.schedule.updated(side, &secret, generation + 1, at);
        }
    }

    /// TLS 1.3: the server asks for a certificate behind the handshake, or the client answers; each answer goes on from its own
    /// request (RFC 8446 sections 4.4.1 and 4.6.2).
    fn asked_later(&mut self, side: Side, octets: &[u8]) {
        let Some(context) = octets.get(4).and_then(|length| octets.get(5..5 + usize::from(*length))) else {
            return;
        };
        match side {
            Side::Server => {
                let Some(mut transcript) = self.progress.base.as_ref().map(TranscriptHash::onward) else {
                    return;
                };
                transcript.add(octets);
                if self.progress.requests.len() < MOST_REQUESTS {
                    self.progress.requests.push((context.to_vec(), transcript));
                }
            }
            Side::Client => {
                let found = self.progress.requests.iter().position(|(asked, _)| asked == context);
                // without its request nothing can be computed
                self.transcript =
                    found.map(|at| self.progress.requests.swap_remove(at).1).unwrap_or_default();
            }
        }
    }

    /// TLS 1.2: this side encrypts from here on.
    pub(super) fn change_cipher_spec(&mut self, side: Side) {
        if self.known.version.is_none() {
            self.stream(side).seals = true;
            return;
        }
        if self.progress.keys12.is_none() {
            let (hash, after) = match self.progress.session_hash.take() {
                Some((hash, at)) => (Some(hash), at),
                // a session that is taken up has its secret at once
                None => {
                    self.progress.taken_up = self.taken_up().cloned();
                    (None, self.progress.server_hello)
                }
            };
            let taken_up = self.progress.taken_up.as_ref();
            let keys = match self.schedule.tls12(&self.known, hash.as_ref(), taken_up, after) {
                Ok(keys) => keys,
                Err(finding) => {
                    self.missing(finding);
                    None
                }
            };
            let ciphers = match (keys, self.known.suite.and_then(|suite| Some((suite.seal?, suite.hash)))) {
                (Some(keys), Some((seal, hash))) => keys.map(|keys| Cipher::tls12(seal, hash, &keys)),
                _ => [None, None],
            };
            self.progress.keys12 = Some(ciphers);
        }
        let cipher = self.progress.keys12.as_mut().and_then(|keys| keys[side as usize].take());
        let stream = self.stream(side);
        stream.seals = true;
        stream.opening.change_to(cipher);
    }

    /// TLS 1.2: it turns out that this side does not encrypt yet.
    pub(super) fn take_back_spec(&mut self, side: Side) {
        let stream = self.stream(side);
        stream.seals = false;
        let cipher = stream.opening.cipher.take();
        if let Some(keys) = &mut self.progress.keys12 {
            keys[side as usize] = cipher;
        }
    }

    /// Tickets and changes of keys in TLS 1.3 come behind the handshake, and a HelloRequest before it (RFC 5246 section 7.4.1.1).
    fn is_hashed(&self, kind: Kind) -> bool {
        match kind {
            Kind::HelloRequest | Kind::KeyUpdate => false,
            Kind::NewSessionTicket => !self.known.is_13(),
            _ => true,
        }
    }

    fn cipher13(&self, secret: &Secret) -> Option<Cipher> {
        let suite = self.known.suite?;
        Cipher::tls13(suite.seal?, suite.hash, secret)
    }

    fn server_hello(&mut self, at: usize) {
        self.progress.server_hello = at;
        self.progress.taken_up = None;
        self.progress.finished = [false, false];
        self.progress.server_hello_done = false;
        let Some(suite) = self.known.suite else {
            // in TLS 1.2 that is told where records begin to be sealed
            let finding = self.known.unknown_suite().filter(|_| self.known.is_13());
            return finding.into_iter().for_each(|finding| self.missing(finding));
        };
        self.transcript.choose(suite.hash);
        if !self.known.is_13() {
            return;
        }
        let hash = self.transcript.hash();
        if suite.seal.is_none() {
            return self.missing(Finding::SuiteNotOpened { suite: suite.name.to_owned() });
        }
        let ticket = self.ticket();
        let [client, server] = self.schedule.server_hello(suite, &self.known, ticket, hash.as_ref(), at);
        let secrets = [self.had(Side::Client, client), self.had(Side::Server, server)];
        let [client, server] =
            secrets.each_ref().map(|secret| secret.as_ref().and_then(|secret| self.cipher13(secret)));
        self.stream(Side::Server).opening.change_to(server);
        for side in Side::ALL {
            self.stream(side).opening.later = self.later(side);
        }
        let opening = &mut self.stream(Side::Client).opening;
        if opening.has_keys() {
            // it goes on with early data until it says that it has ended
            opening.next.extend(client);
        } else {
            opening.change_to(client);
        }
        self.progress.handshake_secrets = secrets;
    }

    /// The ticket that the server has just taken, if it is one of an earlier connection.
    fn ticket(&self) -> Option<&'a Ticket> {
        let hello = self.messages.iter().rfind(|message| message.kind == Kind::ClientHello)?;
        let taken = self.messages.last()?;
        let field = taken.field("selected_identity").filter(|_| self.known.pre_shared)?;
        let place = taken.octets.get(field.range.clone())?;
        let place = place.iter().fold(0, |place, octet| place << 8 | usize::from(*octet));
        self.memory.tickets.iter().find(|ticket| ticket.is_named(&hello.fields, &hello.octets, place))
    }

    /// TLS 1.2: the master secret of the session that the server has just taken up, if it is one of an earlier connection. Where something
    /// is missing nobody knows that it is no new one.
    fn taken_up(&self) -> Option<&'a Secret> {
        self.transcript.octets().filter(|_| !self.progress.server_hello_done)?;
        let hello = self.messages.iter().rfind(|message| message.kind == Kind::ClientHello)?;
        let answer = self.messages.get(self.progress.server_hello)?;
        self.memory.taken_up(hello, answer)
    }

    /// A secret that is there; of one that is not, its side's next sealed record tells.
    fn had(&mut self, side: Side, secret: Result<Secret, Finding>) -> Option<Secret> {
        secret.map_err(|finding| self.stream(side).lacks = Some(finding)).ok()
    }

    /// What opens this side's records behind its Finished, where the log says so.
    fn later(&self, side: Side) -> Option<Cipher> {
        let label = match side {
            Side::Client => "CLIENT_TRAFFIC_SECRET_0",
            Side::Server => "SERVER_TRAFFIC_SECRET_0",
        };
        let secret = self.schedule.keys.log.find(label, self.known.client_random.as_deref()?)?;
        self.cipher13(secret)
    }

    /// This side speaks as one who has sent its Finished, which could not be read. Its keys are in use already.
    pub(super) fn finished_unread(&mut self, side: Side) {
        if self.progress.finished[side as usize] {
            return;
        }
        let opening = &mut self.stream(side).opening;
        let (cipher, is_proven) = (opening.cipher.take(), opening.is_proven);
        // what follows from it is told beside the last message before
        self.finished(side, self.messages.len().saturating_sub(1));
        let opening = &mut self.stream(side).opening;
        opening.change_to(cipher);
        opening.is_proven = is_proven;
    }

    fn finished(&mut self, side: Side, at: usize) {
        let done = std::mem::replace(&mut self.progress.finished[side as usize], true);
        self.known.is_over = self.progress.finished == [true, true];
        if done || !self.known.is_13() {
            return;
        }
        if side == Side::Client && !self.progress.finished[Side::Server as usize] {
            // the server's is missing, over which it goes
            self.transcript.spoil();
        }
        let hash = self.transcript.hash();
        let later = self.stream(side).opening.later.take();
        match side {
            Side::Server => {
                let [client, server] = self.schedule.server_finished(&self.known, hash.as_ref(), at);
                let cipher = self.had(Side::Server, server).and_then(|secret| self.cipher13(&secret));
                self.stream(Side::Server).opening.change_to(cipher);
                self.progress.client_application = Some(client);
            }
            Side::Client => {
                let secret = self.progress.client_application.take();
                let secret = secret.and_then(|secret| self.had(Side::Client, secret));
                // what the server's Finished comes to is known from the log where that was not read
                let cipher = secret.and_then(|secret| self.cipher13(&secret)).or(later);
                self.stream(Side::Client).opening.change_to(cipher);
                if let Some(hash) = hash {
                    self.schedule.client_finished(&hash, at);
                }
                self.progress.base = Some(self.transcript.onward());
            }
        }
    }

    /// Says once what keys are missing.
    pub(super) fn missing(&mut self, finding: Finding) {
        let is_all = self.schedule.keys.log.entries.is_empty();
        let finding = match finding {
            Finding::KeysMissing { .. } if is_all => Finding::NoKeys,
            finding => finding,
        };
        if !std::mem::replace(&mut self.progress.told_missing, true) {
            self.find(None, finding);
        }
    }

    /// What a CertificateVerify signs (RFC 8446 section 4.4.3; RFC 5246 section 7.4.8).
    fn signed(&self, side: Side, before: Option<&Digest>) -> Computed {
        let octets = if !self.is_due(side) {
            None
        } else if self.known.is_13() {
            let context: &[u8] = match side {
                Side::Client => b"TLS 1.3, client CertificateVerify",
                Side::Server => b"TLS 1.3, server CertificateVerify",
            };
            before.map(|before| [&[0x20; 64], context, &[0], before.as_ref()].concat())
        } else {
            self.transcript.octets().map(<[u8]>::to_vec)
        };
        self.judged(side, octets)
    }

    /// Whether this side's signature or checksum may come now, as far as what was recorded tells: whatever it goes over from the
    /// other side was read, and it has not come already.
    fn is_due(&self, side: Side) -> bool {
        let Progress { finished: [client, server], server_hello_done, .. } = self.progress;
        match side {
            Side::Client if self.known.is_13() => server && (!client || self.answers_later(side)),
            Side::Server if self.known.is_13() => !server,
            Side::Client => !client && (server || server_hello_done),
            Side::Server => !server && (client || !server_hello_done),
        }
    }

    /// Whether this side says who it is behind the handshake: in TLS 1.3 the client alone does.
    fn answers_later(&self, side: Side) -> bool {
        side == Side::Client && self.progress.base.is_some()
    }

    /// What a ServerKeyExchange signs: both randoms and the parameters (RFC 5246 section 7.4.3).
    fn signed_exchange(&self, octets: &[u8], fields: &[crate::dissect::Field]) -> Option<Computed> {
        let mut begins = fields.iter().filter(|field| ["algorithm", "signature"].contains(&&*field.name));
        let parameters = octets.get(4..begins.next()?.range.start)?;
        let randoms = self.known.client_random.as_ref().zip(self.known.server_random.as_ref());
        let octets = randoms.map(|(client, server)| [client, server, parameters].concat());
        Some(self.judged(Side::Server, octets))
    }

    fn judged(&self, side: Side, octets: Option<Vec<u8>>) -> Computed {
        let Some(octets) = octets else {
            return Computed::Unchecked(Unchecked::MessagesMissing);
        };
        let shown = self.known.shown[side as usize].as_ref().ok_or(Unchecked::NoCertificate);
        let fits = shown.and_then(|shown| {
            let (scheme, made) = self.known.signature.as_ref().ok_or(Unchecked::MessagesMissing)?;
            fits(shown, *scheme, made, &octets)
        });
        Computed::Signed { octets, fits }
    }

    /// What the binder of a ticket has to be, over the ClientHello up to the binders and all before it (RFC 8446 section 4.2.11.2).
    fn binder(&mut self, octets: &[u8], fields: &[crate::dissect::Field]) -> Option<Computed> {
        let binders = fields.iter().find_map(|field| field.find("binders"))?;
        let mut made = Vec::new();
        binders.find_all("binder", &mut made);
        let named = |(place, made): (usize, &&crate::dissect::Field)| {
            let ticket = self.memory.tickets.iter().find(|ticket| ticket.is_named(fields, octets, place))?;
            Some((place, octets.get(made.range.clone())?, ticket, ticket.hash()?))
        };
        let Some((place, made, ticket, hash)) = made.iter().enumerate().find_map(named) else {
            return Some(Computed::Unchecked(Unchecked::SecretUnknown));
        };
        let Some(before) = self.transcript.octets() else {
            return Some(Computed::Unchecked(Unchecked::MessagesMissing));
        };
        let heard = [before, octets.get(..binders.range.start)?].concat();
        let (expected, command) = self.schedule.binder(ticket, hash, &heard, self.messages.len());
        let fits = made == expected;
        Some(Computed::Binder { place, expected, fits, command })
    }

    /// What a Finished has to say.
    fn checksum(&self, side: Side, before: &Digest, octets: &[u8]) -> Option<Computed> {
        if !self.is_due(side) {
            return None;
        }
        let suite: &Suite = self.known.suite?;
        let (expected, command) = if self.known.is_13() {
            // behind the handshake the secret of the moment stands in its place (RFC 8446 section 4.4)
            let secret = if self.answers_later(side) {
                self.streams[side as usize].opening.cipher.as_ref()?.traffic_secret()?
            } else {
                self.progress.handshake_secrets[side as usize].as_ref()?
            };
            verify_data13(suite.hash, secret, before)
        } else {
            let random = self.known.client_random.as_ref()?;
            let told = self.schedule.keys.log.find("CLIENT_RANDOM", random);
            let master = told.or(self.progress.taken_up.as_ref())?;
            verify_data12(suite.hash, master, side, before)
        };
        let fits = octets.get(4..) == Some(expected.as_slice());
        Some(Computed::VerifyData { expected, fits, command })
    }
}
