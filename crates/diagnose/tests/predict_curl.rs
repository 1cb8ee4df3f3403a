//! The predictions against curl itself: proxies, options that curl does not take, and what it wants besides. Certificates are
//! `predict.rs`'s, servers `predict_nginx.rs`'s.

mod support;

use diagnose::files::Memory;
use diagnose::predict::Assumption;
use support::case::{Case, MUTUAL, all_agree, judge, predicted};
use support::kit::{self, fill};
use testkit::TempDir;

/// A proxy of a command is on this machine and not there, or is not followed; and what the command itself forbids.
#[test]
fn curl_goes_through_proxies_and_stops_by_itself() {
    let free = testkit::free_port();
    let good = "--cacert ca.crt --cert client.crt --key client.key";
    let url = "https://api.example.test:PORT/";
    let mut cases = Vec::new();
    for proxy in [
        format!("-x http://127.0.0.1:{free}"),
        format!("-x 127.0.0.1:{free}"),
        format!("-x https://127.0.0.1:{free}"),
        format!("-x socks5h://127.0.0.1:{free}"),
        format!("-x user:password@localhost:{free}"),
        format!("--socks5 127.0.0.1:{free}"),
        format!("--preproxy socks5://127.0.0.1:{free}"),
        format!("-x http://127.0.0.1:{free} --noproxy other.example.test"),
        // and those that are none
        format!("-x http://127.0.0.1:{free} --noproxy '*'"),
        format!("-x http://127.0.0.1:{free} --noproxy example.test"),
        format!("-x http://127.0.0.1:{free} --noproxy .example.test"),
        "-x ''".to_owned(),
        "-x http://nobody.invalid:3128".to_owned(),
        "-x http://127.0.0.1:99999".to_owned(),
        "-x foo://127.0.0.1:1".to_owned(),
        // options that are wrong, each beside one that is right
        "-6".to_owned(),
        "-4".to_owned(),
        "-T none".to_owned(),
        "-T client.crt".to_owned(),
        "-F a=@none".to_owned(),
        "-d a -F b=c".to_owned(),
        "--retry x".to_owned(),
        "--curves X25519:X25519".to_owned(),
        "--curves X25519:P-256".to_owned(),
        "--key-type FOO".to_owned(),
        "--key-type P12".to_owned(),
        "--key-type ENG".to_owned(),
        "--cert-type ENG".to_owned(),
        "--key-type pem".to_owned(),
        "--cert-status".to_owned(),
        "--pinnedpubkey sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned(),
        "--pinnedpubkey none.pem".to_owned(),
        "-k --pinnedpubkey sha256//AAAA".to_owned(),
        "--request-target /elsewhere".to_owned(),
        "--abstract-unix-socket nobody".to_owned(),
        "--ciphers DEFAULT@SECLEVEL=1".to_owned(),
        // what Debian's curl is built without, beside what it is built with
        "--dns-servers 127.0.0.1".to_owned(),
        "--dns-interface lo".to_owned(),
        "--dns-ipv4-addr 127.0.0.1".to_owned(),
        "--dns-ipv6-addr ::1".to_owned(),
        "--tlsauthtype none".to_owned(),
        "--tlsauthtype srp".to_owned(),
        "--interface lo".to_owned(),
        // curl tells of itself, beside options that look like it
        "-V".to_owned(),
        "--help tls".to_owned(),
        "--engine list".to_owned(),
        "--no-version".to_owned(),
    ] {
        cases.push(Case::call(&format!("{proxy} {good} {url}")));
    }
    // what lies on a token, beside a file of that name and kinds that are said
    for own in [
        "--cert 'pkcs11:token=x;object=y' --key 'pkcs11:token=x;object=y'",
        "--cert PKCS11:token=x",
        "--cert pkcs11:token=x --cert-type ENG",
        "--cert pkcs11:token=x --cert-type PEM",
        "--cert pkcs11:token=x --key client.key",
        "--cert client.crt --key pkcs11:token=x",
        "--cert client.crt --key pkcs11:token=x --key-type ENG",
        "--cert client.crt --key pkcs11:token=x --key-type PEM",
        "--cert client.crt --key pkcs11",
        "--cert none.crt --key pkcs11:token=x",
        "--key pkcs11:token=x",
    ] {
        cases.push(Case::call(&format!("--cacert ca.crt {own} {url}")));
    }
    // variables before the command say as much, each beside one that says nothing
    for set in [
        format!("https_proxy=http://127.0.0.1:{free}"),
        format!("HTTPS_PROXY=127.0.0.1:{free}"),
        format!("ALL_PROXY=127.0.0.1:{free}"),
        format!("all_proxy=127.0.0.1:{free} no_proxy=example.test"),
        format!("all_proxy=127.0.0.1:{free} NO_PROXY=elsewhere.test"),
        format!("http_proxy=127.0.0.1:{free}"),
        "https_proxy=".to_owned(),
    ] {
        cases.push(Case::call(&format!("{set} curl {good} {url}")));
    }
    for set in [
        "SSL_CERT_FILE=ca.crt",
        "SSL_CERT_FILE=none.crt",
        "SSL_CERT_DIR=.",
        "CURL_CA_BUNDLE=ca.crt",
        "SSL_CERT_FILE=ca.crt SSL_CERT_DIR=.",
        "SSL_CERT_FILE=ca.crt CURL_CA_BUNDLE=stranger.crt",
    ] {
        cases.push(Case::call(&format!("{set} curl --cert client.crt --key client.key {url}")));
        cases.push(Case::call(&format!("{set} curl --cacert stranger.crt {url}")));
    }
    for (options, address) in [
        ("-6 -k", "https://localhost:PORT/"),
        ("-4 -k", "https://localhost:PORT/"),
        ("-k", "https://any.localhost:PORT/"),
        (good, "https:/api.example.test:PORT/"),
        (good, "https:///api.example.test:PORT/"),
        (good, "https://api.example.test:PORT/[x]"),
        (good, "https://api.example.test:PORT/{a"),
        (good, "https://[::1:PORT/"),
        ("--cacert current.crl", url),
        ("--cert-type P12 --cert html:secret --cacert ca.crt", url),
    ] {
        cases.push(Case::call(&format!("{options} {address}")));
    }
    all_agree(&cases);
}

#[test]
fn an_answer_is_put_where_curl_can_write() {
    const SERVER: &str = "location / { return 200 in; } location = /none { return 204; } location = /no { return 403 no; } location = /on { return 302 /; }";
    let mut cases = Vec::new();
    for (options, path) in [
        ("-6 --connect-to ::127.0.0.1:PORT", ""),
        ("-4 --connect-to ::127.0.0.1:PORT", ""),
        ("-4 --connect-to ::[::1]:PORT", ""),
        ("-o nowhere/x", ""),
        ("-o nowhere/x", "none"),
        ("-f -o nowhere/x", "no"),
        ("-L -o nowhere/x", "on"),
        ("-I -o nowhere/x", ""),
        ("-o html", ""),
        ("-o html/x", ""),
        ("-o made", ""),
        ("--create-dirs -o made-too/x", ""),
        ("--output-dir nowhere -o x", ""),
        ("--output-dir html -o x", ""),
        ("--output-dir nowhere -O", "name"),
        ("--no-silent -O", ""),
        ("-sS -O", ""),
        ("-O", "name"),
        ("--no-silent -O", "?name"),
        ("-OJ", ""),
        ("-OJ", "none"),
        ("-OJ", "name"),
        ("-o /dev/null", ""),
        ("-o ''", ""),
        ("--no-silent --fail --fail-with-body", "no"),
        ("--fail-with-body --no-fail", "no"),
        ("--fail --no-fail --fail-with-body", "no"),
        ("--fail", "no"),
        ("--resolve [::1]:PORT:127.0.0.1", ""),
        ("--resolve a.example.test:PORT:[::1]", ""),
    ] {
        cases.push(Case::of(SERVER, &format!("-k {options} https://api.example.test:PORT/{path}")));
    }
    all_agree(&cases);
}

/// Without ALPN nobody offers HTTP/2, and what is said of it is HTTP/1.1's.
#[test]
fn without_alpn_nobody_offers_http2() {
    let mut cases = Vec::new();
    for server in [
        MUTUAL,
        "location / { if ($server_protocol = HTTP/2.0) { return 202; } if ($http2 = h2) { return 203; } return 201; }",
    ] {
        for options in [
            "--no-alpn",
            "--alpn",
            "",
            "--no-alpn --http2",
            "--http1.1",
            "--no-alpn --http1.1",
            "--http2-prior-knowledge",
            "--no-alpn --http2-prior-knowledge",
        ] {
            for own in ["-k", "--cacert stranger.crt", "-k --cert client.crt --key client.key"] {
                let case = Case::of(server, &format!("{own} {options} https://api.example.test:PORT/"));
                cases.push(case.clone());
                cases.push(Case { listen: "ssl http2".to_owned(), ..case });
            }
        }
    }
    all_agree(&cases);
}

/// What is not followed says so at its place, and its nearest neighbour says nothing.
#[test]
fn what_is_not_followed_says_so() {
    let beyond = |at: &str| format!("/p{{{at}}}").replacen('/', "\\", 1);
    let configuration = |server: &str| {
        format!("events {{}} http {{ server {{ listen 81; {server} location / {{ return 200; }} }} }}")
            .into_bytes()
    };
    let mut latin = configuration("# caf");
    latin.splice(
        latin.iter().position(|octet| *octet == b'#').expect("there")..,
        b"return 200 caf\xe9; } } }".iter().copied(),
    );
    for (contents, command, announced) in [
        (configuration(""), "http://127.0.0.1:81/", None),
        (latin, "http://127.0.0.1:81/", Some("nginx.conf")),
        (configuration("return 200 caf\u{e9};"), "http://127.0.0.1:81/", None),
        (configuration(""), "http://b\u{fc}cher.example:81/", Some("b\u{fc}cher.example")),
        (configuration(""), "http://xn--bcher-kva.example:81/", None),
        (configuration(""), "--doh-url https://127.0.0.1/ http://127.0.0.1:81/", Some("--doh-url")),
        (configuration(""), "--compressed http://127.0.0.1:81/", None),
        (configuration(""), "-b jar http://127.0.0.1:81/", Some("--cookie")),
        (configuration(""), "-b a=b http://127.0.0.1:81/", None),
        (
            configuration("return 200 '<title>$request_id</title>';"),
            "http://127.0.0.1:81/",
            Some("$request_id"),
        ),
        (configuration("return 200 '<title>$uri</title>';"), "http://127.0.0.1:81/", None),
        (configuration("return 200 $request_id;"), "http://127.0.0.1:81/", None),
        (configuration("return 302 /$request_id;"), "-L http://127.0.0.1:81/", Some("$request_id")),
        (configuration("return 302 /$request_id;"), "http://127.0.0.1:81/", None),
        (configuration("ssl_stapling_file a;"), "http://127.0.0.1:81/", Some("ssl_stapling_file")),
        (configuration("ssl_stapling on;"), "http://127.0.0.1:81/", None),
        (configuration("ssl_conf_command ClientCAFile a;"), "http://127.0.0.1:81/", Some("ClientCAFile")),
        (configuration("ssl_conf_command Options -SessionTicket;"), "http://127.0.0.1:81/", None),
        (configuration("ssl_client_certificate trusted.crt;"), "http://127.0.0.1:81/", Some("/trusted.crt")),
        (configuration("ssl_client_certificate plain.crt;"), "http://127.0.0.1:81/", None),
        (
            configuration(&format!("location ~ '{}' {{ return 200; }}", beyond("L"))),
            "http://127.0.0.1:81/",
            Some("p{L}"),
        ),
        (configuration("location ~ '[a-z]{2}' { return 200; }"), "http://127.0.0.1:81/", None),
    ] {
        let files = Memory::new()
            .with("/nginx.conf", contents)
            .with("/trusted.crt", "-----BEGIN TRUSTED CERTIFICATE-----\n")
            .with("/plain.crt", "-----BEGIN CERTIFICATE-----\n");
        let caller = Memory::new().with("jar", "# Netscape HTTP Cookie File\n");
        let outcome = predicted("/nginx.conf", &format!("curl {command}"), &files, &caller);
        let taken =
            outcome.assumptions.iter().filter(|taken| !matches!(taken, Assumption::AddressIsThisMachine(_)));
        let said: Vec<String> = taken.map(|taken| taken.sentence(text::Lang::En)).collect();
        match announced {
            Some(words) => assert!(said.iter().any(|said| said.contains(words)), "{command}: {said:?}"),
            None => assert!(said.is_empty(), "{command}: {said:?}"),
        }
    }
}

/// Whether nginx speaks TLS curl learns when it has loaded what is its own.
#[test]
fn what_is_curls_own_is_loaded_first() {
    let mut cases = Vec::new();
    for own in [
        "-k --cert client.crt --key stranger.key",
        "-k --cert client.crt --key client.key",
        "-k --cert none.crt",
        "-k --ciphers FOO",
        "--cacert none.crt",
        "-k --crlfile none.crl",
    ] {
        for listen in ["", "ssl"] {
            let case =
                Case::of("location / { return 200; }", &format!("{own} https://api.example.test:PORT/"));
            cases.push(Case { listen: listen.to_owned(), ..case });
        }
    }
    all_agree(&cases);
}

/// OpenSSL's level 2 wants 112 bits of the digest under a signature; of a certificate that signs itself it does not ask.
#[test]
fn weak_signatures_are_not_loaded() {
    let folder = TempDir::new();
    fill(&folder);
    kit::sign_weakly(&folder);
    let mut cases = Vec::new();
    for client in ["weak", "weak-self", "under-weak", "client"] {
        cases.push(Case::call(&format!(
            "-k --cert {client}.crt --key {client}.key https://api.example.test:PORT/"
        )));
    }
    for pair in ["weak", "under-weak"] {
        cases.push(Case::pair(pair, "-k https://api.example.test:PORT/"));
        let level = Case::of(
            "ssl_ciphers DEFAULT:@SECLEVEL=0; location / { return 204; }",
            "-k https://api.example.test:PORT/",
        );
        cases.push(Case { pair: pair.to_owned(), ..level });
    }
    let wrong: Vec<String> = cases.iter().flat_map(|case| judge(&folder, case)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_curl_writes_in_silence_is_nothing() {
    let files = Memory::new().with("/nginx.conf", "events {} http { server { listen 80; } }");
    for (options, said) in [("", true), ("-s", false), ("-sS", true), ("--no-silent", true)] {
        let outcome =
            predicted("/nginx.conf", &format!("curl {options} http://127.0.0.1:81/"), &files, &Memory::new());
        assert_eq!((outcome.curl_exit, outcome.curl_error.is_some()), (7, said), "{options}");
    }
}

/// Whether a backend's name leads anywhere cannot be seen here, and nginx does not start where it does not: it is said of every call.
#[test]
fn a_name_that_no_file_tells_is_taken_for_known() {
    for (lines, told) in [
        ("location / { proxy_pass http://app.internal:8080; }", true),
        ("location / { proxy_pass http://127.0.0.1:8080; }", false),
        ("location / { proxy_pass http://localhost:8080; }", false),
        ("location / { proxy_pass http://$host:8080; }", false),
    ] {
        let files = Memory::new()
            .with("/nginx.conf", format!("events {{}} http {{ server {{ listen 81; {lines} }} }}"))
            .with("/etc/hosts", "127.0.0.1 localhost\n");
        let outcome = predicted("/nginx.conf", "curl http://127.0.0.1:81/", &files, &files);
        let found = outcome.assumptions.contains(&Assumption::NameIsKnown("app.internal".to_owned()));
        assert_eq!(found, told, "{lines}: {:?}", outcome.assumptions);
        let names = outcome.assumptions.iter().filter(|found| matches!(found, Assumption::NameIsKnown(_)));
        assert_eq!(names.count(), usize::from(told), "{lines}: {:?}", outcome.assumptions);
    }
}
