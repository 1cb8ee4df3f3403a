//! A certificate of an authority that is not trusted completes the handshake and is answered with the issuer's name.

use crate::support::authority::{Wish, root};
use crate::support::{Scene, passed, refused};

#[test]
fn a_stranger_is_told_who_is_not_accepted() {
    let scene = Scene::new();
    let stranger = root("Stranger Authority");
    scene.put("stranger", &stranger.issue(3, Wish::client("alice")), &[]);
    let gateway = scene.start();
    for version in ["1.2", "1.3"] {
        let said = scene.ask(&gateway, "stranger", &["--tls-max", version]);
        refused(&said, 400, "issued by “CN=Stranger Authority”, which is not accepted here");
    }
    scene.backend.saw_nothing();
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
fn a_self_signed_certificate_is_a_strangers() {
    let scene = Scene::new();
    scene.put("own", &crate::support::authority::root_of(Wish::client("alice")), &[]);
    let gateway = scene.start();
    refused(&scene.ask(&gateway, "own", &[]), 400, "not accepted here");
    scene.backend.saw_nothing();
}

#[test]
fn little_is_revealed_where_little_is_to_be() {
    let scene = Scene::new();
    let stranger = root("Stranger Authority");
    scene.put("stranger", &stranger.issue(3, Wish::client("alice")), &[]);
    let gateway = scene.start_with("reveal = \"little\"", crate::support::ANY_VERIFIED);
    let said = scene.ask(&gateway, "stranger", &["-H", "Accept: application/json"]);
    refused(&said, 400, "client_certificate_refused");
    assert!(!said.text().contains("Stranger") && !said.text().contains("unknown"), "{}", said.text());
    // the log knows
    gateway.access.wait_for("client_certificate_unknown_issuer", 0);
}
