//! The secrets of connections are written down where somebody insists by a key that is named dangerous, and nowhere else, whatever the
//! environment says.

use crate::support::gateway::{Gateway, command};
use crate::support::{ANY_VERIFIED, Scene, passed};

#[test]
fn secrets_are_written_where_somebody_insists_and_nowhere_else() {
    let scene = Scene::new();
    let file = scene.folder.join("keys.log");
    for insisting in [false, true] {
        let tables = format!("{ANY_VERIFIED}\n[tls]\ndangerous_key_log = {insisting}\n");
        let gateway = Gateway::spawn(command(&scene.configure("", &tables)).env("SSLKEYLOGFILE", &file));
        passed(&scene.ask(&gateway, "alice", &[]));
        let written = std::fs::read_to_string(&file).unwrap_or_default();
        let labels = ["CLIENT_HANDSHAKE_TRAFFIC_SECRET ", "SERVER_TRAFFIC_SECRET_0 "];
        assert!(labels.iter().all(|label| written.contains(label) == insisting), "{insisting}");
        assert_eq!(file.exists(), insisting);
        let check = testkit::tool(env!("CARGO_BIN_EXE_handfast-gateway"))
            .args(["check", "--json", "--config", "gateway.toml"])
            .in_folder(scene.folder.path())
            .run();
        assert_eq!(check.text().contains("\"dangerous_key_log\""), insisting, "{}", check.all());
        assert_eq!(check.code, Some(0));
    }
}
