//! HTTP/2 to the backend: the same requests and answers as over HTTP/1.1, many at a time over one connection.

use tokio_rustls::rustls::version::TLS13;

use crate::backend_leaves::{self, HEADERS, Says, frame};
use crate::backend_tls::backend;
use crate::support::authority::{Wish, root};
use crate::support::backend::Backend;
use crate::support::gateway::Gateway;
use crate::support::open::Open;
use crate::support::{HOST, Scene, passed, status};

const BOTH: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// Asks for everything that could be different.
fn all_goes_through(scene: &Scene, gateway: &Gateway, behind: &Backend, http: &str) {
    scene.folder.write("large.bin", vec![b'y'; 3_000_000]);
    for caller in ["--http1.1", "--http2"] {
        passed(&scene.ask_for(
            gateway,
            HOST,
            "/a?b=c",
            "alice",
            &[caller, "-H", "X-Forwarded-For: 192.0.2.1"],
        ));
        let arrived = behind.arrived().pop().unwrap();
        assert_eq!(arrived.http, http, "{caller}");
        assert!(arrived.line.ends_with("/a?b=c"), "{}", arrived.line);
        let host = format!("{HOST}:{}", gateway.port);
        assert_eq!((arrived.one("x-forwarded-for"), arrived.one("x-forwarded-host")), ("127.0.0.1", &*host));
        passed(&scene.ask(
            gateway,
            "alice",
            &[caller, "--data-binary", "@large.bin", "-H", "Expect: 100-continue"],
        ));
        assert_eq!(behind.arrived().pop().unwrap().body.len(), 3_000_000);
        let said = scene.ask_for(gateway, HOST, "/large", "alice", &[caller]);
        assert_eq!(said.out.iter().filter(|octet| **octet == b'x').count(), 3_000_000);
        let head = scene.ask(gateway, "alice", &[caller, "-I"]);
        assert_eq!(status(&head), 200, "{}", gateway.access.all().join("\n"));
    }
    let mut caller = Open::connect(scene, gateway, "alice");
    caller.write(&format!(
        "POST /t HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum, Client-Cert\r\n\r\n\
         3\r\nabc\r\n0\r\nX-Sum: 6\r\nClient-Cert: :AA==:\r\n\r\n"
    ));
    assert!(caller.answer().contains("with 3 octets"));
    let trailers = behind.arrived().pop().unwrap().trailers;
    assert_eq!(trailers, [("x-sum".to_owned(), "6".to_owned())], "and none that names the caller");
}

#[test]
fn it_is_agreed_on_where_the_backend_knows_it() {
    let scene = Scene::new();
    let inside = root("Inside");
    scene.folder.write("inside.pem", inside.pem());
    let party = inside.issue(2, Wish::server(&["127.0.0.1"]));
    for (alpn, asked, http) in [
        (&BOTH[..], "h2", "HTTP/2.0"),
        (&BOTH[..], "http/1.1", "HTTP/1.1"),
        (&BOTH[1..], "h2", "HTTP/1.1"),
        (&[], "h2", "HTTP/1.1"),
    ] {
        let behind = backend(&party, None, &TLS13, alpn);
        let lines =
            format!("address = \"{}\"\nauthorities = [\"inside.pem\"]\nhttp = \"{asked}\"", behind.address());
        all_goes_through(&scene, &scene.start_before(&lines), &behind, http);
    }
}

#[test]
fn without_tls_it_is_known_beforehand() {
    let scene = Scene::new();
    let behind = Backend::of_http2();
    let gateway = scene.start_before(&format!("address = \"{}\"\nhttp = \"h2\"", behind.address()));
    all_goes_through(&scene, &gateway, &behind, "HTTP/2.0");
    // a backend of HTTP/1.1 does not understand it
    let gateway = scene.start_before(&format!("address = \"{}\"\nhttp = \"h2\"", scene.backend.address()));
    assert_eq!(status(&scene.ask(&gateway, "alice", &[])), 502);
    scene.backend.saw_nothing();
}

#[test]
fn an_answer_that_tells_its_length_twice_is_not_passed_on() {
    let scene = Scene::new();
    // `:status: 200`, then `content-length: 0` (RFC 7541 appendix A and section 6.2.2)
    let once: Says = |id| (frame(HEADERS, 5, id, &[&[0x88][..], b"\x0f\x0d\x010"].concat()), false);
    let twice: Says =
        |id| (frame(HEADERS, 5, id, &[&[0x88][..], &b"\x0f\x0d\x010".repeat(2)].concat()), false);
    for (says, expected) in [(once, 200), (twice, 502)] {
        let (address, _) = backend_leaves::backend(says);
        let gateway = scene.start_before(&format!("address = \"{address}\"\nhttp = \"h2\""));
        assert_eq!(status(&scene.ask(&gateway, "alice", &[])), expected);
        // the next one is as it should be
        assert_eq!(status(&scene.ask(&gateway, "alice", &[])), 200);
    }
}
