//! With refusals by alert the handshake itself fails, as with many other servers; with a good certificate nothing is different.

use testkit::tool;

use crate::support::authority::{Wish, root};
use crate::support::gateway::Gateway;
use crate::support::{ANY_VERIFIED, HOST, Scene, passed};

/// What openssl says of the alert that comes when it waits for an answer.
fn alert(scene: &Scene, gateway: &Gateway, who: &str) -> String {
    let mut openssl = tool("openssl")
        .args(["s_client", "-quiet", "-ign_eof", "-CAfile", "ca.pem", "-servername", HOST])
        .args(["-connect", &format!("127.0.0.1:{}", gateway.port)])
        .in_folder(scene.folder.path());
    if !who.is_empty() {
        openssl = openssl.args(["-cert", &format!("{who}.pem"), "-key", &format!("{who}.key")]);
    }
    openssl.run().all()
}

#[test]
fn each_reason_has_its_alert() {
    let scene = Scene::new();
    let mallory = scene.authority.issue(9, Wish::client("mallory"));
    scene.put("mallory", &mallory, &[]);
    scene.put("over", &scene.authority.issue(4, Wish::client("over").days(-10, -1)), &[]);
    scene.put("stranger", &root("Stranger").issue(3, Wish::client("alice")), &[]);
    scene.folder.write("ca.crl", scene.authority.list(&[&mallory], -1, 10));
    let gateway = scene.start_with("lists = [\"ca.crl\"]\nrefusal = \"alert\"", ANY_VERIFIED);
    for (who, words) in [
        ("", "certificate required"),
        ("mallory", "certificate revoked"),
        ("over", "certificate expired"),
        ("stranger", "unknown ca"),
    ] {
        let said = alert(&scene, &gateway, who);
        assert!(said.contains(words), "{who}: {said}");
    }
    scene.backend.saw_nothing();
    for version in ["1.2", "1.3"] {
        passed(&scene.ask(&gateway, "alice", &["--tls-max", version]));
    }
}
