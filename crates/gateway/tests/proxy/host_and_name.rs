//! The name in the handshake decides which certificate is shown; a request for another name is misdirected, an unknown name gets nothing.

use crate::support::authority::Wish;
use crate::support::{ANY_VERIFIED, HOST, Scene, passed, refused};

#[test]
fn an_unknown_name_gets_no_certificate() {
    let scene = Scene::new();
    let gateway = scene.start();
    let said = scene.ask_for(&gateway, "unknown.example.test", "/", "alice", &[]);
    assert_eq!(said.code, Some(35), "{}", said.all());
    assert!(said.err.contains("unrecognized name"), "{}", said.err);
    gateway.log.wait_for("names a host that is not served here", 0);
    scene.backend.saw_nothing();
}

#[test]
fn a_request_for_another_name_than_the_handshakes_is_misdirected() {
    let scene = Scene::new();
    let gateway = scene.start();
    for http in ["--http1.1", "--http2"] {
        for host in ["unknown.example.test", "127.0.0.2", "api.example.test.evil"] {
            refused(
                &scene.ask(&gateway, "alice", &[http, "-H", &format!("Host: {host}")]),
                421,
                "another host name",
            );
        }
        // another name of the same certificate is the same server
        for host in ["other.example.test", "API.EXAMPLE.TEST", "api.example.test:1", "api.example.test."] {
            passed(&scene.ask(&gateway, "alice", &[http, "-H", &format!("Host: {host}")]));
        }
    }
    assert_eq!(scene.backend.arrived().len(), 8);
}

#[test]
fn an_address_is_called_without_a_name() {
    let scene = Scene::new();
    let gateway = scene.start();
    passed(&scene.ask_for(&gateway, "127.0.0.1", "/", "alice", &[]));
    drop(gateway);
    scene.put("server", &scene.authority.issue(60, Wish::server(&[HOST])), &[]);
    let gateway = scene.start();
    let said = scene.ask_for(&gateway, "127.0.0.1", "/", "alice", &["-k"]);
    assert_eq!(said.code, Some(35), "{}", said.all());
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
fn each_name_shows_its_own_certificate() {
    let scene = Scene::new();
    scene.put("second", &scene.authority.issue(61, Wish::server(&["*.second.test"])), &[]);
    let second = format!("{ANY_VERIFIED}\n[[server]]\ncertificate = \"second.pem\"\nkey = \"second.key\"\n");
    let gateway = scene.start_with("", &second);
    passed(&scene.ask(&gateway, "alice", &[]));
    passed(&scene.ask_for(&gateway, "a.second.test", "/", "alice", &[]));
    let said = scene.ask_for(&gateway, "a.b.second.test", "/", "alice", &["-k"]);
    assert_eq!(said.code, Some(35), "{}", said.all());
    // one server's connection does not serve the other's name
    refused(&scene.ask(&gateway, "alice", &["-H", "Host: a.second.test"]), 421, "another host name");
}
