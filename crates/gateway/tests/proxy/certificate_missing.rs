//! Without a certificate nobody comes in: the answer says so in the caller's form and language, and the backend hears nothing.

use crate::support::{ANY_VERIFIED, Scene, passed, refused, status};

#[test]
fn without_a_certificate_the_answer_says_what_is_missing() {
    let scene = Scene::new();
    let gateway = scene.start();
    for http in ["--http2", "--http1.1"] {
        refused(&scene.ask(&gateway, "", &[http]), 400, "A client certificate is needed here");
    }
    // who asks for a head gets a head, over HTTP/2 too (RFC 9110 section 9.3.2)
    for http in ["--http2", "--http1.1"] {
        let said = scene.ask(&gateway, "", &[http, "--head"]);
        assert_eq!((said.code, status(&said)), (Some(0), 400), "{}", said.all());
        assert!(said.text().to_ascii_lowercase().contains("content-type: text/plain"), "{}", said.all());
    }
    refused(&scene.ask(&gateway, "", &["--tls-max", "1.2"]), 400, "A client certificate is needed here");
    let json = ["-H", "Accept: application/json"];
    refused(&scene.ask(&gateway, "", &json), 400, "\"error\":\"client_certificate_missing\"");
    let korean = ["-H", "Accept-Language: ko", "-H", "Accept: text/html"];
    refused(&scene.ask(&gateway, "", &korean), 400, "<p>여기에는 클라이언트 인증서가 필요한데");
    scene.backend.saw_nothing();
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
fn optional_lets_in_only_where_a_rule_says_anyone() {
    let scene = Scene::new();
    let rules = "[[allow]]\nwho = \"any-verified\"\n[[allow]]\npath = \"/public\"\nwho = \"anyone\"\n";
    let gateway = scene.start_with("certificate = \"optional\"", rules);
    passed(&scene.ask_for(&gateway, crate::support::HOST, "/public/page", "", &[]));
    refused(&scene.ask(&gateway, "", &[]), 400, "A client certificate is needed here");
    refused(
        &scene.ask_for(&gateway, crate::support::HOST, "/publicity", "", &[]),
        400,
        "A client certificate",
    );
    passed(&scene.ask(&gateway, "alice", &[]));
    // who shows one must show a good one, also where none is needed
    let stranger = crate::support::authority::root("Stranger");
    scene.put("stranger", &stranger.issue(3, crate::support::authority::Wish::client("alice")), &[]);
    refused(
        &scene.ask_for(&gateway, crate::support::HOST, "/public/page", "stranger", &[]),
        400,
        "not accepted here",
    );
}

#[test]
fn an_empty_policy_denies() {
    let scene = Scene::new();
    let gateway = scene.start_with("", "");
    refused(&scene.ask(&gateway, "alice", &[]), 403, "is in order, and may not do this here");
    scene.backend.saw_nothing();
    drop(gateway);
    let gateway = scene.start_with("", ANY_VERIFIED);
    passed(&scene.ask(&gateway, "alice", &[]));
}
