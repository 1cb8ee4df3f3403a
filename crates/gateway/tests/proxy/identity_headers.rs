//! The backend learns who is calling from the gateway alone: forged copies never arrive, in whatever spelling.

use data_encoding::BASE64;
use testkit::tool;

use crate::support::authority::Wish;
use crate::support::{ANY_VERIFIED, Scene, passed};

const BOTH: &str = "[[allow]]\nwho = \"any-verified\"\n[identity]\nheaders = [\"rfc9440\", \"nginx\"]\nforwarded = [\"x-forwarded\", \"rfc7239\"]\n";

#[test]
fn the_certificate_and_its_chain_arrive_as_the_rfc_has_them() {
    let scene = Scene::new();
    let middle = scene.authority.issue(20, Wish::authority("Middle"));
    let carol = middle.issue(3, Wish::client("carol"));
    let stranger = crate::support::authority::root("Stranger");
    // what stands beside the chain is not passed on: nothing vouches for it
    scene.put("carol", &carol, &[&stranger, &middle]);
    let gateway = scene.start();
    passed(&scene.ask(&gateway, "carol", &[]));
    let arrived = scene.backend.only();
    assert_eq!(arrived.one("client-cert"), format!(":{}:", BASE64.encode(&carol.der)));
    assert_eq!(arrived.one("client-cert-chain"), format!(":{}:", BASE64.encode(&middle.der)));
    assert_eq!(arrived.one("x-ssl-client-verify"), "", "only what was asked for");
}

#[test]
fn headers_as_nginx_sends_them_say_what_openssl_says() {
    let scene = Scene::new();
    let gateway = scene.start_with("", BOTH);
    passed(&scene.ask(&gateway, "alice", &[]));
    let arrived = scene.backend.only();
    let openssl = |arguments: &[&str]| {
        let said = tool("openssl").args(["x509", "-in", "alice.pem", "-noout"]).args(arguments);
        let text = said.in_folder(scene.folder.path()).succeeds().text();
        text.trim().split_once('=').unwrap().1.to_owned()
    };
    assert_eq!(arrived.one("x-ssl-client-verify"), "SUCCESS");
    assert_eq!(arrived.one("x-ssl-client-s-dn"), openssl(&["-subject", "-nameopt", "RFC2253"]));
    assert_eq!(arrived.one("x-ssl-client-i-dn"), openssl(&["-issuer", "-nameopt", "RFC2253"]));
    assert_eq!(arrived.one("x-ssl-client-serial"), openssl(&["-serial"]));
    let fingerprint = openssl(&["-fingerprint", "-sha1"]).replace(':', "").to_lowercase();
    assert_eq!(arrived.one("x-ssl-client-fingerprint"), fingerprint);
    let unescaped = tool("python3")
        .args(["-c", "import sys, urllib.parse; sys.stdout.write(urllib.parse.unquote(sys.argv[1]))"])
        .arg(arrived.one("x-ssl-client-cert"))
        .succeeds();
    assert_eq!(unescaped.text(), scene.alice.pem());
    assert!(arrived.one("client-cert").starts_with(':'));
}

#[test]
fn forged_headers_do_not_arrive_in_any_spelling() {
    let scene = Scene::new();
    let gateway = scene.start_with("", BOTH);
    let forged = [
        "X-SSL-Client-Verify: forged",
        "x_ssl_client_verify: forged",
        "X-SSL_Client-S-DN: forged",
        "X.SSL.Client.Serial: forged",
        "Client-Cert: forged",
        "client_cert: forged",
        "CLIENT_CERT_CHAIN: forged",
        "SSL_CLIENT_CERT: forged",
        "X-Forwarded-For: forged",
        "X_FORWARDED_FOR: forged",
        "X-Forwarded-Proto: forged",
        "X-Real-IP: forged",
        "Forwarded: forged",
        "Connection: x-ssl-client-verify, client-cert, x-kept-out",
        "X-Kept-Out: forged",
        "X-Honest: kept",
    ];
    let arguments: Vec<&str> = forged.iter().flat_map(|line| ["-H", line]).collect();
    for http in ["--http1.1", "--http2"] {
        let mut arguments = arguments.clone();
        if http == "--http2" {
            // HTTP/2 forbids it (RFC 9113 section 8.2.2), so curl would be refused for it
            arguments.retain(|argument| !argument.starts_with("Connection"));
            arguments.retain(|argument| !argument.starts_with("X-Kept-Out"));
            let mut paired: Vec<&str> = Vec::new();
            for argument in arguments.iter().filter(|argument| **argument != "-H") {
                paired.extend(["-H", argument]);
            }
            arguments = paired;
        }
        arguments.push(http);
        passed(&scene.ask(&gateway, "alice", &arguments));
    }
    for arrived in scene.backend.arrived() {
        let all = format!("{arrived:?}");
        assert!(!all.contains("forged"), "{all}");
        assert_eq!(arrived.one("x-honest"), "kept");
        assert_eq!(arrived.one("x-ssl-client-verify"), "SUCCESS");
        assert_eq!(arrived.one("x-forwarded-for"), "127.0.0.1");
        assert_eq!(arrived.one("x-forwarded-proto"), "https");
        assert!(arrived.one("forwarded").starts_with("for=127.0.0.1;host=\"api.example.test:"), "{all}");
        assert!(arrived.one("via").ends_with("handfast"), "{all}");
    }
}

#[test]
fn trailers_forge_nothing_either() {
    let scene = Scene::new();
    let gateway = scene.start_with("", BOTH);
    let octets = "POST / HTTP/1.1\r\nHost: api.example.test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\
        Trailer: X-Honest, X_SSL_Client_Verify, Client-Cert\r\n\r\n\
        3\r\nabc\r\n0\r\nX-Honest: kept\r\nX_SSL_Client_Verify: forged\r\nClient-Cert: forged\r\n\r\n";
    assert!(scene.send(&gateway, "alice", octets, &[]).starts_with("HTTP/1.1 200"));
    let arrived = scene.backend.only();
    assert_eq!(arrived.trailers, [("x-honest".to_owned(), "kept".to_owned())]);
    assert_eq!(arrived.body, b"abc");
}

#[test]
fn nobody_is_named_where_nobody_has_to_be() {
    let scene = Scene::new();
    let anyone = format!("{BOTH}\n[[allow]]\npath = \"/public\"\nwho = \"anyone\"\n");
    let gateway = scene.start_with("certificate = \"optional\"", &anyone);
    let forged = ["-H", "X-SSL-Client-S-DN: CN=alice", "-H", "Client-Cert: :AAAA:"];
    passed(&scene.ask_for(&gateway, crate::support::HOST, "/public", "", &forged));
    let arrived = scene.backend.only();
    assert_eq!(arrived.one("x-ssl-client-verify"), "NONE");
    assert_eq!(arrived.one("x-ssl-client-s-dn"), "");
    assert_eq!(arrived.one("client-cert"), "");
}

#[test]
fn what_varies_by_certificate_is_shared_by_no_cache() {
    let scene = Scene::new();
    let gateway = scene.start_with("", ANY_VERIFIED);
    let said = scene.ask_for(&gateway, crate::support::HOST, "/vary", "alice", &[]);
    passed(&said);
    assert!(said.text().to_lowercase().contains("vary: *"), "{}", said.text());
}
