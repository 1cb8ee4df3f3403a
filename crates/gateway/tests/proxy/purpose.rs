//! A certificate for servers alone is no client's; one without any purpose is, as nginx has it too.

use pki::faulty::extension::{ext_key_usage, oid};

use crate::support::authority::Wish;
use crate::support::{Scene, passed, refused};

#[test]
fn a_servers_certificate_is_no_clients() {
    let scene = Scene::new();
    let with = |purposes: &[&[u64]]| {
        let mut wish = Wish::client("carol");
        wish.extensions.retain(|extension| extension.oid != oid::EXT_KEY_USAGE);
        if !purposes.is_empty() {
            wish.extensions.push(ext_key_usage(purposes));
        }
        wish
    };
    scene.put("server-alone", &scene.authority.issue(10, with(&[oid::SERVER_AUTH])), &[]);
    scene.put("both", &scene.authority.issue(11, with(&[oid::SERVER_AUTH, oid::CLIENT_AUTH])), &[]);
    scene.put("none", &scene.authority.issue(12, with(&[])), &[]);
    let gateway = scene.start();
    refused(&scene.ask(&gateway, "server-alone", &[]), 400, "is not meant for TLS clients");
    scene.backend.saw_nothing();
    passed(&scene.ask(&gateway, "both", &[]));
    passed(&scene.ask(&gateway, "none", &[]));
}
