//! Beyond the catalogue: configurations, certificates, lists and options of curl put together at random, and compared with the
//! programs in the same way. `PREDICT_CASES=2000` makes more of them.

mod support;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use support::case::{Case, all_agree};

fn pick(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(words)
}

const CLIENTS: &[&str] = &[
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
    "none",
];
const SERVERS: &[&str] = &[
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
];
const AUTHORITIES: &[&str] = &[
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
const LISTS: &[&str] = &["", "", "", "current", "both", "expired", "early", "of-other", "of-twin"];

fn server() -> impl Strategy<Value = String> {
    (
        pick(AUTHORITIES),
        pick(&["on", "on", "on", "optional", "optional_no_ca", "off"]),
        pick(&["", "0", "1", "2", "3"]),
        pick(LISTS),
        pick(&["", "TLSv1.2", "TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.1 TLSv1.2"]),
        pick(&[
            "",
            "",
            "HIGH:!aNULL:!MD5",
            "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "AES128-SHA256",
            "ECDHE+AESGCM:!aRSA",
        ]),
        pick(&["", "", "other-ca", "ca"]),
        pick(&[
            "location / { return 200 $ssl_client_verify; }",
            "location / { if ($ssl_client_verify != SUCCESS) { return 403; } return 200; }",
            "error_page 495 496 =403 @no; location @no { return 403 no; } location / { return 200; }",
            "location / { return 302 https://x.example.test/; }",
            "root html;",
        ]),
    )
        .prop_map(|(authority, verify, depth, list, versions, ciphers, trusted, location)| {
            let mut out = format!("ssl_client_certificate {authority}.crt; ssl_verify_client {verify}; ");
            let mut add = |name: &str, value: &str, ending: &str| {
                if !value.is_empty() {
                    out.push_str(&format!("{name} {value}{ending}; "));
                }
            };
            add("ssl_verify_depth", depth, "");
            add("ssl_crl", list, ".crl");
            add("ssl_protocols", versions, "");
            add("ssl_ciphers", ciphers, "");
            add("ssl_trusted_certificate", trusted, ".crt");
            out.push_str(location);
            out
        })
}

fn call() -> impl Strategy<Value = String> {
    (
        pick(AUTHORITIES),
        pick(&["", "", "", "-k "]),
        pick(CLIENTS),
        pick(CLIENTS),
        pick(&["", "", "", "", "--tls-max 1.2 ", "--tlsv1.3 ", "--tls-max 1.1 "]),
        pick(LISTS),
        pick(&["", "", "-f ", "-I ", "--http1.1 "]),
        pick(&[
            "",
            "",
            "",
            "--ciphers ECDHE-ECDSA-AES128-GCM-SHA256 ",
            "--ciphers AES128-SHA256 ",
            "--curves X25519 ",
        ]),
        pick(&[
            "https://api.example.test:PORT/",
            "https://api.example.test:PORT/",
            "https://api.example.test:PORT/",
            "https://127.0.0.1:PORT/",
            "http://api.example.test:PORT/",
            "-H 'Host: b.example.test' https://api.example.test:PORT/",
        ]),
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

#[test]
fn what_is_put_together_at_random_is_predicted() {
    let count = std::env::var("PREDICT_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(60);
    let seed = std::env::var("PREDICT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = (pick(SERVERS), server(), call());
    let mut cases = Vec::new();
    for _ in 0..count {
        let (pair, server, curl) = strategy.new_tree(&mut runner).expect("a case").current();
        cases.push(Case::beside(&server, "", &curl));
        cases.last_mut().expect("it was put there").pair = pair.to_owned();
    }
    all_agree(&cases);
}
