//! Scenarios for tests, made from one family.

#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod explained;
pub(crate) mod openssl;
pub(crate) mod wireshark;

use std::sync::atomic::{AtomicU64, Ordering};

use handshake::lab::{self, SetUpError};
use handshake::scenario::{
    Asks, Check, Client, Credential, Offer, Scenario, Server, ServerName, Session, Speaks, Talk,
};
use handshake::transcript::Transcript;
use pki::certificate::Certificate;
use pki::key::PrivateKey;
use pki::verify::webpki::Settings;
use testkit::family::Family;
use testkit::{NOW, SeededEntropy};

pub(crate) const HOST: &str = "api.example.test";

/// Everything good: both sides of one family, TLS as browsers offer it.
pub(crate) fn good(family: &Family) -> Scenario {
    let anchor = vec![family.authority.certificate().der().to_vec()];
    Scenario {
        client: Client {
            speaks: Speaks::Tls,
            host: HOST.to_owned(),
            server_name: ServerName::Send,
            check: Check::Verify,
            trust: anchor.clone(),
            lists: Vec::new(),
            credential: Some(credential(&family.client)),
            offer: Offer::default(),
        },
        server: Server {
            credential: credential(&family.server),
            asks: Asks::Required,
            trust: anchor,
            lists: Vec::new(),
            revocation: Settings { enforce_expiry: true, ..Settings::RUSTLS },
            offer: Offer::default(),
        },
        at: NOW,
        session: Session::Full,
        talk: Talk::with(HOST),
    }
}

pub(crate) fn credential((certificate, key): &(Certificate, PrivateKey)) -> Credential {
    Credential { chain: vec![certificate.der().to_vec()], key: key.clone() }
}

pub(crate) fn play(scenario: &Scenario) -> Transcript {
    try_to_play(scenario).expect("it can be played")
}

pub(crate) fn try_to_play(scenario: &Scenario) -> Result<Transcript, SetUpError> {
    // each run has randoms of its own: key logs find their connection by them
    static RUNS: AtomicU64 = AtomicU64::new(1);
    lab::run(scenario, &mut SeededEntropy::new(RUNS.fetch_add(1, Ordering::Relaxed)))
}
