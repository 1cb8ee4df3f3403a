//! Whether a server wants a certificate, as each kind of setting looks from outside.

use crate::server::{NOBODY, connection, found, json, nginx, run, s_server};
use crate::support::authority::{Wish, root};
use crate::support::{ANY_VERIFIED, Scene};

const REQUIRED: &str = "ssl_client_certificate ca.pem; ssl_verify_client on;";

#[test]
fn nginx_that_requires_asks_leaves_it_open_or_does_not_ask_is_told_apart() {
    let scene = Scene::new();
    for (lines, demand, without, note) in [
        (REQUIRED, "required", "refused", Some("session-kept")),
        (
            "ssl_client_certificate ca.pem; ssl_verify_client optional;",
            "optional",
            "let-in",
            Some("not-needed"),
        ),
        ("ssl_client_certificate ca.pem; ssl_verify_client off;", "not-asked", "let-in", Some("not-asked")),
        (
            "ssl_trusted_certificate ca.pem; ssl_client_certificate ca.pem; ssl_verify_client optional; if ($ssl_client_verify != SUCCESS) { return 403; }",
            "required",
            "refused",
            None,
        ),
    ] {
        let server = nginx(&scene, "server", lines);
        let report = json(&scene, server.port, "alice", &[]);
        assert_eq!(report["client_certificate"], demand, "{lines}");
        for version in ["1.3", "1.2"] {
            assert_eq!(connection(&report, version, "nothing")["outcome"], without, "{lines}");
            assert_eq!(connection(&report, version, "certificate")["outcome"], "let-in", "{lines}");
        }
        assert_eq!(report["as_expected"], true, "{lines}");
        if let Some(note) = note {
            assert!(found(&report).contains(&note), "{lines}: {:?}", found(&report));
        }
        let names = &report["asks"]["authorities"];
        let expected = (demand != "not-asked").then_some("CN=Scene Authority");
        assert_eq!(names[0].as_str(), expected, "{lines}");
    }
}

#[test]
fn expectations_are_met_or_not_and_the_exit_code_says_so() {
    let scene = Scene::new();
    let stranger = root("Stranger Authority").issue(3, Wish::client("mallory"));
    scene.put("mallory", &stranger, &[]);
    let strict = nginx(&scene, "server", REQUIRED);
    let lax = nginx(&scene, "server", "ssl_client_certificate ca.pem; ssl_verify_client optional;");
    for (port, who, expect, met) in [
        (strict.port, "alice", "ok", true),
        (strict.port, "mallory", "ok", false),
        (strict.port, NOBODY, "ok", false),
        (lax.port, NOBODY, "ok", true),
        (strict.port, "alice", "cert-ok", true),
        (strict.port, "mallory", "cert-ok", false),
        (strict.port, "alice", "cert-refused", false),
        (strict.port, "mallory", "cert-refused", true),
        (lax.port, "mallory", "cert-refused", true),
        (strict.port, NOBODY, "no-cert-refused", true),
        (lax.port, NOBODY, "no-cert-refused", false),
        (strict.port, NOBODY, "no-cert-ok", false),
        (lax.port, NOBODY, "no-cert-ok", true),
        (strict.port, NOBODY, "chain-ok", true),
        (strict.port, NOBODY, "chain-refused", false),
    ] {
        let output = run(&scene, port, who, &["--expect", expect]);
        let words = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(i32::from(!met)), "{who} {expect}\n{words}");
        let line = if met { "As expected: " } else { "Not as expected: " };
        assert!(words.contains(&format!("\n{line}{expect}\n")), "{words}");
    }
    // all of several have to be met
    let both = ["--expect", "cert-ok", "--expect", "no-cert-refused"];
    assert_eq!(run(&scene, strict.port, "alice", &both).status.code(), Some(0));
    assert_eq!(run(&scene, lax.port, "alice", &both).status.code(), Some(1));
}

#[test]
fn a_server_that_wants_a_certificate_in_one_version_alone_is_named() {
    let scene = Scene::new();
    // a server that does not speak one of them lets nobody in by it
    for version in [&[][..], &["-tls1_2"], &["-tls1_3"]] {
        let server = s_server(&scene, &[&["-Verify", "1", "-verify_return_error"], version].concat());
        let report = json(&scene, server.port, "alice", &["--expect", "no-cert-refused"]);
        let seen = (report["client_certificate"].as_str(), report["as_expected"].as_bool());
        assert_eq!(seen, (Some("required"), Some(true)), "{version:?}");
        assert!(!found(&report).contains(&"versions-differ"), "{version:?}");
    }
    let lines = "ssl_client_certificate ca.pem; ssl_verify_client optional;
                 set $both $ssl_protocol$ssl_client_verify; if ($both = TLSv1.3NONE) { return 403; }";
    let server = nginx(&scene, "server", lines);
    let report =
        json(&scene, server.port, "alice", &["--expect", "no-cert-refused", "--expect", "no-cert-ok"]);
    assert_eq!(report["client_certificate"], "differs");
    assert_eq!(found(&report), ["versions-differ"]);
    for expected in report["expected"].as_array().unwrap() {
        assert_eq!(expected["met"], false, "{expected}");
    }
}

#[test]
fn whose_certificates_are_asked_for_and_whether_ours_is_one_of_them() {
    let scene = Scene::new();
    let stranger = root("Stranger Authority").issue(3, Wish::client("mallory"));
    scene.put("mallory", &stranger, &[]);
    let named = nginx(&scene, "server", REQUIRED);
    let silent = nginx(&scene, "server", "ssl_trusted_certificate ca.pem; ssl_verify_client optional_no_ca;");
    assert!(found(&json(&scene, named.port, "mallory", &[])).contains(&"own-issuer-not-named"));
    assert!(!found(&json(&scene, named.port, "alice", &[])).contains(&"own-issuer-not-named"));
    // a server that names nobody is told of, and says nothing of ours
    let report = json(&scene, silent.port, "mallory", &[]);
    assert!(
        found(&report).contains(&"no-authority-named") && !found(&report).contains(&"own-issuer-not-named")
    );
    assert!(!found(&json(&scene, named.port, "alice", &[])).contains(&"no-authority-named"));
}

#[test]
fn sessions_that_go_on_are_told_from_full_handshakes() {
    let scene = Scene::new();
    for (lines, resumed) in
        [("ssl_session_cache shared:s:1m;", true), ("ssl_session_tickets off; ssl_session_cache off;", false)]
    {
        let server = nginx(&scene, "server", &format!("{REQUIRED} {lines}"));
        let report = json(&scene, server.port, "alice", &[]);
        for version in ["1.3", "1.2"] {
            let session = connection(&report, version, "session");
            assert_eq!(session["resumed"], resumed, "{lines} {version}");
            // the certificate is not shown again: only the session stands for it
            assert_eq!(session["outcome"], if resumed { "let-in" } else { "refused" }, "{lines} {version}");
        }
        assert_eq!(found(&report).contains(&"session-kept"), resumed, "{lines}");
    }
}

#[test]
fn our_own_gateway_is_seen_as_it_is() {
    let scene = Scene::new();
    let gateway = scene.start_with("", ANY_VERIFIED);
    let report = json(&scene, gateway.port, "alice", &["--expect", "ok", "--expect", "no-cert-refused"]);
    assert_eq!(report["as_expected"], true, "{report:#}");
    assert_eq!(report["groups"], serde_json::json!(["X25519MLKEM768", "x25519", "secp256r1", "secp384r1"]));
    assert_eq!(report["protocol"], "h2");
    let refused = connection(&report, "1.3", "nothing");
    assert_eq!(
        (refused["end"]["kind"].as_str(), refused["end"]["status"].as_u64()),
        (Some("answer"), Some(400))
    );
    // nginx 1.22 with OpenSSL 3.0 has no hybrid group
    let nginx = nginx(&scene, "server", REQUIRED);
    let report = json(&scene, nginx.port, "alice", &[]);
    assert!(!report["groups"].as_array().unwrap().contains(&"X25519MLKEM768".into()), "{report:#}");
    assert_eq!(report["protocol"], "http/1.1", "http2 is not on");
}
