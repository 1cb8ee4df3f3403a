//! Each request has its line: who, what, how it ended and why; nobody can forge one, and queries stay out of it.

use crate::support::authority::Wish;
use crate::support::{ANY_VERIFIED, HOST, Scene, passed};

#[test]
fn a_line_says_who_and_why() {
    let scene = Scene::new();
    scene.put("over", &scene.authority.issue(4, Wish::client("over").days(-10, -1)), &[]);
    let gateway = scene.start();
    passed(&scene.ask_for(&gateway, HOST, "/a%22b?token=secret", "alice", &["--http2"]));
    let line = gateway.access.wait_for("\"status\":200", 0);
    let value: serde_json::Value = serde_json::from_str(&line).unwrap();
    for (key, expected) in [
        ("from", "127.0.0.1"),
        ("method", "GET"),
        ("path", "/a%22b"),
        ("http", "2"),
        ("verdict", "verified"),
        ("client", "CN=alice"),
        ("issuer", "CN=Scene Authority"),
        ("serial", "03"),
        ("tls", "1.3"),
    ] {
        assert_eq!(value[key], expected, "{key} in {line}");
    }
    assert!(value["octets"].as_u64().unwrap() > 0 && value["milliseconds"].as_f64().unwrap() > 0.0, "{line}");
    assert!(!line.contains("secret"), "{line}");
    scene.ask(&gateway, "over", &[]);
    let line = gateway.access.wait_for("\"status\":400", 0);
    assert!(
        line.contains("\"verdict\":\"refused\"")
            && line.contains("\"reason\":\"client_certificate_expired\""),
        "{line}"
    );
    scene.ask(&gateway, "", &[]);
    gateway.access.wait_for("\"reason\":\"client_certificate_missing\"", 0);
}

#[test]
fn it_can_be_text_in_a_file_that_is_moved_away() {
    let scene = Scene::new();
    let log = format!("{ANY_VERIFIED}\n[log]\naccess = \"text\"\nfile = \"access.log\"\n");
    let gateway = scene.start_with("", &log);
    passed(&scene.ask_for(&gateway, HOST, "/first", "alice", &[]));
    let wait = |name: &str, words: &str| {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        loop {
            let text = std::fs::read_to_string(scene.folder.join(name)).unwrap_or_default();
            if text.contains(words) {
                return text;
            }
            assert!(std::time::Instant::now() < deadline, "{text}");
            std::thread::yield_now();
        }
    };
    let text = wait("access.log", "\"GET /first\" 200");
    assert!(text.contains("verified - \"CN=alice\" 1.3 X25519 TLS_AES_"), "{text}");
    std::fs::rename(scene.folder.join("access.log"), scene.folder.join("access.log.1")).unwrap();
    gateway.reload("the configuration was read anew");
    passed(&scene.ask_for(&gateway, HOST, "/second", "alice", &[]));
    wait("access.log", "\"GET /second\" 200");
    wait("access.log.1", "\"GET /first\" 200");
}
