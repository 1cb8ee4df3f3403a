//! A connection without a request is parked: what it held is given back, and everything that comes later is served as if it had not been.

use crate::support::gateway::Gateway;
use crate::support::open::Open;
use crate::support::{ANY_VERIFIED, HOST, Scene};

/// Waits until a number of connections was parked.
#[track_caller]
fn parked(gateway: &Gateway, from: usize) -> usize {
    gateway.log.wait_for("a connection is parked", from);
    gateway.log.all().len()
}

#[test]
fn a_parked_connection_answers_again_and_again() {
    let scene = Scene::new();
    let gateway = scene.start();
    let mut caller = Open::connect(&scene, &gateway, "alice");
    // parked before its first request, and after each
    let mut from = parked(&gateway, 0);
    for number in 0..4 {
        assert!(caller.ask(&format!("/{number}")).contains(&format!("GET /{number} ")));
        from = parked(&gateway, from);
    }
    // two at once, and a body in two pieces
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n");
    caller.write(&(get("/a") + &get("/b")));
    assert!(caller.answer().contains("GET /a ") && caller.answer().contains("GET /b "));
    parked(&gateway, from);
    caller.write(&format!("POST /c HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 6\r\n\r\nabc"));
    scene.backend.wait_for("POST /c");
    caller.write("def");
    assert!(caller.answer().contains("with 6 octets"));
    // one connection for all of it
    let parkings = gateway.log.all().iter().filter(|line| line.contains("a connection is parked")).count();
    assert!(parkings >= 6, "{parkings}");
}

#[test]
fn what_has_begun_is_not_parked() {
    let scene = Scene::new();
    let gateway = scene.start_with("", &format!("{ANY_VERIFIED}\n[limits]\nheader_seconds = 1\n"));
    let mut neighbour = Open::connect(&scene, &gateway, "alice");
    parked(&gateway, 0);
    // half a head, an empty line before one, and a body that is not there yet
    for begun in [format!("GET / HTTP/1.1\r\nHost: {HOST}\r\n"), "\r\n".to_owned()] {
        let mut caller = Open::connect(&scene, &gateway, "alice");
        let from = gateway.log.all().len();
        caller.write(&begun);
        // the time for a head ends it, however often it is still in between
        assert!(!caller.rest().contains("200"), "{begun:?}");
        gateway.log.wait_for("read header from client timeout", from);
    }
    drop(neighbour.rest());
}

#[test]
fn whoever_is_revoked_while_parked_is_refused_with_the_next_request() {
    let scene = Scene::new();
    scene.folder.write("ca.crl", scene.authority.list(&[], -2, 10));
    let gateway = scene.start_with("lists = [\"ca.crl\"]", ANY_VERIFIED);
    let mut caller = Open::connect(&scene, &gateway, "alice");
    assert!(caller.ask("/").starts_with("HTTP/1.1 200"));
    parked(&gateway, 0);
    scene.folder.write("ca.crl", scene.authority.list(&[&scene.alice], -1, 10));
    gateway.reload("the configuration was read anew");
    let answer = caller.ask("/");
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("revoked"), "{answer}");
}

#[test]
fn a_parked_connection_holds_up_no_stop() {
    let scene = Scene::new();
    let mut gateway = scene.start();
    let mut caller = Open::connect(&scene, &gateway, "alice");
    assert!(caller.ask("/").starts_with("HTTP/1.1 200"));
    parked(&gateway, 0);
    gateway.signal("-TERM");
    assert_eq!(caller.rest(), "");
    assert_eq!(gateway.wait(), Some(0));
}
