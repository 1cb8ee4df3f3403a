//! The server over loopback, as clients meet it: ordinary ones, odd ones, and hostile ones. Each allow has its deny.

#![allow(clippy::unwrap_used, reason = "a helper of tests may fail as a test does")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use handfast_gateway::assets::Asset;
use handfast_gateway::serve::{self, Limits};
use tokio::net::TcpListener;
use tokio::sync::watch;

static ASSETS: &[Asset] = &[
    Asset {
        name: "index.html",
        plain: b"<!doctype html>plain",
        brotli: Some(b"brotli"),
        gzip: Some(b"gzip"),
    },
    Asset { name: "app-0123456789abcdef.wasm", plain: b"\0asm", brotli: None, gzip: None },
];

/// A server on a free port; it stops when it is dropped.
struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    fn start(limits: Limits) -> Self {
        let (stop, stopped) = watch::channel(false);
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                serve::run(listener, ASSETS, limits, stopped).await;
            });
        });
        Self { address: told.recv().unwrap(), stop, thread: Some(thread) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends bytes and returns all that comes back until the server closes.
    fn send(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // the server may answer and close before all is written
        drop(stream.write_all(bytes));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str, more: &str) -> String {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{more}\r\n").as_bytes())
    }

    fn is_well(&self) -> bool {
        self.get("/healthz", "").ends_with("\r\n\r\nok\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.thread.take().map(std::thread::JoinHandle::join).unwrap().unwrap();
    }
}

fn quick() -> Limits {
    Limits {
        header_time: Duration::from_millis(300),
        connection_time: Duration::from_secs(2),
        ..Limits::default()
    }
}

#[track_caller]
fn holds(answer: &str, parts: &[&str]) {
    let lower = answer.to_lowercase();
    for part in parts {
        assert!(lower.contains(&part.to_lowercase()), "{part:?} is not in:\n{answer}");
    }
}

#[test]
fn the_page_and_its_files() {
    let server = Server::start(Limits::default());
    let page = server.get("/", "");
    holds(
        &page,
        &[
            "HTTP/1.1 200",
            "content-type: text/html; charset=utf-8",
            "cache-control: no-cache",
            "doctype html>plain",
        ],
    );
    let query = server.get("/?x=1", "");
    holds(&query, &["HTTP/1.1 200", "doctype html>plain"]);
    let wasm = server.get("/app-0123456789abcdef.wasm", "");
    holds(
        &wasm,
        &[
            "HTTP/1.1 200",
            "content-type: application/wasm",
            "max-age=31536000, immutable",
            "content-length: 4",
        ],
    );
    holds(&server.get("/healthz", ""), &["HTTP/1.1 200", "no-store", "ok\n"]);
}

#[test]
fn every_answer_carries_the_policies() {
    let server = Server::start(Limits::default());
    let post = server.send(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    for answer in [server.get("/", ""), server.get("/nothing", ""), server.get("/healthz", ""), post] {
        holds(
            &answer,
            &[
                "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
                "frame-ancestors 'none'",
                "permissions-policy: ",
                "referrer-policy: no-referrer",
                "cross-origin-opener-policy: same-origin",
                "cross-origin-embedder-policy: require-corp",
                "cross-origin-resource-policy: same-origin",
                "x-content-type-options: nosniff",
            ],
        );
    }
}

#[test]
fn compressed_for_who_takes_it() {
    let server = Server::start(Limits::default());
    let brotli = server.get("/", "Accept-Encoding: gzip, br\r\n");
    holds(&brotli, &["content-encoding: br", "vary: accept-encoding", "\r\n\r\nbrotli"]);
    let gzip = server.get("/", "Accept-Encoding: gzip\r\nAccept-Encoding: br;q=0\r\n");
    holds(&gzip, &["content-encoding: gzip", "\r\n\r\ngzip"]);
    let plain = server.get("/", "Accept-Encoding: identity\r\n");
    assert!(!plain.contains("content-encoding"), "{plain}");
}

#[test]
fn head_is_get_without_the_body() {
    let server = Server::start(Limits::default());
    let answer = server.send(b"HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    holds(&answer, &["HTTP/1.1 200", "content-length: 20"]);
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
}

#[test]
fn what_is_not_there_and_what_is_not_done() {
    let server = Server::start(Limits::default());
    for path in ["/nothing", "/../Cargo.toml", "/%2e%2e/x", "/index.html%00", "//", "/index.html/", "/%ff"] {
        holds(&server.get(path, ""), &["HTTP/1.1 404"]);
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        let answer =
            server.send(format!("{method} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes());
        holds(&answer, &["HTTP/1.1 405", "allow: GET, HEAD"]);
    }
}

#[test]
fn odd_requests_harm_nobody() {
    let server = Server::start(quick());
    let garbage: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let long_path = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(100_000));
    let long_header = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "a".repeat(100_000));
    let many_headers = format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "X: y\r\n".repeat(200));
    let odd: [&[u8]; 13] = [
        &garbage,
        b"",
        b"\r\n\r\n\r\n",
        b"\0\0\0\0",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET http://\xff/ HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\nzzzz\r\n",
        long_path.as_bytes(),
        long_header.as_bytes(),
        many_headers.as_bytes(),
    ];
    for bytes in odd {
        let answer = server.send(bytes);
        assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(server.is_well(), "after {:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
    }
}

#[test]
fn headers_beyond_the_limit_are_refused_in_words_of_http() {
    let server = Server::start(quick());
    let within = format!("X: {}\r\n", "a".repeat(4_000));
    holds(&server.get("/", &within), &["HTTP/1.1 200"]);
    let beyond = "X: y\r\n".repeat(200);
    holds(&server.get("/", &beyond), &["HTTP/1.1 431"]);
}

#[test]
fn a_slow_client_is_let_go_and_others_are_served() {
    let server = Server::start(Limits { connections: 2, ..quick() });
    let mut slow = server.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    assert!(server.is_well(), "the second place is free");
    let mut rest = Vec::new();
    // without the limit this would wait for the time-out of the test's own socket
    drop(slow.read_to_end(&mut rest));
    assert!(!rest.starts_with(b"HTTP/1.1 200"));
    assert!(server.is_well());
}

#[test]
fn more_clients_than_places_wait_and_are_served() {
    let server = Server::start(Limits { connections: 2, ..quick() });
    let held: Vec<TcpStream> = (0..4).map(|_| server.connect()).collect();
    assert!(server.is_well(), "silent connections lose their places in time");
    drop(held);
}

#[test]
fn one_connection_serves_many_requests() {
    let server = Server::start(Limits::default());
    let answer = server.send(
        b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    holds(&answer, &["HTTP/1.1 200", "HTTP/1.1 404"]);
}
