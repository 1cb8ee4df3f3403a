//! Certificates of version 1, as `openssl x509 -req` makes them without extensions: refused with the reason, the server's own is used.

use testkit::tool;

use crate::support::authority::Wish;
use crate::support::{ANY_VERIFIED, Scene, passed, refused};

#[test]
fn a_client_of_version_1_is_told_so() {
    let scene = Scene::new();
    scene.put("old", &scene.authority.issue(30, Wish::client("old").old()), &[]);
    let gateway = scene.start();
    for version in ["1.2", "1.3"] {
        refused(&scene.ask(&gateway, "old", &["--tls-max", version]), 400, "is of X.509 version 1");
    }
    scene.backend.saw_nothing();
}

#[test]
fn an_rsa_key_of_a_certificate_of_version_1_is_checked_too() {
    let scene = Scene::new();
    let folder = scene.folder.path();
    scene.folder.write("ca.key", scene.authority.key_pem());
    tool("openssl")
        .args([
            "req",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            "guide.key",
            "-out",
            "guide.csr",
            "-subj",
            "/CN=client",
        ])
        .in_folder(folder)
        .succeeds();
    tool("openssl")
        .args([
            "x509",
            "-req",
            "-in",
            "guide.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-set_serial",
            "77",
            "-out",
            "guide.pem",
        ])
        .in_folder(folder)
        .succeeds();
    let gateway = scene.start();
    for version in ["1.2", "1.3"] {
        refused(&scene.ask(&gateway, "guide", &["--tls-max", version]), 400, "is of X.509 version 1");
    }
    scene.backend.saw_nothing();
}

#[test]
fn a_server_of_version_1_is_shown_by_its_common_name() {
    let scene = Scene::new();
    let mut wish = Wish::server(&[]).old();
    wish.name = crate::support::HOST.to_owned();
    scene.put("server", &scene.authority.issue(31, wish), &[]);
    let gateway = scene.start_with("", ANY_VERIFIED);
    passed(&scene.ask(&gateway, "alice", &[]));
}
