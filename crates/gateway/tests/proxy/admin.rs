//! Metrics, health and readiness on an address of their own, which is this machine's unless somebody insists.

use testkit::tool;

use crate::support::gateway::command;
use crate::support::{ANY_VERIFIED, Scene, passed, refused};

#[test]
fn what_happens_is_counted_and_what_ends_is_told() {
    let scene = Scene::new();
    scene.folder.write("ca.crl", scene.authority.list(&[], -1, 10));
    let port = testkit::free_port();
    let gateway = scene.start_with(
        "lists = [\"ca.crl\"]",
        &format!("{ANY_VERIFIED}\n[admin]\nlisten = \"127.0.0.1:{port}\"\n"),
    );
    let ask = |path: &str| {
        tool("curl").args(["-sS", "-i", &format!("http://127.0.0.1:{port}{path}")]).succeeds().text()
    };
    assert!(ask("/healthz").starts_with("HTTP/1.1 200"));
    assert!(ask("/readyz").starts_with("HTTP/1.1 200"));
    assert!(ask("/").starts_with("HTTP/1.1 404"));
    let metrics = format!("http://127.0.0.1:{port}/metrics");
    let posted = tool("curl").args(["-sS", "-i", "-X", "POST", &metrics]).succeeds().text();
    assert!(
        posted.starts_with("HTTP/1.1 405") && posted.to_lowercase().contains("allow: get, head"),
        "{posted}"
    );
    for _ in 0..3 {
        passed(&scene.ask(&gateway, "alice", &[]));
    }
    refused(&scene.ask(&gateway, "", &[]), 400, "needed here");
    tool("curl").args(["-sS", &format!("http://127.0.0.1:{}/", gateway.port)]).succeeds();
    gateway.access.wait_for("client_certificate_missing", 0);
    gateway.reload("the configuration was read anew");
    let metrics = ask("/metrics");
    for line in [
        "handfast_requests_total{status=\"200\"} 3",
        "handfast_requests_total{status=\"400\"} 1",
        "handfast_refusals_total{reason=\"client_certificate_missing\"} 1",
        "handfast_handshakes_total{tls=\"1.3\",kind=\"full\",verdict=\"verified\"} 3",
        "handfast_handshakes_total{tls=\"1.3\",kind=\"full\",verdict=\"none\"} 1",
        "handfast_handshake_failures_total{reason=\"plain_http\"} 1",
        "handfast_request_duration_seconds_count 4",
        "handfast_reloads_total{outcome=\"taken\"} 1",
        "handfast_generation 2",
        "# EOF",
    ] {
        assert!(metrics.contains(line), "{line} in\n{metrics}");
    }
    for (labels, least, most) in [
        ("{kind=\"server\",name=\"CN=server\"} ", 29.9, 30.0),
        ("{kind=\"authority\",name=\"CN=Scene Authority\"} ", 29.9, 30.0),
        ("{kind=\"list\",name=\"CN=Scene Authority\"} ", 9.9, 10.0),
    ] {
        let line =
            metrics.lines().find_map(|line| line.strip_prefix("handfast_ends_in_days")?.strip_prefix(labels));
        let days: f64 = line.unwrap_or_else(|| panic!("{labels} in\n{metrics}")).parse().unwrap();
        assert!((least..=most).contains(&days), "{labels}{days}");
    }
    // nothing that a caller sent
    assert!(!metrics.contains("api.example.test"), "{metrics}");
}

#[test]
fn readiness_ends_with_the_word_to_stop() {
    let scene = Scene::new();
    let port = testkit::free_port();
    let mut gateway =
        scene.start_with("", &format!("{ANY_VERIFIED}\n[admin]\nlisten = \"127.0.0.1:{port}\"\n"));
    let mut caller = crate::support::open::Open::connect(&scene, &gateway, "alice");
    caller.write("POST /slow HTTP/1.1\r\nHost: api.example.test\r\nContent-Length: 4\r\n\r\nha");
    scene.backend.wait_for("POST /slow");
    gateway.signal("-TERM");
    gateway.log.wait_for("asked to stop", 0);
    let ready =
        || tool("curl").args(["-sS", "-i", &format!("http://127.0.0.1:{port}/readyz")]).succeeds().text();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !ready().starts_with("HTTP/1.1 503") {
        assert!(std::time::Instant::now() < deadline);
    }
    caller.write("lf");
    assert!(caller.answer().starts_with("HTTP/1.1 200"));
    assert_eq!(gateway.wait(), Some(0));
}

#[test]
fn other_machines_are_told_only_when_somebody_insists() {
    let scene = Scene::new();
    let path = scene.configure("", &format!("{ANY_VERIFIED}\n[admin]\nlisten = \"0.0.0.0:0\"\n"));
    let output = command(&path).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("dangerous_beyond_loopback = true"), "{said}");
    let insisting =
        format!("{ANY_VERIFIED}\n[admin]\nlisten = \"0.0.0.0:0\"\ndangerous_beyond_loopback = true\n");
    passed(&scene.ask(&scene.start_with("", &insisting), "alice", &[]));
}
