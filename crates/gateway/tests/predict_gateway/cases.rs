//! Cases chosen by hand: each kind of certificate, of choice and of request, good beside bad.

use diagnose::predict::Backends;

use crate::real::{ANY, Case, GOOD, MUTUAL, all_agree};

const URL: &str = "https://api.example.test:PORT/";

/// `curl` with this certificate of the kit.
macro_rules! client {
    ($name:literal) => {
        concat!("--cacert ca.crt --cert ", $name, ".crt --key ", $name, ".key https://api.example.test:PORT/")
    };
}

#[test]
fn clients_good_and_bad() {
    let mut cases = vec![
        Case::call(GOOD),
        Case::call(&format!("--cacert ca.crt {URL}")),
        Case::call(URL),
        Case::call(&format!("-k {URL}")),
        Case::call(&format!("--tls-max 1.2 {GOOD}")),
        Case::call(&format!("--tls-max 1.2 --cacert ca.crt {URL}")),
        Case::call(&format!("--tls-max 1.1 {GOOD}")),
        Case::call(&format!("--http1.1 {}", client!("stranger"))),
        Case::call(&format!("-f --cacert ca.crt {URL}")),
        Case::call(&format!("-I --cacert ca.crt {URL}")),
        Case::call("--cacert ca.crt http://api.example.test:PORT/"),
    ];
    for curl in [
        client!("stranger"),
        client!("of-twin"),
        client!("of-bare-twin"),
        client!("self-signed"),
        client!("expired"),
        client!("early"),
        client!("server-only"),
        client!("both-purposes"),
        client!("no-purpose"),
        client!("below"),
        client!("below-sent"),
        client!("deep"),
        client!("path-length"),
        client!("of-leaf"),
        client!("of-leaf-sent"),
        client!("client-rsa"),
        client!("client-p384"),
        client!("client-ed25519"),
        client!("revoked"),
        client!("ca"),
    ] {
        cases.push(Case::call(curl));
    }
    all_agree(&cases);
}

#[test]
fn whom_the_gateway_trusts_and_what_it_does_where_it_cannot_know() {
    let mut cases = Vec::new();
    for (clients, curls) in [
        ("authorities = [\"twin-ca.crt\"]", vec![GOOD, client!("of-twin")]),
        ("authorities = [\"two-cas.crt\"]", vec![GOOD, client!("of-twin")]),
        ("authorities = [\"issuing-ca.crt\"]", vec![client!("below"), client!("below-sent")]),
        ("authorities = [\"ca.crt\"]\ndepth = 0", vec![GOOD, client!("below-sent")]),
        ("authorities = [\"ca.crt\"]\ndepth = 2", vec![client!("deep"), client!("path-length")]),
        ("authorities = [\"ended-ca.crt\"]", vec![client!("of-ended")]),
        (
            "authorities = [\"ended-ca.crt\"]\nended_authority = \"dangerous-accept\"",
            vec![client!("of-ended")],
        ),
        (
            "authorities = [\"ca.crt\"]\nlists = [\"current.crl\"]",
            vec![GOOD, client!("revoked"), client!("below-sent")],
        ),
        ("authorities = [\"ca.crt\"]\nlists = [\"both.crl\"]", vec![client!("below-sent")]),
        ("authorities = [\"ca.crt\"]\nlists = [\"expired.crl\"]", vec![GOOD]),
        (
            "authorities = [\"ca.crt\"]\nlists = [\"expired.crl\"]\nended_list = \"dangerous-accept\"",
            vec![GOOD],
        ),
        ("authorities = [\"ca.crt\"]\nlists = [\"early.crl\"]", vec![GOOD]),
        ("authorities = [\"ca.crt\"]\nlists = [\"of-other.crl\"]", vec![GOOD]),
        (
            "authorities = [\"ca.crt\"]\nlists = [\"of-other.crl\"]\nmissing_list = \"dangerous-accept\"",
            vec![GOOD],
        ),
        ("authorities = [\"ca.crt\"]\nlists = [\"of-twin.crl\"]", vec![GOOD]),
        ("authorities = [\"ca.crt\"]\nreveal = \"little\"", vec![client!("expired")]),
    ] {
        cases.extend(curls.into_iter().map(|curl| Case::of(clients, ANY, curl)));
    }
    all_agree(&cases);
}

#[test]
fn refusals_by_alert() {
    let clients = "authorities = [\"ca.crt\"]\nlists = [\"current.crl\"]\nrefusal = \"alert\"";
    let mut cases = Vec::new();
    for version in ["--tls-max 1.2 ", ""] {
        for curl in [
            GOOD,
            "--cacert ca.crt https://api.example.test:PORT/",
            client!("stranger"),
            client!("expired"),
            client!("early"),
            client!("revoked"),
            client!("server-only"),
            client!("of-bare-twin"),
            client!("deep"),
        ] {
            cases.push(Case::of(clients, ANY, &format!("{version}{curl}")));
        }
    }
    all_agree(&cases);
}

#[test]
fn who_may_enter_where() {
    let optional = "authorities = [\"ca.crt\"]\ncertificate = \"optional\"";
    let bare = "--cacert ca.crt https://api.example.test:PORT/";
    let named = "[[allow]]\nclients = [{ common_name = \"partner-a\" }]\n";
    let other = "[[allow]]\nclients = [{ common_name = \"partner-z\" }]\n";
    let places = "[[allow]]\nwho = \"anyone\"\nmethods = [\"GET\"]\n[[allow]]\npath = \"/inner\"\nwho = \"any-verified\"\n";
    let inner = "--cacert ca.crt https://api.example.test:PORT/a/../inner/x?y=1";
    let cases = [
        Case::of(MUTUAL, "", GOOD),
        Case::of(MUTUAL, named, GOOD),
        Case::of(MUTUAL, other, GOOD),
        Case::of(MUTUAL, other, &format!("-H 'Accept: application/json' {GOOD}")),
        Case::of(MUTUAL, other, &format!("-H 'Accept: text/html' -H 'Accept-Language: ko' {GOOD}")),
        Case::of(optional, places, bare),
        Case::of(optional, places, &format!("-X POST {bare}")),
        Case::of(optional, places, inner),
        Case::of(optional, places, client!("stranger")),
        Case::of(optional, places, GOOD),
        Case { backends: Backends::Down, ..Case::call(GOOD) },
        Case { backends: Backends::Down, ..Case::call(bare) },
        // past the gateway, where nobody asks for a certificate
        Case::call("http://127.0.0.1:BACKEND/"),
        Case::call("http://localhost:BACKEND/"),
        Case { backends: Backends::Down, ..Case::call("http://127.0.0.1:BACKEND/") },
        // by way of a proxy that is not there, and by none
        Case { backends: Backends::Down, ..Case::call(&format!("-x http://127.0.0.1:BACKEND {GOOD}")) },
        Case::call(&format!("-x http://127.0.0.1:1 --noproxy '*' {GOOD}")),
    ];
    all_agree(&cases);
}

#[test]
fn names_versions_and_requests() {
    let mut cases = Vec::new();
    for curl in [
        "-H 'Host: other.example.test' ",
        "-H 'Host: api.example.test:1234' ",
        "--http1.1 -H 'Host: a:b' ",
        "--http1.1 -H 'Host:' ",
        "-X TRACE ",
        "-X DELETE ",
        "-d a=b ",
        "--ciphers ECDHE-ECDSA-AES128-GCM-SHA256 --tls-max 1.2 ",
        "--ciphers AES128-SHA256 --tls-max 1.2 ",
        "--ciphers ECDHE-RSA-AES128-GCM-SHA256 --tls-max 1.2 ",
        "--curves X25519 ",
        "--curves X25519 --tls-max 1.2 ",
        "--curves P-521 ",
        "--curves P-384 ",
    ] {
        cases.push(Case::call(&format!("{curl}{GOOD}")));
    }
    cases.push(Case::call("--cacert ca.crt --cert client.crt --key client.key https://127.0.0.1:PORT/"));
    let ip = |server: &str| Case {
        server: server.to_owned(),
        ..Case::call("--cacert ca.crt --cert client.crt --key client.key https://127.0.0.1:PORT/")
    };
    cases.push(ip("names = [\"api.example.test\"]"));
    cases.push(ip("names = [\"api.example.test\"]\ndefault = true"));
    cases.push(Case { server: "names = [\"other.example.test\"]".to_owned(), ..Case::call(GOOD) });
    cases.push(Case { server: "names = [\"*.example.test\"]".to_owned(), ..Case::call(GOOD) });
    for pair in [
        "server-rsa",
        "server-ed25519",
        "server-p384",
        "server-expired",
        "server-other-name",
        "server-stranger",
    ] {
        for curl in ["", "--tls-max 1.2 ", "-k "] {
            cases.push(Case { pair: pair.to_owned(), ..Case::call(&format!("{curl}{GOOD}")) });
        }
    }
    for tls in ["versions = [\"1.2\"]", "versions = [\"1.3\"]", "http = [\"h2\"]", "http = [\"http/1.1\"]"] {
        for curl in ["", "--tls-max 1.2 ", "--tlsv1.3 ", "--http1.1 "] {
            let tables = format!("{ANY}[tls]\n{tls}\n");
            cases.push(Case::of(MUTUAL, &tables, &format!("{curl}{GOOD}")));
        }
    }
    all_agree(&cases);
}

#[test]
fn what_is_wrong_with_a_configuration() {
    let mut cases = Vec::new();
    for (clients, tables) in [
        ("authorities = []", ANY),
        ("authorities = [\"none.crt\"]", ANY),
        ("authorities = [\"client.crt\"]", ANY),
        ("authorities = [\"ca.crt\"]\nlists = [\"ca.crt\"]", ANY),
        ("authorities = [\"ca.crt\"]\ndeapth = 1", ANY),
        (MUTUAL, "[[allow]]\nwho = \"anyone\"\n"),
        (MUTUAL, "[[allow]]\npath = \"a\"\nwho = \"any-verified\"\n"),
        (MUTUAL, "[[allow]]\nclients = [{}]\n"),
        (MUTUAL, "[tls]\nversions = [\"1.1\"]\n"),
        (MUTUAL, "[tls]\nversions = []\n"),
        (MUTUAL, "[limits]\nconnections = 0\n"),
    ] {
        cases.push(Case::of(clients, tables, GOOD));
    }
    cases.push(Case { pair: "none".to_owned(), ..Case::call(GOOD) });
    cases.push(Case { server: "names = [\"a b\"]".to_owned(), ..Case::call(GOOD) });
    all_agree(&cases);
}
