//! The key schedule (RFC 8446 section 7.1; RFC 5246 section 6.3) as far as the key log and, where it is known, the shared secret
//! tell it: each value at the message after which both sides can compute it, with the command by which openssl comes to the same.

mod checksum;

use std::borrow::Cow;

use data_encoding::HEXLOWER;
use pki::secret::Secret;
use ring::digest::{Digest, digest};
use serde::{Deserialize, Serialize};

use super::Keys;
use super::cipher::{self, expand_label, extract, info};
use super::finding::Finding;
use super::message::Knowledge;
use super::suite::{Hash, Seal, Suite};
use super::ticket::Ticket;
use super::why::Why;
use crate::transcript::Side;
pub(super) use checksum::{verify_data12, verify_data13};

/// One secret or key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// Its name, as the RFC has it.
    pub name: Cow<'static, str>,
    /// Whose records or Finished it is for; `None` for what is both sides'.
    pub side: Option<Side>,
    /// The octets.
    pub octets: Secret,
    /// The message, by its place in the dissection, after which both can compute it: whoever sent it at once, the other when it
    /// has come.
    pub after: usize,
    /// Where it is defined.
    pub section: Cow<'static, str>,
    /// What it is for.
    pub why: Why,
    /// The command with which openssl computes it from the values before it, if all of them are known.
    pub command: Option<Secret>,
    /// Whether computing it gives what the key log says; `None` where it is but one of them.
    pub fits: Option<bool>,
}

/// What is known so far.
pub(super) struct Schedule<'a> {
    pub(super) keys: Keys<'a>,
    pub(super) values: Vec<Value>,
    hash: Hash,
    seal: Option<Seal>,
    handshake_secret: Option<Secret>,
    master_secret: Option<Secret>,
    after: usize,
}

/// A value that is about to be written down.
struct Draft {
    name: Cow<'static, str>,
    side: Option<Side>,
    section: &'static str,
    why: Why,
}

/// Changes of keys that are shown of one side; more of them say nothing new.
const MOST_UPDATES: u32 = 256;

const TRAFFIC: &str = "RFC 8446, 7.1";

impl<'a> Schedule<'a> {
    pub(super) fn new(keys: Keys<'a>) -> Schedule<'a> {
        Schedule {
            keys,
            values: Vec::new(),
            hash: Hash::Sha256,
            seal: None,
            handshake_secret: None,
            master_secret: None,
            after: 0,
        }
    }

    /// TLS 1.3, behind the ServerHello: the secrets of the client's and the server's handshake records, each by itself: a client that
    /// refuses the server goes away before it logs its own.
    pub(super) fn server_hello(
        &mut self,
        suite: &Suite,
        known: &Knowledge,
        ticket: Option<&Ticket>,
        transcript: Option<&Digest>,
        after: usize,
    ) -> [Result<Secret, Finding>; 2] {
        (self.after, self.handshake_secret, self.master_secret) = (after, None, None);
        (self.hash, self.seal) = (suite.hash, suite.seal);
        // with a ticket the schedule begins with its secret, which its own connection alone tells
        if let (Some(shared), true) = (self.keys.shared_secret, ticket.is_some() || !known.pre_shared) {
            self.begin_with(ticket, shared.expose());
        }
        let from = self.handshake_secret.clone();
        let mut secret = |name, side, labels| {
            let draft = Draft {
                name: Cow::Borrowed(name),
                side: Some(side),
                section: TRAFFIC,
                why: Why::HandshakeTraffic,
            };
            self.traffic(known, draft, labels, from.as_ref(), transcript)
        };
        let client = secret(
            "client_handshake_traffic_secret",
            Side::Client,
            ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "c hs traffic"),
        );
        let server = secret(
            "server_handshake_traffic_secret",
            Side::Server,
            ("SERVER_HANDSHAKE_TRAFFIC_SECRET", "s hs traffic"),
        );
        for (side, secret) in [(Side::Client, &client), (Side::Server, &server)] {
            let Ok(secret) = secret else { continue };
            self.record_keys(side, secret);
            let draft = Draft {
                name: "finished_key".into(),
                side: Some(side),
                section: "RFC 8446, 4.4.4",
                why: Why::FinishedKey,
            };
            self.expanded(draft, secret, "finished", &[], self.hash.length());
        }
        [client, server]
    }

    /// TLS 1.3, behind the server's Finished: the secrets of the client's and the server's records from then on.
    pub(super) fn server_finished(
        &mut self,
        known: &Knowledge,
        transcript: Option<&Digest>,
        after: usize,
    ) -> [Result<Secret, Finding>; 2] {
        self.after = after;
        if let Some(handshake_secret) = self.handshake_secret.clone() {
            let derived = self.derived(&handshake_secret);
            let draft =
                Draft { name: "master_secret".into(), side: None, section: TRAFFIC, why: Why::MasterSecret };
            let zeros = vec![0; self.hash.length()];
            self.master_secret = Some(self.extracted(draft, derived.expose(), &zeros));
        }
        let from = self.master_secret.clone();
        let mut secret = |name, side, labels| {
            let draft = Draft {
                name: Cow::Borrowed(name),
                side: Some(side),
                section: TRAFFIC,
                why: Why::ApplicationTraffic,
            };
            self.traffic(known, draft, labels, from.as_ref(), transcript)
        };
        let client = secret(
            "client_application_traffic_secret_0",
            Side::Client,
            ("CLIENT_TRAFFIC_SECRET_0", "c ap traffic"),
        );
        let server = secret(
            "server_application_traffic_secret_0",
            Side::Server,
            ("SERVER_TRAFFIC_SECRET_0", "s ap traffic"),
        );
        for (side, secret) in [(Side::Client, &client), (Side::Server, &server)] {
            if let Ok(secret) = secret {
                self.record_keys(side, secret);
            }
        }
        let exporter = Draft {
            name: "exporter_master_secret".into(),
            side: None,
            section: TRAFFIC,
            why: Why::ExporterSecret,
        };
        // no record depends on it, so that it may be missing
        drop(self.traffic(known, exporter, ("EXPORTER_SECRET", "exp master"), from.as_ref(), transcript));
        [client, server]
    }

    /// TLS 1.3, behind the client's Finished.
    pub(super) fn client_finished(&mut self, transcript: &Digest, after: usize) {
        self.after = after;
        if let Some(master) = self.master_secret.clone() {
            let draft = Draft {
                name: "resumption_master_secret".into(),
                side: None,
                section: TRAFFIC,
                why: Why::ResumptionSecret,
            };
            self.expanded(draft, &master, "res master", transcript.as_ref(), self.hash.length());
        }
    }

    /// TLS 1.3: the next secret of one side's records, made of the one before, and what it seals them with (RFC 8446 section 7.2).
    pub(super) fn updated(&mut self, side: Side, secret: &Secret, generation: u32, after: usize) {
        if generation > MOST_UPDATES {
            return;
        }
        self.after = after;
        let whose = match side {
            Side::Client => "client",
            Side::Server => "server",
        };
        let draft = Draft {
            name: format!("{whose}_application_traffic_secret_{generation}").into(),
            side: Some(side),
            section: "RFC 8446, 7.2",
            why: Why::NextTraffic,
        };
        let next = self.expanded(draft, secret, "traffic upd", &[], self.hash.length());
        self.record_keys(side, &next);
    }

    /// TLS 1.3: the secret of what the client sends before the handshake is over, as the log tells it, and what it seals them with where that
    /// is known. It stands at the ClientHello, however much later it is known.
    pub(super) fn early(&mut self, secret: &Secret, suite: Option<(Seal, Hash)>, hello: usize) {
        let (hash, seal, after) = (self.hash, self.seal, self.after);
        let behind = self.values.split_off(self.values.partition_point(|value| value.after <= hello));
        (self.after, self.seal) = (hello, None);
        let side = Some(Side::Client);
        let draft = Draft {
            name: "client_early_traffic_secret".into(),
            side,
            section: TRAFFIC,
            why: Why::EarlyTraffic,
        };
        self.note(draft, secret, None, None);
        if let Some((seal, hash)) = suite {
            (self.hash, self.seal) = (hash, Some(seal));
            self.record_keys(Side::Client, secret);
        }
        self.values.extend(behind);
        (self.hash, self.seal, self.after) = (hash, seal, after);
    }

    /// TLS 1.2: the keys of both sides' records. `session_hash` is the hash up to ClientKeyExchange (RFC 7627 section 3), `taken_up` the
    /// master secret of the session that is taken up, for where the log does not tell it.
    pub(super) fn tls12(
        &mut self,
        known: &Knowledge,
        session_hash: Option<&Digest>,
        taken_up: Option<&Secret>,
        after: usize,
    ) -> Result<Option<[cipher::Keys; 2]>, Finding> {
        self.after = after;
        let Some(suite) = known.suite else {
            return known.unknown_suite().map_or(Ok(None), Err);
        };
        let server = known.server_random.as_deref().ok_or(Finding::HelloMissing { side: Side::Server })?;
        let client = known.client_random.as_deref().ok_or(Finding::HelloMissing { side: Side::Client })?;
        let seal = suite.seal.ok_or_else(|| Finding::SuiteNotOpened { suite: suite.name.to_owned() })?;
        (self.hash, self.seal) = (suite.hash, Some(seal));
        let master = self
            .keys
            .log
            .find("CLIENT_RANDOM", client)
            .or(taken_up)
            .cloned()
            .ok_or(Finding::KeysMissing { label: "CLIENT_RANDOM".into() })?;
        self.master12(known, session_hash, &master);
        let iv = seal.algorithm().nonce_len() - seal.explicit_nonce();
        let key = seal.algorithm().key_len();
        let seed = [server, client].concat();
        let draft =
            Draft { name: "key_block".into(), side: None, section: "RFC 5246, 6.3", why: Why::KeyBlock };
        let block = self.prf12(draft, &master, "key expansion", &seed, 2 * (key + iv), None);
        let piece = |start: usize, length: usize| Secret::new(block.expose()[start..start + length].to_vec());
        // what is sent along stands behind it; without that it is mixed with the record's number (RFC 5288 section 3, RFC 7905 section 2)
        let (of_iv, iv_section) = match seal.explicit_nonce() {
            0 => (Why::WriteIv, "RFC 7905, 2"),
            _ => (Why::WriteIvInFront, "RFC 5288, 3"),
        };
        let pieces = [
            ("client_write_key", Side::Client, Why::WriteKey, piece(0, key)),
            ("server_write_key", Side::Server, Why::WriteKey, piece(key, key)),
            ("client_write_IV", Side::Client, of_iv, piece(2 * key, iv)),
            ("server_write_IV", Side::Server, of_iv, piece(2 * key + iv, iv)),
        ];
        for (name, side, why, octets) in &pieces {
            let section = if *why == of_iv { iv_section } else { "RFC 5246, 6.3" };
            let draft = Draft { name: (*name).into(), side: Some(*side), section, why: *why };
            self.note(draft, octets, None, None);
        }
        let [client_key, server_key, client_iv, server_iv] = pieces.map(|(_, _, _, octets)| octets);
        Ok(Some([
            cipher::Keys { key: client_key, iv: client_iv },
            cipher::Keys { key: server_key, iv: server_iv },
        ]))
    }

    fn master12(&mut self, known: &Knowledge, session_hash: Option<&Digest>, master: &Secret) {
        let section = if known.extended_master_secret { "RFC 7627, 4" } else { "RFC 5246, 8.1" };
        let draft = Draft { name: "master_secret".into(), side: None, section, why: Why::MasterSecret };
        // a session that is taken up brings its master secret along
        let (Some(shared), Some(session_hash), false) =
            (self.keys.shared_secret, session_hash, known.pre_shared)
        else {
            return self.note(draft, master, None, None);
        };
        let premaster = Draft {
            name: "pre_master_secret".into(),
            side: None,
            section: "RFC 8422, 5.10",
            why: Why::SharedSecret,
        };
        self.note(premaster, shared, None, None);
        let randoms = [
            known.client_random.as_deref().unwrap_or_default(),
            known.server_random.as_deref().unwrap_or_default(),
        ]
        .concat();
        let (label, seed) = if known.extended_master_secret {
            ("extended master secret", session_hash.as_ref())
        } else {
            ("master secret", randoms.as_slice())
        };
        self.prf12(draft, shared, label, seed, 48, Some(master));
    }

    fn prf12(
        &mut self,
        draft: Draft,
        secret: &Secret,
        label: &str,
        seed: &[u8],
        length: usize,
        told: Option<&Secret>,
    ) -> Secret {
        let value = cipher::prf(self.hash, secret.expose(), label, seed, length);
        let command = prf_command(self.hash, secret, label, seed, length);
        self.note(draft, &value, Some(command), told.map(|told| *told == value));
        value
    }

    /// TLS 1.3, with a ClientHello that names a ticket: what its binder has to be, and openssl's command (RFC 8446 section 4.2.11.2).
    /// `heard` is all that it goes over.
    pub(super) fn binder(
        &mut self,
        ticket: &Ticket,
        hash: Hash,
        heard: &[u8],
        after: usize,
    ) -> (Vec<u8>, Secret) {
        (self.after, self.hash) = (after, hash);
        let secret =
            expand_label(hash, ticket.resumption.expose(), "resumption", &ticket.nonce, hash.length());
        let early = extract(hash, &vec![0; hash.length()], secret.expose());
        let nothing = digest(hash.digest(), &[]);
        let draft = Draft { name: "binder_key".into(), side: None, section: TRAFFIC, why: Why::BinderKey };
        let key = self.expanded(draft, &early, "res binder", nothing.as_ref(), hash.length());
        verify_data13(hash, &key, &digest(hash.digest(), heard))
    }

    fn begin_with(&mut self, ticket: Option<&Ticket>, shared: &[u8]) {
        let zeros = vec![0; self.hash.length()];
        let ticket = ticket.map(|Ticket { nonce, resumption, .. }| {
            let draft =
                Draft { name: "PSK".into(), side: None, section: "RFC 8446, 4.6.1", why: Why::TicketSecret };
            self.expanded(draft, resumption, "resumption", nonce, self.hash.length())
        });
        let input = ticket.as_ref().map_or(zeros.as_slice(), Secret::expose);
        let draft =
            Draft { name: "early_secret".into(), side: None, section: TRAFFIC, why: Why::EarlySecret };
        let early = self.extracted(draft, &zeros, input);
        let derived = self.derived(&early);
        let draft = Draft {
            name: "shared_secret".into(),
            side: None,
            section: "RFC 8446, 7.4",
            why: Why::SharedSecret,
        };
        self.note(draft, &Secret::new(shared.to_vec()), None, None);
        let draft = Draft {
            name: "handshake_secret".into(),
            side: None,
            section: TRAFFIC,
            why: Why::HandshakeSecret,
        };
        self.handshake_secret = Some(self.extracted(draft, derived.expose(), shared));
    }

    fn derived(&mut self, secret: &Secret) -> Secret {
        let nothing = digest(self.hash.digest(), &[]);
        let draft = Draft { name: "derived".into(), side: None, section: TRAFFIC, why: Why::Derived };
        self.expanded(draft, secret, "derived", nothing.as_ref(), self.hash.length())
    }

    /// A traffic secret as the key log tells it, as it follows from what is known, or both.
    fn traffic(
        &mut self,
        known: &Knowledge,
        draft: Draft,
        (logged, label): (&'static str, &str),
        from: Option<&Secret>,
        transcript: Option<&Digest>,
    ) -> Result<Secret, Finding> {
        let random = known.client_random.as_deref();
        let told = random.and_then(|random| self.keys.log.find(logged, random)).cloned();
        let length = self.hash.length();
        let computed = from.zip(transcript).map(|(from, transcript)| {
            let value = expand_label(self.hash, from.expose(), label, transcript.as_ref(), length);
            (value, expand_command(self.hash, from, label, transcript.as_ref(), length))
        });
        let fits = told.as_ref().zip(computed.as_ref()).map(|(told, (computed, _))| told == computed);
        let (computed, command) = computed.unzip();
        let secret = told.or(computed).ok_or_else(|| match random {
            Some(_) => Finding::KeysMissing { label: logged.into() },
            None => Finding::HelloMissing { side: Side::Client },
        })?;
        self.note(draft, &secret, command, fits);
        Ok(secret)
    }

    /// Key and IV of one side (RFC 8446 section 7.3).
    fn record_keys(&mut self, side: Side, secret: &Secret) {
        let Some(seal) = self.seal else {
            return;
        };
        let section = "RFC 8446, 7.3";
        let key = Draft { name: "write_key".into(), side: Some(side), section, why: Why::WriteKey };
        self.expanded(key, secret, "key", &[], seal.algorithm().key_len());
        let iv = Draft { name: "write_iv".into(), side: Some(side), section, why: Why::WriteIv };
        self.expanded(iv, secret, "iv", &[], seal.algorithm().nonce_len());
    }

    fn expanded(
        &mut self,
        draft: Draft,
        secret: &Secret,
        label: &str,
        context: &[u8],
        length: usize,
    ) -> Secret {
        let value = expand_label(self.hash, secret.expose(), label, context, length);
        let command = expand_command(self.hash, secret, label, context, length);
        self.note(draft, &value, Some(command), None);
        value
    }

    fn extracted(&mut self, draft: Draft, salt: &[u8], input: &[u8]) -> Secret {
        let value = extract(self.hash, salt, input);
        let command = command(&format!(
            "openssl kdf -keylen {} -kdfopt digest:{} -kdfopt mode:EXTRACT_ONLY -kdfopt hexkey:{} -kdfopt hexsalt:{} HKDF",
            self.hash.length(),
            self.hash.openssl(),
            HEXLOWER.encode(input),
            HEXLOWER.encode(salt),
        ));
        self.note(draft, &value, Some(command), None);
        value
    }

    fn note(&mut self, draft: Draft, octets: &Secret, command: Option<Secret>, fits: Option<bool>) {
        self.values.push(Value {
            name: draft.name,
            side: draft.side,
            octets: octets.clone(),
            after: self.after,
            section: draft.section.into(),
            why: draft.why,
            command,
            fits,
        });
    }
}

fn expand_command(hash: Hash, secret: &Secret, label: &str, context: &[u8], length: usize) -> Secret {
    command(&format!(
        "openssl kdf -keylen {length} -kdfopt digest:{} -kdfopt mode:EXPAND_ONLY -kdfopt hexkey:{} -kdfopt hexinfo:{} HKDF",
        hash.openssl(),
        HEXLOWER.encode(secret.expose()),
        HEXLOWER.encode(&info(label, context, length)),
    ))
}

fn prf_command(hash: Hash, secret: &Secret, label: &str, seed: &[u8], length: usize) -> Secret {
    command(&format!(
        "openssl kdf -keylen {length} -kdfopt digest:{} -kdfopt hexsecret:{} -kdfopt hexseed:{} TLS1-PRF",
        hash.openssl(),
        HEXLOWER.encode(secret.expose()),
        HEXLOWER.encode(&[label.as_bytes(), seed].concat()),
    ))
}

/// A command holds the secret that it starts from.
fn command(text: &str) -> Secret {
    Secret::new(text.as_bytes().to_vec())
}
