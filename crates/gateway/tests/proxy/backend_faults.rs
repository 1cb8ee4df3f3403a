//! What is wrong behind the gateway is told from what is wrong in front of it: 502 and 504 with the reason.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use crate::support::{ANY_VERIFIED, Scene, passed, refused};

/// A backend that does one thing with each connection, at this address.
fn backend(answer: impl Fn(&mut std::net::TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 8_192];
            drop(stream.read(&mut request));
            answer(&mut stream);
        }
    });
    address
}

fn gateway(scene: &Scene, address: &str, more: &str) -> crate::support::gateway::Gateway {
    let path = scene.configure("", ANY_VERIFIED);
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replace(
        &format!("address = \"{}\"", scene.backend.address()),
        &format!("address = \"{address}\"\n{more}"),
    );
    std::fs::write(&path, text).unwrap();
    crate::support::gateway::Gateway::start(&path)
}

#[test]
fn each_fault_of_the_backend_has_its_answer() {
    let scene = Scene::new();
    let nobody = format!("http://127.0.0.1:{}", crate::support::quiet_port());
    let cases = [
        (nobody, "", 502, "cannot be reached"),
        ("unix:nothing.sock".to_owned(), "", 502, "cannot be reached"),
        (backend(|_| {}), "", 502, "closed the connection before it answered"),
        (
            backend(|stream| drop(stream.write_all(b"this is not HTTP\r\n\r\n"))),
            "",
            502,
            "cannot be understood",
        ),
        (
            backend(|stream| {
                drop(
                    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
                );
            }),
            "",
            502,
            "cannot be understood",
        ),
        (
            // RFC 9112 section 6.3
            backend(|stream| {
                drop(stream.write_all(
                    b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
                ));
            }),
            "",
            502,
            "cannot be understood",
        ),
        (backend(|stream| drop(stream.read(&mut [0]))), "answer_seconds = 1", 504, "did not answer in time"),
    ];
    for (address, more, status, words) in cases {
        let gateway = gateway(&scene, &address, more);
        refused(&scene.ask(&gateway, "alice", &[]), status, words);
    }
}

#[test]
fn an_answer_that_ends_early_is_not_taken_for_whole() {
    let scene = Scene::new();
    let short =
        backend(|stream| drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")));
    let gateway = gateway(&scene, &short, "");
    for http in ["--http1.1", "--http2"] {
        let said = scene.ask(&gateway, "alice", &[http]);
        assert!(said.code != Some(0), "{}", said.all());
    }
    gateway.access.wait_for("backend_broken", 0);
}

#[test]
fn a_connection_that_the_backend_has_closed_is_replaced() {
    let scene = Scene::new();
    // answers once on each connection as if it would go on, and closes
    let once = backend(|stream| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\nthe backend saw "));
    });
    let gateway = gateway(&scene, &once, "");
    for _ in 0..10 {
        passed(&scene.ask(&gateway, "alice", &[]));
    }
}
