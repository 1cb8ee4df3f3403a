//! A caller with a certificate of the authority comes through, over every version of TLS and HTTP, and the backend gets the request.

use crate::support::{Scene, passed, status};

#[test]
fn a_good_certificate_passes_over_each_version() {
    let scene = Scene::new();
    let gateway = scene.start();
    for (version, http) in [
        ("--tlsv1.3", "--http2"),
        ("--tlsv1.3", "--http1.1"),
        ("--tlsv1.2", "--http2"),
        ("--tlsv1.2", "--http1.1"),
    ] {
        let most = if version == "--tlsv1.2" { ["--tls-max", "1.2"] } else { ["--tls-max", "1.3"] };
        let said = scene.ask(&gateway, "alice", &[version, most[0], most[1], http]);
        passed(&said);
        let expected = if http == "--http2" { "HTTP/2 200" } else { "HTTP/1.1 200" };
        assert!(said.text().contains(expected), "{}", said.all());
    }
    assert_eq!(scene.backend.arrived().len(), 4);
}

#[test]
fn many_requests_go_over_one_connection_and_the_backends_is_kept() {
    let scene = Scene::new();
    let gateway = scene.start();
    let port = gateway.port;
    let url = format!("https://api.example.test:{port}/[1-20]");
    let said = testkit::tool("curl")
        .args([
            "-sS",
            "--cacert",
            "ca.pem",
            "--cert",
            "alice.pem",
            "--key",
            "alice.key",
            "-w",
            "%{num_connects}\n",
        ])
        .args(["--resolve", &format!("api.example.test:{port}:127.0.0.1"), &url])
        .in_folder(scene.folder.path())
        .succeeds();
    let connects: u32 = said.text().lines().filter_map(|line| line.parse::<u32>().ok()).sum();
    assert_eq!(connects, 1, "{}", said.text());
    assert_eq!(scene.backend.arrived().len(), 20);
}

#[test]
fn a_backend_on_a_socket_of_the_file_system_is_reached() {
    let folder = testkit::TempDir::new();
    let backend = crate::support::backend::Backend::on_socket(&folder.join("app.sock"));
    let scene = Scene::with_backend(backend);
    let gateway = scene.start();
    assert_eq!(status(&scene.ask(&gateway, "alice", &[])), 200);
    assert_eq!(scene.backend.only().line, "GET /");
}
