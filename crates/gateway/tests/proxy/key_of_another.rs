//! Who shows a certificate without having its key gets no handshake, however good the certificate is: curl and openssl refuse to try, so
//! a client of rustls does it.

use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::aws_lc_rs::{default_provider, sign::any_supported_type};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};

use crate::support::authority::{Party, Wish, key};
use crate::support::{HOST, Scene};

/// Asks with this certificate and any key; the answer, or what went wrong.
fn ask(
    scene: &Scene,
    port: u16,
    version: &'static SupportedProtocolVersion,
    shown: &Party,
    signs: &pki::key::PrivateKey,
) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(scene.authority.der.clone())).unwrap();
    let signing = PrivateKeyDer::try_from(signs.pkcs8_der().expose().to_vec()).unwrap();
    let certified = CertifiedKey::new(
        vec![CertificateDer::from(shown.der.clone())],
        any_supported_type(&signing).unwrap(),
    );
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots)
        .with_client_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
        let name = ServerName::try_from(HOST).unwrap();
        let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
        stream
            .write_all(format!("GET / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n").as_bytes())
            .await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    })
}

#[test]
fn a_certificate_without_its_key_opens_nothing() {
    let scene = Scene::new();
    let gateway = scene.start();
    let old = scene.authority.issue(30, Wish::client("old").old());
    for version in [&TLS12, &TLS13] {
        let answer = ask(&scene, gateway.port, version, &scene.alice, &scene.alice.key).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let stolen =
            ask(&scene, gateway.port, version, &scene.alice, &key()).expect_err("no key, no handshake");
        assert!(stolen.to_string().contains("DecryptError"), "{stolen}");
        // nor does what is refused anyway
        let answer = ask(&scene, gateway.port, version, &old, &old.key).unwrap();
        assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("version 1"), "{answer}");
        let stolen = ask(&scene, gateway.port, version, &old, &key()).expect_err("no key, no handshake");
        assert!(stolen.to_string().contains("DecryptError"), "{stolen}");
    }
    assert_eq!(scene.backend.arrived().len(), 2);
    gateway.log.wait_for("the handshake failed", 0);
}
