//! Several addresses of a backend share the work; one that fails is passed over, and a request is sent again only where that does no harm.

use std::io::Read as _;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::support::backend::Backend;
use crate::support::gateway::Gateway;
use crate::support::open::Open;
use crate::support::{HOST, Scene, passed, quiet_port, refused, status};

fn start(scene: &Scene, addresses: &[&str], more: &str) -> Gateway {
    scene.start_before(&format!("addresses = {addresses:?}\n{more}"))
}

/// An address at which nobody listens.
fn nobody() -> String {
    format!("http://127.0.0.1:{}", quiet_port())
}

/// An address that takes every request and closes without a word.
fn rude() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            drop(stream.read(&mut [0; 8_192]));
        }
    });
    address
}

#[test]
fn addresses_take_turns() {
    let scene = Scene::new();
    let other = Backend::start();
    let gateway = start(&scene, &[scene.backend.address(), other.address()], "");
    for _ in 0..12 {
        passed(&scene.ask(&gateway, "alice", &[]));
    }
    let (one, two) = (scene.backend.arrived().len(), other.arrived().len());
    // each of two workers goes round on its own
    assert!(one + two == 12 && one >= 5 && two >= 5, "{one} and {two}");
}

#[test]
fn the_one_with_less_to_do_is_asked() {
    let scene = Scene::new();
    let other = Backend::start();
    let gateway = start(&scene, &[scene.backend.address(), other.address()], "");
    let mut caller = Open::connect(&scene, &gateway, "alice");
    caller.write(&format!("POST /held HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 6\r\n\r\nabc"));
    let deadline = Instant::now() + Duration::from_secs(20);
    let held = |backend: &Backend| backend.has_begun("POST /held");
    while !held(&scene.backend) && !held(&other) {
        assert!(Instant::now() < deadline);
        std::thread::yield_now();
    }
    let (busy, free) = if held(&other) { (&other, &scene.backend) } else { (&scene.backend, &other) };
    for _ in 0..8 {
        passed(&scene.ask(&gateway, "alice", &[]));
    }
    // the worker that holds it asks the other one each time, the second worker knows nothing of it
    assert!(free.arrived().len() >= 4 && busy.arrived().len() <= 4);
    caller.write("def");
    assert!(caller.answer().contains("with 6 octets"));
}

#[test]
fn an_address_that_is_not_there_costs_nobody_anything() {
    let scene = Scene::new();
    scene.folder.write("body.bin", vec![b'y'; 100_000]);
    let gateway = start(&scene, &[&nobody(), scene.backend.address()], "");
    for _ in 0..4 {
        passed(&scene.ask(&gateway, "alice", &[]));
        // nothing of it was sent to the first, so that it may go to the second
        passed(&scene.ask(&gateway, "alice", &["--data-binary", "@body.bin"]));
    }
    assert!(scene.backend.arrived().iter().all(|arrived| matches!(arrived.body.len(), 0 | 100_000)));
    gateway.log.wait_for("is passed over while there is another", 0);
}

#[test]
fn what_may_have_been_done_is_not_done_twice() {
    let scene = Scene::new();
    let gateway = start(&scene, &[&rude(), scene.backend.address()], "fail_seconds = 1");
    let (mut gets, mut posts) = (0, 0);
    let deadline = Instant::now() + Duration::from_secs(60);
    // until a POST has met the rude one
    while posts == 0 {
        passed(&scene.ask(&gateway, "alice", &[]));
        gets += 1;
        let said = scene.ask(&gateway, "alice", &["-d", "x=1"]);
        if status(&said) == 502 {
            refused(&said, 502, "closed the connection before it answered");
            posts += 1;
        }
        assert!(Instant::now() < deadline, "no POST met it");
    }
    let arrived = scene.backend.arrived();
    assert_eq!(arrived.iter().filter(|arrived| arrived.line == "GET /").count(), gets);
}

#[test]
fn where_nobody_is_left_the_answer_says_so() {
    let scene = Scene::new();
    let gateway = start(&scene, &[&nobody(), &nobody()], "");
    for _ in 0..3 {
        refused(&scene.ask(&gateway, "alice", &[]), 502, "cannot be reached");
    }
    scene.backend.saw_nothing();
}

#[test]
fn an_address_that_comes_back_is_asked_again() {
    let scene = Scene::new();
    let place = scene.folder.path().join("late.sock");
    let late = format!("unix:{}", place.display());
    let gateway = start(&scene, &[&late, scene.backend.address()], "fail_seconds = 1");
    for _ in 0..4 {
        passed(&scene.ask(&gateway, "alice", &[]));
    }
    gateway.log.wait_for("is passed over while there is another", 0);
    let late = Backend::on_socket(&place);
    let deadline = Instant::now() + Duration::from_secs(30);
    while late.arrived().is_empty() {
        assert!(Instant::now() < deadline, "it is never asked again");
        passed(&scene.ask(&gateway, "alice", &[]));
    }
}

#[test]
fn more_than_a_backend_is_given_is_told_to_come_back() {
    let scene = Scene::new();
    let path = scene.configure("", crate::support::ANY_VERIFIED);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.replace("workers = 2", "workers = 1").replace("[backend]", "[backend]\nrequests = 1"),
    )
    .unwrap();
    let gateway = Gateway::start(&path);
    let mut caller = Open::connect(&scene, &gateway, "alice");
    caller.write(&format!("POST /held HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 6\r\n\r\nabc"));
    scene.backend.wait_for("POST /held");
    let said = scene.ask(&gateway, "alice", &[]);
    refused(&said, 503, "as much to do as it can");
    assert!(said.text().to_lowercase().contains("retry-after: 1"), "{}", said.text());
    caller.write("def");
    assert!(caller.answer().contains("with 6 octets"));
    passed(&scene.ask(&gateway, "alice", &[]));
}
