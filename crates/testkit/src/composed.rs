//! What the random cases of the predictions are put together from, for nginx and for the gateway: names of the kit's files, calls of
//! curl, and how many cases are made. What stands in a configuration is each server's own.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// One of these words; a word that stands twice comes twice as often.
pub fn pick(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(words)
}

/// Certificates of clients, and none.
const CLIENTS: &[&str] = &[
    "client",
    "client",
    "stranger",
    "of-twin",
    "of-bare-twin",
    "self-signed",
    "expired",
    "early",
    "server-only",
    "no-purpose",
    "below",
    "below-sent",
    "deep",
    "path-length",
    "of-leaf-sent",
    "client-rsa",
    "client-ed25519",
    "revoked",
    "of-ended",
    "none",
];

/// Certificates of servers.
pub const SERVERS: &[&str] = &[
    "server",
    "server",
    "server-other-name",
    "server-cn-only",
    "server-expired",
    "server-early",
    "server-stranger",
    "server-self-signed",
    "server-client-only",
    "server-below",
    "server-below-sent",
    "server-rsa",
    "server-ed25519",
    "server-of-bare",
    "server-revoked",
    "server-no-ip",
    "server-wildcard",
];

/// Authorities.
pub const AUTHORITIES: &[&str] = &[
    "ca",
    "ca",
    "ca",
    "other-ca",
    "twin-ca",
    "two-cas",
    "bare-ca",
    "bare-twin-ca",
    "issuing-ca",
    "ca-bundle",
    "ended-ca",
];

/// Revocation lists, and none.
pub const LISTS: &[&str] = &["", "", "", "current", "both", "expired", "early", "of-other", "of-twin"];

/// A call of curl; `hows` and `addresses` are what the server makes a difference of.
pub fn call(
    hows: &'static [&'static str],
    addresses: &'static [&'static str],
) -> impl Strategy<Value = String> {
    (
        pick(AUTHORITIES),
        pick(&["", "", "", "-k "]),
        pick(CLIENTS),
        pick(CLIENTS),
        pick(&["", "", "", "", "--tls-max 1.2 ", "--tlsv1.3 ", "--tls-max 1.1 "]),
        pick(LISTS),
        pick(hows),
        pick(&[
            "",
            "",
            "",
            "--ciphers ECDHE-ECDSA-AES128-GCM-SHA256 ",
            "--ciphers AES128-SHA256 ",
            "--tls13-ciphers TLS_AES_128_GCM_SHA256 ",
            "--curves X25519 ",
        ]),
        pick(addresses),
    )
        .prop_map(|(authority, insecure, client, key, versions, list, how, suites, url)| {
            let mut out = format!("{insecure}--cacert {authority}.crt {versions}{how}{suites}");
            if client != "none" {
                // now and then the key is another's
                let key = if key == "stranger" { key } else { client };
                out.push_str(&format!("--cert {client}.crt --key {key}.key "));
            }
            if !list.is_empty() {
                out.push_str(&format!("--crlfile {list}.crl "));
            }
            out + url
        })
}

/// As many cases as usual, or as `PREDICT_CASES` says; `PREDICT_SEED` makes others.
pub fn cases<S: Strategy>(strategy: &S, usual: usize) -> Vec<S::Value> {
    let given = |name: &str| std::env::var(name).ok();
    let count = given("PREDICT_CASES").and_then(|count| count.parse().ok()).unwrap_or(usual);
    let seed = given("PREDICT_SEED").and_then(|seed| seed.parse().ok()).unwrap_or(7);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    (0..count).map(|_| strategy.new_tree(&mut runner).expect("a case").current()).collect()
}
