//! A backend that stalls, resets, floods or lies about lengths harms the one request that met it, never the next one.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use crate::support::gateway::Gateway;
use crate::support::open::Open;
use crate::support::{HOST, Scene, passed, refused};

/// A backend that does this with the first request of each connection.
fn backend(answer: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answer = std::sync::Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let answer = answer.clone();
            std::thread::spawn(move || {
                drop(stream.read(&mut [0; 8_192]));
                answer(&mut stream);
            });
        }
    });
    address
}

/// The gateway before two backends: the one at `/`, and one to see that it is still well.
fn before(scene: &Scene, address: &str, more: &str) -> Gateway {
    scene.start_before(&format!("address = \"{address}\"\n{more}"))
}

/// Reads until the other side ends.
fn until_the_end(stream: &mut TcpStream) {
    drop(std::io::copy(stream, &mut std::io::sink()));
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\n";

#[test]
fn a_body_that_stalls_or_breaks_off_cuts_the_answer() {
    let scene = Scene::new();
    let begun = |stream: &mut TcpStream, length: &str| {
        drop(stream.write_all(&[OK, length.as_bytes(), b"\r\n\r\n3\r\nabc"].concat()));
    };
    let cases: [(String, &str); 4] = [
        (
            backend(move |stream| {
                begun(stream, "Content-Length: 100");
                until_the_end(stream);
            }),
            "stalls",
        ),
        (
            backend(move |stream| {
                begun(stream, "Transfer-Encoding: chunked");
                until_the_end(stream);
            }),
            "stalls within chunks",
        ),
        (backend(move |stream| begun(stream, "Transfer-Encoding: chunked")), "ends within chunks"),
        (
            backend(|stream| {
                let chunks = b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nffffffffffffffffff\r\n";
                drop(stream.write_all(&[OK, &chunks[..]].concat()));
                until_the_end(stream);
            }),
            "a chunk of no size",
        ),
    ];
    for (address, what) in cases {
        let gateway = before(&scene, &address, "idle_seconds = 1");
        for http in ["--http1.1", "--http2", "--http1.0"] {
            let said = scene.ask(&gateway, "alice", &[http]);
            assert!(said.code != Some(0), "{what}, {http}: {}", said.all());
        }
        gateway.access.wait_for("backend_broken", 0);
    }
}

#[test]
fn what_stands_behind_an_answer_is_not_the_next_one() {
    let scene = Scene::new();
    let forged = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
    let heads: [&[u8]; 3] = [
        b"Content-Length: 5\r\n\r\nhello",
        b"Content-Length: 0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ];
    for head in heads {
        let octets = [OK, head, &forged[..]].concat();
        let liar = backend(move |stream| {
            drop(stream.write_all(&octets));
            until_the_end(stream);
        });
        let gateway = before(&scene, &liar, "");
        let mut caller = Open::connect(&scene, &gateway, "alice");
        for _ in 0..6 {
            caller.write(&format!("GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n"));
            let answer = if head.starts_with(b"T") { caller.until("0\r\n\r\n") } else { caller.answer() };
            assert!(answer.starts_with("HTTP/1.1 200") && !answer.contains("forged"), "{answer}");
        }
    }
}

#[test]
fn an_answer_to_head_has_no_body_whatever_the_backend_sends() {
    let scene = Scene::new();
    // to everything that comes
    let liar = backend(|stream| {
        loop {
            drop(stream.write_all(&[OK, b"Content-Length: 5\r\n\r\nhello"].concat()));
            if !matches!(stream.read(&mut [0; 8_192]), Ok(1..)) {
                return;
            }
        }
    });
    let gateway = before(&scene, &liar, "");
    let mut caller = Open::connect(&scene, &gateway, "alice");
    for _ in 0..4 {
        caller.write(&format!("HEAD / HTTP/1.1\r\nHost: {HOST}\r\n\r\n"));
        let head = caller.until("\r\n\r\n");
        assert!(head.starts_with("HTTP/1.1 200") && !head.contains("hello"), "{head}");
        assert!(caller.ask("/").ends_with("\r\n\r\nhello"));
    }
}

#[test]
fn heads_without_an_end_are_given_up() {
    let scene = Scene::new();
    let endless = backend(|stream| {
        drop(stream.write_all(OK));
        while stream.write_all(&[b"X: ", &[b'y'; 8_000][..], b"\r\n"].concat()).is_ok() {}
    });
    let gateway = before(&scene, &endless, "answer_seconds = 5");
    refused(&scene.ask(&gateway, "alice", &[]), 502, "cannot be understood");
    let (ended, told) = std::sync::mpsc::channel();
    let continuing = backend(move |stream| {
        while stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").is_ok() {}
        ended.send(()).expect("somebody waits");
    });
    let gateway = before(&scene, &continuing, "answer_seconds = 1");
    refused(&scene.ask(&gateway, "alice", &[]), 504, "did not answer in time");
    told.recv_timeout(std::time::Duration::from_secs(30)).expect("the connection is given up too");
}

#[test]
fn one_that_stops_reading_holds_up_its_own_request_alone() {
    let scene = Scene::new();
    scene.folder.write("large.bin", vec![b'y'; 9_000_000]);
    // it takes the head, and then nothing for ever
    let deaf = backend(|_| {
        loop {
            std::thread::park();
        }
    });
    let gateway = scene.start_before(&format!(
        "addresses = [\"{deaf}\", \"{}\"]\nanswer_seconds = 1",
        scene.backend.address()
    ));
    let mut outcomes = [0, 0];
    for _ in 0..4 {
        let said = scene.ask(&gateway, "alice", &["--data-binary", "@large.bin"]);
        if crate::support::status(&said) == 200 {
            passed(&said);
            outcomes[0] += 1;
        } else {
            refused(&said, 504, "did not answer in time");
            outcomes[1] += 1;
        }
    }
    // each worker meets it once at most, and passes it over then
    assert!(outcomes[0] >= 2 && outcomes[1] <= 2, "{outcomes:?}");
}
