//! TLS 1.2 and 1.3, one of them where one is chosen, and nothing older; the hybrid group where the caller has it.

use testkit::tool;

use crate::support::gateway::Gateway;
use crate::support::{ANY_VERIFIED, HOST, Scene, passed};

/// What openssl says of a handshake with these options.
fn handshake(scene: &Scene, gateway: &Gateway, arguments: &[&str]) -> String {
    tool("openssl")
        .args([
            "s_client",
            "-brief",
            "-CAfile",
            "ca.pem",
            "-servername",
            HOST,
            "-cert",
            "alice.pem",
            "-key",
            "alice.key",
        ])
        .args(["-connect", &format!("127.0.0.1:{}", gateway.port)])
        .args(arguments)
        .in_folder(scene.folder.path())
        .run()
        .all()
}

#[test]
fn what_is_older_than_1_2_is_refused() {
    let scene = Scene::new();
    let gateway = scene.start();
    // at its usual level of security openssl would not even offer it
    for old in ["-tls1_1", "-tls1"] {
        let from = gateway.log.all().len();
        let said = handshake(&scene, &gateway, &[old, "-cipher", "DEFAULT:@SECLEVEL=0"]);
        gateway.log.wait_for("the caller offers no version of TLS that is spoken here", from);
        assert!(said.contains("protocol version") || said.contains("alert handshake failure"), "{said}");
    }
    for (new, name) in [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")] {
        let said = handshake(&scene, &gateway, &[new]);
        assert!(said.contains(&format!("Protocol version: {name}")), "{said}");
    }
    scene.backend.saw_nothing();
}

#[test]
fn what_a_caller_says_of_the_server_is_in_the_log_in_words() {
    let scene = Scene::new();
    let gateway = scene.start();
    // of the last --cacert nothing but alice is trusted
    assert_eq!(scene.ask(&gateway, "alice", &["--cacert", "alice.pem"]).code, Some(60));
    gateway.log.wait_for("the caller does not know the authority of the server's certificate", 0);
    scene.backend.saw_nothing();
}

#[test]
fn one_version_can_be_chosen() {
    let scene = Scene::new();
    let gateway = scene.start_with("", &format!("{ANY_VERIFIED}\n[tls]\nversions = [\"1.3\"]\n"));
    assert!(handshake(&scene, &gateway, &["-tls1_2"]).contains("alert"), "1.2 is refused");
    assert!(handshake(&scene, &gateway, &["-tls1_3"]).contains("TLSv1.3"));
    drop(gateway);
    let gateway = scene
        .start_with("", &format!("{ANY_VERIFIED}\n[tls]\nversions = [\"1.2\"]\nhttp = [\"http/1.1\"]\n"));
    let said = scene.ask(&gateway, "alice", &[]);
    passed(&said);
    assert!(said.text().contains("HTTP/1.1 200"), "{}", said.text());
    gateway.access.wait_for("\"tls\":\"1.2\"", 0);
}

#[test]
fn each_group_is_spoken() {
    let scene = Scene::new();
    let gateway = scene.start();
    for (group, name) in [("X25519", "X25519"), ("P-256", "P-256"), ("P-384", "P-384")] {
        let from = gateway.access.all().len();
        passed(&scene.ask(&gateway, "alice", &["--curves", group]));
        gateway.access.wait_for(&format!("\"group\":\"{name}\""), from);
    }
    let said = handshake(&scene, &gateway, &["-groups", "P-521"]);
    assert!(said.contains("handshake failure") || said.contains("alert"), "{said}");
}

#[test]
fn the_authorities_are_named_to_callers_or_kept() {
    let scene = Scene::new();
    let named = |gateway: &Gateway| {
        tool("openssl")
            .args([
                "s_client",
                "-CAfile",
                "ca.pem",
                "-servername",
                HOST,
                "-connect",
                &format!("127.0.0.1:{}", gateway.port),
            ])
            .in_folder(scene.folder.path())
            .run()
            .all()
    };
    let gateway = scene.start();
    let said = named(&gateway);
    assert!(said.contains("Acceptable client certificate CA names\nCN = Scene Authority"), "{said}");
    drop(gateway);
    let said = named(&scene.start_with("send_authorities = false", ANY_VERIFIED));
    assert!(said.contains("No client certificate CA names sent"), "{said}");
}
