//! A caller that speaks TLS itself, octet by octet where that is wanted: for what curl and openssl are too well-behaved for, and for many
//! of them at once.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::authority::Party;
use super::{HOST, Scene};

/// Who calls.
#[derive(Clone)]
pub(crate) struct Caller {
    config: Arc<ClientConfig>,
    port: u16,
}

/// A connection.
pub(crate) type Line = StreamOwned<ClientConnection, TcpStream>;

impl Caller {
    pub(crate) fn new(scene: &Scene, who: &Party, port: u16, protocol: &[u8]) -> Caller {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(scene.authority.der.clone())).unwrap();
        let key = PrivateKeyDer::from_pem_slice(who.key_pem().as_bytes()).unwrap();
        let mut config = ClientConfig::builder_with_provider(Arc::new(handfast_gateway::tls::provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_client_auth_cert(vec![CertificateDer::from(who.der.clone())], key)
            .unwrap();
        config.alpn_protocols = vec![protocol.to_vec()];
        config.resumption = Resumption::disabled();
        Caller { config: Arc::new(config), port }
    }

    fn session(&self) -> ClientConnection {
        ClientConnection::new(self.config.clone(), ServerName::try_from(HOST).unwrap()).unwrap()
    }

    /// What a handshake begins with, as a record.
    pub(crate) fn hello(&self) -> Vec<u8> {
        let mut octets = Vec::new();
        self.session().write_tls(&mut octets).unwrap();
        octets
    }

    /// A connection, which does its handshake with the first octets.
    pub(crate) fn connect(&self) -> std::io::Result<Line> {
        let tcp = TcpStream::connect(("127.0.0.1", self.port))?;
        tcp.set_nodelay(true)?;
        tcp.set_read_timeout(Some(Duration::from_secs(60)))?;
        tcp.set_write_timeout(Some(Duration::from_secs(60)))?;
        Ok(StreamOwned::new(self.session(), tcp))
    }

    /// Asks for a path over a connection of HTTP/1.1; the whole answer.
    pub(crate) fn ask(line: &mut Line, path: &str) -> std::io::Result<String> {
        line.write_all(format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n").as_bytes())?;
        let mut answer = Vec::new();
        let mut piece = [0; 4_096];
        loop {
            let length = line.read(&mut piece)?;
            if length == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            answer.extend_from_slice(&piece[..length]);
            let text = String::from_utf8_lossy(&answer).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let head = head.to_lowercase();
            let told = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if told.is_none_or(|told| body.len() >= told.trim().parse().unwrap()) {
                return Ok(text);
            }
        }
    }
}
