//! A session that goes on saves the handshake, never the judgement: who was revoked or has expired since does not come back by it.

use std::time::{Duration, Instant};

use testkit::tool;

use crate::support::authority::Wish;
use crate::support::gateway::Gateway;
use crate::support::{ANY_VERIFIED, HOST, Scene};

/// Asks over a session that is kept in a file, or begins one.
fn ask(scene: &Scene, gateway: &Gateway, who: &str, version: &str, session: &[&str]) -> String {
    tool("openssl")
        .args(["s_client", "-quiet", "-ign_eof", version, "-CAfile", "ca.pem", "-servername", HOST])
        .args(["-cert", &format!("{who}.pem"), "-key", &format!("{who}.key")])
        .args(["-connect", &format!("127.0.0.1:{}", gateway.port)])
        .args(session)
        .in_folder(scene.folder.path())
        .input(format!("GET / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"))
        .run()
        .text()
}

/// How many requests came over a session that went on, once so many have come at all.
fn resumed(gateway: &Gateway, requests: usize) -> usize {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let lines = gateway.access.all();
        if lines.len() >= requests {
            return lines.iter().filter(|line| line.contains("\"resumed\":true")).count();
        }
        assert!(Instant::now() < deadline, "{lines:?}");
        std::thread::yield_now();
    }
}

#[test]
fn a_session_goes_on_and_ends_with_the_reload_that_revokes_its_client() {
    let scene = Scene::new();
    for version in ["-tls1_2", "-tls1_3"] {
        scene.folder.write("ca.crl", scene.authority.list(&[], -2, 10));
        let gateway = scene.start_with("lists = [\"ca.crl\"]", ANY_VERIFIED);
        assert!(
            ask(&scene, &gateway, "alice", version, &["-sess_out", "session"]).starts_with("HTTP/1.1 200")
        );
        assert!(
            ask(&scene, &gateway, "alice", version, &["-sess_in", "session"]).starts_with("HTTP/1.1 200")
        );
        assert_eq!(resumed(&gateway, 2), 1, "{version}: the second goes on with the first's session");
        scene.folder.write("ca.crl", scene.authority.list(&[&scene.alice], -1, 10));
        gateway.reload("the configuration was read anew");
        let answer = ask(&scene, &gateway, "alice", version, &["-sess_in", "session"]);
        assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("was revoked"), "{answer}");
        assert_eq!(resumed(&gateway, 3), 1, "{version}: tickets of before a reload are worth nothing");
    }
}

#[test]
fn a_session_outlives_its_certificate_and_lets_nobody_in() {
    let scene = Scene::new();
    let mut brief = Wish::client("brief");
    brief.ends = handfast_gateway::clock::now().plus_seconds(4);
    scene.put("brief", &scene.authority.issue(7, brief), &[]);
    let gateway = scene.start();
    assert!(ask(&scene, &gateway, "brief", "-tls1_3", &["-sess_out", "session"]).starts_with("HTTP/1.1 200"));
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut asked = 1;
    loop {
        asked += 1;
        let answer = ask(&scene, &gateway, "brief", "-tls1_3", &["-sess_in", "session"]);
        if answer.starts_with("HTTP/1.1 400") {
            assert!(answer.contains("This client certificate ended on "), "{answer}");
            break;
        }
        assert!(answer.starts_with("HTTP/1.1 200") && Instant::now() < deadline, "{answer}");
    }
    assert_eq!(
        resumed(&gateway, asked),
        asked - 1,
        "all but the first went on with its session, the refused one too"
    );
}

#[test]
fn resumption_can_be_switched_off() {
    let scene = Scene::new();
    let gateway = scene.start_with("", &format!("{ANY_VERIFIED}\n[tls]\nresumption = false\n"));
    ask(&scene, &gateway, "alice", "-tls1_2", &["-sess_out", "session"]);
    // openssl writes no file where there is nothing to go on with
    let kept: &[&str] = if scene.folder.join("session").exists() { &["-sess_in", "session"] } else { &[] };
    ask(&scene, &gateway, "alice", "-tls1_2", kept);
    assert_eq!(resumed(&gateway, 2), 0);
}
