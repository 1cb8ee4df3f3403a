//! A revoked certificate is refused; its neighbour on no list is not.

use crate::support::authority::Wish;
use crate::support::{ANY_VERIFIED, Scene, passed, refused};

#[test]
fn who_is_on_the_list_is_out() {
    let scene = Scene::new();
    let mallory = scene.authority.issue(9, Wish::client("mallory"));
    scene.put("mallory", &mallory, &[]);
    scene.folder.write("ca.crl", scene.authority.list(&[&mallory], -1, 10));
    let gateway = scene.start_with("lists = [\"ca.crl\"]", ANY_VERIFIED);
    for version in ["1.2", "1.3"] {
        refused(&scene.ask(&gateway, "mallory", &["--tls-max", version]), 400, "was revoked");
    }
    scene.backend.saw_nothing();
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
fn a_connection_that_is_open_when_its_client_is_revoked_serves_no_further_request() {
    let scene = Scene::new();
    scene.folder.write("ca.crl", scene.authority.list(&[], -2, 10));
    let gateway = scene.start_with("lists = [\"ca.crl\"]", ANY_VERIFIED);
    let mut caller = crate::support::open::Open::connect(&scene, &gateway, "alice");
    assert!(caller.ask("/one").starts_with("HTTP/1.1 200"));
    scene.folder.write("ca.crl", scene.authority.list(&[&scene.alice], -1, 10));
    gateway.reload("the configuration was read anew");
    let answer = caller.ask("/two");
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("was revoked"), "{answer}");
    assert_eq!(scene.backend.only().line, "GET /one");
}
