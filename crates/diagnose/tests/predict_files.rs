//! The predictions against nginx and curl: the forms that files of certificates have, what the certificates say of their keys and names,
//! and lists of ciphers in words. Who is trusted is `predict.rs`'s.

mod support;

use diagnose::predict::{Assumption, Reason};
use pki::verify::openssl::Code;
use support::case::{Case, GOOD, MUTUAL, all_agree, judge, modelled};
use support::kit::{self, fill};
use testkit::{TempDir, tool};

fn all_agree_in(folder: &TempDir, cases: &[Case]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|case| (case, judge(folder, case)))
        .filter(|(_, found)| !found.is_empty())
        .map(|(case, found)| {
            format!("{} | {} | {}\n  {}", case.pair, case.server, case.curl, found.join("\n  "))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn pem_has_several_forms() {
    const MARK: &str = "\u{feff}";
    let folder = TempDir::new();
    fill(&folder);
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect("it was put there");
    for name in ["ca", "client", "server", "issuing-ca"] {
        let own = tool("openssl").args(["x509", "-trustout", "-in", &format!("{name}.crt")]);
        folder.write(format!("{name}-trusted.crt"), own.in_folder(folder.path()).succeeds().text());
    }
    folder.write("mark.crt", format!("{MARK}{}", text("ca.crt")));
    folder.write("marks.crt", format!("{MARK}{MARK}{}", text("ca.crt")));
    folder.write("each-mark.crt", format!("{MARK}{}{MARK}{}", text("other-ca.crt"), text("ca.crt")));
    folder.write("inner-mark.crt", format!("{}\n{MARK}{}", text("other-ca.crt"), text("ca.crt")));
    folder.write("blank.crt", text("ca.crt").replacen('\n', "\n\n", 1));
    folder.write("blanks.crt", text("ca.crt").replace('\n', "\n\n"));
    folder.write(
        "trusted-beside.crt",
        format!("{}{}", text("server-below.crt"), text("issuing-ca-trusted.crt")),
    );
    folder.write("sent-beside.crt", format!("{}{}", text("server-below.crt"), text("issuing-ca.crt")));
    folder.write("trusted-too.crt", format!("{}{}", text("ca-trusted.crt"), text("other-ca.crt")));
    let mut cases = Vec::new();
    for store in
        ["ca-trusted", "trusted-too", "mark", "marks", "each-mark", "inner-mark", "blank", "blanks", "ca"]
    {
        let asks = "ssl_verify_client on; location / { return 200 in; }";
        cases.push(Case::with(&format!("ssl_client_certificate {store}.crt; {asks}")));
        let beside = "ssl_client_certificate other-ca.crt;";
        cases.push(Case::with(&format!("{beside} ssl_trusted_certificate {store}.crt; {asks}")));
        cases.push(Case::call(&GOOD.replace("ca.crt", &format!("{store}.crt"))));
    }
    cases.push(Case::call(&GOOD.replace("client.crt", "client-trusted.crt")));
    for (certificate, key) in
        [("server-trusted", "server"), ("trusted-beside", "server-below"), ("sent-beside", "server-below")]
    {
        let pair = format!("ssl_certificate {certificate}.crt; ssl_certificate_key {key}.key;");
        cases.push(Case { bare: true, ..Case::with(&format!("{pair} {MUTUAL}")) });
    }
    all_agree_in(&folder, &cases);
}

#[test]
fn certificates_say_what_their_keys_are_for_and_how_hosts_are_called() {
    let folder = TempDir::new();
    fill(&folder);
    kit::put_servers(&folder);
    let open = "ssl_protocols TLSv1.2 TLSv1.3; location / { return 200; }";
    let mut cases = Vec::new();
    let pairs = ["signs", "enciphers", "agrees", "signs-and-agrees", "rsa-enciphers", "edwards-enciphers"];
    for pair in pairs {
        for curl in ["--tls-max 1.2", "--tlsv1.3"] {
            let curl = format!("--cacert own-ca.crt {curl} https://api.example.test:PORT/");
            cases.push(Case { pair: pair.to_owned(), ..Case::of(open, &curl) });
        }
    }
    let two = format!("ssl_certificate rsa-enciphers.crt; ssl_certificate_key rsa-enciphers.key; {open}");
    let curl = "--cacert own-ca.crt --tls-max 1.2 https://api.example.test:PORT/";
    cases.push(Case { pair: "enciphers".to_owned(), ..Case::of(&two, curl) });
    for pair in ["named-last", "named-first", "signs"] {
        for host in ["api.example.test", "Other.Example.Test", "Other.Example.Test."] {
            let curl = format!("--cacert own-ca.crt --connect-to ::127.0.0.1:PORT https://{host}:PORT/");
            cases.push(Case { pair: pair.to_owned(), ..Case::of(open, &curl) });
        }
    }
    all_agree_in(&folder, &cases);
}

#[test]
fn ciphers_have_words_for_many() {
    let open = "ssl_protocols TLSv1.2; location / { return 200; }";
    let mut cases = Vec::new();
    for ciphers in [
        "SUITEB128",
        "SUITEB128ONLY:!aNULL",
        "suiteb128",
        "HIGH:SUITEB128",
        "FOO",
        "FOO:HIGH",
        "FIPS",
        "COMPLEMENTOFDEFAULT",
        "CAMELLIA",
        "CAMELLIA:AESGCM",
        "AESCCM8",
        "ARIA",
        "kDHEPSK",
        "kRSAPSK:FIPS",
        "eNULL",
        "TLS_AES_128_GCM_SHA256",
    ] {
        cases.push(Case::of(&format!("ssl_ciphers {ciphers}; {open}"), "-k https://api.example.test:PORT/"));
        let curl = format!("-k --ciphers {ciphers} https://api.example.test:PORT/");
        cases.push(Case::of(open, &curl));
        let newest = "ssl_protocols TLSv1.2 TLSv1.3; location / { return 200; }";
        cases.push(Case::of(newest, &format!("--tls-max 1.2 {curl}")));
    }
    all_agree(&cases);
}

/// The level of security that a list of ciphers names counts for certificates as well, on either side.
#[test]
fn levels_of_security_count_for_certificates() {
    let asks = "ssl_client_certificate ca.crt; ssl_verify_client on; location / { return 200; }";
    let mut cases = Vec::new();
    for level in [2, 3] {
        for (pair, client) in [("server", "client"), ("server-rsa", "client"), ("server", "client-rsa")] {
            let shown = format!("--cert {client}.crt --key {client}.key https://api.example.test:PORT/");
            let curl = format!("--cacert ca.crt --ciphers DEFAULT@SECLEVEL={level} {shown}");
            cases.push(Case { pair: pair.to_owned(), ..Case::of(asks, &curl) });
            if pair == "server-rsa" {
                let server = format!("ssl_ciphers DEFAULT:@SECLEVEL={level}; {asks}");
                cases.push(Case {
                    pair: pair.to_owned(),
                    ..Case::of(&server, &format!("--cacert ca.crt {shown}"))
                });
            }
            if pair == "server" {
                let server = format!("ssl_ciphers DEFAULT:@SECLEVEL={level}; {asks}");
                cases.push(Case::of(&server, &format!("--cacert ca.crt {shown}")));
            }
        }
    }
    for suites in ["TLS_AES_128_GCM_SHA256:BOGUS", "BOGUS", "TLS_AES_128_GCM_SHA256"] {
        let server = format!("ssl_protocols TLSv1.3; {asks}");
        let curl = format!("--cacert ca.crt --tls13-ciphers {suites} https://api.example.test:PORT/");
        cases.push(Case::of(&server, &curl));
        let server = format!("ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites {suites}; {asks}");
        cases.push(Case::of(&server, "--cacert ca.crt https://api.example.test:PORT/"));
    }
    all_agree(&cases);
}

/// At the name curl looks when the handshake is through: what goes wrong in it comes first.
#[test]
fn the_curve_of_a_client_comes_before_the_name_of_a_server() {
    let mut cases = Vec::new();
    for curve in ["prime256v1", "secp384r1", "prime256v1:secp384r1"] {
        for version in ["--tls-max 1.2", "--tlsv1.3"] {
            for host in ["api.example.test", "wrong.example.test"] {
                let server = format!("ssl_ecdh_curve {curve}; {MUTUAL}");
                let curl = format!(
                    "--cacert ca.crt {version} --cert client-p384.crt --key client-p384.key --connect-to ::127.0.0.1:PORT https://{host}:PORT/"
                );
                cases.push(Case { pair: "server-rsa".to_owned(), ..Case::of(&server, &curl) });
            }
        }
    }
    // of several servers the default one's list counts
    for (first, second) in [("secp384r1", "prime256v1"), ("prime256v1", "secp384r1")] {
        let pair = "ssl_certificate server-rsa.crt; ssl_certificate_key server-rsa.key;";
        let beside = format!(
            "server {{ listen 127.0.0.1:PORT ssl; server_name b.example.test; {pair} ssl_ecdh_curve {second}; {MUTUAL} }}"
        );
        for client in ["client", "client-p384"] {
            let curl = format!(
                "-k --tls-max 1.2 --cert {client}.crt --key {client}.key --connect-to ::127.0.0.1:PORT https://b.example.test:PORT/"
            );
            let case = Case::beside(&format!("ssl_ecdh_curve {first}; {MUTUAL}"), &beside, &curl);
            cases.push(Case { pair: "server-rsa".to_owned(), ..case });
        }
    }
    all_agree(&cases);
}

/// Where early data may come, nginx reads what a client says first with another function, which its log names.
#[test]
fn early_data_is_read_by_another_function() {
    const ALL: &str = "ssl_protocols TLSv1.2 TLSv1.3; ";
    let mut cases = Vec::new();
    for early in ["ssl_early_data on; ", ""] {
        for (server, call) in [
            ("ssl_protocols TLSv1.3; ", "-k --tls-max 1.2"),
            ("ssl_protocols TLSv1.2; ", "-k --tlsv1.3"),
            (
                "ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256; ",
                "-k --tls13-ciphers TLS_AES_256_GCM_SHA384",
            ),
            (ALL, "-k --tls-max 1.2 --ciphers ECDHE-RSA-AES128-GCM-SHA256"),
            ("ssl_protocols TLSv1.3; ssl_ecdh_curve P-384; ", "-k --curves P-256"),
            (ALL, ""),
            (ALL, "--tls-max 1.2"),
            ("ssl_protocols TLSv1.2 TLSv1.3; ssl_reject_handshake on; ", "-k"),
            ("ssl_protocols TLSv1.2 TLSv1.3; ssl_reject_handshake on; ", "-k --tls-max 1.2"),
            (ALL, "-k"),
            (ALL, "-k --tls-max 1.2"),
        ] {
            cases.push(Case::of(
                &format!("{early}{server}location / {{ return 204; }}"),
                &format!("{call} https://api.example.test:PORT/"),
            ));
        }
    }
    all_agree(&cases);
}

/// A list that is missing is not what keeps out whom no authority vouches for: that is said first, though nginx speaks of the list.
#[test]
fn who_is_vouched_for_comes_before_lists() {
    const SELF_SIGNED: &str =
        "-k --cert self-signed.crt --key self-signed.key https://api.example.test:PORT/";
    const STRANGER: &str = "-k --cert stranger.crt --key stranger.key https://api.example.test:PORT/";
    const REVOKED: &str = "-k --cert revoked.crt --key revoked.key https://api.example.test:PORT/";
    let folder = TempDir::new();
    fill(&folder);
    let server = |list: &str| {
        format!(
            "ssl_client_certificate ca.crt; ssl_crl {list}; ssl_verify_client on; location / {{ return 204; }}"
        )
    };
    for (list, curl, said, code) in [
        ("current.crl", SELF_SIGNED, Code::NO_LIST, Code::SELF_SIGNED_LEAF),
        ("current.crl", STRANGER, Code::LEAF_UNVERIFIED, Code::LEAF_UNVERIFIED),
        ("of-other.crl", GOOD, Code::NO_LIST, Code::NO_LIST),
        ("current.crl", REVOKED, Code::REVOKED, Code::REVOKED),
    ] {
        let outcome = modelled(&folder, &Case::of(&server(list), curl), 18443);
        let reason = outcome.reasons.iter().find_map(|reason| match reason {
            Reason::ClientRefused { code, .. } => Some(*code),
            _ => None,
        });
        assert_eq!(reason, Some(code), "{list} {curl}");
        let log = outcome.nginx_log.map(|line| line.words).unwrap_or_default();
        assert!(log.contains(&format!("error: ({said})")), "{log}");
    }
    all_agree(&[Case::of(&server("current.crl"), SELF_SIGNED)]);
}

/// Levels that also take signatures and groups away are not followed, which is said.
#[test]
fn security_levels_above_the_third_are_told() {
    let folder = TempDir::new();
    fill(&folder);
    for (level, told) in [(3, false), (4, true), (5, true)] {
        let list = format!("DEFAULT@SECLEVEL={level}");
        let call = format!("-k --ciphers {list} https://api.example.test:PORT/");
        let outcome = modelled(&folder, &Case::call(&call), 18443);
        assert_eq!(outcome.assumptions.contains(&Assumption::NotFollowed(list)), told, "{level}");
    }
}
