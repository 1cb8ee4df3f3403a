//! TLS to the backend: only the backend that proves to be the named one gets the request, and the gateway proves itself where it is asked to.

use std::sync::Arc;

use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};

use crate::support::authority::{Party, Wish, root};
use crate::support::backend::Backend;
use crate::support::{ANY_VERIFIED, Scene, passed, refused};

/// A backend with this certificate; with an authority it wants one of that authority's.
pub(crate) fn backend(
    party: &Party,
    wants: Option<&Party>,
    version: &'static SupportedProtocolVersion,
    alpn: &[&[u8]],
) -> Backend {
    let builder = ServerConfig::builder_with_provider(Arc::new(handfast_gateway::tls::provider()))
        .with_protocol_versions(&[version]);
    let builder = match wants {
        None => builder.unwrap().with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from(authority.der.clone())).unwrap();
            let provider = Arc::new(handfast_gateway::tls::provider());
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            builder.unwrap().with_client_cert_verifier(verifier.unwrap())
        }
    };
    let key = PrivateKeyDer::from_pem_slice(party.key_pem().as_bytes()).unwrap();
    let mut config = builder.with_single_cert(vec![CertificateDer::from(party.der.clone())], key).unwrap();
    config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
    Backend::of_tls(config)
}

#[test]
fn only_the_backend_that_is_named_gets_the_request() {
    let scene = Scene::new();
    let inside = root("Inside");
    scene.folder.write("inside.pem", inside.pem());
    let address = "127.0.0.1";
    let good = || inside.issue(2, Wish::server(&["app.internal", address]));
    let cases = [
        (good(), "", Ok(())),
        (good(), "name = \"app.internal\"", Ok(())),
        (good(), "name = \"other.internal\"", Err(())),
        (inside.issue(3, Wish::server(&["app.internal"])), "", Err(())),
        (inside.issue(4, Wish::server(&["app.internal"])), "name = \"app.internal\"", Ok(())),
        (inside.issue(5, Wish::server(&[address]).days(-10, -1)), "", Err(())),
        (
            inside.issue(6, Wish::client("app").named(&[(2, "app.internal")])),
            "name = \"app.internal\"",
            Err(()),
        ),
        // the same name from the authority of the callers, and from a stranger with the name of ours
        (scene.authority.issue(7, Wish::server(&[address])), "", Err(())),
        (root("Inside").issue(8, Wish::server(&[address])), "", Err(())),
    ];
    for (number, (party, more, expected)) in cases.into_iter().enumerate() {
        let behind = backend(&party, None, &TLS13, &[]);
        let lines = format!("address = \"{}\"\nauthorities = [\"inside.pem\"]\n{more}", behind.address());
        let gateway = scene.start_before(&lines);
        let said = scene.ask(&gateway, "alice", &[]);
        match expected {
            Ok(()) => {
                passed(&said);
                let host = format!("{}:{}", crate::support::HOST, gateway.port);
                assert_eq!(behind.only().one("host"), host, "{number}");
            }
            Err(()) => {
                refused(&said, 502, "did not prove who it is");
                gateway.access.wait_for("backend_tls", 0);
                behind.saw_nothing();
            }
        }
    }
}

#[test]
fn a_backend_without_tls_is_not_spoken_to() {
    let scene = Scene::new();
    let plain = scene.backend.address().replace("http://", "https://");
    let gateway = scene.start_before(&format!("address = \"{plain}\"\nauthorities = [\"ca.pem\"]"));
    refused(&scene.ask(&gateway, "alice", &[]), 502, "did not prove who it is");
    scene.backend.saw_nothing();
}

#[test]
fn the_gateway_shows_its_own_certificate_to_a_backend_that_wants_one() {
    let scene = Scene::new();
    let inside = root("Inside");
    let own = inside.issue(9, Wish::client("the gateway"));
    scene.folder.write("inside.pem", inside.pem());
    scene.put("own", &own, &[]);
    let server = inside.issue(2, Wish::server(&["127.0.0.1"]));
    for version in [&TLS12, &TLS13] {
        let behind = backend(&server, Some(&inside), version, &[]);
        let lines = format!("address = \"{}\"\nauthorities = [\"inside.pem\"]\n", behind.address());
        let shown = |name: &str| format!("{lines}certificate = \"{name}.pem\"\nkey = \"{name}.key\"\n");
        let gateway = scene.start_before(&shown("own"));
        passed(&scene.ask(&gateway, "alice", &[]));
        // the gateway's, not the caller's, which stands in the headers
        let arrived = behind.only();
        assert_eq!(arrived.client.as_deref(), Some(own.der.as_slice()));
        assert_ne!(arrived.one("client-cert"), "");
        for refused_lines in [lines.clone(), shown("alice")] {
            let path = scene.configure("", ANY_VERIFIED);
            let text = std::fs::read_to_string(&path).unwrap();
            let address = format!("address = \"{}\"", scene.backend.address());
            std::fs::write(&path, text.replace(&address, &refused_lines)).unwrap();
            let tool = testkit::tool(env!("CARGO_BIN_EXE_handfast-gateway"));
            let said = tool.args(["check", "--backend", "--json", "--config"]).arg(&path).run();
            assert!(said.code == Some(1) && said.text().contains("\"backend_tls\""), "{}", said.all());
            let gateway = scene.start_before(&refused_lines);
            refused(&scene.ask(&gateway, "alice", &[]), 502, "did not prove who it is");
        }
        assert_eq!(behind.arrived().len(), 1);
    }
}

#[test]
fn a_reload_that_trusts_another_authority_takes_hold_with_the_next_request() {
    let scene = Scene::new();
    let (old, new) = (root("Old"), root("New"));
    scene.folder.write("inside.pem", old.pem());
    let behind = backend(&old.issue(2, Wish::server(&["127.0.0.1"])), None, &TLS13, &[]);
    let gateway =
        scene.start_before(&format!("address = \"{}\"\nauthorities = [\"inside.pem\"]", behind.address()));
    passed(&scene.ask(&gateway, "alice", &[]));
    scene.folder.write("inside.pem", new.pem());
    gateway.reload("the configuration was read anew");
    refused(&scene.ask(&gateway, "alice", &[]), 502, "did not prove who it is");
    scene.folder.write("inside.pem", old.pem());
    gateway.reload("the configuration was read anew");
    passed(&scene.ask(&gateway, "alice", &[]));
}
