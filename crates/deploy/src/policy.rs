//! What is advised for TLS, as data with its source and date. How a server spells it is not known here.
//! To follow a newer guideline, add its data here and let the goldens show what changes.

/// A dated set of TLS settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TlsPolicy {
    /// What it is called by those who publish it.
    pub name: &'static str,
    /// The day of its publication, ISO 8601.
    pub published: &'static str,
    /// Where it stands.
    pub source: &'static str,
    /// Protocol versions, oldest first.
    pub protocols: &'static [Protocol],
    /// TLS 1.2 cipher suites by their OpenSSL names. TLS 1.3 has three, all good, and they are OpenSSL's default.
    pub tls12_suites: &'static [&'static str],
    /// Key-exchange groups by their OpenSSL names, best first.
    pub groups: &'static [&'static str],
    /// Whether the server's order of suites counts more than the client's.
    pub suite_order: SuiteOrder,
}

/// A protocol version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// RFC 5246.
    Tls12,
    /// RFC 8446.
    Tls13,
}

/// Whose order of cipher suites counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuiteOrder {
    /// All suites are good, so the client may take what is quickest on its processor.
    Client,
}

/// The hybrid key exchange that OpenSSL knows from 3.5 on. nginx on an older one (3.0 on Debian 12 and Ubuntu 24.04)
/// refuses to start when a group is unknown, so there it is left out.
pub const HYBRID_GROUP: &str = "X25519MLKEM768";

const GROUPS: &[&str] = &[HYBRID_GROUP, "X25519", "prime256v1", "secp384r1"];

/// Mozilla's *modern* configuration, version 6.0: TLS 1.3 alone, whose suites are all good.
pub const MOZILLA_MODERN_6_0: TlsPolicy = TlsPolicy {
    name: "Mozilla modern 6.0",
    published: "2026-04-06",
    source: "https://ssl-config.mozilla.org/guidelines/6.0.json",
    protocols: &[Protocol::Tls13],
    tls12_suites: &[],
    groups: GROUPS,
    suite_order: SuiteOrder::Client,
};

/// Mozilla's *intermediate* configuration, version 6.0: TLS 1.2 and 1.3, forward secrecy and authenticated encryption only.
pub const MOZILLA_INTERMEDIATE_6_0: TlsPolicy = TlsPolicy {
    name: "Mozilla intermediate 6.0",
    published: "2026-04-06",
    source: "https://ssl-config.mozilla.org/guidelines/6.0.json",
    protocols: &[Protocol::Tls12, Protocol::Tls13],
    tls12_suites: &[
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-CHACHA20-POLY1305",
        "ECDHE-RSA-CHACHA20-POLY1305",
    ],
    groups: GROUPS,
    suite_order: SuiteOrder::Client,
};
