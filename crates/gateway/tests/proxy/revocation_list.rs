//! Without a list that can be relied on nobody comes in, since a revoked client could not be told; each exception has to be asked for
//! by its name.

use crate::support::authority::{Wish, root};
use crate::support::{ANY_VERIFIED, Scene, passed, refused};

#[test]
fn a_list_that_is_over_refuses_everybody() {
    let scene = Scene::new();
    scene.folder.write("ca.crl", scene.authority.list(&[], -10, -1));
    let gateway = scene.start_with("lists = [\"ca.crl\"]", ANY_VERIFIED);
    refused(&scene.ask(&gateway, "alice", &[]), 400, "revocation list ended on ");
    scene.backend.saw_nothing();
    drop(gateway);
    let gateway = scene.start_with("lists = [\"ca.crl\"]\nended_list = \"dangerous-accept\"", ANY_VERIFIED);
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
fn a_list_that_is_over_still_revokes() {
    let scene = Scene::new();
    scene.folder.write("ca.crl", scene.authority.list(&[&scene.alice], -10, -1));
    let gateway = scene.start_with("lists = [\"ca.crl\"]\nended_list = \"dangerous-accept\"", ANY_VERIFIED);
    refused(&scene.ask(&gateway, "alice", &[]), 400, "was revoked");
}

#[test]
fn a_list_that_has_not_begun_is_none() {
    let scene = Scene::new();
    scene.folder.write("ca.crl", scene.authority.list(&[], 1, 10));
    let gateway = scene.start_with("lists = [\"ca.crl\"]", ANY_VERIFIED);
    refused(&scene.ask(&gateway, "alice", &[]), 400, "revocation list begins only on ");
    scene.backend.saw_nothing();
    drop(gateway);
    let gateway = scene.start_with("lists = [\"ca.crl\"]\nfuture_list = \"dangerous-accept\"", ANY_VERIFIED);
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
fn of_several_lists_the_newest_that_has_begun_counts() {
    let scene = Scene::new();
    let lists = [
        scene.authority.list(&[&scene.alice], -20, -10),
        scene.authority.list(&[], -2, 10),
        scene.authority.list(&[&scene.alice], 2, 10),
    ];
    scene.folder.write("ca.crl", lists.concat());
    let gateway = scene.start_with("lists = [\"ca.crl\"]", ANY_VERIFIED);
    passed(&scene.ask(&gateway, "alice", &[]));
    drop(gateway);
    let lists = [scene.authority.list(&[], -20, 10), scene.authority.list(&[&scene.alice], -2, 10)];
    scene.folder.write("ca.crl", lists.concat());
    let gateway = scene.start_with("lists = [\"ca.crl\"]", ANY_VERIFIED);
    refused(&scene.ask(&gateway, "alice", &[]), 400, "was revoked");
}

#[test]
fn every_authority_of_the_chain_needs_a_list() {
    let scene = Scene::new();
    let middle = scene.authority.issue(20, Wish::authority("Middle"));
    let carol = middle.issue(3, Wish::client("carol"));
    scene.put("carol", &carol, &[&middle]);
    scene.folder.write("ca.crl", scene.authority.list(&[], -1, 10));
    let gateway = scene.start_with("lists = [\"ca.crl\"]", ANY_VERIFIED);
    refused(&scene.ask(&gateway, "carol", &[]), 400, "no revocation list of “CN=Middle”");
    passed(&scene.ask(&gateway, "alice", &[]));
    drop(gateway);
    scene.folder.write("middle.crl", middle.list(&[], -1, 10));
    let gateway = scene.start_with("lists = [\"ca.crl\", \"middle.crl\"]", ANY_VERIFIED);
    passed(&scene.ask(&gateway, "carol", &[]));
    drop(gateway);
    // the middle one itself is revoked by the authority
    scene.folder.write("ca.crl", scene.authority.list(&[&middle], -1, 10));
    let gateway = scene.start_with("lists = [\"ca.crl\", \"middle.crl\"]", ANY_VERIFIED);
    refused(&scene.ask(&gateway, "carol", &[]), 400, "was revoked");
    drop(gateway);
    let missing = "lists = [\"middle.crl\"]\nmissing_list = \"dangerous-accept\"";
    let gateway = scene.start_with(missing, ANY_VERIFIED);
    passed(&scene.ask(&gateway, "carol", &[]));
}

#[test]
fn a_list_that_somebody_else_signed_revokes_nobody_and_refuses() {
    let scene = Scene::new();
    scene.folder.write("ca.crl", root("Scene Authority").list(&[], -1, 10));
    let gateway = scene.start_with("lists = [\"ca.crl\"]", ANY_VERIFIED);
    refused(&scene.ask(&gateway, "alice", &[]), 400, "revocation list cannot be used");
    scene.backend.saw_nothing();
}

#[test]
fn a_list_may_be_der() {
    let scene = Scene::new();
    scene.folder.write("ca.crl", scene.authority.list(&[&scene.alice], -1, 10));
    testkit::tool("openssl")
        .args(["crl", "-in", "ca.crl", "-outform", "DER", "-out", "ca.crl.der"])
        .in_folder(scene.folder.path())
        .succeeds();
    let gateway = scene.start_with("lists = [\"ca.crl.der\"]", ANY_VERIFIED);
    refused(&scene.ask(&gateway, "alice", &[]), 400, "was revoked");
}
