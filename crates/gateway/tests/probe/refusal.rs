//! Who refuses, at which step and how: with an alert, with a page, or by closing; and what is no refusal of a certificate.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use crate::server::{NOBODY, connection, found, haproxy, json, nginx, s_server};
use crate::support::authority::{Wish, root};
use crate::support::{ANY_VERIFIED, Scene};

const REQUIRED: &str = "ssl_client_certificate ca.pem; ssl_verify_client on;";

fn scene() -> Scene {
    let scene = Scene::new();
    scene.put("mallory", &root("Stranger Authority").issue(3, Wish::client("mallory")), &[]);
    scene.put("late", &scene.authority.issue(4, Wish::client("late").days(-20, -10)), &[]);
    scene
}

#[test]
fn pages_of_nginx_are_read() {
    let scene = scene();
    let server = nginx(&scene, "server", REQUIRED);
    for (who, shown, words, means) in [
        (
            NOBODY,
            "nothing",
            "400 No required SSL certificate was sent",
            "this is what working mutual TLS looks like from outside",
        ),
        (
            "mallory",
            "certificate",
            "400 The SSL certificate error",
            "it tells the reason in its error log alone",
        ),
        ("late", "certificate", "400 The SSL certificate error", "not valid at this moment"),
    ] {
        let report = json(&scene, server.port, who, &[]);
        for version in ["1.3", "1.2"] {
            let end = &connection(&report, version, shown)["end"];
            assert_eq!((end["status"].as_u64(), end["words"].as_str()), (Some(400), Some(words)), "{who}");
        }
        let said = report["findings"].to_string();
        assert!(said.contains(means), "{who}: {said}");
    }
}

#[test]
fn alerts_are_read_with_the_moment_at_which_they_come() {
    let scene = scene();
    let server = s_server(&scene, &["-Verify", "1", "-verify_return_error"]);
    for (who, shown, version, alert, name, when) in [
        // TLS 1.3: after the client has finished; TLS 1.2: before the server has, and without an alert of its own
        (NOBODY, "nothing", "1.3", 116, "certificate_required", "after-the-handshake"),
        (NOBODY, "nothing", "1.2", 40, "handshake_failure", "in-the-handshake"),
        ("mallory", "certificate", "1.3", 48, "unknown_ca", "after-the-handshake"),
        ("mallory", "certificate", "1.2", 48, "unknown_ca", "in-the-handshake"),
        ("late", "certificate", "1.3", 45, "certificate_expired", "after-the-handshake"),
        ("late", "certificate", "1.2", 45, "certificate_expired", "in-the-handshake"),
    ] {
        let report = json(&scene, server.port, who, &[]);
        let one = connection(&report, version, shown);
        assert_eq!(one["outcome"], "refused", "{who} {version}");
        let end = serde_json::json!({ "kind": "alert", "alert": alert, "name": name, "when": when });
        assert_eq!(one["end"], end, "{who} {version}");
        let expected = if who.is_empty() { "certificate-needed" } else { "certificate-refused" };
        assert!(found(&report).contains(&expected), "{who}: {:?}", found(&report));
    }
    let report = json(&scene, server.port, "alice", &["--expect", "ok", "--expect", "no-cert-refused"]);
    assert_eq!(report["as_expected"], true, "{report:#}");
    assert!(!found(&report).contains(&"certificate-refused"));
}

#[test]
fn haproxy_ends_the_handshake_where_nginx_answers() {
    let scene = scene();
    for (verify, without) in [("required", "refused"), ("optional", "let-in")] {
        let server = haproxy(&scene, &format!("ca-file ca.pem verify {verify}"));
        let report = json(&scene, server.port, "mallory", &["--expect", "cert-refused"]);
        assert_eq!(report["client_certificate"], verify);
        assert_eq!(report["as_expected"], true, "{report:#}");
        for version in ["1.3", "1.2"] {
            assert_eq!(connection(&report, version, "nothing")["outcome"], without, "{verify} {version}");
            assert_eq!(connection(&report, version, "certificate")["end"]["alert"], 48, "{verify} {version}");
        }
        // nobody who is refused is said to have a session
        assert!(report["connections"].as_array().unwrap().iter().all(|one| one["shown"] != "session"));
    }
}

#[test]
fn who_speaks_http_2_alone_is_asked_in_it() {
    let scene = scene();
    for (http, protocol) in
        [("\"h2\"", "h2"), ("\"http/1.1\"", "http/1.1"), ("\"h2\", \"http/1.1\"", "http/1.1")]
    {
        let gateway = scene.start_with("", &format!("{ANY_VERIFIED}\n[tls]\nhttp = [{http}]\n"));
        let report = json(&scene, gateway.port, "alice", &["--expect", "ok", "--expect", "no-cert-refused"]);
        assert_eq!(report["as_expected"], true, "{report:#}");
        for version in ["1.3", "1.2"] {
            assert_eq!(connection(&report, version, "certificate")["protocol"], protocol, "{http}");
            assert_eq!(connection(&report, version, "certificate")["end"]["status"], 200, "{http}");
        }
    }
}

#[test]
fn our_own_gateway_refuses_with_words_or_with_alerts_as_it_is_told_to() {
    let scene = scene();
    for (clients, kind) in [("", "answer"), ("refusal = \"alert\"", "alert")] {
        let gateway = scene.start_with(clients, ANY_VERIFIED);
        let report = json(
            &scene,
            gateway.port,
            "mallory",
            &["--expect", "cert-refused", "--expect", "no-cert-refused"],
        );
        assert_eq!(report["as_expected"], true, "{report:#}");
        for (version, shown) in
            [("1.3", "nothing"), ("1.3", "certificate"), ("1.2", "nothing"), ("1.2", "certificate")]
        {
            assert_eq!(
                connection(&report, version, shown)["end"]["kind"],
                kind,
                "{clients} {version} {shown}"
            );
        }
    }
}

#[test]
fn names_that_are_nobodys_are_told_from_certificates_that_are_refused() {
    let scene = scene();
    let server = nginx(&scene, "server", "ssl_reject_handshake on;");
    let report = json(&scene, server.port, "alice", &["--expect", "cert-refused"]);
    assert_eq!(report["as_expected"], false, "the certificate was never looked at");
    assert_eq!(found(&report), ["no-handshake"]);
    assert!(report["findings"].to_string().contains("alert 112"), "{report:#}");
}

#[test]
fn a_key_of_another_certificate_is_named_and_the_server_asked_all_the_same() {
    let scene = scene();
    scene.folder.write("mixed.pem", scene.alice.pem());
    scene.folder.write("mixed.key", scene.server.key_pem());
    let server = nginx(&scene, "server", REQUIRED);
    let report = json(&scene, server.port, "mixed", &["--expect", "cert-refused"]);
    assert_eq!(report["as_expected"], true, "{report:#}");
    assert!(found(&report).contains(&"key-of-another"));
    assert!(!found(&json(&scene, server.port, "alice", &[])).contains(&"key-of-another"));
}

/// A server that reads a little and answers this to each connection, then closes.
fn answering(answer: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut some = [0; 1024];
            // who only looks whether anybody is there says nothing
            if stream.read(&mut some).is_ok_and(|count| count > 0) {
                drop(stream.write_all(answer));
            }
        }
    });
    port
}

#[test]
fn ports_that_speak_no_tls_are_told_from_ports_where_nobody_is() {
    let scene = scene();
    for (port, id) in [
        (answering(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"), "not-tls"),
        (answering(b"SSH-2.0-OpenSSH_9.2\r\n"), "not-tls"),
        (answering(b""), "no-handshake"),
        (testkit::free_port(), "nothing-listens"),
    ] {
        let report =
            json(&scene, port, "alice", &["--expect", "cert-refused", "--expect", "no-cert-refused"]);
        assert_eq!(found(&report), [id], "{report:#}");
        assert_eq!(report["client_certificate"], "unknown", "{id}");
        for expected in report["expected"].as_array().unwrap() {
            assert_eq!(expected["met"], false, "what was never reached refuses nobody: {id}");
        }
    }
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for_for_ever() {
    let scene = scene();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let report = json(&scene, port, NOBODY, &["--timeout", "1"]);
    assert_eq!(found(&report), ["no-handshake"]);
    assert_eq!(connection(&report, "1.3", "nothing")["end"]["kind"], "silent");
}
