//! Who is at the other end of a connection: what the handshake said, and the judgement of the certificate, which is made anew when the
//! configuration has changed or its time is over. So a client that is revoked is out with the next request, resumed or not.

use core::cell::{Cell, RefCell};
use core::net::SocketAddr;
use core::time::Duration;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use aws_lc_rs::digest;
use data_encoding::HEXUPPER;
use deploy::gateway::acl::Grants;
use deploy::gateway::file::Limits;
use diagnose::gateway::Standing;
use pki::moment::Moment;
use pki::verify::trust::Holds;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::{CipherSuite, HandshakeKind, NamedGroup, ProtocolVersion, ServerConnection};

use super::identity::IdentityHeaders;
use super::place::Place;
use super::taken_back::TakenBack;
use crate::generation::Generation;
use crate::pace::{self, Who};
use crate::tls::Server;

/// What was agreed on.
#[derive(Debug, Clone, Copy)]
pub struct Tls {
    /// `1.2` or `1.3`.
    pub version: &'static str,
    /// The group of the key exchange; empty when a session of TLS 1.2 went on.
    pub group: &'static str,
    /// The cipher suite as IANA names it.
    pub suite: &'static str,
    /// Whether a session went on.
    pub resumed: bool,
    /// Whether HTTP/2 is spoken.
    pub http2: bool,
}

impl Tls {
    /// What a finished handshake agreed on.
    #[must_use]
    pub fn of(connection: &ServerConnection) -> Tls {
        Tls {
            version: match connection.protocol_version() {
                Some(ProtocolVersion::TLSv1_3) => "1.3",
                _ => "1.2",
            },
            group: connection.negotiated_key_exchange_group().map_or("", |group| name(group.name())),
            suite: connection.negotiated_cipher_suite().map_or("", |suite| registered(suite.suite())),
            resumed: connection.handshake_kind() == Some(HandshakeKind::Resumed),
            http2: connection.alpn_protocol() == Some(b"h2"),
        }
    }
}

/// The suite as IANA has registered it: of version 1.3 rustls writes `TLS13_` where the registry has `TLS_`.
fn registered(suite: CipherSuite) -> &'static str {
    match suite {
        CipherSuite::TLS13_AES_256_GCM_SHA384 => "TLS_AES_256_GCM_SHA384",
        CipherSuite::TLS13_AES_128_GCM_SHA256 => "TLS_AES_128_GCM_SHA256",
        CipherSuite::TLS13_CHACHA20_POLY1305_SHA256 => "TLS_CHACHA20_POLY1305_SHA256",
        of_before => of_before.as_str().unwrap_or(""),
    }
}

fn name(group: NamedGroup) -> &'static str {
    match group {
        NamedGroup::X25519MLKEM768 => "X25519MLKEM768",
        NamedGroup::X25519 => "X25519",
        NamedGroup::secp256r1 => "P-256",
        NamedGroup::secp384r1 => "P-384",
        _ => "other",
    }
}

/// A judgement, for one generation and for some time.
pub struct Judged {
    generation: Arc<Generation>,
    from: Moment,
    until: Moment,
    /// What became of the certificate.
    pub standing: Standing,
    /// What the caller may do.
    pub grants: Grants,
    /// How the backend is told.
    pub headers: IdentityHeaders,
    /// How the log is told; only of a certificate that holds.
    pub named: Option<Named>,
}

/// A certificate in the log.
pub struct Named {
    /// Whose it is.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// Its serial number, hexadecimal.
    pub serial: String,
}

/// The caller.
pub struct Caller {
    /// Where from.
    pub peer: SocketAddr,
    /// What was agreed on.
    pub tls: Tls,
    /// Whom the handshake was for.
    pub server: Arc<Server>,
    chain: Vec<CertificateDer<'static>>,
    judgements: Rc<Judgements>,
    judged: RefCell<Rc<Judged>>,
    held: Held,
    under_way: Cell<usize>,
    last: Cell<Instant>,
    takes: Cell<bool>,
    /// What it has asked for and taken back over HTTP/2.
    taken_back: TakenBack,
}

/// By what a caller is judged.
pub struct Judging<'a> {
    /// What was judged before.
    pub judgements: Rc<Judgements>,
    /// The configuration.
    pub generation: &'a Arc<Generation>,
    /// This second.
    pub now: Moment,
}

/// What a connection holds as long as anything goes on over it: its place among those that may be open, and the word to stop.
pub struct Held {
    /// The place.
    pub place: Place,
    /// Becomes true when it is to end.
    pub draining: watch::Receiver<bool>,
}

impl Caller {
    /// The caller behind a finished handshake, judged now.
    #[must_use]
    pub fn new(
        peer: SocketAddr,
        server: Arc<Server>,
        connection: &ServerConnection,
        Judging { judgements, generation, now }: Judging<'_>,
        held: Held,
    ) -> Caller {
        let chain: Vec<CertificateDer<'static>> = connection
            .peer_certificates()
            .unwrap_or_default()
            .iter()
            .map(|der| der.clone().into_owned())
            .collect();
        let judged = RefCell::new(judgements.judge(&chain, generation, now));
        Caller {
            peer,
            tls: Tls::of(connection),
            server,
            chain,
            judgements,
            judged,
            held,
            under_way: Cell::new(0),
            last: Cell::new(Instant::now()),
            takes: Cell::new(true),
            taken_back: TakenBack::none(),
        }
    }

    /// Whether its client may have one more connection; only certificates that hold are counted.
    #[must_use]
    pub fn has_its_place(&mut self, limits: &Limits) -> bool {
        let client = match &self.judged.borrow().standing {
            Standing::Verified { certificate } => certificate.facts().sha256,
            Standing::Nobody | Standing::Refused(_) => return true,
        };
        self.held.place.count_client(self.peer.ip(), client, limits)
    }

    /// A request has come.
    pub fn begins(&self) {
        self.taken_back.asked();
        self.under_way.set(self.under_way.get() + 1);
    }

    /// Its answer is through.
    pub fn ends(&self) {
        self.under_way.set(self.under_way.get() - 1);
        self.last.set(Instant::now());
    }

    /// Whether it takes the answers that end now.
    pub fn takes(&self, takes: bool) {
        self.takes.set(takes);
    }

    /// Whether an answer that ends now ends because nothing of it was taken.
    #[must_use]
    pub fn takes_nothing(&self) -> bool {
        !self.takes.get()
    }

    /// It has gone on without waiting for an answer.
    pub fn takes_back(&self) {
        self.taken_back.taken_back();
    }

    /// Comes back when it has taken back so many requests that it means no good.
    pub async fn takes_back_too_many(&self, most: u32) {
        self.taken_back.too_many(most).await;
    }

    /// Comes back when no request has been under way for so long.
    pub async fn silent_for(&self, long: Duration) {
        loop {
            let last = if self.under_way.get() > 0 { Instant::now() } else { self.last.get() };
            if last.elapsed() >= long {
                return;
            }
            sleep_until(last + long).await;
        }
    }

    /// Whether no request is under way.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.under_way.get() == 0
    }

    /// Becomes true when the connection is to end. Whoever holds it holds up the end of the process.
    #[must_use]
    pub fn draining(&self) -> watch::Receiver<bool> {
        self.held.draining.clone()
    }

    /// Whether the gateway is to stop.
    #[must_use]
    pub fn is_to_stop(&self) -> bool {
        *self.held.draining.borrow()
    }

    /// Who is counted for this caller's requests.
    #[must_use]
    pub fn counted_as(&self) -> Who {
        match &self.judged.borrow().standing {
            Standing::Verified { certificate } => certificate.facts().sha256,
            _ => pace::address(self.peer.ip()),
        }
    }

    /// The judgement as it was last made.
    #[must_use]
    pub fn judged(&self) -> Rc<Judged> {
        self.judged.borrow().clone()
    }

    /// The judgement for this generation and moment.
    #[must_use]
    pub fn judge(&self, generation: &Arc<Generation>, now: Moment) -> Rc<Judged> {
        let mut judged = self.judged.borrow_mut();
        if !judged.holds(generation, now) {
            *judged = self.judgements.judge(&self.chain, generation, now);
        }
        judged.clone()
    }
}

/// Judgements of chains that hold, kept by one worker: a client that comes back is not worked out again while nothing has changed.
/// That it has the key is proved in every handshake all the same.
#[derive(Default)]
pub struct Judgements(RefCell<HashMap<[u8; 32], Rc<Judged>>>);

/// Judgements that are kept, at most; of about 4 KiB each.
const KEPT: usize = 1_024;

impl Judgements {
    /// The judgement of a chain: the same octets, the same generation, within its time, or made anew.
    #[must_use]
    pub fn judge(
        &self,
        chain: &[CertificateDer<'static>],
        generation: &Arc<Generation>,
        now: Moment,
    ) -> Rc<Judged> {
        let key = key(chain);
        if let Some(judged) = self.0.borrow().get(&key).filter(|judged| judged.holds(generation, now)) {
            return judged.clone();
        }
        let judged = Rc::new(Judged::new(chain, generation, now));
        if !matches!(judged.standing, Standing::Refused(_)) {
            let mut kept = self.0.borrow_mut();
            if kept.len() >= KEPT {
                kept.retain(|_, judged| judged.holds(generation, now));
            }
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert(key, judged.clone());
        }
        judged
    }
}

/// SHA-256 of all certificates, each with its length before it.
fn key(chain: &[CertificateDer<'_>]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for der in chain {
        context.update(&(der.len() as u64).to_be_bytes());
        context.update(der);
    }
    context.finish().as_ref().try_into().expect("SHA-256 has 32 octets")
}

impl Judged {
    fn new(chain: &[CertificateDer<'static>], generation: &Arc<Generation>, now: Moment) -> Judged {
        let config = &generation.config;
        let kinds = &config.identity.headers;
        let (standing, headers, until) = if chain.is_empty() {
            (Standing::Nobody, IdentityHeaders::of_nobody(kinds), Moment::LAST)
        } else {
            let judgement = config.trust.judge(chain, now);
            match judgement.verdict {
                Ok(Holds { certificate, intermediates }) => {
                    let headers = IdentityHeaders::of(kinds, &certificate, &intermediates);
                    (Standing::Verified { certificate: Box::new(certificate) }, headers, judgement.until)
                }
                Err(reason) => (Standing::Refused(reason), IdentityHeaders::default(), judgement.until),
            }
        };
        let certificate = standing.certificate();
        let grants = config.policy.grants(certificate);
        let named = certificate.map(|certificate| {
            let facts = certificate.facts();
            let serial = HEXUPPER.encode(&facts.serial);
            Named { subject: facts.subject.clone(), issuer: facts.issuer.clone(), serial }
        });
        Judged { generation: generation.clone(), from: now, until, standing, grants, headers, named }
    }

    /// Whether it still holds; not when the clock was set back behind it either.
    fn holds(&self, generation: &Arc<Generation>, now: Moment) -> bool {
        Arc::ptr_eq(&self.generation, generation) && self.from <= now && now <= self.until
    }
}
