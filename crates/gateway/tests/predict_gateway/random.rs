//! Beyond the catalogue: configurations, certificates, lists and options of curl put together at random, and compared with the
//! programs in the same way. `PREDICT_CASES=2000` makes more of them.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::real::{Case, all_agree};

fn pick(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(words)
}

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
const SERVERS: &[&str] = &[
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
const UNSURE: &[&str] = &["", "", "refuse", "dangerous-accept"];

fn clients() -> impl Strategy<Value = String> {
    (
        pick(AUTHORITIES),
        pick(&["", "required", "optional"]),
        pick(&["", "0", "1", "2", "3"]),
        pick(LISTS),
        pick(UNSURE),
        pick(UNSURE),
        pick(UNSURE),
        pick(UNSURE),
        pick(&["", "", "answer", "alert"]),
        pick(&["", "", "reason", "little"]),
    )
        .prop_map(|(authority, need, depth, list, missing, ended, future, over, style, reveal)| {
            let mut out = format!("authorities = [\"{authority}.crt\"]\n");
            if !depth.is_empty() {
                out.push_str(&format!("depth = {depth}\n"));
            }
            if !list.is_empty() {
                out.push_str(&format!("lists = [\"{list}.crl\"]\n"));
            }
            for (key, value) in [
                ("certificate", need),
                ("missing_list", missing),
                ("ended_list", ended),
                ("future_list", future),
                ("ended_authority", over),
                ("refusal", style),
                ("reveal", reveal),
            ] {
                if !value.is_empty() {
                    out.push_str(&format!("{key} = \"{value}\"\n"));
                }
            }
            out
        })
}

fn tables() -> impl Strategy<Value = String> {
    (
        pick(&[
            "",
            "[[allow]]\nwho = \"any-verified\"\n",
            "[[allow]]\nwho = \"any-verified\"\n",
            "[[allow]]\nwho = \"anyone\"\n",
            "[[allow]]\nclients = [{ common_name = \"partner-a\" }]\n",
            "[[allow]]\nclients = [{ issuer = \"CN=Test CA\" }]\nmethods = [\"GET\", \"HEAD\"]\n",
            "[[allow]]\nwho = \"any-verified\"\n[[allow]]\npath = \"/x\"\nclients = [{ common_name = \"p384\" }]\n",
        ]),
        pick(&["", "", "versions = [\"1.2\"]", "versions = [\"1.3\"]", "http = [\"http/1.1\"]", "http = [\"h2\"]"]),
    )
        .prop_map(|(allow, tls)| format!("{allow}[tls]\n{tls}\n"))
}

fn call() -> impl Strategy<Value = String> {
    (
        pick(AUTHORITIES),
        pick(&["", "", "", "-k "]),
        pick(CLIENTS),
        pick(CLIENTS),
        pick(&["", "", "", "", "--tls-max 1.2 ", "--tlsv1.3 ", "--tls-max 1.1 "]),
        pick(LISTS),
        pick(&[
            "",
            "",
            "-f ",
            "-I ",
            "--http1.1 ",
            "-X POST ",
            "-H 'Accept: application/json' ",
            "-H 'Accept: text/html' ",
        ]),
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
            "https://api.example.test:PORT/x/./y",
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
    let count = std::env::var("PREDICT_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(30);
    let seed = std::env::var("PREDICT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = (
        pick(SERVERS),
        pick(&["", "", "names = [\"api.example.test\"]\ndefault = true"]),
        clients(),
        tables(),
        call(),
    );
    let mut cases = Vec::new();
    for _ in 0..count {
        let (pair, server, clients, tables, curl) = strategy.new_tree(&mut runner).expect("a case").current();
        let mut case = Case::of(&clients, &tables, &curl);
        (case.pair, case.server) = (pair.to_owned(), server.to_owned());
        cases.push(case);
    }
    all_agree(&cases);
}
