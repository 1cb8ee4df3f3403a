//! What is between the gateway and a backend that speaks TLS ends some day too: `check` and the metrics tell it, and what is in order is not
//! mentioned.

use testkit::tool;
use testkit::tool::Said;
use tokio_rustls::rustls::version::{TLS12, TLS13};

use crate::backend_tls::backend;
use crate::support::authority::{Wish, root_of};
use crate::support::{ANY_VERIFIED, Scene};

/// A configuration that shows `own` to a backend of `inside`.
fn configure(scene: &Scene, address: &str, tables: &str) -> std::path::PathBuf {
    let path = scene.configure("", &format!("{ANY_VERIFIED}{tables}"));
    let lines = format!(
        "address = \"{address}\"\nauthorities = [\"inside.pem\"]\ncertificate = \"own.pem\"\nkey = \"own.key\""
    );
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace(&format!("address = \"{}\"", scene.backend.address()), &lines))
        .unwrap();
    path
}

fn check(scene: &Scene, path: &std::path::Path, more: &[&str]) -> Said {
    let gateway = tool(env!("CARGO_BIN_EXE_handfast-gateway"));
    gateway.args(["check", "--json", "--config"]).arg(path).args(more).in_folder(scene.folder.path()).run()
}

/// What is said of the backend: codes and sentences.
fn found(said: &Said) -> Vec<(String, String)> {
    let value: serde_json::Value = serde_json::from_str(&said.text()).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let findings = value["findings"].as_array().unwrap().iter();
    let findings = findings.map(|finding| (text(&finding["code"]), text(&finding["problem"])));
    findings.filter(|(code, _)| code.starts_with("backend_")).collect()
}

#[test]
fn each_end_is_mentioned_in_time() {
    let scene = Scene::new();
    let (long, ends) = ((-1, 400), "ends in 9 days");
    let cases = [
        (long, (-1, 100), None),
        (long, (-1, 31), None),
        (long, (-1, 9), Some(("backend_client_certificate_ends_soon", ends, 0))),
        (long, (-9, -1), Some(("backend_client_certificate_ended", "ended on", 1))),
        (long, (1, 90), Some(("backend_client_certificate_not_yet_valid", "begins only on", 1))),
        ((-1, 9), (-1, 100), Some(("backend_authority_ends_soon", ends, 0))),
        ((-9, -1), (-1, 100), Some(("backend_authority_not_valid", "does not hold now", 0))),
    ];
    for (authority, own, expected) in cases {
        let inside = root_of(Wish::authority("Inside").days(authority.0, authority.1));
        scene.folder.write("inside.pem", inside.pem());
        scene.put("own", &inside.issue(9, Wish::client("the gateway").days(own.0, own.1)), &[]);
        let path = configure(&scene, "https://127.0.0.1:9", "");
        let said = check(&scene, &path, &[]);
        let found = found(&said);
        match expected {
            None => assert_eq!(found, [], "{}", said.all()),
            Some((code, words, exit)) => {
                assert_eq!(found.len(), 1, "{code}: {}", said.all());
                assert_eq!(found[0].0, code);
                assert!(found[0].1.contains(words), "{}", found[0].1);
                assert_eq!(said.code, Some(exit), "{code}: {}", said.all());
            }
        }
    }
}

#[test]
fn a_handshake_with_the_backend_tells_what_requests_would_meet() {
    let scene = Scene::new();
    let inside = root_of(Wish::authority("Inside").days(-1, 400));
    let stranger = root_of(Wish::authority("Stranger").days(-1, 400));
    scene.folder.write("inside.pem", inside.pem());
    let server = |name: &str| inside.issue(2, Wish::server(&[name]).days(-1, 100));
    for version in [&TLS12, &TLS13] {
        for (name, own, wants, expected) in [
            ("127.0.0.1", &inside, Some(&inside), None),
            ("127.0.0.1", &stranger, None, None),
            ("127.0.0.1", &stranger, Some(&inside), Some("alert")),
            ("127.0.0.2", &inside, Some(&inside), Some("certificate")),
        ] {
            scene.put("own", &own.issue(9, Wish::client("the gateway").days(-1, 100)), &[]);
            let behind = backend(&server(name), wants, version, &[]);
            let path = configure(&scene, behind.address(), "");
            assert_eq!(found(&check(&scene, &path, &[])), [], "nobody is asked");
            let said = check(&scene, &path, &["--backend"]);
            let found = found(&said);
            match expected {
                None => assert_eq!((found, said.code), (Vec::new(), Some(0)), "{}", said.all()),
                Some(words) => {
                    assert_eq!(found.len(), 1, "{}", said.all());
                    assert_eq!((found[0].0.as_str(), said.code), ("backend_tls", Some(1)));
                    assert!(found[0].1.contains(words), "{}", found[0].1);
                }
            }
            behind.saw_nothing();
        }
    }
}

#[test]
fn the_days_are_among_the_metrics() {
    let scene = Scene::new();
    let inside = root_of(Wish::authority("Inside").days(-1, 400));
    scene.folder.write("inside.pem", inside.pem());
    scene.put("own", &inside.issue(9, Wish::client("the gateway").days(-1, 20)), &[]);
    let port = crate::support::quiet_port();
    let admin = format!("\n[admin]\nlisten = \"127.0.0.1:{port}\"\n");
    let _gateway = crate::support::gateway::Gateway::start(&configure(&scene, "https://127.0.0.1:9", &admin));
    let metrics = tool("curl").args(["-sS", &format!("http://127.0.0.1:{port}/metrics")]).succeeds().text();
    for (labels, days) in [
        ("{kind=\"backend_client\",name=\"CN=the gateway\"} ", 20.0),
        ("{kind=\"backend_authority\",name=\"CN=Inside\"} ", 400.0),
    ] {
        let line =
            metrics.lines().find_map(|line| line.strip_prefix("handfast_ends_in_days")?.strip_prefix(labels));
        let left: f64 = line.unwrap_or_else(|| panic!("{labels} in\n{metrics}")).parse().unwrap();
        assert!(left > days - 0.1 && left <= days, "{labels}{left}");
    }
}
