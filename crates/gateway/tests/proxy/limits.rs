//! What one caller may take, and what the others are told.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::authority::Wish;
use crate::support::{ANY_VERIFIED, HOST, Scene, passed, refused, status};

fn with(limits: &str) -> String {
    format!("{ANY_VERIFIED}\n[limits]\n{limits}\n")
}

#[test]
fn a_client_that_asks_too_often_waits_and_its_neighbour_does_not() {
    let scene = Scene::new();
    scene.put("bob", &scene.authority.issue(50, Wish::client("bob")), &[]);
    let gateway = scene.start_with("", &with("requests_per_second = 1\nburst = 3"));
    let port = gateway.port;
    let said = testkit::tool("curl")
        .args(["-sS", "-i", "--cacert", "ca.pem", "--cert", "alice.pem", "--key", "alice.key"])
        .args(["--resolve", &format!("{HOST}:{port}:127.0.0.1"), &format!("https://{HOST}:{port}/[1-30]")])
        .in_folder(scene.folder.path())
        .succeeds();
    let text = said.text();
    assert!(text.matches("HTTP/2 200").count() >= 3, "{text}");
    assert!(text.matches("HTTP/2 429").count() >= 1 && text.contains("retry-after: "), "{text}");
    passed(&scene.ask(&gateway, "bob", &[]));
    gateway.access.wait_for("\"reason\":\"too_many_requests\"", 0);
}

#[test]
fn heads_that_are_too_large_or_too_long_under_way_are_refused() {
    let scene = Scene::new();
    let port = crate::support::quiet_port();
    let limits = with("header_octets = 8192\nheader_lines = 20\nheader_seconds = 1");
    let gateway = scene.start_with("", &format!("{limits}[admin]\nlisten = \"127.0.0.1:{port}\"\n"));
    let long = format!("X: {}", "x".repeat(20_000));
    let lines: Vec<String> = (0..30).map(|number| format!("X-{number}: y")).collect();
    let lines: Vec<&str> = lines.iter().flat_map(|line| ["-H", line]).collect();
    for http in ["--http1.1", "--http2"] {
        passed(&scene.ask(&gateway, "alice", &[http, "-H", "X: short"]));
        let said = scene.ask(&gateway, "alice", &[http, "-H", &long]);
        assert_eq!(status(&said), 431, "{}", said.all());
        assert_eq!(status(&scene.ask(&gateway, "alice", &[&[http], &lines[..]].concat())), 431, "{http}");
    }
    // pieces of a cookie are one line, as long as it is HTTP/2 that has them
    let pieces: Vec<String> = (0..30).map(|number| format!("Cookie: c{number}=y")).collect();
    let pieces: Vec<&str> = pieces.iter().flat_map(|piece| ["-H", piece]).collect();
    assert_eq!(status(&scene.ask(&gateway, "alice", &[&["--http1.1"], &pieces[..]].concat())), 431);
    passed(&scene.ask(&gateway, "alice", &[&["--http2"], &pieces[..]].concat()));
    assert!(scene.backend.arrived().pop().unwrap().one("cookie").ends_with("; c29=y"));
    let mut slow = crate::support::open::Open::connect(&scene, &gateway, "alice");
    slow.write("GET / HTTP/1.1\r\nHost: ");
    assert!(!slow.rest().contains("200"), "it is closed before the head is whole");
    passed(&scene.ask(&gateway, "alice", &[]));
    let folded = format!("GET / HTTP/1.1\r\nHost: {HOST}\r\nX: a\r\n b\r\n\r\n");
    assert!(scene.send(&gateway, "alice", &folded, &[]).starts_with("HTTP/1.1 400"));
    // what never becomes a request stands in no access log, and is counted all the same
    let metrics =
        testkit::tool("curl").args(["-sS", &format!("http://127.0.0.1:{port}/metrics")]).succeeds().text();
    for line in [
        "handfast_refusals_total{reason=\"headers_too_large\"} 4",
        "handfast_refusals_total{reason=\"not_http\"} 1",
        "handfast_connections_turned_away_total{reason=\"headers_slow\"} 1",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
}

#[test]
fn a_silent_connection_is_closed_over_each_version_of_http() {
    let scene = Scene::new();
    let port = crate::support::quiet_port();
    let limits = with("header_seconds = 1\nhandshake_seconds = 2\nconnections = 1");
    let gateway = scene.start_with("", &format!("{limits}[admin]\nlisten = \"127.0.0.1:{port}\"\n"));
    for http in ["http/1.1", "h2"] {
        let from = gateway.log.all().len();
        // openssl agrees on a protocol and says nothing over it
        let mut silent = std::process::Command::new("openssl")
            .args(["s_client", "-CAfile", "ca.pem", "-servername", HOST, "-alpn", http])
            .args([
                "-cert",
                "alice.pem",
                "-key",
                "alice.key",
                "-connect",
                &format!("127.0.0.1:{}", gateway.port),
            ])
            .current_dir(scene.folder.path())
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let said = std::io::BufRead::lines(std::io::BufReader::new(silent.stdout.take().unwrap()));
        // read on to the end of the test: openssl ends when nobody listens to it
        let mut said = said.map_while(Result::ok);
        assert!(said.by_ref().any(|line| line.contains("Verification: OK")), "the handshake is made");
        gateway.log.wait_for("a silent connection ends", from);
        // its place is free again
        let deadline = Instant::now() + Duration::from_secs(30);
        while scene.ask(&gateway, "alice", &[]).code != Some(0) {
            assert!(Instant::now() < deadline, "{http}: the place does not come back");
        }
        drop(silent.kill());
        drop(silent.wait());
    }
    let metrics = format!("http://127.0.0.1:{port}/metrics");
    let metrics = testkit::tool("curl").args(["-sS", &metrics]).succeeds().text();
    let counted = "handfast_connections_turned_away_total{reason=\"silent\"} 2";
    assert!(metrics.contains(counted), "{metrics}");
}

#[test]
fn a_handshake_that_is_not_made_gives_its_place_back() {
    let scene = Scene::new();
    let gateway = scene.start_with("", &with("connections = 2\nhandshake_seconds = 1"));
    let silent: Vec<TcpStream> =
        (0..2).map(|_| TcpStream::connect(("127.0.0.1", gateway.port)).unwrap()).collect();
    let deadline = Instant::now() + Duration::from_secs(30);
    while scene.ask(&gateway, "alice", &[]).code != Some(0) {
        assert!(Instant::now() < deadline, "the places do not come back");
    }
    gateway.log.wait_for("the handshake took too long", 0);
    drop(silent);
}

#[test]
fn a_connection_of_http_2_is_told_how_many_requests_it_may_have_at_a_time() {
    let scene = Scene::new();
    for (limits, expected) in [("streams = 3", 3), ("streams = 128", 128), ("", 128)] {
        let gateway = scene.start_with("", &with(limits));
        let caller = crate::support::caller::Caller::new(&scene, &scene.alice, gateway.port, b"h2");
        let mut line = caller.connect().unwrap();
        // the preface and empty SETTINGS (RFC 9113 section 3.4)
        line.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").unwrap();
        let mut head = [0; 9];
        line.read_exact(&mut head).unwrap();
        assert_eq!(head[3], 4, "SETTINGS come first");
        let mut settings = vec![0; usize::from(head[2])];
        line.read_exact(&mut settings).unwrap();
        // SETTINGS_MAX_CONCURRENT_STREAMS (section 6.5.2)
        let told =
            settings.chunks(6).find(|setting| setting[..2] == [0, 3]).map(|setting| setting[2..].to_vec());
        assert_eq!(told, Some(u32::to_be_bytes(expected).to_vec()), "{limits}");
    }
}

#[test]
fn one_address_has_its_own_limit() {
    let scene = Scene::new();
    let gateway = scene.start_with("", &with("connections_per_address = 2"));
    let mut open = [(); 2].map(|()| crate::support::open::Open::connect(&scene, &gateway, "alice"));
    for caller in &mut open {
        assert!(caller.ask("/").starts_with("HTTP/1.1 200"));
    }
    assert_ne!(scene.ask(&gateway, "alice", &[]).code, Some(0));
    gateway.log.wait_for("connections_per_address", 0);
    drop(open);
    let deadline = Instant::now() + Duration::from_secs(30);
    while scene.ask(&gateway, "alice", &[]).code != Some(0) {
        assert!(Instant::now() < deadline, "the places do not come back");
    }
    refused(&scene.ask(&gateway, "", &[]), 400, "needed here");
}

#[test]
fn one_client_has_its_own_limit_wherever_it_calls_from() {
    let scene = Scene::new();
    scene.put("bob", &scene.authority.issue(50, Wish::client("bob")), &[]);
    let gateway = scene.start_with("", &with("connections_per_client = 2"));
    let mut open = [(); 2].map(|()| crate::support::open::Open::connect(&scene, &gateway, "alice"));
    for caller in &mut open {
        assert!(caller.ask("/").starts_with("HTTP/1.1 200"));
    }
    for http in ["--http1.1", "--http2"] {
        assert_ne!(scene.ask(&gateway, "alice", &[http]).code, Some(0));
        passed(&scene.ask(&gateway, "bob", &[http]));
        refused(&scene.ask(&gateway, "", &[http]), 400, "needed here");
    }
    gateway.log.wait_for("connections_per_client", 0);
    drop(open);
    let deadline = Instant::now() + Duration::from_secs(30);
    while scene.ask(&gateway, "alice", &[]).code != Some(0) {
        assert!(Instant::now() < deadline, "the places do not come back");
    }
}
