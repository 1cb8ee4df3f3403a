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
    // what waits for more ends soon
    let limits = "[limits]\nheader_seconds = 1\nbody_idle_seconds = 1\n";
    let gateway = scene.start_with("", &format!("{}\n{limits}", crate::support::ANY_VERIFIED));
    let inner = format!("GET /smuggled HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n");
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
    // each way to say a length that somebody reads otherwise, with a request in what would be left over
    let length = inner.len() + 5;
    for head in [
        format!("Content-Length: {length}\r\nTransfer-Encoding:\u{b}chunked"),
        format!("Content-Length: {length}\r\nTransfer-Encoding: \u{c}chunked"),
        format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
        format!("Content-Length: {length}\r\nTransfer-Encoding: \"chunked\""),
        format!("Content-Length: {length}\r\nTransfer-Encoding\t: chunked"),
        format!("Content-Length: {length}\r\nTransfer-Encoding\r\n : chunked"),
        format!("Content-Length: {length}\r\nX: y\rTransfer-Encoding: chunked"),
        format!("Content-Length: {length}\r\nX: y\nTransfer-Encoding: chunked"),
        format!("Content-Length: {length}\r\nTransfer_Encoding: chunked\r\nTransfer-Encoding: chunked"),
        format!("Content-Length: 5, {length}"),
        format!("Content-Length: 5\r\nContent-Length: {length}"),
        format!("Content-Length: 5\r\ncontent-length : {length}"),
        "Content-Length: 0x5".to_owned(),
        "Content-Length: +5".to_owned(),
        "Content-Length: -5".to_owned(),
        "Content-Length: 5 5".to_owned(),
        "Content-Length: 5\u{b}".to_owned(),
        "Content-Length: 18446744073709551621".to_owned(),
        "Content-Length:".to_owned(),
        "Transfer-Encoding: chunked, chunked".to_owned(),
        "Transfer-Encoding: gzip".to_owned(),
        "Transfer-Encoding: chunked;q=1".to_owned(),
        "Transfer-Encoding: ,chunked,".to_owned(),
        "Transfer-Encoding:".to_owned(),
    ] {
        let octets = format!("POST /outer HTTP/1.1\r\nHost: {HOST}\r\n{head}\r\n\r\n0\r\n\r\n{inner}");
        let answer = scene.send(&gateway, "alice", &octets, &[]);
        // what stands behind is the body of this one, or nothing is answered any more
        assert!(answer.matches("HTTP/1.1 200").count() <= 1, "{head:?}: {answer}");
    }
    let lines: Vec<String> = scene.backend.arrived().into_iter().map(|arrived| arrived.line).collect();
    assert!(!lines.iter().any(|line| line.contains("smuggled")), "{lines:?}");
}

#[test]
fn what_is_no_chunk_ends_the_connection() {
    let scene = Scene::new();
    let gateway = scene.start_with(
        "",
        &format!("{}\n[limits]\nheader_seconds = 1\nbody_idle_seconds = 1\n", crate::support::ANY_VERIFIED),
    );
    let inner = format!("GET /next HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n");
    for (chunk, whole) in [
        ("5\r\nabcde\r\n", true),
        ("5;a=b\r\nabcde\r\n", true),
        ("000005\r\nabcde\r\n", true),
        ("5\nabcde\r\n", false),
        ("5\r\nabcdefg\r\n", false),
        ("5\r\nabcde", false),
        ("5;a=\n\r\nabcde\r\n", false),
        ("+5\r\nabcde\r\n", false),
        ("0x5\r\nabcde\r\n", false),
        ("10000000000000005\r\nabcde\r\n", false),
        ("5 5\r\nabcde\r\n", false),
        ("g\r\n", false),
        ("\r\n5\r\nabcde\r\n", false),
    ] {
        let head = format!("POST /outer HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\n\r\n");
        let octets = format!("{head}{chunk}0\r\n\r\n{inner}");
        let answer = scene.send(&gateway, "alice", &octets, &[]);
        assert_eq!(answer.contains("POST /outer with 5 octets"), whole, "{chunk:?}: {answer}");
        assert_eq!(answer.contains("GET /next"), whole, "{chunk:?}: {answer}");
        // it is the caller's fault, and the backend is not blamed for it
        assert!(!answer.contains("HTTP/1.1 50"), "{chunk:?}: {answer}");
    }
    let line = gateway.access.wait_for("body_broken", 0);
    assert!(line.contains("\"status\":400,"), "{line}");
}

#[test]
fn a_length_in_another_spelling_does_not_arrive() {
    let scene = Scene::new();
    let gateway = scene.start();
    let mut headers = Vec::new();
    for line in
        ["Transfer_Encoding: chunked", "Content_Length: 3", "content.length: 3", "H_st: x", "X_Other: y"]
    {
        headers.extend(["-H", line]);
    }
    crate::support::passed(&scene.ask(&gateway, "alice", &headers));
    let arrived = scene.backend.only();
    for (name, value) in [
        ("transfer_encoding", ""),
        ("content_length", ""),
        ("content.length", ""),
        ("h_st", "x"),
        ("x_other", "y"),
    ] {
        assert_eq!(arrived.one(name), value, "{name}");
    }
}
