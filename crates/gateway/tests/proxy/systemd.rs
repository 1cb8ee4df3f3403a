//! Under systemd: sockets that were opened before, and word of what the gateway does.

use std::os::unix::net::UnixDatagram;
use std::process::Stdio;
use std::time::Duration;

use crate::support::gateway::{Gateway, command};
use crate::support::{ANY_VERIFIED, Scene, passed, quiet_port};

#[test]
fn it_tells_when_it_is_ready_when_it_reads_anew_and_when_it_ends() {
    let scene = Scene::new();
    let place = scene.folder.path().join("notify");
    let told = UnixDatagram::bind(&place).unwrap();
    told.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let next = || {
        let mut octets = [0; 512];
        let length = told.recv(&mut octets).unwrap();
        String::from_utf8(octets[..length].to_vec()).unwrap()
    };
    let mut command = command(&scene.configure("", ANY_VERIFIED));
    let mut gateway = Gateway::spawn(command.env("NOTIFY_SOCKET", &place));
    assert_eq!(next().trim(), "READY=1");
    // ready is said when it is so
    passed(&scene.ask(&gateway, "alice", &[]));
    for broken in [false, true] {
        if broken {
            scene.folder.write("server.pem", "");
        }
        gateway.signal("-HUP");
        let reloading = next();
        assert!(reloading.contains("RELOADING=1\n") && reloading.contains("MONOTONIC_USEC="), "{reloading}");
        assert_eq!(next().trim(), "READY=1");
    }
    gateway.signal("-TERM");
    assert_eq!(next().trim(), "STOPPING=1");
    assert_eq!(gateway.wait(), Some(0));
}

#[test]
fn a_configuration_that_cannot_be_used_is_never_ready() {
    let scene = Scene::new();
    let place = scene.folder.path().join("notify");
    let told = UnixDatagram::bind(&place).unwrap();
    told.set_nonblocking(true).unwrap();
    let status = command(&scene.configure("", "[[allow]]\n"))
        .env("NOTIFY_SOCKET", &place)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(2));
    assert!(told.recv(&mut [0; 64]).is_err(), "nothing was told");
}

/// The gateway below `systemd-socket-activate`, which opens a socket at this port and starts it with the first connection.
fn activated(scene: &Scene, port: u16, listen: &str) -> std::process::Command {
    let path = scene.configure("", ANY_VERIFIED);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("127.0.0.1:0", listen)).unwrap();
    let mut activate = std::process::Command::new("systemd-socket-activate");
    activate.args(["-l", &format!("127.0.0.1:{port}"), "-E", "LC_ALL=C"]);
    let inner = command(&path);
    activate.arg(inner.get_program()).args(inner.get_args()).env("LC_ALL", "C");
    activate
}

#[test]
fn a_socket_that_is_handed_over_is_served_by_all_workers() {
    let scene = Scene::new();
    let port = quiet_port();
    let mut gateway =
        Gateway::listening(&mut activated(&scene, port, &format!("127.0.0.1:{port}")), "Listening on", port);
    // the connection that started it waited, and is served too
    for _ in 0..4 {
        passed(&scene.ask(&gateway, "alice", &[]));
    }
    gateway.log.wait_for(&format!("answers at https://127.0.0.1:{port}"), 0);
    gateway.signal("-TERM");
    assert_eq!(gateway.wait(), Some(0));
}

#[test]
fn a_socket_that_nobody_named_is_not_served() {
    let scene = Scene::new();
    let port = quiet_port();
    let mut gateway = Gateway::listening(&mut activated(&scene, port, "127.0.0.1:0"), "Listening on", port);
    assert_ne!(scene.ask(&gateway, "alice", &[]).code, Some(0));
    assert_eq!(gateway.wait(), Some(2));
    gateway.log.wait_for("which the configuration does not name", 0);
}

/// A key that only systemd can read is found where systemd puts it: whoever checks by hand says where that is.
#[test]
fn a_key_that_is_handed_over_is_read_from_where_it_was_put() {
    let scene = Scene::new();
    let path = scene.configure("", ANY_VERIFIED);
    let text = std::fs::read_to_string(&path).unwrap();
    let named = |name: &str| {
        std::fs::write(&path, text.replace("\"server.key\"", &format!("\"credential:{name}\""))).unwrap();
    };
    std::fs::create_dir(scene.folder.join("handed")).unwrap();
    std::fs::rename(scene.folder.join("server.key"), scene.folder.join("handed/tls.key")).unwrap();
    named("tls.key");
    let handed = scene.folder.join("handed");
    let gateway = Gateway::spawn(command(&path).env("CREDENTIALS_DIRECTORY", &handed));
    passed(&scene.ask(&gateway, "alice", &[]));
    let refused = |name: &str, folder: Option<&std::path::Path>, words: &str| {
        named(name);
        let mut command = command(&path);
        command.env_remove("CREDENTIALS_DIRECTORY");
        if let Some(folder) = folder {
            command.env("CREDENTIALS_DIRECTORY", folder);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{words}: {said}");
    };
    refused("tls.key", None, "LoadCredential=tls.key:");
    refused("tls.key", Some(std::path::Path::new("handed")), "LoadCredential=tls.key:");
    refused("other.key", Some(&handed), "other.key cannot be read");
    // a name and no path: nothing is read beside the folder
    refused("../handed/tls.key", Some(&handed), "systemd hands over");
}
