//! Requests that two programs could read differently go no further; their plain neighbours do.

use crate::support::{HOST, Scene};

/// The statuses of the answers to what is sent, in their order.
fn statuses(scene: &Scene, gateway: &crate::support::gateway::Gateway, octets: &str) -> Vec<String> {
    let answer = scene.send(gateway, "alice", octets, &[]);
    answer
        .lines()
        .filter_map(|line| line.strip_prefix("HTTP/1.1 "))
        .map(|line| line[..3].to_owned())
        .collect()
}

#[test]
fn what_can_be_read_in_two_ways_is_refused() {
    let scene = Scene::new();
    let gateway = scene.start();
    let host = format!("Host: {HOST}\r\n");
    let close = "Connection: close\r\n\r\n";
    let get = |target: &str, headers: &str| format!("GET {target} HTTP/1.1\r\n{headers}{close}");
    let post = |headers: &str, body: &str| format!("POST / HTTP/1.1\r\n{host}{headers}{close}{body}");
    let cases = [
        (get("/", &host), "200"),
        (get("/", ""), "400"),
        (get("/", &host.repeat(2)), "400"),
        (get("/", &format!("{host}Host: {HOST}.\r\n")), "400"),
        (get("/", "Host: \r\n"), "400"),
        (get("/", &format!("Host: user@{HOST}\r\n")), "400"),
        (get(&format!("https://{HOST}/x"), &host), "200"),
        (get("https://other.test/x", &host), "400"),
        (get("/../x", &host), "400"),
        (get("/a/../../x", &host), "400"),
        (get("/a/../x", &host), "200"),
        (get("/%2e%2e/x", &host), "400"),
        (get("/a%00b", &host), "400"),
        (get("/a%5cb", &host), "400"),
        (get("/a%2", &host), "400"),
        (get("/a%20b", &host), "200"),
        (get("*", &host), "400"),
        (format!("OPTIONS * HTTP/1.1\r\n{host}{close}"), "400"),
        (format!("TRACE / HTTP/1.1\r\n{host}{close}"), "405"),
        (format!("CONNECT {HOST}:443 HTTP/1.1\r\n{host}{close}"), "405"),
        (post("Content-Length: 3\r\n", "abc"), "200"),
        (post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"), "200"),
        (post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400"),
        (post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), "400"),
        (format!("GET / HTTP/1.1\nHost: {HOST}\r\n{close}"), "400"),
        (get("/", &format!("{host}X: y\n")), "400"),
        (post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"), "400"),
        (post("Content-Length: +3\r\n", "abc"), "400"),
        (post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), "400"),
        (post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "400"),
        (post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), "400"),
        (post("X: a\r\n b\r\n", ""), "400"),
        (post("X: a\rb\r\n", ""), "400"),
        (post("X\u{1}: a\r\n", ""), "400"),
        (format!("GET  / HTTP/1.1\r\n{host}{close}"), "400"),
        (format!("GET / HTTP/2.9\r\n{host}{close}"), "400"),
    ];
    for (octets, expected) in cases {
        let found = statuses(&scene, &gateway, &octets);
        assert_eq!(found, [expected], "{octets:?}");
    }
    for arrived in scene.backend.arrived() {
        assert!(!arrived.line.contains("..") && arrived.one("host") == HOST, "{arrived:?}");
    }
}

#[test]
fn nothing_is_smuggled_behind_a_request() {
    let scene = Scene::new();
    let gateway = scene.start();
    let inner = format!("GET /smuggled HTTP/1.1\r\nHost: {HOST}\r\n\r\n");
    let smuggling = [
        format!(
            "POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}",
            5 + inner.len()
        ),
        format!("POST / HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{inner}"),
        format!(
            "POST / HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n{inner}"
        ),
        format!("POST / HTTP/1.0\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}"),
    ];
    for octets in &smuggling {
        scene.send(&gateway, "alice", octets, &[]);
    }
    let lines: Vec<String> = scene.backend.arrived().into_iter().map(|arrived| arrived.line).collect();
    assert!(!lines.iter().any(|line| line.contains("smuggled")), "{lines:?}");
}
