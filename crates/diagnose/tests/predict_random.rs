//! Beyond the catalogue: configurations, certificates, lists and options of curl put together at random, and compared with the
//! programs in the same way. `PREDICT_CASES=2000` makes more of them.

mod support;

use proptest::prelude::*;
use support::case::{Case, all_agree};
use testkit::composed::{AUTHORITIES, LISTS, SERVERS, call, cases, pick};

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
        pick(&["", "", "Ciphersuites TLS_AES_128_GCM_SHA256", "Ciphersuites TLS_AES_256_GCM_SHA384"]),
        pick(&[
            "location / { return 200 $ssl_client_verify; }",
            "location / { if ($ssl_client_verify != SUCCESS) { return 403; } return 200; }",
            "error_page 495 496 =403 @no; location @no { return 403 no; } location / { return 200; }",
            "location / { return 302 https://x.example.test/; }",
            "root html;",
        ]),
    )
        .prop_map(|(authority, verify, depth, list, versions, ciphers, trusted, suites, location)| {
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
            add("ssl_conf_command", suites, "");
            out.push_str(location);
            out
        })
}

const HOWS: &[&str] = &["", "", "-f ", "-I ", "-L ", "--http1.1 "];
const ADDRESSES: &[&str] = &[
    "https://api.example.test:PORT/",
    "https://api.example.test:PORT/",
    "https://api.example.test:PORT/",
    "https://127.0.0.1:PORT/",
    "http://api.example.test:PORT/",
    "-H 'Host: b.example.test' https://api.example.test:PORT/",
];

#[test]
fn what_is_put_together_at_random_is_predicted() {
    let composed = cases(&(pick(SERVERS), server(), call(HOWS, ADDRESSES)), 60);
    let case = |(pair, server, curl): (&str, String, String)| Case {
        pair: pair.to_owned(),
        ..Case::beside(&server, "", &curl)
    };
    all_agree(&composed.into_iter().map(case).collect::<Vec<_>>());
}
