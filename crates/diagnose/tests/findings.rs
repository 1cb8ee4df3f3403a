//! What is remarkable about configurations: each finding beside its nearest neighbour that has none, the guide's own file, and what
//! this product renders. Commands are `findings_commands.rs`'s.

mod support;

use std::path::Path;

use diagnose::files::Memory;
use diagnose::finding::{Fault, Finding, of_configuration};
use pki::moment::Moment;
use support::kit::{Wish, issue, list, pem};
use support::now;
use text::Lang;

const CONF: &str = "/etc/nginx/nginx.conf";

fn find(http: &str) -> Vec<Finding> {
    find_in(http, Memory::new())
}

fn find_in(http: &str, files: Memory) -> Vec<Finding> {
    let text = format!("error_log e.log info;\nevents {{}}\nhttp {{\n{http}\n}}\n");
    let found = of_configuration(CONF, &files.with(CONF, text), now());
    for finding in &found {
        for lang in Lang::ALL {
            let message = finding.fault.message(lang);
            assert!(message.problem.ends_with('.') && message.remedy.ends_with(['.', '”']), "{message}");
        }
    }
    found
}

fn has(http: &str, wanted: impl Fn(&Fault) -> bool) -> bool {
    find(http).iter().any(|finding| wanted(&finding.fault))
}

const TLS: &str =
    "listen 443 ssl; ssl_certificate s.crt; ssl_certificate_key s.key; ssl_protocols TLSv1.2 TLSv1.3;";
const ASKS: &str = "ssl_client_certificate ca.crt; ssl_verify_client on;";

fn server(lines: &str) -> String {
    format!("server {{ {TLS} server_name a; {lines} }}")
}

/// A kind of finding.
type Kind = fn(&Fault) -> bool;

#[test]
fn each_finding_has_a_neighbour_without_it() {
    const BEHIND: &str = "server { listen 443 ssl; ssl_certificate s.crt; ssl_certificate_key s.key; ssl_client_certificate ca.crt; ssl_verify_client on; location / { proxy_pass http://127.0.0.1:8080; } }";
    const OPTIONAL: &str = "ssl_client_certificate ca.crt; ssl_verify_client optional;";
    const SESSIONS: &str = "ssl_session_cache shared:s:1m;";
    let cases: Vec<(Kind, String, String)> = vec![
        (|fault| matches!(fault, Fault::NobodyAsks), server(""), server(ASKS)),
        // whoever is refused, asked for a password or sent away does not come in
        (|fault| matches!(fault, Fault::NobodyAsks), server("allow all; deny all;"), server("deny all;")),
        (
            |fault| matches!(fault, Fault::NobodyAsks),
            server("deny all; location / { allow all; }"),
            server("location / { allow 10.0.0.0/8; deny all; }"),
        ),
        (
            |fault| matches!(fault, Fault::NobodyAsks),
            server("auth_basic x; location /free { auth_basic off; }"),
            server("auth_basic x; location / { proxy_pass http://127.0.0.1:1; }"),
        ),
        (
            |fault| matches!(fault, Fault::NobodyAsks),
            server("location /old { return 301 https://b; }"),
            server("return 301 https://other$request_uri;"),
        ),
        (
            |fault| matches!(fault, Fault::OptionalUnchecked(_)),
            server(&format!("{OPTIONAL} satisfy any; location / {{ root a; }}")),
            server(&format!("{OPTIONAL} satisfy any; auth_basic x; deny all; location / {{ root a; }}")),
        ),
        (
            |fault| matches!(fault, Fault::OptionalUnchecked(_)),
            server(&format!(
                "{OPTIONAL} location / {{ proxy_pass http://127.0.0.1:1; proxy_set_header X-A $host; }}"
            )),
            server(&format!(
                "{OPTIONAL} location / {{ proxy_pass http://127.0.0.1:1; proxy_set_header X-A $ssl_client_verify; }}"
            )),
        ),
        (
            |fault| matches!(fault, Fault::OptionalForwarded(_)),
            server(&format!(
                "{OPTIONAL} location / {{ proxy_pass http://127.0.0.1:1; proxy_set_header X-A $ssl_client_verify; }}"
            )),
            server(&format!(
                "{OPTIONAL} location / {{ proxy_pass http://127.0.0.1:1; proxy_set_header X-A $host; }}"
            )),
        ),
        (
            |fault| matches!(fault, Fault::NameTaken { name, at } if name == "a" && at == "0.0.0.0:443"),
            format!("{} server {{ {TLS} server_name b a; }}", server(ASKS)),
            format!("{} server {{ {TLS} server_name b; }}", server(ASKS)),
        ),
        (
            |fault| matches!(fault, Fault::NameTaken { name, .. } if name == ".a"),
            format!("{} server {{ {TLS} server_name .a; }}", server(ASKS)),
            format!("{} server {{ {TLS} server_name *.a; }}", server(ASKS)),
        ),
        (
            |fault| matches!(fault, Fault::NameTaken { name, .. } if name.is_empty()),
            format!("{} server {{ {TLS} }} server {{ {TLS} }}", server(ASKS)),
            format!("{} server {{ {TLS} }} server {{ listen 444 ssl; }}", server(ASKS)),
        ),
        (
            |fault| matches!(fault, Fault::NotAsked(name) if name == "b"),
            format!("{} server {{ {TLS} server_name b; }}", server(ASKS)),
            format!("{ASKS} {} server {{ {TLS} server_name b; }}", server("")),
        ),
        (
            |fault| matches!(fault, Fault::OptionalUnchecked(_)),
            server("ssl_client_certificate ca.crt; ssl_verify_client optional;"),
            server(
                "ssl_client_certificate ca.crt; ssl_verify_client optional; if ($ssl_client_verify != SUCCESS) { return 403; }",
            ),
        ),
        (
            |fault| matches!(fault, Fault::OptionalUnchecked(_)),
            server("ssl_verify_client optional_no_ca;"),
            // without a certificate its name is empty, whoever issues
            format!(
                "map $ssl_client_s_dn $who {{ default 0; CN=a 1; }} {}",
                server("ssl_verify_client optional_no_ca; if ($who = 0) { return 403; }")
            ),
        ),
        (
            |fault| matches!(fault, Fault::OptionalNoAuthority(_)),
            format!(
                "map $ssl_client_s_dn $who {{ default 0; CN=a 1; }} {}",
                server("ssl_verify_client optional_no_ca; if ($who = 0) { return 403; }")
            ),
            format!(
                "map $ssl_client_s_dn $who {{ default 0; CN=a 1; }} {}",
                server(
                    "ssl_client_certificate ca.crt; ssl_verify_client optional; if ($who = 0) { return 403; }"
                )
            ),
        ),
        (
            |fault| matches!(fault, Fault::OptionalNoAuthority(_)),
            server("ssl_verify_client optional_no_ca; if ($ssl_client_verify != SUCCESS) { return 403; }"),
            server(
                "ssl_client_certificate ca.crt; ssl_verify_client optional; if ($ssl_client_verify != SUCCESS) { return 403; }",
            ),
        ),
        (
            |fault| matches!(fault, Fault::AlwaysTrue),
            server(
                "ssl_client_certificate ca.crt; ssl_verify_client optional; if ($ssl_client_verify) { return 200; }",
            ),
            server(
                "ssl_client_certificate ca.crt; ssl_verify_client optional; if ($ssl_client_verify = SUCCESS) { return 200; }",
            ),
        ),
        (
            |fault| matches!(fault, Fault::NoRevocation(_)),
            server(ASKS),
            server(&format!("{ASKS} ssl_crl a.crl;")),
        ),
        (
            |fault| matches!(fault, Fault::TrustsMore(_)),
            server(&format!("{ASKS} ssl_trusted_certificate b.crt;")),
            server(ASKS),
        ),
        (
            |fault| matches!(fault, Fault::TrustedAlone),
            server("ssl_trusted_certificate b.crt; ssl_verify_client on;"),
            server(ASKS),
        ),
        (
            |fault| matches!(fault, Fault::WeakSuites(_)),
            server("ssl_ciphers HIGH:!aNULL:!MD5;"),
            server("ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256;"),
        ),
        (
            |fault| matches!(fault, Fault::OldVersions(_)),
            "server { listen 443 ssl; ssl_certificate s.crt; ssl_certificate_key s.key; }".to_owned(),
            server(""),
        ),
        (
            |fault| matches!(fault, Fault::NoNewest),
            "server { listen 443 ssl; ssl_protocols TLSv1.2; }".to_owned(),
            server(""),
        ),
        (|fault| matches!(fault, Fault::Tickets), server(""), server("ssl_session_tickets off;")),
        (
            |fault| matches!(fault, Fault::NoDefaultServer(_)),
            server(ASKS),
            format!("{} server {{ listen 443 ssl default_server; ssl_reject_handshake on; }}", server(ASKS)),
        ),
        (
            |fault| matches!(fault, Fault::PlainServesToo { .. }),
            format!(
                "{} server {{ listen 80; location / {{ proxy_pass http://127.0.0.1:1; }} }}",
                server(&format!("{ASKS} location / {{ proxy_pass http://127.0.0.1:1; }}"))
            ),
            format!(
                "{} server {{ listen 80; return 308 https://a; }}",
                server(&format!("{ASKS} location / {{ proxy_pass http://127.0.0.1:1; }}"))
            ),
        ),
        (
            |fault| matches!(fault, Fault::ResumesElsewhere),
            format!("ssl_session_cache shared:s:1m; {} server {{ {TLS} server_name b; }}", server(ASKS)),
            format!("ssl_session_tickets off; {} server {{ {TLS} server_name b; }}", server(ASKS)),
        ),
        (
            |fault| matches!(fault, Fault::ResumesElsewhere),
            format!("ssl_session_cache shared:s:1m; {} server {{ {TLS} server_name b; }}", server(ASKS)),
            // whoever refuses every handshake makes no session
            format!(
                "ssl_session_cache shared:s:1m; {} server {{ {TLS} server_name b; ssl_reject_handshake on; }}",
                server(ASKS)
            ),
        ),
        (
            |fault| matches!(fault, Fault::ByName(_)),
            server("location / { proxy_pass http://localhost:8080; }"),
            server("location / { proxy_pass http://127.0.0.1:8080; }"),
        ),
        (
            |fault| matches!(fault, Fault::ByName(_)),
            format!("upstream x {{ server localhost:1; }} {}", server("location / { proxy_pass http://x; }")),
            format!("upstream x {{ server 127.0.0.1:1; }} {}", server("location / { proxy_pass http://x; }")),
        ),
        (
            |fault| matches!(fault, Fault::BackendInClear(_)),
            server("location / { proxy_pass http://10.0.0.7:8080; }"),
            server("location / { proxy_pass http://127.0.0.1:8080; }"),
        ),
        (
            |fault| matches!(fault, Fault::BackendUnverified(_)),
            server("location / { proxy_pass https://10.0.0.7; }"),
            server("location / { proxy_pass https://10.0.0.7; proxy_ssl_verify on; }"),
        ),
        (
            |fault| matches!(fault, Fault::BackendElsewhere(_)),
            server(&format!("{ASKS} location / {{ proxy_pass http://127.0.0.1:1; }}")),
            server(&format!("{ASKS} location / {{ proxy_pass http://unix:/run/a:; }}")),
        ),
        (
            |fault| matches!(fault, Fault::BackendOpen(_)),
            format!("{BEHIND} server {{ listen 8080; }}"),
            format!("{BEHIND} server {{ listen 127.0.0.1:8080; }}"),
        ),
        (
            |fault| matches!(fault, Fault::BackendElsewhere(_)),
            format!("{BEHIND} server {{ listen 127.0.0.1:8081; }}"),
            format!("{BEHIND} server {{ listen 127.0.0.1:8080; }}"),
        ),
        (
            |fault| matches!(fault, Fault::CallersWord(_)),
            server(&format!(
                "{ASKS} location / {{ proxy_pass http://127.0.0.1:1; proxy_set_header X-SSL-Client-S-DN $http_x_ssl_client_s_dn; }}"
            )),
            server(&format!(
                "{ASKS} location / {{ proxy_pass http://127.0.0.1:1; proxy_set_header X-SSL-Client-S-DN $ssl_client_s_dn; proxy_set_header X-Request-Id $http_x_request_id; }}"
            )),
        ),
        (
            |fault| matches!(fault, Fault::OptionalUnchecked(_)),
            server(&format!("{OPTIONAL} if ($ssl_client_verify = FAILED) {{ return 403; }}")),
            server(&format!("{OPTIONAL} if ($ssl_client_verify = NONE) {{ return 403; }}")),
        ),
        (
            |fault| matches!(fault, Fault::ResumesElsewhere),
            format!("{SESSIONS} {} server {{ {TLS} server_name b; }}", server(ASKS)),
            // the versions are the default server's: without 1.3 there
            format!(
                "{SESSIONS} server {{ listen 443 ssl default_server; ssl_certificate s.crt; ssl_certificate_key s.key; server_name b; }} {}",
                server(ASKS)
            ),
        ),
        (
            |fault| matches!(fault, Fault::NoIdentity(_)),
            server(&format!("{ASKS} location / {{ proxy_pass http://127.0.0.1:1; }}")),
            server(&format!(
                "{ASKS} location / {{ proxy_pass http://127.0.0.1:1; proxy_set_header X $ssl_client_s_dn; }}"
            )),
        ),
        (
            |fault| matches!(fault, Fault::IdentityLost(_)),
            server(&format!(
                "{ASKS} proxy_set_header X $ssl_client_s_dn; location / {{ proxy_pass http://127.0.0.1:1; proxy_set_header Host $host; }}"
            )),
            server(&format!(
                "{ASKS} proxy_set_header X $ssl_client_s_dn; location / {{ proxy_pass http://127.0.0.1:1; }}"
            )),
        ),
        (
            |fault| matches!(fault, Fault::Underscores),
            format!("underscores_in_headers on; {}", server(ASKS)),
            server(ASKS),
        ),
    ];
    for (kind, with, without) in cases {
        assert!(has(&with, kind), "{with}: {:?}", find(&with));
        assert!(!has(&without, kind), "{without}: {:?}", find(&without));
    }
    let level = |line: &str| {
        let text = format!("{line}\nevents {{}}\nhttp {{ {} }}", server(ASKS));
        let found = of_configuration(CONF, &Memory::new().with(CONF, text), now());
        found.iter().any(|finding| matches!(finding.fault, Fault::LogHides(_)))
    };
    assert!(level("error_log e.log;") && level("") && level("error_log e.log warn;"));
    assert!(!level("error_log e.log info;") && !level("error_log e.log debug;"));
    // the log that counts is that of the server which asks
    let own = |line: &str| {
        has(&server(&format!("{ASKS} {line}")), |fault| matches!(fault, Fault::LogHides(name) if name == "a"))
    };
    assert!(own("error_log a.log;") && own("error_log a.log warn;"));
    assert!(!own("") && !own("error_log a.log info;"));
    let beside = |line: &str| {
        has(&format!("{} server {{ listen 80; {line} }}", server(ASKS)), |fault| {
            matches!(fault, Fault::LogHides(_))
        })
    };
    assert!(!beside("error_log b.log;"));
}

#[test]
fn what_stands_behind_a_brace_that_is_never_closed_is_not_said_to_lack() {
    let of = |text: String| of_configuration(CONF, &Memory::new().with(CONF, text), now());
    let whole = format!("events {{}}\nhttp {{ {} }}\n", server(""));
    let broken = format!("events {{}}\nhttp {{ {} ", server("server_name \"b;"));
    let lacks = |found: &[Finding]| found.iter().any(|finding| finding.fault == Fault::NobodyAsks);
    assert!(lacks(&of(whole)) && !lacks(&of(broken)));
}

#[test]
fn files_are_looked_into() {
    let ca = issue(&Wish::authority("CA"), None);
    let other = issue(&Wish::authority("Other"), None);
    let between = issue(&Wish::authority("Between"), Some(&ca));
    let ended = issue(&Wish { until: -1, ..Wish::authority("Ended") }, None);
    let leaf = issue(&Wish { until: 3650, ..Wish::server("a", &["a"]) }, Some(&ca));
    let rsa =
        issue(&Wish { algorithm: pki::key::KeyAlgorithm::Rsa2048, ..Wish::server("a", &["a"]) }, Some(&ca));
    let certificates = |made: &[&support::kit::Made]| {
        pem("CERTIFICATE", &made.iter().map(|made| made.der.as_slice()).collect::<Vec<_>>())
    };
    let crl = |lists: &[Vec<u8>]| pem("X509 CRL", &lists.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let conf = server(&format!("{ASKS} ssl_crl a.crl;"));
    let look = |anchors: &[&support::kit::Made],
                lists: &[Vec<u8>],
                leaf: &support::kit::Made,
                keys: &[(&str, &support::kit::Made)]| {
        let mut files = Memory::new()
            .with("/etc/nginx/ca.crt", certificates(anchors))
            .with("/etc/nginx/s.crt", certificates(&[leaf]));
        if !lists.is_empty() {
            files = files.with("/etc/nginx/a.crl", crl(lists));
        }
        for (name, made) in keys {
            files = files.with(&format!("/etc/nginx/{name}"), made.key.to_pem().expose());
        }
        find_in(&conf, files).into_iter().map(|finding| finding.fault).collect::<Vec<_>>()
    };
    let good = look(
        &[&ca],
        &[list(&ca, &[], -1, 29)],
        &issue(&Wish::server("a", &["a"]), Some(&ca)),
        &[("s.key", &leaf)],
    );
    let about_files = |fault: &&Fault| {
        matches!(
            fault,
            Fault::ListMissing { .. }
                | Fault::ListEnded { .. }
                | Fault::ListEndsSoon { .. }
                | Fault::AuthorityEnded { .. }
                | Fault::DepthTooSmall { .. }
                | Fault::AuthorityKeyHere(_)
                | Fault::AllEndTogether(_)
                | Fault::SlowKey(_)
        )
    };
    assert_eq!(good.iter().filter(about_files).count(), 0, "{good:?}");
    let only = |found: Vec<Fault>, wanted: fn(&Fault) -> bool| {
        let found: Vec<Fault> = found.into_iter().filter(|fault| about_files(&fault)).collect();
        assert!(!found.is_empty() && found.iter().all(wanted), "{found:?}");
    };
    let short = issue(&Wish::server("a", &["a"]), Some(&ca));
    only(
        look(&[&ca, &other], &[list(&ca, &[], -1, 29)], &short, &[]),
        |fault| matches!(fault, Fault::ListMissing { authority } if authority == "Other"),
    );
    only(look(&[&ca], &[list(&ca, &[], -9, -1)], &short, &[]), |fault| {
        matches!(fault, Fault::ListEnded { .. })
    });
    only(look(&[&ca], &[list(&ca, &[], -9, 3)], &short, &[]), |fault| {
        matches!(fault, Fault::ListEndsSoon { .. })
    });
    only(look(&[&ended], &[list(&ended, &[], -1, 29)], &short, &[]), |fault| {
        matches!(fault, Fault::AuthorityEnded { .. })
    });
    // an authority that allows one intermediate or none leaves nothing to be said of the depth
    let note =
        |anchors: &[&support::kit::Made]| look(anchors, &[], &short, &[]).contains(&Fault::DepthNotSaid);
    let one = issue(&Wish { path_length: Some(1), ..Wish::authority("One") }, None);
    let two = issue(&Wish { path_length: Some(2), ..Wish::authority("Two") }, None);
    assert!(note(&[]) && note(&[&ca]) && note(&[&one, &two]) && !note(&[&one]));
    assert!(!has(&server(&format!("{ASKS} ssl_verify_depth 1;")), |fault| *fault == Fault::DepthNotSaid));
    let deep = issue(&Wish::authority("Deep"), Some(&between));
    let all = [list(&ca, &[], -1, 29), list(&between, &[], -1, 29), list(&deep, &[], -1, 29)];
    only(look(&[&ca, &between, &deep], &all, &short, &[]), |fault| {
        matches!(fault, Fault::DepthTooSmall { depth: 1, between: 2 })
    });
    only(look(&[&ca], &[list(&ca, &[], -1, 29)], &leaf, &[]), |fault| {
        matches!(fault, Fault::AllEndTogether(_))
    });
    only(look(&[&ca], &[list(&ca, &[], -1, 29)], &rsa, &[]), |fault| matches!(fault, Fault::SlowKey(_)));
    only(look(&[&ca], &[list(&ca, &[], -1, 29)], &short, &[("ca.key", &ca)]), |fault| {
        matches!(fault, Fault::AuthorityKeyHere(_))
    });
    let _ = Moment::LAST;
}

fn guide() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/guide.ko.md");
    std::fs::read_to_string(path).expect("the guide")
}

/// The configuration in the guide, with what is said of it in the table of corrections.
#[test]
fn the_guides_configuration_is_corrected_throughout() {
    let guide = guide();
    let (_, rest) = guide.split_once("```nginx\n").expect("a configuration");
    let (conf, _) = rest.split_once("```").expect("its end");
    let found = of_configuration(CONF, &Memory::new().with(CONF, conf), now());
    let kinds: Vec<Kind> = vec![
        |fault| matches!(fault, Fault::NoRevocation(_)),
        |fault| matches!(fault, Fault::DepthNotSaid),
        |fault| matches!(fault, Fault::WeakSuites(names) if names.contains("SHA")),
        |fault| matches!(fault, Fault::Tickets),
        |fault| matches!(fault, Fault::NoDefaultServer(_)),
        |fault| matches!(fault, Fault::LogHides(_)),
        |fault| matches!(fault, Fault::ByName(to) if to == "localhost:8080"),
        |fault| matches!(fault, Fault::BackendElsewhere(_)),
        |fault| matches!(fault, Fault::NoIdentity(_)),
    ];
    for (number, kind) in kinds.iter().enumerate() {
        assert!(found.iter().any(|finding| kind(&finding.fault)), "{number}: {found:?}");
    }
    assert_eq!(found.len(), kinds.len(), "{found:?}");
}
