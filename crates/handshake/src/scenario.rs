//! What a handshake is played with: both sides' certificates, keys, trust, lists and settings, and the moment. How it is played
//! is `lab`'s; nothing is judged here.

use pki::key::PrivateKey;
use pki::moment::Moment;
use pki::verify::webpki::Settings;
use serde::{Deserialize, Serialize};

/// Everything that a handshake depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Who calls.
    pub client: Client,
    /// Who is called.
    pub server: Server,
    /// What both clocks say.
    pub at: Moment,
    /// Whether a second connection takes up the first one's session.
    pub session: Session,
    /// What is said once the handshake is over.
    pub talk: Talk,
}

/// The side that calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// What it speaks.
    pub speaks: Speaks,
    /// Whom it wants to reach: a DNS name or an IP address. It goes into SNI (names only) and is looked for in the certificate.
    pub host: String,
    /// Whether it names the host in the ClientHello (RFC 6066 section 3).
    pub server_name: ServerName,
    /// Whether it checks whom it talks to.
    pub check: Check,
    /// The certificates that it trusts, DER.
    pub trust: Vec<Vec<u8>>,
    /// Revocation lists, DER; without any, revocation is not asked for.
    pub lists: Vec<Vec<u8>>,
    /// What it shows when it is asked, if it has something.
    pub credential: Option<Credential>,
    /// What it offers.
    pub offer: Offer,
}

/// The side that is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// Its certificates and key.
    pub credential: Credential,
    /// Whether it asks clients for a certificate.
    pub asks: Asks,
    /// The authorities that it accepts clients of, DER.
    pub trust: Vec<Vec<u8>>,
    /// Revocation lists, DER; without any, revocation is not asked for.
    pub lists: Vec<Vec<u8>>,
    /// How revocation is looked at, if there are lists.
    pub revocation: Settings,
    /// What it accepts.
    pub offer: Offer,
}

/// A certificate with those above it as they are sent, the leaf first, and a key, which may be another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// DER.
    pub chain: Vec<Vec<u8>>,
    /// The key. Whether it belongs to the leaf is not asked: the other side finds out.
    pub key: PrivateKey,
}

/// What one side offers or accepts, the preferred first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Versions of TLS.
    pub versions: Vec<Version>,
    /// Cipher suites.
    pub suites: Vec<Suite>,
    /// Groups for the key exchange. A client sends a share for the first.
    pub groups: Vec<Group>,
    /// Application protocols (RFC 7301); none leaves the extension out.
    pub protocols: Vec<String>,
}

impl Default for Offer {
    /// All that there is, as browsers put it, and HTTP/1.1.
    fn default() -> Offer {
        Offer {
            versions: Version::ALL.to_vec(),
            suites: Suite::ALL.to_vec(),
            groups: Group::ALL.to_vec(),
            protocols: vec!["http/1.1".to_owned()],
        }
    }
}

/// What the caller speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Speaks {
    /// TLS.
    #[default]
    Tls,
    /// HTTP without TLS, on the port where TLS is expected.
    PlainHttp,
}

/// Whether the host is named before anything is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ServerName {
    /// It is, if it is a DNS name.
    #[default]
    Send,
    /// It is not.
    Omit,
}

/// Whether a client checks the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Check {
    /// Chain, validity, purpose and name.
    #[default]
    Verify,
    /// Nothing but that the server has the key of the certificate that it shows: `curl -k`.
    DangerAcceptAnyone,
}

/// Whether a server asks for a certificate, and what it does without a good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Asks {
    /// It asks and refuses whoever has none or a bad one.
    #[default]
    Required,
    /// It asks, and lets in who has none; a bad one is refused.
    Optional,
    /// It asks and takes whatever it is shown, as nginx's `optional_no_ca` does.
    DangerAcceptAnyone,
    /// It asks, completes the handshake with everybody, and judges what it was shown behind it, as the gateway does.
    JudgesAfterwards,
    /// It does not ask.
    Off,
}

/// Whether the session of a first connection is taken up by a second one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Session {
    /// One connection.
    #[default]
    Full,
    /// Two, the second with the first one's ticket or session identifier (RFC 8446 section 2.2, RFC 5246 section 7.3).
    Resumed,
}

/// What is said inside: HTTP/1.1, or nothing where another protocol was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// The request, whole. The client sends it as soon as it may, as real ones do.
    pub request: String,
    /// The answer, whole.
    pub answer: String,
}

impl Talk {
    /// A plain request for `/` of this host, and the answer of a backend that is there.
    #[must_use]
    pub fn with(host: &str) -> Talk {
        Talk { request: request(host), answer: answer("200 OK", "Hello from the backend.\n") }
    }

    /// A request for this path of a host as a URL names it, and the answer of a backend that is there.
    #[must_use]
    pub fn asking(authority: &str, path: &str) -> Talk {
        Talk { request: request_for(authority, path), ..Talk::with(authority) }
    }

    /// The same request, and a server that answers with this status by itself.
    #[must_use]
    pub fn refused_with(self, status: &str, body: &str) -> Talk {
        Talk { answer: answer(status, body), ..self }
    }

    /// The same request, and what nginx says when the backend is down (`502 Bad Gateway`).
    #[must_use]
    pub fn without_backend(host: &str) -> Talk {
        Talk { request: request(host), answer: answer("502 Bad Gateway", "502 Bad Gateway\n") }
    }
}

fn request(host: &str) -> String {
    // an address of IPv6 stands in brackets (RFC 3986 section 3.2.2)
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    request_for(&host, "/")
}

fn request_for(authority: &str, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n")
}

fn answer(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// A version of TLS that the lab plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the versions' own names")]
pub enum Version {
    Tls13,
    Tls12,
}

impl Version {
    /// Both, the newer first.
    pub const ALL: [Version; 2] = [Version::Tls13, Version::Tls12];

    /// Its name, the same in every language.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Version::Tls13 => "TLS 1.3",
            Version::Tls12 => "TLS 1.2",
        }
    }
}

/// A cipher suite (RFC 8446 appendix B.4; RFC 5289, RFC 7905 for TLS 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the suites' own names")]
pub enum Suite {
    Aes256GcmSha384,
    Aes128GcmSha256,
    Chacha20Poly1305Sha256,
    EcdheEcdsaAes256GcmSha384,
    EcdheEcdsaAes128GcmSha256,
    EcdheEcdsaChacha20Poly1305,
    EcdheRsaAes256GcmSha384,
    EcdheRsaAes128GcmSha256,
    EcdheRsaChacha20Poly1305,
}

impl Suite {
    /// All of them: those of TLS 1.3, then those of 1.2.
    pub const ALL: [Suite; 9] = [
        Suite::Aes256GcmSha384,
        Suite::Aes128GcmSha256,
        Suite::Chacha20Poly1305Sha256,
        Suite::EcdheEcdsaAes256GcmSha384,
        Suite::EcdheEcdsaAes128GcmSha256,
        Suite::EcdheEcdsaChacha20Poly1305,
        Suite::EcdheRsaAes256GcmSha384,
        Suite::EcdheRsaAes128GcmSha256,
        Suite::EcdheRsaChacha20Poly1305,
    ];

    /// The version that it belongs to.
    #[must_use]
    pub fn version(self) -> Version {
        match self {
            Suite::Aes256GcmSha384 | Suite::Aes128GcmSha256 | Suite::Chacha20Poly1305Sha256 => Version::Tls13,
            _ => Version::Tls12,
        }
    }

    /// Its registered name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Suite::Aes256GcmSha384 => "TLS_AES_256_GCM_SHA384",
            Suite::Aes128GcmSha256 => "TLS_AES_128_GCM_SHA256",
            Suite::Chacha20Poly1305Sha256 => "TLS_CHACHA20_POLY1305_SHA256",
            Suite::EcdheEcdsaAes256GcmSha384 => "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            Suite::EcdheEcdsaAes128GcmSha256 => "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            Suite::EcdheEcdsaChacha20Poly1305 => "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            Suite::EcdheRsaAes256GcmSha384 => "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            Suite::EcdheRsaAes128GcmSha256 => "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            Suite::EcdheRsaChacha20Poly1305 => "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        }
    }
}

/// A group for the key exchange (RFC 8446 section 4.2.7; draft-ietf-tls-ecdhe-mlkem for the first).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the groups' own names")]
pub enum Group {
    X25519MlKem768,
    X25519,
    Secp256r1,
    Secp384r1,
}

impl Group {
    /// All of them, as today's browsers order them.
    pub const ALL: [Group; 4] = [Group::X25519MlKem768, Group::X25519, Group::Secp256r1, Group::Secp384r1];

    /// Its registered name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Group::X25519MlKem768 => "X25519MLKEM768",
            Group::X25519 => "x25519",
            Group::Secp256r1 => "secp256r1",
            Group::Secp384r1 => "secp384r1",
        }
    }
}
