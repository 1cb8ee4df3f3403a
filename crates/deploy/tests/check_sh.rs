//! `check.sh` as it is handed over, run against real nginx and real backends, whole and
//! broken in one thing at a time. What it must find is the whole list of checks that fail, and no other.

mod support;

use std::net::TcpListener;

use deploy::choices::ChoiceField;
use deploy::plan::Plan;
use pki::issue::{self, Authority};
use pki::key::KeyAlgorithm;
use pki::validity::Lifetime;
use support::check::{
    CONNECT, check_with, finds, hand_over, healthy, listen, owned, replace_in_conf, text_of, verdict,
};
use support::machine::{Machine, Setup, days_before};
use support::{Folder, now, run_well};
use testkit::entropy::SeededEntropy;
use testkit::family::{client_profile, make_authority, server_profile};
use testkit::keys::TestKeys;
use text::Lang;

#[test]
fn a_whole_machine_passes_in_both_languages_and_with_every_key() {
    for (algorithm, lang) in [
        (KeyAlgorithm::EcdsaP256, Lang::En),
        (KeyAlgorithm::Rsa2048, Lang::Ko),
        (KeyAlgorithm::Ed25519, Lang::Ko),
    ] {
        let machine = Machine::start_as(Setup { algorithm, lang, ..healthy() });
        finds(&machine, CONNECT, &[], &["backend-port"], &[]);
        hand_over(&machine, lang);
        let path = std::env::var("PATH").expect("a PATH");
        let output = check_with(&machine, CONNECT, &path);
        assert_eq!(output.status.code(), Some(0), "{}", text_of(&output));
    }
}

#[test]
fn an_address_is_called_without_a_server_name() {
    let names = &["127.0.0.1", "api.example.test"];
    let machine = Machine::start_as(Setup { names, ..healthy() });
    finds(&machine, &[], &[], &["backend-port"], &[]);
    let has_ipv6 = TcpListener::bind("[::1]:0").is_ok();
    // a machine without IPv6 could not listen on it
    if has_ipv6 {
        let machine = Machine::start_as(Setup { draft: listen("::1"), names: &["::1"], ..healthy() });
        finds(&machine, &[], &[], &["backend-port"], &[]);
        for address in ["::1", "[::1]"] {
            finds(&machine, &["--connect", address], &[], &["backend-port"], &[]);
        }
    }
}

#[test]
fn an_own_backend_passes_whatever_it_answers() {
    let draft = listen("127.0.0.1").with(ChoiceField::Backend, "own");
    let machine = Machine::start_as(Setup { draft, ..healthy() });
    finds(&machine, CONNECT, &[], &["identity-headers", "backend-port"], &[]);
}

/// What is expected follows from the choices: a path that needs a certificate, own answers, a list, a backend without a port.
#[test]
fn other_choices_are_expected_to_come_out_otherwise() {
    let paths = listen("127.0.0.1")
        .with(ChoiceField::Verify, "paths")
        .with(ChoiceField::ProtectedPaths, "/v1/pay")
        .with(ChoiceField::Refusals, "json");
    let machine = Machine::start_as(Setup { draft: paths, ..healthy() });
    finds(&machine, CONNECT, &[], &["backend-port"], &[]);

    let listed = listen("127.0.0.1")
        .with(ChoiceField::Allow, "subject")
        .with(ChoiceField::Refusals, "text")
        .with(ChoiceField::FlaskAt, "socket");
    let ours = listed.clone().with(ChoiceField::Allowed, "CN=partner-a,O=Example Inc.,C=KR");
    let machine = Machine::start_as(Setup { draft: ours, ..healthy() });
    finds(&machine, CONNECT, &[], &["backend-port"], &[]);
    for refusals in ["text", "nginx"] {
        let other =
            listed.clone().with(ChoiceField::Allowed, "CN=other").with(ChoiceField::Refusals, refusals);
        let machine = Machine::start_as(Setup { draft: other, ..healthy() });
        let advice = ["this certificate is not on its list"];
        let skipped = ["identity-headers", "backend-port"];
        finds(&machine, CONNECT, &["with-certificate"], &skipped, &advice);
    }
}

/// Callers know the server by their own system; one that is not known there, or for another name, is found.
#[test]
fn a_public_certificate_is_checked_by_the_system() {
    let draft = listen("127.0.0.1").with(ChoiceField::ServerCertificate, "public");
    let machine = Machine::start_as(Setup { draft: draft.clone(), ..healthy() });
    std::fs::remove_file(machine.client().join("ca.crt")).expect("callers get none");
    let skipped = ["backend-port", "days-authority"];
    finds(&machine, CONNECT, &[], &skipped, &[]);

    let ours = |plan: &Plan, authority: &Authority| {
        let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
        let profile = server_profile(&["api.example.test"], Lifetime::Days(20));
        let server = issue::server(&profile, &key, authority, now(), &mut SeededEntropy::new(10));
        let place =
            |path: String| plan.configuration().replace("base/nginx/nginx.conf", &format!("root{path}"));
        std::fs::write(place(plan.server_certificate()), server.expect("a server").to_pem())
            .expect("written");
        std::fs::write(place(plan.server_key()), key.to_pem().expose()).expect("written");
    };
    let machine = Machine::start_as(Setup { draft, change: &ours, ..healthy() });
    let failed = ["with-certificate", "without-certificate", "stranger", "without-authority"];
    let advice = ["This system does not trust the server’s certificate"];
    let skipped = ["identity-headers", "backend-port", "days-authority"];
    finds(&machine, CONNECT, &failed[..1], &[&failed[1..], &skipped].concat(), &advice);
}

#[test]
fn another_authority_is_found() {
    let other = |plan: &Plan, _: &Authority| {
        let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
        let authority = make_authority("Other CA", key, &mut SeededEntropy::new(8));
        std::fs::write(plan.certificate("client-ca.crt"), authority.certificate().to_pem()).expect("written");
    };
    let machine = Machine::start_as(Setup { change: &other, ..healthy() });
    let skipped = ["identity-headers", "backend-port"];
    finds(&machine, CONNECT, &["with-certificate"], &skipped, &["The server does not accept client.crt"]);
}

#[test]
fn a_backend_that_is_down_is_found() {
    let skipped = ["identity-headers", "backend-port"];
    for backend in ["flask", "own"] {
        let draft = listen("127.0.0.1").with(ChoiceField::Backend, backend);
        let machine = Machine::start_as(Setup { draft, backend: false, ..healthy() });
        finds(
            &machine,
            CONNECT,
            &["with-certificate"],
            &skipped,
            &["the backend does not answer at 127.0.0.1:"],
        );
    }
}

/// A system that knows the private authority proves less: the call without it goes through there.
#[test]
fn a_system_that_trusts_the_authority_already_is_found() {
    let machine = Machine::start_as(healthy());
    let knowing = Folder::new("knowing");
    let trusted = machine.trusted();
    let script =
        format!("#!/bin/sh\nPATH=${{PATH#*:}} CURL_CA_BUNDLE={} exec curl \"$@\"\n", trusted.display());
    let curl = knowing.write("curl", script);
    run_well(knowing.path(), "chmod", ["755".as_ref(), curl.as_os_str()]);
    let path = format!("{}:{}", knowing.text(), std::env::var("PATH").expect("a PATH"));
    hand_over(&machine, Lang::En);
    let json = check_with(&machine, &[CONNECT, &["--json"]].concat(), &path);
    let failed = (owned(&["without-authority"]), owned(&["dns", "backend-port"]));
    assert_eq!(verdict(&json), failed, "{json:?}");
    let text = text_of(&check_with(&machine, CONNECT, &path));
    assert!(text.contains("this machine trusts the server’s authority already."), "{text}");
}

#[test]
fn old_tls_is_found() {
    let old = |plan: &Plan, _: &Authority| {
        replace_in_conf(plan, "ssl_protocols TLSv1.2", "ssl_protocols TLSv1.1 TLSv1.2");
        let conf = std::fs::read_to_string(plan.configuration()).expect("a configuration");
        let ciphers = conf.lines().find(|line| line.contains("ssl_ciphers")).expect("ciphers").trim();
        replace_in_conf(plan, ciphers, "ssl_ciphers DEFAULT:@SECLEVEL=0;");
    };
    let machine = Machine::start_as(Setup { change: &old, ..healthy() });
    finds(&machine, CONNECT, &["tls-1.1"], &["backend-port"], &["TLS 1.1 or older"]);
}

#[test]
fn headers_that_are_passed_on_are_found() {
    let set = ("proxy_set_header X-SSL-Client-S-DN $ssl_client_s_dn;", "");
    // for the backend a header with underscores is the one with hyphens
    let dropped = ("underscores_in_headers off;", "underscores_in_headers on;");
    for (line, instead) in [set, dropped] {
        let pass_on = |plan: &Plan, _: &Authority| replace_in_conf(plan, line, instead);
        let machine = Machine::start_as(Setup { change: &pass_on, ..healthy() });
        let says = ["identity headers reaches the backend"];
        finds(&machine, CONNECT, &["identity-headers"], &["backend-port"], &says);
    }
}

#[test]
fn a_client_certificate_that_has_expired_is_found() {
    let machine = Machine::start_as(healthy());
    let (keys, mut entropy) = (TestKeys::new(), SeededEntropy::new(9));
    let key = keys.make(KeyAlgorithm::EcdsaP256);
    let profile = client_profile("partner-a", &[], Lifetime::Days(5));
    let expired = issue::client(&profile, &key, &machine.authority, days_before(now(), 10), &mut entropy)
        .expect("a client");
    machine.folder.write("client/client.crt", expired.to_pem());
    machine.folder.write("client/client.key", key.to_pem().expose());
    let failed = ["with-certificate", "days-client"];
    let advice = ["it has expired or was revoked", "Your certificate has expired"];
    finds(&machine, CONNECT, &failed, &["identity-headers", "backend-port"], &advice);
}

#[test]
fn a_server_certificate_that_ends_soon_is_found() {
    let soon = |plan: &Plan, authority: &Authority| {
        let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
        let profile = server_profile(&["api.example.test"], Lifetime::Days(13));
        let server = issue::server(&profile, &key, authority, now(), &mut SeededEntropy::new(10));
        std::fs::write(plan.certificate("server.crt"), server.expect("a server").to_pem()).expect("written");
        std::fs::write(plan.certificate("server.key"), key.to_pem().expose()).expect("written");
    };
    let machine = Machine::start_as(Setup { change: &soon, ..healthy() });
    let advice = ["The server’s certificate has expired or will"];
    finds(&machine, CONNECT, &["days-server"], &["backend-port"], &advice);
    // how soon is soon is the caller's to say
    let within = |days| ["--connect", "127.0.0.1", "--days", days];
    finds(&machine, &within("12"), &[], &["backend-port"], &[]);
    finds(&machine, &within("13"), &["days-server"], &["backend-port"], &["or will within 13 days"]);
    let all = ["days-client", "days-authority", "days-server"];
    finds(&machine, &within("9999"), &all, &["backend-port"], &["or will within 9999 days"; 3]);
}

/// The way around nginx cannot be tried on loopback, where the backend may answer: curl is made to say that it came from elsewhere.
#[test]
fn a_backend_that_is_open_to_others_is_found() {
    let connect = &["--connect", "127.0.0.2"];
    let elsewhere = Folder::new("elsewhere");
    let script = "#!/bin/sh\nreal=$(PATH=${PATH#*:} command -v curl)\nsaid=$(\"$real\" \"$@\")\ncode=$?\n\
                  printf '%s' \"$said\" | sed 's/127\\.0\\.0\\.2$/192.0.2.1/'\nexit $code\n";
    let curl = elsewhere.write("curl", script);
    run_well(elsewhere.path(), "chmod", ["755".as_ref(), curl.as_os_str()]);
    let path = format!("{}:{}", elsewhere.text(), std::env::var("PATH").expect("a PATH"));

    let machine = Machine::start_as(Setup { draft: listen("127.0.0.2"), ..healthy() });
    finds(&machine, connect, &[], &["backend-port"], &[]);
    let json = [connect as &[&str], &["--json"]].concat();
    let closed = check_with(&machine, &json, &path);
    assert_eq!(verdict(&closed), (Vec::new(), owned(&["dns"])), "{closed:?}");
    assert_eq!(closed.status.code(), Some(0));

    let listener = TcpListener::bind(("127.0.0.2", machine.plan.backend().port().expect("a port").number()));
    let listener = listener.expect("a port that the backend has on 127.0.0.1 alone");
    std::thread::spawn(move || listener.incoming().for_each(drop));
    let found = check_with(&machine, &json, &path);
    assert_eq!(verdict(&found), (owned(&["backend-port"]), owned(&["dns"])), "{found:?}");
    assert_eq!(found.status.code(), Some(1));
    let text = text_of(&check_with(&machine, connect, &path));
    assert!(text.contains("bypasses mutual TLS. Let the backend listen"), "{text}");
}

#[test]
fn a_server_that_is_not_there_fails_once_and_with_its_reason() {
    let machine = Machine::start_as(healthy());
    let skipped = [
        "without-certificate",
        "stranger",
        "without-authority",
        "tls-1.1",
        "identity-headers",
        "backend-port",
        "days-server",
    ];
    // nobody listens there: nginx is on 127.0.0.1 alone
    finds(
        &machine,
        &["--connect", "127.0.0.2"],
        &["with-certificate"],
        &skipped,
        &["Nobody answers on port"],
    );
    // .test exists nowhere (RFC 6761 section 6.2)
    let skipped = [&["with-certificate"], &skipped[..]].concat();
    finds(&machine, &[], &["dns"], &skipped, &["has no address in DNS"]);
}

/// Where the name leads is asked of whatever this system has for it, and compared with the machine's address when that is known.
#[test]
fn a_name_that_leads_elsewhere_is_found() {
    let names = &["localhost"];
    let machine = Machine::start_as(Setup { names, ..healthy() });
    let other = ["leads to another machine"];
    finds(&machine, &[], &[], &["backend-port"], &[]);
    finds(&machine, &["--address", "127.0.0.1"], &[], &["backend-port"], &[]);
    finds(&machine, &["--address", "127.0.0.2"], &["dns"], &["backend-port"], &other);

    // an older record beside the right one, and the systems that have other programs or none
    let programs = Folder::new("programs");
    let path = std::env::var("PATH").expect("a PATH");
    let link = "for name in dash curl openssl mktemp rm sed awk tr grep date sort dirname cat; do ln -s \"$(command -v $name)\" .; done";
    run_well(programs.path(), "sh", ["-c", link]);
    let two = "printf '127.0.0.1 STREAM\\n127.0.0.1 DGRAM\\n192.0.2.1 STREAM\\n'";
    let mac = "printf 'name: localhost\\nip_address: 127.0.0.1\\n\\nname: localhost\\nipv6_address: ::1\\n'";
    let written = |name: &str, body: &str| {
        let place = programs.write(name, format!("#!/bin/sh\n{body}\n"));
        run_well(programs.path(), "/bin/chmod", ["755".as_ref(), place.as_os_str()]);
    };
    let alone = programs.text();
    let made =
        |path: &str, address: &str| verdict(&check_with(&machine, &["--json", "--address", address], path)).0;
    hand_over(&machine, Lang::En);
    // neither: curl's own word
    assert_eq!(made(alone, "127.0.0.1"), owned(&[]));
    assert_eq!(made(alone, "127.0.0.9"), owned(&["dns"]));
    written("dscacheutil", mac);
    for (address, failed) in
        [("127.0.0.1", &[][..]), ("::1", &[]), ("::2", &["dns"]), ("127.0.0.9", &["dns"])]
    {
        assert_eq!(made(alone, address), owned(failed), "{address}");
    }
    written("getent", two);
    assert_eq!(made(&format!("{alone}:{path}"), "127.0.0.1"), owned(&["dns"]), "two machines");
}
