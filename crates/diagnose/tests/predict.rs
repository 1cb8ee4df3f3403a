//! The predictions against nginx and curl themselves: for each case the same configuration, command and files are given to the
//! model and to the programs, and any difference is a failure.

mod support;

use diagnose::files::Memory;
use diagnose::nginx;
use diagnose::predict::{Assumption, Backends, Question, Reason, predict};
use support::case::{Case, GOOD, MUTUAL, all_agree, modelled, predicted};
use support::kit::fill;
use support::now;
use testkit::{TempDir, tool};
use text::Lang;

#[test]
fn the_models_are_of_the_programs_of_this_machine() {
    let nginx = tool("nginx").arg("-v").run().all();
    assert!(nginx.contains(&format!("nginx/{}", nginx::VERSION)), "{nginx}");
    let curl = tool("curl").arg("--version").succeeds().text();
    assert!(curl.contains(&format!("curl {} ", diagnose::curl::VERSION)), "{curl}");
    assert!(curl.contains(&format!("OpenSSL/{}.", diagnose::predict::OPENSSL)), "{curl}");
}

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
        Case::call("--cacert ca.crt https://api.example.test:PORT/"),
        Case::call(URL),
        Case::call("-k https://api.example.test:PORT/"),
        Case::call(
            "--cacert ca.crt --tls-max 1.2 --cert client.crt --key client.key https://api.example.test:PORT/",
        ),
        Case::call("--cacert ca.crt --tls-max 1.2 https://api.example.test:PORT/"),
        Case::call(
            "--cacert ca.crt --tls-max 1.2 --cert stranger.crt --key stranger.key https://api.example.test:PORT/",
        ),
        Case::call("--cacert ca.crt --cert pair.pem https://api.example.test:PORT/"),
        Case::call("--cacert ca.crt -f https://api.example.test:PORT/"),
        Case::call("--cacert ca.crt -I https://api.example.test:PORT/"),
        // an entry that takes one back, another's, and one that cannot be read
        Case::call("--resolve -api.example.test:PORT -k https://api.example.test:PORT/"),
        Case::call("--resolve -other.example.test:PORT -k https://api.example.test:PORT/"),
        Case::call("--resolve -nonsense -k https://api.example.test:PORT/"),
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
    let bundle = "--cacert ca-bundle.crt --cert below.crt --key below.key https://api.example.test:PORT/";
    cases.push(Case::call(bundle));
    all_agree(&cases);
}

/// The server block with these lines in place of the authority's.
macro_rules! server {
    ($lines:literal) => {
        concat!(
            "ssl_protocols TLSv1.2 TLSv1.3; ssl_verify_client on; ",
            $lines,
            " location / { return 200 in; }"
        )
    };
}

#[test]
fn what_nginx_trusts_and_how_deep() {
    let mut cases = Vec::new();
    for (server, clients) in [
        (server!("ssl_client_certificate bare-ca.crt;"), vec![client!("of-bare-twin"), GOOD]),
        (server!("ssl_client_certificate twin-ca.crt;"), vec![GOOD, client!("of-twin")]),
        (server!("ssl_client_certificate two-cas.crt;"), vec![GOOD, client!("of-twin")]),
        (server!("ssl_client_certificate issuing-ca.crt;"), vec![client!("below"), client!("below-sent")]),
        (server!("ssl_client_certificate ca-bundle.crt;"), vec![client!("below"), client!("deep")]),
        (server!("ssl_client_certificate ca.crt; ssl_verify_depth 0;"), vec![GOOD, client!("below-sent")]),
        (
            server!("ssl_client_certificate ca.crt; ssl_verify_depth 2;"),
            vec![client!("deep"), client!("path-length")],
        ),
        (server!("ssl_client_certificate ca.crt; include extra.conf;"), vec![client!("path-length")]),
        (server!("ssl_client_certificate ended-ca.crt;"), vec![client!("of-ended")]),
        (server!("ssl_client_certificate other-ca.crt; ssl_trusted_certificate ca.crt;"), vec![GOOD]),
        (server!("ssl_client_certificate other-ca.crt; ssl_crl ca.crt;"), vec![GOOD]),
        (
            server!("ssl_client_certificate ca.crt; ssl_crl current.crl;"),
            vec![GOOD, client!("revoked"), client!("below-sent"), client!("expired")],
        ),
        (
            server!("ssl_client_certificate ca.crt; ssl_crl both.crl;"),
            vec![client!("below-sent"), client!("revoked")],
        ),
        (server!("ssl_client_certificate ca.crt; ssl_crl expired.crl;"), vec![GOOD]),
        (server!("ssl_client_certificate ca.crt; ssl_crl early.crl;"), vec![GOOD]),
        (server!("ssl_client_certificate ca.crt; ssl_crl of-other.crl;"), vec![GOOD]),
        (server!("ssl_client_certificate ca.crt; ssl_crl of-twin.crl;"), vec![GOOD]),
        (server!("ssl_client_certificate ca.crt; ssl_crl ca.crt;"), vec![GOOD]),
    ] {
        cases.extend(clients.into_iter().map(|curl| Case::of(server, curl)));
    }
    all_agree(&cases);
}

#[test]
fn servers_good_and_bad() {
    let bare = "--cacert bare-ca.crt https://api.example.test:PORT/";
    let bare_twin = "--cacert bare-twin-ca.crt https://api.example.test:PORT/";
    let bare_rsa_twin = "--cacert bare-rsa-twin-ca.crt https://api.example.test:PORT/";
    let revoking = "--cacert ca.crt --crlfile current.crl --cert client.crt --key client.key https://api.example.test:PORT/";
    let address = "--cacert ca.crt --cert client.crt --key client.key https://127.0.0.1:PORT/";
    let mut cases = vec![
        Case::pair("server-other-name", GOOD),
        Case::pair("server-cn-only", GOOD),
        Case::pair("server-cn-only", address),
        Case::pair("server-no-ip", address),
        Case::pair("server", address),
        Case::pair("server-wildcard", GOOD),
        Case::pair("server-expired", GOOD),
        Case::pair("server-early", GOOD),
        Case::pair("server-stranger", GOOD),
        Case::pair("server-self-signed", GOOD),
        Case::pair("server-client-only", GOOD),
        Case::pair("server-below", GOOD),
        Case::pair("server-below-sent", GOOD),
        Case::pair(
            "server-below",
            "--cacert issuing-ca.crt --cert client.crt --key client.key https://api.example.test:PORT/",
        ),
        Case::pair(
            "server-below",
            "--cacert ca-bundle.crt --cert client.crt --key client.key https://api.example.test:PORT/",
        ),
        Case::pair("server-same-name", GOOD),
        Case::pair("server-rsa", GOOD),
        Case::pair("server-p384", GOOD),
        Case::pair("server-ed25519", GOOD),
        Case::pair("server-of-bare", bare),
        Case::pair("server-of-bare", bare_twin),
        Case::pair("server-of-bare-rsa", bare_rsa_twin),
        Case::pair("server", "--cacert twin-ca.crt https://api.example.test:PORT/"),
        Case::pair("server", "--cacert two-cas.crt https://api.example.test:PORT/"),
        Case::pair("server", "--cacert other-ca.crt https://api.example.test:PORT/"),
        Case::pair("server-expired", "-k --cert client.crt --key client.key https://api.example.test:PORT/"),
        Case::pair("server", revoking),
        Case::pair("server-revoked", revoking),
        Case::pair("server", "--cacert ca.crt --crlfile of-other.crl https://api.example.test:PORT/"),
        Case::pair("server", "--cacert ca.crt --crlfile expired.crl https://api.example.test:PORT/"),
    ];
    cases.push(Case {
        pair: "server-self-signed".to_owned(),
        ..Case::call("--cacert server-self-signed.crt https://api.example.test:PORT/")
    });
    all_agree(&cases);
}

#[test]
fn credentials_that_curl_does_not_load() {
    let cases: Vec<Case> = [
        "-k --cert client.crt --key stranger.key https://api.example.test:PORT/",
        "-k --cert client.crt --key client-rsa.key https://api.example.test:PORT/",
        "-k --tls-max 1.1 --ciphers AES128-SHA256 https://api.example.test:PORT/",
        "-k --tls-max 1.1 --ciphers AES128-SHA256 --crlfile current.crl https://api.example.test:PORT/",
        "-k --cert client.crt https://api.example.test:PORT/",
        "-k --key client.key https://api.example.test:PORT/",
        "-k --cert none.crt --key client.key https://api.example.test:PORT/",
        "-k --cert client.crt --key none.key https://api.example.test:PORT/",
        "-k --cert garbage.pem --key client.key https://api.example.test:PORT/",
        "-k --cert empty.pem https://api.example.test:PORT/",
        "-k --cert html --key client.key https://api.example.test:PORT/",
        "-k --cert client.crt --key garbage.pem https://api.example.test:PORT/",
        "-k --cert client.key --key client.key https://api.example.test:PORT/",
        "-k --cert modern.p12:k7mxp-3qwer-sd9vb-h2nfc --cert-type P12 https://api.example.test:PORT/",
        "-k --cert legacy.p12:k7mxp-3qwer-sd9vb-h2nfc --cert-type P12 https://api.example.test:PORT/",
        "-k --cert modern.p12:wrong --cert-type P12 https://api.example.test:PORT/",
        "-k --cert rc2.p12:k7mxp-3qwer-sd9vb-h2nfc --cert-type P12 https://api.example.test:PORT/",
        "-k --cert rc2.p12:wrong --cert-type P12 https://api.example.test:PORT/",
        "-k --cert modern.p12 --cert-type P12 https://api.example.test:PORT/",
        "-k --cert modern.p12 --pass k7mxp-3qwer-sd9vb-h2nfc --cert-type p12 https://api.example.test:PORT/",
        "-k --cert modern.p12:k7mxp-3qwer-sd9vb-h2nfc https://api.example.test:PORT/",
        "-k --cert client.crt --cert-type P12 https://api.example.test:PORT/",
        "-k --cert none.p12 --cert-type P12 https://api.example.test:PORT/",
        "-k --cert client.der --cert-type DER --key client.key https://api.example.test:PORT/",
        "-k --cert client.crt --cert-type DER --key client.key https://api.example.test:PORT/",
        "-k --cert client.crt --cert-type XYZ https://api.example.test:PORT/",
        "-k --cert client.crt --key client.key --key-type DER https://api.example.test:PORT/",
        "-k --cert client.crt --key locked.key --pass k7mxp-3qwer-sd9vb-h2nfc https://api.example.test:PORT/",
        "-k --cert client.crt --key locked.key --pass wrong https://api.example.test:PORT/",
        "--cacert none.pem https://api.example.test:PORT/",
        "--cacert garbage.pem https://api.example.test:PORT/",
        "--cacert empty.pem https://api.example.test:PORT/",
        "-k --cacert none.pem https://api.example.test:PORT/",
        "--cacert ca.crt --crlfile none.crl https://api.example.test:PORT/",
        "--cacert ca.crt --crlfile ca.crt https://api.example.test:PORT/",
        "--cacert none.pem --cert none.crt https://api.example.test:PORT/",
        "-k --cert none.crt --ciphers NONE https://api.example.test:PORT/",
        "-k --ciphers NONE https://api.example.test:PORT/",
        "-k --tls13-ciphers NONE https://api.example.test:PORT/",
        "-k --curves nonsense https://api.example.test:PORT/",
        "--cacert none.pem --curves nonsense https://api.example.test:PORT/",
        "--capath html https://api.example.test:PORT/",
        "--nonsense https://api.example.test:PORT/",
        "--tls-max 9 https://api.example.test:PORT/",
    ]
    .into_iter()
    .map(Case::call)
    .collect();
    all_agree(&cases);
}

#[test]
fn versions_and_suites() {
    const ANY: &str = "location / { return 200 in; }";
    let protocols = |server: &'static str, curl: &'static str| Case::of(server, curl);
    let one_one = "-k --tls-max 1.1 https://api.example.test:PORT/";
    let low = "-k --tls-max 1.1 --ciphers DEFAULT:@SECLEVEL=0 https://api.example.test:PORT/";
    let three = "-k --tlsv1.3 https://api.example.test:PORT/";
    let two = "-k --tls-max 1.2 https://api.example.test:PORT/";
    let any = "-k https://api.example.test:PORT/";
    let mut cases = vec![
        protocols(MUTUAL, one_one),
        protocols(MUTUAL, "-k --tls-max 1.0 https://api.example.test:PORT/"),
        protocols(MUTUAL, low),
        protocols(MUTUAL, "-k --tlsv1.3 --tls-max 1.2 https://api.example.test:PORT/"),
        protocols(ANY, three),
        protocols(ANY, any),
        protocols(ANY, low),
        protocols(ANY, one_one),
        protocols("ssl_protocols TLSv1.2; location / { return 200 in; }", three),
        protocols("ssl_protocols TLSv1.3; location / { return 200 in; }", two),
        protocols("ssl_protocols TLSv1.3; location / { return 200 in; }", one_one),
        protocols("ssl_protocols TLSv1.3; location / { return 200 in; }", any),
        protocols("ssl_protocols TLSv1.1; location / { return 200 in; }", any),
        protocols(
            "ssl_protocols TLSv1.1; ssl_ciphers DEFAULT:@SECLEVEL=0; location / { return 200 in; }",
            any,
        ),
        protocols(
            "ssl_protocols TLSv1.1; ssl_ciphers DEFAULT:@SECLEVEL=0; location / { return 200 in; }",
            low,
        ),
        protocols(
            "ssl_protocols TLSv1.1 TLSv1.2; ssl_ciphers DEFAULT:@SECLEVEL=0; location / { return 200 in; }",
            one_one,
        ),
        protocols(MUTUAL, "-k --tls-max 1.2 --ciphers AES128-SHA https://api.example.test:PORT/"),
        protocols(MUTUAL, "-k --curves X25519 https://api.example.test:PORT/"),
        protocols(
            "ssl_ecdh_curve secp384r1; location / { return 200 in; }",
            "-k --curves X25519 https://api.example.test:PORT/",
        ),
        protocols(
            "ssl_protocols TLSv1.3; ssl_ecdh_curve secp384r1; location / { return 200 in; }",
            "-k --curves X25519 https://api.example.test:PORT/",
        ),
        protocols(
            "ssl_ecdh_curve secp384r1:X25519; location / { return 200 in; }",
            "-k --curves X25519 https://api.example.test:PORT/",
        ),
    ];
    let mutual = "-k --cert client.crt --key client.key https://api.example.test:PORT/";
    let x25519 = "-k --curves X25519 --cert client.crt --key client.key https://api.example.test:PORT/";
    for server in [
        "ssl_protocols TLSv1.2; ssl_client_certificate ca.crt; ssl_verify_client on; ssl_ecdh_curve X25519; location / { return 200 in; }",
        "ssl_protocols TLSv1.3; ssl_client_certificate ca.crt; ssl_verify_client on; ssl_ecdh_curve X25519; location / { return 200 in; }",
        "ssl_protocols TLSv1.2; ssl_client_certificate ca.crt; ssl_verify_client on; location / { return 200 in; }",
        "ssl_protocols TLSv1.2; location / { return 200 in; }",
    ] {
        cases.push(Case { pair: "server-rsa".to_owned(), ..Case::of(server, mutual) });
        cases.push(Case { pair: "server-rsa".to_owned(), ..Case::of(server, x25519) });
    }
    for ciphers in [
        "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256; location / { return 200 in; }",
        "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256; location / { return 200 in; }",
        "ssl_protocols TLSv1.2; ssl_ciphers AES128-SHA; location / { return 200 in; }",
        "ssl_protocols TLSv1.2; ssl_ciphers HIGH:!aNULL:!MD5; location / { return 200 in; }",
        "ssl_protocols TLSv1.2; ssl_ciphers DHE-RSA-AES128-GCM-SHA256; location / { return 200 in; }",
        "ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256; location / { return 200 in; }",
    ] {
        cases.push(Case { pair: "server".to_owned(), ..Case::of(ciphers, any) });
        cases.push(Case { pair: "server-rsa".to_owned(), ..Case::of(ciphers, any) });
        cases.push(Case { pair: "server-ed25519".to_owned(), ..Case::of(ciphers, two) });
    }
    all_agree(&cases);
}

/// The values of a sentence stand in their places.
#[test]
fn sentences_name_the_right_things() {
    use diagnose::files::Missing;
    use diagnose::nginx::refusal::{Cause, FileFault, Refusal};
    let refusal = |cause| Refusal { words: String::new(), place: None, cause };
    let file = |fault| {
        refusal(Cause::File { name: "ssl_certificate".to_owned(), path: "/a/b.crt".to_owned(), fault })
    };
    let other = Reason::OtherKey { certificate: "a.crt".to_owned(), key: "b.key".to_owned() };
    let wrong = Reason::WrongName { host: "a.test".to_owned(), names: vec!["b.test".to_owned()] };
    for (message, words) in [
        (other.message(Lang::En), "The key in b.key does not belong to the certificate in a.crt."),
        (wrong.message(Lang::En), "is for b.test and not for “a.test”."),
        (
            refusal(Cause::Unknown("x".to_owned())).message(Lang::En),
            "nginx 1.22.1 as Debian builds it does not know the directive “x”",
        ),
        (
            refusal(Cause::Unknown("http2".to_owned())).message(Lang::En),
            "“http2” came with nginx 1.25.1, and nginx 1.22.1",
        ),
        (
            file(FileFault::Missing(Missing::NotFound)).message(Lang::En),
            "The file /a/b.crt that ssl_certificate names",
        ),
        (
            file(FileFault::Missing(Missing::Forbidden)).message(Lang::En),
            "The file /a/b.crt that ssl_certificate names",
        ),
        (
            file(FileFault::Missing(Missing::Folder)).message(Lang::En),
            "/a/b.crt, which ssl_certificate names",
        ),
        (file(FileFault::NoCertificate).message(Lang::En), "in /a/b.crt, which ssl_certificate names"),
        (file(FileFault::NoKey).message(Lang::En), "in /a/b.crt, which ssl_certificate names"),
        (file(FileFault::Nothing).message(Lang::En), "in /a/b.crt, which ssl_certificate names"),
        (
            file(FileFault::Missing(Missing::NotFound)).message(Lang::Ko),
            "ssl_certificate이(가) 가리키는 /a/b.crt 파일이",
        ),
    ] {
        assert!(message.problem.contains(words), "{message}");
    }
    // a folder without nginx.conf
    let nothing = Memory::new();
    let outcome = predicted("/nginx.conf", "curl https://localhost/", &nothing, &nothing);
    assert_eq!(
        outcome.nginx_test,
        Err("open() \"/nginx.conf\" failed (2: No such file or directory)".to_owned())
    );
    assert_eq!(outcome.curl_exit, 7);
}

#[test]
fn what_curl_does_not_look_at_or_others_do_not_take_is_doubted() {
    let folder = TempDir::new();
    fill(&folder);
    for (pair, curl, unchecked, common_name_alone) in [
        ("server", GOOD.to_owned(), false, false),
        ("server", format!("-k {GOOD}"), true, false),
        ("server-cn-only", GOOD.to_owned(), false, true),
        ("server-cn-only", format!("-k {GOOD}"), true, false),
        // curl ends here, and says why by itself
        ("server-stranger", GOOD.to_owned(), false, false),
        ("server-stranger", format!("-k {GOOD}"), true, false),
    ] {
        let reasons = modelled(&folder, &Case::pair(pair, &curl), 443).reasons;
        let found = (
            reasons.iter().any(|reason| matches!(reason, Reason::ServerUnchecked)),
            reasons.iter().any(|reason| matches!(reason, Reason::CommonNameAlone(_))),
        );
        assert_eq!(found, (unchecked, common_name_alone), "{pair} {curl}: {reasons:?}");
    }
}

#[test]
fn a_call_of_the_backend_goes_past_nginx() {
    const UPSTREAM: &str = "upstream app { server 127.0.0.1:8081; }";
    for (url, backends, past) in [
        ("http://127.0.0.1:8080/", Backends::Answer, true),
        ("http://localhost:8080/", Backends::Answer, true),
        ("http://127.0.0.1:8081/", Backends::Answer, true),
        ("http://127.0.0.1:8082/", Backends::Answer, false),
        ("https://127.0.0.1:8080/", Backends::Answer, false),
        ("http://127.0.0.1:8080/", Backends::Down, false),
    ] {
        let text = format!(
            "events {{}} http {{ {UPSTREAM} server {{ listen 80; location / {{ proxy_pass http://localhost:8080; }} location /b {{ proxy_pass http://app/; }} }} }}"
        );
        let files = Memory::new().with("/nginx.conf", text);
        let command = format!("curl {url}");
        let question = Question {
            configuration: "/nginx.conf",
            command: &command,
            files: &files,
            caller: &Memory::new(),
            at: now(),
            backends,
        };
        let outcome = predict(&question).expect("a command of curl");
        let told = outcome.reasons.iter().any(|reason| matches!(reason, Reason::PastMutualTls(_)));
        let expected = if past { (true, Some(200), 0) } else { (false, None, 7) };
        assert_eq!((told, outcome.http_status, outcome.curl_exit), expected, "{url} {backends:?}");
    }
}

#[test]
fn what_is_not_followed_is_said() {
    let pass = "proxy_pass http://127.0.0.1:1;";
    for (location, options, expected) in [
        ("root /srv;", "", vec![]),
        ("root /srv;", "-r 0-1", vec!["--range"]),
        ("auth_basic x; auth_basic_user_file /plain;", "-u a:b", vec![]),
        ("auth_basic x; auth_basic_user_file /hashed;", "-u a:b", vec!["auth_basic_user_file"]),
        ("client_max_body_size 0; PASS", "-T -", vec![]),
        ("client_max_body_size 1k; PASS", "-T -", vec!["client_max_body_size"]),
        ("client_max_body_size 1k; PASS", "-T - -H Content-Length:1", vec!["client_max_body_size"]),
        ("root /srv;", "--request-target /a", vec![]),
        ("root /srv;", "--request-target http://a/", vec!["--request-target"]),
        ("root /srv;", "-X PUT", vec![]),
        ("root /srv; dav_methods PUT;", "-X PUT", vec!["dav_methods"]),
        // the address of another protocol of curl's, and of none
        ("root /srv;", "ftp://127.0.0.1/", vec!["ftp://"]),
        ("root /srv;", "ftpx://127.0.0.1/", vec![]),
        ("try_files $uri =404;", "", vec![]),
        ("try_files $hostname =404;", "", vec!["try_files"]),
    ] {
        let location = location.replace("PASS", pass);
        let text = format!("events {{}} http {{ server {{ listen 80; location / {{ {location} }} }} }}");
        let files = Memory::new()
            .with("/nginx.conf", text)
            .with("/srv/index.html", "")
            .with("/plain", "a:{PLAIN}b\n")
            .with("/hashed", "a:$apr1$x$y\n");
        let outcome =
            predicted("/nginx.conf", &format!("curl {options} http://127.0.0.1/"), &files, &Memory::new());
        let told: Vec<&str> = outcome
            .assumptions
            .iter()
            .filter_map(|taken| match taken {
                Assumption::NotFollowed(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(told, expected, "{location} {options}");
    }
}
