//! An authority that was made twice under one name: certificates of the other one are refused, and the answer names the likely cause.

use crate::support::authority::{Wish, root};
use crate::support::{Scene, passed, refused};

#[test]
fn the_twin_of_the_authority_is_told_apart() {
    let scene = Scene::new();
    // without a key identifier the name alone would fit
    let twin = root("Scene Authority");
    scene.put("twin", &twin.issue(3, Wish::client("alice")), &[]);
    let gateway = scene.start();
    refused(&scene.ask(&gateway, "twin", &[]), 400, "not signed with that authority’s key");
    scene.backend.saw_nothing();
    passed(&scene.ask(&gateway, "alice", &[]));
}
