//! The predictions against nginx and curl themselves: for each case the same configuration, command and files are given to the
//! model and to the programs, and any difference is a failure.

mod support;

use diagnose::nginx;
use diagnose::predict::{Backends, Outcome, Question, predict};
use support::{Disk, Real, free_port, kit, now, really};
use testkit::{TempDir, tool};
use text::Lang;

/// One case: what stands in the server block, and what is called.
#[derive(Debug, Clone)]
struct Case {
    /// The first server block's certificate.
    pair: &'static str,
    /// Its further directives.
    server: &'static str,
    /// What stands beside it in `http`; `PORT` is the port.
    beside: &'static str,
    /// Behind the address of `listen`.
    listen: &'static str,
    /// Whether the certificate's directives are written at all.
    bare: bool,
    /// The command behind `curl`.
    curl: &'static str,
    /// Whether something answers on port 1 of this machine: it never does.
    backends: Backends,
}

const MUTUAL: &str = "ssl_protocols TLSv1.2 TLSv1.3; ssl_client_certificate ca.crt; ssl_verify_client on; location / { return 200 in; }";
const GOOD: &str = "--cacert ca.crt --cert client.crt --key client.key https://api.example.test:PORT/";

impl Case {
    fn of(server: &'static str, curl: &'static str) -> Case {
        Case {
            pair: "server",
            server,
            beside: "",
            listen: "ssl",
            bare: false,
            curl,
            backends: Backends::Answer,
        }
    }

    fn pair(pair: &'static str, curl: &'static str) -> Case {
        Case { pair, ..Case::of(MUTUAL, curl) }
    }

    fn with(server: &'static str) -> Case {
        Case::of(server, GOOD)
    }

    fn call(curl: &'static str) -> Case {
        Case::of(MUTUAL, curl)
    }

    fn beside(server: &'static str, beside: &'static str, curl: &'static str) -> Case {
        Case { beside, ..Case::of(server, curl) }
    }

    fn configuration(&self, port: u16) -> String {
        let mut out = "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log error.log info;\nevents {}\nhttp {\naccess_log off;\n".to_owned();
        for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
            out.push_str(&format!("{name}_temp_path {name};\n"));
        }
        out.push_str(&format!(
            "server {{\nlisten 127.0.0.1:PORT {};\nserver_name api.example.test;\n",
            self.listen
        ));
        if !self.bare {
            out.push_str(&format!("ssl_certificate {0}.crt;\nssl_certificate_key {0}.key;\n", self.pair));
        }
        out.push_str(&format!("{}\n}}\n{}\n}}\n", self.server, self.beside));
        out.replace("PORT", &port.to_string())
    }

    fn line(&self, port: u16) -> String {
        format!("--resolve api.example.test:PORT:127.0.0.1 {}", self.curl).replace("PORT", &port.to_string())
    }
}

/// What differs between the model and the programs, in words.
fn differences(model: &Outcome, real: &Real) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, model: String, real: String| {
        if model != real {
            found.push(format!("{what}: predicted {model}, was {real}"));
        }
    };
    let refused = real.nginx_test.clone().unwrap_or_default();
    let predicted = model.nginx_test.clone().err().unwrap_or_default();
    // of a locked key OpenSSL's queue is told as far as it is the same for all
    let same = refused == predicted
        || (refused.starts_with(&predicted) && predicted.contains("PEM_read_bio_PrivateKey"));
    if !same {
        compare("nginx -t", predicted, refused);
    }
    compare("exit code", model.curl_exit.to_string(), real.curl_exit.to_string());
    compare("status", format!("{:?}", model.http_status), format!("{:?}", real.http_status));
    compare("title", format!("{:?}", model.body_title), format!("{:?}", real.body_title));
    let said = real.curl_error.lines().find(|line| line.starts_with("curl: ")).unwrap_or_default();
    let said = without_time(said);
    match &model.curl_error {
        Some(words) if said.contains(&without_time(words)) => {}
        Some(words) => compare("curl's words", words.clone(), said),
        None => compare("curl's words", String::new(), said),
    }
    match &model.nginx_log {
        Some(line) => {
            let wanted = format!("[{}]", line.level);
            if !real.log.lines().any(|said| said.contains(&wanted) && said.contains(&line.words)) {
                compare("nginx's log", format!("{wanted} {}", line.words), real.log.clone());
            }
        }
        None => {
            let telling =
                ["verify error", "no required SSL", "SSL_do_handshake() failed", "[error]", "[crit]"];
            let other = real.log.lines().find(|said| telling.iter().any(|words| said.contains(words)));
            compare("nginx's log", String::new(), other.unwrap_or_default().to_owned());
        }
    }
    found
}

/// curl tells how long it tried.
fn without_time(text: &str) -> String {
    match text.split_once(" after ") {
        Some((before, after)) => {
            let rest = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
            format!("{before} after{rest}")
        }
        None => text.to_owned(),
    }
}

fn judge(folder: &TempDir, case: &Case) -> Vec<String> {
    let port = free_port();
    folder.write("nginx.conf", case.configuration(port));
    let line = case.line(port);
    let real = really(folder, &line, port);
    let disk = Disk(folder.path().to_owned());
    let configuration = folder.join("nginx.conf").display().to_string();
    let question = Question {
        configuration: &configuration,
        command: &format!("curl {line}"),
        files: &disk,
        caller: &disk,
        at: now(),
        backends: case.backends,
    };
    let model = predict(&question).unwrap_or_else(|error| panic!("{line}: {error:?}"));
    for lang in Lang::ALL {
        for reason in &model.reasons {
            let message = reason.message(lang);
            assert!(message.problem.ends_with('.') && message.remedy.ends_with('.'), "{message}");
        }
    }
    let told = !model.reasons.is_empty() || model.http_status == Some(200) || model.http_status < Some(400);
    assert!(told, "{case:?}: nobody says why: {model:?}");
    differences(&model, &real)
}

fn all_agree(cases: &[Case]) {
    let folder = TempDir::new();
    kit::fill(&folder);
    let mut wrong = Vec::new();
    for case in cases {
        let found = judge(&folder, case);
        if !found.is_empty() {
            wrong.push(format!("{} | {} | {}\n  {}", case.pair, case.server, case.curl, found.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

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
        pair: "server-self-signed",
        ..Case::call("--cacert server-self-signed.crt https://api.example.test:PORT/")
    });
    all_agree(&cases);
}

#[test]
fn credentials_that_curl_does_not_load() {
    let cases: Vec<Case> = [
        "-k --cert client.crt --key stranger.key https://api.example.test:PORT/",
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
    for ciphers in [
        "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256; location / { return 200 in; }",
        "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256; location / { return 200 in; }",
        "ssl_protocols TLSv1.2; ssl_ciphers AES128-SHA; location / { return 200 in; }",
        "ssl_protocols TLSv1.2; ssl_ciphers HIGH:!aNULL:!MD5; location / { return 200 in; }",
        "ssl_protocols TLSv1.2; ssl_ciphers DHE-RSA-AES128-GCM-SHA256; location / { return 200 in; }",
        "ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256; location / { return 200 in; }",
    ] {
        cases.push(Case { pair: "server", ..Case::of(ciphers, any) });
        cases.push(Case { pair: "server-rsa", ..Case::of(ciphers, any) });
        cases.push(Case { pair: "server-ed25519", ..Case::of(ciphers, two) });
    }
    all_agree(&cases);
}

#[test]
fn who_is_asked_and_what_is_answered() {
    const OPTIONAL: &str = "ssl_client_certificate ca.crt; ssl_verify_client optional; location / { return 200 $ssl_client_verify; }";
    const WITHOUT: &str = "ssl_client_certificate ca.crt; ssl_verify_client optional_no_ca; location / { return 200 $ssl_client_verify; }";
    const OFF: &str =
        "ssl_client_certificate ca.crt; ssl_verify_client off; location / { return 200 $ssl_client_verify; }";
    let mut cases = Vec::new();
    for server in [OPTIONAL, WITHOUT, OFF] {
        for curl in [
            GOOD,
            "--cacert ca.crt https://api.example.test:PORT/",
            client!("stranger"),
            client!("self-signed"),
            client!("expired"),
        ] {
            cases.push(Case::of(server, curl));
        }
    }
    let none = "--cacert ca.crt https://api.example.test:PORT/";
    for (server, curl) in [
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 495 496 =403 @no; location @no { return 403 no; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 495 496 = @no; location @no { return 403 no; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 495 496 @no; location @no { return 403 no; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 496 /no; location = /no { return 403; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 400 @no; location @no { return 403 no; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 496 https://x.example.test/; location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client optional; if ($ssl_client_verify != SUCCESS) { return 403; } location / { return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client optional; if ($ssl_client_verify != SUCCESS) { return 403; } location / { return 200; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client optional; location / { if ($ssl_client_verify = NONE) { return 401; } return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client optional; location / { if ($ssl_client_verify ~ ^FAILED) { return 401; } return 200; }",
            none,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { if ($ssl_client_s_dn != \"CN=partner-a\") { return 403; } return 200; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { if ($ssl_client_s_dn != \"CN=partner-b\") { return 403; } return 200; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { if ($in = 0) { return 403; } return 200; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { proxy_pass http://127.0.0.1:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { proxy_pass http://localhost:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; deny all; location / { proxy_pass http://127.0.0.1:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { allow 127.0.0.1; deny all; proxy_pass http://127.0.0.1:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { allow 192.0.2.1; deny all; proxy_pass http://127.0.0.1:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { return 301 https://x.example.test/; }",
            GOOD,
        ),
        ("ssl_client_certificate ca.crt; ssl_verify_client on; return 204;", GOOD),
        ("ssl_client_certificate ca.crt; ssl_verify_client on; return 444;", GOOD),
        ("ssl_client_certificate ca.crt; ssl_verify_client on; location = / { return 404; }", GOOD),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location / { auth_basic x; auth_basic_user_file none; proxy_pass http://127.0.0.1:1; }",
            GOOD,
        ),
        (
            "ssl_client_certificate ca.crt; ssl_verify_client on; location /a { return 200; } location /a/b { return 403; } location ^~ /a/b/c { return 410; }",
            "-k --cert client.crt --key client.key https://api.example.test:PORT/a/b/c/d",
        ),
    ] {
        let beside = "map $ssl_client_s_dn $in { default 0; \"CN=partner-a\" 1; }";
        let backends = if server.contains("proxy_pass") { Backends::Down } else { Backends::Answer };
        cases.push(Case { beside, backends, ..Case::of(server, curl) });
    }
    all_agree(&cases);
}

#[test]
fn which_server_answers() {
    const OPEN: &str = "location / { return 200 open; }";
    const SECOND: &str = "server { listen 127.0.0.1:PORT ssl; server_name b.example.test; ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key; return 200 b; }";
    const SECOND_MUTUAL: &str = "server { listen 127.0.0.1:PORT ssl; server_name b.example.test; ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key; ssl_client_certificate ca.crt; ssl_verify_client on; location / { return 200 b; } }";
    const REJECTS: &str = "server { listen 127.0.0.1:PORT ssl default_server; ssl_reject_handshake on; }";
    const CLOSES: &str = "server { listen 127.0.0.1:PORT ssl default_server; ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key; return 444; }";
    let mine = "-k --cert client.crt --key client.key ";
    let _ = mine;
    let to_b = "-k --cert client.crt --key client.key --resolve b.example.test:PORT:127.0.0.1 https://b.example.test:PORT/";
    let to_z = "-k --cert client.crt --key client.key --resolve z.example.test:PORT:127.0.0.1 https://z.example.test:PORT/";
    let as_b =
        "-k --cert client.crt --key client.key -H 'Host: b.example.test' https://api.example.test:PORT/";
    let by_address = "-k --cert client.crt --key client.key https://127.0.0.1:PORT/";
    let by_address_as =
        "-k --cert client.crt --key client.key -H Host:b.example.test https://127.0.0.1:PORT/";
    let mut cases = vec![
        Case::beside(MUTUAL, SECOND, to_b),
        Case::beside(MUTUAL, SECOND, as_b),
        Case::beside(OPEN, SECOND_MUTUAL, as_b),
        Case::beside(OPEN, SECOND_MUTUAL, to_b),
        Case::beside(OPEN, SECOND_MUTUAL, by_address),
        Case::beside(OPEN, SECOND_MUTUAL, by_address_as),
        Case::beside(MUTUAL, SECOND, to_z),
        Case::beside(MUTUAL, REJECTS, to_z),
        Case::beside(MUTUAL, REJECTS, GOOD),
        Case::beside(MUTUAL, REJECTS, by_address),
        Case::beside(MUTUAL, CLOSES, by_address),
        Case::beside(MUTUAL, "", by_address_as),
        Case { listen: "", ..Case::of(OPEN, "-k https://api.example.test:PORT/") },
        Case { listen: "", ..Case::of(OPEN, "http://api.example.test:PORT/") },
        Case::call("http://api.example.test:PORT/"),
        Case::of(
            "ssl_client_certificate ca.crt; ssl_verify_client on; error_page 497 https://$host$request_uri; location / { return 200; }",
            "http://api.example.test:PORT/",
        ),
        Case::call("-k --cert client.crt --key client.key -H Host: https://api.example.test:PORT/"),
        Case::call("-k --cert client.crt --key client.key https://no.invalid/"),
        Case::call(
            "-k --cert client.crt --key client.key --resolve api.example.test:1:127.0.0.1 https://api.example.test:1/",
        ),
        Case::call(
            "-k --cert client.crt --key client.key --connect-to ::127.0.0.1:PORT https://api.example.test/",
        ),
        Case::call(
            "-k --cert client.crt --key client.key --connect-to api.example.test:443:127.0.0.1:PORT https://api.example.test/",
        ),
        Case::call("-k --cert client.crt --key client.key --resolve bad https://api.example.test:PORT/"),
        Case::call("-k https:///"),
        Case::call("-k foo://api.example.test:PORT/"),
        Case::call("-k --cert client.crt --key client.key https://localhost:PORT/"),
        Case::call("--cacert ca.crt --cert client.crt --key client.key https://localhost:PORT/"),
    ];
    cases.push(Case { listen: "ssl http2", ..Case::call(GOOD) });
    cases.push(Case { listen: "ssl http2", ..Case::call("--cacert ca.crt https://api.example.test:PORT/") });
    all_agree(&cases);
}

#[test]
fn configurations_that_nginx_refuses() {
    let mut cases: Vec<Case> = [
        "ssl_verify_client on;",
        "ssl_verify_client optional_no_ca;",
        "ssl_trusted_certificate ca.crt; ssl_verify_client on;",
        "ssl_client_certificate none.crt; ssl_verify_client on;",
        "ssl_client_certificate none.crt; ssl_verify_client off;",
        "ssl_client_certificate empty.pem; ssl_verify_client on;",
        "ssl_client_certificate garbage.pem; ssl_verify_client on;",
        "ssl_client_certificate client.key; ssl_verify_client on;",
        "ssl_client_certificate html; ssl_verify_client on;",
        "ssl_client_certificate ca.crt; ssl_crl none.crl; ssl_verify_client on;",
        "ssl_client_certificate ca.crt; ssl_crl garbage.pem; ssl_verify_client on;",
        "ssl_verify_client maybe;",
        "ssl_protocols TLSv1.4;",
        "ssl_ciphers NONSENSE;",
        "ssl_ecdh_curve X25519MLKEM768;",
        "ssl_verify_depth x;",
        "ssl_verify_depth 1; ssl_verify_depth 2;",
        "http2 on;",
        "nonsense on;",
        "worker_processes 1;",
        "ssl_client_certificate a b;",
        "location / { ssl_verify_client on; }",
        "location / { proxy_pass http://nobody.invalid; }",
        "location / { proxy_pass 127.0.0.1:80; }",
        "location / { proxy_pass http://backend; }",
        "include none.conf;",
        "include none*.conf;",
        "include broken.conf;",
        "listen 99999;",
        "listen 8443 ssl quic;",
        "ssl_prefer_server_ciphers maybe;",
        "ssl_password_file none;",
        "ssl_session_cache shared:SSL;",
        "ssl_session_timeout soon;",
        "server { }",
        "if { }",
        "location / { return abc; }",
        "error_log error.log loud;",
        "allow 1.2.3;",
        "client_max_body_size big;",
        "root /a; root /b;",
        "ssl_verify_client on",
        "ssl_verify_client \"on;",
        "location / {",
        "}",
        "unknown_before_the_fault; location / {",
    ]
    .into_iter()
    .map(Case::with)
    .collect();
    for lines in [
        "ssl_certificate server.crt;",
        "ssl_certificate none.crt; ssl_certificate_key server.key;",
        "ssl_certificate server.crt; ssl_certificate_key none.key;",
        "ssl_certificate garbage.pem; ssl_certificate_key server.key;",
        "ssl_certificate empty.pem; ssl_certificate_key server.key;",
        "ssl_certificate html; ssl_certificate_key server.key;",
        "ssl_certificate modern.p12; ssl_certificate_key server.key;",
        "ssl_certificate server.crt; ssl_certificate_key garbage.pem;",
        "ssl_certificate server.crt; ssl_certificate_key client.key;",
        "ssl_certificate server.crt; ssl_certificate_key server-locked.key;",
        "ssl_certificate server.crt; ssl_certificate_key server-locked.key; ssl_password_file wrong-password.txt;",
        "ssl_certificate server.crt; ssl_certificate_key server-locked.key; ssl_password_file password.txt;",
        "ssl_certificate server.crt; ssl_certificate_key server.key; ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key;",
        "",
    ] {
        cases.push(Case { bare: true, ..Case::with(lines) });
    }
    // a default server that answers, so that the cases that are taken end in something known
    for case in &mut cases {
        case.curl = "-k https://api.example.test:PORT/";
        case.beside = "root html;";
    }
    all_agree(&cases);
}
