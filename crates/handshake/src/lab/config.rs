//! A scenario's two sides as rustls takes them. Nothing runs here.

use core::time::Duration;
use std::sync::{Arc, Mutex, PoisonError};

use pki::moment::Moment;
use pki::secret::Secret;
use rustls::client::{ResolvesClientCert, Resumption, WebPkiServerVerifier};
use rustls::crypto::CryptoProvider;
use rustls::crypto::ring::{cipher_suite, default_provider};
use rustls::pki_types::{
    CertificateDer, CertificateRevocationListDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime,
};
use rustls::server::{
    ClientHello, NoClientAuth, ResolvesServerCert, ServerSessionMemoryCache, VerifierBuilderError,
    WebPkiClientVerifier,
};
use rustls::sign::CertifiedKey;
use rustls::time_provider::TimeProvider;
use rustls::{
    ClientConfig, RootCertStore, ServerConfig, SignatureScheme, SupportedCipherSuite,
    SupportedProtocolVersion, version,
};

use super::SetUpError;
use super::power::Lent;
use super::watch::{Notes, OfClient, OfServer, Trust};
use crate::key_log::{Entry, KeyLog};
use crate::scenario::{self, Asks, Check, Credential, Offer, Scenario, Suite, Version};
use crate::transcript::Side;

/// The caller.
pub(super) struct Client {
    pub(super) config: Arc<ClientConfig>,
    pub(super) host: ServerName<'static>,
    pub(super) notes: Notes,
    pub(super) keys: Keys,
}

/// The called.
pub(super) struct Server {
    pub(super) config: Arc<ServerConfig>,
    pub(super) notes: Notes,
}

impl Client {
    pub(super) fn new(scenario: &Scenario) -> Result<Client, SetUpError> {
        let it = &scenario.client;
        let host =
            ServerName::try_from(it.host.clone()).map_err(|_| SetUpError::Host { host: it.host.clone() })?;
        let provider = provider(&it.offer);
        let (notes, keys) = (Notes::default(), Keys::default());
        let trust = match it.check {
            Check::Verify => server_verifier(it, &provider)?,
            Check::DangerAcceptAnyone => Trust::Anyone,
        };
        let watched =
            OfServer { trust, algorithms: provider.signature_verification_algorithms, notes: notes.clone() };
        let builder =
            ClientConfig::builder_with_details(provider.clone(), Arc::new(StoppedClock(scenario.at)))
                .with_protocol_versions(&versions(&it.offer))
                .map_err(SetUpError::nothing_to_offer(Side::Client))?
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(watched));
        let mut config = match &it.credential {
            None => builder.with_no_client_auth(),
            Some(credential) => {
                let shown = Shown(certified(credential, Side::Client, &provider)?);
                builder.with_client_cert_resolver(Arc::new(shown))
            }
        };
        config.alpn_protocols = protocols(&it.offer);
        config.enable_sni = it.server_name == scenario::ServerName::Send;
        config.key_log = Arc::new(keys.clone());
        config.resumption = Resumption::in_memory_sessions(4);
        Ok(Client { config: Arc::new(config), host, notes, keys })
    }
}

impl Server {
    pub(super) fn new(scenario: &Scenario) -> Result<Server, SetUpError> {
        let it = &scenario.server;
        let provider = provider(&it.offer);
        let notes = Notes::default();
        let builder =
            ServerConfig::builder_with_details(provider.clone(), Arc::new(StoppedClock(scenario.at)))
                .with_protocol_versions(&versions(&it.offer))
                .map_err(SetUpError::nothing_to_offer(Side::Server))?;
        let builder = match it.asks {
            Asks::Off => builder.with_client_cert_verifier(Arc::new(NoClientAuth)),
            Asks::Required | Asks::Optional | Asks::DangerAcceptAnyone | Asks::JudgesAfterwards => {
                builder.with_client_cert_verifier(Arc::new(client_verifier(it, &provider, notes.clone())?))
            }
        };
        let shown = Shown(certified(&it.credential, Side::Server, &provider)?);
        let mut config = builder.with_cert_resolver(Arc::new(shown));
        config.alpn_protocols = protocols(&it.offer);
        // kept in memory, so that no ticket's key is turned over by a clock of its own
        config.session_storage = ServerSessionMemoryCache::new(4);
        Ok(Server { config: Arc::new(config), notes })
    }
}

fn server_verifier(it: &scenario::Client, provider: &Arc<CryptoProvider>) -> Result<Trust, SetUpError> {
    let roots = Arc::new(roots(&it.trust));
    let lists = lists(&it.lists);
    match WebPkiServerVerifier::builder_with_provider(roots, provider.clone()).with_crls(lists).build() {
        Ok(verifier) => Ok(Trust::Judged(verifier)),
        // a client that trusts nobody refuses everybody, and that can be played
        Err(VerifierBuilderError::NoRootAnchors) => Ok(Trust::Nobody),
        Err(error) => Err(SetUpError::List { side: Side::Client, words: error.to_string() }),
    }
}

fn client_verifier(
    it: &scenario::Server,
    provider: &Arc<CryptoProvider>,
    notes: Notes,
) -> Result<OfClient, SetUpError> {
    let roots = Arc::new(roots(&it.trust));
    let hints = roots.subjects();
    let verifier = match it.asks {
        Asks::DangerAcceptAnyone | Asks::JudgesAfterwards => None,
        Asks::Required | Asks::Optional | Asks::Off => {
            let mut builder = WebPkiClientVerifier::builder_with_provider(roots, provider.clone())
                .with_crls(lists(&it.lists));
            if it.revocation.leaf_alone {
                builder = builder.only_check_end_entity_revocation();
            }
            if it.revocation.allow_unknown {
                builder = builder.allow_unknown_revocation_status();
            }
            if it.revocation.enforce_expiry {
                builder = builder.enforce_revocation_expiration();
            }
            Some(builder.build().map_err(|error| match error {
                VerifierBuilderError::NoRootAnchors => SetUpError::NoAuthority,
                other => SetUpError::List { side: Side::Server, words: other.to_string() },
            })?)
        }
    };
    Ok(OfClient {
        verifier,
        hints,
        mandatory: it.asks == Asks::Required,
        judges_afterwards: it.asks == Asks::JudgesAfterwards,
        algorithms: provider.signature_verification_algorithms,
        notes,
    })
}

/// What cannot be an anchor is left out, as most programs do.
fn roots(trust: &[Vec<u8>]) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(trust.iter().map(|der| CertificateDer::from(der.clone())));
    roots
}

fn lists(ders: &[Vec<u8>]) -> Vec<CertificateRevocationListDer<'static>> {
    ders.iter().map(|der| CertificateRevocationListDer::from(der.clone())).collect()
}

/// The key is taken as it is: that it belongs to another certificate is for the peer to find out.
fn certified(
    credential: &Credential,
    side: Side,
    provider: &CryptoProvider,
) -> Result<Arc<CertifiedKey>, SetUpError> {
    if credential.chain.is_empty() {
        return Err(SetUpError::NoCertificate { side });
    }
    let chain = credential.chain.iter().map(|der| CertificateDer::from(der.clone())).collect();
    let der = PrivatePkcs8KeyDer::from(credential.key.pkcs8_der().expose().to_vec());
    let key = provider
        .key_provider
        .load_private_key(PrivateKeyDer::Pkcs8(der))
        .map_err(|error| SetUpError::Key { side, words: error.to_string() })?;
    Ok(Arc::new(CertifiedKey::new(chain, key)))
}

/// ring's provider, cut down to what this side offers.
fn provider(offer: &Offer) -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider {
        cipher_suites: offer.suites.iter().map(|suite| suite.supported()).collect(),
        kx_groups: offer.groups.iter().map(|group| group.supported()).collect(),
        secure_random: &Lent,
        ..default_provider()
    })
}

fn versions(offer: &Offer) -> Vec<&'static SupportedProtocolVersion> {
    let supported = |version: &Version| match version {
        Version::Tls13 => &version::TLS13,
        Version::Tls12 => &version::TLS12,
    };
    offer.versions.iter().map(supported).collect()
}

fn protocols(offer: &Offer) -> Vec<Vec<u8>> {
    offer.protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect()
}

impl Suite {
    fn supported(self) -> SupportedCipherSuite {
        match self {
            Suite::Aes256GcmSha384 => cipher_suite::TLS13_AES_256_GCM_SHA384,
            Suite::Aes128GcmSha256 => cipher_suite::TLS13_AES_128_GCM_SHA256,
            Suite::Chacha20Poly1305Sha256 => cipher_suite::TLS13_CHACHA20_POLY1305_SHA256,
            Suite::EcdheEcdsaAes256GcmSha384 => cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            Suite::EcdheEcdsaAes128GcmSha256 => cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            Suite::EcdheEcdsaChacha20Poly1305 => cipher_suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            Suite::EcdheRsaAes256GcmSha384 => cipher_suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            Suite::EcdheRsaAes128GcmSha256 => cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            Suite::EcdheRsaChacha20Poly1305 => cipher_suite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        }
    }

    pub(super) fn of(suite: SupportedCipherSuite) -> Option<Suite> {
        Suite::ALL.into_iter().find(|known| known.supported().suite() == suite.suite())
    }
}

/// Shows the same to everybody, whatever name or authorities were asked for, as curl and a server with one certificate do.
#[derive(Debug)]
struct Shown(Arc<CertifiedKey>);

impl ResolvesClientCert for Shown {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }
}

/// Both sides' clock: the moment of the scenario, which passes not.
#[derive(Debug)]
struct StoppedClock(Moment);

impl TimeProvider for StoppedClock {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.unix_seconds()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

/// The key log that a run writes.
#[derive(Clone, Default)]
pub(super) struct Keys(Arc<Mutex<Vec<Entry>>>);

impl std::fmt::Debug for Keys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Keys(..)")
    }
}

impl Keys {
    pub(super) fn take(&self) -> KeyLog {
        KeyLog { entries: std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner)) }
    }
}

impl rustls::KeyLog for Keys {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let entry = Entry {
            label: label.to_owned(),
            client_random: client_random.to_vec(),
            secret: Secret::new(secret.to_vec()),
        };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }
}
