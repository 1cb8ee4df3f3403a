//! With refusals by alert the handshake itself fails, as with many other servers, and the log says why; with a good certificate nothing is
//! different, and what a rule refuses for a path is answered as ever: it is known only once the path is.

use testkit::tool;

use crate::support::authority::{Wish, root};
use crate::support::gateway::Gateway;
use crate::support::{ANY_VERIFIED, HOST, Scene, passed, refused};

const ALERT: &str = "refusal = \"alert\"";

/// What openssl says of the alert that comes when it waits for an answer.
fn alert(scene: &Scene, gateway: &Gateway, who: &str, more: &[&str]) -> String {
    let mut openssl = tool("openssl")
        .args(["s_client", "-quiet", "-ign_eof", "-CAfile", "good.pem", "-servername", HOST])
        .args(["-connect", &format!("127.0.0.1:{}", gateway.port)])
        .args(more)
        .in_folder(scene.folder.path());
    if !who.is_empty() {
        openssl = openssl.args(["-cert", &format!("{who}.pem"), "-key", &format!("{who}.key")]);
    }
    openssl.run().all()
}

#[test]
fn each_reason_has_its_alert_and_its_words_in_the_log() {
    let scene = Scene::new();
    let mallory = scene.authority.issue(9, Wish::client("mallory"));
    scene.put("mallory", &mallory, &[]);
    scene.put("over", &scene.authority.issue(4, Wish::client("over").days(-10, -1)), &[]);
    scene.put("early", &scene.authority.issue(5, Wish::client("early").days(1, 10)), &[]);
    scene.put("server-only", &scene.authority.issue(6, Wish::server(&[HOST])), &[]);
    scene.put("old", &scene.authority.issue(7, Wish::client("old").old()), &[]);
    scene.put("stranger", &root("Stranger").issue(3, Wish::client("alice")), &[]);
    scene.put("twin", &root("Scene Authority").issue(3, Wish::client("alice")), &[]);
    scene.folder.write("ca.crl", scene.authority.list(&[&mallory], -1, 10));
    let admin = crate::support::quiet_port();
    let tables = format!("{ANY_VERIFIED}\n[admin]\nlisten = \"127.0.0.1:{admin}\"\n");
    let gateway = scene.start_with(&format!("lists = [\"ca.crl\"]\n{ALERT}"), &tables);
    for (who, words, reason, problem) in [
        ("", "certificate required", "client_certificate_missing", "A client certificate is needed here"),
        ("mallory", "certificate revoked", "client_certificate_revoked", "was revoked"),
        ("over", "certificate expired", "client_certificate_expired", "This client certificate ended on "),
        ("early", "certificate expired", "client_certificate_not_yet_valid", "begins only on "),
        ("stranger", "unknown ca", "client_certificate_unknown_issuer", "not accepted here"),
        ("twin", "decrypt error", "client_certificate_signature", "not signed with that authority’s key"),
        ("server-only", "unsupported certificate", "client_certificate_purpose", "not meant for TLS clients"),
        ("old", "unsupported certificate", "client_certificate_version", "is of X.509 version 1"),
    ] {
        for version in ["-tls1_2", "-tls1_3"] {
            let from = gateway.log.all().len();
            let said = alert(&scene, &gateway, who, &[version]);
            assert!(said.contains(words), "{who} {version}: {said}");
            let line = gateway.log.wait_for("the client certificate is refused with an alert", from);
            assert!(line.contains(reason) && line.contains(problem), "{who} {version}: {line}");
        }
    }
    scene.backend.saw_nothing();
    let metrics = tool("curl").args(["-sS", &format!("http://127.0.0.1:{admin}/metrics")]).succeeds().text();
    let counted = "handshake_failures_total{reason=\"client_certificate_revoked\"} 2";
    assert!(metrics.contains(counted), "{metrics}");
    for version in ["1.2", "1.3"] {
        passed(&scene.ask(&gateway, "alice", &["--tls-max", version]));
    }
}

#[test]
fn what_a_rule_refuses_is_answered_in_words_all_the_same() {
    let scene = Scene::new();
    scene.put("bob", &scene.authority.issue(8, Wish::client("bob")), &[]);
    let rules = "[[allow]]\nwho = \"any-verified\"\n[[allow]]\npath = \"/inner\"\nclients = [{ common_name = \"alice\" }]\n";
    let gateway = scene.start_with(ALERT, rules);
    for (who, path, enters) in
        [("alice", "/inner", true), ("bob", "/inner", false), ("bob", "/", true), ("alice", "/", true)]
    {
        let said = scene.ask_for(&gateway, HOST, path, who, &[]);
        if enters {
            passed(&said);
        } else {
            refused(&said, 403, "may not do this here");
        }
    }
}

#[test]
fn where_certificates_are_optional_none_is_needed_and_a_bad_one_is_refused() {
    let scene = Scene::new();
    scene.put("stranger", &root("Stranger").issue(3, Wish::client("alice")), &[]);
    let rules = "[[allow]]\nwho = \"any-verified\"\n[[allow]]\npath = \"/public\"\nwho = \"anyone\"\n";
    let gateway = scene.start_with(&format!("certificate = \"optional\"\n{ALERT}"), rules);
    passed(&scene.ask_for(&gateway, HOST, "/public", "", &[]));
    refused(&scene.ask_for(&gateway, HOST, "/", "", &[]), 400, "A client certificate is needed here");
    passed(&scene.ask_for(&gateway, HOST, "/", "alice", &[]));
    let said = scene.ask_for(&gateway, HOST, "/public", "stranger", &[]);
    assert!(said.code == Some(56) && said.err.contains("alert unknown ca"), "{}", said.all());
}

#[test]
fn who_is_revoked_while_connected_is_told_in_words_and_no_session_brings_them_back() {
    let scene = Scene::new();
    scene.folder.write("ca.crl", scene.authority.list(&[], -2, 10));
    let gateway = scene.start_with(&format!("lists = [\"ca.crl\"]\n{ALERT}"), ANY_VERIFIED);
    let caller = crate::support::caller::Caller::new(&scene, &scene.alice, gateway.port, b"http/1.1");
    let mut line = caller.connect().unwrap();
    let answer = crate::support::caller::Caller::ask(&mut line, "/").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    scene.folder.write("ca.crl", scene.authority.list(&[&scene.alice], -1, 10));
    gateway.reload("the configuration was read anew");
    // there is no handshake that could fail
    let answer = crate::support::caller::Caller::ask(&mut line, "/").unwrap();
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("was revoked"), "{answer}");
    let said = alert(&scene, &gateway, "alice", &[]);
    assert!(said.contains("certificate revoked"), "{said}");
}

#[test]
fn a_session_that_outlives_its_certificate_is_closed_without_an_answer() {
    let scene = Scene::new();
    let mut brief = Wish::client("brief");
    brief.ends = handfast_gateway::clock::now().plus_seconds(4);
    scene.put("brief", &scene.authority.issue(7, brief), &[]);
    let gateway = scene.start_with(ALERT, ANY_VERIFIED);
    let request = format!("GET / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n");
    let first = scene.send(&gateway, "brief", &request, &["-tls1_3", "-sess_out", "session"]);
    assert!(first.starts_with("HTTP/1.1 200"), "{first}");
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        let answer = scene.send(&gateway, "brief", &request, &["-tls1_3", "-sess_in", "session"]);
        if answer.is_empty() {
            break;
        }
        assert!(answer.starts_with("HTTP/1.1 200") && std::time::Instant::now() < deadline, "{answer}");
    }
    let line = gateway.log.wait_for("the client certificate does not hold", 0);
    assert!(line.contains("client_certificate_expired") && line.contains("resumed=true"), "{line}");
    // a new handshake has its alert
    let said = alert(&scene, &gateway, "brief", &["-tls1_3"]);
    assert!(said.contains("certificate expired"), "{said}");
}
